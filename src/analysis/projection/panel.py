"""Project every series of an as-of view in one call."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from .floors import SERIES, as_points, given_what_is_known
from .learning import Learned
from .levels import GRID
from .prediction import predict

PROBABILITIES = GRID
INTERVALS = {"low95": 0.025, "low80": 0.1, "high80": 0.9, "high95": 0.975}
# What only a projected row has, and of what kind.
PROJECTED = {
    **dict.fromkeys(INTERVALS, "float64"),
    **dict.fromkeys(("quantiles", "method", "evidence"), "object"),
    **dict.fromkeys(("last_year", "n_history"), "float64"),
}


def project(
    known: pd.DataFrame,
    indicators: pd.DataFrame | None = None,
    *,
    until: int,
    method: str = "pooled",
    learned: Learned | None = None,
) -> pd.DataFrame:
    """Append to what is known a projection of every series to the year `until`.

    Parameters
    ----------
    known : DataFrame
        An as-of view, see `vintages.as_of_view`.
    indicators : DataFrame, optional
        Columns of `schema.INDICATORS`: bounds, and definition breaks, across which nothing is
        fitted. Without it nothing is bounded or cut.
    until : int
        Last year to project.
    method : str
        See `predict`.
    learned : Learned, optional
        From `regional.learned`: how outcomes stood to the reference class in the panel that
        these series belong to, by the direction that is wanted of them. Used by the pooled
        method only. Nothing is learned from the series of `known` themselves.

    Returns
    -------
    DataFrame
        The rows of `known` with kind "observed", then rows with kind "projected":
        indicator_id, region, year, value (the median), low95, low80, high80, high95,
        quantiles (an array over PROBABILITIES, None without an interval), method,
        evidence (A to D), n_history, last_year (of the last value that is no mere bound: a year
        after it may be both observed and projected, given the bound); none from a definition
        break on. Sorted by indicator, region and year.
    """
    after = since_break(known, indicators)
    observed = known.assign(kind="observed")
    made = _ahead(after, indicators, until, method, learned or Learned())
    if made is None:
        return observed.reindex(columns=[*observed, *PROJECTED]).astype(PROJECTED)
    return (
        pd.concat([observed, made.assign(kind="projected")], ignore_index=True)
        .sort_values([*SERIES, "year"], kind="stable")
        .reset_index(drop=True)
    )


def _ahead(
    after: pd.DataFrame,
    indicators: pd.DataFrame | None,
    until: int,
    method: str,
    learned: Learned,
) -> pd.DataFrame | None:
    """The projected rows; None where every series ends in or after the last year."""
    points = as_points(after)
    grouped = points.groupby(SERIES, sort=False)
    series = [(key, history(rows)) for key, rows in grouped]
    keys = [key for key, _ in series]
    last = grouped["year"].max().astype(int)
    horizon = max(until - int(last.min()), 0) if len(last) else 0
    if not horizon:
        return None
    limits = bounds([key[0] for key in keys], indicators)
    made = predict(
        [h for _, h in series],
        horizon,
        **limits,
        years=last.to_numpy(),
        panel=directions([key[0] for key in keys], indicators),
        learned=learned,
        method=method,
    )
    made, hopeless = given_what_is_known(made, keys, last.to_numpy(), after)
    if hopeless.any():
        lost = {keys[n] for n in np.flatnonzero(hopeless)}
        return _ahead(_believed(after, lost), indicators, until, method, learned)
    frame = _to_frame(keys, last.to_numpy(), made)
    due = frame[frame["year"] <= until].pipe(_before_break, indicators)
    return due.join(grouped.size().rename("n_history"), on=SERIES)


def _believed(after: pd.DataFrame, lost: set[tuple[str, str]]) -> pd.DataFrame:
    """The bounds of some series as values: far beyond what their exact values lead to."""
    theirs = pd.MultiIndex.from_frame(after[SERIES]).isin(list(lost))
    ends = {c: after[c].mask(theirs) for c in ("low", "high") if c in after}
    return after.assign(qualifier=after["qualifier"].mask(theirs, "about"), **ends)


def history(rows: pd.DataFrame) -> np.ndarray:
    """One series as an array with a value a year, NaN for the years between without one."""
    years, values = rows["year"].to_numpy(int), rows["value"].to_numpy(float)
    made = np.full(years.max() - years.min() + 1, np.nan)
    made[years - years.min()] = values
    if len(set(years)) < len(years):
        raise ValueError("a series has two values in one year; see `vintages.as_of_view`")
    return made


def breaks(indicators: pd.DataFrame) -> pd.DataFrame:
    """Definition breaks, one a row: indicator_id, year (first under the new one), reason."""
    told = zip(indicators["indicator_id"], indicators["definition_breaks"].fillna(""), strict=True)
    parts = [(i, *part.partition(":")[::2]) for i, text in told for part in text.split(";") if part]
    rows = [(i, int(year), reason) for i, year, reason in parts]
    table = pd.DataFrame(rows, columns=["indicator_id", "year", "reason"])
    return table.astype({"indicator_id": indicators["indicator_id"].dtype, "year": "Int64"})


def since_break(known: pd.DataFrame, indicators: pd.DataFrame | None) -> pd.DataFrame:
    if indicators is None:
        return known
    table = breaks(indicators)
    if table.empty:
        return known.reset_index(drop=True)
    joined = known.merge(
        table.rename(columns={"year": "break_year"}), on="indicator_id", how="left"
    )
    newest = joined.groupby([*SERIES])["year"].transform("max")
    passed = joined["break_year"].notna() & (joined["break_year"] <= newest)
    before = passed & (joined["year"] < joined["break_year"])
    cut = joined.loc[before, [*SERIES, "year"]].drop_duplicates()
    kept = known.merge(cut, on=[*SERIES, "year"], how="left", indicator="cut")
    return kept[kept["cut"] == "left_only"].drop(columns="cut")


def _before_break(projected: pd.DataFrame, indicators: pd.DataFrame | None) -> pd.DataFrame:
    """Only the years before the next break: an old definition says nothing of a new one."""
    if indicators is None:
        return projected
    table = breaks(indicators).rename(columns={"year": "break_year"})
    if table.empty:
        return projected
    joined = projected.reset_index().merge(table[["indicator_id", "break_year"]], on="indicator_id")
    past = (joined["break_year"] > joined["last_year"]) & (joined["year"] >= joined["break_year"])
    return projected.drop(index=joined.loc[past.fillna(False), "index"].unique())


def bounds(ids: list[str], indicators: pd.DataFrame | None) -> dict[str, np.ndarray | None]:
    if indicators is None:
        return {"lower": None, "upper": None}
    table = indicators.set_index("indicator_id").reindex(ids)
    return {
        "lower": table["lower"].fillna(-np.inf).to_numpy(float),
        "upper": table["upper"].fillna(np.inf).to_numpy(float),
    }


def directions(ids: Iterable[str], indicators: pd.DataFrame | None) -> np.ndarray:
    """The direction that is wanted of each indicator, "none" where nothing is known of it."""
    names = list(ids)
    if indicators is None or "direction" not in indicators:
        return np.full(len(names), "none", dtype=object)
    wanted = indicators.drop_duplicates("indicator_id").set_index("indicator_id")["direction"]
    return wanted.reindex(names).fillna("none").to_numpy(dtype=object)


def _to_frame(keys: list[tuple[str, str]], last: np.ndarray, made) -> pd.DataFrame:
    n, horizon = made.median.shape
    step = np.tile(np.arange(1, horizon + 1), n)
    repeat = np.repeat(np.arange(n), horizon)
    grid = made.quantiles.reshape(n * horizon, -1)
    named = {name: made.quantile(p).ravel() for name, p in INTERVALS.items()}
    frame = pd.DataFrame(
        {
            "indicator_id": np.array([k[0] for k in keys], dtype=object)[repeat],
            "region": np.array([k[1] for k in keys], dtype=object)[repeat],
            "year": last[repeat] + step,
            "value": made.median.ravel(),
            **named,
            "quantiles": [None if np.isnan(q).any() else q for q in grid],
            "method": np.array(made.method, dtype=object)[repeat],
            "evidence": np.array(made.grade, dtype=object)[repeat],
            "last_year": last[repeat],
        }
    )
    return frame.astype({"year": "Int64"})
