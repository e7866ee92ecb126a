"""From a plan's situation, or from series, to the rows that the methods judge."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...projection.panel import since_break
from ..predicates import ON_LEVEL
from ..situations import Situation
from .rows import choose, numbers

CARRIED = [
    "target_id",
    "indicator_id",
    "reading",
    "comparator",
    "stated_comparator",
    "target_value",
    "probability",
    "low80",
    "high80",
    "evidence",
    "status",
]
# Words of `attainment` that say more than a method could.
KNOWN_REASONS = {"event": "event", "no_evidence": "event", "definition_break": "definition_break"}
# What a relation asks of a value, where it asks for more or for less.
WAYS = {"at_least": "up", "more_than": "up", "at_most": "down", "less_than": "down"}


def method_inputs(now: Situation) -> pd.DataFrame:
    """One row for each reading of each target, as the methods take them.

    Several readings of one target are several rows. The baseline is the plan's own or a published
    value, never a projected one. History is cut at a definition break, and a baseline before it
    is gone. A range is read from the end that keeps the promise with the other beside it, as
    Destatis reads the weaker end; strict comparators stay strict; which way is wanted follows from
    the relation. No year is filled, and a value later than the deadline is not used. How a
    promise is put decides who has a rule for it (`scale.EXPRESSES`): a number to reach by a year,
    a direction without a number, a number to keep in every year. A sum, a mean, a gap and a band
    are none of these: they have no target here.

    Parameters
    ----------
    now : Situation

    Returns
    -------
    DataFrame
        target_id, indicator_id, reading, base_year, base_value, current_year, current_value,
        target_value, target_high, target_year, put, rule (Destatis's), direction, natural_limit,
        comparator, stated_comparator, years, values, n_points, age (years from the latest value
        to the year of the situation's newest figure), probability, low80, high80, evidence,
        status, reason.
    """
    told = now.verdicts.reset_index(drop=True)
    series = _series(now)
    own = told["indicator_id"].map(series).map(lambda s: s if isinstance(s, pd.Series) else _NONE)
    own = pd.Series(
        [s[s.index <= d] if pd.notna(d) else s for s, d in zip(own, told["deadline"], strict=True)],
        index=told.index,
        dtype=object,
    )
    registry = now.plan.indicators.set_index("indicator_id")
    frame = told[CARRIED].assign(
        target_high=told["value_high"].astype(float),
        target_year=told["deadline"].astype("Float64").astype(float),
        base_year=told["baseline_year"].astype("Float64").astype(float),
        base_value=told["baseline_value"].where(told["baseline_basis"].isin(["plan", "observed"])),
        direction=told["relation"].map(WAYS),
        natural_limit=told["indicator_id"].map(registry["upper"]).astype(float),
        years=own.map(lambda s: tuple(int(y) for y in s.index)),
        values=own.map(lambda s: tuple(float(v) for v in s)),
        n_points=own.map(len),
        current_year=own.map(lambda s: float(s.index[-1]) if len(s) else np.nan),
        current_value=own.map(lambda s: float(s.iloc[-1]) if len(s) else np.nan),
        reason=told["reason"].map(KNOWN_REASONS).fillna(""),
    )
    put = _put(told)
    other = put == "other"
    bare = other | (put == "direction")  # no number to reach, and no end of an interval either
    frame = frame.assign(
        put=put,
        rule=put.map({"every_year": "maintain"}),
        reason=frame["reason"].mask(other & (frame["reason"] == ""), "other_promise"),
        target_value=frame["target_value"].mask(bare),
        target_high=frame["target_high"].mask(bare),
    )
    newest = float(now.known["year"].max()) if len(now.known) else np.nan
    # What counts otherwise than the target does is no value of it for any method.
    broken = frame["reason"] == "definition_break"
    kept = {c: frame[c].mask(broken) for c in ("base_value", "current_year", "current_value")}
    points = {
        c: [() if b else v for b, v in zip(broken, frame[c], strict=True)]
        for c in ("years", "values")
    }
    frame = frame.assign(**kept, **points, n_points=frame["n_points"].mask(broken, 0))
    return frame.assign(age=newest - frame["current_year"])


def _put(told: pd.DataFrame) -> pd.Series:
    """How a promise is put, of `scale.WAYS_PUT`."""
    plain = told["measure"].isin(ON_LEVEL) & told["relation"].isin(list(WAYS))
    ways = [
        ((told["measure"] == "trend") & plain & (told["hold"] == "by"), "direction"),
        (told["target_value"].isna(), ""),
        (plain & (told["hold"] == "by"), "number"),
        (plain & (told["hold"] == "every"), "every_year"),
    ]
    return choose(ways, told.index, "other")


_NONE = pd.Series(dtype=float)


def _series(now: Situation) -> dict[str, pd.Series]:
    """Every value since the last definition break, by year."""
    kept = since_break(now.known, now.plan.indicators).sort_values("year")
    return {
        name: pd.Series(rows["value"].to_numpy(float), index=rows["year"].astype(int))
        for name, rows in kept.groupby("indicator_id", sort=False)
    }


def from_series(frame: pd.DataFrame) -> pd.DataFrame:
    """Base and latest value read off a series, by Open SDG's rule.

    The value of the base year or, where it is missing, of the next later year that has one; the
    latest value of all. A year given as a range ("2015-16") is its first year; no year is filled.

    Parameters
    ----------
    frame : DataFrame
        years and values (sequences a row), base_year.

    Returns
    -------
    DataFrame
        The frame with base_year, base_value, current_year, current_value.
    """
    asked = numbers(frame)["base_year"]
    found = [_ends(y, v, b) for y, v, b in zip(frame["years"], frame["values"], asked, strict=True)]
    columns = ["base_year", "base_value", "current_year", "current_value"]
    return frame.assign(**pd.DataFrame(found, index=frame.index, columns=columns, dtype=float))


def _ends(years: object, values: object, base: float) -> tuple[float, float, float, float]:
    when = numbers(pd.DataFrame({"current_year": list(years)}, dtype=object))["current_year"]
    table = pd.Series(np.asarray(values, dtype=float), index=when).dropna().sort_index()
    later = table[table.index >= base]
    first = (later.index[0], later.iloc[0]) if len(later) else (np.nan, np.nan)
    last = (table.index[-1], table.iloc[-1]) if len(table) else (np.nan, np.nan)
    return (*first, *last)
