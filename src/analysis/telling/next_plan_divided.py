"""What notebook 11 says of targets divided: by year, by region, and what each region brought."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ..judging.breakdown import PATHS, apportioned
from ..judging.breakdown_regions import REST, SCHEMES
from ..judging.next_plan import NextPlan
from ..records.rounding import fixed
from ..records.units import unit_of
from .kit import wording
from .kit.folds import Fold, Folds, Shown
from .kit.grammar import say
from .kit.names import indicator_names, indicator_units, target_titles
from .kit.rows import each
from .kit.table import Table
from .kit.text import Text
from .kit.wording import percent, pick, quantity
from .next_plan import goal


def years_table(found: NextPlan, *, lang: str = "zh") -> Shown:
    """What each remaining year has to deliver, a fold a target."""
    return _targets_folds(found, found.by_year, _years, lang)


def _years(rows: pd.DataFrame, unit: str, found: NextPlan, lang: str) -> Table:
    wide = rows.pivot_table(index="year", columns="path", values=["value", "step"])
    cells = []
    for year in wide.index:
        cell = {"year": wording.year(year)}
        for path in (p for p in PATHS if p in wide["value"]):
            level, step = wide.loc[year, ("value", path)], wide.loc[year, ("step", path)]
            more = wording.signed(step, wording.number(step, unit, lang))
            cell[path] = quantity(level, unit, lang) + pick((f"（{more}）", f" ({more})"), lang)
        cells.append(cell)
    table = pd.DataFrame(cells)
    return Table(table, lang, numeric=tuple(table.columns[1:]))


def regions_table(found: NextPlan, *, lang: str = "zh") -> Shown:
    """What each region within would have to deliver, a fold a target."""
    return _targets_folds(found, found.by_region, _regions, lang)


def _regions(rows: pd.DataFrame, unit: str, found: NextPlan, lang: str) -> Table:
    names = found.now.regions.set_index("region")[f"name_{lang}"]
    rest = pick(("未列入各地的部分", "not in any of them"), lang)
    places = unit_of(unit).decimals
    wide = rows.pivot_table(index="region", columns="scheme", values="value")
    base = rows.drop_duplicates("region").set_index("region")["base"]
    order = [r for r in wide.index if r != REST] + [r for r in wide.index if r == REST]
    shown = [s for s in SCHEMES if s in wide]
    whole = {s: apportioned(wide.loc[order, s], places) for s in shown}
    cells = [
        {
            "region": rest if region == REST else names.get(region, region),
            "base_of": quantity(base[region], unit, lang),
            **{s: quantity(whole[s][region], unit, lang) for s in shown},
        }
        for region in order
    ]
    table = pd.DataFrame(cells)
    return Table(table, lang, numeric=tuple(table.columns[1:]))


def brought_table(found: NextPlan, *, lang: str = "zh") -> Shown:
    """What each region within brought to the whole's change, a fold an indicator."""
    plan = found.now.plan
    names, units = indicator_names(plan, lang), indicator_units(plan)
    parts = []
    for indicator, rows in found.brought.groupby("indicator_id", sort=False):
        first, last = int(rows["first"].iloc[0]), int(rows["last"].iloc[0])
        told = say(
            "{first:year}至{last:year}年增长{points}",
            "{first:year} to {last:year}: {points}",
            {"first": first, "last": last, "points": percent(rows["points"].sum() / 100, 1)},
            lang=lang,
        )
        parts.append(Fold(names[indicator], told, _brought(rows, units[indicator], found, lang)))
    if not parts:
        none = ("没有两年都有数的下辖地区。", "No region within has figures of two years.")
        return Text((pick(none, lang),))
    return Folds(tuple(parts), lang)


def _brought(rows: pd.DataFrame, unit: str, found: NextPlan, lang: str) -> Table:
    names = found.now.regions.set_index("region")[f"name_{lang}"]
    rest = pick(("其余各地", "all the others"), lang)
    cells = [
        {
            "region": rest if r.region == REST else names.get(r.region, r.region),
            "before": quantity(r.start, unit, lang, observed=True),
            "after": quantity(r.end, unit, lang, observed=True),
            "brought": wording.signed(r.points, fixed(r.points, 2)),
            "of_change": percent(r.share),
        }
        for r in each(rows)
    ]
    table = pd.DataFrame(cells)
    return Table(table, lang, numeric=tuple(table.columns[1:]))


def _targets_folds(
    found: NextPlan, rows: pd.DataFrame, show: Callable[..., Table], lang: str
) -> Shown:
    plan = found.now.plan
    units, titles = indicator_units(plan), target_titles(plan, lang)
    verdicts = found.now.verdicts.set_index("target_id")
    parts = []
    for target, mine in rows.groupby("target_id", sort=False):
        asked = verdicts.loc[target]
        unit = units[asked["indicator_id"]]
        said = goal(asked, unit, lang)
        parts.append(Fold(titles[target], said, show(mine, unit, found, lang)))
    if not parts:
        none = ("没有可以这样分解的目标。", "No target can be broken down so.")
        return Text((pick(none, lang),))
    return Folds(tuple(parts), lang)
