"""Whatever happens to a writer, the store is what it was or what it was to be."""

import contextlib
import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.intake import adding
from analysis.intake.adding import read_known
from analysis.judging import situations
from analysis.judging.situations import read_records
from analysis.records import journal, ledger
from analysis.records.errors import PlanDataError
from analysis.records.journal import ADDED, JOURNAL, LOG, STAGED
from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from analysis.records.schema import OBSERVATIONS, SOURCES
from support.ledgers import FILES, leftovers, state
from support.processes import at_once, posix
from support.small_project import OBSERVATION, SOURCE, TODAY, small_project
from support.workbooks import book


def rows(*ids: str, source: str = "new") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Observations of these ids, and the new source that they cite."""
    base = {name: OBSERVATION.get(name, "") for name in OBSERVATIONS.columns}
    made = [
        base | {"observation_id": i, "value": str(n), "source_id": source, "quote": "=1,\n“x”"}
        for n, i in enumerate(ids, 1)
    ]
    cited = {name: SOURCE.get(name, "") for name in SOURCES.columns} | {"source_id": source}
    return pd.DataFrame(made), pd.DataFrame([cited])


def add(root: Path, *ids: str, source: str = "new") -> ledger.Addition:
    observations, sources = rows(*ids, source=source)
    name = "-".join(ids)
    return ledger.add(observations, sources, root=root, file=f"{name}.xlsx", digest=name)


def load(root: Path) -> pd.DataFrame:
    return read_observations(load_plan("small", root=root), root=root, today=TODAY)


@pytest.fixture
def root(tmp_path: Path):
    return small_project(tmp_path / "project")


@pytest.fixture
def quick(tmp_path: Path):
    """A project in memory, where there is such a place: hundreds of writes wait for no disk."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path))
    yield small_project(folder)
    shutil.rmtree(folder)


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


# --- killed --------------------------------------------------------------------------------


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Run `act` in a child killed before line `step` of ledger and journal; whether it was."""
    child = os.fork()
    if child == 0:
        left = step

        def line(frame, event, _):
            nonlocal left
            if frame.f_code.co_filename not in (ledger.__file__, journal.__file__):
                return None
            if event == "line":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return line

        gc.disable()
        with contextlib.suppress(BaseException):
            sys.settrace(line)
            act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def restore(root: Path, held: dict[str, bytes | None]) -> None:
    for name, content in held.items():
        path = root / "data" / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)


def survive(root: Path, act: Callable[[], object], old: dict, new: dict) -> int:
    """Kill `act` before each of its lines in turn; how many lines there were."""
    step, seen = 0, set()
    while killed_at(step, act):
        if step % 20 == 0:
            load(root)  # the whole of what a reader does
        found = state(root)
        assert found in (old, new), f"between, when killed at step {step}"
        seen.add(found == new)
        act() if found == old else journal.recover(root)
        assert state(root) == new
        assert not (root / "data" / JOURNAL).exists()
        restore(root, old)
        step += 1
    assert seen == {False, True}
    return step


@posix
def test_killed_at_any_step_of_an_addition_the_store_is_the_old_or_the_new(quick):
    """Before every line that runs, in turn; the files are there already and are appended to."""
    root = quick
    add(root, "a", source="a")
    old = state(root)
    given = rows("b", source="b")

    def act() -> ledger.Addition:
        return ledger.add(*given, root=root, file="b.xlsx", digest="b")

    act()
    new = state(root)
    ledger.undo(root=root)
    assert survive(root, act, old, new) >= 200


@posix
def test_killed_at_any_step_of_an_undo_the_store_is_the_old_or_the_new(quick):
    root = quick
    new = state(root)
    add(root, "a")
    old = state(root)
    assert survive(root, lambda: ledger.undo(root=root), old, new) >= 100


@posix
def test_killed_while_finishing_a_write_that_was_killed_it_is_finished_by_the_next(quick, tmp_path):
    root = quick
    old = state(root)
    add(root, "a")
    new = state(root)
    ledger.undo(root=root)
    journals = (n for n in range(0, 1_000, 5) if killed_at(n, lambda: add(root, "a")))
    next(n for n in journals if (root / "data" / JOURNAL).exists())
    cut_off = shutil.copytree(root, tmp_path / "cut off")
    steps = 0
    while killed_at(steps, lambda: journal.recover(root)):
        assert state(root) == new
        assert not (root / "data" / JOURNAL).exists()
        restore(root, old)
        shutil.copytree(cut_off, root, dirs_exist_ok=True)
        steps += 1
    assert steps >= 20
    assert state(root) == new


# Every call by which a program changes files, locks included.
CALLS = (
    *("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat"),
    *("renameat2", "link", "linkat", "symlink", "unlink", "unlinkat", "mkdir", "mkdirat"),
    *("rmdir", "chmod", "fchmod", "flock", "fcntl"),
)


def traced(root: Path, log: Path, words: list[str], *options: str) -> tuple[int, list[list[str]]]:
    """Run a command under strace; its exit code, and its calls on the store: name, arguments."""
    data, staged = root / "data", root / "data" / STAGED
    names = (*FILES, journal.LOCK, JOURNAL, STAGED, "observations")
    paths = [data, *(data / n for n in names), *(staged / n for n in ("0", "1", "2", JOURNAL))]
    ended = subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-o",
            log,
            "-e",
            f"trace={','.join(f'?{c}' for c in CALLS)}",
            *(word for path in paths for word in ("-P", path)),
            *options,
            sys.executable,
            "-m",
            "analysis",
            *words,
        ],
        cwd=root,
        capture_output=True,
    )
    lines = (line.split(maxsplit=1)[1] for line in log.read_text().splitlines())
    return ended.returncode, [line.split("(", 1) for line in lines if line[0].isalpha()]


def writes(calls: list[list[str]]) -> list[tuple[str, int]]:
    """The calls that write: each one's name, and its number among those of that name."""
    met: dict[str, int] = {}
    found = []
    for name, arguments in calls:
        met[name] = met.get(name, 0) + 1
        if name != "openat" or re.search("O_WRONLY|O_RDWR|O_CREAT", arguments):
            found.append((name, met[name]))
    return found


