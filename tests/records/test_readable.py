"""A file of the project that cannot be read is named in a message, with what to do about it."""

import errno
from pathlib import Path

import pytest

from analysis.projection import read_regional
from analysis.projection.reference import read_network
from analysis.projection.regional import read_families
from analysis.records import ledger
from analysis.records.errors import PlanDataError
from analysis.records.journal import recover
from analysis.records.plans import load_plan
from analysis.records.readable import reading
from analysis.records.reference_tables import learned_table, reference_table
from support.small_project import read_small, small_project

PLAN, READ = "data/plans/small", "data/observations/a.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def a_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


def a_link_to_itself(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def in_gbk(path: Path) -> None:
    path.write_bytes("规划,一\n".encode("gbk"))


def in_utf_16(path: Path) -> None:
    path.write_bytes("规划,一\n".encode("utf-16"))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (a_folder, "a folder stands in its place; take it away and put the file there | 这里是"),
        (a_link_to_itself, "cannot be read (Too many levels of symbolic links); close it in"),
        (in_gbk, "not UTF-8 (byte 0); save as '"),
        (in_utf_16, "not UTF-8 (byte 0); save as '"),
    ],
)
@pytest.mark.parametrize(
    "file", [f"{PLAN}/plan.toml", f"{PLAN}/figures.csv", f"{PLAN}/indicators.csv", READ]
)
def test_a_file_that_cannot_be_read_is_named(root, file, damage, told):
    damage(root / file)
    with pytest.raises(PlanDataError) as error:
        read_small(root)
    assert str(error.value).startswith(f"{file}: {told}") and " | " in str(error.value)


@pytest.mark.parametrize("damage", [a_folder, in_gbk])
def test_a_plan_s_text_that_cannot_be_read_is_named(root, damage):
    damage(root / PLAN / "plan.txt")
    with pytest.raises(PlanDataError, match=rf"^{PLAN}/plan.txt: .* \| "):
        load_plan("small", root=root)


def test_a_plan_s_text_begins_after_its_byte_order_mark(root):
    (root / PLAN / "plan.txt").write_text("\ufeff第一章 总则", encoding="utf-8")
    assert load_plan("small", root=root).text == "第一章 总则"


def test_a_disk_that_refuses_says_why():
    with (
        pytest.raises(PlanDataError, match=r"a.csv: cannot be read \(Permission denied\).*权限"),
        reading("a.csv"),
    ):
        raise PermissionError(errno.EACCES, "Permission denied")
    with pytest.raises(PlanDataError, match=r"a\.csv: the file does not exist"), reading("a.csv"):
        raise FileNotFoundError


@pytest.mark.parametrize("undone", [True, False])
def test_a_log_of_additions_that_is_a_folder_is_named(root, undone):
    a_folder(root / "data" / "additions.csv")
    with pytest.raises(PlanDataError, match=r"^data/additions.csv: a folder stands in its place"):
        ledger.undo(root=root) if undone else ledger.additions(root)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[", b"\xff\xfe", b"{}x", b"[1]", b'{"a": 1}', b'[{"name": "additions.csv"}]'),
        b'[{"name": "additions.csv", "staged": 0}]',
        b'[{"name": "../../x", "staged": "0"}]',
    ],
)
def test_a_journal_that_was_changed_is_named_and_nothing_is_put_in_place(root, content):
    journal = root / "data" / ".journal.json"
    journal.write_bytes(content)
    before = sorted(root.rglob("*"))
    with pytest.raises(PlanDataError, match=r"^data/.journal.json: changed by other means.* \| "):
        recover(root)
    assert sorted({*root.rglob("*")} - {root / "data" / ".write.lock"}) == before


def test_a_table_of_the_reference_class_that_is_not_as_made_is_named(root):
    folder = root / "data" / "learned"
    assert read_regional(root, ["data"]).empty  # nothing was learned there
    folder.mkdir()
    (folder / "regional.csv").write_text("published,spread\n2020-01-01,1\n", encoding="utf-8")
    with pytest.raises(PlanDataError, match=r"make it \(no column ahead, count, length, "):
        read_regional(root, ["data"])
    (folder / "families.csv").write_text("", encoding="utf-8")
    with pytest.raises(PlanDataError, match=r"families.csv: not as the scripts make it \(No col"):
        read_families(root, ["data"])
    (folder / "families.csv").write_text("indicator_id\nfirms\n", encoding="utf-8")
    with pytest.raises(PlanDataError, match=r"make it \(no column published\); restore .* \| "):
        learned_table("families", root, ["data"], needed=["indicator_id", "published"])
    with pytest.raises(PlanDataError, match=r"families.csv: not as the scripts make it"):
        learned_table("families", root, ["data"], needed=(), days=["published"])
    (root / "data" / "reference").mkdir()
    with pytest.raises(PlanDataError, match=r"^data/reference/scores.csv: the file does not"):
        reference_table("scores", root)


@pytest.mark.parametrize("content", [b"layer,member\n", b"layer\nmean\n", b"\xff\xfe", b""])
def test_weights_that_are_not_as_made_are_named(tmp_path, content):
    (tmp_path / "network.csv").write_bytes(content)
    with pytest.raises(PlanDataError, match=r"network.csv: not .* \| "):
        read_network(tmp_path / "network.csv")
