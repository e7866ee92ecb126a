"""What stands in one cell, understood or refused; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from ..records.characters import as_written, narrow
from ..records.numerals import PLAIN
from ..records.places import working_place
from ..records.units import unit_of, units_at
from .number_formats import shown_by
from .vocabulary import OWN_MONEY

MISSING = {
    "",
    "-",
    "--",
    "—",
    "——",
    "－",
    "…",
    "……",
    "..",
    "...",
    "/",
    "n/a",
    "na",
    "nan",
    "无",
    "暂无",
    "缺",
}

SCALES = {"万": 1e4, "亿": 1e8}

PREFIXES = {
    "exact": ("达到", "达", "为", "共计", "共有", "共"),
    "about": ("大约", "约为", "约", "近", "将近", "接近", "about", "approx.", "ca.", "~", "≈"),
    "at_most": ("不超过", "不多于", "不高于", "至多", "at most", "<=", "≤"),
    "less_than": ("不足", "不到", "低于", "少于", "less than", "under", "below", "<", "＜"),
    "at_least": (
        *("超过", "突破", "已超", "超", "逾", "不少于", "不低于", "至少", "达到或超过"),
        *("more than", "over", "at least", ">=", "≥", ">", "＞"),
    ),
}
BEGINS = sorted(
    ((word, said) for said, words in PREFIXES.items() for word in words),
    key=lambda begin: len(begin[0]),
    reverse=True,
)
SUFFIXES = {
    "about": ("左右", "上下"),
    "at_most": ("以内", "以下"),
    "at_least": ("以上", "余", "多", "+"),
    "provisional": ("(初步)", "(初步统计)", "(预计)", "(快报)", "(p)", "(provisional)"),
}
QUALIFIER_WORDS = {
    "exact": ("exact", "准确", "精确", "确数", "实际", "final", "actual"),
    "at_least": (
        *(
            "at_least",
            "at least",
            "or more",
            "以上",
            "至少",
            "不少于",
            "不低于",
            "不小于",
            "余",
            "多",
        ),
        *("超过", "突破", "逾", "超", "broke through", "breaking through", "over", "exceeding"),
    ),
    "more_than": ("more_than", "more than", "高于", "大于"),
    "at_most": ("at_most", "at most", "or less", "不超过", "以下", "以内", "至多", "不高于"),
    "less_than": ("less_than", "less than", "under", "below", "不足", "不到", "低于", "小于"),
    "about": ("about", "around", "约", "约数", "大约", "左右", "近", "接近", "nearly", "almost"),
    "provisional": (
        *("provisional", "preliminary", "estimate", "estimated", "flash", "初步", "初步数"),
        *("初步统计", "初步核算", "快报", "快报数", "预计", "预计数", "估计", "估算"),
    ),
}
# What statistical offices' codes of units are here.
UNIT_CODES = {
    **dict.fromkeys(("pc", "pc_gdp", "pt", "percent", "per cent", "percentage", "pct"), "%"),
    **dict.fromkeys(("pt_b1gq", "percentage of gdp", "percent of gdp", "% of gdp"), "%"),
    **dict.fromkeys(("nr", "number", "no"), ""),
}
# Thousands; nobody writes 0,435 or 045 000 for a thousand.
GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[+-]?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?", re.ASCII
)
COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)  # which may be thousands, or decimals
BEHIND = re.compile(r"(.*[^\s,、/_])\s*[ ,、/_]\s*([^\s,、_()]{1,8})")  # a unit without brackets
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a workbook keeps a character XML has no room for
ACCOUNTING = re.compile(r"\(\s*[\d,. ]+\)")
# A word that says what is counted is another thing than the indicator itself.
OTHER = re.compile(
    r"增长|增速|增幅|下降|减少|同比|环比|比上年|较上年|占|比重|位次|排名|第.*位|人均|growth|rank",
    re.I,
)


class CellError(ValueError):
    """A cell that cannot be understood: the rule in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{en} | {zh}")
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Quantity:
    """A number with what was said of it.

    Attributes
    ----------
    value : float or None
        None where the cell says that there is none.
    unit : str
        As written in the cell, "" where none is.
    qualifier : str
        As written in the cell, "" where nothing is.
    """

    value: float | None
    unit: str = ""
    qualifier: str = ""


def units() -> tuple[str, ...]:
    """Every unit that a cell or a heading may name, the longest first; 万件 beside 件."""
    return _units_at(working_place())


@cache
def _units_at(place: Path) -> tuple[str, ...]:
    named = units_at(place)
    counted = (u for u in named if not u.isascii() and u[0] not in SCALES and "/" not in u)
    known = {*named, *(s + u for u in counted for s in SCALES)}
    return tuple(sorted(sorted(known), key=len, reverse=True))


