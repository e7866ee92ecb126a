"""What would have been said at every earlier year, beside what then happened."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .learning import FEWEST, ORIGINS, Learned, gathered, normal_scores
from .levels import GRID
from .panel import SERIES, bounds, directions, history, since_break
from .prediction import predict
from .reference import Reference
from .shrinkage import LONGEST, Evidence


def replay(
    known: pd.DataFrame,
    indicators: pd.DataFrame | None = None,
    *,
    horizon: int = 5,
    fewest: int = 2,
    method: str = "pooled",
    taught: bool = False,
    reference: Reference | None = None,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Project every series from each of its years on, knowing only what came before.

    Parameters
    ----------
    known : DataFrame
        An as-of view of any number of regions, see `vintages.as_of_view`. Values are as known
        now: the replay forgets later years, not later revisions.
    indicators : DataFrame, optional
        Columns of `schema.INDICATORS`, for bounds and definition breaks.
    horizon : int
        Years ahead, from one on.
    fewest : int
        Points a history needs to be projected.
    method, reference
        See `predict`.
    taught : bool
        Move each year's forecasts by what all series had taught by then: by the outcomes that
        had come true, of the indicators of which the same direction is wanted. By the pooled
        method only.

    Returns
    -------
    outcomes : DataFrame
        One row per series, origin and horizon with an observed outcome: indicator_id, region,
        origin, horizon, n_history, last, scale (mean absolute yearly change), actual.
    quantiles : ndarray, shape (len(outcomes), len(GRID))
    """
    whole = [(key, history(rows)) for key, rows in _series(known, indicators)]
    starts = since_break(known, indicators).groupby(SERIES, sort=False)["year"].min()
    origins = pd.DataFrame(
        [
            (i, end)
            for i, (_, values) in enumerate(whole)
            for end in range(fewest, len(values))
            if not np.isnan(values[end - 1]) and (~np.isnan(values[:end])).sum() >= fewest
        ],
        columns=["series", "end"],
    )
    if origins.empty:
        return origins, np.empty((0, len(GRID)))
    histories = [whole[i][1][:end] for i, end in origins.itertuples(index=False)]
    ids = [whole[i][0][0] for i in origins["series"]]
    each = range(len(histories))  # a history and its continuation are no panel
    limits = bounds(ids, indicators)
    made = predict(histories, horizon, **limits, panel=each, method=method, reference=reference)
    told = origins.assign(
        indicator_id=ids,
        region=[whole[i][0][1] for i in origins["series"]],
        origin=[int(starts[whole[i][0]]) + e - 1 for i, e in origins.itertuples(index=False)],
        n_history=[int((~np.isnan(h)).sum()) for h in histories],
        last=[h[-1] for h in histories],
        scale=[yearly_change(h) for h in histories],
    )
    rows = told.loc[told.index.repeat(horizon)].reset_index(names="at")
    steps = np.tile(np.arange(1, horizon + 1), len(told))
    actual = [
        whole[i][1][e + s - 1] if e + s <= len(whole[i][1]) else np.nan
        for i, e, s in zip(rows["series"], rows["end"], steps, strict=True)
    ]
    rows = rows.assign(horizon=steps, actual=actual)
    keep = rows["actual"].notna() & (rows["scale"] > 0)
    outcomes = rows[keep].drop(columns=["at", "series", "end"]).reset_index(drop=True)
    kept, quantiles = keep.to_numpy(), made.quantiles
    if taught:
        seen = quantiles.reshape(-1, len(GRID))[kept]
        quantiles = _taught(histories, told, outcomes, seen, indicators, quantiles, reference)
    return outcomes, quantiles.reshape(-1, len(GRID))[kept]


def _taught(
    histories: list[np.ndarray],
    told: pd.DataFrame,
    outcomes: pd.DataFrame,
    seen: np.ndarray,
    indicators: pd.DataFrame | None,
    alone: np.ndarray,
    reference: Reference | None,
) -> np.ndarray:
    """The forecasts of each year again, moved by what had come true by then."""
    moved, horizon = alone.copy(), alone.shape[1]
    wanted = directions(told["indicator_id"], indicators)
    panel = directions(outcomes["indicator_id"], indicators)
    for year in told["origin"].unique():
        known = (outcomes["origin"] + outcomes["horizon"] <= year).to_numpy()
        learned = Learned(scores_by_year(outcomes[known], seen[known], panel[known]))
        own = np.flatnonzero(told["origin"] == year)
        limits = bounds(told["indicator_id"].iloc[own].to_list(), indicators)
        given = [histories[i] for i in own]
        moved[own] = predict(
            given,
            horizon,
            **limits,
            years=int(year),
            panel=wanted[own],
            learned=learned,
            reference=reference,
        ).quantiles
    return moved


def scores_by_year(
    outcomes: pd.DataFrame, quantiles: np.ndarray, panel: np.ndarray
) -> dict[str, Evidence]:
    """How the outcomes of each panel stood in the distributions that were given.

    Parameters
    ----------
    outcomes, quantiles
        From `replay`.
    panel : ndarray, shape (len(outcomes),)
        Its label.
    """
    score = normal_scores(quantiles, outcomes["actual"].to_numpy(float))
    near = (outcomes["horizon"] <= LONGEST).to_numpy()
    found = {}
    for name in pd.unique(panel[near]):
        rows = outcomes[near & (panel == name)]
        if (
            len(rows[["indicator_id", "region"]].drop_duplicates()) >= FEWEST
            and rows["origin"].nunique() >= ORIGINS
        ):
            columns = (rows[c].to_numpy() for c in ("origin", "horizon", "n_history"))
            found[name] = gathered(*columns, score[near & (panel == name)])
    return found


def hold_back(values: np.ndarray, points: int, horizon: int) -> tuple[np.ndarray, pd.DataFrame]:
    """Keep the last `points` values before the last `horizon` ones, which are the truth.

    Parameters
    ----------
    values : ndarray, shape (S, T)
        Right-aligned series without gaps, NaN before the first year.

    Returns
    -------
    histories : ndarray, shape (R, points)
        Of the series that are long enough and moved.
    outcomes : DataFrame
        One row per series and horizon, as `scores.score` takes them: series (row of `values`),
        horizon, n_history, last, scale, volatility (mean absolute yearly change of the
        logarithm), actual.
    """
    kept = values[:, -points - horizon :]
    histories, actual = kept[:, :points], kept[:, points:]
    scale = np.abs(np.diff(histories, axis=1)).mean(axis=1) if points > 1 else histories[:, 0]
    usable = ~np.isnan(kept).any(axis=1) & (scale > 0)
    histories, actual, scale = histories[usable], actual[usable], scale[usable]
    volatility = np.abs(np.diff(np.log(histories), axis=1)).mean(axis=1)
    each = pd.DataFrame(
        {
            "series": np.flatnonzero(usable),
            "n_history": points,
            "last": histories[:, -1],
            "scale": scale,
            "volatility": volatility,
        }
    )
    outcomes = each.loc[each.index.repeat(horizon)].reset_index(drop=True)
    steps = np.tile(np.arange(1, horizon + 1), len(each))
    return histories, outcomes.assign(horizon=steps, actual=actual.ravel())


def yearly_change(values: np.ndarray) -> float:
    """Mean absolute change a year between the values that are known."""
    at = np.flatnonzero(~np.isnan(values))
    return float(np.mean(np.abs(np.diff(values[at])) / np.diff(at))) if len(at) > 1 else 0.0


def _series(known: pd.DataFrame, indicators: pd.DataFrame | None):
    return since_break(known, indicators).groupby(SERIES, sort=False)
