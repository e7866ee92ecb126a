"""Distributions of which something is known, as a source's words leave them."""

import numpy as np

from analysis.projection.levels import GRID, at_levels, cumulative
from analysis.projection.prediction import FAINT


def given_bounds(quantiles: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Distributions, each given that the outcome lies between two bounds.

    Where a distribution leaves less than `FAINT` of itself between the bounds, it knows nothing
    of what happened, and all its weight goes to the bound that is nearer.

    Parameters
    ----------
    quantiles : ndarray, shape (N, len(GRID))
    low, high : ndarray, shape (N,)
        Infinite where there is no bound.

    Returns
    -------
    ndarray, shape (N, len(GRID))
    """
    below = np.where(np.isneginf(low), 0.0, cumulative(quantiles, low, below=True))
    above = np.where(np.isposinf(high), 1.0, cumulative(quantiles, high))
    share = above - below
    levels = below[:, None] + share[:, None] * GRID
    inside = np.clip(at_levels(quantiles, levels), low[:, None], high[:, None])
    nearest = np.clip(quantiles[:, [len(GRID) // 2]], low[:, None], high[:, None])
    return np.where((share < FAINT)[:, None], nearest, inside)
