"""The scale on which a series is projected: there changes compare, and bounds are far away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LOG, LOG_SHIFTED, LOGIT, ADDITIVE = range(4)
KINDS = ("log", "log-shifted", "logit", "additive")

ON_BOUND = 1e-3  # a share on its bound is moved this far (of the width) inside it
WIDEST = 700.0  # exp() of more is not a number
LARGEST = float(np.finfo(float).max)
TINY = float(np.finfo(float).tiny)


@dataclass(frozen=True)
class Scale:
    """One map per series from values to the projection scale and back; both rise.

    Attributes
    ----------
    kind : ndarray of int, shape (N,)
        Index into KINDS.
    origin, unit, shift : ndarray, shape (N,)
        w = (value - origin) / unit, then log(w + shift), logit(w) or w itself.
    lower, upper : ndarray, shape (N,)
        What no quantile leaves.
    """

    kind: np.ndarray
    origin: np.ndarray
    unit: np.ndarray
    shift: np.ndarray
    lower: np.ndarray
    upper: np.ndarray

    def forward(self, values: np.ndarray) -> np.ndarray:
        """Values, shape (N, …), on the scale."""
        z = np.empty(values.shape)
        for kind, rows in self._rows():
            origin, unit, shift = self._of(rows, values.ndim, "origin", "unit", "shift")
            with np.errstate(all="ignore"):
                z[rows] = _onto(kind, (values[rows] - origin) / unit, shift)
        return z

    def backward(self, z: np.ndarray) -> np.ndarray:
        """From the scale, shape (N, …), to values inside the bounds."""
        values = np.empty(z.shape)
        for kind, rows in self._rows():
            names = ("origin", "unit", "shift", "lower", "upper")
            origin, unit, shift, lower, upper = self._of(rows, z.ndim, *names)
            with np.errstate(over="ignore"):
                far = _off(kind, z[rows], shift) * unit + origin
            low, high = np.maximum(lower, -LARGEST), np.minimum(upper, LARGEST)
            values[rows] = np.clip(far, low, high, out=far)
        return values

    def _rows(self) -> list[tuple[int, np.ndarray | slice]]:
        """Each kind that occurs, with its rows."""
        present = np.flatnonzero(np.bincount(self.kind, minlength=len(KINDS)))
        if len(present) == 1:
            return [(int(present[0]), slice(None))]
        return [(int(k), np.flatnonzero(self.kind == k)) for k in present]

    def _of(self, rows: np.ndarray | slice, ndim: int, *names: str) -> list[np.ndarray]:
        return [getattr(self, name)[rows].reshape((-1,) + (1,) * (ndim - 1)) for name in names]


def _onto(kind: int, w: np.ndarray, shift: np.ndarray) -> np.ndarray:
    if kind == ADDITIVE:
        return np.clip(w, -2 * WIDEST, 2 * WIDEST)
    if kind == LOGIT:
        share = shift + (1.0 - 2.0 * shift) * w
        w = share / (1.0 - share)
    return np.clip(np.log(w + shift if kind == LOG_SHIFTED else w), -2 * WIDEST, 2 * WIDEST)


def _off(kind: int, z: np.ndarray, shift: np.ndarray) -> np.ndarray:
    if kind == ADDITIVE:
        return z
    powers = np.exp(np.clip(z, -WIDEST, WIDEST))
    if kind == LOGIT:
        return (powers / (1.0 + powers) - shift) / (1.0 - 2.0 * shift)
    return powers - shift if kind == LOG_SHIFTED else powers


def choose(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Scale:
    """The scale of each series from its bounds and its history.

    Two bounds: the logit of the share of the way between them, moved inside by ON_BOUND where a
    value stands on a bound. A lower bound, or none and every value positive: the logarithm of
    the distance to it (to zero). Where that distance is zero in some year, half the smallest
    positive one is added first: a zero is a step below the smallest count seen. Otherwise,
    with values on both sides of zero: the value itself over the mean absolute value.

    Parameters
    ----------
    values : ndarray, shape (N, T)
        NaN for a missing year.
    lower, upper : ndarray, shape (N,)
        Infinite where there is none.
    """
    low, high = np.isfinite(lower), np.isfinite(upper)
    both = low & high & (upper > lower)
    known = ~np.isnan(values)
    positive = np.where(known, values, np.inf).min(axis=1, initial=np.inf) > 0
    logged = both | low | positive
    origin = np.where(low, lower, 0.0)
    unit = np.where(both, np.where(both, upper - origin, 1.0), np.where(logged, 1.0, _mean(values)))
    way = np.where(known, (values - origin[:, None]) / unit[:, None], 0.5)
    least = np.where(known & (way > 0), way, np.inf).min(axis=1, initial=np.inf)
    on_lower = logged & (way <= 0).any(axis=1)
    on_upper = both & (way >= 1).any(axis=1)
    half = np.where(np.isfinite(least), least / 2.0, TINY)
    shift = np.where(both, ON_BOUND * (on_lower | on_upper), half * on_lower)
    kind = np.select([both, on_lower, logged], [LOGIT, LOG_SHIFTED, LOG], ADDITIVE)
    floor = np.where((kind == LOG) & ~low, 0.0, lower)
    return Scale(kind, origin, unit, shift, floor, upper)


def _mean(values: np.ndarray) -> np.ndarray:
    """Mean absolute value, without overflow; TINY where there is nothing but zero."""
    size = np.abs(np.nan_to_num(values, nan=0.0))
    most = np.maximum(size.max(axis=1, initial=0.0), TINY)
    count = np.maximum((~np.isnan(values)).sum(axis=1), 1)
    return np.maximum((size / most[:, None]).sum(axis=1) / count * most, TINY)


def inside(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Values moved onto a bound they lie beyond, so that a slip in the data breaks nothing."""
    return np.clip(values, lower[:, None], upper[:, None])
