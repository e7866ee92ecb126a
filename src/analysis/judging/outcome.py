"""What became of each target: what was said at issue, each year after, what came out, the score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..projection.panel import breaks
from ..records import codes, dates
from ..records.once import once
from .attainment import EVENT_ACHIEVED, EVENT_KINDS, READING, latest_events
from .calibration import hindsight
from .situations import Records, Situation, situation_of
from .standpoints import Judge
from .verdict_changes import replay_verdicts

# What can have become of a target: met or missed when due; reached by the latest value, the
# deadline's still to come; no value that counts; a value too vague to decide; another definition.
OUTCOMES = ("met", "reached", "missed", "open", "undecided", "redefined")
OUTCOME_COLUMNS = [
    *(*READING, "comparator", "stated_comparator", "target_value", "value_high", "deadline"),
    *("measure", "hold", "since", "since_year", "probability"),
    *("said_target", "said", "said_status", "said_value", "said_low80", "said_high80"),
    *("outcome", "due", "value", "value_year", "qualifier", "least", "most"),
    *("published", "published_estimated", "report"),
    *("source_id", "state", "expected", "low80", "high80", "error", "relative", "place"),
    *("met_now", "brier", "log"),
]
# A probability of 0 or 1 that proves wrong would cost an infinite logarithm.
SUREST = 1e-4


@dataclass(frozen=True)
class Retrospective:
    """A plan's targets in hindsight.

    Attributes
    ----------
    then, now : Situation
        On the day the plan was issued, and on the day looked back from.
    rows : DataFrame
        See `outcomes`.
    updates : DataFrame
        See `yearly_updates`.
    """

    then: Situation
    now: Situation
    rows: pd.DataFrame
    updates: pd.DataFrame


@once
def look_back(
    records: Records,
    *,
    region: codes.Code = None,
    as_of: dates.Day = None,
    judge: Judge | None = None,
) -> Retrospective:
    """What was said of each target, and what has become of it by a day.

    Parameters
    ----------
    records : Records
        From `situations.read_records`.
    region, as_of : optional
        The plan's own region, and everything published, when left out; see `situation`.
    judge : callable, optional
        Another ruler for the yearly updates, see `standpoints.Standpoint`.
    """
    now = situation_of(records, region=region, as_of=as_of)
    then = situation_of(records, region=region, as_of=now.issue_day)
    updates = yearly_updates(records, now, judge=judge)
    return Retrospective(then, now, outcomes(then, now), updates)


def update_days(now: Situation) -> list[str]:
    """The day of the plan, the end of each year since, and the last day, in order."""
    first, last = now.issue_day, now.last_day
    ends = (f"{y}-12-31" for y in range(int(first[:4]), int(last[:4]) + 1))
    return sorted({first, *(d for d in ends if first < d <= last), max(first, last)})


def yearly_updates(records: Records, now: Situation, *, judge: Judge | None = None) -> pd.DataFrame:
    """What would have been said of each target on the days of `update_days`.

    Returns
    -------
    DataFrame
        as_of, READING, probability, status, projected, low80, high80 (for the deadline),
        latest_year, settled (whether the outcome was known that day); by day, then as in the plan.
        Without a day to look back from the last is what stands today, with everything that is held.
    """
    days = update_days(now)
    own = judge is None and not now.as_of  # the last day is today: it has been judged already
    replayed = days[:-1] if own else days
    parts = [now.verdicts.assign(as_of=pd.Timestamp(days[-1]))] if own else []
    if replayed:
        parts.insert(0, replay_verdicts(records, replayed, region=now.region, judge=judge))
    told = pd.concat(parts)
    shown = ["probability", "status", "projected", "low80", "high80", "latest_year", "settled"]
    return told[["as_of", *READING, *shown]].reset_index(drop=True)


def outcomes(then: Situation, now: Situation) -> pd.DataFrame:
    """Each target reading with what was said on an earlier day and what is known of its end.

    The verdict of the later day decides (see `attainment.assess`): by the years that the target
    names, where every value that its source allows gives one answer; a value under another
    definition than the baseline's decides nothing. A target that the latest value meets is
    "reached" until its years are in: a stock can fall again.

    Parameters
    ----------
    then, now : Situation
        Of the same plan and region.

    Returns
    -------
    DataFrame
        READING, comparator, stated_comparator, target_value, value_high, deadline, measure, hold,
        since, since_year, probability (see `attainment.assess`); said_target
        (its level as it stood then: a multiple moves with its baseline), said (probability then),
        said_status, said_value, said_low80, said_high80 (projected then for the deadline);
        outcome (one of `OUTCOMES`), due (the deadline's year is over on the later day); value,
        value_year, qualifier, least and most (of a range), published, published_estimated,
        source_id (of the deadline, else the latest; for an event the date of its report); state
        and report (of an event, and its words); expected, low80,
        high80 (projected then for value_year), error (value − expected), relative, place (as
        from `hindsight`, "" where nothing could be compared); met_now; brier and log (of `said`
        against the outcome; NaN while it is open).
    """
    goals = now.verdicts.pipe(_add_said, then).pipe(_add_value, now).pipe(_add_reports, now)
    at = int(update_days(now)[-1][:4])
    decided = goals.assign(outcome=_outcomes(goals, now.plan.indicators, at))
    told = (
        decided.assign(due=decided["deadline"].astype("float64") < at)
        .pipe(_add_error, then, now)
        .pipe(_add_scores)
    )
    return told[OUTCOME_COLUMNS].reset_index(drop=True)


def _add_said(goals: pd.DataFrame, then: Situation) -> pd.DataFrame:
    shown = {
        "probability": "said",
        "status": "said_status",
        "projected": "said_value",
        "target_value": "said_target",
        "low80": "said_low80",
        "high80": "said_high80",
    }
    earlier = then.verdicts[[*READING, *shown]].rename(columns=shown)
    kept = goals.drop(columns=["low80", "high80"]).rename(columns={"met": "met_now"})
    return kept.merge(earlier, on=READING, how="left")


def _add_value(goals: pd.DataFrame, now: Situation) -> pd.DataFrame:
    """The value of the deadline's year where there is one, else the latest before it."""
    shown = ["year", "value", "qualifier", "low", "high"]
    shown += ["published", "published_estimated", "source_id"]
    known = now.known.reindex(columns=["indicator_id", *shown])
    seen = goals[[*READING, "deadline"]].merge(known)
    by_then = seen[seen["year"] <= seen["deadline"]].sort_values("year")
    last = by_then.drop_duplicates(READING, keep="last").rename(columns={"year": "value_year"})
    last = last.drop(columns="deadline").rename(columns={"low": "least", "high": "most"})
    return goals.merge(last, on=READING, how="left")


def _add_reports(goals: pd.DataFrame, now: Situation) -> pd.DataFrame:
    """An event's furthest state, with the day of the report in the place of a publication."""
    last = latest_events(now.events).set_index("indicator_id") if len(now.events) else None
    event = goals["reading"].isin(EVENT_KINDS)
    if last is None:
        return goals.assign(state=None, report="")
    told = {
        c: goals["indicator_id"].map(last[s])
        for c, s in {"published": "date", "source_id": "source_id"}.items()
    }
    state = goals["indicator_id"].map(last["state"]).where(event)
    return goals.assign(
        state=state.astype(object).where(state.notna(), None),
        report=goals["indicator_id"].map(last["text"]).where(event).fillna(""),
        **{c: goals[c].where(~event, v) for c, v in told.items()},
    )


def _outcomes(goals: pd.DataFrame, indicators: pd.DataFrame, at: int) -> np.ndarray:
    event = goals["reading"].isin(EVENT_KINDS)
    return np.select(
        [
            event & goals["state"].isin(EVENT_ACHIEVED),
            event,
            _redefined(goals, indicators, at),
            goals["settled"] & goals["kept"],
            goals["settled"],
            goals["status"].eq("not_shown"),
            goals["status"].eq("met_so_far"),
        ],
        ["met", "open", "redefined", "met", "missed", "undecided", "reached"],
        "open",
    )


def _redefined(goals: pd.DataFrame, indicators: pd.DataFrame, at: int) -> pd.Series:
    """Whether the definition changed after the baseline, by the deadline and by the year `at`."""
    table = breaks(indicators).merge(
        goals[["indicator_id", "target_id", "baseline_year", "deadline"]], on="indicator_id"
    )
    inside = (table["year"] > table["baseline_year"]) & (table["year"] <= table["deadline"])
    gone = inside.fillna(False) & (table["year"] <= at)
    return goals["target_id"].isin(table.loc[gone, "target_id"])


def _add_error(goals: pd.DataFrame, then: Situation, now: Situation) -> pd.DataFrame:
    """What had been projected for the year of the value, from the earlier day on."""
    shown = {"middle": "expected", "low80": "low80", "high80": "high80", "place": "place"}
    told = hindsight(then, now)[["target_id", "reading", "year", *shown]].rename(columns=shown)
    both = goals.merge(
        told.drop_duplicates(["target_id", "reading"]), on=["target_id", "reading"], how="left"
    )
    same = (both["year"] == both["value_year"]).fillna(False).astype(bool)
    for column in ("expected", "low80", "high80"):
        both[column] = both[column].astype("float64").where(same)
    error = both["value"].astype("float64") - both["expected"]
    return both.assign(
        place=both["place"].where(same, "").fillna(""),
        error=error,
        relative=error / both["expected"].where(both["expected"] != 0).abs(),
    )


def _add_scores(goals: pd.DataFrame) -> pd.DataFrame:
    """Brier (p − o)² and logarithmic −ln p(o), of what was said on the earlier day."""
    came = goals["outcome"].map({"met": 1.0, "missed": 0.0}).astype("float64")
    return goals.assign(**scores_of(goals["said"].astype("float64"), came))


def scores_of(said: pd.Series, came: pd.Series, *, surest: float = SUREST) -> dict[str, pd.Series]:
    """Scores of probabilities against outcomes of 1 or 0; NaN where either is missing.

    Parameters
    ----------
    surest : float
        How far inside (0, 1) a probability is held before its logarithm is taken.

    Returns
    -------
    dict
        brier: (p − o)²; log: −ln of the probability given to what came, held inside
        [surest, 1 − surest].
    """
    held = said.clip(surest, 1 - surest)
    given = held.where(came == 1.0, 1.0 - held)
    return {"brier": (said - came) ** 2, "log": -np.log(given.where(came.notna()))}


def score_rows(found: Retrospective) -> pd.DataFrame:
    """Every probability given to a target that is decided by now and was open then, with scores.

    Returns
    -------
    DataFrame
        as_of, READING, probability, status, outcome, brier, log.
    """
    ends = found.rows.loc[found.rows["outcome"].isin(["met", "missed"]), [*READING, "outcome"]]
    open_ = found.updates[~found.updates["settled"].astype(bool)]
    told = open_.dropna(subset="probability").merge(ends, on=READING)
    came = told["outcome"].map({"met": 1.0, "missed": 0.0}).astype("float64")
    scored = told.assign(**scores_of(told["probability"].astype("float64"), came))
    return scored[["as_of", *READING, "probability", "status", "outcome", "brier", "log"]]
