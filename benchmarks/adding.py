"""A large workbook added to a copy of the data, in processor time, beside another checkout.

The workbook states every figure that the plan's packages hold once more, from a new yearbook: some
7,400 rows of a sheet, with its source on a second one. It is added with --accept by the command
line in a fresh copy of each checkout's data, in turn, and each addition must succeed with the same
number of rows. Prints processor seconds of each run, the medians and their ratio. With --against,
exits with 1 where this checkout needs more than half of the other's time.

    python benchmarks/adding.py [--against CHECKOUT] [--rounds N]

A checkout's own environment (.venv in its folder) runs it, where it has one.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from analysis import load_plan
from analysis.records.observations import read_observations

ROOT = Path(__file__).resolve().parents[1]
PLAN = "shanxi-innovation-14"
KEY = ["indicator_id", "region", "year"]
TITLE, PUBLISHER, DAY = "一本新的统计年鉴", "统计局", "2025-12-01"
WORDS = ("exact", "about", "provisional")  # of one number in a cell
MOST = 0.5  # of the other checkout's processor time


def main() -> int:
    """Add the workbook in each checkout; 0 where the target is met."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--against", type=Path, help="another checkout")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    checkouts = [ROOT, *filter(None, [given.against])]
    spent: dict[Path, list[float]] = {checkout: [] for checkout in checkouts}
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "yearbook.xlsx"
        rows = write(book, checkouts)
        for number in range(given.rounds):
            for checkout in checkouts:
                spent[checkout].append(added(checkout, book, Path(folder) / str(number), rows))
    medians = [statistics.median(spent[checkout]) for checkout in checkouts]
    for checkout, median in zip(checkouts, medians, strict=True):
        told = ", ".join(f"{seconds:.2f}" for seconds in spent[checkout])
        print(f"{checkout.name}: {rows} rows in {median:.2f} s of processor time ({told})")
    if not given.against:
        return 0
    ratio = medians[0] / medians[1]
    print(f"ratio {ratio:.2f} (target: at most {MOST})")
    return int(ratio > MOST)


def write(path: Path, checkouts: Sequence[Path]) -> int:
    """Write the workbook of what every checkout knows; how many figures it states."""
    plan = load_plan(PLAN, root=ROOT)
    held = read_observations(plan, root=ROOT).drop_duplicates(KEY, keep="last")
    held = held[held["reference_date"].isna() & (held["year"] < 2025)]
    held = held[held["qualifier"].isin(WORDS)]
    for checkout in checkouts:
        tables = (checkout / "data").rglob("indicators.csv")
        ids = {i for table in tables for i in pd.read_csv(table)["indicator_id"]}
        held = held[held["indicator_id"].isin(ids)]
    names = plan.indicators.set_index("indicator_id")["name_zh"]
    book = Workbook(write_only=True)
    page = book.create_sheet("数据")
    page.append(["指标", "地区", "年份", "数值", "单位", "精度", "来源"])
    for row in held.itertuples():
        cells = [names[row.indicator_id], row.region, int(row.year), float(row.value)]
        page.append([*cells, row.unit, row.qualifier, TITLE])
    sources = book.create_sheet("新来源")
    sources.append(["标题", "发布单位", "发布日期", "等级"])
    sources.append([TITLE, PUBLISHER, DAY, "B"])
    book.save(path)
    return len(held)


def added(checkout: Path, book: Path, folder: Path, rows: int) -> float:
    """Processor seconds in which a checkout adds a workbook to a copy of its data.

    Raises
    ------
    RuntimeError
        It did not add all of its rows.
    """
    work = folder / checkout.name
    shutil.copytree(checkout / "data", work / "data", ignore=shutil.ignore_patterns("raw"))
    shutil.copy(checkout / "pyproject.toml", work)
    own = checkout / ".venv" / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [python, "-m", "analysis", "add", str(book), "--accept", "--lang", "en"],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode or f"Added {rows} figures" not in done.stdout:
        raise RuntimeError(f"{checkout.name}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
