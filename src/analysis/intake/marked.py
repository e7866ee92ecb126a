"""The same workbook with what was found: coloured cells, and a comment on each."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from ..records.inert import put
from ..records.whole_files import told, workbook_bytes, write_whole
from .findings import LEVELS, Finding
from .grid import Sheet, letter
from .workbooks import load

RANKS = {level: rank for rank, level in enumerate(LEVELS)}
COLOURS = {"error": "F4B6AE", "warning": "FBE3A6", "notice": "DCE9F3"}
LONGEST = 1_000
COMMENTS = 200  # of one cause; its other cells are coloured
SUFFIX = ".checked"
AUTHOR = "plan-monitor check"  # set as the last to modify a copy; Excel puts its user there


def checked_path(path: Path) -> Path:
    """Where the marked copy of a file goes: FILE.checked.xlsx, never over anybody's work."""
    stem = re.sub(r"\.checked(-\d+)?$", "", path.stem)
    names = (f"{stem}{SUFFIX}{f'-{n}' * (n > 1)}.xlsx" for n in itertools.count(1))
    return next(p for p in map(path.with_name, names) if p != path and _is_free(p))


def _is_free(path: Path) -> bool:
    """Whether a name is not taken, or by a marked copy that nobody has saved since."""
    if not path.exists():
        return True
    try:
        with zipfile.ZipFile(path) as package:
            return f">{AUTHOR}<".encode() in package.read("docProps/core.xml")
    except (OSError, zipfile.BadZipFile, KeyError):
        return False


def write_marked(
    path: Path, sheets: Sequence[Sheet], findings: Iterable[Finding], *, lang: str
) -> Path:
    """Write FILE.checked.xlsx beside a file.

    An .xlsx file is copied with its formats; a CSV file becomes a workbook. Nothing in the copy
    is a formula: where one was, there is what it last came to, or where it was entered as a
    figure, its text.

    Raises
    ------
    PlanDataError
        The copy cannot be written.
    """
    out = checked_path(path)
    with path.open("rb") as file:
        is_workbook = file.read(2) == b"PK"
    if is_workbook:
        held = next((s.book for s in sheets if s.book is not None), None)
        book = _without_links(held or load(path.read_bytes(), shown=True))
    else:
        book = _from_rows(sheets)
    formulas = {(c.sheet, c.place): c for s in sheets for row in s.rows for c in row if c.formula}
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.sheet in book.sheetnames and finding.place and finding.code != "comment":
            by_cell[finding.sheet, finding.place].append(finding)
    said: Counter[str] = Counter()
    tops = {sheet.title: _tops(sheet) for sheet in book.worksheets}
    for (sheet, place), found in by_cell.items():
        # What a cause says of thousands of cells is said on the first of them, as on screen.
        new = [f for f in found if said[f.zh] < COMMENTS]
        said.update(f.zh for f in found)
        _mark(book[sheet][tops[sheet].get(place, place)], found, new, lang)
        if cell := formulas.get((sheet, place)):
            put(book[sheet], cell.row, cell.column, str(getattr(cell.value, "text", cell.value)))
    book.properties.lastModifiedBy = AUTHOR
    save(book, out)
    return out


def _without_links(book):
    """Names and lists that reach out of the workbook are left out."""
    outward = re.compile(r"[\[|]|https?:", re.I)
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in [n for n, held in names.items() if outward.search(held.attr_text or "")]:
            del names[name]
    for sheet in book.worksheets:
        held = sheet.data_validations
        held.dataValidation = [
            v for v in held.dataValidation if not outward.search(f"{v.formula1} {v.formula2}")
        ]
    return book


def save(book, path: Path, *, overwrite: bool = True) -> None:
    """Write a workbook whole or not at all.

    Raises
    ------
    PlanDataError
        The folder is missing or may not be written to, the file is open in Excel, or it is
        there and is not to be overwritten.
    """
    # In memory first: a zip file on a full disk complains a second time when it is let go of.
    with told(path):
        made = workbook_bytes(book)
    write_whole(path, made, overwrite=overwrite)


def _tops(sheet) -> dict[str, str]:
    """Each covered cell of a merged area, with the one that holds its value."""
    return {
        f"{letter(column)}{row}": f"{letter(area.min_col)}{area.min_row}"
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _mark(cell, found: list[Finding], new: list[Finding], lang: str) -> None:
    """Colour a cell by the gravest of its findings, and say in a comment those that are new."""
    from openpyxl.comments import Comment

    gravest = min(found, key=lambda f: RANKS[f.level]).level
    cell.fill = _fill(gravest)
    if not new:
        return
    said = "\n".join(f.zh if lang == "zh" else f.en for f in new)
    if cell.comment and cell.comment.author != AUTHOR:
        said = f"{said}\n\n{cell.comment.text}"
    comment = Comment(said[:LONGEST], AUTHOR)
    comment.width = 320
    comment.height = 30 + 18 * sum(1 + width(line) // 44 for line in said.splitlines())
    cell.comment = comment


@cache
def _fill(level: str):
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=COLOURS[level])


def width(text: str) -> int:
    """Of a line, in half-width characters."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def _from_rows(sheets: Sequence[Sheet]):
    """A workbook of text cells, none of which can become a formula."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31].translate(str.maketrans("[]:*?/\\", "_______")))
        page.title = page.title or "data"
        for cell in (c for row in sheet.rows for c in row if c.value is not None):
            put(page, cell.row, cell.column, cell.value)
    return book
