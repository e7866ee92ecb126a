"""A plan beside the one it follows."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.judging.situations import read_records, situation_of
from analysis.judging.succession import against_the_last, before, last_plan, not_taken_up
from analysis.records.errors import PlanDataError
from support.shanxi import ROOT


def standing(*rows: dict, direction: str = "up") -> SimpleNamespace:
    blank = {"measure": "level", "hold": "by", "unit": "家", "met": False, "status": "at_risk"}
    table = pd.DataFrame(
        [{"indicator_id": "x", "latest_year": 2025, "latest_value": 90.0} | blank | r for r in rows]
    )
    kinds = pd.DataFrame({"indicator_id": ["x", "y"], "direction": direction})
    return SimpleNamespace(verdicts=table, plan=SimpleNamespace(indicators=kinds))


def goal(name: str, value: float, deadline: int, **also: object) -> dict:
    return {"target_id": name, "target_value": value, "deadline": deadline} | also


@pytest.mark.parametrize(
    ("value", "direction", "found"),
    [
        (99.0, "up", ["lower"]),
        (100.0, "up", ["moved"]),
        (101.0, "up", []),
        (101.0, "down", ["lower"]),
        (100.0, "down", ["moved"]),
        (99.0, "down", []),
    ],
)
def test_a_later_target_that_asks_for_less_or_the_same_is_found(value, direction, found):
    new = standing(goal("N", value, 2030), direction=direction)
    old = standing(goal("O", 100.0, 2025), direction=direction)
    table = against_the_last(new, old)
    assert table["finding"].tolist() == found
    assert table["old_target_id"].eq("O").all()


def test_the_same_number_is_no_finding_where_the_old_target_was_kept():
    old = standing(goal("O", 100.0, 2025, status="achieved"))
    assert against_the_last(standing(goal("N", 100.0, 2030)), old).empty


def test_an_earlier_year_may_ask_for_less():
    table = against_the_last(standing(goal("N", 99.0, 2024)), standing(goal("O", 100.0, 2025)))
    assert table.empty


def test_what_is_there_already_is_found_without_an_old_target():
    new = standing(goal("N", 80.0, 2030, met=True, indicator_id="y"))
    table = against_the_last(new, standing(goal("O", 100.0, 2025)))
    assert table["finding"].tolist() == ["reached"] and table["old_value"].isna().all()


def test_a_level_that_is_to_be_held_every_year_is_no_level_to_be_reached():
    new = standing(goal("N", 80.0, 2030, met=True, hold="every"))
    assert against_the_last(new, standing(goal("O", 100.0, 2025))).empty


def test_old_targets_that_were_not_kept_and_have_no_successor_are_listed():
    old = standing(
        goal("A", 100.0, 2025, indicator_id="y"),
        goal("B", 100.0, 2025),
        goal("C", 100.0, 2025, indicator_id="y", status="achieved"),
    )
    left = not_taken_up(standing(goal("N", 100.0, 2030)), old)
    assert left["target_id"].tolist() == ["A"]


def test_the_plan_it_follows_is_read_from_plan_toml():
    records = read_records("shanxi-15", root=ROOT)
    assert before(records).plan.name == "shanxi-innovation-14"
    assert last_plan(records, situation_of(records)).plan.name == "shanxi-innovation-14"
    assert before(read_records("shanxi-innovation-14", root=ROOT)) is None


def test_a_plan_that_does_not_exist_is_named(tmp_path):
    records = read_records("shanxi-15", root=ROOT)
    plan = SimpleNamespace(meta={"follows": "no-such-plan"})
    with pytest.raises(PlanDataError, match="no-such-plan"):
        before(SimpleNamespace(plan=plan, root=records.root))
