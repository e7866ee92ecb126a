"""A promise is a predicate over a path: the chance that it holds and, once its years are in,
whether it did.

A path is what is known of an indicator year by year: a value, the range that a source leaves open
("more than 4,500"), or the distribution that a projection gives. A promise measures the path (its
level, its growth since a base year, its sum), puts the measure in a relation to a number, and says
in which years that has to hold. Only the years of the promise settle it.

The years of a projection go together as the errors of such projections did, see `together`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..projection.levels import GRID, cumulative
from ..projection.paths import classes
from ..records.schema import OF_YEARS
from . import together
from .acceptance import held

ENDS = ("floor", "ceiling", "floor_out", "ceiling_out")  # of what a relation accepts
AGAINST_BASE = ("change", "ratio", "percent_change", "growth", "trend")
FALLING = ("at_most", "less_than")  # relations of what is to fall, or to stay below
ONE_SIDED = ("at_least", "more_than", *FALLING)
# The relation that a plan's comparator stands for where the plan says no more than the number: by
# the way that is better. 达到, 约 and N–M of what should fall are kept from below.
RELATION_OF = pd.DataFrame(
    [
        (">=", "at_least", "at_least", "at_least"),
        (">", "more_than", "more_than", "more_than"),
        ("<=", "at_most", "at_most", "at_most"),
        ("<", "less_than", "less_than", "less_than"),
        ("=", "at_least", "at_most", "near"),
        ("", "at_least", "at_most", "near"),
        ("~", "at_least", "at_most", "near"),
        ("range", "at_least", "at_most", "within"),
    ],
    columns=["comparator", "up", "down", "none"],
).set_index("comparator")
_RELATIONS = {(c, d): r for d, of in RELATION_OF.items() for c, r in of.items()}
# A projection is never sure: the chance of what is not settled stays this far from 0 and 1.
UNSURE = 1e-6
SPREAD = {"middle": 0.5, "low80": 0.1, "high80": 0.9, "low95": 0.025, "high95": 0.975}


def relations(comparator: pd.Series, direction: pd.Series) -> pd.Series:
    """The relation each comparator stands for, by the indicator's direction (`RELATION_OF`)."""
    pairs = zip(comparator.fillna(""), direction, strict=True)
    return pd.Series([_RELATIONS.get(p, "") for p in pairs], index=comparator.index, dtype=object)


def judge_paths(promises: pd.DataFrame, path: pd.DataFrame) -> pd.DataFrame:
    """Whether each promise held, or how likely it is to.

    Parameters
    ----------
    promises : DataFrame
        A row a predicate: series (what `path` is keyed by), measure, relation, value, value_high
        (for within), tolerance (in the unit of the measure, for near; also what "about" leaves
        open on the side that is worse), year_from, deadline, hold, base_year and base_value (for
        `AGAINST_BASE`), lower and upper (what the indicator cannot leave; NaN without a bound),
        against (a series, for gap).
    path : DataFrame
        A row a series and year: series, year; low, high (all that the source allows: equal for
        an exact value, NaN for a year that is not observed), quantiles (over
        `projection.levels.GRID`: of a projected year, or of a year known in part; else None).

    Returns
    -------
    DataFrame
        On the index of `promises`: settled (every value that is allowed gives the same answer),
        kept (that answer; False where open), met (whether the newest value up to the deadline
        surely has the relation), probability (1 or 0 exactly where settled, strictly between
        elsewhere, NaN where there is nothing to go on), and the measure's `SPREAD`, in its unit.
    """
    table = promises.reset_index(drop=True)
    if table.empty:
        kinds = {c: bool for c in ("settled", "kept", "met")} | dict.fromkeys(SPREAD, float)
        empty = pd.DataFrame(columns=[*kinds, "probability"], index=promises.index)
        return empty.astype({**kinds, "probability": float})
    years = np.arange(_first_year(table, path), int(table["deadline"].max()) + 1)
    values = _measured(table, _values(table, "series", path, years), path, years)
    wanted = _wanted_years(table, years)
    asks = accepted(table)
    sure, never = _certain(asks, values)
    settled, kept = _answers(table, sure, never, wanted)
    low, high = _extremes(values, wanted)
    ever = (table["hold"] == "ever").to_numpy()
    chance = _chance(asks, ever, low, high, values, wanted)
    chance = np.clip(chance, UNSURE, 1.0 - UNSURE)
    return pd.DataFrame(
        {
            "settled": settled,
            "kept": settled & kept,
            "met": _newest(sure, values.seen),
            "probability": np.where(settled, kept.astype(float), chance),
            **_spread(asks, ever, low, high),
        },
        index=promises.index,
    )


