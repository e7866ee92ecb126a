"""A plan beside the one it follows: what the new targets ask for against the old ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .acceptance import more
from .situations import Records, Situation, read_records, situation_of

# What a new target can be to an old one of the same indicator: less than had been asked for an
# earlier year; the same number for a later year; reached already on the day it was set.
FINDINGS = ("lower", "moved", "reached")
COLUMNS = [
    *("finding", "target_id", "indicator_id", "value", "unit", "deadline"),
    *("old_target_id", "old_value", "old_deadline", "old_status", "latest_year", "latest_value"),
]
KEPT = ("achieved", "met_so_far")


def before(records: Records) -> Records | None:
    """What was read for the plan that this one follows; None where plan.toml names none.

    Raises
    ------
    PlanDataError
        The plan that is named does not exist.
    """
    name = records.plan.meta["follows"]
    return None if name is None else read_records(name, root=records.root)


def against_the_last(then: Situation, old: Situation) -> pd.DataFrame:
    """New targets that ask for less than old ones, for the same later, or for what is there.

    Parameters
    ----------
    then : Situation
        The new plan on the day it was issued.
    old : Situation
        The plan it follows, in the same region.

    Returns
    -------
    DataFrame
        `COLUMNS`, by finding and as in the plan: the new target (a level, as it stood then), the
        old one of the same indicator (its last; NaN for "reached"), old_status (its verdict now),
        latest_year and latest_value (known on the day of issue).
    """
    falling = set(
        then.plan.indicators.loc[then.plan.indicators["direction"] == "down", "indicator_id"]
    )
    new = _levels(then.verdicts)
    last = (
        _levels(old.verdicts).sort_values("deadline").drop_duplicates("indicator_id", keep="last")
    )
    last = last[["indicator_id", "target_id", "target_value", "deadline", "status"]].rename(
        columns={"target_id": "old_target_id", "target_value": "old_value", "status": "old_status"}
    )
    both = new.merge(
        last.rename(columns={"deadline": "old_deadline"}), on="indicator_id", how="left"
    )
    sign = np.where(both["indicator_id"].isin(falling), -1.0, 1.0)
    asked, had = (sign * both[c].to_numpy(float) for c in ("target_value", "old_value"))
    later = (both["deadline"] > both["old_deadline"]).fillna(False).to_numpy(bool)
    less = later & more(had, asked)
    same = later & ~more(had, asked) & ~more(asked, had) & ~np.isnan(had)
    open_still = ~both["old_status"].isin(KEPT).to_numpy()
    told = [
        both[less].assign(finding="lower"),
        both[same & open_still].assign(finding="moved"),
        both[both["met"].to_numpy(bool)].assign(finding="reached"),
    ]
    found = pd.concat(told, ignore_index=True).rename(columns={"target_value": "value"})
    return found[COLUMNS]


def not_taken_up(now: Situation, old: Situation) -> pd.DataFrame:
    """Old targets that were not kept, or not shown to be, of indicators without a new target.

    Returns
    -------
    DataFrame
        The rows of `old.verdicts`.
    """
    left = ~old.verdicts["indicator_id"].isin(now.verdicts["indicator_id"])
    return old.verdicts[left & ~old.verdicts["status"].isin(KEPT)].reset_index(drop=True)


def _levels(verdicts: pd.DataFrame) -> pd.DataFrame:
    return verdicts[
        verdicts["target_value"].notna()
        & verdicts["measure"].eq("level")
        & verdicts["hold"].eq("by")
    ]


def last_plan(records: Records, now: Situation) -> Situation | None:
    """The plan that this one follows, as it stood on the same day."""
    old = before(records)
    return None if old is None else situation_of(old, region=now.region, as_of=now.as_of)
