"""Values that are only bounds: out of the history, and into the distribution as what is known.

"More than 4,500" in the last year is no point for a trend to start from. The series is projected
from its exact values, and the paths that contradict the bound are left out (`Prediction.given`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ..records.vintages import FROM, UP_TO, allowed
from .features import TYPICAL
from .prediction import FAINT, Prediction

SERIES = ["indicator_id", "region"]
FEWEST = 2  # exact values, below which a bound before them stands for its year


def is_bound(rows: pd.DataFrame) -> pd.Series:
    """Which values are open on one side, or a range too wide to be a point.

    That is one wider than a typical yearly change; what rounding leaves open is far narrower.
    """
    ends = [rows[c] for c in ("low", "high") if c in rows]
    open_sided = "qualifier" in rows and rows["qualifier"].isin([*FROM, *UP_TO]).any()
    if not open_sided and not any(end.notna().any() for end in ends):
        return pd.Series(False, index=rows.index)
    left = allowed(rows)
    size = rows["value"].astype(float).abs()
    return np.isinf(left).any(axis=1) | (left["high"] - left["low"] > TYPICAL * size)


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
    low, high = np.full(made.median.shape, -np.inf), np.full(made.median.shape, np.inf)
    np.maximum.at(low, (at, steps), loose["low"].to_numpy())
    np.minimum.at(high, (at, steps), loose["high"].to_numpy())
    held, chance = made.given(low, high)
    hopeless[:] = chance < FAINT
    kept = (hopeless | (chance == 1.0))[:, None]
    return replace(
        held,
        quantiles=np.where(kept[:, :, None], made.quantiles, held.quantiles),
        median=np.where(kept, made.median, held.median),
    ), hopeless
