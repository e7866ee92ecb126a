"""The course of an indicator: what a native chart of the workbook draws."""

import pytest

from analysis.judging.courses import course


def test_a_course_holds_history_median_bounds_and_the_way_to_the_target(now):
    """4155 firms in 2023; of 2025 only "at least 4500" is out, so that year is projected too."""
    table = course(now, "high_tech_firms").set_index("year")
    assert table.loc[2023, "observed"] == table.loc[2023, "median"] == 4155
    assert table.loc[2025, "target"] == 5000 and table["target"].notna().sum() == 1
    assert table.loc[2020, "path"] == 3188 and table.loc[2025, "path"] == 5000
    v = now.verdicts[now.verdicts["target_value"] == 5000].iloc[0]
    assert table.loc[2025, ["low80", "median", "high80"]].tolist() == pytest.approx(
        [v["low80"], v["projected"], v["high80"]]
    )
    assert table.loc[2025, "observed"] == 4500 < table.loc[2025, "low80"]
    assert list(table.index) == list(range(2010, 2026)), "200 firms in 2010 are the first count"
