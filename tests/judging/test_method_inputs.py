"""From verdicts and figures to the rows that the methods judge, by hand-made numbers."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.judging.methods import METHODS, judge, judge_all
from analysis.judging.methods.inputs import from_series
from analysis.judging.methods.own import ours
from support.one_promise import rows

PEERS = json.loads((Path(__file__).parent / "data" / "peer_cases.json").read_text("utf-8"))


def inputs(known: dict[int, float], **given) -> pd.Series:
    """The row of one target, where these values by year are known."""
    return rows(known, **given).iloc[0]


def test_a_value_of_the_deadlines_year_is_the_last_that_counts():
    found = inputs({2024: 6.0, 2022: 4.0, 2023: 5.0})
    assert found["years"] == (2022, 2023) and found["values"] == (4.0, 5.0)
    assert (found["current_year"], found["current_value"], found["n_points"]) == (2023, 5.0, 2)
    assert found["age"] == 1.0, "the newest figure of all is of 2024"
    assert inputs({2024: 6.0, 2022: 4.0}, deadline=None)["current_year"] == 2024


def test_nothing_known_is_no_value():
    found = inputs({2024: 6.0})
    assert found["years"] == () and found["n_points"] == 0
    assert np.isnan(found["current_value"]) and np.isnan(found["age"])
    assert found["natural_limit"] == 100.0 and found["direction"] == "up"


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ({}, 3188.0),
        ({"baseline_basis": "observed"}, 3188.0),
        ({"baseline_basis": "projected"}, np.nan),
        ({"reason": "definition_break"}, np.nan),
        ({"reason": "event"}, 3188.0),
    ],
)
def test_a_baseline_is_the_plans_own_or_published_and_of_one_definition(given, base):
    found = inputs({2022: 4.0}, **given)["base_value"]
    assert found == base or (np.isnan(found) and np.isnan(base))


def test_history_is_cut_at_a_definition_break():
    assert inputs({2021: 3.0, 2022: 4.0, 2023: 5.0}, breaks="2022:口径")["years"] == (2022, 2023)


@pytest.mark.parametrize(
    ("relation", "way"),
    [("at_least", "up"), ("more_than", "up"), ("at_most", "down"), ("less_than", "down")],
)
def test_which_way_is_wanted_follows_from_the_relation(relation, way):
    found = inputs({2022: 4.0}, relation=relation)
    assert (found["direction"], found["target_value"], found["reason"]) == (way, 5000.0, "")


@pytest.mark.parametrize(
    "given",
    [
        {"relation": "within"},
        {"measure": "sum"},
        {"measure": "gap"},
        {"hold": "ever"},
        {"hold": "every", "relation": "within"},
        {"hold": "every", "measure": "mean"},
    ],
)
def test_a_promise_that_is_no_number_to_reach_by_a_year_has_no_target_here(given):
    found = inputs({2022: 4.0}, **given)
    assert np.isnan(found["target_value"]) and found["reason"] == "other_promise"
    assert inputs({2022: 4.0}, **given, target_value=np.nan)["reason"] == ""
    assert inputs({2022: 4.0}, **given, reason="event")["reason"] == "event"


FIVE = {2019: 3.0, 2020: 4.0, 2021: 5.0, 2022: 6.0}


def heard(frame: pd.DataFrame) -> dict[str, set]:
    """Who has a verdict, and why the others have none."""
    found = judge_all(frame, METHODS.index.drop(["ours", "trackr"])).set_index("method")
    judged = found["verdict"] != "not_applicable"
    return {
        "judge": set(found.index[judged]),
        **{w: set(r.index) for w, r in found[~judged].groupby("reason")},
    }


def test_a_direction_without_a_number_is_judged_by_those_who_have_a_rule_for_it():
    """The level of the base is no number to reach: above it by a hair is not "achieved" for all.

    3 → 6 in three years is 26 % a year, above every fixed rate."""
    given = {"measure": "trend", "relation": "more_than", "comparator": ">", "upper": None}
    frame = rows(
        FIVE, **given, reading="trend", target_value=3.0, baseline_year=2019, baseline_value=3.0
    )
    assert frame["put"].item() == "direction" and frame["target_value"].isna().all()
    found = heard(frame)
    free = {"open_sdg", "eurostat", "eustat", "un_progress_chart", "destatis"}
    assert found["judge"] == free
    assert found["no_target"] == set(METHODS.index) - free - {"ours", "trackr"}
    assert judge(frame, "open_sdg")["progress_value"].item() == pytest.approx(2 ** (1 / 3) - 1)
    assert judge(frame, "destatis")["status"].item() == "sun"


@pytest.mark.parametrize(
    ("value", "relation", "symbol"),
    [
        (6.0, "at_least", "sun"),
        (6.5, "at_least", "cloud"),
        (6.0, "at_most", "sun_cloud"),
        (5.5, "at_most", "thunderstorm"),
    ],
)
def test_a_number_to_keep_in_every_year_is_the_weathers_alone(value, relation, symbol):
    """status.md, "a constant target for each year": met and the trend, rising by 1 a year."""
    given = {"hold": "every", "deadline": 2030, "relation": relation}
    frame = rows(FIVE, **given, target_value=value, comparator="")
    assert frame["put"].item() == "every_year" and frame["target_value"].item() == value
    found = heard(frame)
    assert found["judge"] == {"destatis"}
    assert found["other_promise"] == set(METHODS.index) - {"ours", "trackr", "destatis"}
    assert judge(frame, "destatis")["status"].item() == symbol


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"measure": "sum"}, "other_promise"),
        ({"measure": "ratio", "target_value": np.nan}, "no_target"),
        ({"measure": "event", "target_value": np.nan, "reason": "event"}, "event"),
    ],
)
def test_a_promise_that_nobody_can_express_is_judged_by_nobody_else(given, reason):
    """Not by the growth of its indicator either, as a direction without a number would be."""
    frame = rows({2020: 3188.0, 2022: 4155.0}, **given)
    found = heard(frame)
    assert found == {"judge": set(), reason: set(METHODS.index) - {"ours", "trackr"}}
    assert judge(frame.assign(status="at_risk"), "ours")["status"].item() == "at_risk"


def as_predicate(case: dict) -> pd.DataFrame:
    """A peer's case as our plans put it: a relation, a measure and in which years it holds."""
    told = case["inputs"]
    up = told.get("direction") == "increase"
    if "years" in told:
        known = dict(zip(told["years"], told["values"], strict=True))
    else:
        known = {told["base_year"]: told["base_value"], told["current_year"]: told["current_value"]}
    known = {y: v for y, v in known.items() if v is not None}
    put = {"hold": "every"} if told.get("rule") == "maintain" else {}
    relation = "at_least" if up else "at_most"
    goal = told.get("target_value")
    if goal is None:
        put = {"measure": "trend", "reading": "trend"}
        relation = "more_than" if up else "less_than"
    return rows(
        known,
        **put,
        upper=told.get("natural_limit"),
        relation=relation,
        comparator=">" if goal is None and up else "<" if goal is None else "",
        target_value=told.get("base_value") if goal is None else goal,
        value_high=told.get("target_high", np.nan),
        deadline=told.get("target_year"),
        baseline_year=told.get("base_year"),
        baseline_value=told.get("base_value"),
    )


