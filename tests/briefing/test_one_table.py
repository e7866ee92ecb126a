"""One table as a file."""

import pytest
from openpyxl import load_workbook

import analysis
from analysis.records.errors import PlanDataError


def test_a_table_is_saved_with_its_headings_and_without_formulas(now, tmp_path):
    shown = analysis.verdict_table(now.verdicts, now.plan, lang="zh")
    shown.frame.loc[0, "baseline"] = "=1+1"
    path = analysis.save_table(shown, tmp_path / "verdicts.xlsx")
    page = load_workbook(path).active
    assert page["A1"].value == "指标" and page.max_row == 1 + len(now.verdicts)
    assert page["B2"].value == "=1+1" and page["B2"].data_type == "s"
    path = analysis.save_table(now.verdicts[["target_id", "probability"]], tmp_path / "v.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbftarget_id,probability")


def test_a_table_is_not_saved_under_another_kind_of_name(now, tmp_path):
    with pytest.raises(PlanDataError, match=r"v\.docx: name a \.xlsx or \.csv file"):
        analysis.save_table(now.verdicts, tmp_path / "v.docx")
    with pytest.raises(PlanDataError, match="cannot be written"):
        analysis.save_table(now.verdicts, tmp_path / "missing" / "v.csv")
