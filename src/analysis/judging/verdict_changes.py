"""Why a verdict changed: figures, target, the provinces or method, summing to the whole.

`attribution` says which figure moved a target between two days. Here everything a verdict rests
on may differ, and the change is split among five causes without a favoured order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from ..projection import project, read_regional
from ..records import codes, dates
from ..records.once import once
from ..records.vintages import KEY, as_of_view, published_by
from .attainment import READING, assess
from .situations import Records, last_year, other_regions, targets_for

# Revision of past values, new figures or reports, the plan's targets and definitions, what the
# provinces' data teach, ruler or engine.
#
# Also the order of the path along which statuses are shown: first what was known is put right,
# then what is new is added, then the target is read as it is now, then what the engine has learned
# from the provinces since is let in, last the method changes.
#
# A target that is a multiple of its baseline moves with the baseline: until that is published it is
# projected. The plan's words stay the same, so the move is booked where it comes from, under new
# figures (or a revision), never under "target".
CAUSES = ("revision", "new_year", "target", "provinces", "method")
JOINT = "joint"

Judge = Callable[[pd.DataFrame], pd.Series]
Measure = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Standpoint:
    """Everything a verdict rests on.

    Attributes
    ----------
    known : DataFrame
        One region, one value per indicator and year, see `vintages.as_of_view`.
    events : DataFrame
        Reports, columns of `schema.EVENTS`.
    targets : DataFrame
        From `plans.targets`.
    indicators : DataFrame
        Columns of `schema.INDICATORS`: bounds and definition breaks.
    baseline_year, until : int
        The plan's base year, and the year to project to.
    engine : str
        See `projection.predict`.
    regional : DataFrame or None
        The regional shift, from `projection.read_regional`: what the provinces' data teach.
    judge : callable, optional
        Another ruler: from a frame of verdicts to the status of each row.
    others : DataFrame or None
        The regions that gaps are measured to, see `situations.other_regions`.
    """

    known: pd.DataFrame
    events: pd.DataFrame
    targets: pd.DataFrame
    indicators: pd.DataFrame
    baseline_year: int
    until: int
    engine: str = "pooled"
    regional: pd.DataFrame | None = None
    judge: Judge | None = None
    others: pd.DataFrame | None = None


def standpoint(
    records: Records,
    *,
    region: codes.Code = None,
    as_of: dates.Day = None,
    targets: pd.DataFrame | None = None,
    engine: str = "pooled",
    judge: Judge | None = None,
) -> Standpoint:
    """What a verdict on one day rests on; with `verdicts_from`, what would have been said then.

    Parameters
    ----------
    records : Records
        From `situations.read_records`.
    region, as_of : optional
        The plan's own region, and everything published, when left out; see `situation`.
    targets : DataFrame, optional
        Other targets than the plan's, in the shape of `plans.targets`: an amended plan.
    engine, judge
        See `Standpoint`.
    """
    plan, region, day = records.plan, records.region(region), dates.day(as_of)
    wanted = targets_for(plan, region, day) if targets is None else targets
    known = as_of_view(records.of_region(region, day))
    reports = records.events[records.events["region"] == region]
    return Standpoint(
        known[known["indicator_id"].isin(wanted["indicator_id"])].reset_index(drop=True),
        published_by(reports, day),
        wanted,
        plan.indicators[plan.indicators["indicator_id"].isin(wanted["indicator_id"])],
        plan.meta["baseline_year"],
        last_year(plan),
        engine,
        read_regional(records.root, as_of=day),
        judge,
        other_regions(records, wanted, day),
    )


def verdicts_from(view: Standpoint) -> pd.DataFrame:
    """Project and assess; see `attainment.assess`. A judge's word takes the place of status."""
    projected = project(
        view.known, view.indicators, until=view.until, method=view.engine, regional=view.regional
    )
    found = assess(
        view.targets,
        projected,
        view.indicators,
        baseline_year=view.baseline_year,
        events=view.events,
        others=view.others,
    )
    return found if view.judge is None else found.assign(status=view.judge(found))


