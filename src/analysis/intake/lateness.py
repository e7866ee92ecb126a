"""When figures usually come out, which are overdue by that, and which came late."""

from __future__ import annotations

import datetime as dt

import pandas as pd

FEWEST = 2  # first publications from which an indicator has a usual day of its own
WITHOUT = 365  # days after its year that a figure is expected where nothing is known of any
LATE = 60  # days after the usual day from which a figure counts as late
SERIES = ["indicator_id", "region"]


def first_publications(observations: pd.DataFrame) -> pd.DataFrame:
    """The day on which each year's figure first came out, where its source prints a day.

    Parameters
    ----------
    observations : DataFrame
        Columns of `schema.OBSERVATIONS`, every vintage.

    Returns
    -------
    DataFrame
        indicator_id, region, year, published, lag (days from the end of the year; figures that
        came out before it are left out).
    """
    dated = observations[~observations["published_estimated"].astype(bool)]
    first = dated.groupby([*SERIES, "year"], as_index=False)["published"].min()
    end = pd.to_datetime(first["year"].astype(str) + "-12-31")
    told = first.assign(lag=(first["published"] - end).dt.days)
    return told[told["lag"] > 0].reset_index(drop=True)


def usual_lags(first: pd.DataFrame) -> tuple[pd.Series, float]:
    """Days after its year that each indicator usually comes out, and that any of them does.

    Returns
    -------
    Series, float
        By indicator_id, the median over `FEWEST` years or more; the median of those, `WITHOUT`
        where there is none.
    """
    counted = first.groupby("indicator_id")["lag"].agg(["median", "size"])
    own = counted.loc[counted["size"] >= FEWEST, "median"]
    return own, float(own.median()) if len(own) else float(WITHOUT)


def expected(rows: pd.DataFrame, observations: pd.DataFrame, *, today: dt.date) -> pd.DataFrame:
    """The rows of a template with the day each was to be expected, and for how long it is owed.

    Parameters
    ----------
    rows : DataFrame
        From `owed.missing_rows`.
    observations : DataFrame
        See `first_publications`.

    Returns
    -------
    DataFrame
        The rows with expected (a day), usual (days after its year that it rests on) and overdue
        (days that it is owed, 0 for what is not due yet).
    """
    own, whole = usual_lags(first_publications(observations))
    usual = rows["indicator_id"].map(own).astype(float).fillna(whole).round().astype(int)
    end = pd.to_datetime(rows["year"].astype(str) + "-12-31")
    day = end + pd.to_timedelta(usual, unit="D")
    overdue = (pd.Timestamp(today) - day).dt.days.clip(lower=0)
    return rows.assign(expected=day, usual=usual, overdue=overdue)


def came_late(observations: pd.DataFrame) -> pd.DataFrame:
    """The figures that first came out `LATE` days or more after their indicator's usual day.

    Returns
    -------
    DataFrame
        The columns of `first_publications` with usual and late (days), the newest year first.
    """
    first = first_publications(observations)
    own, _ = usual_lags(first)
    usual = first["indicator_id"].map(own)
    told = first.assign(usual=usual, late=first["lag"] - usual)
    late = told[told["late"] >= LATE]
    return late.sort_values(["year", "late"], ascending=False).reset_index(drop=True)
