"""Small fan charts that share their years, as many a row as the page has room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from ...records.plans import Plan
from .chart import ChartGrid
from .drawing import SMALL
from .fan import fan_chart


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
    """Small fan charts whose years stand below one another."""
    at = projections.loc[projections["indicator_id"].isin(ids), "year"]
    if verdicts is not None and "deadline" in verdicts:
        at = pd.concat([at, verdicts.loc[verdicts["indicator_id"].isin(ids), "deadline"]])
    years = None if at.dropna().empty else (int(at.min()), int(at.max()))
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
