"""Textbook models, each series on its own, fitted by statsmodels."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from .levels import GRID, MIDDLE, SCORES
from .windows import cut

CONSECUTIVE = 4  # fewest years in a row from which a residual can be estimated with two to spare
SMOOTHED = 6  # fewest for exponential smoothing with a trend: four parameters and two to spare
GROWTH_POINTS = 3
SMOOTHING = "exponential smoothing"
STOPPED = "{}, not converged"  # the method of a series whose optimiser stopped before its goal
DIGITS = 12  # significant; what lies beyond is left by arithmetic
PLACES = 9  # decimals of a standardised value, so that no dust of a unit steers an optimiser


@dataclass(frozen=True)
class Fit:
    """One series' projection: quantiles (horizon, P), median (horizon,), method and grade."""

    quantiles: np.ndarray
    median: np.ndarray
    method: str
    grade: str


def fit_each(
    histories: Sequence[ArrayLike], horizon: int, lower: np.ndarray, upper: np.ndarray, model: str
) -> tuple:
    """Fit one model to every series alone; see `Prediction` for what is returned."""
    fit = MODELS[model]
    fits = [fit(np.asarray(h, dtype=float), horizon) for h in histories]
    shape = (0, horizon, len(GRID))
    values = np.stack([f.quantiles for f in fits]) if fits else np.empty(shape)
    median = np.stack([f.median for f in fits]) if fits else np.empty(shape[:2])
    return (
        np.clip(values, lower[:, None, None], upper[:, None, None]),
        np.clip(median, lower[:, None], upper[:, None]),
        np.array(lower),
        np.array(upper),
        tuple(f.method for f in fits),
        tuple(f.grade for f in fits),
        cut(histories).lag,
    )


def log_linear(history: np.ndarray, horizon: int) -> Fit:
    """Project one series by a trend fitted to its last run of consecutive years.

    Four years or more: ordinary least squares of the logarithm on time (of the value itself
    where any is not positive), with the t-distributed prediction interval of a new observation
    [Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 7.5]. Its
    residual deviation is no less than what the rounding of the values hides: a constant has a
    width.
    Fewer: the mean growth over the last two or three points and no interval. One: nothing.
    """
    known = np.flatnonzero(~np.isnan(history))
    ahead = np.arange(1, horizon + 1) + (len(history) - 1)
    if len(known) < 2:
        return _nothing(horizon)
    run = known[_last_run(known) :]
    if len(run) >= CONSECUTIVE:
        return _ols(run, history[run], ahead)
    used = known[-GROWTH_POINTS:]
    growth = _growth(used, history[used], ahead)
    return Fit(np.full((horizon, len(GRID)), np.nan), growth, "growth", "D")


