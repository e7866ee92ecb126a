"""What would have been projected from each year, and what came of it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.projection import replay
from analysis.projection.backtest import hold_back
from analysis.projection.prediction import predict
from support.outcomes import view


def test_holding_back_keeps_the_last_years_as_the_truth():
    table = np.array([[np.nan, 1, 2, 4, 8, 16], [1, 1, 1, 1, 5, 6], [np.nan] * 4 + [1, 2]])
    histories, held = hold_back(table, 3, 2)
    assert histories.tolist() == [[1, 2, 4]]  # the second never moved, the third is too short
    assert held["actual"].tolist() == [8, 16]
    assert held["scale"].tolist() == [1.5, 1.5]
    assert held["volatility"].tolist() == pytest.approx([np.log(2)] * 2)


def test_a_replay_has_a_row_for_each_year_that_could_have_been_projected():
    """2011–2014, at least two points: from 2012 to 2013 and 2014, from 2013 to 2014."""
    told, quantiles = replay(view({2011: 5.0, 2012: 6.0, 2013: 8.0, 2014: 9.0}), horizon=3)
    rows = told[["origin", "horizon", "last", "scale", "actual", "n_history"]].to_numpy().tolist()
    assert rows == [[2012, 1, 6, 1, 8, 2], [2012, 2, 6, 1, 9, 2], [2013, 1, 8, 1.5, 9, 3]]
    expected = predict([[5.0, 6.0, 8.0]], 1).quantiles[0, 0]
    np.testing.assert_allclose(quantiles[2], expected, rtol=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(1, 1e3), min_size=4, max_size=9), st.floats(1, 1e3), st.integers(1, 3))
def test_what_came_later_changes_nothing_said_before(values, other, back):
    years = range(2010, 2010 + len(values))
    changed = [*values[:-back], *([other] * back)]
    one, before = replay(view(dict(zip(years, values, strict=True))), horizon=2)
    two, after = replay(view(dict(zip(years, changed, strict=True))), horizon=2)
    cut = years[-1] - back
    same = (one["origin"] <= cut).to_numpy(), (two["origin"] <= cut).to_numpy()
    np.testing.assert_allclose(before[same[0]], after[same[1]], rtol=1e-6)


def test_a_definition_break_cuts_the_replay():
    indicators = pd.DataFrame(
        {
            "indicator_id": ["firms"],
            "lower": [0.0],
            "upper": [np.nan],
            "direction": ["up"],
            "definition_breaks": ["2013:new"],
        }
    )
    history = {2010: 5.0, 2011: 6.0, 2012: 7.0, 2013: 1.0, 2014: 2.0, 2015: 3.0}
    told, _ = replay(view(history), indicators, horizon=2)
    assert told["origin"].tolist() == [2014]
