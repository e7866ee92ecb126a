"""A drawing as a picture with its title and source, and words broken into lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text

from .drawing import INK, QUIET, ruler
from .typography import chart_style


def png_of(figure: Figure, title: str, subtitle: str, source: str, *, scale: float = 2.0) -> bytes:
    """A drawing as PNG with its title above and its source below, for where no page says them."""
    with chart_style():
        width, height = (72 * side for side in figure.get_size_inches())
        paper = Figure(dpi=72 * scale)
        FigureCanvasAgg(paper)
        head = wrapped(title, width - 8, 14.5, paper), wrapped(subtitle, width - 8, 11, paper)
        foot = wrapped(source, width - 8, 9.5, paper)
        above = 10 + 18 * len(head[0]) + 14 * len(head[1])
        below = 4 + 13 * len(foot)
        whole = height + above + below
        paper.set_size_inches(width / 72, whole / 72)
        paper.figimage(_pixels(figure, 72 * scale), xo=0, yo=round(below * scale))
        y = whole - 6
        for lines, size, step, colour in ((head[0], 14.5, 18, INK), (head[1], 11, 14, QUIET)):
            for line in lines:
                _line(paper, line, y, size, colour, width, whole)
                y -= step
        for number, line in enumerate(foot):
            _line(paper, line, below - 2 - 13 * number, 9.5, QUIET, width, whole)
        written = BytesIO()
        paper.savefig(written, format="png", dpi=72 * scale, metadata={"Software": None})
    return written.getvalue()


def drawing_png(figure: Figure, *, scale: float = 3.0) -> bytes:
    """The drawing alone as PNG, `scale` pixels a point, for a page that says the rest."""
    with chart_style():
        before = figure.dpi
        figure.set_dpi(72 * scale)
        try:
            written = BytesIO()
            FigureCanvasAgg(figure).print_png(written, metadata={"Software": None})
        finally:
            figure.set_dpi(before)
    return written.getvalue()


def _pixels(figure: Figure, dpi: float) -> np.ndarray:
    before = figure.dpi
    figure.set_dpi(dpi)
    try:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return np.asarray(canvas.buffer_rgba()).copy()
    finally:
        figure.set_dpi(before)


def _line(
    paper: Figure, text: str, y: float, size: float, colour: str, width: float, whole: float
) -> None:
    paper.text(
        4 / width, y / whole, text, fontsize=size, color=to_rgba(colour), va="top", parse_math=False
    )


def wrapped(text: str, width: float, size: float, paper: Figure) -> list[str]:
    """Text in lines no wider than `width` points, broken at spaces or between hanzi."""
    renderer = ruler(paper.dpi)
    pieces = re.findall(r"[\u2e80-\uffef][，。；：、）”]*|[^\s\u2e80-\uffef]+|\s+", text)

    def line(start: int, end: int) -> str:
        return "".join(pieces[start:end]).lstrip()

    def fits(start: int, end: int) -> bool:
        probe = Text(0, 0, line(start, end), fontsize=size, figure=paper, parse_math=False)
        return probe.get_window_extent(renderer).width * 72 / paper.dpi <= width

    lines, start = [], 0
    while start < len(pieces):
        # The longest that fits, found by halves: a longer line is never a narrower one.
        ends = range(start + 1, len(pieces) + 1)
        end = start + max(bisect_left(ends, True, key=lambda e: not fits(start, e)), 1)
        lines.append(line(start, end).rstrip())
        start = end
    return [told for told in lines if told]
