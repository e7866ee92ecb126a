"""What every method needs of a row, and the shape in which every method answers."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from ...records.errors import PlanDataError
from .scale import GRADES

INPUTS = (
    "base_year",
    "base_value",
    "current_year",
    "current_value",
    "target_value",
    "target_year",
    "natural_limit",
)
ANSWERS = ("method", "progress_value", "score", "status", "verdict", "reason")
DIRECTIONS = {"increase": 1.0, "up": 1.0, "decrease": -1.0, "down": -1.0}
YEARS_NEEDED = 1


def numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """The numeric inputs as floats, with what follows from them.

    Parameters
    ----------
    frame : DataFrame
        Any of INPUTS, direction ("increase" or "decrease", "up" or "down"; a row without one
        cannot be judged), comparator
        (">" or "<": equality is not met; otherwise it is), reason (why a row cannot be judged,
        where that is known). A year given as a range ("2015-16") is its first year.

    Returns
    -------
    DataFrame
        INPUTS; d (+1 increase, -1 decrease); sign (-1 where the base is negative); met; span
        (years from base to current), left (years from current to the deadline), total.

    Raises
    ------
    PlanDataError
        A direction outside the list, or a number that is none.
    """
    given = {c: _floats(frame[c], c) if c in frame else np.nan for c in INPUTS}
    table = pd.DataFrame(given, index=frame.index, dtype=float)
    table = table.assign(d=_direction(frame))
    return table.assign(
        sign=np.where(table["base_value"] < 0, -1.0, 1.0),
        met=meets(table["current_value"], table["target_value"], table["d"], frame),
        span=table["current_year"] - table["base_year"],
        left=table["target_year"] - table["current_year"],
        total=table["target_year"] - table["base_year"],
    )


def _floats(column: pd.Series, name: str) -> pd.Series:
    """Numbers; a year given as a range is its first year, as in Open SDG."""
    if column.dtype == float:
        return column
    if name.endswith("_year") and not pd.api.types.is_numeric_dtype(column):
        column = column.map(_first_year)
    try:
        return pd.to_numeric(column).astype("Float64").astype(float)
    except (TypeError, ValueError) as error:
        raise PlanDataError(f"column {name}: {error}; numbers are needed | 需要数值") from None


def _first_year(value: object) -> object:
    return re.sub(r"^(\d{4})\D.*$", r"\1", value) if isinstance(value, str) else value


def _direction(frame: pd.DataFrame) -> pd.Series:
    if "direction" not in frame:
        return pd.Series(np.nan, index=frame.index)
    told = frame["direction"].where(frame["direction"].notna(), "")
    wrong = set(told) - set(DIRECTIONS) - {""}
    if wrong:
        names = ", ".join(sorted(map(str, wrong)))
        raise PlanDataError(f"direction {names}: increase or decrease | 方向只能是升或降")
    return told.map(DIRECTIONS).astype(float)


def meets(
    value: pd.Series, goal: pd.Series, d: pd.Series, frame: pd.DataFrame | None = None
) -> pd.Series:
    """Whether a value meets a goal in the wanted direction; a strict comparator asks for more."""
    strict = pd.Series(False, index=value.index)
    if frame is not None and "comparator" in frame:
        strict = frame["comparator"].isin([">", "<"])
    ahead, wanted = d * value, d * goal
    return (ahead > wanted) | (~strict & (ahead == wanted))


def growth(start: pd.Series, end: pd.Series, years: pd.Series) -> pd.Series:
    """Compound annual growth (end / start)^(1 / years) − 1, NaN where it is undefined."""
    ratio = end / start.where(start != 0)
    usable = (ratio >= 0) & (years > 0)
    return ratio.where(usable) ** (1.0 / years.where(usable)) - 1.0


def share_of_way(t: pd.DataFrame) -> pd.Series:
    """(c − b) / (T − b), NaN where the base stands at or beyond the target."""
    way = t["target_value"] - t["base_value"]
    ahead = t["d"] * way > 0
    return (t["current_value"] - t["base_value"]) / way.where(ahead)


def share_of_time(t: pd.DataFrame) -> pd.Series:
    """(t − t₀) / (t_T − t₀), one from the deadline on."""
    return (t["span"] / t["total"].where(t["total"] > 0)).clip(upper=1.0)


def missing(t: pd.DataFrame, *columns: str) -> list[tuple[pd.Series, str]]:
    """Reasons why a row has no verdict, in the order in which they are told."""
    rules = {
        "current": (t["current_value"].isna(), "no_value"),
        "base": (t["base_value"].isna(), "no_base"),
        "target": (t["target_value"].isna(), "no_target"),
        "direction": (t["d"].isna(), "no_direction"),
        "span": (~(t["span"] >= YEARS_NEEDED), "one_point"),
        "time": (t["target_value"].notna() & ~(t["total"] > 0), "no_time"),
    }
    return [rules[c] for c in columns]


def choose(rules: list[tuple[pd.Series, str]], index: pd.Index, otherwise: str = "") -> pd.Series:
    """The first name whose condition holds."""
    found = np.select([mask for mask, _ in rules], [name for _, name in rules], otherwise)
    return pd.Series(found, index=index, dtype=object)


def answer(
    frame: pd.DataFrame,
    method: str,
    *,
    progress: pd.Series,
    score: pd.Series,
    status: pd.Series,
    reason: pd.Series,
    met: pd.Series | None = None,
    **more: pd.Series,
) -> pd.DataFrame:
    """The answer's columns, the verdict from the table of grades.

    Parameters
    ----------
    status : Series
        A grade of `scale.GRADES`, or "" where the method cannot judge.
    reason : Series
        Kept where there is no status; a `reason` the frame itself brings goes first.
    met : Series of bool, optional
        Rows whose verdict is "achieved" although the method has no word of its own for it.
    """
    verdict = status.map(GRADES[method]).fillna("not_applicable")
    if met is not None:
        verdict = verdict.mask(met & (status != ""), "achieved")
    told = reason.where(status == "", "")
    if "reason" in frame:
        known = frame["reason"].fillna("")
        told = told.mask((status == "") & (known != ""), known)
    given = {
        "method": method,
        "progress_value": progress,
        "score": score,
        "status": status,
        "verdict": verdict,
        "reason": told,
    } | more
    return pd.DataFrame(given, index=frame.index)
