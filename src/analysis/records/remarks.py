"""Warnings, causes and measures that an analyst writes beside a target, and that no build loses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from . import dates
from .errors import PlanDataError
from .observations import future_problems
from .places import find_root
from .plans import Plan
from .regions import read_regions
from .schema import REMARKS
from .tables import Problem, coerce, describe, problems_of, read_everywhere


def read_remarks(
    plan: Plan, *, root: Path | None = None, today: dt.date | None = None
) -> pd.DataFrame:
    """Every remark on a target of the plan, of its own folder and of its packages.

    Returns
    -------
    DataFrame
        Columns of `schema.REMARKS`.

    Raises
    ------
    PlanDataError
        Naming file, row, column, value and rule of every row that breaks its contract, speaks of
        an unknown target or region, says nothing, ends before it begins or lies ahead.
    """
    root = find_root(root)
    remarks, day, problems = read_everywhere(root, plan.folders, REMARKS), today, []
    for file, rows in remarks.groupby("file", sort=False):
        problems += remark_problems(rows, str(file), plan, root, day or dt.date.today())
    if problems:
        raise PlanDataError(describe(problems))
    return remarks.drop(columns="file").reset_index(drop=True)


def remark_problems(
    rows: pd.DataFrame, file: str, plan: Plan, root: Path, today: dt.date
) -> list[Problem]:
    """What rows of remarks.csv break beyond the contract of their cells."""
    known = {i for ids in plan.targets["figure_ids"] for i in ids}
    checks = (
        (
            "target_id",
            ~rows["target_id"].isin(known),
            "not the figure_id of a target of this plan | 不是本规划某项目标的编号",
        ),
        (
            "region",
            ~rows["region"].isin(read_regions(root, plan.folders)["region"]),
            "not in regions.csv of the plan's packages | 未知地区",
        ),
        (
            "text_zh",
            rows["text_zh"].eq("") & rows["text_en"].eq(""),
            "write text_zh or text_en | 中文或英文至少写一种",
        ),
        ("until", rows["until"] < rows["date"], "ends before it begins | 结束早于开始"),
    )
    return problems_of(rows, file, checks) + future_problems(rows, file, today)


def remarks_on(remarks: pd.DataFrame, region: str, day: dates.Day = None) -> pd.DataFrame:
    """The remarks on a region that hold on a day, today where none is named; newest first."""
    at = pd.Timestamp(dates.day(day) or dt.date.today())
    holds = (remarks["date"] <= at) & ~(remarks["until"] < at)
    mine = remarks[holds & remarks["region"].eq(region)]
    return mine.sort_values("date", ascending=False, kind="stable").reset_index(drop=True)


def no_remarks() -> pd.DataFrame:
    """A table of remarks without a row."""
    return coerce(pd.DataFrame(columns=list(REMARKS.columns), dtype=str), REMARKS)
