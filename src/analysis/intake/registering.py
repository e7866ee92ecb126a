"""One row for a table of a plan: an indicator, another name of one, a document, an event, a target
that was set elsewhere."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ..records import codes
from ..records.aliases import read_aliases
from ..records.errors import PlanDataError, shown
from ..records.journal import writing
from ..records.packages import column_of
from ..records.plans import Plan, load_plan
from ..records.readable import reading
from ..records.regions import read_regions
from ..records.remarks import remark_problems
from ..records.schema import ALIASES, EVENTS, INDICATORS, PLEDGES, REMARKS, SOURCES, Table
from ..records.sources import read_sources
from ..records.tables import check, coerce, describe
from ..records.whole_files import write_whole
from .cells import folded
from .days import date


def add_indicator(plan: str, given: Mapping[str, str], *, root: Path) -> Path:
    """Write a new indicator into the table of the plan's own folder.

    Parameters
    ----------
    plan : str
        Folder name under data/plans.
    given : mapping
        Columns of `schema.INDICATORS`; those left out are empty.

    Raises
    ------
    PlanDataError
        An id or name that is there already, or a cell that breaks its rule.
    """
    loaded = load_plan(plan, root=root)
    known = loaded.indicators
    taken = {folded(n) for c in ("indicator_id", "name_zh", "name_en") for n in known[c] if n}
    for name in ("indicator_id", "name_zh", "name_en"):
        if given.get(name) and folded(given[name]) in taken:
            raise PlanDataError(
                f"{name} {shown(given[name])}: is an indicator of the plan already | 该指标已经有了"
            )
    return _append(root, loaded.folders[0], INDICATORS, {"direction": "none", **given})


def add_alias(plan: str, name: str, indicator: str, *, root: Path) -> Path:
    """Remember another name of an indicator, so that files which use it are understood.

    Raises
    ------
    PlanDataError
        An unknown indicator, or a name that means another one.
    """
    loaded = load_plan(plan, root=root)
    if indicator not in set(loaded.indicators["indicator_id"]):
        raise PlanDataError(
            f"indicator {shown(indicator)}: not in the plan's indicators.csv | 没有这个指标"
        )
    meant = {folded(n): i for n, i in read_aliases(root, loaded.folders).items()}
    for column in ("name_zh", "name_en", "indicator_id"):
        meant |= {folded(n): i for n, i in loaded.indicators[[column, "indicator_id"]].to_numpy()}
    if held := meant.get(folded(name)):
        raise PlanDataError(f"name {shown(name)}: is {held} already | 这个名称已指{held}")
    return _append(root, loaded.folders[0], ALIASES, {"name": name, "indicator_id": indicator})


def add_event(plan: str, given: Mapping[str, str], *, root: Path, today: dt.date) -> Path:
    """Write a report on something that happened into the table of the plan's own folder.

    Parameters
    ----------
    given : mapping
        indicator_id, date, state, text, source_id; region (else the plan's) and published (else
        the source's) may be left out.

    Raises
    ------
    PlanDataError
        An indicator that is no event, an unknown source or region, or a day still to come.
    """
    loaded = load_plan(plan, root=root)
    kinds = loaded.indicators.set_index("indicator_id")["kind"]
    if kinds.get(given["indicator_id"]) != "event":
        events = ", ".join(kinds[kinds == "event"].index[:8])
        raise PlanDataError(
            f"indicator {shown(given['indicator_id'])}: no event of the plan; there are: {events} "
            f"| 不是事件类指标，现有：{events}"
        )
    day, precision = _published(loaded, given, root)
    row = {
        "indicator_id": given["indicator_id"],
        "region": _region(loaded, given, root),
        "date": date(given["date"])[0].isoformat(),
        "state": given["state"],
        "text": given["text"],
        "source_id": given["source_id"],
        "published": day.isoformat(),
        "published_estimated": "false" if precision == "day" else "true",
        "recorded_at": today.isoformat(),
    }
    if max(row["date"], row["published"]) > today.isoformat():
        raise PlanDataError(
            f"date {row['date']}, published {row['published']}: is after today, {today} "
            "| 日期在将来"
        )
    return _append(root, loaded.folders[0], EVENTS, {"event_id": _named(row, EVENTS), **row})


def add_source(plan: str, given: Mapping[str, str], *, root: Path) -> Path:
    """Write a document into the table of the plan's own folder, for events and pledges to cite.

    Figures bring theirs with them, see `adding.add_file`.

    Parameters
    ----------
    given : mapping
        source_id, title, publisher; published (empty where the document prints none), url, grade
        (D where it is left out) and note may be left out.

    Raises
    ------
    PlanDataError
        An id that a document has already, or a cell that breaks its rule.
    """
    loaded = load_plan(plan, root=root)
    if given["source_id"] in set(read_sources(root, loaded.folders)["source_id"]):
        raise PlanDataError(
            f"source {shown(given['source_id'])}: is a document already | 已有这个来源编号"
        )
    day, precision = date(given["published"]) if given.get("published") else (None, "none")
    row = {
        "grade": "D",
        **{k: v for k, v in given.items() if v},
        "published": day.isoformat() if day else "",
        "published_precision": precision,
    }
    return _append(root, loaded.folders[0], SOURCES, row)


def add_pledge(plan: str, given: Mapping[str, str], *, root: Path, today: dt.date) -> Path:
    """Write a target that was set elsewhere than in a plan's own text: for a year, by a city.

    Parameters
    ----------
    given : mapping
        indicator_id, kind, quote, source_id and what the target asks, columns of
        `schema.PLEDGES`; region (else the plan's), published (else the source's) and
        published_estimated may be left out.

    Raises
    ------
    PlanDataError
        An unknown indicator, source or region, a cell that breaks its rule, or a day to come.
    """
    loaded = load_plan(plan, root=root)
    units = loaded.indicators.set_index("indicator_id")["unit"]
    if given["indicator_id"] not in units.index:
        raise PlanDataError(
            f"indicator {shown(given['indicator_id'])}: not in the plan's indicators.csv | "
            "没有这个指标"
        )
    day, precision = _published(loaded, given, root)
    row = {
        "unit": units[given["indicator_id"]],
        "measure": "level",
        **{k: v for k, v in given.items() if v},
        "region": _region(loaded, given, root),
        "published": day.isoformat(),
        "published_estimated": given.get("published_estimated")
        or ("false" if precision == "day" else "true"),
        "recorded_at": today.isoformat(),
    }
    if row["published"] > today.isoformat():
        raise PlanDataError(f"published {row['published']}: is after today, {today} | 日期在将来")
    row = {k: v for k, v in row.items() if k in PLEDGES.every}
    return _append(
        root,
        loaded.folders[0],
        PLEDGES,
        {"pledge_id": _named(row, PLEDGES), **row},
        columns=list(PLEDGES.every),
    )


def add_remark(plan: str, given: Mapping[str, str], *, root: Path, today: dt.date) -> Path:
    """Write a warning, cause or measure beside a target of a plan.

    Parameters
    ----------
    given : mapping
        target_id, kind, role, and text_zh or text_en or both; date (today where it is left out),
        until and region (the plan's) may be left out.

    Raises
    ------
    PlanDataError
        An unknown target or region, no text, a cell that breaks its rule, or a day to come.
    """
    loaded = load_plan(plan, root=root)
    row = {k: v for k, v in given.items() if v and k in REMARKS.columns}
    row |= {"region": _region(loaded, given, root), "recorded_at": today.isoformat()}
    row["date"] = date(given["date"])[0].isoformat() if given.get("date") else today.isoformat()
    if given.get("until"):
        row["until"] = date(given["until"])[0].isoformat()
    row = {"remark_id": _named(row, REMARKS), **row}
    checked = pd.DataFrame([{c: row.get(c, "") for c in REMARKS.columns}], index=[2])
    if problems := remark_problems(coerce(checked, REMARKS), "remarks.csv", loaded, root, today):
        raise PlanDataError(describe(problems))
    return _append(root, loaded.folders[0], REMARKS, row)


def _region(loaded: Plan, given: Mapping[str, str], root: Path) -> str:
    known = set(read_regions(root, loaded.folders)["region"])
    return codes.region(given.get("region"), known, "region") or loaded.region


def _published(loaded: Plan, given: Mapping[str, str], root: Path) -> tuple[dt.date, str]:
    """The day a row became known and its precision: as given, else its source's."""
    sources = read_sources(root, loaded.folders).set_index("source_id")["published"]
    if given["source_id"] not in sources.index:
        raise PlanDataError(
            f"source {shown(given['source_id'])}: not in sources.csv | 来源不在 sources.csv 中"
        )
    stated, held = given.get("published", ""), sources[given["source_id"]]
    if not stated and pd.isna(held):
        raise PlanDataError(
            "published: the source has no day; give one | 来源没有日期，请写发布日期"
        )
    return date(stated) if stated else (held.date(), "day")


def _named(row: Mapping[str, str], table: Table) -> str:
    """Twelve hex digits of what a row says, where it says it."""
    said = "|".join(row[k] for k in table.every if k in row)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _append(
    root: Path,
    folder: str,
    table: Table,
    given: Mapping[str, str],
    *,
    columns: list[str] | None = None,
) -> Path:
    """Add a row to a package's table, held against its contract first.

    A table that is not there yet gets `columns`, those that every file has where none are given.
    """
    path = root / folder / f"{table.name}.csv"
    file = path.relative_to(root).as_posix()
    with writing(root), reading(file):
        held = path.read_bytes() if path.exists() else b""
        own = columns or list(table.columns)
        if held:
            lines = held.decode("utf-8-sig").splitlines()
            heads = next(line for line in lines if not line.lstrip('"').startswith("#"))
            own = next(csv.reader([heads]))
        row = {column: given.get(column, "") for column in own}
        raw = pd.DataFrame([row], columns=own, dtype=str)
        if problems := check(raw, table, file):
            raise PlanDataError(describe(problems))
        key = table.key[0]
        if row[key] in column_of(root, [folder], f"{table.name}.csv", key):
            raise PlanDataError(f"{file}: {key} {shown(row[key])} is there already | 已经有了")
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if not held:
            writer.writerow(own)
        writer.writerow([row[column] for column in own])
        start = held if not held or held.endswith(b"\n") else held + b"\n"
        write_whole(path, start + text.getvalue().encode())
    return path
