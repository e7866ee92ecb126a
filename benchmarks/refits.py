"""The league's score of ours by the same engine fitted again, and with less done to it.

    python scripts/fit_reference.py OFFICIAL_ANNUAL.parquet      # once: networks without a fold
    python benchmarks/refits.py

A network is fitted to random draws of windows, so another fit scores otherwise on the provinces,
which no network has met. The networks that were fitted without a fifth of the data sets say by how
much. Beside them the shipped network without what draws its calmest series in, and with what the
panel teaches heard whole. All on the questions that the league asks. Writes league_refits.csv
beside league.csv. About three minutes on one core.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pandas as pd

from analysis import as_of_view, load_plan, read_observations
from analysis.judging.league import best_rule, map_to_chances, score
from analysis.judging.trials import OURS, TARGET, common, panel_rows, place_targets, rule
from analysis.projection import shrinkage
from analysis.projection.reference import Reference, read_network, read_reference
from analysis.projection.regional import read_families

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "data" / "shared" / "cn-innovation" / "learned" / "league_refits.csv"
PLAN = "shanxi-innovation-14"
FOLDS = 5
WHOLE = {"DOUBT": 0.0, "HEEDED": 1.0}
KEYS = [*TARGET, "year"]


def main() -> None:
    """Ask, score, write."""
    plan = load_plan(PLAN, root=ROOT)
    families = read_families(ROOT, plan.folders)
    panel = panel_rows(as_of_view(read_observations(plan, root=ROOT)), families, plan.panel)
    targets = place_targets(panel, plan.indicators)
    chances = map_to_chances(common(rule(panel, targets, plan.indicators)))
    best = best_rule(score(chances))["brier"]
    asked = chances.loc[chances["method"] == OURS, KEYS]

    def brier(reference: Reference | None) -> float:
        said = rule(panel, targets, plan.indicators, methods=(OURS,), reference=reference)
        rows = asked.merge(said, on=KEYS)
        missed = (rows["chance"] - rows["came_true"].astype(float)) ** 2
        return missed.groupby(rows["indicator_id"]).mean().mean()

    shipped, folder = read_reference(ROOT), ROOT / "build" / "reference"
    found = {
        "shipped": brier(None),
        **{
            f"without fold {k}": brier(read_network(folder / f"fold-{k}.csv")) for k in range(FOLDS)
        },
        "not drawn in": brier(replace(shipped, calm=0.0)),
    }
    with constants(WHOLE):
        found["heard whole"] = brier(None)
    table = pd.DataFrame({"variant": list(found), "brier": list(found.values())})
    table = table.assign(better=1.0 - table["brier"] / best)
    table.to_csv(OUT, index=False, float_format="%.4g", lineterminator="\n")
    print(table.round(4).to_string(index=False))


@contextmanager
def constants(values: dict[str, float]) -> Iterator[None]:
    """Other values of constants of `shrinkage`, for a while."""
    before = {name: getattr(shrinkage, name) for name in values}
    try:
        for name, value in values.items():
            setattr(shrinkage, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(shrinkage, name, value)


if __name__ == "__main__":
    main()
