"""What was known on a given day, which source was believed, and what replaced it since."""

from __future__ import annotations

import difflib
from pathlib import Path

import numpy as np
import pandas as pd

from . import codes, dates
from .errors import PlanDataError
from .observations import read_observations
from .once import once
from .periods import KEY
from .places import find_root
from .plans import Plan
from .regions import read_regions

# Qualifiers that leave one side open; relative to a value, what is no longer that value.
FROM, UP_TO = ("at_least", "more_than"), ("at_most", "less_than")
BESIDE = 1e-6
# Words of a source_id that say who carried a document, not which series it belongs to.
OUTLETS = frozenset({"news", "press", "repost"})


def load_observations(
    plan: Plan,
    *,
    as_of: dates.Day = None,
    region: str | int | None = None,
    root: Path | None = None,
) -> pd.DataFrame:
    """What was known of the plan's region on a day: one value per indicator and year.

    Parameters
    ----------
    plan : Plan
        From `load_plan`.
    as_of : day, optional
        Only what was published on or before this day, see `dates.day`; everything when left out.
    region : str, optional
        A GB/T 2260 code, or "all"; the plan's own region when left out.

    Returns
    -------
    DataFrame
        See `as_of_view`.

    Raises
    ------
    PlanDataError
        Not a day, or no such region.
    """
    return _view_of(plan, region, dates.day(as_of), find_root(root))


@once
def _view_of(plan: Plan, region: str | int | None, day: str | None, root: Path) -> pd.DataFrame:
    known = read_observations(plan, root=root)
    if region != codes.ALL:
        wanted = (
            codes.region(region, set(read_regions(root, plan.folders)["region"])) or plan.region
        )
        known = known[known["region"] == wanted]
    return as_of_view(known, day)


def as_of_view(observations: pd.DataFrame, as_of: dates.Day = None) -> pd.DataFrame:
    """One value per indicator, region and year, from what was published by `as_of`.

    The pick is a rule: a row that a later one supersedes is out; then the better grade, then
    the later publication, then the row entered last. What was not picked is counted beside it.

    Parameters
    ----------
    observations : DataFrame
        Columns of `schema.OBSERVATIONS` and `grade`.
    as_of : day, optional
        Last day of publication that counts, see `dates.day`.

    Returns
    -------
    DataFrame
        The picked rows with n_sources (rows that speak of this year), n_values (different
        values among them, one that is another rounded not counted), value_min and
        value_max, sorted by indicator, region and year.
    """
    current = _standing(observations, as_of)
    return _best(current).join(_spread(current), on=KEY).sort_values(KEY).reset_index(drop=True)


def picked(observations: pd.DataFrame, as_of: dates.Day = None) -> pd.DataFrame:
    """The rows that `as_of_view` picks, without what was not picked being counted beside them."""
    return _best(_standing(observations, as_of)).sort_values(KEY).reset_index(drop=True)


def _standing(observations: pd.DataFrame, as_of: dates.Day) -> pd.DataFrame:
    """What was published by a day and not superseded by then."""
    known = published_by(observations, as_of)
    gone = known.loc[known["supersedes"] != "", "supersedes"]
    return known[~known["observation_id"].isin(gone)]


def _best(current: pd.DataFrame) -> pd.DataFrame:
    """One row of each indicator, region and year."""
    return current.sort_values(
        ["grade", "published", "recorded_at", "observation_id"],
        ascending=[True, False, False, True],
        kind="stable",
    ).drop_duplicates(KEY)


def _spread(rows: pd.DataFrame) -> pd.DataFrame:
    """n_sources, n_values, value_min and value_max of each indicator, region and year."""
    values = rows.groupby(KEY, sort=False)["value"]
    spread = values.agg(n_sources="size", value_min="min", value_max="max")
    uneven = (spread["value_min"] != spread["value_max"]).to_numpy()
    split = rows[uneven[values.ngroup()]]  # few: one by one is slow
    counted = split.groupby(KEY, sort=False)["value"].agg(_different)
    n_values = counted.reindex(spread.index).fillna(1).astype("int64")
    return spread.assign(n_values=n_values)[["n_sources", "n_values", "value_min", "value_max"]]


def _different(values: pd.Series) -> int:
    """How many values differ, not counting one that is another rounded: 12.0 and 12.0411."""
    distinct = set(values)
    return sum(
        not any(round(other, _decimals(value)) == value for other in distinct - {value})
        for value in distinct
    )


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def published_by(rows: pd.DataFrame, as_of: dates.Day) -> pd.DataFrame:
    """The rows published on or before a day, see `dates.day`; all where none is named."""
    day = dates.day(as_of)
    return rows if day is None else rows[rows["published"] <= pd.Timestamp(day)]


def conflicts(observations: pd.DataFrame, as_of: dates.Day = None) -> pd.DataFrame:
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


