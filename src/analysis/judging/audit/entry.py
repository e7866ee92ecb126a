"""What is odd in how a plan was entered: its quotes, its numbers, its comparators and bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...records.places import plan_folder
from ...records.plan_text import misplaced_quotes, uncovered_numbers
from ...records.plans import Plan
from ..predicates import completed
from ..promises import AGAINST_BASE

# In the order in which they are told; the first makes an entry wrong, the others ask to look.
RULES = ("no_text", "quote_not_there", "number_in_no_row", "against_direction", "no_base")
WRONG = ("quote_not_there",)
AGAINST = {"at_least": "down", "more_than": "down", "at_most": "up", "less_than": "up"}


@dataclass(frozen=True)
class Odd:
    """One thing to look at: a rule, the row (figure_id, "" where none), and the words it is on."""

    rule: str
    figure_id: str
    words: str


def entry_findings(plan: Plan, exclusions: pd.DataFrame) -> list[Odd]:
    """Hold a plan's rows against its text and against themselves.

    Parameters
    ----------
    plan : Plan
    exclusions : DataFrame
        pattern, reason: what in the text is no figure; see `read_exclusions`.

    Returns
    -------
    list of Odd
        quote_not_there: a quote does not stand in the text (in the section it names, where the
        text has 第N章 and 第N节 as headings); number_in_no_row: a number of the text is in no row's
        quote and in no exclusion; against_direction: what is to fall is to be at least so much, or
        the reverse; no_base: a multiple, change or growth of a base that the plan does not state;
        no_text: the plan's text is not there, so the first two were not looked for.
    """
    return [*_of_the_text(plan, exclusions), *_of_the_rows(plan)]


def _of_the_text(plan: Plan, exclusions: pd.DataFrame) -> Iterator[Odd]:
    if not plan.text.strip():
        yield Odd("no_text", "", "plan.txt")
        return
    for row in misplaced_quotes(plan.text, plan.figures).itertuples():
        yield Odd("quote_not_there", row.figure_id, row.quote)
    for row in uncovered_numbers(plan.text, plan.figures, exclusions).itertuples():
        yield Odd("number_in_no_row", "", f"{row.number}: …{row.context}…")


def _of_the_rows(plan: Plan) -> Iterator[Odd]:
    goals = completed(plan.targets, plan.indicators)
    ways = plan.indicators.set_index("indicator_id")["direction"]
    for g in goals.itertuples():
        if g.measure == "level" and AGAINST.get(g.relation) == ways[g.indicator_id]:
            yield Odd("against_direction", g.figure_ids[0], g.quotes[0])
        if g.measure in AGAINST_BASE and pd.isna(g.baseline_value):
            yield Odd("no_base", g.figure_ids[0], g.quotes[0])


def read_exclusions(name: str, root: Path) -> pd.DataFrame:
    """pattern and reason of what in a plan's text is no figure; empty where the file is not."""
    path = plan_folder(name, root) / "exclusions.csv"
    if not path.exists():
        return pd.DataFrame(columns=["pattern", "reason"], dtype=str)
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
