"""The verdicts and all they rest on as one Excel workbook, in one language."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import pandas as pd

from ..intake.marked import clean, put
from ..judging.questions import main_indicators
from ..judging.situations import Situation
from ..records.errors import PlanDataError
from ..records.vintages import revisions
from ..telling.kit import wording
from ..telling.kit.fan import fan_chart
from ..telling.kit.names import indicator_names, indicator_units, reason_name
from ..telling.kit.statuses import STATUSES
from ..telling.kit.table import Table
from ..telling.kit.verdict_table import VerdictTable
from ..telling.kit.wording import CHANGES, pick
from ..telling.projections import method_note
from ..telling.targets import headline, scale_note

HEAD, STRIPE = "1B5E8C", "D9DEE3"
WIDEST = 46  # characters; longer text wraps
NARROWEST = 7
FORMULA = re.compile(r"[=+\-@＝＋－＠\t\n].", re.DOTALL)  # full-width signs count in East Asia
NUMBER = re.compile(r"[+-][\d,]*\.?\d+(?:[eE][+-]?\d+)?%?", re.ASCII)
STAMP = dt.datetime(2000, 1, 1)  # workbooks of the same content are the same bytes
FILLS = {
    "achieved": "D5EDE6",
    "on_track": "D9E9F5",
    "at_risk": "FBE8C8",
    "off_track": "F8D9D3",
    "missed": "EFD3DD",
    "not_assessable": "ECEFF1",
}

SHEETS = {
    "verdicts": ("判断", "Verdicts"),
    "charts": ("图表", "Charts"),
    "fans": ("扇形图", "Fan charts"),
    "projections": ("推算", "Projections"),
    "observations": ("数据与来源", "Observations"),
    "revisions": ("修订", "Revisions"),
    "notes": ("说明", "Notes"),
    "data": ("图表数据", "Chart data"),
}
HEADINGS = {
    "name": ("指标", "Indicator"),
    "reading": ("读法", "Reading"),
    "unit": ("单位", "Unit"),
    "baseline_year": ("基期年", "Base year"),
    "baseline_value": ("基期", "Baseline"),
    "baseline_basis": ("基期依据", "Baseline from"),
    "latest_year": ("最新年份", "Latest year"),
    "latest_value": ("最新", "Latest"),
    "target_value": ("目标", "Target"),
    "value_high": ("目标上限", "Target, upper"),
    "deadline": ("到期年", "Deadline"),
    "share_travelled": ("已走路程", "Share of the way"),
    "share_time": ("已过时间", "Share of the time"),
    "growth_actual": ("年均增速：实际", "Growth a year: actual"),
    "growth_required": ("年均增速：尚需", "Growth a year: needed"),
    "projected": ("到期推算", "Projected at deadline"),
    "low95": ("95%下限", "95% low"),
    "low80": ("80%下限", "80% low"),
    "high80": ("80%上限", "80% high"),
    "high95": ("95%上限", "95% high"),
    "probability": ("达标概率", "Probability"),
    "status": ("判断", "Verdict"),
    "reason": ("原因", "Reason"),
    "evidence": ("依据等级", "Evidence"),
    "method": ("方法", "Method"),
    "n_history": ("数据点", "Points"),
    "latest_source": ("最新数据来源", "Source of the latest"),
    "latest_published": ("发布日期", "Published"),
    "quote": ("规划原文", "The plan's sentence"),
    "indicator_id": ("编码", "Id"),
    "target_id": ("目标编码", "Target id"),
    "year": ("年份", "Year"),
    "kind": ("类别", "Kind"),
    "value": ("数值", "Value"),
    "qualifier": ("精度", "Precision"),
    "used": ("采用", "Used"),
    "published": ("发布日期", "Published"),
    "published_estimated": ("日期为推定", "Date estimated"),
    "grade": ("来源等级", "Grade"),
    "source": ("来源", "Source"),
    "observation_quote": ("原文", "Quote"),
    "first": ("首次公布", "First published"),
    "first_published": ("首次发布日期", "First on"),
    "first_source": ("首次来源", "First source"),
    "latest": ("现用", "In use now"),
    "latest_on": ("现用发布日期", "Latest on"),
    "source_now": ("现用来源", "Latest source"),
    "difference": ("差", "Difference"),
    "relative": ("相差", "Relative"),
}
KINDS = {"observed": ("公布", "published"), "projected": ("推算", "projected")}
QUALIFIERS = {
    "exact": ("准确", "exact"),
    "at_least": ("以上", "at least"),
    "about": ("约", "about"),
    "provisional": ("初步", "provisional"),
}
PERCENTS = {
    "share_travelled": "0%",
    "share_time": "0%",
    "growth_actual": "0.0%",
    "growth_required": "0.0%",
    "probability": "0%",
    "relative": "0.0%",
}
PUBLISHED = ("baseline_value", "latest_value", "target_value", "value_high", "first", "latest")
COMPUTED = ("projected", "low95", "low80", "high80", "high95", "difference")
YEARS = ("baseline_year", "latest_year", "deadline", "year", "n_history")
SERIES = {
    "observed": ("公布", "published"),
    "median": ("中位推算", "median projection"),
    "low80": ("80%下限", "80% low"),
    "high80": ("80%上限", "80% high"),
    "path": ("所需路径", "required path"),
    "target": ("目标", "target"),
}


@dataclass(frozen=True)
class _Sheet:
    """A table to be written.

    Attributes
    ----------
    units, comparators, computed : sequence
        Of each row: the unit of its numbers, the sign before its target, whether its value is
        projected, not published.
    frozen : str
        The first cell that scrolls.
    printed : str
        The last column that is printed; all of them where empty.
    """

    key: str
    frame: pd.DataFrame
    units: Sequence[str]
    comparators: Sequence[str] = ()
    computed: Sequence[bool] = ()
    frozen: str = "B2"
    printed: str = ""


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
    _write(book, _verdicts(found, lang), found, lang)
    charts, fans = (book.create_sheet(_title(key, lang)) for key in ("charts", "fans"))
    for table in (_projections(found, lang), _observations(found, lang), _revisions(found, lang)):
        _write(book, table, found, lang)
    _notes(book.create_sheet(_title("notes", lang)), found, lang)
    data = book.create_sheet(_title("data", lang))
    _draw(charts, data, found, lang)
    alts = _show_fans(fans, found, lang)
    book.properties.title = clean(found.plan.meta[f"short_{lang}"])
    book.properties.creator = "plan-monitor"
    book.properties.created = STAMP
    path.write_bytes(_same_bytes(book, alts))
    return path


def _title(key: str, lang: str) -> str:
    return pick(SHEETS[key], lang)


# --- the tables -----------------------------------------------------------------------------


def _verdicts(found: Situation, lang: str) -> _Sheet:
    names, units = indicator_names(found.plan, lang), indicator_units(found.plan)
    v = found.verdicts
    unit = v["indicator_id"].map(units)
    frame = v.assign(
        name=v["indicator_id"].map(names),
        reading=[wording.name_of(wording.READINGS, r, lang) for r in v["reading"]],
        unit=[wording.unit_name(u, lang) for u in unit],
        baseline_basis=[wording.name_of(wording.BASES, b, lang) for b in v["baseline_basis"]],
        status=v["status"].map(STATUSES["mark"] + " " + STATUSES[f"name_{lang}"]),
        reason=[reason_name(r, lang) for r in v["reason"]],
        method=_methods(v["method"], lang),
        latest_source=v["latest_source_id"].map(found.sources).fillna(v["latest_source_id"]),
        quote=v["quotes"].map(lambda quotes: quotes[0]),
    )
    columns = [
        *("name", "reading", "status", "probability", "unit", "baseline_year", "baseline_value"),
        *("latest_year", "latest_value", "target_value", "value_high", "deadline"),
        *("share_travelled", "share_time", "growth_actual", "growth_required", "projected"),
        *("low80", "high80", "evidence", "reason", "low95", "high95", "method", "n_history"),
        *("baseline_basis", "latest_source", "latest_published", "quote"),
        *("indicator_id", "target_id"),
    ]
    return _Sheet(
        "verdicts",
        frame[columns],
        unit.to_list(),
        v["comparator"].to_list(),
        frozen="D2",
        printed="reason",
    )


def _methods(codes: pd.Series, lang: str) -> list[str]:
    return ["" if pd.isna(m) else wording.name_of(wording.METHODS, m, lang) for m in codes]


def _projections(found: Situation, lang: str) -> _Sheet:
    names, units = indicator_names(found.plan, lang), indicator_units(found.plan)
    p = found.projections.sort_values(["indicator_id", "year"], kind="stable")
    order = {i: n for n, i in enumerate(found.plan.indicators["indicator_id"])}
    p = p.sort_values("indicator_id", key=lambda ids: ids.map(order), kind="stable")
    unit = p["indicator_id"].map(units)
    frame = p.assign(
        name=p["indicator_id"].map(names),
        unit=[wording.unit_name(u, lang) for u in unit],
        kind=[pick(KINDS[k], lang) for k in p["kind"]],
        method=_methods(p["method"], lang),
    )
    columns = [
        *("name", "unit", "year", "kind", "value", "low80", "high80", "low95", "high95"),
        *("method", "evidence", "n_history", "indicator_id"),
    ]
    computed = (p["kind"] == "projected").to_list()
    return _Sheet("projections", frame[columns], unit.to_list(), computed=computed)


def _observations(found: Situation, lang: str) -> _Sheet:
    names = indicator_names(found.plan, lang)
    o = found.observations
    order = {i: n for n, i in enumerate(found.plan.indicators["indicator_id"])}
    o = o.sort_values(["year", "published"], kind="stable").sort_values(
        "indicator_id", key=lambda ids: ids.map(order), kind="stable"
    )
    frame = o.assign(
        name=o["indicator_id"].map(names),
        unit=[wording.unit_name(u, lang) for u in o["unit"]],
        qualifier=[wording.name_of(QUALIFIERS, q, lang) for q in o["qualifier"]],
        used=np.where(o["observation_id"].isin(found.known["observation_id"]), "✓", ""),
        published_estimated=np.where(o["published_estimated"].astype(bool), "*", ""),
        source=o["source_id"].map(found.sources).fillna(o["source_id"]),
        observation_quote=o["quote"],
    )
    columns = [
        *("name", "year", "value", "unit", "qualifier", "used", "published"),
        *("published_estimated", "grade", "source", "observation_quote", "indicator_id"),
    ]
    return _Sheet("observations", frame[columns], o["unit"].to_list())


def _revisions(found: Situation, lang: str) -> _Sheet:
    names = indicator_names(found.plan, lang)
    r = revisions(found.observations)
    frame = r.assign(
        name=r["indicator_id"].map(names),
        kind=[pick(CHANGES[k], lang) for k in r["kind"]],
        latest_on=r["latest_published"],
        first_source=r["first_source_id"].map(found.sources).fillna(r["first_source_id"]),
        source_now=r["latest_source_id"].map(found.sources).fillna(r["latest_source_id"]),
    )
    units = r["unit"].to_list()
    frame["unit"] = [wording.unit_name(u, lang) for u in units]
    columns = [
        *("name", "year", "unit", "first", "latest", "difference", "relative", "kind"),
        *("first_published", "latest_on", "first_source", "source_now", "indicator_id"),
    ]
    return _Sheet("revisions", frame[columns], units)


def _write(book, table: _Sheet, found: Situation, lang: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(_title(table.key, lang))
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
    widths = [_heading_width(pick(HEADINGS[c], lang)) for c in columns]
    for number, (row, unit, comparator, projected) in enumerate(
        zip(rows, table.units, comparators, computed, strict=True), 2
    ):
        for at, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            kept = _value(value)
            cell = put(page, number, at, kept)
            meant = "projected" if projected and column == "value" else column
            cell.number_format = _format(meant, kept, unit, comparator, lang)
            cell.border = thin
            width = _shown_width(_as_shown(kept, cell.number_format))
            words = text if width <= WIDEST else wrapped
            cell.alignment = words if isinstance(kept, str) else plain
            widths[at - 1] = max(widths[at - 1], width + 2)
    _finish(page, len(columns), len(table.frame) + 1, widths, table.frozen, found, lang)
    if table.printed:
        last = get_column_letter(columns.index(table.printed) + 1)
        page.print_area = f"A1:{last}{len(table.frame) + 1}"
        page.page_setup.fitToWidth = 2
    if table.key == "verdicts":
        _colour_statuses(page, columns, len(table.frame) + 1, lang)


def _value(value: object) -> object:
    """What a cell can hold: numbers as numbers, days as dates, nothing for nothing."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if not np.isfinite(value) else value
    return wording.plain(value) if isinstance(value, str) else value


