"""The engine with and without what a panel teaches, beside a random walk with drift and others.

    python scripts/fit_reference.py OFFICIAL_ANNUAL.parquet      # once: networks without a fold
    python benchmarks/panels.py OFFICIAL_ANNUAL.parquet M4_YEARLY.parquet [--lengths 5 6 8 10 15]

Three kinds of panels: the data sets of official statistics, each by the network that was fitted
without it; the categories of the M4 competition; the provinces of the plan in data/. The last n
values of each series before its last five are the history, nothing else is handed over, and the
five are the truth. `--whole` hands over all that came before them. `--peers` takes any method of
benchmarks/projection.py. Writes data/reference/panels.csv.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from analysis import load_plan
from analysis.projection import predict, scores
from analysis.projection.backtest import hold_back
from analysis.projection.levels import GRID
from analysis.projection.panel import history
from analysis.projection.reference import Reference, read_network
from analysis.projection.training import folds, read_panel
from analysis.records.observations import read_observations
from analysis.records.vintages import as_of_view
from projection import FOLDS, HORIZON, ROOT, forecast

OUT = ROOT / "data" / "reference" / "panels.csv"
PLAN = "shanxi-innovation-14"
LENGTHS = (5, 6, 8, 10, 15)
ALONE, TAUGHT, DRIFT = "engine alone", "engine", "LogDrift"
FAR = 50.0  # an error of one series beyond this counts as this
SMALLEST = 8  # series of a data set that is shown as a panel of its own
SCORED = ["mase", "wis", "brier", "log"]


@dataclass(frozen=True)
class Set:
    """Series right-aligned (S, T), the panel of each, and the networks that have not met them."""

    name: str
    table: np.ndarray
    panel: np.ndarray
    references: list[tuple[Reference | None, np.ndarray]]


def main() -> None:
    """Run the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("official", type=Path)
    options.add_argument("m4", type=Path)
    options.add_argument("--lengths", type=int, nargs="*", default=list(LENGTHS))
    options.add_argument("--series", type=int, default=1200, help="of each M4 category")
    options.add_argument("--peers", nargs="*", default=[DRIFT])
    options.add_argument("--whole", action="store_true", help="hand over the whole past")
    given = options.parse_args()
    rows = []
    for some in sets(given.official, given.m4, given.series):
        for points in given.lengths:
            rows += compare(some, points, given.peers, whole=given.whole)
    table = pd.DataFrame(rows)
    shown = table[table["horizon"] == "all"].drop(columns="horizon")
    print(shown.round(3).to_string(index=False))
    table.to_csv(OUT, index=False, float_format="%.4g", lineterminator="\n")


def sets(official: Path, m4: Path, most: int) -> Iterator[Set]:
    public = read_panel(official)
    held = folds(public.dataset, FOLDS)
    folder = ROOT / "build" / "reference"
    outside = [(read_network(folder / f"fold-{k}.csv"), held == k) for k in range(FOLDS)]
    yield Set("official", public.table, public.dataset, outside)
    yearly = pd.read_parquet(m4)
    order = np.random.default_rng(0).permutation(len(yearly))
    some = yearly.iloc[np.sort(order)].groupby("category").head(most)
    yield Set("M4", _aligned(some["values"]), some["category"].to_numpy(), [(None, _all(some))])
    plan = load_plan(PLAN, root=ROOT)
    known = as_of_view(read_observations(plan, root=ROOT))
    wide = known.groupby("indicator_id")["region"].transform("nunique") >= 20
    up = plan.indicators.set_index("indicator_id")["direction"]
    series = known[wide].groupby(["indicator_id", "region"], sort=False)
    rows = [history(own) for _, own in series]
    wanted = np.array([up[key[0]] for key in series.groups], dtype=object)
    last = [int(own["year"].max()) for _, own in series]
    end = pd.Series(last).mode().max()  # of a later year only a few figures may be out
    kept = [i for i in range(len(rows)) if last[i] == end]
    panels = np.array([f"provinces, wanted {w}" for w in wanted])[kept]
    yield Set("provinces", _aligned([rows[i] for i in kept]), panels, [(None, _all(kept))])


