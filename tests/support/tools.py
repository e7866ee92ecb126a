"""Programs that some tests drive: without one an analyst's tests are skipped and CI's fail."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from analysis.briefing.pdf import find_browser


def _strace() -> str | None:
    """strace, where this system also lets it trace."""
    found = shutil.which("strace")
    allowed = found and subprocess.run(
        [found, "-qq", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return found if allowed and allowed.returncode == 0 else None


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _writer() -> str | None:
    """The office, where it has its word processor: Debian packs each of its programs by itself."""
    apart = sys.platform == "linux" and not shutil.which("lowriter")
    return None if apart else _office()


LOOKS: dict[str, Callable[[], object | None]] = {
    "browser": find_browser,
    "soffice": _office,
    "strace": _strace,
    "writer": _writer,
}


def needs(program: str) -> str:
    """The path of a program that a test drives, looked for on PATH unless `LOOKS` says how.

    Where there is none the test is skipped, but failed where CI is "true": what nobody's machine
    has is never tested, and nobody would know.
    """
    found = LOOKS.get(program, lambda: shutil.which(program))()
    if found is None:
        missing = f"{program} is not installed, or may not be used here"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    return str(found)
