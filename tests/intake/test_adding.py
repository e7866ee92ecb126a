"""From a file to the store and out again: nothing lost, nothing changed without a word."""

import datetime as dt
import itertools
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.intake import marked
from analysis.intake.adding import Outcome, add_file, said, taken_back
from analysis.intake.entries import DATA
from analysis.intake.files import read_file
from analysis.intake.known import Given
from analysis.intake.marked import AUTHOR, checked_path
from analysis.intake.owed import missing_rows
from analysis.intake.sheets import (
    COLUMN,
    NEW_SOURCES,
    write_export,
    write_template,
)
from analysis.records import journal, ledger
from analysis.records.errors import PlanDataError
from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from analysis.records.regions import read_regions
from analysis.records.schema import OBSERVATIONS, SOURCES
from analysis.records.sources import read_sources
from analysis.records.vintages import vintages_of
from analysis.telling.histories import history_text
from support.ledgers import state
from support.processes import at_once, posix
from support.shanxi import FEW, PLAN, ROOT, TODAY, store
from support.small_project import small_project, write
from support.tools import needs
from support.workbooks import DAY, FIRMS, HEAD, RD, SHANXI, SOURCE, book, one

SMALL_HEAD = "指标,年份,数值,来源\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """The plan, and few regions' observations: every addition reads them all."""
    return store(tmp_path_factory.mktemp("project"), FEW)


@pytest.fixture
def root(project, tmp_path):
    """The project's data; what a test adds is taken back after it."""
    yield project
    while len(ledger.additions(project)):
        ledger.undo(root=project)


@pytest.fixture
def small(tmp_path) -> Path:
    """One indicator, with its plan's 3188 of 2020 and 3916 of 2022."""
    return small_project(tmp_path / "small")


def add(path: Path, root: Path, plan: str = PLAN, **options) -> Outcome:
    """As an analyst adds it who says of which region a file is that names none."""
    told = Given(region=SHANXI, source=options.pop("source", ""))
    return add_file(path, plan=plan, root=root, today=TODAY, given=told, **options)


def add_text(folder: Path, root: Path, lines: str, name: str = "a.csv", **options) -> Outcome:
    path = folder / name
    path.write_text(SMALL_HEAD + lines, encoding="utf-8")
    return add(path, root, "small", **options)


def known(root: Path, plan: str = PLAN) -> pd.DataFrame:
    return read_observations(load_plan(plan, root=root), root=root, today=TODAY)


def codes(outcome: Outcome) -> list[str]:
    return [f.code for f in outcome.findings]


# --- adding --------------------------------------------------------------------------------


def test_a_file_is_added_once_and_a_resaved_one_adds_nothing(root, tmp_path):
    path = tmp_path / "a.xlsx"
    book(path, one(4580))
    first = add(path, root)
    assert first.addition.rows == 1
    held = state(root)
    again = add(path, root)
    assert again.addition.rows == 0
    assert said(again, "en") == (
        "[notice] a.xlsx: the very same file was added on 2026-11-24; nothing was added\n"
        "Nothing new; the data are as they were."
    )
    resaved = tmp_path / "b.xlsx"
    book(resaved, [*one(4580), ["注：另存的"]])
    assert said(add(resaved, root), "zh").endswith(
        "没有新的数，数据未变。\n另有1个数此前已登记，没有重复添加。"
    )
    assert state(root) == held


def test_of_an_overlapping_file_only_the_new_figures_are_added(root, tmp_path):
    book(tmp_path / "a.xlsx", one(4580))
    add(tmp_path / "a.xlsx", root)
    book(tmp_path / "b.xlsx", [*one(4580), one(327.5, name=RD, unit="亿元")[1]])
    outcome = add(tmp_path / "b.xlsx", root)
    assert outcome.addition.rows == 1
    assert said(outcome, "en").endswith(
        "Added 1 figure and 0 sources (addition 2; undo takes it back).\n"
        "1 figure of the file was known before and not added again."
    )


def test_warnings_stop_until_they_are_accepted_and_errors_always(root, tmp_path):
    old = state(root)
    book(tmp_path / "warned.xlsx", one(45800))
    stopped = add(tmp_path / "warned.xlsx", root)
    assert stopped.addition is None
    assert "1 warning; nothing was added. If all is right, add again with --accept." in said(
        stopped, "en"
    )
    assert state(root) == old
    book(tmp_path / "wrong.xlsx", [*one(45800), one("四千")[1]])
    assert add(tmp_path / "wrong.xlsx", root, accept=True).addition is None
    assert state(root) == old
    assert add(tmp_path / "warned.xlsx", root, dry_run=True, accept=True).addition is None
    assert state(root) == old
    assert add(tmp_path / "warned.xlsx", root, accept=True).addition.rows == 1


