"""Everything a notebook needs for one plan, one region and one day, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from ..projection import learned, project, read_regional
from ..records import codes, dates, reads
from ..records.journal import steadily
from ..records.observations import all_observations, read_events
from ..records.once import once
from ..records.places import find_root
from ..records.plans import PLAN_SOURCE, Plan, in_force, load_plan
from ..records.regions import read_regions
from ..records.remarks import no_remarks, read_remarks, remarks_on
from ..records.sources import all_sources, with_publisher
from ..records.vintages import as_of_view, conflicts, published_by, vintage, with_first
from .attainment import assess, untargeted

ASSESSMENT_COLUMNS = [
    *(
        "target_id",
        "indicator_id",
        "region",
        "reading",
        "comparator",
        "stated_value",
        "target_value",
    ),
    *("value_high", "unit", "deadline", "baseline_year", "baseline_value", "baseline_basis"),
    *("baseline_source_id", "latest_year", "latest_value", "latest_source_id", "latest_published"),
    *("share_travelled", "share_time", "growth_actual", "growth_promised", "growth_required"),
    *("projected", "low95", "low80", "high80", "high95", "probability", "expected_year", "method"),
    *("evidence", "n_history", "event_state", "met", "status", "reason", "quote"),
    *("relation", "tolerance", "hold", "year_from", "against", "force", "latest_qualifier"),
    *("settled", "since", "since_year"),
]

# Readings that compare a region with itself.
OF_ANY_SIZE = ("ratio", "percent_change", "growth", "trend")


@dataclass(frozen=True)
class Records:
    """What was read for one plan: every region, every vintage.

    Attributes
    ----------
    plan : Plan
    every, events : DataFrame
        `schema.OBSERVATIONS` and `schema.EVENTS`, each with grade. `of_region` gives a region's
        observations; `observations` gives all.
    regions : DataFrame
        `schema.REGIONS`.
    root : Path
        The project's folder.
    documents : DataFrame
        `schema.SOURCES`; `documents_of` gives those that rows cite.
    remarks : DataFrame
        `schema.REMARKS`.
    """

    plan: Plan
    every: pd.DataFrame
    events: pd.DataFrame
    regions: pd.DataFrame
    root: Path
    documents: pd.DataFrame
    remarks: pd.DataFrame = field(default_factory=no_remarks)

    @property
    def observations(self) -> pd.DataFrame:
        """Every region's observations, see `observations.read_observations`."""
        reads.used()
        return self.every

    @property
    def sources(self) -> dict[str, str]:
        """Title and publisher of each source_id."""
        reads.used()
        return _source_names(self.plan, self.documents)

    def region(self, asked: codes.Code = None) -> str:
        """The code of the region asked for, see `codes.region`; the plan's own where none is."""
        known = set(self.regions["region"])
        return codes.region(asked, known) or codes.regions([self.plan.region], known)[0]

    def of_region(self, region: codes.Code, as_of: dates.Day = None) -> pd.DataFrame:
        """One region's observations published by a day, every vintage."""
        return self.of_regions([region], as_of)

    def of_regions(self, regions: Iterable[codes.Code], as_of: dates.Day = None) -> pd.DataFrame:
        """Several regions' observations published by a day, every vintage."""
        wanted, day = codes.regions(regions, set(self.regions["region"])), dates.day(as_of)
        for region in wanted:
            reads.used(region, day)
        return published_by(self.every[self.every["region"].isin(wanted)], day)

    def within(self, region: str) -> list[str]:
        """The codes of the regions that are parts of a region."""
        return self.regions.loc[self.regions["parent"] == region, "region"].tolist()

    def documents_of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The documents that observations and the events cite."""
        wanted = {*rows["source_id"], *self.events["source_id"]}
        return self.documents[self.documents["source_id"].isin(wanted)]

    def sources_of(self, rows: pd.DataFrame) -> dict[str, str]:
        """Title and publisher of the documents that observations, events and the plan cite."""
        return _source_names(self.plan, self.documents_of(rows))

    def without(self, observation_ids: Collection[str]) -> Records:
        """The same, as if some observations had not been recorded."""
        return replace(self, every=self.every[~self.every["observation_id"].isin(observation_ids)])

    def recorded_by(self, day: dates.Day) -> Records:
        """The same, as it stood in the store at the end of a day: figures and reports."""
        end = pd.Timestamp(dates.day(day))
        figures, reports = (rows[rows["recorded_at"] <= end] for rows in (self.every, self.events))
        return replace(self, every=figures, events=reports)


@dataclass(frozen=True)
class Situation:
    """A plan as it stood in one region on one day.

    Attributes
    ----------
    plan : Plan
    region : str
    as_of : str or None
        YYYY-MM-DD; None where everything in data/ counts.
    observations : DataFrame
        Every vintage of the region published by then, `schema.OBSERVATIONS` and grade.
    known : DataFrame
        One value per indicator and year, see `vintages.as_of_view`, with first_value (what was
        first published where that is another, else NaN).
    projections, verdicts : DataFrame
        See `project` and `assess`.
    events : DataFrame
        Reports published by then, `schema.EVENTS` and grade.
    sources : dict
        Title and publisher of each source_id.
    regions : DataFrame
        `schema.REGIONS`.
    documents : DataFrame
        Every cited document, `schema.SOURCES`.
    remarks : DataFrame
        What analysts wrote beside the targets and holds that day, `schema.REMARKS`.
    """

    plan: Plan
    region: str
    as_of: str | None
    observations: pd.DataFrame
    known: pd.DataFrame
    projections: pd.DataFrame
    verdicts: pd.DataFrame
    events: pd.DataFrame
    sources: dict[str, str]
    regions: pd.DataFrame
    documents: pd.DataFrame
    remarks: pd.DataFrame = field(default_factory=no_remarks)

    @property
    def conflicts(self) -> pd.DataFrame:
        """Where sources disagree, see `vintages.conflicts`."""
        return conflicts(self.observations)

    @property
    def untargeted(self) -> pd.DataFrame:
        """Projections of what the plan counts and sets no target for."""
        return untargeted(self.plan.figures, self.projections)

    @property
    def vintage(self) -> pd.Timestamp | None:
        """The latest publication date that was used."""
        return vintage(self.known)

    @property
    def issue_day(self) -> str:
        """The day the plan was issued, or this situation's own day where that is earlier."""
        issued = str(self.plan.meta["issued"])
        return min(issued, self.as_of) if self.as_of else issued

    @property
    def last_day(self) -> str:
        """The day asked for; that of the newest figure in use, or of the plan, where none was."""
        if self.as_of:
            return self.as_of
        return self.issue_day if self.vintage is None else f"{self.vintage:%Y-%m-%d}"

    def region_name(self, lang: str) -> str:
        return self.regions.set_index("region").loc[self.region, f"name_{lang}"]


