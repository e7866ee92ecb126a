"""What misses in the league are made of: what calibration could mend, and what it could not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .trials import OURS, QUANTILES

HELD = 0.005  # probabilities are held this far inside (0, 1) before their odds are taken
FARTHEST = 6.0  # log-odds that a group may be moved by, where all or none of it came true
STEPS = 50  # of Newton's method
KIN = {"by_indicator": ["indicator_id"], "by_indicator_year": ["indicator_id", "year"]}


def misses(chances: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Our Brier score and a ruler's in three parts, over all questions and some of them.

    Score = miscalibration - discrimination + uncertainty: what the best rising map of the stated
    chances to chances would take off, what so mapped they gain on the share that came true, and
    the score of that share [Dimitriadis, Gneiting and Jordan 2021, PNAS 118(8), e2016191118].

    Parameters
    ----------
    chances : DataFrame
        From `league.map_to_chances`.
    rule : str
        The ruler to stand beside ours.

    Returns
    -------
    DataFrame
        part (all, left_1 … , quantile_0.25 …), method, brier, miscalibration, discrimination,
        uncertainty; by_indicator and by_indicator_year: the score left if it had been known by how
        much (one shift of the log-odds) the chances of each indicator, or of each in each year the
        question was asked, lay too high or too low, which nobody knew. Every indicator weighs the
        same.
    """
    parts = {
        "all": np.ones(len(chances), dtype=bool),
        **{f"left_{left}": chances["left"] == left for left in sorted(chances["left"].unique())},
        **{f"quantile_{q:.2f}": chances["quantile"] == q for q in QUANTILES},
    }
    rows = []
    for part, own in parts.items():
        for method in (OURS, rule):
            some = chances[own & (chances["method"] == method)]
            if len(some):
                rows.append({"part": part, "method": method, **_parts(some)})
    return pd.DataFrame(rows)


def _parts(some: pd.DataFrame) -> dict[str, float]:
    said, true = some["chance"].to_numpy(float), some["came_true"].to_numpy(float)
    size = some.groupby("indicator_id")["indicator_id"].transform("size").to_numpy(float)
    weight = (1.0 / size) / (1.0 / size).sum()

    def brier(made: np.ndarray | float) -> float:
        return float(weight @ (made - true) ** 2)

    score, mapped, share = brier(said), brier(_rising(said, true, weight)), weight @ true
    return {
        "brier": score,
        "miscalibration": score - mapped,
        "discrimination": brier(share) - mapped,
        "uncertainty": brier(share),
        **{
            name: brier(_moved(said, true, some.groupby(keys).ngroup().to_numpy()))
            for name, keys in KIN.items()
        },
    }


def _rising(said: np.ndarray, true: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The map of chances that never falls and has the least weighted score."""
    from scipy.optimize import isotonic_regression  # only where a league is made

    at = np.unique(said, return_inverse=True)[1]
    held = np.bincount(at, weight)
    shares = np.bincount(at, weight * true) / held
    return isotonic_regression(shares, weights=held).x[at]


def _moved(said: np.ndarray, true: np.ndarray, group: np.ndarray) -> np.ndarray:
    """The chances with one shift of the log-odds for each group, of the greatest likelihood."""
    held = np.clip(said, HELD, 1.0 - HELD)
    odds = np.log(held / (1.0 - held))
    shift = np.zeros(group.max() + 1)
    for _ in range(STEPS):
        made = 1.0 / (1.0 + np.exp(-(odds + shift[group])))
        slope, bend = np.bincount(group, true - made), np.bincount(group, made * (1.0 - made))
        step = np.clip(slope / np.maximum(bend, 1e-6), -1.0, 1.0)
        shift = np.clip(shift + step, -FARTHEST, FARTHEST)
    return 1.0 / (1.0 + np.exp(-(odds + shift[group])))
