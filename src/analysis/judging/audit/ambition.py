"""Rules on where the plan starts and where it means to go."""

from __future__ import annotations

import pandas as pd

from ...records.plans import Plan, in_force
from ..predicates import ON_LEVEL, completed
from ..progress import add_baseline, add_target_value
from ..promises import ENDS, FALLING, ONE_SIDED, holds
from .findings import Finding, Findings, Known, promised, units

SOON = 2  # years: a target met this early asked for little
EXTREME = 0.99  # of what provinces have done over as many years
WHOLE = 100.0  # per cent: what full coverage means
FEWEST_WINDOWS = 100  # of the indicator's own panel; below, all indicators of its kind speak


def baseline_year(plan: Plan, known: Known) -> Findings:
    """A baseline of another year than the plan's base year, or of several years together.

    Facts: dated (its year, or the first and the last of several), base_year, quote.
    """
    base = int(plan.meta["baseline_year"])
    stated = plan.figures[plan.figures["role"] == "baseline"]
    odd = stated[(stated["year"] != base) | stated["year_from"].notna()]
    for quote, rows in odd.groupby("quote", sort=False):
        first = rows.iloc[0]
        facts = {
            "dated": tuple(first[["year_from", "year"]].dropna()),
            "base_year": base,
            "quote": quote,
        }
        yield Finding("note", tuple(rows["figure_id"]), tuple(rows["indicator_id"]), facts)


def baseline_without_target(plan: Plan, known: Known) -> Findings:
    """What the plan counts at its start and sets no target for, in one finding."""
    goals = set(promised(plan)["indicator_id"])
    stated = plan.figures[plan.figures["role"] == "baseline"]
    left = stated[~stated["indicator_id"].isin(goals)]
    if len(left):
        yield Finding("gap", tuple(left["figure_id"]), tuple(left["indicator_id"].unique()))


def too_easy(plan: Plan, known: Known) -> Findings:
    """A target met when it was set, or by the data of its first two years.

    It was set when the plan was issued, or on its own first day in force. What is to be kept in
    every year is meant to be met already.

    Facts: goal, comparator, deadline; year, value (of the first that meets it); unit; by_issue,
    by_then (published when the plan was issued; when the target itself was set, where that was
    later); held_to (the last year, where that is a later one).
    """
    goals = _goals(plan, known)
    for indicator, rows in goals[goals["hold"] != "every"].groupby("indicator_id", sort=False):
        seen = known.own[known.own["indicator_id"] == indicator]
        for g in rows.itertuples():
            before = seen[seen["year"].astype(float) <= float(g.deadline)]
            kept, _ = holds(before["value"], before["value"], _asked(g, before.index))
            hits = before[kept].sort_values("year")
            if hits.empty or not kept[before["year"] >= hits["year"].iloc[0]].all():
                continue
            first, last = hits.iloc[0], int(before["year"].max())
            own = pd.notna(g.valid_from)
            known_then = first["published"] <= (g.valid_from if own else plan.issued)
            start = g.valid_from.year if own else plan.meta["start"]
            if not known_then and first["year"] >= start + SOON:
                continue
            facts = {
                "goal": g.goal,
                "comparator": g.stated_comparator,
                "deadline": int(g.deadline),
                "year": int(first["year"]),
                "value": first["value"],
                "unit": units(plan)[indicator],
                "by_issue": bool(known_then and not own),
                "by_then": bool(known_then and own),
                "held_to": None if last == first["year"] else last,
            }
            yield Finding("ambition", (g.figure_id,), (indicator,), facts)


def _asked(goal, index: pd.Index) -> pd.DataFrame:
    """What one target asks, a row for each value it is held against."""
    return pd.DataFrame({c: getattr(goal, c) for c in ENDS}, index=index)


def too_hard(plan: Plan, known: Known) -> Findings:
    """A target that asks for more than 99 in 100 provincial spells of as many years have given.

    The spells are of the indicator itself where the panel has a hundred, else of every
    indicator of its kind.

    Facts: ratio (goal over start), years, spells (how many), own (of the indicator itself),
    share (of the spells, that did as much).
    """
    goals = _goals(plan, known)
    kinds = plan.indicators.set_index("indicator_id")["kind"]
    started = goals[(goals["start"] > 0) & goals["goal"].gt(0)]
    for g in started.itertuples():
        years = int(g.deadline - g.start_year)
        sign = -1 if g.relation in FALLING else 1
        done, own = _spells(known.panel, g.indicator_id, kinds, years)
        if years < 1 or len(done) < FEWEST_WINDOWS:
            continue
        asked = (g.goal / g.start) ** sign
        past = done["ratio"] ** sign
        if asked <= past.quantile(EXTREME):
            continue
        facts = {
            "ratio": g.goal / g.start,
            "years": years,
            "spells": len(done),
            "own": own,
            "share": float((past >= asked).mean()),
        }
        yield Finding("ambition", (g.figure_id,), (g.indicator_id,), facts)


def _spells(
    panel: pd.DataFrame, indicator: str, kinds: pd.Series, years: int
) -> tuple[pd.DataFrame, bool]:
    """Every region's change over a number of years, and whether it is the indicator's own."""
    positive = panel[panel["value"] > 0]
    key = ["indicator_id", "region", "year"]
    later = positive[[*key, "value"]].assign(year=positive["year"] - years)
    both = positive[[*key, "value"]].merge(later, on=key, suffixes=("", "_later"))
    ratios = both.assign(ratio=both["value_later"] / both["value"])
    own = ratios[ratios["indicator_id"] == indicator]
    if len(own) >= FEWEST_WINDOWS:
        return own, True
    same = kinds.index[kinds == kinds[indicator]]
    return ratios[ratios["indicator_id"].isin(same)], False


def coverage_vs_share(plan: Plan, known: Known) -> Findings:
    """A coverage that is promised, and a published share of the same that is below the whole.

    `related` of a list in `[[commitments]]` names the share.

    Facts: quote; year, value, unit (of the share, whose indicator is named).
    """
    figures = plan.figures.set_index("figure_id")
    for hint in plan.meta.get("commitments", []):
        seen = known.own[known.own["indicator_id"] == hint.get("related", "")]
        if seen.empty:
            continue
        last = seen.sort_values("year").iloc[-1]
        if last["value"] >= WHOLE:
            continue
        quote = figures.loc[hint["figures"][0], "quote"]
        severity = "contradiction" if "保持" in quote else "ambition"
        facts = {"quote": quote, "year": int(last["year"]), "value": last["value"], "unit": "%"}
        yield Finding(severity, tuple(hint["figures"]), (last["indicator_id"],), facts)


def _goals(plan: Plan, known: Known) -> pd.DataFrame:
    """Targets that a single value can be held against: goal, start, start_year; once each."""
    now = plan.targets[in_force(plan.targets, None)]
    seen = known.own.assign(kind="observed")
    goals = (
        completed(now, plan.indicators)
        .pipe(add_baseline, seen, int(plan.meta["baseline_year"]))
        .pipe(add_target_value)
    )
    goals = goals[goals["measure"].isin(ON_LEVEL) & goals["relation"].isin(ONE_SIDED)]
    named = goals.rename(
        columns={"target_id": "figure_id", "target_value": "goal", "baseline_value": "start"}
    )
    named = named.assign(start_year=named["baseline_year"].fillna(plan.meta["baseline_year"]))
    return named[named["goal"].notna() & named["stated_value"].notna()]
