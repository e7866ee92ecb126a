"""A plan as data: what it says of itself, its indicators and figures, what it promises."""

from __future__ import annotations

import datetime as dt
import pickle
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from . import codes, dates, numerals
from .errors import PlanDataError, shown
from .places import find_root, plan_folder, plan_names
from .readable import is_writable, text_of
from .schema import FIGURES, INDICATORS, OF_YEARS, PROMISED
from .tables import Problem, describe, problems_in, read_table

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
    """

    name: str
    meta: dict
    indicators: pd.DataFrame
    figures: pd.DataFrame
    text: str = ""

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
    """Read a plan's folder and the shared indicators beside it.

    Raises
    ------
    PlanDataError
        Naming every bad cell, every figure whose indicator is unknown, and every figure
        whose unit is neither its indicator's nor, for multiples, 倍.
    """
    root = find_root(root)
    folder = plan_folder(name, root)
    indicators = _all_indicators(root, folder)
    figures = read_table(folder / "figures.csv", FIGURES, root=root)
    problems = _figure_problems(figures, indicators, f"data/plans/{name}/figures.csv")
    if problems:
        raise PlanDataError(describe(problems))
    text = folder / "plan.txt"
    return Plan(
        name,
        _read_meta(folder / "plan.toml", root),
        indicators,
        figures,
        text_of(text, text.relative_to(root).as_posix()) if text.exists() else "",
    )


def _read_meta(path: Path, root: Path) -> dict:
    name = path.relative_to(root).as_posix()
    try:
        meta = tomllib.loads(text_of(path, name))
    except tomllib.TOMLDecodeError as error:
        raise PlanDataError(f"{name}: not valid TOML ({error}) | TOML 格式错误") from None
    stated, problems = {}, []
    for key, read in PLAN_KEYS.items():
        try:
            stated[key] = read(meta.get(key), f"{name}, column {key}, value")
        except PlanDataError as error:
            problems.append(error)
        else:
            if stated[key] is None:
                rule = "must be given; fill it in | 缺少，请填写"
                problems.append(Problem(name, rule, column=key))
    if problems:
        raise PlanDataError(describe(problems))
    return {**meta, **stated}


def _words(value: object, name: str) -> str | None:
    if not isinstance(value, str | None):
        raise PlanDataError(f"{name} {shown(value)}: write text in quotes | 请写成带引号的文字")
    if value and not is_writable(value):
        raise PlanDataError(
            f"{name} {shown(value)}: holds bytes that are no UTF-8; type it again | "
            "含有无法识别的字节，请重新输入"
        )
    return value or None


def _date(value: object, name: str) -> dt.date | None:
    found = dates.day(value, name)
    return found and dt.date.fromisoformat(found)


# What plan.toml must say, and how each is read.
PLAN_KEYS = {
    "title": _words,
    "title_en": _words,
    "short_zh": _words,
    "short_en": _words,
    "issued": _date,
    "start": numerals.year,
    "end": numerals.year,
    "baseline_year": numerals.year,
    "region": codes.spelled,
    "publisher": _words,
}


def _all_indicators(root: Path, folder: Path) -> pd.DataFrame:
    """The plan's indicators, then shared ones, then other plans', each id once."""
    others = [folder.parent / other for other in plan_names(root) if other != folder.name]
    paths = [folder / "indicators.csv", root / "data" / "indicators.csv"]
    paths += [p / "indicators.csv" for p in others]
    tables = [
        read_table(path, INDICATORS, root=root).assign(
            file=path.relative_to(root).as_posix(), in_plan=path.parent == folder
        )
        for path in paths
        if path.exists() or path.parent == folder
    ]
    everything = pd.concat(tables)
    first = everything.drop_duplicates("indicator_id").set_index("indicator_id")
    clash = everything[
        (everything["unit"] != everything["indicator_id"].map(first["unit"]))
        | (everything["kind"] != everything["indicator_id"].map(first["kind"]))
    ]
    if len(clash):
        rule = "has another unit or kind in {}; one id is one thing | 同名指标的单位或类型不一致"
        problems = [
            Problem(
                r.file,
                rule.format(first.loc[r.indicator_id, "file"]),
                row,
                "indicator_id",
                r.indicator_id,
            )
            for row, r in zip(clash.index, clash.itertuples(), strict=True)
        ]
        raise PlanDataError(describe(problems))
    return first.drop(columns="file").reset_index()


# What a target may be put in, where that is not the indicator's own unit.
MEASURE_UNITS = {"ratio": ("倍",), "percent_change": ("%",), "growth": ("%",)}
# Measures and ways of holding that are of several years.
THROUGHOUT = ("ever", "every")


def _figure_problems(figures: pd.DataFrame, indicators: pd.DataFrame, file: str) -> list[Problem]:
    known = indicators.set_index("indicator_id")["unit"]
    expected = figures["indicator_id"].map(known)
    other = figures["measure"].map(MEASURE_UNITS).map(lambda u: u if isinstance(u, tuple) else ())
    allowed = [
        u == e or u == "倍" or u in o
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
    return [
        problem
        for column, bad, rule in checks
        for problem in problems_in(figures[bad.fillna(False).astype(bool)], file, column, rule)
    ]


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
    """Which targets or figures hold on a day; on the last there is, where none is named.

    Parameters
    ----------
    goals : DataFrame
        valid_from, valid_until; always in force without them.
    day : str or None
        YYYY-MM-DD.
    """
    if "valid_from" not in goals:
        return pd.Series(True, index=goals.index)
    on = pd.Timestamp(day) if day else pd.Timestamp.max
    begun = goals["valid_from"].isna() | (goals["valid_from"] <= on)
    return begun & (goals["valid_until"].isna() | (goals["valid_until"] >= on))


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
