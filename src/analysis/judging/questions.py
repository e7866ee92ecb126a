"""The questions an analyst asks first: my own target, another region, the growth it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ..projection import learned, project, read_regional
from ..projection.panel import breaks
from ..records import codes, dates, numerals
from ..records.errors import PlanDataError, shown
from ..records.plans import baselines
from .attainment import assess
from .progress import observed
from .situations import Records, Situation, last_year, situation_of, with_over, year_of

ONE_SIDED = (">=", ">", "<=", "<")


def own_target(
    now: Situation,
    indicator_id: str,
    value: float | Sequence[float],
    *,
    deadline: int | None = None,
    comparator: str | None = None,
) -> pd.DataFrame:
    """Judge a target of one's own as the plan's targets are judged.

    Parameters
    ----------
    now : Situation
    indicator_id : str
        Any indicator of the plan, with a target there or not.
    value : float or sequence of float
        The level to reach; several give a row each.
    deadline : int, optional
        The plan's last year when left out; a later one is projected to.
    comparator : {">=", ">", "<=", "<"}, optional
        "<=" for an indicator that should fall, else ">=", when left out.

    Returns
    -------
    DataFrame
        As from `assess`: share_travelled, growth_required, projected, probability, status …
        A year to come is asked under the definition in force: where the plan's base was counted
        otherwise, the way starts from the first value since.

    Raises
    ------
    PlanDataError
        The plan has no such indicator, or there is no such comparator, number or year.
    """
    refuse_unknown(now, indicator_id)
    if comparator not in (None, "", *ONE_SIDED):
        raise PlanDataError(
            f"comparator {shown(comparator)}: write one of {', '.join(ONE_SIDED)} | 只能取以上之一"
        )
    due = numerals.year(deadline, "deadline") or int(now.plan.meta["end"])
    levels = [numerals.number(v) for v in _several(value)]
    asked = pd.DataFrame({"indicator_id": indicator_id, "stated_value": levels})
    return own_targets(now, asked.assign(comparator=comparator or ""), deadline=due)


def refuse_unknown(now: Situation, indicator_id: str) -> None:
    """Raise PlanDataError for what is no indicator of the plan."""
    if indicator_id not in set(now.plan.indicators["indicator_id"]):
        raise PlanDataError(
            f"{shown(indicator_id)}: not an indicator of {now.plan.name}; see plan.indicators "
            "| 没有这个指标，见 plan.indicators"
        )


def own_targets(
    now: Situation, asked: pd.DataFrame, *, deadline: int, first_years: bool = True
) -> pd.DataFrame:
    """Judge levels of several indicators in one year as the plan's targets are judged.

    Parameters
    ----------
    now : Situation
    asked : DataFrame
        indicator_id (of the plan), stated_value, comparator ("" as in `own_target`).
    deadline : int
    first_years : bool
        See `assess`.

    Returns
    -------
    DataFrame
        As from `assess`, in the order of `asked`.
    """
    table = now.plan.indicators.set_index("indicator_id")
    direction, unit = (asked["indicator_id"].map(table[c]) for c in ("direction", "unit"))
    usual = direction.map({"down": "<="}).fillna(">=")
    targets = asked.assign(
        stated_value=asked["stated_value"].astype(float),
        comparator=asked["comparator"].where(asked["comparator"] != "", usual),
        target_id=[f"own-{n + 1}" for n in range(len(asked))],
        reading="level",
        hold="by",
        value_high=np.nan,
        unit=unit,
        deadline=deadline,
        quotes=[("",)] * len(asked),
    )
    based = baselines(now.plan) if now.region == now.plan.region else None
    rows = projected_to(now, asked["indicator_id"], deadline)
    base_year = now.plan.meta["baseline_year"]
    typed = targets.astype({"deadline": "Int64"}).pipe(_with_baseline, based)
    typed = typed.pipe(_under_todays_definition, rows, now.plan.indicators, base_year)
    return assess(
        with_over(typed, year_of(now.as_of)),
        rows,
        now.plan.indicators,
        baseline_year=base_year,
        first_years=first_years,
    )


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def _with_baseline(targets: pd.DataFrame, based: pd.DataFrame | None) -> pd.DataFrame:
    if based is None:
        return targets.assign(
            baseline_year=pd.array([pd.NA] * len(targets), dtype="Int64"), baseline_value=np.nan
        )
    return targets.merge(based, on="indicator_id", how="left")


def _under_todays_definition(
    targets: pd.DataFrame, rows: pd.DataFrame, indicators: pd.DataFrame, baseline_year: int
) -> pd.DataFrame:
    """A level of a year to come is one of the definition in force, and so is what it starts from.

    The plan's base under an earlier definition gives way to the first value under the present one,
    where there is one. A year that is observed was asked of the plan as the plan counted.
    """
    seen = observed(rows).astype({"year": float})
    newest = seen.groupby("indicator_id")["year"].max()
    changed = breaks(indicators).astype({"year": float})
    passed = changed[changed["year"] <= changed["indicator_id"].map(newest)]
    redefined = passed.groupby("indicator_id")["year"].max()
    fresh = seen[seen["year"] >= seen["indicator_id"].map(redefined)]
    first = fresh.groupby("indicator_id")["year"].min().astype("Int64")
    ids = targets["indicator_id"]
    ahead = targets["deadline"].astype(float) > ids.map(newest)
    based = targets["baseline_year"].fillna(baseline_year).astype(float)
    other = ahead & (based < ids.map(redefined))
    return targets.assign(
        baseline_year=targets["baseline_year"].mask(other, ids.map(first)).astype("Int64"),
        baseline_value=targets["baseline_value"].mask(other),
    )


def projected_to(now: Situation, indicator_ids: Iterable[str], year: int) -> pd.DataFrame:
    """The situation's own projections, or longer ones of some indicators; see `project`."""
    if year <= last_year(now.plan):
        return now.projections
    return project(
        now.known[now.known["indicator_id"].isin(list(indicator_ids))],
        now.plan.indicators,
        until=year,
        learned=learned(read_regional(None, now.plan.folders, as_of=now.as_of)),
    )


