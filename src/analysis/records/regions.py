"""The regions that figures are about, the groups they belong to and the map they are drawn on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .errors import PlanDataError
from .schema import REGION_GROUPS, REGION_MAP, REGIONS, Table
from .tables import Problem, describe, problems_in, read_table

NATION = "000000"  # as in data/regions.csv


def read_regions(root: Path) -> pd.DataFrame:
    """Every region; columns of `schema.REGIONS`."""
    return read_table(root / "data" / "regions.csv", REGIONS, root=root)


def read_region_groups(root: Path) -> pd.DataFrame:
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
    table = _read_if_there(root, REGION_GROUPS)
    members = (
        table.assign(region=table["regions"].str.split(";"))
        .explode("region")
        .drop(columns="regions")
    )
    unknown = members[~members["region"].isin(read_regions(root)["region"])]
    twice = members[members["region"].duplicated()]
    _refuse(
        problems_in(unknown, _name(REGION_GROUPS), "region", "not in data/regions.csv | 未知地区")
        + problems_in(twice, _name(REGION_GROUPS), "region", "is in two groups | 属于两个组")
    )
    return members.reset_index(drop=True)


def read_region_map(root: Path) -> pd.DataFrame:
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
    table = _read_if_there(root, REGION_MAP)
    known = read_regions(root).set_index("region")
    here = table["region"].isin(known.index)
    named = table.assign(
        name_zh=table["region"].map(known["name_zh_short"]).where(here, table["name_zh"]),
        name_en=table["region"].map(known["name_en"]).where(here, table["name_en"]),
        has_data=here,
    )
    nameless = named[(named["name_zh"] == "") | (named["name_en"] == "")]
    hidden = named[named.duplicated(["tile_column", "tile_row"])]
    rule = "not in data/regions.csv: name it here in both languages | 请在此填写中英文名称"
    _refuse(
        problems_in(nameless, _name(REGION_MAP), "region", rule)
        + problems_in(hidden, _name(REGION_MAP), "region", "another tile lies there | 位置重复")
    )
    return named.reset_index(drop=True)


def _name(table: Table) -> str:
    return f"data/{table.name}.csv"


def _read_if_there(root: Path, table: Table) -> pd.DataFrame:
    path = root / _name(table)
    if path.exists():
        return read_table(path, table, root=root)
    return pd.DataFrame({column: pd.Series(dtype=str) for column in table.columns})


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise PlanDataError(describe(problems))
