"""What a plan's monitoring still lacks: bases first, then what is due, then the years between."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..records.plans import Plan, in_force
from ..records.schema import OF_YEARS
from ..records.vintages import as_of_view

# Why a figure is asked for, the most pressing first.
BASE, DUE, BETWEEN = "base", "due", "between"
REASONS = (BASE, DUE, BETWEEN)
WHERE = ["indicator_id", "region"]
CELL = [*WHERE, "year"]
FROM_ZERO = ("increment", *OF_YEARS)  # what is counted from no year's value
OTHERS = re.compile(r"[、，,;；/]")
UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


def missing_rows(
    plan: Plan, observations: pd.DataFrame, regions: Sequence[str], *, today: dt.date
) -> pd.DataFrame:
    """What a template asks for: each indicator of the plan, region and year without a value.

    Asked for are the year that each indicator is counted from, and every year after it that has
    ended, to the last deadline. What a target is measured against, in another region or by
    another indicator, is asked for with it.

    Parameters
    ----------
    observations : DataFrame
        See `observations.read_observations`.
    regions : sequence of str

    Returns
    -------
    DataFrame
        indicator_id, region, year, reason (`REASONS`: the year a target is counted from, a year
        in which one falls due, another), responsible (who is to see to it, "" where the plan does
        not say), last_year, last_value (NA without any). By reason, then by who is responsible,
        then in the plan's order. Events are left out.
    """
    asked = _asked(plan, regions, today)
    known = as_of_view(observations)[[*CELL, "value"]].astype({"year": "int64"})
    rows = _years(asked, plan, today).merge(known, on=CELL, how="left")
    rows = rows[rows["value"].isna()].drop(columns="value")
    newest = known.sort_values("year").drop_duplicates(WHERE, keep="last")
    newest = newest.rename(columns={"year": "last_year", "value": "last_value"})
    rows = rows.merge(newest, on=WHERE, how="left")
    order = {name: at for at, name in enumerate(plan.indicators["indicator_id"])}
    place = {region: at for at, region in enumerate(dict.fromkeys(rows["region"]))}
    return rows.sort_values(
        ["reason", "responsible", "indicator_id", "region", "year"],
        key=lambda s: s.map(
            {"reason": REASONS.index, "indicator_id": order.get, "region": place.get}.get(
                s.name, lambda value: value
            )
        ),
    ).reset_index(drop=True)


def _asked(plan: Plan, regions: Sequence[str], today: dt.date) -> pd.DataFrame:
    """Each series that is asked for: counted from which year, stated there or not, due when.

    An indicator of the plan without a target counts from the plan's base year, is never due, and
    waits with the years between.
    """
    goals = plan.targets
    goals = goals[in_force(goals, today.isoformat())].assign(
        stated=lambda g: g["baseline_value"].notna() | g["reading"].isin(FROM_ZERO),
        region=plan.region,
    )
    own = goals[["indicator_id", "region", "baseline_year", "stated", "deadline", "responsible"]]
    beside = goals[goals["against"] != ""]
    is_series = beside["against"].isin(plan.indicators["indicator_id"])
    beside = beside.assign(
        indicator_id=beside["indicator_id"].where(~is_series, beside["against"]),
        region=beside["region"].where(is_series, beside["against"]),
        stated=False,
    )
    rest = plan.named[~plan.named.isin(own["indicator_id"])]
    named = pd.DataFrame({"indicator_id": rest, "region": plan.region})
    every = pd.concat([own, beside[own.columns], named], ignore_index=True)
    counted = plan.indicators.loc[plan.indicators["kind"] != "event", "indicator_id"]
    every = every[every["indicator_id"].isin(counted)]
    base = every["baseline_year"].astype("Float64").fillna(int(plan.meta["baseline_year"]))
    every = every.assign(
        baseline_year=base.astype(int),
        stated=every["stated"].eq(True),
        responsible=every["responsible"].fillna(""),
    )
    at_home = every["region"] == plan.region
    elsewhere = [
        every[at_home].assign(region=region, stated=False)
        for region in regions
        if region != plan.region
    ]
    kept = every if plan.region in regions else every[~at_home]
    return pd.concat([kept, *elsewhere], ignore_index=True)


def _years(asked: pd.DataFrame, plan: Plan, today: dt.date) -> pd.DataFrame:
    """The years of each series, each once for its most pressing reason."""
    ended = today.year - 1
    end = asked["deadline"].astype("Float64").fillna(int(plan.meta["end"])).clip(upper=ended)
    base = asked[(asked["baseline_year"] <= ended) & ~asked["stated"]]
    pressing = base["deadline"].notna()
    due = asked[asked["deadline"].astype("Float64").le(ended).fillna(False)]
    after = asked.assign(
        year=[
            range(first + 1, int(last) + 1)
            for first, last in zip(asked["baseline_year"], end, strict=True)
        ]
    ).explode("year")
    rows = pd.concat(
        [
            base.assign(year=base["baseline_year"], reason=np.where(pressing, BASE, BETWEEN)),
            due.assign(year=due["deadline"], reason=DUE),
            after.dropna(subset="year").assign(reason=BETWEEN),
        ]
    ).astype({"year": "int64"})
    body = rows.groupby(CELL)["responsible"].transform(_bodies)
    return rows.assign(responsible=body).drop_duplicates(CELL)[[*CELL, "reason", "responsible"]]


def _bodies(said: pd.Series) -> str:
    return "、".join(dict.fromkeys(text for text in said if text))


def by_body(rows: pd.DataFrame, path: Path) -> dict[Path, pd.DataFrame]:
    """The rows of `missing_rows` that one workbook each asks for, by who answers first for them.

    Returns
    -------
    dict
        Rows by path: FILE-BODY.xlsx, and FILE.xlsx itself for what nobody is named for.
    """
    lead = rows["responsible"].map(lambda text: UNFIT.sub("", OTHERS.split(text)[0]))
    return {
        path.with_stem(f"{path.stem}-{body}") if body else path: part.reset_index(drop=True)
        for body, part in rows.groupby(lead, sort=False)
    }
