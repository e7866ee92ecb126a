"""The picture of 12-promises: every decided promise, by the odds it was given and what came."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ..judging.attainment import UNLIKELY
from .kit.chart import Chart
from .kit.drawing import HEIGHT, LIGHT, QUIET, WIDTH, finish, sketch
from .kit.grammar import Clause, tell
from .kit.points import Points, said
from .kit.rows import each
from .kit.typography import chart_style
from .kit.wording import percent, pick

# How each outcome is drawn: colour by the verdict's role, and a mark of its own.
DRAWN = {
    "met": ("achieved", "o", ("达到", "kept")),
    "missed": ("missed", "X", ("未达到", "missed")),
}
NUMBERS = (
    *("plan", "issued", "target_id", "indicator_id", "reading", "said", "outcome", "value"),
    *("value_year", "published"),
)
ROOM = 0.32  # of a plan's row that marks of like odds spread over, up and down
NEAR = 0.025  # odds that lie closer would cover each other
TITLE = (
    Clause(
        "说不到三分之一的{low_n}项，后来达到了{low_kept}项",
        "Of {low_n} given less than one chance in three, {low_kept} were kept",
        lambda f: f["low_n"] > 0,
    ),
)
SUB = (
    "每个点是一项已有结果的目标：横向是印发那天给的概率，形状和颜色是后来的结果",
    "each mark is a decided promise: across, the odds given on the day of issue; shape and colour, "
    "what came",
)
SOURCE = (
    "来源：各规划纲要和历年统计公报，见各规划的来源表",
    "Source: the plans' outlines and the yearly communiqués, see each plan's sources",
)


def odds_chart(promises: pd.DataFrame, *, lang: str = "zh") -> Chart | None:
    """Every decided promise that was given odds, a row a plan; None where there is none."""
    told = promises[promises["outcome"].isin(DRAWN) & promises["said"].notna()]
    if told.empty:
        return None
    plans = list(dict.fromkeys(told["plan"]))
    names = told.drop_duplicates("plan").set_index("plan")[f"plan_{lang}"]
    with chart_style():
        drawn = sketch((WIDTH, HEIGHT * max(0.5, len(plans) / 5)))
        axes = drawn.axes
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(len(plans) - 0.4, -0.6)
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.set_yticks(range(len(plans)), [_short(str(names[p]), lang) for p in plans])
        axes.axvline(UNLIKELY, color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        for outcome, (role, mark, _) in DRAWN.items():
            rows = told[told["outcome"] == outcome]
            at = _apart(told).loc[rows.index]
            drawn.mark(
                rows["said"],
                rows["plan"].map(plans.index).to_numpy(float) + at,
                color=LIGHT[role],
                marker=mark,
                s=34,
                zorder=3,
            )
        _legend(drawn, lang)
        figure = finish(drawn)
    low = told[told["said"] < UNLIKELY]
    facts = {"low_n": len(low), "low_kept": int(low["outcome"].eq("met").sum())}
    alt = "; ".join(
        f"{names[p]}: "
        + ", ".join(
            f"{percent(r.said)} {pick(DRAWN[r.outcome][2], lang)}" for r in rows.itertuples()
        )
        for p, rows in told.groupby("plan", sort=False)
    )
    title = tell([TITLE], facts, lang=lang, stop=False)
    points = _points(axes, told, plans, lang)
    return Chart(figure, title, pick(SUB, lang), alt, pick(SOURCE, lang), points, "odds")


def _points(axes: Axes, told: pd.DataFrame, plans: list[str], lang: str) -> Points:
    """Every mark: which promise, the odds it was given, what came."""
    told = told.assign(row=told["plan"].map(plans.index), aside=_apart(told))
    told = told.sort_values(["row", "said"], kind="stable")
    labels = [
        said(
            getattr(r, f"plan_{lang}"),
            getattr(r, f"name_{lang}"),
            pick((f"印发时的概率{percent(r.said)}", f"odds on issue {percent(r.said)}"), lang),
            pick(DRAWN[r.outcome][2], lang),
        )
        for r in each(told)
    ]
    places = pd.DataFrame({"x": told["said"], "y": told["row"] + told["aside"], "label": labels})
    return Points(axes, places, told[list(NUMBERS)], along="")


def _short(name: str, lang: str) -> str:
    """A plan's name on an axis: without what all of them share."""
    return name.removeprefix("国家").removesuffix("规划") if lang == "zh" else name.split("'s ")[-1]


def _apart(told: pd.DataFrame) -> pd.Series:
    """How far each mark steps aside so that marks of like odds in a row do not cover each other."""
    aside = pd.Series(0.0, told.index)
    for _, rows in told.sort_values("said").groupby("plan", sort=False):
        close = rows["said"].diff().gt(NEAR).cumsum()
        for _, run in rows.groupby(close):
            aside[run.index] = np.linspace(-ROOM, ROOM, len(run)) if len(run) > 1 else 0.0
    return aside


def _legend(drawn, lang: str) -> None:
    """The two marks with their names, below the last row at the right."""
    top = -0.6
    for x, (role, mark, name) in zip((0.62, 0.82), DRAWN.values(), strict=True):
        drawn.axes.scatter([x], [top], color=LIGHT[role], marker=mark, s=34, clip_on=False)
        drawn.axes.annotate(
            pick(name, lang),
            (x, top),
            (8, 0),
            textcoords="offset points",
            va="center",
            color=LIGHT[role],
        )
