"""Make data/reference/ again: what the projection engine knows of other series.

    python scripts/fit_reference.py [OFFICIAL_ANNUAL.parquet]

Reads public annual series (series_id, dataset, year, value), fits the reference network to all of
them for use, and five more times with a fifth of the data sets left out, to see how it does on
data sets it has never met. Writes to data/reference/

    public_series.csv  the data sets, how many series of each, from when to when
    network.csv        the weights
    scores.csv         scores on data sets left out, by history length and third of volatility
    reliability.csv    share of outcomes at or below each quantile, by history length
    statements.csv     probabilities that were stated and the share that came true
    regional.csv       how outcomes in the provinces stood to it, by origin, horizon and vintage

and the five networks to build/reference/ for benchmarks/projection.py. Without a file, it makes
regional.csv alone, from the network that is there. About ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one process a core; read when numpy is loaded

import numpy as np
import pandas as pd

from analysis import load_plan
from analysis.judging.trials import FEWEST_REGIONS
from analysis.projection import scores
from analysis.projection.levels import GRID
from analysis.projection.reference import Reference, to_table
from analysis.projection.regional import learn_regions
from analysis.projection.training import (
    Panel,
    calm_share,
    fit,
    folds,
    forecast_outside,
    read_panel,
    tail_share,
)
from analysis.records.observations import read_observations
from analysis.records.vintages import as_of_view

ROOT = Path(__file__).resolve().parents[1]
REFERENCE, BUILD = ROOT / "data" / "reference", ROOT / "build" / "reference"
LENGTHS = (2, 3, 4, 5, 8, 12, 15)
HORIZON, FOLDS, SEED = 5, 5, 20210430
LEARNED = ROOT / "data" / "shared" / "cn-innovation" / "learned"
PLAN = "shanxi-innovation-14"  # whose indicator list names bounds and definition breaks
THIRDS = ["calm", "middle", "volatile"]


def main() -> None:
    """Fit, score out of fold, write."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("official", type=Path, nargs="?", help="official_annual.parquet")
    given = options.parse_args()
    if given.official:
        panel = read_panel(given.official)
        whole, outside = fit_networks(panel)
        write(data_sets(given.official), REFERENCE / "public_series.csv")
        write_network(whole, REFERENCE / "network.csv")
        for k, reference in enumerate(outside):
            write_network(reference, BUILD / f"fold-{k}.csv")
        for name, table in judge(panel, outside).items():
            write(table, REFERENCE / f"{name}.csv")
    write(regional(), LEARNED / "regional.csv")


def data_sets(official: Path) -> pd.DataFrame:
    """What the networks were fitted to: dataset, series, first_year and last_year of any."""
    rows = pd.read_parquet(official).groupby("dataset")
    columns = {"series": ("series_id", "nunique"), "first_year": ("year", "min")}
    told = rows.agg(**columns, last_year=("year", "max")).reset_index()
    return told.assign(dataset=told["dataset"].str.normalize("NFC"))  # one sign a letter


def fit_networks(panel: Panel) -> tuple[Reference, list[Reference]]:
    """The network for use, and one without each fold."""
    held = folds(panel.dataset, FOLDS)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        parts = [pool.submit(fit, panel.take(held != k), SEED + k + 1) for k in range(FOLDS)]
        whole = pool.submit(fit, panel, SEED).result()
        outside = [part.result() for part in parts]
    return set_shares(panel, whole, outside)


def set_shares(
    panel: Panel, whole: Reference, outside: list[Reference]
) -> tuple[Reference, list[Reference]]:
    """The networks with what is drawn in and out, each fold's chosen by the others."""
    held, every = folds(panel.dataset, FOLDS), [*outside, whole]
    for name, choose in (("calm", calm_share), ("tails", tail_share)):
        shares = choose(panel, held, every[:FOLDS], LENGTHS[2:], HORIZON)
        every = [replace(r, **{name: float(s)}) for r, s in zip(every, shares, strict=True)]
        print(f"{name}: {shares[-1]}; without a fold: {shares[:-1]}")
    return every[-1], every[:FOLDS]


def judge(panel: Panel, outside: list[Reference]) -> dict[str, pd.DataFrame]:
    """How the network does on data sets left out: scores, reliability, statements."""
    held = folds(panel.dataset, FOLDS)
    tables: dict[str, list[pd.DataFrame]] = {"scores": [], "reliability": [], "statements": []}
    for points in LENGTHS:
        outcomes, quantiles = forecast_outside(panel, held, outside, points, HORIZON)
        at_end = (outcomes["horizon"] == HORIZON).to_numpy()
        ends, last = outcomes[at_end], quantiles[at_end]
        below = (ends["actual"].to_numpy()[:, None] <= last).mean(axis=0)
        said = scores.reliability(scores.chances(ends, last), scores.came_true(ends))
        tables["scores"].append(_by_third(outcomes, quantiles))
        tables["reliability"].append(pd.DataFrame({"level": GRID, "below": below}))
        tables["statements"].append(said)
        for name in tables:
            tables[name][-1].insert(0, "n_history", points)
    return {name: pd.concat(parts) for name, parts in tables.items()}


def _by_third(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.DataFrame:
    third = pd.qcut(outcomes["volatility"], 3, labels=THIRDS)
    groups = {"all": np.ones(len(outcomes), dtype=bool)}
    groups |= {name: (third == name).to_numpy() for name in THIRDS}
    rows = {g: scores.summarise(outcomes[at], quantiles[at]) for g, at in groups.items()}
    return pd.DataFrame(rows).T.rename_axis("volatility").reset_index()


def regional() -> pd.DataFrame:
    """What the provinces teach, as of each day on which more of them was published."""
    plan = load_plan(PLAN, root=ROOT)
    everything = read_observations(plan, root=ROOT)
    wide = everything.groupby("indicator_id")["region"].transform("nunique") >= FEWEST_REGIONS
    used = everything[wide]
    tables = []
    for day in sorted(used["published"].dt.to_period("Y").unique()):
        seen = used[used["published"] <= day.end_time]
        table = learn_regions(as_of_view(seen), plan.indicators)
        if not table.empty:
            tables.append(table.assign(published=seen["published"].max().date()))
    return pd.concat(tables).pipe(lambda t: t[["published", *t.columns.drop("published")]])


def write_network(reference: Reference, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    to_table(reference).to_csv(path, index=False, lineterminator="\n")


def write(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, float_format="%.4g", lineterminator="\n")


if __name__ == "__main__":
    main()
