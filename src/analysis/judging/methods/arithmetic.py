"""The small steps that WHO's and the European Commission's programs are made of.

A step that cannot be taken (one value, a growth from zero or through a change of sign, a year that
is missing) is missing: NaN, never an exception and never a filled-in number.

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

TYPES = ("reported", "estimated", "projected", "imputed")  # of a value, in WHO's data
ANY = "all"

# --- WHO: scenarios --------------------------------------------------------------------------


def required_rate(base: float, target: float, years: float) -> float:
    """Average annual rate of change that leads from a baseline to a target.

    (T/b)^(1/years) − 1: billionaiRe, R/utils-scenarios.R, `calculate_aarc`. Missing from a base
    of zero, through a change of sign and over no years.
    """
    if base == 0 or not years > 0:
        return float("nan")
    ratio = target / base
    return float(ratio ** (1.0 / years) - 1.0) if ratio >= 0 else float("nan")


def value_at_rate(
    base: float,
    rate: float,
    years: float,
    *,
    cap: float | None = None,
    floor: float | None = None,
    lower: float = -np.inf,
    upper: float = np.inf,
    observed: float | None = None,
    falling: bool = False,
) -> float:
    """A baseline after years at a constant annual rate of change.

    b·(1 + rate)^years: billionaiRe, R/scenarios_aroc.R, `scenario_aroc`.

    Parameters
    ----------
    cap, floor : float, optional
        The rate is no more than the one (`limit_aroc_direction` "positive"), no less than the
        other ("negative").
    lower, upper : float
        Natural bounds of the value; WHO's are 0 and 100, for its indicators are percentages.
    observed, falling
        See `trim`: a value of that year that is better is kept, as WHO does unless told not to.
    """
    limited = rate if cap is None else min(rate, cap)
    limited = limited if floor is None else max(limited, floor)
    ahead = base * (1.0 + limited) ** years
    return float(trim(ahead, lower, upper, observed=observed, falling=falling))


def latest_rate_ahead(
    years: Sequence[int],
    values: Sequence[float],
    *,
    until: int,
    falling: bool,
    baseline: int | None = None,
    forbid_worsening: bool = False,
    cap: float | None = None,
    floor: float | None = None,
    lower: float = -np.inf,
    upper: float = np.inf,
    keep_better: bool = False,
) -> float:
    """The value in a later year if the baseline year's rate of change goes on.

    The rate is that between the baseline year and the year before it, of no other pair of
    years: billionaiRe, R/scenarios_aroc.R, type "latest". Missing where one of the two is.

    Parameters
    ----------
    falling : bool
        Less is better; with `forbid_worsening` a rate in the wrong direction counts as zero.
    baseline : int, optional
        By default the last year that has a value.
    cap, floor, lower, upper
        See `value_at_rate`.
    keep_better : bool
        The series' own value in the later year is kept where it is better.
    """
    known = _observed(years, values)
    year = baseline if baseline is not None else (known.index[-1] if len(known) else np.nan)
    if year not in known.index or year - 1 not in known.index:
        return float("nan")
    if forbid_worsening:
        cap = min([0.0, *_given(cap)]) if falling else cap
        floor = floor if falling else max([0.0, *_given(floor)])
    return value_at_rate(
        known[year],
        required_rate(known[year - 1], known[year], 1),
        until - year,
        cap=cap,
        floor=floor,
        lower=lower,
        upper=upper,
        observed=known.get(until) if keep_better else None,
        falling=falling,
    )


def percent_of_baseline(
    base: float, percent: float, *, lower: float = -np.inf, upper: float = np.inf
) -> float:
    """The baseline changed by a percentage of itself (per cent, not points), held in its bounds."""
    return float(trim(base * (100.0 + percent) / 100.0, lower, upper))


def percentage_bounds(percent: float) -> tuple[float, float]:
    """The bounds that WHO guesses for a percentage to be changed by a percentage of itself.

    No more than 100 where it is to rise, no less than 0 where it is to fall: billionaiRe,
    R/utils-scenarios.R, `guess_limit`. Nothing but a percentage has them.
    """
    return (-np.inf, 100.0) if percent >= 0 else (0.0, np.inf)


def straight_path(
    base: float,
    target: float,
    years: int,
    *,
    beyond: int = 0,
    observed: ArrayLike | None = None,
    falling: bool = False,
    lower: float = -np.inf,
    upper: float = np.inf,
) -> np.ndarray:
    """The straight line from a baseline to a target, one value a year, both ends included.

    billionaiRe, R/scenarios_target.R, `scenario_fixed_target`, but that a missing baseline is
    missing here and zero there.

    Parameters
    ----------
    beyond : int
        Years after the deadline, in which the target is kept.
    observed, falling, lower, upper
        See `trim`; `observed` has a value or NaN for each year of the path.
    """
    path = np.concatenate([np.linspace(base, target, years + 1), np.full(beyond, float(target))])
    return trim(path, lower, upper, observed=observed, falling=falling)


def steady_change(
    base: float,
    change: float,
    years: int,
    *,
    falling: bool = False,
    lower: float = -np.inf,
    upper: float = np.inf,
) -> np.ndarray:
    """A baseline and what a constant change a year makes of it, held in its bounds.

    billionaiRe, R/scenarios_linear_change.R: a baseline that is already beyond its better bound
    is kept, see `trim`.
    """
    path = base + change * np.arange(years + 1)
    return trim(path, lower, upper, before=base, falling=falling)


def trim(
    values: ArrayLike,
    lower: float = 0.0,
    upper: float = 100.0,
    *,
    observed: ArrayLike | None = None,
    before: float | None = None,
    falling: bool = False,
) -> np.ndarray:
    """Values held inside their bounds.

    billionaiRe, R/utils-scenarios.R, `trim_values`.

    Parameters
    ----------
    observed : array_like, optional
        The observed values, each kept where it is better than the scenario's or alone there.
    before : float, optional
        The baseline: where it lies beyond the better bound already, so may the values, which
        then are the baseline.
    falling : bool
        Less is better.
    """
    told = np.asarray(values, dtype=float)
    if observed is not None:
        better = np.fmin if falling else np.fmax
        told = better(told, np.asarray(observed, dtype=float))
    held = np.clip(told, lower, upper)
    if before is None:
        return held
    past = (told < lower) & (before < lower) if falling else (told > upper) & (before > upper)
    return np.where(past, before, held)


def baseline(
    table: pd.DataFrame,
    year: int,
    *,
    types: str | Sequence[str] = "reported",
    search: str = "before",
    untyped: bool = False,
) -> tuple[int, float] | None:
    """The last value of a type on or before a year (or the first on or after it); None without.

    billionaiRe, R/utils-scenarios.R, `get_baseline_value` and `get_baseline_year`. A year whose
    value is missing is passed over; theirs gives the gap.

    Parameters
    ----------
    table : DataFrame
        year, value, type.
    types : str or sequence of str
        One or several of TYPES, or ANY of them. By default a projected value is never a baseline.
    search : {"before", "after"}
    untyped : bool
        Values of no stated type count too.
    """
    wanted = set(TYPES) if types == ANY else {types} if isinstance(types, str) else set(types)
    if wanted - set(TYPES):
        raise ValueError(f"types {sorted(wanted - set(TYPES))}: choose of {', '.join(TYPES)}")
    typed = table["type"].isin(wanted) | (untyped & table["type"].isna())
    known = table[typed & table["value"].notna()].sort_values("year")
    side = known[known["year"] <= year] if search == "before" else known[known["year"] >= year]
    if side.empty:
        return None
    row = side.iloc[-1 if search == "before" else 0]
    return int(row["year"]), float(row["value"])


def best_of(values: ArrayLike, *, falling: bool) -> float:
    """The best of several scenarios in one year."""
    table = np.asarray(values, dtype=float)
    return float(np.nanmin(table) if falling else np.nanmax(table))


# --- Joint Research Centre: trends, distances, means -----------------------------------------


def rate_of_change(years: Sequence[int], values: Sequence[float]) -> float:
    """Compound annual growth between the first and the last observed value.

    COINr, R/trends.R, `CAGR`: zero between equal values, zero and zero among them; infinite from
    zero to a value above it; missing with fewer than two values. Missing through a change of
    sign: over a single year COINr takes the ratio itself there, which is no growth.
    """
    known = _observed(years, values)
    if len(known) < 2:
        return float("nan")
    first, last = known.iloc[0], known.iloc[-1]
    if first == last:
        return 0.0
    if first == 0:
        return float("inf") if last > 0 else float("nan")
    return required_rate(first, last, known.index[-1] - known.index[0])


def percent_change(years: Sequence[int], values: Sequence[float], *, per: float = 1) -> float:
    """Mean change a period, in per cent of the first value.

    COINr, R/trends.R, `prc_change`. Two values: from the first to the last. Three or more: the
    slope of the line of least squares, in per cent of the line's own value in the first year.
    Zero where all are equal, missing with fewer than two.

    Parameters
    ----------
    per : float
        Years in a period.
    """
    known = _observed(years, values)
    if len(known) < 2:
        return float("nan")
    if (known == known.iloc[0]).all():
        return 0.0
    when, what = known.index.to_numpy(float), known.to_numpy(float)
    slope, start = (what[-1] - what[0]) / (when[-1] - when[0]), what[0]
    if len(known) > 2:
        away = when - when.mean()
        slope = away @ what / (away @ away)
        start = what.mean() + slope * away[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.divide(slope * per * 100.0, start))


def distance_to_target(
    values: ArrayLike, target: float, *, falling: bool = False, cap: bool = False
) -> np.ndarray:
    """Share of the way from the worst value to the target, as COINr's n_dist2targ.

    (x − min)/(T − min) where more is better, (max − x)/(max − T) where less is; held at one
    with `cap`. Negative where the target is worse than the worst value, as COINr warns.
    """
    x = np.asarray(values, dtype=float)
    worst = np.nanmax(x) if falling else np.nanmin(x)
    with np.errstate(divide="ignore", invalid="ignore"):
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
    share = (value - upper) / (lower - upper) if falling else (value - lower) / (upper - lower)
    return float(scale * (np.clip(share, 0.0, 1.0) if truncate else share))


def fill_between(years: Sequence[int], values: Sequence[float], how: str = "linear") -> np.ndarray:
    """Missing years by a straight line, or by the last value; outside the range the nearest.

    COINr, R/impute.R, `impute_panel`. For comparison only: this project never fills a year
    silently.

    Parameters
    ----------
    how : {"linear", "constant", "latest"}
        "latest" knows nothing of later years: what comes before the first value stays missing.
    """
    when, what = np.asarray(years, dtype=float), np.asarray(values, dtype=float)
    known = ~np.isnan(what)
    if how == "linear" and known.any():
        order = np.argsort(when[known])
        return np.interp(when, when[known][order], what[known][order])
    carried = pd.Series(what, index=when).sort_index().ffill()
    return (carried if how == "latest" else carried.bfill()).reindex(when).to_numpy()


def mean(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    power: float = 1.0,
    fewest: float = 0.0,
) -> float | None:
    """Weighted power mean of what is there: 1 arithmetic, 0 geometric, −1 harmonic.

    COINr, R/aggregate.R, `a_amean`, `a_gmean`, `a_hmean`, `a_genmean`; the last of them gives
    nothing where one value is missing, the others and this leave it out.

    Parameters
    ----------
    fewest : float
        Share of the values that must be there; below it the mean is None.

    Raises
    ------
    ValueError
        Values of zero or below, for a power of zero or below.
    """
    x = np.asarray([np.nan if v is None else v for v in np.ravel(values)], dtype=float)
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=float)
    known = ~np.isnan(x)
    if known.mean() < fewest or not known.any():
        return None
    x, w = x[known], w[known] / w[known].sum()
    if power <= 0.0 and (x <= 0).any():
        raise ValueError("a geometric or harmonic mean needs values above zero | 须为正数")
    if power == 0.0:
        return float(np.exp(w @ np.log(x)))
    with np.errstate(invalid="ignore"):
        return float((w @ x**power) ** (1.0 / power))


def _observed(years: Sequence[int], values: Sequence[float]) -> pd.Series:
    """The values that are there, by year, in order."""
    if pd.isna(pd.Series(list(years), dtype=object)).any():
        raise ValueError("a value without its year | 有数值没有年份")
    told = pd.Series([np.nan if v is None else v for v in values], index=list(years), dtype=float)
    return told.dropna().sort_index()


def _given(limit: float | None) -> list[float]:
    return [] if limit is None else [limit]
