"""Histories that never moved: the width of what followed such in public statistics."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.projection import predict
from analysis.projection.levels import GRID, LEVELS, MIDDLE
from analysis.projection.still import AHEAD, KINDS, LENGTHS, ZERO, Still, read_still, to_table
from analysis.records.errors import PlanDataError

SEEN = 1e-6
P = (0.01, 0.1, 0.5, 0.9, 0.99)


def spread(made, step: int = -1) -> list[float]:
    return [made.quantile(p)[0, step] for p in P]


def test_zeros_may_end_and_a_count_after_them_has_the_chance_it_had_elsewhere():
    """Of counts of public statistics that had been nothing for eight to eleven years about 9 %
    were something five years later."""
    made = predict([[0.0] * 8], 5, lower=0)
    assert made.probability_at_least(1.0)[0] == pytest.approx(0.09, abs=0.02)
    assert made.probability_at_least(0.0)[0] == 1.0
    assert made.quantile(0.1)[0, -1] == 0.0
    assert 0.1 < made.quantile(0.9)[0, -1] < 2.0
    assert made.quantile(0.975)[0, -1] > 3.0
    assert made.grade == ("D",)


def test_the_longer_nothing_was_seen_the_likelier_it_stays():
    histories = [[0.0] * n for n in (1, 3, 8)]
    chance = predict(histories, 5, lower=0).probability_at_least(1.0)
    assert chance[0] > chance[1] > chance[2] > 0.02


@pytest.mark.parametrize(
    ("history", "bounds"),
    [
        ([0.0] * 6, {"lower": 0}),
        ([0.0] * 6, {}),
        ([0.0] * 6, {"upper": 0}),
        ([0.0] * 6, {"lower": 0, "upper": 100}),
        ([100.0] * 6, {"lower": 0, "upper": 100}),
        ([50.0] * 6, {"lower": 0, "upper": 100}),
        ([7.0] * 6, {"lower": 0}),
        ([7.0] * 20, {}),
        ([-7.0] * 6, {}),
        ([5.0] * 6, {"lower": 5}),
        ([5.0] * 6, {"upper": 5}),
        ([-5.0] * 6, {"lower": -5}),
        ([5.0, 5.0, 5.0, 5.0, 5.0, 9.0], {"lower": 0}),
        ([0.0, 0.0, 0.0, 0.0, 0.0, 3.0], {"lower": 0}),
        ([5.0, 9.0, 9.0, 9.0, 9.0, 9.0], {}),
        ([0.0], {}),
    ],
)
def test_every_history_without_changes_of_its_own_has_width_in_every_year(history, bounds):
    made = predict([history], 5, **bounds)
    size = max(abs(v) for v in history) or 1.0
    for step in range(5):
        width = made.quantile(0.9)[0, step] - made.quantile(0.1)[0, step]
        assert width > 1e-4 * size
    assert made.quantile(0.1)[0, -1] <= history[-1] <= made.quantile(0.9)[0, -1]


def test_a_bound_of_a_share_may_be_left_and_never_passed():
    full, none = (predict([[v] * 8], 5, lower=0, upper=100) for v in (100.0, 0.0))
    assert 95.0 < full.quantile(0.1)[0, -1] < 100.0
    assert full.quantile(0.025)[0, -1] < 99.0
    assert full.probability_at_most(100.0)[0] == 1.0
    np.testing.assert_allclose(spread(none), [100 - v for v in spread(full)[::-1]], atol=1e-6)


def test_a_constant_below_zero_is_the_mirror_of_one_above():
    above, below = predict([[7.0] * 8], 5), predict([[-7.0] * 8], 5)
    np.testing.assert_allclose(spread(below), [-v for v in spread(above)[::-1]], rtol=SEEN)


def test_where_only_less_than_nothing_is_allowed_zeros_end_downward():
    up, down = predict([[0.0] * 6], 3), predict([[0.0] * 6], 3, upper=0)
    np.testing.assert_allclose(spread(down), [-v for v in spread(up)[::-1]], rtol=SEEN, atol=1e-12)


@settings(deadline=None, max_examples=30)
@given(
    st.floats(1e-3, 1e9),
    st.integers(2, 15),
    st.sampled_from([1e4, 1e-4, 7.0]),
    st.sampled_from([None, 0.0, "value"]),
)
def test_the_unit_of_a_constant_does_not_matter(value, length, factor, lower):
    low = value if lower == "value" else lower
    one = predict([[value] * length], 4, lower=low).quantiles
    times = None if low is None else low * factor
    other = predict([[value * factor] * length], 4, lower=times).quantiles
    np.testing.assert_allclose(other / factor, one, rtol=SEEN)


def test_the_table_is_read_off_at_its_own_years_and_between_them():
    """Of zeros seen four times the row from three on; four years ahead lies halfway between
    the columns of three and five."""
    rows = np.zeros((len(KINDS), len(LENGTHS), len(AHEAD), len(LEVELS)))
    rows[ZERO, LENGTHS.index(3), AHEAD.index(3)] = 1.0
    rows[ZERO, LENGTHS.index(3), AHEAD.index(5)] = 2.0
    steps = np.array([[3], [4], [5]])
    told = Still(rows).change(np.array([ZERO]), np.array([4]), steps)
    np.testing.assert_allclose(told[0, :, 0], [1.0, 1.5, 2.0])


def test_beyond_the_last_year_of_the_table_the_last_holds():
    told = read_still().change(np.array([1, 1]), np.array([8, 8]), np.array([[AHEAD[-1], 40]]))
    np.testing.assert_array_equal(told[:, 0, 0], told[:, 0, 1])


def test_the_shipped_table_rises_and_keeps_what_stood_still_in_the_middle():
    held = read_still().quantiles
    assert (np.diff(held, axis=-1) >= 0).all()
    assert (held[ZERO] >= 0).all()
    assert LEVELS[MIDDLE - 1] == GRID[MIDDLE] == 0.5
    assert np.abs(held[1, :, : AHEAD.index(5) + 1, MIDDLE - 1]).max() < 0.01


def test_the_table_goes_through_its_file(tmp_path):
    folder = tmp_path / "data" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "data" / "plans").mkdir()
    shipped = read_still()
    to_table(shipped).to_csv(folder / "still.csv", index=False)
    np.testing.assert_allclose(read_still(tmp_path).quantiles, shipped.quantiles)


@pytest.mark.parametrize("text", ["kind,length,ahead,change\n", "a,b\n1,2\n", None])
def test_a_file_that_is_not_the_table_is_refused(tmp_path, text):
    folder: Path = tmp_path / "data" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "data" / "plans").mkdir()
    if text is not None:
        (folder / "still.csv").write_text(text)
    with pytest.raises(PlanDataError, match=r"still\.csv"):
        read_still(tmp_path)
