"""Estimate how the errors of a projection's years went together, see `paths.Dependence`."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from .levels import cumulative
from .paths import CLASSES, FARTHEST, Dependence, volatility
from .reference import Reference
from .training import Panel, forecast_outside

LENGTHS = (3, 5, 8, 12)
AHEAD = (5, 10, FARTHEST)  # a series too short for the last tells of the years that it has
CERTAIN = 1e-3  # an outcome counts as no more surprising than this


def errors(
    panel: Panel, held: np.ndarray, outside: list[Reference]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Normal scores (windows, FARTHEST), NaN beyond a window; volatility and data set of each."""
    scores, spread, dataset = [], [], []
    for points in LENGTHS:
        for ahead in AHEAD:
            outcomes, quantiles = forecast_outside(panel, held, outside, points, ahead)
            chance = cumulative(quantiles, outcomes["actual"].to_numpy(float))
            z = ndtri(np.clip(chance, CERTAIN, 1.0 - CERTAIN)).reshape(-1, ahead)
            scores.append(np.pad(z, ((0, 0), (0, FARTHEST - ahead)), constant_values=np.nan))
            spread.append(volatility(quantiles[::ahead]))
            dataset.append(outcomes["dataset"].to_numpy(str)[::ahead])
    return np.concatenate(scores), np.concatenate(spread), np.concatenate(dataset)


def fit(scores: np.ndarray, spread: np.ndarray, dataset: np.ndarray) -> Dependence:
    """The correlations in each third of volatility, made those of some joint distribution."""
    edges = np.quantile(spread, [1 / 3, 2 / 3])
    kind = np.searchsorted(edges, spread, side="right")
    each = [_correlation(scores[kind == k], dataset[kind == k]) for k in range(len(CLASSES))]
    return Dependence(edges, np.stack(each))


def _correlation(scores: np.ndarray, dataset: np.ndarray) -> np.ndarray:
    """About zero, in pairs of years, every data set of the same weight in each pair."""
    _, code = np.unique(dataset, return_inverse=True)
    found = np.eye(FARTHEST)
    for a in range(FARTHEST):
        for b in range(a + 1, FARTHEST):
            both = ~np.isnan(scores[:, a] + scores[:, b])
            weight = 1.0 / np.bincount(code[both], minlength=code.max() + 1)[code[both]]
            x, y = scores[both, a], scores[both, b]
            found[a, b] = (weight * x * y).sum() / np.sqrt(
                (weight * x * x).sum() * (weight * y * y).sum()
            )
            found[b, a] = found[a, b]
    size, direction = np.linalg.eigh(found)
    mended = direction * np.maximum(size, 1e-4) @ direction.T
    scale = np.sqrt(np.diag(mended))
    return mended / scale / scale[:, None]
