"""What a short history says about the next years, as two dozen numbers without a unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .scale import ADDITIVE, LOG_SHIFTED
from .windows import LENGTH

# A history of m changes has the scale a = exp((m log(mean |change|) + log TYPICAL) / (m + 1)):
# its own volatility, shrunk to a typical one of official statistics as if that were one change.
TYPICAL = 0.06
SMALLEST, LARGEST = 1e-5, 3.0
FAR = 6.0  # changes beyond this many scales count as this many: a level shift is one event

DRIFTS = (0.3, 0.6, 0.8, 0.92, 1.0)
SPREADS = (0.4, 0.7, 0.9, 1.0)
AGE = np.arange(LENGTH - 2, -1, -1)  # of a change, 0 for the last

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
    table : ndarray of float32, shape (N, len(NAMES))
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
    z : ndarray, shape (N, LENGTH)
        On the projection scale, the last column known, NaN for a missing year.
    kind : ndarray of int, shape (N,)
        Which scale that is, an index into `scale.KINDS`.
    """
    filled, gap = _fill(z)
    change = np.diff(filled, axis=1)
    valid = ~np.isnan(change)
    changes = np.maximum((~np.isnan(z)).sum(axis=1) - 1.0, 0.0)
    size = np.where(valid, np.abs(change) / np.sqrt(gap[:, 1:]), 0.0)
    mean = size.sum(axis=1) / np.maximum(changes, 1.0)
    moved = np.where(mean > 0, changes, 0.0)
    own = moved * np.log(np.clip(mean, SMALLEST, LARGEST))
    scale = np.exp((own + np.log(TYPICAL)) / (moved + 1.0))
    v = valid.astype(np.float32)
    e = np.where(valid, np.clip(change / scale[:, None], -FAR, FAR), 0.0).astype(np.float32)
    table = np.column_stack(
        [
            np.log(scale / TYPICAL),
            changes / (changes + 4.0),
            1.0 / (changes + 1.0),
            _drifts(e, v),
            _spreads(e * np.sqrt(gap[:, 1:].astype(np.float32)), v),
            e[:, :-4:-1],
            _shape(e, v),
            _range(filled, scale, changes),
            _habits(e, v),
            (gap[:, 1:] > 1).sum(axis=1) / np.maximum(v.sum(axis=1), 1.0),
            kind == LOG_SHIFTED,
            kind == ADDITIVE,
        ]
    )
    return Features(table.astype(np.float32), scale, z[:, -1], mean > 0)


def _fill(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Straight lines over the gaps, and for each year the length of the step it belongs to."""
    known = ~np.isnan(z)
    if known[:, :-1].all():
        return z, np.ones(z.shape)
    column = np.arange(z.shape[1])
    before = np.maximum.accumulate(np.where(known, column, -1), axis=1)
    after = np.minimum.accumulate(np.where(known, column, z.shape[1])[:, ::-1], axis=1)[:, ::-1]
    started = np.concatenate([np.full((len(z), 1), -1), before[:, :-1]], axis=1)
    gap = np.where(started >= 0, after - started, 1).astype(float)
    inside = ~known & (before >= 0)
    if not inside.any():
        return z, gap
    row = np.arange(len(z))[:, None]
    left, right = z[row, np.maximum(before, 0)], z[row, np.minimum(after, z.shape[1] - 1)]
    share = (column - before) / np.maximum(after - before, 1)
    return np.where(inside, left + (right - left) * share, z), gap


def _decay(rates: tuple[float, ...]) -> np.ndarray:
    return (np.array(rates)[None, :] ** AGE[:, None]).astype(np.float32)


def _drifts(e: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Mean change with exponential forgetting, shrunk by half a change of zero."""
    weights = _decay(DRIFTS)
    return (e @ weights) / (v @ weights + 0.5)


def _spreads(e: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Log mean absolute change with exponential forgetting, shrunk by one typical change."""
    weights = _decay(SPREADS)
    return np.log(0.05 + (np.abs(e) @ weights + 0.5) / (v @ weights + 0.5))


def _shape(e: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Autocorrelation of the changes about their mean, their deviation and the largest."""
    count = v.sum(axis=1)
    rest = (e - (e.sum(axis=1) / (count + 0.5))[:, None]) * v
    square = (rest**2).sum(axis=1)
    return np.column_stack(
        [
            (rest[:, 1:] * rest[:, :-1]).sum(axis=1) / (square + 1.0),
            (rest[:, 2:] * rest[:, :-2]).sum(axis=1) / (square + 1.0),
            np.log(0.05 + np.sqrt(square / (count + 1.0))),
            np.log(0.05 + np.abs(rest).max(axis=1)),
        ]
    )


def _range(z: np.ndarray, scale: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """Where the last value stands in the range of the history, and how wide that is."""
    known = ~np.isnan(z)
    low = np.where(known, z, np.inf).min(axis=1)
    width = np.where(known, z, -np.inf).max(axis=1) - low
    return np.column_stack(
        [(z[:, -1] - low) / (width + scale), np.minimum(width / (scale * (changes + 1.0)), FAR)]
    )


def _habits(e: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Shares of years unchanged and of rises, a robust mean, the recent half over the older."""
    count = v.sum(axis=1)
    recent = v * (AGE[None, :] < (count / 2.0)[:, None])
    older = v - recent
    return np.column_stack(
        [
            ((e == 0) * v).sum(axis=1) / np.maximum(count, 1.0),
            ((e > 0) * v).sum(axis=1) / np.maximum(count, 1.0) - 0.5 * (count > 0),
            np.clip(e, -1.0, 1.0).sum(axis=1) / (count + 0.5),
            (e * recent).sum(axis=1) / (recent.sum(axis=1) + 0.5)
            - (e * older).sum(axis=1) / (older.sum(axis=1) + 0.5),
        ]
    )
