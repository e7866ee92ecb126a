"""What the workshop loads ahead of the notebooks, which are then forked from it."""

import ast
import re
from importlib.util import find_spec

import analysis
from analysis.briefing import notebooks
from analysis.briefing.workshop import PRELOADED
from support.scripts import script
from support.shanxi import ROOT


def of_notebooks() -> set[str]:
    """The modules of the project that cells import, by name or for a name of `analysis`."""
    known = set(script("describe_code").modules())
    found = set()
    for path in notebooks.find(ROOT):
        cells = (c["source"] for c in notebooks.read(path)["cells"] if c["cell_type"] == "code")
        for cell in cells:
            found |= {analysis._HOME[name] for name in re.findall(r"\ba\.(\w+)\(", cell)}
            for node in ast.walk(ast.parse(cell)):
                if isinstance(node, ast.ImportFrom) and node.module.startswith("analysis"):
                    home = node.module.removeprefix("analysis").removeprefix(".")
                    for alias in node.names:
                        inner = f"{home}.{alias.name}".lstrip(".")
                        found.add(inner if inner in known else home or analysis._HOME[alias.name])
    return found


def test_everything_loaded_ahead_is_there():
    """One that is not would be passed over in silence, and every notebook load it again."""
    assert [name for name in PRELOADED if find_spec(name) is None] == []


def test_what_notebooks_import_of_the_project_is_loaded_ahead():
    """By name, or by one that is."""
    imports = script("describe_code").imports()
    loaded = {n.removeprefix("analysis.") for n in PRELOADED if n.startswith("analysis.")}
    while more := {b for a, b in imports if a in loaded} - loaded:
        loaded |= more
    wanted = of_notebooks()
    assert len(wanted) > 15 and wanted - loaded == set()
