"""A workshop that runs no notebook: its page is the notebook's last cell, in no time."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.briefing.foreman import UNTOUCHED, BriefingError
from analysis.briefing.inputs import digest_of_reads

PARAMETERS = 'plan = ""\nregion = ""\nas_of = ""\nlang = "zh"'
FAILS = "raise"


class StandIn:
    """In the place of `foreman.Workshop`; a cell that begins with `raise` fails."""

    def __enter__(self) -> "StandIn":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, tasks: Sequence[Mapping], **_: object) -> dict[str, object]:
        return {task["id"]: self._done(task) for task in tasks}

    def _done(self, task: Mapping) -> object:
        target = Path(task["target"])
        if task["kind"] == "facts":
            target.write_text("a table")
            return {}
        if task["kind"] == "front":
            target.write_text(f"leads to {task['pages']}")
            return None
        files: dict[str, list[str]] = {}
        if task["kind"] in ("workbook", "card"):
            target.write_text(f"a {task['kind']}")
        elif task["kind"] == "indicators":
            name = task["id"].partition("/")[2]
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text("a list")
            files = {"files": [name]}
        else:
            source = json.loads(Path(task["notebook"]).read_text())["cells"][-1]["source"]
            if source.startswith(FAILS):
                raise BriefingError(f"{task['id']}: {source}\n{UNTOUCHED}")
            target.write_text(source)
            Path(task["kept"]).write_text(f"run of {source}")
        reads = {"files": [], "regions": []}
        return {"reads": reads, "state": digest_of_reads(Path(task["root"]), reads), **files}


def notebook(root: Path, name: str, source: str) -> None:
    """Write a notebook of one cell."""
    code = {"cell_type": "code", "execution_count": None, "outputs": []}
    cells = [
        {"cell_type": "markdown", "id": "t", "metadata": {}, "source": f"# {name}"},
        {**code, "id": "p", "metadata": {"tags": ["parameters"]}, "source": PARAMETERS},
        {**code, "id": "c", "metadata": {}, "source": source},
    ]
    path = root / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")
