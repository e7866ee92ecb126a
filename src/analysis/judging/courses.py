"""The course of one indicator year by year: published, projected, and the way to its target."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .situations import Situation


def course(found: Situation, indicator_id: str) -> pd.DataFrame:
    """One indicator with a target, a row a year.

    Returns
    -------
    DataFrame
        year; observed, median (with the last value before what is projected, where the line
        begins), low80, high80, path (straight from the baseline to the target), target (at its
        deadline); the target is the level where the plan states one, else the multiple.
    """
    rows = found.projections[found.projections["indicator_id"] == indicator_id]
    goals = found.verdicts[
        (found.verdicts["indicator_id"] == indicator_id) & found.verdicts["target_value"].notna()
    ]
    goal = goals.sort_values("reading", key=lambda r: r != "level", kind="stable").iloc[0]
    seen = rows[rows["kind"] == "observed"].set_index("year")["value"].astype(float)
    ahead = rows[rows["kind"] == "projected"].set_index("year").astype({"value": float})
    end = int(goal["deadline"])
    first = int(min(seen.index.min(), end))
    years = pd.RangeIndex(first, max(end, int(seen.index.max())) + 1, name="year")
    table = pd.DataFrame(index=years).assign(
        observed=seen.reindex(years),
        median=ahead["value"].reindex(years),
        low80=ahead["low80"].astype(float).reindex(years),
        high80=ahead["high80"].astype(float).reindex(years),
        path=np.nan,
        target=np.nan,
    )
    if len(ahead):
        # A bound of a later year is published and projected within: the line begins before it.
        last = seen.index[seen.index < ahead.index.min()].max()
        if pd.notna(last):
            table.loc[last, ["median", "low80", "high80"]] = seen[last]
    if pd.notna(goal["baseline_value"]) and pd.notna(goal["baseline_year"]):
        start = int(goal["baseline_year"])
        way = np.linspace(
            float(goal["baseline_value"]), float(goal["target_value"]), end - start + 1
        )
        inside = [y for y in range(start, end + 1) if y in table.index]
        table.loc[inside, "path"] = way[[y - start for y in inside]]
    table.loc[end, "target"] = float(goal["target_value"])
    return table.reset_index()
