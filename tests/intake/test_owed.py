"""What a template asks for: bases first, then what is due, each body its own workbook."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.intake.entries import DATA
from analysis.intake.owed import by_body, missing_rows
from analysis.intake.sheets import COLUMN
from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from analysis.records.schema import FIGURES, TABLES
from support.small_project import FIGURE, INDICATOR, REGION, small_project, wide, write

BEGUN = dt.date(2021, 5, 1)
LATER = dt.date(2024, 5, 1)
TARGET = FIGURE | {
    "figure_id": "F010",
    "role": "target",
    "year": "",
    "value": "5000",
    "comparator": ">=",
    "deadline": "2025",
}
LABS = INDICATOR | {"indicator_id": "labs", "name_zh": "实验室数", "name_en": "Laboratories"}
SPENDING = INDICATOR | {
    "indicator_id": "spending",
    "name_zh": "研发经费",
    "name_en": "R&D spending",
    "unit": "亿元",
    "kind": "flow",
}


def asked(root: Path, *rows: dict, today=BEGUN, regions=("140000",)) -> pd.DataFrame:
    """What the small plan lacks with other promises than its own one baseline."""
    folder = root / "data" / "plans" / "small"
    write(folder / "indicators.csv", TABLES["indicators"], INDICATOR, LABS, SPENDING)
    write(folder / "figures.csv", wide(FIGURES), *rows)
    plan = load_plan("small", root=root)
    return missing_rows(plan, read_observations(plan, root=root), regions, today=today)


def cells(rows: pd.DataFrame) -> list[tuple]:
    return list(rows[["indicator_id", "year", "reason"]].itertuples(index=False, name=None))


@pytest.fixture
def root(tmp_path) -> Path:
    return small_project(tmp_path)


def promise(indicator: str, **more: str) -> dict:
    unit = "亿元" if indicator == "spending" else "家"
    return TARGET | {"figure_id": f"F-{indicator}", "indicator_id": indicator, "unit": unit} | more


def test_a_plan_that_has_just_begun_is_asked_for_the_year_it_counts_from(root):
    rows = asked(root, promise("labs"), promise("firms"), today=BEGUN)
    assert cells(rows) == [
        ("firms", 2020, "base"),
        ("labs", 2020, "base"),
        ("spending", 2020, "between"),  # the plan names it, and promises nothing of it
    ]


def test_a_base_that_the_plan_states_is_not_asked_for_again(root):
    rows = asked(root, FIGURE, promise("firms"), promise("labs", base_year="2020", base_value="7"))
    assert cells(rows) == [("spending", 2020, "between")]


def test_a_target_of_its_own_base_year_asks_for_that_year(root):
    rows = asked(root, promise("firms", base_year="2015", deadline="2016"), today=LATER)
    assert cells(rows)[:2] == [("firms", 2015, "base"), ("firms", 2016, "due")]


def test_what_is_counted_from_zero_needs_no_base_year(root):
    rows = asked(root, promise("firms", measure="increment"), promise("labs", measure="sum"))
    assert cells(rows) == [("spending", 2020, "between")]


@pytest.mark.parametrize(("today", "due"), [("2023-12-31", False), ("2024-01-01", True)])
def test_a_target_is_due_when_its_year_has_ended(root, today, due):
    rows = asked(root, promise("labs", deadline="2023"), today=dt.date.fromisoformat(today))
    assert (("labs", 2023, "due") in cells(rows)) is due
    assert (("labs", 2022, "between") in cells(rows)) is True


def test_a_year_that_is_known_is_not_asked_for_and_shown_beside_the_next(root):
    rows = asked(root, promise("firms"), today=LATER).set_index(["indicator_id", "year"])
    assert ("firms", 2022) not in rows.index
    assert tuple(rows.loc[("firms", 2023), ["last_year", "last_value"]]) == (2022, 3916)


def test_years_go_on_to_a_deadline_beyond_the_end_of_the_plan(root):
    rows = asked(root, promise("labs", deadline="2035"), today=dt.date(2030, 1, 1))
    assert rows.loc[rows["indicator_id"] == "labs", "year"].max() == 2029
    assert rows.loc[rows["indicator_id"] == "spending", "year"].max() == 2025


def test_what_a_gap_is_measured_to_is_asked_for_too(root):
    write(
        root / "data" / "regions.csv",
        TABLES["regions"],
        REGION,
        REGION | {"region": "000000", "name_zh": "全国", "level": "country", "parent": ""},
    )
    rows = asked(root, promise("labs", measure="gap", against="000000"))
    labs = rows[rows["indicator_id"] == "labs"]
    assert sorted(labs["region"]) == ["000000", "140000"]
    rows = asked(root, promise("labs", measure="gap", against="firms"))
    assert set(rows.loc[rows["reason"] == "base", "indicator_id"]) == {"labs", "firms"}


def test_a_base_that_the_plan_states_is_of_its_own_region_alone(root):
    rows = asked(root, FIGURE, promise("firms"), regions=("140100",))
    base = rows.loc[rows["reason"] == "base", ["indicator_id", "region"]]
    assert base.to_dict("list") == {"indicator_id": ["firms"], "region": ["140100"]}


def test_each_body_that_answers_first_has_a_workbook_of_its_own(root):
    rows = asked(
        root,
        promise("firms", responsible="省科技厅、省统计局"),
        promise("labs", responsible="省教育厅"),
    )
    files = by_body(rows, Path("填报.xlsx"))
    assert {p.name: list(f["indicator_id"]) for p, f in files.items()} == {
        "填报-省教育厅.xlsx": ["labs"],
        "填报-省科技厅.xlsx": ["firms"],
        "填报.xlsx": ["spending"],
    }
    assert sum(map(len, files.values())) == len(rows)


def test_the_command_writes_them_and_add_reads_one_back(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    asked(root, promise("firms", responsible="省科技厅"), promise("labs"))
    assert main(["template", "a.xlsx", "--plan", "small", "--by-body"]) == 0
    told = capsys.readouterr().out
    assert "a-省科技厅.xlsx: 5 figures to fill in (1 of base years, 1 due, 3 of years" in told
    book = openpyxl.load_workbook("a-省科技厅.xlsx")
    page = book[DATA]
    at = {name: page.cell(2, COLUMN[name]).value for name in ("年份", "用途", "责任单位")}
    assert at == {"年份": 2020, "用途": "基期 base", "责任单位": "省科技厅"}
    page.cell(2, COLUMN["数值"]).value = 3188
    page.cell(2, COLUMN["来源"]).value = "会议"
    book.save("a-省科技厅.xlsx")
    assert main(["add", "a-省科技厅.xlsx", "--plan", "small", "--accept"]) == 0
    kept = read_observations(load_plan("small", root=root), root=root)
    assert kept.loc[kept["year"] == 2020, "value"].tolist() == [3188]
