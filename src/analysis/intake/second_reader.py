"""The same workbook by another reader: where the two differ a cell is not trusted."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import replace

from .cells import decoded
from .findings import Finding
from .grid import Cell, Sheet


def seen_by_another(content: bytes) -> dict[str, dict[tuple[int, int], object]]:
    """What calamine reads in each sheet: {sheet: {(row, column): value}}; {} where it cannot."""
    from python_calamine import CalamineWorkbook

    found: dict[str, dict[tuple[int, int], object]] = {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found[name] = {
                (i, j): value
                for i, row in enumerate(rows, 1)
                for j, value in enumerate(row, 1)
                if value != ""
            }
    except Exception:  # its own errors, of which there are many kinds
        return found
    return found


def compared(
    sheets: list[Sheet], other: Mapping[str, Mapping[tuple[int, int], object]]
) -> list[Sheet]:
    """The sheets, with a finding for each cell in which another reader sees something else."""
    made = []
    for sheet in sheets:
        seen = other.get(sheet.name)
        if seen is None:
            made.append(sheet)
            continue
        said = [
            Finding(
                "error",
                "readers-differ",
                f"另一种读法读出“{seen.get((c.row, c.column), '')}”，不敢采用；请重新填写该格",
                f"another reader sees {seen.get((c.row, c.column), '')!r}; not trusted, retype the "
                "cell in Excel",
                c.sheet,
                c.place,
                str(c.value)[:60],
            )
            for row in sheet.rows
            for c in row
            if not (c.formula or c.merged) and not _same(c, seen.get((c.row, c.column)))
        ]
        made.append(replace(sheet, notes=[*sheet.notes, *said]))
    return made


def _same(cell: Cell, seen: object) -> bool:
    value = cell.value
    if value is None or cell.marks:
        return True
    if isinstance(value, bool) or isinstance(seen, bool):
        return value is seen or seen is None
    if isinstance(value, int | float):
        return isinstance(seen, int | float) and abs(value - seen) <= 1e-9 * max(1.0, abs(value))
    if isinstance(value, dt.datetime | dt.date) and isinstance(seen, dt.datetime | dt.date):
        return f"{value:%F}" == f"{seen:%F}"
    if isinstance(value, str) and (isinstance(seen, dt.time) or str(seen).startswith("PT")):
        return _times(value) == _times(str(seen))  # 11:12:12, PT27H17M54S
    if isinstance(value, str) and isinstance(seen, str):
        return decoded(value).split() == decoded(seen).split()
    if isinstance(value, str) and value.startswith("#"):
        return True  # an error value, for which the other has nothing
    return isinstance(value, dt.time | dt.timedelta)


def _times(text: str) -> list[str]:
    return re.findall(r"\d+", text)
