"""The document that a figure is taken from, and the day it became known."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from .cells import CellError, folded, plain
from .entries import Layout
from .grid import Cell
from .known import Given


class Citing:
    """Finds sources by id or title, those that a file brings among them.

    Parameters
    ----------
    recorded, new : DataFrame
        Columns of `schema.SOURCES`: those that are known, and those of the file (all text).
    layout : Layout
    given : Given
        The source of what names none.
    """

    def __init__(
        self, recorded: pd.DataFrame, new: pd.DataFrame, layout: Layout, given: Given
    ) -> None:
        days = recorded["published"].dt.strftime("%Y-%m-%d").fillna("")
        cited = pd.concat([recorded.assign(published=days), new], ignore_index=True)
        self.cited = cited.drop_duplicates("source_id").set_index("source_id")
        titles = self.cited["title"].map(folded)
        self.days = self.cited[["published", "published_precision"]].to_dict("index")
        self.ambiguous = set(titles[titles.duplicated(keep=False)])
        self.titles = {title: found for found, title in titles.items()}
        entered = {folded(plain(s["title"].value)) for s in layout.sources if "title" in s}
        self.faulty = entered - set(self.titles)
        self.given = given.source
        # A file with one new source and no column of sources speaks of that source.
        self.only = new["source_id"].iloc[0] if len(new) == 1 else ""

    def source(self, cell: Cell) -> str:
        """The source_id that a cell names, the one given or the file's only new one.

        Raises
        ------
        CellError
        """
        text = plain(cell.value) or self.given
        if not text and not cell.place and self.only:
            return self.only
        if not text:
            raise CellError(
                "没有写来源；每个数都要有出处；全文件同一来源可用 --source 写明",
                "has no source; every figure needs one; one for the whole file is given with "
                "--source",
            )
        if text in self.cited.index:
            return text
        if folded(text) in self.ambiguous:
            raise CellError(
                "有不止一个来源叫这个标题，请写来源编号",
                "is the title of several sources; write the source_id",
            )
        if found := self.titles.get(folded(text)):
            return found
        if folded(text) in self.faulty:
            raise CellError(
                "该来源在“新来源”表里登记得不完整，请先补好",
                "is entered on the sheet of new sources, but not rightly yet; put it right there",
            )
        raise CellError(
            "来源不在 sources.csv 中；请在“新来源”表里登记标题、发布单位和日期，"
            "或加上发布者、发布日期两列",
            "is not in sources.csv; enter its title, publisher and date on the sheet of "
            "new sources, or in columns publisher and published",
        )

    def published(
        self, source: str, stated: tuple[dt.date, str] | None
    ) -> tuple[dt.date, str] | None:
        """The day a figure became known and how precise it is; None where nothing says it."""
        held = self.days[source]
        if stated and not _is_within(held["published"], *stated):
            return stated
        if not held["published"]:
            return None
        return dt.date.fromisoformat(held["published"]), held["published_precision"]


def _is_within(day: str, typed: dt.date, precision: str) -> bool:
    """Whether a day lies in the month or year typed, and so says the same more precisely."""
    digits = {"month": 7, "year": 4}.get(precision, 10)
    return bool(day) and precision != "day" and day[:digits] == typed.isoformat()[:digits]
