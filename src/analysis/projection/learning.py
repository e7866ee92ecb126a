"""What a panel's own past teaches: how its outcomes stood to the reference class.

Every series of a panel is projected from its earlier years, as it would have been; its outcomes,
all of them inside the histories, are put as normal scores; `shrinkage` weighs them. What comes of
it moves and stretches the panel's distributions (`moving`). One series teaches nothing of itself,
nor do a few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri

from . import engine
from .levels import cumulative
from .moving import Mover
from .reference import Reference, read_reference
from .scale import in_order
from .shrinkage import LONGEST, Evidence
from .windows import Windows, cut, flatten

FEWEST = 8  # series with a past that can be replayed, below which nothing is learned
ORIGINS = 2  # and different years that they are replayed from
KNOWN = 2  # values of a history that is replayed
BACK = 15  # years before its end from which a history is replayed
MOST = 512  # replays of a panel; of more, those of a part of its series are made
CERTAIN = 1e-4  # probabilities are held this far inside (0, 1) before they become normal scores
SIFTED = 4  # series for a replay wanted, from which a part is drawn
LATTICE = 1e6  # for a draw, a series is told by its values over their mean, times this, rounded


@dataclass(frozen=True)
class Learned:
    """What panels taught, by label."""

    panels: Mapping[object, Evidence] = field(default_factory=dict)

    def mover(
        self, series: int, *, years: ArrayLike | None = None, panel: ArrayLike | None = None
    ) -> Mover:
        """What moves that many series; see `predict` for the arguments."""
        code, labels = _labels(panel, series)
        return Mover(self.panels, labels, code, _ends(years, series))


def learn(
    histories: Sequence[ArrayLike],
    *,
    lower: ArrayLike = -np.inf,
    upper: ArrayLike = np.inf,
    years: ArrayLike | None = None,
    panel: ArrayLike | None = None,
    reference: Reference | None = None,
    most: int = MOST,
) -> Learned:
    """Learn from each panel's own past how its outcomes stood to the reference class.

    Parameters
    ----------
    histories, lower, upper, years, panel, reference
        See `predict`; histories are arrays here.
    most : int
        Replays of one panel; of a larger one, those of a part of its series are made, drawn by
        what the series are and not by their order or unit.

    Returns
    -------
    Learned
        Nothing of a panel in which fewer than FEWEST series have a past that can be replayed,
        or all from one year.
    """
    n = len(histories)
    code, labels = _labels(panel, n)
    size = np.bincount(code, minlength=len(labels))
    low, high = (np.broadcast_to(np.asarray(b, dtype=float), n) for b in (lower, upper))
    ends, of = _ends(years, n), reference or read_reference()
    order = np.argsort(code, kind="stable")
    after = np.cumsum(size)
    found = {}
    for number in np.flatnonzero(size >= FEWEST):
        own = order[after[number] - size[number] : after[number]]
        seen = _evidence(histories, own, low, high, ends, of, most)
        if seen is not None:
            found[labels[number]] = seen
    return Learned(found)


def _labels(panel: ArrayLike | None, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The number of each series' label, and the labels."""
    if panel is None:
        return np.zeros(n, dtype=int), np.array([None], dtype=object)
    given = np.empty(len(panel), dtype=object)
    given[:] = list(panel)
    if len(given) != n:
        raise ValueError(f"panel has {len(given)} labels for {n} series | 面板标签数与序列数不符")
    code, labels = pd.factorize(given, use_na_sentinel=False)
    return code, np.asarray(labels, dtype=object)


def _ends(years: ArrayLike | None, n: int) -> np.ndarray:
    return np.broadcast_to(np.asarray(0 if years is None else years, dtype=int), n)


def _evidence(
    histories: Sequence[ArrayLike],
    own: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    ends: np.ndarray,
    reference: Reference,
    most: int,
) -> Evidence | None:
    own = own[_drawn(histories, own, most)]
    windows = cut(_of(histories, own), own)
    series, back = np.nonzero(_replayable(windows))
    end = ends[own] - windows.lag
    origin = end[series] - back
    if len(np.unique(series)) < FEWEST or len(np.unique(origin)) < ORIGINS:
        return None
    past, actual = _cut_back(windows.recent, series, back)
    at = own[series]
    values = engine.pooled(past, LONGEST, low[at], high[at], reference)[0]
    row, step = np.nonzero(~np.isnan(actual))
    outcome = np.clip(actual[row, step], low[at][row], high[at][row])
    score = normal_scores(values[row, step], outcome)
    known = (~np.isnan(past)).sum(axis=1)
    return gathered(origin[row], step + 1, known[row], score)


def _of(histories: Sequence[ArrayLike], own: np.ndarray) -> Sequence[ArrayLike]:
    if isinstance(histories, np.ndarray):
        return histories[own]
    return list(map(histories.__getitem__, own.tolist()))


