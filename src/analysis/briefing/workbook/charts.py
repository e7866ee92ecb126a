"""The sheets of charts: native ones over their numbers, and the fan charts as pictures."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd

from ...judging.courses import course
from ...judging.questions import main_indicators
from ...judging.situations import Situation
from ...records.inert import put
from ...telling.kit import wording
from ...telling.kit.fan import fan_chart
from ...telling.kit.names import indicator_names, indicator_units
from ...telling.kit.wording import pick
from .formats import kept_value, number_format, shown_width
from .pages import FACE, HEAD, SIZE, link_back, set_printing
from .words import BACK, HEADINGS, SERIES


def draw_charts(page, data, found: Situation, lang: str) -> None:
    """Native line charts, two a row, whose numbers stand on the sheet of chart data."""
    from openpyxl.worksheet.pagebreak import Break

    names, units = indicator_names(found.plan, lang), indicator_units(found.plan)
    _link(data, lang)
    row, begun = 3, 1
    for number, indicator_id in enumerate(main_indicators(found)):
        table = course(found, indicator_id)
        unit = units[indicator_id]
        if row + len(table) + 2 - begun > DATA_ROWS:
            data.row_breaks.append(Break(id=row - 1))
            begun = row
        _put_data(data, row, table, names[indicator_id], unit, lang)
        title = f"{names[indicator_id]}（{wording.unit_name(unit, lang)}）"
        if lang == "en":
            title = f"{names[indicator_id]} ({wording.unit_name(unit, lang)})"
        page.add_chart(_line_chart(data, row + 1, table, title), _anchor(number))
        row += len(table) + 3
    heads = [pick(HEADINGS["year"], lang), *(pick(pair, lang) for pair in SERIES.values())]
    for letter, head in zip("ABCDEFG", heads, strict=True):
        data.column_dimensions[letter].width = max(12, shown_width(head) + 2)
    data.sheet_format.defaultRowHeight, data.sheet_format.customHeight = ROW_HEIGHT, True
    _print_whole(data, found, lang, f"A1:G{max(row - 2, 1)}")
    _album(page, found, lang)


# A page of charts, A4 upright: two by three, each in 6 columns of 57 px and 16 rows; above all of
# them the cell that leads back, which is repeated on each sheet.
ALBUM_COLUMNS, ALBUM_ROWS, ROW_HEIGHT = 6, 16, 14.5
SHEET_ROWS = 3  # of charts
DATA_ROWS = 49  # of the numbers behind them, on a sheet
PICTURE = (250.0, 226.0)  # points, at most
CHART = 8.7, 7.9  # centimetres


def _anchor(number: int) -> str:
    column = "A" if number % 2 == 0 else "G"
    return f"{column}{2 + ALBUM_ROWS * (number // 2)}"


def _album(page, found: Situation, lang: str) -> None:
    """Print six charts a page, none of them cut."""
    from openpyxl.worksheet.pagebreak import Break

    page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = ROW_HEIGHT, True
    for letter in "ABCDEFGHIJKL":
        page.column_dimensions[letter].width = 7.43  # 57 px
    page.sheet_view.showGridLines = False
    high = (len(main_indicators(found)) + 1) // 2
    for below in range(SHEET_ROWS, high, SHEET_ROWS):
        page.row_breaks.append(Break(id=1 + below * ALBUM_ROWS))
    _print_whole(page, found, lang, f"A1:L{1 + high * ALBUM_ROWS}")
    _link(page, lang)


def _print_whole(page, found: Situation, lang: str, area: str) -> None:
    """As large as it is, broken where it says: a sheet made to fit has no breaks of its own."""
    set_printing(page, found, lang)
    page.sheet_properties.pageSetUpPr.fitToPage = False
    page.page_setup.scale = 100
    page.print_area = area


def _link(page, lang: str) -> None:
    """The way back in the first cell."""
    from openpyxl.styles import Font

    put(page, 1, 1, f"← {pick(BACK, lang)}").font = Font(name=FACE, size=SIZE, color=HEAD)
    link_back(page.cell(1, 1), lang)


def _put_data(data, row: int, table: pd.DataFrame, name: str, unit: str, lang: str) -> None:
    from openpyxl.styles import Alignment, Font

    put(data, row, 1, name).font = Font(name=FACE, size=SIZE, bold=True)
    heads = [pick(HEADINGS["year"], lang), *(pick(pair, lang) for pair in SERIES.values())]
    for at, head in enumerate(heads, 1):
        cell = put(data, row + 1, at, head)
        cell.font, cell.alignment = Font(name=FACE, size=SIZE, color=HEAD), Alignment("right")
    for below, values in enumerate(table.itertuples(index=False), row + 2):
        for at, (column, value) in enumerate(zip(table.columns, values, strict=True), 1):
            kept = kept_value(value)
            cell = put(data, below, at, kept)
            computed = "projected" if column in ("median", "low80", "high80", "path") else column
            cell.number_format = number_format(computed, kept, unit, "", lang)


def _line_chart(data, head: int, table: pd.DataFrame, title: str):
    from openpyxl.chart import LineChart, Reference
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.text import ParagraphProperties

    chart = LineChart()
    chart.title, chart.width, chart.height = title, *CHART
    for paragraph in chart.title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=_letters(1000, b=True))
    chart.title.overlay = False
    last = head + len(table)
    chart.add_data(
        Reference(data, min_col=2, max_col=1 + len(SERIES), min_row=head, max_row=last),
        titles_from_data=True,
    )
    chart.set_categories(Reference(data, min_col=1, min_row=head + 1, max_row=last))
    for series, key in zip(chart.series, SERIES, strict=True):
        _style_series(series, key)
    chart.display_blanks = "span"
    chart.legend.position = "b"
    chart.legend.txPr = chart.x_axis.txPr = chart.y_axis.txPr = _small()
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format, chart.y_axis.number_format = "0", "General"
    chart.x_axis.tickLblPos = "low"  # below, also where values lie below zero
    chart.x_axis.tickLblSkip = int(np.ceil(len(table) / 8))
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_line("E3E7EA", 0.75))
    low = table.drop(columns="year").min().min()
    if low >= 0 and low < 0.6 * table.drop(columns="year").max().max():
        chart.y_axis.scaling.min = 0
    return chart


def _small():
    """Text of a chart that is half a sheet wide."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties

    said = _letters(800)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=said), endParaRPr=said)])


