"""Which row of a sheet is the header, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from .cells import CellError, plain, units, year
from .files import Cell, Sheet

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
IGNORED = (
    *("上次年份", "上次数值", "last year", "last value", "序号", "no.", "hint"),
    *("用途", "needed for", "责任单位", "responsible"),
)
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


def find_header(
    sheet: Sheet, synonyms: Mapping[str, tuple[str, ...]], is_indicator: Callable[[str], bool]
) -> Header | None:
    """The first row, or two, that name what a table needs; None where none of a sheet's do.

    Parameters
    ----------
    synonyms : mapping
        `SYNONYMS` for figures, `SOURCE_SYNONYMS` for new sources.
    is_indicator : callable
        Whether a heading is the name of an indicator.
    """
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
        VALUE_WORDS.fullmatch(_title(t)[0]) or OTHER_WORDS.fullmatch(t) or _title(t)[0] in units()
        for t in said
    )


def _joined(row: list[Cell], below: list[Cell], found: Header) -> tuple[list[Cell], dict[int, str]]:
    """Two rows of headings as one, with the units that stand in the second."""
    heads, named = [], {}
    across = {**found.years, **found.indicators}
    value = found.fields.get("value")
    for index, low in enumerate(below):
        top = row[index] if index < len(row) else replace(low, value=None)
        title, unit = _title(plain(low.value))
        if title in units() and (index in across or index == value):
            title, unit = "", title
        if unit:
            named[index] = unit
        if index in across and OTHER_WORDS.fullmatch(title):
            heads.append(replace(low, value=f"{plain(top.value)} {title}"))
        elif index in across or index == value:
            heads.append(top)
        else:
            heads.append(top if low.value is None else low)
    return heads, named


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
        elif cell.value is not None and not name and is_year(cell.value if whole else title):
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


def is_year(value: object) -> bool:
    """Whether a cell's value can be read as a year."""
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
