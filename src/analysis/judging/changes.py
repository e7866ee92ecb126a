"""What changed between two days, and which targets it moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..records import codes, dates
from ..records.errors import PlanDataError, shown
from ..records.once import once
from ..records.rounding import rounded
from ..records.vintages import KEY, as_of_view, replacement_kinds, vintage
from .attainment import READING
from .situations import Records, Situation, read_records, situation_of


@dataclass(frozen=True)
class Comparison:
    """One plan and region on two days.

    Attributes
    ----------
    records : Records
    before, after : Situation
        As of the earlier and the later day; of the earlier and the later state of the store.
    since : str
        The earlier day, YYYY-MM-DD: of publication, or of the build that saw the earlier state.
    built : bool
        Whether two states of the store are compared, rather than two days of publication.
    recorded : bool
        Whether `since` is a day of recording that was asked for.
    """

    records: Records
    before: Situation
    after: Situation
    since: str
    built: bool = False
    recorded: bool = False

    @property
    def until(self) -> str:
        """The later day: as asked for, else that of the newest figure in use."""
        return self.after.last_day

    @property
    def changed(self) -> pd.DataFrame:
        """See `changed_observations`."""
        seen = self.after.observations
        return changed_observations(self.before.known, self.after.known, seen)


def compare(
    plan: str | Records,
    *,
    region: codes.Code = None,
    since: dates.Day = None,
    as_of: dates.Day = None,
    added: Collection[str] | None = (),
    recorded_since: dates.Day = None,
    root: Path | None = None,
) -> Comparison:
    """A plan as known on two days, or before and after figures were recorded.

    Parameters
    ----------
    plan : str or Records
        Folder name under data/plans, or what `read_records` read.
    region : str, optional
        GB/T 2260 code; the plan's own when left out.
    since : day, optional
        YYYY-MM-DD, see `dates.day`; the publication day before the newest one when left out.
    as_of : day, optional
        YYYY-MM-DD; everything in data/ when left out.
    added : collection of str, optional
        observation_ids recorded since a build: where any of them matters, the state without them
        is compared, whenever they were published, and `since` is the day of that build.
    recorded_since : day, optional
        YYYY-MM-DD: what was recorded after that day is compared with the state of the store at
        its end, whenever it was published; figures and reports. In the place of `since`.

    Raises
    ------
    PlanDataError
        Where `since` is later than `as_of`, both kinds of day are given, or what is given is no
        day, region or list of ids.
    """
    since, fresh = dates.day(since, "since"), _listed(added)
    looked = dates.day(recorded_since, "recorded_since")
    records = plan if isinstance(plan, Records) else read_records(plan, root=root)
    after = situation_of(records, region=region, as_of=as_of)
    if looked:
        if since and not fresh:
            raise PlanDataError(
                f"since {since}, recorded_since {looked}: give one of them, a day of publication "
                "or of recording | 发布起点和登记起点只能给一个"
            )
        before = situation_of(records.recorded_by(looked), region=region, as_of=as_of)
        return Comparison(records, before, after, looked, built=True, recorded=True)
    if fresh & set(after.known["observation_id"]):
        before = situation_of(records.without(fresh), region=region, as_of=as_of)
        return Comparison(records, before, after, since or "", built=True)
    start = since or _day_before(after)
    if after.as_of and start > after.as_of:
        raise PlanDataError(
            f"since {start}: later than as_of {after.as_of}; give an earlier day | 起点晚于截止日"
        )
    before = situation_of(records, region=region, as_of=start)
    return Comparison(records, before, after, start)


def _listed(added: Collection[str] | None) -> set[str]:
    """Observation ids; one text in the place of a list would be taken for its letters."""
    if isinstance(added, Collection) and not isinstance(added, str | bytes):
        if all(isinstance(i, str) for i in added):
            return set(added)
    elif added is None or added == "":
        return set()
    raise PlanDataError(
        f"added {shown(added)}: give a list of observation ids, [] for none | "
        "请给出观测编号的列表，没有写 []"
    )


def _day_before(after: Situation) -> str:
    """`previous_day`; the day before the only publication, the day itself before any."""
    found = previous_day(after.observations, after.as_of)
    if found is None and after.known.empty:
        return after.issue_day
    return f"{after.vintage - pd.Timedelta(days=1) if found is None else found:%Y-%m-%d}"


def previous_day(everything: pd.DataFrame, as_of: dates.Day = None) -> pd.Timestamp | None:
    """The last publication day before the newest one that the view of a day holds.

    Parameters
    ----------
    everything : DataFrame
        Columns of `schema.OBSERVATIONS` and `grade`; one region's for that region's days.
    """
    newest = vintage(as_of_view(everything, as_of))
    days = everything.loc[everything["published"] < newest, "published"] if newest else []
    return days.max() if len(days) else None


def recorded_figures(found: Comparison) -> pd.DataFrame:
    """Every figure of the region that the earlier state of the store did not have.

    Returns
    -------
    DataFrame
        KEY, value, qualifier, unit, source_id, published, published_estimated, recorded_at, grade;
        use: what it did to what is known (see `changed_observations`; "same" where it stands for a
        value that was known already, "beside" where a figure of another document is in use);
        stands: the value in use; by indicator and year. Nothing where two days of publication
        are compared.
    """
    before, after = found.before.observations, found.after.observations
    fresh = after[~after["observation_id"].isin(before["observation_id"])] if found.built else None
    if fresh is None or fresh.empty:
        return after.iloc[:0].assign(use="", stands=np.nan)[RECORDED]
    known = found.after.known[[*KEY, "observation_id", "value"]]
    known = known.rename(columns={"observation_id": "picked", "value": "stands"})
    kinds = found.changed[[*KEY, "kind"]]
    rows = fresh.merge(known, on=KEY, how="left").merge(kinds, on=KEY, how="left")
    in_use = rows["observation_id"] == rows["picked"]
    use = rows["kind"].fillna("same").where(in_use, "beside")
    return rows.assign(use=use).sort_values([*KEY, "published"], ignore_index=True)[RECORDED]


RECORDED = [
    *(*KEY, "value", "qualifier", "unit", "source_id", "published", "published_estimated"),
    *("recorded_at", "grade", "use", "stands"),
]


@once
def changed_observations(
    before: pd.DataFrame, after: pd.DataFrame, observations: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What is known and was not before, had another value, or is known no more.

    Parameters
    ----------
    before, after : DataFrame
        From `vintages.as_of_view`.
    observations : DataFrame, optional
        What the later view was made from, see `vintages.replacement_kinds`.

    Returns
    -------
    DataFrame
        KEY, before (NaN where new), after (NaN where withdrawn), kind (new, withdrawn where a
        correction moved it to another year, else see `vintages.replacement_kinds`), unit,
        source_id, published, published_estimated, qualifier, low and high where both views have
        them; in order of publication, then indicator and year.
    """
    about = ["unit", "source_id", "published", "published_estimated", "qualifier"]
    about += [c for c in ("low", "high") if c in before and c in after]
    old = before[[*KEY, "value", *about]].rename(columns={"value": "before"})
    new = after[[*KEY, "value", *about]].rename(columns={"value": "after"})
    gone = old.merge(new[KEY], on=KEY, how="left", indicator="held").query("held == 'left_only'")
    held = ["before", "source_id", "qualifier"]
    both = new.merge(old[[*KEY, *held]], on=KEY, how="left", suffixes=("", "_before"))
    moved = both[both["after"] != both["before"]]
    values = moved.rename(columns={"after": "value", "before": "value_before"})
    kinds = replacement_kinds(values, observations)
    rows = [
        moved.assign(kind=kinds.where(moved["before"].notna(), "new")),
        gone.assign(after=np.nan, kind="withdrawn"),
    ]
    return (
        pd.concat([r for r in rows if len(r)] or rows[:1], ignore_index=True)
        .sort_values(["published", *KEY], kind="stable")
        .reset_index(drop=True)[[*KEY, "before", "after", "kind", *about]]
    )


