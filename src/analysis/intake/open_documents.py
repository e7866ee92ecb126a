"""OpenDocument spreadsheets (.ods): values with what is shown, values twice."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from ..records.errors import PlanDataError
from .grid import MOST_COLUMNS, MOST_ROWS, Cell, Sheet, letter, refuse_size
from .second_reader import compared, seen_by_another
from .zipped import SAVE_AS

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MEASURED = ("float", "percentage", "currency")


def read_open_document(path: Path) -> list[Sheet]:
    """Every sheet of an .ods file, which `zipped.refuse_bombs` has looked at.

    Raises
    ------
    PlanDataError
        It is no spreadsheet, or damaged.
    """
    try:
        with zipfile.ZipFile(path) as package:
            top = ElementTree.fromstring(package.read("content.xml"))
    except ElementTree.ParseError:
        raise PlanDataError(f"{path.name}: damaged; {SAVE_AS}") from None
    struck = _styles_with(top, "text-line-through-style", "text-line-through-type")
    raised = _styles_with(top, "text-position")
    tables = [*top.iter(f"{TABLE}table")]
    if not tables:
        raise PlanDataError(f"{path.name}: no spreadsheet; {SAVE_AS}")
    sheets = [_sheet(table, path.name, struck, raised, _unseen(top)) for table in tables]
    return compared(sheets, seen_by_another(path.read_bytes()))


def _styles_with(top: ElementTree.Element, *names: str) -> set[str]:
    """Names of the styles whose text is struck out or raised."""
    return {
        style.get(f"{STYLE}name", "")
        for style in top.iter(f"{STYLE}style")
        for held in style.iter(f"{STYLE}text-properties")
        for value in (held.get(f"{STYLE}{name}", "none") for name in names)
        if value != "none" and not value.startswith(("sub", "0%", "-"))
    }


def _unseen(top: ElementTree.Element) -> set[str]:
    """Names of the styles of tables that are not displayed."""
    return {
        style.get(f"{STYLE}name", "")
        for style in top.iter(f"{STYLE}style")
        for held in style.iter(f"{STYLE}table-properties")
        if held.get(f"{TABLE}display") == "false"
    }


def _sheet(
    table: ElementTree.Element, file: str, struck: set[str], raised: set[str], unseen: set[str]
) -> Sheet:
    name = table.get(f"{TABLE}name", "")
    rows: list[list[Cell]] = []
    hidden: list[int] = []
    at = 0
    for row, times in _repeated(table, "table-row", "number-rows-repeated"):
        away = row.get(f"{TABLE}visibility", "visible") != "visible"
        for _ in range(times if len(row) and any(_is_filled(c) for c in row) else 1):
            cells = _cells(row, name, at + 1, struck, raised, away)
            if any(c.value is not None for c in cells):
                refuse_size(at + 1, len(cells), f"{file}, sheet {name}")
                rows.append(cells)
                hidden += [at + 1] * away
            at += 1
            if at > MOST_ROWS:
                break
        else:
            at += times - 1 if not any(_is_filled(c) for c in row) else 0
    filled = {c.column for r in rows for c in r if c.value is not None}
    away = [n for n in _hidden_columns(table) if n in filled]
    merged = _covered(rows, table)
    return Sheet(
        name,
        merged,
        table.get(f"{TABLE}style-name", "") in unseen,
        tuple(hidden),
        tuple(letter(n) for n in away),
    )


def _repeated(
    parent: ElementTree.Element, kind: str, times: str
) -> Iterator[tuple[ElementTree.Element, int]]:
    for child in parent.iter(f"{TABLE}{kind}"):
        yield child, int(child.get(f"{TABLE}{times}", "1"))


def _hidden_columns(table: ElementTree.Element) -> list[int]:
    found, at = [], 0
    for column, times in _repeated(table, "table-column", "number-columns-repeated"):
        if column.get(f"{TABLE}visibility", "visible") != "visible":
            found += range(at + 1, at + 1 + min(times, MOST_COLUMNS))
        at += times
    return found


def _is_filled(cell: ElementTree.Element) -> bool:
    return cell.find(f"{TEXT}p") is not None or cell.get(f"{OFFICE}value") is not None


def _cells(
    row: ElementTree.Element, name: str, number: int, struck: set[str], raised: set[str], away: bool
) -> list[Cell]:
    found: list[Cell] = []
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        if times > MOST_COLUMNS and not _is_filled(cell):
            break
        value, shown, marks = _value(cell, struck, raised)
        formula = cell.get(f"{TABLE}formula") is not None
        for _ in range(min(times, MOST_COLUMNS)):
            column = len(found) + 1
            place = f"{letter(column)}{number}"
            found.append(
                Cell(name, place, number, column, value, shown, formula, away, marks=marks)
            )
    while found and found[-1].value is None:
        found.pop()
    return found


def _covered(rows: list[list[Cell]], table: ElementTree.Element) -> list[list[Cell]]:
    """The rows, with the value of a merged area in every cell that it covers."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    at = 0
    for row, times in _repeated(table, "table-row", "number-rows-repeated"):
        column = 1
        for cell in row:
            width = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            across = int(cell.get(f"{TABLE}number-columns-spanned", "1"))
            down = int(cell.get(f"{TABLE}number-rows-spanned", "1"))
            if across > 1 or down > 1:
                for i in range(min(down, MOST_ROWS)):
                    for j in range(min(across, MOST_COLUMNS)):
                        spans[at + 1 + i, column + j] = (at + 1, column)
            column += width
        at += times
    held = {(c.row, c.column): c for r in rows for c in r}
    made = []
    for row in rows:
        number = row[0].row
        width = max([len(row), *(c for r, c in spans if r == number)])
        cells = []
        for column in range(1, width + 1):
            own = held.get((number, column))
            top = held.get(spans.get((number, column), (0, 0)))
            if top is not None and (top.row, top.column) != (number, column):
                place = f"{letter(column)}{number}"
                own = Cell(
                    top.sheet, place, number, column, top.value, top.number_format, merged=True
                )
            blank = Cell(row[0].sheet, f"{letter(column)}{number}", number, column, None)
            cells.append(own or blank)
        made.append(cells)
    return made


