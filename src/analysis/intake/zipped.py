"""The zip package of a workbook: refused where it is a bomb, mended where parts are missing."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from itertools import islice
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.parsers import expat

from ..records.errors import PlanDataError

MEGABYTE = 2**20
LARGEST_PART = 12 * MEGABYTE  # of XML, unpacked: seconds to parse
LARGEST_TOTAL = 24 * MEGABYTE
MOST_PARTS = 2_000
MOST_CELLS = 150_000  # filled or only formatted, in the whole workbook
MOST_COVERED = 200_000  # cells under merged areas and links
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff")
SAVE_AS = "save it as .xlsx | 请用 Excel 或 WPS 另存为 .xlsx"
# What else begins with PK, told by a part that only it has.
OTHERS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "Index/Document.iwa": "a Numbers or Pages file",
}
# As Excel names the same things in a "Strict Open XML Workbook" (ISO/IEC 29500-1).
STRICT = (
    (b"purl.oclc.org/ooxml/spreadsheetml", b"schemas.openxmlformats.org/spreadsheetml/2006"),
    (b"purl.oclc.org/ooxml/officeDocument", b"schemas.openxmlformats.org/officeDocument/2006"),
    (b"purl.oclc.org/ooxml/drawingml", b"schemas.openxmlformats.org/drawingml/2006"),
)
# Parts of a sheet that hold no figure: links, pictures, charts, buttons, tables' frames.
UNNEEDED = re.compile(
    rb"<(?:\w+:)?(hyperlinks|drawing|legacyDrawing|legacyDrawingHF|picture|tableParts|oleObjects|controls|"
    rb"extLst)\b[^>]*?(?:/>|>.*?</(?:\w+:)?\1>)",
    re.DOTALL,
)
OVERRIDE = re.compile(rb"<(?:\w+:)?Override\b[^>]*?PartName=\"/([\x21-\x7e]+?)\"[^>]*?/>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?/>")
KEPT = (b"/comments", b"/worksheet", b"/sharedStrings", b"/styles", b"/officeDocument", b"/theme")


def refuse_bombs(path: Path) -> None:
    """Look at the parts of a package before anything builds cells from them.

    Raises
    ------
    PlanDataError
        It is damaged, encrypted, unpacks to too much, declares entities or is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _refuse_sizes(parts, path.name)
            _refuse_others({p.filename for p in parts}, path.name)
            counts = _Counts(path.name)
            for part in parts:
                if not part.filename.lower().endswith(PICTURES):
                    counts.read(package, part)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError):
        raise PlanDataError(
            f"{path.name}: damaged or cut short; ask for it again | 文件已损坏或不完整，请重新索取"
        ) from None
    except RuntimeError:
        raise PlanDataError(
            f"{path.name}: parts are encrypted; save it without a password | 请另存为不加密的文件"
        ) from None


def _refuse_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    plain = [p for p in parts if not p.filename.lower().endswith(PICTURES)]
    largest = max((p.file_size for p in plain), default=0)
    total = sum(p.file_size for p in plain)
    if largest > LARGEST_PART or total > LARGEST_TOTAL or len(parts) > MOST_PARTS:
        raise PlanDataError(
            f"{name}: unpacks to {total / MEGABYTE:.0f} MB in {len(parts)} parts, too much for a "
            "table of figures; keep only the rows to add | 内容过大，请只保留要添加的行"
        )


def _refuse_others(names: set[str], name: str) -> None:
    for part, kind in OTHERS.items():
        if part in names and "xl/workbook.xml" not in names:
            raise PlanDataError(f"{name}: {kind}; {SAVE_AS}")


