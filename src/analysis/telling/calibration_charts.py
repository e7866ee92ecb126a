"""Charts of how good the probabilities have been (06-calibration)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ..judging.calibration import (
    SHOWN_LENGTHS,
    Calibration,
    by_family,
    by_years_ahead,
    hindsight,
    other_methods,
)
from ..judging.situations import Situation
from .kit.chart import Chart, ChartGrid
from .kit.drawing import (
    ACCENT,
    BAND80,
    GRID,
    HEIGHT,
    INK,
    LIGHT,
    POINTS,
    QUIET,
    WIDTH,
    Sketch,
    Word,
    finish,
    sketch,
)
from .kit.fan import fan_chart
from .kit.grammar import Clause, tell
from .kit.points import Points, by_x, said
from .kit.rows import each
from .kit.typography import chart_style
from .kit.wording import percent, pick

SHADES = (BAND80, LIGHT["shade"], ACCENT)  # shorter history lighter
MARKS = ("o", "s", "^")  # and another mark, so that colour is not alone
GOAL_BAND = {"covered80": (0.78, 0.82), "covered95": (0.94, 0.96)}
BANDS = {"covered80": ("80%区间", "80% interval"), "covered95": ("95%区间", "95% interval")}
BENCHMARK = (
    "来源：本项目用公开统计序列所作的检验（检验用的数据集未参与估计）",
    "Source: this project's test on public statistical series (data sets left out of the fit)",
)
OWN = ("来源：本项目分地区数据的回放", "Source: replay of this project's data by region")
STOPPED = ("（未收敛）", " (not converged)")
BESIDE = {"ols": "OLS", "ets": "ETS", "theta": "Theta"}  # names of the textbook models
CLOSE = 0.02  # a gap between what was said and what came true that a title does not mention


def _sketch(size: tuple[float, float], x_label: str) -> Sketch:
    drawn = sketch(size)
    drawn.axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    drawn.axes.set_xlabel(x_label, color=QUIET)
    return drawn


def statement_chart(found: Calibration, *, lang: str = "zh") -> Chart:
    """What was said against what came true, on data sets left out: a reliability diagram."""
    words = {
        "x": ("说的概率", "probability stated"),
        "perfect": ("说多少、应验多少", "as many as stated"),
        "sub": (
            "“五年后不低于年均增长g所到之数”的判断，g为−5%至15%；按历史年数",
            "statements “in five years at least what growth of g a year gives”, g −5% to 15%, by "
            "years of history",
        ),
    }
    with chart_style():
        drawn = _sketch((WIDTH, WIDTH * 0.85), pick(words["x"], lang))
        axes = drawn.axes
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        drawn.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        drawn.notes.append(Word(pick(words["perfect"], lang), 0.5, 0.5, QUIET))
        alt = []
        for n, colour, mark in zip(SHOWN_LENGTHS, SHADES, MARKS, strict=True):
            rows = found.statements[found.statements["n_history"] == n].dropna()
            drawn.plot(
                rows["said"],
                rows["true"],
                color=colour,
                linewidth=1.6,
                marker=mark,
                markersize=5,
                zorder=3,
            )
            pairs = zip(rows["said"].map(percent), rows["true"].map(percent), strict=True)
            alt.append(f"n={n}: " + ", ".join(f"{said}→{true}" for said, true in pairs))
        _lengths_legend(axes, lang)
        figure = finish(drawn)
    return Chart(
        figure,
        _statement_title(found, lang),
        pick(words["sub"], lang),
        f"{pick(words['sub'], lang)}: " + "; ".join(alt),
        pick(BENCHMARK, lang),
        _statement_points(axes, found.statements, lang),
        "statements",
    )


def _years(n: int, lang: str) -> str:
    return f"{n}年历史" if lang == "zh" else f"{n} years of history"


def _statement_points(axes: Axes, statements: pd.DataFrame, lang: str) -> Points:
    """Every mark of every line: what was said, and how much of it came true."""
    rows = statements[statements["n_history"].isin(SHOWN_LENGTHS)].dropna()
    words = ("说{}，应验{}", "said {}, came true {}")
    labels = [
        said(
            _years(int(r.n_history), lang),
            pick(words, lang).format(percent(r.said, 1), percent(r.true, 1)),
        )
        for r in each(rows)
    ]
    places = pd.DataFrame({"x": rows["said"], "y": rows["true"], "label": labels})
    return Points(axes, places, rows, along="")


STATEMENT_TITLE = (
    Clause(
        "说的与应验的平均相差{gap:share}；说{low:share}至{high:share}时偏高，最多高{most:share}",
        "Said and true lie {gap:share} apart on average; too confident from {low:share} to "
        "{high:share}, by {most:share} at most",
        lambda f: f["low"] is not None,
    ),
    Clause(
        "说的与应验的平均相差{gap:share}",
        "Said and true lie {gap:share} apart on average",
    ),
)


def _statement_title(found: Calibration, lang: str) -> str:
    """How far the whole line lies from the diagonal, and where it lies below by most."""
    rows = found.statements[found.statements["n_history"].isin(SHOWN_LENGTHS)].dropna()
    bins = rows.groupby("low")[["said", "true"]].mean()
    excess = bins["said"] - bins["true"]
    above = bins.loc[excess > CLOSE, "said"]
    facts = {
        "gap": excess.abs().mean(),
        "low": above.min() if len(above) else None,
        "high": above.max() if len(above) else None,
        "most": excess.max(),
    }
    return tell([STATEMENT_TITLE], facts, lang=lang, stop=False)


def _lengths_legend(axes: Axes, lang: str) -> None:
    """Marks and words in the empty corner: the lines lie too close for labels at their ends."""
    for i, (n, colour, mark) in enumerate(zip(SHOWN_LENGTHS, SHADES, MARKS, strict=True)):
        text = _years(n, lang)
        at = 0.95 - 0.08 * i
        axes.plot([0.03], [at], transform=axes.transAxes, color=colour, marker=mark, markersize=5)
        axes.annotate(
            text, (0.06, at), xycoords="axes fraction", color=INK, fontsize=POINTS, va="center"
        )


def coverage_chart(found: Calibration, *, lang: str = "zh") -> Chart:
    """Share of outcomes inside the 80 % and 95 % interval, by years of history."""
    words = {
        "x": ("历史年数", "years of history"),
        "sub": (
            "五年后真值落在区间内的比例；小点为波动最小、居中、最大的三分之一，灰带为目标范围",
            "share of outcomes five years on inside the interval; small dots: calmest, middle and "
            "most volatile third; grey: the range aimed at",
        ),
    }
    table = found.scores
    lengths = sorted(table["n_history"].unique())
    at = {n: i for i, n in enumerate(lengths)}
    whole = table[table["volatility"] == "all"]
    thirds = table[table["volatility"] != "all"]
    with chart_style():
        drawn = _sketch((WIDTH, HEIGHT), pick(words["x"], lang))
        axes = drawn.axes
        axes.set_xticks(range(len(lengths)), [str(n) for n in lengths])
        axes.set_xlim(-0.4, len(lengths) - 0.6)
        axes.set_ylim(0.7, 1.0)
        for column, (low, high) in GOAL_BAND.items():
            axes.axhspan(low, high, color=GRID, zorder=0)
            axes.scatter(
                thirds["n_history"].map(at), thirds[column], s=9, color=SHADES[0], zorder=2
            )
            axes.scatter(whole["n_history"].map(at), whole[column], s=30, color=ACCENT, zorder=3)
            drawn.ends.append(
                Word(pick(BANDS[column], lang), len(lengths) - 1, (low + high) / 2, ACCENT)
            )
        figure = finish(drawn)
    alt = "; ".join(
        f"n={r.n_history}: {percent(r.covered80, 1)}, {percent(r.covered95, 1)}"
        for r in whole.itertuples()
    )
    facts = {"low": whole["covered80"].min(), "high": whole["covered80"].max()}
    title = tell([COVERAGE_TITLE], facts, lang=lang, stop=False)
    places = by_x(
        (
            at[r.n_history],
            r.covered80,
            said(
                _years(r.n_history, lang),
                f"{pick(BANDS['covered80'], lang)} {percent(r.covered80, 1)}",
                f"{pick(BANDS['covered95'], lang)} {percent(r.covered95, 1)}",
            ),
        )
        for r in each(whole)
    )
    numbers = table[["n_history", "volatility", "forecasts", *BANDS]]
    points = Points(axes, places, numbers)
    said_of = pick(words["sub"], lang)
    return Chart(figure, title, said_of, alt, pick(BENCHMARK, lang), points, "coverage")


COVERAGE_TITLE = Clause(
    "历史有长有短，80%区间容纳了{low:share}至{high:share}的真值",
    "However short the history, an 80% interval held {low:share} to {high:share}",
)


def replay_chart(found: Calibration, *, lang: str = "zh") -> Chart | None:
    """Coverage of the 80 % interval in the replay of the provinces, by years ahead."""
    if found.outcomes.empty:
        return None
    words = {
        "x": ("提前年数", "years ahead"),
        "sub": (
            "分地区回放：真值落在80%区间内的比例，各类指标平均",
            "replay of the regions: share of outcomes inside the 80% interval, mean of families",
        ),
        "before": ("只用\n参照类", "reference\nclass alone"),
        "after": ("从各地区\n学过以后", "having\nlearned"),
    }
    before = by_years_ahead(found.outcomes, found.before)
    after = by_years_ahead(found.outcomes, found.after)
    with chart_style():
        drawn = _sketch((WIDTH, HEIGHT), pick(words["x"], lang))
        axes = drawn.axes
        axes.set_xticks(before.index)
        axes.set_xlim(0.8, before.index[-1] + 0.2)
        axes.set_ylim(min(0.5, before.min() - 0.05), 1.0)
        axes.axhline(0.8, color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        for series, colour, mark, name in (
            (before, INK, "s", "before"),
            (after, ACCENT, "o", "after"),
        ):
            drawn.plot(series.index, series, color=colour, linewidth=1.8, marker=mark, markersize=4)
            drawn.ends.append(
                Word(pick(words[name], lang), series.index[-1], series.iloc[-1], colour)
            )
        figure = finish(drawn)
    alt = "; ".join(f"{h}: {percent(before[h])} → {percent(after[h])}" for h in before.index)
    families = by_family(found)  # the same mean as `replay_words` tells
    facts = {"before": families["before80"].mean(), "after": families["after80"].mean()}
    title = tell([REPLAY_TITLE], facts, lang=lang, stop=False)
    return Chart(
        figure,
        title,
        pick(words["sub"], lang),
        f"{pick(words['sub'], lang)}: {alt}",
        pick(OWN, lang),
        _replay_points(axes, before, after, lang),
        "replay",
    )


def _replay_points(axes: Axes, before: pd.Series, after: pd.Series, lang: str) -> Points:
    """Each number of years ahead: both shares."""
    ahead = ("提前{}年", "{} years ahead")
    shares = ("只用参照类{}，学过以后{}", "reference class alone {}, having learned {}")
    places = by_x(
        (
            h,
            after[h],
            said(
                pick(ahead, lang).format(h),
                pick(shares, lang).format(percent(before[h]), percent(after[h])),
            ),
        )
        for h in before.index
    )
    numbers = pd.DataFrame({"before80": before, "after80": after}).rename_axis("years_ahead")
    return Points(axes, places, numbers.reset_index())


REPLAY_TITLE = Clause(
    "80%区间容纳的真值：只用参照类{before:share}，从各地区学过以后{after:share}",
    "80% interval: held {before:share} by the reference class alone, {after:share} having learned",
)


def hindsight_charts(then: Situation, now: Situation, *, lang: str = "zh") -> ChartGrid:
    """What was projected on an earlier day, with what has come out since drawn over it."""
    told = hindsight(then, now)
    shown = told.loc[told["place"] != "", "indicator_id"].drop_duplicates()
    charts = (
        fan_chart(
            then.projections,
            then.plan,
            indicator_id,
            verdicts=then.verdicts,
            sources=then.sources,
            later=now.known,
            lang=lang,
        )
        for indicator_id in shown
    )
    return ChartGrid(tuple(_dated(chart, then, lang) for chart in charts))


def _dated(chart: Chart, then: Situation, lang: str) -> Chart:
    """A chart whose title says that it is of an earlier day."""
    day = then.as_of or then.issue_day
    issue = ("印发当日", "As of the day of issue") if day == then.issue_day else ("截至", "As of")
    lead = pick((f"{issue[0]}（{day}）：", f"{issue[1]} ({day}): "), lang)
    return replace(chart, title=lead + chart.title, alt=lead + chart.alt)


def method_chart(now: Situation, *, lang: str = "zh") -> Chart | None:
    """The target with the longest history, the engine's fan beside the textbook models."""
    judged = now.verdicts[now.verdicts["probability"].notna() & now.verdicts["n_history"].notna()]
    if judged.empty:
        return None
    longest = judged.sort_values("n_history", ascending=False, kind="stable")
    indicator_id = longest["indicator_id"].iloc[0]
    return fan_chart(
        now.projections,
        now.plan,
        indicator_id,
        verdicts=now.verdicts,
        sources=now.sources,
        beside={
            _label(m, path, lang): path for m, path in other_methods(now, indicator_id).items()
        },
        lang=lang,
    )


def _label(model: str, path: pd.DataFrame, lang: str) -> str:
    """A textbook model's name, and that its fit stopped early where it did."""
    stopped = path["method"].dropna().str.endswith("not converged").any()
    return BESIDE[model] + (pick(STOPPED, lang) if stopped else "")
