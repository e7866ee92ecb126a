"""The project's own plan and data, and a copy of them that a test may write to."""

import datetime as dt
import shutil
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from analysis.records.places import find_root
from support.workbooks import NEW_SOURCE

ROOT = find_root(Path(__file__).parent)
PLAN, ISSUED = "shanxi-innovation-14", "2021-04-30"
PACKAGE = "data/shared/cn-innovation"  # the panel that the plan uses
FOLDERS = (f"data/plans/{PLAN}", PACKAGE)
TODAY = dt.date(2026, 11, 24)


FEW = ("000000", "140000", "410000", "420000")  # the nation, and three provinces of one group


def store(folder: Path, regions: Collection[str] = ()) -> Path:
    """A copy of the project's data with one more source, of all regions or of these."""
    copy_data(folder)
    path = folder / PACKAGE / "sources.csv"
    pd.concat([_text(path), pd.DataFrame([NEW_SOURCE])]).to_csv(path, index=False)
    if regions:
        keep_regions(folder, regions)
    return folder


def project(folder: Path, regions: Collection[str] = FEW) -> Path:
    """A copy of the data and notebooks, with the observations of these regions alone."""
    copy_data(folder)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    keep_regions(folder, regions)
    return folder


def copy_data(folder: Path) -> None:
    """The plan, the package it uses and what every plan shares, without figures added since."""
    left = shutil.ignore_patterns("raw", "added*.csv")
    for name in (*FOLDERS, "data/reference"):
        shutil.copytree(ROOT / name, folder / name, ignore=left)
    shutil.copy(ROOT / "data" / "units.csv", folder / "data")


def keep_regions(folder: Path, regions: Collection[str]) -> None:
    """Take every other region's observations out of a copy of the data: reading is the cost."""
    for path in (folder / PACKAGE / "observations").glob("*.csv"):
        rows = _text(path)
        rows[rows["region"].isin(regions)].to_csv(path, index=False, lineterminator="\n")


def _text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)
