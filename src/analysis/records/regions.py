"""The regions that figures are about."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .schema import REGIONS
from .tables import read_table

NATION = "000000"  # as in data/regions.csv


def read_regions(root: Path) -> pd.DataFrame:
    """Every region; columns of `schema.REGIONS`."""
    return read_table(root / "data" / "regions.csv", REGIONS, root=root)
