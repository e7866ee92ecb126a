"""The final evaluation: of each promise what came, when, on what evidence, and how sure that is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..records.evidence import read_evidence, related
from ..records.once import once
from ..records.vintages import allowed, as_of_view
from .attainment import EVENT_ACHIEVED, EVENT_KINDS, READING, promises
from .outcome import Retrospective
from .promises import holds
from .situations import Records, Situation

# What a commission can say of a promise, and on what evidence it says so.
FINDINGS = ("reached", "missed", "not_shown")
EVIDENCE_KINDS = ("direct", "related", "none")
TIMINGS = ("early", "on_time", "late", "seen_before", "")
BOUNDS = ["floor", "ceiling", "floor_out", "ceiling_out"]
EVALUATED = [
    *(*READING, "deadline", "status", "outcome", "finding", "reason", "said", "probability"),
    *("value", "value_year", "qualifier", "least", "most", "state", "report", "source_id"),
    *("published", "grade", "evidence"),
    *("first_year", "timing", "kind", "found", "settles_zh", "settles_en", "body_zh", "body_en"),
    *("looked_for_zh", "looked_for_en", "looked_at"),
]


@once
def evaluate(records: Records, found: Retrospective) -> pd.DataFrame:
    """One row per promise of the plan: what came of it, as a commission could sign it.

    A promise is reached or missed where the figures or reports of its own years say so, whatever
    was known before; else its outcome is not shown.

    Parameters
    ----------
    records : Records
    found : Retrospective
        From `look_back` over the same records.

    Returns
    -------
    DataFrame
        READING, deadline; status and outcome (see `outcome.outcomes`), finding (one of `FINDINGS`);
        reason (why it cannot be assessed, see `attainment`); said and probability (at issue and on
        the last day); value, value_year, qualifier, least and most (of a range), state and report
        (of an event), source_id, published (of what decides, else of the latest) and the source's
        grade; evidence (of the projection); first_year (the
        first in which the target is surely met), timing (early, on_time or late; seen_before where
        it was met before a deadline whose own outcome is not shown); kind (one of
        `EVIDENCE_KINDS`: figures or reports of the promise itself since the plan began, of what
        bears on it, or none); found (the related figures, as (indicator_id, region, year, value,
        unit, qualifier)); what would settle it, who has it and what was looked for, from the plan's
        evidence table; the body is the publisher of the latest figure where that says none.
    """
    now = found.now
    best = promises(now.verdicts)[[*READING, "deadline", *BOUNDS, "status", "reason", "evidence"]]
    shown = ["said", "probability", "outcome", "value", "value_year", "qualifier", "least", "most"]
    shown += ["state", "report", "source_id", "published"]
    told = found.rows[[*READING, *shown]]
    rows = best.merge(told, on=READING, how="left").reset_index(drop=True)
    rows = rows.pipe(_decisive_reports, now)
    rows = rows.assign(
        finding=rows["outcome"].map({"met": "reached", "missed": "missed"}).fillna("not_shown"),
        first_year=_first_years(rows, now),
    )
    rows = rows.assign(timing=_timing(rows), grade=_grades(rows, now))
    held = read_evidence(records.plan, root=records.root).set_index("figure_id")
    rows = rows.join(held, on="target_id").fillna({c: "" for c in held if c != "looked_at"})
    rows = rows.assign(found=_related(rows, records, now)).pipe(_without_later, now)
    return rows.pipe(_with_kind, now).pipe(_with_body, now)[EVALUATED]


def _without_later(rows: pd.DataFrame, now: Situation) -> pd.DataFrame:
    """Nothing of what was found by a search after the day looked back from."""
    day = pd.Timestamp(now.as_of) if now.as_of else pd.Timestamp.max
    later = rows["looked_at"] > day
    return rows.assign(
        **{c: rows[c].mask(later, "") for c in ("looked_for_zh", "looked_for_en")},
        looked_at=rows["looked_at"].mask(later),
    )


def _decisive_reports(rows: pd.DataFrame, now: Situation) -> pd.DataFrame:
    """Of a breakthrough that was made, the first report of the best grade that says so."""
    made = now.events[now.events["state"].isin(EVENT_ACHIEVED)]
    best = made.sort_values(["grade", "date"]).drop_duplicates("indicator_id")
    best = best.set_index("indicator_id")
    mine = rows["reading"].isin(EVENT_KINDS) & rows["indicator_id"].isin(best.index)
    if not mine.any():
        return rows
    best = best.rename(columns={"text": "report"})
    shown = ("state", "report", "source_id", "published")
    told = {c: rows["indicator_id"].map(best[c]) for c in shown}
    return rows.assign(**{c: rows[c].where(~mine, said) for c, said in told.items()})


def _first_years(rows: pd.DataFrame, now: Situation) -> pd.Series:
    """The first year after the plan's base whose every allowed value meets the target."""
    base = int(now.plan.meta["baseline_year"])
    seen = now.known[now.known["year"] > base]
    both = rows.reset_index(names="at")[["at", "indicator_id", *BOUNDS]].merge(
        seen[["indicator_id", "year"]].join(allowed(seen)), on="indicator_id"
    )
    sure, _ = holds(both["low"], both["high"], both)
    first = both[sure].groupby("at")["year"].min().reindex(rows.index)
    made = now.events[now.events["state"].isin(EVENT_ACHIEVED)]
    happened = rows["indicator_id"].map(made.groupby("indicator_id")["date"].min().dt.year)
    event = rows["reading"].isin(EVENT_KINDS)
    return first.where(~event, happened).astype("Int64")


