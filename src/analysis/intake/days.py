"""The days and periods that a cell or a heading names, understood or refused."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ..records.dates import EARLIEST, LATEST, YEAR, last_day
from .cells import CellError, plain

# A year in Chinese digits: 二〇二三年, 二零二三年.
SPELT = re.compile(r"(?<![一二三四五六七八九十〇○零])([一二][〇○零一二三四五六七八九]{3})(?=年)")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
DASH = r"[-–—~～至到]"
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# A part of a year, with the months that it runs from and to.
PART = (
    (re.compile(r"上半年|h1|s1|first half"), lambda m: (1, 6)),
    (re.compile(r"下半年|h2|s2|second half"), lambda m: (7, 12)),
    (re.compile(r"前三季度|前3季度|一至三季度|1-3季度"), lambda m: (1, 9)),
    (
        re.compile(r"第?([一二三四1-4])季度?|q([1-4])"),
        lambda m: (3 * QUARTERS[m[1] or m[2]] - 2, 3 * QUARTERS[m[1] or m[2]]),
    ),
    (
        re.compile(rf"(\d\d?)月?\s*{DASH}\s*(\d\d?)月份?(?:累计)?"),
        lambda m: (int(m[1]), int(m[2])),
    ),
    (re.compile(r"前(\d\d?)个?月"), lambda m: (1, int(m[1]))),
)
PARTS = "|".join(pattern.pattern for pattern, _ in PART)
WHOLE = r"(?:年|年度|年末|年底|年终|全年|年全年|年末数|末|底)"
ALONE = re.compile(rf"(?:截至|至|到|end[- ]of[- ]|end[- ]|yr)?\s*({YEAR})(?:\.0)?\s*{WHOLE}?")
BANK = re.compile(rf"({YEAR})\s*\[yr({YEAR})\]", re.I)  # as the World Bank heads its years
FISCAL = re.compile(rf"(?:fy|财年)\s*({YEAR})|({YEAR})\s*(?:财年|财政年度|会计年度)")
SPLIT = re.compile(rf"({YEAR})\s*({DASH}|/)\s*(\d\d|\d{{4}})\s*(?:年度?|财年|学年)?")
IN_PART = re.compile(rf"({YEAR})\s*(?:年度?)?\s*[-–—,]?\s*(?P<part>{PARTS})")
MONTHLY = re.compile(rf"({YEAR})-?m(\d\d)")
DATED = re.compile(
    rf"(?:截至|至|到|as of )?\s*({YEAR})\s*([年/.-])\s*(\d\d?)\s*"
    r"(?:[月/.-]\s*(?:(\d\d?)\s*日?)?)?\s*(?:末|底|份)?"
    r"(?:\s*[t ]\s*\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)?"
)
SERIAL = (36_526, 73_050)  # of 2000-01-01 and 2099-12-31, counted from 1899-12-30
EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Period:
    """What a figure describes: a year, the state on a day of it, or another span of days.

    Attributes
    ----------
    year : int
        That it goes by.
    day : date or None
        The day described, where it is not the year's end.
    start, end : date or None
        First and last day of a part of a year.
    split : bool
        Whether it is a year that begins in `year` and ends in the next (2023/24).
    """

    year: int
    day: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    split: bool = False


def in_digits(text: str) -> str:
    """Text with its years in digits.

    >>> in_digits("二〇二三年第一季度")
    '2023年第一季度'
    """
    return SPELT.sub(lambda found: found[1].translate(DIGITS), text)


def period(value: object) -> Period:
    """Read a year cell: 2022, 2022年末, 2022-12-31, 2022年上半年, 2022Q1, 2022/23, an Excel date.

    Raises
    ------
    CellError
        Not a period within the years 1900 to 2100, or one that may be a month or two years.
    """
    _refuse_decimals(value)
    if isinstance(value, dt.datetime | dt.date):
        day = within(value)
        return Period(day.year, None if (day.month, day.day) in ((12, 31), (1, 1)) else day)
    text = in_digits(plain(value).casefold())
    if not text:
        raise CellError("没有写年份", "no year is given")
    if alone := ALONE.fullmatch(text) or BANK.fullmatch(text):
        return Period(int(alone[1]))
    if fiscal := FISCAL.fullmatch(text):
        return Period(int(fiscal[1] or fiscal[2]), split=True)
    if split := SPLIT.fullmatch(text):
        found = _split(int(split[1]), split[2], split[3], text)
        if found is not None:
            return found
    if inner := IN_PART.fullmatch(text):
        return part_of(int(inner[1]), inner["part"])
    if monthly := MONTHLY.fullmatch(text):
        return _month(int(monthly[1]), int(monthly[2]))
    if dated := DATED.fullmatch(text):
        if dated[4]:
            day = _day(dated[1], dated[3], dated[4])
            return Period(day.year, None if (day.month, day.day) == (12, 31) else day)
        return _month(int(dated[1]), int(dated[3]))
    raise CellError("不是年份，请写四位数字", "is not a year; write four digits")


def _refuse_decimals(value: object) -> None:
    """A number cell 2024.1 was January, or 2024.10, whose nought a spreadsheet left out."""
    if isinstance(value, float) and not value.is_integer():
        raise CellError(
            "是小数：2024.1可能是1月，也可能是10月；请写成 2024-01 或 2024-10",
            "is a decimal number: 2024.1 may be January or October; write 2024-01 or 2024-10",
        )


def part_of(year: int, text: str) -> Period:
    """A part of a year by its words: 上半年, 1-6月, 一季度, Q3."""
    for pattern, months in PART:
        if found := pattern.fullmatch(text.casefold()):
            first, last = months(found)
            if not 1 <= first <= last <= 12:
                break
            if (first, last) == (1, 12):
                return Period(year)
            return Period(year, None, dt.date(year, first, 1), last_day(year, last))
    raise CellError("月份要在1至12之间", "names months that are not from 1 to 12")


def _month(year: int, month: int) -> Period:
    if not 1 <= month <= 12:
        raise CellError("月份要在1至12之间", "has a month that is not from 1 to 12")
    end = last_day(year, month)
    return Period(year, None if month == 12 else end, dt.date(year, month, 1), end)


def _split(year: int, mark: str, second: str, text: str) -> Period | None:
    """2023-24 and 2023/2024 as a year over two calendar years; None where it can be a month."""
    following = (year + 1) % 100 if len(second) == 2 else year + 1
    if int(second) == following:
        if len(second) == 2 and int(second) <= 12 and mark in "-/–":
            raise CellError(
                f"“{text}”可以是{year}年{int(second)}月，也可以是跨{year}、{year + 1}两年的年度；"
                f"请写清楚，如 {year}年{int(second)}月 或 {year}/{year + 1}",
                f"may be a month of {year} or the year {year}/{year + 1}; write {year}/{year + 1}, "
                f"or the last day of the month",
            )
        return Period(year, split=True)
    if len(second) == 2 and 1 <= int(second) <= 12:
        return None
    raise CellError(
        "跨几年，不是一年的数；请写一年，或把说明写在备注列",
        "spans several years; write the one that the figure describes",
    )


def date(value: object) -> tuple[dt.date, str]:
    """Read a date cell, with how precise it is: "day", "month" (its last day), "year", "serial".

    "serial" is a day that is only a spreadsheet's count of days: it is to be looked at.

    Raises
    ------
    CellError
        Not a date, or one whose day and month could be swapped.
    """
    _refuse_decimals(value)
    if isinstance(value, dt.datetime | dt.date):
        return within(value), "day"
    text = plain(value).casefold()
    dated = DATED.fullmatch(text)
    if dated:
        return _day(dated[1], dated[3], dated[4]), "day" if dated[4] else "month"
    if alone := re.fullmatch(rf"({YEAR})年?", text):
        return last_day(int(alone.group(1))), "year"
    if re.fullmatch(r"\d{8}", text):
        return _day(text[:4], text[4:6], text[6:]), "day"
    if re.fullmatch(r"\d{5}", text) and SERIAL[0] <= int(text) <= SERIAL[1]:
        return EPOCH + dt.timedelta(days=int(text)), "serial"
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text):
        raise CellError(
            "分不清月和日，请写成 2024-03-01", "day and month are unclear; write 2024-03-01"
        )
    if re.fullmatch(r"\d{4}\D+\d\d?(\D+\d\d?\D*)?", text):
        _day(*[*re.findall(r"\d+", text), None][:3])
    raise CellError("不是日期，请写成 2024-03-01", "is not a date; write 2024-03-01")


def _day(year: str, month: str, day: str | None) -> dt.date:
    if not 1 <= int(month) <= 12:
        raise CellError("没有这一天：月份要在1至12之间", "there is no such day: a month is 1 to 12")
    try:
        found = last_day(int(year), int(month), int(day) if day else None)
    except ValueError:
        raise CellError("没有这一天", "there is no such day") from None
    return within(found)


def within(day: dt.date) -> dt.date:
    """A day, without a time, of a year that tables may hold."""
    if not EARLIEST <= day.year <= LATEST:
        raise CellError(
            f"年份不在{EARLIEST}至{LATEST}之间，请核对",
            f"is not of a year from {EARLIEST} to {LATEST}; check it",
        )
    return dt.date(day.year, day.month, day.day)
