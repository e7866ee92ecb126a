"""The scale on which a series is projected: there changes compare, and bounds are far away."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import reduce

import numpy as np

LOG, LOG_SHIFTED, LOGIT, ADDITIVE = range(4)
KINDS = ("log", "log-shifted", "logit", "additive")

ON_BOUND = 1e-3  # a share on its bound is moved this far (of the width) inside it
WIDEST = 700.0  # exp() of more is not a number
LARGEST = float(np.finfo(float).max)
TINY = float(np.finfo(float).tiny)
LEAST = 1.0  # the smallest amount of a series of zeros: one, in the unit that it is written in


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
        """Values, shape (…, N), on the scale."""
        z = np.empty(values.shape)
        for kind, at in self._kinds():
            with np.errstate(all="ignore"):
                way = (values[..., at] - self.origin[at]) / self.unit[at]
                z[..., at] = _onto(kind, way, self.shift[at])
        return z

    def backward(self, z: np.ndarray) -> np.ndarray:
        """From the scale, shape (levels, …, N), to values inside the bounds; in place.

        Levels rise along the first axis, so that the first and the last tell whether any lies
        beyond a bound.
        """
        low, high = np.maximum(self.lower, -LARGEST), np.minimum(self.upper, LARGEST)
        for kind, at in self._kinds():
            values = z[..., at]
            with np.errstate(over="ignore"):
                _off(kind, values, self.shift[at])
                if (self.unit[at] != 1.0).any():
                    values *= self.unit[at]
                if self.origin[at].any():
                    values += self.origin[at]
            if (values[0] < low[at]).any() or (values[-1] > high[at]).any():
                np.clip(values, low[at], high[at], out=values)
            if not isinstance(at, slice):
                z[..., at] = values
        return z

    def at(self, series: np.ndarray) -> Scale:
        """The scale of some of the series."""
        return Scale(*(getattr(self, field.name)[series] for field in fields(self)))

    def _kinds(self) -> list[tuple[int, np.ndarray | slice]]:
        """Each kind that occurs, with the series it is used for."""
        present = np.flatnonzero(np.bincount(self.kind, minlength=len(KINDS)))
        if len(present) == 1:
            return [(int(present[0]), slice(None))]
        return [(int(k), np.flatnonzero(self.kind == k)) for k in present]


def _onto(kind: int, w: np.ndarray, shift: np.ndarray) -> np.ndarray:
    if kind == ADDITIVE:
        return np.clip(w, -2 * WIDEST, 2 * WIDEST)
    if kind == LOGIT:
        share = shift + (1.0 - 2.0 * shift) * w
        w = share / (1.0 - share)
    return np.clip(np.log(w + shift if kind == LOG_SHIFTED else w), -2 * WIDEST, 2 * WIDEST)


def _off(kind: int, z: np.ndarray, shift: np.ndarray) -> None:
    """The other way, in place."""
    if kind == ADDITIVE:
        return
    if (z[0] < -WIDEST).any() or (z[-1] > WIDEST).any():
        np.clip(z, -WIDEST, WIDEST, out=z)
    np.exp(z, out=z)
    if kind == LOGIT:
        z /= 1.0 + z
        z -= shift
        z /= 1.0 - 2.0 * shift
    if kind == LOG_SHIFTED:
        z -= shift


def choose(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Scale:
    """The scale of each series from its bounds and its history.

    Two bounds: the logit of the share of the way between them, moved inside by ON_BOUND where a
    value stands on a bound. A lower bound, or none and every value positive: the logarithm of
    the distance to it (to zero). Where that distance is zero in some year, half the smallest
    positive one is added first: a zero is a step below the smallest count seen, and where none
    was seen below one (`LEAST`). Otherwise, with values on both sides of zero: the value itself
    over the mean absolute value. A history that stands on a lower bound other than zero has no
    distance to it to go by, and is taken as if it were free.

    Parameters
    ----------
    values : ndarray, shape (years, N)
        NaN for a missing year.
    lower, upper : ndarray, shape (N,)
        Infinite where there is none.
    """
    low, high = np.isfinite(lower), np.isfinite(upper)
    both = low & high & (upper > lower)
    highest = np.fmax.reduce(values, axis=0, initial=-np.inf)
    stuck = low & ~both & (lower != 0.0) & (highest <= lower)
    low = low & ~stuck
    positive = np.fmin.reduce(values, axis=0, initial=np.inf) > 0
    logged = both | low | positive
    origin = np.where(low, lower, 0.0)
    unit = np.where(both, upper - origin, 1.0)
    if not logged.all():
        unit = np.where(logged, unit, _mean(values))
    way = (values - origin) / unit
    with np.errstate(invalid="ignore"):
        on_lower = logged & (np.fmin.reduce(way, axis=0, initial=np.inf) <= 0)
        on_upper = both & (np.fmax.reduce(way, axis=0, initial=-np.inf) >= 1)
    least = np.where(way > 0, way, np.inf).min(axis=0, initial=np.inf)
    half = np.where(np.isfinite(least), least / 2.0, LEAST / 2.0)
    shift = np.where(both, ON_BOUND * (on_lower | on_upper), half * on_lower)
    kind = np.select([both, on_lower, logged], [LOGIT, LOG_SHIFTED, LOG], ADDITIVE)
    floor = np.where((kind == LOG) & ~low, np.maximum(lower, 0.0), lower)
    return Scale(kind, origin, unit, shift, floor, upper)


def _mean(values: np.ndarray) -> np.ndarray:
    """Mean absolute value, without overflow; LEAST where there is nothing but zero."""
    size = np.abs(np.nan_to_num(values, nan=0.0))
    most = np.maximum(size.max(axis=0, initial=0.0), TINY)
    count = np.maximum((~np.isnan(values)).sum(axis=0), 1)
    mean = np.maximum(in_order(size / most) / count * most, TINY)
    return np.where(most > TINY, mean, LEAST)


def in_order(rows: np.ndarray) -> np.ndarray:
    """The sum over the years, oldest first, whoever else is in the panel.

    numpy's own sum takes another order for one series than for many, and so gives it other
    last digits.
    """
    return reduce(np.add, rows)


def inside(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Values moved onto a bound they lie beyond, so that a slip in the data breaks nothing."""
    return np.clip(values, lower, upper)
