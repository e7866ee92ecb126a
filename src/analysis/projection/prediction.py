"""The engine's interface: histories in, a predictive distribution per series and year out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri

from . import engine, paths, textbook
from .conditioning import condition
from .histories import Histories, read_histories
from .learning import Learned, learn
from .levels import GRID, MIDDLE, SCORES, cumulative
from .moving import COLUMNS
from .reference import Reference, read_reference

METHODS = ("pooled", *textbook.MODELS)
YEAR_QUANTILES = (0.1, 0.5, 0.9)
DRAWS = 1000
FAINT = 1e-3  # of a distribution: about what lies beyond its outermost quantiles


@dataclass(frozen=True)
class Prediction:
    """Predictive distributions of N series over the coming years.

    Attributes
    ----------
    grid : ndarray, shape (P,)
        Probabilities at which quantiles are held. Between two of them the value is linear in
        the normal score of the probability.
    quantiles : ndarray, shape (N, horizon, P)
        Quantiles, rising along the last axis; NaN where the method gives no interval.
    median : ndarray, shape (N, horizon)
        Central path; NaN where there is nothing to go on.
    lower, upper : ndarray, shape (N,)
        What no quantile leaves; infinite where there is no bound.
    method : tuple of str
        What each series was projected with; ends in ", not converged" where a textbook model's
        optimiser stopped before its goal, which gives a median and no interval.
    grade : tuple of str
        What the interval rests on, A (a long history of its own) to D (the reference class).
    lag : ndarray of int, shape (N,), or None
        Years without a value at the end of each history, for as many is the first year projected
        farther from the last value; None for none.
    years : ndarray of int, shape (N,), or None
        The year of each history's last element.
    learned : DataFrame
        What was learned from the past of the panels and applied, see `moving.Mover.told`; without
        rows where nothing was.
    """

    grid: np.ndarray
    quantiles: np.ndarray
    median: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    method: tuple[str, ...]
    grade: tuple[str, ...]
    lag: np.ndarray | None = None
    years: np.ndarray | None = None
    learned: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))

    def quantile(self, p: float) -> np.ndarray:
        """Quantile `p` of every series and year, shape (N, horizon); NaN without an interval.

        Raises
        ------
        ValueError
            `p` is not strictly between 0 and 1.
        """
        if not 0.0 < p < 1.0:
            raise ValueError(f"quantile {p}: a probability strictly between 0 and 1 is needed")
        score = ndtri(p)
        at = int(np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, len(SCORES) - 2))
        share = (score - SCORES[at]) / (SCORES[at + 1] - SCORES[at])
        below, above = self.quantiles[..., at], self.quantiles[..., at + 1]
        found = below * (1.0 - share) + above * share
        return np.clip(found, self.lower[:, None], self.upper[:, None])

    def probability_at_most(self, value: ArrayLike, step: int = -1) -> np.ndarray:
        """Probability of ending at or below `value` (scalar or length N) in one year."""
        target = np.broadcast_to(np.asarray(value, dtype=float), self.lower.shape)
        chance = cumulative(self.quantiles[:, step, :], target)
        chance = np.where(target < self.lower, 0.0, np.where(target >= self.upper, 1.0, chance))
        return np.where(np.isnan(self.quantiles[:, step, 0]) | np.isnan(target), np.nan, chance)

    def probability_at_least(self, value: ArrayLike, step: int = -1) -> np.ndarray:
        """Probability of reaching `value` (scalar or length N) in one year."""
        target = np.broadcast_to(np.asarray(value, dtype=float), self.lower.shape)
        chance = 1.0 - cumulative(self.quantiles[:, step, :], target, below=True)
        chance = np.where(target <= self.lower, 1.0, np.where(target > self.upper, 0.0, chance))
        return np.where(np.isnan(self.quantiles[:, step, 0]) | np.isnan(target), np.nan, chance)

    def expected_year(
        self,
        value: ArrayLike,
        p: Sequence[float] = YEAR_QUANTILES,
        *,
        falling: bool = False,
    ) -> np.ndarray:
        """Quantiles of the first year in which `value` is reached.

        A path that reached it once has reached it, whatever came after; see `draws`.

        Parameters
        ----------
        value : float or length-N array
        p : sequence of float
            The target is reached by the year returned with at least this probability.
        falling : bool
            The target is to come down to `value` instead of up to it.

        Returns
        -------
        ndarray, shape (N, len(p))
            A calendar year where `years` is known, else steps from the end of the history;
            NaN where that lies beyond the horizon.
        """
        n, horizon = self.median.shape
        goal = np.broadcast_to(np.asarray(value, dtype=float), n)[:, None, None]
        reached = np.full((n, horizon), np.nan)
        for part, drawn in self.draws_in_chunks(DRAWS):
            there = drawn <= goal[part] if falling else drawn >= goal[part]
            reached[part] = np.logical_or.accumulate(there, axis=2).mean(axis=1)
        ever = reached[:, :, None] >= np.asarray(p)
        start = 0 if self.years is None else self.years[:, None]
        return np.where(ever.any(axis=1), start + ever.argmax(axis=1) + 1.0, np.nan)

    def draws(self, m: int = DRAWS) -> np.ndarray:
        """Equally likely paths, shape (N, m, horizon); NaN without an interval.

        Every year's draws are its own quantiles at (i + ½) / m, each once; the years are joined
        as the errors of the reference class went together, see `paths.draw`. A series has the
        same paths whoever else is predicted. Of many series, `draws_in_chunks` holds few at once.

        Raises
        ------
        ValueError
            m is below 1.
        """
        return paths.draw(self.quantiles, self._steps(), m)

    def draws_in_chunks(self, m: int = DRAWS) -> Iterator[tuple[slice, np.ndarray]]:
        """`draws`, some series at a time: which (a slice), and their paths."""
        return paths.draw_in_chunks(self.quantiles, self._steps(), m)

    def probability_that(
        self, predicate: Callable[..., np.ndarray], *values: ArrayLike, m: int = DRAWS
    ) -> np.ndarray:
        """Share of the paths of each series of which something holds, shape (N,).

        Parameters
        ----------
        predicate : callable
            Takes paths, shape (n, m, horizon), and each of `values`, shape (n, 1); gives truth
            values of shape (n, m).
        values : float or length-N array
        m : int
            Paths of each series.

        Returns
        -------
        ndarray, shape (N,)
            NaN without an interval.

        Examples
        --------
        >>> ahead = predict([[720, 1089, 1630, 2500, 3188]], 5, lower=0)
        >>> ahead.probability_that(lambda path, goal: path.sum(axis=2) >= goal, 25_000).shape
        (1,)
        >>> every = ahead.probability_that(lambda path: (path >= 3500).all(axis=2))
        >>> ever = ahead.probability_that(lambda path: (path >= 3500).any(axis=2))
        >>> bool(every[0] < ever[0])
        True
        """
        n = len(self.median)
        each = [np.broadcast_to(np.asarray(v, dtype=float), n)[:, None] for v in values]
        chance = np.full(n, np.nan)
        for part, drawn in self.draws_in_chunks(m):
            chance[part] = np.mean(predicate(drawn, *(v[part] for v in each)), axis=1)
        return np.where(np.isnan(self.quantiles).any(axis=(1, 2)), np.nan, chance)

    def given(self, low: ArrayLike, high: ArrayLike) -> tuple[Prediction, np.ndarray]:
        """The prediction given that years lie between bounds: "more than 4,500 in 2024".

        The years that are not bounded move as far as they go together with those that are, see
        `conditioning.condition`.

        Parameters
        ----------
        low, high : float or array, shape (N, horizon)
            Infinite, or missing, where there is no bound.

        Returns
        -------
        Prediction, ndarray of shape (N,)
            And the chance that each series had of keeping within its bounds, 1 without any; NaN
            without an interval. What had none is as it was.
        """
        shape = self.median.shape
        ends = (np.broadcast_to(np.asarray(v, dtype=float), shape) for v in (low, high))
        floor, ceiling = (
            np.where(np.isnan(v), out, v) for v, out in zip(ends, (-np.inf, np.inf), strict=True)
        )
        made, chance = condition(self.quantiles, self._steps(), floor, ceiling)
        moved = (made != self.quantiles).any(axis=2) & ~np.isnan(self.median)
        middle = np.where(moved, made[:, :, MIDDLE], self.median)
        without = np.isnan(self.quantiles).any(axis=(1, 2))
        told = np.where(without, np.nan, chance)
        return replace(self, quantiles=made, median=middle), told

    def _steps(self) -> np.ndarray:
        """Years from each series' last value to each year projected, shape (N, horizon)."""
        n, horizon = self.median.shape
        lag = np.zeros(n, dtype=int) if self.lag is None else self.lag
        return lag[:, None] + np.arange(1, horizon + 1)