def moves(found: Comparison) -> pd.DataFrame:
    """Each target reading on both days.

    Returns
    -------
    DataFrame
        READING, comparator, stated_comparator, target_value, value_high, deadline;
        probability_before, probability_after, probability_change; median_before, median_after,
        median_change (projected for the deadline, the observed value once it is out);
        status_before, status_after; moved (the status, or the probability in whole percents, is
        another).
    """
    shown = ["comparator", "stated_comparator", "target_value", "value_high", "deadline"]
    before, after = judgement(found.before.verdicts), judgement(found.after.verdicts)
    both = before.merge(after, on=READING, suffixes=("_before", "_after"))
    return found.after.verdicts[[*READING, *shown]].merge(
        both.assign(
            probability_change=both["probability_after"] - both["probability_before"],
            median_change=both["median_after"] - both["median_before"],
            moved=(_whole(both["probability_before"]) != _whole(both["probability_after"]))
            | (both["status_before"] != both["status_after"]),
        ),
        on=READING,
    )


# What is another in a target that moved, as the plan states it.
PUT = ["comparator", "stated_value", "value_high", "unit"]
# What else is no longer the same promise.
ASKED = [*PUT, "relation", "tolerance", "year_from", "baseline_year", "baseline_value"]


def target_moves(found: Comparison) -> pd.DataFrame:
    """What became of the plan's targets themselves between the two days.

    A target that takes the place of another of the same name has moved, unless it asks for the
    same; one without a predecessor is new, one without a successor has ended. One that ends on
    the eve of a new one of its indicator and reading, due in another year, is rescheduled. Where a
    target moved more than once, each move is a row.

    Returns
    -------
    DataFrame
        READING; kind (moved, new, ended or rescheduled); `PUT` with _before and _after (empty
        before a new target and after one that ended); deadline_before, deadline; set_on (first day
        of the earlier target: the plan's own where none is stated), in_force (first day of the
        later one, or the day after the last of one that ended).
    """
    plan, (since, until) = (
        found.after.plan,
        (_last_day(s.as_of) for s in (found.before, found.after)),
    )
    both = pd.concat([found.before.verdicts, found.after.verdicts])
    goals = plan.targets[plan.targets["target_id"].isin(both["target_id"])]
    begun = goals["valid_from"].fillna(pd.Timestamp(found.after.issue_day))
    goals = goals.assign(begun=begun).sort_values("begun", kind="stable")
    earlier = goals.groupby("target_id", sort=False)
    was, came = earlier.shift(), goals["valid_from"].notna()
    asked = _same_promise(was[ASKED], goals[ASKED])
    rows = goals.assign(
        **{f"{c}_before": was[c] for c in PUT},
        **{f"{c}_after": goals[c] for c in PUT},
        kind=np.where(was["begun"].isna(), "new", "moved"),
        set_on=was["begun"].fillna(goals["begun"]),
        in_force=goals["begun"],
    )[came & ~(asked & was["begun"].notna())]
    last = goals[goals["valid_until"].notna() & earlier["begun"].shift(-1).isna()]
    ended = last.assign(
        **{f"{c}_before": last[c] for c in PUT},
        kind="ended",
        set_on=last["begun"],
        in_force=last["valid_until"] + pd.Timedelta(days=1),
    )
    told = pd.concat([rows, ended]) if len(ended) else rows
    told = told[(told["in_force"] > since) & (told["in_force"] <= until)]
    columns = [f"{c}_{when}" for when in ("before", "after") for c in PUT]
    wanted = [*READING, "kind", *columns, "deadline_before", "deadline", "set_on", "in_force"]
    told = told.assign(deadline_before=told["deadline"]).reindex(columns=wanted)
    return _rescheduled(told).sort_values("in_force", kind="stable", ignore_index=True)


