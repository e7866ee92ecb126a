"""Tables made by scripts: of the reference class, and what was learned from a panel."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from .errors import PlanDataError
from .packages import files
from .places import find_reference, find_root
from .readable import reading


def reference_table(name: str, root: Path | None = None) -> pd.DataFrame:
    """One table of data/reference/.

    Parameters
    ----------
    name : str
        Its file's name, without .csv.

    Raises
    ------
    PlanDataError
        It is not there or not as the scripts make it.
    """
    return _as_made(find_reference(root) / f"{name}.csv", f"data/reference/{name}.csv")


def reference_rows(name: str, root: Path | None = None) -> list[dict[str, str]]:
    """The same as it is written, for numbers that are read to their last digit."""
    path = find_reference(root) / f"{name}.csv"
    with reading(str(path)), path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def damaged(name: str, script: str, root: Path | None = None) -> PlanDataError:
    """What is said of a table of data/reference/ that its script cannot have made."""
    return PlanDataError(
        f"{find_reference(root) / name}.csv: not as scripts/{script} makes it; restore "
        "data/reference/ | 参照类文件已损坏，请恢复 data/reference/"
    )


def learned_table(
    name: str,
    root: Path | None,
    folders: Sequence[str],
    *,
    needed: Sequence[str],
    days: Sequence[str] = (),
) -> pd.DataFrame:
    """What was learned from the panel of a plan's packages: the first that has such a table.

    What was learned from one panel says nothing of another: a plan whose packages have learned
    nothing has no rows.

    Parameters
    ----------
    name : str
        The file's name in learned/, without .csv.
    folders : sequence of str
        See `packages.folders_of`.
    needed, days : sequence of str
        Columns that it must have; those of `days` are read as dates.

    Raises
    ------
    PlanDataError
        The table is not as the scripts make it.
    """
    root = find_root(root)
    found = files(root, folders, f"learned/{name}.csv")
    if not found:
        empty = pd.DataFrame(columns=list(dict.fromkeys([*needed, *days])))
        return empty.astype(dict.fromkeys(days, "datetime64[s]"))
    return _as_made(found[0], found[0].relative_to(root).as_posix(), needed=needed, days=days)


def _as_made(
    path: Path, file: str, *, needed: Sequence[str] = (), days: Sequence[str] = ()
) -> pd.DataFrame:
    try:
        with reading(file):
            table = pd.read_csv(path, parse_dates=list(days))
    except PlanDataError:
        raise
    except ValueError as error:  # not a table, empty, or without a column of days
        raise _not_as_made(file, str(error)) from None
    if missing := sorted({*needed, *days} - {*table.columns}):
        raise _not_as_made(file, f"no column {', '.join(missing)}")
    return table


def _not_as_made(file: str, why: str) -> PlanDataError:
    folder = file.rpartition("/")[0]
    return PlanDataError(
        f"{file}: not as the scripts make it ({why}); restore {folder}/ | "
        f"由程序生成的文件已损坏，请恢复 {folder}/"
    )
