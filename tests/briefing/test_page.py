"""A page: ids of its sections, what may stand in its styles, marks of direction and of places."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis.briefing.page import (
    CONTENTS_MARK,
    FONT_MARK,
    css_string,
    index_html,
    to_html,
    with_contents,
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