def test_a_trial_says_what_to_do_next(root, tmp_path):
    book(tmp_path / "warned.xlsx", one(45800))
    outcome = add(tmp_path / "warned.xlsx", root, dry_run=True)
    assert said(outcome, "en", dry_run=True).splitlines()[1:3] == [
        "Checked only: 1 figure could be added.",
        "1 warning; if all is right, add with --accept.",
    ]
    assert "可添加1个数。\n有1处需要核对；核对无误后添加时加 --accept。" in said(
        outcome, "zh", dry_run=True
    )
    done = add(tmp_path / "warned.xlsx", root, accept=True).addition
    assert taken_back(done, "en") == "addition 1 taken back: warned.xlsx, 1 figure"


def test_a_correction_supersedes_and_the_old_value_stays_in_the_history(small, tmp_path):
    assert codes(add_text(tmp_path, small, "企业数,2022,3920,s1\n")) == ["correction", "unit-taken"]
    done = add_text(tmp_path, small, "企业数,2022,3920,s1\n", accept=True)
    assert done.addition.rows == 1
    rows = known(small, "small")
    assert rows.set_index("value").loc[3920, "supersedes"] == "o1"
    plan = load_plan("small", root=small)
    text = history_text(
        vintages_of(rows, plan, "企业数", region="140000"), plan, read_sources(small), "en"
    )
    assert "2022  3,916 (corrected, see #" in text
    assert "2022  3,920" in text
    # an older copy of the file changes nothing, and says how a value is brought back
    stale = add_text(tmp_path, small, "企业数,2022,3916,s1\n", "stale.csv")
    assert codes(stale) == ["corrected-since"]
    latest = rows.set_index("value").loc[3920, "observation_id"]
    path = tmp_path / "back.csv"
    path.write_text(
        f"指标,年份,数值,来源,更正编号\n企业数,2022,3916,s1,{latest}\n", encoding="utf-8"
    )
    assert add(path, small, "small", accept=True).addition.rows == 1
    standing = known(small, "small").query("year == 2022")
    gone = set(standing["supersedes"])
    assert standing.loc[~standing["observation_id"].isin(gone), "value"].tolist() == [3916]
    for _ in range(2):
        ledger.undo(root=small)
    assert len(known(small, "small")) == 2


@posix
def test_two_who_type_the_same_figure_at_once_do_not_both_stand(small, tmp_path):
    """What is compared with is what is appended to: the second sees the first."""
    acts = []
    for n in range(4):
        path = tmp_path / f"{n}.csv"
        path.write_text(f"{SMALL_HEAD}企业数,2021,{3500 + n},s1\n", encoding="utf-8")
        acts.append(lambda path=path: add(path, small, "small"))
    assert at_once(acts) == [0] * 4
    assert len(known(small, "small").query("year == 2021")) == 1
    assert len(ledger.additions(small)) == 1


@settings(max_examples=6)
@given(
    steps=st.lists(
        st.one_of(
            st.just("undo"),
            st.tuples(
                st.sampled_from([2021, 2022]),
                st.integers(3400, 3410),
                st.sampled_from(["s1", "s2"]),
            ),
        ),
        min_size=3,
        max_size=7,
    )
)
def test_whatever_is_added_corrected_and_taken_back_every_figure_is_in_the_history(
    steps, tmp_path_factory
):
    """A list of what stands is kept beside the store; undo only ever takes the last off it."""
    folder = tmp_path_factory.mktemp("steps")
    root = small_project(folder / "small")
    other = {
        "source_id": "s2",
        "title": "公报",
        "publisher": "某局",
        "published": "2023-05-01",
        "published_precision": "day",
        "grade": "A",
    }
    held = pd.read_csv(root / "data" / "sources.csv", dtype=str, keep_default_na=False)
    write(root / "data" / "sources.csv", SOURCES, *held.to_dict("records"), other)
    plan = load_plan("small", root=root)
    standing: list[tuple] = []
    states = [state(root)]
    for number, step in enumerate(steps):
        if step == "undo":
            if standing:
                ledger.undo(root=root)
                standing.pop()
                states.pop()
            assert state(root) == states[-1]
            continue
        year, value, source = step
        line = f"企业数,{year},{value},{source}\n"
        done = add_text(folder, root, line, f"{number}.csv", accept=True).addition
        if done.rows:
            standing.append((year, float(value), source))
            states.append(state(root))
        else:
            assert (year, float(value), source) in standing
    rows = vintages_of(known(root, "small"), plan, "firms", region="140000")
    typed = rows[~rows["observation_id"].isin(["o1", "small:F001"])]
    said_of = list(zip(typed["year"].astype(int), typed["value"], typed["source_id"], strict=True))
    assert sorted(said_of) == sorted(standing)
    text = history_text(rows, plan, read_sources(root), "zh")
    assert all(f"#{i}" in text for i in rows["observation_id"])


