"""The probabilities at which a distribution is held, and a distribution read between them."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

# What the reference network is fitted at …
LEVELS = np.array(
    [0.005, 0.01, 0.025, 0.05, *np.arange(0.1, 0.91, 0.1).round(1), 0.95, 0.975, 0.99, 0.995]
)
# … and with a far tail on each side, on the straight line through the outermost fitted ones.
TAIL = 0.0005
GRID = np.array([TAIL, *LEVELS, 1.0 - TAIL])
SCORES = ndtri(GRID)
MIDDLE = int(np.flatnonzero(GRID == 0.5)[0])


def cumulative(quantiles: np.ndarray, value: np.ndarray, *, below: bool = False) -> np.ndarray:
    """Probability at or below a value (strictly below it with `below`) under each distribution.

    Parameters
    ----------
    quantiles : ndarray, shape (N, len(GRID))
    value : ndarray, shape (N,)

    Returns
    -------
    ndarray, shape (N,)
        NaN where a quantile or the value is.
    """
    target = value[:, None]
    passed = (quantiles < target if below else quantiles <= target).sum(axis=1)
    at = np.clip(passed - 1, 0, len(GRID) - 2)
    row = np.arange(len(quantiles))
    left, right = quantiles[row, at], quantiles[row, at + 1]
    with np.errstate(all="ignore"):
        share = (value - left) / (right - left)
        score = SCORES[at] + share * (SCORES[at + 1] - SCORES[at])
    beyond = np.where(passed == 0, -np.inf, np.inf)
    score = np.where(right > left, score, beyond)
    missing = np.isnan(quantiles).any(axis=1) | np.isnan(value)
    return np.where(missing, np.nan, ndtr(score))


def at_levels(quantiles: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """The quantiles of each distribution at levels of its own, linear in the normal score.

    Parameters
    ----------
    quantiles : ndarray, shape (N, len(GRID))
    levels : ndarray, shape (N, K)
        Beyond the outermost levels of `GRID` the outermost quantiles stand.
    """
    score = ndtri(np.clip(levels, GRID[0], GRID[-1]))
    at = np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, len(GRID) - 2)
    share = (score - SCORES[at]) / (SCORES[at + 1] - SCORES[at])
    left = np.take_along_axis(quantiles, at, axis=1)
    right = np.take_along_axis(quantiles, at + 1, axis=1)
    return left * (1.0 - share) + right * share
