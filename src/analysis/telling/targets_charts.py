"""How far each target has come against the clock, as one chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from ..records.plans import Plan
from ..records.rounding import fixed
from .kit import wording
from .kit.chart import Chart, source_line
from .kit.drawing import GRID, INK, LINE, POINTS, QUIET, WIDTH, Sketch, sketch
from .kit.grammar import Clause, tell
from .kit.names import target_names
from .kit.picture import wrapped
from .kit.points import Points, said
from .kit.statuses import STATUSES
from .kit.typography import chart_style

PITCH = 3.1  # lines from a target to the next
AGAIN = 1.15  # lines from a line of a name to its next
ROOM = 72 * WIDTH - 2.4 * POINTS  # points that a line of a name has
BESIDE = 0.2  # of the way: room for the share beside the longest bar
SHOWN_SHARES = (-0.1, 1.25)  # of the way: a longer bar is cut
FEW = 3  # shares of the time that are told one by one
PROGRESS_ALT = Clause(
    "{name}：已走路程{share_travelled:share}，已过时间{share_time:share}",
    "{name}: {share_travelled:share} of the way, {share_time:share} of the time",
)
PROGRESS_TOLD = Clause(
    "已走路程{share_travelled:share}，已过时间{share_time:share}",
    "{share_travelled:share} of the way, {share_time:share} of the time",
)
PROGRESS_TITLE = (
    Clause(
        "{targets}项目标（{n}个读法）量得出走了多远，都走得比时间慢",
        "{targets} target{targets:s} ({n} reading{n:s}) can be placed between baseline and target; "
        "all are behind the clock",
        lambda f: f["n"] and f["behind"] == f["n"],
    ),
    Clause(
        "{targets}项目标（{n}个读法）量得出走了多远，{behind}个读法走得比时间慢",
        "{targets} target{targets:s} ({n} reading{n:s}) can be placed between baseline and target; "
        "{behind} of the readings behind the clock",
    ),
)


def progress_chart(
    verdicts: pd.DataFrame,
    plan: Plan,
    *,
    sources: Mapping[str, str] | None = None,
    lang: str = "zh",
) -> Chart | None:
    """Share of the way travelled (bar) against share of the time gone (tick), target by target.

    None where no target can be placed on its way.
    """
    rows = verdicts.assign(name=target_names(verdicts, plan, lang))
    rows = rows[rows["share_travelled"].notna()]
    if rows.empty:
        return None
    labels = [
        wording.with_reading(name, reading, lang)
        for name, reading in zip(rows["name"], rows["reading"], strict=True)
    ]
    with chart_style():
        broken = [wrapped(label, ROOM, POINTS, Figure(dpi=72)) for label in labels]
        height = LINE * (PITCH * len(rows) + AGAIN * sum(len(lines) - 1 for lines in broken))
        drawn = sketch((WIDTH, (height + 34) / 72))
        bars = _draw_progress(drawn, rows, broken)
    alt = [
        tell([PROGRESS_ALT], {**r._asdict(), "name": label}, lang=lang, stop=False)
        for r, label in zip(rows.itertuples(), labels, strict=True)
    ]
    placed = rows.drop_duplicates(["indicator_id", "deadline"])
    facts = {
        "n": len(rows),
        "targets": len(placed),
        "behind": int((rows["share_travelled"] < rows["share_time"]).sum()),
    }
    title = tell([PROGRESS_TITLE], facts, lang=lang, stop=False)
    gone = _gone(rows["share_time"].dropna(), lang)
    subtitle = (
        f"横条：从基期到目标已走的路程；竖线：同期已过的时间（数据年份为准）{gone}"
        if lang == "zh"
        else f"Bar: way from baseline to target; tick: time gone at the year of the data, {gone}"
    )
    joined = wording.pick(("；", "; "), lang).join(alt)
    stop = wording.pick(("。", "."), lang)
    source = ""
    if sources:
        cited = rows.assign(
            kind="observed", year=rows["latest_year"], source_id=rows["latest_source_id"]
        )
        source = source_line(cited, sources, lang)
    points = _points(drawn.axes, rows, bars, labels, lang)
    return Chart(
        drawn.figure, title, subtitle, f"{title}{stop}{joined}{stop}", source, points, "progress"
    )


NUMBERS = (
    *("target_id", "indicator_id", "name", "reading", "deadline", "share_travelled", "share_time"),
    *("baseline_year", "baseline_value", "latest_year", "latest_value", "target_value", "unit"),
    "status",
)


def _points(
    axes: Axes, rows: pd.DataFrame, bars: np.ndarray, labels: Sequence[str], lang: str
) -> Points:
    """Every bar: how far, in how much of the time."""
    told = [
        said(label, tell([PROGRESS_TOLD], r._asdict(), lang=lang, stop=False))
        for r, label in zip(rows.itertuples(), labels, strict=True)
    ]
    shares = rows["share_travelled"].clip(*SHOWN_SHARES)
    places = pd.DataFrame({"x": shares.to_numpy(dtype=float), "y": bars, "label": told})
    return Points(axes, places, rows.assign(name=labels)[list(NUMBERS)], along="y")


def _gone(shares: pd.Series, lang: str) -> str:
    """The shares of the time, one by one where few, else from the least to the most."""
    told = list(dict.fromkeys(wording.percent(s) for s in sorted(shares)))
    if len(told) > FEW:
        return f"{told[0]}–{told[-1]}"
    return wording.pick(("、", ", "), lang).join(told)


def _draw_progress(drawn: Sketch, rows: pd.DataFrame, labels: Sequence[list[str]]) -> np.ndarray:
    """Each target's name above its bar, in as many lines as it needs; the heights of the bars."""
    axes = drawn.axes
    more = AGAIN * np.cumsum([len(lines) - 1 for lines in labels]) / PITCH
    at = -np.arange(len(rows), dtype=float) - more
    colours = STATUSES["colour"].reindex(rows["status"]).to_numpy()
    shares = rows["share_travelled"].clip(*SHOWN_SHARES).to_numpy(dtype=float)
    times = rows["share_time"].to_numpy(dtype=float)
    low = min(0.0, shares.min() - 0.02) if len(rows) else 0.0
    height = 72 * drawn.figure.get_figheight()
    axes.set_position((0.012, 24 / height, 0.976, 1 - 30 / height))
    axes.set_xlim(low, max(1.0, shares.max(), np.nanmax(times, initial=0.0)) + BESIDE)
    axes.set_ylim(at[-1] - 0.55, 0.75)
    axes.barh(at, shares, height=0.34, color=colours)
    axes.vlines(times, at - 0.27, at + 0.27, color=INK, linewidth=2.4)
    marks = STATUSES["mark"].reindex(rows["status"])
    told = zip(at, shares, times, rows["share_travelled"], labels, marks, colours, strict=True)
    for y, shown, tick, true, lines, mark, colour in told:
        name = y + 0.44 + AGAIN * (len(lines) - 1) / (2 * PITCH)  # the middle of its lines
        beyond = tick if shown < tick < shown + 0.16 else max(shown, 0.0)
        axes.annotate(
            wording.percent(true),
            (beyond, y),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=POINTS,
            parse_math=False,
        )
        first = y + 0.44 + AGAIN * (len(lines) - 1) / PITCH
        axes.annotate(
            mark, (low, first), va="center", color=colour, fontsize=POINTS, parse_math=False
        )
        axes.annotate(
            "\n".join(lines),
            (low, name),
            linespacing=1.2 * AGAIN,
            xytext=(1.3 * POINTS, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=POINTS,
            parse_math=False,
        )
    axes.set_yticks([])
    axes.axvline(1, color=QUIET, linewidth=0.9, zorder=0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{fixed(v, shift=2)}%"))
    axes.set_xticks([0, 0.5, 1])
    axes.get_xticklabels()[0].set_ha("left" if low == 0 else "center")
    axes.spines["bottom"].set_visible(False)
    axes.grid(visible=False)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    return at
