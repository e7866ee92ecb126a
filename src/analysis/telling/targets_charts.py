"""How far each target has come against the clock, as one chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter

from ..records.plans import Plan
from ..records.rounding import fixed
from .kit import wording
from .kit.chart import Chart, source_line
from .kit.drawing import GRID, INK, LINE, POINTS, QUIET, WIDTH, Sketch, sketch
from .kit.grammar import Clause, tell
from .kit.names import indicator_names
from .kit.statuses import STATUSES
from .kit.typography import chart_style

PROGRESS_ALT = Clause(
    "{name}：已走路程{share_travelled:share}，已过时间{share_time:share}",
    "{name}: {share_travelled:share} of the way, {share_time:share} of the time",
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
    rows = verdicts[verdicts["share_travelled"].notna()]
    if rows.empty:
        return None
    names = indicator_names(plan, lang)
    labels = [
        wording.with_reading(names[i], r, lang)
        for i, r in zip(rows["indicator_id"], rows["reading"], strict=True)
    ]
    with chart_style():
        drawn = sketch((WIDTH, (3.1 * LINE * len(rows) + 34) / 72))
        _draw_progress(drawn, rows, labels)
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
    gone = wording.pick(("、", ", "), lang).join(
        wording.percent(s) for s in sorted(rows["share_time"].dropna().unique())
    )
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
    return Chart(drawn.figure, title, subtitle, f"{title}{stop}{joined}{stop}", source)


def _draw_progress(drawn: Sketch, rows: pd.DataFrame, labels: Sequence[str]) -> None:
    """Each target's name above its bar, so that a name may be as long as the chart is wide."""
    axes = drawn.axes
    at = -np.arange(len(rows), dtype=float)
    colours = STATUSES["colour"].reindex(rows["status"]).to_numpy()
    shares = rows["share_travelled"].clip(-0.1, 1.25).to_numpy(dtype=float)
    times = rows["share_time"].to_numpy(dtype=float)
    low = min(0.0, shares.min() - 0.02) if len(rows) else 0.0
    height = 72 * drawn.figure.get_figheight()
    axes.set_position((0.012, 24 / height, 0.976, 1 - 30 / height))
    axes.set_xlim(low, 1.32)
    axes.set_ylim(-max(len(rows), 1) + 0.45, 0.75)
    axes.barh(at, shares, height=0.34, color=colours)
    axes.vlines(times, at - 0.27, at + 0.27, color=INK, linewidth=2.4)
    marks = STATUSES["mark"].reindex(rows["status"])
    told = zip(at, shares, times, rows["share_travelled"], labels, marks, colours, strict=True)
    for y, shown, tick, true, label, mark, colour in told:
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
        axes.annotate(
            mark, (low, y + 0.44), va="center", color=colour, fontsize=POINTS, parse_math=False
        )
        axes.annotate(
            label,
            (low, y + 0.44),
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
