"""The engine, learning from the panel it is given, beside its peers: panel by panel, in pairs.

    python scripts/fit_reference.py OFFICIAL_ANNUAL.parquet      # once: networks without a fold
    python benchmarks/panels.py OFFICIAL_ANNUAL.parquet M4_YEARLY.parquet [--lengths 5 6 8 10 15]
        [--peers Naive LogDrift AutoTheta …] [--sample 1800 AutoARIMA=600 LogDrift=0] [--whole]

Three kinds of panels: the data sets of official statistics, each by the network that was fitted
without it; the categories of the M4 competition; the provinces of the plan in data/. The last n
values of each series before its last five are the history, nothing else is handed over, and the
five are the truth. `--whole` hands over all that came before them.

`--sample` asks peers of so many series of each kind of panels, drawn at random, or one of them of
so many (0: of all); the engine learns from the whole panel all the same, and is compared on the
series that the peer was asked of. t is by how much ours is better, in standard errors: of the
differences of series, and, over several panels, of the panels' mean differences, which share less.
Of the calibration error it is in deviations over resamples of either.

Prints where a peer is ahead, and writes build/panels.csv.
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
from peers import HORIZON, PEERS, RefusedError, said

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "panels.csv"
PLAN = "shanxi-innovation-14"
FOLDS = 5
LENGTHS = (5, 6, 8, 10, 15)
ALONE, TAUGHT = "engine alone", "engine"
FAR = 50.0  # an error of one series beyond this counts as this
SMALLEST = 8  # series of a data set that is shown as a panel of its own
SCORED = ["mase", "wis", "brier", "log"]
JUDGED = [*SCORED, "ece"]
TENTHS = 10
RESAMPLES = 400
AHEAD = 2.0  # standard errors


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
    options.add_argument("--peers", nargs="*", default=list(PEERS))
    options.add_argument("--sample", nargs="*", default=[], metavar="[PEER=]N")
    options.add_argument("--whole", action="store_true", help="hand over the whole past")
    given = options.parse_args()
    asked = _asked(given.peers, given.sample)
    rows = []
    for some in sets(given.official, given.m4, given.series):
        for points in given.lengths:
            rows += compare(some, points, asked, whole=given.whole)
            print(f"{some.name}, n = {points}: done", flush=True)
    table = pd.DataFrame(rows)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(OUT, index=False, float_format="%.4g", lineterminator="\n")
    ahead(table)


def _asked(peers: list[str], sample: list[str]) -> dict[str, int]:
    """Of how many series of a set each peer is asked."""
    each = {name: int(n) for name, _, n in (text.rpartition("=") for text in sample)}
    unknown = each.keys() - {"", *peers}
    if unknown:
        raise SystemExit(f"--sample: {', '.join(unknown)} is none of the peers")
    return {name: each.get(name, each.get("", 0)) for name in peers}


def sets(official: Path, m4: Path, most: int) -> Iterator[Set]:
    public = read_panel(official)
    held = folds(public.dataset, FOLDS)
    folder = ROOT / "build" / "reference"
    outside = [(read_network(folder / f"fold-{k}.csv"), held == k) for k in range(FOLDS)]
    yield Set("official", public.table, public.dataset, outside)
    yearly = pd.read_parquet(m4)
    order = np.random.default_rng(0).permutation(len(yearly))
    some = yearly.iloc[order].groupby("category").head(most)
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


def compare(
    some: Set, points: int, asked: dict[str, int], *, whole: bool
) -> list[dict[str, object]]:
    """One row per panel, horizon and method."""
    if some.table.shape[1] < points + HORIZON:
        return []
    histories, outcomes = hold_back(some.table, points, HORIZON)
    at = outcomes["series"].to_numpy()[::HORIZON]
    given = some.table[at, :-HORIZON] if whole else histories
    ours = {name: _ours(some, at, given, taught=name == TAUGHT) for name in (ALONE, TAUGHT)}
    made = {name: (_all(at), quantiles) for name, quantiles in ours.items()}
    order = np.random.default_rng(0).permutation(len(some.table))
    drawn = order[np.isin(order, at)]
    for name, count in asked.items():
        chosen = np.isin(at, drawn[: count or None])
        try:
            made[name] = chosen, said(name, histories[chosen])
        except RefusedError as why:
            print(why)
    label = some.panel[at]
    size = pd.Series(label).map(pd.Series(label).value_counts()).to_numpy()
    shown = pd.unique(label[size >= SMALLEST])
    named = {"set": some.name, "n_history": points}
    return [
        {**named, "method": name, **row}
        for name, (chosen, quantiles) in made.items()
        for row in _pairs(
            outcomes[np.repeat(chosen, HORIZON)].reset_index(drop=True),
            label[chosen],
            shown,
            (quantiles, ours[TAUGHT][chosen]),
        )
    ]


def _ours(some: Set, at: np.ndarray, given: np.ndarray, *, taught: bool) -> np.ndarray:
    made = np.empty((len(at), HORIZON, len(GRID)))
    labels = some.panel[at] if taught else np.arange(len(at))
    for reference, fold in some.references:
        own = fold[at]
        parts = predict(given[own], HORIZON, lower=0, panel=labels[own], reference=reference)
        made[own] = parts.quantiles
    return made


def _pairs(
    outcomes: pd.DataFrame,
    label: np.ndarray,
    shown: np.ndarray,
    quantiles: tuple[np.ndarray, np.ndarray],
) -> Iterator[dict[str, object]]:
    """A method's quantiles beside ours on the same series, by panel; its scores by horizon."""
    each = [_scored(outcomes, q.reshape(-1, len(GRID))) for q in quantiles]
    tenths = [_by_tenth(outcomes, q.reshape(-1, len(GRID))) for q in quantiles]
    panel = np.repeat(label, HORIZON)
    for name in [None, *shown]:
        mine = panel == name if name else np.ones(len(panel), dtype=bool)
        if not mine.any():
            continue
        theirs, ours = (table[mine] for table in each)
        pair = _pair(theirs, ours, panel[mine], *(t[mine] for t in tenths))
        yield {"panel": name or "all", "horizon": "all", **pair}
        for horizon, own in theirs.groupby("horizon"):
            yield {"panel": name or "all", "horizon": horizon, **_means(own)}


