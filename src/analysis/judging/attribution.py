"""Which figure moved a target between two days, and what was said on every day before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..projection import read_regional
from ..records.once import once
from ..records.plans import in_force
from ..records.vintages import KEY, picked, published_by
from .attainment import EVENT_KINDS, READING
from .changes import Comparison, judgement, target_moves
from .situations import Records, last_year, other_regions, targets_for, year_of
from .standpoints import Standpoint, verdicts_of

FEWEST, SMALL = 4, 0.01  # figures told together, and what each may move a probability by


@once
def attribution(found: Comparison) -> pd.DataFrame:
    """What each changed observation did to each target of its indicator.

    Starting from what was known on the earlier day, the changed observations of an indicator are
    put in one at a time, in order of publication, then year; after each, the indicator is
    projected and assessed again. Where the target itself moved between the days, it is put in
    next. A last row per target holds what is neither: the regional shift of the later day, and
    its events. The changes of a target's rows sum to those of
    `moves`; where the state before a row has no number, the row takes over from the last that had
    one, and its change is NaN if there is none.

    Returns
    -------
    DataFrame
        READING; cause ("observation", "target", "shift" or "event"), year, before, after, kind,
        source_id, published (of the observation); probability_before, probability_after,
        probability_change, median_before, median_after, median_change, status_before,
        status_after.
    """
    changed = found.changed.assign(
        step=lambda rows: rows.sort_values(["published", "year"]).groupby("indicator_id").cumcount()
    )
    targeted = changed[changed["indicator_id"].isin(found.after.verdicts["indicator_id"])]
    paths = _paths(found, targeted).sort_values(["order", "step"], kind="stable")
    by_target = paths.groupby("order", sort=False)
    for name in ("probability", "median"):
        held = by_target[name].ffill().groupby(paths["order"], sort=False)
        paths[f"{name}_before"] = by_target[name].shift()
        paths[f"{name}_change"] = held.diff().where(paths[name].notna())
    paths["status_before"] = by_target["status"].shift()
    observed = ["indicator_id", "step", "year", "before", "after", "kind", "source_id", "published"]
    rows = paths[paths["step"] >= 0].rename(
        columns={n: f"{n}_after" for n in ("probability", "median", "status")}
    )
    joined = rows.merge(targeted[observed], on=["indicator_id", "step"], how="left")
    last = np.where(joined["reading"].isin(EVENT_KINDS), "event", "shift")
    last = np.where(joined["put_in"], "target", last)
    numbers = [
        f"{n}_{when}" for n in ("probability", "median") for when in ("before", "after", "change")
    ]
    return joined.assign(cause=np.where(joined["published"].isna(), last, "observation"))[
        [*READING, "cause", *observed[2:], *numbers, "status_before", "status_after"]
    ]


def in_few_rows(why: pd.DataFrame) -> pd.DataFrame:
    """The same with figures that did little told together: a revision of a whole series is one row.

    Parameters
    ----------
    why : DataFrame
        One target's rows of `attribution`, in their order.

    Returns
    -------
    DataFrame
        Its columns, and count (figures in the row) and first_year (the earliest; `year` is the
        latest). At least FEWEST figures one after another that changed no verdict and moved the
        probability by less than a point each are one row, whose changes are their sum.
    """
    small = (
        (why["cause"] == "observation")
        & (why["probability_change"].abs().fillna(0.0) < SMALL)
        & (why["status_before"] == why["status_after"])
    )
    run = (small != small.shift()).cumsum()
    together = small & (run.groupby(run).transform("size") >= FEWEST)
    alone = pd.Series(range(-len(why), 0), why.index)
    key = run.where(together, alone)
    grouped = why.assign(count=1, first_year=why["year"]).groupby(key, sort=False)
    told = grouped.last(skipna=False)
    sums = grouped[["probability_change", "median_change", "count"]].sum(min_count=1)
    starts = grouped[["probability_before", "median_before", "status_before"]].first(skipna=False)
    return told.assign(
        **sums, **starts, first_year=grouped["year"].min(), year=grouped["year"].max()
    ).reset_index(drop=True)


def _paths(found: Comparison, changed: pd.DataFrame) -> pd.DataFrame:
    """Every target's judgement at step −1 (the earlier day), after each of its indicator's
    observations (0, 1, …), with the target of the later day where it moved (`put_in`), and last
    on the later day; `order` numbers the targets.

    Indicators do not touch each other, so the n-th state holds the first n changed observations
    of every one of them.
    """
    before, after = found.before, found.after
    steps = range(int(changed["step"].max()) + 1 if len(changed) else 0)
    moved = target_moves(found).query("kind == 'moved'")["target_id"]
    states = [*steps, *([len(steps)] if len(moved) else [])]
    views = {n: _put_in(before.known, changed[changed["step"] <= n]) for n in states}
    events = dict.fromkeys(states, before.events)
    days = dict.fromkeys(states, before.as_of)
    goals = dict.fromkeys(steps, before.as_of) | dict.fromkeys(states[len(steps) :], after.as_of)
    between = (
        _judged(found.records, before.region, views, events, days, goals)
        if views
        else judgement(before.verdicts).iloc[:0].assign(step=0)
    )
    counts = changed.groupby("indicator_id").size()

    def of(rows: pd.DataFrame) -> np.ndarray:
        return counts.reindex(rows["indicator_id"], fill_value=0).to_numpy()

    put_in = between[between["step"].eq(len(steps)) & between["target_id"].isin(moved)]
    last = of(after.verdicts) + after.verdicts["target_id"].isin(moved).to_numpy()
    order = dict(zip(after.verdicts["target_id"], range(len(last)), strict=True))
    return pd.concat(
        [
            judgement(before.verdicts).assign(step=-1, put_in=False),
            between[between["step"] < of(between)].assign(put_in=False),
            put_in.assign(step=of(put_in), put_in=True),
            judgement(after.verdicts).assign(step=last, put_in=False),
        ],
        ignore_index=True,
    ).assign(order=lambda rows: rows["target_id"].map(order))


def _put_in(known: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """What is known, with changed observations added or put in the place of older values."""
    put = changed.rename(columns={"after": "value"}).drop(columns=["before", "kind", "step"])
    return (
        pd.concat([known, put.assign(n_values=1)], ignore_index=True)
        .drop_duplicates(KEY, keep="last")
        .dropna(subset="value")
        .sort_values(KEY)
        .reset_index(drop=True)
    )


def _judged(
    records: Records,
    region: str,
    views: Mapping[int, pd.DataFrame],
    events: Mapping[int, pd.DataFrame],
    days: Mapping[int, str | None],
    asked_on: Mapping[int, str | None],
) -> pd.DataFrame:
    """Targets judged in many states at once, see `standpoints.verdicts_of`.

    What the provinces' data teach is that of a state's day, the targets are those in force on
    another.

    Returns
    -------
    DataFrame
        As `_judgement`, with step (the state's number).
    """
    plan = records.plan
    goals = {n: targets_for(plan, region, day) for n, day in asked_on.items()}
    wanted = {i for rows in goals.values() for i in rows["indicator_id"]}
    indicators = plan.indicators[plan.indicators["indicator_id"].isin(wanted)]
    states = [
        Standpoint(
            views[n][views[n]["indicator_id"].isin(wanted)],
            events[n],
            goals[n],
            indicators,
            plan.meta["baseline_year"],
            last_year(plan),
            regional=read_regional(records.root, plan.folders, as_of=day),
            others=other_regions(records, goals[n], day),
            year=year_of(day),
        )
        for n, day in days.items()
    ]
    told = zip(days, verdicts_of(states, first_years=False), strict=True)
    return pd.concat([judgement(rows).assign(step=n) for n, rows in told], ignore_index=True)


@once
def fever(found: Comparison) -> pd.DataFrame:
    """Every target reading as of each day that changed anything it could rest on.

    The days run from the day of the plan to the comparison's later day; a day counts when it
    changed a value, an event, the regional shift or a target.

    Returns
    -------
    DataFrame
        as_of, target_id, indicator_id, reading, probability, status; by day, then as in the plan.
    """
    views, events, days = _days(found)
    at = pd.Series({n: pd.Timestamp(day) for n, day in days.items()})
    judged = _judged(found.records, found.after.region, views, events, days, days)
    return judged.assign(as_of=judged["step"].map(at))[["as_of", *READING, "probability", "status"]]


def _days(found: Comparison) -> tuple[dict, dict, dict]:
    """What was known, what was reported and the date of each day of `fever`, by number."""
    after = found.after
    start, until = after.issue_day, after.as_of
    root, folders = found.records.root, found.records.plan.folders
    learned = read_regional(root, folders)["published"]
    goals = after.plan.targets
    moved = [goals["valid_from"], goals["valid_until"] + pd.Timedelta(days=1)]
    every = pd.concat([after.observations["published"], after.events["published"], learned, *moved])
    changing = every[every > pd.Timestamp(start)].drop_duplicates().sort_values()
    wanted = after.observations["indicator_id"].isin(after.verdicts["indicator_id"])
    views, events, days, last = {}, {}, {}, None
    later = published_by(changing.to_frame("published"), until)["published"]
    for day in (start, *later.map("{:%Y-%m-%d}".format)):
        view = picked(after.observations[wanted], day)
        reports = published_by(after.events, day)
        shift = read_regional(root, folders, as_of=day)["published"].max()
        asked = in_force(goals, day).to_list()
        state = (view[[*KEY, "value"]].to_numpy().tolist(), len(reports), str(shift), asked)
        if state != last:
            n = len(days)
            views[n], events[n], days[n], last = view, reports, day, state
    return views, events, days
