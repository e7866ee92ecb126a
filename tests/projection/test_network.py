"""What the reference class says of told histories: networks, sorted, averaged, drawn in and out."""

import numpy as np
import pytest

from analysis.projection.features import NAMES, TYPICAL, Features
from analysis.projection.levels import LEVELS, SCORES
from analysis.projection.network import BENDS, FARTHEST, bends, stack
from analysis.projection.reference import HALF, Reference, quantiles

RISING = SCORES[1:-1]
YEARS = np.arange(1, 6)


def constant(*outputs: np.ndarray, **shares: float) -> Reference:
    """Networks that say the same of every history and year, whatever the order of it."""
    nothing = ((np.zeros((len(NAMES), 3)), np.zeros(3)), (np.zeros((3, 2)), np.zeros(2)))
    rest = np.zeros((BENDS - 1) * len(LEVELS))
    members = [
        (*nothing, (np.zeros((2, BENDS * len(LEVELS))), np.append(made, rest))) for made in outputs
    ]
    return Reference(np.zeros(len(NAMES)), np.ones(len(NAMES)), tuple(members), **shares)


def told(*scale: float) -> Features:
    n = len(scale)
    return Features(np.zeros((len(NAMES), n)), np.array(scale), np.zeros(n), np.ones(n, dtype=bool))


def say(reference: Reference, described: Features, years: np.ndarray = YEARS) -> np.ndarray:
    steps = np.broadcast_to(years[:, None], (len(years), len(described.scale)))
    out = np.empty((len(LEVELS), *steps.shape))
    quantiles(reference, described, steps, out)
    return out


def test_the_quantiles_of_each_network_are_sorted_before_they_are_averaged():
    """One network has its outputs the other way round: averaged first, and sorted then, they
    would be one and the same number, without any width."""
    made = say(constant(RISING, RISING[::-1]), told(1.0))
    np.testing.assert_allclose(made[:, 0, 0], RISING, atol=1e-6)
    np.testing.assert_allclose(say(constant(RISING), told(1.0)), made, atol=1e-6)


def test_the_median_of_networks_that_cross_is_the_mean_of_their_medians():
    """Of 0 … 16 with the ends changed over and of 17 equal numbers 4: the medians are 8 and 4."""
    crossing = np.arange(17.0)
    crossing[[0, 16]] = crossing[[16, 0]]
    made = say(constant(crossing, np.full(17, 4.0)), told(1.0))
    np.testing.assert_allclose(made[:, 0, 0], (np.arange(17.0) + 4.0) / 2.0, atol=1e-6)


def test_a_distribution_grows_with_the_years_and_the_series_own_change():
    made = say(constant(RISING), told(0.1, 0.2))
    np.testing.assert_allclose(made[..., 1], 2 * made[..., 0])
    np.testing.assert_allclose(made[-1, :, 0], 0.1 * RISING[-1] * YEARS**0.7, rtol=1e-6)


def test_calm_series_are_drawn_in_about_their_median_and_others_are_left():
    """Wholly at a quarter of a typical change, half of it on the way there, not at all at half."""
    scales = TYPICAL * np.array([0.1, 0.25, 0.25 * 2**0.5, 0.5, 1.0])
    plain, drawn = (say(constant(RISING + 3.0, calm=c), told(*scales)) for c in (0.0, 0.2))
    np.testing.assert_allclose(drawn[HALF], plain[HALF])
    share = (drawn[-1] - drawn[HALF]) / (plain[-1] - plain[HALF])
    np.testing.assert_allclose(share[0], [0.8, 0.8, 0.9, 1.0, 1.0])


def test_outer_quantiles_are_drawn_out_with_the_years_and_inner_ones_are_left():
    plain, drawn = (say(constant(RISING, tails=t), told(1.0))[..., 0] for t in (0.0, 0.1))
    np.testing.assert_allclose(drawn[-1] / plain[-1], 1.0 + 0.1 * YEARS / 5, rtol=1e-6)
    inner = np.flatnonzero((LEVELS >= 0.1) & (LEVELS <= 0.9))
    np.testing.assert_allclose(drawn[inner], plain[inner])


def test_a_year_is_the_same_whatever_other_years_are_asked_for():
    rng = np.random.default_rng(0)
    layers = tuple(
        (rng.normal(0, 0.5, shape), rng.normal(0, 0.5, shape[1]))
        for shape in ((len(NAMES), 5), (5, 4), (4, BENDS * len(LEVELS)))
    )
    one = Reference(np.zeros(len(NAMES)), np.ones(len(NAMES)), (layers, layers))
    many = Features(rng.normal(size=(len(NAMES), 7)), np.ones(7), np.zeros(7), np.ones(7, bool))
    every = say(one, many, np.arange(1, FARTHEST + 3))
    np.testing.assert_array_equal(say(one, many, np.array([3, 9])), every[:, [2, 8]])
    steps = np.array([[3, 5, 3, 5, 5, 3, 3], [4, 6, 4, 6, 6, 4, 4]])
    mixed = np.empty((len(LEVELS), *steps.shape))
    quantiles(one, many, steps, mixed)
    picked = np.take_along_axis(every, steps[None] - 1, axis=1)
    np.testing.assert_array_equal(mixed, picked)


def test_bends_are_even_functions_of_the_logarithm_of_the_horizon_and_end_with_the_farthest():
    made = bends(np.array([1, FARTHEST, 40]))
    np.testing.assert_allclose(made[:, 1], 1.0)
    np.testing.assert_allclose(made[:, 2], made[:, 1])
    np.testing.assert_allclose(made[:, 0], [1.0, -1.0, 1.0, -1.0])


@pytest.mark.parametrize("crossed", [0, 1, 5])
def test_stacking_sorts_the_levels_of_each_year_and_series(crossed):
    rng = np.random.default_rng(1)
    made = np.sort(rng.normal(size=(len(LEVELS), 5)), axis=0)
    made[:, :crossed] = made[::-1, :crossed]
    expected = np.sort(made, axis=0)
    stack(made)
    np.testing.assert_array_equal(made, expected)
