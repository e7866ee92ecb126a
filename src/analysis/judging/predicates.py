"""From a plan's targets to predicates, and from what is known to the paths they are about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..projection.levels import GRID
from ..records.rounding import place_of
from ..records.vintages import allowed
from .promises import AGAINST_BASE, accepted, relations

EVENT_KINDS = ("event", "coverage", "breakthrough")
# Counted from zero, what is new is a level.
MEASURE_OF = {"increment": "level", "coverage": "event", "breakthrough": "event"}
# Measures that a single year's value can be held against, with the year the promise starts from.
ON_LEVEL = ("level", *AGAINST_BASE)
# Without a number these ask to be above the base, or the other: more or less than nothing.
WITHOUT_NUMBER = ("trend", "gap")
BLANK = {
    "relation": "",
    "tolerance": np.nan,
    "hold": "by",
    "year_from": np.nan,
    "against": "",
    **dict.fromkeys(("force", "part_of", "responsible"), ""),
}
# The comparator that stands for a relation, for whoever writes one down.
SIGN_OF = {
    "at_least": ">=",
    "more_than": ">",
    "at_most": "<=",
    "less_than": "<",
    "near": "~",
    "within": "range",
}
PREDICATE = [
    *("series", "measure", "relation", "value", "value_high", "tolerance", "year_from", "deadline"),
    *("hold", "base_year", "base_value", "lower", "upper", "against"),
]


def completed(targets: pd.DataFrame, indicators: pd.DataFrame | None) -> pd.DataFrame:
    """Targets with everything a predicate needs, as far as the plan says it.

    Parameters
    ----------
    targets : DataFrame
        From `plans.targets`, or any with indicator_id, reading, comparator, stated_value,
        value_high, deadline.
    indicators : DataFrame or None
        direction, which is "up" where it is not known.

    Returns
    -------
    DataFrame
        With `BLANK`'s columns; measure; relation (stated, else by `promises.RELATION_OF`); number
        and number_high (what is asked of the measure: of a range that is kept from above its
        upper end first), tolerance (stated, else of "about" and "near" half a unit of the last
        printed place).
    """
    missing = {c: v for c, v in BLANK.items() if c not in targets}
    table = targets.assign(**missing)
    direction = pd.Series("up", index=table.index)
    if indicators is not None and "direction" in indicators:
        ways = indicators.set_index("indicator_id")["direction"]
        direction = table["indicator_id"].map(ways).fillna("up")
    stated = table["relation"].fillna("")
    relation = stated.where(stated != "", relations(table["comparator"], direction))
    measure = table["reading"].replace(MEASURE_OF)
    bare = measure.isin(WITHOUT_NUMBER) & table["stated_value"].isna()
    relation = relation.mask(
        (measure == "trend") & (stated == ""),
        direction.map({"up": "more_than", "down": "less_than"}),
    )
    low, high = (table[c].astype(float) for c in ("stated_value", "value_high"))
    from_above = relation.isin(["at_most", "less_than"]) & high.notna()
    number = low.mask(from_above, high).mask(bare, 0.0)
    vague = (relation == "near") | (table["comparator"].eq("~"))
    half = pd.Series([place_of(v) / 2 for v in number], index=table.index, dtype=float)
    return table.assign(
        measure=measure,
        relation=relation.fillna("near"),
        number=number,
        number_high=high.mask(from_above, low),
        tolerance=table["tolerance"].astype(float).fillna(half.where(vague)),
    )


def to_level(goals: pd.DataFrame, number: pd.Series) -> pd.Series:
    """A number of the measure as the value that the indicator would have; NaN without a base.

    Parameters
    ----------
    goals : DataFrame
        measure, baseline_year, baseline_value, deadline.
    """
    x, base = number.to_numpy(float), goals["baseline_value"].to_numpy(float)
    begun = goals["baseline_year"].astype(float).to_numpy()
    span = np.maximum(goals["deadline"].astype(float).to_numpy() - begun, 0.0)
    kind = goals["measure"].to_numpy()
    positive = np.where(base > 0, base, np.nan)
    with np.errstate(all="ignore"):
        grown = positive * np.maximum(1.0 + x / 100.0, 0.0) ** span
        multiple = base * x
    ways = {
        "change": base + x,
        "trend": base + x,
        "ratio": multiple,
        "percent_change": positive * (1.0 + x / 100.0),
        "growth": grown,
    }
    kinds = [kind == k for k in ways]
    return pd.Series(np.select(kinds, list(ways.values()), x), index=goals.index)


def level_bounds(goals: pd.DataFrame) -> pd.DataFrame:
    """What the indicator's own value must be: floor, ceiling, floor_out, ceiling_out.

    See `promises.accepted`; a measure of several years or of another series has none (NaN).
    """
    ends = accepted(goals.assign(value=goals["number"], value_high=goals["number_high"]))
    on_level = goals["measure"].isin(ON_LEVEL)
    return ends.assign(
        **{
            c: ends[c].where(np.isinf(ends[c]), to_level(goals, ends[c])).where(on_level)
            for c in ("floor", "ceiling")
        }
    )


def predicates(goals: pd.DataFrame, indicators: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of `promises.judge_paths`, on the index of `goals`.

    Parameters
    ----------
    goals : DataFrame
        From `completed`, with baseline_year and baseline_value.
    indicators : DataFrame or None
        lower and upper.
    """
    limits = {"lower": np.nan, "upper": np.nan}
    if indicators is not None:
        held = indicators.set_index("indicator_id")
        limits = {c: goals["indicator_id"].map(held[c]).astype(float) for c in limits if c in held}
    return goals.assign(
        series=goals["indicator_id"],
        value=goals["number"],
        value_high=goals["number_high"],
        base_year=goals["baseline_year"].astype(float),
        base_value=goals["baseline_value"].astype(float),
        **{"lower": np.nan, "upper": np.nan, **limits},
    )[PREDICATE]


def paths(projections: pd.DataFrame) -> pd.DataFrame:
    """What is known of each series in each year, observed or projected.

    Parameters
    ----------
    projections : DataFrame
        From `project`, one region.

    Returns
    -------
    DataFrame
        series, year, low, high, quantiles; see `promises.judge_paths`.
    """
    seen = projections[projections["kind"] == "observed"]
    ahead = projections[projections["kind"] == "projected"].reindex(
        columns=["indicator_id", "year", "quantiles"]
    )
    made = {(i, int(y)): q for i, y, q in ahead.itertuples(index=False)}
    ends = allowed(seen)
    low, high = ends["low"].to_numpy(), ends["high"].to_numpy()
    told = [
        None if a == b else made.get(key, a + (b - a) * GRID if np.isfinite(b - a) else None)
        for a, b, key in zip(low, high, _keys(seen), strict=True)
    ]
    known = set(_keys(seen))
    later = [(*key, np.nan, np.nan, q) for key, q in made.items() if key not in known]
    rows = [(*key, *row) for key, *row in zip(_keys(seen), low, high, told, strict=True)]
    return pd.DataFrame([*rows, *later], columns=["series", "year", "low", "high", "quantiles"])


def _keys(rows: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(rows["indicator_id"], rows["year"].astype(int), strict=True))