# --- the workbooks we hand out -------------------------------------------------------------


@pytest.fixture(scope="module")
def template(project, tmp_path_factory) -> Path:
    plan = load_plan(PLAN, root=project)
    rows = missing_rows(plan, known(project), [plan.region], today=TODAY)
    path = tmp_path_factory.mktemp("template") / "填报.xlsx"
    places, sources = read_regions(project, plan.folders), read_sources(project, plan.folders)
    return write_template(path, plan, rows, places, sources)


def row_of(page, indicator: str, year: int) -> int:
    keys = ((r, page.cell(r, 1).value, page.cell(r, 3).value) for r in range(2, page.max_row + 1))
    return next(r for r, name, found in keys if (name, found) == (indicator, year))


def fill(template: Path, out: Path, *, money: object = 327.5) -> Path:
    """Two figures: one of a known source, one of a new one."""
    made = openpyxl.load_workbook(template)
    page = made[DATA]
    for indicator, value, source in (
        (FIRMS, "约4580家", "2025年测试公报"),
        (RD, money, "某局年报"),
    ):
        row = row_of(page, indicator, 2024)
        page.cell(row, COLUMN["数值"]).value = value
        page.cell(row, COLUMN["来源"]).value = source
    for column, value in enumerate(("某局年报", "某局", dt.date(2025, 9, 1), None, "B"), 1):
        made[NEW_SOURCES].cell(2, column).value = value
    made.save(out)
    return out


def test_the_template_asks_for_what_is_missing_and_shows_what_was_known(template, project):
    made = openpyxl.load_workbook(template)
    page = made[DATA]
    assert made.active.title == DATA
    row = row_of(page, FIRMS, 2024)
    assert [page.cell(row, COLUMN[n]).value for n in ("上次年份", "上次数值", "单位")] == [
        2023,
        4155,
        "家",
    ]
    assert page.cell(row, 1).protection.locked
    assert page.cell(row, COLUMN["单位"]).protection.locked
    assert not page.cell(row, COLUMN["数值"]).protection.locked
    assert page.protection.sheet
    assert page.freeze_panes == "F2"
    share = row_of(page, "公民具备科学素质的比例", 2024)
    formats = [page.cell(r, COLUMN["数值"]).number_format for r in (row, share)]
    assert formats == ["#,##0", "General"]
    lists = {str(v.sqref): v.formula1 for v in page.data_validations.dataValidation}
    assert len(lists) == 5
    assert made["_lists"].sheet_state == "hidden"
    asked = {(page.cell(r, 1).value, page.cell(r, 3).value) for r in range(2, page.max_row + 1)}
    assert (FIRMS, 2022) not in asked
    assert (FIRMS, 2025) in asked


def test_an_empty_template_adds_nothing(template, root):
    outcome = add(template, root)
    assert codes(outcome) == ["nothing"]
    assert outcome.unfilled == 341


def test_a_filled_in_template_is_added(template, root, tmp_path):
    outcome = add(fill(template, tmp_path / "filled.xlsx"), root)
    assert codes(outcome) == []
    assert (outcome.addition.rows, outcome.addition.sources) == (2, 1)
    rows = known(root).set_index(["indicator_id", "region", "year"])
    firms = rows.loc[("high_tech_firms", "140000", 2024)]
    assert (firms["value"], firms["qualifier"], str(firms["published"].date())) == (
        4580,
        "about",
        DAY,
    )
    assert rows.loc[("rd_expenditure", "140000", 2024), "grade"] == "B"


