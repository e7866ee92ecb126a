"""The first sheet: what the workbook is of, which sheets it has and what each holds."""

from __future__ import annotations

from ...judging.situations import Situation
from ...telling.kit import wording
from ...telling.kit.wording import pick
from ...telling.targets import headline
from .pages import FACE, HEAD, SIZE, link_to, set_printing, write_pairs
from .words import HOLDS, sheet_title

WIDTHS = (22, 78)  # characters: the sheet, what it holds
WAY_BACK = (
    "点这里的表名打开那张表；点每张表左上角的格子回到这里。",
    "A name leads to its sheet; the cell at the upper left of each sheet leads back here.",
)


def write_contents(page, found: Situation, lang: str) -> None:
    """A link to each sheet beside what it holds."""
    from openpyxl.styles import Font

    meta = found.plan.meta
    title = wording.plain(meta[pick(("title", "title_en"), lang)])
    told = wording.plain(str(headline(found.verdicts, found.plan, lang=lang)))
    rows = [
        (pick(("规划", "Plan"), lang), title),
        (pick(("总的情况", "In one sentence"), lang), told),
        ("", pick(WAY_BACK, lang)),
        *((sheet_title(key, lang), pick(held, lang)) for key, held in HOLDS.items()),
    ]
    write_pairs(page, rows, WIDTHS, spare=4)
    for row, (name, held) in list(enumerate(rows, 1))[-len(HOLDS) :]:
        cell = page.cell(row, 1)
        cell.font = Font(name=FACE, size=SIZE, bold=True, color=HEAD, underline="single")
        link_to(cell, name, held)
    page.sheet_view.showGridLines = False
    set_printing(page, found, lang)
