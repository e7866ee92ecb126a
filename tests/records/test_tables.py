"""A table that breaks its contract is refused with every place where it does."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pandas as pd
import pytest

from analysis.records.errors import PlanDataError
from analysis.records.observations import read_events, read_observations
from analysis.records.places import find_root
from analysis.records.plans import load_plan
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


def test_a_duplicate_key_names_the_second_row(root):
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, OBSERVATION, OBSERVATION)
    with pytest.raises(
        PlanDataError, match=r"row 3, column observation_id, value 'o1'.*earlier row"
    ):
        read_small(root)


def test_a_missing_column_is_named(root):
    path = root / "data" / "observations" / "a.csv"
    pd.read_csv(path, dtype=str).drop(columns="qualifier").to_csv(path, index=False)
    with pytest.raises(PlanDataError, match=r"a.csv, column qualifier: the column is missing"):
        read_small(root)


def test_every_problem_of_a_file_is_listed_at_once(root):
    bad = OBSERVATION | {"value": "x", "year": "22", "qualifier": "hm"}
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, bad)
    with pytest.raises(PlanDataError) as error:
        read_small(root)
    assert len(str(error.value).splitlines()) == 3


def test_a_file_that_is_not_utf8_says_how_to_save_it(root):
    path = root / "data" / "observations" / "a.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    with pytest.raises(PlanDataError, match="CSV UTF-8"):
        read_small(root)


def test_the_real_tables_keep_their_contracts():
    root = find_root(Path(__file__).parent)
    plans = [load_plan(f.name, root=root) for f in sorted((root / "data" / "plans").iterdir())]
    for plan in plans:
        assert len(read_observations(plan, root=root))
    assert sum(len(read_events(plan, root=root)) for plan in plans)


@pytest.mark.parametrize(
    ("cell", "is_day"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2024-13-01", False),
        ("20240229", False),
        ("2024-2-9", False),
        ("", False),
    ],
)
def test_a_day_is_one_of_the_calendar_written_in_full(cell, is_day):
    rules = OBSERVATIONS.columns["published"].rules
    assert all(rule.holds(cell) for rule in rules) is is_day


def test_a_contract_is_not_rewritten_by_who_reads_it():
    column = OBSERVATIONS.columns["published"]
    for contract, name in ((OBSERVATIONS, "key"), (column, "required"), (column.rules[0], "said")):
        with pytest.raises(FrozenInstanceError):
            setattr(contract, name, ())
