"""Destatis's four weather symbols."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .rows import answer, choose, missing, numbers

POINTS, FEWEST = 6, 4  # annual values used, and consecutive ones at least
SUN, SUN_CLOUD = 0.95, 0.80  # share of the remaining gap that the trend closes by the deadline
PLACES = 12  # of that share: what lies beyond is left by the arithmetic of decimals
RULES = ("deadline", "maintain", "direction")
SYMBOLS = ("thunderstorm", "cloud", "sun_cloud", "sun")  # from worst to best
SCORES = dict(zip(SYMBOLS, range(4), strict=True))


def destatis(frame: pd.DataFrame) -> pd.DataFrame:
    """The weather symbols of the German sustainable development indicators.

    m is the mean of the last five annual changes, from the last six consecutive annual values;
    with fewer than four consecutive ones nothing is judged. Deadline rule: progress_value is
    s = m·(t_T − t) / (T − c), the share of the remaining gap closed by the deadline; above 0.95
    sun (missed by less than 5 %), from 0.80 sun with cloud (by 5 to 20 %), above 0 cloud, else
    thunderstorm. Maintain rule, for a target
    of every year and for a deadline target that is met or past: met and m not adverse sun, met
    and adverse sun with cloud, not met and m favourable cloud, else thunderstorm. Direction
    rule: m and the last change both right sun, m alone sun with cloud, the last change alone
    cloud, neither thunderstorm.

    A target that is met with an adverse trend keeps its warning: the common verdict is achieved,
    the word stays "sun with cloud".

    Parameters
    ----------
    frame : DataFrame
        years and values (sequences a row); target_value, target_year, direction, comparator;
        target_high, the other end of a target interval, of which the weaker end is used; rule,
        one of RULES, where it is known (by default: direction without a target, maintain
        without a deadline, at it or once met, else deadline).

    Returns
    -------
    DataFrame
        `rows.ANSWERS`; score 0 (thunderstorm) to 3 (sun).

    References
    ----------
    Nachhaltige-Entwicklung-Deutschland/open-sdg-site-starter, _pages/en/status.md at 2dfa9ea.
    """
    series = _trend(frame)
    goal = weaker_end(frame) if "target_high" in frame else frame.get("target_value")
    t = numbers(frame.assign(**series[["current_year", "current_value"]], target_value=goal))
    gap = t["target_value"] - t["current_value"]
    share = (series["change"] * t["left"] / gap.where(gap != 0)).round(PLACES)
    right, last_right = t["d"] * series["change"], t["d"] * series["last_change"]
    rule = _rule(frame, t)
    judged = series["change"].notna() & t["d"].notna()
    by_rule = {
        "deadline": [
            (share > SUN, "sun"),
            (share >= SUN_CLOUD, "sun_cloud"),
            (share > 0, "cloud"),
            (share <= 0, "thunderstorm"),
        ],
        "maintain": [
            (t["met"] & (right >= 0), "sun"),
            (t["met"], "sun_cloud"),
            (right > 0, "cloud"),
            (right <= 0, "thunderstorm"),
        ],
        "direction": [
            ((right > 0) & (last_right > 0), "sun"),
            (right > 0, "sun_cloud"),
            (last_right > 0, "cloud"),
            (right <= 0, "thunderstorm"),
        ],
    }
    conditions = [
        (judged & (rule == name) & mask, symbol)
        for name, pairs in by_rule.items()
        for mask, symbol in pairs
    ]
    status = choose(conditions, t.index)
    reason = choose(
        [*missing(t, "direction"), (series["points"] == 0, "no_value")], t.index, "short_series"
    )
    progress = share.where(rule == "deadline", series["change"] * t["d"])
    return answer(
        frame,
        "destatis",
        progress=progress.where(judged),
        status=status,
        score=status.map(SCORES).astype(float),
        reason=reason,
        met=t["met"] & (rule != "direction"),
    )


def worst(symbols: Sequence[str]) -> str:
    """Several targets for the same year: the worst symbol counts; "" where there is none."""
    known = [s for s in symbols if s in SCORES]
    return min(known, key=SCORES.__getitem__) if known else ""


def next_deadline(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Several targets for different years: the rows of each indicator's next deadline.

    Parameters
    ----------
    frame : DataFrame
        indicator_id, target_year.
    year : int
        The year judged; a deadline in it is still to come.
    """
    ahead = frame[frame["target_year"] >= year]
    soonest = ahead.groupby("indicator_id")["target_year"].transform("min")
    return ahead[ahead["target_year"] == soonest]


def weaker_end(frame: pd.DataFrame) -> pd.Series:
    """The end of a target interval that is met first."""
    both = frame[["target_value", "target_high"]].astype(float)
    rising = numbers(frame)["d"] > 0
    return both.min(axis=1).where(rising, both.max(axis=1))


def _rule(frame: pd.DataFrame, t: pd.DataFrame) -> pd.Series:
    due = t["target_year"].isna() | (t["left"] <= 0)
    found = choose(
        [(t["target_value"].isna(), "direction"), (due | t["met"], "maintain")],
        t.index,
        "deadline",
    )
    if "rule" not in frame:
        return found
    told = frame["rule"].where(frame["rule"].isin(RULES), found)
    return told.mask((told == "deadline") & t["met"], "maintain")


def _trend(frame: pd.DataFrame) -> pd.DataFrame:
    """Latest value, mean change of the last consecutive years, last change, points used."""
    columns = ["current_year", "current_value", "change", "last_change", "points"]
    if "years" not in frame:
        empty = pd.DataFrame(np.nan, index=frame.index, columns=columns)
        return empty.assign(points=0)
    rows = [_tail(y, v) for y, v in zip(frame["years"], frame["values"], strict=True)]
    return pd.DataFrame(rows, index=frame.index, columns=columns, dtype=float)


def _tail(years: Sequence[int], values: Sequence[float]) -> tuple[float, ...]:
    if years is None or np.ndim(years) == 0:
        return np.nan, np.nan, np.nan, np.nan, 0
    when, what = np.asarray(years, dtype=float), np.asarray(values, dtype=float)
    known = ~np.isnan(what)
    order = np.argsort(when[known], kind="stable")
    when, what = when[known][order], what[known][order]
    if not len(when):
        return np.nan, np.nan, np.nan, np.nan, 0
    gaps = np.flatnonzero(np.diff(when) != 1)
    start = max(gaps[-1] + 1 if len(gaps) else 0, len(when) - POINTS)
    used = what[start:]
    if len(used) < FEWEST:
        return when[-1], what[-1], np.nan, np.nan, len(used)
    mean = (used[-1] - used[0]) / (len(used) - 1)
    return when[-1], what[-1], mean, used[-1] - used[-2], len(used)
