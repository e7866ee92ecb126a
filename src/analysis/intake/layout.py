"""Take the figures and the new sources out of the sheets of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from .cells import plain
from .files import Cell, Sheet
from .findings import Finding
from .headings import SOURCE_SYNONYMS, SYNONYMS, Header, find_header, is_year

DATA = "数据 Data"  # the sheet of our template
INSTRUCTIONS, LISTS = "说明 Read me", "_lists"  # our own sheets, which hold no figures
PREPARED = 5  # column of LISTS: the rows that we prepared, see `prepared_row`
NOTE = re.compile(
    r"(注|备注|附注|说明|资料来源|数据来源|来源|note|notes|source)\s*\d*\s*[:：.．]", re.I
)
UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s,，;；)）]+)")


@dataclass(frozen=True)
class Entry:
    """One figure as entered: the cell of each field that is there.

    `prepared` is whether it stands in a row of our template whose unit we wrote, not its sender.
    """

    cells: Mapping[str, Cell]
    default_unit: str = ""
    prepared: bool = False

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


def find_tables(sheets: Iterable[Sheet], is_indicator: Callable[[str], bool]) -> Layout:
    """Take every figure and every new source out of the sheets of a file.

    A sheet is long (a row a figure), wide by year, or wide by indicator. Hidden sheets are left
    out and said so; hidden rows and columns are read and said so.
    """
    layout, sheets = Layout(), list(sheets)
    prepared = _prepared(sheets)
    for sheet in sheets:
        if not sheet.rows or sheet.name in (INSTRUCTIONS, LISTS):
            continue
        if sheet.hidden:
            layout.findings.append(
                _notice(
                    "hidden-sheet", "隐藏的工作表，没有读取", "a hidden sheet, not read", sheet.name
                )
            )
            continue
        _say_hidden(sheet, layout)
        sources = find_header(sheet, SOURCE_SYNONYMS, is_indicator)
        header = find_header(sheet, SYNONYMS, is_indicator)
        if header is not None:
            _read(sheet, header, layout, is_indicator, prepared if sheet.name == DATA else set())
        elif sources is not None and {"title", "publisher"} <= set(sources.fields):
            _read_sources(sheet, sources, layout)
        elif _has_numbers(sheet):
            layout.findings.append(_no_header(sheet))
    if not layout.entries and not any(f.level == "error" for f in layout.findings):
        layout.findings.append(
            Finding("error", "nothing", "没有找到要添加的数", "there is no figure to add")
        )
    return layout


def prepared_row(*cells: object) -> str:
    """How a template remembers a row that it prepared: by its indicator, region, year and unit."""
    return "|".join(map(plain, cells))


def _prepared(sheets: Iterable[Sheet]) -> set[str]:
    """The rows that our template prepared; none in other people's workbooks."""
    lists = (row for sheet in sheets if sheet.name == LISTS for row in sheet.rows)
    return {plain(row[PREPARED - 1].value) for row in lists if len(row) >= PREPARED} - {""}


def _say_hidden(sheet: Sheet, layout: Layout) -> None:
    if sheet.hidden_rows:
        layout.findings.append(
            _notice(
                "hidden-rows",
                f"有{sheet.hidden_rows}行是隐藏的，已一并读取",
                f"hidden rows were read as well: {sheet.hidden_rows}",
                sheet.name,
            )
        )
    if sheet.hidden_columns:
        layout.findings.append(
            _notice(
                "hidden-columns",
                f"有{sheet.hidden_columns}列是隐藏的，已一并读取",
                f"hidden columns were read as well: {sheet.hidden_columns}",
                sheet.name,
            )
        )


def _no_header(sheet: Sheet) -> Finding:
    return Finding(
        "error",
        "no-header",
        "看不出哪一行是表头；需要“指标、年份、数值”三列，或指标一列加各年份；不需要的工作表请删除",
        "no header row found; it needs columns indicator, year and value, or indicator and years; "
        "delete the sheet if it is not meant",
        sheet.name,
    )


def _notice(code: str, zh: str, en: str, sheet: str, cell: Cell | None = None) -> Finding:
    place, value = (cell.place, plain(cell.value)[:60]) if cell else ("", "")
    return Finding("notice", code, zh, en, sheet, place, value)


