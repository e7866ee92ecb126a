"""The picture that stands for the briefings where somebody shares a link to them."""

from __future__ import annotations

from io import BytesIO

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..judging.attainment import promises
from ..judging.situations import Situation
from .kit.drawing import INK, POINTS, QUIET, room_for
from .kit.names import status_name
from .kit.picture import wrapped
from .kit.statuses import STATUSES
from .kit.typography import chart_style
from .kit.wording import day, pick
from .targets import headline

SIZE = (1200, 630)  # pixels, in the proportion that whoever shows such cards crops to
EDGE = 60  # pixels left and right
LARGE, PLAIN, SMALL = 44, 30, 24  # heights of words, pixels
BAR = (200, 256)  # from the lower edge, pixels
MOST_LINES = 3
KNOWN = ("{region}，数据更新至{day}", "{region}, data published to {day}")


def share_card(now: Situation, *, lang: str = "zh") -> bytes:
    """A PNG of 1200 × 630 pixels: the plan, its state in a sentence, a bar of all its targets.

    Parameters
    ----------
    now : Situation
    """
    with chart_style():
        figure = Figure(figsize=(SIZE[0] / 72, SIZE[1] / 72), dpi=72, facecolor="#ffffff")
        canvas = FigureCanvasAgg(figure)
        title = str(now.plan.meta[pick(("title", "title_en"), lang)])
        said = next(iter(headline(now.verdicts, now.plan, lang=lang, named=False).parts), "")
        y = _write(figure, title, SIZE[1] - EDGE, LARGE, INK) - 24
        _write(figure, said, y, PLAIN, INK)
        _bar(figure, promises(now.verdicts)["status"].value_counts(), lang)
        if pd.notna(now.vintage):
            known = pick(KNOWN, lang).format(region=now.region_name(lang), day=day(now.vintage))
            _write(figure, known, EDGE + SMALL, SMALL, QUIET)
        written = BytesIO()
        canvas.print_png(written, metadata={"Software": None})
    return written.getvalue()


def _write(figure: Figure, text: str, top: float, size: float, colour: str) -> float:
    """Lines of text from a height down; where the last ends. What has no room is cut."""
    lines = wrapped(text, SIZE[0] - 2 * EDGE, size, figure)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…"]
    for line in lines:
        figure.text(
            EDGE / SIZE[0],
            top / SIZE[1],
            line,
            fontsize=size,
            color=colour,
            va="top",
            parse_math=False,
        )
        top -= 1.35 * size
    return top


def _bar(figure: Figure, counts: pd.Series, lang: str) -> None:
    """A bar of as many parts as there are targets, one colour a verdict, with names below."""
    shown = counts.reindex(STATUSES.index).dropna().astype(int)
    wide, left = SIZE[0] - 2 * EDGE, float(EDGE)
    x, y = float(EDGE), BAR[0] - SMALL
    for status, count in shown.items():
        colour, part = STATUSES.loc[status, "colour"], wide * count / shown.sum()
        corner = (left / SIZE[0], BAR[0] / SIZE[1])
        size = ((part - 4) / SIZE[0], (BAR[1] - BAR[0]) / SIZE[1])
        figure.add_artist(
            Rectangle(corner, *size, transform=figure.transFigure, facecolor=colour, linewidth=0)
        )
        name = f"{STATUSES.loc[status, 'mark']} {status_name(str(status), lang)} {count}"
        needed = room_for([name], figure) * SMALL / POINTS
        if x + needed > SIZE[0] - EDGE:
            x, y = float(EDGE), y - 1.35 * SMALL
        figure.text(x / SIZE[0], y / SIZE[1], name, fontsize=SMALL, color=colour, va="top")
        x, left = x + needed + SMALL, left + part
