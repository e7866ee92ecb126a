"""The checks of what a window shows notice what is wrong, and only that."""

import pytest

from support.looking import look

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><style>
body {{ margin: 20px; background: #ffffff; color: #222222; font: 16px sans-serif; }}
</style></head><body>{}</body></html>"""
DRAWING = '<svg viewBox="0 0 200 100" width="200" style="font: 16px sans-serif">{}</svg>'


@pytest.fixture
def faults(visit, tmp_path):
    """What is found on a page with this body."""

    def found(body: str, scheme: str = "light") -> list[str]:
        path = tmp_path / "page.html"
        path.write_text(PAGE.format(body), "utf-8")
        return [fault.split(": ")[1] for fault in look(visit(path), 390, scheme)]

    return found


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<p style="width: 600px">wide</p>', "px too wide"),
        ('<p style="font-size: 11.9px">small</p>', "too small"),
        ('<p style="font-size: 12px">small enough</p>', None),
        # 4.54 and 4.48 to 1 on white.
        ('<p style="color: #767676">quiet</p>', None),
        ('<p style="color: #777777">too quiet</p>', "hard to read"),
        ('<p style="background: #222222">on its own ground</p>', "hard to read"),
        ('<p style="background: #22222200">on the page\'s</p>', None),
        ('<p style="border: 1px solid; width: 5em; white-space: nowrap">x</p>', None),
        (
            '<p style="border: 1px solid; width: 2em; white-space: nowrap">not assessable</p>',
            "beyond its card",
        ),
    ],
)
def test_what_is_wrong_with_words_is_noticed(faults, body, fault):
    found = faults(body)
    assert any(fault in told for told in found) if fault else found == []


TILE = '<rect x="0" y="0" width="60" height="40" fill="{}"/><text x="10" y="25" fill="{}">A1</text>'


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ('<text x="0" y="20">2025</text><text x="45" y="20">2026</text>', None),
        ('<text x="0" y="20">2025</text><text x="25" y="20">2026</text>', "over each other"),
        # Boxes of lines set close lie over each other; their letters do not.
        ('<text x="0" y="20">2025</text><text x="0" y="36">2026</text>', None),
        ('<text x="0" y="20">2025</text><text x="0" y="27">2026</text>', "over each other"),
        (TILE.format("#1b5e8c", "#ffffff"), None),
        (TILE.format("#1b5e8c", "#222222"), "hard to read"),
        (TILE.format("none", "#222222"), None),
        # White words beside their tile, not over it.
        (TILE.format("#1b5e8c", "#ffffff").replace('x="10"', 'x="90"'), "hard to read"),
    ],
)
def test_what_is_wrong_within_a_drawing_is_noticed(faults, parts, fault):
    found = faults(DRAWING.format(parts))
    assert any(fault in told for told in found) if fault else found == []
