"""Text files: which encoding, which delimiter, and a Eurostat or PC-Axis file as rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

from ..records.errors import PlanDataError
from .findings import Finding
from .grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Sheet, from_values, letter
from .traditional import SIMPLE

MOST_LINES = 200_000
CODEPAGE = re.compile(rb'CODEPAGE\s*=\s*"([\w.:-]{3,20})"')
PX_HEAD = 20_000  # bytes in which its encoding is named
MOSTLY = 0.8  # of a text's Chinese characters, which are in daily use where it is Chinese
LONGEST_PX = 2_000_000  # characters: a hundred for each value that is read at most
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = "\t,;|"
SAMPLED = 60  # lines by which a delimiter is chosen
FLAGGED = re.compile(r"(:|-?\d+(?:\.\d+)?)\s+([a-z]{1,4})")
# How Eurostat and the ILO write units that tables here have.
PX_TIME = re.compile(r"year|jahr|年|time|quarter|month|period|vuosi|år", re.I)


def read_text(path: Path) -> list[Sheet]:
    """A CSV, TSV, text or PX file as one sheet.

    Raises
    ------
    PlanDataError
        No encoding of a Chinese office's, no text, or more lines than a table of figures has.
    """
    data = path.read_bytes()
    if data.count(b"\n") + data.count(b"\r") > MOST_LINES:
        raise PlanDataError(
            f"{path.name}: more than {MOST_LINES} lines | 行数过多，请只保留要添加的行"
        )
    px = path.suffix.lower() == ".px" or data.startswith((b"CHARSET=", b"AXIS-VERSION="))
    text, said = (_px_text if px else decode)(data, path.name)
    if "\0" in text:
        raise PlanDataError(f"{path.name}: not a text file | 不是文本文件")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if px:
        return [_px(path.name, text)]
    delimiter = _delimiter(text)
    sheet = _rows(path.name, text, delimiter)
    return [replace(_eurostat(sheet), notes=[*sheet.notes, *said])]


def decode(data: bytes, name: str, told: str = "") -> tuple[str, list[Finding]]:
    """A file's text, and what there is to say of its encoding.

    Of GB 18030 and Big5, which read each other's bytes, the one is taken whose characters are
    the common ones; a file of which that is not certain is refused.

    Raises
    ------
    PlanDataError
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, name), []
    if data[:400].count(b"\0") > len(data[:400]) // 5:
        little = data[1:400:2].count(b"\0") >= data[:400:2].count(b"\0")
        return _strictly(data, "utf-16-le" if little else "utf-16-be", name), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    shares = {}
    for encoding in ("gb18030", "big5hkscs"):
        try:
            shares[encoding] = _common(text := data.decode(encoding), encoding), text
        except UnicodeDecodeError:
            continue
    if not shares:
        raise PlanDataError(
            f"{name}: neither UTF-8 nor GB 18030; save it as 'CSV UTF-8' | 请另存为 CSV UTF-8"
        )
    if told.lower().startswith("gb") and "gb18030" in shares:
        return shares["gb18030"][1], []
    best = max(shares, key=lambda e: shares[e][0])
    if best == "gb18030":
        return shares[best][1], []
    said = Finding(
        "notice",
        "traditional",
        "文件是 Big5 编码的繁体字，按简体读取",
        "the file is in Big5; its traditional characters are read as simplified ones",
    )
    return shares[best][1].translate(SIMPLE), [said]


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        raise PlanDataError(
            f"{name}: begins as {encoding} and is not; save it as 'CSV UTF-8' "
            "| 编码不符，请另存为 CSV UTF-8"
        ) from None


def _common(text: str, encoding: str) -> float:
    """The share of Chinese characters that are among the few thousand in daily use."""
    han = {
        c: count
        for c, count in Counter(text).items()
        if "\u4e00" <= c <= "\u9fff" or "\ue000" <= c <= "\uf8ff"
    }
    if not han:
        return 0.0
    narrow, last = ("gb2312", 0xD7) if encoding == "gb18030" else ("big5", 0xC6)
    held = 0
    for character, count in han.items():
        try:
            held += count * (0xA4 <= character.encode(narrow)[0] <= last)
        except UnicodeEncodeError:
            continue
    return held / sum(han.values())


