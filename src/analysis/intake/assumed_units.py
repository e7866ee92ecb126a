"""Figures whose unit nothing in their file names: told, and asked about where it may be another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..records.places import working_place
from ..records.units import unit_of, units_at
from ..records.vintages import as_of_view
from .cells import SCALES
from .findings import Finding
from .known import SAME, WHERE, Known

NEAR_YEARS = 5  # how far away a known year may be to judge the order of magnitude by
SAME_ORDER = 10.0  # times that a series may be off its known year and still be in its unit


def assumed_units(rows: pd.DataFrame, known: Known) -> list[Finding]:
    """One finding for each indicator of a sheet whose figures are in no unit that is named.

    They are taken to be in the indicator's own unit. Where a known year of the series is of the
    same order of magnitude that is told; where there is none, and the unit has larger or smaller
    ones that tables use (亿元, 万元), or a count has a fraction, it is asked.

    Parameters
    ----------
    rows : DataFrame
        Columns of `schema.OBSERVATIONS`, sheet, place and unit_from.
    known : Known
    """
    open_rows = rows[rows["unit_from"] != ""]
    if open_rows.empty:
        return []
    fits = _fits(open_rows, known)
    said = []
    for (sheet, _), held in open_rows.groupby(["sheet", "indicator_id"], sort=False):
        unit = held["unit"].iloc[0]
        doubted = held[~fits[held.index] & (_has_sizes(unit) | _has_fraction(held, unit))]
        told = held.drop(doubted.index)
        if len(told):
            zh = f"没有写单位，按该指标的单位“{unit}”登记（{len(told)}个数）"
            en = f"no unit is named: taken to be in the indicator's own, {unit} ({len(told)})"
            said.append(_about(told, "notice", "unit-taken", zh, en, sheet))
        if len(doubted):
            zh = (
                f"没有写单位，也没有近年的数可以印证；按该指标的单位“{unit}”读取（{len(doubted)}个数）。"
                "请在表头、单位列或用 --unit 写明，或核对后接受"
            )
            en = (
                f"no unit is named, and no known year shows the order of magnitude: read as {unit} "
                f"({len(doubted)}); name it in a heading, a column or by --unit, or check it"
            )
            said.append(_about(doubted, "warning", "unit-open", zh, en, sheet))
    return said


def _about(rows: pd.DataFrame, level: str, code: str, zh: str, en: str, sheet: str) -> Finding:
    first = rows.iloc[0]
    return Finding(level, code, zh, en, sheet, first["place"], f"{first['value']:.12g}")


def _fits(rows: pd.DataFrame, known: Known) -> pd.Series:
    """Whether the nearest known year of the same series is of the same order of magnitude."""
    view = as_of_view(known.observations)[[*SAME, "value"]]
    both = rows.reset_index(names="at").merge(view, on=WHERE, suffixes=("", "_near"))
    both = both.assign(away=(both["year"] - both["year_near"]).abs().astype(int))
    near = both[both["away"] <= NEAR_YEARS].sort_values("away", kind="stable")
    near = near.drop_duplicates("at").set_index("at")
    with np.errstate(divide="ignore", invalid="ignore"):
        times = (near["value"] / near["value_near"]).to_numpy(float)
    order = (times > 1 / SAME_ORDER) & (times < SAME_ORDER) | (near["value"] == near["value_near"])
    return pd.Series(order, index=near.index).reindex(rows.index, fill_value=False).astype(bool)


def _has_sizes(unit: str) -> bool:
    """Whether tables use larger or smaller units for the same thing."""
    mine = unit_of(unit)
    if not mine.decimals and not mine.money and not mine.family:
        return any(scale + unit in units_at(working_place()) for scale in SCALES)
    if not mine.family:
        return True  # a share, a rate: 1.25 and 0.0125
    others = units_at(working_place()).values()
    return any(u.family == mine.family and u.factor != mine.factor for u in others)


def _has_fraction(rows: pd.DataFrame, unit: str) -> bool:
    """Whether a thing that is counted is not whole somewhere: 1.9 of 家 are 万家."""
    counted = not unit_of(unit).decimals and not unit_of(unit).money
    return counted and bool((rows["value"] % 1 != 0).any())