def _format(column: str, value: object, unit: str, comparator: str, lang: str) -> str:
    """As many digits as the tables of the briefing show, and % where the unit is one."""
    if value is None or isinstance(value, str):
        return "General"
    if isinstance(value, dt.datetime):
        return "yyyy-mm-dd"
    if column in PERCENTS:
        return PERCENTS[column]
    if column in YEARS:
        return "0"
    if column in COMPUTED:
        places = wording.DECIMALS.get(unit, 0)
    else:
        places = _places(float(value))
    whole = "#,##0" if lang == "en" else "0"
    tail = '"%"' if unit == "%" else ""
    sign = wording.COMPARATOR_SIGNS.get(comparator, "") if column == "target_value" else ""
    lead = f'"{sign}"' if sign else ""
    return f"{lead}{whole}{'.' + '0' * places if places else ''}{tail}"


def _places(value: float) -> int:
    """Decimals a published value has, two at most."""
    written = wording.number(value, observed=True)
    return len(written.partition(".")[2])


def _as_shown(value: object, shown: str) -> str:
    """Roughly what a cell shows, for the width of its column."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float | int) and not isinstance(value, bool):
        places = len(shown.partition(".")[2].rstrip('%"'))
        return f"{100 * value:.{places}f}%" if shown.endswith("0%") else f"≥{value:,.{places}f}%"
    return str(value)


def _shown_width(text: str) -> int:
    """Columns a line of text takes: a Chinese character two."""
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s) for s in lines)


def _heading_width(text: str) -> float:
    """Room for a heading on two lines, and for its longest word on one."""
    words = text.split() if text.isascii() else [text[: (len(text) + 1) // 2]]
    return max(_shown_width(text) / 2 + 4, max(map(_shown_width, words)) + 3)


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
    _printing(page, found, lang)
    page.print_title_rows = "1:1"
    page.print_title_cols = "A:A"


def _printing(page, found: Situation, lang: str) -> None:
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


# --- charts ---------------------------------------------------------------------------------


def chart_data(found: Situation, indicator_id: str) -> pd.DataFrame:
    """What a native chart of one indicator draws, a row a year.

    Returns
    -------
    DataFrame
        year; observed, median (with the last published value, where the line begins), low80,
        high80, path (straight from the baseline to the target), target (at its deadline); the
        target is the level where the plan states one, else the multiple.
    """
    rows = found.projections[found.projections["indicator_id"] == indicator_id]
    goals = found.verdicts[
        (found.verdicts["indicator_id"] == indicator_id) & found.verdicts["target_value"].notna()
    ]
    goal = goals.sort_values("reading", key=lambda r: r != "level", kind="stable").iloc[0]
    seen = rows[rows["kind"] == "observed"].set_index("year")["value"].astype(float)
    ahead = rows[rows["kind"] == "projected"].set_index("year").astype({"value": float})
    end = int(goal["deadline"])
    first = int(min(seen.index.min(), end))
    years = pd.RangeIndex(first, max(end, int(seen.index.max())) + 1, name="year")
    table = pd.DataFrame(index=years).assign(
        observed=seen.reindex(years),
        median=ahead["value"].reindex(years),
        low80=ahead["low80"].astype(float).reindex(years),
        high80=ahead["high80"].astype(float).reindex(years),
        path=np.nan,
        target=np.nan,
    )
    if len(ahead):
        last = seen.index.max()
        table.loc[last, ["median", "low80", "high80"]] = seen[last]
    if pd.notna(goal["baseline_value"]) and pd.notna(goal["baseline_year"]):
        start = int(goal["baseline_year"])
        way = np.linspace(
            float(goal["baseline_value"]), float(goal["target_value"]), end - start + 1
        )
        inside = [y for y in range(start, end + 1) if y in table.index]
        table.loc[inside, "path"] = way[[y - start for y in inside]]
    table.loc[end, "target"] = float(goal["target_value"])
    return table.reset_index()


def _draw(page, data, found: Situation, lang: str) -> None:
    """Native line charts, two a row, whose numbers stand on the sheet of chart data."""
    names, units = indicator_names(found.plan, lang), indicator_units(found.plan)
    row = 1
    for number, indicator_id in enumerate(main_indicators(found)):
        table = chart_data(found, indicator_id)
        unit = units[indicator_id]
        _put_data(data, row, table, names[indicator_id], unit, lang)
        title = f"{names[indicator_id]}（{wording.unit_name(unit, lang)}）"
        if lang == "en":
            title = f"{names[indicator_id]} ({wording.unit_name(unit, lang)})"
        page.add_chart(_line_chart(data, row + 1, table, title), _anchor(number))
        row += len(table) + 3
    widths = [10] + [14] * len(SERIES)
    for letter, width in zip("ABCDEFG", widths, strict=True):
        data.column_dimensions[letter].width = width
    _printing(data, found, lang)
    _album(page, found, lang)


# A page of charts, A4 across: two by two, each in 8 columns of 61 px and 16 rows of 15 pt.
ALBUM_COLUMNS, ALBUM_ROWS, ROW_HEIGHT = 8, 16, 15.0
PICTURE = (255.0, 228.0)  # points, at most


def _anchor(number: int) -> str:
    column = "A" if number % 2 == 0 else "I"
    return f"{column}{1 + ALBUM_ROWS * (number // 2)}"


def _album(page, found: Situation, lang: str) -> None:
    """Print four charts a page, none of them cut."""
    from openpyxl.worksheet.pagebreak import Break

    page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = ROW_HEIGHT, True
    for letter in "ABCDEFGHIJKLMNOP":
        page.column_dimensions[letter].width = 8.0  # 61 px
    page.sheet_view.showGridLines = False
    _printing(page, found, lang)
    page.sheet_properties.pageSetUpPr.fitToPage = False
    page.page_setup.scale = 92
    page.page_margins.top, page.page_margins.bottom = 0.75, 0.6
    for below in range(2, (len(main_indicators(found)) + 1) // 2, 2):
        page.row_breaks.append(Break(id=below * ALBUM_ROWS))


def _put_data(data, row: int, table: pd.DataFrame, name: str, unit: str, lang: str) -> None:
    from openpyxl.styles import Font

    put(data, row, 1, name).font = Font(bold=True)
    heads = [pick(HEADINGS["year"], lang), *(pick(pair, lang) for pair in SERIES.values())]
    for at, head in enumerate(heads, 1):
        put(data, row + 1, at, head).font = Font(color=HEAD)
    for below, values in enumerate(table.itertuples(index=False), row + 2):
        for at, (column, value) in enumerate(zip(table.columns, values, strict=True), 1):
            kept = _value(value)
            cell = put(data, below, at, kept)
            computed = "projected" if column in ("median", "low80", "high80", "path") else column
            cell.number_format = _format(computed, kept, unit, "", lang)


def _line_chart(data, head: int, table: pd.DataFrame, title: str):
    from openpyxl.chart import LineChart, Reference
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.text import CharacterProperties, ParagraphProperties

    chart = LineChart()
    chart.title, chart.height, chart.width = title, 7.9, 12.5
    for paragraph in chart.title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1200, b=True))
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
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format, chart.y_axis.number_format = "0", "General"
    chart.x_axis.tickLblSkip = int(np.ceil(len(table) / 8))
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_line("E3E7EA", 0.75))
    low = table.drop(columns="year").min().min()
    if low >= 0 and low < 0.6 * table.drop(columns="year").max().max():
        chart.y_axis.scaling.min = 0
    return chart


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


def _show_fans(page, found: Situation, lang: str) -> list[str]:
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


# --- one table ----------------------------------------------------------------------------


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
    try:
        if path.suffix.lower() == ".csv":
            write_csv(frame, path)
        elif path.suffix.lower() == ".xlsx":
            _save_book(frame, [str(c) for c in frame.columns], path)
        else:
            raise PlanDataError(
                f"{path.name}: name a .xlsx or .csv file | 文件名须以.xlsx或.csv结尾"
            )
    except OSError as error:
        raise PlanDataError(
            f"{path}: cannot be written ({error.strerror}); close it if it is open | "
            "无法写入；若已打开请先关闭"
        ) from None
    return path


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as CSV in which no text becomes a formula when a spreadsheet opens it.

    A text that would begin one (with = + - @, a tab or a line break) gets an apostrophe before
    it. Numbers stay numbers, also those below zero and those written as text; so does a sign
    that stands alone.
    """
    inert = frame.apply(lambda column: column.map(_inert) if column.dtype.kind == "O" else column)
    inert.set_axis(map(_inert, frame.columns), axis=1).to_csv(
        path, index=False, encoding="utf-8-sig"
    )


