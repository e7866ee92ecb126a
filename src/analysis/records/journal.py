"""Whole files in their places or none, one writer at a time, and readers that see one state."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from .errors import PlanDataError
from .packages import OLD, package_folders

ADDED = "observations/added.csv"  # in a package: what was added by command, in order
ADDED_MORE = "observations/added_more.csv"  # the same with columns that few rows need
SOURCES_FILE = "sources_added.csv"
LOG = "additions.csv"  # in data/
# A file that commands write: the log, and in each package what was added to it.
WRITTEN = (ADDED, ADDED_MORE, SOURCES_FILE)
STORE = re.compile(
    rf"{re.escape(LOG)}|((shared|plans)/[^/.][^/]*/)?({'|'.join(map(re.escape, WRITTEN))})"
)
LOCK, JOURNAL, STAGED = ".write.lock", ".journal.json", ".staged"
PATIENCE = 60.0  # seconds to wait for another writer
TRIES = 5  # reads begun before a reader waits for the lock

Result = TypeVar("Result")


def recover(root: Path) -> bool:
    """Finish a write that was cut off after its journal was complete.

    Returns
    -------
    bool
        Whether there was one.
    """
    if not (root / "data" / JOURNAL).exists():
        return False
    with writing(root):
        return True


def steadily(root: Path, read: Callable[[], Result]) -> Result:
    """What `read` returns from one state of the store.

    A reader takes no lock, so that a store on a read-only disk can be read. Where a writer
    changed a file meanwhile, it reads again; where that happens time and again, it waits.
    """
    for _ in range(TRIES):
        recover(root)
        seen = _stamp(root)
        try:
            result = read()
        except (PlanDataError, FileNotFoundError):
            if _stamp(root) == seen:
                raise
        else:
            if _stamp(root) == seen:
                return result
    with writing(root):
        return read()


def _stamp(root: Path) -> list[object]:
    """Different whenever a file of the store was put in place between two looks."""
    data = root / "data"
    folders = (OLD, *package_folders(root).values())
    written = (root / folder / name for folder in folders for name in WRITTEN)
    paths = (data, data / LOG, data / JOURNAL, *written)
    stats = (path.stat() if path.exists() else None for path in paths)
    return [s and (s.st_ino, s.st_mtime_ns, s.st_size) for s in stats]


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Hold the lock, with what an earlier writer left finished or tidied away.

    Raises
    ------
    PlanDataError
        Another writer holds the lock for longer than a minute, or the folder is read-only.
    """
    data = root / "data"
    lock = FileLock(data / LOCK, timeout=PATIENCE)
    try:
        held = lock.acquire()
    except Timeout:
        raise PlanDataError(
            f"{data / LOCK} is held by another writer; try again | 另一个程序正在写入，请稍后再试"
        ) from None
    except NotImplementedError:
        raise PlanDataError(
            f"{data}: this disk cannot lock files; keep the project on a local disk "
            "| 该磁盘不支持文件锁，请把项目放在本地磁盘"
        ) from None
    except OSError as error:
        raise PlanDataError(_failed(data, error)) from None
    with held:
        with _said(data):
            _tidy(data)
        yield


@contextmanager
def _said(data: Path) -> Iterator[None]:
    """Turn what the disk says into a message."""
    try:
        yield
    except OSError as error:
        raise PlanDataError(_failed(data, error)) from None


def _failed(data: Path, error: OSError) -> str:
    why = error.strerror or str(error)
    if _is_there(data / JOURNAL):
        return (
            f"{data}: the write was cut off ({why}); it is complete in {STAGED}, and the next "
            f"command will finish it | 写入中断（{why}），内容已暂存，下一条命令会自动完成"
        )
    return (
        f"{data}: cannot be written ({why}); nothing was changed. Free some space, close the files "
        f"of this folder in Excel, or ask for permission to write | 无法写入（{why}），数据未变；"
        "请检查磁盘空间和写入权限，并在 Excel 中关闭该文件夹里的文件"
    )


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _tidy(data: Path) -> None:
    if (data / JOURNAL).exists():
        _carry_out(data)
    if (data / STAGED).exists():
        for path in (data / STAGED).iterdir():
            path.unlink()
        (data / STAGED).rmdir()


def commit(data: Path, contents: Mapping[str, bytes | None]) -> None:
    """Stage complete files, write the journal (from here on it will happen), put them in place."""
    with _said(data):
        try:
            _stage(data, contents)
        except (OSError, KeyboardInterrupt):
            _tidy_quietly(data)
            raise
        _sync(data)
        _carry_out(data)
    _tidy_quietly(data)


def _stage(data: Path, contents: Mapping[str, bytes | None]) -> None:
    staged = data / STAGED
    staged.mkdir()
    plan = []
    for number, (name, content) in enumerate(contents.items()):
        _can_replace(data / name)
        if content is not None:
            _write(staged / str(number), content)
        plan.append({"name": name, "staged": None if content is None else str(number)})
    _write(staged / JOURNAL, json.dumps(plan).encode())
    _sync(staged)
    os.replace(staged / JOURNAL, data / JOURNAL)


def _can_replace(path: Path) -> None:
    """Fail now, not half way, where a program (Excel on Windows) holds the file."""
    if path.exists():
        path.open("r+b").close()


def _carry_out(data: Path) -> None:
    """Do what the journal says; doing it twice does no harm."""
    for step in _steps(data):
        target = data / step["name"]
        if step["staged"] is None:
            target.unlink(missing_ok=True)
        elif (data / STAGED / step["staged"]).exists():
            os.replace(data / STAGED / step["staged"], target)
        _sync(target.parent)
    (data / JOURNAL).unlink()
    # All is in place: a disk that refuses now has refused nothing, and a journal that comes back
    # after a loss of power is carried out again.
    with suppress(OSError):
        _sync(data)


def _steps(data: Path) -> list[dict[str, str | None]]:
    """What the journal says is to be put in place; it is written whole, so it can be read."""
    try:
        steps = json.loads((data / JOURNAL).read_bytes())
        whole = all(
            STORE.fullmatch(s["name"]) and isinstance(s["staged"], str | None) for s in steps
        )
    except (IsADirectoryError, ValueError, TypeError, KeyError):
        whole = False
    if not whole:
        raise PlanDataError(
            f"data/{JOURNAL}: changed by other means and no longer readable; take it away and "
            "restore data/ from a backup or from git | 写入记录被改动，无法读取；请移走该文件，"
            "并从备份或 git 恢复 data/"
        )
    return steps


def _tidy_quietly(data: Path) -> None:
    """Leave to the next writer what cannot be tidied away now."""
    with suppress(OSError):
        if not (data / JOURNAL).exists():
            _tidy(data)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make names durable; Windows neither can nor needs to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