def _pair(
    scored: pd.DataFrame,
    beside: pd.DataFrame,
    panel: np.ndarray,
    tenths: np.ndarray,
    our_tenths: np.ndarray,
) -> dict[str, float]:
    row = _means(scored) | {f"ours_{c}": value for c, value in beside[SCORED].mean().items()}
    row |= _better(scored[SCORED] - beside[SCORED], scored["series"], panel)
    return row | _gaps(tenths, our_tenths, scored["series"], panel)


def _scored(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.DataFrame:
    """Scores of each forecast, and the weighted interval score: twice the mean pinball loss."""
    table = scores.score(outcomes, quantiles)
    short = outcomes["actual"].to_numpy()[:, None] - quantiles
    loss = np.where(short >= 0, GRID * short, (GRID - 1.0) * short)[:, 1:-1].mean(axis=1)
    scale = outcomes["scale"].to_numpy()
    return table.assign(
        mase=table["error"].clip(upper=FAR), wis=np.minimum(2.0 * loss / scale, FAR)
    )


def _means(scored: pd.DataFrame) -> dict[str, float]:
    return {
        "series": scored["series"].nunique(),
        **scored[SCORED].mean(),
        **scored[["covered80", "covered95"]].mean(),
        "above80": (scored["pit"] > 0.9).mean(),
        "below80": (scored["pit"] < 0.1).mean(),
        "pit": scored["pit"].mean(),
    }


def _better(gain: pd.DataFrame, series: pd.Series, panel: np.ndarray) -> dict[str, float]:
    """t of the gains: of the series' means, and of the means of the panels' series."""
    each = gain.groupby(series.to_numpy()).mean()
    of = pd.Series(panel).groupby(series.to_numpy()).first()
    found = {f"t_{name}": _t(each[name].dropna()) for name in gain}
    whole = each.groupby(of).mean()
    return found | {f"panels_{name}": _t(whole[name].dropna()) for name in gain}


def _t(values: pd.Series) -> float:
    error = values.std() / np.sqrt(len(values)) if len(values) > 1 else 0.0
    return values.mean() / error if error > 0 else np.nan


def _by_tenth(outcomes: pd.DataFrame, quantiles: np.ndarray) -> np.ndarray:
    """What was said, what came true and their number in each tenth, shape (rows, 3, TENTHS)."""
    chance, true = scores.chances(outcomes, quantiles), scores.came_true(outcomes)
    tenth = np.clip(np.ceil(chance * TENTHS).astype(int) - 1, 0, TENTHS - 1)
    inside = tenth[:, :, None] == np.arange(TENTHS)
    parts = [(inside * each[:, :, None]).sum(axis=1) for each in (chance, true, np.ones_like(true))]
    return np.stack(parts, axis=1)


def _gaps(
    theirs: np.ndarray, ours: np.ndarray, series: pd.Series, panel: np.ndarray
) -> dict[str, float]:
    """Calibration error of both, and t of the difference by resampling series, or panels."""
    both = np.stack([theirs, ours], axis=1)
    gap = _gap(both.sum(axis=0))
    found = {"ece": gap[0], "ours_ece": gap[1]}
    for name, kin in (("t_ece", series.to_numpy()), ("panels_ece", panel)):
        code, _ = pd.factorize(kin)
        held = np.zeros((code.max() + 1, *both.shape[1:]))
        np.add.at(held, code, both)
        drawn = np.random.default_rng(0).multinomial(
            len(held), np.full(len(held), 1.0 / len(held)), size=RESAMPLES
        )
        again = _gap(np.tensordot(drawn, held, axes=1))
        error = (again[:, 0] - again[:, 1]).std() if len(held) > 1 else 0.0
        found[name] = (gap[0] - gap[1]) / error if error > 0 else np.nan
    return found


def _gap(sums: np.ndarray) -> np.ndarray:
    """Mean distance of what was said from what came true, over the tenths; (…, 3, TENTHS)."""
    said, true, count = np.moveaxis(sums, -2, 0)
    return np.abs(said - true).sum(axis=-1) / count.sum(axis=-1)


def ahead(table: pd.DataFrame) -> None:
    """Print the pairs over all horizons, and where a peer is ahead by more than noise."""
    named = (table["set"] != "official") | (table["panel"] == "all")
    keys = ["set", "panel", "n_history", "method"]
    whole = table[table["horizon"] == "all"]
    columns = [f"{start}{c}" for start in ("", "ours_", "t_") for c in JUDGED]
    print(whole[named].set_index(keys)[["series", *columns]].round(3).to_string())
    peers = whole[~whole["method"].isin([ALONE, TAUGHT])]
    for by in ("t", "panels"):
        each = peers.melt(keys, [f"{by}_{c}" for c in JUDGED], "in", by).dropna()
        worse = each[each[by] < -AHEAD]
        print(f"a peer is ahead by more than {AHEAD} of its errors in {len(worse)} of {len(each)}:")
        print(worse.round(1).to_string(index=False))


if __name__ == "__main__":
    main()
