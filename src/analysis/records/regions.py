"""The regions that figures are about, the groups they belong to and the map they are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from .errors import PlanDataError
from .packages import OLD
from .schema import REGION_GROUPS, REGION_LEVELS, REGION_MAP, REGIONS
from .tables import Problem, describe, problems_in, read_everywhere

DATA = (OLD,)  # where a project keeps its tables that has no packages


def read_regions(root: Path, folders: Sequence[str] = DATA) -> pd.DataFrame:
    """Every region of a plan's packages; columns of `schema.REGIONS`."""
    return read_everywhere(root, folders, REGIONS).drop(columns="file").reset_index(drop=True)


def panel_of(regions: pd.DataFrame, region: str) -> list[str]:
    """The regions that one is held beside, itself among them, in the order of their codes.

    Those of its kind that are part of the same whole; where it is the whole, its parts.

    Parameters
    ----------
    regions : DataFrame
        From `read_regions`.
    region : str
        The plan's own; beside one that is in no table there is none.
    """
    known = regions.set_index("region")
    if region not in known.index:
        return []
    own = known.loc[region]
    if own["parent"]:
        beside = (regions["parent"] == own["parent"]) & (regions["level"] == own["level"])
    else:
        beside = regions["parent"] == region
    return sorted(regions.loc[beside, "region"])


def read_region_levels(root: Path, folders: Sequence[str] = DATA) -> pd.DataFrame:
    """What kinds of region are called; columns of `schema.REGION_LEVELS` and file."""
    return read_everywhere(root, folders, REGION_LEVELS)


def read_region_groups(root: Path, folders: Sequence[str] = DATA) -> pd.DataFrame:
    """The groups of regions that are held beside each other; none where there is no such table.

    Returns
    -------
    DataFrame
        One row per member, in the order of the table and within it: group, name_zh, name_en,
        region.

    Raises
    ------
    PlanDataError
        A member that is no region, or one of two groups.
    """
    table = read_everywhere(root, folders, REGION_GROUPS)
    members = (
        table.assign(region=table["regions"].str.split(";"))
        .explode("region")
        .drop(columns="regions")
    )
    unknown = members[~members["region"].isin(read_regions(root, folders)["region"])]
    twice = members[members["region"].duplicated()]
    _refuse(
        _problems(unknown, "not in regions.csv | 未知地区")
        + _problems(twice, "is in two groups | 属于两个组")
    )
    return members.drop(columns="file").reset_index(drop=True)


def read_region_map(root: Path, folders: Sequence[str] = DATA) -> pd.DataFrame:
    """Where each region's tile lies on the map, and what is written in it.

    Returns
    -------
    DataFrame
        Columns of `schema.REGION_MAP`, the names filled in from the regions, the Chinese one short;
        has_data (False for a region that has its place on the map and no row in regions.csv).
        Empty where there is no such table.

    Raises
    ------
    PlanDataError
        A tile without a name, or two on one place.
    """
    table = read_everywhere(root, folders, REGION_MAP)
    known = read_regions(root, folders).set_index("region")
    here = table["region"].isin(known.index)
    named = table.assign(
        name_zh=table["region"].map(known["name_zh_short"]).where(here, table["name_zh"]),
        name_en=table["region"].map(known["name_en"]).where(here, table["name_en"]),
        has_data=here,
    )
    nameless = named[(named["name_zh"] == "") & (named["name_en"] == "")]
    hidden = named[named.duplicated(["tile_column", "tile_row"])]
    _refuse(
        _problems(nameless, "not in regions.csv: name it here | 请在此填写名称")
        + _problems(hidden, "another tile lies there | 位置重复")
    )
    either = named.assign(
        name_zh=named["name_zh"].where(named["name_zh"] != "", named["name_en"]),
        name_en=named["name_en"].where(named["name_en"] != "", named["name_zh"]),
    )
    return either.drop(columns="file").reset_index(drop=True)


def _problems(rows: pd.DataFrame, rule: str) -> list[Problem]:
    return [
        problem
        for file, mine in rows.groupby("file", sort=False)
        for problem in problems_in(mine, str(file), "region", rule)
    ]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise PlanDataError(describe(problems))
