"""Promises about several years at once: what their years add up to, and whether all or any hold.

The years are joined as the errors of the reference class went together (`projection.paths`). A
year that is known is the same on every path.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..projection.levels import GRID
from ..projection.paths import draw
from .acceptance import held

PATHS = 4000
FIRST = 1000  # paths from which a first year, a whole number, is told
BLOCK = 64  # promises at a time
POINTS = "hazen"  # the draws of a year are its quantiles at (i + ½) / m, and are read off as such


def added(grid: np.ndarray, steps: np.ndarray, kind: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The distribution of a weighted sum over years.

    Parameters
    ----------
    grid : ndarray, shape (N, Y, len(GRID))
        Of what is measured in each year.
    steps : ndarray of int, shape (N, Y)
        Years after the last value; 0 for what is known.
    kind : ndarray of int, shape (N,)
        From `projection.paths.classes`.
    weight : ndarray, shape (N, Y)

    Returns
    -------
    ndarray, shape (N, len(GRID))
        NaN where a year that has weight is.
    """
    made = np.empty((len(grid), len(GRID)))
    for at in _blocks(len(grid)):
        paths = draw(grid[at], steps[at], PATHS, kind=kind[at])
        used = weight[at, None, :]
        total = np.where(used != 0, paths * used, 0.0).sum(axis=2)
        made[at] = np.quantile(total, GRID, axis=1, method=POINTS).T
    return made


def ends(
    grid: np.ndarray, steps: np.ndarray, kind: np.ndarray, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The distributions of the lowest and of the highest of some years, (N, len(GRID)) each."""
    low, high = np.empty((len(grid), len(GRID))), np.empty((len(grid), len(GRID)))
    for at in _blocks(len(grid)):
        paths = draw(grid[at], steps[at], PATHS, kind=kind[at])
        used = wanted[at, None, :]
        for made, most, outside in ((low, np.min, np.inf), (high, np.max, -np.inf)):
            end = most(np.where(used, paths, outside), axis=2)
            made[at] = np.quantile(end, GRID, axis=1, method=POINTS).T
    return low, high


def share_of_paths(
    grid: np.ndarray,
    steps: np.ndarray,
    kind: np.ndarray,
    wanted: np.ndarray,
    ever: np.ndarray,
    asks: Sequence[np.ndarray],
) -> np.ndarray:
    """The share of paths on which a relation holds in every wanted year, or in any (`ever`).

    Parameters
    ----------
    asks
        floor, ceiling, floor_out, ceiling_out; (N,) each.

    Returns
    -------
    ndarray, shape (N,)
        NaN where a wanted year has no distribution.
    """
    made = np.empty(len(grid))
    for at in _blocks(len(grid)):
        there = _accepted(draw(grid[at], steps[at], PATHS, kind=kind[at]), [a[at] for a in asks])
        used = wanted[at, None, :]
        whole, some = (there | ~used).all(axis=2), (there & used).any(axis=2)
        made[at] = np.where(ever[at, None], some, whole).mean(axis=1)
    missing = (np.isnan(grid).any(axis=2) & wanted).any(axis=1)
    return np.where(missing, np.nan, made)


def first_step(
    grid: np.ndarray,
    steps: np.ndarray,
    asks: Sequence[np.ndarray],
) -> np.ndarray:
    """The first year, by its place, by which more paths than not have had the relation; else −1."""
    found = np.full(len(grid), -1)
    for at in _blocks(len(grid)):
        there = _accepted(draw(grid[at], steps[at], FIRST), [a[at] for a in asks])
        ever = np.logical_or.accumulate(there, axis=2).mean(axis=1) >= 0.5
        found[at] = np.where(ever.any(axis=1), ever.argmax(axis=1), -1)
    return found


def _accepted(paths: np.ndarray, asks: Sequence[np.ndarray]) -> np.ndarray:
    """Whether each year of each path is."""
    return held(paths, paths, *(end[:, None, None] for end in asks))[0]


def _blocks(n: int) -> list[slice]:
    return [slice(start, start + BLOCK) for start in range(0, n, BLOCK)]
