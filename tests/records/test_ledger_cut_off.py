"""A writer that is killed, or that the disk refuses, leaves the old store or the new one."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.records import journal, ledger
from analysis.records.errors import PlanDataError
from analysis.records.journal import JOURNAL, STAGED
from support.faults import Traced, killed_at, traced, turning_points
from support.ledgers import FILES, add, leftovers, load, rows, state
from support.processes import apart, posix
from support.small_project import small_project
from support.tools import needs
from support.workbooks import book

SOURCE_FILES = (ledger.__file__, journal.__file__)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in memory, where there is such a place: hundreds of writes wait for no disk."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path))
    yield small_project(folder)
    shutil.rmtree(folder)


def restore(root: Path, held: dict[str, bytes | None]) -> None:
    """Put a state of the store in place, and nothing else of a writer."""
    (root / "data" / JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(root / "data" / STAGED, ignore_errors=True)
    for name, content in held.items():
        path = root / "data" / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)


# --- killed --------------------------------------------------------------------------------


def survive(root: Path, act: Callable[[], object], old: dict, new: dict) -> int:
    """Kill `act` before each line that finds other files than the line before; how many ran."""
    seen = set()
    restore(root, old)
    lines, count = turning_points(act, SOURCE_FILES, root / "data")
    assert len(lines) >= 10
    for line in lines:
        restore(root, old)
        assert killed_at(line, act, SOURCE_FILES)
        found = state(root)
        assert found in (old, new), f"between, when killed at line {line}"
        if (found == new) not in seen:
            load(root)  # the whole of what a reader does
        seen.add(found == new)
        act() if found == old else journal.recover(root)
        assert state(root) == new
        assert not (root / "data" / JOURNAL).exists()
    assert seen == {False, True}
    return count


@posix
def test_killed_at_any_line_of_an_addition_the_store_is_the_old_or_the_new(root):
    """The files are there already and are appended to."""
    add(root, "a", source="a")
    old = state(root)
    given = rows("b", source="b")

    def act() -> ledger.Addition:
        return ledger.add(*given, root=root, file="b.xlsx", digest="b")

    act()
    new = state(root)
    assert survive(root, act, old, new) >= 200


@posix
def test_killed_at_any_line_of_an_undo_the_store_is_the_old_or_the_new(root):
    new = state(root)
    add(root, "a")
    old = state(root)
    assert survive(root, lambda: ledger.undo(root=root), old, new) >= 100


@posix
def test_killed_while_finishing_a_write_that_was_killed_it_is_finished_by_the_next(root, tmp_path):
    old = state(root)
    add(root, "a")
    new = state(root)
    restore(root, old)
    lines, _ = turning_points(lambda: add(root, "a"), SOURCE_FILES, root / "data")
    restore(root, old)
    tried = (n for n in lines if killed_at(n, lambda: add(root, "a"), SOURCE_FILES))
    next(n for n in tried if (root / "data" / JOURNAL).exists())
    cut_off = shutil.copytree(root, tmp_path / "cut off")
    lines, count = turning_points(lambda: journal.recover(root), SOURCE_FILES, root / "data")
    for line in lines:
        restore(root, old)
        shutil.copytree(cut_off, root, dirs_exist_ok=True)
        assert killed_at(line, lambda: journal.recover(root), SOURCE_FILES)
        assert state(root) == new
        assert not (root / "data" / JOURNAL).exists()
    assert len(lines) >= 5 and count >= 20


def on_the_store(root: Path, act: Callable[[], object], *fault: str) -> Traced:
    """Do something under strace; its calls on what a writer touches."""
    data, staged = root / "data", root / "data" / STAGED
    names = (*FILES, journal.LOCK, JOURNAL, STAGED, "observations")
    paths = [data, *(data / n for n in names), *(staged / n for n in ("0", "1", "2", JOURNAL))]
    return traced(act, paths, root / "calls.txt", *fault)


def cut_off_at_each_call(
    root: Path, act: Callable[[], object], back: Callable[[], object], old: dict, new: dict
) -> list[tuple[str, int]]:
    """Kill `act` at each of its writes in turn, then act again; `back` undoes it."""
    copy, seen = root / "copy", set()
    restore(root, old)
    whole = on_the_store(root, act)
    assert (whole.code, state(root)) == (0, new)
    for name, number in whole.writes:
        restore(root, old)
        killed = on_the_store(root, act, "-e", f"inject={name}:signal=SIGKILL:when={number}")
        assert killed.code == -signal.SIGKILL
        assert [n for n, _ in killed.calls].count(name) == number
        shutil.copytree(root / "data", copy / "data")
        found = state(copy)
        assert found in (old, new), f"between, when killed at {name} {number}"
        shutil.rmtree(copy)
        seen.add(found == new)
        (act if found == old else back)()
        assert not leftovers(root), f"after {name} {number}"
        assert state(root) == (new if found == old else old)
    assert seen == {False, True}
    assert {name for name, _ in whole.writes} >= {"openat", "write", "fsync", "flock"}
    assert len(whole.writes) >= 20
    return whole.writes


def test_killed_at_any_system_call_of_a_writer_the_store_is_the_old_or_the_new(root):
    needs("strace")
    add(root, "a", source="a")
    old = state(root)

    def act() -> None:
        add(root, "b", source="b")

    def back() -> None:
        ledger.undo(root=root)

    act()
    new = state(root)
    assert all(new[name] not in (None, old[name]) for name in FILES)
    cut_off_at_each_call(root, back, act, new, old)
    cut_off_at_each_call(root, act, back, old, new)


@pytest.mark.slow
def test_killed_at_any_system_call_of_a_command_the_store_is_the_old_or_the_new(root, monkeypatch):
    """The same of the commands, which read and check the whole store before they write."""
    needs("strace")
    monkeypatch.chdir(root)
    head = ["指标", "年份", "数值", "来源"]
    book(Path("a.xlsx"), [head, ["企业数", 2021, 3500, "s1"]])

    def new_source(made) -> None:
        page = made.create_sheet("新来源")
        page.append(["标题", "发布单位", "发布日期"])
        page.append(["公报", "某局", "2020-03-01"])

    def run(*words: str) -> Callable[[], None]:
        def act() -> None:
            assert main(list(words)) == 0

        return act

    book(Path("b.xlsx"), [head, ["企业数", 2019, 2900, "公报"]], new_source)
    run("add", "a.xlsx", "--plan", "small", "--accept")()
    old = state(root)
    act, back = run("add", "b.xlsx", "--plan", "small", "--accept"), run("undo")
    act()
    new = state(root)
    cut_off_at_each_call(root, back, act, new, old)
    cut_off_at_each_call(root, act, back, old, new)


# --- no room, no permission ----------------------------------------------------------------


def refusal(act: Callable[[], object]) -> str:
    """What an analyst is told; "" where the disk did not refuse."""
    try:
        act()
    except PlanDataError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("undoing", [False, True], ids=["added", "taken back"])
def test_where_the_disk_is_full_at_any_call_what_is_said_is_what_was_done(root, undoing):
    """Done without a word; or cut off, for the next to finish; or nothing was changed."""
    needs("strace")
    before = state(root)
    add(root, "a", "b")
    old, new = (state(root), before) if undoing else (before, state(root))

    def act() -> str:
        return refusal(lambda: ledger.undo(root=root) if undoing else add(root, "a", "b"))

    restore(root, old)
    whole = on_the_store(root, act)
    assert (whole.said, state(root)) == ("", new)
    met = []
    for name, number in whole.writes:
        if name not in ("mkdir", "openat", "write", "fsync"):  # what needs room
            continue
        restore(root, old)
        full = on_the_store(root, act, "-e", f"inject={name}:error=ENOSPC:when={number}")
        assert full.said == "" or "(No space left on device)" in full.said
        cut_off = (root / "data" / JOURNAL).exists()
        assert ("the write was cut off" in full.said) == cut_off
        assert state(root) in (old, new), f"between, when refused at {name} {number}"
        assert ("nothing was changed" in full.said) == (state(root) == old)
        assert state(root) == new or not leftovers(root)
        met.append("cut off" if cut_off else "unchanged" if full.said else "done")
    assert met.count("unchanged") >= 8 and set(met) == {"unchanged", "cut off", "done"}


@posix
def test_where_a_file_may_not_grow_the_store_stays_what_it_was(root):
    import resource

    add(root, "first")
    old = state(root)
    many = [f"row-{n}" for n in range(200)]

    def grow(limit: int) -> str:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return refusal(lambda: add(root, *many))

    for limit in (0, 100, 4_000, 10_000):
        said = apart(lambda limit=limit: grow(limit)).said
        assert "cannot be written (File too large); nothing was changed" in said
        assert state(root) == old


def test_on_a_read_only_disk_nothing_is_written_and_everything_can_be_read(root):
    """There the lock, which every writer takes first, cannot be opened."""
    needs("strace")
    add(root, "first")
    old = state(root)

    def act() -> list[object]:
        acts = (lambda: add(root, "more"), lambda: ledger.undo(root=root))
        return [*map(refusal, acts), len(load(root))]

    fault = ("-e", "inject=openat:error=EROFS:when=1+")
    *told, count = traced(act, [root / "data" / journal.LOCK], root / "calls.txt", *fault).said
    for said in told:
        assert "cannot be written (Read-only file system); nothing was changed" in said
        assert "无法写入" in said
    assert count == 3
    assert state(root) == old


@posix
def test_in_a_folder_of_somebody_else_nothing_is_written_and_everything_can_be_read(root):
    add(root, "first")
    old = state(root)
    root.chmod(0o755)
    (root / "data").chmod(0o555)

    def act() -> tuple[str, int]:
        if os.getuid() == 0:
            os.setuid(65534)
        return refusal(lambda: add(root, "more")), len(load(root))

    said, count = apart(act).said
    assert "cannot be written (Permission denied)" in said and count == 3
    (root / "data").chmod(0o755)
    assert state(root) == old
