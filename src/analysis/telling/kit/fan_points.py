"""What a fan chart answers, year by year, and the numbers that it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from . import wording
from .points import Points, by_x, said
from .rows import each
from .wording import number, pick, quantity

WORDS = {
    "median": ("推算中位{}", "projected median {}"),
    "interval": ("{}%区间{}–{}", "{}% interval {}–{}"),
    "first": ("原报{}", "first given as {}"),
    "later": ("后来公布：{}", "published later: {}"),
    "baseline": ("基期{}", "baseline {}"),
    "target": ("目标", "target"),
    "times": ("（{}倍）", " ({}×)"),
    "published": ("{}发布", "published {}"),
    "estimated": ("（日期为推定）", " (date by rule)"),
}
INTERVALS = ("low80", "high80", "low95", "high95")
GOALS = {"target_value": "value", "value_high": "value_high", "deadline": "year"}
NUMBERS = (
    *("indicator_id", "region", "year", "kind", "value", "qualifier", *INTERVALS),
    *("comparator", "value_high", "reading", "unit", "source", "published"),
)


def fan_points(
    axes: Axes,
    rows: pd.DataFrame,
    goals: pd.DataFrame,
    later: pd.DataFrame,
    beside: Mapping[str, pd.DataFrame],
    *,
    indicator_id: str,
    unit: str,
    sources: Mapping[str, str] | None,
    lang: str,
) -> Points:
    """One place a year that has anything: its published value, projection, and targets.

    Parameters
    ----------
    rows : DataFrame
        From `project`, one indicator: what is drawn.
    goals : DataFrame
        Its targets, see `fan.GOAL_COLUMNS`.
    later : DataFrame
        Observations that the projection did not know.
    beside : mapping
        What each other method projects for the same indicator.
    """
    lines: dict[int, list[str]] = defaultdict(list)
    heights: dict[int, float] = {}

    def tell(year: float, height: float, *words: str) -> None:
        lines[int(year)].extend(words)
        heights.setdefault(int(year), float(height))

    shown = rows[rows["value"].notna()]
    for row in each(shown[shown["kind"] == "observed"]):
        written = wording.published(row.value, row.qualifier, unit, lang)
        tell(row.year, row.value, written, _first(row, unit, lang), cited(row, sources, lang))
    for row in each(later[later["value"].notna()]):
        written = wording.published(row.value, row.qualifier, unit, lang)
        tell(row.year, row.value, _word("later", lang, written), cited(row, sources, lang))
    for row in each(shown[shown["kind"] == "projected"]):
        tell(row.year, row.value, *_projected(row, unit, lang))
    for name, frame in beside.items():
        for row in each(frame[frame["year"].isin(list(heights))]):
            tell(row.year, row.value, f"{name} {quantity(row.value, unit, lang)}")
    for goal in each(goals):
        start = goal.baseline_year
        if pd.notna(start) and pd.notna(goal.baseline_value) and int(start) not in heights:
            written = quantity(goal.baseline_value, unit, lang, observed=True)
            tell(start, goal.baseline_value, _word("baseline", lang, written))
        tell(goal.deadline, goal.target_value, _goal(goal, unit, lang))
    places = by_x(
        (year, heights[year], said(_in_year(year, lang), *lines[year])) for year in heights
    )
    numbers = _numbers(shown, later, goals, indicator_id, unit, sources, lang)
    return Points(axes, places, numbers)


def _word(key: str, lang: str, *values: object) -> str:
    return pick(WORDS[key], lang).format(*values)


def _in_year(year: int, lang: str) -> str:
    return f"{year}年" if lang == "zh" else str(year)


def _first(row, unit: str, lang: str) -> str:
    """What a revised value was published as first."""
    first = getattr(row, "first_value", None)
    if first is None or pd.isna(first):
        return ""
    return _word("first", lang, quantity(first, unit, lang, observed=True))


def cited(row, sources: Mapping[str, str] | None, lang: str) -> str:
    """The document that gives a value, and the day it was published."""
    name = (sources or {}).get(row.source_id, "") if isinstance(row.source_id, str) else ""
    day = getattr(row, "published", None)
    if day is None or pd.isna(day):
        return name
    when = _word("published", lang, wording.day(day))
    if getattr(row, "published_estimated", False) is True:
        when += _word("estimated", lang)
    return pick(("，", ", "), lang).join(part for part in (name, when) if part)


def _projected(row, unit: str, lang: str) -> list[str]:
    told = [_word("median", lang, quantity(row.value, unit, lang))]
    for share in ("80", "95"):
        low, high = (getattr(row, f"{end}{share}", None) for end in ("low", "high"))
        if low is not None and pd.notna(low):
            ends = number(low, unit, lang), quantity(high, unit, lang)
            told.append(_word("interval", lang, share, *ends))
    return told


def _goal(goal, unit: str, lang: str) -> str:
    term = wording.with_reading(_word("target", lang), goal.reading, lang)
    written = wording.target(
        wording.comparator_of(goal), goal.target_value, goal.value_high, unit, lang
    )
    if goal.reading == "ratio":
        written += _word("times", lang, number(goal.stated_value, "倍", lang, observed=True))
    return f"{term}{pick(('：', ': '), lang)}{written}"


def _numbers(
    rows: pd.DataFrame,
    later: pd.DataFrame,
    goals: pd.DataFrame,
    indicator_id: str,
    unit: str,
    sources: Mapping[str, str] | None,
    lang: str,
) -> pd.DataFrame:
    """Every number of the chart: published, published later, projected, and the targets."""
    names = {key: wording.plain(name) for key, name in (sources or {}).items()}
    parts = [rows, later.assign(kind="published later")]
    if len(goals):
        asked = goals.rename(columns=GOALS).assign(kind="target")
        asked["comparator"] = [wording.comparator_of(goal) for goal in each(goals)]
        parts.append(asked)
    columns = [*NUMBERS, "source_id"]
    told = pd.DataFrame(
        [row for part in parts for row in part.reindex(columns=columns).to_dict("records")],
        columns=columns,
    )
    return told.assign(
        indicator_id=indicator_id,
        region=next(iter(rows.get("region", ())), ""),
        year=told["year"].astype(int),
        unit=wording.unit_name(unit, lang),
        source=told["source_id"].map(names),
        published=pd.to_datetime(told["published"]).dt.strftime("%Y-%m-%d"),
    )[list(NUMBERS)]
