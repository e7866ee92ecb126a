"""What an analyst writes beside a target is kept, dated, and shown while it holds."""

import datetime as dt

import pytest

from analysis.__main__ import main
from analysis.intake.registering import add_remark
from analysis.judging.situations import read_records, situation_of
from analysis.records.errors import PlanDataError
from analysis.records.plans import load_plan
from analysis.records.remarks import no_remarks, read_remarks, remarks_on
from analysis.records.schema import FIGURES
from analysis.telling.kit.remarks import remark_list, remarks_beside
from analysis.telling.kit.verdict_table import verdict_table_of
from support.small_project import FIGURE, small_project, write

TODAY = dt.date(2024, 6, 1)
GOAL = FIGURE | {
    "figure_id": "F002",
    "role": "target",
    "year": "",
    "value": "5000",
    "comparator": ">=",
    "measure": "level",
    "deadline": "2025",
    "quote": "达到5000家",
}
SAID = {"target_id": "F002", "kind": "warning", "role": "规划处", "text_zh": "认定数下滑"}


@pytest.fixture
def root(tmp_path):
    root = small_project(tmp_path)
    write(root / "data" / "plans" / "small" / "figures.csv", FIGURES, FIGURE, GOAL)
    return root


def held(root):
    return read_remarks(load_plan("small", root=root), root=root, today=TODAY)


def test_a_remark_is_dated_today_and_of_the_plans_region_unless_it_says_otherwise(root):
    add_remark("small", SAID, root=root, today=TODAY)
    add_remark("small", SAID | {"date": "2024-05-02", "kind": "cause"}, root=root, today=TODAY)
    rows = held(root)
    assert rows["date"].dt.strftime("%F").tolist() == ["2024-06-01", "2024-05-02"]
    assert rows["region"].eq("140000").all() and rows["recorded_at"].eq("2024-06-01").all()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"target_id": "F001"}, "not the figure_id of a target"),
        ({"text_zh": ""}, "write text_zh or text_en"),
        ({"kind": "rumour"}, "must be one of"),
        ({"date": "2024-06-02"}, "is after today"),
        ({"until": "2024-05-31"}, "ends before it begins"),
        ({"region": "990000"}, "region"),
    ],
)
def test_a_remark_that_cannot_be_is_refused_and_nothing_written(root, change, told):
    with pytest.raises(PlanDataError, match=told):
        add_remark("small", SAID | change, root=root, today=TODAY)
    assert not (root / "data" / "plans" / "small" / "remarks.csv").exists()


def test_check_refuses_what_add_would_refuse(root):
    path = add_remark("small", SAID, root=root, today=TODAY)
    path.write_text(path.read_text("utf-8").replace("F002", "F009"), encoding="utf-8")
    with pytest.raises(PlanDataError, match=r"remarks\.csv.*row 2.*F009"):
        held(root)


@pytest.mark.parametrize(
    ("day", "seen"),
    [("2024-05-01", 0), ("2024-05-02", 1), ("2024-05-20", 1), ("2024-05-21", 0)],
)
def test_a_remark_is_shown_from_its_day_to_its_last(root, day, seen):
    dated = SAID | {"date": "2024-05-02", "until": "2024-05-20"}
    add_remark("small", dated, root=root, today=TODAY)
    assert len(remarks_on(held(root), "140000", day)) == seen
    assert remarks_on(held(root), "140100", day).empty


def test_the_newest_stands_first(root):
    for day in ("2024-05-02", "2024-05-20", "2024-05-10"):
        add_remark("small", SAID | {"date": day}, root=root, today=TODAY)
    days = remarks_on(held(root), "140000", "2024-06-01")["date"].dt.strftime("%d")
    assert days.tolist() == ["20", "10", "02"]


def test_it_stands_beside_the_verdict_with_day_and_office_in_both_languages(root):
    add_remark("small", SAID | {"text_en": "fewer certified"}, root=root, today=TODAY)
    now = situation_of(read_records("small", root=root))
    for lang, words in (("zh", ("预警", "认定数下滑")), ("en", ("Warning", "fewer certified"))):
        page = verdict_table_of(now.verdicts, now, lang=lang)._repr_html_()
        listed = remark_list(now, lang=lang)
        for text in (*words, "2024-06-01", "规划处"):
            assert text in page and text in str(listed)
    assert "企业数" in str(remark_list(now))


def test_a_remark_in_one_language_is_told_in_it_and_marked_so(root):
    add_remark("small", SAID, root=root, today=TODAY)
    (said,) = remarks_beside(held(root), [("F002",)], lang="en")
    assert '<span lang="zh-Hans">认定数下滑</span>' in said.__html__()


def test_text_is_never_markup(root):
    add_remark("small", SAID | {"text_zh": "<b>&"}, root=root, today=TODAY)
    (said,) = remarks_beside(held(root), [("F002",)])
    assert "&lt;b&gt;&amp;" in said.__html__()


def test_without_remarks_nothing_is_shown(root):
    now = situation_of(read_records("small", root=root))
    assert remark_list(now)._repr_html_() == "" and no_remarks().empty
    assert 'class="remarks"' not in verdict_table_of(now.verdicts, now)._repr_html_()


def test_the_command_writes_one_row(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    given = ["remark", "add", "F002", "--plan", "small", "--role", "规划处", "--text-zh", "下滑"]
    assert main(given) == 0
    assert "one row added" in capsys.readouterr().out
    assert main(["check", "--plan", "small"]) in (0, None)
