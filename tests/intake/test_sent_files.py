"""Real-shaped files: read right with what was understood told, or stopped with a question."""

import pytest

from analysis.intake.adding import examine, read_known
from analysis.intake.files import read_file
from analysis.intake.known import Given
from support.sent_files import SENT, Sent
from support.shanxi import FEW, PLAN, TODAY, store


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return read_known(PLAN, root=store(tmp_path_factory.mktemp("store"), FEW), today=TODAY)


@pytest.mark.parametrize("case", SENT, ids=[c.name for c in SENT])
def test_a_file_as_sent_is_read_right_or_asked_about(case: Sent, known, tmp_path):
    path = tmp_path / case.name
    case.make(path)
    found = examine(read_file(path), known, given=Given(**case.given))
    keys = ["indicator_id", "region", "year", "value", "qualifier"]
    rows = found.observations[keys].astype({"year": int, "value": float})
    assert sorted(map(tuple, rows.to_numpy().tolist())) == sorted(case.rows)
    told = {f"{f.level}:{f.code}" for f in found.findings}
    asked = {t for t in told if not t.startswith("notice")}
    assert asked == {t for t in case.said if not t.startswith("notice")}
    assert {*case.said} <= told
    assert all(f.zh and f.en for f in found.findings)
    assert rows.empty is False or asked, "a file of which nothing comes says why"


def test_there_are_as_many_cases_as_are_said():
    assert len({c.name for c in SENT}) == len(SENT) >= 90
