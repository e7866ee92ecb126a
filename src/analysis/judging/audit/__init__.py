"""A plan read against itself and against what was published later: named rules, findings."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ...records import dates
from ...records.errors import PlanDataError
from ...records.once import once
from ...records.plans import Plan
from ...records.vintages import as_of_view, published_by
from ..consistency import check_plan
from . import ambition, arithmetic, asked, gaps, wordings
from .findings import Findings, Known

COLUMNS = ["rule", "severity", "figure_ids", "indicator_ids", "facts"]
SEVERITIES = ("contradiction", "ambiguity", "gap", "ambition", "note")
# Each rule gives a finding for each thing that is wrong.
RULES: dict[str, Callable[[Plan, Known], Findings]] = {
    "multiple_vs_level": arithmetic.multiple_vs_level,
    "growth_vs_levels": arithmetic.growth_vs_levels,
    "count_vs_items": arithmetic.count_vs_items,
    "parts_vs_total": arithmetic.parts_vs_total,
    "per_head_population": arithmetic.per_head_population,
    "two_comparators": wordings.two_comparators,
    "scope_difference": wordings.scope_difference,
    "wording_difference": wordings.wording_difference,
    "against_direction": asked.against_direction,
    "baseline_year": ambition.baseline_year,
    "target_without_baseline": asked.target_without_baseline,
    "base_without_figure": asked.base_without_figure,
    "baseline_without_target": ambition.baseline_without_target,
    "too_easy": ambition.too_easy,
    "too_hard": ambition.too_hard,
    "coverage_vs_share": ambition.coverage_vs_share,
    "without_numeral": asked.without_numeral,
    "nothing_published": gaps.nothing_published,
    "text_breaks_off": gaps.text_breaks_off,
    "contents_out_of_order": gaps.contents_out_of_order,
}


@once
def audit(
    plan: Plan,
    observations: pd.DataFrame | None = None,
    *,
    as_of: dates.Day = None,
    events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Check a plan against itself and against what has been published.

    Nothing in a rule knows a plan by name: a rule reads figures.csv, the plan's text and, where
    it needs to be told what belongs together, the lists `sums`, `counts`, `identities` and
    `commitments` of plan.toml.

    Parameters
    ----------
    plan : Plan
    observations : DataFrame, optional
        Columns of `schema.OBSERVATIONS` and grade, every region and vintage; rules that need
        published figures find nothing without it.
    as_of : day, optional
        Only what was published by then counts, see `dates.day`.
    events : DataFrame, optional
        Columns of `schema.EVENTS`; without it nothing is said of targets that are events.

    Returns
    -------
    DataFrame
        rule (a key of `RULES`), severity (of `SEVERITIES`), figure_ids (tuple; empty where the
        finding is on the text), indicator_ids (tuple), facts (dict, see each rule); in the order
        of `RULES`.

    Raises
    ------
    PlanDataError
        Where a list of plan.toml names a figure or words that are not in the plan's table.
    """
    _check_hints(plan)
    known = _known(plan, observations, as_of, events)
    found = [(name, f) for name, find in RULES.items() for f in find(plan, known)]
    rows = [
        (name, f.severity, tuple(f.figure_ids), f.indicator_ids, dict(f.facts)) for name, f in found
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _check_hints(plan: Plan) -> None:
    """Each figure that plan.toml lists exists, each word it lists stands in the quote."""
    meta, quotes = plan.meta, plan.figures.set_index("figure_id")["quote"]
    counts, sums = meta.get("counts", []), meta.get("sums", [])
    named = [
        *(f for c in counts for f in (c["figure"], *c.get("items", []))),
        *(
            f
            for s in sums
            for f in (s["total"], *(p if isinstance(p, str) else p[0] for p in s["parts"]))
        ),
        *(i[k] for i in meta.get("identities", []) for k in ("numerator", "per_head")),
        *(f for c in meta.get("commitments", []) for f in c["figures"]),
    ]
    wrong = [f for f in named if f not in quotes.index]
    wrong += [
        w
        for c in counts
        if c["figure"] in quotes.index
        for w in c.get("listed", [])
        if w not in quotes[c["figure"]]
    ]
    if wrong:
        raise PlanDataError(
            f"data/plans/{plan.name}/plan.toml: {', '.join(dict.fromkeys(wrong))}: not in "
            "figures.csv; name a figure_id, or words of the quote | 不在 figures.csv 中，请核对"
        )


def _known(
    plan: Plan,
    observations: pd.DataFrame | None,
    as_of: dates.Day,
    events: pd.DataFrame | None,
) -> Known:
    if observations is None:
        blank = pd.DataFrame(
            columns=["indicator_id", "region", "year", "value", "source_id", "published"]
        )
        own = blank.astype({"value": "float64", "region": "str"})
        return Known(check_plan(plan, own), own, blank, blank, events)
    panel = as_of_view(observations, as_of)
    own = panel[panel["region"] == plan.region]
    mine = observations["region"] == plan.region
    local = None
    if events is not None:
        local = published_by(events[events["region"] == plan.region], as_of)
    vintages = published_by(observations[mine], as_of)
    panel = panel[panel["region"].isin(plan.panel)]
    return Known(check_plan(plan, own), own, panel, vintages, local)
