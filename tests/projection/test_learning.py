"""What a panel's own past teaches, and what it must not depend on."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.projection import predict, shrinkage
from analysis.projection.engine import CHUNK
from analysis.projection.learning import FEWEST, MOST, learn
from analysis.projection.levels import SCORES
from analysis.projection.moving import move
from analysis.projection.reference import read_reference
from analysis.projection.shrinkage import Evidence, believe

SEEN = 1e-6  # of two results that a reader is to see as the same, how far they may lie apart


def growing(series: int, years: int, rate: float, seed: int = 0, noise: float = 0.05) -> np.ndarray:
    """A panel of which every series grows by the same rate, beside its own changes."""
    rng = np.random.default_rng(seed)
    return 100 * np.exp(rng.normal(rate, noise, (series, years)).cumsum(axis=1))


def alone(histories, horizon: int = 5, **given) -> np.ndarray:
    return predict(histories, horizon, panel=range(len(histories)), **given).quantiles


def evidence(mean, origins: int = 8, count: float = 50.0, **given) -> Evidence:
    """Scores of every origin at every horizon that had come true by year 0."""
    pairs = [(-o, h) for o in range(1, origins + 1) for h in range(1, min(o, 5) + 1)]
    origin, ahead = np.array(pairs).T
    parts = {
        "length": np.full(len(pairs), 8.0),
        "mean": np.broadcast_to(np.asarray(mean, dtype=float), len(pairs)),
        "variance": np.full(len(pairs), 0.87),
        "count": np.full(len(pairs), count),
    }
    return Evidence(origin, ahead, **(parts | given))


def now(seen: Evidence, horizon: int = 5, years: int = 0):
    return believe(seen, np.array([years]), np.array([8]), horizon)


# What is learned


def test_a_panel_that_outgrew_the_reference_class_is_projected_higher_and_says_so():
    histories = growing(60, 12, 0.10)
    made = predict(histories, 5, lower=0)
    truth = histories[:, -1:] * np.exp(0.10 * np.arange(1, 6))
    plain = alone(histories, lower=0)[:, :, len(made.grid) // 2]
    assert np.abs(np.log(made.median / truth)).mean() < 0.7 * np.abs(np.log(plain / truth)).mean()
    told = made.learned.iloc[0]
    assert (told["series"], told["origins"]) == (60, 10)
    assert told["shift"] > 2 * told["error"] > 0
    assert told["sure"] > 0.95


def test_one_that_fell_short_of_it_is_projected_lower():
    """What is learned has no side: as far below for one as above for its mirror."""
    falling = predict(growing(60, 12, -0.10), 5, lower=0).learned.iloc[0]
    assert falling["shift"] < -2 * falling["error"]


def test_outcomes_that_stood_as_the_reference_class_has_them_move_little():
    held = now(evidence(0.0))
    np.testing.assert_allclose(held.shift, 0.0, atol=1e-12)
    assert held.sure < 0.65
    assert 0.9 < held.spread.min() and held.spread.max() < 1.15


def test_more_years_of_the_same_are_believed_more():
    few, many = now(evidence(0.5, origins=2)), now(evidence(0.5, origins=12))
    assert 0 < few.shift[0, -1] < many.shift[0, -1] < 0.5 * 1.2 * 5**0.3
    assert few.sure < many.sure
    assert few.error[0, -1] > many.error[0, -1]


def test_a_shift_of_few_errors_is_heard_in_part_and_one_of_many_nearly_whole(monkeypatch):
    few, many = (
        evidence(mean * evidence(0, origins).ahead ** 0.4, origins)
        for mean, origins in ((0.15, 3), (1.0, 15))
    )
    heard = [now(seen).shift[0, 0] for seen in (few, many)]
    monkeypatch.setattr(shrinkage, "DOUBT", 0.0)
    whole, error = ([getattr(now(s), n)[0, 0] for s in (few, many)] for n in ("shift", "error"))
    share = np.array(heard) / whole
    np.testing.assert_allclose(share, 1 / (1 + 0.5 * (np.array(error) / whole) ** 2))
    assert share[0] < 0.8 and share[1] > 0.95


def test_a_spread_that_differs_from_the_reference_class_is_followed_part_of_the_way():
    """Scores twice as wide as there for fifteen years widen an interval by less than a half."""
    wide = now(evidence(0.0, origins=15, variance=np.full(65, 4.0)))
    narrow = now(evidence(0.0, origins=15, variance=np.full(65, 0.2)))
    assert 1.0 < wide.spread[0, 0] < 1.5 and 0.7 < narrow.spread[0, 0] < 1.0


def test_ten_thousand_series_of_one_year_are_hardly_more_than_a_hundred():
    """They share the year's surprise: origins are the witnesses, not series."""
    some, most = (now(evidence(0.5, origins=2, count=c)) for c in (100.0, 10_000.0))
    assert most.shift[0, -1] < 1.3 * some.shift[0, -1]
    assert most.error[0, -1] > 0.5 * some.error[0, -1]


