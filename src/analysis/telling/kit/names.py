"""What indicators, verdicts, reasons and probabilities are called."""

from __future__ import annotations

import pandas as pd

from ...judging.attainment import likelihood
from ...records.plans import Plan, in_force
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
        indicator_id, deadline; valid_from, valid_until where one may have taken another's place,
        which gives neither its year.

    Returns
    -------
    Series
        On the rows of `targets`.
    """
    named = targets["indicator_id"].map(indicator_names(plan, lang))
    due = targets[in_force(targets, None)].groupby("indicator_id")["deadline"].nunique()
    shared = targets["indicator_id"].isin(due.index[due > 1])
    return named.where(~shared, named + targets["deadline"].map(lambda y: wording.in_year(y, lang)))


def target_titles(plan: Plan, lang: str) -> pd.Series:
    """What each target is called with its reading, by target_id.

    The year it is due goes with it where the plan has another of the indicator for another year.
    """
    goals = plan.targets.drop_duplicates("target_id").set_index("target_id")
    named = target_names(goals, plan, lang)
    told = [wording.with_reading(n, r, lang) for n, r in zip(named, goals["reading"], strict=True)]
    return pd.Series(told, goals.index, dtype=object)


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
