"""What is known of one year moves the others as far as they go together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.projection import predict
from analysis.projection.conditioning import condition
from analysis.projection.levels import GRID, MIDDLE, SCORES
from analysis.projection.paths import FARTHEST, Dependence
from support.bounded import given_bounds

YEARS = 4
STEPS = np.arange(1, YEARS + 1)[None]
JOINT = 0.8 ** np.abs(np.subtract.outer(np.arange(FARTHEST), np.arange(FARTHEST)))
OF = Dependence(np.array([0.1, 0.2]), np.stack([JOINT] * 3))
PLAIN = np.tile(SCORES, (1, YEARS, 1))  # every year a standard normal
growing = [720.0, 1089.0, 1630.0, 2500.0, 3188.0]


def bounds(**of) -> tuple[np.ndarray, np.ndarray]:
    """Bounds such as y2=(0.5, inf) on the second year."""
    low, high = np.full((1, YEARS), -np.inf), np.full((1, YEARS), np.inf)
    for name, (a, b) in of.items():
        low[0, int(name[1:]) - 1], high[0, int(name[1:]) - 1] = a, b
    return low, high


def simulated(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, float]:
    """Deciles of four normal variables of which some lie between bounds, by trial and error."""
    z = np.random.default_rng(0).multivariate_normal(np.zeros(YEARS), JOINT[:4, :4], 400_000)
    kept = ((z >= low) & (z <= high)).all(axis=1)
    return np.quantile(z[kept], [0.1, 0.5, 0.9], axis=0).T, kept.mean()


@pytest.mark.parametrize(
    "known",
    [
        {"y2": (0.5, np.inf)},
        {"y1": (-np.inf, -1.0)},
        {"y2": (0.0, 0.3)},
        {"y1": (0.5, np.inf), "y2": (0.7, np.inf)},
        {"y1": (0.0, 1.0), "y3": (-0.5, np.inf), "y4": (-1.0, 0.8)},
    ],
)
def test_every_year_is_what_trial_and_error_gives(known):
    low, high = bounds(**known)
    made, chance = condition(PLAIN, STEPS, low, high, OF)
    expected, share = simulated(low, high)
    at = [int(np.flatnonzero(np.isclose(GRID, p))[0]) for p in (0.1, 0.5, 0.9)]
    np.testing.assert_allclose(made[0][:, at], expected, atol=0.03)
    assert chance[0] == pytest.approx(share, abs=0.005)


@given(st.floats(-2, 2))
@settings(deadline=None, max_examples=20)
def test_the_bounded_year_itself_is_cut_off_at_its_bound(floor):
    low, high = bounds(y2=(floor, np.inf))
    made, _ = condition(PLAIN, STEPS, low, high, OF)
    alone = given_bounds(PLAIN[:, 1], low[:, 1], high[:, 1])
    np.testing.assert_allclose(made[:, 1], alone, atol=0.02)
    assert (made[0, 1] >= floor).all()


def test_nearer_years_move_more_than_farther_ones_and_less_than_in_step():
    made, _ = condition(PLAIN, STEPS, *bounds(y1=(1.0, np.inf)), OF)
    middle = made[0, :, MIDDLE]
    assert (np.diff(middle) < 0).all() and middle[-1] > 0.3
    assert middle[1] < middle[0]


def test_bounds_that_say_nothing_change_nothing():
    made, chance = condition(PLAIN, STEPS, *bounds(y2=(-50.0, 50.0)), OF)
    np.testing.assert_allclose(made, PLAIN, atol=2e-3)
    assert chance[0] == pytest.approx(1.0)
    same, chance = condition(PLAIN, STEPS, *bounds(), OF)
    np.testing.assert_array_equal(same, PLAIN)
    assert chance[0] == 1.0


def test_what_cannot_be_is_left_as_it_was():
    made, chance = condition(PLAIN, STEPS, *bounds(y2=(50.0, np.inf)), OF)
    np.testing.assert_array_equal(made, PLAIN)
    assert chance[0] == 0.0


# As `Prediction.given`


def test_at_least_so_many_this_year_makes_more_likely_next_year():
    made = predict([growing], 3, lower=0)
    floor = np.full((1, 3), np.nan)
    floor[0, 0] = made.quantile(0.7)[0, 0]
    held, chance = made.given(floor, np.inf)
    assert chance[0] == pytest.approx(0.3, abs=0.01)
    assert held.probability_at_least(floor[0, 0], 0)[0] == pytest.approx(1.0, abs=1e-3)
    assert (held.median > made.median).all()
    goal = made.quantile(0.8)[0, -1]
    assert 0.25 < held.probability_at_least(goal)[0] < 2 / 3
    assert (np.diff(held.quantiles, axis=2) >= 0).all()


def test_a_floor_of_one_series_is_no_floor_of_another():
    made = predict([growing, growing], 3, lower=0)
    floor = np.full((2, 3), np.nan)
    floor[1, 1] = 5000.0
    held, _ = made.given(floor, np.nan)
    np.testing.assert_array_equal(held.quantiles[0], made.quantiles[0])
    assert (held.quantiles[1, 1] >= 5000.0).all()


@settings(deadline=None, max_examples=10)
@given(st.sampled_from([1e4, 1e-4, 7.0]), st.floats(0.05, 0.95))
def test_the_unit_of_a_bound_does_not_matter(factor, level):
    one, other = (predict([np.array(growing) * f], 2, lower=0) for f in (1.0, factor))
    floor = [[np.nan, float(one.quantile(level)[0, 1])]]
    held, chance = one.given(floor, np.nan)
    again, same = other.given(np.array(floor) * factor, np.nan)
    np.testing.assert_allclose(again.quantiles / factor, held.quantiles, rtol=1e-5)
    assert same[0] == pytest.approx(chance[0], abs=1e-6)


def test_without_an_interval_nothing_can_be_given():
    made = predict([[np.nan]], 2)
    held, chance = made.given(1.0, np.inf)
    assert np.isnan(held.quantiles).all() and np.isnan(chance[0])
