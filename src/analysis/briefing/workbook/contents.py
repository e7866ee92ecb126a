"""The first sheet: what the workbook is of, which sheets it has and what each holds."""

from __future__ import annotations

from ...judging.situations import Situation
from ...records.inert import put
from ...telling.kit import wording
from ...telling.kit.wording import pick
from ...telling.targets import headline
from .formats import lines_taken
from .pages import FACE, HEAD, SIZE, height_of, link_to, set_printing
from .words import HOLDS, sheet_title

FIRST, SECOND = 22, 78  # characters: the sheet, what it holds
WAY_BACK = (
    "点这里的表名打开那张表；点每张表左上角的格子回到这里。",
    "A name leads to its sheet; the cell at the upper left of each sheet leads back here.",
)


def write_contents(page, found: Situation, lang: str) -> None:
    """A link to each sheet beside what it holds."""
    from openpyxl.styles import Alignment, Font

    meta = found.plan.meta
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = FIRST, SECOND
    title = wording.plain(meta[pick(("title", "title_en"), lang)])
    told = wording.plain(str(headline(found.verdicts, found.plan, lang=lang)))
    rows = [
        (pick(("规划", "Plan"), lang), title),
        (pick(("总的情况", "In one sentence"), lang), told),
        ("", pick(WAY_BACK, lang)),
        *((sheet_title(key, lang), pick(held, lang)) for key, held in HOLDS.items()),
    ]
    first = len(rows) - len(HOLDS) + 1
    for row, (name, held) in enumerate(rows, 1):
        link = row >= first
        dress = {"color": HEAD, "underline": "single"} if link else {}
        put(page, row, 1, name).font = Font(name=FACE, size=SIZE, bold=True, **dress)
        put(page, row, 2, held)
        for column in (1, 2):
            page.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        if link:
            link_to(page.cell(row, 1), name, held)
        lines = max(lines_taken(name, FIRST), lines_taken(held, SECOND))
        page.row_dimensions[row].height = height_of(lines) + 4
    page.print_area = f"A1:B{len(rows)}"
    page.sheet_view.showGridLines = False
    set_printing(page, found, lang)
