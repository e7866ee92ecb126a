"""Paper, type and headings of a document: GB/T 9704-2012 in Chinese, a plain report in English.

GB/T 9704-2012 (党政机关公文格式): A4, 37 mm above and 28 mm left of a text of 156 × 225 mm
(5.2.1), 22 lines of 28 characters (5.2.3); text 仿宋 3号 (5.2.2), the title 小标宋 2号; headings in
黑体 (一、), 楷体 (（一）) and 仿宋 (1.); page numbers in half-width digits of Song type, 4号, a
dash on each side, one character from the outer edge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

A4 = (210.0, 297.0)  # mm
LINES, CHARACTERS = 22, 28
TEXT = (156.0, 225.0)  # mm, width and height of a page's text in GB/T 9704
MM = 72.0 / 25.4  # points
TWIPS = 20  # a point
NOTE, MARK = "footnote text", "footnote reference"  # as Word itself names these styles
CELL = "Table Text"


@dataclass(frozen=True)
class Face:
    """A type face: the Latin and the Chinese one, size in points, bold."""

    latin: str
    chinese: str
    size: float
    bold: bool = False


@dataclass(frozen=True)
class Layout:
    """How a document of one language is set."""

    lang: str
    margins: tuple[float, float, float, float]  # mm: above, right, below, left
    title: Face
    text: Face
    headings: tuple[Face, Face, Face]
    table: Face
    foot: Face
    line: float  # points from line to line; 0 for single spacing
    indent: float  # ems before a paragraph's first line

    @property
    def grid(self) -> bool:
        """Whether lines and characters stand on a grid."""
        return self.line > 0


SONG, HEI, KAI, FANG = ("宋体", "黑体", "楷体_GB2312", "仿宋_GB2312")
OTHERS = {
    "方正小标宋简体": "华文中宋",
    HEI: "Noto Sans CJK SC",
    KAI: "楷体",
    FANG: "仿宋",
    SONG: "Noto Serif CJK SC",
}
LAYOUTS = {
    "zh": Layout(
        "zh",
        (37.0, A4[0] - 28.0 - TEXT[0], A4[1] - 37.0 - TEXT[1], 28.0),
        Face("Times New Roman", "方正小标宋简体", 22),
        Face("Times New Roman", FANG, 16),
        (
            Face("Times New Roman", HEI, 16),
            Face("Times New Roman", KAI, 16),
            Face("Times New Roman", FANG, 16, bold=True),
        ),
        Face("Times New Roman", SONG, 9),
        Face("Times New Roman", SONG, 14),
        TEXT[1] * MM / LINES,
        2.0,
    ),
    "en": Layout(
        "en",
        (25.0, 25.0, 25.0, 25.0),
        Face("Arial", "Noto Sans CJK SC", 20, bold=True),
        Face("Times New Roman", "Noto Serif CJK SC", 11),
        (
            Face("Arial", "Noto Sans CJK SC", 14, bold=True),
            Face("Arial", "Noto Sans CJK SC", 12, bold=True),
            Face("Arial", "Noto Sans CJK SC", 11, bold=True),
        ),
        Face("Arial", "Noto Sans CJK SC", 8),
        Face("Times New Roman", "Noto Serif CJK SC", 9),
        0.0,
        0.0,
    ),
}
EDGES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
# What stands after w:snapToGrid in a paragraph's properties (ECMA-376, CT_PPrBase).
AFTER_SNAP = (
    *("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc"),
    *("w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId"),
    *("w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)
# What stands after w:spacing in a run's properties (ECMA-376, EG_RPrBase).
AFTER_SPACING = (
    *("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr"),
    *("w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout"),
    *("w:specVanish", "w:oMath"),
)
CHINESE_ONES = "一二三四五六七八九十"


def set_up(document: Document, layout: Layout) -> None:
    """Paper, margins, grid, page numbers, and every style with its faces named."""
    _default_faces(document, layout.text)
    _faces_for_others(document)
    page(document.sections[0], layout)
    styles = document.styles
    _style(styles["Normal"], layout.text, layout)
    if layout.grid:
        _so_many_a_line(styles["Normal"], layout.text)
    for level, face in enumerate(layout.headings, 1):
        _style(styles[f"Heading {level}"], face, layout, heading=True)
    _style(styles["Title"], layout.title, layout, heading=True)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Title"].paragraph_format.first_line_indent = Pt(0)
    styles["Title"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _without_border(styles["Title"])
    off_the_grid(styles["Title"].element.get_or_add_pPr())
    document.settings.odd_and_even_pages_header_footer = layout.lang == "zh"
    _footnotes_and_cells(styles, layout)
    _style(styles["Caption"], layout.table, layout)
    styles["Caption"].paragraph_format.first_line_indent = Pt(0)
    styles["Caption"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _footnotes_and_cells(styles, layout: Layout) -> None:
    """Styles of notes, of their marks and of a table's cells.

    By style, not by each run: a word processor sets a note's number and the cells of a row that
    somebody adds by it.
    """
    for name in (NOTE, CELL):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _style(style, layout.table, layout)
        form = style.paragraph_format
        form.line_spacing_rule, form.first_line_indent = WD_LINE_SPACING.SINGLE, Pt(0)
        form.space_before = form.space_after = Pt(0)
        form.alignment = WD_ALIGN_PARAGRAPH.LEFT
        off_the_grid(style.element.get_or_add_pPr())
    mark = styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    _name_faces(mark.element.get_or_add_rPr().get_or_add_rFonts(), layout.text)


def page(section: Section, layout: Layout, *, wide: bool = False) -> None:
    """A4 with the layout's margins; lying where a table is wide."""
    width, height = (A4[1], A4[0]) if wide else A4
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    above, right, below, left = layout.margins
    if wide:
        above, right, below, left = left, above, right, below
    section.top_margin, section.right_margin = Mm(above), Mm(right)
    section.bottom_margin, section.left_margin = Mm(below), Mm(left)
    section.footer_distance = Mm(max(below - 12.0, 8.0))
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name in list(grid.attrib):
        del grid.attrib[name]
    if layout.grid and not wide:
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(TWIPS * layout.line)))
    section.footer.is_linked_to_previous = section.even_page_footer.is_linked_to_previous = False
    for footer, edge in ((section.footer, "right"), (section.even_page_footer, "left")):
        _numbered(footer.paragraphs[0], layout, edge if layout.lang == "zh" else "center")


