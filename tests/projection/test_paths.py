"""Draws keep every year's own distribution and join the years as errors went together."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.projection import predict
from analysis.projection.copula import fit
from analysis.projection.levels import GRID, MIDDLE, at_levels
from analysis.projection.paths import (
    CHUNK,
    CLASSES,
    FARTHEST,
    Dependence,
    classes,
    draw,
    normal_points,
    read_dependence,
    to_table,
    volatility,
)
from analysis.records.errors import PlanDataError

SEEN = 1e-6  # of two results that a reader is to see as the same, how far they may lie apart

values = st.one_of(
    st.floats(1.0, 1e6).map(lambda v: round(v, 2)), st.integers(-50, 50).map(float), st.just(np.nan)
)
panels = st.lists(st.lists(values, min_size=1, max_size=12), min_size=1, max_size=6)
growing = [720.0, 1089.0, 1630.0, 2500.0, 3188.0]


def draws(panel, m: int = 64, labels=None) -> np.ndarray:
    histories = [np.array(h, dtype=float) for h in panel]
    return predict(histories, 4, lower=-60, panel=labels).draws(m)


def agree(found: np.ndarray, expected: np.ndarray) -> None:
    size = np.nanmax(np.abs(expected), initial=1.0)
    np.testing.assert_allclose(found / size, expected / size, atol=SEEN)


def rank_correlation(paths: np.ndarray) -> np.ndarray:
    """Of the normal scores of the ranks of one series' paths, shape (m, years)."""
    ranks = paths.argsort(axis=0).argsort(axis=0)
    return np.corrcoef(stats.norm.ppf((ranks + 0.5) / len(paths)).T)


# Every year by itself is as it was


@settings(deadline=None, max_examples=40)
@given(panels, st.integers(1, 200))
def test_the_draws_of_a_year_are_its_own_quantiles_each_once(panel, m):
    made = predict([np.array(h, dtype=float) for h in panel], 3)
    levels = np.tile((np.arange(m) + 0.5) / m, (len(panel), 1))
    for year in range(3):
        agree(
            np.sort(made.draws(m)[:, :, year], axis=1), at_levels(made.quantiles[:, year], levels)
        )


def test_a_thousand_draws_have_the_interval_of_their_year():
    made = predict([growing], 5, lower=0)
    drawn = made.draws(1000)[0]
    inside = (drawn >= made.quantile(0.1)[0]) & (drawn <= made.quantile(0.9)[0])
    assert (inside.mean(axis=0) == 0.8).all()


def test_what_has_no_interval_has_no_paths():
    made = predict([growing, [np.nan]], 2, lower=0)
    assert np.isnan(made.draws(5)[1]).all() and not np.isnan(made.draws(5)[0]).any()
    chance = made.probability_that(lambda path: (path > 0).all(axis=2))
    assert chance[0] == 1.0 and np.isnan(chance[1])


def test_the_largest_numbers_have_paths_too():
    made = predict([[-1e300, 1e300, -1e300, 1e300]], 3)
    assert np.isfinite(made.draws(100)).all()


def test_no_draws_are_refused():
    with pytest.raises(ValueError, match="0 draws: at least one"):
        predict([growing], 2).draws(0)


# The years are joined as errors were


def test_paths_have_the_correlations_of_the_table():
    made = predict([growing], 5, lower=0)
    steps = np.arange(1, 6)[None]
    kind = int(classes(made.quantiles, steps)[0])
    wanted = read_dependence().between(kind, (1, 2, 3, 4, 5))
    np.testing.assert_allclose(rank_correlation(made.draws(4000)[0]), wanted, atol=0.02)


def test_years_missing_at_the_end_put_every_year_farther_ahead():
    late = predict([[*growing, np.nan, np.nan]], 2, lower=0)
    kind = int(classes(late.quantiles, np.array([[3, 4]]))[0])
    wanted = read_dependence().between(kind, (3, 4))[0, 1]
    assert wanted > read_dependence().between(kind, (1, 2))[0, 1] + 0.05
    assert rank_correlation(late.draws(4000)[0])[0, 1] == pytest.approx(wanted, abs=0.02)


def test_the_points_that_paths_are_made_from_lie_evenly():
    """Of four independent normal variables all lie above their median once in 16 times."""
    points = normal_points(4000, 4)
    assert (points > 0).all(axis=1).mean() == pytest.approx(1 / 16, abs=0.003)
    assert np.abs(np.corrcoef(points.T) - np.eye(4)).max() < 0.04


