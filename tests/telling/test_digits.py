"""No page prints a digit by another rule than `rounding`'s."""

import ast
from pathlib import Path

import pytest

from analysis.telling.kit import wording

SOURCE = Path(wording.__file__).parents[2]
ROOMS = ("judging", "telling", "briefing/workbook")
# Places on a drawing, no figures: nobody reads them.
DRAWN = {
    *("telling/kit/marks.py", "telling/kit/drawing.py", "telling/kit/picture.py"),
    *("telling/targets.py", "telling/what_if.py"),
}
# Columns of a table of the reference; a number sought, with all its digits, in the plan's text.
UNSEEN = {"judging/league.py", "judging/misses.py", "judging/audit/wordings.py"}


def _own_rounding(path: Path) -> list[int]:
    """The lines on which Python's formats or `round` choose digits."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            spec = "".join(v.value for v in node.format_spec.values if hasattr(v, "value"))
            if spec[-1:] in tuple("fegF%"):
                found.append(node.lineno)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "round":
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_figure_is_rounded_by_python_s_own_formats(room):
    files = list((SOURCE / room).rglob("*.py"))
    assert files
    by_file = {p.relative_to(SOURCE).as_posix(): _own_rounding(p) for p in files}
    assert {n: lines for n, lines in by_file.items() if lines and n not in DRAWN | UNSEEN} == {}


@pytest.mark.parametrize(
    ("share", "digits", "shown"),
    [
        (0.625, 0, "63%"),
        (0.285, 0, "29%"),
        (0.005, 0, "1%"),
        (0.00499, 0, "<1%"),
        (0.9949, 0, "99%"),
        (0.995, 0, ">99%"),
        (1.0, 0, "100%"),
        (0.0, 0, "0%"),
        (0.0005, 1, "0.1%"),
        (0.00049, 1, "<0.1%"),
        (0.9995, 1, ">99.9%"),
        (-0.0004, 1, "0.0%"),
        (-0.0005, 1, "-0.1%"),
        (1.1050, 0, "111%"),
    ],
)
def test_a_share_rounds_half_up_and_is_never_called_certain_by_rounding(share, digits, shown):
    assert wording.percent(share, digits) == shown


def test_a_change_in_points_and_a_value_round_half_up():
    assert wording.points(0.0425) == "+4.3" and wording.points(-0.0425) == "−4.3"
    assert wording.points(0.0004) == "0" and wording.points(0.0005) == "+0.1"
    assert wording.number(251.85, "亿元") == "251.9"
    assert wording.number(2.675, observed=True) == "2.68"
    assert wording.number(1.005, "%") == "1.01"
    assert wording.number(1234.5, lang="en") == "1,235"
