"""Open what was sent, without trusting it: every cell with its place, nothing executed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError

from ..errors import PlanDataError

MEGABYTE = 2**20
LARGEST_FILE = 20 * MEGABYTE
LARGEST_SHEET = 12 * MEGABYTE  # of XML, unpacked: seconds to parse
LARGEST_TOTAL = 64 * MEGABYTE
MOST_PARTS = 2_000
MOST_ROWS, MOST_COLUMNS = 20_000, 400

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Cell:
    """One cell: where it is, what is in it, and how it is shown."""

    sheet: str
    place: str
    row: int
    column: int
    value: object
    number_format: str = ""
    formula: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet as rows of cells; merged cells repeat their value.

    Attributes
    ----------
    rows : list of list of Cell
        Without rows that are wholly empty.
    hidden : bool
    hidden_rows, hidden_columns : int
        How many of its filled rows and columns are hidden.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    notes: list[str] = field(default_factory=list)


def read_file(path: Path) -> list[Sheet]:
    """Read every sheet of an .xlsx file, or a CSV file as one sheet.

    Raises
    ------
    PlanDataError
        The file is missing, too large, protected by a password, damaged, of an old or other
        format, or holds what a workbook of figures has no need of (entities, bombs).
    """
    name = path.name
    if not path.is_file():
        raise PlanDataError(f"{name}: the file does not exist | 文件不存在")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise PlanDataError(
            f"{name}: {size / MEGABYTE:.0f} MB, more than {LARGEST_FILE // MEGABYTE} MB; keep only "
            "the rows to add | 文件太大，请只保留要添加的行"
        )
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(OLE):
        raise PlanDataError(
            f"{name}: protected by a password, or an old .xls; save it as .xlsx without a password "
            "| 文件加了密码或是旧版 .xls，请另存为不加密的 .xlsx"
        )
    if head.startswith(b"PK"):
        return _read_workbook(path)
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return [_read_csv(path)]
    raise PlanDataError(
        f"{name}: not an .xlsx workbook (its first bytes are {head[:4]!r}); save it as .xlsx or "
        "CSV | 不是 .xlsx 工作簿，请另存为 .xlsx 或 CSV"
    )


def _read_workbook(path: Path) -> list[Sheet]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _refuse_bombs(path)
    damaged = (
        f"{path.name}: damaged or not a workbook; open and save it in Excel "
        "| 文件已损坏或不是工作簿，请用 Excel 打开另存"
    )
    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), data_only=False, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError):
        raise PlanDataError(damaged) from None
    except (zipfile.BadZipFile, EOFError, OSError, ParseError, SyntaxError):
        raise PlanDataError(damaged) from None
    return [_sheet(sheet, path.name) for sheet in book.worksheets]


def _refuse_bombs(path: Path) -> None:
    """Look at the parts of the package before anything parses them."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _refuse_sizes(parts, path.name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _refuse_entities(package, part, path.name)
    except (zipfile.BadZipFile, EOFError, OSError, zipfile.zlib.error, NotImplementedError):
        raise PlanDataError(
            f"{path.name}: damaged or cut short; ask for it again | 文件已损坏或不完整，请重新索取"
        ) from None
    except RuntimeError:
        raise PlanDataError(
            f"{path.name}: parts are encrypted; save it without a password | 请另存为不加密的文件"
        ) from None


def _refuse_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    text = [p for p in parts if p.filename.endswith((".xml", ".rels", ".vml"))]
    largest = max((p.file_size for p in text), default=0)
    if (
        largest > LARGEST_SHEET
        or sum(p.file_size for p in text) > LARGEST_TOTAL
        or len(parts) > MOST_PARTS
    ):
        raise PlanDataError(
            f"{name}: unpacks to {sum(p.file_size for p in parts) / MEGABYTE:.0f} MB in "
            f"{len(parts)} parts, too much for a table of figures; keep only the rows to add "
            "| 内容过大，请只保留要添加的行"
        )


def _refuse_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Refuse a document type: no workbook has one, and entities are what bombs are made of."""
    with package.open(part) as file:
        seen, head = 0, b""
        while chunk := file.read(MEGABYTE):
            seen += len(chunk)
            head = (head + chunk)[:4096] if len(head) < 4096 else head
            if seen > part.file_size or seen > LARGEST_SHEET:
                raise zipfile.BadZipFile("a part is larger than it says")
    wide = head.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in wide or b"<!ENTITY" in wide:
        raise PlanDataError(
            f"{name}: part {part.filename} declares XML entities, which no workbook needs; not "
            "opened | 文件含有XML实体声明，不予打开"
        )


def _sheet(sheet, file: str) -> Sheet:
    held = {at: cell for at, cell in sheet._cells.items() if cell.value not in (None, "")}
    merged = {at: top for at, top in _merged(sheet).items() if top in held}
    used = sorted({row for row, _ in held} | {row for row, _ in merged})
    width = max((column for _, column in held), default=0)
    if max(used, default=0) > MOST_ROWS or width > MOST_COLUMNS:
        raise PlanDataError(
            f"{file}, sheet {sheet.title}: filled to row {used[-1]} and column {width}; at most "
            f"{MOST_ROWS} rows and {MOST_COLUMNS} columns | 行数或列数过多，请只保留要添加的行"
        )
    hidden = {row for row in used if sheet.row_dimensions[row].hidden}
    rows = [
        [_cell(sheet, row, column, merged, row in hidden) for column in range(1, width + 1)]
        for row in used
    ]
    columns = {column for _, column in held if sheet.column_dimensions[_letter(column)].hidden}
    return Sheet(sheet.title, rows, sheet.sheet_state != "visible", len(hidden), len(columns))


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _merged(sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Each covered cell, with the cell that holds its value."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        if area.size["rows"] * area.size["columns"] <= MOST_ROWS
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _cell(sheet, row: int, column: int, merged: dict, hidden: bool) -> Cell:
    found = sheet._cells.get(merged.get((row, column), (row, column)))
    place = f"{_letter(column)}{row}"
    if found is None:
        return Cell(sheet.title, place, row, column, None, hidden=hidden)
    value = found.value
    text = value.strip() if isinstance(value, str) else value
    shown = found.number_format if isinstance(value, int | float) else ""
    formula = found.data_type == "f" or not isinstance(
        value, str | int | float | bool | dt.date | dt.time | dt.timedelta | None
    )
    held = None if text == "" else value
    return Cell(sheet.title, place, row, column, held, shown, formula, hidden)


def _read_csv(path: Path) -> Sheet:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise PlanDataError(
            f"{path.name}: neither UTF-8 nor GB 18030; save it as 'CSV UTF-8' | 请另存为 CSV UTF-8"
        )
    if "\0" in text:
        raise PlanDataError(f"{path.name}: not a text file | 不是文本文件")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise PlanDataError(
            f"{path.name}: not a readable CSV file ({error}) | CSV 文件无法读取"
        ) from None
    if len(lines) > MOST_ROWS or max(map(len, lines), default=0) > MOST_COLUMNS:
        raise PlanDataError(
            f"{path.name}: more than {MOST_ROWS} rows or {MOST_COLUMNS} columns | 行数或列数过多"
        )
    rows = [
        [
            Cell(path.name, f"{_letter(j)}{i}", i, j, value.strip() or None)
            for j, value in enumerate(line, 1)
        ]
        for i, line in enumerate(lines, 1)
    ]
    return Sheet(path.name, [r for r in rows if any(c.value is not None for c in r)])
