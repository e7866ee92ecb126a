"""A project on disk with one plan, one indicator, one figure and one observation."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from analysis.records.schema import FIGURES, OBSERVATIONS, TABLES, Table

TODAY = dt.date(2026, 1, 1)
META = """
title = "小规划"
title_en = "A small plan"
short_zh = "小规划"
short_en = "the small plan"
issued = 2021-04-30
start = 2021
end = 2025
baseline_year = 2020
region = "140000"
publisher = "某省人民政府"
"""
INDICATOR = {
    "indicator_id": "firms",
    "name_zh": "企业数",
    "name_en": "Firms",
    "unit": "家",
    "kind": "stock",
    "direction": "up",
    "lower": "0",
}
FIGURE = {
    "figure_id": "F001",
    "indicator_id": "firms",
    "role": "baseline",
    "year": "2020",
    "value": "3188",
    "comparator": "=",
    "unit": "家",
    "chapter": "1",
    "section": "1",
    "quote": "达到3188家",
}
OBSERVATION = {
    "observation_id": "o1",
    "indicator_id": "firms",
    "region": "140000",
    "year": "2022",
    "value": "3916",
    "unit": "家",
    "qualifier": "exact",
    "source_id": "s1",
    "published": "2023-03-02",
    "published_estimated": "false",
    "recorded_at": "2023-04-01",
}
SOURCE = {
    "source_id": "s1",
    "title": "会议",
    "publisher": "某县",
    "published": "2023-03-02",
    "published_precision": "day",
    "grade": "B",
}
REGION = {
    "region": "140000",
    "name_zh": "山西省",
    "name_zh_short": "山西",
    "name_en": "Shanxi",
    "level": "province",
    "parent": "000000",
}


def wide(table: Table) -> Table:
    """A table whose files have every column that they may have."""
    return replace(table, columns=table.every, more={})


def write(path: Path, table, *rows: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = pd.DataFrame([{c: r.get(c, "") for c in table.columns} for r in rows])
    frame = frame.reindex(columns=list(table.columns))
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def small_project(folder: Path) -> Path:
    """A project with one plan, one indicator, one figure and one observation."""
    plan = folder / "data" / "plans" / "small"
    write(plan / "indicators.csv", TABLES["indicators"], INDICATOR)
    write(plan / "figures.csv", FIGURES, FIGURE)
    (plan / "plan.toml").write_text(META, encoding="utf-8")
    write(folder / "data" / "observations" / "a.csv", OBSERVATIONS, OBSERVATION)
    write(folder / "data" / "sources.csv", TABLES["sources"], SOURCE)
    write(folder / "data" / "regions.csv", TABLES["regions"], REGION)
    write(folder / "data" / "events.csv", TABLES["events"])
    return folder


def read_small(root: Path) -> pd.DataFrame:
    """Every observation of a small project, as `read_observations` gives them."""
    return read_observations(load_plan("small", root=root), root=root, today=TODAY)