def situation(
    plan: str,
    *,
    region: codes.Code = None,
    as_of: dates.Day = None,
    root: Path | None = None,
) -> Situation:
    """Read a plan and its data, project and assess, all as known on one day.

    Parameters
    ----------
    plan : str
        Folder name under data/plans.
    region : str, optional
        GB/T 2260 code, see `codes.region`; the plan's own when left out.
    as_of : day, optional
        YYYY-MM-DD, or a date, see `dates.day`; everything in data/ when left out.

    Raises
    ------
    PlanDataError
        No such plan or region, not a date, or a table that breaks its contract.
    """
    return situation_of(read_records(plan, root=root), region=region, as_of=as_of)


def read_records(plan: str, *, root: Path | None = None) -> Records:
    """Read a plan and every table it rests on, once for any number of days."""
    return _read_steadily(plan, find_root(root))


@once
def _read_steadily(plan: str, root: Path) -> Records:
    return steadily(root, lambda: _read_records(plan, root))


def _read_records(plan: str, root: Path) -> Records:
    loaded = load_plan(plan, root=root)
    documents = all_sources(root, loaded.folders)
    return Records(
        loaded,
        all_observations(loaded, root=root),
        read_events(loaded, root=root),
        read_regions(root, loaded.folders),
        root,
        documents,
        read_remarks(loaded, root=root),
    )


