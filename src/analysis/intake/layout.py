"""Find the table in a sheet: which row is the header, which column is what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from .cells import UNITS, CellError, plain, year
from .files import Cell, Sheet
from .findings import Finding

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "indicator": (
        *("指标", "指标名称", "指标代码", "指标编码", "名称", "项目", "indicator", "indicator_id"),
        *("indicator name", "name"),
    ),
    "region": (
        "地区",
        "区域",
        "省份",
        "地市",
        "行政区划",
        "行政区划代码",
        "地区代码",
        "region",
        "area",
    ),
    "year": ("年份", "年度", "年", "数据年份", "时间", "year"),
    "value": ("数值", "数据", "值", "指标值", "数", "value"),
    "unit": ("单位", "计量单位", "unit"),
    "qualifier": ("精度", "限定", "确切程度", "qualifier", "exactness"),
    "source": ("来源", "数据来源", "资料来源", "出处", "来源编号", "文件", "source", "source_id"),
    "published": (
        *("发布日期", "公布日期", "发布时间", "公布时间", "published", "date published"),
        *("publication date", "date"),
    ),
    "quote": ("原文", "原句", "引文", "摘录", "quote"),
    "note": ("备注", "附注", "说明", "note", "notes", "remark"),
    "supersedes": ("更正编号", "更正", "supersedes"),
    "reference_date": ("参考日期", "时点", "reference_date", "reference date"),
    "published_estimated": ("发布日期为推定", "published_estimated"),
    "observation_id": ("观测编号", "observation_id"),
    "recorded_at": ("登记日期", "recorded_at"),
}
SOURCE_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "source_id": ("来源编号", "编号", "source_id", "id"),
    "title": ("标题", "题名", "文件名称", "文件名", "title"),
    "publisher": ("发布单位", "发布机构", "发布者", "publisher"),
    "published": ("发布日期", "公布日期", "published", "publication date"),
    "url": ("网址", "链接", "url", "address"),
    "published_precision": ("日期精度", "published_precision"),
    "grade": ("等级", "grade"),
    "note": ("备注", "附注", "note"),
}
DATA = "数据 Data"  # the sheet of our template
INSTRUCTIONS, LISTS = "说明 Read me", "_lists"  # our own sheets, which hold no figures
PREPARED = 5  # column of LISTS: the rows that we prepared, see `prepared_row`
IGNORED = ("上次年份", "上次数值", "last year", "last value", "序号", "no.", "hint")
NOTE = re.compile(
    r"(注|备注|附注|说明|资料来源|数据来源|来源|note|notes|source)\s*\d*\s*[:：.．]", re.I
)
UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s,，;；)）]+)")
WITHIN = 15  # filled rows in which a header is looked for
ONCE = ("value", "year", "unit", "published", "qualifier")  # two such columns cannot both be meant
# What stands below a year or an indicator in a second row of headings.
VALUE_WORDS = re.compile(
    r"(数值|绝对[量数值]|总量|总额|数量|实际值|完成值?|本年|年末数?|value|level|amount|total)?",
    re.I,
)
OTHER_WORDS = re.compile(
    r".*(增速|增长|增幅|同比|环比|比上年|占比|比重|排名|位次|growth|change|rank|share).*", re.I
)


@dataclass(frozen=True)
class Entry:
    """One figure as entered: the cell of each field that is there.

    `prepared` is whether it stands in a row of our template whose unit we wrote, not its sender.
    """

    cells: Mapping[str, Cell]
    default_unit: str = ""
    prepared: bool = False

    @property
    def value(self) -> Cell:
        return self.cells["value"]


@dataclass
class Layout:
    """What was found in a file."""

    entries: list[Entry] = field(default_factory=list)
    sources: list[Mapping[str, Cell]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unfilled: int = 0


@dataclass(frozen=True)
class Header:
    """Which column is which field, year or indicator."""

    at: int
    fields: Mapping[str, int]
    units: Mapping[int, str]
    years: Mapping[int, Cell]
    indicators: Mapping[int, Cell]
    shape: str
    unread: Mapping[int, Cell] = field(default_factory=dict)
    twice: tuple[Cell, ...] = ()


def find_tables(sheets: Iterable[Sheet], is_indicator: Callable[[str], bool]) -> Layout:
    """Take every figure and every new source out of the sheets of a file.

    A sheet is long (a row a figure), wide by year, or wide by indicator. Hidden sheets are left
    out and said so; hidden rows and columns are read and said so.
    """
    layout, sheets = Layout(), list(sheets)
    prepared = _prepared(sheets)
    for sheet in sheets:
        if not sheet.rows or sheet.name in (INSTRUCTIONS, LISTS):
            continue
        if sheet.hidden:
            layout.findings.append(
                _notice(
                    "hidden-sheet", "隐藏的工作表，没有读取", "a hidden sheet, not read", sheet.name
                )
            )
            continue
        _say_hidden(sheet, layout)
        sources = _header(sheet, SOURCE_SYNONYMS, is_indicator)
        header = _header(sheet, SYNONYMS, is_indicator)
        if header is not None:
            _read(sheet, header, layout, is_indicator, prepared if sheet.name == DATA else set())
        elif sources is not None and {"title", "publisher"} <= set(sources.fields):
            _read_sources(sheet, sources, layout)
        elif _has_numbers(sheet):
            layout.findings.append(_no_header(sheet))
    if not layout.entries and not any(f.level == "error" for f in layout.findings):
        layout.findings.append(
            Finding("error", "nothing", "没有找到要添加的数", "there is no figure to add")
        )
    return layout


def prepared_row(*cells: object) -> str:
    """How a template remembers a row that it prepared: by its indicator, region, year and unit."""
    return "|".join(map(plain, cells))


def _prepared(sheets: Iterable[Sheet]) -> set[str]:
    """The rows that our template prepared; none in other people's workbooks."""
    lists = (row for sheet in sheets if sheet.name == LISTS for row in sheet.rows)
    return {plain(row[PREPARED - 1].value) for row in lists if len(row) >= PREPARED} - {""}