def test_a_series_turned_around_has_the_same_paths_turned_around():
    rng = np.random.default_rng(4)
    quantiles = np.sort(rng.normal(0, 1, (1, 3, len(GRID))), axis=2)
    steps = np.array([[1, 2, 3]])
    for m in (200, 201):
        paths = draw(quantiles, steps, m)[0]
        turned = -draw(-quantiles[:, :, ::-1], steps, m)[0]
        order, again = np.lexsort(paths.T), np.lexsort(turned.T)
        np.testing.assert_allclose(turned[again], paths[order], atol=1e-12)


def test_a_year_that_is_known_is_the_same_on_every_path():
    quantiles = np.stack([np.full(len(GRID), 5.0), np.linspace(1, 2, len(GRID))])[None]
    drawn = draw(quantiles, np.array([[0, 1]]), 50)
    assert (drawn[0, :, 0] == 5.0).all() and len(np.unique(drawn[0, :, 1])) == 50


def test_beyond_the_table_the_years_go_together_as_in_a_random_walk():
    """Years 15 and 60: √(15 / 60) = ½; any years can be joined."""
    of = read_dependence()
    for kind in range(len(CLASSES)):
        assert of.between(kind, (15, 60))[0, 1] == pytest.approx(0.5)
        assert of.between(kind, (5, 60))[0, 1] == pytest.approx(
            0.5 * of.between(kind, (5, 15))[0, 1]
        )
        np.linalg.cholesky(of.between(kind, tuple(range(1, 60))))


def test_the_class_is_that_of_the_first_year_projected():
    calm, wild = np.linspace(99, 101, len(GRID)), np.linspace(10, 190, len(GRID))
    quantiles = np.array([[calm, wild], [wild, calm], [calm, wild]])
    told = classes(quantiles, np.array([[1, 2], [1, 2], [0, 1]]))
    assert told.tolist() == [0, 2, 2]


@given(st.floats(1e-6, 1e6), st.floats(0.01, 100))
def test_volatility_has_no_unit(level, width):
    one = (level * (1 + width * np.linspace(-1, 1, len(GRID))))[None]
    assert volatility(one * 1e4) == pytest.approx(volatility(one))
    assert 0 < volatility(one)[0] < 1


# Sums, every year, ever


def test_paths_that_end_on_a_bound_are_on_it_to_the_last_digit():
    made = predict([[100.0] * 8], 1, lower=0, upper=100)
    full = made.probability_that(lambda path: (path >= 100.0).any(axis=2))[0]
    assert full == pytest.approx(made.probability_at_least(100.0)[0], abs=2e-3)
    assert 0.05 < full < 0.95
    flat = replace(made, quantiles=np.full_like(made.quantiles, 0.1))
    assert (flat.draws(333) == 0.1).all()


def test_a_sum_is_narrower_than_of_years_in_step_and_wider_than_of_unrelated_ones():
    """Where tails are not so heavy that one year is the whole sum."""
    made = predict([[100.0, 108.0, 113.0, 124.0, 131.0, 140.0]], 5, lower=0)
    total = np.sort(made.draws(2000)[0].sum(axis=1))
    width = total[1800] - total[200]
    apart = made.quantile(0.9)[0] - made.quantile(0.1)[0]
    assert np.sqrt((apart**2).sum()) * 1.15 < width < apart.sum() * 0.98


def test_every_year_is_less_likely_than_one_and_ever_is_likelier():
    made = predict([growing], 5, lower=0)
    goal = made.median[0, -1]
    every, ever = (
        made.probability_that(lambda path, g, q=q: q(path >= g[:, :, None], axis=2), goal)[0]
        for q in (np.all, np.any)
    )
    assert every < made.probability_at_least(goal)[0] < ever


def test_a_value_for_each_series_reaches_the_predicate_of_its_own():
    made = predict([growing, [10.0, 11.0, 12.0]], 3, lower=0)
    asked = [made.median[0].sum(), made.median[1].sum()]
    chance = made.probability_that(lambda path, goal: path.sum(axis=2) >= goal, asked)
    assert (np.abs(chance - 0.5) < 0.1).all()


def test_the_first_year_comes_no_later_than_the_first_that_is_likelier_than_not():
    made = predict([growing], 8, lower=0, years=2020)
    for goal in (3500.0, 4500.0, 5500.0):
        alone = next(s for s in range(8) if made.probability_at_least(goal, s)[0] >= 0.5)
        assert 2021 <= made.expected_year(goal)[0, 1] <= 2021 + alone


# Who else is there, in which order and unit, changes nothing


