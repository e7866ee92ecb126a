"""What a reader of the paper sees: full sheets, no stranded heading, no row or chart in two."""

from pathlib import Path

import pytest

from analysis.briefing.pdf import print_page
from support.paper import painted, seen
from support.tools import needs

LANGUAGES = ("zh", "en")
PAGES = (
    *("00-start-here", "01-plan", "02-baseline", "03-projections", "04-targets", "05-briefing"),
    *("06-calibration", "07-what-changed", "08-methods", "09-outcome", "10-regions"),
    *("11-next-plan", "12-promises", "13-annual-targets"),
    *("indicators/high_tech_firms", "indicators/coverage_pilot_bases", "indicators/find-one"),
)
LOOSE = """* {
  break-inside: auto !important; break-after: auto !important; break-before: auto !important;
  orphans: 1 !important; widows: 1 !important;
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_sheet_is_full_and_nothing_on_it_is_torn(pages, printed, name, lang):
    assert printed(pages / lang / f"{name}.html").faults == {}


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_so_are_the_sheets_of_every_indicator(pages, printed, lang):
    found = {p.name: printed(p).faults for p in (pages / lang / "indicators").glob("*.html")}
    assert len(found) > 50 and {name: marks for name, marks in found.items() if marks} == {}


def test_without_its_rules_a_page_has_every_fault(pages, printed):
    """The tests above can fail: each fault is seen where nothing forbids it."""
    numbers = ("01", "02", "04", "09", "12")
    loose = [printed(next((pages / "zh").glob(f"{n}-*.html")), LOOSE) for n in numbers]
    for mark in ("headings_last", "nearly_empty", "headless"):
        assert any(getattr(sheets, mark) for sheets in loose), mark
    for kind in ("row", "chart"):
        assert any(part.startswith(kind) for sheets in loose for part in sheets.cut), kind
    page = pages / "zh" / "13-annual-targets.html"
    assert printed(page, ".output table { width: 130% !important; }").scale < 0.95
    assert printed(page, ".output table { margin-left: -2mm; }").outside != []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_foot_alone_fills_a_third_and_leaves_a_third_free(pages, printed, lang):
    """So no last sheet is nearly empty: below two thirds the foot fits, above it has its own."""
    for name in ("04-targets", "indicators/find-one"):
        apart = printed(pages / lang / f"{name}.html", ".glossary { break-before: page; }")
        assert 1 / 3 <= apart.filled[-1] <= 2 / 3


def test_the_browser_of_a_build_prints_the_same_sheets(pages, printed, tmp_path):
    page = pages / "en" / "09-outcome.html"
    copy = painted(page.read_text("utf-8"))
    (tmp_path / "page.html").write_text(copy.page, "utf-8")
    print_page(Path(needs("browser")), tmp_path / "page.html", tmp_path / "page.pdf")
    assert seen(tmp_path / "page.pdf", copy.tables) == printed(page)
