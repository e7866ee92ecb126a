"""Charts of how good the probabilities have been."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from .calibration import SHOWN_LENGTHS, Calibration, hindsight, other_methods
from .charts import ACCENT, HEIGHT, INK, QUIET, WIDTH, Chart, ChartGrid, fan_chart
from .projection import scores
from .projection.regional import FEWEST
from .situations import Situation
from .typography import chart_style
from .wording import percent, pick

SHADES = ("#8db8d6", "#4f8fbc", ACCENT)  # shorter history lighter
GOAL_BAND = {"covered80": (0.78, 0.82), "covered95": (0.94, 0.96)}
BANDS = {"covered80": ("80%区间", "80% interval"), "covered95": ("95%区间", "95% interval")}
POINTER = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.7}
BENCHMARK = (
    "来源：data/reference/（公开统计序列，数据集留出检验）",
    "Source: data/reference/ (public statistics, data sets left out)",
)
OWN = ("来源：本项目分省数据的回放", "Source: replay of this project's provincial data")


def _axes(figure: Figure, x_label: str) -> Axes:
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(colors=QUIET, length=0)
    axes.grid(axis="y", color="#e3e7ea", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel(x_label, color=QUIET)
    return axes


def _note(axes: Axes, text: str, x: float, y: float, colour: str, dy: float = 0) -> None:
    axes.annotate(text, (x, y), xytext=(6, dy), textcoords="offset points", color=colour,
                  fontsize="small", va="center").set_in_layout(False)  # fmt: skip


def statement_chart(found: Calibration, *, lang: str = "zh") -> Chart:
    """What was said against what came true, on data sets left out: a reliability diagram."""
    words = {
        "x": ("说的概率", "probability stated"),
        "perfect": ("说多少、应验多少", "as many as stated"),
        "title": ("说七成，就有约七成应验", "Of what was called 70% likely, about 70% came true"),
        "sub": (
            "“五年后达到现值×(1+g)⁵”的判断，g为−5%至15%；按历史年数",
            "statements “in five years at least last × (1+g)⁵”, g from −5% to 15%, by years of "
            "history",
        ),
    }
    with chart_style():
        figure = Figure(figsize=(WIDTH, WIDTH * 0.8), layout="constrained")
        axes = _axes(figure, pick(words["x"], lang))
        axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        _note(axes, pick(words["perfect"], lang), 0.62, 0.5, QUIET)
        axes.annotate("", (0.56, 0.56), (0.63, 0.505), arrowprops=POINTER)
        alt = []
        for n, colour in zip(SHOWN_LENGTHS, SHADES, strict=True):
            rows = found.statements[found.statements["n_history"] == n].dropna()
            axes.plot(rows["said"], rows["true"], color=colour, linewidth=1.6, marker="o",
                      markersize=4, zorder=3)  # fmt: skip
            pairs = zip(rows["said"].map(percent), rows["true"].map(percent), strict=True)
            alt.append(f"n={n}: " + ", ".join(f"{said}→{true}" for said, true in pairs))
        _lengths_legend(axes, lang)
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
    return Chart(
        figure, pick(words["title"], lang), pick(words["sub"], lang),
        f"{pick(words['sub'], lang)}: " + "; ".join(alt), pick(BENCHMARK, lang),
    )  # fmt: skip


def _lengths_legend(axes: Axes, lang: str) -> None:
    """Coloured words in the empty corner: the lines lie too close for labels at their ends."""
    for i, (n, colour) in enumerate(zip(SHOWN_LENGTHS, SHADES, strict=True)):
        text = f"● {n}年历史" if lang == "zh" else f"● {n} years of history"
        axes.annotate(text, (0.03, 0.95 - 0.07 * i), xycoords="axes fraction", color=colour,
                      fontsize="small", va="center").set_in_layout(False)  # fmt: skip


def coverage_chart(found: Calibration, *, lang: str = "zh") -> Chart:
    """Share of outcomes inside the 80 % and 95 % interval, by years of history."""
    words = {
        "x": ("历史年数", "years of history"),
        "title": (
            "不论历史长短，80%区间都容纳约80%的真值",
            "However short the history, an 80% interval holds about 80%",
        ),
        "sub": (
            "五年后真值落在区间内的比例；小点为波动最小、居中、最大的三分之一，灰带为目标范围",
            "share of outcomes five years on inside the interval; small dots: calmest, middle and "
            "most volatile third; grey: the range aimed at",
        ),
    }
    table = found.scores
    lengths = sorted(table["n_history"].unique())
    at = {n: i for i, n in enumerate(lengths)}
    with chart_style():
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        axes = _axes(figure, pick(words["x"], lang))
        whole = table[table["volatility"] == "all"]
        thirds = table[table["volatility"] != "all"]
        for column, (low, high) in GOAL_BAND.items():
            axes.axhspan(low, high, color="#eceff1", zorder=0)
            axes.scatter(
                thirds["n_history"].map(at), thirds[column], s=9, color=SHADES[0], zorder=2
            )
            axes.scatter(whole["n_history"].map(at), whole[column], s=30, color=ACCENT, zorder=3)
            _note(axes, pick(BANDS[column], lang), len(lengths) - 1, (low + high) / 2, ACCENT)
        axes.set_xticks(range(len(lengths)), [str(n) for n in lengths])
        axes.set_xlim(-0.4, len(lengths) + 0.9)
        axes.set_ylim(0.7, 1.0)
    alt = "; ".join(
        f"n={r.n_history}: {percent(r.covered80, 1)}, {percent(r.covered95, 1)}"
        for r in whole.itertuples()
    )
    return Chart(
        figure, pick(words["title"], lang), pick(words["sub"], lang), alt, pick(BENCHMARK, lang)
    )


def replay_chart(found: Calibration, *, lang: str = "zh") -> Chart | None:
    """Coverage of the 80 % interval in the replay of the provinces, by years ahead."""
    if found.outcomes.empty:
        return None
    words = {
        "x": ("提前年数", "years ahead"),
        "title": (
            "只用各国统计的常态，会低估这里的增长",
            "What is usual elsewhere understates growth here",
        ),
        "sub": (
            "分省回放：真值落在80%区间内的比例，各类指标平均",
            "replay of the provinces: share of outcomes inside the 80% interval, mean of families",
        ),
        "before": ("只用参照类", "reference class alone"),
        "after": ("加上分省偏差", "with the regional shift"),
    }
    before = _by_horizon(found.outcomes, found.before)
    after = _by_horizon(found.outcomes, found.after)
    with chart_style():
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        axes = _axes(figure, pick(words["x"], lang))
        axes.axhline(0.8, color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        for series, colour, name in ((before, INK, "before"), (after, ACCENT, "after")):
            axes.plot(series.index, series, color=colour, linewidth=1.8, marker="o", markersize=4)
            _note(axes, pick(words[name], lang), series.index[-1], series.iloc[-1], colour, dy=8)
        axes.set_xticks(before.index)
        axes.set_xlim(0.8, before.index[-1] + 2.4)
        axes.set_ylim(min(0.5, before.min() - 0.05), 1.0)
    alt = "; ".join(f"{h}: {percent(before[h])} → {percent(after[h])}" for h in before.index)
    return Chart(
        figure, pick(words["title"], lang), pick(words["sub"], lang),
        f"{pick(words['sub'], lang)}: {alt}", pick(OWN, lang),
    )  # fmt: skip


def _by_horizon(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.Series:
    told = scores.score(outcomes, quantiles).groupby(["horizon", "family"])["covered80"]
    heard = told.mean()[told.size() >= FEWEST]
    return heard.groupby("horizon").mean()


def hindsight_charts(then: Situation, now: Situation, *, lang: str = "zh") -> ChartGrid:
    """What was projected on an earlier day, with what has come out since drawn over it."""
    told = hindsight(then, now)
    shown = told.loc[told["place"] != "", "indicator_id"].drop_duplicates()
    return ChartGrid(
        tuple(
            fan_chart(then.projections, then.plan, indicator_id, verdicts=then.verdicts,
                      sources=then.sources, later=now.known, lang=lang)
            for indicator_id in shown
        )
    )  # fmt: skip


def method_chart(now: Situation, *, lang: str = "zh") -> Chart | None:
    """The target with the longest history, the engine's fan beside the textbook models."""
    judged = now.verdicts[now.verdicts["probability"].notna() & now.verdicts["n_history"].notna()]
    if judged.empty:
        return None
    longest = judged.sort_values("n_history", ascending=False, kind="stable")
    indicator_id = longest["indicator_id"].iloc[0]
    return fan_chart(
        now.projections, now.plan, indicator_id, verdicts=now.verdicts, sources=now.sources,
        beside=other_methods(now, indicator_id), lang=lang,
    )  # fmt: skip
