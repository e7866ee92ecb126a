"""The pages of the plans entered from real documents, each whole."""

import html
import re
from pathlib import Path

import pytest

from analysis.briefing import build_briefings
from support.real_plans import ENTERED, GERMANY
from support.shanxi import ROOT

LANGUAGES = {GERMANY: {"en"}}
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NOT_GERMANY_S = re.compile(r"\bprovinces?\b|\byuan\b|\bShanxi\b", re.IGNORECASE)


def read(page: Path) -> str:
    """What stands on a page, without its style, its script and its embedded files."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", body))


@pytest.mark.slow
@pytest.mark.parametrize("name", ENTERED)
def test_every_page_of_an_entered_plan_is_built_in_its_languages(name, tmp_path):
    built = tmp_path / "built"
    build_briefings(ROOT, built, plan=name, progress=False)
    spoken = {folder.name for folder in built.iterdir() if folder.is_dir()}
    assert spoken == LANGUAGES.get(name, {"zh", "en"})
    assert all(len(list((built / lang).glob("*.html"))) == 11 for lang in spoken)
    if name == GERMANY:
        pages = [built / "index.html", *(built / "en").glob("*.html")]
        assert [p.name for p in pages if CHINESE.search(read(p))] == []
        assert [p.name for p in pages if NOT_GERMANY_S.search(read(p))] == []
