"""Files made to be too much: refused soon, whatever they are, before cells are built of them."""

import resource
import subprocess
import sys
import textwrap

import pytest

from analysis.intake import workbooks
from analysis.intake.adding import examine, read_known
from analysis.intake.files import read_file
from analysis.intake.grid import MOST_CELLS, Sheet, from_values, refuse_cells
from analysis.intake.known import Given
from analysis.intake.rows import MOST_WRONG
from analysis.records.errors import PlanDataError
from support.shanxi import FEW, PLAN, TODAY, store
from support.workbooks import FIRMS, SOURCE, book

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


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return read_known(PLAN, root=store(tmp_path_factory.mktemp("store"), FEW), today=TODAY)


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


MANY = 14_000
ADD = textwrap.dedent(
    """
    import resource, sys
    from pathlib import Path
    from analysis.intake.adding import add_file, said

    done = add_file(Path(sys.argv[1]), plan="shanxi-innovation-14", root=Path(sys.argv[2]))
    print(said(done, "en").splitlines()[-1])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    """
)


@pytest.mark.slow
@pytest.mark.parametrize("faults", ["one", "five"])
def test_fourteen_thousand_faulty_rows_are_told_within_ten_seconds_and_a_gigabyte(faults, tmp_path):
    def row(n: int) -> list[object]:
        if faults == "one":
            return ["高新技术企业", "山西省", 2023, "很多", "家", SOURCE]
        return [f"不认识{n}", f"无此地{n}", f"哪年{n}", f"很多{n}", "家", f"无此源{n}"]

    path = tmp_path / "a.xlsx"
    head = ["指标", "地区", "年份", "数值", "单位", "来源"]
    book(path, [head, *map(row, range(MANY))])
    root = store(tmp_path / "project", FEW)
    done = subprocess.run(
        [sys.executable, "-c", ADD, str(path), str(root)],
        preexec_fn=_limited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    said, peak = done.stdout.splitlines()
    assert "nothing was added" in said
    assert int(peak) * 1024 < MOST_MEMORY


@pytest.mark.parametrize(("rows", "wrong", "read"), [(40, 40, 20), (40, 9, 40), (39, 39, 39)])
def test_of_a_very_long_workbook_no_more_than_its_beginning_is_read_where_that_is_wrong_enough(
    rows, wrong, read, tmp_path, monkeypatch
):
    monkeypatch.setattr(workbooks, "LONG", 40)
    monkeypatch.setattr(workbooks, "BEGINNING", 20)

    def hopeless(begun: list[Sheet]) -> bool:
        return sum(row[3].value == "很多" for row in begun[0].rows) >= 10

    path = tmp_path / "a.xlsx"
    values = ["很多"] * wrong + [4580] * (rows - wrong)
    lines = [[FIRMS, "山西省", 2023, value] for value in values]
    book(path, [["指标", "地区", "年份", "数值"], *lines])
    head_too = rows + 1 if read == rows else read
    assert len(read_file(path, enough=hopeless)[0].rows) == head_too


def test_after_so_many_wrong_rows_the_rest_is_not_looked_at(known):
    def codes(wrong: int) -> list[str]:
        lines = [["指标", "地区", "年份", "数值"], *[[FIRMS, "山西省", 2023, "很多"]] * wrong]
        found = examine([from_values("表", lines)], known, given=Given(source=SOURCE))
        return [f.code for f in found.findings if f.level == "error"]

    assert codes(MOST_WRONG) == ["value"] * MOST_WRONG
    assert codes(MOST_WRONG + 1) == [*["value"] * MOST_WRONG, "too-many"]
