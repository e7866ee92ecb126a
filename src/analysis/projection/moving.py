"""Distributions moved and stretched by what their panel taught, and what was done told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from .levels import GRID, SCORES
from .shrinkage import LONGEST, Belief, Evidence, believe
from .windows import LENGTH, Windows

# How far out, in normal scores, each new quantile may be looked up among the old: no further than
# the outermost fitted level, but for the far tails. What a panel shares is learned in the middle;
# in a volatile series' far tail, on the logarithm, it would be the whole of an interval score.
REACH = np.append(np.append(SCORES[-1], np.full(len(GRID) - 2, SCORES[-2])), SCORES[-1])
COLUMNS = ["panel", "series", "origins", "replayed", "shift", "error", "spread", "sure"]


@dataclass(frozen=True)
class Mover:
    """Moves N series; histories of a panel that end alike and are as long move alike.

    Attributes
    ----------
    panels : mapping
        What each panel taught, by label.
    labels : ndarray of object, shape (L,)
    code : ndarray of int, shape (N,)
        The label of each series.
    years : ndarray of int, shape (N,)
        The year in which each history ends.
    """

    panels: Mapping[object, Evidence]
    labels: np.ndarray
    code: np.ndarray
    years: np.ndarray
    held: dict[tuple[int, ...], Belief] = field(default_factory=dict)
    series: dict[tuple[int, ...], int] = field(default_factory=dict)

    @cached_property
    def taught(self) -> np.ndarray:
        """Whether anything is known of each label."""
        return np.array([label in self.panels for label in self.labels], dtype=bool)

    def apply(self, ahead: np.ndarray, part: slice, windows: Windows) -> None:
        """Move, in place, the distributions of some series, shape (len(GRID), horizon, n).

        The new quantile at a normal score s is the old one at shift + spread × s. Between two
        quantiles the value is linear in the score; see REACH.
        """
        code = self.code[part]
        learns = np.flatnonzero(self.taught[code] & (windows.known > 0))
        if not len(learns):
            return
        known = np.minimum(windows.known, LENGTH)
        alike = np.column_stack([code, self.years[part] - windows.lag, known, windows.lag])[learns]
        if (alike == alike[0]).all():
            kinds, kind = alike[:1], np.zeros(len(alike), dtype=int)
        else:
            kinds, kind = np.unique(alike, axis=0, return_inverse=True)
        kind = kind.ravel()
        self._learn(kinds, ahead.shape[1])
        for number, key in enumerate(map(tuple, kinds.tolist())):
            own = learns[kind == number]
            self.series[key] = self.series.get(key, 0) + len(own)
            all_of_them = len(own) == len(code)
            some = ahead if all_of_them else ahead[..., own]
            belief = self.held[key]
            move(some, belief.shift[0], belief.spread[0])
            if not all_of_them:
                ahead[..., own] = some

    def _learn(self, kinds: np.ndarray, horizon: int) -> None:
        """What is believed of kinds not met before."""
        keys = [key for key in map(tuple, kinds.tolist()) if key not in self.held]
        for code in dict.fromkeys(key[0] for key in keys):
            own = [key for key in keys if key[0] == code]
            _, end, known, lag = np.array(own).T
            found = believe(self.panels[self.labels[code]], end, known, horizon + int(lag.max()))
            for row, key in enumerate(own):
                steps = np.s_[row : row + 1, key[3] : key[3] + horizon]
                self.held[key] = Belief(
                    found.shift[steps], found.error[steps], found.spread[steps], found.sure
                )

    def told(self) -> pd.DataFrame:
        """What was learned and applied.

        Returns
        -------
        DataFrame
            One row per panel: panel (its label), series, origins (different years replayed
            from), replayed (outcomes seen), shift (how far outcomes are expected to stand from
            the reference class's median, in its normal scores, in the last year ahead that is
            learned from), error (standard deviation of that), spread (deviation of outcomes in
            that class's own), sure (probability that the panel differs lastingly at all).
        """
        rows = [self._row(code) for code in dict.fromkeys(key[0] for key in self.series)]
        return pd.DataFrame(rows, columns=COLUMNS)

    def _row(self, code: int) -> dict[str, object]:
        keys = [key for key in self.series if key[0] == code]
        series = np.array([self.series[key] for key in keys])
        seen = self.panels[self.labels[code]]
        at = min(self.held[keys[0]].shift.shape[1], LONGEST) - 1
        each = {
            name: np.array([getattr(self.held[key], name)[0, at] for key in keys])
            for name in ("shift", "error", "spread")
        }
        return {
            "panel": self.labels[code],
            "series": int(series.sum()),
            "origins": len(np.unique(seen.origin)),
            "replayed": int(seen.count.sum()),
            **{name: float(series @ values / series.sum()) for name, values in each.items()},
            "sure": self.held[keys[0]].sure,
        }


def move(ahead: np.ndarray, shift: np.ndarray, spread: np.ndarray) -> None:
    """In place, shape (len(GRID), horizon, n): the old quantiles at shift + spread × score."""
    score = np.clip(shift[:, None] + spread[:, None] * SCORES, -REACH, REACH)
    at = np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, len(GRID) - 2)
    share = (score - SCORES[at]) / (SCORES[at + 1] - SCORES[at])
    for step in range(ahead.shape[1]):
        below = ahead[at[step], step]
        above = ahead[at[step] + 1, step]
        above -= below
        above *= share[step][:, None]
        below += above
        ahead[:, step] = below
