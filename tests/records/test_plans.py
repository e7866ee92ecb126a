"""A plan's folder: what it says of itself, its figures, its name."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.records.errors import PlanDataError
from analysis.records.observations import read_observations
from analysis.records.places import plan_name, plan_names
from analysis.records.plans import in_force, load_plan
from analysis.records.schema import FIGURES, OBSERVATIONS, TABLES
from support.small_project import (
    FIGURE,
    INDICATOR,
    META,
    OBSERVATION,
    read_small,
    small_project,
    wide,
    write,
)

# The same table in a file that has every column it may have.
WIDE = wide(FIGURES)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_project(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"indicator_id": "ghosts"}, "row 2, column indicator_id, value 'ghosts': not in any"),
        ({"unit": "亿元"}, "row 2, column unit, value '亿元': is not the indicator's unit"),
        ({"role": "target"}, "row 2, column figure_id, value 'F001': a target needs a deadline"),
        ({"role": "wish"}, "row 2, column role, value 'wish': must be one of"),
        ({"value": "三千"}, "row 2, column value, value '三千': not a number"),
        ({"chapter": "１"}, "row 2, column chapter, value '１': not a whole number"),
        ({"chapter": "9" * 30}, f"row 2, column chapter, value '{'9' * 30}': not a whole number"),
        ({"quote": ""}, "row 2, column quote, value '': must not be empty"),
    ],
)
def test_a_bad_figure_names_file_row_column_value_and_rule(root, change, message):
    write(root / "data" / "plans" / "small" / "figures.csv", FIGURES, FIGURE | change)
    with pytest.raises(PlanDataError) as error:
        load_plan("small", root=root)
    assert f"data/plans/small/figures.csv, {message}" in str(error.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"measure": "gap"}, "column figure_id, value 'F001': a gap needs the region or"),
        ({"comparator": "range"}, "column figure_id, value 'F001': a range needs its upper end"),
        ({"value": "9", "value_high": "8"}, "column value_high, value '8.0': lies below `value`"),
        ({"tolerance": "-1"}, "column tolerance, value '-1.0': must not be negative"),
        ({"year_from": "2026"}, "column year_from, value '2026': lies after the deadline"),
        ({"base_year": "2026"}, "column base_year, value '2026': lies after the deadline"),
        (
            {"valid_from": "2023-01-01", "valid_until": "2022-12-31"},
            "column valid_until, value '2022-12-31 00:00:00': lies before valid_from",
        ),
        ({"part_of": "F9"}, "column part_of, value 'F9': not a figure_id of this plan"),
    ],
)
def test_a_target_that_cannot_be_meant_so_is_refused(root, change, message):
    goal = FIGURE | {"role": "target", "deadline": "2025", "year": ""} | change
    write(root / "data" / "plans" / "small" / "figures.csv", WIDE, goal)
    with pytest.raises(PlanDataError) as error:
        load_plan("small", root=root)
    assert message in str(error.value)


def test_a_folder_of_before_loads_as_it_was_meant(root):
    path = root / "data" / "plans" / "small" / "figures.csv"
    goal = FIGURE | {"role": "target", "deadline": "2025", "year": "", "value": "2", "unit": "倍"}
    write(path, FIGURES, goal | {"measure": "multiple"})
    path.write_text(path.read_text("utf-8").replace("measure", "target_kind", 1), "utf-8")
    plan = load_plan("small", root=root)
    assert plan.figures["measure"].to_list() == ["ratio"]
    told = plan.targets.iloc[0]
    assert (told["reading"], told["hold"], told["relation"]) == ("ratio", "by", "")


def test_a_target_s_own_base_goes_before_the_plan_s(root):
    path = root / "data" / "plans" / "small" / "figures.csv"
    goal = FIGURE | {"figure_id": "F002", "role": "target", "deadline": "2025", "year": ""}
    doubled = goal | {"value": "2", "unit": "倍", "measure": "ratio", "base_year": "2014"}
    write(path, WIDE, FIGURE, doubled | {"base_value": "2.34"})
    told = load_plan("small", root=root).targets.iloc[0]
    assert (told["baseline_year"], told["baseline_value"]) == (2014, 2.34)
    write(path, WIDE, FIGURE, doubled)
    told = load_plan("small", root=root).targets.iloc[0]
    assert told["baseline_year"] == 2014 and pd.isna(told["baseline_value"])


def test_targets_that_replaced_each_other_share_a_name_and_one_is_in_force(root):
    path = root / "data" / "plans" / "small" / "figures.csv"
    goal = FIGURE | {"role": "target", "deadline": "2030", "year": ""}
    old = goal | {"figure_id": "F1", "value": "55", "valid_until": "2022-12-31"}
    new = goal | {"figure_id": "F2", "value": "65", "valid_from": "2023-01-01"}
    write(path, WIDE, old, new)
    goals = load_plan("small", root=root).targets
    assert goals["target_id"].to_list() == ["F1", "F1"]
    assert goals["figure_ids"].to_list() == [("F1",), ("F2",)]
    assert goals[in_force(goals, "2022-06-30")]["stated_value"].to_list() == [55.0]
    assert goals[in_force(goals, "2024-06-30")]["stated_value"].to_list() == [65.0]


@pytest.mark.parametrize(("ahead", "kept"), [(1, [True, False]), (-1, [False, True])])
def test_without_a_day_a_target_whose_end_lies_ahead_is_the_one_in_force(ahead, kept):
    end = pd.Timestamp.today().normalize() + pd.Timedelta(days=ahead)
    goals = pd.DataFrame(
        {
            "valid_from": [pd.NaT, end + pd.Timedelta(days=1)],
            "valid_until": [end, pd.NaT],
            "deadline": [2099, 2099],
        }
    )
    assert in_force(goals, None).tolist() == kept


def test_an_indicator_with_two_units_is_refused(root):
    write(root / "data" / "indicators.csv", TABLES["indicators"], INDICATOR | {"unit": "个"})
    with pytest.raises(PlanDataError, match="another unit and kind"):
        load_plan("small", root=root)


def test_a_plan_without_a_title_or_with_broken_toml_is_named(root):
    path = root / "data" / "plans" / "small" / "plan.toml"
    path.write_text(META.replace("title =", "titel ="), encoding="utf-8")
    with pytest.raises(PlanDataError, match=r"plan.toml, column title: must be given"):
        load_plan("small", root=root)
    path.write_text("title = ", encoding="utf-8")
    with pytest.raises(PlanDataError, match="not valid TOML"):
        load_plan("small", root=root)


@pytest.mark.parametrize(
    ("line", "instead", "told"),
    [
        (
            "issued = 2021-04-30",
            'issued = "2021-4-30"',
            "column issued, value '2021-4-30': not a date",
        ),
        ("issued = 2021-04-30", "issued = 20210430", "column issued, value 20210430: not a date"),
        ("start = 2021", "start = 21", "column start, value 21: write a whole number from 1900"),
        ("end = 2025", "end = true", "column end, value True: write a whole number from 1900"),
        ('region = "140000"', "region = 14", "column region, value '14': not in regions.csv"),
        ('region = "140000"', 'region = "1 4"', "column region, value '1 4': not a region's code"),
        ('title = "小规划"', "title = 7", "column title, value 7: write text in quotes"),
        ('title = "小规划"', 'title = ""', "column title: must be given"),
    ],
)
def test_what_a_plan_says_of_itself_is_read_strictly(root, line, instead, told):
    path = root / "data" / "plans" / "small" / "plan.toml"
    path.write_text(META.replace(line, instead), encoding="utf-8")
    with pytest.raises(PlanDataError) as error:
        read_small(root)
    assert f"data/plans/small/plan.toml, {told}" in str(error.value)


def test_a_plan_may_be_typed_with_quotes_more_or_fewer(root):
    path = root / "data" / "plans" / "small" / "plan.toml"
    typed = META.replace("2021-04-30", '"2021-04-30"').replace('"140000"', "140000")
    path.write_text("\ufeff" + typed.replace("start = 2021", 'start = "2021"'), encoding="utf-8")
    plan = load_plan("small", root=root)
    assert plan.issued == pd.Timestamp("2021-04-30") and plan.region == "140000"
    assert plan.meta["issued"] == dt.date(2021, 4, 30) and plan.meta["start"] == 2021


@pytest.mark.parametrize(
    "name",
    ["../small", "/tmp", "..", ".", "", "small/", "a\\b", "C:small", "a\0b", ".small", 0, None],
)
def test_a_path_is_no_plan_s_name(root, name):
    with pytest.raises(PlanDataError, match=r"plan .*data/plans.* \| "):
        load_plan(name, root=root)
    with pytest.raises(PlanDataError, match=r"no path \| .*文件夹名"):
        plan_name(name)


def test_a_hidden_folder_is_no_plan(root):
    (root / "data" / "plans" / ".ipynb_checkpoints").mkdir()
    assert plan_names(root) == ["small"]
    assert len(load_plan("small", root=root).figures) == 1


def test_an_unknown_plan_lists_those_there_are(root):
    with pytest.raises(PlanDataError, match="there are: small"):
        load_plan("large", root=root)


def test_targets_and_commitments_are_promised_and_a_composition_is_not(root):
    promise = FIGURE | {"role": "target", "deadline": "2025", "comparator": ">="}
    rows = [
        FIGURE,
        promise | {"figure_id": "F002", "value": "5000", "measure": "level"},
        promise | {"figure_id": "F003", "value": "60", "measure": "composition"},
        promise | {"figure_id": "F004", "value": "5500", "role": "commitment", "measure": "level"},
    ]
    write(root / "data" / "plans" / "small" / "figures.csv", FIGURES, *rows)
    promised = load_plan("small", root=root).targets
    assert promised["target_id"].tolist() == ["F002", "F004"]
    assert promised["baseline_value"].tolist() == [3188.0, 3188.0]


def test_the_targets_are_those_of_the_figures_as_they_are_now(root):
    """Worked out once for the same content: what was changed in place is other content."""
    target = FIGURE | {"figure_id": "F002", "role": "target", "deadline": "2025", "value": "5000"}
    write(root / "data" / "plans" / "small" / "figures.csv", FIGURES, FIGURE, target)
    plan = load_plan("small", root=root)
    told = plan.targets
    told.loc[0, "stated_value"] = -1.0
    assert plan.targets["stated_value"].tolist() == [5000.0]
    plan.figures.loc[plan.figures["figure_id"] == "F002", "value"] = 6000.0
    assert plan.targets["stated_value"].tolist() == [6000.0]
    assert replace(plan, figures=plan.figures.iloc[:1]).targets.empty


def test_a_figure_of_an_indicator_that_another_plan_alone_knows_disturbs_none(root):
    table = root / "data" / "observations" / "a.csv"
    theirs = OBSERVATION | {"indicator_id": "labs", "observation_id": "o2"}
    write(table, OBSERVATIONS, OBSERVATION, theirs)
    with pytest.raises(PlanDataError, match=r"row 3, column indicator_id, value 'labs'"):
        read_observations(load_plan("small", root=root), root=root)
    other = INDICATOR | {"indicator_id": "labs"}
    write(root / "data" / "plans" / "other" / "indicators.csv", TABLES["indicators"], other)
    plan = load_plan("small", root=root)
    assert plan.indicators["indicator_id"].tolist() == ["firms"]
    recorded = read_observations(plan, root=root)
    assert "labs" not in set(recorded["indicator_id"]) and "firms" in set(recorded["indicator_id"])
