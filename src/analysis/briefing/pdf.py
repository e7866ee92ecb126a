"""Pages on paper: printed by a browser that is installed, beside the HTML they were made from.

What is printed is written down with the hash of its page, so that a page is printed again only
when it changed, and with its own, so that a PDF somebody marked is told from one of ours. Header,
page numbers and breaks are the style sheet's (@page, @media print).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from .exchange import exchange, held
from .folder import PAPERS, outputs, read_record, write_record
from .foreman import BriefingError
from .inputs import hashes
from .reports import PrintReport

CHOSEN = "ANALYSIS_BROWSER"  # an environment variable: the browser's program file
NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge"),
)
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = (
    *(r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe"),
    r"Chromium\Application\chrome.exe",
)
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
# From this version on a style sheet's own header and footer are printed (CSS page margin boxes);
# an older browser prints its own instead.
MARGIN_BOXES = 131
LONGEST = 180  # seconds a page may take
NO_BROWSER = (
    "no Chromium, Chrome or Edge found, so no PDF was made; the HTML pages are there. Install one, "
    f"or set {CHOSEN} to its program file | "
    "未找到 Chromium、Chrome 或 Edge，没有生成 PDF，网页已生成。"
    f"请安装其一，或用环境变量 {CHOSEN} 指明程序"
)


def print_pages(out: Path, *, jobs: int = 2, browser: Path | None = None) -> PrintReport:
    """Print every page of a build that has no PDF of its present text.

    A PDF that is not as it was printed, because somebody marked it or made it, is kept beside.

    Parameters
    ----------
    out : Path
        A finished build.
    jobs : int
        Pages printed at once.
    browser : Path, optional
        The program; looked for when left out and there is something to print.

    Raises
    ------
    BriefingError
        Where there is no browser or it failed; the HTML is untouched.
    """
    out = Path(out).resolve()
    with held(out) as hold:
        pages, printed = _pages(out), read_record(out, PAPERS)
        papers = printed.get("outputs", {})
        done = {
            page: digest
            for page, digest in pages.items()
            if _is_printed(out, page, printed, digest)
        }
        stale = [page for page in pages if page not in done]
        ours = {name: digest for name, digest in papers.items() if name not in map(paper, done)}
        if stale or ours:
            stage = hold.stage()
            _print(out, stage.pages, stale, jobs, browser)
            made = outputs(stage.pages)
            kept = {paper(page): papers[paper(page)] for page in done}
            write_record(stage.pages, PAPERS, outputs=kept | made, pages=pages)
            exchange(hold, stage, PAPERS, hold.named(ours))
        return PrintReport(tuple(map(paper, stale)), tuple(hold.said))


def _print(out: Path, new: Path, pages: Sequence[str], jobs: int, browser: Path | None) -> None:
    """Print some pages of `out` into a new folder."""
    program = browser or find_browser() if pages else None
    if program is None:
        if pages:
            raise BriefingError(NO_BROWSER)
        return
    version = browser_version(program)

    def printed(page: str) -> None:
        target = new / paper(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        print_page(program, out / page, target, version=version)

    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        list(pool.map(printed, pages))


def print_page(program: Path, page: Path, target: Path, *, version: int | None = None) -> None:
    """Print one page; `target` appears whole or not at all."""
    own = ["--no-pdf-header-footer"] if version is None or version >= MARGIN_BOXES else []
    # As root (in containers) Chromium starts only without its sandbox; what it opens is ours.
    caged = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        made = Path(profile) / "page.pdf"
        command = [
            str(program),
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            *caged,
            "--disable-extensions",
            "--disable-background-networking",
            *own,
            f"--user-data-dir={profile}",
            f"--print-to-pdf={made}",
            page.resolve().as_uri(),
        ]
        why = _run(command)
        if not made.exists() or not made.read_bytes().startswith(b"%PDF"):
            raise BriefingError(
                f"{page.name}: {program} did not print it ({why or 'no file came out'}); "
                "the HTML pages are there | 浏览器未能打印，网页已生成"
            )
        shutil.copyfile(made, target.with_suffix(".part"))
    os.replace(target.with_suffix(".part"), target)


def _run(command: list[str]) -> str:
    """Run a browser to its end; what it said last where it failed, else nothing."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=LONGEST,
            check=False,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return f"not done after {LONGEST} s"
    except OSError as error:
        return error.strerror or str(error)
    if done.returncode == 0:
        return ""
    return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]


# --- the browser ----------------------------------------------------------------------------


def find_browser(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The first Chromium, Chrome or Edge there is; the one that ANALYSIS_BROWSER names before all.

    Raises
    ------
    BriefingError
        Where ANALYSIS_BROWSER names no file.
    """
    if chosen := environment.get(CHOSEN):
        found = shutil.which(chosen)
        if found is None:
            raise BriefingError(f"{CHOSEN}={chosen}: no such program | 没有这个程序")
        return Path(found)
    return next((path for path in _places(environment) if path.is_file()), None)


def _places(environment: Mapping[str, str]) -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name, path=environment.get("PATH")):
            yield Path(found)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            for name in MAC:
                yield folder / f"{name}.app" / "Contents" / "MacOS" / name
    if sys.platform == "win32":
        for root in filter(None, map(environment.get, WINDOWS_ROOTS)):
            for tail in WINDOWS:
                yield Path(root, tail)


def browser_version(program: Path) -> int | None:
    """The browser's major version; None where it does not say (on Windows)."""
    if sys.platform == "win32":
        return None
    try:
        said = subprocess.run(
            [str(program), "--version"], capture_output=True, timeout=30, check=False, text=True
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\b(\d+)\.\d+\.\d+", said)
    return int(found[1]) if found else None


# --- what has been printed ------------------------------------------------------------------


def paper(page: str) -> str:
    """The name of a page's PDF."""
    return f"{page.removesuffix('.html')}.pdf"


def outdated(out: Path, made: Mapping[str, str]) -> dict[str, str]:
    """The PDFs, as printed, of pages that the files just made replace or no longer have."""
    printed = read_record(out, PAPERS)
    return {
        paper(page): printed["outputs"][paper(page)]
        for page, digest in printed.get("pages", {}).items()
        if made.get(page) != digest and paper(page) in printed["outputs"]
    }


def _pages(out: Path) -> dict[str, str]:
    """The sha256 of each page of a build as it is now; the front page is none."""
    names = (PurePosixPath(name) for name in read_record(out).get("outputs", {}))
    paths = (out / name for name in names if name.match("*/*.html"))
    return hashes((path for path in paths if path.is_file()), out)


def _is_printed(out: Path, page: str, printed: Mapping, digest: str) -> bool:
    return (
        printed.get("pages", {}).get(page) == digest
        and paper(page) in printed["outputs"]
        and (out / paper(page)).is_file()
    )
