"""From rows to the series that are projected."""

import numpy as np
import pandas as pd
import pytest

from analysis.projection.panel import history


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
