"""Scores of distributions, on numbers worked out by hand."""

import numpy as np
import pytest

from analysis.projection import scores
from support.outcomes import normal, outcomes


def test_the_interval_score_is_width_and_fine():
    """80 %: ±1.2816 × 10 = 25.631 wide, 5.126 of the scale 5. At 115 the upper end 112.816 is
    missed by 2.184, which costs 2 / 0.2 × 2.184 / 5 = 4.369 more."""
    found = scores.score(outcomes([100.0, 115.0]), normal(100.0, 10.0, 2))
    assert found["score80"].tolist() == pytest.approx([5.126, 9.495], abs=1e-3)
    assert found["covered80"].tolist() == [True, False]
    assert found["covered95"].tolist() == [True, True]
    assert found["error"].tolist() == [0.0, 3.0]
    assert found["pit"].tolist() == pytest.approx([0.5, 0.9332], abs=1e-3)


def test_brier_and_log_score_statements_about_growth():
    """Deviation next to nothing about 101: below 102 % of 100 five years on at 2 % or more, above
    at 0 % or less; all right, held to 0.005: Brier 0.000025, log 0.005013."""
    found = scores.score(outcomes([101.0]), normal(101.0, 1e-6))
    assert found["brier"].iloc[0] == pytest.approx(0.005**2)
    assert found["log"].iloc[0] == pytest.approx(-np.log(0.995))


def test_reliability_counts_what_was_said_and_what_came_true():
    said = np.array([[0.72, 0.78, 0.75, 0.05]])
    true = np.array([[True, True, False, False]])
    table = scores.reliability(said, true)
    row = table[table["low"].between(0.69, 0.71)].iloc[0]
    assert (row["statements"], row["said"]) == (3, pytest.approx(0.75))
    assert row["true"] == pytest.approx(2 / 3)
    assert table["statements"].sum() == 4


def test_confident_statements_are_counted_either_way():
    """0.8 came true, 0.2 did not: both right; 0.75 did not: wrong; 0.5 is not confident."""
    share, count = scores.confident(
        np.array([0.8, 0.2, 0.75, 0.5]), np.array([True, False, False, True])
    )
    assert (share, count) == (pytest.approx(2 / 3), 3)
