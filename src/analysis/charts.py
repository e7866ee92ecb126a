"""What a reader sees: one finding per chart, history solid, projection dashed, doubt shaded."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from . import wording
from .attainment import STATUSES
from .projection.panel import breaks
from .store import Plan
from .typography import chart_style

ACCENT, INK, QUIET, TARGET = "#1b5e8c", "#222b33", "#5c6570", "#a4312a"
BAND80, BAND95 = "#8db8d6", "#d3e4f0"
BESIDE = ((0, (1, 1)), (0, (5, 1)), (0, (3, 1, 1, 1)))  # line styles of other methods
WIDTH, HEIGHT = 4.9, 3.1  # inches: legible at a phone's width without scaling below 12 px
SMALL = (3.4, 2.3)

WORDS = {
    "median": ("中位推算", "median"),
    "band80": ("80%区间", "80% interval"),
    "band95": ("95%区间", "95% interval"),
    "target": ("目标", "target"),
    "baseline": ("基期", "baseline"),
    "required": ("所需路径", "required path"),
    "break": ("口径调整", "definition change"),
    "source": ("来源", "Source"),
    "later": ("后来", "later"),
    "none": ("没有可画的数据", "nothing to plot"),
    "way": ("已走路程", "share of the way"),
    "time": ("已过时间", "share of the time"),
}


def _word(key: str, lang: str) -> str:
    return wording.pick(WORDS[key], lang)


@dataclass(frozen=True)
class Chart:
    """A figure with what a page needs to say beside it.

    Attributes
    ----------
    figure : matplotlib Figure
    title : str
        The finding.
    subtitle : str
        What is plotted, in which unit.
    alt : str
        What the chart shows, in words made from its data.
    source : str
        Where the numbers come from.
    """

    figure: Figure
    title: str
    subtitle: str
    alt: str
    source: str = ""

    def svg(self) -> str:
        """The drawing as SVG whose text stays text, with the alternative text inside."""
        with chart_style():
            buffer = io.StringIO()
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        drawing = buffer.getvalue()
        drawing = drawing[drawing.index("<svg") :]
        drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, flags=re.DOTALL)
        label = html.escape(self.alt, quote=True)
        drawing = re.sub(r'\swidth="[\d.]+pt"', "", drawing, count=1)
        drawing = re.sub(r'\sheight="[\d.]+pt"', "", drawing, count=1)
        return drawing.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)

    def _repr_html_(self) -> str:
        source = f'<p class="source">{html.escape(self.source)}</p>' if self.source else ""
        return (
            f'<figure class="chart"><figcaption><strong>{html.escape(self.title)}</strong>'
            f"<span>{html.escape(self.subtitle)}</span></figcaption>{self.svg()}{source}</figure>"
        )


@dataclass(frozen=True)
class ChartGrid:
    """Small charts that flow into as many columns as the page has room for."""

    charts: tuple[Chart, ...]

    def _repr_html_(self) -> str:
        return f'<div class="chart-grid">{"".join(c._repr_html_() for c in self.charts)}</div>'


def fan_chart(
    projections: pd.DataFrame,
    plan: Plan,
    indicator_id: str,
    *,
    verdicts: pd.DataFrame | None = None,
    sources: Mapping[str, str] | None = None,
    later: pd.DataFrame | None = None,
    beside: Mapping[str, pd.DataFrame] | None = None,
    lang: str = "zh",
    title: str | None = None,
    size: tuple[float, float] = (WIDTH, HEIGHT),
) -> Chart:
    """History, projection with its 80 % and 95 % intervals, and targets of one indicator.

    Parameters
    ----------
    projections : DataFrame
        From `project`, one region.
    plan : Plan
        For names, units and definition breaks.
    indicator_id : str
    verdicts : DataFrame, optional
        From `assess`; its targets for this indicator are drawn.
    sources : mapping, optional
        Publisher of each source_id, for the line below the chart.
    later : DataFrame, optional
        What is known now; the years after the projection's last observation are drawn over it.
    beside : mapping, optional
        Projections by other methods, whose central paths are drawn and named.
    """
    rows = projections[projections["indicator_id"] == indicator_id].sort_values("year")
    indicator = plan.indicators.set_index("indicator_id").loc[indicator_id]
    goals = _goals(verdicts, indicator_id)
    with chart_style():
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        _style(axes, indicator["unit"], lang)
        _draw_fan(axes, rows, lang)
        _draw_goals(axes, goals, indicator["unit"], lang)
        _draw_later(axes, rows, _since(later, rows, indicator_id), lang)
        _draw_beside(axes, beside or {}, indicator_id)
        _draw_breaks(axes, plan.indicators, indicator_id, rows, lang)
        _limits(axes, rows, goals, indicator["kind"])
    name = indicator[f"name_{lang}"]
    return Chart(
        figure,
        title or name,
        _subtitle(name if title else "", indicator["unit"], rows, lang),
        fan_words(rows, goals, name, indicator["unit"], lang),
        _source_line(rows, sources, lang),
    )


def _goals(verdicts: pd.DataFrame | None, indicator_id: str) -> pd.DataFrame:
    columns = [
        *("target_value", "value_high", "comparator", "reading"),
        *("deadline", "baseline_year", "baseline_value"),
    ]
    if verdicts is None:
        return pd.DataFrame(columns=columns)
    mine = verdicts[(verdicts["indicator_id"] == indicator_id) & verdicts["target_value"].notna()]
    return mine.drop_duplicates(["target_value", "deadline"])[columns]


def _style(axes: Axes, unit: str, lang: str) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(colors=QUIET, length=0)
    axes.grid(axis="y", color="#e3e7ea", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda v, _: wording.number(v, unit, lang, observed=True))
    )


def _draw_fan(axes: Axes, rows: pd.DataFrame, lang: str) -> None:
    seen = rows[rows["kind"] == "observed"]
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()]
    years = seen["year"].astype(float)
    axes.plot(years, seen["value"], color=ACCENT, linewidth=2, zorder=3)
    soft = seen["qualifier"].isin(["provisional", "about", "at_least"])
    axes.scatter(years[~soft], seen.loc[~soft, "value"], s=16, color=ACCENT, zorder=4)
    axes.scatter(
        years[soft], seen.loc[soft, "value"], s=18, facecolor="white", edgecolor=ACCENT, zorder=4
    )
    if seen.empty:
        return
    start = seen.iloc[-1]
    written = wording.number(start["value"], "", lang, observed=True)
    _label(axes, written, float(start["year"]), start["value"], ACCENT, above=True)
    if ahead.empty:
        return
    x = np.r_[float(start["year"]), ahead["year"].astype(float)]
    banded = ahead["low80"].notna().all()
    for low, high, colour in (("low95", "high95", BAND95), ("low80", "high80", BAND80)):
        if banded:
            axes.fill_between(
                x,
                np.r_[start["value"], ahead[low]],
                np.r_[start["value"], ahead[high]],
                color=colour,
                linewidth=0,
                zorder=1,
            )
    path = np.r_[start["value"], ahead["value"]]
    axes.plot(x, path, color=ACCENT, linewidth=1.6, linestyle=(0, (4, 2)), zorder=3)


def _draw_goals(axes: Axes, goals: pd.DataFrame, unit: str, lang: str) -> None:
    for goal in goals.itertuples():
        end, value = float(goal.deadline), float(goal.target_value)
        axes.scatter([end], [value], marker="D", s=34, color=TARGET, zorder=5)
        if pd.notna(goal.baseline_value) and pd.notna(goal.baseline_year):
            axes.plot(
                [float(goal.baseline_year), end],
                [goal.baseline_value, value],
                color=TARGET,
                linewidth=0.9,
                linestyle=(0, (1, 2)),
                zorder=2,
            )
    for _, near in goals.groupby(_neighbours(goals["target_value"].astype(float)), sort=False):
        written = [
            wording.target(g.comparator, g.target_value, g.value_high, unit, lang).split(" ")[0]
            for g in near.sort_values("target_value", ascending=False).itertuples()
        ]
        at = float(near["deadline"].max()), float(near["target_value"].astype(float).mean())
        _label(axes, "\n".join(written), *at, TARGET)


def _neighbours(values: pd.Series, share: float = 0.08) -> pd.Series:
    """Number groups of values too close to be labelled one by one."""
    ordered = values.sort_values()
    apart = ordered.diff().fillna(0) > share * ordered.max()
    return apart.cumsum().reindex(values.index)


def _label(axes: Axes, text: str, x: float, y: float, colour: str, above: bool = False) -> None:
    """Write beside a point (above it for the last observation), on white so that it reads."""
    axes.annotate(
        text,
        (x, y),
        xytext=(-3, 6) if above else (8, 0),
        textcoords="offset points",
        ha="right" if above else "left",
        va="bottom" if above else "center",
        color=colour,
        fontsize="small",
        zorder=6,
    ).set_in_layout(False)


def _since(later: pd.DataFrame | None, rows: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """Observations of the years after the last one that the projection knew."""
    if later is None:
        return rows.iloc[:0]
    known = rows.loc[rows["kind"] == "observed", "year"].max()
    mine = later[(later["indicator_id"] == indicator_id) & (later["year"] > known)]
    return mine.sort_values("year")


def _draw_later(axes: Axes, rows: pd.DataFrame, later: pd.DataFrame, lang: str) -> None:
    if later.empty:
        return
    years = later["year"].astype(float)
    axes.plot(years, later["value"], color=INK, linewidth=1.2, marker="s", markersize=4, zorder=5)
    written = wording.number(later["value"].iloc[-1], "", lang, observed=True)
    label = f"{_word('later', lang)} {written}"
    _label(axes, label, years.iloc[-1], later["value"].iloc[-1], INK)


def _draw_beside(axes: Axes, beside: Mapping[str, pd.DataFrame], indicator_id: str) -> None:
    """The median path of each other method; names that would overlap share a label."""
    ends = {}
    for (name, frame), style in zip(beside.items(), BESIDE, strict=False):
        mine = frame[(frame["indicator_id"] == indicator_id) & (frame["kind"] == "projected")]
        mine = mine.dropna(subset="value").sort_values("year")
        if len(mine):
            years = mine["year"].astype(float)
            axes.plot(years, mine["value"], color=INK, linewidth=1, linestyle=style, zorder=4)
            ends[name] = (years.iloc[-1], mine["value"].iloc[-1])
    last = pd.DataFrame(ends, index=["year", "value"]).T
    if last.empty:
        return
    for _, near in last.groupby(_neighbours(last["value"]), sort=False):
        names = near.sort_values("value", ascending=False).index
        _label(axes, "\n".join(names), near["year"].max(), near["value"].mean(), INK)


def _draw_breaks(
    axes: Axes, indicators: pd.DataFrame, indicator_id: str, rows: pd.DataFrame, lang: str
) -> None:
    table = breaks(indicators)
    for found in table[table["indicator_id"] == indicator_id].itertuples():
        at = float(found.year) - 0.5
        axes.axvline(at, color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        axes.annotate(
            _word("break", lang),
            (at, 0.02),
            xycoords=("data", "axes fraction"),
            xytext=(-3, 0),
            textcoords="offset points",
            rotation=90,
            ha="right",
            va="bottom",
            fontsize="small",
            color=QUIET,
        ).set_in_layout(False)


def _limits(axes: Axes, rows: pd.DataFrame, goals: pd.DataFrame, kind: str) -> None:
    """Zero is shown for stocks and flows; a runaway 95 % band does not flatten the history."""
    central = pd.concat([rows["value"], goals["target_value"].astype(float)]).dropna()
    top80 = rows["high80"].max() if "high80" in rows else np.nan
    if central.empty:
        return
    ceiling = np.nanmax([central.max(), min(top80, 3 * central.max()) if pd.notna(top80) else 0])
    bottom = 0.0 if kind in ("stock", "flow") and central.min() >= 0 else None
    axes.set_ylim(bottom=bottom, top=ceiling * 1.12 if ceiling > 0 else None)
    years = pd.concat([rows["year"].astype(float), goals["deadline"].astype(float)]).dropna()
    step = max(1, int(np.ceil((years.max() - years.min()) / 5)))
    axes.set_xticks(np.arange(years.max(), years.min() - 0.5, -step)[::-1])
    span = max(years.max() - years.min(), 1.0)
    room = 0.24 if len(goals) else 0.08  # for the target's label at the right
    axes.set_xlim(years.min() - 0.06 * span, years.max() + room * span)


def _subtitle(name: str, unit: str, rows: pd.DataFrame, lang: str) -> str:
    span = f"{wording.year(rows['year'].min())}–{wording.year(rows['year'].max())}"
    unit = wording.unit_name(unit, lang)
    return ("，" if lang == "zh" else ", ").join(part for part in (name, unit, span) if part)


def _source_line(rows: pd.DataFrame, sources: Mapping[str, str] | None, lang: str) -> str:
    if not sources or rows.empty:
        return ""
    cited = rows.loc[rows["kind"] == "observed"].sort_values("year", ascending=False)["source_id"]
    names = list(dict.fromkeys(sources.get(s, s) for s in cited.dropna()))
    more = "" if len(names) <= 2 else (" 等" if lang == "zh" else " and others")
    colon, comma = ("：", "；") if lang == "zh" else (": ", "; ")
    return f"{_word('source', lang)}{colon}{comma.join(names[:2])}{more}"


def fan_words(rows: pd.DataFrame, goals: pd.DataFrame, name: str, unit: str, lang: str) -> str:
    """What a fan chart shows, for those who cannot see it."""
    seen = rows[rows["kind"] == "observed"]
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()]

    def q(value: float, observed: bool = False) -> str:
        return wording.quantity(value, unit, lang, observed=observed)

    if seen.empty:
        return f"{name}: {_word('none', lang)}"
    first, last = seen.iloc[0], seen.iloc[-1]
    zh = [f"{name}：{wording.year(first['year'])}年{q(first['value'], True)}，"
          f"{wording.year(last['year'])}年{q(last['value'], True)}"]  # fmt: skip
    en = [f"{name}: {q(first['value'], True)} in {wording.year(first['year'])}, "
          f"{q(last['value'], True)} in {wording.year(last['year'])}"]  # fmt: skip
    if len(ahead):
        end = ahead.iloc[-1]
        zh.append(f"推算{wording.year(end['year'])}年{q(end['value'])}")
        en.append(f"projected {q(end['value'])} in {wording.year(end['year'])}")
        if pd.notna(end["low80"]):
            zh.append(f"80%区间{q(end['low80'])}至{q(end['high80'])}")
            en.append(f"80% interval {q(end['low80'])} to {q(end['high80'])}")
    for goal in goals.itertuples():
        written = wording.target(goal.comparator, goal.target_value, goal.value_high, unit, lang)
        zh.append(f"{wording.year(goal.deadline)}年目标{written}")
        en.append(f"target {written} by {wording.year(goal.deadline)}")
    return "，".join(zh) + "。" if lang == "zh" else "; ".join(en) + "."


def small_multiples(
    projections: pd.DataFrame,
    plan: Plan,
    verdicts: pd.DataFrame,
    *,
    lang: str = "zh",
    sources: Mapping[str, str] | None = None,
    indicator_ids: Iterable[str] | None = None,
) -> ChartGrid:
    """One small fan chart per indicator that has both a target and an observation."""
    seen = set(projections.loc[projections["kind"] == "observed", "indicator_id"])
    ids = list(indicator_ids or dict.fromkeys(verdicts["indicator_id"]))
    shown = [i for i in ids if i in seen]
    return ChartGrid(
        tuple(
            fan_chart(
                projections, plan, i, verdicts=verdicts, sources=sources, lang=lang, size=SMALL
            )
            for i in shown
        )
    )


def progress_chart(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Chart:
    """Share of the way travelled (bar) against share of the time gone (tick), target by target."""
    rows = verdicts[verdicts["share_travelled"].notna()].iloc[::-1]
    names = plan.indicators.set_index("indicator_id")[f"name_{lang}"]
    labels = [
        f"{_fold(names[i], lang)}\n({wording.name_of(wording.READINGS, r, lang)})"
        for i, r in zip(rows["indicator_id"], rows["reading"], strict=True)
    ]
    with chart_style():
        figure = Figure(figsize=(WIDTH, 0.62 * len(rows) + 0.9), layout="constrained")
        axes = figure.add_subplot()
        _draw_progress(axes, rows, labels)
    words = [
        names[r.indicator_id]
        + f" {wording.percent(r.share_travelled)}/{wording.percent(r.share_time)}"
        for r in rows.iloc[::-1].itertuples()
    ]
    subtitle = (
        "横条：从基期到目标已走的路程；竖线：同期已过的时间（数据年份为准）"
        if lang == "zh"
        else "Bar: way from baseline to target; tick: time gone at the year of the data"
    )
    title = "路程与时间" if lang == "zh" else "How far, against how long"
    alt = f"{title}. {_word('way', lang)}/{_word('time', lang)}: {'; '.join(words)}"
    return Chart(figure, title, subtitle, alt)


def _fold(name: str, lang: str, width: int = 22) -> str:
    if lang == "zh" or len(name) <= width:
        return name
    middle = name.rfind(" ", 0, width)
    return f"{name[:middle]}\n{name[middle + 1 :]}" if middle > 0 else name


def _draw_progress(axes: Axes, rows: pd.DataFrame, labels: list[str]) -> None:
    at = np.arange(len(rows))
    colours = STATUSES["colour"].reindex(rows["status"]).to_numpy()
    shares = rows["share_travelled"].clip(-0.1, 1.25)
    axes.barh(at, shares, height=0.42, color=colours)
    axes.vlines(rows["share_time"], at - 0.36, at + 0.36, color=INK, linewidth=2.2)
    for y, shown, tick, true in zip(
        at, shares, rows["share_time"], rows["share_travelled"], strict=True
    ):
        crowded = shown < tick < shown + 0.2
        axes.annotate(
            wording.percent(true),
            (tick if crowded else max(shown, 0), y),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize="small",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        ).set_in_layout(False)
    axes.set_yticks(at, labels, fontsize="small")
    axes.axvline(1, color=QUIET, linewidth=0.8)
    axes.set_xlim(min(0, shares.min() - 0.02) if len(rows) else 0, 1.42)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{100 * v:.0f}%"))
    axes.set_xticks([0, 0.5, 1])
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
    axes.tick_params(length=0, colors=INK)
    axes.grid(axis="x", color="#e3e7ea", linewidth=0.8)
    axes.set_axisbelow(True)


def history_charts(
    projections: pd.DataFrame,
    plan: Plan,
    *,
    sources: Mapping[str, str] | None = None,
    lang: str = "zh",
) -> ChartGrid:
    """The published years of each indicator the plan names that has two or more of them."""
    seen = projections[projections["kind"] == "observed"]
    counts = seen.groupby("indicator_id")["year"].nunique()
    named = plan.indicators.loc[plan.indicators["in_plan"], "indicator_id"]
    shown = [i for i in named if counts.get(i, 0) >= 2]
    return ChartGrid(
        tuple(fan_chart(seen, plan, i, sources=sources, lang=lang, size=SMALL) for i in shown)
    )


def projection_charts(
    projections: pd.DataFrame,
    plan: Plan,
    wanted: pd.DataFrame,
    *,
    sources: Mapping[str, str] | None = None,
    lang: str = "zh",
) -> ChartGrid:
    """A fan chart for each indicator of `wanted` that has a projection.

    `wanted` is a frame of verdicts, whose targets are drawn, or any frame with indicator_id.
    """
    ahead = projections[(projections["kind"] == "projected") & projections["value"].notna()]
    ids = [i for i in dict.fromkeys(wanted["indicator_id"]) if i in set(ahead["indicator_id"])]
    verdicts = wanted if "target_value" in wanted else None
    return ChartGrid(
        tuple(
            fan_chart(projections, plan, i, verdicts=verdicts, sources=sources, lang=lang)
            for i in ids
        )
    )
