"""What is odd in how a plan was entered: its quotes, its numbers, its comparators and bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...records.places import plan_folder
from ...records.plan_text import misplaced_quotes, uncovered_numbers
from ...records.plans import Plan
from ...records.schema import OF_YEARS
from ..predicates import ON_LEVEL, completed
from ..progress import add_baseline, add_target_value
from ..promises import AGAINST_BASE, ENDS, ONE_SIDED, holds
from .asked import contrary

# In the order in which they are told; the first makes an entry wrong, the others ask to look.
RULES = (
    *("no_text", "quote_not_there", "number_in_no_row"),
    *("against_direction", "no_base", "no_number", "met_at_start", "no_successor"),
)
WRONG = ("quote_not_there",)
# The entry is held against nothing but the plan.
UNPUBLISHED = pd.DataFrame(columns=["indicator_id", "year", "value", "source_id", "kind"])
NUMBERED = ("level", "change", "ratio", "percent_change", "growth", *OF_YEARS)


@dataclass(frozen=True)
class Odd:
    """One thing to look at: a rule, the row (figure_id, "" where none), and the words it is on."""

    rule: str
    figure_id: str
    words: str


def entry_findings(
    plan: Plan, exclusions: pd.DataFrame, observations: pd.DataFrame | None = None
) -> list[Odd]:
    """Hold a plan's rows against its text and against themselves.

    Parameters
    ----------
    plan : Plan
    exclusions : DataFrame
        pattern, reason: what in the text is no figure; see `read_exclusions`.
    observations : DataFrame, optional
        Columns of `schema.OBSERVATIONS`: what has been published, which may state a base.

    Returns
    -------
    list of Odd
        quote_not_there: a quote does not stand in the text (in the section it names, where the
        text has 第N章 and 第N节 as headings); number_in_no_row: a number of the text is in no row's
        quote and in no exclusion; against_direction: what is to fall is to be at least so much, or
        the reverse, by its comparator or by its words; no_base: a multiple, change or growth of a
        base, or a base year of the target's own, that neither the plan nor anything published
        states; no_number: a target without a number that is neither an event nor a direction;
        met_at_start: a target that its own base meets already, and that is not to be kept in every
        year; no_successor: a target with a last day in force that nothing takes the place of, so
        that it is not judged where no day is named; no_text: the plan's text is not there, so the
        first two were not looked for.
    """
    return [*_of_the_text(plan, exclusions), *_of_the_rows(plan, _published(plan, observations))]


def _published(plan: Plan, observations: pd.DataFrame | None) -> set[tuple[str, int]]:
    """Indicator and year of what is published of the plan's region."""
    if observations is None:
        return set()
    own = observations[observations["region"] == plan.region]
    return set(zip(own["indicator_id"], own["year"].astype(int), strict=True))


def _of_the_text(plan: Plan, exclusions: pd.DataFrame) -> Iterator[Odd]:
    if not plan.text.strip():
        yield Odd("no_text", "", "plan.txt")
        return
    for row in misplaced_quotes(plan.text, plan.figures).itertuples():
        yield Odd("quote_not_there", row.figure_id, row.quote)
    for row in uncovered_numbers(plan.text, plan.figures, exclusions).itertuples():
        yield Odd("number_in_no_row", "", f"{row.number}: …{row.context}…")


def _of_the_rows(plan: Plan, published: set[tuple[str, int]]) -> Iterator[Odd]:
    begun = int(plan.meta["baseline_year"])
    goals = (
        completed(plan.targets, plan.indicators)
        .assign(counted_from=lambda d: d["baseline_year"].fillna(begun))
        .pipe(add_baseline, UNPUBLISHED, begun)
        .pipe(add_target_value)
    )
    other = set(contrary(plan.targets, plan).index)
    own = set(plan.figures.loc[plan.figures["base_year"].notna(), "figure_id"])
    for g in goals.itertuples():
        based = g.measure in AGAINST_BASE or bool(own.intersection(g.figure_ids))
        stated = pd.notna(g.baseline_value) or (g.indicator_id, g.counted_from) in published
        rules = {
            "against_direction": g.Index in other,
            "no_base": based and not stated,
            "no_number": g.measure in NUMBERED and pd.isna(g.stated_value),
            "met_at_start": g.hold != "every" and _met_by_its_base(g),
            "no_successor": pd.notna(g.valid_until) and not _succeeded(g, goals),
        }
        yield from (Odd(rule, g.figure_ids[0], g.quotes[0]) for rule, odd in rules.items() if odd)


def _succeeded(goal, goals: pd.DataFrame) -> bool:
    """Whether another of its indicator and reading comes into force after this one's last day."""
    same = (goals["indicator_id"] == goal.indicator_id) & (goals["reading"] == goal.reading)
    return bool((same & (goals["valid_from"] > goal.valid_until)).any())


def _met_by_its_base(goal) -> bool:
    """Whether the base that the plan states is already what a target asks for."""
    compares = goal.measure in ON_LEVEL and goal.reading != "increment"
    if not compares or goal.relation not in ONE_SIDED:
        return False
    base = pd.Series([goal.baseline_value], dtype=float)
    asked = pd.DataFrame({c: [getattr(goal, c)] for c in ENDS})
    return bool(holds(base, base, asked)[0][0])


def read_exclusions(name: str, root: Path) -> pd.DataFrame:
    """pattern and reason of what in a plan's text is no figure; empty where the file is not."""
    path = plan_folder(name, root) / "exclusions.csv"
    if not path.exists():
        return pd.DataFrame(columns=["pattern", "reason"], dtype=str)
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
