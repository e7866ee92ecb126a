"""The browser in which several test files of this room look at pages."""

import pytest

from support.browsing import Visits
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
