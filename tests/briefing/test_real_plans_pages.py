"""The pages of the plans entered from real documents, each whole."""

import html
import re
from pathlib import Path

import pytest

from analysis.briefing import build_briefings
from support.browsing import WIDTHS
from support.looking import look, unfolded, violations
from support.real_plans import ENTERED, GERMANY, SHANXI
from support.shanxi import PLAN, ROOT

LANGUAGES = {GERMANY: {"en"}}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NOT_GERMANY_S = re.compile(r"\bprovinces?\b|\byuan\b|\bShanxi\b", re.IGNORECASE)


def read(page: Path) -> str:
    """What stands on a page, without its style, its script and its embedded files."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", body))


@pytest.fixture(scope="module", params=(PLAN, *ENTERED))
def built(request, tmp_path_factory) -> tuple[str, Path]:
    """A plan and the folder of its briefings."""
    folder = tmp_path_factory.mktemp("built") / "briefings"
    build_briefings(ROOT, folder, plan=request.param, progress=False)
    return request.param, folder


@pytest.mark.slow
def test_every_page_of_an_entered_plan_is_built_in_its_languages(built):
    name, folder = built
    spoken = {part.name for part in folder.iterdir() if part.is_dir()}
    assert spoken == LANGUAGES.get(name, {"zh", "en"})
    assert all(len(list((folder / lang).glob("*.html"))) == len(NOTEBOOKS) for lang in spoken)
    if name == GERMANY:
        pages = [folder / "index.html", *(folder / "en").rglob("*.html")]
        assert [p.name for p in pages if CHINESE.search(read(p))] == []
        assert [p.name for p in pages if NOT_GERMANY_S.search(read(p))] == []


@pytest.mark.slow
def test_nothing_is_wrong_with_a_page_of_any_plan_at_any_width_in_either_scheme(built, visit):
    """See `look`, folds opened; axe at levels A and AA where a page is widest and narrowest."""
    name, folder = built
    if name not in (PLAN, SHANXI, GERMANY):
        pytest.skip("the national plans have the same pages")
    found = {}
    for path in sorted(folder.rglob("*.html")):
        page = visit(path)
        faults = []
        for width, scheme in ((max(WIDTHS), "light"), (min(WIDTHS), "dark")):
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            page.emulate_media(color_scheme=scheme)
            faults += violations(page) if path.parent.name != "indicators" else []
        unfolded(page)
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                faults += look(page, width, scheme)
        if faults:
            found[path.relative_to(folder).as_posix()] = faults
        page.context.close()
    assert found == {}


@pytest.mark.slow
def test_on_paper_no_sheet_of_any_plan_is_nearly_empty_or_torn(built, printed):
    """The rules are a page's, not a plan's: see `support.paper`."""
    _, folder = built
    paths = sorted(folder.glob("*/[0-9]*.html"))
    found = {path.relative_to(folder).as_posix(): printed(path).faults for path in paths}
    assert found and {name: marks for name, marks in found.items() if marks} == {}