def _replayable(windows: Windows) -> np.ndarray:
    """Whether a history can be replayed from so many years before its end, (N, years back)."""
    recent = windows.recent
    years = min(len(recent) - KNOWN, BACK)
    there = ~np.isnan(recent)
    count = np.cumsum(there, axis=0)
    low, high = np.fmin.accumulate(recent, axis=0), np.fmax.accumulate(recent, axis=0)
    with np.errstate(invalid="ignore"):
        moved = high > low
    fit = there & (count >= KNOWN) & moved
    some = np.zeros((recent.shape[1], years + 1), dtype=bool)
    for back in range(1, years + 1):
        at = len(recent) - 1 - back
        some[:, back] = fit[at] & there[at + 1 : at + 1 + LONGEST].any(axis=0)
    return some


def _drawn(histories: Sequence[ArrayLike], own: np.ndarray, most: int) -> np.ndarray:
    """Which series of a panel are replayed: all, or those of the lowest marks."""
    if len(own) * BACK <= most:
        return np.arange(len(own))
    kept = _sifted(histories, own, most)
    windows = cut(_of(histories, own[kept]), own[kept])
    order = np.argsort(_marks(windows.recent), kind="stable")
    replays = _replayable(windows).sum(axis=1)[order].cumsum()
    return kept[order[: max(int(np.searchsorted(replays, most)), FEWEST)]]


def _sifted(histories: Sequence[ArrayLike], own: np.ndarray, most: int) -> np.ndarray:
    """Of very many series more than enough to draw from, by their last two values.

    All where that leaves too few, as where the last years are missing.
    """
    if len(own) <= SIFTED * most:
        return np.arange(len(own))
    ends = np.full((2, len(own)), np.nan)
    for start in range(0, len(own), engine.CHUNK):
        part = own[start : start + engine.CHUNK]
        flat, lengths = flatten(_of(histories, part), part)
        last = np.cumsum(lengths) - 1
        for back in (0, 1):
            there = lengths > back
            ends[1 - back, start : start + engine.CHUNK][there] = flat[last[there] - back]
    marks = _marks(ends).astype(float) / 2.0**64
    whole = ~np.isnan(ends).any(axis=0)
    kept = np.flatnonzero(whole & (marks < SIFTED * most / len(own)))
    return kept if len(kept) >= most else np.arange(len(own))


def _marks(recent: np.ndarray) -> np.ndarray:
    """A number for each series, as if drawn at random, that its unit does not change."""
    size = np.abs(np.nan_to_num(recent))
    with np.errstate(all="ignore"):
        mean = in_order(size) / np.maximum((~np.isnan(recent)).sum(axis=0), 1)
        told = np.rint(np.nan_to_num(recent / mean, posinf=0.0, neginf=0.0) * LATTICE)
    mark = np.zeros(recent.shape[1], dtype=np.uint64)
    for row in told.astype(np.int64).astype(np.uint64):
        mark = (mark ^ row) * np.uint64(0x9E3779B97F4A7C15)
        mark ^= mark >> np.uint64(29)
    return mark


def _cut_back(
    recent: np.ndarray, series: np.ndarray, back: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Histories as they were so many years before, and what followed them."""
    years = len(recent)
    column = np.arange(years) - back[:, None]
    past = np.where(column >= 0, recent[np.maximum(column, 0), series[:, None]], np.nan)
    later = years - 1 - back[:, None] + np.arange(1, LONGEST + 1)
    actual = recent[np.minimum(later, years - 1), series[:, None]]
    return past, np.where(later < years, actual, np.nan)


def normal_scores(quantiles: np.ndarray, actual: np.ndarray) -> np.ndarray:
    """Where each outcome fell in its distribution, as a normal score; 0 is the median.

    An outcome on which the distribution has mass, as on a bound, is taken in the middle of it.
    """
    chance = cumulative(quantiles, actual)
    on = np.flatnonzero((quantiles == actual[:, None]).any(axis=1))
    chance[on] = (chance[on] + cumulative(quantiles[on], actual[on], below=True)) / 2.0
    return ndtri(np.clip(chance, CERTAIN, 1.0 - CERTAIN))


def gathered(
    origin: np.ndarray, ahead: np.ndarray, known: np.ndarray, score: np.ndarray
) -> Evidence:
    """Mean and variance over the series of each origin and horizon; NaN is no score."""
    there = ~np.isnan(score)
    origin, ahead, known, score = (a[there] for a in (origin, ahead, known, score))
    first = origin.min(initial=0)
    key, at = np.unique((origin - first) * (LONGEST + 1) + ahead, return_inverse=True)
    count = np.bincount(at).astype(float)
    mean = np.bincount(at, score) / count
    square = np.bincount(at, (score - mean[at]) ** 2)
    return Evidence(
        key // (LONGEST + 1) + first,
        key % (LONGEST + 1),
        np.bincount(at, known) / count,
        mean,
        np.where(count > 1, square / np.maximum(count - 1, 1), np.nan),
        count,
    )
