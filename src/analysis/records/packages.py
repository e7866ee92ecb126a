"""The folders that a plan's tables are read from: its own, then those of the packages it uses."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Sequence
from itertools import dropwhile
from pathlib import Path

from .errors import PlanDataError, shown
from .languages import LANGUAGES
from .places import plan_name, plan_names

SHARED = "data/shared"
PLANS = "data/plans"
OLD = "data"  # where everything lay before there were packages, and lies where none are named


def own_folder(plan: str) -> str:
    """A plan's own folder, relative to the project."""
    return f"{PLANS}/{plan}"


def folders_of(plan: str, uses: Sequence[str] | None, root: Path) -> tuple[str, ...]:
    """The folders that a plan's tables are read from, relative to the project.

    Parameters
    ----------
    plan : str
        Its name.
    uses : sequence of str or None
        What plan.toml says: names of data/shared or of other plans. None where it says nothing.

    Returns
    -------
    tuple of str
        The plan's own first, then those used in their order; data/ itself in place of those where
        nothing is said.

    Raises
    ------
    PlanDataError
        A name that is no package.
    """
    own = own_folder(plan)
    if uses is None:
        return own, OLD
    known = package_folders(root)
    for name in uses:
        if name not in known or name == plan:
            others = [other for other in known if other != plan]
            raise PlanDataError(
                f"{own}/plan.toml, column uses, value {name!r}: no such package; there are: "
                f"{', '.join(others)} | 没有这个数据包，现有：{'、'.join(others)}"
            )
    return tuple(dict.fromkeys((own, *(known[name] for name in uses))))


def package_folders(root: Path) -> dict[str, str]:
    """Every package of a project by name: shared ones, then the plans themselves."""
    shared = {p.name: f"{SHARED}/{p.name}" for p in sorted((root / SHARED).glob("[!.]*/"))}
    plans = {name: own_folder(name) for name in plan_names(root) if name not in shared}
    return {**shared, **plans}


def folders_as_told(plan: str, root: Path) -> tuple[str, ...]:
    """`folders_of` by what plan.toml says, without reading a table.

    Its own folder and data/ where plan.toml cannot be read: whoever reads the plan says why.
    """
    try:
        return folders_of(plan, names_of_packages(as_told(plan, root).get("uses"), "uses"), root)
    except PlanDataError:
        return own_folder(plan), OLD


def languages_as_told(plan: str, root: Path) -> tuple[str, ...]:
    """The languages that a plan's pages are in; every one where plan.toml names none."""
    named = as_told(plan, root).get("languages")
    return tuple(named) if isinstance(named, list) and named else LANGUAGES


def codes_as_told(plan: str, root: Path) -> list[str]:
    """The codes in the regions tables of a plan's packages."""
    return region_codes(root, folders_as_told(plan, root))


def as_told(plan: str, root: Path) -> dict:
    """What plan.toml says, held against nothing; nothing where it cannot be read."""
    try:
        return tomllib.loads((root / own_folder(plan) / "plan.toml").read_text("utf-8-sig"))
    except (OSError, ValueError):
        return {}


def names_of_packages(value: object, name: str) -> tuple[str, ...] | None:
    """What plan.toml says under `uses`; None where it says nothing.

    Raises
    ------
    PlanDataError
        No list of names.
    """
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise PlanDataError(
            f'{name} {shown(value)}: write a list of names, such as ["cn-innovation"], or [] | '
            '请写成名称的列表，如 ["cn-innovation"]，不用别的包时写 []'
        )
    return tuple(plan_name(v) for v in value)


def region_codes(root: Path, folders: Sequence[str]) -> list[str]:
    """The codes in the regions tables, without holding these against their contract."""
    return column_of(root, folders, "regions.csv", "region")


def column_of(root: Path, folders: Sequence[str], file: str, column: str) -> list[str]:
    """A column of the tables of one name that the folders hold; see `cells_of`."""
    return [cell for path in files(root, folders, file) for cell in cells_of(path, column)]


def cells_of(path: Path, column: str) -> list[str]:
    """A column of a table, without holding the table against its contract."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        below = dropwhile(lambda line: line.lstrip('"').startswith("#"), file)
        return [row.get(column) or "" for row in csv.DictReader(below)]


def observation_files(root: Path, folders: Iterable[str]) -> list[Path]:
    """The tables of observations that the folders hold, in their order and by name."""
    return [p for f in folders for p in sorted((root / f / "observations").glob("*.csv"))]


def files(root: Path, folders: Sequence[str], name: str) -> list[Path]:
    """The files of one name that the folders hold, in their order."""
    return [path for folder in folders if (path := root / folder / name).exists()]
