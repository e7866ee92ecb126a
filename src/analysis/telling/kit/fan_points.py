"""What a fan chart answers, year by year, and the numbers that it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

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
    numbers: list[dict[str, object]] = []
    same = {
        "indicator_id": indicator_id,
        "region": next(iter(rows.get("region", ())), ""),
        "unit": wording.unit_name(unit, lang),
    }

    def tell(year: float, height: float, *words: str) -> None:
        lines[int(year)].extend(words)
        heights.setdefault(int(year), float(height))

    def note(year: float, kind: str, value: float, row: object, names: Iterable[str]) -> None:
        more = {name: getattr(row, name, None) for name in names}
        numbers.append({**same, "year": int(year), "kind": kind, "value": value, **more})

    # Published values first: where a year has both, its place lies on what is known.
    for row in sorted(each(rows), key=lambda row: row.kind != "observed"):
        if pd.isna(row.value):
            continue
        if row.kind == "observed":
            written = wording.published(row.value, row.qualifier, unit, lang)
            tell(row.year, row.value, written, _first(row, unit, lang), cited(row, sources, lang))
            note(row.year, row.kind, row.value, row, ["qualifier"])
            numbers[-1] |= _document(row, sources)
        else:
            tell(row.year, row.value, *_projected(row, unit, lang))
            note(row.year, row.kind, row.value, row, INTERVALS)
    for row in each(later):
        if pd.notna(row.value):
            written = wording.published(row.value, row.qualifier, unit, lang)
            tell(row.year, row.value, _word("later", lang, written), cited(row, sources, lang))
            note(row.year, "published later", row.value, row, ["qualifier"])
            numbers[-1] |= _document(row, sources)
    for name, frame in beside.items():
        for row in each(frame):
            if int(row.year) in heights:
                tell(row.year, row.value, f"{name} {quantity(row.value, unit, lang)}")
                note(row.year, name, row.value, row, ())
    for goal in each(goals):
        start = goal.baseline_year
        if pd.notna(start) and pd.notna(goal.baseline_value) and int(start) not in heights:
            written = quantity(goal.baseline_value, unit, lang, observed=True)
            tell(start, goal.baseline_value, _word("baseline", lang, written))
            note(start, "baseline", goal.baseline_value, goal, ())
        tell(goal.deadline, goal.target_value, _goal(goal, unit, lang))
        note(goal.deadline, "target", goal.target_value, goal, ("value_high", "reading"))
        numbers[-1]["comparator"] = wording.comparator_of(goal)
    places = by_x(
        (year, heights[year], said(_in_year(year, lang), *lines[year])) for year in heights
    )
    told = [[row.get(name) for name in NUMBERS] for row in numbers]
    return Points(axes, places, pd.DataFrame(told, columns=NUMBERS, dtype=object))


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


def _document(row, sources: Mapping[str, str] | None) -> dict[str, str]:
    """Where a published value stands, as columns of the file."""
    day = getattr(row, "published", None)
    return {
        "source": wording.plain((sources or {}).get(row.source_id, "")),
        "published": "" if day is None or pd.isna(day) else wording.day(day),
    }
