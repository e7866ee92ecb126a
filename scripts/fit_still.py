"""Make data/reference/still.csv and still_scores.csv: what followed histories that had not moved.

    python scripts/fit_still.py OWID_DATASETS OFFICIAL_ANNUAL.parquet

OWID_DATASETS is a checkout of Our World in Data's owid-datasets repository (CC BY 4.0; each data
set credits its producer in its name). Read are the tables of those data sets that the network was
fitted to, whole: with the zeros, the constants and the runs of years that its series leave out.
Every run of equal values, at every year, is a history; it is followed for 15 years. Zeros are those
of counts, whose smallest amount is one. Every data set weighs the same at every length and year
ahead.

still_scores.csv is how the table does on data sets left out, in five folds. About two minutes on
one core.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.projection.levels import LEVELS, SCORES
from analysis.projection.still import AHEAD, KINDS, LENGTHS, Still, to_table
from analysis.projection.training import folds

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
YEARS = (1950, 2023)
FEWEST = 20  # values of a variable, below which it is no series
DISTINCT = 1e-3  # of a value: what falls to nothing, or below half the least seen, counts as there
HIDDEN = 0.005  # of a value: a change that its digits hide where it is printed again
SLOPE = 1e-3  # a normal score
FOLDS = 5


def main() -> None:
    """Fit, score out of fold, write."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("owid", type=Path, help="a checkout of owid-datasets")
    options.add_argument("official", type=Path, help="official_annual.parquet")
    given = options.parse_args()
    names = pd.read_parquet(given.official, columns=["dataset"])["dataset"].unique()
    runs = pd.concat([_runs(given.owid / "datasets" / n / f"{n}.csv", n) for n in sorted(names)])
    to_table(fit(runs)).to_csv(REFERENCE / "still.csv", index=False, lineterminator="\n")
    table = left_out(runs)
    table.to_csv(
        REFERENCE / "still_scores.csv", index=False, float_format="%.4g", lineterminator="\n"
    )
    print(table.to_string(index=False))


def _runs(path: Path, name: str) -> pd.DataFrame:
    """Every year of every run of equal values in one data set, with what followed.

    Returns
    -------
    DataFrame
        dataset, kind, length (equal values so far), value, least (the smallest positive one of
        the variable), and change_H: the change H years later, on the scale of `still.Still`.
    """
    columns = ["dataset", "kind", "length", "value", "least", *(f"change_{h}" for h in AHEAD)]
    table = pd.read_csv(path, low_memory=False)
    if not {"Entity", "Year"} <= set(table):
        return pd.DataFrame(columns=columns)
    year = pd.to_numeric(table["Year"], errors="coerce")
    table = table[year.between(*YEARS)].copy()
    made = [_of_variable(table, c) for c in table.columns.difference(["Entity", "Year"])]
    found = [m.assign(dataset=name) for m in made if m is not None]
    return pd.concat(found)[columns] if found else pd.DataFrame(columns=columns)


def _of_variable(table: pd.DataFrame, column: str) -> pd.DataFrame | None:
    value = pd.to_numeric(table[column], errors="coerce")
    held = pd.DataFrame({"entity": table["Entity"], "year": table["Year"], "value": value})
    held = held.dropna().drop_duplicates(["entity", "year"])
    if len(held) < FEWEST or held["value"].nunique() < 2 or held["value"].min() < 0:
        return None
    wide = held.pivot_table(index="year", columns="entity", values="value", aggfunc="first")
    wide = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + AHEAD[-1] + 1))
    values = wide.to_numpy(float)
    least = held.loc[held["value"] > 0, "value"].min()
    length = np.zeros(values.shape, dtype=int)
    length[0] = ~np.isnan(values[0])
    for row in range(1, len(values)):
        again = values[row] == values[row - 1]
        length[row] = np.where(np.isnan(values[row]), 0, np.where(again, length[row - 1] + 1, 1))
    counts = (held["value"] % 1 == 0).all()
    row, column = np.nonzero(np.where(values == 0, counts & (length >= 1), length >= 2))
    inside = row < len(values) - AHEAD[-1]
    row, column = row[inside], column[inside]
    now = values[row, column]
    then = {h: values[row + h, column] for h in AHEAD}
    floor = np.minimum(least / 2.0, np.where(now > 0, now, least) * DISTINCT)
    change = {
        f"change_{h}": np.where(
            now > 0, np.log(np.maximum(v, floor) / np.maximum(now, floor)), np.log1p(2 * v / least)
        )
        for h, v in then.items()
    }
    kind = np.where(now > 0, KINDS[1], KINDS[0])
    told = pd.DataFrame({"kind": kind, "length": length[row, column], "value": now, **change})
    return told.assign(least=least)


