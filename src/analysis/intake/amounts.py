"""How much a figure is: the number of its cell in its indicator's unit, and who named that unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from . import cells
from .cells import CellError, Quantity, plain
from .entries import Entry
from .grid import Cell

NOWHERE = Cell("", "", 0, 0, None)
ROUNDED = ("exact", "about", "provisional")  # beside a number that is rounded as it is written
Say = Callable[[str, str, CellError, Cell], None]


@dataclass(frozen=True)
class Amount:
    """A figure in its indicator's unit.

    Attributes
    ----------
    value : float
    qualifier : str
        The word of exactness in its cell, "" where there is none.
    unit_named : bool
        Whether cell, column, heading or the lines above name a unit; else it is the indicator's.
    low, high : float or None
        What it may be, where it is written in a larger unit and rounded to its last place.
    """

    value: float
    qualifier: str = ""
    unit_named: bool = True
    low: float | None = None
    high: float | None = None


class Amounts:
    """Reads value cells.

    Parameters
    ----------
    units : mapping
        The unit of each indicator.
    given : str
        The unit of what names none.
    say : callable
        Takes level, code, words and cell of what there is to tell.
    """

    def __init__(self, units: Mapping[str, str], given: str, say: Say) -> None:
        self._units, self._given, self._say = units, given, say
        self._inner: dict[str, str] = {}

    def of(self, entry: Entry, indicator: str | None) -> Amount | None:
        """The figure of an entry; None where it cannot be read, which is told."""
        cell = entry.value
        if cell.formula or indicator is None:
            return None
        if cell.merged:
            said = CellError(
                "数值在合并单元格里，不知道属于哪一行；请取消合并后逐行填写",
                "is in a merged cell, so its row is unclear; unmerge it and fill in each row",
            )
            return self._say("error", "merged", said, cell)
        expected = self._units[indicator]
        try:
            found = cells.quantity(cell.value, number_format=cell.number_format, comma=cell.comma)
            if found.value is None:
                raise CellError("没有数", "holds no number")
            stated = self._unit(entry, expected)
            value, how = cells.convert(found, stated, expected)
        except CellError as error:
            self._say("error", "value", error, cell)
            return None
        if found.qualifier and not isinstance(cell.value, str):
            zh, en = (
                f"数字格式写着“{cell.number_format}”，按{found.qualifier}登记",
                f"its number format '{cell.number_format}' makes it {found.qualifier}",
            )
            self._say("notice", "format", CellError(zh, en), cell)
        named = bool(found.unit or stated) or entry.prepared
        amount = Amount(value, found.qualifier, named)
        if how:
            half = half_of_last(_digits(cell.value), found, stated, expected)
            amount = _rounded(amount, half)
            self._say("notice", "converted", _converted(amount, how, expected), cell)
        return amount

    def _unit(self, entry: Entry, expected: str) -> str:
        """The unit that the sender gave beside the value; "" where only we did."""
        unit = plain(entry.cells["unit"].value) if "unit" in entry.cells else ""
        if entry.prepared and unit == expected:
            return ""
        named = plain(entry.cells.get("indicator", NOWHERE).value)
        if named not in self._inner:
            self._inner[named] = cells.unit_in(named)
        inner, unit = self._inner[named], cells.UNIT_CODES.get(unit.casefold(), unit)
        if inner and unit and unit != inner:
            raise CellError(
                f"名称里写的单位是{inner}，单位列是{unit}，请统一",
                f"its name says {inner}, the unit column {unit}; make them agree",
            )
        said = unit or inner or entry.default_unit or self._given
        if "、" in said:
            if expected not in said.split("、"):
                raise CellError(
                    f"有几个单位（{said}），不知道用哪一个；请在单位列写明",
                    f"may be in one of several units ({said}); say in a column in which",
                )
            return expected
        return said


def _rounded(amount: Amount, half: Decimal) -> Amount:
    """A figure in a larger unit is known to its last written place only: 1.9万家 is about."""
    if half <= Decimal("0.5") or (amount.qualifier or "exact") not in ROUNDED:
        return amount
    low, high = around(amount.value, half)
    word = "about" if amount.qualifier in ("", "exact") else amount.qualifier
    return replace(amount, qualifier=word, low=low, high=high)


def _converted(amount: Amount, how: str, expected: str) -> CellError:
    """What is told of a figure in another unit than its indicator's."""
    zh, en = (
        f"{how} 换算为 {amount.value:.12g} {expected}",
        f"{how} = {amount.value:.12g} {expected}",
    )
    if amount.low is None:
        return CellError(zh, en)
    span = f"{amount.low:.12g}", f"{amount.high:.12g}"
    return CellError(
        f"{zh}，最末位是舍入的：登记为{span[0]}至{span[1]}之间的约数",
        f"{en}, rounded to its last place: about, between {span[0]} and {span[1]}",
    )


def half_of_last(digits: str, found: Quantity, stated: str, expected: str) -> Decimal:
    """Half a unit of a number's last written place, in the unit that it is kept in."""
    one = Decimal(repr(cells.convert(replace(found, value=1.0), stated, expected)[0]))
    return one * Decimal(1).scaleb(-decimals(digits)) / 2


def around(value: float, half: Decimal) -> tuple[float, float]:
    """A value with so much less and so much more."""
    whole = Decimal(repr(value))
    return float(whole - half), float(whole + half)


def decimals(printed: str) -> int:
    """Digits after the point."""
    return len(printed.partition(".")[2])


def _digits(value: object) -> str:
    """The number in a value cell as it is written."""
    text = f"{value:.15g}" if isinstance(value, int | float) else plain(value)
    return "".join(c for c in text if c.isdigit() or c == ".")
