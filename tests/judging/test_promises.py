"""A promise is a predicate over a path: worked cases, and what holds of every case."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.judging.promises import judge_paths, relations
from analysis.judging.together import PATHS
from analysis.projection.levels import GRID, SCORES
from analysis.projection.paths import classes, read_dependence
from analysis.records.schema import MEASURED, RELATIONS
from support.bounded import given_bounds

EMPTY = {
    "value_high": np.nan,
    "tolerance": np.nan,
    "year_from": np.nan,
    "base_year": np.nan,
    "base_value": np.nan,
    "lower": np.nan,
    "upper": np.nan,
    "against": "",
}
MIRROR = {
    "at_least": "at_most",
    "more_than": "less_than",
    "at_most": "at_least",
    "less_than": "more_than",
    "within": "within",
    "near": "near",
}


def promise(**given) -> pd.DataFrame:
    row = {
        "series": "x",
        "measure": "level",
        "relation": "at_least",
        "value": 100.0,
        "deadline": 2025,
        "hold": "by",
        **EMPTY,
        **given,
    }
    return pd.DataFrame([row])


def normal(mean: float, deviation: float) -> np.ndarray:
    return mean + deviation * SCORES


def path(observed=None, projected=None, bounded=None, series="x") -> pd.DataFrame:
    """Years with an exact value, with a projected distribution, or known to lie in a range."""
    rows = [(series, y, v, v, None) for y, v in (observed or {}).items()]
    rows += [(series, y, np.nan, np.nan, q) for y, q in (projected or {}).items()]
    for year, (low, high, quantiles) in (bounded or {}).items():
        held = given_bounds(quantiles[None, :], np.array([low]), np.array([high]))[0]
        rows.append((series, year, low, high, held))
    return pd.DataFrame(rows, columns=["series", "year", "low", "high", "quantiles"])


def judged(promises: pd.DataFrame, on: pd.DataFrame) -> pd.Series:
    return judge_paths(promises, on).iloc[0]


# --- the years of the promise settle it -----------------------------------------------------


def test_a_value_that_comes_after_the_deadline_does_not_turn_what_was_missed_when_due():
    # R&D spending of 280 by 2022: 273.7 came, and 298.2 a year later.
    asked = promise(value=280.0, deadline=2022)
    found = judged(asked, path({2021: 251.9, 2022: 273.7, 2023: 298.2}))
    assert found["settled"] and not found["kept"]
    assert found["probability"] == 0.0


def test_what_was_met_when_due_and_lost_since_was_met():
    asked = promise(relation="at_most", value=30.0, deadline=2023)
    found = judged(asked, path({2022: 33.0, 2023: 29.0, 2024: 31.0}))
    assert found["settled"] and found["kept"] and found["probability"] == 1.0


def test_a_value_before_the_deadline_settles_nothing():
    asked = promise(relation="at_most", value=7.0, deadline=2030)
    found = judged(asked, path({2023: 6.8}, {2030: normal(6.5, 1.0)}))
    assert not found["settled"] and found["met"]
    assert found["probability"] == pytest.approx(stats.norm.cdf(0.5), abs=1e-3)


def test_a_deadline_whose_value_is_missing_stays_open_whatever_came_later():
    asked = promise(value=100.0, deadline=2022)
    found = judged(asked, path({2021: 90.0, 2023: 130.0}, {2022: normal(95, 5)}))
    assert not found["settled"] and not found["met"]
    assert found["probability"] == pytest.approx(stats.norm.sf(1.0), abs=1e-3)
    assert np.isnan(judged(asked, path({2021: 90.0, 2023: 130.0}))["probability"])


def test_a_year_without_a_value_lies_between_its_neighbours():
    asked = promise(measure="sum", value=300.0, deadline=2023, year_from=2021)
    found = judged(asked, path({2021: 90.0, 2023: 110.0}))
    assert not found["settled"] and found["middle"] == pytest.approx(300.0)


@pytest.mark.parametrize(
    ("relation", "value", "kept"),
    [
        ("at_least", 100.0, True),
        ("at_least", 99.99, False),
        ("more_than", 100.01, True),
        ("more_than", 100.0, False),
        ("at_most", 100.0, True),
        ("at_most", 100.01, False),
        ("less_than", 99.99, True),
        ("less_than", 100.0, False),
    ],
)
def test_each_relation_has_its_boundary(relation, value, kept):
    found = judged(promise(relation=relation), path({2025: value}))
    assert found["settled"] and bool(found["kept"]) is kept


@pytest.mark.parametrize(
    ("value", "kept"), [(12.5, True), (12.49, False), (13.5, True), (13.51, False)]
)
def test_near_is_within_its_tolerance_on_both_sides(value, kept):
    # 原煤产量稳定在13亿吨左右
    asked = promise(relation="near", value=13.0, tolerance=0.5)
    assert bool(judged(asked, path({2025: value}))["kept"]) is kept


@pytest.mark.parametrize(
    ("value", "kept"), [(20.0, True), (19.9, False), (25.0, True), (25.1, False)]
)
def test_within_holds_at_both_ends_and_no_further(value, kept):
    asked = promise(relation="within", value=20.0, value_high=25.0)
    assert bool(judged(asked, path({2025: value}))["kept"]) is kept


def test_decimals_do_not_make_a_boundary_blur():
    # 0.1 + 0.7 is 0.7999999999999999 in binary
    asked = promise(measure="sum", value=0.8, year_from=2024)
    assert judged(asked, path({2024: 0.1, 2025: 0.7}))["kept"]


# --- measures -------------------------------------------------------------------------------


def test_a_doubling_is_of_the_promise_s_own_base_year():
    # Climate finance, 2.34 in 2014 and 5.09 in 2020: 5.09 / 2.34 = 2.175
    asked = promise(measure="ratio", value=2.0, deadline=2020, base_year=2014, base_value=2.34)
    assert judged(asked, path({2014: 2.34, 2019: 4.34, 2020: 5.09}))["kept"]


def test_a_percent_change_is_against_its_base():
    # Primary energy −20 % by 2020 against 2008 (100): 82.7 came, −17.3 %.
    asked = promise(
        measure="percent_change",
        relation="at_most",
        value=-20.0,
        deadline=2020,
        base_year=2008,
        base_value=100.0,
    )
    found = judged(asked, path({2020: 82.7, 2023: 74.7}))
    assert found["settled"] and not found["kept"]
    assert found["middle"] == pytest.approx(-17.3)


def test_growth_a_year_compounds_from_the_base_year():
    # 26.1 / 18.2 over five years is 7.48 % a year
    asked = promise(measure="growth", value=7.5, base_year=2020, base_value=18.2)
    found = judged(asked, path({2025: 26.1}))
    assert found["middle"] == pytest.approx(100 * ((26.1 / 18.2) ** 0.2 - 1))
    assert found["settled"] and not found["kept"]


def test_a_change_is_counted_from_the_base():
    asked = promise(measure="change", value=4.0, base_year=2020, base_value=43.0)
    assert judged(asked, path({2025: 47.0}))["kept"]
    assert not judged(asked, path({2025: 46.9}))["kept"]


def test_a_sum_is_of_the_years_promised_and_no_others():
    asked = promise(measure="sum", value=4000.0, year_from=2021)
    observed = {2020: 5000.0, **dict.fromkeys(range(2021, 2026), 800.0), 2026: 5000.0}
    assert judged(asked, path(observed))["kept"]
    observed[2023] = 799.0
    assert not judged(asked, path(observed))["kept"]


def test_a_sum_of_what_cannot_be_negative_is_reached_before_the_last_year_is_in():
    asked = promise(measure="sum", value=300.0, year_from=2021, lower=0.0)
    ahead = {y: normal(100, 10) for y in (2024, 2025)}
    assert judged(asked, path({2021: 100.0, 2022: 100.0, 2023: 100.0}, ahead))["kept"]
    without = judged(
        asked.assign(lower=np.nan), path({2021: 100.0, 2022: 100.0, 2023: 100.0}, ahead)
    )
    assert not without["settled"]


def together(quantiles: np.ndarray, *steps: int) -> np.ndarray:
    """The correlation of years so far ahead, of a series with such a first year."""
    of = read_dependence()
    kind = int(classes(quantiles[None, None, :], np.array([[1]]), of)[0])
    return of.between(kind, steps)


def test_a_mean_is_of_years_that_go_together_as_errors_did():
    """Two years N(90, 10) and N(110, 10) with correlation r have the mean
    N(100, 10 √((1 + r) / 2))."""
    first = normal(90, 10)
    r = together(first, 1, 2)[0, 1]
    asked = promise(measure="mean", relation="at_most", value=110.0, year_from=2024)
    found = judged(asked, path({}, {2024: first, 2025: normal(110, 10)}))
    assert 0.5 < r < 0.9
    deviation = 10 * np.sqrt((1 + r) / 2)
    assert found["probability"] == pytest.approx(stats.norm.cdf(10 / deviation), abs=0.01)
    assert found["middle"] == pytest.approx(100.0, abs=0.1)
    assert found["high80"] == pytest.approx(100 + 1.2816 * deviation, rel=0.01)


def test_a_sum_takes_the_years_that_are_in_as_they_are():
    """100 and 100 are in; with N(100, 10) the sum is N(300, 10)."""
    asked = promise(measure="sum", value=310.0, year_from=2023)
    found = judged(asked, path({2023: 100.0, 2024: 100.0}, {2025: normal(100, 10)}))
    assert found["probability"] == pytest.approx(stats.norm.sf(1.0), abs=1e-3)
    assert found["low80"] == pytest.approx(300 - 12.816, abs=0.05)


def test_a_gap_is_held_against_the_other_series_of_the_same_year():
    # below the EU average: 29.7 against 29.6
    asked = promise(measure="gap", relation="less_than", value=0.0, against="eu")
    there = path({2025: 29.6}, series="eu")
    assert not judged(asked, pd.concat([path({2025: 29.7}), there]))["kept"]
    assert judged(asked, pd.concat([path({2025: 29.5}), there]))["kept"]
    assert not judged(asked, path({2025: 29.5}))["settled"]


# --- hold -----------------------------------------------------------------------------------


def test_one_good_year_does_not_keep_a_limit_that_holds_every_year():
    """All of four years N(58, 2) at most 60: less likely than one of them, likelier than if they
    had nothing to do with each other, and as likely as the four normal variables say."""
    asked = promise(relation="at_most", value=60.0, year_from=2021, hold="every")
    found = judged(asked, path({2021: 59.0}, {y: normal(58, 2) for y in range(2022, 2026)}))
    one = stats.norm.cdf(1.0)
    joint = stats.multivariate_normal(np.zeros(4), together(normal(58, 2), 1, 2, 3, 4))
    assert not found["settled"] and found["met"]
    assert one**4 < found["probability"] < one
    assert found["probability"] == pytest.approx(joint.cdf(np.ones(4)), abs=0.01)


def test_one_bad_year_breaks_a_limit_for_good():
    asked = promise(relation="at_most", value=60.0, year_from=2021, hold="every")
    found = judged(
        asked, path({2021: 59.0, 2022: 60.1}, {y: normal(50, 1) for y in (2023, 2024, 2025)})
    )
    assert found["settled"] and not found["kept"] and found["probability"] == 0.0


def test_ever_is_kept_by_the_first_good_year():
    asked = promise(value=100.0, year_from=2021, hold="ever")
    found = judged(asked, path({2021: 90.0, 2022: 101.0, 2023: 95.0}))
    assert found["settled"] and found["kept"]


def test_ever_between_two_ends_counts_paths_that_pass_through():
    """One year or the other: twice .683 less the chance of both, which the four corners of two
    normal variables give."""
    first = normal(0, 1)
    joint = stats.multivariate_normal(np.zeros(2), together(first, 1, 2))
    both = sum(s * t * joint.cdf([s, t]) for s in (-1, 1) for t in (-1, 1))
    asked = promise(relation="within", value=-1.0, value_high=1.0, year_from=2024, hold="ever")
    found = judged(asked, path({}, {2024: first, 2025: normal(0, 1)}))
    assert found["probability"] == pytest.approx(2 * 0.683 - both, abs=0.01)


def test_ever_is_likelier_than_any_of_its_years_and_every_less_likely():
    ahead = {y: normal(100, 10) for y in (2023, 2024, 2025)}
    chance = {
        hold: judged(promise(value=105.0, year_from=2023, hold=hold), path({}, ahead))
        for hold in ("by", "ever", "every")
    }
    every, due, ever = (chance[h]["probability"] for h in ("every", "by", "ever"))
    assert every < due - 0.05 and due + 0.05 < ever
    assert chance["every"]["middle"] < 100.0 < chance["ever"]["middle"]


# --- values as their sources say them -------------------------------------------------------


def test_a_floor_below_the_target_shows_nothing_and_raises_the_chance():
    # 突破4500家 against 5,000, projected N(4800, 400): P(≥ 5000) = .309, given ≥ 4500 .309 / .773
    ahead = normal(4800, 400)
    asked = promise(value=5000.0)
    found = judged(asked, path({}, bounded={2025: (4500.0, np.inf, ahead)}))
    assert not found["settled"]
    given_it = stats.norm.sf(0.5) / stats.norm.sf(-0.75)
    assert found["probability"] == pytest.approx(given_it, abs=2e-3)


def test_a_floor_above_the_target_shows_that_it_was_met():
    found = judged(
        promise(value=4400.0), path({}, bounded={2025: (4500.0, np.inf, normal(4000, 99))})
    )
    assert found["settled"] and found["kept"]


def test_a_rounded_value_settles_only_what_its_rounding_does_not_touch():
    # 3.32万 is 33,150 to 33,250
    about = path({}, bounded={2025: (33150.0, 33250.0, normal(33000, 500))})
    assert judged(promise(value=33150.0), about)["kept"]
    assert not judged(promise(value=33200.0), about)["settled"]
    missed = judged(promise(value=33251.0), about)
    assert missed["settled"] and not missed["kept"]


def test_a_floor_far_beyond_a_projection_is_believed():
    found = given_bounds(normal(100, 1)[None, :], np.array([500.0]), np.array([np.inf]))
    assert (found == 500.0).all()


# --- the table of relations -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("comparator", "direction", "relation"),
    [
        ("=", "up", "at_least"),
        ("=", "down", "at_most"),
        ("=", "none", "near"),
        ("~", "up", "at_least"),
        ("~", "down", "at_most"),
        ("~", "none", "near"),
        ("range", "up", "at_least"),
        ("range", "down", "at_most"),
        ("range", "none", "within"),
        (">=", "down", "at_least"),
        ("<", "up", "less_than"),
        ("", "down", "at_most"),
    ],
)
def test_what_a_comparator_asks_follows_from_the_way_that_is_better(
    comparator, direction, relation
):
    assert relations(pd.Series([comparator]), pd.Series([direction])).iloc[0] == relation


# --- of every case --------------------------------------------------------------------------

finite = st.floats(-500, 500).map(lambda v: round(v, 2))
DRAW = 1.0 / PATHS
measures = st.sampled_from([m for m in MEASURED if m not in ("event", "gap", "trend")])
one_sided = st.sampled_from(["at_least", "more_than", "at_most", "less_than"])
holds = st.sampled_from(["by", "ever", "every"])


@st.composite
def cases(draw, relation=one_sided):
    observed = {y: draw(finite) for y in range(2019, draw(st.integers(2020, 2026)))}
    last = max(observed)
    ahead = {y: normal(draw(finite), draw(st.floats(0.1, 50))) for y in range(last + 1, 2026)}
    asked = promise(
        measure=draw(measures),
        relation=draw(relation),
        value=draw(finite),
        year_from=2022,
        hold=draw(holds),
        base_year=2019,
        base_value=draw(st.floats(1, 300)),
    )
    return asked, observed, ahead


@given(cases(), finite)
def test_a_value_after_the_deadline_changes_nothing(case, later):
    asked, observed, ahead = case
    before, after = path(observed, ahead), path({**observed, 2027: later}, ahead)
    pd.testing.assert_frame_equal(judge_paths(asked, before), judge_paths(asked, after))


@given(cases())
def test_a_probability_is_zero_or_one_exactly_where_settled(case):
    found = judged(case[0], path(*case[1:]))
    if not np.isnan(found["probability"]):
        assert (found["probability"] in (0.0, 1.0)) == bool(found["settled"])


@given(cases(), st.sampled_from([1e-4, 0.01, 1000.0, 1e6]))
def test_the_unit_does_not_matter(case, factor):
    asked, observed, ahead = case
    scale = factor if asked["measure"].iloc[0] in ("level", "change", "sum", "mean") else 1.0
    other = asked.assign(value=asked["value"] * scale, base_value=asked["base_value"] * factor)
    there = path(
        {y: v * factor for y, v in observed.items()}, {y: q * factor for y, q in ahead.items()}
    )
    near, far = judged(asked, path(observed, ahead)), judged(other, there)
    if abs(near["probability"] - round(near["probability"])) > 1e-3 or near["settled"]:
        assert near["settled"] == far["settled"]
    # In another unit a draw that lies on the bound may fall on its other side.
    fine = 1e-6 if asked["hold"].iloc[0] == "by" and asked["measure"].iloc[0] == "level" else DRAW
    assert near["probability"] == pytest.approx(far["probability"], abs=fine, nan_ok=True)


@given(cases())
def test_turning_values_and_relation_around_turns_nothing_else(case):
    asked, observed, ahead = case
    if asked["measure"].iloc[0] in ("ratio", "percent_change", "growth"):
        return  # of a positive base only
    other = asked.assign(
        relation=asked["relation"].map(MIRROR),
        value=-asked["value"],
        base_value=-asked["base_value"],
    )
    there = path({y: -v for y, v in observed.items()}, {y: -q[::-1] for y, q in ahead.items()})
    near, far = judged(asked, path(observed, ahead)), judged(other, there)
    assert near["settled"] == far["settled"] and near["kept"] == far["kept"]
    assert near["probability"] == pytest.approx(far["probability"], abs=1e-9, nan_ok=True)


@given(cases(st.sampled_from(["at_least", "more_than"])), st.floats(0.01, 100))
def test_asking_for_more_never_makes_it_likelier(case, more):
    asked, observed, ahead = case
    on = path(observed, ahead)
    less_likely = judged(asked.assign(value=asked["value"] + more), on)["probability"]
    assert np.isnan(less_likely) or less_likely <= judged(asked, on)["probability"]


@given(st.floats(-300, 300), st.floats(0.5, 80), finite, finite)
def test_knowing_a_floor_never_makes_reaching_less_likely(mean, deviation, floor, goal):
    ahead = normal(mean, deviation)
    asked = promise(value=goal)
    without = judged(asked, path({}, {2025: ahead}))["probability"]
    given_it = judged(asked, path({}, bounded={2025: (floor, np.inf, ahead)}))["probability"]
    assert given_it >= without - 2e-3


def test_many_promises_are_judged_as_each_alone():
    rows = [
        promise(series=s, relation=r, value=v) for s in "xy" for r in RELATIONS for v in (90, 110)
    ]
    table = pd.concat(rows, ignore_index=True).assign(value_high=120.0, tolerance=5.0)
    on = pd.concat([path({2024: 95.0}, {2025: normal(100, 9)}), path({2025: 105.0}, series="y")])
    together = judge_paths(table, on)
    alone = pd.concat([judge_paths(table.iloc[[n]], on) for n in range(len(table))])
    pd.testing.assert_frame_equal(together, alone)


def test_a_series_without_a_path_has_no_probability():
    found = judged(promise(series="nowhere"), path({2024: 1.0}))
    assert not found["settled"] and np.isnan(found["probability"])


def test_levels_of_the_grid_are_where_the_spread_is_read():
    found = judged(promise(), path({}, {2025: np.arange(len(GRID), dtype=float)}))
    assert found["middle"] == np.flatnonzero(GRID == 0.5)[0]
    assert found["low80"] == np.flatnonzero(GRID == 0.1)[0]