def predict(
    histories: Histories,
    horizon: int,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    years: ArrayLike | None = None,
    panel: ArrayLike | None = None,
    learned: Learned | None = None,
    method: str = "pooled",
    reference: Reference | None = None,
) -> Prediction:
    """Project annual series.

    Parameters
    ----------
    histories : sequence of N one-dimensional arrays, Series or DataFrame
        Oldest first, one value a year, NaN for a missing year; any length. What comes in pandas
        is read by the years of its index, see `histories.read_histories`: a Series is one
        history, a list of Series several, a frame holds its years as columns or as index.
    horizon : int
        Years after the last element.
    lower, upper : float or length-N array, optional
        Bounds no quantile may leave: 0 for a count, 0 and 100 for a percentage.
    years : int or length-N array, optional
        The calendar year of the last element, where no index says it.
    panel : length-N sequence of labels, optional
        Which series move together. The pooled method learns from each panel's own past how its
        outcomes stood to the reference class, and moves its distributions as far as that is
        sure, see `learning.learn`. The series handed over together are one panel when this is
        left out; a label that few series bear teaches nothing. Without `years`, histories are
        taken to end in the same year.
    learned : Learned, optional
        What was learned before, from these panels or a larger part of them; by label. Nothing
        is then learned from the histories.
    method : {"pooled", "ols", "ets", "theta"}
        The engine of this project, or a textbook model fitted to each series alone.
    reference : Reference, optional
        What the engine knows of other series; data/reference/network.csv when left out.

    Raises
    ------
    ValueError
        A method that does not exist, a history that is not a row of finite numbers, an index
        that is not of years or holds one twice, a horizon below 1, or a lower bound above the
        upper.

    Examples
    --------
    >>> ahead = predict([[720, 1089, 1630, 2500, 3188]], 5, lower=0, years=2020)
    >>> bool(ahead.quantile(0.1)[0, -1] < ahead.median[0, -1] < ahead.quantile(0.9)[0, -1])
    True
    """
    if method not in METHODS:
        raise ValueError(f"method {method!r}: choose one of {', '.join(METHODS)}")
    if horizon < 1:
        raise ValueError(f"horizon {horizon}: at least one year is needed")
    histories, when = read_histories(histories, years)
    n = len(histories)
    low, high = _bound(lower, -np.inf, n), _bound(upper, np.inf, n)
    if (low > high).any():
        raise ValueError(f"series {int(np.argmax(low > high))}: the lower bound exceeds the upper")
    if method != "pooled":
        made = textbook.fit_each(histories, horizon, low, high, method)
        return Prediction(GRID, *made, years=when)
    of = reference or read_reference()
    if learned is None:
        learned = learn(histories, lower=low, upper=high, years=when, panel=panel, reference=of)
    mover = learned.mover(n, years=when, panel=panel)
    made = engine.pooled(histories, horizon, low, high, of, mover)
    return Prediction(GRID, *made, years=when, learned=mover.told())


def _bound(value: ArrayLike | None, without: float, n: int) -> np.ndarray:
    given = np.asarray(without if value is None else value, dtype=float)
    return np.broadcast_to(np.where(np.isnan(given), without, given), (n,))
