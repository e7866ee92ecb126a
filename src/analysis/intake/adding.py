"""From a file to the store: read, understand, check, report, and write only when all is well."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ..records.aliases import read_aliases
from ..records.errors import PlanDataError
from ..records.journal import SOURCES_FILE, steadily, writing
from ..records.ledger import Addition, additions, append
from ..records.observations import read_published
from ..records.packages import OLD, column_of, region_codes
from ..records.periods import annual
from ..records.places import find_root, working_in
from ..records.plans import load_plan
from ..records.regions import read_regions
from ..records.schema import OBSERVATIONS, SOURCES, Table
from ..records.sources import read_sources
from .checks import check_rows
from .entries import QUOTES
from .files import opening, read_file
from .findings import Finding, causes, report
from .grid import Sheet
from .known import Given, Known, Understood
from .layout import find_tables
from .marked import write_marked
from .quote_sheets import with_quotes
from .rows import TOO_MANY, understand

KNOWN = ("recorded", "recorded-date", "corrected-since")  # findings on figures not added again


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
        """How many causes of errors there are."""
        return len(causes(f for f in self.findings if f.level == "error"))

    @property
    def warnings(self) -> int:
        """How many causes of warnings there are."""
        return len(causes(f for f in self.findings if f.level == "warning"))


def add_file(
    path: Path,
    *,
    plan: str,
    root: Path | None = None,
    accept: bool = False,
    dry_run: bool = False,
    given: Given | None = None,
    lang: str = "zh",
    today: dt.date | None = None,
    at: Callable[[str], None] = lambda stage: None,
) -> Outcome:
    """Add what a workbook or CSV file holds to the observations of the plan's packages.

    Parameters
    ----------
    path : Path
    plan : str
        Folder name under data/plans: its indicators and region.
    accept : bool
        Write although there are warnings. Errors are never accepted.
    dry_run : bool
        Check and report only.
    given : Given, optional
        What the analyst says of every figure that the file does not say itself.
    lang : {"zh", "en"}
        Of the comments in the marked copy.
    at : callable, optional
        Is told what is being done: a name of `progress.STAGES`.

    Raises
    ------
    PlanDataError
        The file cannot be read, or the store cannot be written.
    """
    root = find_root(root)
    digest = _digest(path)
    days = additions(root).set_index("sha256")["recorded_at"].to_dict()
    if digest in days:
        return _again(path, days[digest])
    at("read")

    def hopeless(begun: list[Sheet]) -> bool:
        found = examine(begun, read_known(plan, root=root, today=today), given=given)
        return any(f.code == TOO_MANY for f in found.findings)

    with _uncollected():
        sheets = read_file(path, enough=hopeless)
    # Checked under the lock: what is compared with is what is appended to.
    with working_in(root), _uncollected(), contextlib.nullcontext() if dry_run else writing(root):
        known = read_known(plan, root=root, today=today)
        found = examine(sheets, known, given=given, at=at)
        graves = {f.level for f in found.findings}
        written = None
        at("write")
        if not dry_run and "error" not in graves and (accept or "warning" not in graves):
            written = put_in(found, known, root=root, file=path.name, digest=digest)
    marked, more = _marked(path, sheets, found.findings, lang) if written is None else (None, [])
    found = replace(found, findings=[*found.findings, *more])
    return Outcome(found.findings, found, written, marked, found.unfilled)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without looks for circles of objects, of which cells by the hundred thousand are none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def put_in(found: Understood, known: Known, *, root: Path, file: str, digest: str) -> Addition:
    """Append checked rows to the package that knows all of them, see `ledger.append`."""
    return append(
        found.observations,
        found.sources,
        root=root,
        file=file,
        digest=digest,
        folders=known.plan.folders,
        into=_package_for(found, known, root),
    )


def _package_for(found: Understood, known: Known, root: Path) -> str:
    """The package that rows are added to: a shared one that knows all of them, else the plan's own.

    So every plan that uses it has them, and none finds in it what it does not know.
    """
    own, *used = known.plan.folders
    rows, brought = found.observations, [*found.sources["source_id"]]
    for folder in used:
        if folder == OLD:
            return OLD
        indicators = column_of(root, [folder], "indicators.csv", "indicator_id")
        cited = (column_of(root, [folder], f, "source_id") for f in ("sources.csv", SOURCES_FILE))
        known_there = (
            ("indicator_id", indicators),
            ("region", region_codes(root, [folder])),
            ("source_id", [*brought, *(name for names in cited for name in names)]),
        )
        if all({*rows[column]} <= {*listed} for column, listed in known_there):
            return folder
    return own


def _digest(path: Path) -> str:
    """The sha256 of a file; "" where there is none to read (`read_file` says why)."""
    with opening(path):
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def read_known(plan: str, *, root: Path, today: dt.date | None = None) -> Known:
    """Everything that a file is held against."""
    loaded, day = load_plan(plan, root=root), today or dt.date.today()

    def read() -> Known:
        published = read_published(loaded, root=root, today=day)
        observations = annual(published, loaded.indicators)
        places = read_regions(root, loaded.folders)
        counted = set(loaded.indicators["indicator_id"])
        aliases = read_aliases(root, loaded.folders)
        aliases = {name: found for name, found in aliases.items() if found in counted}
        sources = read_sources(root, loaded.folders)
        parts = published[~published["annual"]].drop(columns="annual")
        return Known(loaded, places, sources, observations, day, aliases, parts)

    return steadily(root, read)


def examine(
    sheets: Sequence[Sheet],
    known: Known,
    *,
    given: Given | None = None,
    at: Callable[[str], None] = lambda stage: None,
) -> Understood:
    """Understand the sheets of a file and check them; nothing is written.

    Parameters
    ----------
    sheets : sequence of Sheet
        From `files.read_file`.
    known : Known
    given : Given, optional
        What stands for what the file does not say.
    at : callable, optional
        Is told what is being done.

    Returns
    -------
    Understood
        The rows that could be added, and every finding.
    """
    at("understand")
    layout = find_tables([s for s in sheets if s.name != QUOTES], known.names())
    found = understand(layout, known, given=given)
    found = with_quotes(found, sheets, known, given or Given(), sources=layout.sources)
    at("check")
    return check_rows(found, known)


def _marked(
    path: Path, sheets: Sequence[Sheet], findings: Sequence[Finding], lang: str
) -> tuple[Path | None, list[Finding]]:
    """The marked copy where there is something to mark, or why there is none."""
    if any(f.code == TOO_MANY for f in findings):
        zh, en = "错误过多，没有写批注文件", "no marked copy of a file with so many errors"
        return None, [Finding("notice", "not-marked", zh, en)]
    if not any(f.level in ("error", "warning") and f.place for f in findings):
        return None, []
    try:
        return write_marked(path, sheets, findings, lang=lang), []
    except PlanDataError as error:
        en, _, zh = str(error).partition(" | ")
        return None, [
            Finding("notice", "not-marked", f"批注文件没有写成：{zh}", f"no marked copy: {en}")
        ]


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


def said(outcome: Outcome, lang: str, *, dry_run: bool = False) -> str:
    """What an analyst reads on screen: the remarks, what was done, what to do next."""
    lines = [report(outcome.findings, lang)] if outcome.findings else []
    count = len(outcome.found.observations)
    known = sum(f.code in KNOWN for f in outcome.findings)
    zh = lang == "zh"
    if outcome.addition is not None and outcome.addition.rows:
        done = outcome.addition
        lines.append(
            f"已添加{done.rows}个数、{done.sources}个来源"
            f"（第{done.number}次添加，可用 undo 撤销）。"
            if zh
            else f"Added {many(done.rows, 'figure')} and {many(done.sources, 'source')} "
            f"(addition {done.number}; undo takes it back)."
        )
    elif outcome.addition is not None:
        lines.append("没有新的数，数据未变。" if zh else "Nothing new; the data are as they were.")
    elif outcome.errors:
        lines.append(
            f"有{outcome.errors}处错误，什么都没有添加；请改正后重来。"
            if zh
            else f"{many(outcome.errors, 'error')}; nothing was added. Correct and add again."
        )
    elif outcome.warnings and not dry_run:
        lines.append(
            f"有{outcome.warnings}处需要核对，什么都没有添加；核对无误后加 --accept 重来。"
            if zh
            else f"{many(outcome.warnings, 'warning')}; nothing was added. If all is right, add "
            "again with --accept."
        )
    elif dry_run:
        lines.append(
            f"只检查，没有写入：可添加{count}个数。"
            if zh
            else f"Checked only: {many(count, 'figure')} could be added."
        )
        if outcome.warnings:
            lines.append(
                f"有{outcome.warnings}处需要核对；核对无误后添加时加 --accept。"
                if zh
                else f"{many(outcome.warnings, 'warning')}; if all is right, add with --accept."
            )
    if known:
        lines.append(
            f"另有{known}个数此前已登记，没有重复添加。"
            if zh
            else f"{many(known, 'figure')} of the file {_was(known)} known before and not added "
            "again."
        )
    if outcome.unfilled:
        lines.append(
            f"{outcome.unfilled}行没有填数。"
            if zh
            else f"{many(outcome.unfilled, 'row')} without a value."
        )
    if outcome.marked:
        lines.append(
            f"逐格批注见 {outcome.marked.name}" if zh else f"Marked copy: {outcome.marked.name}"
        )
    return "\n".join(lines)


def taken_back(gone: Addition, lang: str) -> str:
    """What an analyst reads when an addition was undone."""
    if lang == "zh":
        return f"已撤销第{gone.number}次添加：{gone.file}，{gone.rows}个数"
    return f"addition {gone.number} taken back: {gone.file}, {many(gone.rows, 'figure')}"


def many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
