"""Targets set elsewhere than in a plan's own text are judged as targets and counted as none."""

import datetime as dt

import pandas as pd
import pytest

from analysis.intake.registering import add_pledge, add_source
from analysis.judging.attainment import assess
from analysis.projection import project
from analysis.records.errors import PlanDataError
from analysis.records.plans import load_plan
from analysis.records.pledges import as_targets, read_pledges
from support.small_project import small_project

TODAY = dt.date(2026, 1, 1)
SAID = {
    "indicator_id": "firms",
    "kind": "annual",
    "deadline": "2023",
    "value": "120",
    "comparator": ">=",
    "quote": "达到120家以上",
    "source_id": "report",
}


@pytest.fixture
def root(tmp_path):
    root = small_project(tmp_path)
    told = {
        "source_id": "report",
        "title": "报告",
        "publisher": "市政府",
        "published": "2023-02-01",
    }
    add_source("small", told, root=root)
    return root


def pledges_of(root):
    return read_pledges(load_plan("small", root=root), root=root, today=TODAY)


def test_a_plan_without_pledges_has_an_empty_table_with_every_column(root):
    rows = pledges_of(root)
    assert rows.empty and {"pledge_id", "deadline", "grade", "base_year"} <= set(rows.columns)
    assert as_targets(rows).empty


def test_pledges_have_the_columns_and_types_of_a_plans_targets(root):
    add_pledge("small", SAID, root=root, today=TODAY)
    own, theirs = as_targets(pledges_of(root)), load_plan("small", root=root).targets
    assert set(own.columns) == set(theirs.columns)
    kinds = ["stated_value", "value_high", "deadline", "year_from", "baseline_year"]
    assert own[kinds].dtypes.to_list() == theirs[kinds].dtypes.to_list()


@pytest.mark.parametrize(("value", "status"), [(119, "missed"), (120, "achieved")])
def test_a_pledge_is_judged_by_its_own_year(root, value, status):
    add_pledge("small", SAID, root=root, today=TODAY)
    plan = load_plan("small", root=root)
    seen = pd.DataFrame(
        {
            "indicator_id": "firms",
            "region": plan.region,
            "year": [2021, 2022, 2023],
            "value": [90.0, 100.0, value],
            "unit": "家",
            "qualifier": "exact",
            "source_id": "report",
            "published": pd.Timestamp("2024-01-31"),
            "grade": "B",
        }
    )
    made = project(seen, plan.indicators, until=2025)
    judged = assess(as_targets(pledges_of(root)), made, plan.indicators, baseline_year=2020)
    assert judged["status"].to_list() == [status]


def test_a_growth_on_the_year_before_is_put_in_percent(root):
    grown = SAID | {"measure": "growth", "value": "11.5", "unit": "%", "base_year": "2022"}
    add_pledge("small", grown, root=root, today=TODAY)
    goal = as_targets(pledges_of(root)).iloc[0]
    assert (goal["reading"], goal["unit"], goal["baseline_year"]) == ("growth", "%", 2022)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"unit": "%"}, "is not the indicator's unit"),
        ({"deadline": ""}, "a target needs a deadline"),
        ({"comparator": "range"}, "a range needs its upper end"),
        ({"comparator": "range", "value_high": "119"}, "a range needs its upper end"),
        ({"measure": "gap"}, "a gap needs the region"),
    ],
)
def test_what_a_pledge_leaves_open_is_named(root, change, told):
    add_pledge("small", SAID | change, root=root, today=TODAY)
    with pytest.raises(PlanDataError, match=told):
        pledges_of(root)


def test_a_standing_aim_has_no_year_and_is_not_judged(root):
    add_pledge("small", SAID | {"kind": "standing", "deadline": ""}, root=root, today=TODAY)
    rows = pledges_of(root)
    assert len(rows) == 1 and as_targets(rows).empty
