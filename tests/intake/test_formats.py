"""The same table in another format says the same, its marks among them."""

import subprocess
from pathlib import Path

import pytest

from analysis.intake.adding import examine, read_known
from analysis.intake.files import read_file
from analysis.intake.known import Given
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
