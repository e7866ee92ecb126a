"""The questions an analyst asks first get the answers the plan's own targets get."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.records.errors import PlanDataError
from analysis.records.places import find_root

ROOT = find_root(Path(__file__).parent)


@pytest.fixture(scope="module")
def now():
    return analysis.situation("shanxi-innovation-14", root=ROOT)


@pytest.fixture(scope="module")
def then():
    """A year before the plan's end: something can still be required."""
    return analysis.situation("shanxi-innovation-14", root=ROOT, as_of="2024-12-31")


@pytest.fixture(scope="module")
def records():
    return analysis.read_records("shanxi-innovation-14", root=ROOT)


def test_the_plans_own_target_as_ones_own_is_judged_the_same(then):
    own = analysis.own_target(then, "high_tech_firms", 5000).iloc[0]
    plan = then.verdicts[then.verdicts["target_value"] == 5000].iloc[0]
    for column in ("share_travelled", "share_time", "growth_required", "probability", "status"):
        assert own[column] == plan[column]


def test_the_growth_it_takes_is_compound(then, now):
    """(6000 / 4155)^(1 / 2) − 1 = 20.2 % a year from 2023 to 2025; nothing once 2025 is over."""
    own = analysis.own_target(then, "high_tech_firms", 6000).iloc[0]
    assert own["growth_required"] == pytest.approx((6000 / 4155) ** 0.5 - 1)
    assert np.isnan(analysis.own_target(now, "rd_expenditure", 400).iloc[0]["growth_required"])


def test_a_higher_target_is_less_likely(now):
    chances = analysis.own_target(now, "rd_expenditure", [320, 350, 400])["probability"]
    assert chances.is_monotonic_decreasing and chances.notna().all()


def test_a_later_deadline_is_projected_to(now):
    own = analysis.own_target(now, "high_tech_firms", 6000, deadline=2028).iloc[0]
    sooner = analysis.own_target(now, "high_tech_firms", 6000).iloc[0]
    assert own["probability"] > sooner["probability"] and own["deadline"] == 2028


def test_a_level_of_a_year_to_come_is_asked_under_the_definition_in_force(now):
    """Key laboratories are counted anew since 2022: 5 of 2020 are no base for what 2024's 8 are."""
    later = analysis.own_target(now, "national_key_labs", [8, 10], deadline=2026)
    assert later["baseline_year"].eq(2024).all() and later["baseline_value"].eq(8).all()
    assert later["probability"].is_monotonic_decreasing and later["probability"].between(0, 1).all()
    past = analysis.own_target(now, "national_key_labs", 10, deadline=2025).iloc[0]
    assert (past["reason"], past["baseline_value"]) == ("definition_break", 5)


def test_no_level_is_asked_across_a_definition_nobody_has_counted_by(then):
    """In 2024 no laboratory of the new kind had been counted."""
    own = analysis.own_target(then, "national_key_labs", 10, deadline=2026).iloc[0]
    assert (own["reason"], own["baseline_value"]) == ("definition_break", 5)
    assert np.isnan(own["probability"])


def test_an_indicator_without_a_target_can_be_asked_about(then, now):
    own = analysis.own_target(then, "invention_patents_in_force", 40000).iloc[0]
    assert own["status"] in ("on_track", "at_risk", "off_track")
    over = analysis.own_target(now, "invention_patents_in_force", 40000).iloc[0]
    assert over["status"] == "not_shown" and 0 < over["probability"] < 1


def test_an_indicator_nobody_publishes_is_not_assessable(now):
    own = analysis.own_target(now, "leading_tech_firms", 100).iloc[0]
    assert own["status"] == "not_assessable" and own["reason"] == "no_observation"


def test_an_unknown_indicator_is_named_in_both_languages(now):
    with pytest.raises(PlanDataError, match=r"'firms': not an indicator.*没有这个指标"):
        analysis.own_target(now, "firms", 1)


def test_regions_are_judged_each_from_its_own_baseline(records):
    rows = analysis.region_verdicts(
        records, ["140000", "410000", "610000"], indicator_id="rd_expenditure"
    )
    assert rows["region"].tolist() == ["140000", "410000", "610000"]
    assert np.allclose(rows["target_value"], 2 * rows["baseline_value"])
    assert rows["baseline_value"].nunique() == 3


def test_only_readings_that_every_region_has_are_compared(records):
    rows = analysis.region_verdicts(records, ["140000", "410000"], indicator_id="high_tech_firms")
    assert set(rows["reading"]) == {"ratio"}


def test_the_longest_history_comes_first(now):
    assert analysis.main_indicators(now)[0] == "rd_expenditure"


def test_the_widest_indicator_is_the_one_most_regions_publish():
    known = pd.DataFrame(
        {"indicator_id": ["a", "b", "b", "c", "c"], "region": ["1", "1", "2", "1", "2"]}
    )
    assert analysis.widest_indicator(known, ["a", "c", "b"]) == "c"
    assert analysis.widest_indicator(known, ["x"]) is None
