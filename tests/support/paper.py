"""What stands where on printed sheets, read off pictures of the paper.

A copy of a page is printed whose parts are coloured: headings in one ink, each row of a table, each
table's head and each chart on a ground of its own. Colours move nothing, so the sheets are those of
the page, and where a colour is seen its part stands.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from PIL import Image

MM = 60 / 25.4  # pixels a millimetre, at 60 a inch
HIGH, TOP, FOOT, WIDE, SIDE = 297, 20, 18, 210, 14  # A4 and its margins in style.css, millimetres
RULER = 100  # millimetres of a bar at the top of the first sheet
GREEN = (0, 255, 0)
KINDS = {160: "row", 170: "chart", 150: "head"}  # the red of a ground; green and blue number it
PAINTED = 150  # pixels of a ground that is seen; a chart's own shades may meet it in a few
INK = 235  # what is darker than this in some channel is ink
POINT, SLACK = 72 / 25.4, 2  # points a millimetre; a letter's own room beside it
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"')
PART = re.compile(r"<(table|thead|/thead|tr|figure)\b(?=[ >])")
PAINT = f"""
*, *::before, *::after {{ border-color: transparent !important; box-shadow: none !important; }}
:is(h1, h2, h3, h4, summary, caption, figcaption, thead),
:is(h1, h2, h3, h4, summary, caption, figcaption, thead) * {{ color: rgb(255, 0, 255) !important; }}
tr > *, thead * {{ background: none !important; }}
body::before {{
  content: ""; position: absolute; top: 0; left: 0; width: {RULER}mm; height: 1mm;
  background: rgb{GREEN};
}}
"""


@dataclass(frozen=True)
class Painted:
    """A page in colours, and the number of the table each of its rows is of."""

    page: str
    tables: dict[int, int]


@dataclass(frozen=True)
class Sheets:
    """What was seen on the sheets of a page; sheets are counted from 1.

    Attributes
    ----------
    filled : list of float
        How far down each sheet its last ink is: 1 at the foot.
    headings_last : list of int
        Sheets whose last ink is a heading's.
    cut : list of str
        Rows and charts that begin on one sheet and end on another.
    headless : list of int
        Sheets with rows of a table whose head is not there.
    outside : list of int
        Sheets with a word that begins or ends beyond the margins, where paper shows it cut off.
    scale : float
        Millimetres on paper of a millimetre in the style sheet; less where a page is too wide.
    rows, charts : int
        How many of each were found.
    """

    filled: list[float]
    headings_last: list[int]
    cut: list[str]
    headless: list[int]
    outside: list[int]
    scale: float
    rows: int
    charts: int

    @property
    def nearly_empty(self) -> list[int]:
        """Sheets less than a third full."""
        return [number for number, share in enumerate(self.filled, 1) if share < 1 / 3]

    @property
    def faults(self) -> dict[str, object]:
        """What a reader would mark on the paper."""
        marks = ("headings_last", "nearly_empty", "cut", "headless", "outside")
        found = {mark: getattr(self, mark) for mark in marks if getattr(self, mark)}
        return found | ({} if abs(self.scale - 1) < 0.01 else {"scale": self.scale})


def painted(page: str, style: str = "") -> Painted:
    """A page with its parts in colours that tell them apart; `style` is added to its own."""
    numbers, rules, tables = count(1), [], {}
    state = {"table": 0, "head": False}

    def ground(found: re.Match) -> str:
        tag = found[1]
        if tag == "table":
            state["table"] += 1
        if tag in ("thead", "/thead"):
            state["head"] = tag == "thead"
        if tag in ("table", "/thead") or (tag == "tr" and state["head"]):
            return found[0]
        number = state["table"] if tag == "thead" else next(numbers)
        kind = {"thead": "head", "tr": "row", "figure": "chart"}[tag]
        if kind == "row":
            tables[number] = state["table"]
        red = next(red for red, name in KINDS.items() if name == kind)
        colour = f"rgb({red}, {180 + number // 60}, {180 + number % 60})"
        rules.append(f'[data-part="{kind} {number}"] {{ background: {colour} !important; }}')
        return f'{found[0]} data-part="{kind} {number}"'

    styled = PART.sub(ground, page)
    added = f"<style>{PAINT}{' '.join(rules)}{style}</style></head>"
    return Painted(styled.replace("</head>", added, 1), tables)


def seen(paper: Path, tables: dict[int, int]) -> Sheets:
    """What the sheets of a painted page show."""
    sheets = pictures(paper)
    bodies = [sheet[round(TOP * MM) : round((HIGH - FOOT) * MM)] for sheet in sheets]
    inks = [(body < INK).any(axis=2) & ~(body == GREEN).all(axis=2) for body in bodies]
    ends = [int(np.flatnonzero(ink.any(axis=1))[-1]) if ink.any() else -1 for ink in inks]
    parts = [_parts(body) for body in bodies]
    where: dict[tuple[str, int], list[int]] = {}
    for number, found in enumerate(parts, 1):
        for part in found:
            where.setdefault(part, []).append(number)
    titled = {number for kind, number in where if kind == "head"}
    return Sheets(
        filled=[(end + 1) / len(body) for end, body in zip(ends, bodies, strict=True)],
        headings_last=[
            n
            for n, (end, body) in enumerate(zip(ends, bodies, strict=True), 1)
            if end > 0 and _of_heading(body[end - 1 : end + 1])
        ],
        cut=[f"{k} {n} {on}" for (k, n), on in where.items() if k != "head" and len(on) > 1],
        headless=[
            n
            for n, found in enumerate(parts, 1)
            if any(
                tables[row] in titled and ("head", tables[row]) not in found
                for kind, row in found
                if kind == "row"
            )
        ],
        outside=[n for n, words in enumerate(_words(paper), 1) if any(map(_beyond, words))],
        scale=float((sheets[0] == GREEN).all(axis=2).any(axis=0).sum() / (RULER * MM)),
        rows=sum(kind == "row" for kind, _ in where),
        charts=sum(kind == "chart" for kind, _ in where),
    )


def _of_heading(lines: np.ndarray) -> bool:
    """Whether most ink of some lines of pixels is a heading's."""
    ink = (lines < INK).any(axis=2)
    heading = (lines[..., 0] >= INK) & (lines[..., 2] >= INK) & (lines[..., 1] < INK)
    return bool(heading.sum() > ink.sum() / 2)


