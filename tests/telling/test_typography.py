"""The font that pages carry with them."""

import base64
import re
from io import BytesIO

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from analysis.telling.kit.typography import (
    ALWAYS,
    FONT_FILE,
    MARKS_FAMILY,
    MARKS_FILE,
    font_face_css,
)


def embedded(text: str) -> TTFont:
    """The font of a page that holds a text."""
    data = re.search(r"base64,([^\"]+)", font_face_css(text))[1]
    return TTFont(BytesIO(base64.b64decode(data)))


def outline(font: TTFont, character: str) -> tuple[list, float]:
    """How a font draws a character, and how wide."""
    name, pen = font.getBestCmap()[ord(character)], RecordingPen()
    glyph = font.getGlyphSet()[name]
    glyph.draw(pen)
    return pen.value, glyph.width


def test_an_embedded_font_draws_its_characters_as_the_whole_font_does_and_no_others():
    text = "高新技术企业 5000 家以上；−3.5 %"
    whole, part = TTFont(FONT_FILE), embedded(text)
    wanted = sorted(ALWAYS | set(text))
    assert sorted(map(chr, part.getBestCmap())) == wanted
    assert [outline(part, c) for c in wanted] == [outline(whole, c) for c in wanted]
    assert len(part.getGlyphOrder()) <= len(wanted) + 1  # and the glyph of what is lacking


@pytest.mark.parametrize("mark", "‘’“”·")
def test_a_mark_that_chinese_sets_one_em_wide_has_a_narrow_form_too(mark):
    wide, narrow = outline(TTFont(FONT_FILE), mark)[1], outline(TTFont(MARKS_FILE), mark)[1]
    assert (wide, narrow < 500) == (1000, True)
    assert MARKS_FAMILY in font_face_css("")


def test_an_embedded_font_keeps_the_kerning():
    assert "kern" in {f.FeatureTag for f in embedded("AV")["GPOS"].table.FeatureList.FeatureRecord}


@pytest.fixture(scope="module")
def outlines():
    return TTFont(FONT_FILE)["CFF "].cff


def test_the_shipped_font_calls_no_subroutine_and_builds_no_glyph_of_others(outlines):
    """`_subset` looks for neither: run scripts/subset_font.py where this fails."""
    top = outlines.topDictIndex[0]
    assert not len(outlines.GlobalSubrs)
    assert not any(len(getattr(part.Private, "Subrs", ())) for part in top.FDArray)
    for glyph in map(top.CharStrings.__getitem__, top.CharStrings.keys()):
        glyph.decompile()
        *drawn, end = glyph.program
        assert end == "endchar"  # which would build the glyph of others where it had arguments
        assert len(drawn) <= 1 or isinstance(drawn[-1], str)
