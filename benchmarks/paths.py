"""Sums, means, every year and ever, on data sets that neither network nor copula has met.

    python scripts/fit_reference.py OFFICIAL_ANNUAL.parquet      # once: networks without a fold
    python benchmarks/paths.py OFFICIAL_ANNUAL.parquet [--lengths 5 8 12]
    python benchmarks/paths.py --cost                            # seconds for 1,000 paths of 10,000

The last five years of each series are held back and projected by the network that was fitted
without its data set; the years are joined by the copula of the other folds' errors, as if they
were perfectly dependent, and as if they had nothing to do with each other. Scored are the mean of
the five years (a sum is five times it), the lowest (every year lies above what it lies above) and
the highest (some year, ever, lies above what it lies above), each beside the chance that it reaches
the last value grown by `scores.GROWTHS`: to the same year for the mean, in all five for the others.
Writes data/reference/paths_scores.csv.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from analysis.projection import predict, scores
from analysis.projection.copula import errors, fit
from analysis.projection.levels import GRID
from analysis.projection.paths import CLASSES, FARTHEST, Dependence, draw
from analysis.projection.reference import read_network
from analysis.projection.training import Panel, folds, forecast_outside, read_panel

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "data" / "reference" / "paths_scores.csv"
HORIZON, FOLDS, DRAWS = 5, 5, 1000
MEASURES: dict[str, Callable] = {"mean": np.mean, "lowest": np.min, "highest": np.max}
WAYS = ("paths", "perfect", "independent")


def main() -> None:
    """Run the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("official", type=Path, nargs="?")
    options.add_argument("--cost", action="store_true")
    options.add_argument("--lengths", type=int, nargs="*", default=[5, 8, 12])
    given = options.parse_args()
    if given.cost:
        cost()
        return
    table = compare(read_panel(given.official), given.lengths)
    table.to_csv(OUT, index=False, float_format="%.4g", lineterminator="\n")
    print(table.round(3).to_string(index=False))


def cost(series: int = 10_000) -> None:
    """Processor seconds and peak memory, all at once and in chunks."""
    noise = np.random.default_rng(0).normal(0.05, 0.1, (series, 12))
    made = predict(100.0 * np.exp(noise.cumsum(axis=1)), HORIZON, lower=0)
    next(made.draws_in_chunks(DRAWS))
    for name, run in (
        ("in chunks", lambda: sum(len(drawn) for _, drawn in made.draws_in_chunks(DRAWS))),
        ("at once", lambda: len(made.draws(DRAWS))),
    ):
        start = time.process_time()
        run()
        spent = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"{DRAWS} paths of {series:,} series, {name}: {spent:.2f} s, peak {peak:.2f} GiB")


def compare(panel: Panel, lengths: list[int]) -> pd.DataFrame:
    """One row per history length, measure and way of joining the years."""
    held = folds(panel.dataset, FOLDS)
    outside = [read_network(ROOT / "build" / "reference" / f"fold-{k}.csv") for k in range(FOLDS)]
    score, spread, dataset = errors(panel, held, outside)
    fold_of = dict(zip(panel.dataset, held, strict=True))
    fold = np.array([fold_of[name] for name in dataset])
    learned = [fit(score[fold != k], spread[fold != k], dataset[fold != k]) for k in range(FOLDS)]
    rows = []
    for points in lengths:
        outcomes, quantiles = forecast_outside(panel, held, outside, points, HORIZON)
        quantiles = quantiles.reshape(-1, HORIZON, len(GRID))
        actual = outcomes["actual"].to_numpy(float).reshape(-1, HORIZON)
        last = outcomes["last"].to_numpy(float)[::HORIZON]
        own = outcomes["fold"].to_numpy(int)[::HORIZON]
        for way in WAYS:
            paths = np.empty((len(quantiles), DRAWS, HORIZON))
            for k in range(FOLDS):
                paths[own == k] = _joined(quantiles[own == k], learned[k], way)
            for name, measure in MEASURES.items():
                found = _scores(measure(paths, axis=2), measure(actual, axis=1), last, name)
                rows.append({"n_history": points, "measure": name, "joined": way, **found})
    return pd.DataFrame(rows)


def _joined(quantiles: np.ndarray, learned: Dependence, way: str) -> np.ndarray:
    steps = np.tile(np.arange(1, HORIZON + 1), (len(quantiles), 1))
    if way == "perfect":  # every year by itself gives its draws from the lowest to the highest
        return draw(quantiles, np.zeros_like(steps), DRAWS, dependence=learned)
    if way == "independent":
        apart = np.broadcast_to(np.eye(FARTHEST), (len(CLASSES), FARTHEST, FARTHEST))
        return draw(quantiles, steps, DRAWS, dependence=Dependence(learned.edges, apart))
    return draw(quantiles, steps, DRAWS, dependence=learned)


def _scores(made: np.ndarray, actual: np.ndarray, last: np.ndarray, name: str) -> dict[str, float]:
    """Coverage, and calibration and sharpness of the statements."""
    made = np.sort(made, axis=1)
    low80, high80, low95, high95 = np.quantile(made, [0.1, 0.9, 0.025, 0.975], axis=1)
    years = np.arange(1, HORIZON + 1) if name == "mean" else np.array([HORIZON])
    goals = [last * np.mean((1.0 + g) ** years) for g in scores.GROWTHS]
    said = np.column_stack([(made >= g[:, None]).mean(axis=1) for g in goals])
    came = np.column_stack([actual >= g for g in goals])
    bins = scores.reliability(said, came)
    share = bins["statements"] / bins["statements"].sum()
    return {
        "series": len(actual),
        "covered80": ((low80 <= actual) & (actual <= high80)).mean(),
        "covered95": ((low95 <= actual) & (actual <= high95)).mean(),
        "ece": (share * (bins["said"] - bins["true"]).abs()).sum(),
        "brier": ((said - came) ** 2).mean(),
    }


if __name__ == "__main__":
    main()
