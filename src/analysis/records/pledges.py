"""Targets that were set elsewhere than in a plan's own text: for a year, by a city."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from . import reads
from .errors import PlanDataError
from .observations import future_problems, unknown_names
from .places import find_root
from .plans import MEASURE_UNITS, Plan
from .regions import read_regions
from .schema import OF_YEARS, PLEDGES
from .sources import all_sources
from .tables import Problem, describe, problems_of, read_everywhere


def read_pledges(
    plan: Plan, *, root: Path | None = None, today: dt.date | None = None
) -> pd.DataFrame:
    """Every annual target, and every target of another region or document, that was recorded.

    They stand in pledges.csv of the plan's packages and are no targets of the plan: no tally of
    its promises counts them. `as_targets` puts them as `Plan.targets` are, to be judged.

    Returns
    -------
    DataFrame
        Columns of `schema.PLEDGES` and grade.

    Raises
    ------
    PlanDataError
        Naming file, row, column, value and rule of every row that breaks its contract, has an
        unknown indicator, region or source, a unit that its measure is not in, or a day to come.
    """
    reads.used()
    root = find_root(root)
    sources = all_sources(root, plan.folders).set_index("source_id")
    pledges = read_everywhere(root, plan.folders, PLEDGES)
    regions, day, problems = read_regions(root, plan.folders), today or dt.date.today(), []
    for file, rows in pledges.groupby("file", sort=False):
        problems += unknown_names(rows, str(file), plan, regions, sources)
        problems += future_problems(rows, str(file), day)
        problems += _own_problems(rows, str(file), plan)
    if problems:
        raise PlanDataError(describe(problems))
    graded = pledges.assign(grade=pledges["source_id"].map(sources["grade"]))
    return graded.drop(columns="file").reset_index(drop=True)


def _own_problems(rows: pd.DataFrame, file: str, plan: Plan) -> list[Problem]:
    expected = rows["indicator_id"].map(plan.indicators.set_index("indicator_id")["unit"])
    other = rows["measure"].map(MEASURE_UNITS).map(lambda u: u if isinstance(u, tuple) else ())
    fits = [u == e or u in o for u, e, o in zip(rows["unit"], expected, other, strict=True)]
    dated = rows["kind"] != "standing"
    gap, high = rows["measure"] == "gap", rows["value_high"]
    checks = (
        (
            "unit",
            expected.notna() & ~pd.Series(fits, index=rows.index, dtype=bool),
            "is not the indicator's unit | 单位与指标不符",
        ),
        (
            "deadline",
            dated & rows["deadline"].isna(),
            "a target needs a deadline; without one its kind is standing | 缺期限",
        ),
        (
            "value_high",
            (rows["comparator"] == "range") & ~(high >= rows["value"]),
            "a range needs its upper end | 范围缺上端",
        ),
        (
            "against",
            gap & (rows["against"] == ""),
            "a gap needs the region or indicator it is measured to | 差距须写明与谁比",
        ),
    )
    return problems_of(rows, file, checks)


def as_targets(pledges: pd.DataFrame) -> pd.DataFrame:
    """Pledges with a deadline in the shape of `Plan.targets`, for `attainment.assess`.

    Parameters
    ----------
    pledges : DataFrame
        From `read_pledges`, of one region; on a day those `published` by then.

    Returns
    -------
    DataFrame
        The columns of `plans.targets`, on a fresh index; target_id is the pledge_id, a base year
        and base value are the pledge's own.
    """
    due = pledges[pledges["deadline"].notna()].reset_index(drop=True)
    measure = due["measure"].where(due["measure"] != "", "level")
    several = measure.isin(OF_YEARS) | due["hold"].isin(("ever", "every"))
    first = due["year_from"].fillna(due["deadline"])
    return pd.DataFrame(
        {
            "indicator_id": due["indicator_id"],
            "reading": measure,
            "stated_value": due["value"],
            "value_high": due["value_high"],
            "deadline": due["deadline"],
            "unit": due["unit"],
            "relation": due["relation"],
            "year_from": first.where(several),
            "hold": due["hold"].where(due["hold"] != "", "by"),
            "against": due["against"],
            "valid_from": pd.Series(pd.NaT, due.index, dtype="datetime64[s]"),
            "valid_until": pd.Series(pd.NaT, due.index, dtype="datetime64[s]"),
            "target_id": due["pledge_id"],
            "comparator": due["comparator"],
            "comparators": [(c,) for c in due["comparator"]],
            "tolerance": due["tolerance"],
            "force": "",
            "part_of": due["part_of"],
            "responsible": "",
            "figure_ids": [(i,) for i in due["pledge_id"]],
            "quotes": [(q,) for q in due["quote"]],
            "notes": [(n,) if n else () for n in due["note"]],
            "baseline_value": due["base_value"],
            "baseline_year": due["base_year"],
        }
    )
