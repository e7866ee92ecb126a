"""What figures are counted in: how a unit is called, what it can be converted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from .errors import PlanDataError
from .packages import OLD, package_folders
from .places import HERE, find_root, working_place
from .schema import UNITS
from .tables import read_everywhere, read_table, refuse_clashes

SHARE = "%"  # of a whole: its changes are told in points
MULTIPLE = "倍"  # of a base: what a ratio is put in, whatever the indicator's own unit
NOTHING = "-"  # the name of a unit that is not written out


@dataclass(frozen=True)
class Unit:
    """A unit as its row has it.

    Attributes
    ----------
    name : str
        As tables have it.
    zh, en : str
        As it is written after a number, "" where nothing is.
    family : str
        Units of one family differ by a factor only; "" where a unit stands for itself.
    factor : float
        What makes a value one in the family's own unit.
    decimals : int
        Digits after the point of a computed value.
    money : bool
        Whether it is at the prices of its year.
    """

    name: str
    zh: str
    en: str
    family: str = ""
    factor: float = 1.0
    decimals: int = 0
    money: bool = False


def read_units(root: Path, folders: Sequence[str] = (OLD,)) -> pd.DataFrame:
    """The units that a plan's tables may be in; columns of `schema.UNITS` and file.

    Those of data/units.csv (of this checkout, where a project has none) and of the folders.

    Raises
    ------
    PlanDataError
        A unit that two of them describe otherwise.
    """
    shared = root if (root / OLD / "units.csv").exists() else HERE
    common = read_table(shared / OLD / "units.csv", UNITS, root=shared)
    own = read_everywhere(root, [f for f in folders if f != OLD], UNITS)
    both = pd.concat([common.assign(file="data/units.csv"), own])
    refuse_clashes(both, UNITS)
    return both.drop_duplicates("unit")


def unit_of(name: str) -> Unit:
    """A unit by its name, from every table of units of the project that is worked in.

    One that no table names is written as it is.
    """
    return units_at(working_place()).get(name) or Unit(name, name, name)


@cache
def units_at(place: Path) -> dict[str, Unit]:
    """`units_of` the project around a place: asked for every number, looked up once."""
    return units_of(find_root(place))


@cache
def units_of(root: Path) -> dict[str, Unit]:
    """Every unit of a project, data/units.csv first; a package with faults is passed over here.

    `read_units` tells of the faults, to those whose package it is.
    """
    found: dict[str, Unit] = {}
    folders = (OLD, *package_folders(root).values())
    for base, folder in (*((root, folder) for folder in folders), (HERE, OLD)):
        path = base / folder / "units.csv"
        if not path.exists():
            continue
        try:
            table = read_table(path, UNITS, root=base)
        except PlanDataError:
            continue
        found |= {u.name: u for u in _units(table) if u.name not in found}
    return found


def _units(table: pd.DataFrame) -> list[Unit]:
    return [
        Unit(
            r.unit,
            _written(r.name_zh, r.unit),
            _written(r.name_en, r.unit),
            r.family,
            1.0 if pd.isna(r.factor) else r.factor,
            0 if pd.isna(r.decimals) else int(r.decimals),
            r.money == "true",
        )
        for r in table.itertuples()
    ]


def _written(name: str, unit: str) -> str:
    return "" if name == NOTHING else name or unit