def _value(
    cell: ElementTree.Element, struck: set[str], raised: set[str]
) -> tuple[object, str, tuple[tuple[str, str], ...]]:
    """A cell's value, the number format that shows it as it is shown, and its marks."""
    marks: list[tuple[str, str]] = []
    note = cell.find(f"{OFFICE}annotation")
    if note is not None:
        marks.append(("comment", " ".join("".join(p.itertext()) for p in note.iter(f"{TEXT}p"))))
    text = "\n".join(_text(p, struck, raised, marks) for p in cell.findall(f"{TEXT}p")).strip()
    kind = cell.get(f"{OFFICE}value-type", "string")
    value: object = text or None
    shown = ""
    if kind in MEASURED and cell.get(f"{OFFICE}value") is not None:
        value = float(cell.get(f"{OFFICE}value", "nan"))
        said = re.sub(r"[\s\d.,+\-E()%]+", "", text)
        shown = "0.00%" if kind == "percentage" else f'0.0"{said}"' if said else "0.0"
        if kind == "currency" and cell.get(f"{OFFICE}currency", "CNY") != "CNY":
            marks.append(("money", cell.get(f"{OFFICE}currency", "")))
    elif kind == "date":
        day = re.match(r"(\d{4})-(\d\d)-(\d\d)", cell.get(f"{OFFICE}date-value", ""))
        value = dt.datetime(*map(int, day.groups())) if day else value
    elif kind == "boolean":
        value = cell.get(f"{OFFICE}boolean-value") == "true"
    if cell.get(f"{TABLE}style-name", "") in struck and value is not None:
        marks.append(("struck-whole", str(value)))
    return value, shown, tuple(marks)


def _text(
    part: ElementTree.Element, struck: set[str], raised: set[str], marks: list[tuple[str, str]]
) -> str:
    """The text of a paragraph without what is struck out or raised in it."""
    kept = part.text or ""
    for child in part:
        inner = "".join(child.itertext())
        style = child.get(f"{TEXT}style-name", "")
        if child.tag == f"{TEXT}span" and style in struck:
            marks.append(("struck", inner))
        elif child.tag == f"{TEXT}span" and style in raised and kept.strip():
            marks.append(("superscript", inner))
        elif child.tag == f"{TEXT}s":
            kept += " " * int(child.get(f"{TEXT}c", "1"))
        elif child.tag != f"{OFFICE}annotation":
            kept += inner
        kept += child.tail or ""
    return kept
