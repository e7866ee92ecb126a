"""Whatever happens to a writer, the store is what it was or what it was to be."""

import threading
from pathlib import Path

import pandas as pd
import pytest

from analysis.intake import adding
from analysis.intake.adding import read_known
from analysis.judging import situations
from analysis.judging.situations import read_records
from analysis.records import journal, ledger
from analysis.records.errors import PlanDataError
from analysis.records.journal import ADDED, LOG
from analysis.records.observations import read_published
from analysis.records.plans import load_plan
from support.ledgers import FILES, add, leftovers, load, rows, state
from support.processes import at_once, posix
from support.small_project import TODAY, small_project


@pytest.fixture
def root(tmp_path: Path):
    return small_project(tmp_path / "project")


def test_an_addition_is_appended_and_cites_its_new_source(root):
    assert add(root, "a", "b").rows == 2
    assert add(root, "c").number == 2
    known = load(root).set_index("observation_id")
    assert set(known.index) >= {"o1", "a", "b", "c"}
    assert known.loc["a", "quote"] == "=1,\n“x”"
    assert known.loc["a", "grade"] == "B"
    assert list(ledger.additions(root)["rows"]) == ["2", "1"]


def test_undo_gives_back_the_very_bytes(root):
    states = [state(root)]
    for name in ("a", "b", "c"):
        add(root, name, source=f"source-{name}")
        states.append(state(root))
    while len(states) > 1:
        assert state(root) == states.pop()
        ledger.undo(root=root)
        assert state(root) == states[-1]
    with pytest.raises(PlanDataError, match=r"nothing to undo.*没有可撤销的添加"):
        ledger.undo(root=root)
    assert not leftovers(root)


def test_the_same_file_adds_nothing_twice_and_an_overlapping_one_only_what_is_new(root):
    add(root, "a", "b")
    held = state(root)
    assert add(root, "a", "b").rows == 0
    assert state(root) == held
    assert add(root, "b", "c").rows == 1
    assert load(root)["observation_id"].is_unique


def test_undoing_goes_from_the_last_addition_to_the_first(root):
    before = state(root)
    add(root, "a")
    between = state(root)
    add(root, "b")
    assert ledger.undo(root=root).number == 2
    assert state(root) == between
    assert ledger.undo(root=root).number == 1
    assert state(root) == before


def test_a_file_changed_by_hand_since_is_not_undone(root):
    add(root, "a")
    held = (root / "data" / ADDED).read_bytes()
    (root / "data" / ADDED).write_bytes(held.replace(b"3916", b"1") + b"\n")
    before = state(root)
    with pytest.raises(PlanDataError, match=r"added\.csv was changed by other means"):
        ledger.undo(root=root)
    assert state(root) == before


def test_rows_follow_the_order_of_a_files_own_columns(root):
    add(root, "a")
    path = root / "data" / ADDED
    turned = pd.read_csv(path, dtype=str, keep_default_na=False).iloc[:, ::-1]
    turned.to_csv(path, index=False, lineterminator="\r\n", encoding="utf-8-sig")
    add(root, "b")
    known = load(root).set_index("observation_id")
    assert known.loc["b", "source_id"] == "new"
    assert known.loc["b", "value"] == 1.0


def test_a_file_with_another_header_and_an_unreadable_log_are_named(root):
    add(root, "a")
    held = state(root)
    (root / "data" / ADDED).write_bytes(b"x,y\n")
    with pytest.raises(PlanDataError, match="its header is not observation_id"):
        add(root, "b")
    (root / "data" / ADDED).write_bytes(held[ADDED])
    (root / "data" / LOG).write_bytes(b"\xff\xfe broken")
    for command in (lambda: add(root, "b"), lambda: ledger.undo(root=root)):
        with pytest.raises(PlanDataError, match=r"additions\.csv: changed by other means"):
            command()


def test_another_writers_lock_is_waited_for_and_then_named(root, monkeypatch):
    monkeypatch.setattr(journal, "PATIENCE", 0.1)
    with journal.writing(root):
        held = threading.Thread(target=lambda: caught.append(failure(root)))
        caught: list[str] = []
        held.start()
        held.join()
    assert "is held by another writer; try again" in caught[0]
    assert add(root, "a").rows == 1


