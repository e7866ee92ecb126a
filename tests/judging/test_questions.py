"""The questions an analyst asks first get the answers the plan's own targets get."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import analysis
from analysis.records.errors import PlanDataError
from analysis.records.places import find_root

ROOT = find_root(Path(__file__).parent)


@pytest.fixture(scope="module")
def now():
    return analysis.situation("shanxi-innovation-14", root=ROOT)


@pytest.fixture(scope="module")
def records():
    return analysis.read_records("shanxi-innovation-14", root=ROOT)


def test_the_plans_own_target_as_ones_own_is_judged_the_same(now):
    own = analysis.own_target(now, "high_tech_firms", 5000).iloc[0]
    plan = now.verdicts[now.verdicts["target_value"] == 5000].iloc[0]
    for column in ("share_travelled", "share_time", "growth_required", "probability", "status"):
        assert own[column] == plan[column]


def test_the_growth_it_takes_is_compound(now):
    """(6000 / 4155)^(1 / 2) − 1 = 20.2 % a year from 2023 to 2025."""
    own = analysis.own_target(now, "high_tech_firms", 6000).iloc[0]
    assert own["growth_required"] == pytest.approx((6000 / 4155) ** 0.5 - 1)


def test_a_higher_target_is_less_likely(now):
    chances = analysis.own_target(now, "rd_expenditure", [320, 350, 400])["probability"]
    assert chances.is_monotonic_decreasing and chances.notna().all()


def test_a_later_deadline_is_projected_to(now):
    own = analysis.own_target(now, "high_tech_firms", 6000, deadline=2028).iloc[0]
    sooner = analysis.own_target(now, "high_tech_firms", 6000).iloc[0]
    assert own["probability"] > sooner["probability"] and own["deadline"] == 2028


def test_an_indicator_without_a_target_can_be_asked_about(now):
    own = analysis.own_target(now, "invention_patents_in_force", 40000).iloc[0]
    assert own["status"] in ("on_track", "at_risk", "off_track")


def test_an_indicator_nobody_publishes_is_not_assessable(now):
    own = analysis.own_target(now, "leading_tech_firms", 100).iloc[0]
    assert own["status"] == "not_assessable" and own["reason"] == "no_observation"


def test_an_unknown_indicator_is_named_in_both_languages(now):
    with pytest.raises(PlanDataError, match=r"'firms': not an indicator.*没有这个指标"):
        analysis.own_target(now, "firms", 1)


def test_regions_are_judged_each_from_its_own_baseline(records):
    rows = analysis.region_verdicts(
        records, ["140000", "410000", "610000"], indicator_id="rd_expenditure"
    )
    assert rows["region"].tolist() == ["140000", "410000", "610000"]
    assert np.allclose(rows["target_value"], 2 * rows["baseline_value"])
    assert rows["baseline_value"].nunique() == 3


def test_only_readings_that_every_region_has_are_compared(records):
    rows = analysis.region_verdicts(records, ["140000", "410000"], indicator_id="high_tech_firms")
    assert set(rows["reading"]) == {"multiple"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_of_regions_names_them(records, lang):
    rows = analysis.region_verdicts(records, ["140000", "410000"], indicator_id="rd_expenditure")
    names = {"140000": "<b>山西</b>"}
    page = analysis.region_table(rows, records.plan, names, lang=lang)._repr_html_()
    assert "&lt;b&gt;山西&lt;/b&gt;" in page and "410000" in page


def test_the_longest_history_comes_first(now):
    assert analysis.main_indicators(now)[0] == "rd_expenditure"


def test_the_widest_indicator_is_the_one_most_regions_publish():
    known = pd.DataFrame(
        {"indicator_id": ["a", "b", "b", "c", "c"], "region": ["1", "1", "2", "1", "2"]}
    )
    assert analysis.widest_indicator(known, ["a", "c", "b"]) == "c"
    assert analysis.widest_indicator(known, ["x"]) is None


def test_a_table_is_saved_with_its_headings_and_without_formulas(now, tmp_path):
    shown = analysis.verdict_table(now.verdicts, now.plan, lang="zh")
    shown.frame.loc[0, "baseline"] = "=1+1"
    path = analysis.save_table(shown, tmp_path / "verdicts.xlsx")
    page = load_workbook(path).active
    assert page["A1"].value == "指标" and page.max_row == 1 + len(now.verdicts)
    assert page["B2"].value == "=1+1" and page["B2"].data_type == "s"
    path = analysis.save_table(now.verdicts[["target_id", "probability"]], tmp_path / "v.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbftarget_id,probability")


def test_no_text_of_a_csv_file_becomes_a_formula_and_every_number_stays_one(tmp_path):
    bad = ["=1+1", "+1+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"]
    fine = ["-3.5", "+12%", "-1,234.5", "−3.5", "-", "=", ">=", "a=1", "", "a\r=1+1"]
    frame = pd.DataFrame({"=A1": [*bad, *fine], "value": range(-5, len(bad + fine) - 5)})
    frame = frame.assign(mixed=[-1.5, -2, *frame["=A1"].iloc[2:]])
    path = analysis.save_table(frame, tmp_path / "t.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["'=A1", "value", "mixed"]
    told = [*(f"'{text}" for text in bad), *fine]
    assert [row[0] for row in rows] == [text.replace("\r", "\n") for text in told]
    assert [row[1] for row in rows] == [str(n) for n in frame["value"]]
    assert [row[2] for row in rows[:3]] == ["-1.5", "-2", told[2]]


def test_a_table_is_not_saved_under_another_kind_of_name(now, tmp_path):
    with pytest.raises(PlanDataError, match=r"v\.docx: name a \.xlsx or \.csv file"):
        analysis.save_table(now.verdicts, tmp_path / "v.docx")
    with pytest.raises(PlanDataError, match="cannot be written"):
        analysis.save_table(now.verdicts, tmp_path / "missing" / "v.csv")
