"""The documents that figures are taken from."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from . import reads
from .schema import SOURCES
from .tables import read_table


def read_sources(root: Path) -> pd.DataFrame:
    """Every cited document, those added by command last; columns of `schema.SOURCES`."""
    reads.used()
    return all_sources(root)


def all_sources(root: Path) -> pd.DataFrame:
    """`read_sources` for one who will say which region's rows are used."""
    table = read_table(root / "data" / "sources.csv", SOURCES, root=root)
    added = root / "data" / "sources_added.csv"
    if not added.exists():
        return table
    return pd.concat([table, read_table(added, SOURCES, root=root)], ignore_index=True)
