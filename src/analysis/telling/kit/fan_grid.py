"""Small fan charts that share their years, as many a row as the page has room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from ...records.plans import Plan
from .chart import ChartGrid
from .drawing import SMALL
from .fan import fan_chart, last_shown


def small_multiples(
    projections: pd.DataFrame,
    plan: Plan,
    verdicts: pd.DataFrame,
    *,
    lang: str = "zh",
    sources: Mapping[str, str] | None = None,
    indicator_ids: Iterable[str] | None = None,
) -> ChartGrid:
    """One small fan chart per indicator with a target and an observation, on the same years."""
    seen = set(projections.loc[projections["kind"] == "observed", "indicator_id"])
    ids = list(indicator_ids or dict.fromkeys(verdicts["indicator_id"]))
    return fan_grid(projections, plan, [i for i in ids if i in seen], verdicts, sources, lang)


def fan_grid(
    projections: pd.DataFrame,
    plan: Plan,
    ids: Sequence[str],
    verdicts: pd.DataFrame | None,
    sources: Mapping[str, str] | None,
    lang: str,
) -> ChartGrid:
    """Small fan charts whose years stand below one another, where all end in the same year."""
    of = {i: rows for i, rows in projections.groupby("indicator_id") if i in set(ids)}
    ends = {last_shown(rows, plan, i, verdicts) for i, rows in of.items()}
    first = min((int(rows["year"].min()) for rows in of.values()), default=0)
    years = (first, *ends) if len(ends) == 1 else None
    return ChartGrid(
        tuple(
            fan_chart(
                projections,
                plan,
                i,
                verdicts=verdicts,
                sources=sources,
                lang=lang,
                size=SMALL,
                years=years,
            )
            for i in ids
        )
    )
