"""What another number can be tried of, in a region on a day: targets, days to look from."""

from __future__ import annotations

import pandas as pd

from ..records import codes
from .progress import observed
from .questions import ONE_SIDED, own_targets
from .situations import Records, Situation, year_of
from .what_if import can_be_varied

KINDS = ("plan", "own", "none")  # the plan's target, one of one's own, nothing can be tried


def choices(now: Situation) -> pd.DataFrame:
    """Every target and indicator of a situation, those first of which numbers can be tried.

    An indicator without an open target of a level gets one of one's own, due in the plan's last
    year: the level that the plan's target comes to there, such as twice the region's base, or else
    its latest published value; those of which the plan asks something stand first. Where neither
    can be tried, the plan's targets stand as they are.

    Returns
    -------
    DataFrame
        Rows as from `assess`, with kind, one of `KINDS`.
    """
    mine = planned(now)
    own = _own(now, set(mine["indicator_id"]))
    known = {*mine["indicator_id"], *own["indicator_id"]}
    rest = now.verdicts[~now.verdicts["indicator_id"].isin(known)]
    parts = [mine, own, rest.assign(kind="none")]
    return pd.concat([p for p in parts if len(p)] or parts[-1:], ignore_index=True)


def planned(now: Situation) -> pd.DataFrame:
    """The plan's targets of which numbers can be tried; see `choices`."""
    return now.verdicts[can_be_varied(now.verdicts)].assign(kind="plan").reset_index(drop=True)


def _own(now: Situation, taken: set[str]) -> pd.DataFrame:
    latest = observed(now.projections).sort_values("year").groupby("indicator_id")["value"].last()
    levels = now.verdicts[now.verdicts["target_value"].notna() & now.verdicts["value_high"].isna()]
    comparable = levels["measure"].isin(("level", "ratio")) & levels["comparator"].isin(ONE_SIDED)
    asked_of = levels[comparable].drop_duplicates("indicator_id").set_index("indicator_id")
    every = dict.fromkeys([*now.verdicts["indicator_id"], *now.plan.indicators["indicator_id"]])
    free = [i for i in every if i in latest.index and i not in taken]
    asked = pd.DataFrame({"indicator_id": free}, dtype=object)
    asked = asked.assign(
        stated_value=asked["indicator_id"]
        .map(asked_of["target_value"])
        .fillna(asked["indicator_id"].map(latest))
        .astype(float),
        comparator=asked["indicator_id"].map(asked_of["comparator"]).fillna(""),
    )
    if asked.empty:
        return now.verdicts.iloc[:0].assign(kind="own")
    due = int(now.plan.meta["end"])
    made = own_targets(now, asked, deadline=due, first_years=False)
    named = made.assign(target_id="own-" + made["indicator_id"], kind="own")
    return named[can_be_varied(named)]


def days(records: Records, region: codes.Code = None) -> pd.DataFrame:
    """The days to look from: of the plan's issue, of each year's end, of every new figure since.

    Returns
    -------
    DataFrame
        day (YYYY-MM-DD), figures (how many of the plan's indicators were published that day),
        kind ("issued", "year_end", "figures"); the newest first.
    """
    code = records.region(region)
    rows = records.of_region(code)
    rows = rows[rows["indicator_id"].isin(records.plan.indicators["indicator_id"])]
    counted = rows["published"].dt.strftime("%Y-%m-%d").value_counts()
    issued = str(records.plan.meta["issued"])
    last = max([issued, *counted.index])
    ends = [f"{y}-12-31" for y in range(int(issued[:4]), int(last[:4]) + 1)]
    named = {**{d: "figures" for d in counted.index}, **{d: "year_end" for d in ends if d <= last}}
    named = {d: kind for d, kind in named.items() if d >= issued} | {issued: "issued"}
    made = pd.DataFrame({"day": list(named), "kind": list(named.values())})
    made = made.assign(figures=made["day"].map(counted).fillna(0).astype(int))
    return made.sort_values("day", ascending=False, ignore_index=True)


def opening_day(records: Records) -> str | None:
    """The day to begin with: today; for a plan that is over the end of its last year but one."""
    end = int(records.plan.meta["end"])
    return None if end >= year_of(None) else f"{end - 1}-12-31"
