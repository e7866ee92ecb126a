"""Charts of the rulers (08-methods): verdicts year by year, and how each ruler has done."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..judging.league import BASE_RATE, known_by
from ..judging.methods import METHODS
from ..judging.rulers import HIDDEN, SCALE, Rulers
from ..judging.trials import OURS
from ..records import dates
from ..records.rounding import fixed
from .kit.chart import Chart, ChartGrid
from .kit.drawing import ACCENT, GROUND, INK, LINE, POINTS, QUIET, WIDTH, framed, room_for
from .kit.folds import Shown, folded
from .kit.names import target_titles
from .kit.points import Points, said
from .kit.rows import each
from .kit.typography import chart_style
from .kit.wording import pick
from .methods import rows_of
from .methods_league import with_span
from .methods_names import VERDICT_NAMES, method_name, short_name

SHAPES = {"achieved": "o", "on_track": "^", "slower": "D", "off_track": "v"}
NARROW = 3.6  # inches: a small chart of the grid
SCORES = ("method", "brier", "brier_low", "brier_high", "brier_words")
SOURCE = (
    "来源：本项目按各地区公布数所作的对比",
    "Source: this project's comparison on the regions' published figures",
)
OWN = (
    "来源：本项目数据，各年末已公布的数",
    "Source: this project's data, as published by each day",
)


def evolution_charts(found: Rulers, years: pd.DataFrame, *, lang: str = "zh") -> Shown:
    """One small chart a target: methods down, days across, the verdict as shape and colour.

    Folded where they are many.

    Parameters
    ----------
    found : Rulers
        For the targets shown and their names.
    years : DataFrame
        From `rulers.year_by_year`.
    """
    return folded(
        rows_of(found, found.shown),
        found.now.plan,
        lambda part: _evolutions(found, years, part["row"], lang),
        lang=lang,
    )


def _evolutions(found: Rulers, years: pd.DataFrame, shown: Iterable[int], lang: str) -> ChartGrid:
    charts, titles = [], target_titles(found.now.plan, lang)
    for row in shown:
        target = found.inputs.loc[row]
        same = years["target_id"].eq(target["target_id"]) & years["reading"].eq(target["reading"])
        mine = years[same & (years["verdict"] != "not_applicable")]
        if mine["day"].nunique():
            name = titles[target["target_id"]]
            charts.append(_evolution(name, mine, years["day"].unique(), lang))
    return ChartGrid(tuple(charts))


def _evolution(name: str, mine: pd.DataFrame, days: np.ndarray, lang: str) -> Chart:
    methods = [m for m in METHODS.index if m in set(mine["method"]) and m not in HIDDEN]
    at = {m: i for i, m in enumerate(reversed(methods))}
    when = {d: i for i, d in enumerate(days)}
    with chart_style():
        figure = Figure(figsize=(NARROW, 0.9 + 0.24 * len(methods)), dpi=72)
        called = [short_name(m, lang) for m in at]
        axes = _plain(framed(figure, room_for(called, figure) + POINTS, 2 * LINE))
        for verdict, shape in SHAPES.items():
            rows = mine[(mine["verdict"] == verdict) & mine["method"].isin(methods)]
            axes.scatter(
                rows["day"].map(when),
                rows["method"].map(at),
                marker=shape,
                s=42,
                color=VERDICT_NAMES.loc[verdict, "colour"],
                zorder=3,
            )
        axes.set_yticks(list(at.values()), called)
        _name_days(axes, days)
        axes.set_ylim(-0.7, len(methods) - 0.3)
    words = VERDICT_NAMES[f"name_{lang}"]
    alt = "; ".join(
        f"{short_name(m, lang)}: "
        + ", ".join(f"{r.day[:7]} {words[r.verdict]}" for r in each(rows))
        for m, rows in mine[mine["method"].isin(methods)].groupby("method", sort=False)
    )
    legend = "  ".join(
        f"{r.mark} {r[f'name_{lang}']}" for _, r in VERDICT_NAMES.loc[list(SCALE)].iterrows()
    )
    return Chart(
        *(figure, name, legend, alt, pick(OWN, lang)),
        _verdict_points(axes, mine[mine["method"].isin(methods)], when, at, lang),
        f"rulers-{mine['target_id'].iloc[0]}-{mine['reading'].iloc[0]}",
    )


def _verdict_points(axes: Axes, rows: pd.DataFrame, when: dict, at: dict, lang: str) -> Points:
    """Every mark: what a ruler said on a day."""
    names = VERDICT_NAMES[f"name_{lang}"]
    rows = rows[rows["verdict"].isin(SHAPES)]
    rows = rows.assign(x=rows["day"].map(when), y=rows["method"].map(at))
    rows = rows.sort_values(["y", "x"], ascending=[False, True], kind="stable")
    labels = [
        said(r.day, f"{method_name(r.method, lang)}{pick(('：', ': '), lang)}{names[r.verdict]}")
        for r in each(rows)
    ]
    numbers = rows[["day", "target_id", "indicator_id", "reading", "method", "verdict"]]
    return Points(axes, rows[["x", "y"]].assign(label=labels), numbers, along="")


def _name_days(axes: Axes, days: np.ndarray) -> None:
    """A place for each day, named as far as the names have room, the last for certain.

    A year's end is its year; another day, which only the last is, its month.
    """
    names = [day[:4] if day.endswith("12-31") else day[:7] for day in days]
    wide = room_for(names, axes.figure)
    plot = 72 * axes.figure.get_figwidth() * axes.get_position().width
    edge = max(0.5, wide / 2 / plot * len(names))  # half the last name, in days
    step = int(np.ceil((wide + POINTS / 2) * len(names) / plot))
    named = range(len(names) - 1, -1, -step)
    axes.set_xticks(list(named), [names[at] for at in named])
    axes.set_xlim(-0.5, len(names) - 1 + edge)


def _plain(axes: Axes) -> Axes:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(colors=QUIET, length=0)
    axes.grid(axis="y", color="#e3e7ea", linewidth=0.8)
    axes.set_axisbelow(True)
    return axes


def league_chart(
    league: dict[str, pd.DataFrame], *, as_of: dates.Day = None, lang: str = "zh"
) -> Chart | None:
    """Brier score of every ruler with its interval, best at the top."""
    if not known_by(league, as_of):
        return None
    table = league["league"][lambda t: t["method"] != BASE_RATE].iloc[::-1].reset_index(drop=True)
    words = {
        "title": (
            "本项目的概率得分最好，但领先有限",
            "Our probability scores best, by a limited margin",
        ),
        "sub": (
            "Brier得分，越小越好；横线为95%区间（按指标重抽样）；空心点只看判断用词",
            "Brier score, smaller is better; bars: 95% intervals (indicators resampled); hollow: "
            "by the words alone",
        ),
        "title_other": ("各方法的得分", "How the rulers score"),
    }
    first = table.iloc[-1]["method"] == OURS
    with chart_style():
        figure = Figure(figsize=(WIDTH, 0.7 + 0.28 * len(table)), layout="constrained")
        axes = _plain(figure.add_subplot())
        for i, r in enumerate(table.itertuples()):
            colour = ACCENT if r.method == OURS else INK
            axes.add_line(Line2D([r.brier_low, r.brier_high], [i, i], color=colour, linewidth=1.4))
            axes.plot(r.brier, i, marker="o", markersize=6, color=colour)
            if r.method != OURS:
                axes.plot(
                    r.brier_words, i, marker="o", markersize=5, color=QUIET, markerfacecolor=GROUND
                )
        axes.set_yticks(range(len(table)), [method_name(m, lang) for m in table["method"]])
        axes.set_ylim(-0.6, len(table) - 0.4)
    alt = "; ".join(
        f"{method_name(r.method, lang)} {with_span(r.brier, r.brier_low, r.brier_high)}"
        for r in table.iloc[::-1].itertuples()
    )
    title = words["title"] if first else words["title_other"]
    return Chart(
        *(figure, pick(title, lang), pick(words["sub"], lang), alt, pick(SOURCE, lang)),
        *(_score_points(axes, table, lang), "league"),
    )


def _score_points(axes: Axes, table: pd.DataFrame, lang: str) -> Points:
    """Each ruler's row, from the top: its score with its interval, and by the words alone."""
    rows = table.assign(y=range(len(table))).iloc[::-1]
    words = ("只看判断用词{}", "by the words alone {}")
    labels = [
        said(
            method_name(r.method, lang),
            with_span(r.brier, r.brier_low, r.brier_high),
            "" if r.method == OURS else pick(words, lang).format(fixed(r.brier_words, 3)),
        )
        for r in each(rows)
    ]
    places = pd.DataFrame({"x": rows["brier"], "y": rows["y"], "label": labels})
    return Points(axes, places, rows[list(SCORES)], along="y")
