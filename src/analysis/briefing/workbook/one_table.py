"""One table as a file of its own, in which no text becomes a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ...records.errors import PlanDataError
from ...records.inert import put, write_csv
from ...records.whole_files import write_whole
from ...telling.kit.table import Table
from ...telling.kit.verdict_table import VerdictTable
from .archive import same_bytes
from .formats import WIDEST, as_shown, heading_width, kept_value, shown_width


def save_table(shown: Table | VerdictTable | pd.DataFrame, path: str | Path) -> Path:
    """Write one table to a file: a workbook for .xlsx, text for .csv.

    Parameters
    ----------
    shown : Table, VerdictTable or DataFrame
        A table for readers (text in every cell, their headings) or any frame.
    path : path
        Ends in .xlsx or .csv; replaced where it exists.

    Raises
    ------
    PlanDataError
        The name ends in something else, or cannot be written.
    """
    path = Path(path)
    frame = shown if isinstance(shown, pd.DataFrame) else shown.headed
    if path.suffix.lower() == ".csv":
        write_csv(frame, path)
    elif path.suffix.lower() == ".xlsx":
        _save_book(frame, [str(c) for c in frame.columns], path)
    else:
        raise PlanDataError(f"{path.name}: name a .xlsx or .csv file | 文件名须以.xlsx或.csv结尾")
    return path


def _save_book(frame: pd.DataFrame, heads: Sequence[str], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.active
    widths = [heading_width(head) for head in heads]
    for at, head in enumerate(heads, 1):
        put(page, 1, at, head).font = Font(bold=True)
    for number, row in enumerate(frame.astype(object).itertuples(index=False), 2):
        for at, value in enumerate(row, 1):
            kept = kept_value(_told(value))
            cell = put(page, number, at, kept)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(kept, dt.datetime):
                cell.number_format = "yyyy-mm-dd"
            widths[at - 1] = max(widths[at - 1], shown_width(as_shown(kept, "")) + 2)
    for at, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(at)].width = min(width, WIDEST)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(max(len(heads), 1))}{len(frame) + 1}"
    write_whole(path, same_bytes(book, []))


def _told(value: object) -> object:
    """A cell's value where it is one that a workbook knows, else its words."""
    plain = isinstance(value, str | int | float | np.generic | pd.Timestamp)
    missing = value is None or value is pd.NA or value is pd.NaT
    return value if plain or missing else str(value)