def failure(root: Path, *ids: str) -> str:
    with pytest.raises(PlanDataError) as error:
        add(root, *(ids or ("a",)))
    return str(error.value)


@posix
@pytest.mark.parametrize("writers", [2, 8])
def test_writers_at_once_each_leave_every_row_exactly_once(root, writers):
    names = [[f"{w}-{n}" for n in range(5)] for w in range(writers)]
    acts = [lambda n=n: add(root, *n, "shared", source=f"s-{n[0]}") for n in names]
    assert at_once(acts) == [0] * writers
    known = load(root)
    assert sorted(known["observation_id"]) == sorted(
        [*(i for n in names for i in n), "shared", "o1", *plan_rows(known)]
    )
    assert len(ledger.additions(root)) == writers
    for _ in range(writers):
        ledger.undo(root=root)
    assert not any((root / "data" / name).exists() for name in FILES)


@pytest.mark.parametrize("change", ["added", "taken back"])
@pytest.mark.parametrize(
    ("module", "read"),
    [
        (situations, lambda root: read_records("small", root=root)),
        (adding, lambda root: read_known("small", root=root, today=TODAY)),
    ],
)
def test_what_is_read_from_several_tables_is_of_one_state(module, read, change, root, monkeypatch):
    """Between the two tables that it reads first, somebody else finishes a write, once."""
    first = {situations: "all_sources", adding: "read_published"}[module]
    table, writes = getattr(module, first), [lambda: add(root, "a")]
    if change == "taken back":
        writes = [lambda: ledger.undo(root=root)]
        add(root, "a")

    def interrupted(*given, **named):
        found = table(*given, **named)
        if writes:
            writes.pop()()
        return found

    monkeypatch.setattr(module, first, interrupted)
    found = read(root)
    documents = found.documents if module is situations else found.sources
    rows = found.every if module is situations else found.observations
    assert not writes
    assert ("a" in set(rows["observation_id"])) == (change == "added")
    assert ("new" in set(documents["source_id"])) == (change == "added")


def plan_rows(known: pd.DataFrame) -> list[str]:
    return [i for i in known["observation_id"] if ":" in i]


@posix
def test_a_reader_beside_a_writer_never_meets_a_row_without_its_source(root):
    def write() -> None:
        for _ in range(40):
            add(root, "a")
            ledger.undo(root=root)

    def read() -> None:
        for _ in range(8):
            assert len(load(root)) in (2, 3)

    assert at_once([write, read]) == [0, 0]


def test_check_notices_added_rows_that_were_changed_and_files_that_are_gone(root):
    add(root, "a")
    add(root, "b", source="other")
    assert ledger.vanished(root) == []
    path = root / "data" / "observations" / "added.csv"
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines(keepends=True)[-1].replace(b"b,", b"c,", 1))
    assert ledger.vanished(root) == [], "rows that came later are no loss"
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert ["addition 2" in line and "was changed" in line for line in ledger.vanished(root)] == [
        True
    ]
    path.unlink()
    assert ["added.csv: is gone" in line for line in ledger.vanished(root)] == [True, True]


def test_a_part_of_a_year_is_added_with_its_days_and_taken_back(root):
    observations, sources = rows("whole", "half")
    half = observations["observation_id"] == "half"
    observations = observations.assign(
        start=half.map({True: "2022-01-01", False: ""}),
        end=half.map({True: "2022-06-30", False: ""}),
    )
    before = load(root)
    ledger.add(observations, sources, root=root, file="a.xlsx", digest="a")
    held = read_published(load_plan("small", root=root), root=root, today=TODAY)
    kept = held.set_index("observation_id").loc["half"]
    assert (f"{kept['start']:%F}", f"{kept['end']:%F}") == ("2022-01-01", "2022-06-30")
    assert "half" not in set(load(root)["observation_id"])
    assert ledger.vanished(root) == []
    ledger.undo(root=root)
    assert len(load(root)) == len(before)
    assert not (root / "data" / "observations" / "added_more.csv").exists()
