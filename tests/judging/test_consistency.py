"""The plan's numbers held against each other."""

import pandas as pd
import pytest

from analysis.judging.consistency import check_plan
from analysis.records.plans import Plan
from analysis.records.schema import FIGURES


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
    table = pd.DataFrame(list(rows)).reindex(columns=list(FIGURES.columns))
    texts = [c for c in table if c not in ("value", "value_high", "year", "year_from", "deadline")]
    table = table.astype(dict.fromkeys(texts, object))
    filled = table.assign(
        figure_id=[f"F{n}" for n in range(len(table))],
        indicator_id="firms",
        unit=table["unit"].fillna("家"),
        comparator=table["comparator"].fillna("="),
        **{c: table[c].fillna("") for c in ("target_kind", "note", "quote")},
    )
    return filled.astype({c: "Int64" for c in ("year", "year_from", "deadline")})


def plan(*rows: dict, **meta) -> Plan:
    about = {"issued": pd.Timestamp("2021-04-30"), "region": "140000", **meta}
    return Plan("small", about, FIRMS, figures(*rows))


def agrees(check: str, of: Plan, known: pd.DataFrame | None = None) -> bool:
    found = check_plan(of, known).set_index("check")["agrees"]
    return bool(found[check])


BASE = {"role": "baseline", "year": 2020, "value": 1000.0}
PROMISE = {"role": "target", "deadline": 2025}


def doubling(level: float) -> Plan:
    return plan(
        BASE,
        {**PROMISE, "target_kind": "level", "value": level},
        {**PROMISE, "target_kind": "multiple", "value": 2.0, "unit": "倍"},
    )


@pytest.mark.parametrize(("level", "as_multiple"), [(1996.0, True), (1994.0, False)])
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
