"""A plan's folder: what it says of itself, its figures, its name."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis.records.errors import PlanDataError
from analysis.records.places import plan_name, plan_names
from analysis.records.plans import load_plan
from analysis.records.schema import FIGURES, TABLES
from support.small_project import (
    FIGURE,
    INDICATOR,
    META,
    read_small,
    small_project,
    write,
)


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


def test_an_indicator_with_two_units_is_refused(root):
    write(root / "data" / "indicators.csv", TABLES["indicators"], INDICATOR | {"unit": "个"})
    with pytest.raises(PlanDataError, match="another unit or kind"):
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
        ('region = "140000"', "region = 14", "column region, value '000014': not in data/regions"),
        ('region = "140000"', 'region = "14"', "column region, value '14': not a region's code"),
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


def test_an_indicator_of_another_plan_may_be_observed_and_is_not_in_this_one(root):
    other = INDICATOR | {"indicator_id": "labs"}
    write(root / "data" / "plans" / "other" / "indicators.csv", TABLES["indicators"], other)
    found = load_plan("small", root=root).indicators.set_index("indicator_id")["in_plan"]
    assert found.to_dict() == {"firms": True, "labs": False}
