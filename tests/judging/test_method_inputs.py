"""From verdicts and figures to the rows that the methods judge, by hand-made numbers."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.judging.methods.inputs import CARRIED, from_series, method_inputs
from analysis.judging.methods.own import ours


def verdict(**given) -> dict:
    return {
        **dict.fromkeys(CARRIED),
        **{"target_id": "T1", "indicator_id": "firms", "comparator": ">=", "target_value": 5000.0},
        **{"value_high": np.nan, "deadline": 2023, "baseline_year": 2020, "reason": ""},
        **{"baseline_value": 3188.0, "baseline_basis": "plan"},
        **{"relation": "at_least", "measure": "level", "hold": "by"},
        **given,
    }


def inputs(known: dict[int, float], *, breaks: str = "", **given) -> pd.Series:
    """The row of one target, where these values by year are known."""
    indicators = pd.DataFrame({"indicator_id": ["firms"], "direction": "up", "upper": 100.0})
    rows = pd.DataFrame({"indicator_id": "firms", "region": "140000", "year": list(known)})
    now = SimpleNamespace(
        verdicts=pd.DataFrame([verdict(**given)]),
        plan=SimpleNamespace(indicators=indicators.assign(definition_breaks=breaks)),
        known=rows.assign(value=list(known.values())),
    )
    return method_inputs(now).iloc[0]


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
    "given", [{"relation": "within"}, {"measure": "sum"}, {"measure": "gap"}, {"hold": "every"}]
)
def test_a_promise_that_is_no_number_to_reach_by_a_year_has_no_target_here(given):
    found = inputs({2022: 4.0}, **given)
    assert np.isnan(found["target_value"]) and found["reason"] == "other_promise"
    assert inputs({2022: 4.0}, **given, target_value=np.nan)["reason"] == ""
    assert inputs({2022: 4.0}, **given, reason="event")["reason"] == "event"


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