def situation_of(
    records: Records, *, region: codes.Code = None, as_of: dates.Day = None
) -> Situation:
    """The situation on one day, from what has been read; see `situation`."""
    return _situation_of(records, records.region(region), dates.day(as_of))


@once
def _situation_of(records: Records, region: str, day: str | None) -> Situation:
    loaded = records.plan
    seen = records.of_region(region, day)
    known = as_of_view(seen).pipe(with_first, seen)
    reports = records.events
    taught = learned(read_regional(records.root, loaded.folders, as_of=day))
    until = last_year(loaded)
    projections = project(known, loaded.indicators, until=until, learned=taught)
    events = published_by(reports[reports["region"] == region], day)
    goals = with_over(targets_for(loaded, region, day), year_of(day))
    verdicts = assess(
        goals,
        projections,
        loaded.indicators,
        baseline_year=loaded.meta["baseline_year"],
        events=events,
        others=other_regions(records, goals, day),
    )
    projections = without_withheld(projections, verdicts)
    return Situation(
        loaded,
        region,
        day,
        seen,
        known,
        projections,
        verdicts,
        events,
        records.sources_of(seen),
        records.regions,
        records.documents_of(seen),
        remarks_on(records.remarks, region, day),
    )


def targets_for(plan: Plan, region: str, day: str | None = None) -> pd.DataFrame:
    """The plan's targets in force on a day, as they apply to a region.

    In another region than the plan's own only what does not depend on size can be compared:
    multiples of that region's own baseline, and ratios.
    """
    wanted = plan.targets
    wanted = wanted[in_force(wanted, day)]
    if region == plan.region:
        return wanted.reset_index(drop=True)
    kinds = wanted["indicator_id"].map(plan.indicators.set_index("indicator_id")["kind"])
    comparable = wanted[wanted["reading"].isin(OF_ANY_SIZE) | (kinds == "ratio")]
    return comparable.assign(baseline_value=float("nan"), baseline_year=pd.NA)


def year_of(day: str | None) -> int:
    """The calendar year of a view's day; this year, where none is named."""
    return int(day[:4]) if day else dt.date.today().year


def with_over(goals: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """Targets with over: whether their deadline's year has passed in a calendar year."""
    over = (goals["deadline"] < year).fillna(False).astype(bool) if year else False
    return goals.assign(over=over)


def other_regions(records: Records, goals: pd.DataFrame, day: str | None) -> pd.DataFrame | None:
    """The projected series of the regions that gaps are measured to; see `attainment.assess`."""
    places = sorted(set(goals["against"]) & set(records.regions["region"]))
    if not places:
        return None
    known = as_of_view(records.of_regions(places, day))
    known = known[known["indicator_id"].isin(goals["indicator_id"])]
    made = project(known, records.plan.indicators, until=last_year(records.plan))
    return made.assign(
        of_region=made["region"], indicator_id=made["region"] + "/" + made["indicator_id"]
    )


def without_withheld(projections: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Nothing is projected where every target is withheld: what cannot be judged is not drawn.

    That is where the definition changed between baseline and deadline; an indicator without a
    target keeps its projection.
    """
    withheld = verdicts["reason"].eq("definition_break")
    every = withheld.groupby(verdicts["indicator_id"]).all()
    hidden = projections["indicator_id"].isin(every.index[every])
    return projections[~hidden | (projections["kind"] == "observed")].reset_index(drop=True)


def last_year(plan: Plan) -> int:
    """The year to project to: the plan's end or a later deadline."""
    deadlines = plan.figures["deadline"].dropna()
    return max([plan.meta["end"], *(int(d) for d in deadlines)])


def _source_names(plan: Plan, documents: pd.DataFrame) -> dict[str, str]:
    table = documents.set_index("source_id")
    named = map(with_publisher, table["title"], table["publisher"])
    names = dict(zip(table.index, named, strict=True))
    return {PLAN_SOURCE.format(name=plan.name): plan.meta["title"], **names}


def assessment_frame(found: Situation) -> pd.DataFrame:
    """The verdicts as a flat table with one quoted sentence each, for CSV and Excel."""
    return found.verdicts.assign(
        region=found.region, quote=found.verdicts["quotes"].map(lambda quotes: quotes[0])
    )[ASSESSMENT_COLUMNS]
