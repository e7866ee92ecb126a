"""Verdicts on small frames whose numbers are worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.judging import attainment
from analysis.judging.attainment import assess
from analysis.projection import project
from analysis.telling.kit.statuses import STATUSES
from analysis.telling.kit.wording import percent

INDICATORS = pd.DataFrame(
    {
        "indicator_id": ["firms", "labs", "share"],
        "lower": [0.0, 0.0, 0.0],
        "upper": [np.nan, np.nan, 100.0],
        "definition_breaks": ["", "2022:reorganised", ""],
    }
)


def known(values: dict[int, float], indicator_id: str = "firms") -> pd.DataFrame:
    """An as-of view of one indicator."""
    years = list(values)
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "region": "140000",
            "year": pd.array(years, dtype="Int64"),
            "value": [float(v) for v in values.values()],
            "qualifier": "exact",
            "source_id": "s",
            "published": pd.to_datetime([f"{y + 1}-06-30" for y in years]),
            "n_values": 1,
        }
    )


def target(**changes) -> pd.DataFrame:
    row = {
        "target_id": "T1",
        "indicator_id": "firms",
        "reading": "level",
        "comparator": ">=",
        "stated_value": 5000.0,
        "value_high": np.nan,
        "unit": "家",
        "deadline": 2025,
        "baseline_year": 2020,
        "baseline_value": 3188.0,
        "quotes": ("q",),
    } | changes
    frame = pd.DataFrame([row])
    return frame.astype({"deadline": "Int64", "baseline_year": "Int64"})


def judge(values: dict[int, float], **changes) -> pd.Series:
    wanted = target(**changes)
    ids = wanted.loc[0, "indicator_id"]
    projections = project(known(values, ids), INDICATORS, until=2025)
    return assess(wanted, projections, INDICATORS, baseline_year=2020).iloc[0]


FIRMS = {2015: 720, 2020: 3188, 2022: 3916, 2023: 4155}


def test_high_tech_firms_in_2023_have_gone_53_percent_of_the_way_in_60_percent_of_the_time():
    """(4155 − 3188) / (5000 − 3188) = 967 / 1812 = 0.534; (2023 − 2020) / 5 = 0.6."""
    verdict = judge(FIRMS)
    assert verdict["share_travelled"] == pytest.approx(0.5337, abs=1e-4)
    assert verdict["share_time"] == pytest.approx(0.6)


def test_actual_and_required_growth_are_compound_and_annual():
    """(4155/3188)^(1/3) − 1 = 9.23 %; (5000/4155)^(1/2) − 1 = 9.70 %; promised 9.42 %."""
    verdict = judge(FIRMS)
    assert verdict["growth_actual"] == pytest.approx(0.09233, abs=1e-4)
    assert verdict["growth_required"] == pytest.approx(0.09698, abs=1e-4)
    assert verdict["growth_promised"] == pytest.approx(0.09417, abs=1e-4)


def test_a_doubling_is_judged_against_twice_the_baseline():
    verdict = judge(FIRMS, reading="ratio", stated_value=2.0)
    assert verdict["target_value"] == 6376
    assert verdict["share_travelled"] == pytest.approx(967 / 3188)


def test_a_target_met_before_its_year_must_hold_and_needs_no_growth():
    verdict = judge({2020: 3188, 2022: 5100})
    assert (verdict["status"], verdict["met"]) == ("met_so_far", True)
    assert 0 < verdict["probability"] < 1
    assert np.isnan(verdict["growth_required"])


def test_a_strict_target_is_not_met_by_equality():
    assert judge({2020: 3188, 2023: 5000}, comparator=">=")["met"]
    assert not judge({2020: 3188, 2023: 5000}, comparator=">")["met"]


def test_after_the_deadline_a_target_is_achieved_or_missed():
    assert judge({2020: 3188, 2025: 5001})["status"] == "achieved"
    missed = judge({2020: 3188, 2025: 4999})
    assert (missed["status"], missed["probability"]) == ("missed", 0.0)


@pytest.mark.parametrize(
    ("values", "changes", "reason"),
    [
        ({2020: 3188}, {"reading": "coverage", "stated_value": np.nan}, "no_evidence"),
        (
            {2017: 256.0, 2022: 561.0},
            {"reading": "ratio", "stated_value": 2.0, "baseline_value": np.nan},
            "no_baseline",
        ),
        (
            {2020: 5.0, 2023: 7.0},
            {"indicator_id": "labs", "baseline_value": 5.0},
            "definition_break",
        ),
    ],
)
def test_what_cannot_be_assessed_says_why(values, changes, reason):
    verdict = judge(values, **changes)
    assert (verdict["status"], verdict["reason"]) == ("not_assessable", reason)


@pytest.mark.parametrize(
    ("base", "deadline", "status"),
    [
        (2021, 2025, "not_assessable"),
        (2022, 2025, "rated"),
        (2020, 2021, "rated"),
        (2020, 2022, "not_assessable"),
    ],
)
def test_a_definition_breaks_a_target_after_its_base_year_and_up_to_its_deadline(
    base, deadline, status
):
    """`labs` is counted anew from 2022 on: whoever starts then, or ends before, is comparable."""
    wanted = target(
        indicator_id="labs",
        baseline_year=base,
        baseline_value=5.0,
        stated_value=9.0,
        deadline=deadline,
    )
    history = known(
        {2018: 4.0, 2019: 4.5, 2020: 5.0, **({2022: 6.0, 2023: 7.0} if base > 2020 else {})}, "labs"
    )
    verdict = assess(
        wanted, project(history, INDICATORS, until=2025), INDICATORS, baseline_year=2020
    ).iloc[0]
    broken = (verdict["status"], verdict["reason"]) == ("not_assessable", "definition_break")
    assert broken is (status == "not_assessable")


def test_an_increment_is_counted_from_zero_not_from_the_baseline():
    """Ten new ones by 2025, six so far: 6 / 10, whatever stood there before."""
    verdict = judge(
        {2020: 5.0, 2023: 6.0}, reading="increment", stated_value=10.0, baseline_value=5.0
    )
    assert verdict["baseline_value"] == 0.0
    assert verdict["share_travelled"] == pytest.approx(0.6)


def test_one_value_alone_is_judged_by_the_reference_class_and_graded_d():
    """What is projected in a chart has its probability in the table."""
    verdict = judge({2020: 5.0}, baseline_value=5.0, stated_value=9.0)
    assert 0 < verdict["probability"] < 1 and verdict["evidence"] == "D"
    assert verdict["status"] in ("on_track", "at_risk", "off_track")


@pytest.mark.parametrize(
    ("chance", "status", "word"),
    [
        (0.665, "on_track", "likely"),  # printed 67 %
        (0.6649, "at_risk", "even"),  # printed 66 %
        (0.325, "at_risk", "even"),  # 33 %
        (0.3249, "off_track", "unlikely"),  # 32 %
    ],
)
def test_verdict_and_word_go_by_the_probability_as_it_is_printed(chance, status, word, monkeypatch):
    found = attainment.judge_paths
    monkeypatch.setattr(
        attainment, "judge_paths", lambda *given: found(*given).assign(probability=chance)
    )
    verdict = judge({2020: 3188, 2023: 4155})
    assert verdict["status"] == status
    assert attainment.likelihood(verdict["probability"]) == word
    assert percent(verdict["probability"]) == f"{round(100 * attainment.as_told(chance))}%"


@pytest.mark.parametrize(
    ("goal", "base", "latest", "status"),
    [
        # promised 1.25 a year, actual 0.75: 0.60 of it; a hair less is too little
        (20.25, 4.0, 7.0, "at_risk"),
        (20.25, 4.0, 6.9999, "off_track"),
        # promised 0.625 a year, actual 0.59375: 0.95 of it
        (169.0, 64.0, 102.0, "on_track"),
        (169.0, 64.0, 101.99, "at_risk"),
    ],
)
def test_without_a_probability_growth_is_held_against_what_was_promised(goal, base, latest, status):
    history = known({2020: base, 2021: latest})
    projections = project(history, INDICATORS, until=2022).assign(quantiles=None)
    wanted = target(baseline_value=base, stated_value=goal, deadline=2022)
    verdict = assess(wanted, projections, INDICATORS, baseline_year=2020).iloc[0]
    assert np.isnan(verdict["probability"])
    assert verdict["status"] == status


def test_before_the_baseline_only_a_probability_can_judge():
    """As on the day a plan is issued: the engine says how likely, growth alone says nothing."""
    history = known({2011: 4.0, 2020: 5.0})
    wanted = target(baseline_value=5.0, stated_value=6.0)
    engine, growth = (
        assess(
            wanted,
            project(history, INDICATORS, until=2025, method=method),
            INDICATORS,
            baseline_year=2020,
        ).iloc[0]
        for method in ("pooled", "ols")
    )
    assert 0 < engine["probability"] < 1
    assert engine["status"] in ("on_track", "at_risk", "off_track")
    assert (growth["status"], growth["reason"]) == ("not_assessable", "before_baseline")


def test_a_target_nobody_observes_says_so():
    projections = project(known(FIRMS), INDICATORS, until=2025)
    verdict = assess(
        target(indicator_id="share"), projections, INDICATORS, baseline_year=2020
    ).iloc[0]
    assert (verdict["status"], verdict["reason"]) == ("not_assessable", "no_observation")


def test_a_missing_baseline_is_taken_from_the_published_base_year():
    verdict = judge(
        {2018: 170.0, 2019: 190.0, 2020: 211.1, 2023: 298.2},
        reading="ratio",
        stated_value=2.0,
        baseline_value=np.nan,
        baseline_year=pd.NA,
    )
    assert (verdict["baseline_basis"], verdict["baseline_value"]) == ("observed", 211.1)
    assert verdict["target_value"] == pytest.approx(422.2)


def test_a_base_year_not_yet_published_is_projected_and_said_so():
    verdict = judge(
        {y: 100.0 * 1.1 ** (y - 2014) for y in range(2014, 2020)},
        reading="ratio",
        stated_value=2.0,
        baseline_value=np.nan,
        baseline_year=pd.NA,
    )
    assert verdict["baseline_basis"] == "projected"
    assert verdict["baseline_value"] == pytest.approx(100 * 1.1**6, rel=0.02)


@settings(max_examples=8)
@given(st.floats(1, 1e6), st.floats(1.0001, 10), st.floats(0.5, 12))
def test_the_unit_does_not_change_the_verdict(scale, goal, now):
    values = {2020: 100.0, 2023: 100.0 * now}
    one = judge(values, baseline_value=100.0, stated_value=100 * goal)
    other = judge(
        {y: v * scale for y, v in values.items()},
        baseline_value=100.0 * scale,
        stated_value=100 * goal * scale,
    )
    if abs(now - goal) > 1e-9:
        assert one["status"] == other["status"]
    assert one["share_travelled"] == pytest.approx(other["share_travelled"], rel=1e-6)


def test_every_status_has_a_name_in_both_languages_a_mark_and_a_colour():
    assert list(STATUSES.index) == [
        *("achieved", "met_so_far", "on_track", "at_risk", "off_track", "not_shown", "missed"),
        "not_assessable",
    ]
    assert STATUSES.map(bool).all(axis=None)
    assert STATUSES["mark"].is_unique


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("established", "not_assessable"),
        ("claimed", "not_assessable"),
        ("operating", "achieved"),
        ("achieved", "achieved"),
    ],
)
def test_a_breakthrough_is_made_when_it_runs_or_is_reported_as_made(state, status):
    """A discipline that is rated A runs nowhere; a claim is a claim."""
    day = pd.Timestamp("2023-01-31")
    events = pd.DataFrame(
        {"indicator_id": ["firms"], "date": [day], "published": [day], "state": [state]}
    )
    wanted = target(reading="breakthrough", comparator="", stated_value=np.nan)
    made = project(known({2020: 1.0}), INDICATORS, until=2025)
    told = assess(wanted, made, INDICATORS, baseline_year=2020, events=events)
    assert told["status"].to_list() == [status]
