"""A plan as data: what it says of itself, its indicators and figures, what it promises."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from .errors import PlanDataError
from .packages import OLD, folders_of
from .places import find_root, plan_folder
from .plan_settings import read_meta
from .readable import text_of
from .regions import panel_of, read_regions
from .schema import FIGURES, INDICATORS, OF_YEARS, PROMISED
from .tables import Problem, describe, problems_in, problems_of, read_everywhere, read_table
from .units import MULTIPLE, SHARE, read_units

PLAN_SOURCE = "plan:{name}"


@dataclass(frozen=True)
class Plan:
    """A plan as data: what it says of itself, its indicators and its figures.

    Attributes
    ----------
    name : str
        Folder name under data/plans.
    meta : dict
        The contents of plan.toml.
    indicators : DataFrame
        Every indicator that may be observed, the plan's own first; columns of
        `schema.INDICATORS` and `in_plan`.
    figures : DataFrame
        Columns of `schema.FIGURES`.
    text : str
        The plan's text, or "" where the folder has none.
    folders : tuple of str
        Where its tables lie, relative to the project, see `packages.folders_of`.
    panel : tuple of str
        The regions beside its own, see `regions.panel_of`; none where that is in no table.
    """

    name: str
    meta: dict
    indicators: pd.DataFrame
    figures: pd.DataFrame
    text: str = ""
    folders: tuple[str, ...] = (OLD,)
    panel: tuple[str, ...] = ()

    @property
    def region(self) -> str:
        return self.meta["region"]

    @property
    def issued(self) -> pd.Timestamp:
        return pd.Timestamp(self.meta["issued"])

    @property
    def named(self) -> pd.Series:
        """The indicator_id of each indicator that the plan itself names."""
        return self.indicators.loc[self.indicators["in_plan"], "indicator_id"]

    @property
    def targets(self) -> pd.DataFrame:
        """What the plan promises; see `targets`. Worked out once for the same content."""
        content = (self.name, self.meta, self.indicators, self.figures)
        return _targets_of(pickle.dumps(content, pickle.HIGHEST_PROTOCOL)).copy()


@lru_cache(maxsize=8)
def _targets_of(content: bytes) -> pd.DataFrame:
    """The targets of a plan as bytes: one whose frames were changed in place is another."""
    return targets(Plan(*pickle.loads(content)))


def load_plan(name: str, *, root: Path | None = None) -> Plan:
    """Read a plan's folder and the indicators of the packages it uses.

    Raises
    ------
    PlanDataError
        Naming every bad cell, every figure whose indicator is unknown, and every figure
        whose unit is neither its indicator's nor, for multiples, 倍.
    """
    root = find_root(root)
    folder = plan_folder(name, root)
    meta = read_meta(name, root)
    folders = folders_of(name, meta["uses"], root)
    indicators = _all_indicators(root, folders, read_units(root, folders))
    figures = read_table(folder / "figures.csv", FIGURES, root=root)
    problems = _figure_problems(figures, indicators, f"data/plans/{name}/figures.csv")
    if problems:
        raise PlanDataError(describe(problems))
    text = folder / "plan.txt"
    return Plan(
        name,
        meta,
        indicators,
        figures,
        text_of(text, text.relative_to(root).as_posix()) if text.exists() else "",
        folders,
        tuple(panel_of(read_regions(root, folders), meta["region"])),
    )


def _all_indicators(root: Path, folders: Sequence[str], units: pd.DataFrame) -> pd.DataFrame:
    """The plan's indicators, then those of the packages it uses, each id once."""
    own = root / folders[0] / "indicators.csv"
    if not own.exists():
        read_table(own, INDICATORS, root=root)  # says that it is missing
    table = read_everywhere(root, folders, INDICATORS, same=("unit", "kind"))
    file = own.relative_to(root).as_posix()
    problems = [
        problem
        for name, rows in table[~table["unit"].isin(units["unit"])].groupby("file", sort=False)
        for problem in problems_in(rows, str(name), "unit", UNKNOWN_UNIT)
    ]
    if problems:
        raise PlanDataError(describe(problems))
    return table.assign(in_plan=table["file"] == file).drop(columns="file").reset_index(drop=True)


UNKNOWN_UNIT = (
    "not in data/units.csv nor in units.csv of the plan's packages; describe it in the plan's own "
    "units.csv | 未知单位，请在规划文件夹的 units.csv 中登记"
)
# What a target may be put in, where that is not the indicator's own unit.
MEASURE_UNITS = {"ratio": (MULTIPLE,), "percent_change": (SHARE,), "growth": (SHARE,)}
# Measures and ways of holding that are of several years.
THROUGHOUT = ("ever", "every")


