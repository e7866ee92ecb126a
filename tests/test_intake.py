"""Every way a workbook is sent: understood, asked about, or refused; never guessed."""

import datetime as dt
import resource
import shutil
import time
from pathlib import Path

import pytest

from analysis.errors import PlanDataError
from analysis.intake.adding import add_file
from analysis.places import find_root
from workbooks import CASES, Case

ROOT = find_root(Path(__file__).parent)
PLAN = "shanxi-innovation-14"
TODAY = dt.date(2026, 11, 24)
SECONDS = 10.0


def store(folder: Path) -> Path:
    """A copy of the project's data."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("raw", "*added*"))
    return folder


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return store(tmp_path_factory.mktemp("store"))


def look(path: Path, root: Path, **options):
    return add_file(path, plan=PLAN, root=root, dry_run=True, today=TODAY, **options)


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_a_file_is_understood_asked_about_or_refused(case: Case, root, tmp_path):
    path = tmp_path / case.name
    case.make(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    if case.refused:
        with pytest.raises(PlanDataError, match=case.refused):
            look(path, root)
    else:
        outcome = look(path, root)
        keys = ["indicator_id", "region", "year", "value", "qualifier"]
        rows = outcome.found.observations[keys].astype({"year": int, "value": float})
        assert sorted(map(tuple, rows.to_numpy().tolist())) == sorted(case.rows)
        codes = {f.code for f in outcome.findings}
        assert case.codes <= codes
        if not case.codes:
            assert {f.level for f in outcome.findings} <= {"notice"}
    assert time.perf_counter() - start < SECONDS
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert used < 2**20  # kilobytes: one GiB
