"""Days: one reader for everything that names one, so that they can be compared as text."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from .characters import narrow
from .errors import PlanDataError, shown

Day = str | dt.date | None  # how a day may be given; a datetime and a Timestamp are dates
EARLIEST, LATEST = 1900, 2100  # years that tables and questions may name
# A year within these bounds, as a pattern of tables.
YEAR = r"(?:19[0-9]{2}|20[0-9]{2}|2100)"
DAY = rf"{YEAR}-[0-9]{{2}}-[0-9]{{2}}"
STATED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
HOW = (
    "write YYYY-MM-DD, such as 2023-12-31; 2023-12 and 2023 mean their last day",
    "请写成 2023-12-31；只写 2023-12 或 2023 时指其最后一天",
)


def day(value: Day, name: str = "as_of") -> str | None:
    """A day as ISO text, None where none is named.

    Parameters
    ----------
    value : str, date, datetime, Timestamp or None
        Text is YYYY-MM-DD; a month alone (2023-12) is its last day and a year its 31 December, as
        data/README.md dates what prints no day. None and "" name none. The time of day of a
        datetime is passed over.
    name : str
        What the value was given as, for the message.

    Raises
    ------
    PlanDataError
        Anything else, 0, False and NaN among it, or a day that does not exist or is not of the
        years 1900 to 2100.

    Examples
    --------
    >>> day("2024-02"), day("２０２３"), day("")
    ('2024-02-29', '2023-12-31', None)
    """
    if value is None:
        return None
    if isinstance(value, dt.date) and value == value:  # NaT is a date that equals nothing
        found = dt.date(value.year, value.month, value.day)
    elif not isinstance(value, str):
        raise _refused(value, name, "not a date", "不是日期")
    elif not narrow(value):
        return None
    else:
        found = _from_text(narrow(value), value, name)
    if not EARLIEST <= found.year <= LATEST:
        raise _refused(value, name, "the year is not from 1900 to 2100", "年份不在1900至2100之间")
    return found.isoformat()


def _from_text(text: str, value: str, name: str) -> dt.date:
    stated = STATED.fullmatch(text)
    if stated is None:
        raise _refused(value, name, "not a date", "不是日期")
    try:
        return last_day(*(int(part) for part in stated.groups() if part))
    except ValueError:
        raise _refused(value, name, "there is no such day", "没有这一天") from None


def last_day(year: int, month: int = 12, day: int | None = None) -> dt.date:
    """The day itself, or the last of a month or year.

    Raises
    ------
    ValueError
        There is no such day.
    """
    return dt.date(year, month, day if day is not None else calendar.monthrange(year, month)[1])


def _refused(value: object, name: str, en: str, zh: str) -> PlanDataError:
    return PlanDataError(f"{name} {shown(value)}: {en}; {HOW[0]} | {zh}；{HOW[1]}")
