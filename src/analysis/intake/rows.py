"""From cells to rows of the observations table, every doubt a finding."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ..records.characters import as_written
from ..records.schema import OBSERVATIONS
from . import cells, days
from .amounts import NOWHERE, Amount, Amounts
from .cells import CellError, plain, verbatim
from .citing import Citing
from .context import Mark
from .days import Period
from .entries import Entry, Layout
from .findings import Finding
from .grid import Cell
from .known import Given, Known, Understood, observation_id
from .naming import indicator_of, region_of
from .new_sources import new_sources, sources_in_rows
from .remarks import Remarks
from .wording import Reading, read

PRECISE = {"day": False, "month": True, "year": True}  # whether a date is an estimate
MOST_WRONG = 300  # rows, after which no more are read: nothing of the file is added anyway
TOO_MANY = "too-many"
BESIDE = ("provisional", "planned", "revised", "plain", "footnote")  # words beside a year
INDICATOR = "indicator"  # what gave a figure its unit, where nothing in the file did
COLUMNS = [*OBSERVATIONS.every, "sheet", "place", "unit_from"]


def understand(layout: Layout, known: Known, *, given: Given | None = None) -> Understood:
    """Read every entry of a layout.

    Parameters
    ----------
    layout : Layout
    known : Known
    given : Given, optional
        What stands for what the file does not say.
    """
    given = given or Given()
    findings = list(layout.findings)
    layout.sources += sources_in_rows(layout, given, known.sources)
    new = new_sources(layout, known.sources, findings, day=given.published)
    reader = _Reader(known, given, Citing(known.sources, new, layout, given), findings)
    rows = []
    for entry in layout.entries:
        if reader.wrong >= MOST_WRONG:
            findings.append(_too_many())
            break
        if not _says_none(entry, findings) and (row := reader.row(entry)) is not None:
            rows.append(row)
    if not rows and any(f.code.startswith("unknown-") for f in findings):
        findings.append(_all_unknown())
    observations = pd.DataFrame(rows, columns=COLUMNS, dtype=str)
    used = new[new["source_id"].isin(observations["source_id"])]
    return Understood(observations, used.reset_index(drop=True), findings, layout.unfilled)


def _too_many() -> Finding:
    return Finding(
        "error",
        TOO_MANY,
        f"错误的行已有{MOST_WRONG}行，其余的没有再读；请先改正已列出的",
        f"{MOST_WRONG} rows are wrong; the others were not looked at, correct these first",
    )


def _all_unknown() -> Finding:
    return Finding(
        "error",
        "nothing",
        "没有一行写的是认识的指标和地区，没有数可以添加",
        "no row is of an indicator and a region that are known; there is no figure to add",
    )


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


class _Reader:
    """Reads entries one by one and collects findings."""

    def __init__(self, known: Known, given: Given, citing: Citing, findings: list[Finding]) -> None:
        self.known, self.given, self.citing, self.findings = known, given, citing, findings
        self.names, self.remarks = known.names(), Remarks(findings)
        table = known.plan.indicators.set_index("indicator_id")
        self.table = table.to_dict("index")
        self.amounts = Amounts(dict(table["unit"]), given.unit, self._say)
        self.errors = 0  # findings
        self.wrong = 0  # rows
        self._read: dict[tuple, Any] = {}
        self._refused: dict[tuple, CellError] = {}

    def row(self, entry: Entry) -> dict[str, str] | None:
        """One row as text, None where an error was found."""
        before = self.errors
        found = self._row(entry)
        self.wrong += self.errors > before
        return found

    def _row(self, entry: Entry) -> dict[str, str] | None:
        before = self.errors
        region = self._field(entry, "region", self._region)
        if region == "":
            return None  # said once, in `_left_out`
        indicator = self._field(entry, "indicator", self._indicator)
        if indicator == "":
            return None
        found = {
            "indicator_id": indicator,
            "region": region,
            "year": self._field(entry, "year", self._year),
            "source_id": self._field(entry, "source", self.citing.source),
            "published": self._field(entry, "published", self._published),
            "qualifier": self._field(entry, "qualifier", lambda c: cells.qualifier(c.value)),
            "reference_date": self._field(entry, "reference_date", _day),
            "recorded_at": self._field(entry, "recorded_at", _day),
            "published_estimated": self._field(entry, "published_estimated", _flag),
            "supersedes": self._field(entry, "supersedes", _code),
            "observation_id": self._field(entry, "observation_id", _code),
        }
        self._refuse_formulas(entry)
        self._refuse_two_periods(entry, found["year"])
        amount = self.amounts.of(entry, found["indicator_id"])
        self._refuse_two_words(entry, found["qualifier"], amount)
        said = self.remarks.of_marks(self._marks(entry), indicator or "")
        if said is None or self.errors > before:
            return None
        return self._as_text(entry, found, amount, said)

    def _marks(self, entry: Entry) -> list[Mark]:
        """The words that bear on a figure, those of its name, status and note among them."""
        found = list(entry.marks)
        named = entry.cells.get("indicator", NOWHERE)
        if isinstance(named.value, str) and not self.names.indicator(named.value):
            words = read(named.value, self.names).words
            kinds = ("provisional", "revised", "footnote")
            found += [Mark(kind, word, named) for kind, word in words if kind in kinds]
        where = entry.cells.get("region", NOWHERE)
        if isinstance(where.value, str):
            said = read(where.value, self.names)
            found += [Mark("footnote", word, where) for word in said.said("footnote")]
        dated = entry.cells.get("year", NOWHERE)
        if said := self._beside_year(dated):
            found += [Mark(kind, word, dated) for kind, word in said.words if kind != "plain"]
        for name in ("status", "note"):
            cell = entry.cells.get(name)
            if cell is not None and plain(cell.value):
                found.append(Mark(name, plain(cell.value), cell))
        return found

    def _field(self, entry: Entry, name: str, read: Callable[[Cell], Any]) -> Any:
        cell = entry.cells.get(name, NOWHERE)
        if cell.formula:
            return None  # said in `_refuse_formulas`
        text = isinstance(cell.value, str)
        key = (name, cell.value if text else repr(cell.value), text, cell.place == "")
        if key in self._read and not cell.marks:
            return self._read[key]
        try:
            if key in self._refused:
                raise self._refused[key]
            found = read(cell)
        except CellError as error:
            self._refused[key] = error
            if entry.foreign and name in ("indicator", "region") and plain(cell.value):
                self._left_out(name, error, cell)
                self._read[key] = ""
                return ""
            self._say("error", name, error, cell if cell is not NOWHERE else entry.value)
            return None
        if isinstance(cell.value, str) and as_written(cell.value) != cell.value:
            zh = f"有形近的部首字形，按“{plain(cell.value)}”读取"
            en = f"has look-alike forms of characters, read as {plain(cell.value)}"
            self.remarks.say("notice", "letterforms", zh, en, cell)
        self._read[key] = found
        return found

    def _left_out(self, name: str, error: CellError, cell: Cell) -> None:
        """A row of a table of many that the plan does not know."""
        zh = f"{error.zh.partition('；')[0]}，这一行（列）没有读取"
        en = f"{error.en.partition(';')[0]}; its row or column is not read"
        if name == "region":
            offered = [f"{self.names.called[code]} {code}" for code in self.names.nearest_regions()]
            zh += f"；认识的如：{'、'.join(offered)}"
            en += f"; known are {', '.join(offered)}"
        self.remarks.say("warning", f"unknown-{name}", zh, en, cell)

    def _say(self, level: str, code: str, said: CellError, cell: Cell) -> None:
        shown = plain(cell.value)[:60]
        self.errors += level == "error"
        self.findings.append(Finding(level, code, said.zh, said.en, cell.sheet, cell.place, shown))

    def _refuse_formulas(self, entry: Entry) -> None:
        said = CellError(
            "是公式，不予计算；请复制后“粘贴为数值”", "is a formula; paste it as a value"
        )
        for name, cell in entry.cells.items():
            if cell.formula and name not in ("note", "ignored"):
                self._say("error", "formula", said, cell)

    def _refuse_two_words(self, entry: Entry, word: str | None, amount: Amount | None) -> None:
        if word and amount and amount.qualifier and amount.qualifier != word:
            said = CellError(
                "数值里的说法与“精度”列不一致，请统一",
                "says another exactness than its column; make them agree",
            )
            self._say("error", "qualifier", said, entry.value)

    def _refuse_two_periods(self, entry: Entry, period: Period | None) -> None:
        """A name that says another period than the year beside it: 企业（1–6月） and 2024."""
        named, dated = (entry.cells.get(name, NOWHERE) for name in ("indicator", "year"))
        if period is None or not isinstance(named.value, str) or named.place == dated.place:
            return
        if self.names.indicator(named.value):
            return
        for word in read(named.value, self.names).periods:
            if not _is_same(word, period):
                said = CellError(
                    f"名称里写的时期“{word}”与年份不一致，请统一",
                    f"its name says '{word}', its year another period; make them agree",
                )
                self._say("error", "two-periods", said, named)

    def _indicator(self, cell: Cell) -> str:
        text = plain(cell.value) or self.given.indicator
        if not text and not cell.place:
            raise CellError(
                "没有找到指标：列、标题、表头、工作表名里都没有；请用 --indicator 写明",
                "no indicator: none in a column, heading, title or the sheet's name; give "
                "--indicator",
            )
        found, said = indicator_of(text, self.names, self.known.plan.indicators)
        if said:
            self.remarks.say("notice", "named", *said, cell)
        return found

    def _region(self, cell: Cell) -> str:
        text = plain(cell.value)
        if not text and not cell.place:
            text = self.given.region
            if not text:
                raise CellError(
                    "没有找到地区：列、标题、工作表名里都没有；请用 --region 写明，如 --region "
                    f"{self.known.plan.region}",
                    "no region: none in a column, title or the sheet's name; give --region, such "
                    f"as --region {self.known.plan.region}",
                )
        found, said = region_of(text, self.names)
        if said:
            self.remarks.say("warning", "whole", *said, cell)
        return found

    def _year(self, cell: Cell) -> Period:
        if not plain(cell.value) and not cell.place:
            if not self.given.year:
                raise CellError(
                    "没有找到年份：列、标题、表头、工作表名里都没有；请用 --year 写明",
                    "no year: none in a column, heading, title or the sheet's name; give --year",
                )
            return days.period(self.given.year)
        said = self._beside_year(cell)
        return days.period(said.periods[0] if said else cell.value)

    def _beside_year(self, cell: Cell) -> Reading | None:
        """What a year cell says beside its year: 2023年（快报）; None where it says no more."""
        if not isinstance(cell.value, str):
            return None
        said = read(cell.value, self.names)
        more = said.rest or said.indicators or said.regions or said.units
        alone = len(said.periods) == 1 and not more and {k for k, _ in said.words} <= {*BESIDE}
        return said if alone and said.words else None

    def _published(self, cell: Cell) -> tuple[dt.date, str] | None:
        if plain(cell.value):
            day, precision = days.date(cell.value)
            if precision == "serial":
                zh = f"是日期序列号，读作{day}；请核对，或改成日期格式"
                en = f"is a spreadsheet's count of days, read as {day}; check it"
                self.remarks.say("warning", "serial", zh, en, cell)
                precision = "day"
            return day, precision
        return days.date(self.given.published) if self.given.published else None

    def _span(
        self, entry: Entry, period: Period, indicator: str
    ) -> tuple[int, dt.date | None, dict]:
        """The year a figure goes by, the day it describes, and first and last day of a part."""
        row = self.table[indicator]
        fiscal = (row.get("year_begins") or "01-01") != "01-01"
        if period.split:
            if not fiscal:
                raise CellError(
                    "跨两年的年度；该指标按公历年，请写明是哪一年的数",
                    "is a year over two calendar years; the indicator goes by calendar years: say "
                    "which one the figure describes",
                )
            return period.year + (row.get("year_named") == "end"), None, {}
        if period.start is not None and row["kind"] != "stock":
            whole = {"start": period.start.isoformat(), "end": period.end.isoformat()}
            return period.year, None, whole
        day = period.day or period.end
        if period.start is not None and (period.end.month, period.end.day) == (12, 31):
            zh, en = (
                "时点数写的是一段时间，按年末数登记",
                "a stock over a span; taken at the year's end",
            )
            self.remarks.say("warning", "span", zh, en, entry.cells.get("year", entry.value))
        whole_year = day is None or (day.month, day.day) == (12, 31)
        return period.year, None if whole_year else day, {}

    def _as_text(self, entry: Entry, found: Mapping, amount: Amount, said: str) -> dict | None:
        try:
            year, day, span = self._span(entry, found["year"], found["indicator_id"])
        except CellError as error:
            self._say("error", "year", error, entry.cells.get("year", entry.value))
            return None
        day = found["reference_date"] or day
        dated = self.citing.published(found["source_id"], found["published"])
        if dated is None:
            told = CellError(
                "来源没有登记发布日期，请在这一行填写发布日期，或用 --published 写明",
                "has no date of publication, and neither has its source; give one in this row, or "
                "with --published",
            )
            self._say("error", "published", told, entry.value)
            return None
        published, precision = dated
        row = {
            "indicator_id": found["indicator_id"],
            "region": found["region"],
            "year": str(year),
            "reference_date": day.isoformat() if day else "",
            "value": f"{amount.value:.15g}",
            "unit": self.table[found["indicator_id"]]["unit"],
            "qualifier": self._qualifier(entry, amount.qualifier or found["qualifier"] or "", said),
            "source_id": found["source_id"],
            "published": published.isoformat(),
            "published_estimated": found["published_estimated"]
            or ("true" if PRECISE.get(precision, True) else "false"),
            "quote": verbatim(entry.cells["quote"].value) if "quote" in entry.cells else "",
            "recorded_at": (found["recorded_at"] or self.known.today).isoformat(),
            "supersedes": found["supersedes"],
            **dict.fromkeys(OBSERVATIONS.more, ""),
            **span,
        }
        if amount.low is not None:
            row |= {"low": f"{amount.low:.12g}", "high": f"{amount.high:.12g}"}
        place = {"sheet": entry.value.sheet, "place": entry.value.place}
        place["unit_from"] = "" if amount.unit_named else INDICATOR
        named = found["observation_id"] or observation_id(row)
        return {"observation_id": named, **row, **place}

    def _qualifier(self, entry: Entry, stated: str, said: str) -> str:
        """How exact a figure is; a bound that is provisional too stays the bound, and is told."""
        if stated not in ("", "exact") and said == "provisional" and stated != said:
            zh, en = (
                "既有约数、界限，又是初步数；登记为前者",
                "is provisional as well; kept as it says",
            )
            self.remarks.say("warning", "two-qualifiers", zh, en, entry.value)
            return stated
        return said or stated or "exact"


def _is_same(word: str, period: Period) -> bool:
    """Whether a word of a name says the period that was read elsewhere."""
    try:
        return days.period(word) == period
    except CellError:
        return False


def _day(cell: Cell) -> dt.date | None:
    return days.date(cell.value)[0] if plain(cell.value) else None


def _flag(cell: Cell) -> str:
    text = plain(cell.value).lower()
    if text not in ("", "true", "false"):
        raise CellError("只能是 true 或 false", "must be true or false")
    return text


def _code(cell: Cell) -> str:
    text = plain(cell.value)
    if re.fullmatch(r"\d(?:\.\d+)?E\+\d+", text):
        raise CellError(
            "编号被电子表格改成了数字，请从备份恢复",
            "is an id that a spreadsheet made a number of; restore it from a copy",
        )
    if not re.fullmatch(r"[\w:.-]{0,64}", text, re.ASCII):
        raise CellError("不是编号，请清空该格", "is not an id; leave that cell empty")
    return text
