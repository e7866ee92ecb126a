"""A figure's vintages with their sources, as a short text."""

from __future__ import annotations

import pandas as pd

from . import wording
from .errors import PlanDataError
from .store import Plan


def vintages_of(
    observations: pd.DataFrame, plan: Plan, indicator: str, *, region: str
) -> pd.DataFrame:
    """Every published value of one indicator in one region, in order of year and publication.

    Parameters
    ----------
    observations : DataFrame
        See `store.read_observations`.
    indicator : str
        An indicator_id, or a display name in either language.

    Returns
    -------
    DataFrame
        The rows, with superseded (bool).

    Raises
    ------
    PlanDataError
        There is no such indicator.
    """
    table = plan.indicators
    named = table[["indicator_id", "name_zh", "name_en"]].eq(indicator).any(axis=1)
    if not named.any():
        raise PlanDataError(
            f"{indicator}: not an indicator of {plan.name}; see its indicators.csv | 没有这个指标"
        )
    wanted = table.loc[named, "indicator_id"].iloc[0]
    mine = observations[
        (observations["indicator_id"] == wanted) & (observations["region"] == region)
    ]
    gone = set(observations.loc[observations["supersedes"] != "", "supersedes"])
    return mine.assign(superseded=mine["observation_id"].isin(gone)).sort_values(
        ["year", "published", "recorded_at"], kind="stable"
    )


def history_text(rows: pd.DataFrame, plan: Plan, sources: pd.DataFrame, lang: str) -> str:
    """The vintages as lines: year, value, publication, source, and what became of the row."""
    if rows.empty:
        return "没有公布过的数" if lang == "zh" else "nothing has been published"
    table = plan.indicators.set_index("indicator_id").loc[rows["indicator_id"].iloc[0]]
    titles = sources.drop_duplicates("source_id").set_index("source_id")["title"]
    lines = [f"{table[f'name_{lang}']}（{table.name}）"]
    for row in rows.itertuples():
        value = wording.quantity(row.value, row.unit, lang, observed=True)
        exact = "" if row.qualifier == "exact" else f" [{row.qualifier}]"
        estimated = "*" if row.published_estimated else ""
        gone = ("（已更正）" if lang == "zh" else " (superseded)") if row.superseded else ""
        title = titles.get(row.source_id, row.source_id)
        lines.append(
            f"  {int(row.year)}  {value}{exact}{gone}  {row.published:%Y-%m-%d}{estimated}  "
            f"{row.grade}  {title}  #{row.observation_id}"
        )
    return "\n".join(lines)
