"""A page: ids of its sections, what may stand in its styles, marks of direction and of places."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.briefing.page import (
    CONTENTS_MARK,
    DESCRIBED,
    FONT_MARK,
    css_string,
    index_html,
    to_html,
    with_contents,
    with_figures,
    without_direction,
)


def test_sections_get_the_same_ids_in_every_language():
    bodies = {
        "zh": '<!-- contents --><main><h2>要盯住什么</h2><h2 id="doublings">五个</h2></main>',
        "en": '<!-- contents --><main><h2>A &amp; B</h2><h2 id="doublings">Five</h2></main>',
    }
    made = {lang: with_contents(body, lang) for lang, body in bodies.items()}
    assert re.findall(r'<h2 id="([^"]+)"', made["zh"]) == ["s1", "doublings"]
    assert made["zh"].count('href="#s1"') == 2
    assert '<a href="#s1">A &amp; B</a>' in made["en"]


@given(st.text(max_size=40))
def test_no_text_ends_a_string_or_a_sheet_of_styles(text):
    made = css_string(text)
    assert not set(made) & set("\"'<>{}\n\r\f")
    back = re.sub(r"\\([0-9a-f]{1,6}) ", lambda c: chr(int(c[1], 16)), made)
    assert back == text


def test_marks_of_direction_are_written_out():
    assert without_direction("a\u202eb\u2067c") == "a[U+202E]b[U+2067]c"
    assert without_direction("山西 R&D") == "山西 R&D"


@pytest.mark.parametrize("mark", [FONT_MARK, CONTENTS_MARK])
def test_no_name_or_title_can_stand_for_what_is_put_in_later(mark, tmp_path):
    """The font goes into the sheet of styles, the contents beside the text."""
    about = {"lang": "zh", "title": f"题 {mark}", "plan_name": f"规划 {mark}", "languages": ["zh"]}
    cells = [new_markdown_cell(f"## 一 {mark}\n\n## 二", id="a")]
    executed = new_notebook(cells=cells, metadata={"briefing": about})
    page = to_html(executed, lang="zh", folder=tmp_path)
    front = index_html({"zh": [{"name": "a", "title": mark}]}, {"zh": about})
    for made in (page, front):
        sheet = made[made.index("<style>") : made.index("</style>")]
        assert made.count("@font-face") == sheet.count("@font-face") == 2  # and the narrow marks
        assert html.escape(mark) in made[: made.index("<style>")]
    columns = page[page.index('<div class="columns">') : page.index("<main")]
    assert page.count('class="contents"') == columns.count('class="contents"') == 2


def shared(page: str) -> dict[str, str]:
    """What the head says to who shares the page."""
    told = re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', page)
    return {name: html.unescape(said) for name, said in told}


def of_output(shown: str, tmp_path) -> str:
    about = {"lang": "zh", "title": "监测简报", "plan_name": "规划", "languages": ["zh"]}
    cell = new_code_cell("1", outputs=[new_output("display_data", {"text/html": shown})])
    executed = new_notebook(cells=[cell], metadata={"briefing": about})
    return to_html(executed, lang="zh", folder=tmp_path)


def test_a_page_says_its_title_and_its_first_paragraph_to_who_shares_it(tmp_path):
    said = shared(
        of_output('<table></table><p>共有<b>32</b>项 &amp; "更多"</p><p>次</p>', tmp_path)
    )
    assert said["og:title"] == "监测简报 · 规划"
    assert said["og:description"] == said["description"] == '共有32项 & "更多"'


@pytest.mark.parametrize(("length", "cut"), [(DESCRIBED, False), (DESCRIBED + 1, True)])
def test_a_long_paragraph_is_cut(tmp_path, length, cut):
    said = shared(of_output(f"<p>{'长' * length}</p>", tmp_path))["description"]
    assert len(said) == DESCRIBED and said.endswith("…") == cut


def test_a_page_without_a_paragraph_describes_nothing(tmp_path):
    assert "description" not in shared(of_output("<table></table>", tmp_path))


def test_each_figure_of_a_page_has_an_address_of_its_own():
    drawn = '<figure class="chart" id="fig-firms"><svg></svg></figure>'
    other = drawn.replace("firms", "patents")
    made = with_figures(drawn + other + drawn + "<p>id=&quot;fig-firms&quot;</p>" + drawn)
    names = re.findall(r'<figure class="chart" id="([^"]*)"', made)
    assert names == ["fig-firms", "fig-patents", "fig-firms-2", "fig-firms-3"]
