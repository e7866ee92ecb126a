"""Open what was sent, without trusting it: every cell with its place, nothing executed."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from ..records.errors import PlanDataError

MEGABYTE = 2**20
LARGEST_FILE = 20 * MEGABYTE
LARGEST_PART = 12 * MEGABYTE  # of XML, unpacked: seconds to parse
LARGEST_TOTAL = 24 * MEGABYTE
MOST_PARTS = 2_000
MOST_ROWS, MOST_COLUMNS = 20_000, 400
MOST_CELLS = 150_000  # filled or only formatted, in the whole workbook
MOST_COVERED = 200_000  # cells under merged areas and links
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCODINGS = ("utf-8-sig", "gb18030")
SAVE_AS = "save it as .xlsx | 请用 Excel 或 WPS 另存为 .xlsx"
# What else begins with PK, told by a part that only it has.
OTHER_PACKAGES = {
    "content.xml": "an OpenDocument file (.ods)",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "Index/Document.iwa": "a Numbers or Pages file",
}


@dataclass(frozen=True)
class Cell:
    """One cell: where it is, what is in it, and how it is shown.

    `merged` is whether it repeats the value of the merged area that it is part of.
    """

    sheet: str
    place: str
    row: int
    column: int
    value: object
    number_format: str = ""
    formula: bool = False
    hidden: bool = False
    merged: bool = False


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
    if name.startswith("~$"):
        raise PlanDataError(
            f"{name}: only the mark that Excel sets beside an open file; give {name[2:]} itself "
            f"| 这是 Excel 打开文件时的临时标记，请改用 {name[2:]}"
        )
    if path.is_dir():
        raise PlanDataError(f"{name}: a folder; give one file | 这是文件夹，请指定其中的一个文件")
    if not path.is_file():
        raise PlanDataError(f"{name}: the file does not exist | 文件不存在")
    with opening(path):
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
        if size > LARGEST_FILE:
            raise PlanDataError(
                f"{name}: {size / MEGABYTE:.0f} MB, more than {LARGEST_FILE // MEGABYTE} MB; keep "
                "only the rows to add | 文件太大，请只保留要添加的行"
            )
        if head.startswith(OLE):
            raise PlanDataError(f"{name}: {_old_format(path.read_bytes())}")
        if head.startswith(b"PK"):
            return _read_workbook(path)
        if path.suffix.lower() in (".csv", ".txt", ".tsv"):
            return [_read_csv(path)]
    if not head:
        raise PlanDataError(f"{name}: the file is empty | 文件是空的")
    raise PlanDataError(f"{name}: not an .xlsx workbook (it begins with {head[:4]!r}); {SAVE_AS}")


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Say it where the system does not let a file be read or written.

    Raises
    ------
    PlanDataError
    """
    try:
        yield
    except PermissionError:
        raise PlanDataError(
            f"{path.name}: no permission, or open in another program; close it in Excel and try "
            "again | 没有权限，或文件正被其他程序打开；请在 Excel 中关闭后重试"
        ) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise PlanDataError(
            f"{path.name}: cannot be read or written ({why}) | 无法读写（{why}）"
        ) from None


def _old_format(data: bytes) -> str:
    """An OLE container: an encrypted workbook names its package, an old one does not."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return (
            "protected by a password; open it, remove the password and save it again "
            "| 文件加了密码，请打开后取消密码再保存"
        )
    return f"an old .xls workbook; {SAVE_AS}"


def _read_workbook(path: Path) -> list[Sheet]:
    _refuse_bombs(path)
    try:
        book = load(path.read_bytes())
    except Exception:  # whatever a damaged part leads the parser to
        raise PlanDataError(
            f"{path.name}: damaged or not a workbook; open it in Excel and save it again "
            "| 文件已损坏或不是工作簿，请用 Excel 打开后另存"
        ) from None
    if not book.worksheets:
        raise PlanDataError(
            f"{path.name}: no sheet can be read, as in a 'Strict Open XML Workbook'; save it as an "
            "ordinary 'Excel Workbook (.xlsx)' | 没有可读取的工作表（如 Strict Open XML 格式），"
            "请另存为普通的“Excel 工作簿（.xlsx）”"
        )
    return [_sheet(sheet, path.name) for sheet in book.worksheets]


def load(content: bytes, *, shown: bool = False):
    """A workbook by openpyxl, without its remarks on what it leaves out.

    `shown` is whether formulas are what they last came to, instead of their text.
    """
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), data_only=shown, keep_links=False)


def _refuse_bombs(path: Path) -> None:
    """Look at the parts of the package before anything builds cells from them."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _refuse_sizes(parts, path.name)
            _refuse_others({p.filename for p in parts}, path.name)
            counts = _Counts(path.name)
            for part in parts:
                if not part.filename.lower().endswith(PICTURES):
                    counts.read(package, part)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError):
        raise PlanDataError(
            f"{path.name}: damaged or cut short; ask for it again | 文件已损坏或不完整，请重新索取"
        ) from None
    except RuntimeError:
        raise PlanDataError(
            f"{path.name}: parts are encrypted; save it without a password | 请另存为不加密的文件"
        ) from None