def _say_hidden(sheet: Sheet, layout: Layout) -> None:
    if sheet.hidden_rows:
        layout.findings.append(
            _notice(
                "hidden-rows",
                f"有{sheet.hidden_rows}行是隐藏的，已一并读取",
                f"hidden rows were read as well: {sheet.hidden_rows}",
                sheet.name,
            )
        )
    if sheet.hidden_columns:
        layout.findings.append(
            _notice(
                "hidden-columns",
                f"有{sheet.hidden_columns}列是隐藏的，已一并读取",
                f"hidden columns were read as well: {sheet.hidden_columns}",
                sheet.name,
            )
        )


def _no_header(sheet: Sheet) -> Finding:
    return Finding(
        "error",
        "no-header",
        "看不出哪一行是表头；需要“指标、年份、数值”三列，或指标一列加各年份；不需要的工作表请删除",
        "no header row found; it needs columns indicator, year and value, or indicator and years; "
        "delete the sheet if it is not meant",
        sheet.name,
    )


def _notice(code: str, zh: str, en: str, sheet: str, cell: Cell | None = None) -> Finding:
    place, value = (cell.place, plain(cell.value)[:60]) if cell else ("", "")
    return Finding("notice", code, zh, en, sheet, place, value)


def _header(
    sheet: Sheet, synonyms: Mapping[str, tuple[str, ...]], is_indicator: Callable[[str], bool]
) -> Header | None:
    for at, row in enumerate(sheet.rows[:WITHIN]):
        found = _columns(at, row, {}, synonyms, is_indicator)
        if synonyms is SOURCE_SYNONYMS:
            if {"title", "publisher"} <= set(found.fields):
                return found
            continue
        below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else []
        if _heads(row, below, found):
            found = _columns(at + 1, *_joined(row, below, found), synonyms, is_indicator)
        if found.shape:
            return found
    return None


def _heads(row: list[Cell], below: list[Cell], found: Header) -> bool:
    """Whether the row below goes on with the headings: words and units where figures would be."""
    across = {**found.years, **found.indicators}
    if "value" in found.fields:
        across[found.fields["value"]] = row[found.fields["value"]]
    texts = [plain(below[i].value) for i in across if i < len(below) and not below[i].merged]
    said = [t for t in texts if t]
    return bool(said) and all(
        VALUE_WORDS.fullmatch(_title(t)[0]) or OTHER_WORDS.fullmatch(t) or _title(t)[0] in UNITS
        for t in said
    )


