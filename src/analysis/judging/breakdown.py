"""A target broken down (分解): what each remaining year, or each region within, has to deliver."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..records import codes, dates
from ..records.errors import PlanDataError, shown
from ..records.rounding import rounded
from .acceptance import BLUR
from .breakdown_regions import by_region
from .predicates import ON_LEVEL
from .situations import Records, Situation, situation_of

PATHS = ("straight", "constant_growth", "expected")
BY = ("year", "region")
STILL = 1e-9  # of the larger end: a course that moves less goes nowhere
HALVINGS = 80  # of a ratio: exact to the last digit of a double
COLUMNS = ["target_id", "path", "year", "value", "step", "growth"]


def breakdown(
    records: Records,
    target_id: str,
    *,
    by: str = "year",
    region: codes.Code = None,
    as_of: dates.Day = None,
) -> pd.DataFrame:
    """Break a target down.

    Parameters
    ----------
    records : Records
        From `read_records`.
    target_id : str
        A target that asks for a level to be reached, or for a sum over years.
    by : {"year", "region"}
        See `by_year` and `by_region`.
    region, as_of : optional
        See `situations.situation`.

    Raises
    ------
    PlanDataError
        No such target, one that cannot be broken down (it is settled, names no number, or nothing
        is observed), or no region within that reports its indicator.
    """
    now = situation_of(records, region=region, as_of=as_of)
    if by not in BY:
        raise PlanDataError(
            f"by {shown(by)}: write year or region | 只能按年（year）或地区（region）分解"
        )
    target = _target(now, target_id)
    return by_year(now, target) if by == "year" else by_region(records, now, target)


def can_be_broken_down(verdicts: pd.DataFrame) -> pd.Series:
    """Whether a target asks for more than is there: a level or a sum, open and not met so far."""
    number = verdicts["target_value"].notna() & verdicts["latest_value"].notna()
    asked = verdicts["measure"].isin([*ON_LEVEL, "sum"])
    ahead = (verdicts["latest_year"] < verdicts["deadline"]).fillna(False).astype(bool)
    still_open = ~verdicts["settled"] & ~verdicts["met"] & (verdicts["reason"] == "")
    return number & asked & ahead & still_open


def _target(now: Situation, target_id: str) -> pd.Series:
    mine = now.verdicts[now.verdicts["target_id"] == target_id]
    if mine.empty:
        raise PlanDataError(
            f"{shown(target_id)}: not a target of {now.plan.name} in force; see plan.targets "
            "| 没有这个目标，见 plan.targets"
        )
    if not can_be_broken_down(mine).iloc[0]:
        raise PlanDataError(
            f"{target_id}: only an open target with a number and an observed value can be broken "
            "down | 只有还没有结果、有数值、且有公布数的目标可以分解"
        )
    return mine.iloc[0]


# --- by year --------------------------------------------------------------------------------


def by_year(now: Situation, target: pd.Series) -> pd.DataFrame:
    """What each remaining year has to deliver, on three paths from the latest value to the target.

    Parameters
    ----------
    now : Situation
    target : Series
        A row of `now.verdicts`, see `can_be_broken_down`.

    Returns
    -------
    DataFrame
        A row a path and year from the year after the latest value to the deadline: target_id,
        path (one of `PATHS`), year, value (the level to be reached; of a sum what has come
        together by then), step (more than the year before; of a sum the year's own), growth (of
        value; of a sum of the year's own; a fraction). The last value is the target, and
        the steps add up to what is missing.

    Notes
    -----
    straight: equal steps. constant_growth: equal growth, where both ends are positive; of a sum
    each year's own grows alike from the latest. expected: the course of the projection's medians,
    stretched so that it ends on the target (of a sum each year's own in proportion to its median);
    left out where nothing is projected, or the medians go nowhere.
    """
    whole = target["measure"] == "sum"
    start, goal = float(target["latest_value"]), float(target["target_value"])
    first, last = int(target["latest_year"]) + 1, int(target["deadline"])
    middle = _medians(now, str(target["indicator_id"]), first, last)
    if whole:
        first = max(first, int(target["year_from"]))
        delivered = _delivered(now, target)
        parts = _parts(start, goal - delivered, last - first + 1, middle)
        values = {path: delivered + np.cumsum(steps) for path, steps in parts.items()}
        begin = delivered
    else:
        values, begin = _levels(start, goal, last - first + 1, middle), start
    tables = [
        _steps(path, begin, v, first, of=start if whole else None) for path, v in values.items()
    ]
    return pd.concat(tables, ignore_index=True).assign(target_id=target["target_id"])[COLUMNS]


def _medians(now: Situation, indicator_id: str, first: int, last: int) -> np.ndarray | None:
    """What is expected of each year; None where nothing is of one."""
    ahead = now.projections[
        (now.projections["kind"] == "projected") & (now.projections["indicator_id"] == indicator_id)
    ]
    found = ahead.set_index("year")["value"].reindex(range(first, last + 1)).astype(float)
    return None if found.isna().any() else found.to_numpy()


def _delivered(now: Situation, target: pd.Series) -> float:
    """What the years of a sum have come to so far."""
    known = now.known[now.known["indicator_id"] == target["indicator_id"]]
    inside = known["year"].between(int(target["year_from"]), int(target["latest_year"]))
    return float(known.loc[inside, "value"].sum())


def _levels(
    start: float, goal: float, years: int, middle: np.ndarray | None
) -> dict[str, np.ndarray]:
    share = np.arange(1, years + 1) / years
    made = {"straight": start + (goal - start) * share}
    if start > 0 and goal > 0:
        made["constant_growth"] = start * (goal / start) ** share
    course = None if middle is None else _along(middle, start, goal)
    if course is not None:
        made["expected"] = course
    for path in made.values():
        path[-1] = goal
    return made


def _along(middle: np.ndarray, start: float, goal: float) -> np.ndarray | None:
    """The course of the medians, stretched to end on the goal; None where they go nowhere."""
    travelled = middle[-1] - start
    if abs(travelled) < STILL * max(abs(start), abs(goal)):
        return None
    return start + (middle - start) * (goal - start) / travelled


def _parts(
    latest: float, missing: float, years: int, middle: np.ndarray | None
) -> dict[str, np.ndarray]:
    """What each year of a sum brings, so that together they bring what is missing."""
    made = {"straight": np.full(years, missing / years)}
    if latest > 0 and missing > 0:
        made["constant_growth"] = latest * _ratio(missing / latest, years) ** np.arange(
            1, years + 1
        )
    if middle is not None and (middle[-years:] > 0).all():
        made["expected"] = missing * middle[-years:] / middle[-years:].sum()
    return made


def _ratio(wanted: float, years: int) -> float:
    """r with r + r² + … + r^years = wanted, by halving."""
    low, high = 0.0, max(1.0, wanted)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (middle ** np.arange(1, years + 1)).sum() < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _steps(
    path: str, begin: float, values: np.ndarray, first: int, *, of: float | None
) -> pd.DataFrame:
    """A path's rows; `of` is the latest year's own value where the path is of a sum."""
    steps = np.diff(values, prepend=begin)
    told = values if of is None else steps
    before = np.concatenate([[begin if of is None else of], told[:-1]])
    growth = np.where((before > 0) & (told > 0), told / np.where(before > 0, before, 1.0), np.nan)
    return pd.DataFrame(
        {
            "path": path,
            "year": np.arange(first, first + len(values)),
            "value": values,
            "step": steps,
            "growth": growth - 1.0,
        }
    )


# --- whole units ---------------------------------------------------------------------------


def apportioned(values: pd.Series, places: int = 0) -> pd.Series:
    """Parts in whole units that add up to their total in whole units: the largest remainders first.

    Parameters
    ----------
    values : Series
        The parts.
    places : int
        Decimals of a unit.

    Returns
    -------
    Series
        Each part, its decimals cut or raised by one; of equal remainders the first is raised.

    Examples
    --------
    >>> apportioned(pd.Series([3.4, 3.4, 3.2])).tolist()
    [4.0, 3.0, 3.0]
    """
    scaled = values.astype(float) * 10.0**places
    down = np.floor(scaled + BLUR * np.maximum(1.0, np.abs(scaled)))
    short = int(rounded(float(scaled.sum()))) - int(down.sum())
    order = np.argsort(-(scaled - down).to_numpy(), kind="stable")
    raised = down.copy()
    raised.iloc[order[:short]] += 1.0
    return raised / 10.0**places
