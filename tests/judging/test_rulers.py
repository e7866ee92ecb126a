"""One plan under every ruler: who parts from whom, why, and as known on which day."""

import pytest

from analysis.judging.rulers import BACKWARD, FORWARD, HIDDEN, behind, parting, said, why_not


def test_each_year_uses_what_had_been_published(measured, measured_yearly):
    assert measured_yearly["day"].is_monotonic_increasing
    last = measured_yearly[measured_yearly["day"] == measured_yearly["day"].max()]
    assert last["verdict"].tolist() == measured.matrix["verdict"].tolist()


def test_rulers_part_where_one_looks_forward_and_one_back(measured):
    apart = parting(measured)
    for row in measured.shown:
        verdicts = set(said(measured, row)["verdict"])
        assert (row in apart) == bool(verdicts & set(FORWARD) and verdicts & set(BACKWARD))
    assert 0 < len(parting(measured, without=["completion_rate"])) <= len(apart)


def test_a_ruler_that_is_listed_once_is_not_heard_twice(measured):
    assert not set(said(measured, measured.shown[0]).index) & set(HIDDEN)


def test_the_numbers_behind_the_verdicts_are_worked_out_by_hand(measured):
    """Firms: from 3188 in 2020 to 4155 in 2023, 5000 wanted in 2025. Growth 9.23 % of 9.42 % a
    year; 967 of 1812 in three of five years; 4155 is 83.1 % and 3188 63.8 % of 5000."""
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
    counts = why_not(measured)
    assert counts.sum() == len(measured.inputs) - len(measured.shown)
    assert set(counts.index) <= {"event", "definition_break", "no_goal", "no_value", "no_start"}
