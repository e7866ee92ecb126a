"""Values that are only bounds: out of the history, and into the distribution as what is known.

"More than 4,500" in the last year is no point for a trend to start from. The series is projected
from its exact values, and the paths that contradict the bound are left out. Years are taken as
perfectly dependent, as elsewhere: a path that lies high in one year lies high in all.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ..records.vintages import FROM, UP_TO, allowed
from .levels import GRID, at_levels, cumulative
from .prediction import FAINT, Prediction

SERIES = ["indicator_id", "region"]
FEWEST = 2  # exact values, below which a bound before them stands for its year


def is_bound(rows: pd.DataFrame) -> pd.Series:
    """Which values are open on one side."""
    ends = [rows[c] for c in ("low", "high") if c in rows]
    open_sided = "qualifier" in rows and rows["qualifier"].isin([*FROM, *UP_TO]).any()
    if not open_sided and not any(end.notna().any() for end in ends):
        return pd.Series(False, index=rows.index)
    return np.isinf(allowed(rows)).any(axis=1)


def as_points(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that a history is made of.

    A bound is left out, save one between exact values that the straight line between them breaks,
    one before the first of fewer than `FEWEST` exact values, and those of a series with no other.

    Parameters
    ----------
    rows : DataFrame
        SERIES, year, value, qualifier; optionally low, high.
    """
    bound = is_bound(rows)
    if not bound.any():
        return rows
    bounded = bound.groupby([rows[c] for c in SERIES], sort=False).transform("any")
    some = rows[bounded].groupby(SERIES, sort=False)
    kept = [_points(own, bound[own.index]) for _, own in some]
    return rows.loc[np.concatenate([rows.index[~bounded], *kept])].sort_index()


def _points(own: pd.DataFrame, bound: pd.Series) -> np.ndarray:
    exact, loose = own[~bound], own[bound]
    if exact.empty or loose.empty:
        return own.index.to_numpy()
    first, last = exact["year"].min(), exact["year"].max()
    inner = loose[(loose["year"] > first) & (loose["year"] < last)]
    known = exact.sort_values("year")
    line = np.interp(
        inner["year"].astype(float), known["year"].astype(float), known["value"].astype(float)
    )
    ends = allowed(inner)
    broken = inner[(line < ends["low"].to_numpy()) | (line > ends["high"].to_numpy())]
    early = loose[(loose["year"] < first) & (len(exact) < FEWEST)]
    return np.concatenate([p.index.to_numpy() for p in (exact, broken, early)])


def given_what_is_known(
    made: Prediction, keys: list[tuple[str, str]], last: np.ndarray, rows: pd.DataFrame
) -> tuple[Prediction, np.ndarray]:
    """A prediction given the bounds that lie after the last exact value of each series.

    Parameters
    ----------
    made : Prediction
        N series.
    keys, last
        Each series and the year of its last exact value.
    rows : DataFrame
        As in `as_points`.

    Returns
    -------
    Prediction, ndarray of bool, shape (N,)
        And the series whose prediction leaves next to nothing (`FAINT`) within the bounds: it is
        as it was.
    """
    hopeless, bound = np.zeros(len(keys), dtype=bool), is_bound(rows)
    if not bound.any():
        return made, hopeless
    ends = allowed(rows)[bound]
    loose = rows.loc[ends.index, [*SERIES, "year"]].join(ends)
    at = pd.MultiIndex.from_tuples(keys, names=SERIES).get_indexer(
        pd.MultiIndex.from_frame(loose[SERIES])
    )
    steps = loose["year"].to_numpy(int) - np.where(at >= 0, last[at], 0) - 1
    inside = (at >= 0) & (steps >= 0) & (steps < made.quantiles.shape[1])
    if not inside.any():
        return made, hopeless
    at, steps, loose = at[inside], steps[inside], loose[inside]
    then = made.quantiles[at, steps]
    below = np.zeros(len(keys))
    above = np.ones(len(keys))
    low, high = loose["low"].to_numpy(), loose["high"].to_numpy()
    np.maximum.at(below, at, np.where(np.isinf(low), 0.0, cumulative(then, low, below=True)))
    np.minimum.at(above, at, np.where(np.isinf(high), 1.0, cumulative(then, high)))
    touched = np.unique(at)
    hopeless[touched] = (above - below)[touched] < FAINT
    wanted = touched[~hopeless[touched]]
    held = made.quantiles.copy()
    levels = below[wanted, None] + (above - below)[wanted, None] * GRID
    for step in range(held.shape[1]):
        held[wanted, step] = at_levels(made.quantiles[wanted, step], levels)
    kept = np.isin(at, wanted)
    at, steps = at[kept], steps[kept]
    held[at, steps] = np.clip(held[at, steps], low[kept, None], high[kept, None])
    middle = np.where(
        np.isin(np.arange(len(keys)), wanted)[:, None],
        held[:, :, int(np.flatnonzero(GRID == 0.5)[0])],
        made.median,
    )
    return replace(made, quantiles=held, median=middle), hopeless
