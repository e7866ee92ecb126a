"""Which days a figure describes: its indicator's year, or another period, never bent to one."""

from __future__ import annotations

import pandas as pd

from .tables import Problem, problems_of

KEY = ["indicator_id", "region", "year"]  # what one value of a yearly series goes by
CALENDAR = "01-01"  # the first day of a year, where an indicator says no other
ENDS = "end"  # a year that goes by the calendar year in which it ends
MADE = "made:"  # how the name of a figure begins that was made from parts of its year


def with_periods(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Observations with the first and last day of what each describes, and whether it is a year.

    Parameters
    ----------
    rows : DataFrame
        Columns of `schema.OBSERVATIONS`; start and end are empty where the row describes the year
        of its indicator.
    indicators : DataFrame
        Columns of `schema.INDICATORS`: year_begins (MM-DD), year_named.

    Returns
    -------
    DataFrame
        start and end filled in; annual (whether they are the year of the indicator that goes by
        `year`).
    """
    first, last = _years(rows, indicators)
    start, end = rows["start"].fillna(first), rows["end"].fillna(last)
    return rows.assign(start=start, end=end, annual=(start == first) & (end == last))


def _years(rows: pd.DataFrame, indicators: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """First and last day of the year that each row's `year` means for its indicator."""
    table = indicators.set_index("indicator_id")
    begins = rows["indicator_id"].map(table["year_begins"]).replace("", None).fillna(CALENDAR)
    by_end = rows["indicator_id"].map(table["year_named"]).eq(ENDS) & begins.ne(CALENDAR)
    of = rows["year"].astype("int64") - by_end.astype("int64")
    first = pd.to_datetime(of.astype(str) + "-" + begins).astype("datetime64[s]")
    following = pd.to_datetime((of + 1).astype(str) + "-" + begins).astype("datetime64[s]")
    return first, following - pd.Timedelta(days=1)


def period_problems(rows: pd.DataFrame, file: str) -> list[Problem]:
    """Periods that cannot be meant: half of one, one that ends before it begins or is not over."""
    half = rows["start"].isna() != rows["end"].isna()
    backward = rows["end"] < rows["start"]
    early = rows["end"] > rows["published"]
    outside = rows["start"].notna() & ~(
        (rows["start"].dt.year <= rows["year"]) & (rows["year"] <= rows["end"].dt.year)
    )
    checks = (
        ("start", half, "a period has a first and a last day; give both | 起止日期要成对填写"),
        ("end", backward, "lies before the first day | 止日早于起日"),
        ("end", early & ~half, "is not over on the day of publication | 发布时这段时间还没有结束"),
        ("year", outside & ~half, "is no year of the period | 年份不在起止日期之内"),
    )
    return problems_of(rows, file, checks)


def annual(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The figures that describe a year of their indicator, and those made from parts of one.

    A figure of another period enters no yearly series, unless the indicator says by which rule a
    year is made of its parts (`from_parts`): then a year is made on each day on which all of it
    was published in parts that do not overlap, and only where no figure of the year itself is.

    Parameters
    ----------
    rows : DataFrame
        From `with_periods`, with grade.

    Returns
    -------
    DataFrame
        Columns of `schema.OBSERVATIONS` and grade.
    """
    plain = ["start", "end", "annual"]
    whole = rows[rows["annual"]]
    rule = rows["indicator_id"].map(indicators.set_index("indicator_id")["from_parts"]).fillna("")
    parts = rows.assign(rule=rule)[~rows["annual"] & rule.ne("")]
    if parts.empty:
        return whole.drop(columns=plain)
    first, last = _years(parts, indicators)
    inside = (parts["start"] >= first) & (parts["end"] <= last)
    parts = parts.assign(first=first, last=last)[inside]
    made = [year for _, group in parts.groupby(KEY, sort=False) for year in _made(group)]
    known = pd.MultiIndex.from_frame(whole[KEY])
    new = pd.DataFrame(made, columns=rows.columns)
    new = new[~pd.MultiIndex.from_frame(new[KEY]).isin(known)]
    if new.empty:
        return whole.drop(columns=plain)
    return pd.concat([whole, new.astype(whole.dtypes.to_dict())], ignore_index=True).drop(
        columns=plain
    )


def _made(parts: pd.DataFrame) -> list[dict]:
    """One year's figures, a row for each day on which the newest parts give another."""
    found, last = [], None
    for day in sorted(parts["published"].unique()):
        known = parts[parts["published"] <= day].sort_values(["published", "recorded_at"])
        newest = known.drop_duplicates(["start", "end"], keep="last").sort_values("start")
        if not _covers(newest):
            continue
        rule, days = newest["rule"].iloc[0], (newest["end"] - newest["start"]).dt.days + 1
        total = newest["value"].sum()
        mean = (newest["value"] * days).sum() / days.sum()
        value = {"sum": total, "mean": mean}[rule]
        if value != last:
            row = known.iloc[-1]
            name = f"{MADE}{row['observation_id']}"
            found.append({**row.to_dict(), "observation_id": name, "value": value, "annual": True})
            last = value
    return found


def _covers(parts: pd.DataFrame) -> bool:
    """Whether parts follow each other from the year's first day to its last."""
    follows = (
        parts["start"].iloc[1:].to_numpy()
        == (parts["end"].iloc[:-1] + pd.Timedelta(days=1)).to_numpy()
    )
    whole = (parts["start"].iloc[0], parts["end"].iloc[-1]) == (
        parts["first"].iloc[0],
        parts["last"].iloc[0],
    )
    return bool(follows.all()) and whole
