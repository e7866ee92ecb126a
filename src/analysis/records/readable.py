"""A file is read, or a message says which one cannot be, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import PlanDataError


@contextmanager
def reading(name: str, *, save_as: str = "UTF-8") -> Iterator[None]:
    """Say in a message why a file of the project cannot be read as text.

    Parameters
    ----------
    name : str
        The file, as the message names it.
    save_as : str
        What programs call the encoding in which such a file is to be saved.

    Raises
    ------
    PlanDataError
        It is not there, is not UTF-8, is a folder, or the system does not let it be read.
    """
    try:
        yield
    except FileNotFoundError:
        raise PlanDataError(f"{name}: the file does not exist | 文件不存在") from None
    except IsADirectoryError:
        raise PlanDataError(
            f"{name}: a folder stands in its place; take it away and put the file there | "
            "这里是文件夹，不是文件；请移走文件夹，放回文件"
        ) from None
    except UnicodeDecodeError as error:
        raise PlanDataError(
            f"{name}: not UTF-8 (byte {error.start}); save as '{save_as}' | 请另存为 {save_as}"
        ) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise PlanDataError(
            f"{name}: cannot be read ({why}); close it in other programs, or ask for permission | "
            f"无法读取（{why}）；请在其他程序中关闭它，或申请读取权限"
        ) from None


def text_of(path: Path, name: str) -> str:
    """The text of a file; see `reading`."""
    with reading(name):
        return path.read_text(encoding="utf-8-sig")


def is_writable(text: str) -> bool:
    """Whether a file can hold a text: an argument of bytes that are no UTF-8 cannot be written.

    >>> is_writable("山西"), is_writable("\\udce9")
    (True, False)
    """
    return not any("\ud800" <= character <= "\udfff" for character in text)
