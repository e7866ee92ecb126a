"""Histories as they are handed in: rows of values, or pandas objects that say their years."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

EARLIEST, LATEST = 1500, 2200  # what else stands in an index is a row's number, not a year

Histories = Sequence[ArrayLike] | np.ndarray | pd.Series | pd.DataFrame


def read_histories(
    histories: Histories, years: ArrayLike | None = None
) -> tuple[Sequence[ArrayLike], np.ndarray | None]:
    """Every history as a value a year, and the year of each one's last element.

    A Series is read by its index: years in order, a year that is left out as missing. A Series
    of numbers is one history; so is each Series of a list. A wide DataFrame has its years along
    one axis, as the columns or as the index, and a series for each label of the other.

    Parameters
    ----------
    histories
        See `prediction.predict`.
    years : int or length-N array, optional
        The year of each last element, where the histories do not say it themselves.

    Returns
    -------
    sequence of N one-dimensional arrays, ndarray of int of shape (N,) or None
        Years are None where nobody says them: arrays, or an index that merely counts from 0.

    Raises
    ------
    ValueError
        An index that is not of years, holds a year twice, or contradicts `years`; a frame with
        years along both axes or neither; some histories with years of their own and some
        without, and no `years` for them.
    """
    given = _split(histories)
    if given is None:
        n = len(histories)
        return histories, None if years is None else _broadcast(years, n)
    read = [_read(h, i) if isinstance(h, pd.Series) else (h, None) for i, h in enumerate(given)]
    ends = [end for _, end in read]
    return [values for values, _ in read], _ends(ends, years)


def _split(histories: Histories) -> list | None:
    """The histories one by one where any is of pandas, else None."""
    if isinstance(histories, pd.DataFrame):
        return _of_frame(histories)
    if isinstance(histories, pd.Series):
        held = [np.ndim(value) for value in histories] if histories.dtype == object else [0]
        return list(histories) if all(held) and held else [histories]
    if isinstance(histories, np.ndarray):
        return None
    kinds = set(map(type, histories))
    return list(histories) if any(issubclass(kind, pd.Series) for kind in kinds) else None


def _of_frame(frame: pd.DataFrame) -> list[pd.Series]:
    along, across = years_of(frame.columns), years_of(frame.index)
    if along is not None and across is not None:
        raise ValueError("a frame with years along both axes; name the series on one of them")
    if along is not None:
        return [row for _, row in frame.iterrows()]
    if across is not None:
        return [column for _, column in frame.items()]
    raise ValueError(
        f"a frame without years; its columns or its index are years from {EARLIEST} to {LATEST}"
    )


def _read(series: pd.Series, number: int) -> tuple[np.ndarray, int | None]:
    """One history with NaN in the years that its index leaves out, and its last year."""
    values = pd.to_numeric(series).to_numpy(float, na_value=np.nan)
    if not len(values) or _counts(series.index):
        return values, None
    at = years_of(series.index)
    if at is None:
        raise ValueError(
            f"history {number}: its index is not of years from {EARLIEST} to {LATEST}; "
            "give it the years, or hand over its values alone"
        )
    unique, times = np.unique(at, return_counts=True)
    if (times > 1).any():
        raise ValueError(f"history {number}: {unique[times > 1][0]} is there more than once")
    made = np.full(unique[-1] - unique[0] + 1, np.nan)
    made[at - unique[0]] = values
    return made, int(unique[-1])


def _counts(index: pd.Index) -> bool:
    """Whether an index is what pandas gives when nobody gave one: 0, 1, 2, …"""
    return isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1


def years_of(index: pd.Index) -> np.ndarray | None:
    """The years that an index names: numbers, their digits, days or periods; None if it does not.

    >>> years_of(pd.Index(["2011", "2013"])).tolist(), years_of(pd.Index(["Shanxi"]))
    ([2011, 2013], None)
    """
    if isinstance(index, pd.DatetimeIndex | pd.PeriodIndex):
        found = index.year.to_numpy(float)
    elif isinstance(index, pd.MultiIndex) or index.dtype == bool:
        return None
    else:
        found = pd.to_numeric(index, errors="coerce").to_numpy(float, na_value=np.nan)
    whole = (found == np.rint(found)) & (found >= EARLIEST) & (found <= LATEST)
    return found.astype(int) if len(found) and whole.all() else None


def _ends(ends: list[int | None], years: ArrayLike | None) -> np.ndarray | None:
    known = np.array([end is not None for end in ends], dtype=bool)
    if years is None:
        if known.any() and not known.all():
            raise ValueError(
                f"history {int(np.argmin(known))} has no years and others have; give `years`"
            )
        return np.array(ends, dtype=int) if known.any() else None
    said = _broadcast(years, len(ends))
    own = np.array([end if end is not None else y for end, y in zip(ends, said, strict=True)])
    if (own != said).any():
        at = int(np.argmax(own != said))
        raise ValueError(
            f"history {at} ends in {own[at]} by its index and in {said[at]} by `years`"
        )
    return said


def _broadcast(years: ArrayLike, n: int) -> np.ndarray:
    return np.broadcast_to(np.asarray(years, dtype=int), (n,))
