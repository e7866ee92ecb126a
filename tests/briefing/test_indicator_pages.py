"""The pages of indicators in a build: written, led to, copied where nothing changed."""

import html
import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from analysis.briefing import build_briefings
from analysis.briefing.page import with_indicators
from support.shanxi import ROOT
from support.small_project import small_project

LIST = "indicators/find-one.html"


def links(page: Path) -> list[str]:
    return [
        html.unescape(href)
        for href in re.findall(r'<a [^>]*href="([^"]+)"', page.read_text(encoding="utf-8"))
        if not re.match(r"https?:|mailto:|data:", href)
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_of_an_indicators_page_and_to_one_leads_to_a_file(pages, lang):
    told = sorted((pages / lang / "indicators").glob("*.html"))
    assert len(told) > 50
    for page in (*told, *(pages / lang).glob("*.html"), pages / "index.html"):
        for href in links(page):
            path, _, anchor = unquote(href).partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.is_file(), f"{page.name}: {href}"
            if anchor and "indicators" in str(target):
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), href


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_of_targets_leads_to_each_indicator(pages, lang, now):
    led_to = set(links(pages / lang / "04-targets.html"))
    ids = now.verdicts["indicator_id"].unique()
    assert {f"indicators/{i}.html" for i in ids} <= led_to
    assert LIST in led_to


def test_both_languages_have_the_same_pages_and_lead_to_each_other(pages):
    zh, en = ({p.name for p in (pages / lang / "indicators").iterdir()} for lang in ("zh", "en"))
    assert zh == en
    led_to = links(pages / "zh" / "indicators" / "high_tech_firms.html")
    assert "../../en/indicators/high_tech_firms.html" in led_to


def test_a_name_is_plain_where_no_pages_are_written_and_on_its_own_page():
    said = '<th><span data-indicator="firms">企业</span></th>'
    assert with_indicators(said, {"name": "04-targets"}) == "<th>企业</th>"
    built = {"name": "04-targets", "indicators": LIST}
    assert 'href="indicators/firms.html"' in with_indicators(said, built)
    elsewhere = {"name": "indicators/other", "indicators": LIST}
    assert 'href="../indicators/firms.html"' in with_indicators(said, elsewhere)
    own = {"name": "indicators/firms", "indicators": LIST}
    assert with_indicators(said, own) == "<th>企业</th>"


@pytest.fixture
def project(tmp_path) -> Path:
    folder = small_project(tmp_path / "project")
    (folder / "notebooks").mkdir(exist_ok=True)
    shutil.copy(ROOT / "notebooks" / "04-targets.ipynb", folder / "notebooks")
    return folder


def build(project: Path, workshop) -> Path:
    out = project / "build" / "pages"
    build_briefings(project, out, plan="small", languages=["zh"], progress=False, workshop=workshop)
    return out


def test_pages_are_copied_where_nothing_changed_and_written_again_where_it_did(project, workshop):
    out = build(project, workshop)
    first = (out / "zh" / LIST).read_text(encoding="utf-8")
    record = json.loads((out / ".build.json").read_text(encoding="utf-8"))
    files = record["pages"][f"zh/{LIST}"]["files"]
    assert {f"zh/{name}" for name in files} <= set(record["outputs"])

    note = project / "notebooks" / "04-targets.ipynb"
    note.write_text(note.read_text(encoding="utf-8").replace("## ", "### "), encoding="utf-8")
    before = (out / "zh" / LIST).stat().st_mtime_ns
    build(project, workshop)
    assert (out / "zh" / LIST).stat().st_mtime_ns == before
    assert (out / "zh" / LIST).read_text(encoding="utf-8") == first

    table = next((project / "data").rglob("a.csv"))
    table.write_text(table.read_text(encoding="utf-8").replace("3916", "3917"), encoding="utf-8")
    build(project, workshop)
    assert "3917" in (out / "zh" / LIST).read_text(encoding="utf-8")


def test_a_list_somebody_damaged_is_written_again(project, workshop):
    out = build(project, workshop)
    kept = (out / "zh" / LIST).read_text(encoding="utf-8")
    (out / "zh" / LIST).unlink()
    build(project, workshop)
    assert (out / "zh" / LIST).read_text(encoding="utf-8") == kept
