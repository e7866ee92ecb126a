"""The same workbook with what was found: coloured cells, and a comment on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from .files import Sheet
from .findings import LEVELS, Finding

COLOURS = {"error": "F4B6AE", "warning": "FBE3A6", "notice": "DCE9F3"}
LONGEST = 1_000
SUFFIX = ".checked.xlsx"


def checked_path(path: Path) -> Path:
    """Where the marked copy of a file goes."""
    return path.with_name(path.stem + SUFFIX)


def write_marked(
    path: Path, sheets: Sequence[Sheet], findings: Iterable[Finding], *, lang: str
) -> Path:
    """Write FILE.checked.xlsx beside a file.

    An .xlsx file is copied with its formats; a CSV file becomes a workbook. Nothing in the copy
    is a formula that was not one before.
    """
    from openpyxl import load_workbook

    out = checked_path(path)
    with path.open("rb") as file:
        is_workbook = file.read(2) == b"PK"
    book = load_workbook(path, keep_links=False) if is_workbook else _from_rows(sheets)
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.sheet in book.sheetnames and finding.place:
            by_cell[finding.sheet, finding.place].append(finding)
    for (sheet, place), found in by_cell.items():
        _mark(book[sheet], place, found, lang)
    book.save(out)
    return out


def _mark(sheet, place: str, found: list[Finding], lang: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    gravest = min(found, key=lambda f: list(LEVELS).index(f.level)).level
    top = next((str(a).split(":")[0] for a in sheet.merged_cells.ranges if place in a), place)
    cell = sheet[top]
    cell.fill = PatternFill("solid", fgColor=COLOURS[gravest])
    said = "\n".join(f.zh if lang == "zh" else f.en for f in found)
    comment = Comment(said[:LONGEST], "check")
    comment.width, comment.height = 320, 40 + 18 * len(found) * 2
    cell.comment = comment


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


def put(page, row: int, column: int, value: object):
    """Write a value so that text stays text, whatever it starts with."""
    cell = page.cell(row, column)
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@\t\r" and bool(value)
    else:
        cell.value = value
    return cell


def clean(text: str) -> str:
    """Without the control characters that no workbook can hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", text)
