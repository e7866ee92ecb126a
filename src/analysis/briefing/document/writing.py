"""A report's file: written whole, and never over one that somebody may have edited."""

from __future__ import annotations

import io
from pathlib import Path

from ...judging.changes import Comparison
from ...records.errors import PlanDataError
from .report import report_of
from .slides import slides_of


def write_report(
    found: Comparison, path: Path, *, lang: str = "zh", day: str, overwrite: bool = False
) -> Path:
    """Write the report of a plan as a Word file, or as slides.

    Parameters
    ----------
    found : Comparison
        The situation told, and the one before it.
    path : Path
        Ends in .docx or .pptx.
    lang : {"zh", "en"}
    day : str
        The day it is written, YYYY-MM-DD.
    overwrite : bool
        Replace a file of that name, which somebody may have edited.

    Raises
    ------
    PlanDataError
        The name has another ending, or the file is there already.
    """
    kind = path.suffix.lower()
    if kind not in (".docx", ".pptx"):
        raise PlanDataError(
            f"{path.name}: write a name that ends in .docx or .pptx "
            "| 文件名应以 .docx 或 .pptx 结尾"
        )
    if path.exists() and not overwrite:
        raise PlanDataError(
            f"{path}: is there already and may have been edited; add --overwrite, or another name "
            "| 文件已存在，可能有人改过；请加 --overwrite 或换一个名字"
        )
    made = (slides_of if kind == ".pptx" else report_of)(found, lang=lang, day=day)
    path.parent.mkdir(parents=True, exist_ok=True)
    held = io.BytesIO()
    made.save(held)
    path.write_bytes(held.getvalue())
    return path
