"""Marks as small as a word: a series with its target, a share of the way against the time gone.

They hold no text, take their colours from the page (so that dark pages have light lines) and say
in a <title>, which is also their tooltip, what they show.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from . import wording

SPARK = (132, 40)  # the drawing's own units: CSS pixels on a wide page
EDGE = 5  # room for a mark's radius
BAR = (120, 14)
FULL = 100  # of the bar's width: what lies beyond is for those who went further


def sparkline(
    rows: pd.DataFrame, *, goal: float, deadline: int, title: str, status: str = ""
) -> str:
    """History, projection with its 80 % band, and the target as a dot, as inline SVG.

    Parameters
    ----------
    rows : DataFrame
        From `project`, one region and one indicator.
    goal, deadline : float, int
        The target; not drawn where NaN.
    title : str
        What it shows, in words.
    status : str
        Colours the target's dot.

    Returns
    -------
    str
        Empty where there is nothing to draw.
    """
    year, value, low, high, seen, ahead = _course(rows)
    if not seen.any():
        return ""
    last = np.flatnonzero(seen)[-1]
    path = np.r_[last, np.flatnonzero(ahead & (year <= deadline) & (year > year[last]))]
    at = _scale(np.r_[year[seen], year[path]], np.r_[value[seen], value[path]], goal, deadline)
    parts = []
    if len(path) > 1 and not np.isnan(low[path[1:]]).any():
        edge = [
            *at(year[path], np.r_[value[last], low[path[1:]]]),
            *reversed(at(year[path], np.r_[value[last], high[path[1:]]])),
        ]
        parts.append(f'<polygon class="band" points="{points_of(edge)}"/>')
    if len(path) > 1:
        parts.append(f'<polyline class="ahead" points="{points_of(at(year[path], value[path]))}"/>')
    for run in runs(year[seen]):
        drawn = at(year[seen][run], value[seen][run])
        if len(run) > 1:
            parts.append(f'<polyline class="seen" points="{points_of(drawn)}"/>')
        else:
            parts.append(
                f'<circle class="lone" cx="{drawn[0][0]:.1f}" cy="{drawn[0][1]:.1f}" r="1.3"/>'
            )
    ((x, y),) = at(year[[last]], value[[last]])
    parts.append(f'<circle class="last" cx="{x:.1f}" cy="{y:.1f}" r="2.2"/>')
    if pd.notna(goal):
        ((x, y),) = at([deadline], [goal])
        parts.append(
            f'<circle class="goal {html.escape(status)}" cx="{x:.1f}" cy="{y:.1f}" r="3.4"/>'
        )
    return _svg("spark", SPARK, title, parts)


def _course(rows: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Year, value, low80 and high80 in order of year, and which are `points_and_bounds`' points and
    which are projected."""
    rows = rows.sort_values("year", kind="stable")
    year, value, low, high = (
        rows[c].to_numpy(float, na_value=np.nan) for c in ("year", "value", "low80", "high80")
    )
    kind, known = rows["kind"].to_numpy(object), ~np.isnan(value)
    ahead = (kind == "projected") & known
    seen = (kind == "observed") & known & ~(year >= year[ahead].min(initial=np.inf))
    return year, value, low, high, seen, ahead


def points_and_bounds(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The published values that a series' projection starts from, and those that only bound it.

    A bound lies in a year that is projected as well, see `project`.
    """
    seen = rows[rows["kind"] == "observed"].dropna(subset="value")
    first = rows.loc[(rows["kind"] == "projected") & rows["value"].notna(), "year"].min()
    before = pd.isna(first) | (seen["year"] < first)
    return seen[before.astype(bool)], seen[~before.astype(bool)]


def runs(years: np.ndarray, cuts: Sequence[float] = ()) -> list[np.ndarray]:
    """The positions of years that follow one another: parted at gaps, and at cuts between years."""
    part = np.searchsorted(np.asarray(cuts, dtype=float), years)
    ends = np.flatnonzero((np.diff(years) > 1) | (np.diff(part) != 0)) + 1
    return np.split(np.arange(len(years)), ends)


def _scale(year: np.ndarray, value: np.ndarray, goal: float, deadline: int):
    """Years and values to the drawing's units; a runaway band does not flatten the history."""
    years, core = np.r_[year, deadline].astype(float), np.r_[value, goal].astype(float)
    low, high = np.nanmin(core), np.nanmax(core)
    left, right = years.min(), max(years.max(), years.min() + 1)
    span = (high - low) or 1.0

    def at(year: ArrayLike, value: ArrayLike) -> list[tuple[float, float]]:
        x = EDGE + (np.asarray(year, float) - left) / (right - left) * (SPARK[0] - 2 * EDGE)
        share = np.clip((np.asarray(value, float) - low) / span, -0.12, 1.12)
        y = SPARK[1] - EDGE - share * (SPARK[1] - 2 * EDGE)
        return list(zip(x, y, strict=True))

    return at


def points_of(pairs: Iterable[tuple[float, float]]) -> str:
    """Places of a drawing as the points of a line or an area."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)


def way_bar(way: float, time: float, *, title: str, status: str = "") -> str:
    """Share of the way as a bar, share of the time as a tick across it, as inline SVG."""
    if pd.isna(way):
        return ""
    length = float(np.clip(way, 0.0, BAR[0] / FULL)) * FULL
    parts = [
        f'<rect class="track" x="0" y="3" width="{FULL}" height="8"/>',
        f'<rect class="gone {html.escape(status)}" x="0" y="3" width="{length:.1f}" height="8"/>',
    ]
    if pd.notna(time):
        x = float(np.clip(time, 0.0, 1.0)) * FULL
        parts.append(f'<rect class="tick" x="{max(x - 1, 0):.1f}" y="0" width="2" height="14"/>')
    return _svg("waybar", BAR, title, parts)


def _svg(kind: str, size: tuple[int, int], title: str, parts: list[str]) -> str:
    width, height = size
    return (
        f'<svg class="{kind}" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><title>{html.escape(title)}</title>{"".join(parts)}</svg>'
    )


def spark_words(rows: pd.DataFrame, goal: str, deadline: int, unit: str, lang: str) -> str:
    """What a sparkline shows: first and last published value, projection, target."""
    rows = rows.sort_values("year", kind="stable")
    kind, years = rows["kind"].to_numpy(object), rows["year"].to_numpy(float, na_value=np.nan)
    values = rows["value"].to_numpy(float)
    seen = np.flatnonzero((kind == "observed") & ~np.isnan(values))
    if not len(seen):
        return ""
    ends = dict.fromkeys((seen[0], seen[-1]))

    def dated(value: str, at: object) -> str:
        return f"{wording.year(at)}年{value}" if lang == "zh" else f"{value} in {wording.year(at)}"

    parts = [dated(wording.quantity(values[n], unit, lang, observed=True), years[n]) for n in ends]
    due = np.flatnonzero((kind == "projected") & (years == deadline) & ~np.isnan(values))
    if len(due):
        said = dated(wording.quantity(values[due[0]], unit, lang), deadline)
        parts.append(f"推算{said}" if lang == "zh" else f"projected {said}")
    if goal != wording.MISSING:
        said = f"{wording.year(deadline)}年目标{goal}"
        parts.append(said if lang == "zh" else f"target {goal} by {wording.year(deadline)}")
    return ("，" if lang == "zh" else ", ").join(parts)
