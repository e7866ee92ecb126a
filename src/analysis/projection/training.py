"""Estimate the reference class: a quantile network fitted to windows of public series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from . import scale
from .backtest import hold_back
from .engine import pooled
from .features import describe
from .levels import GRID, LEVELS, SCORES
from .network import BENDS, FARTHEST, bends, by_year
from .reference import CLIP, SPREAD, Reference
from .scores import score
from .windows import LENGTH

HORIZON = FARTHEST
WINDOWS = 60  # drawn from each series
RECENT = 0.4  # an origin is uniform ** RECENT of the way through a series: recent years count more
SHORTER = 3.0  # a history of n points is drawn with weight 1 / (n + SHORTER)
GAPPY, DROPPED = 0.3, 0.7  # share of windows with missing years, largest share of years missing
COUNTS, SIGNED = 0.05, 0.04  # share of windows rounded to small counts, or moved across zero
PER_WINDOW = 10  # outcomes learned from one window
TAIL_SHARES = np.arange(0.0, 0.31, 0.02).round(2)
CALM_SHARES = np.arange(0.0, 0.31, 0.02).round(2)
CROWD = 0.15  # a data set of k series weighs k ** -CROWD a series
HIDDEN = (64, 48)
NETWORKS = 2  # fitted from different draws, then averaged
EPOCHS, BATCH, RATE, WARM = 20, 512, 4e-3, 0.15
FAR = 60.0  # scaled outcomes beyond this count as this
IMPORTANCE = (1.0 / np.sqrt(np.minimum(LEVELS, 1.0 - LEVELS))).astype(np.float32)
AT_LEVELS = IMPORTANCE * LEVELS.astype(np.float32)


@dataclass(frozen=True)
class Panel:
    """Annual series without gaps.

    Attributes
    ----------
    table : ndarray, shape (S, T)
        Right-aligned, NaN before the first year.
    dataset : ndarray of str, shape (S,)
    until : int
        The last year of any.
    """

    table: np.ndarray
    dataset: np.ndarray
    until: int = 0

    @property
    def length(self) -> np.ndarray:
        return (~np.isnan(self.table)).sum(axis=1)

    def take(self, rows: np.ndarray) -> Panel:
        return Panel(self.table[rows], self.dataset[rows], self.until)


def read_panel(path: Path) -> Panel:
    """Read series_id, dataset, year, value from a Parquet file."""
    table = pd.read_parquet(path).sort_values(["series_id", "year"])
    series = table.groupby("series_id", sort=False)
    rows = [values.to_numpy(float) for _, values in series["value"]]
    out = np.full((len(rows), max(map(len, rows))), np.nan)
    for row, values in zip(out, rows, strict=True):
        row[-len(values) :] = values
    return Panel(out, series["dataset"].first().to_numpy(str), int(table["year"].max()))


def folds(dataset: np.ndarray, count: int, seed: int = 0) -> np.ndarray:
    """A fold for every series, all series of a data set in the same one."""
    names = np.unique(dataset)
    order = np.random.default_rng(seed).permutation(len(names)) % count
    return order[np.searchsorted(names, dataset)]


def fit(panel: Panel, seed: int, networks: int = NETWORKS) -> Reference:
    """Fit networks to different draws of windows and average them."""
    found = None
    for member in range(networks):
        rng = np.random.default_rng([seed, member])
        one = train(draw_examples(panel, rng), rng, like=found)
        found = one if found is None else replace(found, members=found.members + one.members)
    return replace(found, until=panel.until)


@dataclass(frozen=True)
class Examples:
    """Told histories and what followed: inputs (W, features), scaled changes and their weights
    (W, HORIZON), a year without an outcome weighing nothing."""

    inputs: np.ndarray
    outcome: np.ndarray
    weight: np.ndarray


def draw_examples(panel: Panel, rng: np.random.Generator) -> Examples:
    """Draw windows from every series and tell each as the engine would."""
    series = np.repeat(np.arange(len(panel.dataset)), WINDOWS)
    past, future = _draw_windows(panel, series, rng)
    lower = _disguise(past, future, rng)
    usable = np.nan_to_num(past).max(axis=1) > np.where(np.isfinite(lower), 0.0, -np.inf)
    past, future, lower, series = (a[usable] for a in (past, future, lower, series))
    fitted = scale.choose(past.T, lower, np.full(len(past), np.inf))
    told = describe(fitted.forward(past.T), fitted.kind)
    steps = np.arange(1, HORIZON + 1)
    change = fitted.forward(future.T).T - told.last[:, None]
    outcome = change / (told.scale[:, None] * steps**SPREAD)
    there = ~np.isnan(outcome)
    share = PER_WINDOW / np.maximum(there.sum(axis=1), PER_WINDOW)
    crowd = pd.Series(panel.dataset).map(pd.Series(panel.dataset).value_counts()).to_numpy(float)
    weight = ((crowd**-CROWD)[series] * share)[:, None] * there
    return Examples(
        told.table.T.astype(np.float32),
        np.clip(np.nan_to_num(outcome), -FAR, FAR).astype(np.float32),
        (weight / weight.sum(axis=1).mean()).astype(np.float32),
    )


def _draw_windows(
    panel: Panel, series: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Histories (W, LENGTH) and what followed (W, HORIZON), from random years of the series."""
    lengths, width = panel.length[series], panel.table.shape[1]
    upto = 1 + (rng.random(len(series)) ** RECENT * (lengths - 1)).astype(int)
    points = np.arange(1, LENGTH + 1)
    weights = 1.0 / (points + SHORTER)
    drawn = rng.choice(points, p=weights / weights.sum(), size=len(series))
    end = width - lengths + upto - 1
    back = np.arange(LENGTH - 1, -1, -1)
    inside = back < np.minimum(drawn, upto)[:, None]
    past = panel.table[series[:, None], np.maximum(end[:, None] - back, 0)]
    ahead = end[:, None] + np.arange(1, HORIZON + 1)
    future = panel.table[series[:, None], np.minimum(ahead, width - 1)]
    missing = np.where(rng.random(len(series)) < GAPPY, rng.uniform(0, DROPPED, len(series)), 0.0)
    gone = rng.random(past.shape) < missing[:, None]
    gone[:, -1] = False
    return np.where(inside & ~gone, past, np.nan), np.where(ahead < width, future, np.nan)


