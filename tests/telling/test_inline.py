"""In a live notebook the same objects bring their style and glyphs; in a briefing they do not."""

import re
import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from analysis.telling.cards import offer_cards, situation_page
from analysis.telling.kit import inline
from analysis.telling.kit.fan import fan_chart
from analysis.telling.kit.fan_grid import small_multiples
from analysis.telling.kit.verdict_table import verdict_table
from analysis.telling.situation_card import situation_card
from analysis.telling.targets import headline, tally
from support.shanxi import ROOT
from support.small_plan import HOSTILE, plan, situation


@pytest.fixture
def kernel(monkeypatch):
    """As in ipykernel."""
    monkeypatch.setattr(inline, "in_kernel", lambda: True)


def parts() -> list:
    shown = plan()
    projections, verdicts = situation(shown)
    return [
        verdict_table(verdicts, shown),
        headline(verdicts, shown),
        fan_chart(projections, shown, "firms", verdicts=verdicts),
        small_multiples(projections, shown, verdicts),
    ]


def test_a_briefing_gets_no_style_of_ours():
    for part in parts():
        assert "<style" not in part._repr_html_()


def test_a_live_notebook_gets_style_once_for_both_themes(kernel):
    for part in parts():
        page = part._repr_html_()
        assert page.count("<style") == 1 and page.count('class="analysis"') == 1
        assert '[data-jp-theme-light="false"]' in page and "--chart-ink: #e6eaed" in page


def test_a_chart_in_a_live_notebook_brings_the_glyphs_it_was_measured_with(kernel):
    one, other = (p._repr_html_() for p in parts()[2:])
    assert "@font-face" in one and "font/woff" in one
    families = [page.split('font-family: "')[1].split('"')[0] for page in (one, other)]
    assert families[0] != families[1] and f"'{families[0]}'" in one
    assert len(one) < 60_000


def test_a_situation_shows_its_headline_and_its_verdicts(now):
    page = situation_page(now)
    assert "项可列出的目标" in page and "≥5000" in page and "山西省" in page
    assert "Of the 32 targets" in situation_card(now, lang="en")._repr_html_()


def test_a_shell_told_of_cards_shows_a_situation_that_ends_a_cell_by_its_card(now):
    shell = InteractiveShell()
    plain = shell.display_formatter.format(now)[0]
    offer_cards(shell)
    shown = shell.display_formatter.format(now)[0]
    assert "text/html" not in plain
    assert shown["text/html"] == situation_page(now)


def test_importing_analysis_in_a_shell_tells_it_of_cards():
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as S; "
        "shell = S.instance(); shell.run_cell('import analysis'); "
        "pages = shell.display_formatter.formatters['text/html']; "
        "print(('analysis.judging.situations', 'Situation') in pages.deferred_printers)"
    )
    assert said(code) == "True"


def test_hostile_words_are_words_on_a_card(now):
    attacked = replace(now, plan=replace(now.plan, meta={**now.plan.meta, "title": HOSTILE}))
    page = situation_page(attacked)
    assert "&lt;script" in page and "<script" not in page


def said(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def test_importing_analysis_alone_does_not_import_matplotlib():
    assert said("import sys, analysis; print('matplotlib' in sys.modules)") == "False"


def test_ones_own_charts_get_chinese_and_nothing_else_changes():
    code = (
        "import matplotlib.pyplot as plt; before = dict(plt.rcParams); import analysis; "
        "after = dict(plt.rcParams); "
        "print([k for k in after if after[k] != before[k]], "
        "after['font.family'][:-1] == before['font.family'], after['font.family'][-1])"
    )
    assert said(code) == "['font.family'] True Workbench Sans SC"


def test_hanzi_are_drawn_without_a_missing_glyph_in_ones_own_chart():
    code = (
        "import warnings; warnings.simplefilter('error'); import matplotlib; "
        "matplotlib.use('Agg'); import matplotlib.pyplot as plt; import analysis; "
        "plt.plot([1]); plt.title('高新技术企业'); plt.savefig('/dev/null', format='png'); "
        "print('drawn')"
    )
    assert said(code.replace("'/dev/null'", "__import__('io').BytesIO()")) == "drawn"


@pytest.mark.slow
def test_start_here_runs_in_a_real_kernel_with_styled_outputs():
    path = ROOT / "notebooks" / "00-start-here.ipynb"
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
    pages = [
        output.data["text/html"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    assert sum('class="analysis"' in page for page in pages) >= 6


NOW = 'from analysis import situation\nnow = situation("shanxi-innovation-14")\nnow'


@pytest.mark.slow
def test_a_situation_alone_in_a_cell_of_a_real_kernel_shows_its_card():
    notebook = new_notebook(cells=[new_code_cell(NOW)])
    NotebookClient(notebook, resources={"metadata": {"path": str(ROOT)}}).execute()
    (output,) = notebook.cells[0].outputs
    page = output.data["text/html"]
    assert 'class="analysis"' in page and "项可列出的目标" in page and "≥5000" in page


@pytest.mark.slow
def test_a_situation_alone_in_a_cell_of_a_build_shows_its_card(tmp_path):
    """In a process of its own, which a run changes for good."""
    parameters = new_code_cell('lang = "zh"', metadata={"tags": ["parameters"]})
    notebook = tmp_path / "now.ipynb"
    nbformat.write(new_notebook(cells=[parameters, new_code_cell(NOW)]), notebook)
    code = (
        "import nbformat; from pathlib import Path; from analysis.briefing.runner import run; "
        f"given = nbformat.read({str(notebook)!r}, as_version=4); "
        f"ran = run(given, {{}}, Path({str(tmp_path)!r})); "
        "print(ran.cells[1].outputs[0].data['text/html'])"
    )
    page = said(code)
    assert "项可列出的目标" in page and "≥5000" in page and 'class="analysis"' not in page


def test_in_a_live_notebook_no_small_drawing_is_filled_with_black(kernel):
    """What SVG fills with black unless told: trends, bars and counts have rules of their own."""
    shown = plan()
    projections, verdicts = situation(shown)
    for part in (verdict_table(verdicts, shown, projections=projections), tally(verdicts)):
        page = part._repr_html_()
        style, drawn = page.split("</style>", 1)
        shapes = re.findall(r'<(rect|path|polyline|polygon|circle)[^>]* class="(\w+)', drawn)
        assert shapes
        for tag, name in set(shapes):
            told = rf"(?:\.{name}|\b{tag})\W[^}}]*\b(?:fill|stroke)"
            assert re.search(told, style), (tag, name)


def test_in_a_live_notebook_a_chinese_title_does_not_lean(kernel):
    """No Chinese font has italics: a browser would slant the upright ones."""
    page = headline(situation(plan())[1], plan())._repr_html_()
    assert ":lang(zh):is(em,i,cite,q){font-style:normal}" in page
