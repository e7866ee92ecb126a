"""Codes of regions: one reader for everything that names one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from numbers import Integral

from .characters import narrow
from .errors import PlanDataError, shown

Code = str | int | None  # how a region may be named
# A code of any scheme (GB/T 2260, ISO 3166, NUTS, a package's own), kept as text.
REGION = r"[A-Za-z0-9][A-Za-z0-9._-]{0,23}"
ALL = "all"  # where every region may be asked for


def region(value: Code, known: Collection[str], name: str = "region") -> str | None:
    """A region's code as the regions tables have it, None where none is named.

    Parameters
    ----------
    value : str, int or None
        A whole number is a code that lost its leading zeros on the way, as papermill's
        `-p region 000000` does: 0 is the nation. None and "" name none.
    known : collection of str
        The codes there are.
    name : str
        What the value was given as, for the message.

    Raises
    ------
    PlanDataError
        Not the code of a known region; False and NaN among it. A number that may stand for two.

    Examples
    --------
    >>> region(10000, {"000000", "010000"}), region(0, {"000000"}), region("", {"000000"})
    ('010000', '000000', None)
    """
    code = listed(value, known, name)
    if code is None or code in known:
        return code
    raise PlanDataError(
        f"{name} {shown(value)}: not in regions.csv of the plan's packages; see the codes there | "
        "未知地区代码，见各数据包的 regions.csv"
    )


def listed(value: Code, known: Collection[str], name: str = "region") -> str | None:
    """`spelled`, a whole number as the one code that it is once its leading zeros are back."""
    code = spelled(value, name)
    if code in known or not isinstance(value, Integral):
        return code
    alike = [k for k in known if k.isascii() and k.isdigit() and int(k) == value]
    return alike[0] if len(alike) == 1 else code


def spelled(value: Code, name: str = "region") -> str | None:
    """A region's code as it is written, whether or not there is such a region; see `region`."""
    if value is None or (isinstance(value, str) and not narrow(value)):
        return None
    code = ""
    if isinstance(value, Integral) and not isinstance(value, bool):
        code = str(int(value))
    elif isinstance(value, str):
        code = narrow(value)
    if not re.fullmatch(REGION, code):
        raise _no_code(value, name)
    return code


def regions(values: Iterable[Code], known: Collection[str], name: str = "regions") -> list[str]:
    """Several regions' codes in their order; each must name one.

    Raises
    ------
    PlanDataError
        As `region` does, and where an entry is empty or one text stands in the place of a list.
    """
    if isinstance(values, str | int | None):
        raise PlanDataError(
            f"{name} {shown(values)}: give a list of codes, such as ['140000', '410000'] | "
            "请给出代码的列表，如 ['140000', '410000']"
        )
    found = []
    for value in values:
        code = region(value, known, name)
        if code is None:
            raise _no_code(value, name)
        found.append(code)
    return found


def _no_code(value: object, name: str) -> PlanDataError:
    return PlanDataError(
        f"{name} {shown(value)}: not a region's code; write it as regions.csv has it, such as "
        '"140000" | 不是地区代码，请照 regions.csv 填写，如 "140000"'
    )
