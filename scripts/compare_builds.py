"""Compare two builds as a reader sees them: the text of pages, the rows of CSV, workbooks' cells.

    python scripts/compare_builds.py OLD NEW

Prints the first differences of each file and exits with 1 where there are any. What is drawn is
compared by the words in it; where a word stands on the page is not.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from bs4 import BeautifulSoup

SHOWN = 12  # lines of difference shown of a file
UNSEEN = ("style", "script", "template")


def main() -> int:
    """Compare the two folders; 0 where they say the same."""
    old, new = (Path(name) for name in sys.argv[1:3])
    names = sorted({p.relative_to(f).as_posix() for f in (old, new) for p in _files(f)})
    changed = [name for name in names if _differs(old / name, new / name, name)]
    print(f"{len(names)} files, {len(changed)} differ")
    return int(bool(changed))


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in folder.rglob("*") if p.suffix in READERS and p.is_file())


def _differs(old: Path, new: Path, name: str) -> bool:
    missing = [str(path) for path in (old, new) if not path.is_file()]
    if missing:
        print(f"{name}: only on one side, not at {missing[0]}")
        return True
    before, after = (READERS[path.suffix](path) for path in (old, new))
    if before == after:
        return False
    lines = [line for line in difflib.unified_diff(before, after, lineterm="", n=0)][2:]
    print(f"{name}: {len(lines)} lines of difference", *lines[:SHOWN], sep="\n  ")
    return True


def page_text(path: Path) -> list[str]:
    """Every word of a page in its order, drawings, notes and spoken labels included."""
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for tag in soup(UNSEEN):
        tag.decompose()
    labels = [tag["aria-label"] for tag in soup.find_all(attrs={"aria-label": True})]
    return [*(" ".join(text.split()) for text in soup.stripped_strings), *labels]


def workbook_cells(path: Path) -> list[str]:
    """Every cell that holds something, by sheet and place, with its number format."""
    book = openpyxl.load_workbook(path)
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value!r} {cell.number_format}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def csv_lines(path: Path) -> list[str]:
    """The lines of a file of text."""
    return path.read_text("utf-8-sig").splitlines()


READERS = {".html": page_text, ".xlsx": workbook_cells, ".csv": csv_lines}

if __name__ == "__main__":
    sys.exit(main())