def _timing(rows: pd.DataFrame) -> np.ndarray:
    first, due = rows["first_year"].astype(float), rows["deadline"].astype(float)
    reached, missed = rows["finding"] == "reached", rows["finding"] == "missed"
    open_ = (rows["finding"] == "not_shown") & (rows["outcome"] != "redefined")
    return np.select(
        [
            reached & (first < due),
            reached & first.notna(),
            missed & (first > due),
            open_ & (first <= due),
        ],
        TIMINGS[:4],
        "",
    )


def _grades(rows: pd.DataFrame, now: Situation) -> pd.Series:
    """The grade of the document behind each row; "" without one."""
    grades = now.documents.drop_duplicates("source_id").set_index("source_id")["grade"]
    return rows["source_id"].map(grades).fillna("")


def _related(rows: pd.DataFrame, records: Records, now: Situation) -> list[tuple]:
    """The latest figure of each related indicator since the plan began, by the deadline."""
    named = [
        (at, order, i, r or now.region, due)
        for at, said, due in zip(rows.index, rows["related"], rows["deadline"], strict=True)
        for order, (i, r) in enumerate(related(said))
    ]
    asked = pd.DataFrame(named, columns=["at", "order", "indicator_id", "region", "due"])
    if asked.empty:
        return [()] * len(rows)
    view = as_of_view(records.of_regions(sorted(asked["region"].unique()), now.as_of))
    both = asked.merge(view, on=["indicator_id", "region"])
    inside = (both["year"] >= int(now.plan.meta["start"])) & (both["year"] <= both["due"])
    last = both[inside].sort_values("year").drop_duplicates(["at", "order"], keep="last")
    shown = last.sort_values(["at", "order"])
    columns = ["indicator_id", "region", "year", "value", "unit", "qualifier"]
    by_row = {at: tuple(map(tuple, part[columns].to_numpy())) for at, part in shown.groupby("at")}
    return [by_row.get(at, ()) for at in rows.index]


def _with_kind(rows: pd.DataFrame, now: Situation) -> pd.DataFrame:
    start = int(now.plan.meta["start"])
    own = (rows["value_year"] >= start).fillna(False).astype(bool) | rows["state"].notna()
    near = rows["found"].map(len) > 0
    return rows.assign(kind=np.select([own, near], EVIDENCE_KINDS[:2], EVIDENCE_KINDS[2]))


def _with_body(rows: pd.DataFrame, now: Situation) -> pd.DataFrame:
    """The body that the plan names, else that of the evidence table, else the publisher."""
    goals = now.verdicts.drop_duplicates("target_id").set_index("target_id")["responsible"]
    named = rows["target_id"].map(goals).fillna("")
    published = now.documents.drop_duplicates("source_id").set_index("source_id")["publisher"]
    last = rows["source_id"].map(published).fillna("")
    return rows.assign(
        **{
            c: named.where(named != "", rows[c].where(rows[c] != "", last))
            for c in ("body_zh", "body_en")
        }
    )
