"""The paper, the pen and the colours of every chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from io import StringIO

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...records.rounding import fixed
from ...records.units import unit_of
from . import wording
from .labels import Box, along, place, spread
from .typography import FAMILY, chart_style

# A chart is drawn so that one point is one CSS pixel at its narrowest, and grows from there. On a
# phone of 390 px the page leaves 358 px for a chart and its card's padding, 342 px or more for the
# drawing: WIDTH = 340 pt and 12 pt words are 12.1 px there. A chart of a grid stands in columns of
# no less than 19 rem = 304 px, 290 px inside the card: SMALL = 288 pt wide, again 12.1 px.
POINTS = 12.0  # the one size of words in a drawing
PHONE, COLUMN = 342.0, 290.0  # CSS pixels a drawing has at least, alone and in a grid
WIDTH, HEIGHT = 340 / 72, 228 / 72  # inches
SMALL = (288 / 72, 192 / 72)
GRID_MARGINS = (44.0, 72.0)  # points left and right of the data in a grid of charts
EDGE = 3.0  # points that are left free at the other edges of a drawing
BELOW = 6.0  # points between the axis and its years, clear of the zero beside it
LINE = 1.22 * POINTS  # height of a line of words, points

# Each colour by its role, on paper and on a dark page. A page that sets --chart-ROLE decides;
# where none does, the drawing is the light one.
PALETTE = {
    "ink": ("#222b33", "#e6eaed"),
    "quiet": ("#55606a", "#a3afb9"),
    "grid": ("#e3e7ea", "#36414a"),
    "ground": ("#fffffe", "#1b2228"),
    "accent": ("#1b5e8c", "#86c1ec"),
    "band80": ("#8db8d6", "#35617f"),
    "band95": ("#d3e4f0", "#24394a"),
    "target": ("#a4312a", "#ff9a85"),
    "shade": ("#4f8fbc", "#5f9fce"),
    # The verdicts' colours, see `statuses.STATUSES`.
    "achieved": ("#00614f", "#5fd0b4"),
    "met_so_far": ("#3d7a1f", "#a3d977"),
    "on_track": ("#2475ab", "#86c1ed"),
    "at_risk": ("#a86400", "#f0b460"),
    "off_track": ("#b3361e", "#ff9a86"),
    "not_shown": ("#5a4a8c", "#c0b1f2"),
    "missed": ("#7a1f3d", "#f096b4"),
    "not_assessable": ("#5c6570", "#a3afba"),
    # Several series in one chart: apart for the three kinds of colour blindness as well, and
    # dark (or light) enough for words.
    "series1": ("#085099", "#7ec3e6"),
    "series2": ("#806b06", "#ffae0d"),
    "series3": ("#80062f", "#ff0dd7"),
    "series4": ("#5d0dff", "#d4e67e"),
    "series5": ("#468063", "#09b27a"),
    "series6": ("#884dff", "#b28936"),
    # Lines that stand behind one that matters.
    "behind1": ("#5c6571", "#a3afb8"),
    "behind2": ("#7b8591", "#8792a0"),
    "behind3": ("#98a1ab", "#6f7a86"),
}
LIGHT = {role: pair[0] for role, pair in PALETTE.items()}
INK, QUIET, GRID, GROUND = (LIGHT[r] for r in ("ink", "quiet", "grid", "ground"))
ACCENT, TARGET, BAND80, BAND95 = (LIGHT[r] for r in ("accent", "target", "band80", "band95"))
SERIES = tuple(colour for role, colour in LIGHT.items() if role.startswith("series"))
MARKERS = ("o", "s", "^", "D", "v", "P")


def chart_variables(dark: bool = False) -> str:
    """The colours as CSS custom properties: --chart-ink and its like, for a page's style."""
    return " ".join(f"--chart-{role}: {pair[dark]};" for role, pair in PALETTE.items())


