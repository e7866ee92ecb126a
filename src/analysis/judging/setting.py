"""Setting the next target: the value that has a given chance, and what it asks a year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..projection.levels import GRID, at_levels
from ..records import numerals
from ..records.errors import PlanDataError, shown
from .questions import own_targets, projected_to, refuse_unknown
from .situations import Situation

CHANCES = (0.50, 0.67, 0.80, 0.90)


def next_target(
    now: Situation,
    indicator_id: str,
    year: int,
    *,
    chances: Sequence[float] = CHANCES,
) -> pd.DataFrame:
    """The level of a year that has each chance of being kept: the reverse of `own_target`.

    Parameters
    ----------
    now : Situation
    indicator_id : str
        Any indicator of the plan, with a target there or not.
    year : int
        The year by which the level is to be reached (or not exceeded, where the indicator should
        fall), not observed yet.
    chances : sequence of float
        Strictly between 0 and 1, within the outermost quantiles that are projected.

    Returns
    -------
    DataFrame
        As from `next_targets`, a row a chance.

    Raises
    ------
    PlanDataError
        No such indicator, a chance that is none, a year that is observed already, or nothing to
        project from.

    Examples
    --------
    >>> from analysis import situation
    >>> goals = next_target(situation("shanxi-innovation-14"), "high_tech_firms", 2030)
    >>> goals[["chance", "stated_value", "growth_required"]].shape
    (4, 3)
    """
    refuse_unknown(now, indicator_id)
    found = next_targets(now, year, [indicator_id], chances=chances)
    if found.empty:
        raise PlanDataError(
            f"{indicator_id}, {year}: nothing is projected for this year: it is observed already, "
            "nothing was published before it, or the definition changes in between "
            "| 这一年没有推算：已有公布数，或此前没有公布数，或口径在其间有变"
        )
    return found


def next_targets(
    now: Situation,
    year: int,
    indicator_ids: Sequence[str] | None = None,
    *,
    chances: Sequence[float] = CHANCES,
) -> pd.DataFrame:
    """`next_target` of many indicators: of all that should rise or fall when left out.

    Returns
    -------
    DataFrame
        As from `own_target` (without expected_year), a row an indicator and chance, with chance
        (asked for). `probability` is that of the level, the chance itself unless a bound of the
        indicator lies in between: 100 % cannot be exceeded however little chance is asked for.
        What is not projected for the year has no row.
    """
    wanted = [numerals.number(c) for c in chances]
    if outside := [c for c in wanted if not GRID[0] <= c <= GRID[-1]]:
        raise PlanDataError(
            f"chance {shown(outside[0])}: write a share from {GRID[0]} to {GRID[-1]}, such as "
            "0.8 | 概率写成0到1之间的小数，如0.8"
        )
    due = numerals.year(year, "year")
    table = now.plan.indicators.set_index("indicator_id")
    way = table["direction"].isin(["up", "down"])
    ids = list(table.index[way]) if indicator_ids is None else list(indicator_ids)
    rows = projected_to(now, ids, due)
    told = rows.get("quantiles", pd.Series(dtype=object)).map(lambda q: isinstance(q, np.ndarray))
    mine = rows["indicator_id"].isin(ids) & (rows["year"] == due)
    ahead = rows[mine & (rows["kind"] == "projected") & told.astype(bool)]
    if ahead.empty:
        return own_targets(now, _asked([], []), deadline=due).assign(chance=[])
    falls = ahead["indicator_id"].map(table["direction"]).eq("down").to_numpy()[:, None]
    levels = np.where(falls, np.array(wanted), 1.0 - np.array(wanted))
    values = at_levels(np.stack(ahead["quantiles"].to_list()), levels)
    asked = _asked(np.repeat(ahead["indicator_id"].to_numpy(), len(wanted)), values.ravel())
    return own_targets(now, asked, deadline=due, first_years=False).assign(
        chance=np.tile(wanted, len(ahead))
    )


def _asked(ids: Sequence[str], values: Sequence[float]) -> pd.DataFrame:
    asked = pd.DataFrame({"indicator_id": ids, "stated_value": values})
    return asked.astype({"indicator_id": object, "stated_value": float}).assign(comparator="")
