"""The font that charts and pages carry with them, so that Chinese is drawn on any machine."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

FAMILY = "Workbench Sans SC"
FONT_FILE = Path(__file__).with_name("fonts") / "WorkbenchSansSC-Regular.otf"
# The marks that Chinese sets one em wide, as wide as other languages set them.
MARKS_FAMILY = "Workbench Sans Marks"
MARKS_FILE = FONT_FILE.with_name("WorkbenchSansMarks-Regular.otf")
# Every page has these, so that a date or a version put in later is never without a glyph.
ALWAYS = frozenset(map(chr, range(0x20, 0x7F)))
CHART_STYLE = {
    "font.family": [FAMILY, "sans-serif"],
    "font.size": 12.0,
    "axes.unicode_minus": True,
    # Text stays text: it can be found, copied and read out, and the page's font draws it.
    "svg.fonttype": "none",
    # The same figure gets the same ids, so that an unchanged notebook gives an unchanged page.
    "svg.hashsalt": "analysis",
}


def use_workbench_font() -> None:
    """Make matplotlib measure and draw with the font of the pages from here on."""
    import matplotlib as mpl

    _register()
    mpl.rcParams.update(CHART_STYLE)


def offer_font() -> None:
    """Let matplotlib draw Chinese: the shipped font is added, last in the list of families.

    Whatever the user's fonts are, they stay first; only characters they lack are drawn with ours.
    Nothing else of matplotlib changes. `import analysis` does this in a notebook, and elsewhere
    where matplotlib has been imported before; `use_workbench_font` makes ours the first.
    """
    import matplotlib as mpl

    _register()
    families = mpl.rcParams["font.family"]
    if FAMILY not in families:
        mpl.rcParams["font.family"] = [*families, FAMILY]


@contextmanager
def chart_style() -> Iterator[None]:
    """The same for the length of a `with` block; other figures keep their own style."""
    import matplotlib as mpl

    _register()
    with mpl.rc_context(CHART_STYLE):
        yield


@cache
def _register() -> None:
    from matplotlib import font_manager

    font_manager.fontManager.addfont(FONT_FILE)


def font_face_css(text: str) -> str:
    """@font-face rules that embed the glyphs `text` needs, and the narrow marks.

    The font is WOFF, not WOFF2: a tenth larger, and made in a quarter of the time.
    """
    return _font_face(frozenset(text) | ALWAYS) + _marks_face()


@cache
def _font_face(characters: frozenset[str]) -> str:
    return _face(FAMILY, _subset(characters))


@cache
def _marks_face() -> str:
    from fontTools.ttLib import TTFont

    font = TTFont(MARKS_FILE, recalcTimestamp=False)
    font.flavor = "woff"
    written = BytesIO()
    font.save(written)
    return _face(MARKS_FAMILY, written.getvalue())


def _face(family: str, woff: bytes) -> str:
    data = base64.b64encode(woff).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; font-display: swap; '
        f'src: url("data:font/woff;base64,{data}") format("woff"); }}'
    )


@cache
def _whole():
    """The font as HarfBuzz has it: read once."""
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONT_FILE)))


def _subset(characters: frozenset[str]) -> bytes:
    """The font with these characters alone, kerned, without names.

    HarfBuzz cuts it: the same tables as fontTools' subsetter, far sooner.
    """
    import uharfbuzz
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.set({ord(c) for c in characters})
    wanted.layout_feature_tag_set.set({int.from_bytes(b"kern", "big")})
    wanted.name_id_set.clear()
    wanted.flags = uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    cut = uharfbuzz.subset(_whole(), wanted).blob.data
    font = TTFont(BytesIO(cut), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff"
    written = BytesIO()
    font.save(written, reorderTables=None)
    return written.getvalue()