# --- the path -------------------------------------------------------------------------------


class Values(NamedTuple):
    """Of each promise and year: the range that is allowed, and the distribution."""

    low: np.ndarray  # (N, Y); −inf where nothing is known
    high: np.ndarray  # (N, Y); inf where nothing is known
    grid: np.ndarray  # (N, Y, len(GRID)); NaN where nothing is known
    seen: np.ndarray  # (N, Y): observed, at least in part
    steps: np.ndarray  # (N, Y): years after the last exact value; 0 up to it, or without a value
    kind: np.ndarray  # (N,): how a series' years go together, see `projection.paths.classes`


def _first_year(table: pd.DataFrame, path: pd.DataFrame) -> int:
    asked = pd.concat([table["deadline"], table["year_from"], table["base_year"], path["year"]])
    return int(asked.dropna().min())


def _values(table: pd.DataFrame, column: str, path: pd.DataFrame, years: np.ndarray) -> Values:
    """The path of each promise's series to its deadline, a row a promise."""
    inside = path[path["year"].between(years[0], years[-1])]
    codes, names = pd.factorize(inside["series"])
    at = (codes, inside["year"].to_numpy(int) - years[0])
    shape = (len(names) + 1, len(years))  # the last row is of a series without a path
    low, high = np.full(shape, np.nan), np.full(shape, np.nan)
    low[at], high[at] = inside["low"].to_numpy(float), inside["high"].to_numpy(float)
    grid = np.full((*shape, len(GRID)), np.nan)
    exact = low == high
    grid[exact] = low[exact][:, None]
    told = inside["quantiles"].map(lambda q: isinstance(q, np.ndarray)).to_numpy(bool)
    if told.any():
        grid[at[0][told], at[1][told]] = np.stack(inside["quantiles"][told].to_list())
    row = pd.Index(names).get_indexer(table[column])
    in_time = years <= table["deadline"].to_numpy(int)[:, None]
    seen = ~np.isnan(low[row]) & in_time
    drawn = _filled(np.where(in_time[:, :, None], grid[row], np.nan))
    steps = _steps(drawn, exact[row] & in_time)
    return Values(
        np.where(seen, low[row], -np.inf),
        np.where(seen, high[row], np.inf),
        drawn,
        seen,
        steps,
        classes(drawn, steps),
    )


def _steps(grid: np.ndarray, exact: np.ndarray) -> np.ndarray:
    told = ~np.isnan(grid[:, :, 0])
    year = np.arange(told.shape[1])
    last = np.where(exact, year, -1).max(axis=1)
    last = np.where(last < 0, np.where(told, year, told.shape[1]).min(axis=1) - 1, last)
    return np.where(told, np.maximum(year - last[:, None], 0), 0)


def _filled(grid: np.ndarray) -> np.ndarray:
    """Years without a value between two that have one, on the straight line between them."""
    held = ~np.isnan(grid[:, :, 0])
    before = np.maximum.accumulate(held, axis=1)
    after = np.maximum.accumulate(held[:, ::-1], axis=1)[:, ::-1]
    for row in np.flatnonzero((before & after & ~held).any(axis=1)):
        known, inner = np.flatnonzero(held[row]), np.flatnonzero(before[row] & after[row])
        drawn = [np.interp(inner, known, level) for level in grid[row, known].T]
        grid[row, inner] = np.stack(drawn, axis=1)
    return grid


# --- the measure ----------------------------------------------------------------------------


def _measured(table: pd.DataFrame, values: Values, path: pd.DataFrame, years: np.ndarray) -> Values:
    """What the promise measures, in each year in which it could be read off."""
    lower, upper = (table[c].astype(float).to_numpy()[:, None] for c in ("lower", "upper"))
    low = np.where(np.isneginf(values.low) & ~np.isnan(lower), lower, values.low)
    high = np.where(np.isposinf(values.high) & ~np.isnan(upper), upper, values.high)
    if (table["measure"] == "gap").any():
        low, high, values = _less_other(table, low, high, values, path, years)
    base = table["base_value"].astype(float).to_numpy()[:, None]
    span = years[None, :] - table["base_year"].astype(float).to_numpy()[:, None]
    kind = table["measure"].to_numpy()
    with np.errstate(all="ignore"):
        low, high = (_against(kind, v, base, span) for v in (low, high))
        grid = _against(kind, values.grid, base[:, :, None], span[:, :, None])
    return _added_up(table, values._replace(low=low, high=high, grid=grid), years)


