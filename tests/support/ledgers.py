"""Rows for a small project's store, and what the store then holds, byte by byte."""

from pathlib import Path

import pandas as pd

from analysis.records import ledger
from analysis.records.journal import ADDED, JOURNAL, LOG, SOURCES_FILE, STAGED, steadily
from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from analysis.records.schema import OBSERVATIONS, SOURCES
from support.small_project import OBSERVATION, SOURCE, TODAY

FILES = (ADDED, SOURCES_FILE, LOG)


def state(root: Path) -> dict[str, bytes | None]:
    """What the store holds, as any reader would find it."""

    def read() -> dict[str, bytes | None]:
        paths = {name: root / "data" / name for name in FILES}
        return {n: p.read_bytes() if p.exists() else None for n, p in paths.items()}

    return steadily(root, read)


def leftovers(root: Path) -> list[str]:
    return [name for name in (JOURNAL, STAGED) if (root / "data" / name).exists()]


def rows(*ids: str, source: str = "new") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Observations of these ids, and the new source that they cite."""
    base = {name: OBSERVATION.get(name, "") for name in OBSERVATIONS.columns}
    made = [
        base | {"observation_id": i, "value": str(n), "source_id": source, "quote": "=1,\n“x”"}
        for n, i in enumerate(ids, 1)
    ]
    cited = {name: SOURCE.get(name, "") for name in SOURCES.columns} | {"source_id": source}
    return pd.DataFrame(made), pd.DataFrame([cited])


def add(root: Path, *ids: str, source: str = "new") -> ledger.Addition:
    """An addition of these rows, as of a file named after them."""
    observations, sources = rows(*ids, source=source)
    name = "-".join(ids)
    return ledger.add(observations, sources, root=root, file=f"{name}.xlsx", digest=name)


def load(root: Path) -> pd.DataFrame:
    """What a reader gets: every observation, checked."""
    return read_observations(load_plan("small", root=root), root=root, today=TODAY)
