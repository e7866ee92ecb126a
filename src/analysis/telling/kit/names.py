"""What indicators, verdicts, reasons and probabilities are called."""

from __future__ import annotations

import pandas as pd

from ...judging.attainment import likelihood
from ...records.plans import Plan
from . import wording
from .statuses import LIKELIHOODS, REASONS, STATUSES


def indicator_names(plan: Plan, lang: str) -> pd.Series:
    """Display name of each indicator_id."""
    table, column = plan.indicators, _column(lang)
    return table[["indicator_id", column]].set_index("indicator_id")[column].map(wording.plain)


def target_names(targets: pd.DataFrame, plan: Plan, lang: str) -> pd.Series:
    """What each target is called: its indicator, and the year it is due where another has that too.

    Parameters
    ----------
    targets : DataFrame
        indicator_id, deadline.

    Returns
    -------
    Series
        On the rows of `targets`.
    """
    named = targets["indicator_id"].map(indicator_names(plan, lang))
    shared = targets.groupby("indicator_id")["deadline"].transform("nunique") > 1
    return named.where(~shared, named + targets["deadline"].map(lambda y: wording.in_year(y, lang)))


def indicator_units(plan: Plan) -> pd.Series:
    """Unit of each indicator_id."""
    return plan.indicators[["indicator_id", "unit"]].set_index("indicator_id")["unit"]


def status_name(status: str, lang: str) -> str:
    """A verdict in words."""
    return str(STATUSES.loc[status, _column(lang)])


def reason_name(reason: str, lang: str) -> str:
    """Why a target cannot be assessed, in words; empty for none."""
    return str(REASONS.loc[reason, _column(lang)]) if reason else ""


def likelihood_name(probability: float, lang: str) -> str:
    """The plain word for a probability, see `attainment.LIKELIHOOD_BOUNDS`; empty without one."""
    code = likelihood(probability)
    return "" if code is None else str(LIKELIHOODS.loc[code, _column(lang)])


def _column(lang: str) -> str:
    return f"name_{wording.language(lang)}"
