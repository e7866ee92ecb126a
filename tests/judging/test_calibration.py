"""How good the probabilities have been: the replay of the provinces, and hindsight."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.judging.calibration import (
    against_peers,
    by_family,
    first_test,
    hindsight,
    mean_place,
    other_methods,
    read_calibration,
    seen_until,
)
from analysis.judging.situations import situation_of
from analysis.projection import project
from analysis.projection.levels import GRID
from analysis.records.observations import read_observations
from analysis.records.vintages import as_of_view
from support.shanxi import ROOT

REFERENCE = ROOT / "data" / "reference"


def test_with_the_shift_an_interval_holds_what_it_says_in_the_provinces(calibrated):
    """Families it was not learned from, by what was known in the year; without it far too few."""
    told = by_family(calibrated)
    assert told["before80"].mean() < 0.75
    assert 0.76 <= told["after80"].mean() <= 0.84
    assert 0.92 <= told["after95"].mean() <= 0.98


def test_the_first_years_are_those_after_the_ones_fitted_to_and_are_projected_from_before(now):
    """Each outcome is a value of a later year, no bound, whose projection knew none of them."""
    told, seen = first_test(now, root=ROOT), seen_until(root=ROOT)
    assert len(told) >= 40 and (told["year"] > seen).all()
    assert (told["last_year"] <= seen).all()
    assert told[["alone", "taught"]].apply(lambda p: p.between(0, 1)).all(axis=None)
    known = as_of_view(read_observations(now.plan, root=ROOT)).set_index(
        ["indicator_id", "region", "year"]
    )
    mine = known.loc[pd.MultiIndex.from_frame(told[["indicator_id", "region", "year"]])]
    assert (mine["value"].to_numpy() == told["value"].to_numpy()).all()
    assert not mine["qualifier"].isin(["at_least", "more_than", "at_most", "less_than"]).any()


def test_before_anything_later_was_published_there_is_nothing_to_test(on):
    assert first_test(on(f"{seen_until(root=ROOT)}-12-31"), root=ROOT).empty
    assert first_test(on("2021-04-30"), root=ROOT).empty


def test_a_mean_place_weighs_every_outcome_and_its_interval_resamples_indicators():
    """Three outcomes of one indicator at 0.2 and one of another at 0.8: a mean of 0.35, and of two
    indicators drawn each may be there twice."""
    rows = pd.DataFrame({"indicator_id": ["a", "a", "a", "b"], "taught": [0.2, 0.2, 0.2, 0.8]})
    assert mean_place(rows, "taught") == pytest.approx((0.35, 0.2, 0.8))


def test_what_was_said_on_the_day_of_the_plan_is_beside_what_happened(now, then):
    told = hindsight(then, now).set_index(["indicator_id", "reading"])
    firms = told.loc[("high_tech_firms", "level")]
    assert (firms["year"], firms["actual"]) == (2023, 4155)
    assert firms["low80"] < 4155 < firms["high80"]
    assert 0 < firms["said"] < 1
    assert {"rd_expenditure", "provincial_key_labs"} <= set(told.index.get_level_values(0))


def test_on_the_day_of_the_plan_nothing_has_come_out_since(then):
    assert then.issue_day == "2021-04-30"
    assert (hindsight(then, then)["place"] == "").all()


def test_before_any_province_is_published_there_is_nothing_to_replay(records):
    assert read_calibration(situation_of(records, as_of="2009-01-01")).outcomes.empty


def test_the_engine_is_held_against_the_best_of_the_others(calibrated):
    """Best by each score apart: 2 of Naive against our 1, a log score of 0.4 against our 0.3."""
    table = pd.DataFrame(
        {
            "n_history": 8,
            "method": ["engine", "Naive", "Theta", "failed"],
            "error": [1.0, 2.0, 4.0, np.nan],
            "log": [0.3, 0.5, 0.4, 0.0],
        }
    )
    told = against_peers(replace(calibrated, benchmark=table))
    assert told.loc[8].tolist() == [0.5, 0.3, 0.4]


def test_textbook_models_are_drawn_from_the_same_values_to_the_same_year(now):
    told = other_methods(now, "high_tech_firms")
    mine = now.known[now.known["indicator_id"] == "high_tech_firms"]
    assert list(told) == ["ols", "ets", "theta"]
    pd.testing.assert_frame_equal(
        told["ols"], project(mine, now.plan.indicators, until=2025, method="ols")
    )


def test_the_grid_of_the_shipped_tables_is_the_engines():
    levels = pd.read_csv(REFERENCE / "reliability.csv")["level"].unique()
    np.testing.assert_allclose(levels, GRID)
