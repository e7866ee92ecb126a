"""What a short history says about the next years, as two dozen numbers without a unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .scale import ADDITIVE, LOG_SHIFTED, in_order
from .windows import LENGTH

# A history of m changes has the scale a = exp((m log(mean |change|) + log TYPICAL) / (m + 1)):
# its own volatility, shrunk to a typical one of official statistics as if that were one change.
TYPICAL = 0.06
SMALLEST, LARGEST = 1e-5, 3.0
DUST = 1e-12  # a smaller change is left by arithmetic (0.1 + 0.2 beside 0.3): no change
FAR = 6.0  # changes beyond this many scales count as this many: a level shift is one event

DRIFTS = (0.3, 0.6, 0.8, 0.92, 1.0)
SPREADS = (0.4, 0.7, 0.9, 1.0)

NAMES = (
    "log_scale",
    "changes",
    "thinness",
    *(f"drift_{d}" for d in DRIFTS),
    *(f"spread_{s}" for s in SPREADS),
    *("last_1", "last_2", "last_3"),
    *("autocorrelation_1", "autocorrelation_2"),
    *("deviation", "largest", "position", "range"),
    *("unchanged", "rising", "typical_drift", "acceleration", "filled"),
    *("shifted", "additive"),
)


@dataclass(frozen=True)
class Features:
    """Inputs of the reference network.

    Attributes
    ----------
    table : ndarray, shape (len(NAMES), N)
    scale : ndarray, shape (N,)
        One typical yearly change.
    last : ndarray, shape (N,)
        The last value, on the projection scale.
    moved : ndarray of bool, shape (N,)
        Whether any two values differ.
    """

    table: np.ndarray
    scale: np.ndarray
    last: np.ndarray
    moved: np.ndarray


def describe(z: np.ndarray, kind: np.ndarray) -> Features:
    """Describe right-aligned histories.

    A missing year inside is filled on a straight line; the change over a gap of g years counts
    as one change of size |change| / sqrt(g), as of a random walk.

    Parameters
    ----------
    z : ndarray, shape (years, N)
        On the projection scale, the last row known, NaN for a missing year.
    kind : ndarray of int, shape (N,)
        Which scale that is, an index into `scale.KINDS`.
    """
    filled, gap = _fill(z)
    change = np.diff(filled, axis=0)
    change[np.abs(change) < DUST] = 0.0
    valid = ~np.isnan(change)
    changes = np.maximum((~np.isnan(z)).sum(axis=0) - 1.0, 0.0)
    stride = np.sqrt(gap)
    size = np.where(valid, np.abs(change) / stride, 0.0)
    mean = in_order(size) / np.maximum(changes, 1.0)
    moved = np.where(mean > 0, changes, 0.0)
    own = moved * np.log(np.clip(mean, SMALLEST, LARGEST))
    scale = np.exp((own + np.log(TYPICAL)) / (moved + 1.0))
    e = np.where(valid, np.clip(change / scale, -FAR, FAR), 0.0)
    count = valid.sum(axis=0)
    table = np.vstack(
        [
            np.log(scale / TYPICAL),
            changes / (changes + 4.0),
            1.0 / (changes + 1.0),
            _drifts(e, count),
            _spreads(np.abs(e) * stride, count),
            e[:-4:-1],
            *_shape(e, valid, count),
            *_range(filled, scale, changes),
            *_habits(e, valid, count),
            (valid & (gap > 1)).sum(axis=0) / np.maximum(count, 1.0),
            kind == LOG_SHIFTED,
            kind == ADDITIVE,
        ]
    )
    return Features(table, scale, z[-1], mean > 0)


def _fill(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Straight lines over the gaps, and the years that each change is a part of."""
    known = ~np.isnan(z)
    years = len(z)
    if not (known[:-1] & ~known[1:]).any():
        return z, np.ones((years - 1, 1))
    row = np.arange(years)[:, None]
    before = np.maximum.accumulate(np.where(known, row, -1), axis=0)
    after = np.minimum.accumulate(np.where(known, row, years)[::-1], axis=0)[::-1]
    gap = np.where(before[:-1] >= 0, after[1:] - before[:-1], 1).astype(float)
    column = np.arange(z.shape[1])
    left, right = z[np.maximum(before, 0), column], z[np.minimum(after, years - 1), column]
    share = (row - before) / np.maximum(after - before, 1)
    return np.where(~known & (before >= 0), left + (right - left) * share, z), gap


def _drifts(e: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Mean change with exponential forgetting, shrunk by half a change of zero."""
    return _remembered(e, DRIFTS) / (_remembering(DRIFTS)[:, count] + 0.5)


def _spreads(size: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Log mean absolute change with exponential forgetting, shrunk by one typical change."""
    weight = _remembering(SPREADS)[:, count]
    return np.log(0.05 + (_remembered(size, SPREADS) + 0.5) / (weight + 0.5))


def _remembered(rows: np.ndarray, rates: tuple[float, ...]) -> np.ndarray:
    """Sums over the years in which a year weighs `rate` times the next, shape (rates, N)."""
    rate = np.array(rates)[:, None]
    total = np.zeros((len(rates), rows.shape[1]))
    for row in rows:
        total *= rate
        total += row
    return total


@cache
def _remembering(rates: tuple[float, ...]) -> np.ndarray:
    """The sum of the weights of the last 0, 1, … changes, shape (rates, LENGTH)."""
    powers = np.array(rates)[:, None] ** np.arange(LENGTH - 1)
    return np.concatenate([np.zeros((len(rates), 1)), powers.cumsum(axis=1)], axis=1)


def _shape(e: np.ndarray, valid: np.ndarray, count: np.ndarray) -> list[np.ndarray]:
    """Autocorrelation of the changes about their mean, their deviation and the largest."""
    rest = (e - in_order(e) / (count + 0.5)) * valid
    square = in_order(rest * rest)
    return [
        in_order(rest[1:] * rest[:-1]) / (square + 1.0),
        in_order(rest[2:] * rest[:-2]) / (square + 1.0),
        np.log(0.05 + np.sqrt(square / (count + 1.0))),
        np.log(0.05 + np.abs(rest).max(axis=0)),
    ]


def _range(z: np.ndarray, scale: np.ndarray, changes: np.ndarray) -> list[np.ndarray]:
    """Where the last value stands in the range of the history, and how wide that is."""
    low = np.fmin.reduce(z, axis=0)
    width = np.fmax.reduce(z, axis=0) - low
    return [(z[-1] - low) / (width + scale), np.minimum(width / (scale * (changes + 1.0)), FAR)]


def _habits(e: np.ndarray, valid: np.ndarray, count: np.ndarray) -> list[np.ndarray]:
    """Shares of years unchanged and of rises, a robust mean, the recent half over the older."""
    age = np.arange(len(e) - 1, -1, -1)[:, None]  # of a change, 0 for the last
    late = (count + 1) // 2
    recent = np.where(age < late, e, 0.0)
    older = count - late
    return [
        ((e == 0) & valid).sum(axis=0) / np.maximum(count, 1.0),
        (e > 0).sum(axis=0) / np.maximum(count, 1.0) - 0.5 * (count > 0),
        in_order(np.clip(e, -1.0, 1.0)) / (count + 0.5),
        in_order(recent) / (late + 0.5) - in_order(e - recent) / (older + 0.5),
    ]