def test_through_libreoffice_the_template_stays_what_it_is(template, root, tmp_path):
    filled = fill(template, tmp_path / "filled.xlsx", money="3275000万元")
    run = [
        needs("soffice"),
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
    ]
    subprocess.run(
        [*run, "xlsx", "--outdir", tmp_path / "out", filled], check=True, capture_output=True
    )
    saved = openpyxl.load_workbook(tmp_path / "out" / "filled.xlsx")
    page = saved[DATA]
    assert page.protection.sheet  # (frozen panes belong to a window, and without one are not kept)
    assert page.cell(2, 1).protection.locked
    assert page.cell(2, COLUMN["单位"]).protection.locked
    assert len(page.data_validations.dataValidation) == 5
    assert saved["_lists"].sheet_state != "visible"
    outcome = add(tmp_path / "out" / "filled.xlsx", root)
    assert codes(outcome) == ["converted"]
    assert outcome.addition.rows == 2
    kept = known(root).set_index(["indicator_id", "region", "year"])["value"]
    assert kept["rd_expenditure", "140000", 2024] == 327.5


def test_no_text_of_ours_comes_out_as_a_formula(small, tmp_path):
    """Export, template and marked copy, with texts that begin like formulas everywhere."""
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://example.invalid")']
    base = known(small, "small").iloc[:1]
    rows = pd.concat([base.assign(quote=b, observation_id=b, supersedes=b) for b in bad])
    sources = pd.concat([read_sources(small).assign(title=b, source_id=b, note=b) for b in bad])
    plan = load_plan("small", root=small)
    write_export(tmp_path / "export.xlsx", rows, sources)
    missing = missing_rows(plan, known(small, "small"), ["140000"], today=TODAY)
    named = read_regions(small).assign(name_zh="=1+1")
    write_template(tmp_path / "template.xlsx", plan, missing, named, sources)
    quoted = [b.replace('"', '""') for b in bad]
    lines = "".join(f'"{b}",2024,"{b}",s1\n' for b in quoted)
    marked = [add_text(tmp_path, small, lines).marked]

    def prepare(made) -> None:
        page = made.active
        page["G3"], page["H3"] = "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.invalid")'
        page["C3"] = "=1+1"
        made.defined_names["evil"] = openpyxl.workbook.defined_name.DefinedName(
            "evil", attr_text="[1]A!B1"
        )

    book(tmp_path / "sent.xlsx", [SMALL_HEAD.strip().split(","), ["=x", 2024, "x", "s1"]], prepare)
    marked.append(add(tmp_path / "sent.xlsx", small, "small").marked)
    for path in (tmp_path / "export.xlsx", tmp_path / "template.xlsx", *marked):
        made = openpyxl.load_workbook(path)
        cells = [
            c for sheet in made for row in sheet.iter_rows() for c in row if c.value is not None
        ]
        assert not [c for c in cells if c.data_type == "f"]
        texts = [c for c in cells if isinstance(c.value, str) and c.value[:1] in "=+-@\t\r"]
        assert texts
        assert all(c.data_type == "s" for c in texts)
        assert "evil" not in made.defined_names


