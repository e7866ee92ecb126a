"""Speed against the typical path of others from the same level, after the World Bank's trackr."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .rows import answer, choose, missing, numbers

PERIOD = 5  # years a change is taken over: trackr evaluates no shorter one
KNOTS = 21  # levels at which the typical change is held
NEAREST, FEWEST = (
    0.25,
    20,
)  # share of the observed changes taken round a level, and how many at least
PERCENTILES = np.arange(5, 100, 5)
LONGEST = 60  # years the typical path is followed


def typical_changes(panel: pd.DataFrame, *, until: int | None = None) -> pd.DataFrame:
    """How fast others moved on from each level: the reference of `trackr`.

    trackr draws quantile curves of the yearly change on the initial value through all countries'
    experience. Here: the change of the logarithm over five years, divided by five, of every
    region and year of an indicator; at 21 levels, its percentiles among the quarter of changes
    that started nearest.

    Parameters
    ----------
    panel : DataFrame
        indicator_id, region, year, value; positive values are used.
    until : int, optional
        Last year that counts.

    Returns
    -------
    DataFrame
        indicator_id, level (logarithm of the value), p5 … p95 (change of the logarithm a year).
        An indicator with fewer than FEWEST changes is left out.
    """
    used = panel if until is None else panel[panel["year"] <= until]
    used = used[used["value"] > 0]
    start = used[["indicator_id", "region", "year"]].assign(
        year=used["year"].astype(int), level=np.log(used["value"].astype(float))
    )
    end = start.rename(columns={"level": "after"}).assign(year=start["year"] - PERIOD)
    changes = start.merge(end, on=["indicator_id", "region", "year"])
    changes = changes.assign(change=(changes["after"] - changes["level"]) / PERIOD)
    tables = [
        _curves(rows["level"].to_numpy(), rows["change"].to_numpy()).assign(indicator_id=name)
        for name, rows in changes.groupby("indicator_id", sort=False)
        if len(rows) >= FEWEST
    ]
    columns = ["indicator_id", "level", *(f"p{p}" for p in PERCENTILES)]
    return (
        pd.concat(tables)[columns].reset_index(drop=True)
        if tables
        else pd.DataFrame(columns=columns)
    )


def trackr(frame: pd.DataFrame, *, typical: pd.DataFrame | None = None) -> pd.DataFrame:
    """Speed of progress against the typical path, and percentile among the observed changes.

    progress_value is the speed: the years that the typical path takes from the value five years
    ago to the latest one, over five. Score is the percentile of the change among those of others
    from the same level. trackr judges no target; here the typical path is followed from the
    latest value: reached at its own speed on track, reached at the typical speed only slower,
    not even so off track. Where the typical change goes the wrong way it counts as none, as in
    trackr's path.

    Parameters
    ----------
    frame : DataFrame
        indicator_id, years and values (sequences), target_value, target_year, direction.
    typical : DataFrame, optional
        From `typical_changes`; without it, or for an indicator it lacks, nothing is judged.

    Returns
    -------
    DataFrame
        `rows.ANSWERS`, reach: logarithm of the projected value at its own speed over the target,
        in the wanted direction.

    References
    ----------
    RossanaTat/trackr, R/predict_changes.R, R/scores.R, R/future_paths.R. Estimated here without
    its spline fit and its grid of 0.1.
    """
    t = numbers(frame)
    earlier = _earlier(frame, t)
    names = frame["indicator_id"] if "indicator_id" in frame else pd.Series("", frame.index)
    known = set() if typical is None else set(typical["indicator_id"])
    panel = names.isin(known)
    usable = panel & (t["current_value"] > 0) & (earlier > 0) & (t["target_value"] > 0)
    columns = ["speed", "percentile", "own", "usual"]
    found = pd.DataFrame(np.nan, index=frame.index, columns=columns)
    for name in names[usable].unique():
        rows = usable & (names == name)
        curves = typical[typical["indicator_id"] == name]
        found.loc[rows, columns] = _follow(t[rows], earlier[rows], curves)
    goal = np.log(t["target_value"].where(t["target_value"] > 0))
    reach = t["d"] * (found["own"] - goal)
    status = choose(
        [
            (t["met"], "reached"),
            (reach >= 0, "own_speed_reaches"),
            (t["d"] * (found["usual"] - goal) >= 0, "typical_speed_reaches"),
            (found["usual"].notna(), "beyond_typical_speed"),
        ],
        t.index,
    )
    reason = choose(
        [
            *missing(t, "direction", "current", "target"),
            (~panel, "no_panel"),
            (t["left"].isna(), "no_time"),
        ],
        t.index,
        "short_history",
    )
    return answer(
        frame,
        "trackr",
        progress=found["speed"],
        score=found["percentile"],
        status=status,
        reason=reason,
        reach=reach,
    )


def _curves(level: np.ndarray, change: np.ndarray) -> pd.DataFrame:
    knots = np.quantile(level, np.linspace(0.0, 1.0, KNOTS))
    near = max(FEWEST, int(np.ceil(NEAREST * len(level))))
    order = np.argsort(np.abs(level[None, :] - knots[:, None]), axis=1, kind="stable")[:, :near]
    found = np.percentile(change[order], PERCENTILES, axis=1).T
    return pd.DataFrame(found, columns=[f"p{p}" for p in PERCENTILES]).assign(level=knots)


def _earlier(frame: pd.DataFrame, t: pd.DataFrame) -> pd.Series:
    """The value five years before the latest."""
    if "years" not in frame:
        return pd.Series(np.nan, index=frame.index)
    wanted = t["current_year"] - PERIOD
    found = [
        _value_at(y, v, w) for y, v, w in zip(frame["years"], frame["values"], wanted, strict=True)
    ]
    return pd.Series(found, index=frame.index, dtype=float)


def _value_at(years: object, values: object, wanted: float) -> float:
    if years is None or np.ndim(years) == 0 or np.isnan(wanted):
        return np.nan
    at = np.flatnonzero(np.asarray(years, dtype=float) == wanted)
    return float(np.asarray(values, dtype=float)[at[-1]]) if len(at) else np.nan


def _follow(t: pd.DataFrame, earlier: pd.Series, curves: pd.DataFrame) -> pd.DataFrame:
    now, then = np.log(t["current_value"].to_numpy()), np.log(earlier.to_numpy())
    d = t["d"].to_numpy()
    knots = curves["level"].to_numpy()
    median = curves["p50"].to_numpy()
    gained = d * (now - then)
    low, high = np.where(gained >= 0, then, now), np.where(gained >= 0, now, then)
    years = _years_between(low, high, d, knots, median)
    speed = np.sign(gained) * years / PERIOD
    left = np.clip(t["left"].to_numpy(), 0.0, LONGEST)
    own = _along(now, d, np.clip(speed, 0.0, None) * left, knots, median)
    usual = _along(now, d, left, knots, median)
    rank = _percentile(then, (now - then) / PERIOD, d, curves)
    table = np.column_stack([speed, rank, own, usual])
    return pd.DataFrame(table, t.index, ["speed", "percentile", "own", "usual"])


def _paths(start: np.ndarray, d: np.ndarray, knots: np.ndarray, median: np.ndarray) -> np.ndarray:
    """Levels after 0 … LONGEST years at the typical change, shape (N, LONGEST + 1)."""
    levels = [start]
    for _ in range(LONGEST):
        step = np.maximum(d * np.interp(levels[-1], knots, median), 0.0)
        levels.append(levels[-1] + d * step)
    return np.stack(levels, axis=1)


def _years_between(
    start: np.ndarray, end: np.ndarray, d: np.ndarray, knots: np.ndarray, median: np.ndarray
) -> np.ndarray:
    """Years of typical path between two levels; at most LONGEST."""
    ahead = d[:, None] * _paths(start, d, knots, median)
    goal = d * end
    reached = ahead >= goal[:, None]
    first = np.where(reached.any(axis=1), reached.argmax(axis=1), LONGEST)
    row = np.arange(len(start))
    before = np.maximum(first - 1, 0)
    stride = ahead[row, first] - ahead[row, before]
    part = np.where(
        stride > 0, (goal - ahead[row, before]) / np.where(stride > 0, stride, 1.0), 1.0
    )
    return np.where(first == 0, 0.0, before + np.clip(part, 0.0, 1.0))


def _along(
    start: np.ndarray, d: np.ndarray, years: np.ndarray, knots: np.ndarray, median: np.ndarray
) -> np.ndarray:
    path = _paths(start, d, knots, median)
    held = np.clip(np.nan_to_num(years), 0.0, LONGEST - 1e-9)
    at = held.astype(int)
    row = np.arange(len(start))
    moved = path[row, at] + (held - at) * (path[row, at + 1] - path[row, at])
    return np.where(np.isnan(years), np.nan, moved)


def _percentile(
    start: np.ndarray, change: np.ndarray, d: np.ndarray, curves: pd.DataFrame
) -> np.ndarray:
    """Where a change stands among those observed from its level, 0 to 100."""
    columns = [f"p{p}" for p in PERCENTILES]
    knots = curves["level"].to_numpy()
    held = np.stack([np.interp(start, knots, curves[c].to_numpy()) for c in columns], axis=1)
    held = np.sort(held, axis=1)
    found = np.array(
        [
            np.interp(c, h, PERCENTILES, left=0.0, right=100.0)
            for c, h in zip(change, held, strict=True)
        ]
    )
    return np.where(d > 0, found, 100.0 - found)
