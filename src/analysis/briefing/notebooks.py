"""Notebooks on disk, read as plain JSON: titles, languages, parameters."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..records.languages import LANGUAGES

HEADING = re.compile(r"^[ \t]*#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


def find(root: Path, names: Sequence[str] | None = None) -> list[Path]:
    """The notebooks of a project in reading order, or those named (with or without .ipynb).

    Reading order is by name, except that a notebook's metadata may say `order`: a number below 0
    goes to the front, above 0 to the end.
    """
    folder = root / "notebooks"
    if names is None:
        return sorted(folder.glob("[0-9][0-9]-*.ipynb"), key=lambda p: (_order(p), p.name))
    return [folder / (name if name.endswith(".ipynb") else f"{name}.ipynb") for name in names]


def _order(path: Path) -> float:
    """What a notebook says of its place; nothing where it cannot be read, which is told later."""
    try:
        return float(read(path)["metadata"].get("order", 0))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return 0.0


def read(path: Path) -> dict:
    """A notebook as a dict; a cell's source is one string."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def tags(cell: Mapping) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def speaks(cell: Mapping, lang: str) -> bool:
    """Whether a cell belongs on the page of a language: tagged with it, or with none."""
    return not (set(tags(cell)) & (set(LANGUAGES) - {lang})) or lang in tags(cell)


def title(notebook: Mapping, lang: str) -> str | None:
    """The first heading a reader of this language sees."""
    for cell in _prose(notebook, lang):
        if found := HEADING.search(cell["source"]):
            return found[1]
    return None


def _prose(notebook: Mapping, lang: str) -> Iterator[Mapping]:
    return (c for c in notebook["cells"] if c["cell_type"] == "markdown" and speaks(c, lang))


def parameters_cell(notebook: Mapping) -> int | None:
    """The index of the cell tagged `parameters`."""
    return next((i for i, c in enumerate(notebook["cells"]) if "parameters" in tags(c)), None)


def parameter_names(notebook: Mapping) -> set[str]:
    """What the cell tagged `parameters` sets."""
    cell = notebook["cells"][parameters_cell(notebook)]
    return set(re.findall(r"^(\w+)[ \t]*(?::[^=\n]+)?=", cell["source"], re.MULTILINE))


def with_values(source: str, parameters: Mapping) -> str:
    """The source of the cell tagged `parameters`, with the values that were set after it.

    >>> with_values('lang = "zh"  # or en', {"lang": "en"})
    'lang = "en"  # or en'
    """
    lines = source.splitlines()
    for node in ast.parse(source).body:
        named = getattr(node, "targets", [getattr(node, "target", None)])[0]
        value = getattr(node, "value", None)
        if getattr(named, "id", None) in parameters and value.lineno == value.end_lineno:
            at, line = value.lineno - 1, lines[value.lineno - 1].encode()
            said = json.dumps(parameters[named.id], ensure_ascii=False)
            whole = line[: value.col_offset] + said.encode() + line[value.end_col_offset :]
            lines[at] = whole.decode()
    return "\n".join(lines)


def injected(parameters: Mapping) -> str:
    """The source that sets the parameters, as papermill writes it."""
    lines = [f"{name} = {value!r}" for name, value in parameters.items()]
    return "\n".join(["# Parameters", *lines])
