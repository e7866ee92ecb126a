"""The notebooks to work in: copies in one language; those that are tracked stay as they are.

A copy that somebody changed is never replaced: it remembers what it was written as.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..records.places import find_root
from ..records.whole_files import write_whole
from . import notebooks

WRITTEN_AS = "written_as"  # in a copy's metadata: the digest of its cells as they were written
PAGE = re.compile(r"(\]\(\d\d-[\w-]+)\.html\b")  # a link to a page of a build
PARAMETERS = ("plan", "region", "as_of")


@dataclass(frozen=True)
class Copies:
    """What became of the copies: names written, and names kept because somebody changed them."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def lab_command(commands) -> argparse.ArgumentParser:
    """Add `notebooks` to the commands."""
    made = commands.add_parser(
        "notebooks", help="copies to work in, in one language | 工作用笔记本"
    )
    made.add_argument("--out", type=Path, default=None, help="default: build/lab | 输出文件夹")
    made.add_argument("--region", default="", help="code in regions.csv | 地区代码")
    made.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="as known that day | 截至")
    return made


def lab(options: argparse.Namespace) -> int:
    """Write the copies of one language."""
    root = find_root()
    given = {name: getattr(options, name) for name in PARAMETERS}
    folder = (options.out or root / "build" / "lab") / options.lang
    made = write_copies(root, folder, lang=options.lang, parameters=given)
    print(f"{made.folder}: {len(made.written)} notebooks | {len(made.written)} 个笔记本")
    for name in made.kept:
        print(f"{name}: changed since, kept as it is | 有改动，保留原样")
    return 0


def write_copies(
    root: Path, folder: Path, *, lang: str, parameters: Mapping[str, str] | None = None
) -> Copies:
    """Copy every notebook of a project in one language, its parameters set.

    Parameters
    ----------
    root, folder : Path
    lang : {"zh", "en"}
    parameters : mapping, optional
        Values for the cell tagged `parameters`; those that a notebook lacks are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written, kept = [], []
    for path in notebooks.find(root):
        copy, target = (
            in_one_language(notebooks.read(path), lang, parameters or {}),
            folder / path.name,
        )
        if target.exists() and _changed(target):
            kept.append(path.name)
            continue
        text = json.dumps(copy, ensure_ascii=False, indent=1) + "\n"
        write_whole(target, text.encode("utf-8"))
        written.append(path.name)
    return Copies(folder, tuple(written), tuple(kept))


def in_one_language(notebook: Mapping, lang: str, parameters: Mapping[str, str]) -> dict:
    """A notebook without the cells of other languages, its parameters set.

    Where a page leads to another page, the copy leads to that page's notebook beside it.

    Parameters
    ----------
    notebook : mapping
        From `notebooks.read`.
    """
    values = {**{name: value for name, value in parameters.items() if value}, "lang": lang}
    cells = [dict(cell) for cell in notebook["cells"] if notebooks.speaks(cell, lang)]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = PAGE.sub(r"\1.ipynb", "".join(cell["source"]))
    at = notebooks.parameters_cell({"cells": cells})
    if at is not None:
        cells[at]["source"] = notebooks.with_values(cells[at]["source"], values)
    about = {**notebook["metadata"], WRITTEN_AS: _digest(cells)}
    return {**notebook, "cells": cells, "metadata": about}


def _digest(cells: list) -> str:
    said = json.dumps([[c["cell_type"], "".join(c["source"])] for c in cells], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _changed(target: Path) -> bool:
    """Whether a copy's cells are others than those that were written, or it is not a copy."""
    try:
        held = notebooks.read(target)
        return held["metadata"].get(WRITTEN_AS) != _digest(held["cells"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return True
