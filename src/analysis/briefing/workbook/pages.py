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
    LINE,
    NARROW,
    NARROWEST,
    PERCENTS,
    PUBLISHED,
    WIDEST,
    YEARS,
    as_shown,
    heading_width,
    kept_value,
    lines_taken,
    number_format,
    shown_width,
)
from .sheets import Sheet
from .words import BACK, HEADINGS, sheet_title

HEAD, STRIPE = "1B5E8C", "D9DEE3"
FACE, SIZE = "Arial", 10  # in the widths of columns a digit of it is 7 pixels, as of Calibri 11
CHARACTER, EDGE = 7 * 25.4 / 96, 5 * 25.4 / 96  # millimetres of a digit, and beside a column's text
UPRIGHT = 210 - 2 * 0.4 * 25.4  # millimetres between the margins of A4
SMALLEST = 0.6  # a table that had to be smaller than this is printed across
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

    page = book.create_sheet(sheet_title(table.key, lang))
    columns = list(table.frame.columns)
    thin = Border(bottom=Side("thin", color=STRIPE))
    numeric = (*PERCENTS, *PUBLISHED, *COMPUTED, *YEARS, "value")
    for at, column in enumerate(columns, 1):
        cell = put(page, 1, at, pick(HEADINGS[column], lang))
        cell.font = Font(name=FACE, size=SIZE, bold=True, color="FFFFFF")
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
    heads = [pick(HEADINGS[c], lang) for c in columns]
    limits = NARROW.get(table.key, {})
    most = [
        max(limits.get(c, WIDEST), heading_width(h, 3)) for c, h in zip(columns, heads, strict=True)
    ]
    widths = [heading_width(head, 3) for head in heads]
    printed = columns.index(table.printed) + 1 if table.printed else len(columns)
    dressed = {}
    for number, (row, unit, comparator, projected) in enumerate(
        zip(rows, table.units, comparators, computed, strict=True), 2
    ):
        lines = 1
        for at, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            kept = kept_value(value)
            cell = put(page, number, at, kept)
            meant = "projected" if projected and column == "value" else column
            shown = number_format(meant, kept, unit, comparator, lang)
            width = shown_width(as_shown(kept, shown)) + 2
            words = text
            # What is not printed stays on one line, so that what is stands close.
            if isinstance(kept, str) and at <= printed and width > most[at - 1]:
                words, lines = wrapped, max(lines, lines_taken(kept, most[at - 1]))
            _dress(cell, shown, thin, words if isinstance(kept, str) else plain, dressed)
            widths[at - 1] = min(max(widths[at - 1], width), most[at - 1])
        page.row_dimensions[number].height = height_of(lines)
    _finish(page, widths, len(table.frame) + 1, printed, table.frozen)
    lines = max(lines_taken(h, w) for h, w in zip(heads, widths, strict=True))
    page.row_dimensions[1].height = height_of(lines) + 6
    across = scale_of(widths[:printed], UPRIGHT) < SMALLEST
    set_printing(page, found, lang, across=across)
    _lead_back(page.cell(1, 1), lang)
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


def _finish(page, widths: Sequence[float], rows: int, printed: int, frozen: str) -> None:
    """Widths, filters, frozen heads, and which of it is printed."""
    from openpyxl.utils import get_column_letter

    for at, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(at)].width = max(width, NARROWEST)
    page.freeze_panes = frozen
    page.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{rows}"
    page.print_area = f"A1:{get_column_letter(printed)}{rows}"
    page.print_title_rows = "1:1"


def height_of(lines: int) -> float:
    """Points that a row of some lines of text needs, of the most that a spreadsheet allows."""
    return min(LINE * lines + 1.5, 409)


def scale_of(widths: Sequence[float], room: float) -> float:
    """How much columns are made smaller to stand side by side in some millimetres; 1 if not."""
    return min(1.0, room / sum(max(width, NARROWEST) * CHARACTER + EDGE for width in widths))


def write_pairs(
    page, rows: Sequence[tuple[str, str]], widths: tuple[int, int], *, spare: float
) -> None:
    """A sheet of two columns: what is told of, and what is told, each row as high as its text.

    Parameters
    ----------
    rows : sequence of (str, str)
    widths : pair of int
        Of the columns, characters.
    spare : float
        Points between one row and the next.
    """
    from openpyxl.styles import Alignment, Font

    page.column_dimensions["A"].width, page.column_dimensions["B"].width = widths
    for row, pair in enumerate(rows, 1):
        for column, text in enumerate(pair, 1):
            put(page, row, column, text).alignment = Alignment(wrap_text=True, vertical="top")
        page.cell(row, 1).font = Font(name=FACE, size=SIZE, bold=True)
        lines = max(map(lines_taken, pair, widths))
        page.row_dimensions[row].height = height_of(lines) + spare
    page.print_area = f"A1:B{len(rows)}"


def _lead_back(cell, lang: str) -> None:
    """Make the heading at the upper left a link, on a ground on which a link's own blue is read."""
    from openpyxl.styles import Font, PatternFill

    cell.font = Font(name=FACE, size=SIZE, bold=True, underline="single", color=HEAD)
    cell.fill = PatternFill("solid", fgColor=FILLS["on_track"])
    link_back(cell, lang)


def link_back(cell, lang: str) -> None:
    """A way back to the sheet of contents from a cell that stands first on its own."""
    link_to(cell, sheet_title("index", lang), pick(BACK, lang))


def link_to(cell, title: str, hint: str) -> None:
    """Make a cell lead to a sheet of the same workbook."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1", tooltip=hint)


def set_printing(page, found: Situation, lang: str, *, across: bool = False) -> None:
    """A4, one page wide, with the plan above and the day of the data below."""
    page.page_setup.orientation = "landscape" if across else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    margins = page.page_margins
    margins.left = margins.right = 0.4
    # Header and footer stand in the margin, and as they are however small the sheet is made.
    margins.top, margins.bottom, margins.header, margins.footer = 0.75, 0.7, 0.35, 0.35
    page.HeaderFooter.scaleWithDoc = False
    # In a header "&" begins a code.
    page.oddHeader.left.text = clean(found.plan.meta[f"short_{lang}"]).replace("&", "&&")[:80]
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
