"""What the imports share: reading text, naming rows, writing tables that keep their contracts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.records.errors import PlanDataError
from analysis.records.schema import OBSERVATIONS, Table
from analysis.records.tables import check, describe

# What names an observation: another document that says the same is another row.
NAMED_BY = ["indicator_id", "region", "year", "reference_date", "value", "source_id"]


def read_text(path: Path, **how: object) -> pd.DataFrame:
    """A CSV file with every cell as the text it is."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", **how)


def row_ids(rows: pd.DataFrame, columns: list[str]) -> list[str]:
    """Twelve hex digits of the SHA-256 of what each row says in some columns."""
    said = rows[columns].agg("|".join, axis=1) if len(rows) else []
    return [hashlib.sha256(text.encode()).hexdigest()[:12] for text in said]


def as_observations(rows: pd.DataFrame, *, recorded_at: str) -> pd.DataFrame:
    """Rows with an indicator, a year, a value and a document: columns of `schema.OBSERVATIONS`.

    What is not given is left open: no day described, no quote, nothing corrected, exact.
    """
    blank = {"reference_date": "", "quote": "", "supersedes": "", "qualifier": "exact"}
    missing = {column: value for column, value in blank.items() if column not in rows}
    known = rows.assign(**missing, recorded_at=recorded_at)
    return known.assign(observation_id=row_ids(known, NAMED_BY))[list(OBSERVATIONS.columns)]


def write_tables(tables: Mapping[str, tuple[pd.DataFrame, Table]], folder: Path) -> None:
    """Write tables below a folder as UTF-8 with LF line ends; none where one breaks its contract.

    Raises
    ------
    PlanDataError
        Naming every cell that breaks it.
    """
    problems = [
        problem
        for name, (rows, table) in tables.items()
        for problem in check(rows.set_axis(range(2, len(rows) + 2)), table, name)
    ]
    if problems:
        raise PlanDataError(describe(problems))
    for name, (rows, _) in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rows.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
