"""The projection engine beside its peers, on data sets it has not met, and its cost.

    python scripts/fit_reference.py OFFICIAL_ANNUAL.parquet      # once: networks without a fold
    python -m pip install -e ".[bench]" pyarrow                  # the peers, in a venv of its own
    python benchmarks/projection.py OFFICIAL_ANNUAL.parquet [--series 1500] [--lengths 5 8 12]
    python benchmarks/projection.py --cost                       # seconds and memory against N

Keeps the last n values of each series before its last five, which are the truth. Each series is
projected by the network that was fitted without its data set; each peer is fitted to the series.
Pair by pair, ours runs just before the peer: `ratio` is the peer's seconds over ours in that pair.
`--peers` takes any model of statsforecast by name; AutoCES is left out because it takes minutes. It
also takes `FILE.py:FUNCTION`, for a pretrained model of whoever has its weights: a function of
histories (N, n), horizon and levels (P,) that returns quantiles (N, horizon, P). None was run here.
Writes data/reference/benchmark.csv.
"""

from __future__ import annotations

import argparse
import os
import resource
import runpy
import subprocess
import sys
import time
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from analysis.projection import predict, scores
from analysis.projection.backtest import hold_back
from analysis.projection.levels import GRID, SCORES
from analysis.projection.reference import Reference, read_network
from analysis.projection.training import Panel, folds, forecast_outside, read_panel

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "data" / "reference" / "benchmark.csv"
HORIZON, FOLDS = 5, 5
PEERS = (
    "Naive",
    "LogDrift",
    "LogLinear",
    "AutoTheta",
    "DynamicOptimizedTheta",
    "AutoETS",
    "AutoARIMA",
)
OURS = "engine"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def main() -> None:
    """Run the table, or the cost."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("official", type=Path, nargs="?")
    options.add_argument("--series", type=int, default=1500)
    options.add_argument("--lengths", type=int, nargs="*", default=[5, 8, 12])
    options.add_argument("--peers", nargs="*", default=list(PEERS))
    options.add_argument("--cost", action="store_true")
    options.add_argument("--size", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.size:
        _measure(given.size)
    elif given.cost:
        for size in SIZES:
            subprocess.run([sys.executable, __file__, "--size", str(size)], check=True)
    else:
        table = compare(read_panel(given.official), given.series, given.lengths, given.peers)
        table.to_csv(OUT, index=False, float_format="%.4g", lineterminator="\n")
        print(table.round(3).to_string(index=False))


def compare(panel: Panel, count: int, lengths: list[int], peers: list[str]) -> pd.DataFrame:
    """One row per method and history length."""
    held = folds(panel.dataset, FOLDS)
    outside = [read_network(ROOT / "build" / "reference" / f"fold-{k}.csv") for k in range(FOLDS)]
    chosen = np.random.default_rng(0).permutation(len(panel.dataset))[:count]
    some, fold = panel.take(np.sort(chosen)), held[np.sort(chosen)]
    rows = []
    for points in lengths:
        outcomes, quantiles = forecast_outside(some, fold, outside, points, HORIZON)
        histories, _ = hold_back(some.table, points, HORIZON)
        ours = scores.summarise(outcomes, quantiles)
        pace = [_seconds(lambda h=histories: predict(h, HORIZON, lower=0))[0] for _ in range(5)]
        row = {"seconds_per_1000": 1000 * np.median(pace) / len(histories), "ratio": 1.0}
        rows.append({"method": OURS, "n_history": points, **ours, **row})
        print(f"n = {points}: {OURS} done", flush=True)
        for name in peers:
            rows.append({"method": name, "n_history": points} | _peer(name, histories, outcomes))
            print(f"n = {points}: {name} done", flush=True)
    return pd.DataFrame(rows)


def _peer(name: str, histories: np.ndarray, outcomes: pd.DataFrame) -> dict[str, float]:
    """A peer's scores and time, and how many times as long as ours it took just after."""
    own, _ = _seconds(lambda: predict(histories, HORIZON, lower=0))
    try:
        forecast(name, histories[:3])  # what is compiled or imported once is not timed
        spent, quantiles = _seconds(lambda: forecast(name, histories))
    except Exception as refused:
        print(f"    {name} refuses: {str(refused).splitlines()[0][:90]}")
        return {}
    found = scores.summarise(outcomes, quantiles.reshape(-1, len(GRID)))
    return {
        **found,
        "seconds_per_1000": 1000 * spent / len(histories),
        "ratio": spent / own,
    }


def _seconds(run) -> tuple[float, object]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def forecast(name: str, histories: np.ndarray) -> np.ndarray:
    """Quantiles at GRID, shape (N, HORIZON, len(GRID)), by one peer."""
    if ":" in name:
        return _pretrained(name, histories)
    if name == "LogLinear":
        return predict(histories, HORIZON, lower=0, method="ols").quantiles
    from statsforecast import StatsForecast, models

    logs = name == "LogDrift"
    made = models.RandomWalkWithDrift(alias=name) if logs else getattr(models, name)()
    n, length = histories.shape
    frame = pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(n), length),
            "ds": np.tile(np.arange(length), n),
            "y": (np.log(histories) if logs else histories).ravel(),
        }
    )
    levels = [float(round(100 * (1 - 2 * p), 1)) for p in GRID[GRID < 0.5]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = StatsForecast(models=[made], freq=1, n_jobs=1)
        out = fitted.forecast(df=frame, h=HORIZON, level=levels).sort_values(["unique_id", "ds"])
    shown = str(made)  # what the peer calls its columns
    low = [out[f"{shown}-lo-{level}"] for level in levels]
    high = [out[f"{shown}-hi-{level}"] for level in levels[::-1]]
    grid = np.column_stack([*low, out[shown], *high])
    values = np.exp(grid) if logs else grid
    return np.sort(values, axis=1).reshape(n, HORIZON, -1)


def _pretrained(name: str, histories: np.ndarray) -> np.ndarray:
    """Quantiles at GRID by a function of a file; levels it does not give are read between them.

    A model of few levels may return NaN for the others: between two of its levels the value is
    linear in the normal score, as in `Prediction`, and beyond the outermost it stays there.
    """
    file, _, function = name.rpartition(":")
    made = np.asarray(runpy.run_path(file)[function](histories, HORIZON, GRID), dtype=float)
    wanted = (len(histories), HORIZON, len(GRID))
    if made.shape != wanted:
        raise ValueError(f"{name} gave quantiles of shape {made.shape}, {wanted} are needed")
    rows = made.reshape(-1, len(GRID))
    for row in rows:
        known = ~np.isnan(row)
        row[:] = np.interp(SCORES, SCORES[known], row[known])
    return np.sort(rows, axis=1).reshape(wanted)


def _measure(size: int) -> None:
    """Seconds and peak memory for `size` series of twelve points."""
    rng = np.random.default_rng(0)
    histories = [
        100.0 * np.exp(row)
        for _ in range(max(size // 10_000, 1))
        for row in rng.normal(0.05, 0.06, (min(size, 10_000), 12)).cumsum(axis=1)
    ]
    reference: Reference | None = None
    predict(histories[:10], HORIZON, lower=0, reference=reference)
    spent, _ = _seconds(lambda: predict(histories, HORIZON, lower=0))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{size:>9,} series: {spent:8.4f} s, {1e6 * spent / size:5.2f} µs each, {peak:.2f} GiB")


if __name__ == "__main__":
    main()
