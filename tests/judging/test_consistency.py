"""The plan's numbers held against each other."""

import pandas as pd
import pytest

from analysis.judging.consistency import check_plan
from analysis.records.plans import Plan
from support.tables import typed


def test_the_plans_own_sums_hold_and_its_doubling_does_not(now):
    checks = check_plan(now.plan, now.known)
    sums = checks[checks["check"] == "sum"]
    assert sums[["stated", "computed"]].to_numpy().tolist() == [[5, 5], [10, 10], [15, 15]]
    firms = checks[checks["indicator_id"] == "high_tech_firms"].set_index("check")["computed"]
    assert firms["multiple"] == pytest.approx(5000 / 3188)
    assert firms["multiple_level"] == 6376
    assert firms["growth"] == pytest.approx(3188 / 720 - 1)
    assert firms["ratio"] == pytest.approx(4.4278, abs=1e-4)
    contracts = checks[checks["indicator_id"] == "technology_contracts"].iloc[0]
    assert (contracts["check"], contracts["computed"]) == ("implied_baseline", 265)


def test_the_patents_per_head_rest_on_the_population_before_the_census(now):
    checks = check_plan(now.plan, now.known)
    implied = checks[checks["check"] == "implied"].set_index("indicator_id")
    assert implied["computed"].iloc[0] == pytest.approx(3726.47, abs=0.01)
    assert implied["agrees"].to_dict() == {
        "population_precensus": True,
        "population_census": False,
        "population": False,
    }


# --- each tolerance has a number on either side ----------------------------------------------

FIRMS = pd.DataFrame({"indicator_id": ["firms", "people"], "unit": ["家", "万人"]})


def figures(*rows: dict) -> pd.DataFrame:
    """Figures of `firms`; what is not given is empty."""
    given = {"indicator_id": "firms", "unit": "家", "comparator": "="}
    return typed({**given, "figure_id": f"F{n}", **row} for n, row in enumerate(rows))


def plan(*rows: dict, **meta) -> Plan:
    about = {"issued": pd.Timestamp("2021-04-30"), "region": "140000", "start": 2021, **meta}
    return Plan("small", about, FIRMS, figures(*rows))


def agrees(check: str, of: Plan, known: pd.DataFrame | None = None) -> bool:
    found = check_plan(of, known).set_index("check")["agrees"]
    return bool(found[check])


BASE = {"role": "baseline", "year": 2020, "value": 1000.0}
PROMISE = {"role": "target", "deadline": 2025}


def doubling(level: float) -> Plan:
    return plan(
        BASE,
        {**PROMISE, "measure": "level", "value": level},
        {**PROMISE, "measure": "ratio", "value": 2.0, "unit": "倍"},
    )


@pytest.mark.parametrize(("level", "as_multiple"), [(1995.1, True), (1994.9, False)])
def test_a_level_is_the_multiple_within_half_a_hundredth(level, as_multiple):
    assert agrees("multiple", doubling(level)) is as_multiple


@pytest.mark.parametrize(("level", "as_level"), [(2000.0, True), (1999.0, False)])
def test_a_level_keeps_the_multiple_from_the_very_number(level, as_level):
    assert agrees("multiple_level", doubling(level)) is as_level


@pytest.mark.parametrize(
    ("said", "true"), [(3.44, True), (3.46, False), (3.26, True), (3.24, False)]
)
def test_growth_in_multiples_is_said_within_a_tenth(said, true):
    """4,350 over 1,000 is 3.35 times more: from 3.25 to 3.45 is a tenth away."""
    told = plan(
        {"role": "history", "year": 2015, "value": 1000.0},
        {**BASE, "value": 4350.0},
        {"role": "history", "year": 2020, "value": said, "unit": "倍"},
    )
    assert agrees("growth", told) is true


@pytest.mark.parametrize(
    ("total", "true"), [(10.4, True), (10.5, False), (9.6, True), (9.5, False)]
)
def test_a_sum_is_of_whole_things_within_a_half(total, true):
    parts = [{**BASE, "value": total}, {**BASE, "value": 4.0}, {**BASE, "value": 6.0}]
    summed = plan(*parts, sums=[{"total": "F0", "parts": ["F1", "F2"]}])
    assert agrees("sum", summed) is true


