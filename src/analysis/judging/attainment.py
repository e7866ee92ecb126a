"""Projection × target → how far, how fast, how likely, and in one word."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..projection import probability
from ..projection.panel import breaks

# The closed lists of verdicts, of reasons for there being none, and of likelihoods, in the order in
# which readers want them. What they are called is said in `telling.kit.statuses`.
STATUS_CODES = ("achieved", "on_track", "at_risk", "off_track", "missed", "not_assessable")
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
EVENT_KINDS = ("coverage", "breakthrough")
# A breakthrough is made when the thing runs; everything before is on the way, and a claim of
# full coverage is a claim.
EVENT_ACHIEVED = "operating"
REACHED = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}
# A target put as N, 约N or N–M is met from the smallest number that keeps the promise.
AS_COMPARATOR = {"=": ">=", "~": ">=", "range": ">=", "": ">="}


def assess(
    targets: pd.DataFrame,
    projections: pd.DataFrame,
    indicators: pd.DataFrame | None = None,
    *,
    baseline_year: int,
    events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Judge every target under each of its readings.

    Parameters
    ----------
    targets : DataFrame
        From `Plan.targets`.
    projections : DataFrame
        From `project`, one region, with its observed rows, to the last deadline.
    indicators : DataFrame, optional
        Columns of `schema.INDICATORS`, for definition breaks.
    baseline_year : int
        The plan's base year, used where the plan states no baseline of its own.
    events : DataFrame, optional
        Columns of `schema.EVENTS`, one region: a breakthrough that runs is achieved.

    Returns
    -------
    DataFrame
        The targets with: baseline_year, baseline_value, baseline_basis (plan, observed,
        projected, none), baseline_source_id; target_value, comparator; latest_year,
        latest_value, latest_source_id, latest_published; share_travelled, share_time;
        growth_actual, growth_required (fractions a year from the baseline and from the latest
        value on); projected, low95, low80, high80, high95, probability (at the deadline),
        expected_year, method, evidence, n_history; event_state; met (latest value meets it),
        status, reason. A target that is not assessable has no probability, though its
        indicator may have a projection. `comparator` is the one judged by, `stated_comparator`
        the plan's.
    """
    judged = (
        targets.pipe(_add_latest, projections)
        .pipe(_add_baseline, projections, baseline_year)
        .pipe(_add_target_value)
        .pipe(_add_progress)
        .pipe(_add_projection, projections)
        .pipe(_add_break, indicators)
        .pipe(_add_event, events)
    )
    return judged.pipe(_add_status).drop(columns="break_between").reset_index(drop=True)


def _observed(projections: pd.DataFrame) -> pd.DataFrame:
    return projections[projections["kind"] == "observed"]


