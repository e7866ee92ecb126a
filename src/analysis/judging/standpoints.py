"""What a verdict rests on, and the verdict: from one standpoint, or from many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ..projection import learned, project, read_regional
from ..records import codes, dates
from ..records.vintages import as_of_view, published_by
from .attainment import assess
from .situations import Records, last_year, other_regions, targets_for, with_over, year_of

MARK = "@"  # parts an id from the standpoint it is judged from

Judge = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Standpoint:
    """Everything a verdict rests on.

    Attributes
    ----------
    known : DataFrame
        One region, one value per indicator and year, see `vintages.as_of_view`.
    events : DataFrame
        Reports, columns of `schema.EVENTS`.
    targets : DataFrame
        From `plans.targets`.
    indicators : DataFrame
        Columns of `schema.INDICATORS`: bounds and definition breaks.
    baseline_year, until : int
        The plan's base year, and the year to project to.
    engine : str
        See `projection.predict`.
    regional : DataFrame or None
        From `projection.read_regional`: what the data of all regions teach.
    judge : callable, optional
        Another ruler: from a frame of verdicts to the status of each row.
    others : DataFrame or None
        The regions that gaps are measured to, see `situations.other_regions`.
    year : int, optional
        The calendar year of its day, see `situations.with_over`.
    """

    known: pd.DataFrame
    events: pd.DataFrame
    targets: pd.DataFrame
    indicators: pd.DataFrame
    baseline_year: int
    until: int
    engine: str = "pooled"
    regional: pd.DataFrame | None = None
    judge: Judge | None = None
    others: pd.DataFrame | None = None
    year: int | None = None


def standpoint(
    records: Records,
    *,
    region: codes.Code = None,
    as_of: dates.Day = None,
    targets: pd.DataFrame | None = None,
    engine: str = "pooled",
    judge: Judge | None = None,
) -> Standpoint:
    """What a verdict on one day rests on; with `verdicts_from`, what would have been said then.

    Parameters
    ----------
    records : Records
        From `situations.read_records`.
    region, as_of : optional
        The plan's own region, and everything published, when left out; see `situation`.
    targets : DataFrame, optional
        Other targets than the plan's, in the shape of `plans.targets`: an amended plan.
    engine, judge
        See `Standpoint`.
    """
    plan, region, day = records.plan, records.region(region), dates.day(as_of)
    wanted = targets_for(plan, region, day) if targets is None else targets
    seen = records.of_region(region, day)
    known = as_of_view(seen[seen["indicator_id"].isin(wanted["indicator_id"])])
    reports = records.events[records.events["region"] == region]
    return Standpoint(
        known,
        published_by(reports, day),
        wanted,
        plan.indicators[plan.indicators["indicator_id"].isin(wanted["indicator_id"])],
        plan.meta["baseline_year"],
        last_year(plan),
        engine,
        read_regional(records.root, plan.folders, as_of=day),
        judge,
        other_regions(records, wanted, day),
        year_of(day),
    )


def verdicts_from(view: Standpoint) -> pd.DataFrame:
    """Project and assess; see `attainment.assess`. A judge's word takes the place of status."""
    projected = project(
        view.known,
        view.indicators,
        until=view.until,
        method=view.engine,
        learned=learned(view.regional),
    )
    found = assess(
        with_over(view.targets, view.year),
        projected,
        view.indicators,
        baseline_year=view.baseline_year,
        events=view.events,
        others=view.others,
    )
    return found if view.judge is None else found.assign(status=view.judge(found))


def verdicts_of(views: Sequence[Standpoint], *, first_years: bool = True) -> list[pd.DataFrame]:
    """The same for many standpoints: what `project` and `assess` cost, they cost but once.

    A standpoint's ids are marked with its number, so that its series and targets are to
    `project` and `assess` so many series and targets more. Without `first_years` expected_year
    is left empty, see `assess`.
    """
    alike: dict[tuple, list[int]] = {}
    for n, view in enumerate(views):
        alike.setdefault((view.baseline_year, view.until, view.engine), []).append(n)
    told: dict[int, pd.DataFrame] = {}
    for same in alike.values():
        told |= _judged({n: views[n] for n in same}, first_years)
    return [told[n] for n in range(len(views))]


def _judged(views: Mapping[int, Standpoint], first_years: bool) -> dict[int, pd.DataFrame]:
    """Standpoints of one base year, last year and engine, by number."""
    if len(views) == 1:
        return {n: verdicts_from(view) for n, view in views.items()}
    first = next(iter(views.values()))
    taught: dict[object, list[int]] = {}
    for n, view in views.items():
        taught.setdefault(_content(view.regional), []).append(n)
    projected = [
        project(
            _marked({n: views[n].known for n in same}),
            _marked({n: views[n].indicators for n in same}),
            until=first.until,
            method=first.engine,
            learned=learned(views[same[0]].regional),
        )
        for same in taught.values()
    ]
    others = {n: view.others for n, view in views.items() if view.others is not None}
    found = assess(
        pd.concat([_with_marks(view, n) for n, view in views.items()], ignore_index=True),
        pd.concat(projected, ignore_index=True),
        _marked({n: view.indicators for n, view in views.items()}),
        baseline_year=first.baseline_year,
        events=_marked({n: view.events for n, view in views.items()}),
        others=_marked(others) if others else None,
        first_years=first_years,
    )
    parted = {c: found[c].str.rpartition(MARK) for c in _ids(found)}
    of = parted["target_id"][2].astype(int)
    plain = found.assign(**{c: parts[0] for c, parts in parted.items()})
    if "against" in views[next(iter(views))].targets:
        plain["against"] = found["against"].str.replace(rf"{MARK}\d+$", "", regex=True)
    told = {n: plain[of == n].reset_index(drop=True) for n in views}
    return {
        n: rows if views[n].judge is None else rows.assign(status=views[n].judge(rows))
        for n, rows in told.items()
    }


def _content(regional: pd.DataFrame | None) -> object:
    """What tells one panel's lessons from another's."""
    return None if regional is None else tuple(regional.itertuples(index=False, name=None))


def _with_marks(view: Standpoint, n: int) -> pd.DataFrame:
    """The targets; what they are measured to is marked where it is a series of the standpoint."""
    rows = _marked({n: with_over(view.targets, view.year)})
    if "against" not in rows:
        return rows
    named = rows["against"].fillna("")
    elsewhere = named.eq("") if view.others is None else named.isin({"", *view.others["of_region"]})
    return rows.assign(against=named.where(elsewhere, named + f"{MARK}{n}"))


def _marked(frames: Mapping[int, pd.DataFrame]) -> pd.DataFrame:
    """The frames of several standpoints as one, their ids ending in the standpoint's number."""
    marked = [
        rows.assign(**{c: rows[c] + f"{MARK}{n}" for c in _ids(rows)}) for n, rows in frames.items()
    ]
    return pd.concat(marked, ignore_index=True)


def _ids(rows: pd.DataFrame) -> list[str]:
    return [c for c in ("target_id", "indicator_id") if c in rows]