def _rescheduled(told: pd.DataFrame) -> pd.DataFrame:
    """A target that ends and a new one of the next day, as one row."""
    key = ["indicator_id", "reading", "in_force"]
    gone, came = (told[told["kind"] == k].drop_duplicates(key) for k in ("ended", "new"))
    before = [*(f"{c}_before" for c in PUT), "deadline_before", "set_on"]
    both = came.drop(columns=before).merge(gone[[*key, "target_id", *before]], on=key)
    if both.empty:
        return told
    paired = set(both["target_id_x"]) | set(both["target_id_y"])
    other = told[~(told["target_id"].isin(paired) & told["kind"].isin(["ended", "new"]))]
    joined = both.assign(kind="rescheduled").rename(columns={"target_id_x": "target_id"})
    return pd.concat([other, joined[told.columns]], ignore_index=True)


def _last_day(day: str | None) -> pd.Timestamp:
    return pd.Timestamp(day) if day else pd.Timestamp.max


def _same_promise(old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Whether two rows ask for the same; what neither states is the same."""
    return ((old == new) | (old.isna() & new.isna())).fillna(False).all(axis=1).astype(bool)


def _whole(probability: pd.Series) -> pd.Series:
    """The percentage that a page shows; below zero for none."""
    return probability.map(lambda p: -1.0 if pd.isna(p) else float(rounded(p, shift=2)))


def judgement(verdicts: pd.DataFrame) -> pd.DataFrame:
    """What is compared of verdicts from `attainment.assess`.

    Returns
    -------
    DataFrame
        READING, probability, status, median (projected for the deadline, the observed value once
        it is out).
    """
    out = verdicts["latest_year"].astype("Float64") >= verdicts["deadline"].astype("Float64")
    seen = verdicts["latest_value"].where(out.fillna(False))
    return verdicts[[*READING, "probability", "status"]].assign(
        median=verdicts["projected"].astype("float64").fillna(seen.astype("float64")),
        probability=verdicts["probability"].astype("float64"),
    )
