"""The same table in another format says the same, its marks among them."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from analysis.intake import old_workbooks
from analysis.intake.adding import examine, read_known
from analysis.intake.files import read_file
from analysis.intake.grid import from_values
from analysis.intake.known import Given
from analysis.intake.second_reader import compared
from support.sent_files import SENT
from support.shanxi import FEW, PLAN, TODAY, store
from support.tools import needs

TELLING = (
    *("region-by-year", "region-by-indicator", "two-rows-of-headings", "stacked-tables"),
    *("superscript", "superscript-behind-a-decimal", "struck-run", "struck-cell", "filtered-row"),
    *("hidden-column", "estimate-in-the-number-format", "plan-in-the-number-format"),
    *("estimate-in-a-comment", "sections-of-regions", "serial-number"),
)
CASES = [
    c for c in SENT if c.name.removesuffix(".xlsx") in TELLING or c.name.startswith("percent-")
]


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return read_known(PLAN, root=store(tmp_path_factory.mktemp("store"), FEW), today=TODAY)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_workbook_converted_by_libreoffice_is_read_as_it_was(kind, known, tmp_path):
    office = needs("soffice")
    for case in CASES:
        case.make(tmp_path / case.name)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    words = [office, home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "to")]
    made = [str(tmp_path / case.name) for case in CASES]
    subprocess.run([*words, *made], check=True, capture_output=True, timeout=300)
    for case in CASES:
        path = (tmp_path / "to" / case.name).with_suffix(f".{kind}")
        found = examine(read_file(Path(path)), known, given=Given(**case.given))
        keys = ["indicator_id", "region", "year", "value", "qualifier"]
        rows = found.observations[keys].astype({"year": int, "value": float})
        assert sorted(map(tuple, rows.to_numpy().tolist())) == sorted(case.rows), path.name
        assert {*case.said} <= {f"{f.level}:{f.code}" for f in found.findings}, path.name


def seen_as(mine: object, theirs: object) -> list[str]:
    sheet = from_values("表", [[mine]])
    return [f.code for f in compared([sheet], {"表": {(1, 1): theirs}})[0].notes]


@pytest.mark.parametrize(
    ("mine", "theirs"), [("11:12:12", dt.time(11, 12, 12)), ("27:17:54", "PT27H17M54S")]
)
def test_a_time_of_day_is_the_same_in_either_reader(mine, theirs):
    assert seen_as(mine, theirs) == []
    assert seen_as(mine.replace("12", "13").replace("17", "18"), theirs) == ["readers-differ"]


@pytest.mark.parametrize("codepage", ["", 'CODEPAGE="iso-8859-15";\n', 'CODEPAGE="no-such";\n'])
def test_a_px_file_of_western_europe_is_not_read_as_chinese(codepage, tmp_path):
    path = tmp_path / "a.px"
    said = f'CHARSET="ANSI";\n{codepage}STUB="region";\nVALUES("region")="León","Avilés";\n'
    said += "DATA=\n1 2;\n"
    path.write_bytes(said.encode("cp1252"))
    named = [row[0].value for row in read_file(path)[0].rows]
    assert named[-2:] == ["León", "Avilés"]


def test_a_serial_number_below_one_is_a_time_of_day_in_an_old_workbook():
    assert old_workbooks._day(0.5, 0) == dt.time(12)
    assert old_workbooks._day(41998.0, 0) == dt.datetime(2014, 12, 25)
