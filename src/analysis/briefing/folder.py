"""A folder of briefings on disk: where it may lie, and which of its files are a build's own.

A build replaces and removes only what an earlier one recorded, name and content. Whatever else
lies in the folder is somebody's own.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .foreman import BriefingError
from .inputs import PACKAGE, hashes

SHA256 = re.compile("[0-9a-f]{64}")


class Record(NamedTuple):
    """A file in which a build says what it made.

    Attributes
    ----------
    file : str
        Its name in the folder.
    schema : str
        What it says of itself; another program's file of the same name does not.
    tables : tuple of str
        The tables it must hold; `outputs` is the sha256 of each file under its name.
    """

    file: str
    schema: str
    tables: tuple[str, ...]


BRIEFINGS = Record(
    ".build.json", "plan-monitor/briefings/1", ("inputs", "outputs", "pages", "seen")
)
PAPERS = Record(".pdf.json", "plan-monitor/papers/1", ("outputs", "pages"))
REGIONS = Record(".regions.json", "plan-monitor/regions/1", ("outputs",))
# Builds made before records had a schema wrote .build.json with just these parts.
UNNAMED = {"data", "notebooks", "code", "settings", "versions"}


def read_record(folder: Path, kind: Record = BRIEFINGS) -> dict:
    """What the last build wrote about itself; empty where there was none of ours."""
    try:
        record = json.loads((folder / kind.file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if _is_valid(record, kind) else {}


def write_record(folder: Path, kind: Record, **tables: Mapping) -> None:
    """Write down what was made."""
    text = json.dumps({"schema": kind.schema, **tables}, indent=1, sort_keys=True)
    (folder / kind.file).write_text(text, encoding="utf-8")


def _is_valid(record: object, kind: Record) -> bool:
    return (
        isinstance(record, dict)
        and (record.get("schema") == kind.schema or _is_unnamed(record, kind))
        and all(isinstance(record.get(name), dict) for name in kind.tables)
        and all(_is_output(*named) for named in record["outputs"].items())
    )


def _is_unnamed(record: Mapping, kind: Record) -> bool:
    inputs = record.get("inputs")
    return (
        kind is BRIEFINGS
        and set(record) == set(kind.tables)
        and isinstance(inputs, dict)
        and set(inputs) == UNNAMED
    )


def _is_output(name: str, digest: object) -> bool:
    """Whether this is the content of a file within the folder."""
    path = PurePosixPath(name)
    inside = path.parts and not path.is_absolute() and not {"..", "."} & set(path.parts)
    return bool(
        inside
        and not re.search(r"[\\:\0]", name)
        and isinstance(digest, str)
        and SHA256.fullmatch(digest)
    )


def outputs(folder: Path) -> dict[str, str]:
    """The sha256 of every file in a folder, under its name there."""
    return hashes((path for path in folder.rglob("*") if path.is_file()), folder)


def is_as_recorded(path: Path, digest: str | None) -> bool:
    """Whether a file, not a link to one, has the content that was written down."""
    if digest is None or path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


def is_current(out: Path, inputs: Mapping) -> bool:
    """Whether `out` was built from just these inputs and every file is as it was written."""
    record = read_record(out)
    return record.get("inputs") == inputs and all(
        is_as_recorded(out / name, digest) for name, digest in record["outputs"].items()
    )


def place_for(root: Path, out: Path) -> Path:
    """The folder itself that `out` leads to, where briefings may be made in it.

    Raises
    ------
    BriefingError
        It is the project or holds it, is a part of what is read, or lies in a file.
    """
    try:
        place = Path(out).resolve()
    except (OSError, RuntimeError) as error:
        raise BriefingError(f"{out}: {error}; choose another folder | 请另选文件夹") from None
    if any(_same(place, folder) for folder in (root, *root.parents)):
        raise BriefingError(
            f"{place}: holds something other than briefings, this project; choose a new folder | "
            "这是项目所在的文件夹，请另选"
        )
    read = (root / "data", root / "notebooks", PACKAGE)
    if any(_same(folder, source) for folder in (place, *place.parents) for source in read):
        raise BriefingError(
            f"{place}: the briefings are made from what is in there; choose another folder | "
            "该文件夹存放生成简报所用的资料，请另选"
        )
    there = next(path for path in (place, *place.parents) if os.path.lexists(path))
    if not there.is_dir():
        raise BriefingError(f"{there}: is no folder; choose another | 不是文件夹，请另选")
    return place


def check_contents(out: Path, kind: Record) -> None:
    """Refuse a folder that holds something and no record of ours.

    Raises
    ------
    BriefingError
        It cannot be told apart from somebody's own.
    """
    try:
        taken = out.is_dir() and any(out.iterdir()) and not read_record(out, kind)
    except OSError as error:
        raise BriefingError(
            f"{out}: cannot be read ({error.strerror}) | 无法读取该文件夹"
        ) from None
    if taken:
        raise BriefingError(
            f"{out}: holds something other than briefings (there is no {kind.file} of this "
            "program's); choose a new folder | 该文件夹有其他内容，请另选"
        )


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one folder, however it is spelled on a disk that ignores case."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return one == other
