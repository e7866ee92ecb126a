"""What the rules of an audit look at, and what they hand back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from ...records.plans import Plan
from ...records.schema import PROMISED


@dataclass(frozen=True)
class Known:
    """What the rules may look at besides the plan.

    Attributes
    ----------
    checks : DataFrame
        The plan's arithmetic, from `consistency.check_plan`.
    own : DataFrame
        The plan's region, one value per indicator and year, see `vintages.as_of_view`.
    panel : DataFrame
        The same for every region of the plan's panel.
    vintages : DataFrame
        The region's rows of every publication, columns of `schema.OBSERVATIONS`.
    events : DataFrame or None
        The region's reports; None leaves event targets out of what can be said.
    """

    checks: pd.DataFrame
    own: pd.DataFrame
    panel: pd.DataFrame
    vintages: pd.DataFrame
    events: pd.DataFrame | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that a rule has found; what it says in words, telling decides.

    Attributes
    ----------
    severity : str
        One of `audit.SEVERITIES`.
    figure_ids : tuple of str
        The figures it rests on; none where it is on the text.
    indicator_ids : tuple of str
        The indicators it is about, in the order in which they are to be named.
    facts : mapping
        Numbers, years and words of the plan by name; each rule says which.
    """

    severity: str
    figure_ids: tuple[str, ...]
    indicator_ids: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


Findings = Iterator[Finding]


def units(plan: Plan) -> pd.Series:
    """Unit of each indicator_id."""
    return plan.indicators.set_index("indicator_id")["unit"]


def promised(plan: Plan) -> pd.DataFrame:
    """The figures that are promises."""
    return plan.figures[plan.figures["role"].isin(PROMISED)]


def baseline(plan: Plan, indicator: str) -> pd.Series | None:
    """The latest numeric baseline figure of an indicator."""
    figures = plan.figures
    mine = figures[
        (figures["indicator_id"] == indicator)
        & (figures["role"] == "baseline")
        & figures["value"].notna()
    ].sort_values("year")
    return None if mine.empty else mine.iloc[-1]
