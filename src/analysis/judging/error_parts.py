"""Where a projection was off, divided in four: revision, redefinition, a shared year, its own.

What had been projected on an earlier day for a year, and what is known of that year now, differ for
reasons that an evaluation must tell apart:

- data revision: what the figures that the projection started from, and the outcome's own, have
  become since they were first published;
- redefinition: what follows a change of definition between the two; nothing behind it can be told
  apart from it, so the whole rest stands here;
- a common year's shock: what the other regions of the panel, projected on the same day from the
  same year, saw as well: the median of their relative errors;
- the place's own: the rest.

The four sum to the whole error. On one panel's past the split is replayed by `shared_errors`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..projection import learned, project, read_regional, replay
from ..projection.levels import GRID
from ..projection.panel import breaks
from ..records.once import once
from ..records.vintages import FROM, UP_TO, as_of_view
from .regions import panel
from .situations import Records, Situation

PARTS = ("revision", "redefinition", "common", "own")
FEWEST = 8  # other regions whose errors make a common shock; fewer, and it is not told apart
COLUMNS = [
    *("indicator_id", "origin", "year", "unit", "qualifier", "source_id", "expected", "actual"),
    *("error", *PARTS, "others"),
]


@once
def error_parts(records: Records, then: Situation, now: Situation) -> pd.DataFrame:
    """The error of each indicator's projection of an earlier day, in its four parts.

    The year compared is the latest up to the plan's end of which a figure came out since that is no
    mere bound; a floor shows no error.

    Parameters
    ----------
    records : Records
    then, now : Situation
        Of the same plan and region.

    Returns
    -------
    DataFrame
        indicator_id, origin (the last year known then), year, unit, qualifier and source_id (of
        the outcome), expected (projected then), actual, error (actual − expected), `PARTS` (which
        sum to it), others (regions that the common part is the median of; 0 where there are too
        few: it is not told apart from the place's own, and stands there).
    """
    rows = _compared(then, now)
    if rows.empty:
        return rows.assign(**dict.fromkeys(("error", *PARTS, "others"), np.nan))[COLUMNS]
    taught = learned(read_regional(records.root, records.plan.folders, as_of=then.as_of))
    indicators, end = records.plan.indicators, int(rows["year"].max())
    past = now.known.merge(rows[["indicator_id", "origin"]], on="indicator_id")
    past = past[past["year"] <= past["origin"]].drop(columns="origin")
    again = _at(project(past, indicators, until=end, learned=taught), rows)
    shared, others = _shared(records, then, now, rows, taught)
    first = rows["first_value"].fillna(rows["actual"])
    split = parts(
        rows["expected"],
        again.fillna(rows["expected"]),
        first,
        rows["actual"],
        shared,
        broken=_broken(rows, indicators),
    )
    return rows.assign(error=rows["actual"] - rows["expected"], **split, others=others)[COLUMNS]


def parts(
    expected: pd.Series,
    again: pd.Series,
    first: pd.Series,
    actual: pd.Series,
    shared: pd.Series,
    *,
    broken: pd.Series,
) -> dict[str, pd.Series]:
    """The four parts of actual − expected.

    Parameters
    ----------
    expected, again : Series
        Projected then, and by the same engine from the same years as they are known now.
    first, actual : Series
        The outcome as first published, and now.
    shared : Series
        The relative error that other regions saw; NaN where that is not known.
    broken : Series of bool
        Whether the definition changed between the projection and the outcome.

    Returns
    -------
    dict
        `PARTS`, each a Series; they sum to actual − expected.
    """
    revision = (again - expected) + (actual - first)
    rest = first - again
    common = (again * shared).fillna(0.0).where(~broken, 0.0)
    return {
        "revision": revision,
        "redefinition": rest.where(broken, 0.0),
        "common": common,
        "own": (rest - common).where(~broken, 0.0),
    }


def _compared(then: Situation, now: Situation) -> pd.DataFrame:
    """The latest exact outcome of each indicator that was projected then, with what was said."""
    seen = then.known.groupby("indicator_id")["year"].max().rename("origin")
    ahead = then.projections[then.projections["kind"] == "projected"]
    said = ahead[["indicator_id", "year", "value"]].rename(columns={"value": "expected"})
    came = now.known[~now.known["qualifier"].isin([*FROM, *UP_TO])]
    kept = ["indicator_id", "year", "value", "unit", "qualifier", "source_id", "first_value"]
    both = came[kept].rename(columns={"value": "actual"}).merge(said).join(seen, on="indicator_id")
    inside = (both["year"] > both["origin"]) & (both["year"] <= then.plan.meta["end"])
    both = both[inside & both["expected"].notna()].sort_values("year")
    return both.drop_duplicates("indicator_id", keep="last").reset_index(drop=True)


def _at(projections: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """What is projected for the year of each row."""
    made = projections.set_index(["indicator_id", "year"])["value"]
    keys = pd.MultiIndex.from_frame(rows[["indicator_id", "year"]])
    return pd.Series(made.reindex(keys).to_numpy(float), index=rows.index)


def _shared(
    records: Records, then: Situation, now: Situation, rows: pd.DataFrame, taught: object
) -> tuple[pd.Series, pd.Series]:
    """The median relative error of the other regions, and how many there are."""
    beside = [r for r in panel(records) if r != then.region]
    nothing = pd.Series(np.nan, rows.index), pd.Series(0, rows.index)
    if len(beside) < FEWEST:
        return nothing
    wanted = rows[["indicator_id", "origin", "year"]]
    known = as_of_view(records.of_regions(beside, then.as_of))
    known = known[known["indicator_id"].isin(wanted["indicator_id"])]
    last = known.groupby(["indicator_id", "region"])["year"].max().rename("last").reset_index()
    alike = last.merge(wanted[["indicator_id", "origin"]]).query("last == origin")
    known = known.merge(alike[["indicator_id", "region"]])
    if known.empty:
        return nothing
    until = int(wanted["year"].max())
    made = project(known, records.plan.indicators, until=until, learned=taught)
    made = made[made["kind"] == "projected"][["indicator_id", "region", "year", "value"]]
    came = as_of_view(records.of_regions(beside, now.as_of))
    came = came[~came["qualifier"].isin([*FROM, *UP_TO])]
    both = made.merge(wanted).merge(
        came[["indicator_id", "region", "year", "value"]],
        on=["indicator_id", "region", "year"],
        suffixes=("", "_came"),
    )
    both = both[both["value"] > 0]
    relative = both["value_came"] / both["value"] - 1.0
    told = relative.groupby(both["indicator_id"]).agg(["median", "size"])
    told = told[told["size"] >= FEWEST].reindex(rows["indicator_id"])
    return (
        pd.Series(told["median"].to_numpy(float), rows.index),
        pd.Series(told["size"].fillna(0).to_numpy(int), rows.index),
    )


def _broken(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    table = breaks(indicators[indicators["indicator_id"].isin(rows["indicator_id"])])
    both = rows.merge(table.rename(columns={"year": "broke"}), on="indicator_id", how="inner")
    inside = (both["broke"] > both["origin"]) & (both["broke"] <= both["year"])
    return rows["indicator_id"].isin(both.loc[inside.fillna(False), "indicator_id"])


@once
def shared_errors(records: Records) -> pd.DataFrame:
    """The split replayed on the panel's past: how much of an error the regions of a year share.

    Every region is projected from every earlier year (`projection.replay`); the common part of an
    error is the median of the other regions' relative errors of the same indicator, origin and
    year. Values are as known now, so that no part is a revision.

    Returns
    -------
    DataFrame
        horizon, forecasts, indicators, origins, typical (median absolute relative error),
        typical_own (the same of what is left without the common part), share (by how much the sum
        of squares falls without it; negative where taking it out makes it larger). No rows without
        a panel.
    """
    regions = panel(records)
    if len(regions) <= FEWEST:
        return pd.DataFrame(columns=REPLAYED)
    outcomes, quantiles = replay(as_of_view(records.of_regions(regions)), records.plan.indicators)
    if outcomes.empty:
        return pd.DataFrame(columns=REPLAYED)
    told = outcomes.assign(middle=quantiles[:, len(GRID) // 2])
    told = told[told["middle"] > 0]
    told = told.assign(error=told["actual"] / told["middle"] - 1.0)
    same = ["indicator_id", "origin", "horizon"]
    told = told[told.groupby(same)["error"].transform("size") > FEWEST]
    if told.empty:
        return pd.DataFrame(columns=REPLAYED)
    told = told.assign(own=told["error"] - told.groupby(same)["error"].transform(others_median))
    return pd.DataFrame([_replayed(h, rows) for h, rows in told.groupby("horizon")])[REPLAYED]


REPLAYED = [
    *("horizon", "forecasts", "indicators", "origins", "typical", "typical_own", "share"),
]


def _replayed(horizon: object, rows: pd.DataFrame) -> dict[str, object]:
    squares = (rows["error"] ** 2).sum()
    return {
        "horizon": horizon,
        "forecasts": len(rows),
        "indicators": rows["indicator_id"].nunique(),
        "origins": rows["origin"].nunique(),
        "typical": rows["error"].abs().median(),
        "typical_own": rows["own"].abs().median(),
        "share": 1.0 - (rows["own"] ** 2).sum() / squares,
    }


def others_median(values: pd.Series) -> np.ndarray:
    """The median of all the others, for each value.

    >>> others_median(pd.Series([1.0, 2.0, 3.0, 10.0])).tolist()
    [3.0, 3.0, 2.0, 2.0]
    """
    ranked = np.sort(values.to_numpy(float))
    place = np.searchsorted(ranked, values.to_numpy(float))
    n = len(ranked) - 1
    low, high = (n - 1) // 2, n // 2  # of the others, in order
    return (ranked[low + (place <= low)] + ranked[high + (place <= high)]) / 2.0
