"""Make data/reference/paths.csv: how the errors of a projection's years went together.

    python scripts/fit_reference.py OFFICIAL_ANNUAL.parquet      # once: networks without a fold
    python scripts/fit_paths.py OFFICIAL_ANNUAL.parquet

Every series is projected by the network that was fitted without its data set (build/reference/),
from histories of several lengths, as far ahead as it goes on, to 15 years. Outcomes are put as
normal scores within their distributions. The correlations of these between years, by third of
volatility, every data set weighing the same, are the table. Seconds on one core.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.projection.copula import errors, fit
from analysis.projection.paths import CLASSES, to_table
from analysis.projection.reference import read_network
from analysis.projection.training import folds, read_panel

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "data" / "reference" / "paths.csv"
FOLDS = 5


def main() -> None:
    """Fit and write."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("official", type=Path, help="official_annual.parquet")
    panel = read_panel(options.parse_args().official)
    outside = [read_network(ROOT / "build" / "reference" / f"fold-{k}.csv") for k in range(FOLDS)]
    found = fit(*errors(panel, folds(panel.dataset, FOLDS), outside))
    to_table(found).to_csv(OUT, index=False, lineterminator="\n")
    print(f"second class from {found.edges[0]:.3f}, third from {found.edges[1]:.3f} on")
    for k, name in enumerate(CLASSES):
        print(name, found.correlation[k, 0, 1:5].round(2), "of one year with two to five")


if __name__ == "__main__":
    main()
