"""A page: ids of its sections, what may stand in its styles, marks of direction."""

import re

from hypothesis import given
from hypothesis import strategies as st

from analysis.briefing.page import css_string, with_contents, without_direction


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
