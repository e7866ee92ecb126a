"""Open what was sent, without trusting it: every cell with its place, nothing executed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..records.errors import PlanDataError
from .grid import Sheet
from .html_tables import is_html, read_html
from .old_workbooks import read_old
from .text_files import read_text
from .workbooks import read_package
from .zipped import MEGABYTE, SAVE_AS

LARGEST_FILE = 20 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXTS = (".csv", ".txt", ".tsv", ".px", ".asc", ".dat")


def read_file(
    path: Path, *, enough: Callable[[list[Sheet]], bool] = lambda begun: False
) -> list[Sheet]:
    """Read every sheet of a workbook (.xlsx, .xls, .xlsb, .ods), or a text file as one.

    What a file is goes by its first bytes, whatever its name: a page of HTML named .xls is read
    as one.

    Parameters
    ----------
    enough : callable, optional
        Is shown the first rows of a very long workbook, the reading of which is dear; where it says
        so, no more is read and these are what is returned.

    Raises
    ------
    PlanDataError
        The file is missing, too large, protected by a password, damaged, of another format, or
        holds what a workbook of figures has no need of (entities, bombs).
    """
    name = path.name
    if name.startswith("~$"):
        raise PlanDataError(
            f"{name}: only the mark that Excel sets beside an open file; give {name[2:]} itself "
            f"| 这是 Excel 打开文件时的临时标记，请改用 {name[2:]}"
        )
    if path.is_dir():
        raise PlanDataError(f"{name}: a folder; give one file | 这是文件夹，请指定其中的一个文件")
    if not path.is_file():
        raise PlanDataError(f"{name}: the file does not exist | 文件不存在")
    with opening(path):
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
        if size > LARGEST_FILE:
            raise PlanDataError(
                f"{name}: {size / MEGABYTE:.0f} MB, more than {LARGEST_FILE // MEGABYTE} MB; keep "
                "only the rows to add | 文件太大，请只保留要添加的行"
            )
        return _read(path, head, enough)


def _read(path: Path, head: bytes, enough: Callable[[list[Sheet]], bool]) -> list[Sheet]:
    if head.startswith(OLE):
        return read_old(path)
    if head.startswith(b"PK"):
        return read_package(path, enough)
    if is_html(head):
        return read_html(path)
    if path.suffix.lower() in TEXTS:
        return read_text(path)
    if not head:
        raise PlanDataError(f"{path.name}: the file is empty | 文件是空的")
    raise PlanDataError(
        f"{path.name}: not an .xlsx workbook (it begins with {head[:4]!r}); {SAVE_AS}"
    )


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Say it where the system does not let a file be read or written.

    Raises
    ------
    PlanDataError
    """
    try:
        yield
    except PermissionError:
        raise PlanDataError(
            f"{path.name}: no permission, or open in another program; close it in Excel and try "
            "again | 没有权限，或文件正被其他程序打开；请在 Excel 中关闭后重试"
        ) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise PlanDataError(
            f"{path.name}: cannot be read or written ({why}) | 无法读写（{why}）"
        ) from None
