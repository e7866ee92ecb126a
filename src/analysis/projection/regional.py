"""What the regions of a plan teach of each other: how outcomes stood to the reference class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..records import dates
from ..records.reference_tables import learned_table
from .backtest import replay, scores_by_year
from .learning import Learned
from .panel import directions
from .shrinkage import Evidence

EVIDENCE = ["origin", "ahead", "length", "mean", "variance", "count"]
COLUMNS = ["panel", *EVIDENCE]


def learn_regions(known: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """How outcomes stood to the reference class in every series of an as-of view.

    Indicators that are wanted to rise are one panel, those that are wanted to fall another, and
    those of which nothing is wanted a third.

    Parameters
    ----------
    known, indicators
        See `backtest.replay`.

    Returns
    -------
    DataFrame
        panel (the direction wanted), origin, ahead, length, mean, variance, count: see
        `shrinkage.Evidence`. No rows where no forecast has come true.
    """
    outcomes, quantiles = replay(known, indicators)
    if outcomes.empty:
        return pd.DataFrame(columns=COLUMNS)
    found = scores_by_year(outcomes, quantiles, directions(outcomes["indicator_id"], indicators))
    parts = [pd.DataFrame(vars(seen)).assign(panel=name) for name, seen in found.items()]
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def read_families(root: Path | None, folders: Sequence[str]) -> pd.Series:
    """The family of each indicator_id, as the plan's packages have it: learned/families.csv."""
    table = learned_table("families", root, folders, needed=["indicator_id", "family"])
    return table.set_index("indicator_id")["family"]


def read_regional(
    root: Path | None, folders: Sequence[str], *, as_of: dates.Day = None
) -> pd.DataFrame:
    """What a panel had taught by a day: learned/regional.csv of the plan's packages.

    Parameters
    ----------
    folders : sequence of str
        See `packages.folders_of`.

    Returns
    -------
    DataFrame
        As from `learn_regions`, and published (the day from which it could have been made), of
        the latest such day by `as_of` (see `dates.day`); empty before the first, and where no
        package has learned anything.
    """
    table = learned_table("regional", root, folders, needed=COLUMNS, days=["published"])
    day = dates.day(as_of)
    due = table if day is None else table[table["published"] <= pd.Timestamp(day)]
    return due[due["published"] == due["published"].max()]


def learned(table: pd.DataFrame | None) -> Learned:
    """What `predict` takes, from a table of `read_regional`; nothing from none."""
    if table is None or table.empty:
        return Learned()
    return Learned(
        {
            str(name): Evidence(*(rows[c].to_numpy() for c in EVIDENCE))
            for name, rows in table.groupby("panel", sort=False)
        }
    )
