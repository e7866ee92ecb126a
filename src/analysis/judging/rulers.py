"""One plan under every ruler: the matrix, where the rulers part, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..projection.regional import read_families
from ..records import codes, dates
from ..records.once import once
from ..records.vintages import as_of_view
from .attainment import EVENT_KINDS, READING
from .methods import judge_all, method_inputs, typical_changes
from .situations import Records, Situation, situation_of
from .trials import OURS, panel_rows

FORWARD = ("achieved", "on_track")
BACKWARD = ("slower", "off_track")
SCALE = (*FORWARD, *BACKWARD)  # best first
HIDDEN = ("eustat",)  # the same ratio as Statistics Canada's, listed once


@dataclass(frozen=True)
class Rulers:
    """A plan's targets under every method.

    Attributes
    ----------
    now : Situation
    inputs : DataFrame
        See `methods.method_inputs`, on the rows of `matrix`.
    matrix : DataFrame
        See `methods.judge_all`.
    """

    now: Situation
    inputs: pd.DataFrame
    matrix: pd.DataFrame

    @property
    def shown(self) -> list[int]:
        """Rows that at least one of the methods shown can judge."""
        judged = self.matrix[
            (self.matrix["verdict"] != "not_applicable")
            & ~self.matrix["method"].isin([OURS, *HIDDEN])
        ]
        rows = set(judged["row"])
        return [r for r in self.inputs.index if r in rows]


@once
def measure(records: Records, *, region: codes.Code = None, as_of: dates.Day = None) -> Rulers:
    """Judge a plan's targets by every method, as known on a day.

    Parameters
    ----------
    records : Records
        From `read_records`.
    region, as_of
        See `situation`.
    """
    now, inputs, typical = _asked(records, region, as_of)
    return Rulers(now, inputs, judge_all(inputs, typical=typical))


def _asked(
    records: Records, region: codes.Code, as_of: dates.Day
) -> tuple[Situation, pd.DataFrame, pd.DataFrame]:
    """What the methods are asked on a day, and how fast others had moved by then."""
    now = situation_of(records, region=region, as_of=as_of)
    families = read_families(records.root, records.plan.folders)
    view = as_of_view(records.observations, now.as_of)
    panel = panel_rows(view, families, records.plan.panel)
    return now, method_inputs(now), typical_changes(panel)


@once
def year_by_year(
    records: Records, *, region: codes.Code = None, as_of: dates.Day = None
) -> pd.DataFrame:
    """The matrix as it would have stood at the end of each year since the base year.

    Returns
    -------
    DataFrame
        day, target_id, reading, indicator_id, and the columns of `judge_all`; the last day is
        `as_of` itself, or that of the newest figure.
    """
    final = measure(records, region=region, as_of=as_of)
    last = final.now.last_day
    begin = int(records.plan.meta["baseline_year"]) + 1
    ends = [f"{y}-12-31" for y in range(begin, int(last[:4]) + 1)]
    earlier = {d: _asked(records, region, d)[1:] for d in ends if d < last}
    now = final.matrix.join(final.inputs[READING], on="row").assign(day=last)
    return pd.concat([_on_days(earlier), now], ignore_index=True) if earlier else now


def _on_days(asked: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]]) -> pd.DataFrame:
    """The matrices of several days, made as one: an indicator of a day goes by a name of its own.

    Parameters
    ----------
    asked : mapping
        Inputs and typical changes of each day, in order.
    """
    inputs = pd.concat(
        [rows.assign(day=day, row=rows.index) for day, (rows, _) in asked.items()],
        ignore_index=True,
    )
    typical = [changes.assign(day=day) for day, (_, changes) in asked.items()]
    matrix = judge_all(_named_by_day(inputs), typical=_named_by_day(pd.concat(typical)))
    return (
        matrix.drop(columns="row")
        .join(inputs[[*READING, "day", "row"]], on=matrix["row"])
        .sort_values("day", kind="stable")[["row", *matrix.columns.drop("row"), *READING, "day"]]
    )


def _named_by_day(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(indicator_id=rows["indicator_id"] + " " + rows["day"])


def said(found: Rulers, row: int) -> pd.DataFrame:
    """What the methods shown say of one target: its rows of the matrix, by method."""
    table = found.matrix[found.matrix["row"] == row].set_index("method")
    return table.drop(index=list(HIDDEN), errors="ignore")


def parting(found: Rulers, *, without: Collection[str] = ()) -> list[int]:
    """The rows shown on which the rulers part: some look forward and some back.

    Parameters
    ----------
    without : collection of str
        Methods left aside.
    """
    verdicts = {r: said(found, r)["verdict"].drop(list(without)) for r in found.shown}
    return [r for r, v in verdicts.items() if v.isin(FORWARD).any() and v.isin(BACKWARD).any()]


def behind(found: Rulers, row: int) -> pd.Series:
    """The numbers behind the verdicts on one target; NaN where a ruler has none.

    Returns
    -------
    Series
        ratio (growth so far over that asked for from the start), asked (that growth, a year),
        pace (growth so far in the wanted direction, of a promise that asks for no more),
        continued (the value of the target year at the growth so far), way and time (shares gone),
        rate (latest value over target), based (baseline over target), chance.
    """
    target = found.inputs.loc[row]
    table = said(found, row)
    progress = table["progress_value"]
    way = progress["time_proportional"]
    to_go = target["target_value"] - target["base_value"]
    numbered = pd.notna(target["target_value"])
    whole = target["target_value"] or np.nan  # nothing is a share of a target of 0
    return pd.Series(
        {
            "ratio": progress["open_sdg"] if numbered else np.nan,
            "pace": np.nan if numbered else progress["open_sdg"],
            "asked": progress["who_required_growth"],
            "continued": target["base_value"] + progress["un_progress_chart"] * to_go,
            "way": way,
            "time": way / table.loc["time_proportional", "score"] if way else np.nan,
            "rate": progress["completion_rate"] if pd.notna(whole) else np.nan,
            "based": target["base_value"] / whole,
            "chance": progress[OURS],
        }
    )


def why_not(found: Rulers) -> pd.Series:
    """Why the targets that are not shown cannot be judged.

    Returns
    -------
    Series
        How many, by reason: event, definition_break, other_promise (see `method_inputs`), no_goal
        (a multiple of a baseline that is not known), no_value, no_start (a
        value and nothing comparable to start from).
    """
    left = found.inputs.drop(index=found.shown)
    why = np.select(
        [
            left["reading"].isin(EVENT_KINDS),
            left["reason"] == "definition_break",
            left["put"].isin(["every_year", "other"]),
            left["put"] == "",
            left["current_value"].isna(),
        ],
        ["event", "definition_break", "other_promise", "no_goal", "no_value"],
        "no_start",
    )
    return pd.Series(why, dtype=object).value_counts()
