"""Numerals: what a plain number is, and one reader for everything that gives one."""

from __future__ import annotations

import math
import re
from numbers import Integral, Real

from .characters import narrow
from .dates import EARLIEST, LATEST
from .errors import PlanDataError, shown

# No unit, no comma, no word; too few digits and too small an exponent to be infinite.
PLAIN = r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
WHOLE = r"[0-9]{1,9}"


def number(value: object, name: str = "value") -> float:
    """A number, from a number or from plain text.

    Raises
    ------
    PlanDataError
        A truth value, NaN, infinity, nothing, or text that is not one plain number.

    Examples
    --------
    >>> number(" ５０００ "), number("1e3")
    (5000.0, 1000.0)
    """
    found = None
    if isinstance(value, Real) and not isinstance(value, bool):
        found = float(value)
    elif isinstance(value, str) and re.fullmatch(PLAIN, narrow(value)):
        found = float(narrow(value))
    if found is None or not math.isfinite(found):
        raise PlanDataError(
            f"{name} {shown(value)}: not a number; write digits only, no unit or comma | "
            "不是数字，只写数字，不带单位和千分位"
        )
    return found


def whole(value: object, name: str, *, least: int, most: int) -> int | None:
    """A whole number within bounds, None where none is given (None or "").

    Raises
    ------
    PlanDataError
        Anything else; 0 where `least` is larger, and truth values and NaN always.
    """
    if value is None or (isinstance(value, str) and not narrow(value)):
        return None
    found = None
    if isinstance(value, Integral) and not isinstance(value, bool):
        found = int(value)
    elif isinstance(value, Real) and not isinstance(value, bool) and float(value).is_integer():
        found = int(value)  # a column with a gap holds 2025 as 2025.0
    elif isinstance(value, str) and re.fullmatch(WHOLE, narrow(value)):
        found = int(narrow(value))
    if found is None or not least <= found <= most:
        raise PlanDataError(
            f"{name} {shown(value)}: write a whole number from {least} to {most} | "
            f"请写{least}至{most}的整数"
        )
    return found


def year(value: object, name: str = "year") -> int | None:
    """A year from 1900 to 2100, None where none is given; see `whole`."""
    return whole(value, name, least=EARLIEST, most=LATEST)
