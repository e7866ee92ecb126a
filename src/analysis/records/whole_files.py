"""A file that is handed out is there whole or not at all, and says why where it cannot be."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import PlanDataError


def write_whole(path: Path, content: bytes, *, overwrite: bool = True) -> None:
    """Put a file in its place once all of it is written.

    Raises
    ------
    PlanDataError
        It is there and is not to be overwritten, or the disk or the system does not let it be
        written: nothing is left behind, and a file that was there is as it was.
    """
    path = Path(path)
    with told(path):
        if not overwrite and path.exists():
            raise PlanDataError(
                f"{path.name}: exists already and may be filled in; give another name, or "
                "--overwrite | 文件已存在，可能已填了数；请换个文件名，或加 --overwrite 覆盖"
            )
        _replace(path, content)


def workbook_bytes(book) -> bytes:
    """What an openpyxl workbook is as a file.

    Raises
    ------
    OSError
        Its sheets, which are written to the disk first, do not fit there: also where openpyxl
        writes them by lxml, which has an error of its own for that.
    """
    from lxml.etree import LxmlError

    made = io.BytesIO()
    try:
        book.save(made)
    except LxmlError as error:
        raise OSError(errno.EIO, str(error)) from error
    return made.getvalue()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in a message why a file, or what it is made from on the way, cannot be written."""
    try:
        yield
    except PlanDataError:
        raise
    except PermissionError:
        raise PlanDataError(
            f"{path}: cannot be written (no permission, or open in another program); close it in "
            "Excel and try again, or choose another folder | 无法写入（没有权限，或文件正被其他程序"
            "打开）；请在 Excel 中关闭后重试，或另选文件夹"
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        why = getattr(error, "strerror", None) or str(error)
        raise PlanDataError(
            f"{path}: cannot be written ({why}); free some space, or choose another name or "
            f"folder | 无法写入（{why}）；请检查磁盘空间，或换个文件名或文件夹"
        ) from None


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_mask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
