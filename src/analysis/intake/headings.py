"""Which rows of a sheet are headings, and which column is what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .cells import CellError, plain, units
from .days import period
from .fields import LABELS, TWINS, field_of, title_and_unit
from .grid import Cell
from .names import Names, squeezed
from .wording import UNIT_LINE, Reading, read

WITHIN = 40  # filled rows in which the first header is looked for
DEEP = 4  # rows of headings at most
ONCE = ("value", "year", "unit", "published", "qualifier")  # two such columns cannot both be meant
FIGURE = re.compile(r"[约超近]?\(?[-+]?[\d,. ]*\d\)?[^\d年月/-]{0,8}")
AMOUNT = re.compile(r"[约超]?[\d,.]+\S{0,3}")  # a text that is read as a figure
AT_END = re.compile(r"[末底终]|\bend\b")  # of a year
NEEDED = {"indicator", "region", "year"}


@dataclass(frozen=True)
class Across:
    """A column of figures: its heading cells from above, what they say, and their unit."""

    cells: tuple[Cell, ...]
    reading: Reading

    @property
    def cell(self) -> Cell:
        """The lowest of its headings."""
        return self.cells[-1]

    @property
    def unit(self) -> str:
        return self.reading.units[0] if self.reading.units else ""


@dataclass(frozen=True)
class Header:
    """Which column is which field, and which hold the figures of a year, indicator or region.

    Attributes
    ----------
    first, last : int
        Its rows, counted as the sheet's rows are.
    fields : mapping
        Column of each field; "value" only in a table with a row a figure.
    across : mapping
        Columns of figures otherwise.
    lead : int or None
        The column whose cells name the rows, where no field says of what they are.
    """

    first: int
    last: int
    fields: Mapping[str, int]
    across: Mapping[int, Across]
    units: Mapping[int, str]
    unread: Mapping[int, Across] = field(default_factory=dict)
    twice: tuple[Cell, ...] = ()
    lead: int | None = None

    @property
    def is_long(self) -> bool:
        return "value" in self.fields


def source_header(rows: Sequence[list[Cell]]) -> tuple[int, Mapping[str, int]] | None:
    """The row that heads a table of new sources, with the column of each field."""
    for at, row in enumerate(rows[:WITHIN]):
        found: dict[str, int] = {}
        for index, cell in enumerate(row):
            if name := field_of(plain(cell.value), of_source=True):
                found.setdefault(name, index)
        if {"title", "publisher"} <= set(found):
            return at, found
    return None


def header_at(
    rows: Sequence[list[Cell]], at: int, names: Names, *, below: int = 0
) -> Header | None:
    """The header that begins in a row; None where that row heads no table.

    Parameters
    ----------
    below : int
        The first row that may be joined to it from above.
    """
    if sum(c.value is not None and not c.merged for c in rows[at]) < 2 and not _stands_alone(
        rows, at, names
    ):
        return None
    if _begins_with_a_number(rows[at]) or _has_unit_line(rows[at]):
        return None
    last = at
    while last - at < DEEP and last + 1 < len(rows) and _goes_on(rows[at : last + 2], names):
        last += 1
    first = at
    while first > below and at - first < DEEP and _groups(rows[first - 1], rows[first]):
        first -= 1
    found = _columns(rows[first : last + 1], first, names)
    if found.is_long:
        return found if NEEDED & set(found.fields) or _said_above(found) else None
    if not found.across or not _has_stub(found, rows[at]):
        return None
    figures = [r[i].value for r in rows[last + 1 : last + 12] for i in found.across if i < len(r)]
    return (
        found if any(map(_is_figure, figures)) or {"year", "indicator"} & {*found.fields} else None
    )


def filled_of(row: list[Cell]) -> list[Cell]:
    """The cells of a row that hold something."""
    return [c for c in row if c.value is not None]


def may_head(row: list[Cell]) -> bool:
    """Whether a row within a table may head a new one: it begins so, and has no figure."""
    filled = filled_of(row)
    if len(filled) < 2 or any(isinstance(c.value, float) and not _year_alone(c) for c in filled):
        return False
    if filled[0].column == 1 and not field_of(plain(filled[0].value)):
        return False
    return not any(AMOUNT.fullmatch(plain(c.value)) and not _year_alone(c) for c in filled)


def heads_another(row: list[Cell], heads: list[Cell]) -> bool:
    """Whether a row within a table is of headings other than its own, which are `heads`."""
    filled = filled_of(row)
    if len(filled) < 2 or not field_of(plain(filled[0].value)) or not may_head(row):
        return False
    return [plain(c.value) for c in row] != [plain(c.value) for c in heads]


def _year_alone(cell: Cell) -> bool:
    """2024, 2024年 or 2024年计划, which is no figure."""
    return bool(re.fullmatch(r"(?:19|20)\d\d(?:年\D{0,6})?", plain(cell.value)))


def _begins_with_a_number(row: list[Cell]) -> bool:
    """A year beside a figure, of a table with a row a year: 1990 in 2023 is no heading."""
    first = row[0]
    return first.column == 1 and first.value is not None and _is_number_alone(first.value)


def _has_unit_line(row: list[Cell]) -> bool:
    """A title with 单位：万元 right of it, above the headings."""
    filled = [c for c in row if c.value is not None]
    return any(UNIT_LINE.match(plain(c.value)) for c in filled[1:])


def _stands_alone(rows: Sequence[list[Cell]], at: int, names: Names) -> bool:
    """A heading over one column only: blank, and a year."""
    filled = [c for c in rows[at] if c.value is not None]
    return len(filled) == 1 and filled[0].column > 1 and bool(read(filled[0].value, names).periods)


def _said_above(found: Header) -> bool:
    return {"source", "unit"} <= set(found.fields)


def _has_stub(found: Header, row: list[Cell]) -> bool:
    """Whether the rows are named left of the figures: in a field, or in a column without one."""
    if NEEDED & set(found.fields):
        return True
    return found.lead is not None and found.lead < min(found.across)


def _is_figure(value: object) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return True
    return isinstance(value, str) and bool(FIGURE.fullmatch(plain(value)))


def _goes_on(rows: Sequence[list[Cell]], names: Names) -> bool:
    """Whether the last of some rows goes on with the headings: words where figures would be."""
    above, low = rows[-2], rows[-1]
    filled = [c for c in low if c.value is not None and not c.merged]
    if not filled or all(c.value is None for c in above) or low[0].row != above[0].row + 1:
        return False
    if any(_is_figure(c.value) and not is_year(c.value) for c in filled):
        return False
    if len(filled) == 1 and filled[0].column == 1:
        return False
    top = {i for i, c in enumerate(above) if c.value is not None}
    over = [i for i, c in enumerate(low) if c.value is not None and not c.merged]
    if not any(i in top or (i and i - 1 in top) or low[i].column > 1 for i in over):
        return False
    heads = [squeezed(title_and_unit(plain(c.value))[0]) for c in above]
    free = [i for i in over if i >= len(above) or not field_of(heads[i])]
    told = [i for i in over if i in free or field_of(heads[i]) == "value"]
    bare = any(_is_number_alone(low[i].value) for i in told)
    timed = any(is_year(c.value) or read(c.value, names).periods for c in above if c.value)
    if bare and (timed or (not low[0].merged and low[0].value is not None)):
        return False  # 1990 below a year, or beside a name, is a figure
    long = "value" in {field_of(head) for head in heads}
    if long and not all(isinstance(low[i].value, str) for i in told):
        return False
    return bool(told) and all(_is_heading(low[i], names, first=i == 0) for i in told)


def _is_number_alone(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"[\d.]+", value.strip()) is not None


def _is_heading(cell: Cell, names: Names, *, first: bool) -> bool:
    """Whether a cell below a heading is one as well, not the name of a row or a text beside it."""
    text = plain(cell.value)
    if (
        field_of(squeezed(title_and_unit(text)[0]))
        or squeezed(text) in units()
        or is_year(cell.value)
    ):
        return True
    if first:
        return False
    said = read(cell.value, names)
    return not said.rest and bool(said.words or said.units or said.periods or said.indicators)


def _groups(above: list[Cell], row: list[Cell]) -> bool:
    """Whether the row above heads groups of a header's columns, and is no title."""
    filled = {plain(c.value) for c in above if c.value is not None}
    if above[0].row != row[0].row - 1:
        return False
    if len(filled) < 2 or any(_is_figure(c.value) and not is_year(c.value) for c in above):
        return False
    free = [c for c in above if c.value is not None and not c.merged]
    return len(free) > 1 and not any(re.search(r"[:：]|单位", plain(c.value)) for c in free)


