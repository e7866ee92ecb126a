"""Copies of the notebooks to work in: one language, and never over somebody's work."""

import json
import re

import nbformat
import pytest

from analysis.__main__ import main
from analysis.briefing import notebooks
from analysis.briefing.lab import write_copies
from support.shanxi import ROOT


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "lab"


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_every_notebook_is_there_in_one_language(folder, lang, other):
    made = write_copies(ROOT, folder, lang=lang, parameters={"plan": "shanxi-15", "region": ""})
    assert len(made.written) == len(notebooks.find(ROOT)) and not made.kept
    for path in sorted(folder.glob("*.ipynb")):
        copy = notebooks.read(path)
        nbformat.validate(nbformat.read(path, as_version=4))
        assert not any(notebooks.tags(cell) == [other] for cell in copy["cells"])
        source = copy["cells"][notebooks.parameters_cell(copy)]["source"]
        assert f'lang = "{lang}"' in source
        if "plan = " in source:
            assert 'plan = "shanxi-15"' in source


def test_links_lead_to_the_notebooks_that_lie_beside(folder):
    made = write_copies(ROOT, folder, lang="zh")
    linked = set()
    for path in folder.glob("*.ipynb"):
        prose = [c for c in notebooks.read(path)["cells"] if c["cell_type"] == "markdown"]
        said = "\n".join("".join(cell["source"]) for cell in prose)
        assert ".html" not in said
        linked |= set(re.findall(r"\]\(([\w.-]+\.ipynb)\)", said))
    assert linked and linked <= set(made.written)


def test_a_copy_that_was_only_run_is_written_anew_and_one_that_was_changed_is_kept(folder):
    write_copies(ROOT, folder, lang="zh")
    run, changed = folder / "04-targets.ipynb", folder / "05-briefing.ipynb"
    for path, mine in ((run, ""), (changed, "\nnow")):
        held = json.loads(path.read_text("utf-8"))
        code = next(c for c in held["cells"] if c["cell_type"] == "code")
        code["execution_count"] = 1
        code["source"] = "".join(code["source"]) + mine
        path.write_text(json.dumps(held), "utf-8")
    before = changed.read_bytes()
    made = write_copies(ROOT, folder, lang="zh")
    assert made.kept == ("05-briefing.ipynb",) and changed.read_bytes() == before
    assert notebooks.read(run)["cells"][1]["execution_count"] is None


def test_what_is_no_copy_of_ours_is_kept(folder):
    folder.mkdir()
    (folder / "04-targets.ipynb").write_text("not a notebook", "utf-8")
    assert write_copies(ROOT, folder, lang="en").kept == ("04-targets.ipynb",)


def test_the_command_says_where_they_are(tmp_path, capsys):
    assert main(["notebooks", "--lang", "en", "--out", str(tmp_path)]) == 0
    assert str(tmp_path / "en") in capsys.readouterr().out
    assert (tmp_path / "en" / "05-briefing.ipynb").exists()
