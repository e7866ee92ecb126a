"""Other targets and other growth, judged as the plan's own are."""

import numpy as np
import pandas as pd
import pytest

from analysis.judging.situations import read_records, situation_of
from analysis.judging.what_if import can_be_varied, meets, what_if
from support.shanxi import ROOT


@pytest.fixture(scope="module")
def now():
    return situation_of(read_records("china-15", root=ROOT), as_of="2026-11-28")


@pytest.fixture(scope="module")
def varied(now):
    rows = now.verdicts[can_be_varied(now.verdicts)]
    return {v["indicator_id"]: what_if(now, v) for _, v in rows.iterrows()}


def test_the_plans_own_number_among_those_tried_has_the_plans_own_odds(varied):
    assert len(varied) > 8
    for found in varied.values():
        own = found.targets[found.targets["value"] == found.target["target_value"]]
        assert own["probability"].tolist() == [found.target["probability"]]
        assert own["status"].tolist() == [found.target["status"]]


def test_more_asked_is_less_likely_and_of_what_should_fall_less(varied):
    rising, falling = varied["urbanisation"], varied["pm25_all_cities"]
    assert (rising.targets["probability"].diff().dropna() <= 1e-12).all()
    assert (falling.targets["probability"].diff().dropna() >= -1e-12).all()


def test_growth_leads_where_it_says_by_hand(varied):
    found = varied["urbanisation"]  # a share: points a year
    start, years = found.target["latest_value"], 2030 - int(found.target["latest_year"])
    assert found.share
    row = found.paces.iloc[-1]
    assert row["value"] == pytest.approx(start + row["growth"] * years)
    found = varied["energy_capacity"]
    assert not found.share
    row = found.paces.iloc[-1]
    years = 2030 - int(found.target["latest_year"])
    assert row["value"] == pytest.approx(
        found.target["latest_value"] * (1 + row["growth"]) ** years
    )


def test_no_growth_is_among_the_choices_or_all_lie_on_one_side(varied):
    for found in varied.values():
        growth = found.paces["growth"]
        assert growth.abs().min() < 1e-12 or (growth > 0).all() or (growth < 0).all()
        steps = growth.diff().dropna()
        assert np.allclose(steps, steps.iloc[0]) and 2 < len(growth) <= 70


@pytest.mark.parametrize(
    ("relation", "tolerance", "met"),
    [
        ("at_least", None, [False, True, True]),
        ("more_than", None, [False, False, True]),
        ("at_most", None, [True, True, False]),
        ("less_than", None, [True, False, False]),
        ("at_least", 1.0, [True, True, True]),
        ("at_least", 0.5, [False, True, True]),
        ("at_most", 1.0, [True, True, True]),
    ],
)
def test_a_level_meets_a_target_as_its_relation_says(relation, tolerance, met):
    """Levels of 9, 10 and 11 against 10."""
    asked = pd.Series({"relation": relation, "tolerance": tolerance})
    assert meets(np.array([9.0, 10.0, 11.0]), np.array([10.0]), asked).tolist() == met


def test_the_targets_that_a_growth_meets_are_a_run_of_rows(varied):
    for found in varied.values():
        values = found.targets["value"].to_numpy()
        falls = found.target["relation"] in ("at_most", "less_than")
        for row in found.paces.itertuples():
            inside = np.arange(len(values))
            run = (inside >= row.first) & (inside < row.last)
            slack = 0.0 if pd.isna(found.target["tolerance"]) else found.target["tolerance"]
            sure = values + slack > row.value + 1e-6 if falls else values - slack < row.value - 1e-6
            never = (
                values + slack < row.value - 1e-6 if falls else values - slack > row.value + 1e-6
            )
            assert run[sure].all() and not run[never].any()


def test_what_is_over_or_settled_or_asks_for_more_than_a_level_is_not_varied(on):
    then, after = on("2023-12-31"), on("2026-06-30")
    assert can_be_varied(then.verdicts).any() and not can_be_varied(after.verdicts).any()
    rows = then.verdicts[can_be_varied(then.verdicts)]
    assert set(rows["measure"]) == {"level"} and rows["value_high"].isna().all()
