"""Add to the store and take back: whole additions, atomically, one writer at a time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .errors import PlanDataError
from .journal import ADDED, ADDED_MORE, LOG, SOURCES_FILE, commit, writing
from .packages import OLD, cells_of, column_of, observation_files
from .readable import reading
from .schema import OBSERVATIONS, SOURCES

LOG_COLUMNS = ("addition", "recorded_at", "file", "sha256", "rows", "sources", "before", "after")


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
    observations: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    root: Path,
    file: str,
    digest: str,
    folders: Sequence[str] = (OLD,),
    into: str = OLD,
) -> Addition:
    """Append rows to observations/added.csv and sources_added.csv of a package, all or none.

    Parameters
    ----------
    observations, sources : DataFrame
        All text, columns of `schema.OBSERVATIONS` and `schema.SOURCES`, checked.
    folders, into : sequence of str, str
        The folders whose rows and sources are known already, and the one that is written to; see
        `packages.folders_of`.
    file, digest : str
        Name and sha256 of the file they came from: the same file adds nothing twice.

    Raises
    ------
    PlanDataError
        Another writer holds the lock for longer than a minute, or the disk is full or
        read-only: nothing was changed.
    """
    with writing(root):
        return append(
            observations, sources, root=root, file=file, digest=digest, folders=folders, into=into
        )


def append(
    observations: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    root: Path,
    file: str,
    digest: str,
    folders: Sequence[str] = (OLD,),
    into: str = OLD,
) -> Addition:
    """What `add` does, for a caller that checked the rows while holding `writing`."""
    data = root / "data"
    log = _read_log(data)
    earlier = any(row["sha256"] == digest for row in log)
    new = observations[~observations["observation_id"].isin(_ids(root, folders))]
    if earlier or new.empty:
        return Addition(0, 0, 0, file)
    named = (column_of(root, folders, f, "source_id") for f in ("sources.csv", SOURCES_FILE))
    cited = sources[~sources["source_id"].isin({found for names in named for found in names})]
    place = into.removeprefix(OLD).removeprefix("/")
    added, more, citing = (
        f"{place}/{n}" if place else n for n in (ADDED, ADDED_MORE, SOURCES_FILE)
    )
    # A part of a year, a range: what only some rows say has columns that the others do without.
    told = [c for c in OBSERVATIONS.more if c in new]
    longer = (new[told].fillna("") != "").any(axis=1)
    contents: dict[str, bytes | None] = {
        citing: _appended(data / citing, cited, list(SOURCES.columns)),
        added: _appended(
            data / added, new[~longer], list(OBSERVATIONS.columns), may_have=OBSERVATIONS.more
        ),
    }
    if longer.any():
        contents[more] = _appended(data / more, new[longer], list(OBSERVATIONS.every))
    (data / added).parent.mkdir(exist_ok=True)
    row = {
        "addition": str(len(log) + 1),
        "recorded_at": new["recorded_at"].iloc[-1],
        "file": " ".join(file.encode("utf-8", "replace").decode().split()),
        "sha256": digest,
        "rows": str(len(new)),
        "sources": str(len(cited)),
        "before": json.dumps({name: _state(_bytes(data / name)) for name in (*contents, LOG)}),
        "after": json.dumps({name: _state(content) for name, content in contents.items()}),
    }
    contents[LOG] = _appended(data / LOG, pd.DataFrame([row]), list(LOG_COLUMNS))
    commit(data, contents)
    return Addition(len(log) + 1, len(new), len(cited), file)


def undo(*, root: Path) -> Addition:
    """Take the last addition back: the files are again what they were, byte for byte.

    Raises
    ------
    PlanDataError
        There is nothing to take back, or a file was changed by other means since.
    """
    data = root / "data"
    with writing(root):
        log = _read_log(data)
        if not log:
            raise PlanDataError("nothing to undo: no addition is recorded | 没有可撤销的添加")
        last = log[-1]
        commit(data, _before(data, last))
        return Addition(
            int(last["addition"]), int(last["rows"]), int(last["sources"]), last["file"]
        )


def _before(data: Path, last: Mapping[str, str]) -> dict[str, bytes | None]:
    """What each file held before an addition; rows go before the sources that they cite."""
    try:
        before, after = json.loads(last["before"]), json.loads(last["after"])
        order = sorted(before, key=_turn)
    except (ValueError, TypeError, StopIteration):
        raise PlanDataError(_bad_log()) from None
    contents: dict[str, bytes | None] = {}
    for name in order:
        size, digest = before[name]
        held = _bytes(data / name)
        whole = name == LOG or _state(held) == after[name]
        if not whole or (size >= 0 and (held is None or _sha(held[:size]) != digest)):
            raise PlanDataError(
                f"data/{name} was changed by other means after the addition of {last['file']}; "
                "take that change back first, nothing was undone "
                f"| 添加“{last['file']}”之后，该文件又被手工改过；请先恢复，未作任何撤销"
            )
        contents[name] = None if size < 0 else held[:size]
    return contents


def _turn(name: str) -> int:
    """When a file is given back: rows before the sources that they cite, the log last."""
    return next(
        n for n, last in enumerate((ADDED, ADDED_MORE, SOURCES_FILE, LOG)) if name.endswith(last)
    )


def _bytes(path: Path) -> bytes | None:
    with reading(f"data/{path.name}"):
        return path.read_bytes() if path.exists() else None


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _state(content: bytes | None) -> list[object]:
    return [-1, ""] if content is None else [len(content), _sha(content)]


def _appended(
    path: Path, rows: pd.DataFrame, columns: list[str], *, may_have: Collection[str] = ()
) -> bytes | None:
    """A file's bytes with rows added, in the order of its own columns; as it is without rows."""
    held = _bytes(path)
    if rows.empty:
        return held
    start = held or (",".join(columns) + "\n").encode()
    if not start.endswith(b"\n"):
        start += b"\n"
    own = next(csv.reader([start.decode("utf-8-sig").partition("\n")[0].rstrip("\r")]))
    if sorted(set(own) - set(may_have)) != sorted(columns):
        raise PlanDataError(
            f"data/{path.name}: its header is not {', '.join(columns)}; put it right first "
            "| 表头不符，请先恢复表头"
        )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        rows.reindex(columns=own, fill_value="").to_numpy().tolist()
    )
    return start + text.getvalue().encode()