@dataclass(frozen=True)
class Word:
    """A word beside a point of the data."""

    text: str
    x: float
    y: float
    colour: str
    must: bool = True  # whether it is set even where it covers another or leaves the drawing


@dataclass
class Sketch:
    """A drawing under way: words wait until every line is known.

    Attributes
    ----------
    ends : list of Word
        Stand in a column right of the data, level with their points as far as there is room.
    notes : list of Word
        Stand near their points, the first ones first.
    lines : list of (x, y)
        What notes keep off, in data coordinates.
    margins : pair of float
        Least room left and right of the data, points: charts that share one stand in line.
    """

    figure: Figure
    axes: Axes
    ends: list[Word] = field(default_factory=list)
    notes: list[Word] = field(default_factory=list)
    lines: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    margins: tuple[float, float] = (0.0, 0.0)

    def plot(self, x: Sequence, y: Sequence, **style: object) -> None:
        """Draw a line that words keep off."""
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        self.axes.plot(x, y, **style)
        self.lines.append((x, y))

    def mark(self, x: Sequence, y: Sequence, **style: object) -> None:
        """Draw marks that words keep off."""
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        self.axes.scatter(x, y, **style)
        self.lines.extend((x[i : i + 1], y[i : i + 1]) for i in range(len(x)))


def sketch(size: tuple[float, float]) -> Sketch:
    """Empty paper with quiet axes: no frame, light horizontals, years below."""
    figure = Figure(figsize=size, dpi=72)
    FigureCanvasAgg(figure)
    figure.patch.set_facecolor(GROUND)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.patch.set_visible(False)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(colors=QUIET, length=0)
    axes.tick_params(axis="x", pad=BELOW)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    return Sketch(figure, axes)


