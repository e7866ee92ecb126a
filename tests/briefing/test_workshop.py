"""What the workshop loads ahead of the notebooks, which are then forked from it."""

import ast
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import analysis
from analysis.briefing import notebooks, postponed
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


GRAMMAR = "grammar_of_something"


def test_a_grammar_is_compiled_by_the_first_who_checks_something_by_it(tmp_path, monkeypatch):
    """Not by who only imports what would; and then it checks as ever."""
    (tmp_path / f"{GRAMMAR}.py").write_text("def is_valid_syntax(kind, text): return kind == text")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(postponed, "GRAMMAR", GRAMMAR)
    with postponed.grammar_postponed():
        checks = __import__(GRAMMAR).is_valid_syntax
    assert GRAMMAR not in sys.modules
    assert checks("iri", "iri") and not checks("iri", "uri")
    assert sys.modules.pop(GRAMMAR).__file__ == str(tmp_path / f"{GRAMMAR}.py")


def test_a_grammar_that_is_loaded_or_missing_stays_so(monkeypatch):
    """It is no part of nbformat: where it is not installed, nobody is to find it."""
    monkeypatch.setattr(postponed, "GRAMMAR", "json")
    loaded = sys.modules["json"]
    with postponed.grammar_postponed():
        assert sys.modules["json"] is loaded
    monkeypatch.setattr(postponed, "GRAMMAR", "no_such_grammar")
    with postponed.grammar_postponed():
        assert "no_such_grammar" not in sys.modules


def test_jsonschema_takes_from_the_grammar_what_is_postponed():
    """Another name in another version, and it would be compiled again without a word."""
    source = Path(find_spec("jsonschema._format").origin).read_text(encoding="utf-8")
    assert f"from {postponed.GRAMMAR} import {postponed.ASKED}" in source