@settings(deadline=None, max_examples=30)
@given(panels, st.randoms(use_true_random=False))
def test_neither_neighbours_nor_order_change_a_path(panel, random):
    """Each under a label of its own, so that no panel teaches."""
    order = random.sample(range(len(panel)), len(panel))
    labels = np.arange(len(panel))
    together = draws(panel, labels=labels)
    agree(together, np.concatenate([draws([history]) for history in panel]))
    agree(draws([panel[i] for i in order], labels=labels[order]), together[order])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(1.0, 1e6), min_size=2, max_size=12), st.sampled_from([1e4, 1e-4, 7.0]))
def test_the_unit_changes_nothing_but_the_unit(history, factor):
    one = predict([history], 4, lower=0).draws(50)
    other = predict([np.array(history) * factor], 4, lower=0).draws(50)
    np.testing.assert_allclose(other / factor, one, rtol=SEEN)


def test_a_series_far_away_changes_no_path():
    agree(draws([growing, [1e9, 2e9, 5e9]])[:1], draws([growing]))


def test_chunks_are_the_whole():
    rng = np.random.default_rng(1)
    many = 100 * np.exp(rng.normal(0.03, 0.2, (CHUNK + 7, 6)).cumsum(axis=1))
    made = predict(many, 3, lower=0)
    whole = made.draws(20)
    parts = [drawn for _, drawn in made.draws_in_chunks(20)]
    assert [len(p) for p in parts] == [CHUNK, 7]
    agree(np.concatenate(parts), whole)
    agree(
        replace(
            made, quantiles=made.quantiles[5:9], median=made.median[5:9], lag=made.lag[5:9]
        ).draws(20),
        whole[5:9],
    )


def test_the_same_paths_come_again():
    np.testing.assert_array_equal(draws([growing], 500), draws([growing], 500))


# The table


def test_the_shipped_copula_is_one_and_fades_with_distance():
    of = read_dependence()
    assert (np.diff(of.edges) > 0).all() and of.correlation.shape[1:] == (FARTHEST, FARTHEST)
    for matrix in of.correlation:
        np.testing.assert_allclose(matrix, matrix.T)
        np.testing.assert_allclose(np.diag(matrix), 1.0)
        assert (np.diff(matrix[0, :5]) < 0).all() and 0.3 < matrix[0, 4] < matrix[3, 4] < 1


def test_a_copula_is_read_off_the_errors_it_was_drawn_from():
    rng = np.random.default_rng(2)
    true = 0.8 ** np.abs(np.subtract.outer(np.arange(FARTHEST), np.arange(FARTHEST)))
    scores = rng.multivariate_normal(np.zeros(FARTHEST), true, 6000)
    scores[:3000, 5:] = np.nan  # series that end
    found = fit(scores, rng.uniform(0, 1, 6000), np.repeat(["a", "b"], 3000))
    np.testing.assert_allclose(found.edges, [1 / 3, 2 / 3], atol=0.03)
    np.testing.assert_allclose(found.correlation, np.stack([true] * 3), atol=0.08)


def test_the_copula_goes_through_its_table(tmp_path):
    folder = tmp_path / "data" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "data" / "plans").mkdir()
    shipped = read_dependence()
    to_table(shipped).to_csv(folder / "paths.csv", index=False)
    again = read_dependence(tmp_path)
    np.testing.assert_allclose(again.correlation, shipped.correlation, atol=1e-4)
    np.testing.assert_allclose(again.edges, shipped.edges)


def broken(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(correlation=table["correlation"].where(table["year"] == table["later"], 9))


@pytest.mark.parametrize("change", [broken, lambda t: t.iloc[:5], lambda t: t[["class", "from"]]])
def test_a_table_that_is_no_copula_is_refused(tmp_path, change):
    folder = tmp_path / "data" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "data" / "plans").mkdir()
    change(to_table(read_dependence())).to_csv(folder / "paths.csv", index=False)
    with pytest.raises(PlanDataError, match=r"paths\.csv"):
        read_dependence(tmp_path)


def test_another_copula_joins_the_same_years_otherwise():
    quantiles = np.tile(np.linspace(0, 1, len(GRID)), (1, 2, 1))
    apart = Dependence(np.array([0.1, 0.2]), np.stack([np.eye(FARTHEST)] * 3))
    drawn = draw(quantiles, np.array([[1, 2]]), 2000, dependence=apart)
    assert abs(rank_correlation(drawn[0])[0, 1]) < 0.02
    assert np.median(drawn[0, :, 0]) == pytest.approx(quantiles[0, 0, MIDDLE], abs=1e-3)
