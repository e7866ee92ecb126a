"""How far a target has come and how fast: its base, its latest value, the share of the way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .predicates import EVENT_KINDS, ON_LEVEL, SIGN_OF, level_bounds, to_level


def observed(projections: pd.DataFrame) -> pd.DataFrame:
    """The rows of `project` that were published."""
    return projections[projections["kind"] == "observed"]


def add_latest(targets: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """The newest value up to the deadline: what comes later is told, and judges nothing."""
    shown = ["year", "value", "source_id", "published", "qualifier", "n_values"]
    rows = observed(projections).reindex(columns=["indicator_id", *shown]).sort_values("year")
    years = {i: y.to_numpy(int) for i, y in rows.groupby("indicator_id", sort=False)["year"]}
    places = rows.reset_index(drop=True).groupby("indicator_id", sort=False).indices
    asked = zip(targets["indicator_id"], targets["deadline"], strict=True)
    inside = [
        int(np.searchsorted(years[i], d, side="right")) if i in years else 0 for i, d in asked
    ]
    at = [
        places[i][n - 1] if n else -1 for i, n in zip(targets["indicator_id"], inside, strict=True)
    ]
    latest = rows[shown].reset_index(drop=True).reindex(at).set_axis(targets.index)
    return targets.join(latest.add_prefix("latest_")).assign(n_observed=inside)


def add_baseline(
    targets: pd.DataFrame, projections: pd.DataFrame, baseline_year: int
) -> pd.DataFrame:
    """The stated base; else the observed value of the base year; else its projection."""
    year = targets["baseline_year"].astype("Int64").fillna(baseline_year)
    known = projections[projections["value"].notna()]
    own = {
        kind: values_in(
            known[known["kind"] == kind], targets["indicator_id"], year, ["value", "source_id"]
        )
        for kind in ("observed", "projected")
    }
    stated = targets["baseline_value"].astype("float64")
    from_data, from_trend = (own[k]["value"].astype("float64") for k in ("observed", "projected"))
    value = stated.fillna(from_data).fillna(from_trend)
    basis = np.select(
        [stated.notna(), from_data.notna(), from_trend.notna()],
        ["plan", "observed", "projected"],
        "none",
    )
    return targets.assign(
        baseline_value=value,
        baseline_basis=basis,
        baseline_year=year.where(value.notna()),
        baseline_source_id=own["observed"]["source_id"].where(basis == "observed"),
    )


def values_in(
    rows: pd.DataFrame, ids: pd.Series, year: pd.Series, columns: Sequence[str]
) -> pd.DataFrame:
    """Some columns of each indicator in a year of its own, on the index of `ids`; NaN without."""
    held = rows.reindex(columns=list(columns))
    keys = zip(rows["indicator_id"], rows["year"].astype(int), strict=True)
    where = {key: n for n, key in reversed(list(enumerate(keys)))}
    asked = zip(ids, year, strict=True)
    at = [where.get((i, int(y)), -1) if pd.notna(y) else -1 for i, y in asked]
    return held.reset_index(drop=True).reindex(at).set_axis(ids.index)


def add_target_value(targets: pd.DataFrame) -> pd.DataFrame:
    """What is to be reached, in the indicator's unit where its value compares."""
    added = targets["reading"] == "increment"
    goals = targets.assign(
        baseline_value=targets["baseline_value"].where(~added, 0.0),
        baseline_basis=targets["baseline_basis"].where(~added, "plan"),
    )
    event = goals["reading"].isin(EVENT_KINDS)
    return goals.assign(
        **level_bounds(goals),
        target_value=to_level(goals, goals["number"]).where(~event),
        value_high=to_level(goals, goals["number_high"]).where(~event),
        comparator=goals["relation"].map(SIGN_OF),
        stated_comparator=goals["comparator"],
    )


def add_progress(goals: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """How far and how fast.

    share_travelled = (c − b) / (T − b) and share_time = (t − t₀) / (t_T − t₀), the 时序进度 of
    Chinese monitoring practice; of a sum the share that is in. Annual growth
    (c / b)^(1 / (t − t₀)) − 1 as in Open SDG's progress measure, undefined where a value is not
    positive. None for what no single year's value compares with; nothing is required any more of a
    target whose years are over.
    """
    level = goals["measure"].isin(ON_LEVEL) & ~goals["relation"].isin(["near", "within"])
    base, now, goal = (
        goals[c].astype("float64").where(level)
        for c in ("baseline_value", "latest_value", "target_value")
    )
    t0, t, end = (
        goals[c].astype("Float64").astype("float64")
        for c in ("baseline_year", "latest_year", "deadline")
    )
    since = t > t0
    way = (goal - base).where(goal != base)
    travelled = ((now - base) / way).where(since)
    return goals.assign(
        share_travelled=travelled.fillna(_share_in(goals, projections)),
        share_time=((t - t0) / (end - t0)).where(since & (end > t0)),
        growth_actual=_annual(base, now, t - t0).where(since),
        growth_required=_annual(now, goal, end - t).where(
            (end > t) & ~goals["met"] & ~goals["over"]
        ),
        growth_promised=_annual(base, goal, end - t0),
    )


def _share_in(goals: pd.DataFrame, projections: pd.DataFrame) -> pd.Series:
    """Of a sum: what its years have come to so far, over what is asked."""
    wanted = goals.loc[goals["measure"] == "sum", ["indicator_id", "year_from", "deadline"]]
    if wanted.empty:
        return pd.Series(np.nan, index=goals.index)
    rows = wanted.reset_index(names="at").merge(
        observed(projections)[["indicator_id", "year", "value"]]
    )
    inside = (rows["year"] >= rows["year_from"]) & (rows["year"] <= rows["deadline"])
    so_far = rows[inside.fillna(False).astype(bool)].groupby("at")["value"].sum()
    return so_far.reindex(goals.index) / goals["target_value"]


def _annual(start: pd.Series, end: pd.Series, years: pd.Series) -> pd.Series:
    usable = (start > 0) & (end > 0) & (years > 0)
    ratio = (end.where(usable) / start.where(usable)).astype("float64")
    return ratio ** (1.0 / years.where(usable)) - 1.0
