"""Workbooks in a zip package: .xlsx with its formats by openpyxl, .xlsb and .ods beside it.

Values are read a second time by calamine: where the two differ the cell is not trusted.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ..records.errors import PlanDataError
from .days import EPOCH
from .findings import Finding
from .grid import MOST_COLUMNS, Cell, Sheet, from_values, letter, refuse_cells, refuse_size
from .number_formats import is_date
from .open_documents import read_open_document
from .second_reader import compared, seen_by_another
from .zipped import cut, has_runs, is_strict, mended, refuse_bombs

LONG, BEGINNING = 10_000, 1_000  # rows of a sheet: very many, and those looked at first
UNSEEN = Finding(
    "warning",
    "formats-unseen",
    "这种格式里看不到百分号、隐藏和划掉的内容；请核对各数，或用 Excel 另存为 .xlsx",
    "percent signs, hidden and struck-out cells cannot be seen in this format; check the figures, "
    "or save it as .xlsx",
)


def read_package(
    path: Path, enough: Callable[[list[Sheet]], bool] = lambda begun: False
) -> list[Sheet]:
    """Every sheet of a .xlsx, .xlsm, .xlsb or .ods file.

    Parameters
    ----------
    enough : callable, optional
        See `files.read_file`.

    Raises
    ------
    PlanDataError
        See `files.read_file`.
    """
    refuse_bombs(path)
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = set(package.namelist())
    if "xl/workbook.bin" in parts and "xl/workbook.xml" not in parts:
        return _binary(path, content)
    if "content.xml" in parts and "xl/workbook.xml" not in parts:
        return read_open_document(path)
    short = cut(content, over=LONG, to=BEGINNING)
    if short is not None and enough(begun := _sheets(path, short)):
        return begun
    sheets = _sheets(path, content)
    if not sheets:
        raise PlanDataError(
            f"{path.name}: no sheet can be read; save it as an ordinary 'Excel Workbook (.xlsx)' "
            "| 没有可读取的工作表，请另存为普通的“Excel 工作簿（.xlsx）”"
        )
    return sheets


def _sheets(path: Path, content: bytes) -> list[Sheet]:
    try:
        book = load(content)
        sheets = [_sheet(sheet, path.name) for sheet in book.worksheets]
        if sheets and _is_plain(book):
            sheets[0] = replace(sheets[0], book=book)
    except PlanDataError:
        raise
    except Exception:  # whatever a damaged part leads the parser to
        raise _damaged(path) from None
    return compared(sheets, seen_by_another(content))


def _is_plain(book) -> bool:
    """Whether every cell is its value: no formula, whose result another reading shows, no runs."""
    from openpyxl.cell.rich_text import CellRichText

    return not any(
        cell.data_type == "f" or isinstance(cell.value, CellRichText)
        for sheet in book.worksheets
        for cell in sheet._cells.values()
    )


def _damaged(path: Path) -> PlanDataError:
    return PlanDataError(
        f"{path.name}: damaged or not a workbook; open it in Excel and save it again "
        "| 文件已损坏或不是工作簿，请用 Excel 打开后另存"
    )


def load(content: bytes, *, shown: bool = False):
    """A workbook by openpyxl, without its remarks on what it leaves out.

    One that names its parts otherwise (Strict), or lacks parts that hold no figure, is mended.
    `shown` is whether formulas are what they last came to, instead of their text.
    """
    from openpyxl import load_workbook

    def read(data: bytes):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(
                io.BytesIO(data),
                data_only=shown,
                keep_links=False,
                rich_text=not shown and has_runs(data),
            )

    if is_strict(content):
        return read(mended(content))
    try:
        return read(content)
    except Exception:  # a part that is missing or that openpyxl does not understand
        return read(mended(content))


def _binary(path: Path, content: bytes) -> list[Sheet]:
    """An .xlsb file: values alone, its number formats are not to be seen."""

    try:
        made = _values(content)
    except Exception:
        raise _damaged(path) from None
    sheets = []
    for name, values, hidden in made:
        width = max(map(len, values), default=0)
        refuse_size(len(values), width, f"{path.name}, sheet {name}")
        refuse_cells(len(values), width, f"{path.name}, sheet {name}")
        sheet = from_values(name, values)
        said = [replace(UNSEEN, sheet=name)] if sheet.rows else []
        sheets.append(replace(sheet, hidden=hidden, notes=said))
    return sheets


def _values(content: bytes) -> list[tuple[str, list[list[object]], bool]]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    hidden = {m.name: m.visible != SheetVisibleEnum.Visible for m in book.sheets_metadata}
    return [
        (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False), hidden[name])
        for name in book.sheet_names
    ]


def _sheet(sheet, file: str) -> Sheet:
    held = {at: cell for at, cell in sheet._cells.items() if cell.value not in (None, "")}
    merged = {at: top for at, top in _merged(sheet).items() if top in held}
    used = sorted({row for row, _ in held} | {row for row, _ in merged})
    width = max((column for _, column in held), default=0)
    refuse_size(max(used, default=0), width, f"{file}, sheet {sheet.title}")
    refuse_cells(len(used), width, f"{file}, sheet {sheet.title}")
    hidden = {row for row in used if sheet.row_dimensions[row].hidden}
    letters = {column: letter(column) for column in range(1, width + 1)}
    rows = [
        [
            _cell(sheet, row, column, f"{letters[column]}{row}", merged, row in hidden)
            for column in range(1, width + 1)
        ]
        for row in used
    ]
    columns = _hidden_columns(sheet) & {column for _, column in held}
    return Sheet(
        sheet.title,
        rows,
        sheet.sheet_state != "visible",
        tuple(sorted(hidden)),
        tuple(letters[c] for c in sorted(columns)),
    )


def _hidden_columns(sheet) -> set[int]:
    return {
        column
        for held in sheet.column_dimensions.values()
        if held.hidden
        for column in range(held.min or 1, min(held.max or 0, MOST_COLUMNS) + 1)
    }


def _merged(sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Each covered cell, with the cell that holds its value."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _cell(sheet, row: int, column: int, place: str, merged: dict, hidden: bool) -> Cell:
    top = merged.get((row, column), (row, column))
    found = sheet._cells.get(top)
    repeats = top != (row, column)
    if found is None:
        return Cell(sheet.title, place, row, column, None, hidden=hidden)
    value, marks = _without_marks(found)
    text = value.strip() if isinstance(value, str) else value
    shown = ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = found.number_format
        if found._style.numFmtId and is_date(shown, found._style.numFmtId):
            value = text = EPOCH + dt.timedelta(days=int(value))
    formula = found.data_type == "f" or not isinstance(
        value, str | int | float | bool | dt.date | dt.time | dt.timedelta | None
    )
    if formula and not isinstance(value, str):
        value = f"={str(getattr(value, 'text', '') or '').removeprefix('=')}"  # array, data table
    held = None if text == "" else value
    return Cell(sheet.title, place, row, column, held, shown, formula, hidden, repeats, marks=marks)


def _without_marks(found) -> tuple[object, tuple[tuple[str, str], ...]]:
    """A cell's value without superscripts and what is struck out, and these and its comment."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    value, marks = found.value, []
    if isinstance(value, CellRichText):
        kept = ""
        for run in value:
            font = run.font if isinstance(run, TextBlock) else None
            text = run.text if isinstance(run, TextBlock) else str(run)
            if font is not None and font.strike:
                marks.append(("struck", text))
            elif font is not None and font.vertAlign == "superscript" and kept.strip():
                marks.append(("superscript", text))
            else:
                kept += text
        value = kept
    if value is not None and found.has_style and found.font is not None and found.font.strike:
        marks.append(("struck-whole", str(value)))
    if found.comment is not None:
        marks.append(("comment", found.comment.text))
    return value, tuple(marks)