def _disguise(past: np.ndarray, future: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Turn some windows, in place, into small counts and some into series across zero.

    Public series of either kind are rare; these are true histories in another unit. Returns
    the lower bound of each window.
    """
    kind = rng.random(len(past))
    counts, signed = kind < COUNTS, kind > 1.0 - SIGNED
    size = np.exp(rng.uniform(np.log(0.7), np.log(60.0), len(past)))
    unit = (np.nanmean(past, axis=1) / size)[:, None]
    low, high = np.nanmin(past, axis=1), np.nanmax(past, axis=1)
    zero = (low + (high - low) * rng.uniform(-0.3, 1.3, len(past)))[:, None]
    for values in (past, future):
        values[counts] = np.round(values[counts] / unit[counts])
        values[signed] -= zero[signed]
    return np.where(signed, -np.inf, 0.0)


def train(examples: Examples, rng: np.random.Generator, like: Reference | None = None) -> Reference:
    """Fit one network by the pinball loss, weighted so that tails count [Koenker 2005, ch. 1].

    Adam [Kingma and Ba 2015] with a short warm-up and cosine decay. `like` gives the
    standardisation, so that networks can be averaged.
    """
    told = examples.inputs[examples.weight.any(axis=1)]
    mean = told.mean(axis=0) if like is None else like.mean
    deviation = told.std(axis=0) + 1e-6 if like is None else like.deviation
    table = np.clip((examples.inputs - mean) / deviation, -CLIP, CLIP).astype(np.float32)
    weights = _start(table.shape[1], rng)
    first, second = ([np.zeros_like(w) for w in weights] for _ in range(2))
    batches = len(table) // BATCH
    for step in range(1, EPOCHS * batches + 1):
        at = (step - 1) % batches
        if at == 0:
            order = rng.permutation(len(table))
        some = order[at * BATCH : (at + 1) * BATCH]
        slopes = gradient(weights, table[some], examples.outcome[some], examples.weight[some])
        rate = RATE * _pace(step / (EPOCHS * batches))
        _adam(weights, slopes, first, second, step, rate)
    layers = tuple(zip(weights[::2], weights[1::2], strict=True))
    return Reference(mean.astype(np.float32), deviation.astype(np.float32), (layers,))


def _start(inputs: int, rng: np.random.Generator) -> list[np.ndarray]:
    sizes = [inputs, *HIDDEN, BENDS * len(LEVELS)]
    weights = []
    for before, after in pairwise(sizes):
        weights.append((rng.standard_normal((before, after)) / np.sqrt(before)).astype(np.float32))
        weights.append(np.zeros(after, np.float32))
    weights[-2] *= 0.1
    weights[-1][: len(LEVELS)] = SCORES[1:-1]
    return weights


def gradient(
    weights: list[np.ndarray], inputs: np.ndarray, outcome: np.ndarray, importance: np.ndarray
) -> list[np.ndarray]:
    """Gradient of the mean weighted pinball loss by each array of weights.

    Every year ahead is an output of its own, whose weights are sums of those of `bends`.
    """
    w1, b1, w2, b2, w3, b3 = weights
    rows, years = outcome.shape
    bent = bends(np.arange(1, years + 1)).astype(w3.dtype)
    third = _by_year(w3, bent)
    one = np.tanh(inputs @ w1 + b1)
    two = np.tanh(one @ w2 + b2)
    raw = (two @ third + _by_year(b3[None], bent)).reshape(rows, years, -1)
    by_raw, there = np.zeros_like(raw), importance > 0
    by_raw[there] = _by_level(raw[there], outcome[there], importance[there] / rows)
    by_raw = by_raw.reshape(rows, -1)
    by_two = (by_raw @ third.T) * (1.0 - two**2)
    by_one = (by_two @ w2.T) * (1.0 - one**2)
    return [
        *(inputs.T @ by_one, by_one.sum(axis=0)),
        *(one.T @ by_two, by_two.sum(axis=0)),
        *(_by_bend(two.T @ by_raw, bent), _by_bend(by_raw.sum(axis=0)[None], bent)[0]),
    ]


def _by_year(weights: np.ndarray, bent: np.ndarray) -> np.ndarray:
    """`network.by_year` with the levels of a year side by side."""
    made = by_year(weights, bent).reshape(len(weights), len(LEVELS), -1)
    return made.transpose(0, 2, 1).reshape(len(weights), -1)


def _by_bend(slopes: np.ndarray, bent: np.ndarray) -> np.ndarray:
    """From slopes by what `_by_year` makes, those by what it is made of."""
    each = slopes.reshape(len(slopes), bent.shape[1], -1)
    return np.matmul(bent, each).reshape(len(slopes), -1)


def _by_level(raw: np.ndarray, outcome: np.ndarray, importance: np.ndarray) -> np.ndarray:
    """Slope of each level's pinball loss by its output, shape (n, len(LEVELS))."""
    slope = (outcome[:, None] < raw) * IMPORTANCE
    slope -= AT_LEVELS
    slope *= importance[:, None]
    return slope


def _pace(done: float) -> float:
    return done / WARM if done < WARM else 0.5 * (1.0 + np.cos(np.pi * (done - WARM) / (1 - WARM)))


def _adam(weights, slopes, first, second, step, rate) -> None:
    """One step, in place."""
    for w, g, m, v in zip(weights, slopes, first, second, strict=True):
        m += 0.1 * (g - m)
        v += 0.001 * (g * g - v)
        w -= rate * (m / (1.0 - 0.9**step)) / (np.sqrt(v / (1.0 - 0.999**step)) + 1e-8)


def forecast_outside(
    panel: Panel, fold: np.ndarray, outside: list[Reference], points: int, horizon: int
) -> tuple[pd.DataFrame, np.ndarray]:
    """Forecasts of each series by the reference that was fitted without its data set.

    Returns
    -------
    outcomes, quantiles
        See `backtest.hold_back` and `scores.score`; fold and dataset are added.
    """
    histories, outcomes = hold_back(panel.table, points, horizon)
    series = outcomes["series"].to_numpy()[::horizon]
    quantiles = np.empty((len(series), horizon, len(GRID)))
    for k, reference in enumerate(outside):
        own = fold[series] == k
        bound = np.zeros(own.sum())
        quantiles[own] = pooled(histories[own], horizon, bound, bound + np.inf, reference)[0]
    told = outcomes.assign(fold=fold[outcomes["series"]], dataset=panel.dataset[outcomes["series"]])
    return told, quantiles.reshape(-1, len(GRID))


def tail_share(
    panel: Panel, fold: np.ndarray, outside: list[Reference], lengths: tuple[int, ...], horizon: int
) -> np.ndarray:
    """The share of `Reference.tails` that serves all folds but one best, for each fold, and all.

    Best is the mean coverage of the 95 % interval in the last year, over thirds of volatility
    and lengths, that is nearest to 0.95.

    Returns
    -------
    ndarray, shape (folds + 1,)
        Element k was chosen without fold k; the last with all.
    """
    return _share(panel, fold, outside, lengths, horizon, "tails", TAIL_SHARES)


def calm_share(
    panel: Panel, fold: np.ndarray, outside: list[Reference], lengths: tuple[int, ...], horizon: int
) -> np.ndarray:
    """The share of `Reference.calm` likewise: by the 80 % interval, over the calmest third."""
    return _share(panel, fold, outside, lengths, horizon, "calm", CALM_SHARES)


def _share(
    panel: Panel,
    fold: np.ndarray,
    outside: list[Reference],
    lengths: tuple[int, ...],
    horizon: int,
    name: str,
    shares: np.ndarray,
) -> np.ndarray:
    misses = []
    for share in shares:
        trial = [replace(reference, **{name: float(share)}) for reference in outside]
        each = [forecast_outside(panel, fold, trial, n, horizon) for n in lengths]
        misses.append([_misses(*made, name) for made in each])
    by_fold = np.array(misses)  # shares, lengths, folds + 1, thirds
    return shares[np.abs(by_fold.mean(axis=(1, 3))).argmin(axis=0)]


def _misses(outcomes: pd.DataFrame, quantiles: np.ndarray, name: str) -> list[list[float]]:
    """Coverage less what is due by third of volatility, without each fold in turn and with all."""
    at_end = outcomes["horizon"] == outcomes["horizon"].max()
    ends = score(outcomes[at_end], quantiles[at_end.to_numpy()])
    third = pd.qcut(ends["volatility"], 3, labels=False)
    column, due, thirds = ("covered95", 0.95, 3) if name == "tails" else ("covered80", 0.8, 1)
    without = [ends["fold"] != k for k in range(ends["fold"].max() + 1)] + [ends["fold"] >= 0]
    return [
        (ends[rows].groupby(third[rows])[column].mean() - due).tolist()[:thirds] for rows in without
    ]
