"""Textbook models, fitted by statsmodels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

CONSECUTIVE = 4  # fewest years in a row from which a residual can be estimated with two to spare
GROWTH_POINTS = 3


@dataclass(frozen=True)
class Fit:
    """One series' projection: quantiles (horizon, P), median (horizon,), method and grade."""

    quantiles: np.ndarray
    median: np.ndarray
    method: str
    grade: str


def log_linear(history: np.ndarray, horizon: int, grid: np.ndarray) -> Fit:
    """Project one series by a trend fitted to its last run of consecutive years.

    Four years or more: ordinary least squares of the logarithm on time (of the value itself
    where any is not positive), with the t-distributed prediction interval of a new observation
    [Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 7.5].
    Fewer: the mean growth over the last two or three points and no interval. One: nothing.
    """
    known = np.flatnonzero(~np.isnan(history))
    none = np.full((horizon, len(grid)), np.nan)
    ahead = np.arange(1, horizon + 1) + (len(history) - 1)
    if len(known) < 2:
        return Fit(none, np.full(horizon, np.nan), "none", "D")
    run = known[_last_run(known) :]
    if len(run) >= CONSECUTIVE:
        return _ols(run, history[run], ahead, grid)
    used = known[-GROWTH_POINTS:]
    return Fit(none, _growth(used, history[used], ahead), "growth", "D")


def _last_run(known: np.ndarray) -> int:
    gaps = np.flatnonzero(np.diff(known) > 1)
    return int(gaps[-1]) + 1 if len(gaps) else 0


def _growth(at: np.ndarray, values: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    steps = at[-1] - at[0]
    if values[0] > 0 and values[-1] > 0:
        return values[-1] * (values[-1] / values[0]) ** ((ahead - at[-1]) / steps)
    return values[-1] + (values[-1] - values[0]) / steps * (ahead - at[-1])


def _ols(at: np.ndarray, values: np.ndarray, ahead: np.ndarray, grid: np.ndarray) -> Fit:
    import statsmodels.api as sm

    logs = bool((values > 0).all())
    fit = sm.OLS(np.log(values) if logs else values, sm.add_constant(at.astype(float))).fit()
    design = sm.add_constant(ahead.astype(float), has_constant="add")
    new = fit.get_prediction(design)
    t = stats.t.ppf(grid, fit.df_resid)
    quantiles = new.predicted_mean[:, None] + t * np.asarray(new.se_obs)[:, None]
    median = new.predicted_mean
    grade = "B" if len(at) >= 2 * CONSECUTIVE else "C"
    if logs:
        quantiles, median = np.exp(quantiles), np.exp(median)
    return Fit(quantiles, median, "log-linear" if logs else "linear", grade)
