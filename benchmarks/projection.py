"""The projection engine beside its peers, on data sets it has not met, and its cost.

    python scripts/fit_reference.py OFFICIAL_ANNUAL.parquet      # once: networks without a fold
    python -m pip install -e ".[bench]" pyarrow                  # the peers, in a venv of its own
    python benchmarks/projection.py OFFICIAL_ANNUAL.parquet [--series 1500] [--lengths 5 8 12]
    python benchmarks/projection.py --cost                       # seconds and memory against N
    python benchmarks/projection.py OFFICIAL_ANNUAL.parquet --beside AutoTheta [--series 1000]

Keeps the last n values of each series before its last five, which are the truth. Each series is
projected by the network that was fitted without its data set; each peer is fitted to the series.
`--peers` takes what peers.py does; AutoCES is left out because it takes minutes, and no pretrained
model was run here. Writes data/reference/benchmark.csv.

`--beside` times the engine, learning from the panel, and a peer on the same series, in turn.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from analysis.projection import predict, scores
from analysis.projection.backtest import hold_back
from analysis.projection.levels import GRID
from analysis.projection.reference import read_network
from analysis.projection.training import Panel, folds, forecast_outside, read_panel
from peers import HORIZON, PEERS, RefusedError, forecast, said

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "data" / "reference" / "benchmark.csv"
FOLDS = 5
OURS = "engine"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 5  # of the engine beside a peer


def main() -> None:
    """Run the table, or the cost."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("official", type=Path, nargs="?")
    options.add_argument("--series", type=int, default=1500)
    options.add_argument("--lengths", type=int, nargs="*", default=[5, 8, 12])
    options.add_argument("--peers", nargs="*", default=list(PEERS))
    options.add_argument("--beside", metavar="PEER")
    options.add_argument("--cost", action="store_true")
    options.add_argument("--size", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.size:
        _measure(given.size)
    elif given.cost:
        for size in SIZES:
            subprocess.run([sys.executable, __file__, "--size", str(size)], check=True)
    elif given.beside:
        for points in given.lengths:
            _beside(given.beside, _sample(read_panel(given.official), given.series)[0], points)
    else:
        table = compare(read_panel(given.official), given.series, given.lengths, given.peers)
        table.to_csv(OUT, index=False, float_format="%.4g", lineterminator="\n")
        print(table.round(3).to_string(index=False))


def compare(panel: Panel, count: int, lengths: list[int], peers: list[str]) -> pd.DataFrame:
    """One row per method and history length, without scores where a peer refuses that length."""
    outside = [read_network(ROOT / "build" / "reference" / f"fold-{k}.csv") for k in range(FOLDS)]
    some, fold = _sample(panel, count)
    rows = []
    for points in lengths:
        outcomes, quantiles = forecast_outside(some, fold, outside, points, HORIZON)
        histories, _ = hold_back(some.table, points, HORIZON)
        named = {"n_history": points}
        rows.append({"method": OURS, **named, **scores.summarise(outcomes, quantiles)})
        for name in peers:
            rows.append({"method": name, **named, **_peer(name, histories, outcomes)})
    return pd.DataFrame(rows)


def _peer(name: str, histories: np.ndarray, outcomes: pd.DataFrame) -> dict[str, float]:
    try:
        quantiles = said(name, histories)
    except RefusedError as why:
        print(why)
        return {}
    return dict(scores.summarise(outcomes, quantiles.reshape(-1, len(GRID))))


def _sample(panel: Panel, count: int) -> tuple[Panel, np.ndarray]:
    """So many series, and the fold that each is in."""
    chosen = np.sort(np.random.default_rng(0).permutation(len(panel.dataset))[:count])
    return panel.take(chosen), folds(panel.dataset, FOLDS)[chosen]


def _beside(name: str, some: Panel, points: int) -> None:
    """Seconds of a peer and of the engine, which learns from the panel, on the same series."""
    histories, _ = hold_back(some.table, points, HORIZON)
    forecast(name, histories[:3])  # what is compiled or imported once is not timed
    ours = [_seconds(lambda: predict(histories, HORIZON, lower=0)) for _ in range(ROUNDS + 1)]
    theirs = _seconds(lambda: forecast(name, histories))
    own = statistics.median(ours[1:])
    print(
        f"n = {points}, {len(histories):,} series: {name} {theirs:.3f} s, engine {own:.5f} s "
        f"(median of {ROUNDS}), {theirs / own:,.0f} times",
        flush=True,
    )


def _seconds(run) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _measure(size: int) -> None:
    """Processor seconds and peak memory for `size` series of twelve points."""
    rng = np.random.default_rng(0)
    histories = [
        100.0 * np.exp(row)
        for _ in range(max(size // 10_000, 1))
        for row in rng.normal(0.05, 0.06, (min(size, 10_000), 12)).cumsum(axis=1)
    ]
    predict(histories[:10], HORIZON, lower=0)
    spent = _seconds(lambda: predict(histories, HORIZON, lower=0))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{size:>9,} series: {spent:8.4f} s, {1e6 * spent / size:5.2f} µs each, {peak:.2f} GiB")


if __name__ == "__main__":
    main()
