"""Bad input ends with file, row, column, value and rule; good input comes back typed."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.records.errors import PlanDataError
from analysis.records.observations import read_events, read_observations
from analysis.records.places import find_root, plan_name, plan_names
from analysis.records.plans import load_plan
from analysis.records.schema import FIGURES, OBSERVATIONS, TABLES
from support.small_project import (
    FIGURE,
    INDICATOR,
    META,
    OBSERVATION,
    TODAY,
    small_project,
    write,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def load(root: Path) -> pd.DataFrame:
    return read_observations(load_plan("small", root=root), root=root, today=TODAY)


def test_the_plans_own_baseline_is_an_observation_published_with_the_plan(root):
    rows = load(root).set_index("year")
    assert rows.loc[2020, "value"] == 3188
    assert rows.loc[2020, "published"] == pd.Timestamp("2021-04-30")
    assert rows.loc[2020, "grade"] == "A"
    assert rows.loc[2022, "grade"] == "B"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "个"}, "row 2, column unit, value '个': the indicator is in 家"),
        ({"unit": "furlong"}, "row 2, column unit, value 'furlong': must be one of"),
        ({"value": "3,916"}, "row 2, column value, value '3,916': not a number"),
        ({"value": "约3916"}, "row 2, column value, value '约3916': not a number"),
        ({"value": "３９１６"}, "row 2, column value, value '３９１６': not a number"),
        ({"value": "1e999"}, "row 2, column value, value '1e999': not a number"),
        ({"value": "3916."}, "row 2, column value, value '3916.': not a number"),
        ({"value": ""}, "row 2, column value, value '': must not be empty"),
        (
            {"published": "2027-01-01"},
            "row 2, column published, value '2027-01-01': is after today",
        ),
        ({"published": "2023-02-30"}, "row 2, column published, value '2023-02-30': not a date"),
        ({"published": "2023-3-2"}, "row 2, column published, value '2023-3-2': not a date"),
        ({"published": "2023-03"}, "row 2, column published, value '2023-03': not a date"),
        (
            {"recorded_at": "２０２３-04-01"},
            "row 2, column recorded_at, value '２０２３-04-01': not",
        ),
        ({"published": "0023-03-02"}, "row 2, column published, value '0023-03-02': not a date"),
        ({"year": "２０２２"}, "row 2, column year, value '２０２２': not a year"),
        ({"year": "2024"}, "row 2, column year, value '2024': is later than the year of public"),
        ({"indicator_id": "ghosts"}, "row 2, column indicator_id, value 'ghosts': not in any"),
        ({"region": "990000"}, "row 2, column region, value '990000': not in data/regions.csv"),
        ({"region": "14"}, "row 2, column region, value '14': must be a six-digit"),
        (
            {"region": "１４００００"},
            "row 2, column region, value '１４００００': must be a six-digit",
        ),
        ({"source_id": "hearsay"}, "row 2, column source_id, value 'hearsay': not in data/sources"),
        ({"qualifier": "roughly"}, "row 2, column qualifier, value 'roughly': must be one of"),
    ],
)
def test_a_bad_observation_names_file_row_column_value_and_rule(root, change, message):
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, OBSERVATION | change)
    with pytest.raises(PlanDataError) as error:
        load(root)
    assert f"data/observations/a.csv, {message}" in str(error.value)


def test_a_duplicate_key_names_the_second_row(root):
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, OBSERVATION, OBSERVATION)
    with pytest.raises(
        PlanDataError, match=r"row 3, column observation_id, value 'o1'.*earlier row"
    ):
        load(root)


def test_the_same_observation_in_two_files_is_refused(root):
    write(root / "data" / "observations" / "b.csv", OBSERVATIONS, OBSERVATION)
    with pytest.raises(PlanDataError, match="two files: o1"):
        load(root)


def test_a_missing_column_is_named(root):
    path = root / "data" / "observations" / "a.csv"
    pd.read_csv(path, dtype=str).drop(columns="qualifier").to_csv(path, index=False)
    with pytest.raises(PlanDataError, match=r"a.csv, column qualifier: the column is missing"):
        load(root)


def test_every_problem_of_a_file_is_listed_at_once(root):
    bad = OBSERVATION | {"value": "x", "year": "22", "qualifier": "hm"}
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, bad)
    with pytest.raises(PlanDataError) as error:
        load(root)
    assert len(str(error.value).splitlines()) == 3


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
        load(root)
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


def test_bad_data_on_the_command_line_is_a_message_and_status_1(root, monkeypatch, capsys):
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, OBSERVATION | {"value": "n/a"})
    monkeypatch.chdir(root)
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    assert main(["check"]) == 1
    out = capsys.readouterr()
    assert "a.csv, row 2, column value, value 'n/a': not a number" in out.err
    assert "Traceback" not in out.err
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*")} == before


def test_a_file_that_is_not_utf8_says_how_to_save_it(root):
    path = root / "data" / "observations" / "a.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    with pytest.raises(PlanDataError, match="CSV UTF-8"):
        load(root)


def test_the_real_tables_keep_their_contracts():
    root = find_root(Path(__file__).parent)
    for folder in sorted((root / "data" / "plans").iterdir()):
        plan = load_plan(folder.name, root=root)
        assert len(read_observations(plan, root=root))
        assert len(read_events(plan, root=root))