def _letters(size: int, **how):
    """The font of the sheets at a size in hundredths of a point."""
    from openpyxl.drawing.text import CharacterProperties, Font

    return CharacterProperties(sz=size, latin=Font(typeface=FACE), **how)


def _line(colour: str, points: float, dash: str | None = None):
    from openpyxl.drawing.line import LineProperties

    return LineProperties(solidFill=colour, w=int(12700 * points), prstDash=dash)


def _style_series(series, key: str) -> None:
    from openpyxl.chart.marker import Marker
    from openpyxl.chart.shapes import GraphicalProperties

    lines = {
        "observed": _line("1B5E8C", 2.25),
        "median": _line("1B5E8C", 1.75, "dash"),
        "low80": _line("6FA5CA", 1.0),
        "high80": _line("6FA5CA", 1.0),
        "path": _line("A4312A", 1.0, "sysDash"),
        "target": None,
    }
    series.smooth = False
    series.graphicalProperties = GraphicalProperties(ln=lines[key])
    if key == "target":
        series.graphicalProperties.line.noFill = True
    shape = {"observed": ("circle", "1B5E8C"), "target": ("diamond", "A4312A")}.get(key)
    series.marker = Marker(symbol=shape[0] if shape else "none", size=9 if key == "target" else 5)
    if shape:
        series.marker.graphicalProperties = GraphicalProperties(solidFill=shape[1])
        series.marker.graphicalProperties.line.solidFill = shape[1]


def show_fans(page, found: Situation, lang: str) -> list[str]:
    """The briefing's fan charts as pictures at twice their size, two a row; what each shows."""
    from openpyxl.drawing.image import Image

    alts = []
    for number, indicator_id in enumerate(main_indicators(found)):
        chart = fan_chart(
            found.projections,
            found.plan,
            indicator_id,
            verdicts=found.verdicts,
            sources=found.sources,
            lang=lang,
        )
        picture = Image(io.BytesIO(chart.png(scale=2)))
        # Shown at less than half its pixels: sharp on fine screens and in print.
        wide, high = picture.width, picture.height
        scale = min(PICTURE[0] / wide, PICTURE[1] / high) * 96 / 72
        picture.width, picture.height = wide * scale, high * scale
        page.add_image(picture, _anchor(number))
        alts.append(chart.alt)
    _album(page, found, lang)
    return alts
