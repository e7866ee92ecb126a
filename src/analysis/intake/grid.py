"""What was sent as rows of cells, each with its place and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records.errors import PlanDataError
from .findings import Finding

MOST_ROWS, MOST_COLUMNS = 20_000, 400
MOST_CELLS = 600_000  # of a sheet, empty ones among them: each costs as much as a filled one


@dataclass(frozen=True)
class Cell:
    """One cell: where it is, what is in it, and how it is shown.

    Attributes
    ----------
    merged : bool
        Whether it repeats the value of the merged area that it is part of.
    comma : bool
        Whether its file divides columns by something else, so that a comma may be a decimal one.
    marks : tuple of (str, str)
        Kind and words of what is set on the cell and not in it: a comment, a superscript, text
        struck out, a flag.
    """

    sheet: str
    place: str
    row: int
    column: int
    value: object
    number_format: str = ""
    formula: bool = False
    hidden: bool = False
    merged: bool = False
    comma: bool = False
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet as rows of cells; merged cells repeat their value.

    Attributes
    ----------
    rows : list of list of Cell
        Without rows that are wholly empty.
    hidden : bool
    hidden_rows, hidden_columns : tuple
        Which of its filled rows and columns are hidden.
    notes : list of Finding
        What there is to say of how it was read.
    book : object
        The workbook as it was loaded, on its first sheet, where none of its cells holds a formula
        or runs of several fonts: a copy can be made of it without reading the file again.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    hidden_rows: tuple = ()
    hidden_columns: tuple = ()
    notes: list[Finding] = field(default_factory=list)
    book: object = field(default=None, compare=False, repr=False)


def letter(column: int) -> str:
    """The letters of a column counted from one: 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def refuse_size(rows: int, columns: int, where: str) -> None:
    """Refuse what no table of figures is as large as.

    Raises
    ------
    PlanDataError
    """
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise PlanDataError(
            f"{where}: filled to row {rows} and column {columns}; at most {MOST_ROWS} rows and "
            f"{MOST_COLUMNS} columns are read; keep only the rows to add "
            "| 行数或列数过多，请只保留要添加的行"
        )


def refuse_cells(rows: int, columns: int, where: str) -> None:
    """Refuse a sheet whose cells, empty ones among them, are too many to be built.

    Raises
    ------
    PlanDataError
    """
    if rows * columns > MOST_CELLS:
        raise PlanDataError(
            f"{where}: {rows} rows by {columns} columns, more than {MOST_CELLS} cells; keep only "
            "the rows to add, and delete what stands far to the right or below | 单元格过多，"
            "请只保留要添加的行，并删除远处的零星内容"
        )


def from_values(name: str, values: list[list[object]], **more: object) -> Sheet:
    """A sheet of bare values, row by row from the first; rows that are empty are left out."""
    rows = [
        [
            Cell(
                name,
                f"{letter(j)}{i}",
                i,
                j,
                v.strip() or None if isinstance(v, str) else v,
                **more,
            )
            for j, v in enumerate(row, 1)
        ]
        for i, row in enumerate(values, 1)
    ]
    return Sheet(name, [r for r in rows if any(c.value is not None for c in r)])
