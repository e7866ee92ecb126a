"""Pages on paper: the browser is found, A4 with header and numbers, nothing cut, nothing twice."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.briefing import BriefingError
from analysis.briefing.folder import BRIEFINGS, outputs, write_record
from analysis.briefing.pdf import CHOSEN, find_browser, print_page, print_pages
from analysis.briefing.reports import PrintReport
from support.tools import needs

A4 = (595, 842)  # points
ON_PAPER = "only a POSIX system runs the stand-in for a browser"


def program(path: Path, script: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def stand_in(path: Path, version: str = "Chromium 140.0.1.2") -> Path:
    """A program that answers as a browser would and writes down how it was called."""
    return program(
        path,
        f"""
if [ "$1" = "--version" ]; then echo "{version}"; exit; fi
echo "$@" >> "{path}.log"
for word in "$@"; do case "$word" in --print-to-pdf=*) echo "%PDF-1.4" > "${{word#*=}}";; esac; done
""",
    )


def build_of(folder: Path, **pages: str) -> Path:
    for name, text in pages.items():
        page = folder / "zh" / f"{name}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    recorded(folder)
    return folder


def recorded(folder: Path) -> None:
    """Write down the pages that are there as a build does."""
    made = {name: digest for name, digest in outputs(folder).items() if name.endswith(".html")}
    write_record(folder, BRIEFINGS, inputs={}, outputs=made, pages={}, seen={})


@pytest.fixture(scope="session")
def real() -> Path:
    """An installed browser; poppler is there too, to read what it prints."""
    needs("pdftotext"), needs("pdfinfo")
    return Path(needs("browser"))


def text_of(paper: Path) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.split("\f")[:-1]


# --- which browser --------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason=ON_PAPER)
def test_a_browser_on_the_path_is_found_and_the_chosen_one_goes_first(tmp_path):
    edge = program(tmp_path / "bin" / "microsoft-edge")
    mine = program(tmp_path / "mine" / "browser")
    path = {"PATH": str(edge.parent)}
    assert find_browser(path) == edge
    assert find_browser(path | {CHOSEN: str(mine)}) == mine
    with pytest.raises(BriefingError, match=r"no such program \| 没有这个程序"):
        find_browser(path | {CHOSEN: str(tmp_path / "gone")})


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="looks beyond PATH there")
def test_no_browser_is_no_browser(tmp_path):
    assert find_browser({"PATH": str(tmp_path)}) is None


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="looks beyond PATH there")
def test_without_a_browser_the_html_stays_and_the_message_says_what_to_do(
    pages, tmp_path, monkeypatch, capsys
):
    out = tmp_path / "briefings"
    shutil.copytree(pages, out)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(CHOSEN, raising=False)
    assert main(["briefings", "--pdf", "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert "no PDF was made; the HTML pages are there" in said.err and "未找到 Chromium" in said.err
    assert "Traceback" not in said.err and len(said.err.strip().splitlines()) == 1
    assert (out / "zh" / "05-briefing.html").exists() and not list(out.rglob("*.pdf"))


# --- what is printed ------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason=ON_PAPER)
def test_only_what_changed_is_printed(tmp_path):
    browser = stand_in(tmp_path / "browser")
    out = build_of(tmp_path / "out", a="one", b="two")
    assert print_pages(out, browser=browser).papers == ("zh/a.pdf", "zh/b.pdf")
    assert print_pages(out, browser=browser).papers == ()
    build_of(out, b="three")
    assert print_pages(out, browser=browser).papers == ("zh/b.pdf",)
    (out / "zh" / "a.pdf").unlink()
    assert print_pages(out, browser=browser).papers == ("zh/a.pdf",)
    (out / "zh" / "b.html").unlink()
    recorded(out)
    assert print_pages(out, browser=browser).papers == () and not (out / "zh" / "b.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason=ON_PAPER)
def test_a_pdf_that_somebody_marked_or_made_is_never_lost(tmp_path):
    """Marked, it stays while its page does; then, and where it is not ours, it is kept beside."""
    browser = stand_in(tmp_path / "browser")
    out = build_of(tmp_path / "out", a="one", b="two")
    (out / "zh" / "b.pdf").write_text("mine")
    first = print_pages(out, browser=browser)
    assert (out / "zh" / "b.kept.pdf").read_text() == "mine" and "b.kept.pdf" in first.said[0]
    (out / "zh" / "a.pdf").write_text("marked")
    assert print_pages(out, browser=browser) == PrintReport(())
    assert (out / "zh" / "a.pdf").read_text() == "marked"
    build_of(out, a="three")
    again = print_pages(out, browser=browser)
    assert again.papers == ("zh/a.pdf",) and "已另存为 a.kept.pdf" in again.said[0]
    assert (out / "zh" / "a.kept.pdf").read_text() == "marked"
    assert (out / "zh" / "a.pdf").read_text().startswith("%PDF")


@pytest.mark.skipif(sys.platform == "win32", reason=ON_PAPER)
def test_a_page_that_somebody_laid_beside_ours_is_not_printed(tmp_path):
    out = build_of(tmp_path / "out", a="one")
    (out / "zh" / "note.html").write_text("mine")
    assert print_pages(out, browser=stand_in(tmp_path / "browser")).papers == ("zh/a.pdf",)


@pytest.mark.skipif(sys.platform == "win32", reason=ON_PAPER)
@pytest.mark.parametrize(
    ("version", "ours"), [("Chromium 140.0.1.2", True), ("Chrome 120.0.0.1", False)]
)
def test_a_browser_too_old_for_our_header_prints_its_own(tmp_path, version, ours):
    browser = stand_in(tmp_path / "browser", version)
    print_pages(build_of(tmp_path / "out", a="one"), browser=browser)
    assert ("--no-pdf-header-footer" in Path(f"{browser}.log").read_text()) is ours


@pytest.mark.skipif(sys.platform == "win32", reason=ON_PAPER)
def test_a_browser_that_fails_leaves_no_half_paper(tmp_path):
    browser = program(tmp_path / "browser", "echo broken >&2; exit 7")
    out = build_of(tmp_path / "out", a="one")
    with pytest.raises(BriefingError, match=r"a\.html: .* did not print it \(broken\)"):
        print_pages(out, browser=browser)
    assert sorted(p.name for p in out.rglob("*") if p.is_file()) == [".build.json", "a.html"]


@pytest.fixture(scope="module")
def paper(pages, real, tmp_path_factory) -> Callable[..., Path]:
    """The briefing on paper; each chart's top and bottom carry a mark of its own."""

    @cache
    def printed(lang: str, style: str = "") -> Path:
        folder = tmp_path_factory.mktemp("paper")
        page = (pages / lang / "04-targets.html").read_text("utf-8")
        numbers = count()
        page = re.sub(
            r'<figure class="chart".*?</figure>',
            lambda found: _marked(found[0], next(numbers)),
            page,
            flags=re.DOTALL,
        )
        page = page.replace("</head>", f"<style>{style}</style></head>", 1)
        (folder / "page.html").write_text(page, "utf-8")
        print_page(real, folder / "page.html", folder / "page.pdf")
        return folder / "page.pdf"

    return printed