def _words(paper: Path) -> list[list[tuple[float, float]]]:
    """Where the words of each sheet begin and end, in points from the left."""
    done = subprocess.run(
        ["pdftotext", "-bbox", str(paper), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return [
        [(float(left), float(right)) for left, right in WORD.findall(sheet)]
        for sheet in done.stdout.split("<page ")[1:]
    ]


def _beyond(word: tuple[float, float]) -> bool:
    left, right = SIDE * POINT - SLACK, (WIDE - SIDE) * POINT + SLACK
    return word[0] < left or word[1] > right


def _parts(body: np.ndarray) -> set[tuple[str, int]]:
    """The rows, heads and charts whose ground is seen."""
    packed = body.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
    colours, pixels = np.unique(packed, return_counts=True)
    found = set()
    for colour in colours[pixels >= PAINTED].tolist():
        red, green, blue = colour >> 16, (colour >> 8) & 255, colour & 255
        if red in KINDS and 180 <= green < 240 and 180 <= blue < 240:
            found.add((KINDS[red], (green - 180) * 60 + blue - 180))
    return found


def pictures(paper: Path) -> Sequence[np.ndarray]:
    """Each sheet of a PDF as red, green and blue."""
    with tempfile.TemporaryDirectory() as folder:
        asked = ["pdftoppm", "-r", "60", str(paper), str(Path(folder, "sheet"))]
        subprocess.run(asked, check=True)
        return [np.asarray(Image.open(p).convert("RGB")) for p in sorted(Path(folder).iterdir())]
