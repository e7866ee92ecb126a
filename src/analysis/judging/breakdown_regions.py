"""A target or a change divided among the regions within: what each has to bring, what each did."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtr

from ..projection import learned, project, read_regional
from ..projection.levels import SCORES, at_levels, cumulative
from ..records import codes, dates
from ..records.errors import PlanDataError
from ..records.vintages import as_of_view
from .progress import values_in
from .situations import Records, Situation, situation_of

SCHEMES = ("by_level", "by_growth", "equal_odds")
REST = "rest"  # what the region's own figure holds beyond the sum of those within it
ENOUGH = 0.75  # of the regions that ever report an indicator must report the year broken down from
GROWN = 5  # years that a region's own growth is taken over, or as many as there are
ROUNDING = 1e-9  # of the whole: a rest that is less is none
FEWEST = 2  # regions that must have both years for what they brought to be told
HALVINGS = 80  # of the normal score: exact to the last digit of a double
COLUMNS = [
    *("target_id", "scheme", "region", "base", "base_year", "value", "step", "growth", "odds"),
]


def by_region(records: Records, now: Situation, target: pd.Series) -> pd.DataFrame:
    """What each region within would have to deliver, so that together they deliver the target.

    Only what adds up is broken down: the level of a count or an amount, not a share.

    Parameters
    ----------
    records : Records
    now : Situation
    target : Series
        A row of `now.verdicts`, see `can_be_broken_down`.

    Returns
    -------
    DataFrame
        A row a scheme (one of `SCHEMES`) and region: target_id, scheme, region (REST for what
        the whole holds beyond the sum of those within, shared out by level in every scheme), base
        (in the newest year that enough of them report), base_year, value, step (value − base),
        growth (a year, a fraction), odds (that the region's own projection gives to value; NaN
        for REST and without a projection). In every scheme the values add up to the target.

    Notes
    -----
    by_level: each region's share of today stays. by_growth: what is missing is shared out as what
    was gained over the last `GROWN` years (a region that lost gains nothing). equal_odds: each
    region's value has the same chance in its own projection; only where all have one.

    Raises
    ------
    PlanDataError
        A share, or no region within that reports the indicator.
    """
    indicator, goal = str(target["indicator_id"]), float(target["target_value"])
    kinds = records.plan.indicators.set_index("indicator_id")["kind"]
    if kinds[indicator] == "ratio" or target["measure"] == "sum":
        raise PlanDataError(
            f"{target['target_id']}: shares and sums over years do not add up over regions "
            "| 比率和多年累计不能按地区分解"
        )
    known = members(records, now.region, indicator, now.as_of)
    if known.empty:
        raise PlanDataError(
            f"{indicator}: no region within {now.region} reports it | 下辖地区没有这个指标的数"
        )
    year = _base_year(known)
    base = known[known["year"] == year].set_index("region")["value"].astype(float)
    own = now.known[(now.known["indicator_id"] == indicator) & (now.known["year"] == year)]
    rest = float(own["value"].iloc[0]) - base.sum() if len(own) else 0.0
    rest = 0.0 if abs(rest) < ROUNDING * base.sum() else rest
    ahead = _projected(records, known[known["region"].isin(base.index)], now, target)
    left = rest * goal / (base.sum() + rest) if rest else 0.0
    values = _shared_out(base, known, year, goal - left, ahead)
    years = int(target["deadline"]) - year
    tables = [
        _region_rows(scheme, base, v, (rest, left), years, ahead) for scheme, v in values.items()
    ]
    told = pd.concat(tables, ignore_index=True)
    return told.assign(target_id=target["target_id"], base_year=year)[COLUMNS]


def members(
    records: Records, region: str, indicator_id: str, as_of: dates.Day = None
) -> pd.DataFrame:
    """What is known of one indicator in the regions whose parent is a region."""
    view = _known_within(records, region, as_of)
    return view[view["indicator_id"] == indicator_id]


def _known_within(records: Records, region: str, as_of: dates.Day) -> pd.DataFrame:
    inside = records.within(region)
    return as_of_view(records.of_regions(inside, as_of)) if inside else records.every.iloc[:0]


def _base_year(known: pd.DataFrame) -> int:
    counts = known.groupby("year")["region"].nunique()
    return int(counts.index[counts >= ENOUGH * known["region"].nunique()].max())


def _projected(
    records: Records, known: pd.DataFrame, now: Situation, target: pd.Series
) -> pd.DataFrame | None:
    """The quantiles of each region in the deadline's year, by region; None where one has none."""
    taught = learned(read_regional(records.root, records.plan.folders, as_of=now.as_of))
    due = int(target["deadline"])
    made = project(known, _from_zero(records, known), until=due, learned=taught)
    rows = made[(made["kind"] == "projected") & (made["year"] == due)].set_index("region")
    told = rows["quantiles"].map(lambda q: isinstance(q, np.ndarray))
    if not told.all() or set(rows.index) != set(known["region"]):
        return None
    return pd.DataFrame(np.stack(rows["quantiles"].to_list()), index=rows.index)


def _from_zero(records: Records, known: pd.DataFrame) -> pd.DataFrame:
    """The indicators, with no part of an amount below nothing where none ever was."""
    table = records.plan.indicators
    mine = table["indicator_id"].isin(known["indicator_id"]) & table["lower"].isna()
    return table.assign(lower=table["lower"].mask(mine & bool((known["value"] >= 0).all()), 0.0))


