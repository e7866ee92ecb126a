"""Footnotes, which python-docx does not write: the part that holds them, the marks in the text."""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from .layout import MARK, NOTE

CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# What Word itself begins with: the line above footnotes, and the one where they go on.
SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for at, kind, mark in (
        (-1, "separator", "separator"),
        (0, "continuationSeparator", "continuationSeparator"),
    )
)


class Footnotes:
    """The footnotes of one document, numbered in the order of their marks."""

    def __init__(self, document: Document) -> None:
        self.document, self.said = document, []

    def add(self, paragraph: Paragraph, text: str) -> None:
        """A mark at the end of a paragraph, and its note."""
        self.said.append(text)
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(len(self.said)))
        run = paragraph.add_run(style=MARK)
        run._element.append(mark)

    def write(self) -> None:
        """Put the notes into the document; nothing where there is none."""
        if not self.said:
            return
        notes = "".join(self._note(at, text) for at, text in enumerate(self.said, 1))
        page = f"<w:footnotes {nsdecls('w')}>{SEPARATORS}{notes}</w:footnotes>"
        whole = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{page}'
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT, whole.encode(), package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _note(self, at: int, text: str) -> str:
        note, mark = (self.document.styles[name].style_id for name in (NOTE, MARK))
        number = f'<w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:footnoteRef/></w:r>'
        said = f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
        about = f'<w:pPr><w:pStyle w:val="{note}"/></w:pPr>'
        return f'<w:footnote w:id="{at}"><w:p>{about}{number}{said}</w:p></w:footnote>'
