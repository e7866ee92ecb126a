"""The sheet that goes to whoever owes figures: what, since when, in which form, what came late."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from ..records.inert import put
from ..records.plans import Plan
from .entries import REQUESTS
from .lateness import came_late, expected

OWED = (
    ("填在第几行 Row of Data", 12),
    ("指标 Indicator", 34),
    ("地区 Region", 14),
    ("年份 Year", 9),
    ("按往年应于 Usually out by", 16),
    ("已逾期天数 Days overdue", 14),
    ("单位 Unit", 9),
    ("口径 Definition", 60),
)
LATE = (
    ("", 12),
    ("指标 Indicator", 34),
    ("地区 Region", 14),
    ("年份 Year", 9),
    ("公布 Published", 16),
    ("比通常晚（天） Days late", 14),
)
LATE_TITLE = "近年来得晚的数 Figures that came late"
SHOWN = 20  # figures that came late, the newest first
DAY = "yyyy-mm-dd"


def request_sheet(
    book,
    plan: Plan,
    rows: pd.DataFrame,
    observations: pd.DataFrame,
    names: pd.Series,
    *,
    today: dt.date,
) -> None:
    """Add the sheet to a template.

    Parameters
    ----------
    book : openpyxl Workbook
    rows : DataFrame
        From `owed.missing_rows`, in the order of the sheet Data.
    observations : DataFrame
        See `lateness.first_publications`.
    names : Series
        What each region is called.
    """
    page = book.create_sheet(REQUESTS)
    spoken = f"name_{plan.meta['languages'][0]}"
    told = plan.indicators.set_index("indicator_id")
    asked = expected(rows.reset_index(drop=True), observations, today=today)
    lines = [
        (
            r.Index + 2,
            told.loc[r.indicator_id, spoken],
            names.get(r.region, r.region),
            int(r.year),
            r.expected.date(),
            int(r.overdue) or None,
            told.loc[r.indicator_id, "unit"],
            told.loc[r.indicator_id, "definition"] or None,
        )
        for r in asked.itertuples()
    ]
    end = _table(page, 1, OWED, lines)
    mine = observations[observations["indicator_id"].isin(rows["indicator_id"])]
    late = came_late(mine).head(SHOWN)
    if len(late):
        _head(page, end + 2, (LATE_TITLE,))
        came = [
            (
                None,
                told.loc[r.indicator_id, spoken],
                names.get(r.region, r.region),
                int(r.year),
                r.published.date(),
                int(r.late),
            )
            for r in late.itertuples()
        ]
        _table(page, end + 3, LATE, came)
    page.freeze_panes = "A2"


def _table(page, first: int, columns: tuple, lines: list[tuple]) -> int:
    """A heading and its rows; the last row written."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    _head(page, first, [title for title, _ in columns])
    for number, (_, wide) in enumerate(columns, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = max(wide, page.column_dimensions[letter].width or 0)
    for row, line in enumerate(lines, first + 1):
        for column, value in enumerate(line, 1):
            cell = put(page, row, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, dt.date):
                cell.number_format = DAY
    return first + len(lines)


def _head(page, row: int, titles) -> None:
    from openpyxl.styles import Alignment, Font

    for column, title in enumerate(titles, 1):
        cell = put(page, row, column, title)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=len(titles) > 1, vertical="center")