@pytest.mark.parametrize(
    ("people", "true"), [(1004.9, True), (1005.1, False), (995.1, True), (994.9, False)]
)
def test_what_a_figure_per_head_implies_is_known_to_half_a_percent(people, true):
    """1,000 over 1 a head are 1,000 people."""
    told = plan(
        BASE,
        {**BASE, "value": 1.0},
        identities=[
            {
                "numerator": "F0",
                "per_head": "F1",
                "factor": 1.0,
                "unit": "万人",
                "against": [{"indicator": "people", "year": 2020}],
            }
        ],
    )
    known = pd.DataFrame({"indicator_id": ["people"], "year": [2020], "value": [people]})
    assert agrees("implied", told, known) is true
    assert computed("implied", told, known) == (people, 1000.0)


def computed(check: str, of: Plan, known: pd.DataFrame | None = None) -> tuple:
    """What was stated and what it comes to."""
    found = check_plan(of, known).set_index("check").loc[check]
    return found["stated"], found["computed"]


def test_a_part_of_a_sum_may_count_several_times():
    """Two of 4 and one of 6 are 14."""
    parts = [{**BASE, "value": 14.0}, {**BASE, "value": 4.0}, {**BASE, "value": 6.0}]
    told = plan(*parts, sums=[{"total": "F0", "parts": [["F1", 2], "F2"]}])
    assert computed("sum", told) == (14.0, 14.0) and agrees("sum", told)
    found = check_plan(told).set_index("check").loc["sum"]
    assert found["figure_ids"] == ("F0", "F1", "F2")


def test_a_multiple_and_a_level_without_a_baseline_imply_one():
    """500 at 2.5 times what it was: it was 200."""
    told = plan(
        {**PROMISE, "measure": "level", "value": 500.0},
        {**PROMISE, "measure": "ratio", "value": 2.5, "unit": "倍"},
    )
    found = check_plan(told)
    assert found["check"].tolist() == ["implied_baseline"]
    assert found["computed"].tolist() == [200.0] and found["agrees"].isna().all()


def test_a_multiple_for_another_deadline_is_another_promise():
    told = plan(
        BASE,
        {**PROMISE, "measure": "level", "value": 1500.0},
        {**PROMISE, "deadline": 2030, "measure": "ratio", "value": 2.0, "unit": "倍"},
    )
    assert check_plan(told).empty


def test_growth_is_from_the_earliest_level_to_the_baseline():
    """From 500 in 2010 to 2,000: three times more, four times as much. What the plan says of 2005
    is no history of its own."""
    told = plan(
        {"role": "context", "year": 2005, "value": 1.0},
        {"role": "history", "year": 2015, "value": 1000.0},
        {"role": "history", "year": 2010, "value": 500.0},
        {**BASE, "value": 2000.0},
        {"role": "history", "year": 2020, "value": 3.0, "unit": "倍"},
    )
    assert computed("growth", told) == (3.0, 3.0) and computed("ratio", told) == (3.0, 4.0)


def test_what_is_implied_is_held_against_each_figure_published_for_its_year():
    """50 over 2 a head, in tens, are 250; published are 0.25 thousand, and 300 for another year."""
    told = plan(
        {**BASE, "value": 50.0},
        {**BASE, "value": 2.0},
        identities=[
            {
                "numerator": "F0",
                "per_head": "F1",
                "factor": 10.0,
                "unit": "万人",
                "against": [{"indicator": "people", "year": 2020, "scale": 1000.0}],
            }
        ],
    )
    known = pd.DataFrame(
        {"indicator_id": ["people", "people", "firms"], "year": [2020, 2021, 2020]}
    ).assign(value=[0.25, 300.0, 7.0])
    found = check_plan(told, known)
    assert found[["stated", "computed"]].to_numpy().tolist() == [[250.0, 250.0]]
    assert found["agrees"].tolist() == [True]
    assert check_plan(told).empty and check_plan(told, known.iloc[:0]).empty