@once
def revisions(observations: pd.DataFrame) -> pd.DataFrame:
    """What was first held of each indicator, region and year, where another value is held now.

    Both values are picked as `as_of_view` picks: the first on the first day on which anything
    was published, the latest from everything there is. A worse source that disagrees later
    replaces nothing (see `conflicts`), and neither does the same value with more decimals: the two
    are compared to the fewer decimals, those of a document being the most that its values of the
    indicator show. Not every replacement is a revision: see `replacement_kinds`.

    Parameters
    ----------
    observations : DataFrame
        Columns of `schema.OBSERVATIONS` and `grade`.

    Returns
    -------
    DataFrame
        KEY, unit, first, first_published, first_source_id, latest, latest_published,
        latest_source_id, difference (latest − first, in the unit), relative (difference over
        first, NaN where first is 0), kind (see `replacement_kinds`), sorted by KEY.
    """
    first_day = observations.groupby(KEY)["published"].transform("min")
    first = as_of_view(observations[observations["published"] == first_day])
    shown = ["value", "published", "source_id", "qualifier"]
    both = as_of_view(observations)[[*KEY, "unit", *shown]].merge(
        first[[*KEY, *shown]], on=KEY, suffixes=("", "_first")
    )
    both = both[~(both["value"] == both["value_first"])]
    both = both.assign(kind=replacement_kinds(both, observations, "_first"))
    least = _decimals_of(both, observations, "value", "value_first").min(axis=1)
    real = [
        round(a, d) != round(b, d)
        for a, b, d in zip(both["value"], both["value_first"], least, strict=True)
    ]
    names = {
        "value_first": "first",
        "published_first": "first_published",
        "source_id_first": "first_source_id",
        "value": "latest",
        "published": "latest_published",
        "source_id": "latest_source_id",
    }
    return (
        both[np.array(real, dtype=bool)]
        .rename(columns=names)
        .assign(
            difference=lambda r: r["latest"] - r["first"],
            relative=lambda r: r["difference"] / r["first"].where(r["first"] != 0).abs(),
        )
        .reset_index(drop=True)[[*KEY, "unit", *names.values(), "difference", "relative", "kind"]]
    )


def replacement_kinds(
    both: pd.DataFrame, observations: pd.DataFrame | None, earlier: str = "_before"
) -> pd.Series:
    """What it means that one value stands in the place of another.

    "precision" where either value lies in what the other leaves open: half a unit of its last
    decimal, for a value given as "about" half a unit of its last digit that is not 0, for one
    given as "at least" everything above. Else "revised" where both come from one series, and
    "source" where they do not: then they may differ in scope, and neither corrects the other.
    Documents are of one series where their ids have the same words, the year and the outlet
    (`OUTLETS`) apart: press-2020-rd-communique and communique-2021-rd.

    Parameters
    ----------
    both : DataFrame
        KEY, value, qualifier, source_id, and the same three with the suffix `earlier`.
    observations : DataFrame or None
        Whose documents show with how many decimals a value was written (1.2 in a table that has
        1.12 is 1.20); without them a value has those that it shows.
    """
    columns = ["value", f"value{earlier}"]
    decimals = _decimals_of(both, observations, *columns)
    new, old = ([both[c], both[c.replace("value", "qualifier")], decimals[c]] for c in columns)
    close = np.array(
        [
            _leaves_open(a, qa, da, b) or _leaves_open(b, qb, db, a)
            for a, qa, da, b, qb, db in zip(*new, *old, strict=True)
        ],
        dtype=bool,
    )
    same = both["source_id"].map(series_of) == both[f"source_id{earlier}"].map(series_of)
    return pd.Series(np.select([close, same], ["precision", "revised"], "source"), both.index)


def series_of(source_id: object) -> frozenset[str]:
    """The words of a source_id without year and outlet; documents that share them are a series."""
    words = str(source_id).split("-")
    return frozenset(w for w in words if not w.isdigit() and w not in OUTLETS)


def allowed(rows: pd.DataFrame) -> pd.DataFrame:
    """The values that a source allows, by what it says of its figure.

    An exact or provisional figure allows itself, "at least" everything above, "at most" everything
    below ("more than" and "less than" without the figure itself), "about" what rounds to it:
    3.32万 is 33,150 to 33,250, half a unit of the last digit that is not 0. Where a row states its
    own ends, they count.

    Parameters
    ----------
    rows : DataFrame
        value; optionally qualifier, and low and high (`schema.OBSERVATIONS`).

    Returns
    -------
    DataFrame
        low, high; infinite where nothing bounds it.
    """
    value = rows["value"].astype(float)
    told = rows["qualifier"] if "qualifier" in rows else pd.Series("exact", index=rows.index)
    half = pd.Series([_unit_of(v) / 2 for v in value], index=rows.index, dtype=float)
    half = half.where(told == "about", 0.0)
    beside = BESIDE * value.abs().clip(lower=1.0)
    low = (value - half + beside.where(told == "more_than", 0.0)).mask(told.isin(UP_TO), -np.inf)
    high = (value + half - beside.where(told == "less_than", 0.0)).mask(told.isin(FROM), np.inf)
    stated = {c: rows[c].astype(float) for c in ("low", "high") if c in rows}
    return pd.DataFrame(
        {"low": stated.get("low", low).fillna(low), "high": stated.get("high", high).fillna(high)}
    )