def region_verdicts(
    records: Records,
    regions: Iterable[codes.Code],
    *,
    indicator_id: str | None = None,
    as_of: dates.Day = None,
) -> pd.DataFrame:
    """The plan's comparable targets judged in several regions, each from its own baseline.

    In another region than the plan's own that is what does not depend on size: multiples of that
    region's own baseline, and ratios.

    Parameters
    ----------
    records : Records
        From `read_records`.
    regions : iterable of str
        GB/T 2260 codes.
    indicator_id : str, optional
        Only this indicator's targets.
    as_of : day, optional
        See `dates.day`; everything published when left out.

    Returns
    -------
    DataFrame
        As from `assess`, with region; only readings that every region can be judged by.
    """
    asked = list(dict.fromkeys(codes.regions(regions, set(records.regions["region"]))))
    found = [
        situation_of(records, region=code, as_of=as_of).verdicts.assign(region=code)
        for code in asked
    ]
    rows = pd.concat(found, ignore_index=True)
    if indicator_id is not None:
        rows = rows[rows["indicator_id"] == indicator_id]
    shared = rows.groupby("target_id")["region"].transform("nunique") == len(asked)
    return rows[shared].reset_index(drop=True)


def main_indicators(now: Situation) -> list[str]:
    """Indicators with a numeric target and an observation, the longest history first."""
    told = now.verdicts[now.verdicts["target_value"].notna() & now.verdicts["latest_value"].notna()]
    longest = told.sort_values("n_observed", ascending=False, kind="stable")
    return list(dict.fromkeys(longest["indicator_id"]))


def widest_indicator(known: pd.DataFrame, among: Sequence[str]) -> str | None:
    """The one of `among` that most regions publish, the first of several; None where none is.

    Parameters
    ----------
    known : DataFrame
        From `load_observations` with region="all".
    """
    mine = known[known["indicator_id"].isin(among)]
    counts = mine.groupby("indicator_id")["region"].nunique().reindex(list(among)).dropna()
    return None if counts.empty else str(counts.idxmax())
