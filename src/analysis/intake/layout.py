"""Take the figures and the new sources out of the sheets of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .cells import MISSING, plain
from .context import UNKNOWN, Context, Mark, Note, context_of, is_note, note_of
from .entries import DATA, INSTRUCTIONS, LISTS, REQUESTS, Entry, Layout, identity, prepared_rows
from .fields import field_of, is_of_office
from .findings import Finding
from .grid import Cell, Sheet
from .headings import WITHIN, Header, header_at, source_header
from .names import Names
from .under_headings import NAMED, YEAR_IN, beside_fields, other_unit, under, unit_above
from .unread import (
    hidden_findings,
    no_header,
    notice,
    twice_findings,
    unread_columns,
    unread_note,
)
from .wording import FOOTNOTES, NUMBERED, Reading, read

CONTINUED = re.compile(r"续表\s*\d*|\(?续\)?$")
FIGURE = re.compile(r"[约超]?[\d,.]+\S{0,3}")


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
        or (isinstance(c.value, str) and bool(FIGURE.fullmatch(plain(c.value))))
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
        self.of_office = False
        self.notes: list[Note] = []

    def read(self) -> bool:
        """Whether the sheet holds a table of figures at all."""
        rows, at, begun = self.sheet.rows, 0, 0
        header: Header | None = None
        first = len(self.layout.entries)
        while at < len(rows):
            nearby = at < WITHIN if header is None else self._may_head(rows[at])
            new = header_at(rows, at, self.names, below=begun) if nearby else None
            if new is not None:
                self._begin(rows[begun : new.first], new, again=header is not None)
                header, at = new, new.last + 1
            else:
                if header is not None:
                    self._row(rows[at], header)
                at += 1
            begun = at if new is not None or (header and len(_filled(rows[at - 1])) > 1) else begun
        if header is not None:
            self._say_notes(first)
        return header is not None

    def _may_head(self, row: list[Cell]) -> bool:
        """Whether a row within a table may head a new one: it begins so, and has no figure."""
        filled = _filled(row)
        if len(filled) < 2 or any(
            isinstance(c.value, float) and not _year_alone(c) for c in filled
        ):
            return False
        if filled[0].column == 1 and not field_of(plain(filled[0].value)):
            return False
        return not any(FIGURE.fullmatch(plain(c.value)) and not _year_alone(c) for c in filled)

    def _begin(self, above: Sequence[list[Cell]], header: Header, *, again: bool) -> None:
        lines = [c for row in above for c in row if c.value is not None]
        titles = [c for c in lines if not (again and is_note(plain(c.value)))]
        found = context_of(titles, self.sheet.name, self.names)
        self.context = _inherited(found, self.context) if again else found
        self.section = {}
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
        if header.twice:
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

    def _is_text_alone(self, row: list[Cell]) -> bool:
        """A row of one text: a note below the table, or the title of a section of it."""
        filled = {plain(c.value) for c in row if c.value is not None}
        if any(is_note(text) and len(text) > 8 for text in filled):
            return all(not _is_number(c) for c in row)
        if len(filled) != 1:
            return False
        text = next(iter(filled))
        if is_note(text) or _period_alone(text, self.names):
            return True
        return not (self.names.indicator(text) or FIGURE.fullmatch(text))

    def _say_alone(self, cell: Cell, header: Header) -> None:
        """A remark, or the title of a section, which names what its rows do not."""
        text = plain(cell.value)
        said = read(text, self.names)
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
            if index == header.lead and texts:
                return ("indicator" if "periods" in across else "region"), index
        return "", None

    def _entries(self, row: list[Cell], header: Header) -> Iterable[Entry]:
        """The figures of one row."""
        if not _filled(row):
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
        if part is not None and stated is not None and not YEAR_IN.search(plain(part.value)):
            found["year"] = replace(stated, value=f"{plain(stated.value)}{plain(part.value)}")
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
            marks = FOOTNOTES.findall(plain(note.cell.value)[:3])
            about = [
                n
                for n, entry in enumerate(self.layout.entries)
                if n >= first and note.is_about(*_spoken_of(entry, self.names))
            ]
            referring = [n for n in about if {*marks} & _footnotes(self.layout.entries[n])]
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


def _inherited(found: Context, before: Context) -> Context:
    """What a later table says of itself, and where it says nothing what the first one said."""
    return Context(
        found.indicator or before.indicator,
        found.region or before.region,
        found.period or before.period,
        found.unit or before.unit,
        tuple(dict.fromkeys((*found.marks, *before.marks))),
        found.findings,
    )


def _footnotes(entry: Entry) -> set[str]:
    """The marks of notes that stand at a figure's headings and at the name of its row."""
    return {m.word for m in entry.marks if m.kind == "footnote"}


def _spoken_of(entry: Entry, names: Names) -> tuple[str | None, str | None, str]:
    held = entry.cells
    year = re.search(r"(?:19|20)\d\d", plain(held["year"].value)) if "year" in held else None
    return (
        names.indicator(plain(held["indicator"].value)) if "indicator" in held else None,
        names.region(plain(held["region"].value)) if "region" in held else None,
        year[0] if year else "",
    )


def _filled(row: list[Cell]) -> list[Cell]:
    return [c for c in row if c.value is not None]


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, int | float) and not isinstance(cell.value, bool)


def _year_alone(cell: Cell) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d年?", plain(cell.value)))


def _period_alone(text: str, names: Names) -> Reading | None:
    said = read(text, names)
    return said if said.periods and said.is_whole and not said.indicators else None


def _read_sources(sheet: Sheet, at: int, fields: Mapping[str, int], layout: Layout) -> None:
    for row in sheet.rows[at + 1 :]:
        found = {name: row[i] for name, i in fields.items() if i < len(row)}
        if any(c.value is not None and plain(c.value) not in MISSING for c in found.values()):
            layout.sources.append(found)
