"""From cells to rows of the observations table, every doubt a finding."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..records.plans import Plan
from ..records.schema import OBSERVATIONS
from . import cells
from .cells import CellError, folded, plain, verbatim
from .files import Cell
from .findings import Finding
from .layout import Entry, Layout
from .new_sources import new_sources

WHERE = ["indicator_id", "region"]
SAME = [*WHERE, "year"]
KEY = (*SAME, "reference_date", "value", "source_id")
PRECISE = {"day": False, "month": True, "year": True}  # whether a date is an estimate


@dataclass(frozen=True)
class Known:
    """What rows are understood against.

    Attributes
    ----------
    plan : Plan
        Its indicators may be observed; a row without a region is about its region.
    regions, sources : DataFrame
        Columns of `schema.REGIONS` and `schema.SOURCES`.
    observations : DataFrame
        Everything recorded, see `observations.read_observations`.
    today : date
    """

    plan: Plan
    regions: pd.DataFrame
    sources: pd.DataFrame
    observations: pd.DataFrame
    today: dt.date


@dataclass(frozen=True)
class Understood:
    """Rows that could be added, as text, with the entry each came from.

    Attributes
    ----------
    observations : DataFrame
        Columns of `schema.OBSERVATIONS` (all text) and sheet, place (of the value cell).
    sources : DataFrame
        Columns of `schema.SOURCES` (all text).
    findings : list of Finding
    unfilled : int
        Rows of the file without a value.
    """

    observations: pd.DataFrame
    sources: pd.DataFrame
    findings: list[Finding]
    unfilled: int = 0


def understand(layout: Layout, known: Known, *, source: str = "") -> Understood:
    """Read every entry of a layout.

    Parameters
    ----------
    layout : Layout
    known : Known
    source : str
        source_id of entries without one.
    """
    findings = list(layout.findings)
    new = new_sources(layout, known.sources, findings)
    days = known.sources["published"].dt.strftime("%Y-%m-%d").fillna("")
    cited = pd.concat([known.sources.assign(published=days), new], ignore_index=True)
    entered = {folded(plain(s["title"].value)) for s in layout.sources if "title" in s}
    reader = _Reader(known, cited, source, findings, entered - set(cited["title"].map(folded)))
    rows = [
        row
        for entry in layout.entries
        if not _says_none(entry, findings) and (row := reader.row(entry)) is not None
    ]
    columns = [*OBSERVATIONS.columns, "sheet", "place"]
    observations = pd.DataFrame(rows, columns=columns, dtype=str)
    used = new[new["source_id"].isin(observations["source_id"])]
    return Understood(observations, used.reset_index(drop=True), findings, layout.unfilled)


def _says_none(entry: Entry, findings: list[Finding]) -> bool:
    """Whether the value cell says that there is no figure: —, 无, n/a."""
    cell = entry.value
    if not isinstance(cell.value, str) or plain(cell.value).casefold() not in cells.MISSING:
        return False
    findings.append(
        Finding(
            "notice",
            "no-figure",
            "表示没有数，跳过",
            "says that there is no figure; left out",
            cell.sheet,
            cell.place,
            plain(cell.value),
        )
    )
    return True


def observation_id(row: Mapping[str, str]) -> str:
    """The hash of what a row says, where it says it and, for a correction, of what."""
    said = [row[k] for k in KEY] + [row["supersedes"]] * bool(row["supersedes"])
    return hashlib.sha256("|".join(said).encode()).hexdigest()[:12]


def indicator_finder(plan: Plan) -> Callable[[str], str | None]:
    """A function from a name, in either language, or an id to the indicator_id."""
    table = plan.indicators
    names: dict[str, str] = {}
    for column in ("indicator_id", "name_zh", "name_en"):
        for name, found in zip(table[column], table["indicator_id"], strict=True):
            names.setdefault(folded(name), found)
    return lambda text: names.get(folded(text))


class _Reader:
    """Reads entries one by one and collects findings."""

    def __init__(
        self,
        known: Known,
        cited: pd.DataFrame,
        source: str,
        findings: list[Finding],
        faulty: set[str] | frozenset[str] = frozenset(),
    ) -> None:
        self.known, self.source, self.findings = known, source, findings
        self.indicator = indicator_finder(known.plan)
        self.units = known.plan.indicators.set_index("indicator_id")["unit"]
        self.cited = cited.drop_duplicates("source_id").set_index("source_id")
        titles = self.cited["title"].map(folded)
        self.faulty = faulty
        self.ambiguous = set(titles[titles.duplicated(keep=False)])
        self.titles = {title: found for found, title in titles.items()}
        regions = known.regions
        self.regions = {
            folded(name): code
            for column in ("region", "name_zh", "name_zh_short", "name_en")
            for name, code in zip(regions[column], regions["region"], strict=True)
        }

    def row(self, entry: Entry) -> dict[str, str] | None:
        """One row as text, None where an error was found."""
        before = sum(f.level == "error" for f in self.findings)
        found = {
            "indicator_id": self._field(entry, "indicator", self._indicator),
            "region": self._field(entry, "region", self._region),
            "year": self._field(entry, "year", lambda c: cells.year(c.value)),
            "source_id": self._field(entry, "source", self._source),
            "published": self._field(entry, "published", self._published),
            "qualifier": self._field(entry, "qualifier", lambda c: cells.qualifier(c.value)),
            "reference_date": self._field(entry, "reference_date", _day),
            "recorded_at": self._field(entry, "recorded_at", _day),
            "published_estimated": self._field(entry, "published_estimated", _flag),
            "supersedes": self._field(entry, "supersedes", _code),
            "observation_id": self._field(entry, "observation_id", _code),
        }
        self._refuse_formulas(entry)
        number = self._number(entry, found["indicator_id"])
        self._refuse_two_words(entry, found["qualifier"], number)
        if sum(f.level == "error" for f in self.findings) > before:
            return None
        return self._as_text(entry, found, number)

    def _field(self, entry: Entry, name: str, read: Callable[[Cell | None], Any]) -> Any:
        cell = entry.cells.get(name)
        if cell is not None and cell.formula:
            return None  # said in `_refuse_formulas`
        try:
            return read(cell if cell is not None else Cell("", "", 0, 0, None))
        except CellError as error:
            self._say("error", name, error, cell or entry.value)
            return None

    def _say(self, level: str, code: str, said: CellError, cell: Cell) -> None:
        shown = plain(cell.value)[:60]
        self.findings.append(Finding(level, code, said.zh, said.en, cell.sheet, cell.place, shown))

    def _refuse_formulas(self, entry: Entry) -> None:
        said = CellError(
            "是公式，不予计算；请复制后“粘贴为数值”", "is a formula; paste it as a value"
        )
        for name, cell in entry.cells.items():
            if cell.formula and name not in ("note", "ignored"):
                self._say("error", "formula", said, cell)

    def _refuse_two_words(
        self, entry: Entry, word: str | None, number: tuple[float, str] | None
    ) -> None:
        if word and number and number[1] and number[1] != word:
            said = CellError(
                "数值里的说法与“精度”列不一致，请统一",
                "says another exactness than its column; make them agree",
            )
            self._say("error", "qualifier", said, entry.value)

    def _indicator(self, cell: Cell) -> str:
        text = plain(cell.value)
        if not text:
            raise CellError(
                "没有写指标；与上一行相同也请写上",
                "no indicator is given; repeat that of the row above",
            )
        found = self.indicator(text) or self.indicator(re.sub(r"\([^()]*\)$", "", text))
        if found:
            return found
        table = self.known.plan.indicators
        near = difflib.get_close_matches(text, [*table["name_zh"], *table["name_en"]], 2, 0.5)
        hint_zh = f"；是不是：{'、'.join(near)}" if near else ""
        hint_en = f"; perhaps {', '.join(near)}" if near else ""
        raise CellError(f"不认识的指标{hint_zh}", f"is not a known indicator{hint_en}")

    def _region(self, cell: Cell) -> str:
        text = plain(cell.value)
        if not text and not cell.place:
            return self.known.plan.region
        if not text:
            raise CellError(
                "没有写地区；写全称或六位代码", "no region is given; write its name or code"
            )
        if found := self.regions.get(folded(text)):
            return found
        raise CellError(
            "不认识的地区；写全称或六位代码", "is not a known region; write its name or code"
        )

    def _source(self, cell: Cell) -> str:
        text = plain(cell.value) or self.source
        if not text:
            raise CellError("没有写来源；每个数都要有出处", "has no source; every figure needs one")
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
            "来源不在 sources.csv 中；请在“新来源”表里登记标题、发布单位和日期",
            "is not in sources.csv; enter its title, publisher and date on the sheet of "
            "new sources",
        )

    def _published(self, cell: Cell) -> tuple[dt.date, str] | None:
        return cells.date(cell.value) if plain(cell.value) else None

    def _number(self, entry: Entry, indicator: str | None) -> tuple[float, str] | None:
        """The value in the indicator's unit, and the word of exactness beside it."""
        cell = entry.value
        if cell.formula or indicator is None:
            return None
        if cell.merged:
            said = CellError(
                "数值在合并单元格里，不知道属于哪一行；请取消合并后逐行填写",
                "is in a merged cell, so its row is unclear; unmerge it and fill in each row",
            )
            return self._say("error", "merged", said, cell)
        try:
            found = cells.quantity(cell.value, number_format=cell.number_format)
            if found.value is None:
                raise CellError("没有数", "holds no number")
            value, how = cells.convert(found, self._unit(entry, indicator), self.units[indicator])
        except CellError as error:
            self._say("error", "value", error, cell)
            return None
        if how:
            kept = f"{value:.12g} {self.units[indicator]}"
            self._say(
                "notice", "converted", CellError(f"{how} 换算为 {kept}", f"{how} = {kept}"), cell
            )
        return value, found.qualifier

    def _unit(self, entry: Entry, indicator: str) -> str:
        """The unit that the sender gave beside the value; "" where only we did."""
        unit = plain(entry.cells["unit"].value) if "unit" in entry.cells else ""
        ours = entry.prepared and unit == self.units[indicator]
        return "" if ours else unit or entry.default_unit

    def _as_text(self, entry: Entry, found: Mapping, number: tuple[float, str]) -> dict | None:
        year, day = found["year"]
        day = found["reference_date"] or day
        source = self.cited.loc[found["source_id"]]
        stated = source["published"]
        if found["published"] and not _is_within(stated, *found["published"]):
            published, precision = found["published"]
        elif stated:
            published = dt.date.fromisoformat(stated)
            precision = source["published_precision"]
        else:
            said = CellError(
                "来源没有登记发布日期，请在这一行填写发布日期",
                "has no date of publication, and neither has its source; give one in this row",
            )
            self._say("error", "published", said, entry.value)
            return None
        row = {
            "indicator_id": found["indicator_id"],
            "region": found["region"],
            "year": str(year),
            "reference_date": day.isoformat() if day else "",
            "value": f"{number[0]:.15g}",
            "unit": self.units[found["indicator_id"]],
            "qualifier": number[1] or found["qualifier"] or "exact",
            "source_id": found["source_id"],
            "published": published.isoformat(),
            "published_estimated": found["published_estimated"]
            or ("true" if PRECISE.get(precision, True) else "false"),
            "quote": verbatim(entry.cells["quote"].value) if "quote" in entry.cells else "",
            "recorded_at": (found["recorded_at"] or self.known.today).isoformat(),
            "supersedes": found["supersedes"],
        }
        place = {"sheet": entry.value.sheet, "place": entry.value.place}
        named = found["observation_id"] or observation_id(row)
        return {"observation_id": named, **row, **place}


def _is_within(day: str, typed: dt.date, precision: str) -> bool:
    """Whether a day lies in the month or year typed, and so says the same more precisely."""
    digits = {"month": 7, "year": 4}.get(precision, 10)
    return bool(day) and precision != "day" and day[:digits] == typed.isoformat()[:digits]


def _day(cell: Cell) -> dt.date | None:
    return cells.date(cell.value)[0] if plain(cell.value) else None


def _flag(cell: Cell) -> str:
    text = plain(cell.value).lower()
    if text not in ("", "true", "false"):
        raise CellError("只能是 true 或 false", "must be true or false")
    return text


def _code(cell: Cell) -> str:
    text = plain(cell.value)
    if not re.fullmatch(r"[\w:.-]{0,64}", text, re.ASCII):
        raise CellError("不是编号，请清空该格", "is not an id; leave that cell empty")
    return text
