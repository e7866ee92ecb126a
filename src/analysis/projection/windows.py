"""Ragged histories as one right-aligned matrix, so that a whole panel is one computation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

LENGTH = 24  # years looked back on; what is older says nothing measurable about the next ten
SHORTEST = 4  # years a window holds at least, so that it has a last change and two before it


@dataclass(frozen=True)
class Windows:
    """The last years of N series.

    Attributes
    ----------
    recent : ndarray, shape (years, N)
        As many years as the longest series has, from SHORTEST to LENGTH; the last row is each
        series' last year with a value; NaN where there is none.
    lag : ndarray of int, shape (N,)
        Years between that value and the end of the history as it was given.
    known : ndarray of int, shape (N,)
        Values in the whole history, 0 for a series without any.
    """

    recent: np.ndarray
    lag: np.ndarray
    known: np.ndarray


def cut(histories: Sequence[ArrayLike], first: int | np.ndarray = 0) -> Windows:
    """Take the last LENGTH years up to the last value of each history.

    Parameters
    ----------
    first : int or ndarray of int
        What number the first history has among all, or each of them, for messages.

    Raises
    ------
    ValueError
        A history is not one-dimensional, or holds an infinite value.
    """
    flat, lengths = flatten(histories, first)
    if np.isinf(flat).any():
        raise ValueError("a history holds an infinite value; leave a missing year as NaN")
    finite = ~np.isnan(flat)
    width = int(lengths[0]) if len(lengths) else 0
    if width >= SHORTEST and (lengths == width).all() and finite[width - 1 :: width].all():
        recent = np.ascontiguousarray(flat.reshape(-1, width)[:, -LENGTH:].T)
        return Windows(recent, np.zeros(len(lengths), int), finite.reshape(-1, width).sum(axis=1))
    ends = np.cumsum(lengths)
    starts = ends - lengths
    total = np.concatenate([[0], np.cumsum(finite)])
    known = total[ends] - total[starts]
    at = np.append(np.flatnonzero(finite), -1)
    last = np.where(known > 0, at[total[ends] - 1], -1)
    longest = int(np.clip((last - starts).max(initial=0) + 1, SHORTEST, LENGTH))
    index = last - np.arange(longest - 1, -1, -1)[:, None]
    values = np.append(flat, np.nan)[np.where(index >= starts, index, -1)]
    return Windows(values, np.where(known > 0, ends - 1 - last, 0), known)


def flatten(
    histories: Sequence[ArrayLike], first: int | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """All values one after another, and the length of each history; see `cut`."""
    if isinstance(histories, np.ndarray) and histories.ndim == 2:
        n, length = histories.shape
        return histories.astype(float).ravel(), np.full(n, length)
    try:
        flat = np.concatenate(histories)
    except ValueError:  # none at all, or some of them not one-dimensional
        flat = np.empty(0, dtype=object)
    if flat.ndim != 1 or flat.dtype.kind not in "fiu":
        histories = _arrays(histories, first)
        flat = np.concatenate(histories) if histories else np.empty(0)
    lengths = np.fromiter(map(len, histories), dtype=np.int64, count=len(histories))
    return flat.astype(float, copy=False), lengths


def _arrays(histories: Sequence[ArrayLike], first: int | np.ndarray) -> list[np.ndarray]:
    arrays = [np.asarray(h, dtype=float) for h in histories]
    wrong = next((i for i, a in enumerate(arrays) if a.ndim != 1), None)
    if wrong is not None:
        number = first[wrong] if isinstance(first, np.ndarray) else first + wrong
        raise ValueError(
            f"history {number} has {arrays[wrong].ndim} dimensions; each is a one-dimensional array"
        )
    return arrays
