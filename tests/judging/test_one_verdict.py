"""Whoever asks after a target gets one answer: every way to a verdict, for three plans."""

import datetime as dt

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
from analysis.judging.verdict_changes import standpoint, verdicts_from
from analysis.records.plans import Plan
from analysis.records.regions import read_regions
from analysis.records.schema import OBSERVATIONS, SOURCES
from analysis.telling.kit.statuses import OUTCOME_NAMES, STATUSES
from support.german_targets import (
    BALANCE,
    ENERGY,
    FINANCE,
    GHG,
    LEAVERS,
    MORTALITY,
    NITROGEN,
    SMOKING,
)
from support.shanxi import ROOT
from support.tables import typed

NAMED = {"title": "规划", "title_en": "Plan", "short_zh": "规划", "short_en": "plan"}
GERMANY = [
    ("ghg", GHG, "down", {"measure": "ratio", "value": 0, "deadline": 2045, "base_year": 1990}),
    ("deaths", MORTALITY, "down", {"value": 100, "deadline": 2030}),
    ("leavers", LEAVERS, "down", {"value": 10, "deadline": 2020}),
    ("nitrogen", NITROGEN, "down", {"measure": "mean", "value": 70, "year_from": 2028}),
    ("smoking", SMOKING, "down", {"value": 7, "deadline": 2030}),
    (
        *("energy", ENERGY, "down"),
        {"measure": "percent_change", "value": -20, "deadline": 2020, "base_year": 2008},
    ),
    (
        "finance",
        FINANCE,
        "up",
        {"measure": "ratio", "value": 2, "deadline": 2020, "base_year": 2014},
    ),
    (
        "balance",
        BALANCE,
        "up",
        {"value": -3, "comparator": ">", "hold": "every", "year_from": 2022},
    ),
]
SHANXI_15 = [
    (
        "firms",
        {2020: 3188, 2022: 3916, 2023: 4155, 2025: (4500, "more_than")},
        "up",
        {"value": 5000},
    ),
    (
        "coal",
        {y: 13.0 + 0.05 * (y - 2024) for y in range(2018, 2026)},
        "none",
        {"value": 13, "comparator": "~", "deadline": 2026},
    ),
    (
        "gas",
        {y: 90.0 + 12.0 * (y - 2018) for y in range(2018, 2026)},
        "up",
        {"value": 300, "deadline": 2030},
    ),
    (
        "rd",
        {y: 170.0 * 1.12 ** (y - 2018) for y in range(2018, 2025)},
        "up",
        {"measure": "growth", "value": 10, "comparator": ">=", "deadline": 2030},
    ),
    (
        "wind",
        {2024: 700.0, 2025: 800.0},
        "up",
        {"measure": "sum", "value": 4000, "year_from": 2026, "deadline": 2030},
    ),
]


def records(cases: list[tuple], *, base: int, start: int, end: int) -> Records:
    """A plan of the cases: indicator, values by year, the way that is better, how it is put."""
    figures = typed(
        {
            **{"figure_id": f"F{n}", "indicator_id": name, "role": "target", "comparator": "="},
            **{"unit": "个", "deadline": 2032 if "year_from" in put else 2025, "quote": name},
            **{"chapter": 1, "section": 1},
            **put,
        }
        for n, (name, _, _, put) in enumerate(cases)
    )
    indicators = pd.DataFrame(
        {
            "indicator_id": [name for name, *_ in cases],
            "name_zh": [name for name, *_ in cases],
            "name_en": [name for name, *_ in cases],
            "unit": "个",
            "kind": "ratio",
            "direction": [way for _, _, way, _ in cases],
            "lower": [np.nan if name == "balance" else 0.0 for name, *_ in cases],
            "upper": np.nan,
            "definition_breaks": "",
            "in_plan": True,
        }
    )
    told = typed(
        (
            {
                **{"observation_id": f"{name}-{year}", "indicator_id": name, "region": "140000"},
                **{"year": year, "unit": "个", "source_id": "s", "published_estimated": "false"},
                "value": value[0] if isinstance(value, tuple) else value,
                "qualifier": value[1] if isinstance(value, tuple) else "exact",
                "published": f"{year + 1}-03-31",
                "recorded_at": f"{year + 1}-03-31",
            }
            for name, values, _, _ in cases
            for year, value in values.items()
        ),
        OBSERVATIONS,
    ).assign(grade="A")
    about = {"issued": dt.date(start, 4, 30), "baseline_year": base, "start": start, "end": end}
    events = ["indicator_id", "region", "date", "published", "state", "source_id"]
    return Records(
        Plan("small", {**NAMED, **about, "region": "140000"}, indicators, figures),
        told,
        pd.DataFrame(columns=events).astype({"published": "datetime64[s]"}),
        read_regions(ROOT),
        ROOT,
        pd.DataFrame(columns=list(SOURCES.columns)),
    )


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
