"""A bad observation ends with file, row, column, value and rule; a good one comes back typed."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.records.errors import PlanDataError
from analysis.records.schema import OBSERVATIONS
from support.small_project import (
    OBSERVATION,
    read_small,
    small_project,
    write,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def test_the_plans_own_baseline_is_an_observation_published_with_the_plan(root):
    rows = read_small(root).set_index("year")
    assert rows.loc[2020, "value"] == 3188
    assert rows.loc[2020, "published"] == pd.Timestamp("2021-04-30")
    assert rows.loc[2020, "grade"] == "A"
    assert rows.loc[2022, "grade"] == "B"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "个"}, "row 2, column unit, value '个': the indicator is in 家"),
        ({"unit": "furlong"}, "row 2, column unit, value 'furlong': the indicator is in 家"),
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
        ({"region": "990000"}, "row 2, column region, value '990000': not in regions.csv"),
        ({"region": "1 4"}, "row 2, column region, value '1 4': must be a region's code"),
        (
            {"region": "１４００００"},
            "row 2, column region, value '１４００００': must be a region's code",
        ),
        ({"source_id": "hearsay"}, "row 2, column source_id, value 'hearsay': not in sources.csv"),
        ({"value": "-5"}, "row 2, column value, value '-5.0': is outside what the indicator"),
        ({"observation_id": "1.23E+11"}, "row 2, column observation_id, value '1.23E+11': a spre"),
        ({"supersedes": "gone"}, "row 2, column supersedes, value 'gone': corrects a row that"),
        (
            {"year": "2024", "published": "2025-03-02"},
            "row 2, column year, value '2024': is later than the year of its source",
        ),
        ({"qualifier": "roughly"}, "row 2, column qualifier, value 'roughly': must be one of"),
    ],
)
def test_a_bad_observation_names_file_row_column_value_and_rule(root, change, message):
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, OBSERVATION | change)
    with pytest.raises(PlanDataError) as error:
        read_small(root)
    assert f"data/observations/a.csv, {message}" in str(error.value)


@pytest.mark.parametrize(
    "change",
    [{"value": "0"}, {"observation_id": "1e23"}, {"observation_id": "123E11"}, {"year": "2023"}],
)
def test_an_observation_at_the_edge_of_its_rules_is_taken(root, change):
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, OBSERVATION | change)
    assert len(read_small(root)) == 2


def test_the_same_observation_in_two_files_is_refused(root):
    write(root / "data" / "observations" / "b.csv", OBSERVATIONS, OBSERVATION)
    with pytest.raises(PlanDataError, match="two files: o1"):
        read_small(root)


def test_bad_data_on_the_command_line_is_a_message_and_status_1(root, monkeypatch, capsys):
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, OBSERVATION | {"value": "n/a"})
    monkeypatch.chdir(root)
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    assert main(["check"]) == 1
    out = capsys.readouterr()
    assert "a.csv, row 2, column value, value 'n/a': not a number" in out.err
    assert "Traceback" not in out.err
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*")} == before
