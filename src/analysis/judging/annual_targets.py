"""Annual targets and those of other documents: asked, delivered, how bold, on the plan's way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ..records import codes, dates
from ..records.once import once
from ..records.plans import Plan
from ..records.pledges import as_targets, read_pledges
from .acceptance import more
from .boldness import bold_targets
from .predicates import ON_LEVEL
from .situations import Records
from .standpoints import Standpoint, standpoint, verdicts_of

# What stands in a row beside the pledge itself.
JUDGED = [
    *("stated_comparator", "target_value", "latest_year", "latest_value"),
    *(
        "latest_qualifier",
        "latest_source_id",
        "status",
        "reason",
        "settled",
        "probability",
        "since",
    ),
    "since_year",
]
BOLD = ["pace", "asks", "bolder_than", "low", "high", "newest", "regions"]
WAY = ["plan_target_id", "straight", "constant_growth", "on_way"]


@once
def annual_targets(
    records: Records, *, region: codes.Code = None, as_of: dates.Day = None
) -> pd.DataFrame:
    """Every pledge of a region and of those within it, judged then and now.

    Parameters
    ----------
    records : Records
        From `read_records`.
    region, as_of : optional
        See `situations.situation`.

    Returns
    -------
    DataFrame
        By indicator, region and deadline, the columns of `schema.PLEDGES` and grade with `JUDGED`
        (as known on the day looked from, see `attainment.assess`; a standing aim has none), said
        (the probability on the day it was published), `BOLD` (as known then, see
        `boldness.boldness`), and where the plan itself has a level to be reached for the same
        indicator, or one that the pledge is part of: plan_target_id, straight and constant_growth
        (the level of the pledge's year on the plan's way from its base), on_way (whether the
        pledge asks for as much as the lower of the two; missing without a way).
    """
    own, day = records.region(region), dates.day(as_of)
    within = records.within(own)
    pledges = read_pledges(records.plan, root=records.root)
    mine = pledges[pledges["region"].isin([own, *within])]
    known = mine if day is None else mine[mine["published"] <= pd.Timestamp(day)]
    rows = known.reset_index(drop=True)
    now = _judged(records, rows, [day] * len(rows))
    then = _judged(records, rows, [f"{d:%Y-%m-%d}" for d in rows["published"]])
    told = (
        rows.drop(columns="comparator")
        .join(now[[*JUDGED, "comparator"]])
        .assign(said=then["probability"])
    )
    told = told.join(_bold(records, then, rows)).pipe(_add_way, records)
    order = {name: n for n, name in enumerate(records.plan.indicators["indicator_id"])}
    place = {name: n for n, name in enumerate([own, *within])}
    keys = {"indicator_id": order, "region": place}
    return told.sort_values(
        ["indicator_id", "region", "deadline", "published"],
        key=lambda c: c.map(keys[c.name]) if c.name in keys else c,
        kind="stable",
    ).reset_index(drop=True)


def _judged(records: Records, rows: pd.DataFrame, days: list[str | None]) -> pd.DataFrame:
    """Each pledge with a deadline as it stood in its region on its day, on the index of `rows`."""
    asked = rows.assign(day=days)[rows["deadline"].notna()]
    groups = [
        (key, mine) for key, mine in asked.groupby(["region", "day"], dropna=False, sort=False)
    ]
    views = [_view(records, mine, place, day) for (place, day), mine in groups]
    found = [
        verdicts.set_index("target_id").reindex(mine["pledge_id"]).set_axis(mine.index)
        for (_, mine), verdicts in zip(groups, verdicts_of(views, first_years=False), strict=True)
    ]
    if not found:
        blank = [*JUDGED, "comparator", "measure"]
        return pd.DataFrame(index=rows.index, columns=blank, dtype=object)
    return pd.concat(found).reindex(rows.index)


def _view(records: Records, mine: pd.DataFrame, place: str, day: object) -> Standpoint:
    as_of = day if isinstance(day, str) else None
    made = standpoint(records, region=place, as_of=as_of, targets=as_targets(mine))
    return replace(made, until=max(made.until, int(mine["deadline"].max())))


def _bold(records: Records, then: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """How bold each pledge of the plan's own kind of region was, on the day it was published."""
    made = pd.DataFrame(np.nan, index=rows.index, columns=BOLD).astype({"pace": object})
    beside = rows["region"].isin(records.plan.panel) & then["target_value"].notna()
    for day, mine in rows[beside].groupby("published"):
        verdicts = then.loc[mine.index].assign(indicator_id=mine["indicator_id"])
        for place, part in mine.groupby("region"):
            found = bold_targets(
                records, verdicts.loc[part.index], region=place, as_of=f"{day:%Y-%m-%d}"
            )
            made.loc[part.index, BOLD] = found[BOLD]
    return made


def plan_levels(plan: Plan) -> pd.DataFrame:
    """A row an indicator: the plan's last target that asks for a level, counted from a base."""
    goals = plan.targets
    level = goals[goals["reading"].eq("level") & goals["baseline_value"].notna()]
    return level.sort_values("deadline").drop_duplicates("indicator_id", keep="last")


def _add_way(rows: pd.DataFrame, records: Records) -> pd.DataFrame:
    """The levels of each pledge's year on the way that the plan's own target takes."""
    plan = records.plan
    goals = plan.targets[plan.targets["reading"].isin([*ON_LEVEL, "ratio"])]
    by_id = goals.drop_duplicates("target_id").set_index("target_id")
    by_indicator = plan_levels(plan).set_index("indicator_id")["target_id"]
    named = rows["part_of"].where(rows["part_of"].isin(by_id.index))
    own = rows["region"] == plan.region
    target = named.fillna(rows["indicator_id"].map(by_indicator)).where(own)
    of = by_id.reindex(target).set_axis(rows.index)
    first = of["baseline_year"].astype("Float64").fillna(plan.meta["baseline_year"])
    goal = of["stated_value"].where(of["reading"].eq("level"))
    way = on_way(rows, of["baseline_value"], goal, first, of["deadline"])
    return rows.assign(plan_target_id=target).join(way)


def on_way(
    pledges: pd.DataFrame, start: pd.Series, goal: pd.Series, first: pd.Series, due: pd.Series
) -> pd.DataFrame:
    """Whether pledges ask for as much as their year's place on the way from a base to a goal.

    Parameters
    ----------
    pledges : DataFrame
        deadline and target_value.
    start, goal : Series
        The level of the base's year and that of the goal's, on the index of `pledges`; without a
        goal there is no way.
    first, due : Series
        Those years.

    Returns
    -------
    DataFrame
        straight and constant_growth (the level of the pledge's year on a straight line and at
        constant growth; missing outside the years, the second also without a positive start),
        on_way (not below the lower of the two; missing without a way or a number).
    """
    start, goal = start.astype("Float64").astype(float), goal.astype("Float64").astype(float)
    asked, year, begin, end = (
        s.astype("Float64").astype(float)
        for s in (pledges["target_value"], pledges["deadline"], first, due)
    )
    share = (year - begin) / (end - begin)
    inside = share.between(0, 1) & goal.notna()
    straight = (start + (goal - start) * share).where(inside)
    growth = (start * (goal / start.where(start > 0)) ** share).where(inside & (goal > 0))
    least = np.fmin(straight, growth)
    told = pd.Series(~more(least.to_numpy(), asked.to_numpy()), pledges.index, dtype="boolean")
    return pd.DataFrame(
        {
            "straight": straight,
            "constant_growth": growth,
            "on_way": told.mask(least.isna() | asked.isna()),
        }
    )
