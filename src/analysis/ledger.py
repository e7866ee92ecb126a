"""Add to the store and take back: whole additions, atomically, one writer at a time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from .errors import PlanDataError
from .schema import OBSERVATIONS, SOURCES

ADDED = "observations/added.csv"  # in data/: what was added by command, in order
SOURCES_FILE = "sources_added.csv"
LOG = "additions.csv"
LOG_COLUMNS = ("addition", "recorded_at", "file", "sha256", "rows", "sources", "before", "after")
LOCK, JOURNAL, STAGED = ".write.lock", ".journal.json", ".staged"
PATIENCE = 60.0  # seconds to wait for another writer


@dataclass(frozen=True)
class Addition:
    """What an addition or its undoing did.

    Attributes
    ----------
    number : int
        Counted from one; 0 where nothing was written.
    rows, sources : int
    file : str
        Name of the file it came from.
    """

    number: int
    rows: int
    sources: int
    file: str


def add(
    observations: pd.DataFrame, sources: pd.DataFrame, *, root: Path, file: str, digest: str
) -> Addition:
    """Append rows to data/observations/added.csv and data/sources_added.csv, all or none.

    Parameters
    ----------
    observations, sources : DataFrame
        All text, columns of `schema.OBSERVATIONS` and `schema.SOURCES`, checked.
    file, digest : str
        Name and sha256 of the file they came from: the same file adds nothing twice.

    Raises
    ------
    PlanDataError
        Another writer holds the lock for longer than a minute, or the disk is full or
        read-only: nothing was changed.
    """
    data = root / "data"
    with _writing(data):
        log = _read_log(data)
        earlier = next((row for row in log if row["sha256"] == digest), None)
        recorded = _ids(data)
        new = observations[~observations["observation_id"].isin(recorded)]
        if earlier or new.empty:
            return Addition(0, 0, 0, file)
        known = {
            found
            for name in ("sources.csv", SOURCES_FILE)
            for found in _column(data / name, "source_id")
        }
        cited = sources[~sources["source_id"].isin(known)]
        contents = {
            SOURCES_FILE: _appended(data / SOURCES_FILE, cited, list(SOURCES.columns)),
            ADDED: _appended(data / ADDED, new, list(OBSERVATIONS.columns)),
        }
        row = {
            "addition": str(len(log) + 1),
            "recorded_at": new["recorded_at"].iloc[0],
            "file": file,
            "sha256": digest,
            "rows": str(len(new)),
            "sources": str(len(cited)),
            "before": _states(data, contents),
            "after": _states(data, contents, contents),
        }
        contents[LOG] = _appended(data / LOG, pd.DataFrame([row]), list(LOG_COLUMNS))
        _commit(data, contents)
        return Addition(len(log) + 1, len(new), len(cited), file)


def undo(*, root: Path) -> Addition:
    """Take the last addition back: the files are again what they were, byte for byte.

    Raises
    ------
    PlanDataError
        There is nothing to take back, or a file was changed by other means since.
    """
    data = root / "data"
    with _writing(data):
        log = _read_log(data)
        if not log:
            raise PlanDataError("nothing to undo: no addition is recorded | 没有可撤销的添加")
        last = log[-1]
        before, after = json.loads(last["before"]), json.loads(last["after"])
        contents: dict[str, bytes | None] = {}
        for name, (size, digest) in before.items():
            held = _bytes(data / name)
            if _state(held) != after[name]:
                raise PlanDataError(
                    f"data/{name} was changed after the addition of {last['file']}; undo that "
                    "change first | 添加之后文件又被改动，请先恢复该改动"
                )
            if size < 0:
                contents[name] = None
            elif held is not None and _sha(held[:size]) == digest:
                contents[name] = held[:size]
            else:
                raise PlanDataError(f"data/{name} is not an appended file | 文件并非追加而成")
        whole = _bytes(data / LOG) or b""
        lines = whole.splitlines(keepends=True)
        contents[LOG] = b"".join(lines[:-1]) if len(log) > 1 else None
        _commit(data, contents)
        return Addition(
            int(last["addition"]), int(last["rows"]), int(last["sources"]), last["file"]
        )


def recover(root: Path) -> bool:
    """Finish a write that was cut off after its journal was complete, or forget one that was not.

    Returns
    -------
    bool
        Whether anything was left over.
    """
    data = root / "data"
    if not (data / JOURNAL).exists() and not (data / STAGED).exists():
        return False
    with _writing(data):
        return True


@contextmanager
def _writing(data: Path) -> Iterator[None]:
    """Hold the lock, with what an earlier writer left tidied away."""
    try:
        with FileLock(data / LOCK, timeout=PATIENCE):
            _tidy(data)
            yield
    except Timeout:
        raise PlanDataError(
            f"{data / LOCK} is held by another writer; try again | 另一个程序正在写入，请稍后再试"
        ) from None
    except OSError as error:
        raise PlanDataError(_failed(data, error)) from None


def _failed(data: Path, error: OSError) -> str:
    why = error.strerror or str(error)
    if _is_there(data / JOURNAL):
        return (
            f"{data}: the write was cut off ({why}); it is complete in {STAGED} and will be put in "
            "place by the next command | 写入中断，内容已完整暂存，下一条命令会自动完成"
        )
    return (
        f"{data}: cannot be written ({why}); nothing was changed; free some space or check "
        "permissions | 无法写入，数据未变；请检查磁盘空间和权限"
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


def _commit(data: Path, contents: Mapping[str, bytes | None]) -> None:
    """Stage complete files, write the journal (from here on it will happen), put them in place."""
    staged = data / STAGED
    try:
        staged.mkdir()
        plan = []
        for number, (name, content) in enumerate(contents.items()):
            if content is not None:
                _write(staged / str(number), content)
            plan.append({"name": name, "staged": None if content is None else str(number)})
        _write(staged / JOURNAL, json.dumps(plan).encode())
        _sync(staged)
        os.replace(staged / JOURNAL, data / JOURNAL)
    except OSError:
        _tidy_quietly(data)
        raise
    _sync(data)
    _carry_out(data)
    _tidy(data)


def _carry_out(data: Path) -> None:
    """Do what the journal says; doing it twice does no harm."""
    for step in json.loads((data / JOURNAL).read_bytes()):
        target = data / step["name"]
        if step["staged"] is None:
            target.unlink(missing_ok=True)
        elif (data / STAGED / step["staged"]).exists():
            os.replace(data / STAGED / step["staged"], target)
        _sync(target.parent)
    (data / JOURNAL).unlink()
    _sync(data)


def _tidy_quietly(data: Path) -> None:
    try:
        if not (data / JOURNAL).exists():
            _tidy(data)
    except OSError:
        return


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


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _states(
    data: Path, names: Mapping[str, object], contents: Mapping[str, bytes | None] | None = None
) -> str:
    """Size and sha256 of each file, [-1, ""] for one that is not there."""
    held = {n: contents[n] if contents else _bytes(data / n) for n in names}
    return json.dumps({name: _state(content) for name, content in held.items()})


def _state(content: bytes | None) -> list[object]:
    return [-1, ""] if content is None else [len(content), _sha(content)]


def _appended(path: Path, rows: pd.DataFrame, columns: list[str]) -> bytes | None:
    """A file's bytes with rows added; as it is where there are none."""
    held = _bytes(path)
    if rows.empty:
        return held
    start = held if held is not None else (",".join(columns) + "\n").encode()
    if start and not start.endswith(b"\n"):
        start += b"\n"
    text = io.StringIO()
    rows[columns].to_csv(text, index=False, header=False, lineterminator="\n")
    return start + text.getvalue().encode()


def _read_log(data: Path) -> list[dict[str, str]]:
    path = data / LOG
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def additions(root: Path) -> pd.DataFrame:
    """Every addition that stands: addition, recorded_at, file, sha256, rows, sources."""
    return pd.DataFrame(_read_log(root / "data"), columns=list(LOG_COLUMNS)).iloc[:, :6]


def _column(path: Path, name: str) -> list[str]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def _ids(data: Path) -> set[str]:
    """The observation_id of every recorded row, read under the lock."""
    files = sorted((data / "observations").glob("*.csv"))
    return {found for path in files for found in _column(path, "observation_id")}
