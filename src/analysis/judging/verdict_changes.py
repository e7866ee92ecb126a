"""Why a verdict changed: figures, target, the provinces or method, summing to the whole.

`attribution` says which figure moved a target between two days. Here everything a verdict rests
on may differ, and the change is split among five causes without a favoured order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from ..records import codes, dates
from ..records.once import once
from ..records.vintages import KEY
from .attainment import READING
from .situations import Records
from .standpoints import Judge, Standpoint, standpoint, verdicts_of

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
CAUSES = ("revision", "new_year", "target", "panel", "method")
JOINT = "joint"

Measure = Callable[[pd.DataFrame], pd.Series]


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
        The rows of `standpoints.verdicts_from` for each day, with as_of.
    """
    asked = [dates.day(day) for day in days]
    views = [
        standpoint(records, region=region, as_of=day, engine=engine, judge=judge) for day in asked
    ]
    told = zip(verdicts_of(views, first_years=False), asked, strict=True)
    return pd.concat(
        [rows.assign(as_of=pd.Timestamp(day)) for rows, day in told], ignore_index=True
    )


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
    states = _subsets(active)
    found = verdicts_of([_mixed(before, after, state) for state in states], first_years=False)
    told = {s: _judgement(rows, measure) for s, rows in zip(states, found, strict=True)}
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
        or not _same(before.others, after.others)
        or _fell_due(before, after),
        "target": not _same(before.targets, after.targets)
        or not _same(before.indicators, after.indicators)
        or (before.baseline_year, before.until) != (after.baseline_year, after.until),
        "panel": not _same(before.regional, after.regional),
        "method": (before.engine, before.judge) != (after.engine, after.judge),
    }
    return [cause for cause in CAUSES if differs[cause]]


def _fell_due(before: Standpoint, after: Standpoint) -> bool:
    """Whether the year of a deadline passed between two standpoints: the time of new figures."""
    years = sorted(y for y in (before.year, after.year) if y)
    due = after.targets["deadline"]
    return len(years) == 2 and bool(due.between(years[0], years[1] - 1).any())


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
        regional=after.regional if "panel" in causes else before.regional,
        others=after.others if "new_year" in causes else before.others,
        year=after.year if "new_year" in causes else before.year,
    )


def _known(old: pd.DataFrame, new: pd.DataFrame, causes: frozenset) -> pd.DataFrame:
    """Rows known on both days from either, rows of one day alone where their cause is let in."""
    was = old.set_index(KEY).index
    came = ~new.set_index(KEY).index.isin(was)
    held = new[~came] if "revision" in causes else old
    added = new[came] if "new_year" in causes else new[:0]
    parts = [part for part in (held, added) if len(part)] or [held]
    return pd.concat(parts, ignore_index=True).sort_values(KEY).reset_index(drop=True)


def _judgement(found: pd.DataFrame, measure: str | Measure) -> pd.DataFrame:
    """The value to split and the status of each target reading."""
    value = found[measure] if isinstance(measure, str) else measure(found)
    return found.assign(value=value.astype("float64")).set_index(READING)[["value", "status"]]