CONTRACT = {
    "destatis_weather": "destatis",
    "open_sdg_statcan_2_4": "open_sdg",
    "open_sdg_eustat": "eustat",
}


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["id"]) for c in PEERS["cases"] if c["method"] in CONTRACT]
)
def test_a_peers_case_put_as_a_predicate_gives_what_the_peer_published(case):
    found = judge(as_predicate(case), CONTRACT[case["method"]]).iloc[0]
    expected = case["expected"]
    if "symbol" in expected:
        assert found["status"] == expected["symbol"]
        return
    assert (found["status"] or "not_available") == expected["status"]
    for column in sorted({"progress_value", "score"} & set(expected)):
        value, tolerance = expected[column], case["tolerance"][column]
        if value is None:
            assert pd.isna(found[column])
        else:
            assert found[column] == pytest.approx(value, abs=tolerance)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("event", "event"),
        ("no_evidence", "event"),
        ("definition_break", "definition_break"),
        ("one_point", ""),
    ],
)
def test_only_reasons_that_say_more_than_a_method_could_are_handed_on(said, told):
    assert inputs({2022: 4.0}, reason=said)["reason"] == told


def ends(years: list, values: list, base: object) -> list[float]:
    frame = pd.DataFrame({"years": [years], "values": [values], "base_year": [base]})
    columns = ["base_year", "base_value", "current_year", "current_value"]
    return from_series(frame)[columns].iloc[0].tolist()


def test_the_base_is_the_base_years_value_or_the_next_later_one():
    years, values = [2019, 2022, 2020], [1.0, 3.0, 2.0]
    assert ends(years, values, 2020) == [2020, 2.0, 2022, 3.0]
    assert ends(years, values, 2021) == [2022, 3.0, 2022, 3.0]
    assert ends(years, [1.0, np.nan, 2.0], 2020) == [2020, 2.0, 2020, 2.0]
    beyond = ends(years, values, 2023)
    assert np.isnan(beyond[:2]).all() and beyond[2:] == [2022, 3.0]
    assert np.isnan(ends([], [], 2020)).all()
    assert ends(["2015-16", "2016-17"], [1.0, 2.0], "2015-16") == [2015, 1.0, 2016, 2.0]


def own(**given) -> pd.Series:
    row = {"current_value": 50.0, "target_value": 100.0, "direction": "up", "current_year": 2023.0}
    return ours(pd.DataFrame([{**row, "target_year": 2025.0, "probability": 0.5, **given}])).iloc[0]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "at_risk"),
        ({"probability": 0.7}, "on_track"),
        ({"probability": 0.3}, "off_track"),
        ({"probability": None}, ""),
        ({"current_value": 100.0, "probability": 0.1}, "achieved"),
        ({"target_year": 2023.0}, "missed"),
        ({"target_year": 2024.0}, "at_risk"),
        ({"target_year": 2023.0, "current_value": 100.0}, "achieved"),
        ({"target_year": 2023.0, "current_value": None, "probability": None}, ""),
        ({"target_year": 2023.0, "target_value": None, "probability": None}, ""),
        ({"status": "missed", "probability": 0.9}, "missed"),
        ({"status": "not_assessable", "probability": 0.9}, ""),
        ({"status": None, "probability": 0.9}, "on_track"),
    ],
)
def test_our_verdict_is_the_deadlines_or_the_probabilitys(given, status):
    assert own(**given)["status"] == status


def test_our_answer_hands_the_interval_on_and_says_why_there_is_none():
    found = own(low80=1.0, high80=2.0, evidence="good")
    assert (found["low80"], found["high80"], found["evidence"]) == (1.0, 2.0, "good")
    assert found["progress_value"] == found["score"] == 0.5 and found["reason"] == ""
    assert own(probability=None)["reason"] == "no_probability"
    assert own(probability=None, current_value=None)["reason"] == "no_value"
    assert own(probability=None, target_value=None)["reason"] == "no_target"
    assert np.isnan(own()["low80"])
