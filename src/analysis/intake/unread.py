"""What of a sheet is not read, each column, row and remark named so that nothing goes unseen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .cells import plain
from .findings import Finding
from .grid import Cell, Sheet
from .headings import WITHIN, Across, Header, is_year
from .names import Names
from .wording import Reading, read

TOTALS = {
    "total",
    "合计",
    "总计",
    "全部",
    "_t",
    "t",
    "all",
    "总体",
    "both sexes",
    "both",
    "both sexes or no breakdown by sex",
}
WORDS = {
    "indicator": ("指标", "indicator"),
    "region": ("地区", "region"),
    "year": ("年份", "period"),
    "value": ("数值", "value"),
}


def notice(code: str, zh: str, en: str, sheet: str, cell: Cell | None = None) -> Finding:
    return _finding("notice", code, zh, en, sheet, cell)


def _finding(level: str, code: str, zh: str, en: str, sheet: str, cell: Cell | None) -> Finding:
    place, value = (cell.place, plain(cell.value)[:60]) if cell else ("", "")
    return Finding(level, code, zh, en, sheet, place, value)


def hidden_findings(sheet: Sheet) -> list[Finding]:
    """Rows and columns that whoever looks at the sheet does not see: read only with a yes."""
    said = []
    for what, zh, places in (
        ("rows", "行", sheet.hidden_rows),
        ("columns", "列", sheet.hidden_columns),
    ):
        if places:
            named = ", ".join(map(str, places[:12])) + (" …" if len(places) > 12 else "")
            said.append(
                Finding(
                    "warning",
                    f"hidden-{what}",
                    f"第{named}{zh}是隐藏或被筛选掉的，一并读取了；不要这些数就先删掉",
                    f"hidden or filtered {what} are read as well: {named}; delete them if they are "
                    "not meant",
                    sheet.name,
                )
            )
    return said


def left_out(said: Reading) -> str:
    """Why a column of figures is not of the indicator itself; "" where it is."""
    for kind in ("planned", "measure", "part", "money"):
        if said.said(kind):
            return kind
    return ""


def twice_findings(header: Header, sheet: str) -> list[Finding]:
    return [
        _finding(
            "error",
            "two-columns",
            "另有一列也是这个意思，请只留一列",
            "another column means the same; keep one",
            sheet,
            cell,
        )
        for cell in header.twice
    ]


def unread_columns(
    header: Header, body: Sequence[list[Cell]], sheet: str, lead: tuple[str, int | None]
) -> list[Finding]:
    """A column that is not read is named; where it may bear on the figures it needs a yes."""
    said = []
    for column in header.across.values():
        why = left_out(column.reading)
        if why:
            level = "warning" if why in ("planned", "money") else "notice"
            words = "、".join(column.reading.said(why))
            said.append(
                _finding(
                    level,
                    "other-column",
                    f"“{words}”：不是该指标本身的实际数，该列没有读取",
                    f"'{words}': not the indicator's own figures of what was; the column is not "
                    "read",
                    sheet,
                    column.cell,
                )
            )
    for index, column in header.unread.items():
        values = [
            plain(row[index].value)
            for row in body
            if index < len(row) and row[index].value is not None
        ]
        if index == lead[1] or not values:
            continue
        said.append(_unread(header, column, values, sheet))
    return [s for s in said if s is not None]


def _unread(header: Header, column: Across, values: list[str], sheet: str) -> Finding | None:
    """One column of others: what a reader must see of it."""
    kinds = {v.casefold() for v in values}
    title = plain(column.cell.value).casefold()
    if kinds <= TOTALS or (title == "unit_mult" and kinds <= {"0"}):
        return None
    named = plain(column.cell.value) != ""
    level = "notice" if named and left_out(column.reading) and not header.is_long else "warning"
    shown = "、".join(dict.fromkeys(values))[:40]
    return _finding(
        level,
        "unread-column",
        f"看不懂这一列的表头，该列没有读取；列里写着：{shown}",
        f"a column with a heading that is not understood, not read; it holds: {shown}",
        sheet,
        column.cell,
    )


def years_of(cell: Cell) -> set[str]:
    """The years that a title names, those within a range among them."""
    named = [int(year) for year in re.findall(r"(?:19|20)\d\d", plain(cell.value))]
    return {str(year) for year in range(min(named), max(named) + 1)} if named else set()


def other_year(cell: Cell, sheet: str) -> Finding:
    """A title's year that none of the figures below is of."""
    return _finding(
        "warning",
        "title-year",
        "标题或工作表名写的年份，下面没有一个数是那一年的；请核对",
        "the title or the sheet's name names a year that none of the figures below is of; check it",
        sheet,
        cell,
    )


def unread_table(cell: Cell, sheet: str) -> Finding:
    """Headings within a table that are not understood: what they head is not of those above."""
    return _finding(
        "warning",
        "unread-table",
        "看不懂这一行表头，其下各行没有读取",
        "headings that are not understood; what stands below them is not read",
        sheet,
        cell,
    )


def unread_note(cell: Cell, sheet: str, *, level: str) -> Finding:
    """A remark that is told; one that may change what the figures are needs a yes."""
    if level == "notice":
        zh, en = "附注或小标题，没有读取", "a note or a section title, not read"
    else:
        zh = "附注可能改变数的含义，请核对；不合的数请先删掉"
        en = "a note that may change what the figures are; check it, and delete what does not fit"
    return _finding(level, "note-row", zh, en, sheet, cell)


def no_header(sheet: Sheet, names: Names) -> Finding:
    """What a sheet of figures does not say, and where it was looked for."""
    texts = [c.value for row in sheet.rows[:WITHIN] for c in row if isinstance(c.value, str)]
    readings = [read(t, names) for t in [*texts, sheet.name]]
    cells = [c.value for row in sheet.rows[:WITHIN] for c in row]
    there = {
        "indicator": any(r.indicators for r in readings),
        "region": any(r.regions for r in readings),
        "year": any(r.periods for r in readings) or any(map(is_year, cells)),
    }
    missing = [name for name, found in there.items() if not found]
    zh = "、".join(WORDS[m][0] for m in missing)
    en = ", ".join(WORDS[m][1] for m in missing)
    return Finding(
        "error",
        "no-header",
        "看不出哪一行是表头；需要“指标、年份、数值”三列，或左边是地区或指标、上面是年份或指标的表"
        + (f"；标题、表头、工作表名里没有找到：{zh}" if missing else "")
        + "；不需要的工作表请删除",
        "no header row found; it needs columns indicator, year and value, or regions or indicators "
        "down and years or indicators across"
        + (f"; not found in title, headings or the sheet's name: {en}" if missing else "")
        + "; delete the sheet if it is not meant",
        sheet.name,
    )
