"""What was known on a given day, which source was believed, and what was revised since."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from .errors import PlanDataError
from .places import find_root
from .store import Plan, read_observations

KEY = ["indicator_id", "region", "year"]


def load_observations(
    plan: Plan,
    *,
    as_of: str | pd.Timestamp | None = None,
    region: str | None = None,
    root: Path | None = None,
) -> pd.DataFrame:
    """What was known of the plan's region on a day: one value per indicator and year.

    Parameters
    ----------
    plan : Plan
        From `load_plan`.
    as_of : date, optional
        Only what was published on or before this day; everything when left out.
    region : str, optional
        A GB/T 2260 code, or "all"; the plan's own region when left out.

    Returns
    -------
    DataFrame
        See `as_of_view`.
    """
    known = read_observations(plan, root=find_root(root))
    region = region or plan.region
    if region != "all":
        known = known[known["region"] == region]
    return as_of_view(known, as_of)


def as_of_view(observations: pd.DataFrame, as_of: str | pd.Timestamp | None = None) -> pd.DataFrame:
    """One value per indicator, region and year, from what was published by `as_of`.

    The pick is a rule: a row that a later one supersedes is out; then the better grade, then
    the later publication, then the row entered last. What was not picked is counted beside it.

    Parameters
    ----------
    observations : DataFrame
        Columns of `schema.OBSERVATIONS` and `grade`.
    as_of : date, optional
        Last day of publication that counts.

    Returns
    -------
    DataFrame
        The picked rows with n_sources (rows that speak of this year), n_values (different
        values among them, one that is another rounded not counted), value_min and
        value_max, sorted by indicator, region and year.
    """
    known = published_by(observations, as_of)
    current = known[
        ~known["observation_id"].isin(known.loc[known["supersedes"] != "", "supersedes"])
    ]
    ranked = current.sort_values(
        ["grade", "published", "recorded_at", "observation_id"],
        ascending=[True, False, False, True],
        kind="stable",
    )
    picked = ranked.drop_duplicates(KEY)
    spread = current.groupby(KEY, sort=False)["value"].agg(
        n_sources="size", n_values=_different, value_min="min", value_max="max"
    )
    return picked.join(spread, on=KEY).sort_values(KEY).reset_index(drop=True)


def _different(values: pd.Series) -> int:
    """How many values differ, not counting one that is another rounded: 12.0 and 12.0411."""
    distinct = set(values)
    if len(distinct) == 1:
        return 1
    return sum(
        not any(round(other, _decimals(value)) == value for other in distinct - {value})
        for value in distinct
    )


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def published_by(rows: pd.DataFrame, as_of: str | pd.Timestamp | None) -> pd.DataFrame:
    """The rows published on or before a day; all of them when `as_of` is None or empty."""
    if not as_of:
        return rows
    try:
        day = pd.Timestamp(as_of)
    except ValueError:
        raise PlanDataError(
            f"as-of {as_of!r}: not a date; write YYYY-MM-DD | 日期请写成 YYYY-MM-DD"
        ) from None
    return rows[rows["published"] <= day]


def conflicts(observations: pd.DataFrame, as_of: str | pd.Timestamp | None = None) -> pd.DataFrame:
    """Where sources disagree: every row of each indicator, region and year with two values.

    Returns
    -------
    DataFrame
        KEY, value, unit, source_id, grade, published, picked (bool), best first.
    """
    view = as_of_view(observations, as_of)
    split = view.loc[view["n_values"] > 1, [*KEY, "observation_id"]]
    rows = published_by(observations, as_of).merge(
        split.rename(columns={"observation_id": "picked_id"}), on=KEY
    )
    return (
        rows.assign(picked=rows["observation_id"] == rows["picked_id"])
        .sort_values([*KEY, "picked", "grade"], ascending=[True, True, True, False, True])
        .reset_index(drop=True)[
            [*KEY, "value", "unit", "source_id", "grade", "published", "picked"]
        ]
    )


def revisions(observations: pd.DataFrame) -> pd.DataFrame:
    """What was first held of each indicator, region and year, where another value is held now.

    Both values are picked as `as_of_view` picks: the first on the first day on which anything
    was published, the latest from everything there is. A worse source that disagrees later
    revises nothing (see `conflicts`), and neither does the same value with more decimals: the two
    are compared to the fewer decimals, those of a document being the most that its values of the
    indicator show.

    Parameters
    ----------
    observations : DataFrame
        Columns of `schema.OBSERVATIONS` and `grade`.

    Returns
    -------
    DataFrame
        KEY, unit, first, first_published, first_source_id, latest, latest_published,
        latest_source_id, difference (latest − first, in the unit), relative (difference over
        first, NaN where first is 0), sorted by KEY.
    """
    first_day = observations.groupby(KEY)["published"].transform("min")
    first = as_of_view(observations[observations["published"] == first_day])
    shown = [*KEY, "unit", "value", "published", "source_id"]
    both = as_of_view(observations)[shown].merge(
        first[[*KEY, "value", "published", "source_id"]], on=KEY, suffixes=("", "_first")
    )
    digits = _digits(observations)
    least = np.minimum(*(
        both[[*KEY, "value"]].assign(value=both[c]).merge(digits, how="left")["digits"].to_numpy()
        for c in ("value", "value_first")
    ))  # fmt: skip
    real = [
        round(a, d) != round(b, d)
        for a, b, d in zip(both["value"], both["value_first"], least, strict=True)
    ]
    names = {"value_first": "first", "published_first": "first_published",
             "source_id_first": "first_source_id", "value": "latest",
             "published": "latest_published", "source_id": "latest_source_id"}  # fmt: skip
    return (
        both[np.array(real, dtype=bool)]
        .rename(columns=names)
        .assign(
            difference=lambda r: r["latest"] - r["first"],
            relative=lambda r: r["difference"] / r["first"].where(r["first"] != 0).abs(),
        )
        .reset_index(drop=True)[[*KEY, "unit", *names.values(), "difference", "relative"]]
    )


def _digits(observations: pd.DataFrame) -> pd.DataFrame:
    """KEY, value and the decimals it was published with, where any document shows.

    A table that gives 1.12 for one year gives 1.20 for another, kept as 1.2.
    """
    shown = observations.assign(digits=observations["value"].map(_decimals))
    series = shown.groupby(["indicator_id", "source_id"])["digits"].transform("max")
    return shown.assign(digits=series).groupby([*KEY, "value"], as_index=False)["digits"].max()


def with_first(view: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """A view with first_value: what was first published where that is another, else NaN.

    Parameters
    ----------
    view : DataFrame
        From `as_of_view`.
    observations : DataFrame
        What the view was made from.
    """
    first = revisions(observations)[[*KEY, "first"]].rename(columns={"first": "first_value"})
    return view.merge(first, on=KEY, how="left")


def vintage(observations: pd.DataFrame) -> pd.Timestamp | None:
    """The latest publication date among the rows; None where there are none."""
    return observations["published"].max() if len(observations) else None