def test_evidence_fades_with_its_age():
    seen = evidence(0.5)
    shifts = [now(seen, years=year).shift[0, 0] for year in (0, 10, 40)]
    assert shifts[0] > shifts[1] > shifts[2] > 0
    errors = [now(seen, years=year).error[0, 0] for year in (0, 10, 40)]
    assert errors[0] < errors[1] < errors[2]


def test_beyond_the_years_learned_from_a_shift_grows_no_more_and_fades():
    shift = now(evidence(0.5), horizon=20).shift[0]
    assert (np.diff(shift[:5]) > 0).all()
    assert (np.diff(shift[4:]) < 0).all()


def test_a_panel_whose_series_differ_less_than_elsewhere_gets_narrower_intervals():
    pairs = len(evidence(0.0).mean)
    calm, wild = (now(evidence(0.0, variance=np.full(pairs, v))) for v in (0.4, 1.6))
    assert (calm.spread < wild.spread).all()
    assert 0.63 < calm.spread.min()  # the root of 0.4: never below what was seen


def test_a_panel_and_its_opposite_are_told_apart_by_their_labels():
    histories = np.concatenate([growing(30, 10, 0.1), growing(30, 10, -0.1, seed=1)])
    labels = ["up"] * 30 + ["down"] * 30
    told = predict(histories, 5, lower=0, panel=labels).learned.set_index("panel")
    assert told.loc["up", "shift"] > 0 > told.loc["down", "shift"]


# Too few to tell


@pytest.mark.parametrize("series", [1, 2, FEWEST - 1])
def test_a_panel_too_small_to_tell_gets_nothing(series):
    histories = growing(series, 12, 0.1)
    made = predict(histories, 5, lower=0)
    np.testing.assert_array_equal(made.quantiles, alone(histories, lower=0))
    assert made.learned.empty


def test_the_smallest_panel_that_tells_is_told():
    assert len(predict(growing(FEWEST, 12, 0.1), 5, lower=0).learned) == 1


def test_a_panel_with_one_year_to_replay_teaches_nothing_and_with_two_something():
    assert predict(growing(30, 3, 0.1), 5, lower=0).learned.empty
    assert len(predict(growing(30, 4, 0.1), 5, lower=0).learned) == 1


def test_series_that_never_moved_teach_nothing():
    assert predict(np.full((30, 8), 5.0), 3, lower=0).learned.empty


def test_textbook_models_learn_nothing():
    assert predict(growing(12, 6, 0.1), 2, method="ols").learned.empty


# What must not matter


def test_only_the_past_is_learned_from():
    """Years after an origin change what is said of it in no way but by what came true."""
    histories = growing(20, 10, 0.05)
    seen = learn(histories[:, :-1], lower=0.0).panels[None]
    later = learn(histories, lower=0.0).panels[None]
    old = pd.DataFrame(vars(seen)).set_index(["origin", "ahead"]).sort_index()
    new = pd.DataFrame(vars(later)).assign(origin=later.origin + 1)
    new = new[new["origin"] + new["ahead"] <= 0].set_index(["origin", "ahead"]).sort_index()
    pd.testing.assert_frame_equal(old, new)


@given(st.sampled_from([1e4, 1e-4, 7.0]), st.randoms(use_true_random=False))
def test_neither_unit_nor_order_matters(factor, random):
    histories = growing(24, 8, 0.08)
    order = random.sample(range(24), 24)
    whole = predict(histories, 5, lower=0).quantiles
    other = predict(histories[order] * factor, 5, lower=0).quantiles
    np.testing.assert_allclose(other / factor, whole[order], rtol=SEEN)


@given(st.integers(0, 5), st.floats(-0.5, 0.5))
def test_another_panel_handed_over_too_changes_nothing(seed, rate):
    near, far = growing(12, 8, 0.08), growing(15, 11, rate, seed=seed)
    together = predict([*far, *near], 5, lower=0, panel=["far"] * 15 + ["near"] * 12)
    np.testing.assert_allclose(
        together.quantiles[15:], predict(near, 5, lower=0).quantiles, rtol=SEEN
    )


