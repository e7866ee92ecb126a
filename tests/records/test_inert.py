"""Text stays text when a spreadsheet opens it."""

import csv

import pandas as pd

import analysis


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
