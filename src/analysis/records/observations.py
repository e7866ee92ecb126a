"""Every figure and event published, checked row by row and against the other tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from . import reads
from .errors import PlanDataError
from .journal import steadily
from .places import find_root
from .plans import Plan, plan_observations
from .regions import read_regions
from .schema import EVENTS, OBSERVATIONS, Table
from .sources import all_sources
from .tables import Problem, coerce, describe, problems_in, read_table


def read_observations(
    plan: Plan, *, root: Path | None = None, today: dt.date | None = None
) -> pd.DataFrame:
    """Every recorded observation of every vintage, with its source's grade.

    The plan's own baselines and history are observations too: they were published with it.

    Returns
    -------
    DataFrame
        Columns of `schema.OBSERVATIONS` and `grade`.

    Raises
    ------
    PlanDataError
        Naming file, row, column, value and rule of every row that breaks its contract, has an
        unknown indicator, region or source, the wrong unit, or a date still to come.
    """
    reads.used()
    return all_observations(plan, root=root, today=today)


def all_observations(
    plan: Plan, *, root: Path | None = None, today: dt.date | None = None
) -> pd.DataFrame:
    """`read_observations` for one who will say which region's rows are used."""
    root = find_root(root)
    return steadily(root, lambda: _read_observations(plan, root, today or dt.date.today()))


def _read_observations(plan: Plan, root: Path, today: dt.date) -> pd.DataFrame:
    # Sources after the rows that cite them: a writer puts them in place the other way round.
    regions = read_regions(root)
    folder = root / "data" / "observations"
    paths = sorted(folder.glob("*.csv"))
    read = {path: read_table(path, OBSERVATIONS, root=root) for path in paths}
    sources = all_sources(root).set_index("source_id")
    tables, problems = [], _region_problems(plan, regions)
    for path, table in read.items():
        file = path.relative_to(root).as_posix()
        problems += _reference_problems(table, file, plan, regions, sources)
        problems += _future_problems(table, file, today)
        tables.append(table)
    if problems:
        raise PlanDataError(describe(problems))
    recorded = pd.concat(tables, ignore_index=True) if tables else _empty(OBSERVATIONS)
    _refuse_repeated_ids(recorded)
    graded = recorded.assign(grade=recorded["source_id"].map(sources["grade"]))
    return pd.concat([graded, _unrecorded(plan_observations(plan), recorded)], ignore_index=True)


def _region_problems(plan: Plan, regions: pd.DataFrame) -> list[Problem]:
    if plan.region in set(regions["region"]):
        return []
    file, rule = f"data/plans/{plan.name}/plan.toml", "not in data/regions.csv | 未知地区"
    return [Problem(file, rule, column="region", value=plan.region)]


def _reference_problems(
    table: pd.DataFrame, file: str, plan: Plan, regions: pd.DataFrame, sources: pd.DataFrame
) -> list[Problem]:
    units = plan.indicators.set_index("indicator_id")["unit"]
    expected = table["indicator_id"].map(units)
    checks = (
        ("indicator_id", expected.isna(), "not in any indicators.csv; add it there | 未知指标"),
        ("region", ~table["region"].isin(regions["region"]), "not in data/regions.csv | 未知地区"),
        (
            "source_id",
            ~table["source_id"].isin(sources.index),
            "not in data/sources.csv | 未知来源",
        ),
    )
    problems = [
        problem
        for column, bad, rule in checks
        if bad.any()
        for problem in problems_in(table[bad], file, column, rule)
    ]
    wrong = expected.notna() & (table["unit"] != expected) if "unit" in table else None
    if wrong is not None and wrong.any():
        rule = "the indicator is in {}; convert the value | 与指标单位不符"
        problems += [
            Problem(file, rule.format(unit), int(row), "unit", value)
            for row, value, unit in table.assign(expected=expected)
            .loc[wrong, ["unit", "expected"]]
            .itertuples()
        ]
    return problems


def _future_problems(table: pd.DataFrame, file: str, today: dt.date) -> list[Problem]:
    now = pd.Timestamp(today)
    dates = [c for c in ("published", "date") if c in table]
    problems = [
        Problem(
            file, f"is after today, {today}; check the date | 日期在将来", int(row), c, f"{v:%F}"
        )
        for c in dates
        for row, v in table.loc[table[c] > now, c].items()
    ]
    if "year" in table:
        early = table["year"] > table["published"].dt.year
        if early.any():
            rule = "is later than the year of publication; check both | 数据年份晚于发布年份"
            problems += problems_in(table[early], file, "year", rule)
    return problems


def _refuse_repeated_ids(recorded: pd.DataFrame) -> None:
    repeated = recorded.loc[recorded["observation_id"].duplicated(), "observation_id"]
    if len(repeated):
        raise PlanDataError(
            "data/observations: observation_id stands in two files: "
            f"{', '.join(repeated.head(5))}; remove one | 观测编号重复"
        )


def _empty(table: Table) -> pd.DataFrame:
    return coerce(pd.DataFrame(columns=list(table.columns), dtype=str), table)


def _unrecorded(stated: pd.DataFrame, recorded: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stated` that no recorded observation repeats on the same day."""
    key = ["indicator_id", "region", "year", "value", "published"]
    both = stated.merge(recorded[key].drop_duplicates(), on=key, how="left", indicator="seen")
    return both[both["seen"] == "left_only"].drop(columns="seen")


def read_events(
    plan: Plan, *, root: Path | None = None, today: dt.date | None = None
) -> pd.DataFrame:
    """Every report on a breakthrough or a coverage; columns of `schema.EVENTS` and `grade`."""
    root = find_root(root)
    path = root / "data" / "events.csv"
    sources = all_sources(root).set_index("source_id")
    events = read_table(path, EVENTS, root=root)
    problems = _reference_problems(events, "data/events.csv", plan, read_regions(root), sources)
    problems += _future_problems(events, "data/events.csv", today or dt.date.today())
    if problems:
        raise PlanDataError(describe(problems))
    return events.assign(grade=events["source_id"].map(sources["grade"]))