def plain(value: object) -> str:
    """A cell's text with full-width characters, odd spaces and line breaks made plain."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return _plain(str(value))


@lru_cache(maxsize=50_000)  # the same names stand in thousands of rows
def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", narrow(decoded(text)))


def decoded(text: str) -> str:
    """Text in which what a workbook keeps as _x000D_ is the character that it stands for.

    >>> decoded("一行_x000D_二行_x005F_x000D_")
    '一行\\r二行_x000D_'
    """
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def verbatim(value: object) -> str:
    """A cell's text as it was written (a quote, a title), in one line."""
    if not isinstance(value, str):
        return plain(value)
    return re.sub(r"\s*[\r\n\t]+\s*", " ", as_written(decoded(value))).strip()


def quantity(value: object, *, number_format: str = "", comma: bool = False) -> Quantity:
    """Read a value cell: a number, or text such as 约3916家, 超过5600, 561.86亿元, 12%.

    Parameters
    ----------
    number_format : str
        Of a number cell.
    comma : bool
        Whether the file divides its columns otherwise, so that a comma may be a decimal one.

    Raises
    ------
    CellError
        A formula, a truth value, a date, a range, a note in the cell, or anything else that is
        not one number with at most a unit and a word of exactness.
    """
    if isinstance(value, bool):
        raise CellError("是逻辑值，不是数字", "is a truth value, not a number")
    if isinstance(value, dt.date | dt.datetime | dt.time):
        raise CellError(
            "Excel 把它当成了日期，请改成数字格式后重填",
            "Excel took it for a date; retype it as a number",
        )
    if isinstance(value, int | float):
        if value != value or value in (float("inf"), float("-inf")):
            return Quantity(None)
        return _formatted(float(value), number_format)
    text = plain(value)
    if text.casefold() in MISSING:
        return Quantity(None)
    if text.startswith("#"):
        raise CellError("是 Excel 的错误值", "is an Excel error value")
    return _worded(text, comma)


def _formatted(value: float, number_format: str) -> Quantity:
    """A number cell as its format shows it: 1.25%, or with a unit in quotes (0.0"亿元")."""
    shown = shown_by(number_format, value)
    if shown.scaled:
        raise CellError(
            "数字格式把显示缩小了（如以万显示），看到的不是存的数；请改成常规格式",
            "the number format shows it scaled down, so what is seen is not what is stored; set "
            "the format to General",
        )
    if shown.nothing:
        raise CellError(
            "数字格式使该格什么也不显示（如 ;;;），看不到的数不登记；请改成常规格式，不要就删掉",
            "its number format (;;; and such) shows nothing; set it to General, or take it out",
        )
    if shown.percent:
        return Quantity(round(value * 100.0, 12), "%")
    if not shown.said:
        return Quantity(value)
    if shown.said in units() or shown.said in SCALES:
        return Quantity(value, shown.said)
    rest, said = _strip_words(plain(shown.said))
    if not said and rest.strip("()") in QUALIFIER_WORDS["provisional"]:
        rest, said = "", "provisional"
    if rest:
        raise CellError(
            f"数字格式里写着“{shown.said}”，不知道是什么意思；请改成常规格式，并把话写在备注列",
            f"its number format says '{shown.said}', which is not understood; set the format to "
            "General and write it in the note column",
        )
    return Quantity(value, "", said)


def _worded(text: str, comma: bool) -> Quantity:
    rest, qualifier = _strip_words(text)
    rest, unit = _strip_unit(rest)
    if not qualifier:
        rest, qualifier = _strip_words(rest)
    return Quantity(_number(rest, text, comma), unit, qualifier)


def _strip_words(text: str) -> tuple[str, str]:
    for word, said in BEGINS:
        if text.casefold().startswith(word):
            return text[len(word) :].lstrip(": "), said
    for qualifier, words in SUFFIXES.items():
        for word in words:
            if text.casefold().endswith(word):
                return text[: -len(word)].strip(), qualifier
    return text, ""


def _strip_unit(text: str) -> tuple[str, str]:
    for unit in units():
        if text.endswith(unit) and text != unit:
            return text[: -len(unit)].strip(), unit
    for scale in SCALES:
        if text.endswith(scale):
            return text[:-1].strip(), scale
    return text, ""


def _number(text: str, whole: str, comma: bool) -> float:
    if re.fullmatch(PLAIN, text):
        return float(text)
    decimal, thousands = text.replace(",", "."), text.replace(",", "")
    if COMMA.fullmatch(text) and (comma or not GROUPED.fullmatch(text)):
        raise CellError(
            f"逗号是小数点还是千分位？请写成 {decimal} 或 {thousands}",
            f"is the comma a decimal one? write {decimal} or {thousands}",
        )
    if GROUPED.fullmatch(text):
        return float(text.replace(",", "").replace(" ", ""))
    if ACCOUNTING.fullmatch(text):
        raise CellError(
            "括号在会计表里表示负数；请写成带负号或不带括号的数",
            "stands in brackets, which mean below zero in accounting; write it with a minus, or "
            "without the brackets",
        )
    if found := OTHER.search(whole):
        raise CellError(
            f"“{found[0]}”说的是另一个数（增速、占比、位次等），不是该指标的数；请写指标本身的数",
            f"says '{found[0]}': a change, share or rank is not the indicator's own figure; write "
            "that",
        )
    if re.search(r"\d\s*(?:-|~|–|—|至|到)\s*\d", whole):
        raise CellError(
            "是一个范围，不是一个数；请写一个数，范围写在备注列",
            "is a range, not one number; write one number, and the range in the note column",
        )
    if re.search(r"\d.*?[(\[【].*[)\]】]|[*#①-⑳⑴-⒇¹²³⁰⁴-⁹†‡]", whole):
        raise CellError(
            "数字旁有附注，请把附注移到备注列", "has a note; move it to the note column"
        )
    raise CellError("不是数字；只写数字，单位写在单位列", "is not a number; write the number alone")


