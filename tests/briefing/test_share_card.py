"""What a link to a page shows where somebody shares it."""

import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from analysis.briefing import BriefingError, build_briefings
from analysis.judging.attainment import promises
from analysis.telling.kit.statuses import STATUSES
from analysis.telling.share_card import BAR, EDGE, SIZE, share_card
from support.shanxi import PLAN, ROOT

HEAD = re.compile(r'<meta property="og:(\w+)" content="([^"]*)">')
ADDRESS = "https://example.org/monitoring"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_cards_bar_has_as_much_of_a_colour_as_there_are_targets_of_a_verdict(now, lang):
    with Image.open(io.BytesIO(share_card(now, lang=lang))) as picture:
        assert picture.size == SIZE
        middle = SIZE[1] - (BAR[0] + BAR[1]) // 2
        row = picture.convert("RGB").crop((EDGE, middle, SIZE[0] - EDGE, middle + 1))
        seen = {"#{:02x}{:02x}{:02x}".format(*c): n for n, c in row.getcolors(1 << 12)}
    counts = promises(now.verdicts)["status"].value_counts()
    for status, count in counts.items():
        share = seen[STATUSES.loc[status, "colour"]] / row.width
        assert share == pytest.approx(count / counts.sum(), abs=0.006)
    assert set(STATUSES["colour"]) & set(seen) == {STATUSES.loc[s, "colour"] for s in counts.index}


def test_a_plan_without_a_target_has_a_card(now):
    blank = replace(now, verdicts=now.verdicts.iloc[:0])
    with Image.open(io.BytesIO(share_card(blank, lang="zh"))) as picture:
        assert picture.size == SIZE


@pytest.mark.parametrize(
    ("page", "card"),
    [
        ("zh/05-briefing.html", "card.png"),
        ("en/indicators/rd_expenditure.html", "../card.png"),
        ("index.html", "zh/card.png"),
    ],
)
def test_a_page_names_its_title_and_a_picture_that_is_there(pages, page, card):
    text = (pages / page).read_text("utf-8")
    said = dict(HEAD.findall(text))
    assert said["image"] == card and ((pages / page).parent / card).is_file()
    assert said["title"] and "url" not in said and "canonical" not in text
    assert said.get("description", "index" in page)


def test_a_build_with_an_address_says_where_its_pages_and_the_picture_are(pages, tmp_path):
    """Made of the pages that are there: their heads alone are others."""
    out = tmp_path / "built"
    settings = {"plan": PLAN, "notebooks": ["05-briefing"], "languages": ["en"], "progress": False}
    build_briefings(ROOT, out, address=ADDRESS, **settings)
    said = dict(HEAD.findall((out / "en" / "05-briefing.html").read_text("utf-8")))
    assert said["url"] == f"{ADDRESS}/en/05-briefing.html"
    assert said["image"] == f"{ADDRESS}/en/card.png"
    own = (out / "en" / "indicators" / "rd_expenditure.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{ADDRESS}/en/indicators/rd_expenditure.html">' in own
    assert f"--address {ADDRESS}/" in own, "the command that builds it again"
    again = build_briefings(ROOT, out, **settings)
    assert again.executed == ()
    assert "og:url" not in (out / "en" / "05-briefing.html").read_text("utf-8")


@pytest.mark.parametrize(
    "address", ["ftp://example.org", "example.org", "https://a b", "https://a?b"]
)
def test_an_address_that_is_none_of_the_web_is_refused(address, tmp_path):
    with pytest.raises(BriefingError, match="https://"):
        build_briefings(ROOT, tmp_path / "out", plan=PLAN, address=address)