def scale_axes(drawn: Sketch, unit: str, lang: str, years: np.ndarray, reach: float) -> None:
    """Whole years that fit below, the last one named; numbers of the unit at the left."""
    axes = drawn.axes
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=not unit_of(unit).decimals))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda v, _: wording.number(v, unit, lang, observed=True))
    )
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: fixed(v)))
    first, last = years.min(), years.max()
    across = 72 * drawn.figure.get_figwidth() - reach
    step = max(1, int(np.ceil((last - first) / max(across // (3.4 * POINTS), 1))))
    axes.set_xticks(np.arange(last, first - 0.5, -step)[::-1])
    span = max(last - first, 1.0)
    axes.set_xlim(first - 0.05 * span, last + 0.04 * span)


def limit_values(
    drawn: Sketch,
    values: pd.Series,
    kind: str,
    *,
    low80: float = float("nan"),
    high80: float = float("nan"),
) -> None:
    """Zero is shown for stocks and flows; a runaway band does not flatten the history.

    What is to be seen whole takes half of the height or more, however wide the band.

    Parameters
    ----------
    values : Series
        What is to be seen whole.
    kind : str
        The indicator's, see `schema.INDICATOR_KINDS`.
    low80, high80 : float
        The least and the greatest value of a band, seen as far as it does not crowd the rest.
    """
    values = values.astype(float).dropna()
    if values.empty:
        return
    top, low = values.max(), values.min()
    reach = max(low + 2 * (top - low), 1.6 * top)
    ceiling = top if pd.isna(high80) else max(top, min(high80, reach))
    if kind in ("stock", "flow") and low >= 0:
        floor = 0.0
    else:
        floor = low if pd.isna(low80) else min(low, max(low80, low - (ceiling - low)))
        floor -= 0.06 * (ceiling - floor)
    drawn.axes.set_ylim(floor, ceiling + 0.08 * (ceiling - floor) if ceiling > floor else floor + 1)


def finish(drawn: Sketch) -> Figure:
    """Give the axes the room that their words leave, and set the words."""
    figure, axes = drawn.figure, drawn.axes
    last = max((word.x for word in drawn.ends), default=0.0)
    early = [word for word in drawn.ends if word.x < last - 0.5 and word.colour != QUIET]
    drawn.notes.extend(replace(word, must=False) for word in early)
    drawn.ends = [word for word in drawn.ends if word.x >= last - 0.5]
    width, height = (72 * side for side in figure.get_size_inches())
    renderer = ruler(figure.dpi)
    left = 6 + max((_width(t, renderer) for t in axes.get_yticklabels()), default=0)
    below = (
        BELOW
        + 3
        + max((t.get_window_extent(renderer).height for t in axes.get_xticklabels()), default=0)
    )
    if axes.get_xlabel():
        below += LINE
    sizes = [_size(word.text, figure, renderer) for word in drawn.ends]
    right = 12 + max((w for w, _ in sizes), default=0) if sizes else 10
    last_tick = max((_width(t, renderer) for t in axes.get_xticklabels()[-1:]), default=0)
    left, right = np.maximum((left, max(right, last_tick / 2)), drawn.margins)
    axes.set_position(
        (left / width, below / height, 1 - (left + right) / width, 1 - (below + 9) / height)
    )
    frame = Box(left, below, width - right, height - 2)
    taken = [*_set_ends(drawn, sizes, frame), *_named_values(axes, renderer)]
    _set_notes(drawn, frame, taken, renderer)
    return figure


def _named_values(axes: Axes, renderer) -> list[Box]:
    """Where the names of the values stand, left of the data."""
    boxes = (t.get_window_extent(renderer) for t in axes.get_yticklabels() if t.get_text())
    return [Box(box.x0, box.y0, box.x1, box.y1) for box in boxes]


@cache
def ruler(dpi: float) -> RendererAgg:
    """What measures words: one for all drawings, for it keeps what it has measured."""
    return RendererAgg(1, 1, dpi)


def room_for(words: Iterable[str], figure: Figure) -> float:
    """The width of the widest of some words, in points."""
    measure = ruler(72.0)
    return max((_size(word, figure, measure)[0] for word in words), default=0.0)


def framed(figure: Figure, left: float, bottom: float) -> Axes:
    """Axes that fill a drawing but for so many points left of and below them.

    What a layout engine finds out by drawing everything twice is known beforehand.
    """
    width, height = (72 * side for side in figure.get_size_inches())
    return figure.add_axes(
        (left / width, bottom / height, 1 - (left + EDGE) / width, 1 - (bottom + EDGE) / height)
    )


def _width(text: Text, renderer) -> float:
    return text.get_window_extent(renderer).width


def _size(text: str, figure: Figure, renderer) -> tuple[float, float]:
    """Width and height of words, in points."""
    probe = Text(0, 0, text, fontsize=POINTS, figure=figure)
    box = probe.get_window_extent(renderer)
    return box.width, LINE * (1 + text.count("\n"))


def _set_ends(drawn: Sketch, sizes: Sequence[tuple[float, float]], frame: Box) -> list[Box]:
    if not drawn.ends:
        return []
    height = 72 * drawn.figure.get_figheight()
    points = drawn.axes.transData.transform([(w.x, w.y) for w in drawn.ends])
    heights = [h for _, h in sizes]
    centres = spread(points[:, 1], heights, frame.bottom - 2, height)
    at = frame.right + 10
    taken = []
    for word, point, (wide, high), centre in zip(drawn.ends, points, sizes, centres, strict=True):
        _write(drawn, word, at, centre, "left")
        taken.append(Box(at, centre - high / 2, at + wide, centre + high / 2))
        if abs(centre - point[1]) > 5 or at - point[0] > 24:
            _lead(drawn.figure, (point[0] + 6, point[1]), (at - 3, centre), word.colour)
    return taken


def _lead(figure: Figure, start: tuple, end: tuple, colour: str) -> None:
    """A hairline from a point to its word, where they had to part."""
    width, height = (72 * side for side in figure.get_size_inches())
    figure.add_artist(
        Line2D(
            [start[0] / width, end[0] / width],
            [start[1] / height, end[1] / height],
            color=colour,
            linewidth=0.6,
            transform=figure.transFigure,
        )
    )


def _set_notes(drawn: Sketch, frame: Box, taken: list[Box], renderer) -> None:
    to_points = drawn.axes.transData.transform
    parts = [along(*to_points(np.column_stack([x, y])).T) for x, y in drawn.lines if len(x)]
    ink = np.vstack(parts) if parts else np.empty((0, 2))
    for word in drawn.notes:
        at = tuple(to_points((word.x, word.y)))
        size = _size(word.text, drawn.figure, renderer)
        box, covered = place(at, size, frame=frame, taken=taken, ink=ink)
        beyond = box.left < 0 or box.bottom < frame.bottom
        if (covered > 1 or beyond) and not word.must:
            continue
        centre = (box.bottom + box.top) / 2
        _write(drawn, word, (box.left + box.right) / 2, centre, "center", backed=True)
        taken.append(box)


def _write(drawn: Sketch, word: Word, x: float, y: float, align: str, backed: bool = False) -> None:
    width, height = (72 * side for side in drawn.figure.get_size_inches())
    behind = {"facecolor": GROUND, "edgecolor": "none", "pad": 0.2, "alpha": 0.7}
    drawn.figure.text(
        x / width,
        y / height,
        word.text,
        color=word.colour,
        fontsize=POINTS,
        ha=align,
        va="center",
        linespacing=1.15,
        bbox=behind if backed else None,
        parse_math=False,
    )


# --- what leaves the house ------------------------------------------------------------------


def svg_of(figure: Figure) -> str:
    """A drawing as lean SVG: text stays text, the font is named once, colours are variables."""
    with chart_style():
        buffer = StringIO()
        metadata = {"Date": None, "Creator": None}
        figure.savefig(buffer, format="svg", metadata=metadata, transparent=True)
    drawing = buffer.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"<style type=\"text/css\">.*?</style>", "", drawing, flags=re.DOTALL)
    # Text between tags is data and stays as it is; a "<" or ">" in it is escaped.
    return _MARKS.sub(_styled_once, re.sub(r"<[^>]+>\s*", lambda tag: _lean(tag[0]), drawing))


# Marks of one kind: a group whose every part repeats the same style.
_MARKS = re.compile(r'<g([^>]*)>(<use [^>]*( style="[^"]*")/>(?:<use [^>]*\3/>)*)</g>')


def _styled_once(found: re.Match) -> str:
    return f"<g{found[1]}{found[3]}>{found[2].replace(found[3], '')}</g>"


def _lean(tag: str) -> str:
    """A tag without what is said elsewhere or not needed."""
    if tag.startswith("<svg"):
        tag = re.sub(r'\s(?:width|height)="[\d.]+pt"', "", tag)
        style = (
            f"font: {POINTS:g}px '{FAMILY}', sans-serif; stroke-linejoin: round; "
            f"stroke-linecap: butt"
        )
        return tag.replace("<svg ", f'<svg style="{style}" ', 1).strip()
    if tag.startswith("<text"):
        tag = re.sub(r"font(?:-family|-size)?: [^;\"]*;? ?", "", tag, count=2)
        tag = re.sub(r'\stransform="rotate\(-?0 [^)]*\)"', "", tag)
        return _coloured(_rounded(tag)).rstrip("\n")
    return _coloured(_rounded(tag)).strip()


def _rounded(tag: str) -> str:
    return re.sub(r"-?\d+\.\d{3,}(?![\d%])", lambda n: coordinate(float(n[0])), tag)


def coordinate(value: float, digits: int = 2) -> str:
    """A place on a drawing, to a hundredth of a point where not told otherwise."""
    return format(value, f".{digits}f").rstrip("0").rstrip(".")


def _coloured(tag: str) -> str:
    return re.sub(r"(?<=: )#[0-9a-f]{6}", lambda c: _VARIABLES.get(c[0], c[0]), tag)


_VARIABLES = {pair[0]: f"var(--chart-{role}, {pair[0]})" for role, pair in PALETTE.items()}
