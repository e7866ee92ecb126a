"""From rows to the series that are projected."""

import numpy as np
import pandas as pd
import pytest

from analysis.projection.panel import history, project


def rows(*years: int) -> pd.DataFrame:
    frame = pd.DataFrame({"year": years, "value": [float(y - 2000) for y in years]})
    return frame.astype({"year": "Int64"})


def test_a_series_has_a_value_a_year_whatever_the_order_of_its_rows():
    """2012 and 2013 are missing, and no year before the first or after the last is made up."""
    found = history(rows(2014, 2010, 2011))
    np.testing.assert_array_equal(found, [10.0, 11.0, np.nan, np.nan, 14.0])
    np.testing.assert_array_equal(history(rows(2014)), [14.0])


def test_two_values_in_one_year_are_refused():
    """Which of them counts is for a view to say, not for the last row."""
    with pytest.raises(ValueError, match="two values in one year"):
        history(rows(2010, 2011, 2011))


def test_where_nothing_is_ahead_the_columns_are_those_of_a_projection():
    """A series that ends in the last year asked for, and the same a year short of it."""
    known = rows(*range(2010, 2016)).assign(indicator_id="x", region="1", qualifier="exact")
    over, open_ = (project(known, until=year) for year in (2015, 2016))
    assert list(over.columns) == list(open_.columns)
    assert set(over["kind"]) == {"observed"} and (open_["kind"] == "projected").sum() == 1
    observed = open_[open_["kind"] == "observed"].reset_index(drop=True)
    pd.testing.assert_frame_equal(over, observed, check_dtype=False)
