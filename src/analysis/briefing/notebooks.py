"""Notebooks on disk, read as plain JSON: titles, languages, parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

LANGUAGES = ("zh", "en")
HEADING = re.compile(r"^[ \t]*#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


def find(root: Path, names: Sequence[str] | None = None) -> list[Path]:
    """The notebooks of a project in reading order, or those named (with or without .ipynb)."""
    folder = root / "notebooks"
    if names is None:
        return sorted(folder.glob("[0-9][0-9]-*.ipynb"))
    return [folder / (name if name.endswith(".ipynb") else f"{name}.ipynb") for name in names]


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


def injected(parameters: Mapping) -> str:
    """The source that sets the parameters, as papermill writes it."""
    lines = [f"{name} = {value!r}" for name, value in parameters.items()]
    return "\n".join(["# Parameters", *lines])
