"""The level that has a given chance is the reverse of the chance that a level has."""

import numpy as np
import pytest

import analysis
from analysis.judging.setting import CHANCES, next_target, next_targets
from analysis.records.errors import PlanDataError


def test_the_level_has_the_chance_that_was_asked_for(now):
    found = next_targets(now, 2030)
    assert set(found["chance"]) == set(CHANCES)
    assert np.allclose(found["probability"], found["chance"], atol=1e-9)


def test_own_target_says_the_same_of_the_level(now):
    level = next_target(now, "high_tech_firms", 2030, chances=[0.8])["stated_value"].item()
    asked = analysis.own_target(now, "high_tech_firms", level, deadline=2030)
    assert asked["probability"].item() == pytest.approx(0.8)


def test_the_surer_the_lower_where_more_is_better(now):
    found = next_target(now, "rd_expenditure", 2030)
    assert found["stated_value"].is_monotonic_decreasing and found["comparator"].eq(">=").all()


def test_the_surer_the_higher_where_less_is_better():
    germany = analysis.situation("germany-dns-2030")
    falling = germany.plan.indicators.set_index("indicator_id")["direction"].eq("down")
    found = next_targets(germany, 2030, [falling.index[falling][0]])
    assert found["stated_value"].is_monotonic_increasing and found["comparator"].eq("<=").all()


def test_a_settled_year_an_unknown_indicator_and_no_chance_are_refused(now):
    with pytest.raises(PlanDataError, match=r"nothing is projected.*没有推算"):
        next_target(now, "rd_expenditure", 2020)
    with pytest.raises(PlanDataError, match="not an indicator"):
        next_target(now, "no_such", 2030)
    for chance in (0.0, 1.0, 80):
        with pytest.raises(PlanDataError, match=r"0\.0005"):
            next_target(now, "rd_expenditure", 2030, chances=[chance])


def test_the_outermost_chances_that_are_projected_are_answered(now):
    assert len(next_target(now, "rd_expenditure", 2030, chances=[0.0005, 0.9995])) == 2


def test_what_is_neither_to_rise_nor_to_fall_is_left_out(now):
    way = now.plan.indicators.set_index("indicator_id")["direction"]
    assert set(way[next_targets(now, 2030)["indicator_id"].unique()]) <= {"up", "down"}
