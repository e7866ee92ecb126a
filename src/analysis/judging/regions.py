"""The plan's indicators in every region: rank, distance, growth needed, and the same targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from joblib import Parallel, delayed, effective_n_jobs

from ..records import codes, dates
from ..records.once import once
from ..records.plans import Plan
from ..records.regions import read_region_groups, read_region_levels, read_region_map
from ..records.vintages import as_of_view
from .situations import Records, targets_for, year_of
from .standpoints import Judge, Standpoint, standpoint, verdicts_of

ENOUGH = 0.75  # of the regions that ever report an indicator must report the year compared
FEWEST = 5  # regions an indicator needs to be ranked
SPAN = 5  # years of growth shown where the plan's base year is not behind the data yet


@dataclass(frozen=True)
class Regions:
    """A plan's indicators and targets beside each other in many regions.

    Attributes
    ----------
    records : Records
    region : str
        The region looked at.
    as_of : str or None
    standings : DataFrame
        See `standings`, the provinces.
    cities : DataFrame
        The same for the prefectures of the region's province.
    verdicts : DataFrame
        See `panel_verdicts`, the provinces.
    groups : DataFrame
        See `records.regions.read_region_groups`.
    tiles : DataFrame
        See `records.regions.read_region_map`.
    levels : DataFrame
        See `records.regions.read_region_levels`.
    """

    records: Records
    region: str
    as_of: str | None
    standings: pd.DataFrame
    cities: pd.DataFrame
    verdicts: pd.DataFrame
    groups: pd.DataFrame
    tiles: pd.DataFrame
    levels: pd.DataFrame

    @property
    def plan(self) -> Plan:
        return self.records.plan

    def names(self, lang: str, *, short: bool = False) -> pd.Series:
        """Name of each region; the short one, 山西, in Chinese."""
        column = "name_zh_short" if short and lang == "zh" else f"name_{lang}"
        return self.records.regions.set_index("region")[column]

    @property
    def province(self) -> str:
        """The province that the region is, or is part of."""
        return member_of(self.records, self.region)

    @property
    def peers(self) -> list[str]:
        """The codes of its province's group; of the province alone where it is in none."""
        group = self.groups.loc[self.groups["region"] == self.province, "group"]
        mine = self.groups[self.groups["group"].isin(group)]
        return mine["region"].tolist() or [self.province]


@once
def compare_regions(
    records: Records, *, region: codes.Code = None, as_of: dates.Day = None
) -> Regions:
    """Everything `10-regions` shows: provinces ranked and judged, and a province's cities.

    Parameters
    ----------
    records : Records
        From `situations.read_records`.
    region : str, optional
        The region looked at; the plan's own when left out.
    as_of : day, optional
        Only what was published by this day, see `dates.day`.

    Raises
    ------
    PlanDataError
        No such region, or not a date.
    """
    region, day = records.region(region), dates.day(as_of)
    cities = records.within(member_of(records, region))
    return Regions(
        records,
        region,
        day,
        standings(records, panel(records), as_of=day),
        standings(records, cities, as_of=day),
        panel_verdicts(records, as_of=day),
        read_region_groups(records.root, records.plan.folders),
        read_region_map(records.root, records.plan.folders),
        read_region_levels(records.root, records.plan.folders),
    )


def panel(records: Records) -> list[str]:
    """The regions beside the plan's own, see `records.regions.panel_of`: China's provinces."""
    return list(records.plan.panel)


def regions_beside(records: Records, region: codes.Code = None) -> list[str]:
    """A region and those it is held beside, itself first: its group, else all of its kind."""
    own = records.region(region)
    groups = read_region_groups(records.root, records.plan.folders)
    mine = groups.loc[groups["region"] == own, "group"]
    near = groups.loc[groups["group"].isin(mine), "region"].tolist() or panel(records)
    return [own, *(code for code in near if code != own)]


def member_of(records: Records, region: str) -> str:
    """The region of the panel that one is or is part of; itself where it is in none."""
    parents, beside = records.regions.set_index("region")["parent"], set(panel(records))
    place = region
    while place and place not in beside:
        place = parents.get(place, "")
    return place or region