def _figure_problems(figures: pd.DataFrame, indicators: pd.DataFrame, file: str) -> list[Problem]:
    known = indicators.set_index("indicator_id")["unit"]
    expected = figures["indicator_id"].map(known)
    other = figures["measure"].map(MEASURE_UNITS).map(lambda u: u if isinstance(u, tuple) else ())
    allowed = [
        u == e or u == MULTIPLE or u in o
        for u, e, o in zip(figures["unit"], expected, other, strict=True)
    ]
    promise = figures["role"].isin(PROMISED)
    high = figures["value_high"]
    checks = (
        ("indicator_id", expected.isna(), "not in any indicators.csv; add it | 未知指标"),
        (
            "unit",
            expected.notna() & ~pd.Series(allowed, index=figures.index, dtype=bool),
            "is not the indicator's unit | 单位与指标不符",
        ),
        ("figure_id", promise & figures["deadline"].isna(), "a target needs a deadline | 缺期限"),
        (
            "figure_id",
            figures["measure"].eq("gap") & figures["against"].eq(""),
            "a gap needs the region or indicator it is measured to | 差距须写明与谁比",
        ),
        (
            "figure_id",
            (figures["relation"].eq("within") | figures["comparator"].eq("range")) & high.isna(),
            "a range needs its upper end | 范围缺上端",
        ),
        (
            "value_high",
            high < figures["value"],
            "lies below `value`; put the smaller end first | 范围的上端小于下端",
        ),
        ("tolerance", figures["tolerance"] < 0, "must not be negative | 不能为负"),
        (
            "valid_until",
            figures["valid_until"] < figures["valid_from"],
            "lies before valid_from | 早于生效日",
        ),
        (
            "year_from",
            promise & (figures["year_from"] > figures["deadline"]),
            "lies after the deadline | 晚于期限",
        ),
        (
            "base_year",
            promise & (figures["base_year"] > figures["deadline"]),
            "lies after the deadline | 晚于期限",
        ),
        (
            "part_of",
            figures["part_of"].ne("") & ~figures["part_of"].isin(figures["figure_id"]),
            "not a figure_id of this plan | 没有这个编号",
        ),
    )
    return problems_of(figures, file, checks)


# What tells one promise from another; the rest of its row goes with the first that says it.
SAID_TWICE = [
    *("indicator_id", "measure", "value", "value_high", "deadline", "unit", "relation"),
    *("base_year", "year_from", "hold", "against", "valid_from", "valid_until"),
]
CARRIED = ("tolerance", "base_value", "force", "part_of", "responsible")


def targets(plan: Plan) -> pd.DataFrame:
    """What the plan promises: one row per indicator, deadline and reading.

    A sentence such as 实现倍增,达到5000家以上 has two readings, each a row. The same promise
    said twice is one row that names both sentences.

    Returns
    -------
    DataFrame
        target_id, indicator_id, reading (what is measured, `schema.MEASURES`; level where the
        plan's table leaves it open), comparator,
        comparators (tuple), relation ("" where it follows from the comparator), stated_value,
        value_high, tolerance, unit, year_from (of several years, the plan's first where none is
        stated), deadline, hold, against, force, valid_from, valid_until, part_of, responsible,
        baseline_year, baseline_value (the target's own, else the plan's), figure_ids (tuple),
        quotes (tuple), notes (tuple). `stated_value` is the plan's number: a multiple where
        reading is "ratio". Targets that replaced each other share a target_id; `in_force` picks
        the one of a day.
    """
    rows = plan.figures
    promised = rows[rows["role"].isin(PROMISED) & (rows["measure"] != "composition")]
    promised = promised.assign(
        measure=promised["measure"].where(promised["measure"] != "", "level"),
        hold=promised["hold"].where(promised["hold"] != "", "by"),
    )
    several = promised["measure"].isin(OF_YEARS) | promised["hold"].isin(THROUGHOUT)
    first = promised["year_from"].fillna(int(plan.meta["start"]))
    promised = promised.assign(year_from=first.where(several))
    grouped = promised.groupby(SAID_TWICE, dropna=False, sort=False).agg(
        target_id=("figure_id", "first"),
        comparator=("comparator", "first"),
        comparators=("comparator", lambda s: tuple(dict.fromkeys(s))),
        **{c: (c, "first") for c in CARRIED},
        figure_ids=("figure_id", tuple),
        quotes=("quote", tuple),
        notes=("note", lambda s: tuple(n for n in dict.fromkeys(s) if n)),
    )
    renamed = grouped.reset_index().rename(columns={"measure": "reading", "value": "stated_value"})
    return renamed.pipe(_one_name).pipe(_with_own_base, plan)


