"""Projection × target → how far, how fast, how likely, and in one word."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..projection import project
from ..projection.levels import GRID
from ..projection.panel import breaks
from ..records.rounding import rounded
from ..records.schema import OF_YEARS, PROMISED
from ..records.vintages import allowed
from .predicates import (
    EVENT_KINDS,
    ON_LEVEL,
    WITHOUT_NUMBER,
    completed,
    paths,
    predicates,
)
from .progress import (
    add_baseline,
    add_latest,
    add_progress,
    add_target_value,
    observed,
    values_in,
)
from .promises import ENDS, holds, judge_paths
from .together import first_step

# The closed lists of verdicts, of reasons for there being none, and of likelihoods, in the order in
# which readers want them. What they are called is said in `telling.kit.statuses`.
STATUS_CODES = (
    *("achieved", "met_so_far", "on_track", "at_risk", "off_track", "not_shown", "missed"),
    "not_assessable",
)
REASON_CODES = (
    *("no_observation", "before_baseline", "one_point", "event", "no_evidence"),
    *("definition_break", "no_baseline", "no_number"),
)
# This project's convention: two chances in three to be called on track, one in three not to be
# called off track. Printed beside every verdict, so that a reader can draw the line elsewhere.
LIKELY, UNLIKELY = 2 / 3, 1 / 3
# From which probability on each likelihood is spoken of: the bounds of the IPCC's scale as its
# fourth report puts them, class by class (Climate Change 2007, Working Group II, F: Communication
# of uncertainty), 66 % and 33 % read as two and one in three.
LIKELIHOOD_BOUNDS = {
    "almost_certain": 0.99,
    "very_likely": 0.90,
    "likely": LIKELY,
    "even": UNLIKELY,
    "unlikely": 0.10,
    "very_unlikely": 0.01,
    "almost_impossible": 0.00,
}
# Actual over required annual growth, where no probability can be given: Eurostat's 95 % and
# 60 % as adopted by Open SDG (sdg-build, sdg/ProgressMeasure.py).
GROWTH_ON_TRACK, GROWTH_AT_RISK = 0.95, 0.60

READING = ["target_id", "indicator_id", "reading"]  # names one reading of one target
# A breakthrough is made when the thing runs or, where there is nothing to run, when it is reported
# as made; everything before is on the way, and a claim of full coverage is a claim.
EVENT_ACHIEVED = ("operating", "achieved")


def assess(
    targets: pd.DataFrame,
    projections: pd.DataFrame,
    indicators: pd.DataFrame | None = None,
    *,
    baseline_year: int,
    events: pd.DataFrame | None = None,
    others: pd.DataFrame | None = None,
    first_years: bool = True,
) -> pd.DataFrame:
    """Judge every target under each of its readings, by the years that it names and no others.

    Parameters
    ----------
    targets : DataFrame
        From `Plan.targets`; optionally with over (the deadline's year has passed on the day of the
        view): what such a target's figures do not settle is not shown, whatever its chance.
    projections : DataFrame
        From `project`, one region, with its observed rows, to the last deadline.
    indicators : DataFrame, optional
        Columns of `schema.INDICATORS`, for directions, bounds and definition breaks.
    baseline_year : int
        The plan's base year, used where neither the target nor the plan states another.
    events : DataFrame, optional
        Columns of `schema.EVENTS`, one region: a breakthrough that runs is achieved.
    others : DataFrame, optional
        The same as `projections` of what gaps are measured to, where that is another region:
        "REGION/indicator_id" in the place of indicator_id, with of_region.

    first_years : bool
        Whether to look for expected_year on every path, which costs most of all.

    Returns
    -------
    DataFrame
        The targets with: measure, relation, hold, tolerance (see `predicates.completed`);
        baseline_year, baseline_value, baseline_basis (plan, observed, projected, none),
        baseline_source_id; target_value (the level that keeps the promise, or for a measure of
        several years or a gap the number asked), value_high (the other end of a range), floor,
        ceiling, floor_out, ceiling_out (of the indicator's own value, NaN where none compares);
        comparator (judged by; `stated_comparator` is the plan's); latest_year, latest_value,
        latest_qualifier, latest_source_id, latest_published (the newest up to the deadline);
        since ("reached": missed when due, reached in since_year; "lost": met when due, not met
        in since_year, the newest), share_travelled, share_time; growth_actual, growth_required
        (fractions a year from the baseline and from the latest value on); projected, low95,
        low80, high80, high95 (at the deadline, of what the promise measures), probability,
        expected_year, method, evidence, n_history; event_state; settled, met (the latest value
        meets it), over (see `targets`), status, reason. A target that is not assessable has no
        probability.
    """
    named = pd.concat([targets["indicator_id"], targets.get("against", pd.Series(dtype=str))])
    projections = projections[projections["indicator_id"].isin(named)]
    goals = (
        completed(targets, indicators)
        .pipe(add_latest, projections)
        .pipe(add_baseline, projections, baseline_year)
        .pipe(add_target_value)
    )
    judged = (
        goals.pipe(_add_judgement, projections, indicators, others)
        .pipe(_add_since, projections)
        .pipe(add_progress, projections)
        .pipe(_add_projection, projections, first_years)
        .pipe(_add_break, indicators, baseline_year)
        .pipe(_add_event, events)
    )
    used = ["break_between", "number", "number_high", "vague", "chance"]
    return judged.pipe(_add_status).drop(columns=used).reset_index(drop=True)


def _add_judgement(
    goals: pd.DataFrame,
    projections: pd.DataFrame,
    indicators: pd.DataFrame | None,
    others: pd.DataFrame | None,
) -> pd.DataFrame:
    """settled, kept, met, probability and the measure's quantiles, from `promises.judge_paths`.

    Where the deadline's own value never came and later ones did, what was known up to the
    deadline is projected anew, so that nothing later has a say.
    """
    asked = predicates(goals, indicators).pipe(_of_the_other, goals, others)
    known = paths(projections) if others is None else pd.concat([paths(projections), paths(others)])
    found = judge_paths(asked, known)
    newest = goals["indicator_id"].map(observed(projections).groupby("indicator_id")["year"].max())
    overdue = (newest.astype(float) > goals["deadline"].astype(float)).fillna(False)
    late = overdue & ~found["settled"] & goals["target_value"].notna()
    for deadline in goals.loc[late, "deadline"].unique():
        due = late & (goals["deadline"] == deadline)
        rows = observed(projections).drop(columns="kind")
        own = rows[rows["indicator_id"].isin(goals.loc[due, "indicator_id"])]
        own = own[own["year"].astype(float) <= float(deadline)]
        again = project(own, indicators, until=int(deadline)) if len(own) else own.assign(kind="")
        found.loc[due] = judge_paths(asked[due], paths(again))
    in_part = goals["latest_year"].astype(float) == goals["deadline"].astype(float)
    whole = goals["measure"].isin(OF_YEARS)
    over = goals["over"] if "over" in goals else False
    return goals.assign(
        over=over,
        **found.drop(columns=["probability", "met"]),
        met=found["met"].where(~whole, found["kept"]).astype(bool),
        chance=found["probability"],
        vague=~found["settled"] & (in_part.fillna(False) | overdue),
    )


def _of_the_other(
    asked: pd.DataFrame, goals: pd.DataFrame, others: pd.DataFrame | None
) -> pd.DataFrame:
    """Gaps to a region are to its series of the same indicator."""
    if others is None:
        return asked
    there = asked["against"].isin(others["of_region"])
    named = asked["against"] + "/" + goals["indicator_id"]
    return asked.assign(against=asked["against"].where(~there, named))


def _add_since(goals: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """What came of it after the deadline: told, never judged."""
    seen = observed(projections)
    if not seen["year"].astype(float).max() > goals["deadline"].astype(float).min():
        return goals.assign(since="", since_year=pd.array([pd.NA] * len(goals), dtype="Int64"))
    later = goals[
        ["indicator_id", "deadline", "floor", "ceiling", "floor_out", "ceiling_out"]
    ].reset_index(names="at")
    rows = later.merge(seen[["indicator_id", "year"]].join(allowed(seen)))
    rows = rows[rows["year"].astype(float) > rows["deadline"].astype(float)].sort_values("year")
    sure, never = holds(rows["low"], rows["high"], rows)
    first = rows[sure].drop_duplicates("at").set_index("at")["year"].reindex(goals.index)
    newest = rows.drop_duplicates("at", keep="last")
    lost = newest[never[newest.index]].set_index("at")["year"].reindex(goals.index)
    reached_late = goals["settled"] & ~goals["kept"] & first.notna()
    lost_since = goals["settled"] & goals["kept"] & lost.notna()
    return goals.assign(
        since=np.select([reached_late, lost_since], ["reached", "lost"], ""),
        since_year=first.where(reached_late, lost.where(lost_since)).astype("Int64"),
    )


def _add_projection(
    goals: pd.DataFrame, projections: pd.DataFrame, first_years: bool
) -> pd.DataFrame:
    """What is projected for the deadline, where its own value is not in."""
    columns = ["low95", "low80", "high80", "high95", "method", "evidence", "n_history"]
    ahead = projections[projections["kind"] == "projected"]
    found = values_in(ahead, goals["indicator_id"], goals["deadline"], ["value", *columns])
    found = found.rename(columns={"value": "projected"})
    own = goals["measure"].isin(ON_LEVEL) & (goals["hold"] == "by")
    spread = {"projected": goals["middle"], **{c: goals[c] for c in columns[:4]}}
    there = goals["chance"].notna() & ~goals["settled"]
    return goals.drop(columns=["middle"]).assign(
        **{c: found[c].where(own, v.where(there)).astype(float) for c, v in spread.items()},
        **{c: found[c] for c in columns[4:]},
        expected_year=goals["latest_year"]
        .where(goals["met"], _years(goals, ahead) if first_years else pd.NA)
        .astype("Int64"),
    )


def _years(goals: pd.DataFrame, ahead: pd.DataFrame) -> pd.Series:
    """First projected year by which more paths than not have met the target."""
    found = pd.Series(pd.NA, index=goals.index, dtype="Int64")
    told = ahead.reindex(columns=["indicator_id", "year", "last_year", "quantiles"])
    told = told.dropna(subset="quantiles")
    for indicator, rows in told.sort_values("year").groupby("indicator_id", sort=False):
        own = goals[goals["indicator_id"] == indicator].dropna(subset=["floor", "ceiling"])
        if own.empty:
            continue
        years = rows["year"].to_numpy(int)
        steps = np.tile(years - rows["last_year"].to_numpy(int), (len(own), 1))
        grid = np.broadcast_to(np.stack(rows["quantiles"].to_list()), (*steps.shape, len(GRID)))
        at = first_step(grid, steps, [own[c].to_numpy() for c in ENDS])
        found.loc[own.index[at >= 0]] = years[at[at >= 0]]
    return found


def _add_break(
    targets: pd.DataFrame, indicators: pd.DataFrame | None, baseline_year: int
) -> pd.DataFrame:
    """Whether the definition changed after the base year and before the deadline."""
    if indicators is None:
        return targets.assign(break_between=False)
    table = breaks(indicators[indicators["indicator_id"].isin(targets["indicator_id"])])
    if table.empty:
        return targets.assign(break_between=False)
    since = targets.assign(baseline_year=targets["baseline_year"].fillna(baseline_year))
    table = table.merge(
        since[["indicator_id", "target_id", "baseline_year", "deadline"]], on="indicator_id"
    )
    inside = table[(table["year"] > table["baseline_year"]) & (table["year"] <= table["deadline"])]
    return targets.assign(break_between=targets["target_id"].isin(inside["target_id"]))


def _add_event(targets: pd.DataFrame, events: pd.DataFrame | None) -> pd.DataFrame:
    """The furthest state of each event target, None without a report."""
    if events is None or events.empty:
        return targets.assign(event_state=None)
    furthest = _in_order(events).drop_duplicates("indicator_id", keep="last")
    furthest = furthest.set_index("indicator_id")["state"]
    states = targets["indicator_id"].map(furthest).astype(object)
    return targets.assign(event_state=states.where(states.notna(), None))


def _add_status(t: pd.DataFrame) -> pd.DataFrame:
    event = t["reading"].isin(EVENT_KINDS)
    early = ~(t["latest_year"].astype("Float64") > t["baseline_year"].astype("Float64")).fillna(
        False
    )
    ratio = t["growth_actual"] / t["growth_promised"]
    made = event & t["event_state"].isin(EVENT_ACHIEVED)
    # Once its years are over a target has an outcome, known here or not, and no course any more.
    unknown_end = t["over"] & (t["chance"].notna() | ((t["n_observed"] > 1) & ~early))
    bare = t["stated_value"].isna() & ~t["measure"].isin(WITHOUT_NUMBER)
    unusable = [
        (event & t["event_state"].isna(), "no_evidence"),
        (event, "event"),
        (t["break_between"], "definition_break"),
        (bare, "no_number"),
        (t["target_value"].isna() & (t["n_observed"] > 0), "no_baseline"),
        (t["n_observed"] == 0, "no_observation"),
    ]
    thin = [
        (t["n_observed"] == 1, "one_point"),
        (early, "before_baseline"),
        (ratio.isna(), "no_baseline"),
    ]
    told = pd.Series([as_told(p) for p in t["chance"]], index=t.index, dtype=float)
    likely, unlikely = as_told(LIKELY), as_told(UNLIKELY)
    verdicts = [
        (made, "achieved"),
        *((mask, "not_assessable") for mask, _ in unusable),
        (t["settled"] & t["kept"], "achieved"),
        (t["settled"], "missed"),
        (t["vague"] | unknown_end, "not_shown"),
        (t["met"], "met_so_far"),
        (told >= likely, "on_track"),
        (told >= unlikely, "at_risk"),
        (told < unlikely, "off_track"),
        *((mask, "not_assessable") for mask, _ in thin),
        (ratio >= GROWTH_ON_TRACK, "on_track"),
        (ratio >= GROWTH_AT_RISK, "at_risk"),
    ]
    status = np.select([m for m, _ in verdicts], [s for _, s in verdicts], "off_track")
    why = [*unusable, *thin]
    reason = np.select([m for m, _ in why], [r for _, r in why], "")
    unknown = status == "not_assessable"
    return t.assign(
        status=status,
        reason=np.where(unknown, reason, ""),
        probability=t["chance"].where(~unknown),
    )


def promises(verdicts: pd.DataFrame) -> pd.DataFrame:
    """One verdict per indicator and deadline: a level before a multiple, in the given order.

    A sentence that can be read two ways is one promise.
    """
    rank = verdicts["reading"].map({"level": 0, "ratio": 1}).fillna(0).to_numpy()
    order = np.argsort(rank, kind="stable")
    again = verdicts[["indicator_id", "deadline"]].iloc[order].duplicated().to_numpy()
    return verdicts.iloc[np.sort(order[~again])]


def as_told(probability: float) -> float:
    """A probability as it is printed, in whole hundredths: words and verdicts go by it."""
    return float(rounded(probability, 2)) if pd.notna(probability) else np.nan


def likelihood(probability: float) -> str | None:
    """The class of `LIKELIHOOD_BOUNDS` that a probability falls in as it is printed.

    Its lower bound is included; two in three is 67 %, one in three 33 %. What is certain, 0 and 1,
    has no likelihood.

    >>> likelihood(0.53), likelihood(0.666), likelihood(0.995), likelihood(1.0)
    ('even', 'likely', 'almost_certain', None)
    """
    if pd.isna(probability) or probability in (0.0, 1.0):
        return None
    told = as_told(probability)
    return next(code for code, bound in LIKELIHOOD_BOUNDS.items() if as_told(bound) <= told)


def untargeted(plan_figures: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """Indicators with a baseline in the plan and no target: their projection, for the record.

    Returns
    -------
    DataFrame
        The last projected row of each such indicator that has one.
    """
    promised = plan_figures.loc[plan_figures["role"].isin(PROMISED), "indicator_id"]
    based = plan_figures.loc[plan_figures["role"] == "baseline", "indicator_id"]
    wanted = set(based) - set(promised)
    ahead = projections[
        (projections["kind"] == "projected") & projections["indicator_id"].isin(wanted)
    ].dropna(subset="value")
    return ahead.sort_values("year").drop_duplicates("indicator_id", keep="last")


def latest_events(events: pd.DataFrame) -> pd.DataFrame:
    """Each event indicator's furthest state and the report that says so.

    Returns
    -------
    DataFrame
        One row per indicator and region: columns of `schema.EVENTS`, n_reports.
    """
    ordered = _in_order(events)
    counts = ordered.groupby(["indicator_id", "region"]).size().rename("n_reports")
    last = ordered.drop_duplicates(["indicator_id", "region"], keep="last")
    return last.join(counts, on=["indicator_id", "region"]).reset_index(drop=True)


def _in_order(events: pd.DataFrame) -> pd.DataFrame:
    return events.sort_values(["date", "published"])