def standings(
    records: Records, regions: Sequence[codes.Code], *, as_of: dates.Day = None
) -> pd.DataFrame:
    """Rank, distance and growth of each indicator that enough of these regions report.

    All regions are compared in one year: the latest that three in four of those that ever report
    the indicator have reached.

    Parameters
    ----------
    records : Records
    regions : sequence of str
        GB/T 2260 codes.
    as_of : day, optional
        See `dates.day`.

    Returns
    -------
    DataFrame
        By indicator (the plan's own first) and rank: indicator_id, region, year, value, unit,
        source_id, rank (1 is best in the indicator's direction; equal values share the better),
        n (regions ranked), median, distance (value over the median, less one), best, start_year
        (the plan's base year; five years back where that is not over), growth (a year since; of a
        share, percentage points a year as a fraction), growth_rank, growth_needed (a year
        from `year` to the plan's end to come level with the median of today; NaN where it is level
        already, and everywhere once the plan is over on the day).
    """
    plan = records.plan
    table = plan.indicators.set_index("indicator_id")
    known = as_of_view(records.of_regions(regions, as_of))
    ranked = known[known["indicator_id"].map(table["direction"]).isin(["up", "down"])]
    reached = ranked["indicator_id"].map(_common_year(ranked)).astype("Int64")
    now = ranked[(ranked["year"] == reached).fillna(False)]
    base, end = plan.meta["baseline_year"], plan.meta["end"]
    over = year_of(dates.day(as_of)) > end
    told = (
        now.assign(
            start_year=now["year"]
            .where(now["year"] <= base, base)
            .where(now["year"] > base, now["year"] - SPAN)
        )
        .pipe(_add_start, ranked)
        .pipe(_add_ranks, table["direction"], end)
    )
    told = told.assign(growth_needed=np.nan) if over else told
    order = {i: n for n, i in enumerate(table.index)}
    return (
        told.assign(order=told["indicator_id"].map(order))
        .sort_values(["order", "rank", "region"], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _common_year(rows: pd.DataFrame) -> pd.Series:
    """The latest year that enough regions have reached, of indicators with enough regions."""
    counts = rows.groupby(["indicator_id", "year"])["region"].nunique().reset_index(name="n")
    ever = rows.groupby("indicator_id")["region"].nunique()
    needed = (counts["indicator_id"].map(ever).astype("float64") * ENOUGH).clip(lower=FEWEST)
    reached = counts[counts["n"] >= needed]
    return reached.groupby("indicator_id")["year"].max()


def _add_start(now: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    start = every[["indicator_id", "region", "year", "value"]].rename(
        columns={"year": "start_year", "value": "start"}
    )
    both = now.merge(start, on=["indicator_id", "region", "start_year"], how="left")
    years = (both["year"] - both["start_year"]).astype("float64")
    grown = (both["value"] > 0) & (both["start"] > 0)
    ratio = (both["value"] / both["start"]).where(grown)
    points = (both["value"] - both["start"]) / years / 100
    return both.assign(growth=points.where(both["unit"] == "%", ratio ** (1 / years) - 1))


def _add_ranks(rows: pd.DataFrame, direction: pd.Series, end: int) -> pd.DataFrame:
    falling = (rows["indicator_id"].map(direction) == "down").to_numpy()
    sign = np.where(falling, 1.0, -1.0)
    group = rows["indicator_id"]
    good = pd.Series(sign * rows["value"], rows.index)
    median = rows.groupby(group)["value"].transform("median")
    grown = pd.Series(sign * rows["growth"], rows.index)
    left = end - rows["year"].astype("float64")
    usable = (rows["value"] > 0) & (median > 0) & (left > 0) & (good > sign * median)
    needed = (median / rows["value"]).where(usable) ** (1 / left.where(left > 0)) - 1
    needed = needed.where(
        rows["unit"] != "%", ((median - rows["value"]) / left / 100).where(usable)
    )
    return rows.assign(
        rank=good.groupby(group).rank(method="min").astype(int),
        n=rows.groupby(group)["region"].transform("size"),
        median=median,
        distance=rows["value"] / median.where(median != 0) - 1,
        best=(sign * good.groupby(group).transform("min")),
        growth_rank=grown.groupby(group).rank(method="min"),
        growth_needed=needed,
    )[
        [
            *("indicator_id", "region", "year", "value", "unit", "source_id", "rank", "n"),
            *("median", "distance", "best", "start_year", "growth", "growth_rank"),
            "growth_needed",
        ]
    ]


def panel_verdicts(
    records: Records,
    regions: Sequence[codes.Code] | None = None,
    *,
    as_of: dates.Day = None,
    judge: Judge | None = None,
) -> pd.DataFrame:
    """Judge the plan's targets in many regions, as far as they apply (see `targets_for`).

    Regions are judged side by side by whatever backend joblib has been told to use, as many at
    once as each of its jobs gets; without one, all at once. On a Dask cluster whose workers have
    this project installed::

        from dask.distributed import Client
        from joblib import parallel_config

        client = Client("scheduler:8786")
        with parallel_config(backend="dask"):
            panel_verdicts(records)

    What is sent to a worker is the region's own data; the engine's reference class is read there,
    from the checkout that the worker imports.

    Parameters
    ----------
    records : Records
    regions : sequence of str, optional
        GB/T 2260 codes; every province when left out.
    as_of : day, optional
        See `dates.day`.
    judge : callable, optional
        Another ruler, see `standpoints.Standpoint`; it must be importable by the workers.

    Returns
    -------
    DataFrame
        See `attainment.assess`, with region; in the order of `regions`, whatever the backend.
    """
    known = set(records.regions["region"])
    wanted = panel(records) if regions is None else codes.regions(regions, known)
    own, day = records.plan.region, dates.day(as_of)
    if not wanted:  # a plan whose region stands alone: no row, the same columns
        return panel_verdicts(records, [own], as_of=as_of, judge=judge).iloc[:0]
    goals: dict[bool, pd.DataFrame] = {}  # the same for every region but the plan's own
    for region in wanted:
        if (region == own) not in goals:
            goals[region == own] = targets_for(records.plan, region, day)
    views = [
        standpoint(records, region=r, as_of=as_of, judge=judge, targets=goals[r == own])
        for r in wanted
    ]
    jobs = min(effective_n_jobs(None), len(wanted))
    shares = [slice(job, None, jobs) for job in range(jobs)]
    parts = Parallel()(delayed(_judged)(views[share], wanted[share]) for share in shares)
    told = dict(pair for part in parts for pair in part)
    return pd.concat([told[r] for r in wanted], ignore_index=True)


def _judged(views: list[Standpoint], regions: list[str]) -> list[tuple[str, pd.DataFrame]]:
    found = zip(regions, verdicts_of(views, first_years=False), strict=True)
    return [(region, rows.assign(region=region)) for region, rows in found]


def shared_targets(found: Regions) -> pd.DataFrame:
    """The verdicts on targets that most provinces can be judged on, with rank by probability.

    Returns
    -------
    DataFrame
        Rows of `Regions.verdicts` with a probability, of target readings that at least three in
        four provinces have one for, with rank (1 the most likely) and n.
    """
    judged = found.verdicts[found.verdicts["probability"].notna()]
    size = judged.groupby("target_id")["region"].transform("size")
    told = judged[size >= ENOUGH * found.verdicts["region"].nunique()]
    by_target = told.groupby("target_id")["probability"]
    return told.assign(
        rank=by_target.rank(method="min", ascending=False).astype(int),
        n=by_target.transform("size"),
    ).reset_index(drop=True)


def within_group(found: Regions) -> pd.DataFrame:
    """The standings of the region's group, with place and size: rank and number within it."""
    group = found.standings[found.standings["region"].isin(found.peers)]
    return group.assign(
        place=group.groupby("indicator_id")["rank"].rank(method="min").astype("Int64"),
        size=group.groupby("indicator_id")["region"].transform("size"),
    )


def indexed(found: Regions, known: pd.DataFrame, indicator_id: str, start: int) -> pd.DataFrame:
    """One indicator in the region's group, each member's value of the start year as 100.

    Parameters
    ----------
    known : DataFrame
        Every region, see `vintages.as_of_view`.

    Returns
    -------
    DataFrame
        Year from the start on × region; members without a value of the start year are left out.
    """
    mine = known[
        (known["indicator_id"] == indicator_id)
        & known["region"].isin(found.peers)
        & (known["year"] >= start)
    ]
    wide = mine.pivot_table(index="year", columns="region", values="value")
    if start not in wide.index:
        return pd.DataFrame()
    based = wide.loc[:, wide.loc[start].gt(0)]
    return 100 * based / based.loc[start]
