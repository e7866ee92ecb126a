"""Every way a workbook is sent: understood, asked about, or refused; never guessed."""

import contextlib
import functools
import io
import re
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake import cells
from analysis.intake.adding import examine, read_known
from analysis.intake.cells import CellError
from analysis.intake.days import date, period
from analysis.intake.files import read_file
from analysis.intake.known import Given
from analysis.intake.layout import find_tables
from analysis.intake.names import Names
from analysis.records.errors import PlanDataError
from support.processes import apart
from support.shanxi import FEW, PLAN, TODAY, store
from support.small_names import tables
from support.workbook_cases import CASES, HARMLESS, Case
from support.workbooks import SHANXI, book, one

SECONDS, KILOBYTES = 10.0, 2**20  # of processor time; a GiB


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return read_known(PLAN, root=store(tmp_path_factory.mktemp("store"), FEW), today=TODAY)


def look(path: Path, known) -> tuple[list[tuple], list[str], list[str]]:
    """The rows of a file and what is said of it in both languages; nothing is written."""
    try:
        found = examine(read_file(path), known, given=Given(region=SHANXI))
    except PlanDataError as error:
        en, _, zh = str(error).partition(" | ")
        return [], [en], [zh]
    keys = ["indicator_id", "region", "year", "value", "qualifier"]
    rows = found.observations[keys].astype({"year": int, "value": float})
    said = [[plain(f.text(lang)) for f in found.findings] for lang in ("en", "zh")]
    return sorted(map(tuple, rows.to_numpy().tolist())), *said


def plain(line: str) -> str:
    """A line without the numbers that the engine puts in it."""
    if not re.search("99.9%|expected|预期", line):
        return line
    return re.sub(r"([(（](?:约 )?)[\d.e+]+(?:–[\d.e+]+)?([)）])", r"\1…\2", line)


@pytest.mark.parametrize("case", CASES[:HARMLESS], ids=[c.name for c in CASES[:HARMLESS]])
def test_a_file_is_understood_or_asked_about(case: Case, known, tmp_path):
    path = tmp_path / case.name
    case.make(path)
    expect(case, look(path, known))


@pytest.mark.parametrize("case", CASES[HARMLESS:], ids=[c.name for c in CASES[HARMLESS:]])
def test_a_hostile_file_ends_soon_in_little_memory_with_a_message(case: Case, known, tmp_path):
    path = tmp_path / case.name
    case.make(path)
    ended = apart(lambda: look(path, known))
    expect(case, ended.said)
    assert ended.seconds < SECONDS
    assert ended.peak < KILOBYTES


def expect(case: Case, outcome: tuple[list[tuple], list[str], list[str]]) -> None:
    rows, en, zh = outcome
    assert rows == sorted(case.rows)
    assert tuple(en) == case.says
    assert all(re.search(r"[\u4e00-\u9fff]", line) for line in zh)


def test_what_a_parser_remarks_on_is_not_printed(tmp_path):
    path = tmp_path / "strict.xlsx"
    next(c for c in CASES if c.name == path.name).make(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [s.name for s in read_file(path)] == ["Sheet"]


def test_the_corpus_is_as_large_as_it_is_said_to_be():
    assert len({c.name for c in CASES}) == len(CASES) >= 60


@given(
    value=st.integers(0, 10**9),
    written=st.sampled_from(
        ["{}", "{:,}", "约{}", "{}家", "超过{:,}家", " {}　", "达到{}", "{}以上"]
    ),
    wide=st.booleans(),
)
def test_a_number_is_read_however_it_is_written(value, written, wide):
    text = written.format(value)
    if wide:
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert cells.quantity(text).value == value


@given(text=st.text(max_size=12))
def test_a_cell_is_read_or_asked_about(text):
    for read in (cells.quantity, period, date, cells.qualifier, cells.verbatim):
        with contextlib.suppress(CellError):
            read(text)


@functools.cache
def one_workbook() -> bytes:
    """The same bytes on every day: the second a workbook was saved is in it, and in its size."""
    made, still = io.BytesIO(), io.BytesIO()
    book(made, one("约4580家"))
    with zipfile.ZipFile(made) as dated, zipfile.ZipFile(still, "w") as undated:
        for name in dated.namelist():
            text = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", dated.read(name))
            undated.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return still.getvalue()


@settings(max_examples=100)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(data, tmp_path_factory):
    content = bytearray(one_workbook())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "a.xlsx"
    path.write_bytes(content)
    with contextlib.suppress(PlanDataError):
        find_tables(read_file(path), Names(*tables()))
