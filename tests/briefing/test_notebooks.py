"""The notebooks themselves: clean as committed, and right when executed in both languages."""

import html
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from openpyxl import load_workbook

from analysis.briefing import build_briefings
from analysis.briefing.facts import gather
from support.shanxi import ISSUED, PLAN, ROOT, project

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [p.stem for p in NOTEBOOKS]
LANGUAGES = ("zh", "en")


def text(page: Path) -> str:
    """What a reader sees: the page without its style, font, script and tags."""
    raw = page.read_text("utf-8")
    body = re.sub(r"<(style|script).*?</\1>", "", raw, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_committed_without_outputs_and_in_short_cells(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert all(c.outputs == [] and c.execution_count is None for c in code)
    assert all(len(c.source.splitlines()) <= 10 for c in code)
    parameters = [c for c in code if "parameters" in c.metadata.get("tags", [])]
    assert len(parameters) == 1
    for name in ("plan", "region", "as_of", "lang"):
        assert re.search(rf"^{name} = ", parameters[0].source, re.MULTILINE)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_tells_its_story_in_both_languages(path):
    prose = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    tags = [tuple(c.metadata.get("tags", [])) for c in prose]
    assert tags.count(("zh",)) == tags.count(("en",)) > 0
    assert prose[0].source.startswith("# ")


def test_every_notebook_becomes_a_page_in_each_language(pages):
    for lang in LANGUAGES:
        assert {p.stem for p in (pages / lang).glob("*.html")} == set(NAMES)
    assert (pages / "index.html").exists()


@pytest.mark.parametrize(
    ("page", "lang", "figures"),
    [
        ("01-plan", "zh", ("3188", "16471", "5000", "1.57倍", "6376", "4.43倍", "265亿元")),
        ("01-plan", "en", ("3,188", "16,471", "5,000", "1.57 ×", "6,376", "4.43 ×")),
        ("02-baseline", "zh", ("211.1", "298.2", "4.43倍", "561.86", "561.84")),
        ("02-baseline", "en", ("211.1", "298.2", "4.43 times that", "561.86", "561.84")),
        ("04-targets", "zh", ("530亿元以上", "593.9亿元", "≥4500", "≥5000")),
        ("05-briefing", "zh", ("3188", "≥4500", "≥5000", "≥6376", "国家超算(太原)中心")),
        ("05-briefing", "en", ("3,188", "≥4,500", "≥5,000", "≥6,376", "298.2")),
    ],
)
def test_the_figures_of_the_plan_are_on_the_pages(pages, page, lang, figures):
    shown = text(pages / lang / f"{page}.html")
    assert [f for f in figures if f not in shown] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_patents_in_force_are_said_to_have_no_target(pages, lang):
    shown = text(pages / lang / "05-briefing.html")
    sentence = {
        "zh": r"本规划没有为下列指标设定目标：.*?发明专利有效量：推算2025年为\d+件",
        "en": r"This plan sets no target for these:.*?"
        r"Invention patents in force: projected [\d,]+ ",
    }
    assert re.search(sentence[lang], shown, re.DOTALL)


def later_than_the_plan(shown: str) -> set[str]:
    """What came out after the day of the plan and stands in a text all the same."""
    dates = {d for d in re.findall(r"\b20\d\d-\d\d-\d\d\b", shown) if d > ISSUED}
    figures = ("4155", "4,155", "298.2", "561.86", "593.9", "挂牌运行")
    return dates | {f for f in figures if f in shown}


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_nothing_later_than_the_day_of_the_plan_is_on_its_pages(workshop, tmp_path, lang):
    """What is known on a day is worked out before anything is said of it in either language."""
    root, out = project(tmp_path), tmp_path / "pages"
    asked = {"plan": PLAN, "as_of": ISSUED}
    # What the pages say of their data, without a workbook: it shows the same situation.
    meta = gather(root, tmp_path / "assessment.csv", region="", day="2026-01-01", **asked)
    built = {"languages": [lang], "meta": meta, "progress": False, "workshop": workshop}
    build_briefings(root, out, **asked, **built)
    for name in NAMES:
        shown = text(out / lang / f"{name}.html")
        written = r"(生成于|Written on)\s+20\d\d-\d\d-\d\d"
        assert later_than_the_plan(re.sub(written, "", shown)) == set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_no_prose_of_a_notebook_holds_what_came_out_after_the_plan(path):
    """Prose is there whatever the day: what depends on it is said by code."""
    cells = nbformat.read(path, as_version=4).cells
    said = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    assert later_than_the_plan(said) == set()


def test_the_assessment_file_is_written_beside_the_pages(pages):
    rows = pd.read_csv(pages / "assessment.csv")
    firms = rows[(rows["indicator_id"] == "high_tech_firms")].set_index("reading")
    assert firms.loc["level", "target_value"] == 5000
    assert firms.loc["ratio", "target_value"] == 6376
    assert rows["status"].notna().all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_is_written_beside_the_pages_of_each_language(pages, lang):
    book = load_workbook(pages / lang / "assessment.xlsx", read_only=True)
    assert {"zh": "判断", "en": "Verdicts"}[lang] in book.sheetnames


def test_no_page_asks_a_network_for_anything(pages):
    for page in pages.rglob("*.html"):
        raw = page.read_text("utf-8")
        assert "default-src 'none'" in raw
        assert not re.search(r"""(?:src|srcset|poster)\s*=\s*["']?(?:https?:)?//""", raw)
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", raw)
        assert re.findall(r"<link\b(?![^>]*href=\"data:)", raw) == []
        assert raw.count("<script") == (page.name != "index.html") and "@import" not in raw


def test_no_code_and_no_placeholder_is_on_a_page(pages):
    for page in pages.rglob("*.html"):
        shown = text(page)
        shows_code = page.stem == "00-start-here"  # a notebook of recipes is its code
        words = " ".join(shown.split())
        assert (
            bool(re.search(r"\bimport (analysis|situation|[a-z_]+_table)\b", words)) == shows_code
        )
        for leak in ("NaN", "nan%", "NaT", "<NA>", "None", "Traceback"):
            assert leak not in shown, (page.name, leak)
