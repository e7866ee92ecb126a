"""The file itself: the same content is the same bytes, and drawings have words."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from ...records.inert import clean
from ...records.whole_files import workbook_bytes

STAMP = dt.datetime(2000, 1, 1)  # workbooks of the same content are the same bytes


def same_bytes(book, alts: Sequence[str]) -> bytes:
    """The workbook without the hour at which it was saved, and with words for its charts."""
    raw, fixed = io.BytesIO(workbook_bytes(book)), io.BytesIO()
    with zipfile.ZipFile(raw) as held, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in held.namelist():
            content = held.read(name)
            if name == "docProps/core.xml":
                stamp = f"{STAMP:%Y-%m-%dT%H:%M:%SZ}".encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            if name.startswith("xl/drawings/drawing"):
                content = _described(content.decode("utf-8"), alts).encode()
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, content)
    return fixed.getvalue()


def _described(drawing: str, alts: Sequence[str]) -> str:
    """Charts and pictures with their alternative text, which openpyxl has no place for."""

    def told(found: re.Match) -> str:
        words = quoteattr(clean(alts[int(found[2]) - 1]))
        return f'<{found[1]}cNvPr id="{found[2]}" name="{found[3]} {found[2]}" descr={words} />'

    pattern = r'<(\w*:?)cNvPr id="(\d+)" name="(Chart|Image) \d+"(?: descr="[^"]*")? ?/>'
    return re.sub(pattern, told, drawing)
