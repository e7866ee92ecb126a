"""Figures as entered, and the rows of our own template, which are known again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .cells import plain
from .context import Mark
from .findings import Finding
from .grid import Cell, Sheet
from .names import Names
from .wording import FOOTNOTES

DATA = "数据 Data"  # the sheet of our template
QUOTES = "原句 Quotes"  # its sheet that takes sentences
# Our own sheets, which hold no figures.
INSTRUCTIONS, LISTS, REQUESTS = "说明 Read me", "_lists", "催报 Requests"
PREPARED = 5  # column of LISTS: the rows that we prepared, see `prepared_row`


@dataclass(frozen=True)
class Entry:
    """One figure as entered: the cell of each field that is there.

    Attributes
    ----------
    cells : mapping
        Field to cell; what a heading, a title or a section says is a cell as well, its place that
        of what says it.
    default_unit : str
        Of the heading or the lines above; several with 、 between them.
    prepared : bool
        Whether it stands in a row of our template whose unit we wrote, not its sender.
    marks : tuple of Mark
        Words elsewhere that bear on it.
    foreign : bool
        Whether it is of a table of many, of which a plan knows some: what it does not know is left
        out and said once, and stops nothing else.
    """

    cells: Mapping[str, Cell]
    default_unit: str = ""
    prepared: bool = False
    marks: tuple[Mark, ...] = ()
    foreign: bool = False

    @property
    def value(self) -> Cell:
        return self.cells["value"]


@dataclass
class Layout:
    """What was found in a file."""

    entries: list[Entry] = field(default_factory=list)
    sources: list[Mapping[str, Cell]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unfilled: int = 0


def prepared_row(*cells: object) -> str:
    """How a template remembers a row that it prepared: by its indicator, region, year and unit."""
    return "|".join(map(plain, cells))


def prepared_rows(sheets: Iterable[Sheet]) -> set[str]:
    """The rows that our template prepared; none in other people's workbooks."""
    lists = (row for sheet in sheets if sheet.name == LISTS for row in sheet.rows)
    return {plain(row[PREPARED - 1].value) for row in lists if len(row) >= PREPARED} - {""}


def identity(entry: Entry) -> str:
    """A row as a template would remember it."""
    held = [entry.cells.get(name) for name in ("indicator", "region", "year", "unit")]
    return prepared_row(*(cell and cell.value for cell in held))


def footnotes(entry: Entry) -> set[str]:
    """The marks of notes that stand at a figure's headings and at the names of its row."""
    named = (entry.cells.get(name) for name in ("indicator", "region"))
    texts = [plain(cell.value) for cell in named if cell is not None]
    own = {mark for text in texts for mark in FOOTNOTES.findall(text)}
    return own | {mark.word for mark in entry.marks if mark.kind == "footnote"}


def spoken_of(entry: Entry, names: Names) -> tuple[str | None, str | None, str]:
    """The indicator, the region and the year that a figure is said to be of."""
    held = entry.cells
    year = re.search(r"(?:19|20)\d\d", plain(held["year"].value)) if "year" in held else None
    return (
        names.indicator(plain(held["indicator"].value)) if "indicator" in held else None,
        names.region(plain(held["region"].value)) if "region" in held else None,
        year[0] if year else "",
    )
