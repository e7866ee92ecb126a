"""The engine's interface: histories in, a predictive distribution per series and year out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from . import textbook

GRID = np.array([0.005, 0.01, 0.025, *np.arange(0.05, 0.96, 0.05).round(2), 0.975, 0.99, 0.995])
YEAR_QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Prediction:
    """Predictive distributions of N series over the coming years.

    Attributes
    ----------
    grid : ndarray, shape (P,)
        Probabilities at which quantiles are held.
    values : ndarray, shape (N, horizon, P)
        Quantiles, rising along the last axis; NaN where the method gives no interval.
    median : ndarray, shape (N, horizon)
        Central path; NaN where there is nothing to go on.
    method : tuple of str
        What each series was projected with.
    grade : tuple of str
        What the interval rests on, A (long history) to D (none).
    """

    grid: np.ndarray
    values: np.ndarray
    median: np.ndarray
    method: tuple[str, ...]
    grade: tuple[str, ...]

    def quantile(self, p: float) -> np.ndarray:
        """Quantile `p` of every series and year, shape (N, horizon); NaN without an interval."""
        return _interpolate(self.values, stats.norm.ppf(self.grid), stats.norm.ppf(p))

    def probability_at_most(self, value: ArrayLike, step: int = -1) -> np.ndarray:
        """Probability of ending at or below `value` (scalar or length N) in one year."""
        held = self.values[:, step, :]
        target = np.broadcast_to(np.asarray(value, dtype=float), held.shape[:1])
        return np.array([cumulative(q, self.grid, v) for q, v in zip(held, target, strict=True)])

    def probability_at_least(self, value: ArrayLike, step: int = -1) -> np.ndarray:
        """Probability of reaching `value` (scalar or length N) in one year."""
        return 1.0 - self.probability_at_most(value, step)

    def expected_year(self, value: ArrayLike, p: Sequence[float] = YEAR_QUANTILES) -> np.ndarray:
        """First step (1 = next year) by which `value` is reached with probability `p`.

        Returns
        -------
        ndarray, shape (N, len(p))
            NaN where that is beyond the horizon.
        """
        steps = range(self.values.shape[1])
        reached = np.stack([self.probability_at_least(value, s) for s in steps], axis=1)
        ever = np.maximum.accumulate(reached, axis=1)[:, :, None] >= np.asarray(p)
        return np.where(ever.any(axis=1), ever.argmax(axis=1) + 1.0, np.nan)


def cumulative(quantiles: np.ndarray, grid: np.ndarray, value: float) -> float:
    """Probability at or below `value`, linear between quantiles on the normal-score scale."""
    if np.isnan(quantiles).any() or np.isnan(value):
        return np.nan
    scores = stats.norm.ppf(grid)
    if quantiles[-1] == quantiles[0]:
        return float(value >= quantiles[0])
    first, last = quantiles[0], quantiles[-1]
    if value < first:
        score = scores[0] + (value - first) * _slope(scores, quantiles, 0, 1)
    elif value > last:
        score = scores[-1] + (value - last) * _slope(scores, quantiles, -2, -1)
    else:
        score = np.interp(value, quantiles, scores)
    return float(stats.norm.cdf(score))


def _slope(scores: np.ndarray, quantiles: np.ndarray, i: int, j: int) -> float:
    step = quantiles[j] - quantiles[i]
    return (scores[j] - scores[i]) / step if step > 0 else np.inf


def _interpolate(values: np.ndarray, scores: np.ndarray, score: float) -> np.ndarray:
    at = np.clip(np.searchsorted(scores, score) - 1, 0, len(scores) - 2)
    share = (score - scores[at]) / (scores[at + 1] - scores[at])
    return values[..., at] + share * (values[..., at + 1] - values[..., at])


def predict(
    histories: Sequence[ArrayLike],
    horizon: int,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    years: object = None,
    method: str = "ols",
) -> Prediction:
    """Project annual series.

    Parameters
    ----------
    histories : sequence of N one-dimensional arrays
        Oldest first, one value a year, NaN for a missing year.
    horizon : int
        Years after the last element.
    lower, upper : float or length-N array, optional
        Bounds no quantile may leave.
    method : {"ols"}
        `textbook.log_linear`.
    """
    if method != "ols":
        raise ValueError(f"method {method!r}: there is only 'ols'")
    n = len(histories)
    z = stats.norm.ppf(GRID)
    fits = [textbook.log_linear(np.asarray(h, dtype=float), horizon, GRID) for h in histories]
    low = np.broadcast_to(np.asarray(-np.inf if lower is None else lower, dtype=float), (n,))
    high = np.broadcast_to(np.asarray(np.inf if upper is None else upper, dtype=float), (n,))
    values = np.stack([f.quantiles for f in fits]) if n else np.empty((0, horizon, len(z)))
    median = np.stack([f.median for f in fits]) if n else np.empty((0, horizon))
    return Prediction(
        GRID,
        np.clip(values, low[:, None, None], high[:, None, None]),
        np.clip(median, low[:, None], high[:, None]),
        tuple(f.method for f in fits),
        tuple(f.grade for f in fits),
    )
