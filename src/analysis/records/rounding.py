"""The one rule by which a number is rounded wherever it is printed: as a spreadsheet shows it.

Half away from zero, on the decimal digits by which the number is known: 251.85 is 251.9, 2.675 is
2.68, 0.125 is 0.13. A page and the workbook beside it show one value, and they must show the same
digits of it. The number formats of Excel and WPS round so and cannot be told otherwise.

Two other rules would part page and workbook. GB/T 8170-2008 (3.2.3, 四舍五入五成双) rounds a tie
to the even digit, 2.5 to 2. Python's own formats round the binary number to the even digit, so
that 2.5 is 2, and 2.675, which is a little less in binary, is 2.67.

The digits are the shortest that name the number and no other (`repr`), as they stand in the
tables. LibreOffice does the same, save that it multiplies a share by 100 in binary before it
rounds: 0.285 is shown as 28 % there, as 29 % in Excel and on the page.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from numbers import Integral

EXACTLY = Context(prec=800, rounding=ROUND_HALF_UP)  # a float has no more than 767 digits


def rounded(value: float, places: int = 0, *, shift: int = 0) -> Decimal:
    """A finite number times 10 to the power of `shift`, rounded to a number of decimals.

    >>> rounded(0.625, shift=2)
    Decimal('63')
    """
    digits = Decimal(int(value)) if isinstance(value, Integral) else Decimal(repr(float(value)))
    found = digits.scaleb(shift, EXACTLY).quantize(Decimal(1).scaleb(-places), context=EXACTLY)
    return found if found else abs(found)  # no sign before a zero


def fixed(value: float, places: int = 0, *, shift: int = 0, comma: bool = False) -> str:
    """A number as it is printed, with a fixed number of decimals.

    Parameters
    ----------
    shift : int
        Moves the decimal point to the right before rounding; 2 for a share as a percentage.
    comma : bool
        Part thousands by commas.

    >>> fixed(2.675, 2), fixed(0.285, shift=2), fixed(-0.04, 1), fixed(1234.5, comma=True)
    ('2.68', '29', '0.0', '1,235')
    """
    if not math.isfinite(value):
        return str(float(value))
    return format(rounded(value, places, shift=shift), ",f" if comma else "f")


def significant(value: float, digits: int) -> str:
    """A number as it is printed with so many significant digits, without trailing zeros.

    >>> significant(375.45, 4), significant(12345.0, 3), significant(0.0, 4)
    ('375.5', '12300', '0')
    """
    if not math.isfinite(value):
        return str(float(value))
    leading = Decimal(repr(float(value))).adjusted() if value else 0
    found = format(rounded(value, digits - 1 - leading), "f")
    return found.rstrip("0").rstrip(".") if "." in found else found


def place_of(value: float) -> float:
    """The unit of the last place that a number is printed with; 1 of a whole number, NaN of none.

    >>> place_of(13.0), place_of(5.5), place_of(18.65)
    (1.0, 0.1, 0.01)
    """
    if not math.isfinite(value):
        return math.nan
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return float(Decimal(1).scaleb(min(int(exponent), 0)))
