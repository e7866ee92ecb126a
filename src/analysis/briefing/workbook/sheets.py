"""What stands on the sheets of figures: verdicts, projections, observations, revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...judging.situations import Situation
from ...records.vintages import revisions
from ...telling.kit import wording
from ...telling.kit.names import indicator_names, indicator_units, reason_name
from ...telling.kit.statuses import STATUSES
from ...telling.kit.wording import CHANGES, pick
from .words import KINDS


@dataclass(frozen=True)
class Sheet:
    """A table to be written.

    Attributes
    ----------
    units, comparators, computed : sequence
        Of each row: the unit of its numbers, the sign before its target, whether its value is
        projected, not published.
    frozen : str
        The first cell that scrolls.
    printed : str
        The last column that is printed; all of them where empty.
    """

    key: str
    frame: pd.DataFrame
    units: Sequence[str]
    comparators: Sequence[str] = ()
    computed: Sequence[bool] = ()
    frozen: str = "B2"
    printed: str = ""


def verdict_sheet(found: Situation, lang: str) -> Sheet:
    """One row a target reading, see `attainment.assess`."""
    names, units = indicator_names(found.plan, lang), indicator_units(found.plan)
    v = found.verdicts
    unit = v["indicator_id"].map(units)
    frame = v.assign(
        name=v["indicator_id"].map(names),
        reading=[wording.name_of(wording.READINGS, r, lang) for r in v["reading"]],
        unit=[wording.unit_name(u, lang) for u in unit],
        baseline_basis=[wording.name_of(wording.BASES, b, lang) for b in v["baseline_basis"]],
        status=v["status"].map(STATUSES["mark"] + " " + STATUSES[f"name_{lang}"]),
        reason=[reason_name(r, lang) for r in v["reason"]],
        method=_methods(v["method"], lang),
        latest_source=v["latest_source_id"].map(found.sources).fillna(v["latest_source_id"]),
        quote=v["quotes"].map(lambda quotes: quotes[0]),
    )
    columns = [
        *("name", "reading", "status", "probability", "unit", "baseline_year", "baseline_value"),
        *("latest_year", "latest_value", "target_value", "value_high", "deadline"),
        *("share_travelled", "share_time", "projected", "low80", "high80", "evidence", "reason"),
        *("growth_actual", "growth_required", "low95", "high95", "method", "n_history"),
        *("baseline_basis", "latest_source", "latest_published", "quote"),
        *("indicator_id", "target_id"),
    ]
    return Sheet(
        "verdicts",
        frame[columns],
        unit.to_list(),
        v["comparator"].to_list(),
        frozen="D2",
        printed="reason",
    )


def projection_sheet(found: Situation, lang: str) -> Sheet:
    """One row an indicator and year, published or projected, in the plan's order."""
    names, units = indicator_names(found.plan, lang), indicator_units(found.plan)
    p = found.projections.sort_values(["indicator_id", "year"], kind="stable")
    order = {i: n for n, i in enumerate(found.plan.indicators["indicator_id"])}
    p = p.sort_values("indicator_id", key=lambda ids: ids.map(order), kind="stable")
    unit = p["indicator_id"].map(units)
    frame = p.assign(
        name=p["indicator_id"].map(names),
        unit=[wording.unit_name(u, lang) for u in unit],
        kind=[pick(KINDS[k], lang) for k in p["kind"]],
        method=_methods(p["method"], lang),
    )
    columns = [
        *("name", "unit", "year", "kind", "value", "low80", "high80", "low95", "high95"),
        *("evidence", "method", "n_history", "indicator_id"),
    ]
    computed = (p["kind"] == "projected").to_list()
    return Sheet(
        "projections", frame[columns], unit.to_list(), computed=computed, printed="evidence"
    )


def observation_sheet(found: Situation, lang: str) -> Sheet:
    """One row a figure published, every vintage, with whether it is the one in use."""
    names = indicator_names(found.plan, lang)
    o = found.observations
    order = {i: n for n, i in enumerate(found.plan.indicators["indicator_id"])}
    o = o.sort_values(["year", "published"], kind="stable").sort_values(
        "indicator_id", key=lambda ids: ids.map(order), kind="stable"
    )
    frame = o.assign(
        name=o["indicator_id"].map(names),
        unit=[wording.unit_name(u, lang) for u in o["unit"]],
        qualifier=[wording.name_of(wording.QUALIFIERS, q, lang) for q in o["qualifier"]],
        used=np.where(o["observation_id"].isin(found.known["observation_id"]), "✓", ""),
        published_estimated=np.where(o["published_estimated"].astype(bool), "*", ""),
        source=o["source_id"].map(found.sources).fillna(o["source_id"]),
        observation_quote=o["quote"],
    )
    columns = [
        *("name", "year", "value", "unit", "qualifier", "used", "published"),
        *("published_estimated", "grade", "source", "observation_quote", "indicator_id"),
    ]
    return Sheet("observations", frame[columns], o["unit"].to_list(), printed="source")


def revision_sheet(found: Situation, lang: str) -> Sheet:
    """One row a figure that now stands where another was first published."""
    names = indicator_names(found.plan, lang)
    r = revisions(found.observations)
    frame = r.assign(
        name=r["indicator_id"].map(names),
        kind=[pick(CHANGES[k], lang) for k in r["kind"]],
        latest_on=r["latest_published"],
        first_source=r["first_source_id"].map(found.sources).fillna(r["first_source_id"]),
        source_now=r["latest_source_id"].map(found.sources).fillna(r["latest_source_id"]),
    )
    units = r["unit"].to_list()
    frame["unit"] = [wording.unit_name(u, lang) for u in units]
    columns = [
        *("name", "year", "unit", "first", "latest", "difference", "relative", "kind"),
        *("first_published", "latest_on", "first_source", "source_now", "indicator_id"),
    ]
    return Sheet("revisions", frame[columns], units, printed="source_now")


def _methods(codes: pd.Series, lang: str) -> list[str]:
    return ["" if pd.isna(m) else wording.name_of(wording.METHODS, m, lang) for m in codes]
