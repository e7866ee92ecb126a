"""How bold a number is: what comparable regions did in as many years, and how few did as much."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..projection.panel import since_break
from ..records import codes, dates
from ..records.vintages import as_of_view
from .acceptance import more
from .predicates import ON_LEVEL
from .resampling import interval
from .situations import Records

FEWEST_REGIONS = 5  # that must have made such a change before anything is said
ASKED = ["indicator_id", "base_year", "base_value", "year", "value"]
COUNTED = ["bolder_than", "low", "high", "newest", "regions", "runs", "first", "last"]
PACES = ("points", "growth")  # what a change is told in: points a year, or a fraction a year


def changes_over(known: pd.DataFrame, indicators: pd.DataFrame, span: int) -> pd.DataFrame:
    """What every region did in every run of so many years.

    Parameters
    ----------
    known : DataFrame
        Many regions, one value each, see `vintages.as_of_view`.
    indicators : DataFrame
        indicator_id, kind, definition_breaks: nothing is compared across a break, and of a share
        (kind ratio) the change is in points.
    span : int
        Years between the two values, 1 or more.

    Returns
    -------
    DataFrame
        indicator_id, region, start, end, change (a year: of a share its points, else the growth as
        a fraction, (end / start)^(1 / span) − 1, of what is positive in both years). Mere bounds
        ("more than 4,500") are left out.
    """
    exact = since_break(known, indicators)
    if "qualifier" in exact:
        exact = exact[~exact["qualifier"].isin(["at_least", "at_most", "more_than", "less_than"])]
    rows = exact[["indicator_id", "region", "year", "value"]].astype({"year": int, "value": float})
    later = rows.assign(year=rows["year"] - span).rename(columns={"value": "after"})
    both = rows.merge(later, on=["indicator_id", "region", "year"])
    kind = both["indicator_id"].map(indicators.set_index("indicator_id")["kind"])
    change = change_a_year(both["value"], both["after"], span, points=kind.eq("ratio"))
    made = both.assign(start=both["year"], end=both["year"] + span, change=change)
    return made.dropna(subset="change")[
        ["indicator_id", "region", "start", "end", "change"]
    ].reset_index(drop=True)


def change_a_year(
    start: pd.Series, end: pd.Series, years: pd.Series | int, *, points: pd.Series
) -> pd.Series:
    """From one value to another: points a year, or growth a year; NaN where neither is defined."""
    grown = (start > 0) & (end > 0)
    growth = (end / start.where(grown)) ** (1.0 / years) - 1.0
    return growth.mask(points, (end - start) / years).astype(float)


def boldness(
    asked: pd.DataFrame,
    known: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    without: Sequence[str] = (),
) -> pd.DataFrame:
    """How many of what other regions did in as many years was less than a number asks for.

    Parameters
    ----------
    asked : DataFrame
        `ASKED`: from which value of which year to which by which; a row a question.
    known, indicators : DataFrame
        See `changes_over`.
    without : sequence of str
        Regions that are not counted: the one that the number is set for.

    Returns
    -------
    DataFrame
        On the index of `asked`: years (between the two), pace (one of `PACES`), asks (the
        change a year, as in `changes_over`), bolder_than (share of the changes made that were less
        in the direction wanted, half of those that were equal; every region weighs the same,
        whatever the number of its years; NaN where fewer than `FEWEST_REGIONS` made any), low and
        high (its 95 % interval: runs of years share their years and regions move together, see
        `resampling.interval`; NaN from a single run), newest (the share in the newest run alone),
        regions, runs (of years), first, last (year of the first start and of the last end).
    """
    table = indicators.set_index("indicator_id")
    kind, way = (asked["indicator_id"].map(table[c]) for c in ("kind", "direction"))
    points, years = kind.eq("ratio"), (asked["year"] - asked["base_year"]).astype(float)
    ends = (asked[c].astype(float) for c in ("base_value", "value"))
    asks = change_a_year(*ends, years.where(years > 0), points=points)
    told = pd.DataFrame(
        {"years": years, "pace": np.where(points, *PACES), "asks": asks}, index=asked.index
    )
    others = known[~known["region"].isin(list(without))]
    found = pd.DataFrame(index=asked.index, columns=COUNTED, dtype=float)
    for span, rows in told.dropna(subset="asks").groupby("years"):
        ids = asked.loc[rows.index, "indicator_id"]
        made = changes_over(others[others["indicator_id"].isin(ids)], indicators, int(span))
        for at, name in ids.items():
            sign = -1.0 if way[at] == "down" else 1.0
            own = made[made["indicator_id"] == name]
            found.loc[at] = pd.Series(_placed(own, float(asks[at]), sign))
    return told.join(found)


def _placed(made: pd.DataFrame, asks: float, sign: float) -> dict[str, float]:
    """`COUNTED` of one question among the changes of its indicator."""
    regions, runs = made["region"].nunique(), made["start"].nunique()
    spent = {"regions": float(regions), "runs": float(runs)}
    if regions < FEWEST_REGIONS:
        return spent
    change = sign * made["change"].to_numpy()
    less, more_ = more(np.array(sign * asks), change), more(change, np.array(sign * asks))
    at = pd.factorize(made["region"])[0], pd.factorize(made["start"], sort=True)[0]
    short, there = np.zeros((regions, runs)), np.zeros((regions, runs))
    short[at], there[at] = np.where(less, 1.0, np.where(more_, 0.0, 0.5)), 1.0
    weight = there / there.sum(axis=1, keepdims=True)
    low, high = interval(short * weight, weight)
    return {
        **spent,
        "bolder_than": float((short * weight).sum() / regions),
        "low": low,
        "high": high,
        "newest": float(short[:, -1].sum() / there[:, -1].sum()),
        "first": float(made["start"].min()),
        "last": float(made["end"].max()),
    }


def bold_targets(
    records: Records,
    verdicts: pd.DataFrame,
    *,
    region: codes.Code = None,
    as_of: dates.Day = None,
) -> pd.DataFrame:
    """`boldness` of a plan's targets among the regions of its panel, from their own baselines.

    Parameters
    ----------
    records : Records
    verdicts : DataFrame
        From `attainment.assess`.
    region, as_of
        See `situations.situation`.

    Returns
    -------
    DataFrame
        On the index of `verdicts`, as from `boldness`, with base_year and base_value: the
        baseline, or the latest value where no figure of the base year is known; 100 of the base
        year where the target itself is put as growth, a ratio or a change in percent. NaN for
        what is no level that a single year's value compares with.
    """
    own, day = records.region(region), dates.day(as_of)
    asked = _asked(verdicts)
    rows = records.of_regions(records.plan.panel, day)
    view = as_of_view(rows[rows["indicator_id"].isin(asked.dropna()["indicator_id"])])
    found = boldness(asked, view, records.plan.indicators, without=[own])
    return asked[["base_year", "base_value"]].join(found)


def _asked(verdicts: pd.DataFrame) -> pd.DataFrame:
    """`ASKED` of each target."""
    number = verdicts["stated_value"].astype(float)
    put = verdicts["measure"]
    due, based = (
        verdicts[c].astype("Float64").astype(float) for c in ("deadline", "baseline_year")
    )
    in_all = np.select(
        [put == "ratio", put == "percent_change", put == "growth"],
        [number, 1.0 + number / 100.0, (1.0 + number / 100.0) ** (due - based)],
        np.nan,
    )
    relative = ~np.isnan(in_all)
    level = verdicts["target_value"].where(put.isin(ON_LEVEL)).astype(float)
    known = verdicts["baseline_basis"].isin(["plan", "observed"])
    start, value = (
        verdicts[f"baseline_{c}"].where(known, verdicts[f"latest_{c}"]).astype("Float64")
        for c in ("year", "value")
    )
    return pd.DataFrame(
        {
            "indicator_id": verdicts["indicator_id"],
            "base_year": start.astype(float).mask(relative, based),
            "base_value": value.astype(float).mask(relative, 100.0),
            "year": due,
            "value": level.mask(relative, 100.0 * in_all),
        }
    )