def _delimiter(text: str) -> str:
    """The character that divides most lines into as many columns: a title line has fewer."""
    lines = [line for line in text.split("\n", 400)[:400] if line.strip()][:SAMPLED]

    def order(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(map(len, csv.reader(lines, delimiter=delimiter)))
        except csv.Error:
            return 0, 0
        widths.pop(1, None)
        if not widths:
            return 0, 0
        width, count = max(widths.items(), key=lambda w: (w[1], w[0]))
        return count, width

    return max(DELIMITERS, key=order)


def _rows(name: str, text: str, delimiter: str) -> Sheet:
    rows: list[list[Cell]] = []
    held = 0
    letters = [letter(n) for n in range(1, MOST_COLUMNS + 1)]
    try:
        for i, line in enumerate(
            csv.reader(io.StringIO(text), delimiter=delimiter, strict=True), 1
        ):
            if not any(v and not v.isspace() for v in line):
                continue
            held += len(line)
            if len(rows) >= MOST_ROWS or len(line) > MOST_COLUMNS or held > MOST_CELLS:
                raise PlanDataError(
                    f"{name}: more than {MOST_ROWS} rows, {MOST_COLUMNS} columns or {MOST_CELLS} "
                    "cells | 行数或列数过多"
                )
            rows.append(
                [
                    Cell(
                        name,
                        f"{letters[j - 1]}{i}",
                        i,
                        j,
                        v.strip() or None,
                        comma=delimiter == ";",
                    )
                    for j, v in enumerate(line, 1)
                ]
            )
    except csv.Error as error:
        raise PlanDataError(
            f"{name}: not a readable CSV file ({error}) | CSV 文件无法读取"
        ) from None
    return Sheet(name, rows)


def _eurostat(sheet: Sheet) -> Sheet:
    """A table as Eurostat's, whose first column holds several, and whose values hold flags."""
    heads = sheet.rows[0] if sheet.rows else []
    first = str(heads[0].value or "") if heads else ""
    if "\\" not in first:
        return sheet
    names = first.partition("\\")[0].split(",")
    made = []
    for number, row in enumerate(sheet.rows):
        keys = str(row[0].value or "").partition("\\")[0].split(",")
        if len(keys) != len(names):
            keys = [str(row[0].value or ""), *[""] * (len(names) - 1)]
        lead = [
            replace(row[0], column=j, value=key.strip() or None) for j, key in enumerate(keys, 1)
        ]
        rest = [
            replace(c if not number else _unflagged(c), column=c.column + len(names) - 1)
            for c in row[1:]
        ]
        made.append([*lead, *rest])
    return replace(sheet, rows=made)


def _unflagged(cell: Cell) -> Cell:
    """A value without the letters behind it, which are marks; ":" is none."""
    text = str(cell.value or "")
    found = FLAGGED.fullmatch(text)
    value, letters = (found[1], found[2]) if found else (text, "")
    marks = tuple(("flag", flag) for flag in letters)
    return replace(cell, value=None if value in ("", ":") else value, marks=marks)


def _px_text(data: bytes, name: str) -> tuple[str, list[Finding]]:
    """A PX file's text by the encoding that it names; without one, Chinese or western European.

    Almost any text of Latin letters with accents can be read as GB 18030 as well, in which it is
    of characters that nobody uses.
    """
    named = CODEPAGE.search(data[:PX_HEAD])
    if named:
        try:
            return data.decode(codecs.lookup(named[1].decode()).name), []
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), []
    if _common(text, "gb18030") < MOSTLY:
        return data.decode("cp1252", "replace"), []
    return text, []


def _px(name: str, text: str) -> Sheet:
    """A PC-Axis file (PX) as rows: a column a variable, and one of values."""
    if len(text) > LONGEST_PX:
        raise PlanDataError(
            f"{name}: a PX file of more than {LONGEST_PX} characters; keep only the regions and "
            "years to add | PX 文件过长，请只保留要添加的地区和年份"
        )
    said = _keywords(text)
    variables = [*said.get("STUB", []), *said.get("HEADING", [])]
    data = re.search(r"(?:^|;)\s*DATA\s*=\s*(.*?);?\s*$", text, re.DOTALL)
    if not variables or data is None:
        raise PlanDataError(f"{name}: a PX file without STUB, HEADING or DATA | PX 文件不完整")
    values = [said.get(f"VALUES({v})", []) for v in variables]
    found = re.finditer(r'"[^"]*"|[^\s;]+', data[1])
    cells = [cell[0] for cell in islice(found, MOST_ROWS + 1)]
    count = 1
    for held in values:
        count *= max(len(held), 1)
    if count != len(cells) or count > MOST_ROWS:
        more = "+" * (len(cells) > MOST_ROWS)
        raise PlanDataError(
            f"{name}: {len(cells)}{more} values for {count} places, or more than {MOST_ROWS} "
            "| PX 文件的数值个数与分类不符，或行数过多"
        )
    lines: list[list[object]] = [
        [t] for key in ("TITLE", "CONTENTS") for t in said.get(key, [])[:1]
    ]
    for key in ("NOTE", "SOURCE"):
        lines += [[f"{key}: {t}"] for t in said.get(key, [])]
    unit = next(iter(said.get("UNITS", [])), "")
    timed = {v for v in variables if f"TIMEVAL({v})" in said or PX_TIME.fullmatch(v)}
    lines.append([*("time" if v in timed else v for v in variables), "value", "unit"])
    for names, cell in zip(product(*values), cells, strict=True):
        plain = cell.strip('"')
        none = plain in ("", "-", ".", "..", "...", "....", ".....", "......")
        lines.append([*names, None if none else plain, unit])
    return _of_lines(name, lines)


def _of_lines(name: str, lines: Sequence[list[object]]) -> Sheet:

    return from_values(name, [list(line) for line in lines])


def _keywords(text: str) -> dict[str, list[str]]:
    """KEYWORD("variable")="a","b"; of a PX file, DATA left out."""
    found: dict[str, list[str]] = {}
    for match in re.finditer(
        r'(?<![A-Z-])([A-Z][A-Z-]{0,40})(?:\[\w+\])?(?:\("([^"]*)"[^)]*\))?\s*=\s*((?:[^";]|"[^"]*")*);',
        text,
    ):
        key = f"{match[1]}({match[2]})" if match[2] else match[1]
        found.setdefault(key, [part.replace("#", " ") for part in _quoted(match[3])])
    return found


def _quoted(text: str) -> list[str]:
    """Quoted texts; what is broken over lines, "a" "b", is one."""
    joined = re.sub(r'"\s+"', "", text)
    return re.findall(r'"([^"]*)"', joined) or [joined.strip()]
