"""From a file to the store: read, understand, check, report, and write only when all is well."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..ledger import Addition, add, additions, recover
from ..places import find_root
from ..schema import OBSERVATIONS, SOURCES, Table
from ..store import load_plan, read_observations, read_regions, read_sources
from .checks import check_rows
from .files import read_file
from .findings import Finding, report
from .layout import find_tables
from .marked import write_marked
from .rows import Known, Understood, indicator_finder, understand


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    Attributes
    ----------
    findings : list of Finding
    found : Understood
        The rows that were or would be added.
    addition : Addition or None
        None where nothing was written because of errors, warnings or `dry_run`.
    marked : Path or None
        The marked copy, where there was something to mark.
    unfilled : int
        Rows of the file without a value.
    """

    findings: list[Finding]
    found: Understood
    addition: Addition | None
    marked: Path | None
    unfilled: int

    @property
    def errors(self) -> int:
        return sum(f.level == "error" for f in self.findings)

    @property
    def warnings(self) -> int:
        return sum(f.level == "warning" for f in self.findings)


def add_file(
    path: Path,
    *,
    plan: str,
    root: Path | None = None,
    accept: bool = False,
    dry_run: bool = False,
    source: str = "",
    lang: str = "zh",
    today: dt.date | None = None,
) -> Outcome:
    """Add what a workbook or CSV file holds to data/observations.

    Parameters
    ----------
    path : Path
    plan : str
        Folder name under data/plans: its indicators and region.
    accept : bool
        Write although there are warnings. Errors are never accepted.
    dry_run : bool
        Check and report only.
    source : str
        source_id of rows without one.
    lang : {"zh", "en"}
        Of the comments in the marked copy.

    Raises
    ------
    PlanDataError
        The file cannot be read, or the store cannot be written.
    """
    root = find_root(root)
    recover(root)
    sheets = read_file(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    before = additions(root).set_index("sha256")["recorded_at"].to_dict()
    if digest in before:
        return _again(path, before[digest])
    known = _known(plan, root, today or dt.date.today())
    finder = indicator_finder(known.plan)
    layout = find_tables(sheets, lambda text: finder(text) is not None)
    found = check_rows(understand(layout, known, source=source), known)
    marked = None
    if any(f.level in ("error", "warning") and f.place for f in found.findings):
        marked = write_marked(path, sheets, found.findings, lang=lang)
    graves = {f.level for f in found.findings}
    written = None
    if not dry_run and "error" not in graves and (accept or "warning" not in graves):
        written = add(found.observations, found.sources, root=root, file=path.name, digest=digest)
    return Outcome(found.findings, found, written, marked, layout.unfilled)


def _again(path: Path, day: str) -> Outcome:
    """The very same file was added before: nothing to do, and said so."""
    said = Finding(
        "notice",
        "same-file",
        f"同一个文件已在{day}添加过，没有再添加",
        f"the very same file was added on {day}; nothing was added",
        path.name,
    )
    nothing = Understood(_nothing(OBSERVATIONS), _nothing(SOURCES), [said])
    return Outcome([said], nothing, Addition(0, 0, 0, path.name), None, 0)


def _nothing(table: Table) -> pd.DataFrame:
    return pd.DataFrame(columns=list(table.columns), dtype=str)


def _known(plan: str, root: Path, today: dt.date) -> Known:
    loaded = load_plan(plan, root=root)
    return Known(
        loaded,
        read_regions(root),
        read_sources(root),
        read_observations(loaded, root=root, today=today),
        today,
    )


def said(outcome: Outcome, lang: str, *, dry_run: bool = False) -> str:
    """What an analyst reads on screen: the remarks, what was done, what to do next."""
    lines = [report(outcome.findings, lang)] if outcome.findings else []
    count, unfilled = len(outcome.found.observations), outcome.unfilled
    zh = lang == "zh"
    if outcome.addition is not None and outcome.addition.rows:
        done = outcome.addition
        lines.append(
            f"已添加{done.rows}个数、{done.sources}个来源"
            f"（第{done.number}次添加，可用 undo 撤销）。"
            if zh
            else f"added {done.rows} figures and {done.sources} sources (addition {done.number}; "
            "undo takes it back)."
        )
    elif outcome.addition is not None:
        lines.append("没有新的数，数据未变。" if zh else "nothing new; the data are as they were.")
    elif outcome.errors:
        lines.append(
            f"有{outcome.errors}处错误，什么都没有添加；请改正后重来。"
            if zh
            else f"{outcome.errors} errors; nothing was added. Correct them and try again."
        )
    elif dry_run:
        lines.append(f"可添加{count}个数。" if zh else f"{count} figures can be added.")
    else:
        lines.append(
            f"有{outcome.warnings}处需要核对，什么都没有添加；核对无误后加 --accept。"
            if zh
            else f"{outcome.warnings} warnings; nothing was added. If all is right, add --accept."
        )
    if unfilled:
        lines.append(f"{unfilled}行没有填数。" if zh else f"{unfilled} rows are not filled in.")
    if outcome.marked:
        lines.append(
            f"逐格批注见 {outcome.marked.name}" if zh else f"marked copy: {outcome.marked.name}"
        )
    return "\n".join(lines)