def _marked(figure: str, number: int) -> str:
    top = figure.replace("<figcaption>", f"<figcaption><small>qtop{number}q</small>", 1)
    return top.replace("</figure>", f"<small>qend{number}q</small></figure>")


def cut(sheets: list[str]) -> list[str]:
    """The charts whose top and bottom are on different sheets."""
    tops, ends = (
        {n: at for at, text in enumerate(sheets) for n in re.findall(rf"q{mark}(\d+)q", text)}
        for mark in ("top", "end")
    )
    assert len(tops) > 5 and tops.keys() == ends.keys()
    return [n for n in tops if tops[n] != ends[n]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_chart_is_cut_in_two(paper, lang):
    assert cut(text_of(paper(lang))) == []


def test_a_chart_that_may_be_cut_is_seen_to_be(paper):
    """The test above can fail: without the rule, with room so placed, a chart is cut."""
    loose = """
        figure, figcaption { break-inside: auto !important; break-after: auto !important }
        .chart-grid { display: block !important }
    """
    printed = paper("zh", f"{loose} figure svg {{ min-height: 140mm }}")
    assert cut(text_of(printed)) != []


def test_every_sheet_is_a4_and_has_a_header_and_its_number(paper):
    target = paper("zh")
    sheets = text_of(target)
    assert len(sheets) > 5
    for number, sheet in enumerate(sheets, 1):
        lines = sheet.strip().splitlines()
        assert lines[0].startswith("目标实现得怎样") and "规划" in lines[0]
        assert re.search(rf"第 {number} 页，共 {len(sheets)} 页$", lines[-1].strip())
        assert "file:" not in sheet
    said = subprocess.run(["pdfinfo", str(target)], capture_output=True, check=True, text=True)
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", said.stdout)
    assert tuple(round(float(g)) for g in size.groups()) == A4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_for_a_governor_is_two_sides(pages, real, tmp_path, lang):
    target = tmp_path / "page.pdf"
    print_page(real, pages / lang / "05-briefing.html", target)
    sheets = text_of(target)
    assert len(sheets) <= 2
    assert {"zh": "要盯住", "en": "What to watch"}[lang] in "".join(sheets)


def test_the_head_of_a_table_is_repeated_on_every_sheet_and_notes_are_printed(
    pages, real, tmp_path
):
    target = tmp_path / "page.pdf"
    print_page(real, pages / "zh" / "04-targets.html", target)
    rows = [s for s in text_of(target) if re.search(r"规划原文\s+第\d章", s)]
    assert len(rows) > 2 and all("走势" in sheet and "依据" in sheet for sheet in rows)
