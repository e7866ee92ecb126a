"""Every figure and event published, checked row by row and against the other tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from . import reads
from .errors import PlanDataError
from .journal import steadily
from .packages import column_of, observation_files, own_folder
from .periods import annual, period_problems, with_periods
from .places import find_root, plan_names
from .plans import Plan, plan_observations
from .regions import read_regions
from .schema import EVENTS, OBSERVATIONS, Table
from .sources import all_sources
from .tables import Problem, coerce, describe, problems_in, problems_of, read_everywhere, read_table


def read_observations(
    plan: Plan, *, root: Path | None = None, today: dt.date | None = None
) -> pd.DataFrame:
    """Every recorded figure of a year, of every vintage, with its source's grade.

    What describes another period than its indicator's year is in `read_published`.

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
    rows = _published(plan, find_root(root), today)
    if rows["start"].isna().all():  # as nearly always: each describes its indicator's year
        return rows.drop(columns=["start", "end"])
    return annual(with_periods(rows, plan.indicators), plan.indicators)


def read_published(
    plan: Plan, *, root: Path | None = None, today: dt.date | None = None
) -> pd.DataFrame:
    """Every recorded figure whatever period it describes: quarters, nine months, other years too.

    Returns
    -------
    DataFrame
        Columns of `schema.OBSERVATIONS` and grade; start and end filled in; annual (whether it is
        of a year of its indicator, and so in `read_observations`).

    Raises
    ------
    PlanDataError
        As `read_observations`.
    """
    reads.used()
    return with_periods(_published(plan, find_root(root), today), plan.indicators)


def _published(plan: Plan, root: Path, today: dt.date | None) -> pd.DataFrame:
    return steadily(root, lambda: _read_observations(plan, root, today or dt.date.today()))


def _read_observations(plan: Plan, root: Path, today: dt.date) -> pd.DataFrame:
    # Sources after the rows that cite them: a writer puts them in place the other way round.
    regions = read_regions(root, plan.folders)
    paths = observation_files(root, plan.folders)
    read = {path: read_table(path, OBSERVATIONS, root=root) for path in paths}
    sources = all_sources(root, plan.folders).set_index("source_id")
    tables, problems = [], _region_problems(plan, regions)
    for path, table in read.items():
        file = path.relative_to(root).as_posix()
        mine = _of_this_plan(table, plan, file, root)
        problems += _reference_problems(mine, file, plan, regions, sources)
        problems += future_problems(mine, file, today)
        problems += _impossible_problems(mine, file, plan, sources)
        problems += period_problems(mine, file)
        tables.append(mine)
    problems += _loose_corrections(read, root)
    if problems:
        raise PlanDataError(describe(problems))
    recorded = pd.concat(tables, ignore_index=True) if tables else _empty(OBSERVATIONS)
    _refuse_repeated_ids(recorded)
    graded = recorded.assign(grade=recorded["source_id"].map(sources["grade"]))
    return pd.concat([graded, _unrecorded(plan_observations(plan), recorded)], ignore_index=True)


def _of_this_plan(table: pd.DataFrame, plan: Plan, file: str, root: Path) -> pd.DataFrame:
    """A shared table without the rows on indicators that only other plans know.

    Whoever adds a figure of his plan's own indicator to a table that others use too disturbs none.
    """
    unknown = ~table["indicator_id"].isin(plan.indicators["indicator_id"])
    if file.startswith(f"{plan.folders[0]}/") or not unknown.any():
        return table
    return table[~(unknown & table["indicator_id"].isin(_named_by_plans(root)))]


def _named_by_plans(root: Path) -> set[str]:
    """What the indicators tables of all plans name, faulty ones among them."""
    folders = [own_folder(name) for name in plan_names(root)]
    return {*column_of(root, folders, "indicators.csv", "indicator_id")}


def _region_problems(plan: Plan, regions: pd.DataFrame) -> list[Problem]:
    if plan.region in set(regions["region"]):
        return []
    file = f"{own_folder(plan.name)}/plan.toml"
    return [Problem(file, UNKNOWN_REGION, column="region", value=plan.region)]


UNKNOWN_REGION = "not in regions.csv of the plan's packages | 未知地区"


def unknown_names(
    table: pd.DataFrame, file: str, plan: Plan, regions: pd.DataFrame, sources: pd.DataFrame
) -> list[Problem]:
    """Every indicator, region and source of a table that no table of the plan's packages has."""
    checks = (
        (
            "indicator_id",
            ~table["indicator_id"].isin(plan.indicators["indicator_id"]),
            "not in any indicators.csv of the plan's packages; add it there | 未知指标",
        ),
        ("region", ~table["region"].isin(regions["region"]), UNKNOWN_REGION),
        (
            "source_id",
            ~table["source_id"].isin(sources.index),
            "not in sources.csv of the plan's packages | 未知来源",
        ),
    )
    return problems_of(table, file, checks)


def _reference_problems(
    table: pd.DataFrame, file: str, plan: Plan, regions: pd.DataFrame, sources: pd.DataFrame
) -> list[Problem]:
    problems = unknown_names(table, file, plan, regions, sources)
    expected = table["indicator_id"].map(plan.indicators.set_index("indicator_id")["unit"])
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


def future_problems(table: pd.DataFrame, file: str, today: dt.date) -> list[Problem]:
    """Rows dated after today, and of a year after that of their publication."""
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


def _impossible_problems(
    table: pd.DataFrame, file: str, plan: Plan, sources: pd.DataFrame
) -> list[Problem]:
    """Values outside what their indicator can be, and years that their source cannot speak of."""
    limits = plan.indicators.set_index("indicator_id")
    low, high = (table["indicator_id"].map(limits[side]) for side in ("lower", "upper"))
    outside = (table["value"] < low) | (table["value"] > high)
    cited = table["source_id"].map(sources["published"])
    young = (table["year"] > cited.dt.year).fillna(False).astype(bool)
    rules = (
        ("value", outside, "is outside what the indicator can be | 超出该指标可能的范围"),
        ("year", young, "is later than the year of its source | 数据年份晚于来源的发布年份"),
    )
    return problems_of(table, file, rules)


def _loose_corrections(read: Mapping[Path, pd.DataFrame], root: Path) -> list[Problem]:
    """Rows that correct a row which stands in none of the tables."""
    known = {found for table in read.values() for found in table["observation_id"]}
    rule = "corrects a row that is not there | 所更正的行不存在"
    return [
        problem
        for path, table in read.items()
        for problem in problems_in(
            table[(table["supersedes"] != "") & ~table["supersedes"].isin(known)],
            path.relative_to(root).as_posix(),
            "supersedes",
            rule,
        )
    ]


def _refuse_repeated_ids(recorded: pd.DataFrame) -> None:
    repeated = recorded.loc[recorded["observation_id"].duplicated(), "observation_id"]
    if len(repeated):
        raise PlanDataError(
            "observations: observation_id stands in two files: "
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
    sources = all_sources(root, plan.folders).set_index("source_id")
    events = read_everywhere(root, plan.folders, EVENTS)
    regions, day, problems = read_regions(root, plan.folders), today or dt.date.today(), []
    for file, rows in events.groupby("file", sort=False):
        problems += _reference_problems(rows, str(file), plan, regions, sources)
        problems += future_problems(rows, str(file), day)
    if problems:
        raise PlanDataError(describe(problems))
    graded = events.assign(grade=events["source_id"].map(sources["grade"]))
    return graded.drop(columns="file").reset_index(drop=True)