def _refuse_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    plain = [p for p in parts if not p.filename.lower().endswith(PICTURES)]
    largest = max((p.file_size for p in plain), default=0)
    total = sum(p.file_size for p in plain)
    if largest > LARGEST_PART or total > LARGEST_TOTAL or len(parts) > MOST_PARTS:
        raise PlanDataError(
            f"{name}: unpacks to {total / MEGABYTE:.0f} MB in {len(parts)} parts, too much for a "
            "table of figures; keep only the rows to add | 内容过大，请只保留要添加的行"
        )


def _refuse_others(names: set[str], name: str) -> None:
    for part, kind in OTHER_PACKAGES.items():
        if part in names and "xl/workbook.xml" not in names:
            raise PlanDataError(f"{name}: {kind}; {SAVE_AS}")


class _Counts:
    """Reads the XML of a package part by part, counts its cells and builds nothing."""

    def __init__(self, name: str) -> None:
        self.name, self.cells, self.covered = name, 0, 0

    def read(self, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        """Raise where a part declares a document type or fills too much."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._element
        self.part = part.filename
        with package.open(part) as file:
            try:
                while chunk := file.read(MEGABYTE):
                    parser.Parse(chunk)
            except expat.ExpatError:
                while file.read(MEGABYTE):  # not XML, or damaged: read on for its checksum
                    continue

    def _doctype(self, *_: object) -> None:
        # No workbook has a document type, and entities are what bombs are made of.
        raise PlanDataError(
            f"{self.name}: part {self.part} declares XML entities, which no workbook needs; not "
            "opened | 文件含有XML实体声明，不予打开"
        )

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise PlanDataError(
                    f"{self.name}: more than {MOST_CELLS} cells, filled or formatted; copy the "
                    "rows to add into a new workbook | 单元格过多，请把要添加的行复制到新工作簿"
                )
        elif kind in ("mergeCell", "hyperlink"):
            self.covered += _area(attributes.get("ref", ""))
            if self.covered > MOST_COVERED:
                raise PlanDataError(
                    f"{self.name}: merged areas or links ({attributes.get('ref', '')[:40]}) cover "
                    f"more than {MOST_COVERED} cells; copy the rows to add into a new workbook "
                    "| 合并单元格或链接范围过大，请把要添加的行复制到新工作簿"
                )


def _area(reference: str) -> int:
    """How many cells a reference such as A1:B9 covers."""
    from openpyxl.utils import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 1
    return ((right or 16_384) - (left or 1) + 1) * ((bottom or 1_048_576) - (top or 1) + 1)


def _sheet(sheet, file: str) -> Sheet:
    held = {at: cell for at, cell in sheet._cells.items() if cell.value not in (None, "")}
    merged = {at: top for at, top in _merged(sheet).items() if top in held}
    used = sorted({row for row, _ in held} | {row for row, _ in merged})
    width = max((column for _, column in held), default=0)
    if max(used, default=0) > MOST_ROWS or width > MOST_COLUMNS:
        raise PlanDataError(
            f"{file}, sheet {sheet.title}: filled to row {used[-1]} and column {width}; at most "
            f"{MOST_ROWS} rows and {MOST_COLUMNS} columns are read; keep only the rows to add "
            "| 行数或列数过多，请只保留要添加的行"
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
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _cell(sheet, row: int, column: int, merged: dict, hidden: bool) -> Cell:
    top = merged.get((row, column), (row, column))
    found = sheet._cells.get(top)
    place, repeats = f"{_letter(column)}{row}", top != (row, column)
    if found is None:
        return Cell(sheet.title, place, row, column, None, hidden=hidden)
    value = found.value
    text = value.strip() if isinstance(value, str) else value
    shown = found.number_format if isinstance(value, int | float) else ""
    formula = found.data_type == "f" or not isinstance(
        value, str | int | float | bool | dt.date | dt.time | dt.timedelta | None
    )
    if formula and not isinstance(value, str):
        value = f"={str(getattr(value, 'text', '') or '').removeprefix('=')}"  # array, data table
    held = None if text == "" else value
    return Cell(sheet.title, place, row, column, held, shown, formula, hidden, repeats)


def _read_csv(path: Path) -> Sheet:
    data = path.read_bytes()
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ENCODINGS:
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
