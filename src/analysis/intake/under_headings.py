"""What headings say of the figures under them, and of the fields that they name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .amounts import NOWHERE
from .cells import CellError, plain
from .context import UNKNOWN, Mark
from .days import period
from .fields import is_name
from .grid import Cell
from .headings import Across, Header
from .names import Names
from .unread import left_out
from .wording import PART_ALONE, read

NAMED = {"indicators": "indicator", "regions": "region", "periods": "year"}
FIELDS = ("indicator", "region", "year", "value")  # of a long table, whose headings may say more
YEAR_IN = re.compile(r"(?:19|20)\d\d")
BARE = re.compile(r"(?:19|20)\d\d(?:\.0)?\s*年?度?")


def under(cells: Mapping[str, Cell], column: Across) -> tuple[dict[str, Cell] | None, list[Mark]]:
    """A row's fields with what the headings of a column say; None where the column is left out."""
    if left_out(column.reading):
        return None, []
    made = dict(cells)
    said = column.reading
    for name, field_name in NAMED.items():
        values = getattr(said, name)
        if not values:
            continue
        value = "".join(values)
        if field_name == "year":
            held = cells.get("year")
            value = whole_period(value, plain(held.value) if held is not None else "")
        plainly = isinstance(column.cell.value, str) or value != "".join(values)
        whole = value if plainly else column.cell.value
        made[field_name] = replace(column.cell, value=whole if field_name == "year" else values[0])
    marks = [Mark(kind, word, column.cell) for kind, word in said.words if kind != "plain"]
    if len(units := dict.fromkeys(said.units)) > 1:
        marks.append(Mark(UNKNOWN, "、".join(units), column.cell))
    return made, marks


def beside_fields(header: Header, heads: Sequence[Cell], names: Names) -> list[Mark]:
    """What the headings of a long table say beside the names of their fields: 数值，预计."""
    columns = [header.fields[f] for f in FIELDS if header.fields.get(f, len(heads)) < len(heads)]
    return [
        mark
        for cell in (heads[at] for at in columns)
        if not is_name(plain(cell.value))
        for mark in _beside(cell, names)
    ]


def _beside(cell: Cell, names: Names) -> list[Mark]:
    said = read(cell.value, names)
    marks = [Mark(kind, word, cell) for kind, word in said.words if kind != "plain"]
    return [*marks, *(Mark(UNKNOWN, word, cell) for word in said.periods)]


def corners(header: Header) -> list[Cell]:
    """The units that stand over the names of the rows: 地区（万元） is of the whole table."""
    named = [header.fields.get(name) for name in ("indicator", "region", "year")]
    found = []
    for index in (header.lead, *named):
        column = header.unread.get(index)
        unit = header.units.get(index) or (column.unit if column is not None else "")
        if unit and not header.is_long:
            head = column.cell if column is not None else NOWHERE
            found.append(replace(head, value=f"单位：{unit}"))
    return found


def other_unit(said: str, cells: Mapping[str, Cell]) -> list[Mark]:
    """The unit that a heading or the lines above name, where a column of units says another."""
    unit = cells.get("unit")
    if not said or unit is None or plain(unit.value) in ("", *said.split("、")):
        return []
    return [Mark(UNKNOWN, said, unit)]


def unit_above(own: str, above: str, head: Cell) -> list[Mark]:
    """The unit of the lines above a table, where a heading of it names another."""
    return [Mark(UNKNOWN, above, head)] if own and above and own not in above.split("、") else []


def whole_period(said: str, around: str) -> str:
    """A year and the part of it that stand in two places, as one: 2024年 and 1-6月.

    A bare year below 2024年1-6月 is the same months of that year, of whichever year it is.
    """
    if not around or not (_is_period(around) or PART_ALONE.fullmatch(around)):
        return said if YEAR_IN.search(said) else f"{around}{said}"
    if said in around:
        return around
    if not YEAR_IN.search(said):
        return f"{around}{said}" if YEAR_IN.search(around) else said
    part = PART_ALONE.search(YEAR_IN.sub("", around))
    return f"{said}{part[0]}" if part and BARE.fullmatch(said) else said


def _is_period(text: str) -> bool:
    try:
        period(text)
    except CellError:
        return False
    return True
