"""Everything that notebook 11 shows: the new targets' odds, how bold they are, what they ask."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..records import codes, dates
from ..records.errors import PlanDataError
from ..records.once import once
from .attainment import READING
from .boldness import bold_targets
from .breakdown import by_year, can_be_broken_down
from .breakdown_regions import by_region, every_contribution
from .setting import next_targets
from .situations import Records, Situation, situation_of
from .succession import against_the_last, last_plan, not_taken_up


@dataclass(frozen=True)
class NextPlan:
    """A plan's targets as they were set, and the numbers another could be set by.

    Attributes
    ----------
    records : Records
    then, now : Situation
        On the day of issue, and on the day looked from.
    goals : DataFrame
        `now.verdicts` with said (the probability on the day of issue) and the columns of
        `boldness.boldness` (as known then).
    year : int
        That `levels` are for: the plan's last, or that of the next plan of as many years where
        figures have reached it.
    levels : DataFrame
        See `setting.next_targets`.
    by_year, by_region : DataFrame
        `breakdown` of every target that can be broken down; without rows where none can.
    brought : DataFrame
        See `breakdown_regions.every_contribution`.
    old : Situation or None
        The plan that this one follows.
    against : DataFrame
        See `succession.against_the_last`; without rows where there is no last plan.
    left : DataFrame
        See `succession.not_taken_up`.
    """

    records: Records
    then: Situation
    now: Situation
    goals: pd.DataFrame
    year: int
    levels: pd.DataFrame
    by_year: pd.DataFrame
    by_region: pd.DataFrame
    brought: pd.DataFrame
    old: Situation | None
    against: pd.DataFrame
    left: pd.DataFrame


@once
def next_plan(records: Records, *, region: codes.Code = None, as_of: dates.Day = None) -> NextPlan:
    """The targets of a plan as they were set, and what the next could be set by.

    Parameters
    ----------
    records : Records
        From `read_records`.
    region, as_of : optional
        See `situations.situation`.
    """
    now = situation_of(records, region=region, as_of=as_of)
    then = situation_of(records, region=region, as_of=now.issue_day)
    bold = bold_targets(records, then.verdicts, region=region, as_of=then.as_of)
    said = then.verdicts[READING].assign(said=then.verdicts["probability"]).join(bold)
    old = last_plan(records, now)
    year = next_year(now)
    open_ = now.verdicts[can_be_broken_down(now.verdicts)]
    return NextPlan(
        records,
        then,
        now,
        now.verdicts.merge(said, on=READING, how="left"),
        year,
        next_targets(now, year),
        _stacked([by_year(now, target) for _, target in open_.iterrows()]),
        _stacked(_within(records, now, open_)),
        every_contribution(records, now),
        old,
        against_the_last(then, then if old is None else old).iloc[: None if old else 0],
        now.verdicts.iloc[:0] if old is None else not_taken_up(now, old),
    )


def next_year(now: Situation) -> int:
    """The year to set levels for."""
    start, end = int(now.plan.meta["start"]), int(now.plan.meta["end"])
    over = int(now.last_day[:4]) > end
    return end + (end - start + 1) if over else end


def _within(records: Records, now: Situation, targets: pd.DataFrame) -> list[pd.DataFrame]:
    """Those that add up over the regions within and that some of them report."""
    made = []
    for _, target in targets.iterrows():
        try:
            made.append(by_region(records, now, target))
        except PlanDataError:
            continue
    return made


def _stacked(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["target_id"])
