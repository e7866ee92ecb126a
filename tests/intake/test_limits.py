"""Files made to be too much: refused soon, whatever they are, before cells are built of them."""

import resource
import subprocess
import sys
import textwrap

import pytest

from analysis.intake.files import read_file
from analysis.intake.grid import MOST_CELLS, refuse_cells
from analysis.records.errors import PlanDataError

MEGABYTE = 2**20
SECONDS, MOST_MEMORY = 10, 1024 * MEGABYTE
READ = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from analysis.intake.files import read_file
    from analysis.records.errors import PlanDataError
    try:
        print(sum(len(sheet.rows) for sheet in read_file(Path(sys.argv[1]))), "rows")
    except PlanDataError as error:
        print("refused:", error)
    """
)
TOO_MUCH = {
    "line-ends.csv": lambda: b"\n" * 19 * MEGABYTE,
    "utf-16-line-ends.csv": lambda: b"\xff\xfe" + b"\n\0" * 9 * MEGABYTE,
    "commas.csv": lambda: b"," * 19 * MEGABYTE,
    "one-word.csv": lambda: "汉".encode("gb18030") * 9 * MEGABYTE,
    "rows.html": lambda: b"<html><table>" + b"<tr><td>1</td></tr>\n" * 900_000,
    "cells.html": lambda: b"<html><table>" + (b"<tr>" + b"<td>1</td>" * 90 + b"</tr>\n") * 20_000,
    "columns.html": lambda: b"<html><table><tr>" + b"<td>1</td>\n" * 1_700_000,
    "values.px": lambda: b'CHARSET="ANSI";STUB="a";VALUES("a")="1";DATA=' + b"1 " * 9_000_000,
    "capitals.px": lambda: b'CHARSET="ANSI";' + b"A" * MEGABYTE,
}


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (2 * MOST_MEMORY, 2 * MOST_MEMORY))


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TOO_MUCH])
def test_what_is_too_much_is_read_or_refused_within_ten_seconds_and_a_gigabyte(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(TOO_MUCH[name]())
    told = READ + ("import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n")
    done = subprocess.run(
        [sys.executable, "-c", told, str(path)],
        preexec_fn=_limited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    said, peak = done.stdout.splitlines()
    assert said.startswith(("refused:", "0 rows"))
    assert int(peak) * 1024 < MOST_MEMORY


def test_a_sheet_of_as_many_cells_as_are_read_is_read_and_one_more_is_refused():
    refuse_cells(MOST_CELLS // 300, 300, "a")
    with pytest.raises(PlanDataError, match="单元格过多"):
        refuse_cells(MOST_CELLS // 300 + 1, 300, "a")


def test_a_page_of_more_rows_than_are_read_is_refused_by_its_name(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><table>" + "<tr><td>1</td></tr>" * 20_001)
    with pytest.raises(PlanDataError, match=r"a\.html: filled to row 20001"):
        read_file(path)
