"""The browser in which several test files of this room look at pages."""

from pathlib import Path

import pytest

from support.browsing import Visits
from support.paper import Sheets, painted, seen
from support.tools import needs


@pytest.fixture(scope="session")
def chromium():
    program = needs("browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Open a page; at the end, fail on any request but its own and on anything in the console."""
    visits = Visits(chromium)
    yield visits
    visits.over()


@pytest.fixture(scope="module")
def printed(chromium, tmp_path_factory):
    """A page's sheets; what is added to its style comes with it."""
    needs("pdftoppm")
    folder, window = tmp_path_factory.mktemp("paper"), chromium.new_page()

    def sheets(page: Path, style: str = "") -> Sheets:
        copy = painted(page.read_text("utf-8"), style)
        (folder / "page.html").write_text(copy.page, "utf-8")
        window.goto((folder / "page.html").as_uri())
        window.evaluate("document.fonts.ready")
        window.pdf(path=folder / "page.pdf", prefer_css_page_size=True, print_background=True)
        return seen(folder / "page.pdf", copy.tables)

    yield sheets
    window.close()
