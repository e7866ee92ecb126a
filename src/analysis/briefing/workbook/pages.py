"""A sheet of figures as a page of the workbook: heads, cells, colours, how it prints."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from ...judging.situations import Situation
from ...records.inert import clean, put
from ...telling.kit import wording
from ...telling.kit.statuses import STATUSES
from ...telling.kit.wording import pick
from .formats import (
    COMPUTED,
    NARROWEST,
    PERCENTS,
    PUBLISHED,
    WIDEST,
    YEARS,
    as_shown,
    heading_width,
    kept_value,
    number_format,
    shown_width,
)
from .sheets import Sheet
from .words import HEADINGS, sheet_title

HEAD, STRIPE = "1B5E8C", "D9DEE3"
FILLS = {
    "achieved": "D5EDE6",
    "met_so_far": "E0EFD6",
    "on_track": "D9E9F5",
    "at_risk": "FBE8C8",
    "off_track": "F8D9D3",
    "not_shown": "E3DEF2",
    "missed": "EFD3DD",
    "not_assessable": "ECEFF1",
}


def write_page(book, table: Sheet, found: Situation, lang: str) -> None:
    """A sheet of its own for a table, as it is read on a screen and as it prints."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet_title(table.key, lang))
    columns = list(table.frame.columns)
    thin = Border(bottom=Side("thin", color=STRIPE))
    numeric = (*PERCENTS, *PUBLISHED, *COMPUTED, *YEARS, "value")
    for at, column in enumerate(columns, 1):
        cell = put(page, 1, at, pick(HEADINGS[column], lang))
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEAD)
        side = {"horizontal": "right"} if column in numeric else {"horizontal": "left", "indent": 1}
        cell.alignment = Alignment(wrap_text=True, vertical="center", **side)
    plain, text, wrapped = (
        Alignment(vertical="top"),
        Alignment(vertical="top", horizontal="left", indent=1),
        Alignment(vertical="top", horizontal="left", indent=1, wrap_text=True),
    )
    rows = table.frame.astype(object).itertuples(index=False)
    comparators = table.comparators or [""] * len(table.frame)
    computed = table.computed or [False] * len(table.frame)
    widths = [heading_width(pick(HEADINGS[c], lang)) for c in columns]
    dressed = {}
    for number, (row, unit, comparator, projected) in enumerate(
        zip(rows, table.units, comparators, computed, strict=True), 2
    ):
        for at, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            kept = kept_value(value)
            cell = put(page, number, at, kept)
            meant = "projected" if projected and column == "value" else column
            shown = number_format(meant, kept, unit, comparator, lang)
            width = shown_width(as_shown(kept, shown))
            words = text if width <= WIDEST else wrapped
            _dress(cell, shown, thin, words if isinstance(kept, str) else plain, dressed)
            widths[at - 1] = max(widths[at - 1], width + 2)
    _finish(page, len(columns), len(table.frame) + 1, widths, table.frozen, found, lang)
    if table.printed:
        last = get_column_letter(columns.index(table.printed) + 1)
        page.print_area = f"A1:{last}{len(table.frame) + 1}"
        page.page_setup.fitToWidth = 2
    if table.key == "verdicts":
        _colour_statuses(page, columns, len(table.frame) + 1, lang)


def _dress(cell, shown: str, border, alignment, dressed: dict) -> None:
    """Give a cell its format, border and alignment.

    What has been put together before (`dressed`) is taken over whole: openpyxl compares each part
    with all there are, which was half the time of a workbook.
    """
    key = shown, id(alignment), cell.quotePrefix
    if key in dressed:
        cell._style = copy(dressed[key])
        return
    cell.number_format, cell.border, cell.alignment = shown, border, alignment
    dressed[key] = copy(cell._style)


def _finish(
    page, columns: int, rows: int, widths: Sequence[float], frozen: str, found: Situation, lang: str
) -> None:
    """Widths, filters, frozen heads and how it prints."""
    from openpyxl.utils import get_column_letter

    for at, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(at)].width = min(max(width, NARROWEST), WIDEST)
    page.row_dimensions[1].height = 36
    page.freeze_panes = frozen
    page.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(rows, 1)}"
    set_printing(page, found, lang)
    page.print_title_rows = "1:1"
    page.print_title_cols = "A:A"


def set_printing(page, found: Situation, lang: str) -> None:
    """A4 across, one page wide, with the plan above and the day of the data below."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    # In a header "&" begins a code.
    page.oddHeader.left.text = clean(found.plan.meta[f"short_{lang}"]).replace("&", "&&")[:120]
    page.oddHeader.right.text = "&A"
    page.oddFooter.left.text = f"{pick(('数据至', 'Data to'), lang)} {wording.day(found.vintage)}"
    page.oddFooter.right.text = "&P / &N"


def _colour_statuses(page, columns: list[str], rows: int, lang: str) -> None:
    """Verdicts by colour (their cells hold mark and word), probabilities by a bar."""
    from openpyxl.formatting.rule import CellIsRule, DataBarRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    def area(column: str) -> str:
        letter = get_column_letter(columns.index(column) + 1)
        return f"{letter}2:{letter}{max(rows, 2)}"

    for status, row in STATUSES.iterrows():
        page.conditional_formatting.add(
            area("status"),
            CellIsRule(
                operator="equal",
                formula=[f'"{row["mark"]} {row[f"name_{lang}"]}"'],
                font=Font(color=row["colour"][1:].upper(), bold=True),
                fill=PatternFill(bgColor=FILLS[status], fill_type="solid"),
            ),
        )
    for column in ("probability", "share_travelled"):
        page.conditional_formatting.add(
            area(column),
            DataBarRule(
                start_type="num", start_value=0, end_type="num", end_value=1, color="8DB8D6"
            ),
        )
