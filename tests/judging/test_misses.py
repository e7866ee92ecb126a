"""What a miss is made of, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.judging.misses import misses
from analysis.judging.trials import OURS


def chances(said: list[float], true: list[bool], **more) -> pd.DataFrame:
    rows = {
        "indicator_id": "a",
        "year": 2016,
        "left": 4,
        "quantile": 0.5,
        "method": OURS,
        "came_true": true,
        "chance": said,
    }
    return pd.DataFrame(rows | more)


def whole(rows: pd.DataFrame) -> pd.Series:
    return misses(rows, "ndrc").set_index(["part", "method"]).loc[("all", OURS)]


def test_the_parts_of_a_score_add_up_to_it():
    """0.2 of four of which one came true, 0.6 of two of which both did: Brier (3 × .04 + .64 + 2 ×
    .16) / 6 = .18. Best said .25 and 1: (3 × .0625 + .5625) / 6 = .125. Half came true: .25."""
    rows = chances([0.2] * 4 + [0.6] * 2, [True, False, False, False, True, True])
    found = whole(rows)
    assert found["brier"] == pytest.approx(0.18)
    assert found["miscalibration"] == pytest.approx(0.18 - 0.125)
    assert found["discrimination"] == pytest.approx(0.125)
    assert found["uncertainty"] == pytest.approx(0.25)


def test_chances_that_go_the_wrong_way_tell_nothing():
    found = whole(chances([0.9, 0.1], [False, True]))
    assert found["discrimination"] == pytest.approx(0.0, abs=1e-12)


def test_every_indicator_weighs_the_same():
    """a: .8 came true, .04; b: .5 of four, .25: mean .145."""
    a = chances([0.8], [True])
    b = chances([0.5] * 4, [True, True, False, False], indicator_id="b")
    assert whole(pd.concat([a, b]))["brier"] == pytest.approx(0.145)


def test_what_an_indicator_does_as_a_whole_is_told_from_what_a_year_does():
    """Each year all or none of an indicator's targets come true: of the indicator there is nothing
    to know beside the half that was said, of its years there is all."""
    rows = chances([0.5] * 8, [True] * 4 + [False] * 4, year=[2016] * 4 + [2017] * 4)
    found = whole(rows)
    assert found["by_indicator"] == pytest.approx(0.25)
    assert found["by_indicator_year"] < 0.01


def test_an_indicator_whose_chances_lay_too_low_is_moved_by_one_shift():
    """.2 and .5 of five each, of which 2 and 4 came true: s with 5σ(ln ¼ + s) + 5σ(s) = 6."""
    true = [True, True, False, False, False, True, True, True, True, False]
    found = whole(chances([0.2] * 5 + [0.5] * 5, true))
    shifts = np.linspace(-3, 3, 600_001)
    odds = np.log(np.array([0.25, 1.0]))[:, None] + shifts
    made = 1 / (1 + np.exp(-odds))
    best = made[:, np.abs(5 * made.sum(axis=0) - 6).argmin()]
    score = ((np.repeat(best, 5) - np.array(true)) ** 2).mean()
    assert found["by_indicator"] == pytest.approx(score, abs=1e-5)


def test_parts_are_by_years_left_and_by_target_and_both_who_speak():
    rows = chances([0.2, 0.8], [False, True], left=[1, 4], quantile=[0.25, 0.9])
    found = misses(pd.concat([rows, rows.assign(method="ndrc", chance=0.5)]), "ndrc")
    assert found["part"].unique().tolist() == [
        "all",
        "left_1",
        "left_4",
        "quantile_0.25",
        "quantile_0.90",
    ]
    assert (
        found.groupby("part")["method"].agg(list) == pd.Series([[OURS, "ndrc"]] * 5).to_numpy()
    ).all()
