"""What came of promises whose plans have ended: data/reference/promises.csv, promise_scores.csv.

    python scripts/judge_promises.py china-10 china-11 china-12 china-13 china-14

Each promise with the odds that the engine gives from what was published by the day of issue, what
came, and how our odds, every ruler and the plain base rate score on them. Run it again when data
of these plans, the engine or a ruler change.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from analysis.judging.situations import read_records
from analysis.judging.track_record import chances, promise_rows, ruling_rows, scores

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
PLANS = ("china-10", "china-11", "china-12", "china-13", "china-14")


def tables(plans: list[str]) -> dict[str, pd.DataFrame]:
    """promises and promise_scores."""
    records = [read_records(plan) for plan in plans]
    promises = [promise_rows(each) for each in records]
    rulings = [ruling_rows(r, p) for r, p in zip(records, promises, strict=True)]
    said = chances(pd.concat(rulings, ignore_index=True))
    return {"promises": pd.concat(promises, ignore_index=True), "promise_scores": scores(said)}


def write(made: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write each table below a folder, six digits of a number."""
    for name, table in made.items():
        path = folder / f"{name}.csv"
        table.to_csv(path, index=False, float_format="%.6g", lineterminator="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("plans", nargs="*", default=list(PLANS))
    write(tables(parser.parse_args().plans), REFERENCE)


if __name__ == "__main__":
    main()