def _one_name(goals: pd.DataFrame) -> pd.DataFrame:
    """A target that took the place of another goes by the name of the first."""
    dated = goals["valid_from"].notna() | goals["valid_until"].notna()
    same = ["indicator_id", "reading", "deadline", "hold", "against"]
    first = goals.groupby(same, dropna=False, sort=False)["target_id"].transform("first")
    return goals.assign(target_id=first.where(dated, goals["target_id"]))


def in_force(goals: pd.DataFrame, day: str | None) -> pd.Series:
    """Which targets or figures hold on a day; today, where none is named.

    What fell due before another took its place is held to its own deadline for good.

    Parameters
    ----------
    goals : DataFrame
        valid_from, valid_until; always in force without them. Optionally deadline.
    day : str or None
        YYYY-MM-DD.
    """
    if "valid_from" not in goals:
        return pd.Series(True, index=goals.index)
    on = pd.Timestamp(day) if day else pd.Timestamp.today()
    begun = goals["valid_from"].isna() | (goals["valid_from"] <= on)
    kept = goals["valid_until"].isna() | (goals["valid_until"] >= on)
    if "deadline" in goals:
        kept |= goals["deadline"].astype(float) <= goals["valid_until"].dt.year.astype(float)
    return begun & kept


def _with_own_base(goals: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The year and value that each target is counted from, as far as the plan states them."""
    stated = plan_observations(plan)
    both = goals.merge(_latest_bases(plan, stated), on="indicator_id", how="left")
    last = stated.drop_duplicates(["indicator_id", "year"], keep="last")
    then = last[["indicator_id", "year", "value"]].rename(
        columns={"year": "base_year", "value": "then"}
    )
    both = both.merge(then, on=["indicator_id", "base_year"], how="left")
    own = both["base_year"].notna()
    same = (both["base_year"] == both["baseline_year"]).fillna(False).astype(bool)
    value = both["base_value"].fillna(both["baseline_value"].where(~own | same))
    return both.assign(
        baseline_value=value.fillna(both["then"].where(own)),
        baseline_year=both["base_year"].fillna(both["baseline_year"]),
    ).drop(columns=["base_year", "base_value", "then"])


def baselines(plan: Plan) -> pd.DataFrame:
    """The plan's own starting point of each indicator: indicator_id, baseline_year, _value."""
    return _latest_bases(plan, plan_observations(plan))


def _latest_bases(plan: Plan, stated: pd.DataFrame) -> pd.DataFrame:
    base = stated.loc[plan.figures.loc[stated.index, "role"] == "baseline"]
    latest = base.sort_values("year").drop_duplicates("indicator_id", keep="last")
    return latest.rename(columns={"year": "baseline_year", "value": "baseline_value"})[
        ["indicator_id", "baseline_year", "baseline_value"]
    ]


def plan_observations(plan: Plan) -> pd.DataFrame:
    """The plan's exact baselines and history in the shape of observations."""
    figures = plan.figures
    units = figures["indicator_id"].map(plan.indicators.set_index("indicator_id")["unit"])
    stated = figures[
        figures["role"].isin(["baseline", "history"])
        & figures["year"].notna()
        & figures["year_from"].isna()
        & figures["value"].notna()
        & figures["comparator"].isin(["=", ">=", "~"])
        & (figures["unit"] == units)
    ]
    return pd.DataFrame(
        {
            "observation_id": plan.name + ":" + stated["figure_id"],
            "indicator_id": stated["indicator_id"],
            "region": plan.region,
            "year": stated["year"],
            "reference_date": pd.NaT,
            "value": stated["value"],
            "unit": stated["unit"],
            "qualifier": stated["comparator"].map({"=": "exact", ">=": "at_least", "~": "about"}),
            "source_id": PLAN_SOURCE.format(name=plan.name),
            "published": plan.issued,
            "published_estimated": False,
            "quote": stated["quote"],
            "recorded_at": plan.issued,
            "supersedes": "",
            "grade": "A",
        }
    ).astype({"reference_date": "datetime64[s]"})