def _unit_of(value: float) -> float:
    """Of the last digit that is not 0; of a value of many decimals, of its sixth."""
    decimals = _decimals(value) if pd.notna(value) else 0
    if decimals or not value or pd.isna(value):
        return 10.0**-decimals
    whole = f"{value:.0f}"
    return 10.0 ** (len(whole) - len(whole.rstrip("0")))


def _leaves_open(value: float, qualifier: str, decimals: float, other: float) -> bool:
    """Whether a value as written may stand for another."""
    if pd.isna(value) or pd.isna(other):
        return False
    if qualifier in FROM:
        return other >= value
    if qualifier in UP_TO:
        return other <= value
    unit = 10.0**-decimals
    if qualifier == "about" and value and not decimals:
        unit = _unit_of(value)
    return abs(other - value) <= unit / 2 * (1 + 1e-9)


def _decimals_of(
    both: pd.DataFrame, observations: pd.DataFrame | None, *columns: str
) -> pd.DataFrame:
    """With how many decimals the values of each column were published."""
    shown = pd.DataFrame({c: both[c].fillna(0.0).map(_decimals) for c in columns})
    if observations is None:
        return shown
    digits = _digits(observations)
    told = {
        c: both[KEY].assign(value=both[c]).merge(digits, how="left")["digits"].to_numpy()
        for c in columns
    }
    return pd.DataFrame(told, both.index).fillna(shown).astype(int)


def _digits(observations: pd.DataFrame) -> pd.DataFrame:
    """KEY, value and the decimals it was published with, where any document shows.

    A table that gives 1.12 for one year gives 1.20 for another, kept as 1.2.
    """
    shown = observations.assign(digits=observations["value"].map(_decimals))
    series = shown.groupby(["indicator_id", "source_id"])["digits"].transform("max")
    return shown.assign(digits=series).groupby([*KEY, "value"], as_index=False)["digits"].max()


def with_first(view: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """A view with first_value: what was first published where it has been revised, else NaN.

    Another source's value and a more precise one revise nothing, see `replacement_kinds`.

    Parameters
    ----------
    view : DataFrame
        From `as_of_view`.
    observations : DataFrame
        What the view was made from.
    """
    first = revisions(observations).query("kind == 'revised'")[[*KEY, "first"]]
    return view.merge(first.rename(columns={"first": "first_value"}), on=KEY, how="left")


def vintage(observations: pd.DataFrame) -> pd.Timestamp | None:
    """The latest publication date among the rows; None where there are none.

    A row whose document prints no day and is therefore known from its recording alone has no say
    where another has one: it may be years old.
    """
    days = observations["published"]
    if {"published_estimated", "recorded_at"} <= set(observations):
        unknown = observations["published_estimated"] & (days == observations["recorded_at"])
        days = days if unknown.all() else days[~unknown]
    return days.max() if len(observations) else None


def vintages_of(
    observations: pd.DataFrame, plan: Plan, indicator: str, *, region: str
) -> pd.DataFrame:
    """Every published value of one indicator in one region, in order of year and publication.

    Parameters
    ----------
    observations : DataFrame
        See `observations.read_observations`.
    indicator : str
        An indicator_id, or a display name in either language.

    Returns
    -------
    DataFrame
        The rows, with corrected_by: the observation_id of the row that supersedes it, or "".

    Raises
    ------
    PlanDataError
        There is no such indicator.
    """
    table = plan.indicators
    named = table[["indicator_id", "name_zh", "name_en"]].astype(object).eq(indicator).any(axis=1)
    if not named.any():
        near = difflib.get_close_matches(indicator, [*table["name_zh"], *table["name_en"]], 3, 0.5)
        hint_en, hint_zh = f"; perhaps {', '.join(near)}", f"；是不是：{'、'.join(near)}"
        raise PlanDataError(
            f"{indicator}: not an indicator of {plan.name}{hint_en * bool(near)}; see its "
            f"indicators.csv | 没有这个指标{hint_zh * bool(near)}"
        )
    wanted = table.loc[named, "indicator_id"].iloc[0]
    mine = observations[
        (observations["indicator_id"] == wanted) & (observations["region"] == region)
    ]
    return in_order(mine, observations)


def in_order(rows: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Published values by year and day, with corrected_by.

    corrected_by is the observation_id of the row of `observations` that supersedes it, or "".
    """
    later = observations[observations["supersedes"] != ""].drop_duplicates("supersedes")
    by = dict(zip(later["supersedes"], later["observation_id"], strict=True))
    corrected = [by.get(found, "") for found in rows["observation_id"]]
    return rows.assign(corrected_by=corrected).sort_values(
        ["year", "published", "recorded_at"], kind="stable"
    )