def _joined(row: list[Cell], below: list[Cell], found: Header) -> tuple[list[Cell], dict[int, str]]:
    """Two rows of headings as one, with the units that stand in the second."""
    heads, units = [], {}
    across = {**found.years, **found.indicators}
    value = found.fields.get("value")
    for index, low in enumerate(below):
        top = row[index] if index < len(row) else replace(low, value=None)
        title, unit = _title(plain(low.value))
        if title in UNITS and (index in across or index == value):
            title, unit = "", title
        if unit:
            units[index] = unit
        if index in across and OTHER_WORDS.fullmatch(title):
            heads.append(replace(low, value=f"{plain(top.value)} {title}"))
        elif index in across or index == value:
            heads.append(top)
        else:
            heads.append(top if low.value is None else low)
    return heads, units


def _columns(
    at: int,
    row: list[Cell],
    below: Mapping[int, str],
    synonyms: Mapping[str, tuple[str, ...]],
    is_indicator: Callable[[str], bool],
) -> Header:
    """What each heading of a row names; `below` are units of a second row of headings."""
    fields: dict[str, int] = {}
    units: dict[int, str] = dict(below)
    years: dict[int, Cell] = {}
    indicators: dict[int, Cell] = {}
    unread: dict[int, Cell] = {}
    twice: list[Cell] = []
    for index, cell in enumerate(row):
        title, unit = _title(plain(cell.value))
        name = _field(title, synonyms)
        whole = not isinstance(cell.value, str)  # a number or an Excel date
        if name and name not in fields:
            fields[name] = index
        elif name in ONCE and not cell.merged:
            twice.append(cell)
        elif cell.value is not None and not name and _is_year(cell.value if whole else title):
            held = cell if whole else replace(cell, value=title)
            if year(held.value) in [year(c.value) for c in years.values()]:
                twice.append(cell)
            years[index] = held
        elif not name and is_indicator(title):
            indicators[index] = cell
        elif name != "ignored":
            unread[index] = cell
        if unit:
            units[index] = unit
    shape = _shape(fields, years, indicators)
    return Header(at, fields, units, years, indicators, shape, unread, tuple(twice))


def _title(text: str) -> tuple[str, str]:
    """A heading without its unit in brackets, and that unit."""
    found = re.fullmatch(r"(.*?)\s*\((?:单位[:：]?)?\s*([^()]{1,8})\)", text)
    return (found.group(1).strip(), found.group(2).strip()) if found else (text, "")


def _field(title: str, synonyms: Mapping[str, tuple[str, ...]]) -> str:
    """The field a heading names: as it stands, or in one of its two languages (数值 Value)."""
    whole = title.casefold().strip("*: ")
    chinese = "".join(re.findall(r"[\u4e00-\u9fff]+", whole))
    other = re.sub(r"[\u4e00-\u9fff/|·]+", " ", whole).strip()
    both = chinese and re.search(r"[a-z]", other)
    tries = [whole, *((chinese, other) if both else ())]
    if any(t in IGNORED for t in tries):
        return "ignored"
    for attempt in tries:
        for name, words in synonyms.items():
            if attempt in words:
                return name
    return ""


def _is_year(value: object) -> bool:
    try:
        year(value)
    except CellError:
        return False
    return True


def _shape(fields: Mapping, years: Mapping, indicators: Mapping) -> str:
    if {"indicator", "year", "value"} <= set(fields):
        return "long"
    if "indicator" in fields and years and "value" not in fields:
        return "years"
    if "year" in fields and indicators and "value" not in fields and "indicator" not in fields:
        return "indicators"
    return ""


def _has_numbers(sheet: Sheet) -> bool:
    """Whether a sheet looks like it holds figures, so that silence would lose them."""
    numbers = sum(
        isinstance(c.value, int | float) and not isinstance(c.value, bool)
        for row in sheet.rows
        for c in row
    )
    texts = sum(
        bool(re.fullmatch(r"[约超]?[\d,.]+\S{0,3}", plain(c.value)))
        for row in sheet.rows
        for c in row
        if isinstance(c.value, str)
    )
    return numbers + texts > 0