def _has_numbers(sheet: Sheet) -> bool:
    """Whether a sheet looks like it holds figures, so that silence would lose them."""
    numbers = sum(
        isinstance(c.value, int | float) and not isinstance(c.value, bool)
        for row in sheet.rows
        for c in row
    )
    texts = sum(
        bool(re.fullmatch(r"[约超]?[\d,.]+\S{0,3}", plain(c.value)))
        for row in sheet.rows
        for c in row
        if isinstance(c.value, str)
    )
    return numbers + texts > 0


def _read(
    sheet: Sheet,
    header: Header,
    layout: Layout,
    is_indicator: Callable[[str], bool],
    prepared: set[str],
) -> None:
    unit_line = _unit_above(sheet, header)
    if unit_line:
        layout.findings.append(
            _notice(
                "unit-line",
                f"表头上方写着单位：{unit_line}，已采用",
                f"the line above the header gives the unit: {unit_line}",
                sheet.name,
            )
        )
    body = sheet.rows[header.at + 1 :]
    _say_unread(sheet, header, body, layout)
    if header.twice:
        return
    for row in body:
        if _is_text_alone(row, is_indicator):
            layout.findings.append(
                _notice(
                    "note-row",
                    "附注或小标题，没有读取",
                    "a note or a section title, not read",
                    sheet.name,
                    next(c for c in row if c.value is not None),
                )
            )
            continue
        if [plain(c.value) for c in row] == [plain(c.value) for c in sheet.rows[header.at]]:
            continue
        for entry in _entries(row, header, unit_line):
            if entry.value.value is None:
                layout.unfilled += 1
            else:
                layout.entries.append(replace(entry, prepared=_identity(entry) in prepared))


def _identity(entry: Entry) -> str:
    """A row as a template would remember it."""
    held = [entry.cells.get(name) for name in ("indicator", "region", "year", "unit")]
    return prepared_row(*(cell and cell.value for cell in held))


def _unit_above(sheet: Sheet, header: Header) -> str:
    texts = (plain(c.value) for row in sheet.rows[: header.at] for c in row)
    found = [m.group(1) for m in map(UNIT_LINE.search, texts) if m]
    return found[0] if found and "unit" not in header.fields else ""


def _say_unread(sheet: Sheet, header: Header, body: list[list[Cell]], layout: Layout) -> None:
    """A column that is not understood is named, so that no figure goes missing unseen."""
    for cell in header.twice:
        layout.findings.append(
            Finding(
                "error",
                "two-columns",
                "另有一列也是这个意思，请只留一列",
                "another column means the same; keep one",
                sheet.name,
                cell.place,
                plain(cell.value)[:60],
            )
        )
    filled = [
        cell
        for index, cell in header.unread.items()
        if any(index < len(row) and row[index].value is not None for row in body)
    ]
    for cell in filled:
        layout.findings.append(
            _notice(
                "unread-column",
                "看不懂这一列的表头，该列没有读取",
                "a column with a heading that is not understood, not read",
                sheet.name,
                cell,
            )
        )


def _is_text_alone(row: list[Cell], is_indicator: Callable[[str], bool]) -> bool:
    """A row of one text: a note below the table, or the title of a section of it."""
    filled = {plain(c.value) for c in row if c.value is not None}
    if len(filled) != 1:
        return False
    text = next(iter(filled))
    return bool(NOTE.match(text)) or not (
        is_indicator(text) or re.match(r"[约超]?[\d,.]+\S{0,3}$", text) or is_year(text)
    )


def _entries(row: list[Cell], header: Header, unit_line: str) -> Iterable[Entry]:
    """The figures of one row."""
    shared = {name: row[i] for name, i in header.fields.items() if i < len(row)}
    if not any(c.value is not None for c in row):
        return
    if header.shape == "long":
        yield Entry(shared, header.units.get(header.fields["value"], unit_line))
        return
    across = header.years if header.shape == "years" else header.indicators
    name = "year" if header.shape == "years" else "indicator"
    for index, heading in across.items():
        if index < len(row):
            yield Entry(
                shared | {name: heading, "value": row[index]}, header.units.get(index, unit_line)
            )


def _read_sources(sheet: Sheet, header: Header, layout: Layout) -> None:
    for row in sheet.rows[header.at + 1 :]:
        found = {name: row[i] for name, i in header.fields.items() if i < len(row)}
        if any(c.value is not None for c in found.values()):
            layout.sources.append(found)
