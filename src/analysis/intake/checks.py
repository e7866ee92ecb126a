"""Hold new rows against what is known, before anything is written."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ..records.schema import OBSERVATIONS, SOURCES
from ..records.tables import check, coerce
from .assumed_units import assumed_units
from .expectations import against_known, against_trend
from .findings import Finding, about_rows
from .known import WHERE, Known, Understood, observation_id
from .plausibility import against_source, implausible
from .repeats import OF_PART, corrected, fresh_rows, taken_ids, wrong_corrections


def check_rows(found: Understood, known: Known) -> Understood:
    """Check rows against each other and against what is recorded.

    Returns
    -------
    Understood
        Rows that are not recorded yet, with `supersedes` filled in where they correct one, and
        every finding.
    """
    if found.observations.empty:
        return found
    rows = coerce(found.observations, OBSERVATIONS)
    rows = rows.assign(**found.observations[["sheet", "place", "unit_from"]])
    rows = rows.assign(grade=_grades(rows, found.sources, known))
    everything = pd.concat([known.observations, known.parts])
    taken = taken_ids(rows, replace(known, observations=everything))
    dates = against_source(rows, found.sources, known)
    known = replace(known, observations=_of_same_series(known.observations, rows))
    parts = rows[rows["start"].notna()]
    fresh, said = fresh_rows(rows.drop(parts.index), known)
    parts, said_of_parts = _fresh_parts(parts, known)
    said += said_of_parts
    fresh = pd.concat([fresh, parts]).sort_index()
    said += [*taken, *(f for f in dates if (f.sheet, f.place) in _places(fresh))]
    if fresh.empty:
        none = found.observations.iloc[:0]
        kept = replace(found, observations=none, sources=found.sources.iloc[:0])
        return replace(kept, findings=[*found.findings, *said])
    said += implausible(fresh, known) + wrong_corrections(fresh, everything)
    yearly, corrections = corrected(fresh.drop(parts.index), known)
    said += [*corrections, *_parts_of_years(parts)]
    if len(yearly):
        said += against_known(yearly, known) + against_trend(yearly, known)
    fresh = pd.concat([yearly, parts]).sort_index()
    said += assumed_units(fresh, known)
    kept = found.observations.loc[fresh.index]
    kept = kept.assign(supersedes=fresh["supersedes"], observation_id=_ids(kept, fresh))
    kept = kept.reset_index(drop=True)
    used = found.sources[found.sources["source_id"].isin(kept["source_id"])]
    said += _against_contracts(kept, used)
    return replace(found, observations=kept, sources=used, findings=[*found.findings, *said])


def _fresh_parts(parts: pd.DataFrame, known: Known) -> tuple[pd.DataFrame, list[Finding]]:
    """Figures of parts of years that are not recorded, or correct one that is."""
    if parts.empty:
        return parts, []
    recorded = known.parts if len(known.parts) else parts.iloc[:0]
    known = replace(known, observations=recorded)
    fresh, said = fresh_rows(parts, known, OF_PART)
    fresh, corrections = corrected(fresh, known, OF_PART)
    return fresh, [*said, *corrections]


def _against_contracts(kept: pd.DataFrame, used: pd.DataFrame) -> list[Finding]:
    """Whatever else was overlooked: what breaks a table's contract is never written to it."""
    rows = kept[list(OBSERVATIONS.every)].fillna("").reset_index(drop=True)
    broken = check(rows, OBSERVATIONS, "")
    if len(used):
        broken += check(used.reset_index(drop=True), SOURCES, "")
    said = []
    for problem in broken:
        en, _, zh = problem.rule.partition(" | ")
        said.append(
            Finding(
                "error",
                "schema",
                f"{problem.column}：{zh}",
                f"{problem.column}: {en}",
                value=str(problem.value)[:60],
            )
        )
    return said


def _parts_of_years(parts: pd.DataFrame) -> list[Finding]:
    """Figures of a part of a year: told, and refused where it was not over when they came out."""
    early = parts[parts["end"] > parts["published"]]
    return [
        *about_rows(
            early,
            "error",
            "early",
            "发布时这段时间还没有结束，请核对",
            "was published before the period had ended; check both",
        ),
        *about_rows(
            parts,
            "notice",
            "part-of-year",
            [
                f"按{a:%Y-%m-%d}至{b:%Y-%m-%d}的数登记，不是全年的数"
                for a, b in zip(parts["start"], parts["end"], strict=True)
            ],
            [
                f"is entered as of {a:%Y-%m-%d} to {b:%Y-%m-%d}, not of a whole year"
                for a, b in zip(parts["start"], parts["end"], strict=True)
            ],
        ),
    ]


def _places(rows: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(rows["sheet"], rows["place"], strict=True))


def _of_same_series(recorded: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    wanted = pd.MultiIndex.from_frame(rows[WHERE])
    return recorded[pd.MultiIndex.from_frame(recorded[WHERE]).isin(wanted)]


def _grades(rows: pd.DataFrame, new: pd.DataFrame, known: Known) -> pd.Series:
    grades = pd.concat([known.sources[["source_id", "grade"]], new[["source_id", "grade"]]])
    return rows["source_id"].map(
        grades.drop_duplicates("source_id").set_index("source_id")["grade"]
    )


def _ids(kept: pd.DataFrame, fresh: pd.DataFrame) -> list[str]:
    """The id of a row that turned out to be a correction says so, as the value may come back."""
    turned = kept["supersedes"] != fresh["supersedes"]
    told = kept.assign(supersedes=fresh["supersedes"])[turned].to_dict("records")
    named = kept["observation_id"].copy()
    named[turned] = [observation_id(row) for row in told]
    return [*named]