def _read(
    sheet: Sheet,
    header: Header,
    layout: Layout,
    is_indicator: Callable[[str], bool],
    prepared: set[str],
) -> None:
    unit_line = _unit_above(sheet, header)
    if unit_line:
        layout.findings.append(
            _notice(
                "unit-line",
                f"表头上方写着单位：{unit_line}，已采用",
                f"the line above the header gives the unit: {unit_line}",
                sheet.name,
            )
        )
    body = sheet.rows[header.at + 1 :]
    _say_unread(sheet, header, body, layout)
    if header.twice:
        return
    for row in body:
        if _is_text_alone(row, is_indicator):
            layout.findings.append(
                _notice(
                    "note-row",
                    "附注或小标题，没有读取",
                    "a note or a section title, not read",
                    sheet.name,
                    next(c for c in row if c.value is not None),
                )
            )
            continue
        if [plain(c.value) for c in row] == [plain(c.value) for c in sheet.rows[header.at]]:
            continue
        for entry in _entries(row, header, unit_line):
            if entry.value.value is None:
                layout.unfilled += 1
            else:
                layout.entries.append(replace(entry, prepared=_identity(entry) in prepared))


def _identity(entry: Entry) -> str:
    """A row as a template would remember it."""
    held = [entry.cells.get(name) for name in ("indicator", "region", "year", "unit")]
    return prepared_row(*(cell and cell.value for cell in held))


def _unit_above(sheet: Sheet, header: Header) -> str:
    texts = (plain(c.value) for row in sheet.rows[: header.at] for c in row)
    found = [m.group(1) for m in map(UNIT_LINE.search, texts) if m]
    return found[0] if found and "unit" not in header.fields else ""


def _say_unread(sheet: Sheet, header: Header, body: list[list[Cell]], layout: Layout) -> None:
    """A column that is not understood is named, so that no figure goes missing unseen."""
    for cell in header.twice:
        layout.findings.append(
            Finding(
                "error",
                "two-columns",
                "另有一列也是这个意思，请只留一列",
                "another column means the same; keep one",
                sheet.name,
                cell.place,
                plain(cell.value)[:60],
            )
        )
    filled = [
        cell
        for index, cell in header.unread.items()
        if any(index < len(row) and row[index].value is not None for row in body)
    ]
    for cell in filled:
        layout.findings.append(
            _notice(
                "unread-column",
                "看不懂这一列的表头，该列没有读取",
                "a column with a heading that is not understood, not read",
                sheet.name,
                cell,
            )
        )


def _is_text_alone(row: list[Cell], is_indicator: Callable[[str], bool]) -> bool:
    """A row of one text: a note below the table, or the title of a section of it."""
    filled = {plain(c.value) for c in row if c.value is not None}
    if len(filled) != 1:
        return False
    text = next(iter(filled))
    return bool(NOTE.match(text)) or not (
        is_indicator(text) or re.match(r"[约超]?[\d,.]+\S{0,3}$", text) or _is_year(text)
    )


def _entries(row: list[Cell], header: Header, unit_line: str) -> Iterable[Entry]:
    """The figures of one row."""
    shared = {name: row[i] for name, i in header.fields.items() if i < len(row)}
    if not any(c.value is not None for c in row):
        return
    if header.shape == "long":
        yield Entry(shared, header.units.get(header.fields["value"], unit_line))
        return
    across = header.years if header.shape == "years" else header.indicators
    name = "year" if header.shape == "years" else "indicator"
    for index, heading in across.items():
        if index < len(row):
            yield Entry(
                shared | {name: heading, "value": row[index]}, header.units.get(index, unit_line)
            )


def _read_sources(sheet: Sheet, header: Header, layout: Layout) -> None:
    for row in sheet.rows[header.at + 1 :]:
        found = {name: row[i] for name, i in header.fields.items() if i < len(row)}
        if any(c.value is not None for c in found.values()):
            layout.sources.append(found)