@pytest.mark.parametrize(
    ("regions", "least"), [(FEW, 1_000), pytest.param((), 7_000, marks=pytest.mark.slow)]
)
def test_every_observation_exported_and_read_back_into_an_empty_store_is_equal(
    tmp_path, regions, least
):
    project = store(tmp_path / "full", regions)
    held = known(project)
    rows = held[~held["observation_id"].str.contains(":")]
    write_export(tmp_path / "all.xlsx", rows, read_sources(project))
    empty = tmp_path / "empty"
    shutil.copytree(
        project / "data", empty / "data", ignore=shutil.ignore_patterns("observations", "*added*")
    )
    (empty / "data" / "observations").mkdir()
    write(empty / "data" / "sources.csv", SOURCES)
    outcome = add(tmp_path / "all.xlsx", empty, accept=True)
    assert outcome.errors == 0
    assert outcome.addition.rows == len(rows) > least
    key = ["observation_id"]
    back = known(empty)
    back = back[~back["observation_id"].str.contains(":")]
    columns = [*OBSERVATIONS.columns, "grade"]
    pd.testing.assert_frame_equal(
        back.sort_values(key)[columns].reset_index(drop=True),
        rows.sort_values(key)[columns].reset_index(drop=True),
    )
    sources = [
        read_sources(r).sort_values("source_id").reset_index(drop=True) for r in (empty, project)
    ]
    cited = sources[1][sources[1]["source_id"].isin(rows["source_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(sources[0], cited)
    again = add(tmp_path / "all.xlsx", empty)
    assert again.addition.rows == 0


# --- the marked copy -----------------------------------------------------------------------


def test_the_marked_copy_keeps_the_workbook_and_says_what_is_wrong_in_the_cell(root, tmp_path):
    path = tmp_path / "a.xlsx"

    def prepare(made) -> None:
        page = made.create_sheet("别的")
        page["B2"], page["B3"] = 5, "留着"
        made["Sheet"].column_dimensions["A"].width = 33
        made["Sheet"]["D2"].comment = openpyxl.comments.Comment("自己的批注", "我")

    book(
        path, [*one("四千"), one(45800, unit="件")[1], one(327.5, name=RD, unit="亿元")[1]], prepare
    )
    outcome = add(path, root, lang="zh")
    assert outcome.marked == tmp_path / "a.checked.xlsx"
    made = openpyxl.load_workbook(outcome.marked)
    page = made["Sheet"]
    assert page["C2"].fill.fgColor.rgb == "00F4B6AE"
    assert page["C2"].comment.text == "不是数字；只写数字，单位写在单位列"
    assert page["C3"].comment.text == "单位是件，该指标用家，无法换算"
    assert page["C4"].comment is None
    assert page["D2"].comment.text == "自己的批注"
    assert page.column_dimensions["A"].width == 33
    assert made["别的"]["B3"].value == "留着"
    assert made.properties.lastModifiedBy == AUTHOR


@pytest.mark.parametrize(("cell", "read_again"), [(None, False), ("=1+1", True)])
def test_only_a_workbook_with_formulas_is_read_again_for_its_marked_copy(
    cell, read_again, root, tmp_path, monkeypatch
):
    """Where a formula stands, the copy shows what it last came to, which another reading tells."""
    path, read = tmp_path / "a.xlsx", []

    def prepare(made) -> None:
        made.create_sheet("别的")["B2"] = cell or 5

    book(path, one("四千"), prepare)
    real = marked.load
    monkeypatch.setattr(marked, "load", lambda *a, **k: read.append(a) or real(*a, **k))
    copy = openpyxl.load_workbook(add(path, root).marked)
    assert bool(read) == read_again
    assert copy["别的"]["B2"].value == (None if cell else 5)
    assert any(c.comment for row in copy["Sheet"].iter_rows() for c in row)


def test_a_marked_copy_never_goes_over_anybodys_work(root, tmp_path):
    path = tmp_path / "a.xlsx"
    book(path, one("四千"))
    first = add(path, root).marked
    assert add(path, root).marked == first  # ours, not saved since
    made = openpyxl.load_workbook(first)
    made.active["C2"] = 4580
    made.properties.lastModifiedBy = "somebody"
    made.save(first)
    assert checked_path(path) == tmp_path / "a.checked-2.xlsx"
    assert add(path, root).marked == tmp_path / "a.checked-2.xlsx"
    assert add(first, root).addition.rows == 1


def test_where_no_marked_copy_can_be_written_the_report_is_still_given(root, tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    book(path, one("四千"))

    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", held)
    outcome = add(path, root, dry_run=True)
    assert codes(outcome) == ["value", "not-marked"]
    assert "close it in Excel and try again" in said(outcome, "en")
    assert "批注文件没有写成" in said(outcome, "zh")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx"]


# --- at the command line -------------------------------------------------------------------


def run(capsys, *words: str) -> tuple[int, str]:
    code = main(list(words))
    out = capsys.readouterr()
    return code, (out.out + out.err).strip()


def test_from_template_to_history_and_back(root, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(root)
    old = state(root)
    sheet = str(tmp_path / "t.xlsx")
    assert run(capsys, "template", sheet)[0] == 0
    code, text = run(capsys, "template", sheet)
    assert code == 1
    assert "t.xlsx: exists already and may be filled in" in text
    filled = str(fill(Path(sheet), tmp_path / "filled.xlsx"))
    code, text = run(capsys, "add", filled, "--lang", "zh")
    assert (code, text) == (
        0,
        "已添加2个数、1个来源（第1次添加，可用 undo 撤销）。\n339行没有填数。",
    )
    code, text = run(capsys, "history", "高新技术企业", "--lang", "zh")
    assert "2024  4580家 [约]  2026-03-01  B  2025年测试公报  #" in text
    code, text = run(capsys, "history", "高新企业", "--lang", "zh")
    assert code == 1
    assert "是不是" in text
    assert run(capsys, "undo", "--lang", "en") == (
        0,
        "addition 1 taken back: filled.xlsx, 2 figures",
    )
    assert state(root) == old
    code, text = run(capsys, "undo")
    assert (code, text) == (1, "nothing to undo: no addition is recorded | 没有可撤销的添加")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.xlsx", "missing.xlsx: the file does not exist | 文件不存在"),
        ("folder", "folder: a folder; give one file | 这是文件夹，请指定其中的一个文件"),
        (
            "~$a.xlsx",
            "~$a.xlsx: only the mark that Excel sets beside an open file; give a.xlsx itself",
        ),
        ("page.html", "page.html: a page without a table"),
    ],
)
def test_what_is_no_workbook_is_named(name, words, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    (tmp_path / "folder").mkdir()
    (tmp_path / "~$a.xlsx").write_bytes(b"\x05Me")
    (tmp_path / "page.html").write_text("<html>")
    code, text = run(capsys, "add", str(tmp_path / name), "--dry-run")
    assert code == 1
    assert text.startswith(words)


def test_a_file_that_excel_holds_is_named(tmp_path, monkeypatch):
    path = tmp_path / "open.xlsx"
    book(path, one(1))

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(
        PlanDataError, match=r"open in another program; close it in Excel .*关闭后重试"
    ):
        read_file(path)


def test_a_write_cut_off_is_finished_by_whatever_command_comes_next(
    root, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(root)
    book(tmp_path / "a.xlsx", one(4580))
    monkeypatch.setattr(journal, "_carry_out", lambda data: os.stat(data / "no such"))
    code, text = run(capsys, "add", str(tmp_path / "a.xlsx"), "--lang", "en", "--region", SHANXI)
    assert code == 1
    assert "the write was cut off" in text
    assert "the next command will finish it" in text
    monkeypatch.undo()
    monkeypatch.chdir(root)
    assert "4,580" in run(capsys, "history", "high_tech_firms", "--lang", "en")[1]
    assert len(ledger.additions(root)) == 1


def test_rows_without_a_source_take_the_one_that_is_given(root, tmp_path):
    book(tmp_path / "a.xlsx", [HEAD[:4], one(4580)[1][:4]])
    assert codes(add(tmp_path / "a.xlsx", root)) == ["source"]
    outcome = add(tmp_path / "a.xlsx", root, source=SOURCE)
    assert outcome.addition.rows == 1


def test_messages_of_many_cells_are_short(root, tmp_path):
    book(tmp_path / "a.xlsx", [HEAD, *(one("四千", year=y)[1] for y in range(1950, 2000))])
    text = said(add(tmp_path / "a.xlsx", root), "zh")
    lines = text.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("[错误] Sheet C2, C3, C4, C5, C6, C7 …（共50格） '四千'：不是数字")
    assert lines[1] == "有1处错误，什么都没有添加；请改正后重来。"
    various = [one(f"{n}千", year=1950 + n)[1] for n in range(50)]
    book(tmp_path / "b.xlsx", [HEAD, *various])
    assert len(said(add(tmp_path / "b.xlsx", root), "zh").splitlines()) == 3
    assert all(len(a) < 120 for a in itertools.chain(lines))


def test_a_second_value_of_one_half_year_from_one_source_is_a_correction(tmp_path):
    def half(value: float, *more: float) -> Outcome:
        path = root / f"{value}.csv"
        head = "指标,地区,年份,数值,单位,来源\n"
        lines = [f"{RD},太原市,2024年上半年,{v},亿元,{SOURCE}\n" for v in (value, *more)]
        path.write_text(head + "".join(lines), encoding="utf-8")
        return add_file(path, plan=PLAN, root=root, accept=True, today=TODAY)

    root = store(tmp_path / "project", FEW)
    assert half(55).addition.rows == 1
    assert "clash" in {f.code for f in half(56, 57).findings}
    corrected = half(58)
    assert {f.code for f in corrected.findings if f.level == "warning"} == {"correction"}
    assert corrected.found.observations["supersedes"].ne("").all()
    again = half(58.0)
    assert (again.addition.rows, again.errors) == (0, 0)