def smoothed(history: np.ndarray, horizon: int) -> Fit:
    """Project one series by exponential smoothing with a damped additive trend.

    ETS(A,Ad,N) of the logarithm (of the value where any is not positive) over the last run of
    six consecutive years or more; nothing for a shorter one
    [Hyndman and Athanasopoulos, 3rd ed., section 8.5; statsmodels ETSModel].
    """
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    def forecast(z: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
        fitted = ETSModel(pd.Series(z), error="add", trend="add", damped_trend=True).fit(disp=False)
        new = fitted.get_prediction(start=len(z), end=len(z) + steps - 1)
        return np.asarray(new.predicted_mean), np.sqrt(np.asarray(new.forecast_variance))

    return _by_model(history, horizon, forecast, SMOOTHING)


def theta(history: np.ndarray, horizon: int) -> Fit:
    """Project one series by the theta method.

    Of the logarithm (of the value where any is not positive) over the last run of six
    consecutive years or more; nothing for a shorter one
    [Assimakopoulos and Nikolopoulos 2000; statsmodels ThetaModel]. The variance is that of its
    ARIMA(0,1,1) with drift, taken out of the likelihood: statsmodels searches for it among the
    other parameters and stops early, in another place for another unit.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    def forecast(z: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
        fitted = ThetaModel(z, period=1, deseasonalize=False).fit()
        noise = SARIMAX(z, order=(0, 1, 1), trend="c", concentrate_scale=True).fit(disp=False)
        growing = 1.0 + np.arange(steps) * (1.0 + (fitted.params["alpha"] - 1.0) ** 2)
        return np.asarray(fitted.forecast(steps)), np.sqrt(noise.scale * growing)

    return _by_model(history, horizon, forecast, "theta")


MODELS = {"ols": log_linear, "ets": smoothed, "theta": theta}


def _by_model(history: np.ndarray, horizon: int, forecast, name: str) -> Fit:
    """A normal interval about what `forecast` gives: middle and standard error by step.

    The model sees the run about its mean in units of its deviation, so that no unit, and no
    zero point of one, changes where its optimiser stops. Where that stopped before its goal there
    is a median and no interval, and the method says so.
    """
    known = np.flatnonzero(~np.isnan(history))
    run = known[_last_run(known) :] if len(known) else known
    if len(run) < SMOOTHED:
        return _nothing(horizon)
    logs = bool((history[run] > 0).all())
    z = np.log(history[run]) if logs else history[run]
    lag = len(history) - 1 - int(run[-1])
    least = _rounding(history[run], logs)
    if np.ptp(history[run]) == 0.0:
        return _finish(np.repeat(z[-1:], horizon), least * SCORES, logs, name, len(run))
    middle, error, converged = _standardised(z, lag + horizon, forecast)
    if not converged:
        nothing = np.full(len(GRID), np.nan)
        return _finish(middle[lag:], nothing, logs, STOPPED.format(name), len(run))
    offsets = np.maximum(error[lag:, None], least) * SCORES
    return _finish(middle[lag:], offsets, logs, name, len(run))


def _standardised(z: np.ndarray, steps: int, forecast) -> tuple[np.ndarray, np.ndarray, bool]:
    """Middle and standard error by step, and whether every optimiser reached its goal."""
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    centre, unit = z.mean(), z.std()
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        middle, error = forecast(np.round((z - centre) / unit, PLACES), steps)
    stopped = any(issubclass(warning.category, ConvergenceWarning) for warning in given)
    return centre + unit * middle, unit * error, not stopped


def _rounding(values: np.ndarray, logs: bool) -> float:
    """Standard deviation of what rounding to the last digit shown hides, of the mean if logged.

    A value is taken to be known to its last digit that is not zero, and to no fewer than two; no
    fit is thought to be better than that. Zero for nothing but zeros: no unit is seen in them.
    """
    told = [f"{abs(v):.{DIGITS - 1}e}".split("e") for v in values if v != 0.0]
    places = [max(len(digits.rstrip("0")) - 2, 1) - int(power) for digits, power in told]
    hidden = 10.0 ** -max(places) / np.sqrt(12.0) if places else 0.0
    return hidden / float(values.mean()) if logs else hidden


def _nothing(horizon: int) -> Fit:
    none = np.full((horizon, len(GRID)), np.nan)
    return Fit(none, none[:, MIDDLE], "none", "D")


def _last_run(known: np.ndarray) -> int:
    gaps = np.flatnonzero(np.diff(known) > 1)
    return int(gaps[-1]) + 1 if len(gaps) else 0


def _growth(at: np.ndarray, values: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    steps = at[-1] - at[0]
    if values[0] > 0 and values[-1] > 0:
        return values[-1] * (values[-1] / values[0]) ** ((ahead - at[-1]) / steps)
    return values[-1] + (values[-1] - values[0]) / steps * (ahead - at[-1])


def _ols(at: np.ndarray, values: np.ndarray, ahead: np.ndarray) -> Fit:
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools import add_constant

    logs = bool((values > 0).all())
    fit = OLS(np.log(values) if logs else values, add_constant(at.astype(float))).fit()
    design = add_constant(ahead.astype(float), has_constant="add")
    reach = np.sqrt(1.0 + ((design @ fit.normalized_cov_params) * design).sum(axis=1))
    error = max(np.sqrt(fit.mse_resid), _rounding(values, logs)) * reach
    offsets = error[:, None] * stdtrit(fit.df_resid, GRID)
    return _finish(fit.predict(design), offsets, logs, "log-linear" if logs else "linear", len(at))


def _finish(middle: np.ndarray, offsets: np.ndarray, logs: bool, name: str, points: int) -> Fit:
    quantiles, median = middle[:, None] + offsets, middle
    if logs:
        quantiles, median = np.exp(quantiles), np.exp(median)
    grade = "D" if np.isnan(quantiles).all() else "B" if points >= 2 * CONSECUTIVE else "C"
    return Fit(quantiles, median, name, grade)
