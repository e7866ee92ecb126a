"""The tables of the reference class, made by scripts: read, or the message says to restore them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from .errors import PlanDataError
from .places import find_reference
from .readable import reading


def reference_table(
    name: str, root: Path | None = None, *, needed: Sequence[str] = (), days: Sequence[str] = ()
) -> pd.DataFrame:
    """One table of data/reference/.

    Parameters
    ----------
    name : str
        Its file's name, without .csv.
    needed, days : sequence of str
        Columns that it must have; those of `days` are read as dates.

    Raises
    ------
    PlanDataError
        It is not there or not as the scripts make it.
    """
    file = f"data/reference/{name}.csv"
    try:
        with reading(file):
            table = pd.read_csv(find_reference(root) / f"{name}.csv", parse_dates=list(days))
    except PlanDataError:
        raise
    except ValueError as error:  # not a table, empty, or without a column of days
        raise _not_as_made(file, str(error)) from None
    if missing := sorted({*needed, *days} - {*table.columns}):
        raise _not_as_made(file, f"no column {', '.join(missing)}")
    return table


def _not_as_made(file: str, why: str) -> PlanDataError:
    return PlanDataError(
        f"{file}: not as the scripts make it ({why}); restore data/reference/ | "
        "参照类文件已损坏，请恢复 data/reference/"
    )
