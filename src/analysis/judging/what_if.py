"""What is said of another target, and where another growth leads: judged as any target is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..projection.levels import at_levels
from ..records.rounding import rounded
from ..records.units import unit_of
from .acceptance import more
from .promises import ONE_SIDED
from .questions import own_targets, projected_to
from .situations import Situation

STEPS = 60  # numbers tried of each kind, or a few more
REACH = (0.02, 0.98)  # quantiles of the projection that the numbers tried span
NICE = (1.0, 2.0, 5.0)  # digits of a step
# The year is over, the outcome known, nothing can be projected, there is no number, it is no one
# level by one year, the deadline's figure is out: the first that holds is told.
HINDRANCES = ("over", "settled", "no_chance", "no_number", "no_level", "no_years")


@dataclass(frozen=True)
class WhatIf:
    """Other targets and other growth for one target of a plan.

    Attributes
    ----------
    target : Series
        Its row of `Situation.verdicts`.
    course : DataFrame
        Observed and projected years to the deadline, from `project`.
    targets : DataFrame
        value (in whole units as the unit is written, the plan's own among them) and what is said
        of each as of any target, as from `attainment.assess`. By value.
    paces : DataFrame
        growth (a year from the latest value to the deadline: a fraction; of a share its points, of
        what starts at nothing or below its units),
        value (in the deadline's year), probability (that the outcome is as good), first and last
        (rows of `targets` that it meets are those from first up to last, exclusive). By growth.
    share : bool
        Whether growth is in points or units.
    """

    target: pd.Series
    course: pd.DataFrame
    targets: pd.DataFrame
    paces: pd.DataFrame
    share: bool


def can_be_varied(verdicts: pd.DataFrame) -> pd.Series:
    """Open targets of a level by a year, whose chance is given and whose deadline lies ahead."""
    return hindrances(verdicts) == ""


def hindrances(verdicts: pd.DataFrame) -> pd.Series:
    """Why no other number can be tried of each target: one of `HINDRANCES`, empty where one can."""
    level = verdicts["measure"].eq("level") & verdicts["hold"].eq("by")
    one_number = verdicts["value_high"].isna() & verdicts["relation"].isin(ONE_SIDED)
    told = verdicts["probability"].notna() & verdicts["latest_value"].notna()
    ahead = (verdicts["latest_year"] < verdicts["deadline"]).fillna(False).astype(bool)
    found = (
        verdicts["over"].astype(bool),
        verdicts["settled"].astype(bool),
        ~told,
        verdicts["target_value"].isna(),
        ~(level & one_number),
        ~ahead,
    )
    code = np.select([f.to_numpy() for f in found], list(HINDRANCES), "")
    return pd.Series(code, verdicts.index, dtype=object)


def what_if(now: Situation, target: pd.Series) -> WhatIf:
    """Judge numbers around a target as the target itself is judged, and the growth to each.

    Parameters
    ----------
    now : Situation
    target : Series
        A row of `now.verdicts`, see `can_be_varied`.
    """
    indicator, due = str(target["indicator_id"]), int(target["deadline"])
    table = now.plan.indicators.set_index("indicator_id").loc[indicator]
    rows = projected_to(now, [indicator], due)
    rows = rows[(rows["indicator_id"] == indicator) & (rows["year"] <= due)]
    ahead = rows[(rows["kind"] == "projected") & (rows["year"] == due)]
    low, high = at_levels(np.stack(ahead["quantiles"].to_list()), np.array([REACH]))[0]
    start, goal = float(target["latest_value"]), float(target["target_value"])
    span = min(low, goal, start), max(high, goal, start)
    tried = _values(*span, goal, unit_of(table["unit"]).decimals)
    years = due - int(target["latest_year"])
    share = bool(table["kind"] == "ratio") or start <= 0
    growth = _paces(*span, start, years, share=share)
    ends = start + growth * years if share else start * (1 + growth) ** years
    said = _judged(now, target, np.r_[tried, ends])
    met = meets(ends[:, None], tried[None, :], target)
    return WhatIf(
        target,
        rows,
        said.iloc[: len(tried)].assign(value=tried).reset_index(drop=True),
        pd.DataFrame(
            {
                "growth": growth,
                "value": ends,
                "probability": said["probability"].to_numpy()[len(tried) :],
                "first": np.where(met.any(axis=1), met.argmax(axis=1), 0),
                "last": np.where(met.any(axis=1), met.argmax(axis=1) + met.sum(axis=1), 0),
            }
        ),
        share,
    )


def _judged(now: Situation, target: pd.Series, values: np.ndarray) -> pd.DataFrame:
    asked = pd.DataFrame({"indicator_id": target["indicator_id"], "stated_value": values})
    for column in ("comparator", "relation", "tolerance"):
        asked[column] = target[column]
    due = int(target["deadline"])
    return own_targets(now, asked, deadline=due, first_years=False)


def meets(ends: np.ndarray, goals: np.ndarray, target: pd.Series) -> np.ndarray:
    """Which levels keep which goals, each asked for as a target is, with its tolerance.

    Parameters
    ----------
    ends, goals : ndarray
        Broadcast against each other.
    target : Series
        relation (one-sided) and tolerance.
    """
    relation = str(target["relation"])
    slack = 0.0 if pd.isna(target["tolerance"]) else float(target["tolerance"])
    if relation == "more_than":
        return more(ends, goals)
    if relation == "less_than":
        return more(goals, ends)
    return ~more(ends, goals + slack) if relation == "at_most" else ~more(goals - slack, ends)


def _values(low: float, high: float, goal: float, decimals: int) -> np.ndarray:
    """Numbers from low to high in nice steps, and the goal itself."""
    step = _step(high - low, least=10.0**-decimals)
    first = np.ceil(low / step) * step
    made = np.arange(first, high + step / 2, step)
    return np.unique([float(rounded(v, decimals)) for v in made] + [goal])


def _paces(low: float, high: float, start: float, years: int, *, share: bool) -> np.ndarray:
    """Growth a year that leads from the latest value to low … high, in nice steps round nothing."""
    if share:
        ends = (low - start) / years, (high - start) / years
    else:
        ends = tuple((max(end, 0.0) / start) ** (1 / years) - 1 for end in (low, high))
    step = _step(ends[1] - ends[0], least=0.001)
    first, last = np.floor(ends[0] / step), np.ceil(ends[1] / step)
    return np.arange(first, last + 1) * step


def _step(span: float, *, least: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that parts a span into no more than `STEPS`."""
    wanted = max(span / STEPS, least)
    ten = 10.0 ** np.floor(np.log10(wanted) + 1e-12)
    return float(min(n * ten for n in (*NICE, 10.0) if n * ten >= wanted * (1 - 1e-9)))