def replay_verdicts(
    records: Records,
    days: Iterable[dates.Day],
    *,
    region: codes.Code = None,
    engine: str = "pooled",
    judge: Judge | None = None,
) -> pd.DataFrame:
    """What would have been said on each day, from what was published by then and no more.

    Returns
    -------
    DataFrame
        The rows of `verdicts_from` for each day, with as_of.
    """
    told = [
        verdicts_from(
            standpoint(records, region=region, as_of=day, engine=engine, judge=judge)
        ).assign(as_of=pd.Timestamp(day))
        for day in map(dates.day, days)
    ]
    return pd.concat(told, ignore_index=True)


@once
def split(
    before: Standpoint, after: Standpoint, *, measure: str | Measure = "probability"
) -> pd.DataFrame:
    """Divide each target's change among the causes in `CAUSES`.

    A verdict is worked out for every combination of causes, each taken from the earlier or the
    later standpoint. A cause's share is what it adds, averaged over all orders in which the
    causes can be let in (Shapley, "A value for n-person games", 1953): no order is favoured,
    causes that did not change get nothing, and since every order runs from the whole of the
    earlier to the whole of the later standpoint, the shares sum to the change. Orders that pass
    through a state without a number (a multiple of a baseline not yet published) are left out;
    where none remains, the change stands undivided as "joint".

    Parameters
    ----------
    before, after : Standpoint
    measure : str or callable
        What is split: a column of the verdicts, or a function from verdicts to a number a row.

    Returns
    -------
    DataFrame
        A row per target reading of either side and cause, in the order of `CAUSES`: READING,
        cause, share (NaN where either end has no number; the shares of a target sum to its
        value_after − value_before of the last and first row), value_before, value_after,
        status_before, status_after (along the path in the order of `CAUSES`; "" where the target
        does not exist); moved (the status, or the value by half a hundredth or more, is another
        at the end of the path).
    """
    active = _active(before, after)
    told = {s: _judgement(_mixed(before, after, s), measure) for s in _subsets(active)}
    index = pd.MultiIndex.from_frame(
        pd.concat([t.reset_index()[READING] for t in told.values()]).drop_duplicates()
    )
    values = {s: t["value"].reindex(index).to_numpy(float) for s, t in told.items()}
    shares = shapley(values, active)
    stages = [frozenset(active[:n]) for n in range(len(active) + 1)]
    rows = [
        pd.DataFrame(
            {
                "cause": cause,
                "share": shares.get(cause, np.zeros(len(index))),
                "value_before": values[old],
                "value_after": values[new],
                "status_before": told[old]["status"].reindex(index).fillna("").to_numpy(),
                "status_after": told[new]["status"].reindex(index).fillna("").to_numpy(),
            },
            index=index,
        )
        for cause, old, new in _steps(active, stages, shares)
    ]
    whole = values[stages[-1]] - values[stages[0]]
    first, last = (told[s]["status"].reindex(index).fillna("") for s in (stages[0], stages[-1]))
    moved = (first != last).to_numpy() | (np.abs(np.nan_to_num(whole)) >= 0.005)
    order = pd.Series(range(len(index)), index=index)
    return (
        pd.concat(rows)
        .assign(moved=lambda r: pd.Series(moved, index=index).reindex(r.index))
        .assign(
            share=lambda r: r["share"].where(
                pd.Series(~np.isnan(whole), index=index).reindex(r.index)
            )
        )
        .assign(order=order)
        .reset_index()
        .sort_values("order", kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def shapley(values: Mapping[frozenset, np.ndarray], causes: Sequence[str]) -> dict[str, np.ndarray]:
    """Shares of causes in values[all of them] − values[none], averaged over every order.

    Parameters
    ----------
    values : mapping
        From each subset of `causes` to an array; NaN where that state has no number.
    causes : sequence of str

    Returns
    -------
    dict
        An array for each cause and for "joint": the whole change where every order meets a
        state without a number, else 0. The arrays sum to the change, NaN where either end is.
    """
    n = len(next(iter(values.values())))
    total, orders = {c: np.zeros(n) for c in causes}, np.zeros(n)
    for order in permutations(causes):
        states = [values[frozenset(order[:i])] for i in range(len(order) + 1)]
        usable = ~np.isnan(states).any(axis=0)
        orders += usable
        for cause, old, new in zip(order, states[:-1], states[1:], strict=True):
            total[cause] += np.where(usable, new - old, 0.0)
    whole = values[frozenset(causes)] - values[frozenset()]
    shared = {c: np.where(orders, t / np.maximum(orders, 1), 0.0) for c, t in total.items()}
    return shared | {JOINT: np.where(orders, 0.0, whole)}


def _subsets(causes: Sequence[str]) -> list[frozenset]:
    return [frozenset(c) for n in range(len(causes) + 1) for c in combinations(causes, n)]


def _steps(active: Sequence[str], stages: Sequence[frozenset], shares: Mapping[str, np.ndarray]):
    """Each cause with the stage before and after it; a cause that did not change stays put."""
    at = 0
    for cause in CAUSES:
        moves = cause in active
        yield cause, stages[at], stages[at + moves]
        at += moves
    if np.nan_to_num(shares[JOINT]).any():
        yield JOINT, stages[-1], stages[-1]


def _active(before: Standpoint, after: Standpoint) -> list[str]:
    """The causes in which two standpoints differ."""
    old, new = before.known.set_index(KEY), after.known.set_index(KEY)
    shared = old.index.intersection(new.index)
    judged = ["value", "qualifier"]
    differs = {
        "revision": len(shared) < len(old)
        or not old.loc[shared, judged].equals(new.loc[shared, judged]),
        "new_year": len(shared) < len(new)
        or not _same(before.events, after.events)
        or not _same(before.others, after.others),
        "target": not _same(before.targets, after.targets)
        or not _same(before.indicators, after.indicators)
        or (before.baseline_year, before.until) != (after.baseline_year, after.until),
        "provinces": not _same(before.regional, after.regional),
        "method": (before.engine, before.judge) != (after.engine, after.judge),
    }
    return [cause for cause in CAUSES if differs[cause]]


def _same(old: pd.DataFrame | None, new: pd.DataFrame | None) -> bool:
    if old is None or new is None:
        return old is new
    return old.reset_index(drop=True).equals(new.reset_index(drop=True))


def _mixed(before: Standpoint, after: Standpoint, causes: frozenset) -> Standpoint:
    """The earlier standpoint with these causes taken from the later one."""
    method = after if "method" in causes else before
    target = after if "target" in causes else before
    return replace(
        method,
        known=_known(before.known, after.known, causes),
        events=after.events if "new_year" in causes else before.events,
        targets=target.targets,
        indicators=target.indicators,
        baseline_year=target.baseline_year,
        until=target.until,
        regional=after.regional if "provinces" in causes else before.regional,
        others=after.others if "new_year" in causes else before.others,
    )


def _known(old: pd.DataFrame, new: pd.DataFrame, causes: frozenset) -> pd.DataFrame:
    """Rows known on both days from either, rows of one day alone where their cause is let in."""
    was = old.set_index(KEY).index
    came = ~new.set_index(KEY).index.isin(was)
    held = new[~came] if "revision" in causes else old
    added = new[came] if "new_year" in causes else new[:0]
    parts = [part for part in (held, added) if len(part)] or [held]
    return pd.concat(parts, ignore_index=True).sort_values(KEY).reset_index(drop=True)


def _judgement(view: Standpoint, measure: str | Measure) -> pd.DataFrame:
    """The value to split and the status of each target reading."""
    found = verdicts_from(view)
    value = found[measure] if isinstance(measure, str) else measure(found)
    return found.assign(value=value.astype("float64")).set_index(READING)[["value", "status"]]