def convert(found: Quantity, unit_cell: str, expected: str) -> tuple[float, str]:
    """The value in the unit the indicator is kept in, and how it was converted ("" if it was not).

    Parameters
    ----------
    unit_cell : str
        The unit column's text, "" where there is none.
    expected : str
        The indicator's unit.

    Raises
    ------
    CellError
        The units of cell and column differ, or cannot be turned into the expected one.
    """
    stated = own_money(plain(unit_cell))
    unit = own_money(found.unit)
    found = replace(found, unit=unit)
    unit = found.unit or stated or expected
    if found.unit in SCALES:
        unit = _scaled(found.unit, stated or expected)
    if found.unit and stated and unit != stated and _bare(unit) != stated:
        raise CellError(
            f"单元格写的是{found.unit}，单位列写的是{stated}，请统一",
            f"the cell says {found.unit}, the unit column {stated}; make them agree",
        )
    factor = _factor(unit, expected)
    if factor is None:
        raise CellError(
            f"单位是{unit}，该指标用{expected}，无法换算",
            f"is in {unit}; the indicator is in {expected}",
        )
    if factor == 1.0:
        return found.value, ""
    return float(f"{found.value * factor:.12g}"), f"{found.value:.12g} {unit}"


def own_money(unit: str) -> str:
    """人民币亿元, 亿元人民币, 亿元(人民币) and 亿元(RMB) as 亿元.

    >>> own_money("万元（人民币）"), own_money("亿美元")
    ('万元', '亿美元')
    """
    bare = OWN_MONEY.sub("", unit)
    return bare if bare.endswith("元") else unit


def unit_in(name: str) -> str:
    """The unit that stands behind a name, in brackets or without; "" where none does."""
    found = re.search(r"[(\[](?:单位[:：]?)?\s*([^()\[\]]{1,12})[)\]]$", name)
    return found[1] if found and found[1] in units() else unit_behind(name)[1]


def unit_behind(name: str) -> tuple[str, str]:
    """A name and the unit behind it without brackets: R&D经费，万元; R&D经费/万元; R&D经费 万元.

    A unit of two parts (万元/人) is no unit behind a name that ends in another.
    """
    found = BEHIND.fullmatch(name)
    if found is None or found[2] not in units() or found[2] == "年":
        return name, ""
    if len(found[1]) < 2 or found[1][-1].isdigit() or found[1].endswith(units()):
        return name, ""  # 位 次 is a word spaced out
    return found[1], found[2]


def _bare(unit: str) -> str:
    return unit[1:] if unit[:1] in SCALES and len(unit) > 1 else unit


def _scaled(scale: str, unit: str) -> str:
    """亿 beside 亿元 or 元 is 亿元: a scale is said once."""
    return scale + _bare(unit)


def _factor(unit: str, expected: str) -> float | None:
    if unit == expected:
        return 1.0
    theirs, ours = unit_of(unit), unit_of(expected)
    if theirs.family and theirs.family == ours.family:
        return theirs.factor / ours.factor
    larger, smaller = _unscaled(unit), _unscaled(expected)
    if larger[1] != smaller[1]:
        return None
    return larger[0] / smaller[0]


def _unscaled(unit: str) -> tuple[float, str]:
    """万件 as ten thousand of 件."""
    return (SCALES[unit[0]], unit[1:]) if _bare(unit) != unit else (1.0, unit)


def qualifier(value: object) -> str:
    """Read a qualifier cell; "" where it is empty."""
    text = plain(value).casefold()
    if not text:
        return ""
    chinese = "".join(re.findall(r"[\u4e00-\u9fff]+", text))
    other = re.sub(r"[\u4e00-\u9fff/|]+", " ", text).strip()
    told = {w for w in (text, chinese, other) if w}
    said = {code for code, words in QUALIFIER_WORDS.items() if told & {*words}}
    if len(said) == 1:
        return said.pop()
    raise CellError(
        "只能是 准确、约、以上、初步 之一", "must be one of exact, about, at_least, provisional"
    )


def folded(text: str) -> str:
    """A name as names are compared: without spaces, brackets and quotation marks, case folded."""
    return re.sub(r"[\s_·,，()（）\"“”]+", "", plain(text)).casefold()