def _inert(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = re.sub(r"\r\n?", "\n", value)  # a bare \r is not quoted, and would begin a row
    begins = FORMULA.match(text) and not NUMBER.fullmatch(text)
    return f"'{text}" if begins else text


def _save_book(frame: pd.DataFrame, heads: Sequence[str], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.active
    widths = [_heading_width(head) for head in heads]
    for at, head in enumerate(heads, 1):
        put(page, 1, at, head).font = Font(bold=True)
    for number, row in enumerate(frame.astype(object).itertuples(index=False), 2):
        for at, value in enumerate(row, 1):
            kept = _value(_told(value))
            cell = put(page, number, at, kept)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(kept, dt.datetime):
                cell.number_format = "yyyy-mm-dd"
            widths[at - 1] = max(widths[at - 1], _shown_width(_as_shown(kept, "")) + 2)
    for at, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(at)].width = min(width, WIDEST)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(max(len(heads), 1))}{len(frame) + 1}"
    path.write_bytes(_same_bytes(book, []))


def _told(value: object) -> object:
    """A cell's value where it is one that a workbook knows, else its words."""
    plain = isinstance(value, str | int | float | np.generic | pd.Timestamp)
    missing = value is None or value is pd.NA or value is pd.NaT
    return value if plain or missing else str(value)


