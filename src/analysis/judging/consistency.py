"""Check a plan's numbers against each other: what does not add up, and by how much."""

from __future__ import annotations

import pandas as pd

from ..records.plans import Plan, baselines, in_force, targets
from .predicates import completed
from .promises import FALLING

# A stated and a worked-out number agree when they differ by less than the last digit that a
# plan usually prints for a ratio.
TOLERANCE = 0.05
COLUMNS = ["check", "indicator_id", "stated", "computed", "unit", "agrees", "figure_ids"]


def check_plan(plan: Plan, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Work out again what the plan says of its own numbers.

    Parameters
    ----------
    plan : Plan
    known : DataFrame, optional
        An as-of view, for identities that need a published figure (population).

    Returns
    -------
    DataFrame
        check, indicator_id, stated, computed, unit, agrees, figure_ids:

        - multiple: a target put both as a multiple and as a level; the level over the baseline;
        - implied_baseline: a multiple and a level without a baseline; the level over the multiple;
        - growth: 增长N倍 against the later value over the earlier one, less one;
        - ratio: the same pair as a ratio, the reading the sentence does not mean;
        - sum: a total against its parts, as listed in plan.toml;
        - implied: a numerator over a per-head figure, against each published population.
    """
    frames = [
        _multiples(plan),
        _growth(plan),
        _sums(plan),
        _implied(plan, known),
    ]
    filled = [f for f in frames if len(f)]
    return (
        pd.concat(filled, ignore_index=True)[COLUMNS] if filled else pd.DataFrame(columns=COLUMNS)
    )


def _multiples(plan: Plan) -> pd.DataFrame:
    """A multiple counts from its own base, and what is to fall keeps it from below."""
    promised = targets(plan)
    promised = completed(promised[in_force(promised, None)], plan.indicators)
    level = promised.loc[promised["reading"] == "level"].drop(columns="baseline_value")
    told = ["stated_value", "baseline_value", "relation", "figure_ids"]
    multiple = promised.loc[promised["reading"] == "ratio", ["indicator_id", "deadline", *told]]
    both = level.merge(multiple, on=["indicator_id", "deadline"], suffixes=("", "_multiple"))
    asked, given, base = both["stated_value_multiple"], both["stated_value"], both["baseline_value"]
    based = base.notna() & (base != 0)
    ratio, multiplied = given / base.where(based), asked * base
    falls = both["relation_multiple"].isin(FALLING)
    as_multiple = both.assign(
        check="multiple",
        stated=asked,
        computed=ratio,
        unit="倍",
        agrees=(ratio >= asked - TOLERANCE / 10).mask(falls, ratio <= asked + TOLERANCE / 10),
        figure_ids=both["figure_ids_multiple"] + both["figure_ids"],
    )[based]
    as_level = both.assign(
        check="multiple_level",
        stated=given,
        computed=multiplied,
        agrees=(given >= multiplied).mask(falls, given <= multiplied),
    )[based]
    implied = both.assign(
        check="implied_baseline",
        stated=pd.NA,
        computed=given / asked.where(asked != 0),
        agrees=pd.NA,
    )[base.isna() & (asked != 0)]
    return pd.concat([f for f in (as_multiple, as_level, implied) if len(f)] or [as_multiple])


def _growth(plan: Plan) -> pd.DataFrame:
    """增长N倍 is growth, 是…N倍 is a ratio; the sentence is read as what it says.

    Nothing is said where the plan gives no two figures to work it out from.
    """
    figures = plan.figures
    units = figures["indicator_id"].map(plan.indicators.set_index("indicator_id")["unit"])
    history = figures["role"] == "history"
    said = figures[history & (figures["unit"] == "倍") & (units != "倍")]
    levels = figures[history & (figures["unit"] == units) & figures["year"].notna()]
    start = (
        levels.sort_values("year")
        .drop_duplicates("indicator_id")
        .set_index("indicator_id")["value"]
    )
    end = baselines(plan).set_index("indicator_id")["baseline_value"]
    # Without a single growth in the plan the maps below would be empty text, not numbers.
    after, before = (said["indicator_id"].map(v).astype("float64") for v in (end, start))
    ratio = after / before.where(before != 0)
    rows = said.assign(stated=said["value"], figure_ids=[(f,) for f in said["figure_id"]])
    growth = rows.assign(
        check="growth",
        computed=ratio - 1,
        agrees=(ratio - 1 - said["value"]).abs() <= 2 * TOLERANCE,
    )
    as_ratio = rows.assign(check="ratio", computed=ratio, agrees=pd.NA)
    return pd.concat([growth, as_ratio])[pd.concat([ratio, ratio]).notna().to_numpy()]


def _sums(plan: Plan) -> pd.DataFrame:
    values = plan.figures.set_index("figure_id")
    rows = [
        {
            "check": "sum",
            "indicator_id": values.loc[s["total"], "indicator_id"],
            "stated": values.loc[s["total"], "value"],
            "computed": float(
                sum(values.loc[part, "value"] * times for part, times in _parts(s["parts"]))
            ),
            "unit": values.loc[s["total"], "unit"],
            "figure_ids": (s["total"], *(part for part, _ in _parts(s["parts"]))),
        }
        for s in plan.meta.get("sums", [])
    ]
    frame = pd.DataFrame(rows, columns=[c for c in COLUMNS if c != "agrees"])
    return frame.assign(agrees=(frame["stated"] - frame["computed"]).abs() < 0.5)


def _parts(parts: list) -> list[tuple[str, float]]:
    """A part is a figure_id, or [figure_id, times]."""
    return [(p, 1.0) if isinstance(p, str) else (p[0], float(p[1])) for p in parts]


def _implied(plan: Plan, known: pd.DataFrame | None) -> pd.DataFrame:
    if known is None or known.empty:
        return pd.DataFrame(columns=COLUMNS)
    values = plan.figures.set_index("figure_id")
    rows = []
    for identity in plan.meta.get("identities", []):
        top, share = values.loc[identity["numerator"]], values.loc[identity["per_head"]]
        implied = top["value"] / share["value"] * identity["factor"]
        for other in identity["against"]:
            seen = known[
                (known["indicator_id"] == other["indicator"]) & (known["year"] == other["year"])
            ]
            rows += [
                {
                    "check": "implied",
                    "indicator_id": other["indicator"],
                    "stated": value * other.get("scale", 1.0),
                    "computed": implied,
                    "unit": identity["unit"],
                    "agrees": abs(value * other.get("scale", 1.0) / implied - 1) < TOLERANCE / 10,
                    "figure_ids": (identity["numerator"], identity["per_head"]),
                }
                for value in seen["value"]
            ]
    return pd.DataFrame(rows, columns=COLUMNS)
