"""Rules on what a target asks for: which way, from which base, in which number."""

from __future__ import annotations

import re

import pandas as pd

from ...records.plans import Plan, in_force
from ..attainment import EVENT_KINDS
from ..predicates import SIGN_OF, WITHOUT_NUMBER, completed
from ..progress import add_baseline
from ..promises import AGAINST_BASE, FALLING, ONE_SIDED
from .findings import Finding, Findings, Known, baseline, promised, units
from .wordings import clause_with, holds_number

# Words of a sentence that lead up to its number, or down to it.
UPWARD = re.compile(
    r"达到|(?:提高|增长|增加|上升|提升|扩大)[到至]|不低于|不少于|至少|(?<!规模)以上|(?<!不)超过|突破"
    r"|\b(?:reach|rais|increas|grow)\w*|\bat least\b|\bno less than\b|(?<!no )\bmore than\b",
    re.IGNORECASE,
)
DOWNWARD = re.compile(
    r"(?:降低|下降|减少|压减|缩小|回落)[到至]|[降减][到至]|控制在|不超过|不高于|以内|以下|(?<!不)低于"
    r"|\b(?:reduc|lower|cut|fall|declin)\w*\b(?=[^.;]*\bto\b)|\bat most\b|\bno more than\b"
    r"|(?<!no )\bless than\b",
    re.IGNORECASE,
)


def against_direction(plan: Plan, known: Known) -> Findings:
    """A target that its own words, or its comparator, put the other way than its indicator goes.

    Facts: lower (less is better), words (of the sentence; missing where the comparator itself is
    against the direction), asked (the number), comparator (as it is judged), unit.
    """
    for g in contrary(plan.targets[in_force(plan.targets, None)], plan).itertuples():
        facts = {
            "lower": bool(g.lower),
            "words": g.words or None,
            "asked": g.stated_value,
            "comparator": SIGN_OF[g.relation],
            "unit": units(plan)[g.indicator_id],
        }
        yield Finding("ambiguity", g.figure_ids[:1], (g.indicator_id,), facts)


def contrary(goals: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The levels asked for against their indicator's direction, once each.

    Returns
    -------
    DataFrame
        Of `predicates.completed`, with lower (less is better) and words: those of the sentence
        that lead the other way, "" where the relation itself does.
    """
    table = completed(goals, plan.indicators)
    ways = table["indicator_id"].map(plan.indicators.set_index("indicator_id")["direction"])
    table = table.assign(lower=ways == "down")[
        (table["measure"] == "level")
        & table["relation"].isin(ONE_SIDED)
        & ways.isin(["up", "down"])
    ]
    other = table["lower"] != table["relation"].isin(FALLING)
    told = [
        "" if o else _leading(g, *((UPWARD, DOWNWARD) if g.lower else (DOWNWARD, UPWARD)))
        for o, g in zip(other, table.itertuples(), strict=True)
    ]
    table = table.assign(words=pd.Series(told, index=table.index, dtype=object))
    return table[other | (table["words"] != "")]


def _leading(goal, there: re.Pattern, here: re.Pattern) -> str:
    """The words of one of a target's sentences, beside its number, that lead there and not here.

    A sentence that has the number otherwise, such as a deficit of 3 % for a balance of −3, leads
    nowhere.
    """
    asked = goal.stated_value
    clauses = [clause_with(q, asked) for q in goal.quotes if holds_number(q, asked)]
    alone = [c for c in clauses if not here.search(c)]
    return next((found[0] for c in alone if (found := there.search(c))), "")


def target_without_baseline(plan: Plan, known: Known) -> Findings:
    """A target of something the plan gives no starting point for, by the plan's base year.

    Facts: is_multiple, is_change (it counts from the base otherwise), base_year; published (for
    the base year), implied (target over the multiple due in the same year), None where unknown;
    unit.
    """
    goals = promised(plan)
    goals = goals[
        goals["measure"].isin(["", "level", *AGAINST_BASE])
        & goals["base_value"].isna()
        & goals["base_year"].isna()
    ]
    for indicator, rows in goals.groupby("indicator_id", sort=False):
        if baseline(plan, indicator) is not None:
            continue
        ways = set(rows["measure"])
        counted = ways & set(AGAINST_BASE)
        facts = {
            "is_multiple": "ratio" in ways,
            "is_change": bool(counted) and "ratio" not in ways,
            "base_year": int(plan.meta["baseline_year"]),
            "published": _published(known, indicator, plan.meta["baseline_year"]),
            "implied": _implied(rows),
            "unit": units(plan)[indicator],
        }
        severity = "gap" if counted else "note"
        yield Finding(severity, tuple(rows["figure_id"]), (indicator,), facts)


def _published(known: Known, indicator: str, year: int) -> float | None:
    """What has been published for a year."""
    own = known.own[(known.own["indicator_id"] == indicator) & (known.own["year"] == year)]
    return None if own.empty else own["value"].iloc[0]


def _implied(rows: pd.DataFrame) -> float | None:
    """The base that a level and a multiple due in the same year come to."""
    level, ratio = (rows[rows["measure"] == m] for m in ("level", "ratio"))
    both = level.merge(ratio[ratio["value"] != 0], on="deadline", suffixes=("", "_times"))
    return None if both.empty else (both["value"] / both["value_times"]).iloc[0]


def base_without_figure(plan: Plan, known: Known) -> Findings:
    """A target that names a base year of its own, for which the plan gives no figure.

    Facts: base_year; published (for that year), None where unknown; counts (what is asked for is
    worked out from it); unit.
    """
    goals = completed(plan.targets[in_force(plan.targets, None)], plan.indicators)
    own = set(plan.figures.loc[plan.figures["base_year"].notna(), "figure_id"])
    goals = goals[goals["figure_ids"].map(lambda ids: bool(own.intersection(ids))).astype(bool)]
    seen = known.own.assign(kind="observed")
    based = add_baseline(goals, seen, int(plan.meta["baseline_year"]))
    for g, b in zip(goals.itertuples(), based.itertuples(), strict=True):
        if b.baseline_basis == "plan":
            continue
        facts = {
            "base_year": int(g.baseline_year),
            "published": None if pd.isna(b.baseline_value) else b.baseline_value,
            "counts": g.measure in AGAINST_BASE,
            "unit": units(plan)[g.indicator_id],
        }
        yield Finding("gap", g.figure_ids[:1], (g.indicator_id,), facts)


def without_numeral(plan: Plan, known: Known) -> Findings:
    """What is promised without a number, in a finding for each way of putting it.

    Facts: put ("event"; "direction": above or below something that is no number of the plan's;
    "open": neither, so that it cannot be judged).
    """
    goals = promised(plan)
    goals = goals[goals["value"].isna() & goals["measure"].ne("composition")]
    put = goals["measure"].map(_put_without)
    severity = {"event": "note", "direction": "note", "open": "gap"}
    for way in severity:
        rows = goals[put == way]
        if len(rows):
            names = tuple(rows["indicator_id"].unique())
            yield Finding(severity[way], tuple(rows["figure_id"]), names, {"put": way})


def _put_without(measure: str) -> str:
    if measure in EVENT_KINDS:
        return "event"
    return "direction" if measure in WITHOUT_NUMBER else "open"
