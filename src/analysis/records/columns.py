"""What may stand in a column, and what is said of a cell that breaks its rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from . import codes, dates, numerals

SCIENTIFIC = r"[0-9](\.[0-9]+)?[eE]\+[0-9]+"  # what a spreadsheet shows of 123000000000
IDENTIFIER = r"[a-z][a-z0-9_]*"


@dataclass(frozen=True)
class Rule:
    """What the text of a cell must pass, and what is said where it does not."""

    holds: Callable[[str], bool]
    said: str


@dataclass(frozen=True)
class Column:
    """A column's contract.

    Attributes
    ----------
    kind : {"text", "number", "integer", "date", "flag"}
        What `coerce` makes of it.
    description : str
    required : bool
        Whether every row fills it in.
    rules : tuple of Rule
        The first that a cell breaks is reported. An empty cell breaks none but the first of a
        required column.
    values : tuple of str
        The closed list that the cells are from; empty where any text may stand.
    """

    kind: str
    description: str
    required: bool
    rules: tuple[Rule, ...]
    values: tuple[str, ...] = ()

    def broken_by(self, cell: str) -> str | None:
        """What is said of a cell that breaks a rule: of the first it breaks."""
        return next((rule.said for rule in self.rules if not rule.holds(cell)), None)


FILLED = Rule(lambda cell: cell != "", "must not be empty; fill it in | 不能为空,请填写")


def column(
    kind: str,
    description: str,
    *rules: Rule,
    required: bool = True,
    values: Sequence[str] = (),
) -> Column:
    every = (FILLED, *rules) if required else rules
    return Column(kind, description, required, every, tuple(values))


def matches(pattern: str, rule: str) -> Rule:
    whole = re.compile(pattern).fullmatch
    return Rule(lambda cell: cell == "" or whole(cell) is not None, rule)


def _is_real_date(cell: str) -> bool:
    # One way to write a day, so that days compare as text: the calendar would take 20220907 too.
    if not re.fullmatch(dates.DAY, cell):
        return cell == ""
    try:
        dt.date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def text(description: str, *, required: bool = True) -> Column:
    return column("text", description, required=required)


def identifier(description: str) -> Column:
    rule = "must be lower-case letters, digits and _ | 只能用小写字母、数字和下划线"
    return column("text", description, matches(IDENTIFIER, rule))


def name_of_a_row(description: str) -> Column:
    rule = (
        "a spreadsheet made a number of this id; restore it from a copy | "
        "编号被电子表格改成了数字，请从备份恢复"
    )
    return column("text", description, matches(rf"(?!{SCIENTIFIC}$).*", rule))


def number(description: str, *, required: bool = False) -> Column:
    rule = "not a number; write digits only, no unit or comma | 不是数字,只写数字,不带单位和千分位"
    return column("number", description, matches(numerals.PLAIN, rule), required=required)


def year(description: str, *, required: bool = False) -> Column:
    rule = "not a year from 1900 to 2100; write four digits | 不是年份,请写四位数字"
    return column("integer", description, matches(dates.YEAR, rule), required=required)


def integer(description: str, *, required: bool = False) -> Column:
    rule = "not a whole number | 不是整数"
    return column("integer", description, matches(numerals.WHOLE, rule), required=required)


def date(description: str, *, required: bool = False) -> Column:
    rule = "not a date; write YYYY-MM-DD | 不是日期,请写成 YYYY-MM-DD"
    return column("date", description, Rule(_is_real_date, rule), required=required)


def flag(description: str) -> Column:
    return column(
        "flag", description, matches(r"true|false", "must be true or false | 只能是 true 或 false")
    )


def code(description: str, values: Sequence[str], *, required: bool = True) -> Column:
    rule = f"must be one of {', '.join(values)} | 只能取以上之一"
    known = Rule(lambda cell: cell == "" or cell in values, rule)
    return column("text", description, known, required=required, values=values)


def region(description: str, *, required: bool = True) -> Column:
    rule = "must be a region's code: letters, digits, - _ . | 应为地区代码（字母、数字、- _ .）"
    return column("text", description, matches(codes.REGION, rule), required=required)


NAME = r"name_[a-z]{2,3}(_short)?"  # a column of names, by its language's ISO 639 code


@dataclass(frozen=True)
class Table:
    """A table's columns, its key and one sentence on what a row is.

    Attributes
    ----------
    columns, more : dict
        Columns that every file has, and those that it may do without.
    former : dict
        What a column was called before, and its values: {old name: (name, {old value: value})}.
    named : bool
        Whether a row has a name per language (`name_zh`, `name_en`, `name_de` …): a file needs
        no column of a language that it does not speak, a row needs one name, and where a
        language has none another's stands.
    """

    name: str
    title: str
    columns: dict[str, Column]
    key: tuple[str, ...]
    more: dict[str, Column] = field(default_factory=dict)
    former: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    named: bool = False

    def is_name(self, column: str) -> bool:
        """Whether a column holds the names of one language."""
        return self.named and re.fullmatch(NAME, column) is not None

    @property
    def every(self) -> dict[str, Column]:
        """All columns that a file may have."""
        return self.columns | self.more
