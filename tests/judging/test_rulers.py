"""One plan under every ruler: who parts from whom, why, and as known on which day."""

import pytest

from analysis.judging.methods import judge_all
from analysis.judging.rulers import (
    BACKWARD,
    FORWARD,
    HIDDEN,
    Rulers,
    behind,
    parting,
    said,
    why_not,
)
from support.one_promise import rows


def test_each_year_uses_what_had_been_published(measured, measured_yearly):
    assert measured_yearly["day"].is_monotonic_increasing
    last = measured_yearly[measured_yearly["day"] == measured_yearly["day"].max()]
    assert last["verdict"].tolist() == measured.matrix["verdict"].tolist()


def test_rulers_part_where_one_looks_forward_and_one_back(measured_then):
    measured = measured_then  # after the deadline none looks forward
    apart = parting(measured)
    for row in measured.shown:
        verdicts = set(said(measured, row)["verdict"])
        assert (row in apart) == bool(verdicts & set(FORWARD) and verdicts & set(BACKWARD))
    assert 0 < len(parting(measured, without=["completion_rate"])) <= len(apart)


def test_a_ruler_that_is_listed_once_is_not_heard_twice(measured):
    assert not set(said(measured, measured.shown[0]).index) & set(HIDDEN)


def test_the_numbers_behind_the_verdicts_are_worked_out_by_hand(measured_then):
    """As of 2024, firms: from 3188 in 2020 to 4155 in 2023, 5000 wanted in 2025. Growth 9.23 % of
    9.42 % a year; 967 of 1812 in three of five years; 4155 is 83.1 % and 3188 63.8 % of 5000."""
    measured = measured_then
    firms = measured.inputs["indicator_id"].eq("high_tech_firms")
    row = measured.inputs.index[firms & measured.inputs["reading"].eq("level")][0]
    found = behind(measured, row)
    growth, asked = (4155 / 3188) ** (1 / 3) - 1, (5000 / 3188) ** (1 / 5) - 1
    assert found["asked"] == pytest.approx(asked)
    assert found["ratio"] == pytest.approx(growth / asked)
    assert found["continued"] == pytest.approx(4957.5, abs=1)
    assert (found["way"], found["time"]) == pytest.approx((967 / 1812, 3 / 5))
    assert (found["rate"], found["based"]) == pytest.approx((4155 / 5000, 3188 / 5000))
    assert found["chance"] == measured.now.verdicts.loc[row, "probability"]


def test_every_target_that_is_not_shown_has_one_reason(measured):
    """Two with a figure ask for something else: so many cities and counties to be added."""
    counts = why_not(measured)
    assert counts.sum() == len(measured.inputs) - len(measured.shown)
    reasons = {"event", "definition_break", "other_promise", "no_goal", "no_value", "no_start"}
    assert set(counts.index) <= reasons and counts["other_promise"] == 2


def ruled(**given) -> Rulers:
    """One promise about one series under every ruler."""
    frame = rows({2020: 3.0, 2021: 4.0, 2022: 5.0, 2023: 6.0}, baseline_value=3.0, **given)
    return Rulers(None, frame, judge_all(frame))


def test_a_direction_is_shown_with_its_pace_and_no_share_of_a_way():
    """3 → 6 in three years is 26 % a year."""
    trend = {"measure": "trend", "reading": "trend", "relation": "more_than", "comparator": ">"}
    found = ruled(**trend, target_value=3.0, deadline=2025)
    assert found.shown == [0]
    numbers = behind(found, 0)
    assert numbers["pace"] == pytest.approx(2 ** (1 / 3) - 1)
    assert numbers.drop(["pace"]).isna().all()


def test_nothing_is_a_share_of_a_target_of_nothing():
    """From 100 to 53.9 of the 0 that neutrality asks for: 46.1 % of the way, and no rate."""
    frame = rows(
        {1990: 100.0, 2021: 60.7, 2022: 60.0, 2023: 53.9},
        **{"baseline_year": 1990, "baseline_value": 100.0, "target_value": 0.0, "deadline": 2045},
        **{"direction": "down", "relation": "at_most", "comparator": "<="},
    )
    numbers = behind(Rulers(None, frame, judge_all(frame)), 0)
    assert numbers["way"] == pytest.approx(0.461)
    assert numbers[["rate", "based"]].isna().all()


def test_a_number_to_keep_in_every_year_is_shown_where_the_weather_is_known():
    kept = {"hold": "every", "target_value": 5.0, "deadline": 2025}
    assert ruled(**kept).shown == [0]
    short = rows({2022: 5.0, 2023: 6.0}, **kept)
    found = Rulers(None, short, judge_all(short))
    assert found.shown == [] and why_not(found).to_dict() == {"other_promise": 1}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"measure": "sum"}, "other_promise"),
        ({"measure": "ratio", "target_value": None}, "no_goal"),
        ({"measure": "event", "reading": "event", "target_value": None}, "event"),
    ],
)
def test_growth_alone_shows_no_promise_that_asks_for_something_else(given, why):
    found = ruled(**{"target_value": 5.0, "deadline": 2025, **given})
    assert found.shown == [] and why_not(found).to_dict() == {why: 1}
