"""What columns are called, in either language, in our own tables and in other offices'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from .cells import unit_behind
from .names import squeezed

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "indicator": (
        *("指标", "指标名称", "指标代码", "指标编码", "名称", "项目", "indicator", "indicator_id"),
        *(
            "indicator name",
            "name",
            "indicator.label",
            "series",
            "series name",
            "series description",
        ),
        *("seriesdescription", "subject", "measure", "na_item", "item"),
    ),
    "region": (
        *(
            "地区",
            "区域",
            "省份",
            "地市",
            "行政区划",
            "行政区划代码",
            "地区代码",
            "城市",
            "市",
            "市州",
        ),
        *("地级市", "设区市", "省市", "省(区、市)", "地区名称", "省", "region", "area", "country"),
        *("country name", "countries", "ref_area", "ref_area.label", "reference area", "geo"),
        *("geography", "geoareaname", "geographic area", "location", "city", "province", "economy"),
    ),
    "year": (
        *(
            "年份",
            "年度",
            "年",
            "数据年份",
            "时间",
            "时期",
            "year",
            "time",
            "time_period",
            "timeperiod",
        ),
        *("period", "date of data", "time period"),
    ),
    "value": (
        *(
            "数值",
            "数据",
            "值",
            "指标值",
            "数",
            "value",
            "obs_value",
            "observation value",
            "obs value",
        ),
        *(
            "数量",
            "总量",
            "总数",
            "个数",
            "家数",
            "件数",
            "金额",
            "数额",
            "绝对数",
            "绝对值",
            "绝对量",
        ),
    ),
    "unit": (
        *(
            "单位",
            "计量单位",
            "unit",
            "units",
            "unit_measure",
            "unit of measure",
            "unit of measurement",
        ),
    ),
    "qualifier": ("精度", "限定", "确切程度", "qualifier", "exactness"),
    "status": (
        *("状态", "数据状态", "数据性质", "性质", "数据类型", "obs_status", "observation status"),
        *("status", "flag", "flags", "obs_flag", "nature", "是否快报", "obs_status.label"),
    ),
    "source": ("来源", "数据来源", "资料来源", "出处", "来源编号", "文件", "source", "source_id"),
    "published": (
        *("发布日期", "公布日期", "发布时间", "公布时间", "published", "date published"),
        *("publication date", "date"),
    ),
    "publisher": ("发布者", "发布单位", "发布机构", "publisher"),
    "url": ("网址", "链接", "url"),
    "grade": ("等级", "grade"),
    "quote": ("原文", "原句", "引文", "摘录", "quote"),
    "note": (
        "备注",
        "附注",
        "说明",
        "note",
        "notes",
        "remark",
        "comment",
        "footnotes",
        "footnote",
        "note_indicator",
    ),
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
# Columns that say nothing which another does not: numbers of rows, codes beside names.
IGNORED = (
    *("上次年份", "上次数值", "last year", "last value", "序号", "no.", "hint", "country code"),
    *("用途", "needed for"),
    *("indicator code", "dataflow", "structure", "structure_id", "structure_name", "action"),
    *("last update", "series code", "geoareacode", "goal", "target", "freq", "source.label"),
    *("time_detail", "decimals", "unit_mult.label", "time_format", "series_code", "seriescode"),
)

NAMES = frozenset(word for words in SYNONYMS.values() for word in words)
# Headings of statistical offices' exports, which hold many series of many places.
OF_OFFICES = (
    *("obs_value", "observation value", "obs value", "time_period", "timeperiod", "time period"),
    *("ref_area", "ref_area.label", "reference area", "geo", "geoareaname", "geoareacode"),
    *("dataflow", "structure", "indicator.label", "seriescode", "series code", "seriesdescription"),
    *("country code", "country name", "indicator code", "country.name", "countryiso3code"),
)

# Names beside the codes of the same thing: what is known here is known by its name.
LABELS = (
    *("reference area", "ref_area.label", "geoareaname", "country name", "measure"),
    *("seriesdescription", "series description", "series name", "indicator.label"),
)
# Columns of an office's export that are empty, or repeat another in words.
TWINS = ("time period", "observation value", "observation status", "unit of measure")


def is_of_office(titles: Iterable[str]) -> bool:
    """Whether these headings are of a statistical office's export."""
    return any(squeezed(title).casefold().strip("*: ") in OF_OFFICES for title in titles)


def _halves(whole: str) -> tuple[str, str]:
    """What a heading says in Chinese, and what in the other language."""
    chinese = "".join(re.findall(r"[\u4e00-\u9fff]+", whole))
    return chinese, re.sub(r"[\u4e00-\u9fff/|·]+", " ", whole).strip()


def is_name(title: str) -> bool:
    """Whether a heading is a field's name alone, in one or both languages, with nothing beside."""
    whole = squeezed(title).casefold().strip("*: ")
    return whole in NAMES or {*_halves(whole)} <= NAMES


@lru_cache(maxsize=10_000)
def field_of(title: str, *, of_source: bool = False) -> str:
    """The field a heading names: as it stands, or in one of its two languages (数值 Value)."""
    whole = squeezed(title).casefold().strip("*: ")
    chinese, other = _halves(whole)
    both = chinese and re.search(r"[a-z]", other)
    tries = [whole, re.sub(r"\s+", "", whole), *((chinese, other) if both else ())]
    if any(t in IGNORED for t in tries):
        return "ignored"
    for attempt in tries:
        for name, words in (SOURCE_SYNONYMS if of_source else SYNONYMS).items():
            if attempt in words:
                return name
    return ""


def title_and_unit(text: str) -> tuple[str, str]:
    """A heading without its unit, which stands in brackets or behind it, and that unit."""
    found = re.fullmatch(r"(.*?)\s*\((?:单位[:：]?)?\s*([^()]{1,8})\)", text)
    return (found.group(1).strip(), found.group(2).strip()) if found else unit_behind(text)
