"""Work that notebooks share is done once, and nobody's copy is another's."""

import pickle
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.judging import attainment, situations
from analysis.records.once import Shelf, once, sharing
from analysis.records.reads import recording, used

DONE: list[str] = []


@once
def doubled(rows: pd.DataFrame, name: str = "value") -> pd.DataFrame:
    DONE.append(name)
    return rows.assign(quantiles=[np.array([v, 2 * v]) for v in rows[name]])


@once
def read(path: Path, region: str) -> str:
    DONE.append("read")
    used(region, "2024-12-31")
    return path.read_text()


@once
def warned() -> int:
    DONE.append("warned")
    warnings.warn("a doubtful number", stacklevel=1)
    return 1


@once
def refused() -> None:
    DONE.append("refused")
    raise ValueError("no such day")


@pytest.fixture(autouse=True)
def _nothing_done():
    DONE.clear()


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    """Of a process in which no notebook runs."""
    (tmp_path / "results").mkdir()
    return Shelf(tmp_path / "results", tmp_path)


@pytest.fixture
def notebook(shelf) -> Shelf:
    """Of a notebook's process, which asks the other one."""
    return Shelf(shelf.folder, shelf.base, shelf.work_out)


ROWS = pd.DataFrame({"value": [1.0, 2.0], "unit": ["家", "%"]})


def test_without_a_shelf_every_call_is_worked_out():
    assert doubled(ROWS).equals(doubled(ROWS))
    assert DONE == ["value", "value"]


@pytest.mark.parametrize("whose", ["shelf", "notebook"])
def test_the_same_call_is_worked_out_once(whose, request):
    with sharing(request.getfixturevalue(whose)):
        first, second = doubled(ROWS), doubled(ROWS.copy())
    assert DONE == ["value"]
    pd.testing.assert_frame_equal(first, second)


def test_what_is_done_to_one_s_copy_reaches_no_other(notebook):
    with sharing(notebook):
        mine = doubled(ROWS)
        mine.loc[0, "value"] = -1.0
        mine.loc[1, "quantiles"][:] = 0.0
        other = doubled(ROWS)
    assert other.loc[0, "value"] == 1.0
    assert other.loc[1, "quantiles"].tolist() == [2.0, 4.0]


def test_an_argument_that_was_changed_in_place_is_another_argument(notebook):
    rows = ROWS.copy()
    with sharing(notebook):
        doubled(rows)
        rows.loc[0, "value"] = 5.0
        assert doubled(rows).loc[0, "quantiles"].tolist() == [5.0, 10.0]
    assert DONE == ["value", "value"]


def test_what_was_read_for_a_result_is_read_by_all_who_take_it(notebook, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1")
    told = []
    for _ in range(2):
        with recording(tmp_path) as found, sharing(notebook):
            assert read(tmp_path / "data" / "a.csv", "140000") == "1"
        told.append(found.told())
    assert DONE == ["read"]
    assert told[0] == told[1]
    assert told[0] == {"files": ["data/a.csv"], "regions": [["140000", "2024-12-31"]]}


def test_a_notebook_that_changes_the_package_works_with_its_change(notebook, monkeypatch):
    with sharing(notebook):
        doubled(ROWS)
        monkeypatch.setattr(attainment, "LIKELY", 0.5)
        doubled(ROWS)
        monkeypatch.setattr(attainment, "LIKELY", 2 / 3)
        doubled(ROWS)
    assert DONE == ["value", "value"], "changed back, it is the package it was"


def test_a_class_whose_objects_were_pickled_is_no_change_of_the_package(shelf, monkeypatch):
    """Pickle notes in the class what it found out about it."""

    @dataclass(frozen=True)
    class Met:
        value: float

    Met.__module__, Met.__qualname__ = attainment.__name__, "Met"
    monkeypatch.setattr(attainment, "Met", Met, raising=False)
    notebook = Shelf(shelf.folder, shelf.base, shelf.work_out)
    pickle.dumps(Met(1.0))
    with sharing(notebook):
        doubled(ROWS)
        doubled(ROWS)
    assert "__slotnames__" in vars(Met)
    assert DONE == ["value"]


def test_a_changed_function_method_or_list_is_a_change_of_the_package(notebook, monkeypatch):
    with sharing(notebook):
        doubled(ROWS)
        with monkeypatch.context() as change:
            change.setattr(attainment, "assess", lambda *_, **__: None)
            doubled(ROWS)
        with monkeypatch.context() as change:
            change.setattr(situations.Records, "region", lambda *_: "")
            doubled(ROWS)
        situations.ASSESSMENT_COLUMNS.append("another")
        doubled(ROWS)
        situations.ASSESSMENT_COLUMNS.pop()
        doubled(ROWS)
    assert len(DONE) == 4


def test_a_result_that_came_with_a_warning_is_worked_out_where_it_is_shown(notebook):
    with sharing(notebook), pytest.warns(UserWarning, match="doubtful"):
        assert warned() == 1
    assert DONE == ["warned", "warned"]
    assert not list(notebook.folder.iterdir())


def test_a_failure_is_not_kept_and_is_raised_where_it_was_asked_for(shelf):
    with sharing(shelf), pytest.raises(ValueError, match="no such day"):
        refused()
    assert not list(shelf.folder.iterdir())


def test_what_has_no_bytes_is_worked_out_by_whoever_asks(notebook):
    held = ROWS.assign(how=[lambda: 1, lambda: 2])
    with sharing(notebook):
        doubled(held)
        doubled(held)
    assert DONE == ["value", "value"]


def test_where_nobody_answers_the_notebook_does_the_work_itself(shelf):
    with sharing(Shelf(shelf.folder, shelf.base, lambda _: False)):
        assert len(doubled(ROWS)) == 2
    assert DONE == ["value"]