def _add_latest(targets: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    observed = _observed(projections).sort_values("year")
    latest = observed.drop_duplicates("indicator_id", keep="last").set_index("indicator_id")
    points = observed.groupby("indicator_id").size()
    taken = latest[["year", "value", "source_id", "published", "qualifier", "n_values"]]
    return targets.join(taken.add_prefix("latest_"), on="indicator_id").assign(
        n_observed=targets["indicator_id"].map(points).fillna(0).astype(int)
    )


def _add_baseline(
    targets: pd.DataFrame, projections: pd.DataFrame, baseline_year: int
) -> pd.DataFrame:
    """The plan's baseline; else the observed value of the base year; else its projection."""
    at_base = projections[projections["year"] == baseline_year].set_index("indicator_id")
    observed = at_base[at_base["kind"] == "observed"]
    projected = at_base.loc[at_base["kind"] == "projected", "value"].dropna()
    ids = targets["indicator_id"]
    stated = targets["baseline_value"].astype("float64")
    from_data = ids.map(observed["value"])
    from_trend = ids.map(projected)
    value = stated.fillna(from_data).fillna(from_trend)
    basis = np.select(
        [stated.notna(), from_data.notna(), from_trend.notna()],
        ["plan", "observed", "projected"],
        "none",
    )
    year = targets["baseline_year"].astype("Int64").fillna(baseline_year)
    return targets.assign(
        baseline_value=value,
        baseline_basis=basis,
        baseline_year=year.where(value.notna()),
        baseline_source_id=ids.map(observed["source_id"]).where(basis == "observed"),
    )


def _add_target_value(targets: pd.DataFrame) -> pd.DataFrame:
    """The number to reach: the plan's own, or its multiple of the baseline."""
    multiple = targets["reading"] == "multiple"
    increment = targets["reading"] == "increment"
    stated = targets["stated_value"].astype("float64")
    value = stated.where(~multiple, stated * targets["baseline_value"])
    return targets.assign(
        target_value=value.where(~targets["reading"].isin(EVENT_KINDS)),
        baseline_value=targets["baseline_value"].where(~increment, 0.0),
        baseline_basis=targets["baseline_basis"].where(~increment, "plan"),
        comparator=targets["comparator"].replace(AS_COMPARATOR),
        stated_comparator=targets["comparator"],
    )


def _add_progress(targets: pd.DataFrame) -> pd.DataFrame:
    """How far and how fast.

    share_travelled = (c − b) / (T − b) and share_time = (t − t₀) / (t_T − t₀), the 时序进度 of
    Chinese monitoring practice; annual growth (c / b)^(1 / (t − t₀)) − 1 as in Open SDG's
    progress measure, undefined where a value is not positive.
    """
    base, now, goal = (
        targets[c].astype("float64") for c in ("baseline_value", "latest_value", "target_value")
    )
    t0, t, end = (
        targets[c].astype("Float64").astype("float64")
        for c in ("baseline_year", "latest_year", "deadline")
    )
    since = t > t0
    way = (goal - base).where(goal != base)
    met = _meets(now, goal, targets["comparator"])
    return targets.assign(
        share_travelled=((now - base) / way).where(since),
        share_time=((t - t0) / (end - t0)).where(since & (end > t0)),
        growth_actual=_annual(base, now, t - t0).where(since),
        growth_required=_annual(now, goal, end - t).where((end > t) & ~met),
        growth_promised=_annual(base, goal, end - t0),
        met=met,
    )


def _meets(value: pd.Series, goal: pd.Series, comparator: pd.Series) -> pd.Series:
    results = [
        bool(REACHED[c](v, g)) if pd.notna(v) and pd.notna(g) else False
        for v, g, c in zip(value, goal, comparator, strict=True)
    ]
    return pd.Series(results, index=value.index, dtype=bool)


def _annual(start: pd.Series, end: pd.Series, years: pd.Series) -> pd.Series:
    usable = (start > 0) & (end > 0) & (years > 0)
    ratio = (end.where(usable) / start.where(usable)).astype("float64")
    return ratio ** (1.0 / years.where(usable)) - 1.0


def _add_projection(targets: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    columns = ["low95", "low80", "high80", "high95", "quantiles", "method", "evidence", "n_history"]
    ahead = projections[projections["kind"] == "projected"]
    empty = pd.DataFrame(columns=["indicator_id", "deadline", "projected", *columns])
    if len(ahead):
        renamed = ahead.rename(columns={"year": "deadline", "value": "projected"})
        empty = renamed[empty.columns]
    joined = targets.merge(
        empty.astype({"deadline": "Int64"}), on=["indicator_id", "deadline"], how="left"
    )
    certain = joined["latest_year"].astype("Float64") >= joined["deadline"].astype("Float64")
    chance = probability(joined, joined["target_value"], joined["comparator"])
    reached = _years(joined, ahead)
    return joined.assign(
        probability=chance.where(~certain.fillna(False), joined["met"].astype(float)),
        expected_year=joined["latest_year"].where(joined["met"], reached).astype("Int64"),
    ).drop(columns="quantiles")


def _years(targets: pd.DataFrame, ahead: pd.DataFrame) -> pd.Series:
    """First projected year whose median meets the target."""
    wanted = targets[["indicator_id", "target_value", "comparator"]].reset_index(names="at")
    if not len(ahead):
        return pd.Series(pd.NA, index=targets.index, dtype="Int64")
    paths = wanted.merge(ahead[["indicator_id", "year", "value"]], on="indicator_id")
    hits = paths[_meets(paths["value"], paths["target_value"], paths["comparator"])]
    return hits.groupby("at")["year"].min().reindex(targets.index).astype("Int64")


def _add_break(targets: pd.DataFrame, indicators: pd.DataFrame | None) -> pd.DataFrame:
    """Whether the definition changed after the baseline and before the deadline."""
    if indicators is None:
        return targets.assign(break_between=False)
    table = breaks(indicators).merge(
        targets[["indicator_id", "target_id", "baseline_year", "deadline"]], on="indicator_id"
    )
    inside = table[(table["year"] > table["baseline_year"]) & (table["year"] <= table["deadline"])]
    return targets.assign(break_between=targets["target_id"].isin(inside["target_id"]))


def _add_event(targets: pd.DataFrame, events: pd.DataFrame | None) -> pd.DataFrame:
    """The furthest state of each event target, None without a report."""
    if events is None or events.empty:
        return targets.assign(event_state=None)
    furthest = latest_events(events).set_index("indicator_id")["state"]
    states = targets["indicator_id"].map(furthest).astype(object)
    return targets.assign(event_state=states.where(states.notna(), None))


def _add_status(t: pd.DataFrame) -> pd.DataFrame:
    event = t["reading"].isin(EVENT_KINDS)
    due = (t["latest_year"].astype("Float64") >= t["deadline"].astype("Float64")).fillna(False)
    early = ~(t["latest_year"].astype("Float64") > t["baseline_year"].astype("Float64")).fillna(
        False
    )
    ratio = t["growth_actual"] / t["growth_promised"]
    chance = t["probability"]
    made = event & (t["event_state"] == EVENT_ACHIEVED)
    unusable = [
        (event & t["event_state"].isna(), "no_evidence"),
        (event, "event"),
        (t["break_between"], "definition_break"),
        (t["stated_value"].isna(), "no_number"),
        (t["target_value"].isna() & (t["n_observed"] > 0), "no_baseline"),
        (t["n_observed"] == 0, "no_observation"),
    ]
    thin = [
        (t["n_observed"] == 1, "one_point"),
        (early, "before_baseline"),
        (ratio.isna(), "no_baseline"),
    ]
    verdicts = [
        (made, "achieved"),
        *((mask, "not_assessable") for mask, _ in unusable),
        (due & t["met"], "achieved"),
        (due, "missed"),
        (t["met"], "achieved"),
        (t["n_observed"] == 1, "not_assessable"),
        (chance >= LIKELY, "on_track"),
        (chance >= UNLIKELY, "at_risk"),
        (chance < UNLIKELY, "off_track"),
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
        probability=chance.where(~unknown),
    )


def promises(verdicts: pd.DataFrame) -> pd.DataFrame:
    """One verdict per indicator and deadline: a level before a multiple, in the given order.

    A sentence that can be read two ways is one promise.
    """
    rank = verdicts["reading"].map({"level": 0, "multiple": 1}).fillna(0)
    first = verdicts.assign(rank=rank).sort_values("rank", kind="stable")
    return first.drop_duplicates(["indicator_id", "deadline"]).sort_index().drop(columns="rank")


def likelihood(probability: float) -> str | None:
    """The class of `LIKELIHOOD_BOUNDS` that a probability falls in, its lower bound included.

    >>> likelihood(0.53), likelihood(2 / 3), likelihood(0.995)
    ('even', 'likely', 'almost_certain')
    """
    if pd.isna(probability):
        return None
    return next(code for code, bound in LIKELIHOOD_BOUNDS.items() if bound <= probability)


def untargeted(plan_figures: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """Indicators with a baseline in the plan and no target: their projection, for the record.

    Returns
    -------
    DataFrame
        The last projected row of each such indicator that has one.
    """
    promised = plan_figures.loc[plan_figures["role"].isin(["target", "commitment"]), "indicator_id"]
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
    ordered = events.sort_values(["date", "published"])
    counts = ordered.groupby(["indicator_id", "region"]).size().rename("n_reports")
    last = ordered.drop_duplicates(["indicator_id", "region"], keep="last")
    return last.join(counts, on=["indicator_id", "region"]).reset_index(drop=True)
