"""Text that stays text when a spreadsheet opens it, in a workbook or in a CSV file."""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path

import pandas as pd

from .whole_files import write_whole

FORMULA = re.compile(r"[=+\-@＝＋－＠\t\n].", re.DOTALL)  # full-width signs count in East Asia
NUMBER = re.compile(r"[+-][\d,]*\.?\d+(?:[eE][+-]?\d+)?%?", re.ASCII)


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


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as CSV in which no text becomes a formula when a spreadsheet opens it.

    A text that would begin one (with = + - @, a tab or a line break) gets an apostrophe before
    it. Numbers stay numbers, also those below zero and those written as text; so does a sign
    that stands alone.
    """
    inert = frame.apply(lambda column: column.map(_inert) if column.dtype.kind == "O" else column)
    text = inert.set_axis(map(_inert, frame.columns), axis=1).to_csv(
        index=False, lineterminator=os.linesep
    )
    write_whole(path, text.encode("utf-8-sig"))


def csv_text(frame: pd.DataFrame) -> str:
    """The same as text, for a page: ten digits of each number, lines that end in a line feed.

    No pandas: of a table of twenty rows its writer takes longer than the chart beside it.
    """
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(map(_inert, frame.columns))
    rows.writerows(map(_cell, row) for row in frame.to_numpy(dtype=object))
    return written.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return _inert(value)
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else value


def _inert(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = re.sub(r"\r\n?", "\n", value)  # a bare \r is not quoted, and would begin a row
    begins = FORMULA.match(text) and not NUMBER.fullmatch(text)
    return f"'{text}" if begins else text