def new_section(document: Document, layout: Layout, *, wide: bool) -> None:
    """A new page from here on, lying or standing."""
    page(document.add_section(WD_SECTION.NEW_PAGE), layout, wide=wide)


def numbered(text: str, level: int, number: int, lang: str) -> str:
    """A heading with its number: 一、 （一） 1. in Chinese, 1 and a point in English."""
    if lang != "zh":
        return f"{number}. {text}" if level == 1 else text
    if level == 1:
        return f"{chinese(number)}、{text}"
    return f"（{chinese(number)}）{text}" if level == 2 else f"{number}.{text}"


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese.

    >>> chinese(3), chinese(10), chinese(12), chinese(20), chinese(35)
    ('三', '十', '十二', '二十', '三十五')
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{CHINESE_ONES[tens - 1]}十")
    return head + (CHINESE_ONES[ones - 1] if ones else "")


def set_face(run, face: Face) -> None:
    """Give a run both faces, its size and weight."""
    run.font.name, run.font.size, run.font.bold = face.latin, Pt(face.size), face.bold
    faces = run._element.get_or_add_rPr().get_or_add_rFonts()
    _name_faces(faces, face)


def _style(style: ParagraphStyle, face: Face, layout: Layout, *, heading: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = face.latin, Pt(face.size), face.bold
    style.font.italic = False
    style.font.color.rgb = None
    colour = style.element.get_or_add_rPr().find(qn("w:color"))
    if colour is not None:
        style.element.rPr.remove(colour)
    _name_faces(style.element.get_or_add_rPr().get_or_add_rFonts(), face)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0) if layout.grid else Pt(6)
    form.keep_with_next = heading
    form.widow_control = True
    form.first_line_indent = Pt(layout.indent * layout.text.size) if layout.indent else Pt(0)
    if layout.grid:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.line)
    if not heading and layout.lang == "zh":
        form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _so_many_a_line(style: ParagraphStyle, face: Face) -> None:
    """Characters so close that `CHARACTERS` fill a line.

    By their own spacing: a grid of characters is not reckoned alike by Word and LibreOffice.
    """
    room = TEXT[0] * MM / CHARACTERS - face.size
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(math.floor(TWIPS * room)))
    about = style.element.get_or_add_rPr()
    about.insert_element_before(spacing, *AFTER_SPACING)


def _name_faces(faces, face: Face) -> None:
    """Every script's face by name, none by the theme's."""
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        faces.set(qn(f"w:{name}"), face.latin)
    faces.set(qn("w:eastAsia"), face.chinese)


def _default_faces(document: Document, face: Face) -> None:
    """What text without a style is set in, and what the theme calls its own."""
    for faces in document.styles.element.iter(qn("w:rFonts")):
        _name_faces(faces, face)
    # The grid's cells are reckoned from this size, not from that of a style.
    for size in document.styles.element.iterfind(
        f"{qn('w:docDefaults')}//{qn('w:sz')}",
    ):
        size.set(qn("w:val"), str(round(2 * face.size)))
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")


def _without_border(style: ParagraphStyle) -> None:
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _faces_for_others(document: Document) -> None:
    """Name for each Chinese face the one to be taken where it is not installed."""
    table = next(
        (
            r.target_part
            for r in document.part.rels.values()
            if r.reltype.endswith("/fontTable") and not r.is_external
        ),
        None,
    )
    if table is None:
        return
    named = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in OTHERS.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", named.encode() + b"</w:fonts>")


def _numbered(line: Paragraph, layout: Layout, edge: str) -> None:
    """— 1 — below a page: at its outer edge in Chinese, in the middle in English."""
    for run in list(line.runs):
        line._element.remove(run._element)
    line.alignment = EDGES[edge]
    loosened(line)
    if edge != "center":
        inward = Pt(layout.foot.size)
        line.paragraph_format.left_indent = inward if edge == "left" else Pt(0)
        line.paragraph_format.right_indent = inward if edge == "right" else Pt(0)
    for piece in ("— ", "PAGE", " —"):
        run = line.add_run()
        set_face(run, layout.foot)
        if piece == "PAGE":
            _field(run, "PAGE")
        else:
            run.text = piece


def loosened(line: Paragraph) -> None:
    """Single lines, no indent, off the grid: what is no running text."""
    form = line.paragraph_format
    form.line_spacing_rule, form.first_line_indent = WD_LINE_SPACING.SINGLE, Pt(0)
    form.space_before = form.space_after = Pt(0)
    off_the_grid(line._element.get_or_add_pPr())


def off_the_grid(about) -> None:
    """Let a paragraph, or a style's, keep its own spacing."""
    if about.find(qn("w:snapToGrid")) is None:
        snap = OxmlElement("w:snapToGrid")
        snap.set(qn("w:val"), "0")
        about.insert_element_before(snap, *AFTER_SNAP)


def _field(run, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
