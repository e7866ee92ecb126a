"""Make the league of rulers of the Chinese panel again.

    python scripts/rank_rulers.py [JOBS]

Places five-year targets over the provinces by a fixed rule, lets every method of
`analysis.judging.methods` judge each in each year before its deadline, and scores what came of
it; see `analysis.judging.trials` and `analysis.judging.league`. Writes league.csv,
league_years.csv, league_sensitivity.csv, league_scope.csv and league_miss.csv. About a minute on
two cores.
"""

from __future__ import annotations

import sys
from pathlib import Path

from joblib import parallel_config

from analysis import as_of_view, load_plan, read_observations
from analysis.judging.league import league_tables
from analysis.judging.trials import panel_rows
from analysis.projection.regional import read_families

ROOT = Path(__file__).resolve().parents[1]
LEARNED = ROOT / "data" / "shared" / "cn-innovation" / "learned"
PLAN = "shanxi-innovation-14"  # whose indicator list names directions and definition breaks


def main() -> None:
    """Judge, score, write."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else -1
    plan = load_plan(PLAN, root=ROOT)
    families = read_families(ROOT, plan.folders)
    panel = panel_rows(as_of_view(read_observations(plan, root=ROOT)), families, plan.panel)
    with parallel_config(n_jobs=jobs):
        tables = league_tables(panel, plan.indicators, families)
    for name, table in tables.items():
        path = LEARNED / f"{name}.csv"
        table.to_csv(path, index=False, float_format="%.4g", lineterminator="\n")
        print(f"{path.name}: {len(table)} rows")


if __name__ == "__main__":
    main()
