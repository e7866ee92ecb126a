"""What stands in one cell, understood or refused; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..records.characters import narrow
from ..records.dates import EARLIEST, LATEST, YEAR, last_day
from ..records.numerals import PLAIN
from ..records.places import working_place
from ..records.units import unit_of, units_at

MISSING = {"", "-", "--", "—", "——", "－", "…", "……", "/", "n/a", "na", "nan", "无", "暂无", "缺"}

SCALES = {"万": 1e4, "亿": 1e8}

PREFIXES = {
    "exact": ("达到", "达", "为", "共计", "共有", "共"),
    "about": ("大约", "约为", "约", "近", "将近", "接近", "about", "approx.", "ca.", "~", "≈"),
    "at_least": (
        *("超过", "突破", "已超", "超", "逾", "不少于", "不低于", "至少", "达到或超过"),
        *("more than", "over", "at least", ">=", "≥", ">", "＞"),
    ),
}
SUFFIXES = {
    "about": ("左右", "上下"),
    "at_least": ("以上", "余", "多", "+"),
    "provisional": ("(初步)", "(初步统计)", "(预计)", "(快报)", "(p)", "(provisional)"),
}
QUALIFIER_WORDS = {
    "exact": ("exact", "准确", "精确", "确数", "准确 exact"),
    "at_least": ("at_least", "at least", "以上", "至少", "不少于", "超过", "以上 at least"),
    "about": ("about", "约", "约数", "大约", "约 about"),
    "provisional": ("provisional", "初步", "初步数", "快报", "预计", "初步 provisional"),
}
GROUPED = re.compile(
    r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?", re.ASCII
)
QUOTED = re.compile(r'"([^"]*)"|\\(.)')


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
    return re.sub(r"\s+", " ", narrow(str(value)))


def verbatim(value: object) -> str:
    """A cell's text as it was written (a quote, a title), in one line."""
    return (
        re.sub(r"\s*[\r\n\t]+\s*", " ", value).strip() if isinstance(value, str) else plain(value)
    )


def quantity(value: object, *, number_format: str = "") -> Quantity:
    """Read a value cell: a number, or text such as 约3916家, 超过5600, 561.86亿元, 12%.

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
    return _worded(text)


def _formatted(value: float, number_format: str) -> Quantity:
    """A number cell as its format shows it: 1.25%, or with a unit in quotes (0.0"亿元")."""
    shown = QUOTED.sub("", number_format.partition(";")[0])
    said = "".join(a or b for a, b in QUOTED.findall(number_format.partition(";")[0])).strip()
    if "%" in shown:
        return Quantity(round(value * 100.0, 12), "%")
    if re.search(r"[0#],+(?![0#])", shown) or "!." in shown:
        raise CellError(
            "数字格式把显示缩小了（如以万显示），看到的不是存的数；请改成常规格式",
            "the number format shows it scaled down, so what is seen is not what is stored; set "
            "the format to General",
        )
    return Quantity(value, said if said in units() or said in SCALES else "")


def _worded(text: str) -> Quantity:
    rest, qualifier = _strip_words(text)
    rest, unit = _strip_unit(rest)
    if not qualifier:
        rest, qualifier = _strip_words(rest)
    return Quantity(_number(rest, text), unit, qualifier)


def _strip_words(text: str) -> tuple[str, str]:
    begins = [(word, said) for said, words in PREFIXES.items() for word in words]
    for word, said in sorted(begins, key=lambda begin: len(begin[0]), reverse=True):
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


def _number(text: str, whole: str) -> float:
    if re.fullmatch(PLAIN, text):
        return float(text)
    if GROUPED.fullmatch(text):
        return float(text.replace(",", "").replace(" ", ""))
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
    stated = plain(unit_cell)
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


def year(value: object) -> tuple[int, dt.date | None]:
    """Read a year cell: 2022, 2022年, 2022年末, 2022-12-31 or an Excel date.

    Returns
    -------
    tuple
        The year, and the day described where it is not the year's end.

    Raises
    ------
    CellError
        Not one year from 1900 to 2100.
    """
    if isinstance(value, dt.datetime | dt.date) and not isinstance(value, bool):
        day = _within(value)
        return day.year, None if (day.month, day.day) in ((12, 31), (1, 1)) else day
    text = plain(value)
    if not text:
        raise CellError("没有写年份", "no year is given")
    single = re.fullmatch(rf"({YEAR})(?:\.0)?\s*(?:年|年度|年末|年底|年终|全年)?", text, re.ASCII)
    if single:
        return int(single.group(1)), None
    dated = re.fullmatch(
        rf"({YEAR})\s*[年/.-]\s*(\d\d?)\s*(?:月|[/.-])?\s*(\d\d?)?\s*(?:日|末|底)?", text
    )
    if dated:
        day = _day(*dated.groups())
        return day.year, None if (day.month, day.day) == (12, 31) else day
    raise CellError("不是年份，请写四位数字", "is not a year; write four digits")


def date(value: object) -> tuple[dt.date, str]:
    """Read a date cell, with how precise it is: "day", "month" (its last day) or "year".

    Raises
    ------
    CellError
        Not a date, or one whose day and month could be swapped.
    """
    if isinstance(value, dt.datetime | dt.date):
        return _within(value), "day"
    text = plain(value)
    found = re.fullmatch(
        r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*(?:[月/.-]\s*(?:(\d{1,2})\s*日?)?)?", text
    )
    if found:
        return _day(*found.groups()), "day" if found.group(3) else "month"
    alone = re.fullmatch(rf"({YEAR})年?", text)
    if alone:
        return last_day(int(alone.group(1))), "year"
    if re.fullmatch(r"\d{8}", text):
        return _day(text[:4], text[4:6], text[6:]), "day"
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text):
        raise CellError(
            "分不清月和日，请写成 2024-03-01", "day and month are unclear; write 2024-03-01"
        )
    raise CellError("不是日期，请写成 2024-03-01", "is not a date; write 2024-03-01")


def _day(year: str, month: str, day: str | None) -> dt.date:
    try:
        found = last_day(int(year), int(month), int(day) if day else None)
    except ValueError:
        raise CellError("没有这一天", "there is no such day") from None
    return _within(found)


def _within(day: dt.date) -> dt.date:
    """A day, without a time, of a year that tables may hold."""
    if not EARLIEST <= day.year <= LATEST:
        raise CellError(
            f"年份不在{EARLIEST}至{LATEST}之间，请核对",
            f"is not of a year from {EARLIEST} to {LATEST}; check it",
        )
    return dt.date(day.year, day.month, day.day)


def qualifier(value: object) -> str:
    """Read a qualifier cell; "" where it is empty."""
    text = plain(value).casefold()
    if not text:
        return ""
    for code, words in QUALIFIER_WORDS.items():
        if text in words:
            return code
    raise CellError(
        "只能是 准确、约、以上、初步 之一", "must be one of exact, about, at_least, provisional"
    )


def folded(text: str) -> str:
    """A name as names are compared: without spaces, brackets and quotation marks, case folded."""
    return re.sub(r"[\s_·,，()（）\"“”]+", "", plain(text)).casefold()
