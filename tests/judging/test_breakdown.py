"""A target divided among years and regions: every part adds up, and each way is the one it says."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.judging.breakdown import apportioned, breakdown, by_year, can_be_broken_down
from analysis.judging.breakdown_regions import REST, by_region, contributions
from analysis.judging.situations import read_records, situation_of
from analysis.records.errors import PlanDataError
from support.shanxi import ROOT

SIZES = st.floats(0.1, 1e6)


@pytest.fixture(scope="module")
def next_records():
    return read_records("shanxi-15", root=ROOT)


@pytest.fixture(scope="module")
def next_now(next_records):
    return situation_of(next_records)


def standing(medians: dict[int, float], known: dict[int, float] | None = None) -> SimpleNamespace:
    """What `by_year` looks at."""
    ahead = pd.DataFrame({"year": list(medians), "value": list(medians.values())}, dtype=float)
    seen = pd.DataFrame({"year": list(known or {}), "value": list((known or {}).values())})
    return SimpleNamespace(
        projections=ahead.assign(indicator_id="x", kind="projected"),
        known=seen.assign(indicator_id="x"),
    )


def target(latest: float, value: float, *, measure: str = "level", **also: object) -> pd.Series:
    row = {"target_id": "T", "indicator_id": "x", "latest_year": 2023, "deadline": 2026}
    return pd.Series(
        {**row, "latest_value": latest, "target_value": value, "measure": measure} | also
    )


@given(SIZES, SIZES, st.lists(SIZES, min_size=3, max_size=3))
def test_every_path_ends_on_the_target_and_its_steps_are_what_is_missing(start, goal, medians):
    told = by_year(
        standing(dict(zip((2024, 2025, 2026), medians, strict=True))), target(start, goal)
    )
    for _, rows in told.groupby("path"):
        assert rows["value"].iloc[-1] == pytest.approx(goal)
        assert rows["step"].sum() == pytest.approx(goal - start, abs=1e-6 * max(start, goal))


def test_the_three_paths_of_a_level_by_hand():
    """From 100 to 172.8 in three years: 24.27 a year; 20 % a year; as 110, 130, 140 would go."""
    told = by_year(standing({2024: 110, 2025: 130, 2026: 140}), target(100.0, 172.8))
    by_path = told.groupby("path")["value"].apply(list)
    assert by_path["straight"] == pytest.approx([124.266667, 148.533333, 172.8])
    assert by_path["constant_growth"] == pytest.approx([120.0, 144.0, 172.8])
    assert by_path["expected"] == pytest.approx([118.2, 154.6, 172.8])
    growth = told[told["path"] == "constant_growth"]["growth"]
    assert growth.to_numpy() == pytest.approx([0.2, 0.2, 0.2])


def test_where_the_medians_go_nowhere_or_are_missing_there_is_no_expected_path():
    for medians in ({2024: 100, 2025: 100, 2026: 100}, {2024: 101, 2025: 102}):
        told = by_year(standing(medians), target(100.0, 150.0))
        assert set(told["path"]) == {"straight", "constant_growth"}


def test_from_zero_there_is_no_constant_growth():
    told = by_year(standing({2024: 1, 2025: 2, 2026: 3}), target(0.0, 150.0))
    assert set(told["path"]) == {"straight", "expected"}


def test_a_sum_counts_what_has_come_already_and_divides_the_rest():
    """100 of 2022 and 120 of 2023 are in; 380 are missing of 600 in three years."""
    sums = target(120.0, 600.0, measure="sum", year_from=2022)
    told = by_year(standing({2024: 100, 2025: 125, 2026: 155}, {2022: 100, 2023: 120}), sums)
    by_path = told.groupby("path")["step"].apply(list)
    assert by_path["straight"] == pytest.approx([380 / 3] * 3)
    assert by_path["expected"] == pytest.approx([100, 125, 155])
    ratios = np.array(by_path["constant_growth"]) / np.array([120, *by_path["constant_growth"][:2]])
    assert ratios == pytest.approx([ratios[0]] * 3)
    assert told.groupby("path")["value"].last().to_numpy() == pytest.approx([600.0] * 3)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=20), st.integers(0, 2))
def test_whole_parts_add_up_to_the_whole_total(values, places):
    parts = pd.Series(values)
    made = apportioned(parts, places)
    unit = 10.0**-places
    assume(abs((parts.sum() / unit) % 1 - 0.5) > 1e-6)
    assert made.sum() == pytest.approx(round(parts.sum() / unit) * unit, abs=unit / 100)
    assert (made - parts).abs().max() < unit * (1 + 1e-6)


def test_the_largest_remainders_are_raised():
    assert apportioned(pd.Series([3.4, 3.5, 3.1])).tolist() == [3.0, 4.0, 3.0]
    assert apportioned(pd.Series([1.5, 1.5])).tolist() == [2.0, 1.0]
    assert apportioned(pd.Series([0.125, 0.125]), 2).tolist() == [0.13, 0.12]


def test_the_regions_of_every_scheme_add_up_to_the_target(next_records, next_now):
    told = breakdown(next_records, "F002", by="region")
    goal = next_now.verdicts.set_index("target_id").loc["F002", "target_value"]
    assert set(told["scheme"]) >= {"by_level", "equal_odds"}
    for _, rows in told.groupby("scheme"):
        assert rows["value"].sum() == pytest.approx(goal)
    level = told[told["scheme"] == "by_level"]
    times = (level["value"] / level["base"]).to_numpy()
    assert times == pytest.approx(np.full(len(times), times[0]))


def test_at_equal_odds_every_region_has_the_same_chance(next_records):
    told = breakdown(next_records, "F002", by="region")
    odds = told.loc[(told["scheme"] == "equal_odds") & (told["region"] != REST), "odds"]
    assert odds.to_numpy() == pytest.approx(np.full(len(odds), odds.iloc[0]), abs=1e-6)
    others = told.loc[(told["scheme"] == "by_level") & (told["region"] != REST), "odds"]
    assert np.ptp(others) > 0.01


def test_german_laender_add_up_with_what_is_in_none_of_them():
    records = read_records("germany-dns-2030", root=ROOT)
    now = situation_of(records)
    row = now.verdicts[now.verdicts["target_id"] == "F043"].iloc[0]
    told = by_region(records, now, row)
    assert set(told["scheme"]) == {"by_level", "by_growth", "equal_odds"}
    assert (told["region"] == REST).sum() == 3
    for _, rows in told.groupby("scheme"):
        assert rows["value"].sum() == pytest.approx(row["target_value"])
    grown = told[(told["scheme"] == "by_growth") & (told["region"] != REST)]
    assert (grown["step"] >= 0).all()


def test_what_cannot_be_broken_down_is_said_with_why(next_records, next_now):
    with pytest.raises(PlanDataError, match="not a target"):
        breakdown(next_records, "none")
    with pytest.raises(PlanDataError, match="year or region"):
        breakdown(next_records, "F002", by="month")
    closed = next_now.verdicts[~can_be_broken_down(next_now.verdicts)]["target_id"].iloc[0]
    with pytest.raises(PlanDataError, match="only an open target"):
        breakdown(next_records, closed)
    with pytest.raises(PlanDataError, match="do not add up"):
        breakdown(next_records, "F036", by="region")


def test_what_regions_brought_adds_up_to_the_wholes_change(next_records, next_now):
    told = contributions(next_records, "rd_expenditure", 2021, 2022)
    own = next_now.known.query("indicator_id == 'rd_expenditure'").set_index("year")["value"]
    assert told["change"].sum() == pytest.approx(own[2022] - own[2021])
    assert told["points"].sum() == pytest.approx(100 * (own[2022] / own[2021] - 1))
    assert told["share"].sum() == pytest.approx(1.0)
    assert told["region"].iloc[-1] == REST
    with pytest.raises(PlanDataError, match="no value"):
        contributions(next_records, "rd_expenditure", 1900, 2022)
