"""Whoever asks after a target gets one answer: every way to a verdict, for three plans."""

import numpy as np
import pandas as pd
import pytest

from analysis.briefing.workbook.sheets import verdict_sheet
from analysis.judging.attainment import READING
from analysis.judging.attribution import fever
from analysis.judging.changes import compare
from analysis.judging.methods import judge, method_inputs
from analysis.judging.outcome import look_back
from analysis.judging.questions import own_target
from analysis.judging.situations import (
    Records,
    assessment_frame,
    read_records,
    situation_of,
    targets_for,
)
from analysis.judging.standpoints import standpoint, verdicts_from
from analysis.telling.kit.statuses import OUTCOME_NAMES, STATUSES
from support.shanxi import ROOT
from support.three_plans import GERMANY, SHANXI_15, records

PLANS = {
    "Shanxi 14": lambda: read_records("shanxi-innovation-14", root=ROOT),
    "Germany": lambda: records(GERMANY, base=2020, start=2021, end=2030),
    "Shanxi 15": lambda: records(SHANXI_15, base=2025, start=2026, end=2030),
}
ANSWER = ["status", "probability"]


@pytest.fixture(scope="module", params=list(PLANS))
def told(request) -> Records:
    return PLANS[request.param]()


@pytest.fixture(scope="module")
def verdicts(told) -> pd.DataFrame:
    return situation_of(told).verdicts.set_index(READING)


def same(found: pd.DataFrame, verdicts: pd.DataFrame, columns: list[str] = ANSWER) -> None:
    both = found.set_index(READING)[columns]
    pd.testing.assert_frame_equal(
        both, verdicts.loc[both.index, columns], check_dtype=False, rtol=1e-6
    )


def test_a_replayed_day_says_what_the_situation_says(told, verdicts):
    same(verdicts_from(standpoint(told)), verdicts, [*ANSWER, "latest_value", "settled", "since"])


def test_the_fever_line_ends_where_the_situation_is(told, verdicts):
    last = fever(compare(told)).groupby(READING, sort=False).last().reset_index()
    same(last, verdicts)


def test_the_outcome_is_the_verdict_by_its_name(told, verdicts):
    rows = look_back(told).rows
    same(rows, verdicts, ["probability", "latest_value"][:1])
    for row in rows[rows["outcome"].isin(["met", "reached", "missed", "undecided"])].itertuples():
        status = verdicts.loc[(row.target_id, row.indicator_id, row.reading), "status"]
        assert OUTCOME_NAMES[row.outcome] == tuple(STATUSES.loc[status, ["name_zh", "name_en"]])


def test_every_ruler_sees_the_years_that_the_promise_names(told, verdicts):
    inputs = method_inputs(situation_of(told))
    assert (inputs["current_year"].fillna(0) <= inputs["target_year"]).all()
    ours = judge(inputs, "ours").assign(**inputs[READING])
    known = verdicts.loc[ours.set_index(READING).index, "status"].to_numpy()
    assert (ours["status"].where(ours["status"] != "", "not_assessable") == known).all()


def test_the_workbook_and_the_csv_say_the_same(told, verdicts):
    now = situation_of(told)
    same(assessment_frame(now), verdicts)
    sheet = verdict_sheet(now, "en").frame
    named = STATUSES.loc[verdicts["status"]]
    assert sheet["status"].to_list() == (named["mark"] + " " + named["name_en"]).to_list()
    shown = sheet["probability"].astype(float).to_numpy()
    np.testing.assert_allclose(shown, verdicts["probability"].astype(float), rtol=1e-6)


def test_a_target_of_one_s_own_is_judged_as_the_plan_s(told, verdicts):
    now = situation_of(told)
    asked = targets_for(told.plan, told.plan.region)
    plain = asked[
        (asked["reading"] == "level")
        & (asked["hold"] == "by")
        & asked["comparator"].isin([">=", "="])
        & asked["stated_value"].notna()
    ]
    assert len(plain)
    for goal in plain.itertuples():
        verdict = verdicts.loc[(goal.target_id, goal.indicator_id, goal.reading)]
        own = own_target(
            now,
            goal.indicator_id,
            goal.stated_value,
            deadline=int(goal.deadline),
            comparator=verdict["comparator"],
        ).iloc[0]
        assert own["status"] == verdict["status"]
        assert own["probability"] == pytest.approx(verdict["probability"], nan_ok=True)
