"""The project's own plan and data, and a copy of them that a test may write to."""

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd

from analysis.records.places import find_root
from support.workbooks import NEW_SOURCE

ROOT = find_root(Path(__file__).parent)
PLAN, ISSUED = "shanxi-innovation-14", "2021-04-30"
TODAY = dt.date(2026, 11, 24)


def store(folder: Path) -> Path:
    """A copy of the project's data, with one more source."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("raw", "*added*"))
    path = folder / "data" / "sources.csv"
    held = pd.read_csv(path, dtype=str, keep_default_na=False)
    pd.concat([held, pd.DataFrame([NEW_SOURCE])]).to_csv(path, index=False)
    return folder
