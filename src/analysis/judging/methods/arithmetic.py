"""The small steps that WHO's and the European Commission's programs are made of.

References
----------
gpw13/billionaiRe at ecb82c4 (WHO Triple Billion scenarios); bluefoxr/COINr at b968203 (Joint
Research Centre). Restated as numbers, tested on the values that their own tests assert.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def rate_of_change(years: Sequence[int], values: Sequence[float]) -> float:
    """Compound annual growth between the first and the last observed value."""
    table = _observed(years, values)
    (t0, b), (t, c) = table[0], table[-1]
    return float((c / b) ** (1.0 / (t - t0)) - 1.0)


def percent_change(years: Sequence[int], values: Sequence[float], *, per: int = 1) -> float:
    """Mean change a period from the first to the last value, in per cent of the first."""
    table = _observed(years, values)
    (t0, b), (t, c) = table[0], table[-1]
    return float((c - b) / b * 100.0 / (t - t0) * per)


def latest_rate_ahead(
    years: Sequence[int],
    values: Sequence[float],
    *,
    until: int,
    falling: bool,
    forbid_worsening: bool = False,
) -> float:
    """The value in a later year if the last year's rate of change goes on.

    Parameters
    ----------
    falling : bool
        Less is better; with `forbid_worsening` a rate in the wrong direction counts as zero.
    """
    table = _observed(years, values)
    (t0, b), (t, c) = table[-2], table[-1]
    rate = (c / b) ** (1.0 / (t - t0)) - 1.0
    if forbid_worsening:
        rate = min(rate, 0.0) if falling else max(rate, 0.0)
    return float(c * (1.0 + rate) ** (until - t))


def required_rate(base: float, target: float, years: int) -> float:
    """Average annual rate of change that leads from a baseline to a target."""
    return float((target / base) ** (1.0 / years) - 1.0)


def percent_of_baseline(base: float, percent: float) -> float:
    """The baseline changed by a percentage of itself."""
    return float(base * (1.0 + percent / 100.0))


def straight_path(base: float, target: float, years: int) -> np.ndarray:
    """The straight line from a baseline to a target, one value a year, both ends included."""
    return np.linspace(base, target, years + 1)


def steady_change(base: float, change: float, years: int) -> np.ndarray:
    """A baseline and what a constant change a year makes of it."""
    return base + change * np.arange(years + 1)


def trim(values: ArrayLike, lower: float = 0.0, upper: float = 100.0) -> np.ndarray:
    """Values held inside their bounds."""
    return np.clip(np.asarray(values, dtype=float), lower, upper)


def reported_baseline(
    table: pd.DataFrame, year: int, *, only: str = "reported", search: str = "before"
) -> tuple[int, float] | None:
    """The last value of a type on or before a year (or the first on or after it); None without.

    Parameters
    ----------
    table : DataFrame
        year, value, type. A projected value is never a baseline.
    search : {"before", "after"}
    """
    known = table[(table["type"] == only) & table["value"].notna()].sort_values("year")
    side = known[known["year"] <= year] if search == "before" else known[known["year"] >= year]
    if side.empty:
        return None
    row = side.iloc[-1 if search == "before" else 0]
    return int(row["year"]), float(row["value"])


def best_of(values: ArrayLike, *, falling: bool) -> float:
    """The best of several scenarios in one year."""
    table = np.asarray(values, dtype=float)
    return float(np.nanmin(table) if falling else np.nanmax(table))


def distance_to_target(
    values: ArrayLike, target: float, *, falling: bool = False, cap: bool = False
) -> np.ndarray:
    """Share of the way from the worst value to the target, as COINr's n_dist2targ.

    (x − min)/(T − min) where more is better, (max − x)/(max − T) where less is; held at one
    with `cap`.
    """
    x = np.asarray(values, dtype=float)
    worst = np.nanmax(x) if falling else np.nanmin(x)
    share = (x - worst) / (target - worst)
    return np.minimum(share, 1.0) if cap else share


def goalposts(
    value: float,
    lower: float,
    upper: float,
    *,
    scale: float = 1.0,
    falling: bool = False,
    truncate: bool = True,
) -> float:
    """Place between two goalposts times a scale, as COINr's n_goalposts."""
    share = (value - lower) / (upper - lower)
    share = 1.0 - share if falling else share
    return float(scale * (np.clip(share, 0.0, 1.0) if truncate else share))


def fill_between(years: Sequence[int], values: Sequence[float], how: str = "linear") -> np.ndarray:
    """Missing years by a straight line or by the last value; outside the range the nearest.

    For comparison only: this project never fills a year silently.
    """
    when, what = np.asarray(years, dtype=float), np.asarray(values, dtype=float)
    known = ~np.isnan(what)
    if how == "linear":
        return np.interp(when, when[known], what[known])
    return pd.Series(what).ffill().bfill().to_numpy()


def mean(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    power: float = 1.0,
    fewest: float = 0.0,
) -> float | None:
    """Weighted power mean of what is there: 1 arithmetic, 0 geometric, −1 harmonic.

    Parameters
    ----------
    fewest : float
        Share of the values that must be there; below it the mean is None.

    Raises
    ------
    ValueError
        Values of zero or below, for any power but 1.
    """
    x = np.asarray([np.nan if v is None else v for v in np.ravel(values)], dtype=float)
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=float)
    known = ~np.isnan(x)
    if known.mean() < fewest or not known.any():
        return None
    x, w = x[known], w[known] / w[known].sum()
    if power != 1.0 and (x <= 0).any():
        raise ValueError("a geometric or power mean needs values above zero | 须为正数")
    if power == 0.0:
        return float(np.exp(w @ np.log(x)))
    return float((w @ x**power) ** (1.0 / power))


def _observed(years: Sequence[int], values: Sequence[float]) -> list[tuple[float, float]]:
    pairs = [
        (float(t), float(v))
        for t, v in zip(years, values, strict=True)
        if v is not None and not np.isnan(v)
    ]
    if len(pairs) < 2:
        raise ValueError("two observed values are needed | 至少需要两个数")
    return sorted(pairs)
