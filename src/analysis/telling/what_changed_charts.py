"""How the probability of each target moved: its value on every day that could have moved it."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..judging.attainment import LIKELY, READING, UNLIKELY
from ..judging.attribution import fever
from ..judging.changes import Comparison
from .kit.chart import Chart, ChartGrid
from .kit.drawing import ACCENT, GRID, GROUND, INK, LINE, POINTS, QUIET, SMALL, framed, room_for
from .kit.folds import Shown, folded
from .kit.names import status_name, target_titles
from .kit.points import Points, by_x, said
from .kit.rows import each
from .kit.typography import chart_style
from .kit.wording import day, percent, pick

ZONES = ("off_track", "at_risk", "on_track")  # from below
SHOWN_MOVE = 0.05  # a jump drawn with a mark: five points of probability
NEAR_AXIS, ABOVE_AXIS = 0.05, 6.0  # a probability whose label is lifted off the axis, points
PAD = 0.18  # of the span: room for the label at the line's end
NUMBERS = ("as_of", "target_id", "indicator_id", "reading", "probability", "status")
SOURCE = (
    "来源：本项目用各日已公布的数重新推算",
    "Source: this project's projections, made again from what was published by each day",
)


def fever_charts(found: Comparison, *, lang: str = "zh") -> Shown:
    """One small chart a target reading: its probability of attainment over as-of dates.

    The line keeps its level until something is published that moves it. It begins when the target
    can be assessed; one that cannot be by the last day (a single figure, say) has no chart.
    """
    rows = fever(found)
    judged = rows[rows["probability"].notna()]
    at_last = found.after.verdicts.loc[found.after.verdicts["status"] != "not_assessable"]
    told = judged.merge(at_last[READING], on=READING)
    titles = target_titles(found.after.plan, lang)
    # A figure that is not in use may be younger than the newest that is.
    span = rows["as_of"].min(), max(rows["as_of"].max(), pd.Timestamp(found.until))
    lines = dict(list(told.groupby(READING, sort=False)))

    def show(part: pd.DataFrame) -> ChartGrid:
        keys = part[READING].itertuples(index=False, name=None)
        return ChartGrid(tuple(_fever_chart(lines[k], titles[k[0]], span, lang) for k in keys))

    return folded(told.drop_duplicates(READING), found.after.plan, show, lang=lang)


def _fever_chart(line: pd.DataFrame, name: str, span: tuple, lang: str) -> Chart:
    days, said = [*line["as_of"], span[1]], [*line["probability"], line["probability"].iloc[-1]]
    with chart_style():
        figure = Figure(figsize=SMALL, dpi=72)
        named = [percent(1), *(status_name(status, lang) for status in ZONES)]
        axes = framed(figure, room_for(named, figure) + POINTS / 2, 1.6 * LINE)
        axes.step(days, said, where="post", color=ACCENT, linewidth=2, zorder=3)
        moved = line[line["probability"].diff().abs() >= SHOWN_MOVE]
        axes.scatter(moved["as_of"], moved["probability"], s=22, color=ACCENT, zorder=4)
        axes.annotate(
            percent(said[-1]),
            (days[-1], said[-1]),
            xytext=(5, ABOVE_AXIS if said[-1] < NEAR_AXIS else 0),
            textcoords="offset points",
            va="center",
            color=ACCENT,
            bbox={"facecolor": GROUND, "edgecolor": "none", "pad": 0.2},
        )
        _frame(axes, span, lang)
    return Chart(
        figure,
        _title(line, name, lang),
        _subtitle(line, lang),
        _alt(line, name, lang),
        pick(SOURCE, lang),
        _points(axes, line, lang),
        f"odds-{line['target_id'].iloc[0]}-{line['reading'].iloc[0]}",
    )


def _points(axes: Axes, line: pd.DataFrame, lang: str) -> Points:
    """Each day on which the probability became another, and what it then was called."""
    moved = line[line["probability"] != line["probability"].shift()]
    places = by_x(
        (
            r.as_of,
            r.probability,
            said(day(r.as_of), f"{percent(r.probability)} {status_name(r.status, lang)}"),
        )
        for r in each(moved)
    )
    numbers = moved.assign(as_of=moved["as_of"].map(day))[list(NUMBERS)]
    return Points(axes, places, numbers)


def _frame(axes: Axes, span: tuple, lang: str) -> None:
    """The scale names the zones of the verdicts between the probabilities that part them.

    The names stand left of the axis, where no line comes.
    """
    edges = [0.0, UNLIKELY, LIKELY, 1.0]
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    words = [status_name(status, lang) for status in ZONES]
    for edge in edges[1:]:
        axes.axhline(edge, color=GRID, linewidth=0.8, zorder=1)
    axes.set_yticks(edges, [*map(percent, edges)])
    for middle, word in zip(middles, words, strict=True):
        axes.annotate(
            word,
            (0, middle),
            xycoords=("axes fraction", "data"),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            color=QUIET,
            fontsize=POINTS,
        )
    axes.set_xlim(span[0], span[1] + PAD * (span[1] - span[0]))
    axes.set_ylim(-0.02, 1.02)
    years = range(span[0].year + 1, span[1].year + 1)
    axes.set_xticks([pd.Timestamp(y, 1, 1) for y in years], [str(y) for y in years])
    axes.tick_params(length=0, labelcolor=QUIET, labelsize=POINTS)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(INK)


def _title(line: pd.DataFrame, name: str, lang: str) -> str:
    """What the line shows: from where to where."""
    first, last = percent(line["probability"].iloc[0]), percent(line["probability"].iloc[-1])
    if first == last:
        return pick((f"{name}：仍为{last}", f"{name}: still {last}"), lang)
    return pick((f"{name}：由{first}到{last}", f"{name}: from {first} to {last}"), lang)


def _subtitle(line: pd.DataFrame, lang: str) -> str:
    low, high = percent(line["probability"].min()), percent(line["probability"].max())
    since = day(line["as_of"].iloc[0])
    return pick(
        (
            f"达标概率，{since}以来在{low}与{high}之间",
            f"probability of attainment since {since}, between {low} and {high}",
        ),
        lang,
    )


def _alt(line: pd.DataFrame, name: str, lang: str) -> str:
    kept = line[line["probability"].map(percent) != line["probability"].map(percent).shift()]
    told = "; ".join(f"{day(r.as_of)} {percent(r.probability)}" for r in kept.itertuples())
    return pick((f"{name}的达标概率：{told}", f"{name}, probability of attainment: {told}"), lang)