def test_a_run_in_parts_is_the_run_where_panels_are_whole_or_learned_before():
    histories = growing((CHUNK // 20 + 3) * 20, 6, 0.08)
    labels = np.arange(len(histories)) // 20
    whole = predict(histories, 3, lower=0, panel=labels).quantiles
    part = predict(histories[-40:], 3, lower=0, panel=labels[-40:]).quantiles
    np.testing.assert_allclose(part, whole[-40:], rtol=SEEN)
    taught = learn(histories, lower=0.0)
    everything = predict(histories, 3, lower=0).quantiles
    part = predict(histories[-7:], 3, lower=0, learned=taught).quantiles
    np.testing.assert_allclose(part, everything[-7:], rtol=SEEN)


def test_of_a_large_panel_the_same_part_is_replayed_whatever_its_order_and_unit():
    histories = growing(2 * MOST // 8, 10, 0.08)
    order = np.random.default_rng(1).permutation(len(histories))
    one, other = learn(histories, lower=0.0), learn(histories[order] * 7.0, lower=0.0)
    assert one.panels[None].count.sum() < 8 * MOST
    np.testing.assert_allclose(one.panels[None].mean, other.panels[None].mean, atol=SEEN)


def test_of_a_panel_larger_by_far_too_be_it_a_table_or_a_list():
    """More series than are looked at whole: they are sifted by their last two values first."""
    few = growing(400, 6, 0.08)
    rng = np.random.default_rng(2)
    many = np.tile(few, (30, 1)) * np.exp(rng.normal(0, 0.02, (12_000, 6)))
    one = learn(many, lower=0.0).panels[None]
    for other in (many[::-1] * 1e4, list(many[::-1])):
        again = learn(other, lower=0.0).panels[None]
        np.testing.assert_allclose(again.mean, one.mean, atol=SEEN)
    assert MOST / 2 < one.count[one.ahead == 1].sum() <= MOST
    late = np.column_stack([many, np.full(12_000, np.nan)])
    np.testing.assert_array_equal(learn(late, lower=0.0).panels[None].origin, one.origin - 1)


def test_years_missing_at_the_end_are_counted_from_the_last_value():
    histories = growing(20, 10, 0.1)
    late = np.column_stack([histories, np.full(20, np.nan)])
    known = predict(histories, 6, lower=0)
    asked = predict(late, 5, lower=0)
    np.testing.assert_allclose(asked.quantiles, known.quantiles[:, 1:], rtol=SEEN)


def test_series_that_end_in_different_years_are_put_beside_each_other_by_year():
    histories = list(growing(20, 10, 0.1))
    cut = [h[: 10 - i % 3] for i, h in enumerate(histories)]
    years = [2020 - i % 3 for i in range(20)]
    told = predict(cut, 5, lower=0, years=years).learned
    seen = learn(cut, lower=0.0, years=years).panels[None]
    assert told["origins"].item() == len(set(seen.origin)) == 8
    assert seen.origin.max() == 2019


def test_as_many_labels_as_series_are_needed():
    with pytest.raises(ValueError, match="2 labels for 3 series"):
        predict(growing(3, 5, 0.1), 2, panel=["a", "b"])


# How a distribution moves


@given(st.floats(-3, 3), st.floats(0.5, 1.5))
def test_moved_quantiles_still_rise(by, spread):
    ahead = (100 + 10 * SCORES)[:, None, None].copy()
    move(ahead, np.array([by]), np.array([spread]))
    new = ahead[:, 0, 0]
    assert (np.diff(new) >= 0).all()
    inner = np.clip(by + spread * SCORES, SCORES[1], SCORES[-2])[1:-1]  # as far as it was fitted
    np.testing.assert_allclose(new[1:-1], 100 + 10 * inner)


def test_no_quantile_leaves_the_bounds_however_far_it_is_moved():
    shares = 100 - growing(30, 10, -0.3)
    made = predict(np.clip(shares, 0, 100), 5, lower=0, upper=100)
    assert not made.learned.empty
    assert made.quantiles.min() >= 0 and made.quantiles.max() <= 100


def test_what_was_learned_may_come_from_another_reference():
    histories = growing(20, 8, 0.1)
    one = predict(histories, 3, lower=0, reference=read_reference()).quantiles
    np.testing.assert_array_equal(one, predict(histories, 3, lower=0).quantiles)
