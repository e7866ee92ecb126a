"""The verdicts and all they rest on as one Excel workbook, in one language."""

from __future__ import annotations

from pathlib import Path

from ...judging.situations import Situation
from ...records.inert import clean
from ...records.whole_files import write_whole
from .archive import STAMP, same_bytes
from .charts import draw_charts, show_fans
from .contents import write_contents
from .notes import write_notes
from .pages import FACE, SIZE, write_page
from .sheets import observation_sheet, projection_sheet, revision_sheet, verdict_sheet
from .words import sheet_title


def write_workbook(found: Situation, path: Path, *, lang: str = "zh") -> Path:
    """Write verdicts, projections, observations with sources, revisions, charts and notes.

    The same situation gives the same bytes. Text never becomes a formula, whatever it starts
    with; shares and probabilities are fractions shown as percentages, so that they can be
    computed with.

    Parameters
    ----------
    found : Situation
    path : Path
        Gets the workbook; replaced where it exists.
    lang : {"zh", "en"}
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    _set_face(book)
    write_contents(book.create_sheet(sheet_title("index", lang)), found, lang)
    write_page(book, verdict_sheet(found, lang), found, lang)
    charts, fans = (book.create_sheet(sheet_title(key, lang)) for key in ("charts", "fans"))
    for table in (
        projection_sheet(found, lang),
        observation_sheet(found, lang),
        revision_sheet(found, lang),
    ):
        write_page(book, table, found, lang)
    write_notes(book.create_sheet(sheet_title("notes", lang)), found, lang)
    data = book.create_sheet(sheet_title("data", lang))
    draw_charts(charts, data, found, lang)
    alts = show_fans(fans, found, lang)
    book.properties.title = clean(found.plan.meta[f"short_{lang}"])
    book.properties.creator = "plan-monitor"
    book.properties.created = STAMP
    write_whole(path, same_bytes(book, alts))
    return path


def _set_face(book) -> None:
    """The font of every cell that names none, by which a column's width is counted, too.

    openpyxl has no setting for it: what it starts with is Calibri, which few offices outside
    Windows have; its stand-ins are wider, and text overprints or is cut.
    """
    from openpyxl.styles import Font
    from openpyxl.utils.indexed_list import IndexedList

    face = Font(name=FACE, size=SIZE)
    book._fonts = IndexedList([face])
    book._named_styles["Normal"].font = face
