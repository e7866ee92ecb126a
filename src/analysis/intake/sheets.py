"""Workbooks we hand out: the template to fill in, and every observation as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ..records.errors import PlanDataError
from ..records.inert import put
from ..records.plans import Plan
from ..records.units import unit_of
from .entries import DATA, INSTRUCTIONS, LISTS, PREPARED, QUOTES, prepared_row
from .marked import save, width
from .owed import BASE, BETWEEN, DUE
from .requests import request_sheet

NEW_SOURCES = "新来源 New sources"
DATA_COLUMNS = (
    ("指标 Indicator", 34),
    ("地区 Region", 12),
    ("年份 Year", 9),
    ("上次年份 Last year", 10),
    ("上次数值 Last value", 12),
    ("数值 Value", 14),
    ("单位 Unit", 9),
    ("精度 Qualifier", 14),
    ("来源 Source", 42),
    ("发布日期 Published", 12),
    ("原文 Quote", 36),
    ("备注 Note", 20),
    ("用途 Needed for", 18),
    ("责任单位 Responsible", 24),
)
COLUMN = {title.split()[0]: number for number, (title, _) in enumerate(DATA_COLUMNS, 1)}
HINTS = ("上次年份", "上次数值", "用途", "责任单位")
NEEDED = {BASE: "基期 base", DUE: "到期 due", BETWEEN: "监测 monitoring"}
KEYS = ("指标", "地区", "年份", "单位")
SOURCE_COLUMNS = (
    ("标题 Title", 48),
    ("发布单位 Publisher", 28),
    ("发布日期 Published", 18),
    ("网址 URL", 40),
    ("等级 Grade", 12),
    ("备注 Note", 24),
)
QUOTE_COLUMNS = (
    ("原句 Quote", 80),
    ("来源 Source", 42),
    ("地区 Region", 12),
    ("年份 Year", 9),
    ("发布日期 Published", 12),
    ("登记 Take", 12),
)
QUALIFIERS = ("准确 exact", "约 about", "以上 at least", "初步 provisional")
LINE = 66  # half-width characters in a line of the instructions
SPARE = 60  # empty rows below the prepared ones
HEAD, HINT, ENTRY = "1B5E8C", "EEF1F3", "FFFBEA"
EXPORTED = {
    "indicator_id": "indicator_id",
    "region": "region",
    "year": "year",
    "reference_date": "reference_date",
    "value": "value",
    "unit": "unit",
    "qualifier": "qualifier",
    "source_id": "source_id",
    "published": "published",
    "published_estimated": "published_estimated",
    "quote": "quote",
    "supersedes": "supersedes",
    "recorded_at": "recorded_at",
    "observation_id": "observation_id",
}
HOW_TO = (
    ("怎么填", "How to fill this in"),
    (
        "1. 在“数据”表里一行填一个数：数值、来源、发布日期。灰色的列已锁定，"
        "其中两列是上次公布的数，供对照；“用途”一列先列基期，再列到期年份，最后是其余各年。没有数的行空着。"
        "表尾的空行可以填其他指标、地区和年份。",
        "1. On the sheet Data, one figure a row: value, source, date of publication. Grey columns "
        "are locked; two of them show what was last known. Base years come first, then years in "
        "which a target falls due, then the others: see the column Needed for. Leave rows without "
        "a figure empty. Empty rows at the end take other indicators, regions and years.",
    ),
    (
        "2. 数值可以写 3916，也可以写 3916家、约3916、超过5600、5618600万元；"
        "写了单位就按所写的单位，与灰色的单位不同会换算并告诉您。",
        "2. A value may be 3916, or 3916家, 约3916, 超过5600, 5618600万元: the unit that you write "
        "counts; where it is not the grey one the value is converted, and you are told.",
    ),
    (
        "3. 来源从下拉表里选；没有的，先在“新来源”表里登记标题、发布单位、发布日期，"
        "再把标题抄到“来源”列。发布日期空着就用来源的日期。",
        "3. Choose the source from the list; enter a new one on the sheet New sources and copy its "
        "title into the column Source. Without a date of publication the source's is used.",
    ),
    (
        "4. 来源等级：A 官方原文，B 转载的官方内容，C 新闻报道，D 二手汇编（不填按 D）。",
        "4. Grades: A official original, B official content carried by others, C press, D "
        "secondary (also where none is given).",
    ),
    (
        "5. 更正已登记的数：在空行里把指标、地区、年份和来源照原样写一遍，数值写正确的。"
        "添加时会请您确认；旧数留在沿革里，不会丢。",
        "5. To correct a figure, enter it again in an empty row: the same indicator, region, year "
        "and source, with the right value. You are asked to confirm; the old value stays in the "
        "history.",
    ),
    (
        "6. 保存后运行 python -m analysis add 文件名.xlsx。有疑问的格子会列出来，"
        "并在“文件名.checked.xlsx”里涂色批注；加上 --accept 才会写入。写错了可用 undo 撤销。",
        "6. Save, then run python -m analysis add FILE.xlsx. Doubtful cells are listed, and "
        "coloured and commented in FILE.checked.xlsx; they are written only with --accept. undo "
        "takes an addition back.",
    ),
    (
        "7. 也可以把公报里的原句贴到“原句”表里，写上来源，句中没有的地区、年份写在旁边；"
        "添加时列出读出的数，核对后接受。只要其中几个，就在“登记”列写编号。",
        "7. Sentences as published may be pasted on the sheet Quotes, with their source, and "
        "region and year where they do not say them; the figures read are listed to be checked and "
        "accepted. To take some only, write their numbers in the column Take.",
    ),
)


def write_template(
    path: Path,
    plan: Plan,
    rows: pd.DataFrame,
    regions: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    observations: pd.DataFrame | None = None,
    today: dt.date | None = None,
    overwrite: bool = False,
) -> Path:
    """Write the workbook an analyst fills in.

    Parameters
    ----------
    rows : DataFrame
        From `missing_rows`.
    regions, sources : DataFrame
        Columns of `schema.REGIONS` and `schema.SOURCES`.
    observations : DataFrame, optional
        Every vintage known: a sheet then says since when each figure is owed, see `requests`.
    today : date, optional
    overwrite : bool
        Replace a file of that name, which may be filled in.

    Raises
    ------
    PlanDataError
        The file is there already or cannot be written, or a region is not known.
    """
    from openpyxl import Workbook

    if unknown := sorted(set(rows["region"]) - set(regions["region"])):
        raise PlanDataError(
            f"{', '.join(unknown)}: not in regions.csv; give a code of it "
            "| 不认识的地区，请写六位行政区划代码"
        )
    book = Workbook()
    _instructions(book.active)
    page = book.create_sheet(DATA)
    lists = book.create_sheet(LISTS)
    named = plan.indicators.set_index("indicator_id")
    _head(page, DATA_COLUMNS)
    spoken = f"name_{plan.meta['languages'][0]}"
    names = regions.set_index("region")[spoken]
    for number, row in enumerate(rows.itertuples(), 2):
        known = pd.notna(row.last_year)
        filled = (
            named.loc[row.indicator_id, spoken],
            names.get(row.region, row.region),
            int(row.year),
            int(row.last_year) if known else None,
            float(row.last_value) if known else None,
            None,
            named.loc[row.indicator_id, "unit"],
            *[None] * (len(DATA_COLUMNS) - len(KEYS) - len(HINTS) - 1),
            NEEDED[row.reason],
            row.responsible or None,
        )
        for column, value in enumerate(filled, 1):
            put(page, number, column, value)
        kept = prepared_row(*(page.cell(number, COLUMN[name]).value for name in KEYS))
        put(lists, number - 1, PREPARED, kept)
    end = len(rows) + 1 + SPARE
    _formats(page, len(rows) + 1, end)
    _choices(page, lists, end, [*named[spoken]], [*names], [*sources["title"]])
    _sources_page(book)
    _quotes_page(book, len(sources))
    if observations is not None:
        request_sheet(book, plan, rows, observations, names, today=today or dt.date.today())
        _printing(book.worksheets[-1])
    _printing(page)
    book.active = book.worksheets.index(page)
    save(book, path, overwrite=overwrite)
    return path


def _instructions(page) -> None:
    from openpyxl.styles import Alignment, Font

    page.title = INSTRUCTIONS
    page.column_dimensions["A"].width = page.column_dimensions["B"].width = LINE
    for row, pair in enumerate(HOW_TO, 1):
        for column, text in enumerate(pair, 1):
            cell = put(page, row, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row == 1, size=14 if row == 1 else 11)
        # Not every program fits a row to wrapped text when it opens a file.
        page.row_dimensions[row].height = 8 + 16 * max(1 + width(t) // (LINE - 6) for t in pair)
    _printing(page)
    page.print_title_rows = None


def _head(page, columns: Iterable[tuple[str, int]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, (title, wide) in enumerate(columns, 1):
        cell = put(page, 1, number, title)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.column_dimensions[get_column_letter(number)].width = wide
    page.row_dimensions[1].height = 32  # of two lines
    page.freeze_panes = "F2" if page.title == DATA else "A2"


def _formats(page, prepared: int, end: int) -> None:
    """Entry cells open, identifiers of prepared rows and hints locked."""
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.utils import get_column_letter

    entry, hint = PatternFill("solid", fgColor=ENTRY), PatternFill("solid", fgColor=HINT)
    hints, keys = ({COLUMN[name] for name in names} for names in (HINTS, KEYS))
    for row in range(2, end + 1):
        for column in range(1, len(DATA_COLUMNS) + 1):
            cell = page.cell(row, column)
            locked = column in hints or (row <= prepared and column in keys)
            cell.protection = Protection(locked=locked)
            cell.fill = hint if locked else entry
        unit = page.cell(row, COLUMN["单位"]).value
        page.cell(row, COLUMN["上次数值"]).number_format = _number_format(unit)
        # In a General cell 1.2% is kept, and shown, as it was typed.
        entered = "General" if unit == "%" else _number_format(unit)
        page.cell(row, COLUMN["数值"]).number_format = entered
        page.cell(row, COLUMN["发布日期"]).number_format = "yyyy-mm-dd"
    page.auto_filter.ref = f"A1:{get_column_letter(len(DATA_COLUMNS))}{end}"
    protection = page.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.autoFilter = protection.sort = protection.insertRows = False


def _number_format(unit: str | None) -> str:
    """Decimals for what has them; as typed where the unit is not known yet."""
    if unit is None:
        return "General"
    return "#,##0.00##" if unit_of(unit).decimals or unit_of(unit).money else "#,##0"


def _choices(page, lists, end: int, indicators: list, regions: list, sources: list) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    targets = {"指标": indicators, "地区": regions, "精度": list(QUALIFIERS), "来源": sources}
    for number, (name, values) in enumerate(targets.items(), 1):
        for row, value in enumerate(values, 1):
            put(lists, row, number, value)
        letter = get_column_letter(number)
        area = f"'{LISTS}'!${letter}$1:${letter}${max(len(values), 1)}"
        choice = DataValidation(type="list", formula1=area, allow_blank=True)
        choice.showErrorMessage = name not in (
            "指标",
            "来源",
        )  # a new name is allowed, and asked about
        page.add_data_validation(choice)
        chosen = get_column_letter(COLUMN[name])
        choice.add(f"{chosen}2:{chosen}{end}")
    years = DataValidation(type="whole", operator="between", formula1="1900", formula2="2100")
    years.allow_blank = True
    page.add_data_validation(years)
    years.add(f"C2:C{end}")
    lists.sheet_state = "hidden"


def _sources_page(book) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    page = book.create_sheet(NEW_SOURCES)
    _head(page, SOURCE_COLUMNS)
    grades = DataValidation(type="list", formula1='"A,B,C,D"', allow_blank=True)
    page.add_data_validation(grades)
    grades.add(f"E2:E{SPARE}")
    for row in range(2, SPARE + 1):
        page.cell(row, 3).number_format = "yyyy-mm-dd"


def _quotes_page(book, count: int) -> None:
    """The sheet for sentences, with the list of sources that the data sheet has."""
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.datavalidation import DataValidation

    page = book.create_sheet(QUOTES)
    _head(page, QUOTE_COLUMNS)
    chosen = DataValidation(
        type="list", formula1=f"'{LISTS}'!$D$1:$D${max(count, 1)}", allow_blank=True
    )
    chosen.showErrorMessage = False
    page.add_data_validation(chosen)
    chosen.add(f"B2:B{SPARE}")
    for row in range(2, SPARE + 1):
        page.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.cell(row, 5).number_format = "yyyy-mm-dd"


def _printing(page) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"


def write_export(
    path: Path, observations: pd.DataFrame, sources: pd.DataFrame, *, overwrite: bool = False
) -> Path:
    """Write every observation and source as a workbook that `add` reads back unchanged.

    Text that starts with = + - or @ is written as text and never becomes a formula.

    Raises
    ------
    PlanDataError
        The file is there already, or cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = DATA
    _table(page, observations[list(EXPORTED)].rename(columns=EXPORTED))
    _table(book.create_sheet("来源 Sources"), sources)
    save(book, path, overwrite=overwrite)
    return path


def _table(page, frame: pd.DataFrame) -> None:
    _head(page, [(name, 18) for name in frame.columns])
    for number, row in enumerate(frame.itertuples(index=False), 2):
        for column, value in enumerate(row, 1):
            put(page, number, column, _plain(value))
    page.auto_filter.ref = page.dimensions


def _plain(value: object) -> object:
    """A value as a workbook keeps it exactly: dates as ISO text, nothing for nothing."""
    if value is None or value is pd.NA or value is pd.NaT or value != value or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "item"):
        return _plain(value.item())
    return value
