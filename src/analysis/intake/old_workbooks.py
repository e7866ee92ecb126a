"""Workbooks of the time before 2007 (.xls), with their formats by xlrd, values twice."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from ..records.errors import PlanDataError
from .grid import Cell, Sheet, letter, refuse_cells, refuse_size
from .second_reader import compared, seen_by_another
from .zipped import MOST_COVERED, SAVE_AS

EMPTY, TEXT, NUMBER, DATE, TRUTH, ERROR = range(6)


def read_old(path: Path) -> list[Sheet]:
    """Every sheet of an .xls file.

    Raises
    ------
    PlanDataError
        It is protected by a password, damaged or no workbook.
    """
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PlanDataError(
            f"{path.name}: protected by a password; open it, remove the password and save it again "
            "| 文件加了密码，请打开后取消密码再保存"
        )
    book = _book(path, content)
    sheets = [_sheet(book, sheet, path.name) for sheet in book.sheets()]
    return compared(sheets, seen_by_another(content))


def _book(path: Path, content: bytes):
    import xlrd

    try:
        return xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=io.StringIO(), on_demand=False
        )
    except Exception as error:  # xlrd meets a damaged file with whatever comes of it
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise PlanDataError(
                f"{path.name}: protected by a password; open it, remove the password and save it "
                "again | 文件加了密码，请打开后取消密码再保存"
            ) from None
        raise PlanDataError(
            f"{path.name}: an old .xls workbook that is damaged or of a kind that is not read; "
            f"{SAVE_AS}"
        ) from None


def _sheet(book, sheet, file: str) -> Sheet:
    where = f"{file}, sheet {sheet.name}"
    refuse_size(sheet.nrows, sheet.ncols, where)
    refuse_cells(sheet.nrows, sheet.ncols, where)
    covered = sum((b - t) * (r - left) for t, b, left, r in sheet.merged_cells)
    if covered > MOST_COVERED:
        raise PlanDataError(
            f"{where}: merged areas cover more than {MOST_COVERED} cells; copy "
            "the rows to add into a new workbook | 合并单元格范围过大，请把要添加的行复制到新工作簿"
        )
    merged = {
        (row, column): (top, left)
        for top, bottom, left, right in sheet.merged_cells
        for row in range(top, bottom)
        for column in range(left, right)
    }
    hidden = {r for r, info in sheet.rowinfo_map.items() if info.hidden and r < sheet.nrows}
    rows = [
        [_cell(book, sheet, row, column, merged, row in hidden) for column in range(sheet.ncols)]
        for row in range(sheet.nrows)
    ]
    filled = [r for r in rows if any(c.value is not None for c in r)]
    used = {c.row for r in filled for c in r}
    columns = {c for c, info in sheet.colinfo_map.items() if info.hidden and c < sheet.ncols}
    with_values = {c.column for r in filled for c in r if c.value is not None}
    return Sheet(
        sheet.name,
        filled,
        sheet.visibility != 0,
        tuple(r + 1 for r in sorted(hidden) if r + 1 in used),
        tuple(letter(c + 1) for c in sorted(columns) if c + 1 in with_values),
    )


def _cell(book, sheet, row: int, column: int, merged: dict, hidden: bool) -> Cell:
    top = merged.get((row, column), (row, column))
    found = sheet.cell(*top)
    place = f"{letter(column + 1)}{row + 1}"
    repeats = top != (row, column)
    value, marks = _value(book, sheet, top, found)
    shown = ""
    if isinstance(value, float):
        key = book.xf_list[found.xf_index].format_key
        shown = book.format_map[key].format_str if key in book.format_map else ""
    if note := sheet.cell_note_map.get(top):
        marks = (*marks, ("comment", note.text))
    return Cell(
        sheet.name, place, row + 1, column + 1, value, shown, False, hidden, repeats, marks=marks
    )


def _value(book, sheet, at: tuple[int, int], found) -> tuple[object, tuple[tuple[str, str], ...]]:
    """A cell's value without superscripts and what is struck out, and these."""
    marks: tuple[tuple[str, str], ...] = ()
    if found.ctype in (EMPTY, 6) or found.value == "":
        return None, marks
    font = book.font_list[book.xf_list[found.xf_index].font_index]
    if found.ctype == TEXT:
        text, marks = _runs(book, found.value, sheet.rich_text_runlist_map.get(at, []), font)
        value: object = text.strip() or None
    elif found.ctype == DATE:
        value = _day(found.value, book.datemode)
    elif found.ctype == TRUTH:
        value = bool(found.value)
    elif found.ctype == ERROR:
        value = "#N/A"
    else:
        value = float(found.value)
    if font.struck_out and value is not None:
        marks = (*marks, ("struck-whole", str(value)))
    return value, marks


def _runs(book, text: str, runs: list, first) -> tuple[str, tuple[tuple[str, str], ...]]:
    kept, marks = "", []
    bounds = [(0, first), *((at, book.font_list[font]) for at, font in runs)]
    for (begin, font), end in zip(bounds, [*(b for b, _ in bounds[1:]), len(text)], strict=True):
        part = text[begin:end]
        if runs and font.struck_out and part:
            marks.append(("struck", part))
        elif font.escapement == 1 and kept.strip() and part:
            marks.append(("superscript", part))
        else:
            kept += part
    return kept, tuple(marks)


def _day(value: float, mode: int) -> object:
    import xlrd

    try:
        day = xlrd.xldate.xldate_as_datetime(value, mode)
        return day.time() if value < 1 else day
    except (xlrd.xldate.XLDateError, OverflowError):
        return dt.time(0)