def _columns(rows: Sequence[list[Cell]], first: int, names: Names) -> Header:
    """What each column's headings name."""
    fields: dict[str, int] = {}
    across: dict[int, Across] = {}
    named: dict[int, str] = {}
    unread: dict[int, Across] = {}
    twice: list[Cell] = []
    seen: set[tuple] = set()
    lead = None
    for index in range(max(map(len, rows))):
        path = _path(rows, index)
        if not path:
            unread[index] = Across((rows[-1][min(index, len(rows[-1]) - 1)],), read(None, names))
            lead = index if lead is None and not across else lead
            continue
        name, unit = _named(path)
        column = Across(path, _reading(path, names))
        if unit:
            named[index] = unit
        if name == "value" and _is_across(column):
            name = ""  # 数值 below a year: the figures of that year
        if name == "ignored":
            continue
        title = squeezed(plain(path[-1].value)).casefold()
        if name in fields and title in TWINS:
            continue
        if name and (name not in fields or (name in ("indicator", "region") and title in LABELS)):
            fields[name] = index
        elif name in ONCE and not path[-1].merged:
            twice.append(path[-1])
        elif not name and _is_across(column):
            times = tuple(map(_as_period, column.reading.periods))
            said = column.reading
            # 2023年末 beside 2023年 is one figure where the values agree, and else a contradiction.
            ends = any(AT_END.search(text) for text in said.periods)
            key = (said.indicators, said.regions, times, said.words, ends)
            if key in seen and not said.said("measure", "part"):
                twice.append(path[-1])
            seen.add(key)
            across[index] = column
            named.setdefault(index, column.unit)
        else:
            unread[index] = column
            lead = index if lead is None and not across else lead
    if "value" in fields:
        unread |= {i: c for i, c in across.items()}
        across = {}
    return Header(first, first + len(rows) - 1, fields, across, named, unread, tuple(twice), lead)