class _Counts:
    """Reads the XML of a package part by part, counts its cells and builds nothing."""

    def __init__(self, name: str) -> None:
        self.name, self.cells, self.covered = name, 0, 0

    def read(self, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        """Raise where a part declares a document type or fills too much."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._element
        self.part = part.filename
        with package.open(part) as file:
            try:
                while chunk := file.read(MEGABYTE):
                    parser.Parse(chunk)
            except expat.ExpatError:
                while file.read(MEGABYTE):  # not XML, or damaged: read on for its checksum
                    continue

    def _doctype(self, *_: object) -> None:
        # No workbook has a document type, and entities are what bombs are made of.
        raise PlanDataError(
            f"{self.name}: part {self.part} declares XML entities, which no workbook needs; not "
            "opened | 文件含有XML实体声明，不予打开"
        )

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise PlanDataError(
                    f"{self.name}: more than {MOST_CELLS} cells, filled or formatted; copy the "
                    "rows to add into a new workbook | 单元格过多，请把要添加的行复制到新工作簿"
                )
        elif kind in ("mergeCell", "hyperlink"):
            self.covered += _area(attributes.get("ref", ""))
            if self.covered > MOST_COVERED:
                raise PlanDataError(
                    f"{self.name}: merged areas or links ({attributes.get('ref', '')[:40]}) cover "
                    f"more than {MOST_COVERED} cells; copy the rows to add into a new workbook "
                    "| 合并单元格或链接范围过大，请把要添加的行复制到新工作簿"
                )


def _area(reference: str) -> int:
    """How many cells a reference such as A1:B9 covers."""
    from openpyxl.utils import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 1
    return ((right or 16_384) - (left or 1) + 1) * ((bottom or 1_048_576) - (top or 1) + 1)


def is_strict(content: bytes) -> bool:
    """Whether a workbook names its parts as a Strict Open XML Workbook does."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [n for n in package.namelist() if n.endswith("workbook.xml")]
        return any(b"purl.oclc.org/ooxml" in package.read(n) for n in names)


TEXTS = re.compile(r"(sharedStrings|worksheets/[^/]+)\.xml$", re.I)
RUN = re.compile(rb"<(?:\w+:)?r(?:Pr)?[ />]")


def has_runs(content: bytes) -> bool:
    """Whether any text of a workbook is set in several fonts, as a superscript is."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        texts = [n for n in package.namelist() if TEXTS.search(n)]
        return any(RUN.search(package.read(n)) for n in texts)


ROW = re.compile(rb"<(?:\w+:)?row[ >]")
END_OF_ROWS = re.compile(rb"</(?:\w+:)?sheetData>")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def cut(content: bytes, *, over: int, to: int) -> bytes | None:
    """A workbook whose sheets of more than `over` rows end after `to`; None where none has more."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        short = {n: _shortened(old.read(n), over, to) for n in old.namelist() if SHEET.fullmatch(n)}
        if not any(short.values()):
            return None
        with zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                new.writestr(name, short.get(name) or old.read(name))
    return made.getvalue()


def _shortened(part: bytes, over: int, to: int) -> bytes | None:
    begins = [found.start() for found in islice(ROW.finditer(part), over + 1)]
    end = END_OF_ROWS.search(part, begins[-1]) if len(begins) > over else None
    return None if end is None else part[: begins[to]] + part[end.start() :]


def mended(content: bytes) -> bytes:
    """A workbook without what holds no figure, its names those of an ordinary one.

    What is said of parts that are not there, links and drawings are left out; nothing of a cell is.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        there = set(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name.endswith((".xml", ".rels")):
                for strict, plain in STRICT:
                    part = part.replace(strict, plain)
            if name == "[Content_Types].xml":
                part = OVERRIDE.sub(lambda m: m[0] if m[1].decode() in there else b"", part)
            elif name.endswith(".rels"):
                part = _relations(part, name, there)
            elif SHEET.fullmatch(name):
                part = UNNEEDED.sub(b"", part)
            new.writestr(name, part)
    return made.getvalue()


def _relations(part: bytes, name: str, there: set[str]) -> bytes:
    """Only relationships of the kinds that are needed, to parts that are there."""
    folder = dirname(dirname(name))

    def keep(found: re.Match) -> bytes:
        kind = re.search(rb'\bType="([^"]*)"', found[0])
        target = re.search(rb'\bTarget="([^"]*)"', found[0])
        if kind is None or target is None or not kind[1].endswith(KEPT):
            return b""
        path = target[1].decode("utf-8", "replace")
        whole = path.lstrip("/") if path.startswith("/") else normpath(join(folder, path))
        return found[0] if whole in there else b""

    return RELATION.sub(keep, part)