def _all(rows) -> np.ndarray:
    return np.ones(len(rows), dtype=bool)


def _aligned(rows) -> np.ndarray:
    out = np.full((len(rows), max(map(len, rows))), np.nan)
    for row, values in zip(out, rows, strict=True):
        row[len(row) - len(values) :] = values
    return out


def compare(some: Set, points: int, peers: list[str], *, whole: bool) -> list[dict[str, object]]:
    """One row per panel, horizon and method."""
    if some.table.shape[1] < points + HORIZON:
        return []
    histories, outcomes = hold_back(some.table, points, HORIZON)
    at = outcomes["series"].to_numpy()[::HORIZON]
    given = some.table[at, :-HORIZON] if whole else histories
    made = {name: _ours(some, at, given, taught=name == TAUGHT) for name in (ALONE, TAUGHT)}
    made |= {name: forecast(name, histories).reshape(-1, len(GRID)) for name in peers}
    each = {name: _scored(outcomes, quantiles) for name, quantiles in made.items()}
    label = some.panel[outcomes["series"]]
    size = pd.Series(label).map(pd.Series(label).value_counts()).to_numpy() // HORIZON
    rows = []
    for panel in [None, *pd.unique(label[size >= SMALLEST])]:
        mine = np.ones(len(label), dtype=bool) if panel is None else label == panel
        named = {"set": some.name, "panel": panel or "all", "n_history": points}
        for horizon in ["all", *range(1, HORIZON + 1)]:
            here = mine if horizon == "all" else mine & (outcomes["horizon"] == horizon).to_numpy()
            for name in made:
                found = _means(each[name][here], each[TAUGHT][here], made[name][here])
                rows.append({**named, "horizon": horizon, "method": name, **found})
    return rows


def _ours(some: Set, at: np.ndarray, given: np.ndarray, *, taught: bool) -> np.ndarray:
    made = np.empty((len(at), HORIZON, len(GRID)))
    labels = some.panel[at] if taught else np.arange(len(at))
    for reference, fold in some.references:
        own = fold[at]
        parts = predict(given[own], HORIZON, lower=0, panel=labels[own], reference=reference)
        made[own] = parts.quantiles
    return made.reshape(-1, len(GRID))


def _scored(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.DataFrame:
    """Scores of each forecast, and the weighted interval score: twice the mean pinball loss."""
    table = scores.score(outcomes, quantiles)
    short = outcomes["actual"].to_numpy()[:, None] - quantiles
    loss = np.where(short >= 0, GRID * short, (GRID - 1.0) * short)[:, 1:-1].mean(axis=1)
    scale = outcomes["scale"].to_numpy()
    return table.assign(
        mase=table["error"].clip(upper=FAR), wis=np.minimum(2.0 * loss / scale, FAR)
    )


def _means(scored: pd.DataFrame, ours: pd.DataFrame, quantiles: np.ndarray) -> dict[str, float]:
    """Means; by how much ours is better, in standard errors of the series' differences (t)."""
    said = scores.reliability(scores.chances(scored, quantiles), scores.came_true(scored))
    off = (said["said"] - said["true"]).abs() * said["statements"]
    found = {
        "series": scored["series"].nunique(),
        **scored[SCORED].mean(),
        "ece": off.sum() / said["statements"].sum(),
        **scored[["covered80", "covered95"]].mean(),
        "above80": (scored["pit"] > 0.9).mean(),
        "below80": (scored["pit"] < 0.1).mean(),
        "pit": scored["pit"].mean(),
    }
    for name in SCORED:
        gain = (scored[name] - ours[name]).groupby(scored["series"]).mean().dropna()
        error = gain.std() / np.sqrt(len(gain)) if len(gain) > 1 else np.nan
        found[f"t_{name}"] = gain.mean() / error if error else np.nan
    return found


if __name__ == "__main__":
    main()