def _read_log(data: Path) -> list[dict[str, str]]:
    path = data / LOG
    if not path.exists():
        return []
    with reading(f"data/{LOG}"):
        try:
            text = path.read_bytes().decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
        except (UnicodeDecodeError, csv.Error):
            raise PlanDataError(_bad_log()) from None
    if any(row.get(name) is None for row in rows for name in LOG_COLUMNS):
        raise PlanDataError(_bad_log())
    return rows


def _bad_log() -> str:
    return (
        f"data/{LOG}: changed by other means and no longer readable; restore it from a backup or "
        "from git | 添加记录被改动，无法读取；请从备份或 git 恢复"
    )


def additions(root: Path) -> pd.DataFrame:
    """Every addition that stands: addition, recorded_at, file, sha256, rows, sources."""
    return pd.DataFrame(_read_log(root / "data"), columns=list(LOG_COLUMNS)).iloc[:, :6]


def vanished(root: Path) -> list[str]:
    """What was added by command and is no longer as it was added, a line for each.

    A file that is gone, or that no longer begins with the bytes that an addition left it with.
    """
    data = root / "data"
    said = []
    for row in _read_log(data):
        try:
            after = json.loads(row["after"])
        except ValueError:
            raise PlanDataError(_bad_log()) from None
        for name, (size, digest) in after.items():
            held = _bytes(data / name)
            if size >= 0 and (held is None or _sha(held[:size]) != digest):
                gone = ("is gone", "已不在") if held is None else ("was changed", "已被改动")
                said.append(
                    f"data/{name}: {gone[0]} since {row['file']} was added on "
                    f"{row['recorded_at']} (addition {row['addition']}); restore it from a copy "
                    f"| 第{row['addition']}次添加“{row['file']}”之后，该文件{gone[1]}；请从备份恢复"
                )
    return list(dict.fromkeys(said))


def _ids(root: Path, folders: Sequence[str]) -> set[str]:
    """The observation_id of every recorded row of some packages, read under the lock."""
    paths = observation_files(root, folders)
    return {found for path in paths for found in cells_of(path, "observation_id")}
