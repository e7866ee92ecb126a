"""Every number of the plan is a row with its sentence, or excluded for a reason."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.records.places import find_root
from analysis.records.plan_text import misplaced_quotes, sections, uncovered_numbers
from analysis.records.plans import load_plan

ROOT = find_root(Path(__file__).parent)
NAME = "shanxi-innovation-14"
PLAN = load_plan(NAME, root=ROOT)
EXCLUSIONS = pd.read_csv(ROOT / "data" / "plans" / NAME / "exclusions.csv")

SMALL = """目录
  第一章 起点
    第一节 现状
  第一章 起点

  第一节 现状
  截至2020年有12家,其中两个新建。
  第二节 目标
  达到30家以上。
"""


def row(**fields) -> dict:
    blank = {"value": None, "value_high": None, "year": None, "year_from": None, "deadline": None}
    return {**blank, "measure": "", "chapter": 1, "section": 1, **fields}


def small_figures() -> pd.DataFrame:
    return pd.DataFrame(
        [
            row(value=12, year=2020, quote="截至2020年有12家"),
            row(value=2, quote="其中两个新建"),
            row(value=30, section=2, quote="达到30家以上"),
        ]
    )


def test_a_text_splits_into_chapters_and_sections_after_its_contents():
    found = sections(SMALL)
    assert found[["chapter", "section"]].to_numpy().tolist() == [[0, 0], [1, 0], [1, 1], [1, 2]]
    last = found.iloc[-1]
    assert SMALL[last["start"] : last["end"]].strip() == "达到30家以上。"


def test_each_quote_stands_in_the_chapter_and_section_it_names():
    assert misplaced_quotes(PLAN.text, PLAN.figures)["figure_id"].tolist() == []


def test_no_number_of_the_plan_is_missing_from_the_table():
    missing = uncovered_numbers(PLAN.text, PLAN.figures, EXCLUSIONS)
    assert missing.to_dict("records") == []


@pytest.mark.parametrize("figure_id", PLAN.figures["figure_id"])
def test_a_changed_digit_in_a_quote_or_a_wrong_section_is_found(figure_id):
    figures = PLAN.figures.copy()
    at = figures["figure_id"] == figure_id
    changed = figures.assign(quote=figures["quote"].where(~at, figures["quote"] + "9"))
    moved = figures.assign(section=figures["section"].where(~at, 9))
    assert misplaced_quotes(PLAN.text, changed)["figure_id"].tolist() == [figure_id]
    assert misplaced_quotes(PLAN.text, moved)["figure_id"].tolist() == [figure_id]


@pytest.mark.parametrize(
    ("figure_id", "number"), [("F018", "16471"), ("F022", "3188"), ("F052", "210"), ("F059", "530")]
)
def test_a_missing_row_leaves_its_number_uncovered(figure_id, number):
    less = PLAN.figures[PLAN.figures["figure_id"] != figure_id]
    assert number in set(uncovered_numbers(PLAN.text, less, EXCLUSIONS)["number"])


def test_a_wrong_value_or_a_chinese_numeral_left_out_is_found():
    none = pd.DataFrame({"pattern": [], "reason": []})
    assert uncovered_numbers(SMALL, small_figures(), none).empty
    wrong = small_figures().assign(value=[13, 2, 30])
    assert uncovered_numbers(SMALL, wrong, none)["number"].tolist() == ["12"]
    fewer = small_figures().drop(index=1)
    assert uncovered_numbers(SMALL, fewer, none)["number"].tolist() == ["两"]


@pytest.mark.parametrize(
    ("text", "fields", "left"),
    [
        ("Reduction by 20 % by 2020 against 2008", {"value": -20, "base_year": 2008}, []),
        (
            "Reduction by 21 % by 2020 against 2009",
            {"value": -20, "base_year": 2008},
            ["21", "2009"],
        ),
        ("5,000 locations by 2020", {"value": 5000}, []),
        ("5,001 locations by 2020", {"value": 5000}, ["5,001"]),
        ("到2020年,131家", {"value": 131}, []),
        ("到2020,131家", {"value": 131}, []),
        ("国内生产总值（万亿元）2020年：131", {"value": 131}, []),
        ("三万亿元 2020年：131", {"value": 131}, ["三万亿"]),
    ],
)
def test_a_number_is_known_by_its_size_its_base_year_and_with_commas(text, fields, left):
    none = pd.DataFrame({"pattern": [], "reason": []})
    figures = pd.DataFrame([row(deadline=2020, quote=text, **fields)])
    assert uncovered_numbers(text, figures, none)["number"].tolist() == left


def test_every_exclusion_has_a_reason():
    assert EXCLUSIONS["reason"].str.len().gt(1).all()
    assert len(EXCLUSIONS) < 35


@pytest.mark.parametrize(
    ("indicator_id", "role", "year", "comparator", "value", "unit"),
    [
        ("high_tech_firms", "history", 2015, "=", 720, "家"),
        ("high_tech_firms", "baseline", 2020, "=", 3188, "家"),
        ("high_tech_firms", "history", 2020, "<", 3.5, "倍"),
        ("high_tech_firms", "target", None, ">=", 5000, "家"),
        ("high_tech_firms", "target", None, ">=", 2, "倍"),
        ("invention_patents_in_force", "baseline", 2020, "=", 16471, "件"),
        ("rd_personnel", "baseline", 2019, "=", 78778, "人"),
        ("rd_personnel_enterprise_share", "baseline", 2019, "=", 62.5, "%"),
        ("national_awards", "baseline", 2019, "=", 18, "项"),
        ("science_bases", "baseline", 2020, ">=", 160, "家"),
        ("technology_contracts", "target", None, ">=", 530, "亿元"),
        ("provincial_key_labs", "target", None, "=", 210, "个"),
        ("scientific_literacy", "target", None, ">", 10, "%"),
        ("specialised_maker_spaces", "target", None, ">=", 5, "家"),
        ("medical_teams", "target", None, "~", 30, "个"),
        ("science_popularisation_spending", "context", 2020, "=", 18, "元/人"),
    ],
)
def test_well_known_figures_stand_as_the_plan_has_them(
    indicator_id, role, year, comparator, value, unit
):
    f = PLAN.figures
    same = f[
        (f["indicator_id"] == indicator_id)
        & (f["role"] == role)
        & (f["comparator"] == comparator)
        & (f["value"] == value)
        & (f["unit"] == unit)
    ]
    assert len(same) >= 1
    assert year is None or same["year"].iloc[0] == year


def test_ranges_keep_both_ends_and_the_early_commitment_its_own_deadline():
    ranges = PLAN.figures[PLAN.figures["comparator"] == "range"].set_index("indicator_id")
    assert ranges.loc["innovative_cities", ["value", "value_high"]].tolist() == [1, 2]
    assert ranges.loc["innovative_counties", ["value", "value_high"]].tolist() == [3, 5]
    early = PLAN.figures[PLAN.figures["role"] == "commitment"]
    assert early[["indicator_id", "deadline"]].to_numpy().tolist() == [
        ["coverage_pilot_bases", 2023]
    ]
