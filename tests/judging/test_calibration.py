"""Scores, replays and what they teach, on numbers worked out by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import situation
from analysis.judging.calibration import (
    by_family,
    hindsight,
    hindsight_table,
    read_calibration,
    replay_words,
)
from analysis.projection import project, read_regional, replay, scores
from analysis.projection.backtest import hold_back
from analysis.projection.levels import GRID, LEVELS, MIDDLE, SCORES
from analysis.projection.prediction import predict
from analysis.projection.reference import Reference
from analysis.projection.regional import learn_shift, leave_family_out, shifted
from analysis.projection.training import Panel, draw_examples, folds, gradient, train
from analysis.records.places import find_root
from analysis.telling.calibration_charts import (
    coverage_chart,
    hindsight_charts,
    method_chart,
    replay_chart,
    statement_chart,
)

REFERENCE = find_root(Path(__file__).parent) / "data" / "reference"
PLAN = "shanxi-innovation-14"


def outcomes(actual: list[float], **changes) -> pd.DataFrame:
    columns = {"actual": actual, "last": 100.0, "scale": 5.0, "horizon": 5, "series": 0} | changes
    return pd.DataFrame(columns)


def normal(middle: float, deviation: float, rows: int = 1) -> np.ndarray:
    """The quantiles of a normal distribution."""
    return np.tile(middle + deviation * SCORES, (rows, 1))


# Scores


def test_the_interval_score_is_width_and_fine():
    """80 %: ±1.2816 × 10 = 25.631 wide, 5.126 of the scale 5. At 115 the upper end 112.816 is
    missed by 2.184, which costs 2 / 0.2 × 2.184 / 5 = 4.369 more."""
    found = scores.score(outcomes([100.0, 115.0]), normal(100.0, 10.0, 2))
    assert found["score80"].tolist() == pytest.approx([5.126, 9.495], abs=1e-3)
    assert found["covered80"].tolist() == [True, False]
    assert found["covered95"].tolist() == [True, True]
    assert found["error"].tolist() == [0.0, 3.0]
    assert found["pit"].tolist() == pytest.approx([0.5, 0.9332], abs=1e-3)


def test_brier_and_log_score_statements_about_growth():
    """Deviation next to nothing about 101: below 102 % of 100 five years on at 2 % or more, above
    at 0 % or less; all right, held to 0.005: Brier 0.000025, log 0.005013."""
    found = scores.score(outcomes([101.0]), normal(101.0, 1e-6))
    assert found["brier"].iloc[0] == pytest.approx(0.005**2)
    assert found["log"].iloc[0] == pytest.approx(-np.log(0.995))


def test_reliability_counts_what_was_said_and_what_came_true():
    said = np.array([[0.72, 0.78, 0.75, 0.05]])
    true = np.array([[True, True, False, False]])
    table = scores.reliability(said, true)
    row = table[table["low"].between(0.69, 0.71)].iloc[0]
    assert (row["statements"], row["said"]) == (3, pytest.approx(0.75))
    assert row["true"] == pytest.approx(2 / 3)
    assert table["statements"].sum() == 4


def test_confident_statements_are_counted_either_way():
    """0.8 came true, 0.2 did not: both right; 0.75 did not: wrong; 0.5 is not confident."""
    share, count = scores.confident(
        np.array([0.8, 0.2, 0.75, 0.5]), np.array([True, False, False, True])
    )
    assert (share, count) == (pytest.approx(2 / 3), 3)


def test_holding_back_keeps_the_last_years_as_the_truth():
    table = np.array([[np.nan, 1, 2, 4, 8, 16], [1, 1, 1, 1, 5, 6], [np.nan] * 4 + [1, 2]])
    histories, held = hold_back(table, 3, 2)
    assert histories.tolist() == [[1, 2, 4]]  # the second never moved, the third is too short
    assert held["actual"].tolist() == [8, 16]
    assert held["scale"].tolist() == [1.5, 1.5]
    assert held["volatility"].tolist() == pytest.approx([np.log(2)] * 2)


# Replays


def view(values: dict[int, float], indicator_id: str = "firms", region: str = "140000"):
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "region": region,
            "year": pd.array(list(values), dtype="Int64"),
            "value": list(values.values()),
        }
    )


def test_a_replay_has_a_row_for_each_year_that_could_have_been_projected():
    """2011–2014, at least two points: from 2012 to 2013 and 2014, from 2013 to 2014."""
    told, quantiles = replay(view({2011: 5.0, 2012: 6.0, 2013: 8.0, 2014: 9.0}), horizon=3)
    rows = told[["origin", "horizon", "last", "scale", "actual", "n_history"]].to_numpy().tolist()
    assert rows == [[2012, 1, 6, 1, 8, 2], [2012, 2, 6, 1, 9, 2], [2013, 1, 8, 1.5, 9, 3]]
    expected = predict([[5.0, 6.0, 8.0]], 1).quantiles[0, 0]
    np.testing.assert_allclose(quantiles[2], expected, rtol=1e-5)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(1, 1e3), min_size=4, max_size=9), st.floats(1, 1e3), st.integers(1, 3))
def test_what_came_later_changes_nothing_said_before(values, other, back):
    years = range(2010, 2010 + len(values))
    changed = [*values[:-back], *([other] * back)]
    one, before = replay(view(dict(zip(years, values, strict=True))), horizon=2)
    two, after = replay(view(dict(zip(years, changed, strict=True))), horizon=2)
    cut = years[-1] - back
    same = (one["origin"] <= cut).to_numpy(), (two["origin"] <= cut).to_numpy()
    np.testing.assert_allclose(before[same[0]], after[same[1]], rtol=1e-4)


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


# The regional shift


def taught(shift: float, family: str, rows: int = 200) -> tuple[pd.DataFrame, np.ndarray]:
    """Outcomes that stand `shift` deviations above a distribution without growth."""
    rng = np.random.default_rng(len(family))
    noise = rng.permutation(np.linspace(-1, 1, rows)) * 0.5
    told = outcomes((100 + 10 * (shift + noise)).tolist(), horizon=1, indicator_id=family)
    return told, normal(100.0, 10.0, rows)


def test_the_shift_is_the_mean_of_families_however_many_rows_each_has():
    """Families at 1.0 (200 rows) and 0.2 (20): 0.6; they lie 0.8 / √2 = 0.566 apart."""
    parts = [taught(1.0, "a"), taught(0.2, "bb", 20)]
    told = pd.concat([p[0] for p in parts], ignore_index=True)
    quantiles = np.concatenate([p[1] for p in parts]) + np.random.default_rng(0).normal(
        0, 1e-6, (220, 1)
    )
    table = learn_shift(told, quantiles, pd.Series({"a": "A", "bb": "B"}))
    row = table.iloc[0]
    assert row["level"] + row["slope"] * 0 == pytest.approx(0.6, abs=0.1)
    assert row["between"] == pytest.approx(0.566, abs=0.05)
    assert (row["families"], row["forecasts"]) == (2, 220)


def test_a_family_is_tested_with_what_the_others_teach():
    parts = [taught(1.0, "a"), taught(1.0, "bb"), taught(-3.0, "ccc")]
    told = pd.concat([p[0] for p in parts], ignore_index=True)
    quantiles = np.concatenate([p[1] for p in parts])
    quantiles = quantiles + np.random.default_rng(0).normal(0, 1e-6, (600, 1))
    families = pd.Series({"a": "A", "bb": "B", "ccc": "C"})
    moved = leave_family_out(told, quantiles, families)
    assert moved[0, MIDDLE] < 100  # a learns from bb and ccc: (1 − 3) / 2
    assert moved[-1, MIDDLE] == pytest.approx(110, abs=1.5)  # ccc learns from a and bb


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(0.5, 1.5))
def test_moved_quantiles_still_rise_and_stay_where_the_old_ones_were(by, spread):
    old = normal(100.0, 10.0)
    new = shifted(old, np.array([by]), np.array([spread]))
    assert (np.diff(new) >= 0).all()
    assert old.min() <= new.min() and new.max() <= old.max()
    assert new[0, MIDDLE] == pytest.approx(100 + 10 * by, abs=0.5)


def test_not_moving_changes_nothing():
    old = normal(100.0, 10.0)
    np.testing.assert_allclose(shifted(old, np.zeros(1), np.ones(1)), old)


def test_a_view_of_a_day_uses_only_what_could_be_learned_by_then():
    then, now = read_regional(as_of="2021-04-30"), read_regional()
    assert then["published"].max() <= pd.Timestamp("2021-04-30") < now["published"].max()
    assert then["published"].nunique() == now["published"].nunique() == 1
    assert read_regional(as_of="2005-01-01").empty


def test_only_indicators_wanted_to_rise_are_moved():
    indicators = pd.DataFrame(
        {
            "indicator_id": ["firms", "people"],
            "lower": 0.0,
            "upper": np.nan,
            "direction": ["up", "none"],
            "definition_breaks": "",
        }
    )
    values = {2016: 10.0, 2017: 10.5, 2018: 10.4, 2019: 11.0, 2020: 11.2}
    known = pd.concat([view(values), view(values, "people")])
    plain = project(known, indicators, until=2025)
    moved = project(known, indicators, until=2025, regional=read_regional())
    last = [f[f["year"] == 2025].set_index("indicator_id")["value"] for f in (plain, moved)]
    assert last[1]["firms"] > last[0]["firms"]
    assert last[1]["people"] == last[0]["people"]


# How the reference class is made


def test_the_gradient_is_that_of_the_pinball_loss():
    rng = np.random.default_rng(0)
    shapes = ((6, 4), (4,), (4, 3), (3,), (3, len(LEVELS)), (len(LEVELS),))
    weights = [rng.normal(0, 0.3, s) for s in shapes]
    inputs, outcome, importance = rng.normal(size=(50, 6)), rng.normal(size=50), rng.random(50)

    def loss() -> float:
        w1, b1, w2, b2, w3, b3 = weights
        raw = np.tanh(np.tanh(inputs @ w1 + b1) @ w2 + b2) @ w3 + b3
        late = outcome[:, None] - np.sort(raw, axis=1)
        by_level = np.maximum(LEVELS * late, (LEVELS - 1) * late)
        tails = 1 / np.sqrt(np.minimum(LEVELS, 1 - LEVELS))
        return float((importance[:, None] * tails * by_level).sum() / len(outcome))

    slopes = gradient(weights, inputs, outcome, importance)
    for array, slope in zip(weights, slopes, strict=True):
        at = tuple(int(rng.integers(0, n)) for n in array.shape)
        step = 1e-6
        array[at] += step
        above = loss()
        array[at] -= 2 * step
        below = loss()
        array[at] += step
        assert slope[at] == pytest.approx((above - below) / (2 * step), rel=1e-3, abs=1e-6)


def walks(series: int = 300, years: int = 30) -> Panel:
    """Random walks in logs, eight a data set, with steps of 0.1."""
    rng = np.random.default_rng(1)
    table = 100 * np.exp(rng.normal(0, 0.1, (series, years)).cumsum(axis=1))
    return Panel(table, np.array([f"d{i // 8}" for i in range(series)]))


def test_data_sets_are_never_split_between_folds():
    panel = walks()
    fold = folds(panel.dataset, 5)
    by_set = pd.Series(fold).groupby(panel.dataset).nunique()
    assert (by_set == 1).all()
    assert set(fold) == {0, 1, 2, 3, 4}


@pytest.mark.slow
def test_a_network_fitted_to_random_walks_gives_their_distribution(monkeypatch):
    """Steps of 0.1 a year: after four years a deviation of 0.2, the 80 % interval ±0.256."""
    monkeypatch.setattr("analysis.projection.training.EPOCHS", 6)
    rng = np.random.default_rng(2)
    reference: Reference = train(draw_examples(walks(), rng), rng)
    fresh = 100 * np.exp(np.random.default_rng(9).normal(0, 0.1, (400, 20)).cumsum(axis=1))
    made = predict(fresh, 4, lower=0, reference=reference)
    half = np.log(made.quantile(0.9) / made.quantile(0.1))[:, -1] / 2
    assert np.median(half) == pytest.approx(0.256, rel=0.2)


# What the notebook shows


@pytest.fixture(scope="module")
def now():
    return situation(PLAN)


@pytest.fixture(scope="module")
def found(now):
    return read_calibration(now)


def test_with_the_shift_an_interval_holds_what_it_says_in_the_provinces(found):
    """Families it was not learned from, by what was known in the year; without it far too few."""
    told = by_family(found)
    assert told["before80"].mean() < 0.75
    assert 0.76 <= told["after80"].mean() <= 0.84
    assert 0.92 <= told["after95"].mean() <= 0.98


def test_what_was_said_on_the_day_of_the_plan_is_beside_what_happened(now):
    then = situation(PLAN, as_of=now.issue_day)
    told = hindsight(then, now).set_index(["indicator_id", "reading"])
    firms = told.loc[("high_tech_firms", "level")]
    assert (firms["year"], firms["actual"]) == (2023, 4155)
    assert firms["low80"] < 4155 < firms["high80"]
    assert 0 < firms["said"] < 1
    assert {"rd_expenditure", "provincial_key_labs"} <= set(told.index.get_level_values(0))
    assert "4,155" in hindsight_table(then, now, lang="en")._repr_html_()


def test_on_the_day_of_the_plan_nothing_has_come_out_since():
    then = situation(PLAN, as_of="2021-04-30")
    assert then.issue_day == "2021-04-30"
    assert (hindsight(then, then)["place"] == "").all()
    assert hindsight_charts(then, then).charts == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_says_in_words_what_it_shows(found, now, lang):
    charts = [
        statement_chart(found, lang=lang),
        coverage_chart(found, lang=lang),
        replay_chart(found, lang=lang),
        method_chart(now, lang=lang),
    ]
    for chart in charts:
        assert chart.alt and chart.title and chart.source
        assert "<svg" in chart.svg()


def test_before_any_province_is_published_the_replay_says_so():
    early = read_calibration(situation(PLAN, as_of="2009-01-01"))
    assert early.outcomes.empty
    assert replay_chart(early) is None
    assert "No provincial series" in str(replay_words(early, lang="en"))


def test_the_grid_of_the_shipped_tables_is_the_engines():
    levels = pd.read_csv(REFERENCE / "reliability.csv")["level"].unique()
    np.testing.assert_allclose(levels, GRID)


def test_the_readme_says_what_the_benchmark_printed():
    readme = (REFERENCE.parents[1] / "README.md").read_text("utf-8")
    table = pd.read_csv(REFERENCE / "benchmark.csv")
    engine = table[table["method"] == "engine"]
    assert set(engine["n_history"]) == {5, 8, 12}
    for row in engine.itertuples():
        line = (
            f"| {row.n_history} | this engine | {row.error:.2f} | {100 * row.covered80:.0f} % "
            f"| {100 * row.covered95:.0f} % | {row.brier:.3f} | {row.log:.3f} |"
        )
        assert line in readme
