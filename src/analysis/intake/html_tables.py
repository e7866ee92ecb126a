"""Tables of a page of HTML, also where it is named .xls as statistical offices' exports are."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from ..records.errors import PlanDataError
from .grid import MOST_COLUMNS, Cell, Sheet, letter, refuse_size
from .text_files import decode
from .zipped import MOST_CELLS, SAVE_AS

VOID = ("br", "img", "hr", "meta", "link", "input", "col", "wbr")
SKIPPED = ("script", "style", "head", "noscript", "template")
STRUCK = ("del", "s", "strike")
BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "caption", "li", "center", "body")
MOST_SPANNED = 200


def is_html(head: bytes) -> bool:
    """Whether a file begins as a page of HTML does."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ").lower()
    return plain.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body")
    ) or (plain.startswith((b"<?xml", b"<!--", b"<div", b"<style")) and b"<html" in plain)


def read_html(path: Path) -> list[Sheet]:
    """Every table of a page as a sheet, what stands before a table as lines above it.

    Raises
    ------
    PlanDataError
        There is no table in the page.
    """
    data = path.read_bytes()
    told = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.I)
    text, _ = decode(data, path.name, told[1].decode("ascii", "replace") if told else "")
    reader = _Page(path.name)
    reader.feed(text)
    reader.close()
    if not reader.tables:
        raise PlanDataError(f"{path.name}: a page without a table; {SAVE_AS}")
    sheets = []
    for number, (lines, rows) in enumerate(reader.tables, 1):
        name = path.name if len(reader.tables) == 1 else f"{path.name} {number}"
        refuse_size(len(lines) + len(rows), 1, name)
        sheets.append(_sheet(name, lines, rows))
    return [s for s in sheets if s.rows]


class _Cell:
    """What a cell of a page holds while it is read."""

    def __init__(self, across: int, down: int, hidden: bool) -> None:
        self.across, self.down, self.hidden = across, down, hidden
        self.text = ""
        self.marks: list[tuple[str, str]] = []


class _Page(HTMLParser):
    """Collects tables with the lines of text that stand before each."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name, self.held = name, 0
        self.tables: list[tuple[list[str], list[list[_Cell]]]] = []
        self.lines: list[str] = [""]
        self.open: list[list[list[_Cell]]] = []
        self.cell: _Cell | None = None
        self.stack: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {k: v or "" for k, v in attributes}
        hidden = bool(re.search(r"display\s*:\s*none", told.get("style", ""), re.I)) or (
            "hidden" in told
        )
        if tag == "table":
            self.open.append([])
            lines = [line.strip() for line in self.lines if line.strip()]
            self.tables.append((lines[-12:], self.open[-1]))
            self.lines = [""]
        elif tag == "tr" and self.open:
            self.open[-1].append([])
            refuse_size(len(self.open[-1]), 1, self.name)
        elif tag in ("td", "th") and self.open:
            if not self.open[-1]:
                self.open[-1].append([])
            away = hidden or any(h for _, h in self.stack)
            self.cell = _Cell(_count(told, "colspan"), _count(told, "rowspan"), away)
            self.open[-1][-1].append(self.cell)
            self._refuse_more()
        elif tag == "br":
            self.handle_data("\n")
        elif tag in BLOCKS and self.cell is None:
            self.lines.append("")
        if tag not in VOID:
            self.stack.append((tag, hidden))

    def _refuse_more(self) -> None:
        """Refuse a page while it is read, not when all of it was."""
        refuse_size(len(self.open[-1]), len(self.open[-1][-1]), self.name)
        self.held += self.cell.across * self.cell.down
        if self.held > MOST_CELLS:
            raise PlanDataError(
                f"{self.name}: more than {MOST_CELLS} cells in its tables; keep only the rows to "
                "add | 单元格过多，请只保留要添加的行"
            )

    def handle_endtag(self, tag: str) -> None:
        while self.stack and any(t == tag for t, _ in self.stack):
            if self.stack.pop()[0] == tag:
                break
        if tag in ("td", "th", "tr"):
            self.cell = None
        elif tag == "table" and self.open:
            self.open.pop()
            self.cell = None
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        tags = [t for t, _ in self.stack]
        if any(t in SKIPPED for t in tags):
            return
        if self.cell is None:
            self.lines[-1] += " ".join(data.split()) + " " if data.strip() else ""
        elif any(t in STRUCK for t in tags) and data.strip():
            self.cell.marks.append(("struck", data.strip()))
        elif "sup" in tags and self.cell.text.strip() and data.strip():
            self.cell.marks.append(("superscript", data.strip()))
        else:
            self.cell.text += data


def _count(told: dict[str, str], name: str) -> int:
    return max(1, min(int(told[name]), MOST_SPANNED)) if told.get(name, "").isdigit() else 1


def _sheet(name: str, lines: list[str], rows: list[list[_Cell]]) -> Sheet:
    grid: dict[tuple[int, int], tuple[_Cell, bool]] = {}
    above = len(lines)
    for at, row in enumerate(rows, above + 1):
        column = 1
        for cell in row:
            while (at, column) in grid:
                column += 1
            for i in range(cell.down):
                for j in range(cell.across):
                    grid.setdefault((at + i, column + j), (cell, bool(i or j)))
            column += cell.across
    width = min(max((c for _, c in grid), default=1), MOST_COLUMNS)
    made = [[Cell(name, f"A{n}", n, 1, " ".join(line.split()))] for n, line in enumerate(lines, 1)]
    hidden = set()
    for at in range(above + 1, above + len(rows) + 1):
        cells = []
        for column in range(1, width + 1):
            held, repeats = grid.get((at, column), (None, False))
            text = " ".join(held.text.split()) if held else ""
            marks = tuple(held.marks) if held else ()
            cells.append(
                Cell(
                    name,
                    f"{letter(column)}{at}",
                    at,
                    column,
                    text or None,
                    merged=repeats,
                    marks=marks,
                )
            )
            if held and held.hidden and text:
                hidden.add(at)
        if any(c.value is not None for c in cells):
            made.append(cells)
    return Sheet(name, made, hidden_rows=tuple(sorted(hidden)))