def _shared_out(
    base: pd.Series, known: pd.DataFrame, year: int, goal: float, ahead: pd.DataFrame | None
) -> dict[str, pd.Series]:
    made = {}
    if base.sum() > 0:
        made["by_level"] = goal * base / base.sum()
    before = known[known["year"].between(year - GROWN, year - 1)].sort_values("year")
    earlier = before.drop_duplicates("region").set_index("region")["value"].astype(float)
    gained = (base - earlier.reindex(base.index)).clip(lower=0.0)
    if gained.notna().all() and gained.sum() > 0:
        made["by_growth"] = base + (goal - base.sum()) * gained / gained.sum()
    if ahead is not None:
        made["equal_odds"] = _equal_odds(ahead.loc[base.index], goal)
    return made


def _equal_odds(ahead: pd.DataFrame, goal: float) -> pd.Series:
    """The quantiles of one probability that add up to the goal, by halving on its normal score."""
    grid = ahead.to_numpy()
    low, high = SCORES[0], SCORES[-1]

    def at(score: float) -> np.ndarray:
        return at_levels(grid, np.full((len(grid), 1), ndtr(score)))[:, 0]

    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle).sum() < goal else (low, middle)
    found = at((low + high) / 2)
    missing = goal - found.sum()  # beyond what is projected at all, or the last digit
    share = (
        np.abs(found) / np.abs(found).sum() if found.any() else np.full(len(grid), 1 / len(grid))
    )
    return pd.Series(found + missing * share, index=ahead.index)


def _region_rows(
    scheme: str,
    base: pd.Series,
    value: pd.Series,
    rest: Sequence[float],
    years: int,
    ahead: pd.DataFrame | None,
) -> pd.DataFrame:
    odds = pd.Series(np.nan, index=base.index)
    if ahead is not None:
        below = cumulative(ahead.loc[base.index].to_numpy(), value.to_numpy(), below=True)
        odds = pd.Series(1.0 - below, index=base.index)
    table = pd.DataFrame({"base": base, "value": value, "odds": odds})
    if rest[0]:
        table.loc[REST] = [rest[0], rest[1], np.nan]
    grown = (table["base"] > 0) & (table["value"] > 0) & (years > 0)
    growth = (table["value"] / table["base"].where(grown)) ** (1.0 / max(years, 1)) - 1.0
    return (
        table.assign(scheme=scheme, step=table["value"] - table["base"], growth=growth)
        .rename_axis("region")
        .reset_index()
    )


def contributions(
    records: Records,
    indicator_id: str,
    start: int,
    end: int,
    *,
    region: codes.Code = None,
    as_of: dates.Day = None,
) -> pd.DataFrame:
    """What each region within brought to the whole's change between two years (拉动).

    Parameters
    ----------
    records : Records
    indicator_id : str
        A count or an amount.
    start, end : int
    region, as_of : optional
        See `situations.situation`.

    Returns
    -------
    DataFrame
        region (REST for what those within do not explain), start, end (their values), change,
        points (percentage points of the whole's growth: change over the whole's first value, times
        100), share (of the whole's change; NaN where it did not change). They add up to the
        whole's change, growth and 1. A region without both years is part of REST.

    Raises
    ------
    PlanDataError
        The whole has no value of one of the years.
    """
    now = situation_of(records, region=region, as_of=as_of)
    return _brought(records, now, indicator_id, start, end)


def _brought(
    records: Records, now: Situation, indicator_id: str, start: int, end: int
) -> pd.DataFrame:
    wanted = pd.Series([indicator_id] * 2)
    own = values_in(now.known, wanted, pd.Series([start, end]), ["value"])["value"].astype(float)
    if own.isna().any():
        raise PlanDataError(
            f"{indicator_id}: {now.region} has no value of {start} or of {end} "
            "| 本地区缺其中一年的数"
        )
    known = members(records, now.region, indicator_id, now.as_of)
    wide = known.pivot_table(index="region", columns="year", values="value").reindex(
        columns=[start, end]
    )
    table = wide.dropna().astype(float).set_axis(["start", "end"], axis=1)
    table.loc[REST] = own.to_numpy() - table.sum().to_numpy()
    change = table["end"] - table["start"]
    whole = own[1] - own[0]
    return table.assign(
        change=change,
        points=100.0 * change / own[0] if own[0] else np.nan,
        share=change / whole if whole else np.nan,
    ).reset_index(names="region")


def every_contribution(records: Records, now: Situation) -> pd.DataFrame:
    """`contributions` of each count or amount that regions within report in two years.

    The years are those that most of them share, the newest of such; both must be known of the
    whole.

    Returns
    -------
    DataFrame
        indicator_id, first, last (the years) and the columns of `contributions`.
    """
    kinds = records.plan.indicators.set_index("indicator_id")["kind"]
    view = _known_within(records, now.region, now.as_of)
    adds_up = view[view["indicator_id"].map(kinds).isin(["stock", "flow"])]
    made = []
    for indicator, rows in adds_up.groupby("indicator_id", sort=False):
        own = now.known.loc[now.known["indicator_id"] == indicator, "year"]
        if years := _shared_years(rows[rows["year"].isin(own)]):
            found = _brought(records, now, str(indicator), *years)
            made.append(found.assign(indicator_id=indicator, first=years[0], last=years[1]))
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=["indicator_id"])


def _shared_years(rows: pd.DataFrame) -> tuple[int, int] | None:
    """The two years that most regions have both of; of several the newest, and the longest."""
    held = rows.groupby("year")["region"].agg(set)
    pairs = [
        (len(held[a] & held[b]), int(b), int(b - a), int(a))
        for a in held.index
        for b in held.index
        if a < b
    ]
    most = max(pairs, default=(0, 0, 0, 0))
    return (most[3], most[1]) if most[0] >= FEWEST else None
