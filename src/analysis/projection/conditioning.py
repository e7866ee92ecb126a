"""Distributions of all years, given that some lie between bounds.

In normal scores the years of a series are jointly normal (`paths.Dependence`), and the bounds cut a
box out of them. The chance of the box and what it leaves of another year are integrated over points
that are drawn one bounded year after the other, each inside its bounds, with the weight of what
the bounds left, the transformation of Genz (Numerical computation of multivariate normal
probabilities), on evenly spread points.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from .levels import SCORES, at_levels, cumulative
from .paths import Dependence, classes, even_points, read_dependence

POINTS = 512
FARTHEST = 8.5  # normal scores looked at; beyond lies less than a float can tell from nothing
REACH = np.linspace(-FARTHEST, FARTHEST, 681)


def condition(
    quantiles: np.ndarray,
    steps: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    dependence: Dependence | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Every year's distribution given bounds on some of them.

    Parameters
    ----------
    quantiles : ndarray, shape (N, Y, len(GRID))
    steps : ndarray of int, shape (N, Y)
        Years after the last value.
    low, high : ndarray, shape (N, Y)
        Infinite where there is no bound.

    Returns
    -------
    ndarray, shape (N, Y, len(GRID)); ndarray, shape (N,)
        And the chance that a series had of keeping within its bounds, 1 without any. Where that
        is 0 the distributions are as they were.
    """
    of = dependence or read_dependence()
    made, chance = quantiles.copy(), np.ones(len(quantiles))
    bounded = (np.isfinite(low) | np.isfinite(high)).any(axis=1)
    known = ~np.isnan(quantiles).any(axis=(1, 2))
    kind = classes(quantiles, steps, of)
    for n in np.flatnonzero(bounded & known):
        below = np.where(np.isneginf(low[n]), 0.0, cumulative(quantiles[n], low[n], below=True))
        upto = np.where(np.isposinf(high[n]), 1.0, cumulative(quantiles[n], high[n]))
        joint = of.between(int(kind[n]), tuple(steps[n].tolist()))
        score, chance[n] = _given(joint, ndtri(below), ndtri(np.maximum(upto, below)))
        if chance[n] > 0:
            inside = at_levels(quantiles[n], ndtr(score))
            made[n] = np.clip(inside, low[n, :, None], high[n, :, None])
    return made, chance


def _given(joint: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, float]:
    """Normal scores that stand at SCORES in each year, shape (Y, len(SCORES)), and the chance."""
    boxed = np.flatnonzero((low > -np.inf) | (high < np.inf))
    chance = float(_box(joint, boxed, low, high)[1].mean())
    found = np.tile(SCORES, (len(low), 1))
    if not chance > 0:
        return found, 0.0
    for year in range(len(low)):
        others = boxed[boxed != year]
        points, weight = _box(joint, others, low, high)
        middle, spread = _left(joint, year, others, points)
        bottom = ndtr((low[year] - middle) / spread)
        reached = np.clip(REACH, low[year], high[year])[:, None]
        mass = ((ndtr((reached - middle) / spread) - bottom) * weight).sum(axis=1)
        if mass[-1] > 0:
            found[year] = np.interp(ndtr(SCORES), mass / mass[-1], REACH)
    return found, chance


def _box(
    joint: np.ndarray, years: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Points inside the bounds of some years, shape (POINTS, len(years)), and their weights."""
    root = np.linalg.cholesky(joint[np.ix_(years, years)])
    even = even_points(POINTS, len(years))
    drawn, weight = np.empty((POINTS, len(years))), np.ones(POINTS)
    for j, year in enumerate(years):
        middle = drawn[:, :j] @ root[j, :j]
        bottom = ndtr((low[year] - middle) / root[j, j])
        width = np.maximum(ndtr((high[year] - middle) / root[j, j]) - bottom, 0.0)
        weight = weight * width
        level = np.clip(bottom + width * even[:, j], 1e-300, 1.0 - 1e-16)
        drawn[:, j] = ndtri(level)
    return drawn @ root.T, weight


def _left(
    joint: np.ndarray, year: int, others: np.ndarray, points: np.ndarray
) -> tuple[np.ndarray, float]:
    """The normal distribution that points in other years leave of one: its means, its deviation."""
    across = joint[year, others]
    slope = np.linalg.solve(joint[np.ix_(others, others)], across)
    return points @ slope, float(np.sqrt(max(1.0 - across @ slope, 1e-12)))