def _against(kind: np.ndarray, v: np.ndarray, base: np.ndarray, span: np.ndarray) -> np.ndarray:
    """A value as its change, ratio or growth against the base; growth in percent a year.

    A ratio to a base that is not positive, and growth before or in the base year, are NaN.
    """
    of = kind.reshape(-1, *(1,) * (v.ndim - 1))
    ratio = np.where(base > 0, v / base, np.nan)
    yearly = np.where(span > 0, np.maximum(ratio, 0.0) ** (1.0 / span), np.nan)
    return np.select(
        [of == "change", of == "trend", of == "ratio", of == "percent_change", of == "growth"],
        [v - base, v - base, ratio, 100.0 * (ratio - 1.0), 100.0 * (yearly - 1.0)],
        v,
    )


def _less_other(
    table: pd.DataFrame,
    low: np.ndarray,
    high: np.ndarray,
    values: Values,
    path: pd.DataFrame,
    years: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, Values]:
    """Values less those of the series they are held against; of a projected one its median."""
    other = _values(table, "against", path, years)
    gap = (table["measure"] == "gap").to_numpy()[:, None]
    middle = other.grid[:, :, [len(GRID) // 2]]
    with np.errstate(invalid="ignore"):
        low, high = np.where(gap, low - other.high, low), np.where(gap, high - other.low, high)
    grid = np.where(gap[:, :, None], values.grid - middle, values.grid)
    seen = np.where(gap, values.seen & other.seen, values.seen)
    return low, high, values._replace(grid=grid, seen=seen)


def _added_up(table: pd.DataFrame, values: Values, years: np.ndarray) -> Values:
    """Sums and means over the promise's years, in the place of the deadline."""
    total = table["measure"].isin(OF_YEARS).to_numpy()
    if not total.any():
        return values
    inside = _window(table, years)
    count = np.where((table["measure"] == "mean").to_numpy(), inside.sum(axis=1), 1)
    weight = (inside / count[:, None])[total]
    due = (years[None, :] == table["deadline"].to_numpy(int)[:, None]).argmax(axis=1)[total]
    at = np.flatnonzero(total), due
    low, high, grid = (v.copy() for v in values[:3])
    for end in (low, high):
        end[at] = np.where(inside[total], end[total], 0.0).sum(axis=1) / count[total]
    grid[at] = together.added(grid[total], values.steps[total], values.kind[total], weight)
    return values._replace(low=low, high=high, grid=grid)


# --- the relation ---------------------------------------------------------------------------


def _window(table: pd.DataFrame, years: np.ndarray) -> np.ndarray:
    """The years from the promise's first to its deadline."""
    last = table["deadline"].to_numpy(int)[:, None]
    first = table["year_from"].astype(float).to_numpy()[:, None]
    return (years >= np.where(np.isnan(first), last, first)) & (years <= last)


def _wanted_years(table: pd.DataFrame, years: np.ndarray) -> np.ndarray:
    """The years in which the relation decides: the deadline, or each year of the promise."""
    only = (table["hold"] == "by") | table["measure"].isin(OF_YEARS)
    due = years == table["deadline"].to_numpy(int)[:, None]
    return np.where(only.to_numpy()[:, None], due, _window(table, years))


def accepted(table: pd.DataFrame) -> pd.DataFrame:
    """What each relation accepts: floor, ceiling, and whether each is left out itself."""
    value, high = table["value"].astype(float), table["value_high"].astype(float)
    slack = table["tolerance"].astype(float).fillna(0.0)
    relation = table["relation"]
    floor = relation.map({"at_least": 1, "more_than": 1, "within": 1, "near": 1}).notna()
    ceiling = relation.map({"at_most": 1, "less_than": 1, "within": 1, "near": 1}).notna()
    return pd.DataFrame(
        {
            "floor": (value - slack).where(floor, -np.inf),
            "ceiling": (value.where(relation != "within", high) + slack).where(ceiling, np.inf),
            "floor_out": relation == "more_than",
            "ceiling_out": relation == "less_than",
        }
    )


def _certain(asks: pd.DataFrame, values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Whether every allowed value has the relation, and whether none has; (N, Y) each."""
    return held(values.low, values.high, *(asks[c].to_numpy()[:, None] for c in ENDS))


def holds(low: pd.Series, high: pd.Series, asks: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Whether every value from low to high is accepted, and whether none is.

    Parameters
    ----------
    low, high : Series
    asks : DataFrame
        `ENDS`, see `accepted`, on the same index.
    """
    ends = (asks["floor"], asks["ceiling"], asks["floor_out"], asks["ceiling_out"])
    kept = (c.to_numpy(t) for c, t in zip(ends, (float, float, bool, bool), strict=True))
    sure, never = held(low.to_numpy(float), high.to_numpy(float), *kept)
    return pd.Series(sure, index=low.index), pd.Series(never, index=low.index)


def _answers(
    table: pd.DataFrame, sure: np.ndarray, never: np.ndarray, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    ever = ((table["hold"] == "ever") & ~table["measure"].isin(OF_YEARS)).to_numpy()
    all_sure, any_sure = (sure | ~wanted).all(axis=1), (sure & wanted).any(axis=1)
    all_never, any_never = (never | ~wanted).all(axis=1), (never & wanted).any(axis=1)
    kept = np.where(ever, any_sure, all_sure)
    broken = np.where(ever, all_never, any_never)
    return kept | broken, kept


def _newest(sure: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Whether the newest value up to the deadline surely has the relation."""
    last = seen.shape[1] - 1 - seen[:, ::-1].argmax(axis=1)
    return seen.any(axis=1) & sure[np.arange(len(sure)), last]


# --- the chance -----------------------------------------------------------------------------


def _extremes(values: Values, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Quantiles of the lowest and the highest of the deciding years; (N, len(GRID)) each."""
    low = np.where(wanted[:, :, None], values.grid, np.inf).min(axis=1)
    high = np.where(wanted[:, :, None], values.grid, -np.inf).max(axis=1)
    several = wanted.sum(axis=1) > 1
    if several.any():
        low[several], high[several] = together.ends(*_drawn(values, several), wanted[several])
    return low, high


def _drawn(values: Values, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return values.grid[rows], values.steps[rows], values.kind[rows]


def _chance(
    asks: pd.DataFrame,
    ever: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    values: Values,
    wanted: np.ndarray,
) -> np.ndarray:
    """The share of paths on which the relation holds when it is asked for."""
    decides = np.where(ever[:, None], high, low), np.where(ever[:, None], low, high)
    chance = np.clip(_chance_within(decides[1], asks) - _chance_short(decides[0], asks), 0.0, 1.0)
    several = wanted.sum(axis=1) > 1
    if several.any():
        ends = [asks[c].to_numpy()[several] for c in ENDS]
        drawn = _drawn(values, several)
        chance[several] = together.share_of_paths(*drawn, wanted[several], ever[several], ends)
    return chance


def _chance_short(quantiles: np.ndarray, asks: pd.DataFrame) -> np.ndarray:
    """P(below the floor), 0 without a floor."""
    floor = asks["floor"].to_numpy()
    below, at_most = (cumulative(quantiles, floor, below=b) for b in (True, False))
    none = np.where(np.isnan(quantiles).any(axis=1), np.nan, 0.0)
    return np.where(np.isneginf(floor), none, np.where(asks["floor_out"], at_most, below))


def _chance_within(quantiles: np.ndarray, asks: pd.DataFrame) -> np.ndarray:
    """P(not above the ceiling), 1 without a ceiling."""
    ceiling = asks["ceiling"].to_numpy()
    below, at_most = (cumulative(quantiles, ceiling, below=b) for b in (True, False))
    whole = np.where(np.isnan(quantiles).any(axis=1), np.nan, 1.0)
    return np.where(np.isposinf(ceiling), whole, np.where(asks["ceiling_out"], below, at_most))


def _spread(
    asks: pd.DataFrame, ever: np.ndarray, low: np.ndarray, high: np.ndarray
) -> dict[str, np.ndarray]:
    """Quantiles of the measure; where several years decide, of the year that decides worst."""
    upward = np.isfinite(asks["floor"].to_numpy())
    told = np.where((upward != ever)[:, None], low, high)
    return {name: told[:, int(np.flatnonzero(GRID == p)[0])] for name, p in SPREAD.items()}