def _reading(path: Sequence[Cell], names: Names) -> Reading:
    """What the headings over a column say together, a unit alone in one of them among it."""
    texts = [_said(c) for c in path]
    alone = [t for t in texts if t in units()]
    said = read(" ".join(t for t in texts if t not in alone), names)
    return replace(said, units=(*said.units, *alone))


def _as_period(text: str) -> object:
    try:
        return period(text)
    except CellError:
        return text


def _path(rows: Sequence[list[Cell]], index: int) -> tuple[Cell, ...]:
    """The headings over a column from above, each once; a group's heading reaches to the right."""
    found: list[Cell] = []
    for depth, row in enumerate(rows):
        cell = row[index] if index < len(row) else None
        if cell is None or cell.value is None:
            below = depth + 1 < len(rows) and _text_at(rows[depth + 1], index)
            left = [c for c in row[:index] if c.value is not None]
            if not below or not left or field_of(below):
                continue
            if field_of(plain(left[-1].value)):
                continue
            cell = left[-1]
        if plain(cell.value) not in [plain(c.value) for c in found]:
            found.append(cell)
    return tuple(found)


def _text_at(row: list[Cell], index: int) -> str:
    return plain(row[index].value) if index < len(row) else ""


def _said(cell: Cell) -> str:
    value = cell.value
    return f"{value:%Y-%m-%d}" if isinstance(value, dt.date) else plain(value)


def _named(path: Iterable[Cell]) -> tuple[str, str]:
    """The field that a column's headings name, and the unit with it."""
    texts = [plain(c.value) for c in path]
    unit = ""
    for text in [*reversed(texts), " ".join(texts)]:
        title, inner = title_and_unit(text)
        unit = unit or (inner if inner in units() else text if text in units() else "")
        name = field_of(squeezed(title))
        if name == "value" and inner and inner not in units():
            return "", unit  # 数值（企业）: another figure than the bare 数值
        if name:
            return name, unit
    return "", unit


def _is_across(column: Across) -> bool:
    said = column.reading
    return not said.rest and bool(said.periods or said.indicators or said.regions)


def is_year(value: object) -> bool:
    """Whether a cell's value can be read as a year."""
    try:
        period(value)
    except CellError:
        return False
    return value is not None
