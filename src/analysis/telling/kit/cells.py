"""Cells of a table that are more than text; each knows how to show itself."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import pandas as pd

from .statuses import STATUSES

DAY = re.compile(r"\d{4}-\d\d-\d\d\*?")


def written(text: str) -> str:
    """Text as HTML, in which no date is parted at the end of a line."""
    return DAY.sub(r'<span class="short">\g<0></span>', html.escape(text))


@dataclass(frozen=True)
class Badge:
    """A status by shape, word and colour, so that none of them alone carries it."""

    status: str
    lang: str

    def __str__(self) -> str:
        row = STATUSES.loc[self.status]
        return f"{row['mark']} {row[f'name_{self.lang}']}"

    def __html__(self) -> str:
        return f'<span class="badge {html.escape(self.status)}">{html.escape(str(self))}</span>'


@dataclass(frozen=True)
class Named:
    """An indicator's name; a build leads from it to the indicator's page where it writes one."""

    name: str
    indicator_id: str

    def __str__(self) -> str:
        return self.name

    def __html__(self) -> str:
        told = html.escape(self.indicator_id, quote=True)
        return f'<span data-indicator="{told}">{html.escape(self.name)}</span>'


@dataclass(frozen=True)
class Lines:
    """A cell of two lines, the second small."""

    first: object
    second: str

    def __str__(self) -> str:
        return f"{self.first} {self.second}".strip()

    def __html__(self) -> str:
        top = self.first.__html__() if hasattr(self.first, "__html__") else written(self.first)
        return f"{top}<small>{written(self.second)}</small>" if self.second else top


@dataclass(frozen=True)
class Drawing:
    """A cell with a small inline drawing and what stands below it."""

    svg: str
    words: str = ""
    small: str = ""

    def __str__(self) -> str:
        return f"{self.words} {self.small}".strip()

    def __html__(self) -> str:
        words = f'<span class="figures">{html.escape(self.words)}</span>' if self.words else ""
        small = f"<small>{html.escape(self.small)}</small>" if self.small else ""
        return f"{self.svg}{words}{small}"


@dataclass(frozen=True)
class Keyed:
    """A cell that its column is sorted by; `key` is None or NaN where there is no value."""

    cell: object
    key: object

    def __str__(self) -> str:
        return str(self.cell)

    def __html__(self) -> str:
        inner = self.cell
        return inner.__html__() if hasattr(inner, "__html__") else html.escape(str(inner))

    @property
    def attribute(self) -> str:
        """The key as an attribute; empty where rows have to go last."""
        key = "" if pd.isna(self.key) else self.key
        return f' data-key="{html.escape(str(key), quote=True)}"'
