"""Take the figures and the new sources out of the sheets of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .cells import MISSING, plain
from .context import UNKNOWN, Context, Mark, Note, context_of, inherited, is_note, note_of
from .entries import (
    DATA,
    INSTRUCTIONS,
    LISTS,
    REQUESTS,
    Entry,
    Layout,
    footnotes,
    identity,
    prepared_rows,
    spoken_of,
)
from .fields import is_of_office
from .findings import Finding
from .grid import Cell, Sheet
from .headings import (
    AMOUNT,
    WITHIN,
    Header,
    filled_of,
    header_at,
    heads_another,
    may_head,
    source_header,
)
from .names import Names
from .under_headings import (
    NAMED,
    YEAR_IN,
    beside_fields,
    corners,
    other_unit,
    under,
    unit_above,
    whole_period,
)
from .unread import (
    hidden_findings,
    no_header,
    notice,
    other_year,
    twice_findings,
    unread_columns,
    unread_note,
    unread_table,
    years_of,
)
from .wording import NUMBERED, REFERRED, Reading, read

WHOLE_YEAR = ("全年", "全年数", "年度", "full year")  # a section of these ends one of a part
CONTINUED = re.compile(r"续表\s*\d*|\(?续\)?$")


def find_tables(sheets: Iterable[Sheet], names: Names) -> Layout:
    """Take every figure and every new source out of the sheets of a file.

    A table has a row a figure, or figures under headings that name a year, an indicator or a
    region. What neither row nor heading says is looked for in section titles, the lines above the
    table and the sheet's name. Hidden sheets are left out; hidden rows and columns need a yes.
    """
    layout, sheets = Layout(), list(sheets)
    prepared = prepared_rows(sheets)
    for sheet in sheets:
        if not sheet.rows or sheet.name in (INSTRUCTIONS, LISTS, REQUESTS):
            continue
        if sheet.hidden:
            zh, en = "隐藏的工作表，没有读取", "a hidden sheet, not read"
            layout.findings.append(notice("hidden-sheet", zh, en, sheet.name))
            continue
        layout.findings += [*sheet.notes, *hidden_findings(sheet)]
        found = source_header(sheet.rows)
        if not _Tables(sheet, names, layout, prepared if sheet.name == DATA else set()).read():
            if found is not None:
                _read_sources(sheet, *found, layout)
            elif _has_numbers(sheet):
                layout.findings.append(no_header(sheet, names))
    if not layout.entries and not any(f.level == "error" for f in layout.findings):
        layout.findings.append(
            Finding("error", "nothing", "没有找到要添加的数", "there is no figure to add")
        )
    return layout


def _has_numbers(sheet: Sheet) -> bool:
    """Whether a sheet looks like it holds figures, so that silence would lose them."""
    return any(
        (isinstance(c.value, int | float) and not isinstance(c.value, bool))
        or (isinstance(c.value, str) and bool(AMOUNT.fullmatch(plain(c.value))))
        for row in sheet.rows
        for c in row
    )


class _Tables:
    """Reads the tables of one sheet, one below another."""

    def __init__(self, sheet: Sheet, names: Names, layout: Layout, prepared: set[str]) -> None:
        self.sheet, self.names, self.layout, self.prepared = sheet, names, layout, prepared
        self.context = Context()
        self.section: dict[str, Cell] = {}
        self.beside: list[Mark] = []  # of the headings of a long table
        self.of_office = self.closed = False
        self.begun, self.titled = 0, None  # the first figure of a table, and the period above it
        self.unit_below: Cell | None = None  # a line of a unit that no figure has followed
        self.notes: list[Note] = []

    def read(self) -> bool:
        """Whether the sheet holds a table of figures at all."""
        rows, at, begun = self.sheet.rows, 0, 0
        header: Header | None = None
        first = len(self.layout.entries)
        while at < len(rows):
            nearby = at < WITHIN if header is None else may_head(rows[at])
            new = header_at(rows, at, self.names, below=begun) if nearby else None
            if new is None and header is not None and heads_another(rows[at], rows[header.last]):
                self._close(rows[at])
            if new is not None:
                self._begin(rows[begun : new.first], new, again=header is not None)
                header, at = new, new.last + 1
            else:
                if header is not None:
                    self._row(rows[at], header)
                at += 1
            begun = (
                at if new is not None or (header and len(filled_of(rows[at - 1])) > 1) else begun
            )
        if header is not None:
            self._say_notes(first)
            self._end()
        return header is not None

    def _close(self, row: list[Cell]) -> None:
        """What stands below headings that are not understood is not read by those above."""
        self.closed = True
        self.layout.findings.append(unread_table(filled_of(row)[-1], self.sheet.name))

    def _begin(self, above: Sequence[list[Cell]], header: Header, *, again: bool) -> None:
        lines = [c for row in above for c in row if c.value is not None]
        titles = [c for c in lines if not (again and is_note(plain(c.value)))]
        found = context_of([*titles, *corners(header)], self.sheet.name, self.names)
        self.unit_below = None  # it is above the table that begins here
        self._end()
        self.begun, self.titled = len(self.layout.entries), found.period
        self.context = inherited(found, self.context) if again else found
        self.section, self.closed = {}, False
        heads = self.sheet.rows[header.last]
        self.beside = beside_fields(header, heads, self.names) if header.is_long else []
        self.of_office = self._is_of_office(heads)
        self.layout.findings += [f for f in found.findings if f not in self.layout.findings]
        if found.unit and "unit" not in header.fields and "、" not in found.unit:
            zh, en = (
                f"表头上方写着单位：{found.unit}，已采用",
                f"the line above the header gives the unit: {found.unit}",
            )
            self.layout.findings.append(notice("unit-line", zh, en, self.sheet.name))
        self._say_taken(header)
        body = self.sheet.rows[header.last + 1 :]
        self.layout.findings += [
            *twice_findings(header, self.sheet.name),
            *unread_columns(header, body, self.sheet.name, self._lead_kind(header, body)),
        ]

    def _end(self) -> None:
        """What there is to say of a table when its figures are known."""
        entries = self.layout.entries[self.begun :]
        years = {spoken_of(entry, self.names)[2] for entry in entries} - {""}
        told = set() if self.titled is None else years_of(self.titled)
        if told and years and not years & told:
            self.layout.findings.append(other_year(self.titled, self.sheet.name))
        if self.unit_below is not None:
            self.layout.findings.append(
                unread_note(self.unit_below, self.sheet.name, level="warning")
            )

    def _say_taken(self, header: Header) -> None:
        """What the lines above a table, or its sheet's name, say and the rows do not."""
        told = {
            "indicator": (self.context.indicator, "指标"),
            "region": (self.context.region, "地区"),
            "year": (self.context.period, "时期"),
        }
        across = {
            f
            for c in header.across.values()
            for k, f in NAMED.items()
            if getattr(c.reading, k) and (f != "year" or YEAR_IN.search("".join(c.reading.periods)))
        }
        for name, (cell, zh) in told.items():
            if cell is not None and name not in header.fields and name not in across:
                called = self.names.called.get(cell.value, cell.value)
                self.layout.findings.append(
                    notice(
                        "taken",
                        f"{zh}取自标题或工作表名：{called}",
                        f"the {name} is taken from the title or the sheet's name: {called}",
                        self.sheet.name,
                        cell if cell.place else None,
                    )
                )

    def _row(self, row: list[Cell], header: Header) -> None:
        if header.twice or self.closed:
            return
        if self._is_text_alone(row):
            self._say_alone(next(c for c in row if c.value is not None), header)
            return
        heads = self.sheet.rows[header.last]
        if [plain(c.value) for c in row] == [plain(c.value) for c in heads]:
            return
        for entry in self._entries(row, header):
            if entry.value.value is None:
                self.layout.unfilled += 1
            else:
                prepared = bool(self.prepared) and identity(entry) in self.prepared
                self.layout.entries.append(replace(entry, prepared=prepared))
                self.unit_below = None

    def _is_text_alone(self, row: list[Cell]) -> bool:
        """A row of one text: a note below the table, or the title of a section of it."""
        filled = {plain(c.value) for c in row if c.value is not None}
        if any(is_note(text) and len(text) > 8 for text in filled):
            return not any(isinstance(c.value, int | float) for c in row)
        if len(filled) != 1:
            return False
        text = next(iter(filled))
        if is_note(text) or _period_alone(text, self.names):
            return True
        return not (self.names.indicator(text) or AMOUNT.fullmatch(text))

    def _say_alone(self, cell: Cell, header: Header) -> None:
        """A remark, or the title of a section, which names what its rows do not."""
        text = plain(cell.value)
        said = read(text, self.names)
        if said.text in WHOLE_YEAR:
            self.section.pop("year", None)
            return
        if not is_note(text) and said.is_whole and not said.words:
            named = {
                field: replace(cell, value=values[0])
                for name, field in NAMED.items()
                if len(values := getattr(said, name)) == 1 and field not in header.fields
            }
            if named:
                self.section = {**self.section, **named}
                return
            if said.units:
                self._take_unit(said.units)
                self.unit_below = cell
                return
        note = note_of(cell, self.names)
        numbered = NUMBERED.match(said.text) or CONTINUED.match(said.text)
        if not is_note(text) and not note.kinds and said.rest and not numbered:
            note = replace(note, kinds=(UNKNOWN,))  # which may be of what the rows below are
        self.notes.append(note)

    def _take_unit(self, said: Sequence[str]) -> None:
        """A line of a unit between the rows is of those below."""
        unit = "、".join(said)
        self.context = replace(self.context, unit=unit)
        zh, en = f"表中写着单位：{unit}，用于以下各行", f"from here the unit is {unit}"
        self.layout.findings.append(notice("unit-line", zh, en, self.sheet.name))

    def _lead_kind(self, header: Header, body: Sequence[list[Cell]]) -> tuple[str, int | None]:
        """Of what the rows of a table are, and in which column it stands."""
        if header.is_long:
            return "", None
        across = {k for c in header.across.values() for k in NAMED if getattr(c.reading, k)}
        for index in (header.lead, *(header.fields.get(n) for n in ("indicator", "region"))):
            if index is None:
                continue
            texts = [plain(r[index].value) for r in body[:WITHIN] if index < len(r)]
            counts = {
                "region": sum(self.names.region(t) is not None for t in texts if t),
                "indicator": sum(self.names.indicator(t) is not None for t in texts if t),
                "year": sum(bool(_period_alone(t, self.names)) for t in texts if t),
            }
            own = next((f for f, i in header.fields.items() if i == index), "")
            kind = max(counts, key=lambda k: (counts[k], k == own))
            if counts[kind]:
                return kind, index
            if index == header.lead and not all(AMOUNT.fullmatch(t) for t in texts):
                return ("indicator" if "periods" in across else "region"), index
        return "", None

    def _entries(self, row: list[Cell], header: Header) -> Iterable[Entry]:
        """The figures of one row."""
        if not filled_of(row):
            return
        cells = {name: row[i] for name, i in header.fields.items() if i < len(row)}
        marks: list[Mark] = []
        unit = self.context.unit
        if not header.is_long:
            kind, index = self._kinds(header)
            if index is not None and index < len(row):
                wrong = header.fields.get("indicator") == index and kind != "indicator"
                if wrong:
                    cells.pop("indicator")
                cells.setdefault(kind, row[index])
        cells, around = self._surrounded(cells, header)
        marks += around
        if header.is_long:
            marks += self.beside
            if (at := header.fields["value"]) >= len(row):
                return
            named = header.units.get(at) or unit
            marks += other_unit(named, cells)
            yield Entry(
                cells,
                named,
                marks=self._of(cells, marks, row),
                foreign=self.of_office,
            )
            return
        for index, column in header.across.items():
            if index >= len(row):
                continue
            made, said = under(cells, column)
            if made is None:
                continue
            made["value"] = row[index]
            named = header.units.get(index) or unit
            said += unit_above(header.units.get(index, ""), unit, column.cell)
            yield Entry(
                made,
                named,
                marks=self._of(made, [*marks, *said, *other_unit(named, made)], row),
                foreign=True,
            )

    def _is_of_office(self, heads: Sequence[Cell]) -> bool:
        """Whether a long table is an office's export, of which a plan knows some series."""
        named = self.sheet.name.lower().endswith(".px")
        return named or is_of_office(plain(c.value) for c in heads)

    def _kinds(self, header: Header) -> tuple[str, int | None]:
        if getattr(self, "_kind_of", (None,))[0] is not header:
            body = self.sheet.rows[header.last + 1 :]
            self._kind_of = (header, self._lead_kind(header, body))
        return self._kind_of[1]

    def _surrounded(
        self, cells: dict[str, Cell], header: Header
    ) -> tuple[dict[str, Cell], list[Mark]]:
        """A row's fields with what its section, the lines above and the sheet's name say."""
        context = self.context
        above = {"indicator": context.indicator, "region": context.region, "year": context.period}
        around = {**{k: c for k, c in above.items() if c is not None}, **self.section}
        found = {**around, **cells}
        part, stated = around.get("year"), cells.get("year")
        if part is not None and stated is not None and plain(stated.value):
            whole = whole_period(plain(stated.value), plain(part.value))
            if whole != plain(stated.value):
                found["year"] = replace(stated, value=whole)
        marks = [*context.marks]
        own, named = found.get("indicator"), context.indicator
        if own is not named and own is not None and named is not None:
            if self.names.indicator(plain(own.value)) != named.value:
                marks.append(Mark("part", self.names.name_of(named.value), named))
        return found, marks

    def _of(
        self, cells: Mapping[str, Cell], marks: list[Mark], row: list[Cell]
    ) -> tuple[Mark, ...]:
        """The marks of a figure, those of its own cells among them."""
        own = [
            Mark(kind, word, c)
            for c in {id(c): c for c in (*cells.values(),)}.values()
            for kind, word in c.marks
        ]
        return tuple(dict.fromkeys([*marks, *own]))

    def _say_notes(self, first: int) -> None:
        """What remarks say of figures becomes a mark on these; every remark is told."""
        for note in self.notes:
            if not note.kinds:
                self.layout.findings.append(unread_note(note.cell, self.sheet.name, level="notice"))
                continue
            kinds = {"provisional", "planned"} & {*note.kinds}
            marks = REFERRED.findall(plain(note.cell.value)[:3])
            about = [
                n
                for n, entry in enumerate(self.layout.entries)
                if n >= first and note.is_about(*spoken_of(entry, self.names))
            ]
            referring = [n for n in about if {*marks} & footnotes(self.layout.entries[n])]
            about = referring or about
            for n in about if kinds else ():
                entry = self.layout.entries[n]
                kind = "planned" if "planned" in kinds else "provisional"
                mark = Mark(kind, plain(note.cell.value)[:40], note.cell)
                self.layout.entries[n] = replace(entry, marks=(*entry.marks, mark))
            if {*note.kinds} - {"provisional", "planned"} or not about:
                self.layout.findings.append(
                    unread_note(note.cell, self.sheet.name, level="warning")
                )


def _period_alone(text: str, names: Names) -> Reading | None:
    said = read(text, names)
    return said if said.periods and said.is_whole and not said.indicators else None


def _read_sources(sheet: Sheet, at: int, fields: Mapping[str, int], layout: Layout) -> None:
    for row in sheet.rows[at + 1 :]:
        found = {name: row[i] for name, i in fields.items() if i < len(row)}
        if any(c.value is not None and plain(c.value) not in MISSING for c in found.values()):
            layout.sources.append(found)
