"""The fan chart: history solid, projection dashed, doubt shaded, the target a diamond."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ...judging.predicates import ON_LEVEL
from ...projection.panel import breaks
from ...records.plans import Plan
from ...records.vintages import FROM, UP_TO
from . import wording
from .chart import Chart, nothing_to_plot, source_line, subtitle_of
from .drawing import (
    ACCENT,
    BAND80,
    BAND95,
    GRID_MARGINS,
    GROUND,
    HEIGHT,
    INK,
    QUIET,
    TARGET,
    WIDTH,
    Sketch,
    Word,
    finish,
    limit_values,
    scale_axes,
    sketch,
)
from .fan_points import fan_points
from .fan_words import fan_words, finding
from .marks import points_and_bounds, runs
from .names import indicator_names
from .rows import each
from .typography import chart_style

BESIDE = ((0, (1, 1)), (0, (5, 1)), (0, (3, 1, 1, 1)))  # line styles of other methods
SOFT = ("provisional", "about", "between", *FROM, *UP_TO)  # qualifiers drawn hollow
WORDS = {
    "median": ("中位", "median"),
    "baseline": ("基期", "baseline"),
    "interval": ("{}%区间", "{}%\ninterval"),
    "beyond": ("\n（未画全）", "\n(cut off)"),
    "break": ("口径调整", "definition changed"),
    "first": ("原报", "first given as"),
    "revised": ("有修订", "revised"),
    "later": ("后来", "later"),
}


def _word(key: str, lang: str) -> str:
    return wording.pick(WORDS[key], lang)


# What is drawn and told of a series and of its targets: every step below copies each column.
SERIES_COLUMNS = (
    *("indicator_id", "region", "year", "kind", "value", "low95", "low80", "high80", "high95"),
    *("qualifier", "source_id", "first_value", "published", "published_estimated"),
)
GOAL_COLUMNS = [
    *("target_value", "value_high", "comparator", "reading", "stated_value"),
    *("deadline", "baseline_year", "baseline_value", "probability"),
]


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
    years: tuple[int, int] | None = None,
) -> Chart:
    """History, projection with its 80 % and 95 % intervals, and targets of one indicator.

    Parameters
    ----------
    projections : DataFrame
        From `project`, one region; where it has a column first_value (see `situation`), values
        that were revised are marked.
    plan : Plan
        For names, units, the base year and definition breaks.
    indicator_id : str
    verdicts : DataFrame, optional
        From `assess`; its targets for this indicator are drawn.
    sources : mapping, optional
        Publisher of each source_id, for the line below the chart.
    later : DataFrame, optional
        What is known now; the years after the projection's last observation are drawn over it.
    beside : mapping, optional
        Projections by other methods, whose central paths are drawn and named.
    title : str, optional
        The finding, made from the data when left out.
    size : pair of float
        Inches; words are 12 points whatever the size, see `drawing.WIDTH`.
    years : pair of int, optional
        First and last year of the axis, where several charts share one; that of the data when
        left out.
    """
    columns = [c for c in SERIES_COLUMNS if c in projections]
    mine = projections["indicator_id"] == indicator_id
    rows = projections.loc[mine, columns].sort_values("year")
    rows = rows[rows["year"] <= last_shown(rows, plan, indicator_id, verdicts)]
    seen, bounds = points_and_bounds(rows)
    indicator = plan.indicators.set_index("indicator_id").loc[indicator_id]
    goals = _goals(verdicts, indicator_id)
    unit, name = indicator["unit"], indicator_names(plan, lang)[indicator_id]
    after, cuts = _since(later, rows, indicator_id), _break_years(plan, indicator_id)
    span = _span(rows, goals, after, years)
    if _span(rows, goals, after, None).size == 0:
        return nothing_to_plot(plan, indicator_id, lang)
    cuts = [at for at in cuts if span.min() < at < span.max()]
    paths = _paths(beside or {}, indicator_id)
    first = rows.get("first_value", rows["value"])  # crosses are drawn there
    with chart_style():
        drawn = sketch(size)
        drawn.margins = GRID_MARGINS if years else (0.0, 0.0)
        limit_values(
            drawn,
            pd.concat([rows["value"], first, goals["target_value"], after["value"]]),
            indicator["kind"],
            low80=rows["low80"].min() if "low80" in rows else np.nan,
            high80=rows["high80"].max() if "high80" in rows else np.nan,
        )
        scale_axes(drawn, unit, lang, span, _reach(goals))
        _draw_bands(drawn, rows, seen, lang)
        _draw_goals(drawn, goals, cuts, unit, lang)
        _draw_bounds(drawn, bounds, lang)
        _draw_history(drawn, rows, seen, cuts, unit, lang)
        _draw_base(drawn, rows, goals, plan, lang)
        _draw_later(drawn, after, lang)
        _draw_beside(drawn, paths)
        _draw_breaks(drawn, cuts, lang)
        _draw_revised(drawn, rows, lang)
        figure = finish(drawn)
    no_verdicts = pd.DataFrame(columns=["indicator_id", "target_value", "reading", "deadline"])
    found = finding(
        no_verdicts if verdicts is None else verdicts, rows, plan, indicator_id, lang=lang
    )
    return Chart(
        figure,
        title or found,
        subtitle_of(name if title else "", unit, span, lang),
        fan_words(rows, goals, name, unit, lang, breaks=cuts),
        source_line(rows, sources, lang),
        fan_points(
            *(drawn.axes, rows, goals, after, paths),
            **{"indicator_id": indicator_id, "unit": unit, "sources": sources, "lang": lang},
        ),
        indicator_id,
    )


def last_shown(
    rows: pd.DataFrame, plan: Plan, indicator_id: str, verdicts: pd.DataFrame | None
) -> int:
    """The last year of an indicator's chart: its own last deadline, else the plan's end.

    Later where its figures go on, or where it is asked without verdicts.
    """
    if verdicts is None or "deadline" not in verdicts:
        return int(rows["year"].max()) if len(rows) else 0
    due = verdicts.loc[verdicts["indicator_id"] == indicator_id, "deadline"].max()
    seen = rows.loc[rows["kind"] == "observed", "year"].max()
    return max(int(y) for y in (due if pd.notna(due) else plan.meta["end"], seen) if pd.notna(y))


def _goals(verdicts: pd.DataFrame | None, indicator_id: str) -> pd.DataFrame:
    if verdicts is None:
        return pd.DataFrame(columns=GOAL_COLUMNS)
    told = [c for c in (*GOAL_COLUMNS, "measure", "stated_comparator") if c in verdicts]
    with_number = verdicts["target_value"].notna()
    mine = verdicts.loc[(verdicts["indicator_id"] == indicator_id) & with_number, told]
    if "measure" in mine:  # a sum or a distance has no place on the axis of the values
        mine = mine[mine["measure"].isin(ON_LEVEL)]
    goals = mine.drop_duplicates(["target_value", "deadline"])
    return goals[GOAL_COLUMNS].assign(
        stated_comparator=goals.get("stated_comparator", goals["comparator"])
    )


def _span(
    rows: pd.DataFrame, goals: pd.DataFrame, later: pd.DataFrame, years: tuple[int, int] | None
) -> np.ndarray:
    own = pd.concat([rows["year"], goals["deadline"], later["year"]]).dropna().astype(float)
    shared = [] if years is None else years
    return np.r_[own.to_numpy(), np.asarray(shared, dtype=float)]


def _reach(goals: pd.DataFrame) -> float:
    """Points to leave beside the data for words, roughly; `finish` measures."""
    return 130.0 if len(goals) else 110.0


def _draw_bands(drawn: Sketch, rows: pd.DataFrame, seen: pd.DataFrame, lang: str) -> None:
    """The intervals, from the last published value on, named where they end, on one side.

    The name of a band that leaves the paper says so.
    """
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()]
    if seen.empty or ahead.empty or ahead["low80"].isna().any():
        return
    last = seen.iloc[-1]
    x = np.r_[float(last["year"]), ahead["year"].astype(float)]
    floor, ceiling = drawn.axes.get_ylim()
    ends = {}
    for share, colour in (("95", BAND95), ("80", BAND80)):
        low = np.r_[last["value"], ahead[f"low{share}"]].astype(float)
        high = np.r_[last["value"], ahead[f"high{share}"]].astype(float)
        drawn.axes.fill_between(
            x, low, np.minimum(high, 1e3 * ceiling), color=colour, linewidth=0, zorder=1
        )
        ends[share] = low[-1], high[-1]
    inside = [all(floor <= end[side] <= ceiling for end in ends.values()) for side in (0, 1)]
    for share, (low_end, high_end) in ends.items():
        sides = (high_end, low_end) if inside[1] or not inside[0] else (low_end,)
        edge = next((v for v in sides if floor <= v <= ceiling), None)
        beyond = _word("beyond", lang) if high_end > ceiling or low_end < floor else ""
        if edge is not None:
            told = _word("interval", lang).format(share) + beyond
            drawn.ends.append(Word(told, x[-1], edge, QUIET))


def _draw_history(
    drawn: Sketch,
    rows: pd.DataFrame,
    seen: pd.DataFrame,
    cuts: Sequence[float],
    unit: str,
    lang: str,
) -> None:
    """Published years: joined where they follow one another, parted where the definition changed.

    Over years without a figure there is no line.
    """
    if seen.empty:
        return
    x, y = seen["year"].to_numpy(dtype=float), seen["value"].to_numpy(dtype=float)
    for run in runs(x, cuts):
        drawn.plot(x[run], y[run], color=ACCENT, linewidth=2, zorder=3)
    soft = seen["qualifier"].isin(SOFT).to_numpy()
    drawn.mark(x[~soft], y[~soft], s=16, color=ACCENT, zorder=4)
    drawn.mark(x[soft], y[soft], s=22, facecolor=GROUND, edgecolor=ACCENT, linewidth=1.3, zorder=4)
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()]
    if len(ahead):
        end = float(ahead["year"].iloc[-1]), float(ahead["value"].iloc[-1])
        drawn.plot(
            np.r_[x[-1], ahead["year"].astype(float)],
            np.r_[y[-1], ahead["value"].astype(float)],
            color=ACCENT,
            linewidth=1.6,
            linestyle=(0, (4, 2)),
            zorder=3,
        )
        told = wording.number(end[1], unit, lang)
        drawn.ends.append(Word(f"{_word('median', lang)}\n{told}", *end, ACCENT))
    written = wording.number(y[-1], "", lang, observed=True)
    drawn.notes.append(Word(written, x[-1], y[-1], ACCENT))


def _draw_bounds(drawn: Sketch, bounds: pd.DataFrame, lang: str) -> None:
    """What is only known to lie above or below: hollow, with its sign, off the line."""
    for row in each(bounds):
        at, value = float(row.year), float(row.value)
        drawn.mark([at], [value], s=22, facecolor=GROUND, edgecolor=ACCENT, linewidth=1.3, zorder=4)
        sign = wording.EXACTNESS_SIGNS.get(row.qualifier, "")
        told = sign + wording.number(value, "", lang, observed=True)
        drawn.notes.append(Word(told, at, value, ACCENT))


def _draw_goals(
    drawn: Sketch, goals: pd.DataFrame, cuts: Sequence[float], unit: str, lang: str
) -> None:
    """Each target as a diamond with its comparator, and the straight way to it.

    No way is drawn across a change of definition: its two ends do not count the same thing.
    """
    for goal in each(goals):
        end, value = float(goal.deadline), float(goal.target_value)
        drawn.mark([end], [value], marker="D", s=34, color=TARGET, zorder=5)
        drawn.ends.append(Word(_goal_word(goal, unit, lang), end, value, TARGET))
        if pd.isna(goal.baseline_value) or pd.isna(goal.baseline_year):
            continue
        if not any(float(goal.baseline_year) < at < end for at in cuts):
            drawn.axes.plot(
                [float(goal.baseline_year), end],
                [goal.baseline_value, value],
                color=TARGET,
                linewidth=1,
                linestyle=(0, (3, 3)),
                zorder=2,
            )


def _goal_word(goal, unit: str, lang: str) -> str:
    """≥5000; ≥6376 and (2×) below it where the plan asks for a multiple."""
    written = wording.target(
        wording.comparator_of(goal), goal.target_value, goal.value_high, "", lang
    )
    if unit == "%":
        written += "%"
    if goal.reading != "ratio":
        return written
    times = wording.number(goal.stated_value, "倍", lang, observed=True)
    return f"{written}\n（{times}倍）" if lang == "zh" else f"{written}\n({times}×)"


def _draw_base(
    drawn: Sketch, rows: pd.DataFrame, goals: pd.DataFrame, plan: Plan, lang: str
) -> None:
    """The base year: a hairline down to it, and the value the plan starts from."""
    known = goals.dropna(subset=["baseline_value", "baseline_year"])
    seen = rows[(rows["kind"] == "observed") & (rows["year"] == plan.meta.get("baseline_year"))]
    if len(known):
        at, value = float(known["baseline_year"].iloc[0]), float(known["baseline_value"].iloc[0])
    elif len(seen):
        at, value = float(seen["year"].iloc[0]), float(seen["value"].iloc[0])
    else:
        return
    floor = drawn.axes.get_ylim()[0]
    drawn.plot([at, at], [floor, value], color=QUIET, linewidth=0.8, zorder=1)
    if seen.empty:
        drawn.mark([at], [value], s=18, facecolor=GROUND, edgecolor=TARGET, zorder=4)
    told = _word("baseline", lang)
    last = rows.loc[rows["kind"] == "observed", "year"].max()
    if pd.isna(last) or at != float(last):
        told = f"{told} {wording.number(value, '', lang, observed=True)}"
    drawn.notes.append(Word(told, at, value, QUIET))


def _since(later: pd.DataFrame | None, rows: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """Observations of the years after the last one that the projection knew."""
    if later is None:
        return rows.iloc[:0]
    known = rows.loc[rows["kind"] == "observed", "year"].max()
    mine = later[(later["indicator_id"] == indicator_id) & (later["year"] > known)]
    return mine.sort_values("year")


def _draw_later(drawn: Sketch, later: pd.DataFrame, lang: str) -> None:
    if later.empty:
        return
    x, y = later["year"].to_numpy(dtype=float), later["value"].to_numpy(dtype=float)
    for run in runs(x):
        drawn.plot(x[run], y[run], color=INK, linewidth=1.2, marker="s", markersize=4, zorder=5)
    written = wording.number(y[-1], "", lang, observed=True)
    drawn.notes.insert(0, Word(f"{_word('later', lang)} {written}", x[-1], y[-1], INK))


def _paths(beside: Mapping[str, pd.DataFrame], indicator_id: str) -> dict[str, pd.DataFrame]:
    """What each other method projects for the indicator, by year."""
    found = {
        name: frame[(frame["indicator_id"] == indicator_id) & (frame["kind"] == "projected")]
        for name, frame in list(beside.items())[: len(BESIDE)]
    }
    return {name: rows.dropna(subset="value").sort_values("year") for name, rows in found.items()}


def _draw_beside(drawn: Sketch, paths: Mapping[str, pd.DataFrame]) -> None:
    """The median path of each other method, named at its end."""
    for (name, mine), style in zip(paths.items(), BESIDE, strict=False):
        if len(mine):
            x, y = mine["year"].to_numpy(dtype=float), mine["value"].to_numpy(dtype=float)
            drawn.plot(x, y, color=INK, linewidth=1, linestyle=style, zorder=4)
            drawn.ends.append(Word(name, x[-1], y[-1], INK))


def _break_years(plan: Plan, indicator_id: str) -> list[float]:
    """Halfway between the last year under the old definition and the first under the new."""
    table = breaks(plan.indicators)
    return sorted(table.loc[table["indicator_id"] == indicator_id, "year"].astype(float) - 0.5)


def _draw_breaks(drawn: Sketch, cuts: Sequence[float], lang: str) -> None:
    floor, ceiling = drawn.axes.get_ylim()
    for at in cuts:
        drawn.plot([at, at], [floor, ceiling], color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        drawn.notes.append(Word(_word("break", lang), at, floor + 0.9 * (ceiling - floor), QUIET))


def _draw_revised(drawn: Sketch, rows: pd.DataFrame, lang: str) -> None:
    """A ring round each value that was first published as another, which a cross stands for.

    One of them is named: the one that moved farthest, else the newest.
    """
    if "first_value" not in rows:
        return
    moved = rows[(rows["kind"] == "observed") & rows["first_value"].notna()]
    if moved.empty:
        return
    floor, ceiling = drawn.axes.get_ylim()
    by = (moved["first_value"] - moved["value"]).abs()
    far = by.max() > 0.03 * (ceiling - floor)
    named = moved.loc[by.idxmax() if far else moved.index[-1]]
    at, value, first = (moved[c].to_numpy(float) for c in ("year", "value", "first_value"))
    drawn.mark(at, value, s=60, facecolor="none", edgecolor=INK, linewidth=0.9, zorder=5)
    shown = (by > 0.03 * (ceiling - floor)).to_numpy()
    if shown.any():
        drawn.axes.vlines(at[shown], value[shown], first[shown], color=INK, linewidth=0.8, zorder=4)
        drawn.mark(at[shown], first[shown], s=26, marker="x", color=INK, linewidth=1.1, zorder=5)
    for x, low, high in zip(at[shown], value[shown], first[shown], strict=True):
        drawn.lines.append((np.array([x, x]), np.array([low, high])))
    told, height = _word("revised", lang), float(named["value"])
    if abs(named["first_value"] - named["value"]) > 0.03 * (ceiling - floor):
        written = wording.number(named["first_value"], "", lang, observed=True)
        told, height = f"{_word('first', lang)} {written}", float(named["first_value"])
    drawn.notes.append(Word(told, float(named["year"]), height, INK, must=False))
