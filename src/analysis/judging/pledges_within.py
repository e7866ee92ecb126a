"""The targets that the regions within set themselves, beside the plan's own broken down to them."""

from __future__ import annotations

import pandas as pd

from ..records import codes
from ..records.errors import PlanDataError
from .annual_targets import on_way, plan_levels
from .breakdown import can_be_broken_down
from .breakdown_regions import SCHEMES, by_region
from .situations import Records, Situation, situation_of

ASKED = ["pledge_id", "deadline", "published", "target_value", "said"]
SHARES = ["target_id", "indicator_id", "due", "region", "base_year", "base", *SCHEMES]
WAY = ["straight", "constant_growth", "on_way"]


def pledges_within(
    records: Records, pledges: pd.DataFrame, *, region: codes.Code = None
) -> pd.DataFrame:
    """A plan's targets broken down on the day of issue, and what each region within set itself.

    Nothing that came later is in the shares: they are what could have been handed down with the
    plan.

    Parameters
    ----------
    records : Records
        From `read_records`.
    pledges : DataFrame
        From `annual_targets.annual_targets`, of the same region.
    region : optional
        See `situations.situation`.

    Returns
    -------
    DataFrame
        For every target of the plan that can be broken down and that a region within has a pledge
        for, a row a region and pledge; a region without a pledge, and what the whole holds beyond
        the sum of those within (`breakdown_regions.REST`), have one row. Columns: target_id,
        indicator_id, due (the plan's year), region, base_year, base, one a scheme of `SCHEMES`
        (the region's share of the target in the plan's year; missing where the region had no
        figure to break down by), `ASKED` (of the pledge), straight and constant_growth (the level
        of the pledge's year on the way from base to by_level), on_way (whether the pledge asks for
        as much as the lower of the two; missing without a way).
    """
    now = situation_of(records, region=region)
    then = situation_of(records, region=region, as_of=now.issue_day)
    inside = pledges[pledges["region"] != now.region]
    goals = then.verdicts[can_be_broken_down(then.verdicts)]
    goals = goals[goals["target_id"].isin(plan_levels(records.plan)["target_id"])]
    made = []
    for _, goal in goals[goals["indicator_id"].isin(inside["indicator_id"])].iterrows():
        rows = _broken_down(records, then, goal)
        if rows is not None:
            mine = inside[inside["indicator_id"] == goal["indicator_id"]]
            made.append(_beside(_shares(rows), mine))
    columns = [*SHARES, *ASKED, *WAY]
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=columns)


def _broken_down(records: Records, then: Situation, goal: pd.Series) -> pd.DataFrame | None:
    """None of a share, and of what no region within reports."""
    try:
        rows = by_region(records, then, goal)
    except PlanDataError:
        return None
    return rows.assign(indicator_id=goal["indicator_id"], due=int(goal["deadline"]))


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a region, a column a scheme."""
    keys = ["target_id", "indicator_id", "due", "region", "base_year", "base"]
    wide = rows.pivot_table(index=keys, columns="scheme", values="value", sort=False)
    return wide.reset_index().rename_axis(columns=None).reindex(columns=SHARES)


def _beside(shares: pd.DataFrame, pledges: pd.DataFrame) -> pd.DataFrame:
    """Each region's pledges on the way from its base to its share by level."""
    told = shares.merge(pledges[["region", *ASKED]], on="region", how="outer", sort=False)
    for column in ("target_id", "indicator_id", "due"):
        told[column] = shares[column].iloc[0]
    way = on_way(told, told["base"], told["by_level"], told["base_year"], told["due"])
    return told.join(way)[[*SHARES, *ASKED, *WAY]]