# --- notes ----------------------------------------------------------------------------------

COLUMN_NOTES = (
    (
        "已走路程：（最新−基期）÷（目标−基期），不是最新÷目标。",
        "Share of the way: (latest − baseline) / (target − baseline), not latest / target.",
    ),
    (
        "已过时间：最新数据年份与基期之差，除以到期年与基期之差。",
        "Share of the time: years from baseline to latest over years from baseline to deadline.",
    ),
    (
        "公布值保留来源的位数；推算值按单位取位（亿元一位小数，家、个、件取整，%两位）。",
        "Published values keep the digits of their source; projected ones have those of their "
        "unit.",
    ),
    (
        "目标前的≥、>等是显示格式，单元格里是数，可以直接计算。",
        "The ≥ or > before a target is a number format; the cell holds the number.",
    ),
    (
        "发布日期旁的*：原文未印日期，按规则推定。",
        "* beside a date: not printed in the source, set by rule.",
    ),
    (
        "来源等级：A 官方原文，B 转载的官方内容，C 新闻报道，D 二手汇编。",
        "Grades: A official original, B official content carried by others, C press, D secondary.",
    ),
)


def _notes(page, found: Situation, lang: str) -> None:
    from openpyxl.styles import Alignment, Font

    meta = found.plan.meta
    as_of = found.as_of or pick(("本库全部数据", "all data held here"), lang)
    title = meta[pick(("title", "title_en"), lang)]
    facts: list[tuple[str, str]] = [
        (pick(("规划", "Plan"), lang), title),
        (pick(("文号", "Document"), lang), str(meta.get("document_number", ""))),
        (pick(("地区", "Region"), lang), found.region_name(lang)),
        (pick(("观察时点", "As of"), lang), as_of),
        (pick(("数据更新至", "Data published to"), lang), wording.day(found.vintage)),
        (
            pick(("总的情况", "In one sentence"), lang),
            str(headline(found.verdicts, found.plan, lang=lang)),
        ),
        (pick(("判断规则", "Rule"), lang), str(scale_note(lang))),
        (pick(("推算方法", "Method"), lang), str(method_note(lang))),
        *((pick(("说明", "Note"), lang), pick(pair, lang)) for pair in COLUMN_NOTES),
        *((f"{s['mark']} {s[f'name_{lang}']}", "") for _, s in STATUSES.iterrows()),
        (
            pick(("重新生成", "To make it again"), lang),
            f"python -m analysis briefings --plan {found.plan.name}"
            + (f" --as-of {found.as_of}" if found.as_of else ""),
        ),
    ]
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 20, 96
    for row, (head, text) in enumerate(facts, 1):
        put(page, row, 1, head).font = Font(bold=True)
        put(page, row, 2, wording.plain(text))
        for column in (1, 2):
            page.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
    _printing(page, found, lang)


# --- bytes ----------------------------------------------------------------------------------


def _same_bytes(book, alts: Sequence[str]) -> bytes:
    """The workbook without the hour at which it was saved, and with words for its charts."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as held, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in held.namelist():
            content = held.read(name)
            if name == "docProps/core.xml":
                stamp = f"{STAMP:%Y-%m-%dT%H:%M:%SZ}".encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            if name.startswith("xl/drawings/drawing"):
                content = _described(content.decode("utf-8"), alts).encode()
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, content)
    return fixed.getvalue()


def _described(drawing: str, alts: Sequence[str]) -> str:
    """Charts and pictures with their alternative text, which openpyxl has no place for."""

    def told(found: re.Match) -> str:
        words = quoteattr(clean(alts[int(found[2]) - 1]))
        return f'<{found[1]}cNvPr id="{found[2]}" name="{found[3]} {found[2]}" descr={words} />'

    pattern = r'<(\w*:?)cNvPr id="(\d+)" name="(Chart|Image) \d+"(?: descr="[^"]*")? ?/>'
    return re.sub(pattern, told, drawing)
