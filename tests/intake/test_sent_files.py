"""Real-shaped files: read right with what was understood told, or stopped with a question."""

import pytest

from analysis.__main__ import main
from analysis.intake.adding import examine, read_known
from analysis.intake.files import read_file
from analysis.intake.known import Given
from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from support.placed_words import SENT
from support.sent_files import TAIYUAN, Sent
from support.shanxi import FEW, PLAN, TODAY, store
from support.workbooks import SOURCE, book


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
    assert len({c.name for c in SENT}) == len(SENT) >= 150


def test_at_least_twenty_shapes_are_read_in_one_command_and_a_yes_without_an_edit():
    def needs_an_edit(case: Sent) -> bool:
        return not case.rows or any(said.startswith("error") for said in case.said)

    read = [c for c in SENT if not needs_an_edit(c)]
    at_once = [c for c in read if not any(said.startswith("warning") for said in c.said)]
    assert len(read) >= 90
    assert len(at_once) >= 50


YEARBOOK = [
    ["表20-7 各市高新技术企业主要指标", None, None],
    ["单位：家、亿元", None, None],
    ["地  区", "高新技术企业（家）", "R&D经费（亿元）"],
    ["", "2024年", "2024年"],
    ["太原市", 2105, 118.71],
    ["大同市", 163, 21.35],
    ["阳泉市", 98, 9.87],
    ["长治市", 240, 31.02],
    ["晋城市", 176, 18.44],
    ["朔州市", 71, 7.63],
    ["晋中市", 334, 25.19],
    ["运城市", 287, 27.56],
    ["忻州市", 102, 8.91],
    ["临汾市", 181, 22.73],
    ["注：因四舍五入，各市之和与全省数可能有差异。", None, None],
    ["资料来源：省科技厅、省统计局。", None, None],
]


def test_twenty_figures_of_a_yearbook_s_page_are_added_in_two_commands_and_no_edit(
    tmp_path, monkeypatch
):
    def titled(made) -> None:
        page = made.active
        page.title = "20-7"
        for area in ("A1:C1", "A2:C2", "A3:A4", "A15:C15", "A16:C16"):
            page.merge_cells(area)

    root = store(tmp_path / "project", FEW)
    monkeypatch.chdir(root)
    path = tmp_path / "20-7.xlsx"
    book(path, YEARBOOK, titled)
    sent = path.read_bytes()
    command = ["add", str(path), "--source", SOURCE]
    commands = [command, [*command, "--accept"]]
    assert [main(c) for c in commands] == [1, 0]
    assert path.read_bytes() == sent
    added = read_observations(load_plan(PLAN, root=root), root=root, today=TODAY)
    added = added[added["source_id"] == SOURCE]
    assert len(added) == 20
    told = added.set_index(["indicator_id", "region"])["value"]
    assert told["high_tech_firms", TAIYUAN] == 2105
    assert told["rd_expenditure", "141000"] == 22.73