def cut_off_at_each_call(
    root: Path, words: list[str], back: list[str], old: dict, new: dict
) -> list[tuple[str, int]]:
    """Kill a command at each of its writes in turn, then give the next; `back` undoes it."""
    log, copy, seen = root / "calls.txt", root / "copy", set()
    code, calls = traced(root, log, words)
    assert (code, state(root)) == (0, new)
    assert main(back) == 0
    for name, number in writes(calls):
        fault = f"inject={name}:signal=SIGKILL:when={number}"
        code, done = traced(root, log, words, "-e", fault)
        assert code == -signal.SIGKILL
        assert [n for n, _ in done].count(name) == number
        shutil.copytree(root / "data", copy / "data")
        found = state(copy)
        assert found in (old, new), f"between, when killed at {name} {number}"
        shutil.rmtree(copy)
        seen.add(found == new)
        assert main(words if found == old else back) == 0, f"after {name} {number}"
        assert not leftovers(root)
        assert state(root) == (new if found == old else old)
        if found == old:
            assert main(back) == 0
        assert state(root) == old
    assert seen == {False, True}
    return writes(calls)


@pytest.fixture
def tracing() -> None:
    tried = shutil.which("strace") and subprocess.run(["strace", "-qq", "-o", os.devnull, "true"])
    if not tried or tried.returncode:
        pytest.skip("needs strace, and to be allowed to trace")