def fit(runs: pd.DataFrame) -> Still:
    """Weighted quantiles of what followed, by kind, length and years ahead."""
    quantiles = np.empty((len(KINDS), len(LENGTHS), len(AHEAD), len(LEVELS)))
    bins = np.searchsorted(LENGTHS, runs["length"].to_numpy(int), side="right") - 1
    for k, kind in enumerate(KINDS):
        for b in range(len(LENGTHS)):
            some = runs[(runs["kind"] == kind).to_numpy() & (bins == max(b, k))]
            for a, ahead in enumerate(AHEAD):
                quantiles[k, b, a] = _quantiles(some.dropna(subset=f"change_{ahead}"), ahead)
    return Still(quantiles)


def _quantiles(some: pd.DataFrame, ahead: int) -> np.ndarray:
    """Quantiles in which a number is any that is printed so.

    A value printed again lies within `HIDDEN` of it. A count lies anywhere up to the next, and
    nothing is nothing as often as not. Where the values that vanished are alike they rise by
    `SLOPE`, so that no two quantiles of a value are the same.
    """
    weight = 1.0 / some.groupby("dataset")["value"].transform("size")
    rows = some.assign(weight=weight, change=some[f"change_{ahead}"]).sort_values("change")
    alike = rows.groupby("change")["weight"]
    share = (alike.cumsum() / alike.transform("sum")).to_numpy(float)
    change, upto = rows["change"].to_numpy(float), rows["weight"].cumsum().to_numpy(float)
    if (some["kind"] == KINDS[0]).all():
        beyond = np.where(change == 0.0, np.maximum(2 * share - 1, 0), share)
        spread = np.log(np.exp(change) + 2 * beyond)
    else:
        spread = np.sort(np.where(change == 0.0, (2 * share - 1) * HIDDEN, change))
    found = spread[np.searchsorted(upto, LEVELS * upto[-1]).clip(max=len(rows) - 1)]
    return found + SLOPE * SCORES[1:-1] * (some["kind"] == KINDS[1]).all()


def left_out(runs: pd.DataFrame, ahead: int = 5) -> pd.DataFrame:
    """Coverage and pinball loss on data sets that the table was not made of.

    Returns
    -------
    DataFrame
        kind (both of KINDS, and all), histories, datasets, covered80, covered95, pinball.
    """
    fold = folds(runs["dataset"].to_numpy(str), FOLDS)
    parts = []
    for k in range(FOLDS):
        others, own = fit(runs[fold != k]), runs[fold == k].dropna(subset=f"change_{ahead}")
        made = others.change(
            (own["kind"] == KINDS[1]).to_numpy(int),
            own["length"].to_numpy(int),
            np.full((1, len(own)), ahead),
        )[:, 0]
        scored = _scores(made, own[f"change_{ahead}"].to_numpy())
        parts.append(own[["kind", "dataset", "value"]].assign(**scored))
    each = pd.concat(parts)
    scored = pd.concat([each, each.assign(kind="all")])
    weights = 1.0 / scored.groupby(["kind", "dataset"])["value"].transform("size")
    measures = ["covered80", "covered95", "pinball"]
    total = scored[measures].mul(weights, axis=0).assign(weight=weights)
    summed = total.groupby(scored["kind"]).sum()
    known = pd.concat([runs, runs.assign(kind="all")]).groupby("kind")["dataset"]
    counted = pd.DataFrame({"histories": known.size(), "datasets": known.nunique()})
    return counted.join(summed[measures].div(summed["weight"], axis=0)).reset_index()


def _scores(q: np.ndarray, outcome: np.ndarray) -> dict[str, np.ndarray]:
    at = {p: int(np.flatnonzero(np.isclose(LEVELS, p))[0]) for p in (0.025, 0.1, 0.9, 0.975)}
    short = outcome - q
    loss = np.maximum(LEVELS[:, None] * short, (LEVELS[:, None] - 1.0) * short).mean(axis=0)
    return {
        "covered80": (q[at[0.1]] <= outcome) & (outcome <= q[at[0.9]]),
        "covered95": (q[at[0.025]] <= outcome) & (outcome <= q[at[0.975]]),
        "pinball": loss,
    }


if __name__ == "__main__":
    main()
