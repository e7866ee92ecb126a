"""Marks as small as a word: what a trend draws, and what it leaves open."""

import re

import numpy as np
import pytest

from analysis.telling.kit.marks import runs, sparkline
from support.small_plan import plan, situation


@pytest.mark.parametrize(
    ("years", "cuts", "parts"),
    [
        ([2015, 2020, 2022, 2023], (), [[0], [1], [2, 3]]),
        ([2019, 2020, 2021], (), [[0, 1, 2]]),
        ([2019, 2020, 2021], (2019.5,), [[0], [1, 2]]),
        ([2019, 2021], (2020.5,), [[0], [1]]),
        ([2020], (), [[0]]),
    ],
)
def test_years_are_parted_at_gaps_and_at_changes_of_definition(years, cuts, parts):
    assert [run.tolist() for run in runs(np.array(years, dtype=float), cuts)] == parts


def test_a_trend_is_open_over_years_without_a_figure_and_keeps_a_year_that_stands_alone():
    """Of 2015, 2020, 2022 and 2023."""
    projections, _ = situation(plan())
    drawn = sparkline(projections, goal=5000.0, deadline=2025, title="")
    lines = re.findall(r'class="seen" points="([^"]*)"', drawn)
    assert [len(line.split()) for line in lines] == [2]
    assert drawn.count('class="lone"') == 2 and drawn.count('class="last"') == 1