@pytest.mark.slow
def test_killed_at_any_call_of_a_command_the_store_is_the_old_or_the_new(
    quick, tracing, monkeypatch
):
    """The real commands, at each system call that changes the store; the next one works."""
    monkeypatch.chdir(quick)
    accepted = ["--plan", "small", "--accept"]
    head = ["指标", "年份", "数值", "来源"]
    book(Path("a.xlsx"), [head, ["企业数", 2021, 3500, "s1"]])

    def new_source(made) -> None:
        page = made.create_sheet("新来源")
        page.append(["标题", "发布单位", "发布日期"])
        page.append(["公报", "某局", "2020-03-01"])

    book(Path("b.xlsx"), [head, ["企业数", 2019, 2900, "公报"]], new_source)
    assert main(["add", "a.xlsx", *accepted]) == 0
    old, add_b = state(quick), ["add", "b.xlsx", *accepted]
    assert main(add_b) == 0
    new = state(quick)
    assert all(new[name] not in (None, old[name]) for name in FILES)
    undone = cut_off_at_each_call(quick, ["undo"], add_b, new, old)
    assert main(["undo"]) == 0
    added = cut_off_at_each_call(quick, add_b, ["undo"], old, new)
    print(f"killed at {len(added)} calls of add and {len(undone)} of undo")
    assert {name for name, _ in added + undone} >= {"openat", "write", "fsync", "flock"}
    assert min(len(added), len(undone)) >= 20


# --- no room, no permission ----------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder: Path, size: str):
    """A file system of its own; skips the test where that is not allowed."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True
    )
    if made.returncode:
        pytest.skip("needs to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_on_a_full_disk_the_store_stays_what_it_was_and_says_so(tmp_path):
    many = [f"row-{n}" for n in range(200)]
    with small_disk(tmp_path / "disk", "512k") as disk:
        root = small_project(disk)
        add(root, "first")
        old, refused = state(root), 0
        ballast = root / "ballast"
        for pages in range(40):
            ballast.write_bytes(b"")
            free = shutil.disk_usage(disk).free
            ballast.write_bytes(b"x" * max(0, free - pages * 4096))
            try:
                assert add(root, *many).rows == len(many)
                break
            except PlanDataError as error:
                refused += 1
                assert "cannot be written (No space left on device)" in str(error)
                assert "nothing was changed" in str(error)
                assert state(root) == old
                assert not leftovers(root)
        assert refused >= 5
        assert len(load(root)) == 203  # one of the plan, one of before, the first, and these
        ballast.unlink()
        ledger.undo(root=root)
        assert state(root) == old


@posix
def test_where_a_file_may_not_grow_the_store_stays_what_it_was(root):
    import resource

    add(root, "first")
    old = state(root)
    many = [f"row-{n}" for n in range(200)]
    for limit in (0, 100, 4_000, 10_000):
        child = os.fork()
        if child == 0:
            code = 1
            with contextlib.suppress(BaseException):
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                try:
                    add(root, *many)
                except PlanDataError as error:
                    code = 0 if "cannot be written (File too large)" in str(error) else 2
            os._exit(code)
        assert os.WEXITSTATUS(os.waitpid(child, 0)[1]) == 0
        assert state(root) == old


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_on_a_read_only_disk_nothing_is_written_and_everything_can_be_read(tmp_path):
    with small_disk(tmp_path / "disk", "512k") as disk:
        root = small_project(disk)
        add(root, "first")
        old = state(root)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        assert "cannot be written (Read-only file system); nothing was changed" in failure(root)
        with pytest.raises(PlanDataError, match=r"只读|无法写入"):
            ledger.undo(root=root)
        assert state(root) == old
        assert len(load(root)) == 3


@posix
def test_in_a_folder_of_somebody_else_nothing_is_written(root):
    add(root, "first")
    old = state(root)
    for path in root.parents:
        if path != Path("/") and path.stat().st_uid == os.getuid():
            with contextlib.suppress(PermissionError):
                path.chmod(path.stat().st_mode | 0o055)
    (root / "data").chmod(0o555)
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            if os.getuid() == 0:
                os.setuid(65534)
            try:
                add(root, "more")
            except PlanDataError as error:
                code = 0 if "cannot be written (Permission denied)" in str(error) else 2
        os._exit(code)
    assert os.WEXITSTATUS(os.waitpid(child, 0)[1]) == 0
    (root / "data").chmod(0o755)
    assert state(root) == old


# --- at once -------------------------------------------------------------------------------


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
    first = {situations: "all_sources", adding: "read_observations"}[module]
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
