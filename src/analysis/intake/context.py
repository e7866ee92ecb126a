"""What stands around a table and holds for all of it: title, sheet name, unit line, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from .cells import plain
from .findings import Finding
from .grid import Cell
from .names import WHOLE, Names
from .vocabulary import IN_NOTES, pattern_of
from .wording import PLAIN_NAME, Reading, read

NOTE = re.compile(
    r"(注|备注|附注|说明|资料来源|数据来源|来源|note|notes|source)\s*\d*\s*[:：.．]|[*#①-⑳¹²³]",
    re.I,
)
OF_SOURCE = re.compile(r"(资料来源|数据来源|来源|source)\s*[:：.]", re.I)
YEARS = re.compile(r"(?:19|20)\d\d")
# The year of a yearbook is that of its printing.
YEARBOOK = re.compile(
    r"(?:年鉴|yearbook)\D{0,4}((?:19|20)\d\d)|((?:19|20)\d\d)年?\D{0,12}(?:年鉴|yearbook)", re.I
)
UNKNOWN = "unknown"  # kind of a word that no list has
# What a remark must say to be about the figures and not about their making.
SCOPE = re.compile(
    pattern_of(
        (
            "本表",
            "不含",
            "不包括",
            "口径",
            "除外",
            "可比价",
            "不变价",
            "美元",
            "增速",
            "增长率",
            "占比",
        )
    )
    + r"|[一二三四]季度|上半年|\d+\s*[-–至]\s*\d+月",
    re.I,
)
IN_UNITS = re.compile(r"单位|计价|折算|换算|汇率|\bunits?\b|exchange rate", re.I)
# That parts do not add up to their whole by rounding changes no figure.
OF_ROUNDING = re.compile(r"四舍五入|尾数|rounding|rounded", re.I)
TOPICS = ("投入", "支出", "收入", "产值", "申请", "授权")  # what sections of tables are of, too
LETTER = re.compile(r"[\u4e00-\u9fff]\s*[pefr]\s*[\u4e00-\u9fff]", re.I)  # a flag in a sentence


@dataclass(frozen=True)
class Mark:
    """A word that bears on a figure, of what kind it is and where it stands."""

    kind: str
    word: str
    cell: Cell


@dataclass(frozen=True)
class Context:
    """What is said once for every figure of a table.

    Attributes
    ----------
    indicator, region, period : Cell or None
        The cell that says it, its value the words that say it.
    unit : str
        Of a unit line; several with 、 between them.
    marks : tuple of Mark
    """

    indicator: Cell | None = None
    region: Cell | None = None
    period: Cell | None = None
    unit: str = ""
    marks: tuple[Mark, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def context_of(lines: Iterable[Cell], sheet_name: str, names: Names) -> Context:
    """What the lines above a table, and the name of its sheet, say of all its figures.

    What two of them say differently is asked about. What a line says besides and nobody
    understands is a mark: the figures below may be of something else.
    """
    found = Context()
    cells = [*_whole_cells(lines)]
    named = not re.search(r"\.\w{2,5}(?: \d+)?$", sheet_name)  # else the file's, not a sheet's
    if sheet_name and named and not PLAIN_NAME.fullmatch(sheet_name.strip()):
        cells.append(Cell(sheet_name, "", 0, 0, sheet_name))
    for cell in cells:
        found = _with(found, cell, read(cell.value, names), names)
    return found


def inherited(found: Context, before: Context) -> Context:
    """What a later table says of itself, and where it says nothing what the first one said."""
    return Context(
        found.indicator or before.indicator,
        found.region or before.region,
        found.period or before.period,
        found.unit or before.unit,
        tuple(dict.fromkeys((*found.marks, *before.marks))),
        found.findings,
    )


def _whole_cells(lines: Iterable[Cell]) -> Iterable[Cell]:
    """Each line once, however many cells of a merged area repeat it."""
    seen = set()
    for cell in lines:
        text = plain(cell.value)
        if text and text not in seen and not OF_SOURCE.match(text):
            seen.add(text)
            yield cell


def _with(found: Context, cell: Cell, said: Reading, names: Names) -> Context:
    marks, findings = [*found.marks], [*found.findings]
    indicator, region, period = found.indicator, found.region, found.period
    if len(said.indicators) == 1:
        indicator, asked = _agreed(
            indicator, replace(cell, value=said.indicators[0]), names, "indicator"
        )
        findings += asked
    elif said.indicators:
        marks.append(Mark("several", "、".join(said.indicators), cell))
    whole = next((word for word in WHOLE if word in said.text), "")
    if whole and said.regions:
        findings.append(_by_plan(cell, whole, names))
    if place := _one_place(said.regions, names):
        region, asked = _agreed(region, replace(cell, value=place), names, "region")
        findings += asked
    elif said.regions:
        findings.append(_several(cell, "地区", "regions"))
    books = {year for pair in YEARBOOK.findall(said.text) for year in pair}
    spoken = [p for p in said.periods if not _is_day(p) and not books & {*YEARS.findall(p)}]
    days = [p for p in said.periods if _is_day(p)]
    if days and not _is_day(said.text):  # a day alone is one of printing
        marks.append(Mark(UNKNOWN, "、".join(days), cell))
    if spoken:
        period, asked = _one_period(period, cell, "".join(spoken))
        findings += asked
    held = found.unit.split("、") if found.unit else []
    units = [u for u in said.units if u not in held]
    if held and units and not {*said.units} & {*held}:
        marks.append(Mark(UNKNOWN, "、".join([*held, *units]), cell))
    marks += [Mark(kind, word, cell) for kind, word in said.words if kind not in ("plain",)]
    if said.rest and re.search(r"[^\W\d_]", said.rest):
        marks.append(Mark(UNKNOWN, said.rest, cell))
    unit = "、".join([*filter(None, [found.unit]), *units])
    return Context(indicator, region, period, unit, tuple(marks), tuple(findings))


def _one_period(before: Cell | None, cell: Cell, now: str) -> tuple[Cell, list[Finding]]:
    """The period that two lines say: a year in one and its part in another are one period."""
    if before is None or before.value == now:
        return replace(cell, value=now), []
    years = [re.findall(r"(?:19|20)\d\d", said) for said in (before.value, now)]
    if years[0] and not years[1]:
        return replace(before, value=f"{before.value}{now}"), []
    if years[1] and not years[0]:
        return replace(cell, value=f"{now}{before.value}"), []
    if {*years[1]} <= {*years[0]} and len(now) <= len(before.value):
        return before, []
    said = Finding(
        "warning",
        "two-periods",
        f"标题、工作表名等处写的时期不一致，按“{before.value}”读取；请核对",
        f"title and sheet's name say different periods; '{before.value}' is taken, check it",
        cell.sheet,
        cell.place,
        plain(cell.value)[:60],
    )
    return before, [said]


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}\s*[年/.-]\s*\d\d?\s*[月/.-]\s*\d\d?\s*日?", text) is not None


def _one_place(codes: Sequence[str], names: Names) -> str | None:
    """The region that a text names: of 山西省太原市 the inner one; None where there are several."""
    outer = {names.parents.get(code) for code in codes}
    inner = [code for code in codes if code not in outer]
    return inner[0] if len(inner) == 1 else None


def _agreed(
    before: Cell | None, now: Cell, names: Names, what: str
) -> tuple[Cell | None, list[Finding]]:
    """What two lines say, where they agree or one lies within the other."""
    if before is None or before.value == now.value:
        return now if before is None else before, []
    if what == "region" and names.parents.get(now.value) == before.value:
        return now, []
    if what == "region" and names.parents.get(before.value) == now.value:
        return before, []
    said = Finding(
        "error",
        f"two-{what}s",
        f"标题、工作表名等处写的{'地区' if what == 'region' else '指标'}不一致，请统一",
        f"title and sheet's name say different {what}s; make them agree",
        now.sheet,
        now.place,
        plain(now.value),
    )
    return before, [said]


def _by_plan(cell: Cell, whole: str, names: Names) -> Finding:
    called = names.called.get(names.own, names.own)
    return Finding(
        "warning",
        "whole",
        f"“{whole}”按规划的地区理解为{called}，请核对",
        f"'{whole}', the whole region, is taken as {called}; check it",
        cell.sheet,
        cell.place,
        plain(cell.value)[:60],
    )


def _several(cell: Cell, zh: str, en: str) -> Finding:
    return Finding(
        "warning",
        "several",
        f"一行里有几个{zh}，没有采用；数属于哪一个请写在列里",
        f"names several {en}, none of which is taken; say in a column whose the figures are",
        cell.sheet,
        cell.place,
        plain(cell.value)[:60],
    )


def is_note(text: str) -> bool:
    """Whether a line is a remark below a table or names its source."""
    return NOTE.match(text) is not None


@dataclass(frozen=True)
class Note:
    """A remark below or between rows: what it says, and of which figures."""

    cell: Cell
    reading: Reading
    kinds: tuple[str, ...]

    def is_about(self, indicator: str | None, region: str | None, year: str) -> bool:
        """Whether it may be about a figure: of what it names, or of all where it names nothing."""
        said = self.reading
        years = {m for p in said.periods for m in re.findall(r"(?:19|20)\d\d", p)}
        return (
            (not said.indicators or indicator is None or indicator in said.indicators)
            and (not said.regions or region is None or region in said.regions)
            and (not years or not year or year in years)
        )


def note_of(cell: Cell, names: Names) -> Note:
    """A remark, with the kinds of words in it that bear on figures."""
    text, said = plain(cell.value), read(cell.value, names)
    kinds = [kind for kind, pattern in IN_NOTES.items() if pattern.search(text)]
    if OF_SOURCE.match(text):
        return Note(cell, said, tuple(k for k in kinds if k in ("provisional", "planned")))
    bearing = {*said.said("measure", "part", "money")} - {*TOPICS}
    if bearing and not OF_ROUNDING.search(text):
        kinds.append("part")
    if (
        SCOPE.search(text)
        or LETTER.search(text)
        or said.units
        or IN_UNITS.search(text)
        or (not kinds and (said.regions or said.periods))
    ):
        kinds.append("scope")
    return Note(cell, said, tuple(kinds))
