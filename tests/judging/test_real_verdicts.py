"""Verdicts on real plans, from their folders, beside those worked out by hand."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analysis.judging.regions import compare_regions, shared_targets
from analysis.judging.situations import read_records, situation
from support.real_plans import GERMANY, NATIONAL, SHANXI

SIX = pd.read_csv(
    Path(__file__).parent / "data" / "six_national_plans.csv", dtype=str, keep_default_na=False
)


@cache
def verdicts(plan: str, as_of: str | None = None) -> pd.DataFrame:
    return situation(plan, as_of=as_of).verdicts


def verdict(plan: str, indicator_id: str, deadline: int, as_of: str | None = None) -> pd.Series:
    rows = verdicts(plan, as_of)
    found = rows[(rows["indicator_id"] == indicator_id) & (rows["deadline"] == deadline)]
    assert len(found) == 1
    return found.iloc[0]


# --- Germany, the table of the plans' own README ----------------------------------------------


@pytest.mark.parametrize(
    ("indicator_id", "deadline", "status"),
    [
        ("ghg", 2045, "off_track"),
        ("premature_mortality_women", 2030, "off_track"),
        ("early_school_leavers", 2020, "missed"),
        ("nitrogen_surplus", 2032, "on_track"),
        ("smoking_adolescents", 2030, "met_so_far"),
        ("primary_energy", 2020, "missed"),
        ("ghg", 2030, "off_track"),
        ("climate_finance", 2020, "achieved"),
        ("government_deficit", 2030, "missed"),
        ("gini_after", 2030, "not_assessable"),
    ],
)
def test_germany_today_is_judged_as_by_hand(indicator_id, deadline, status):
    assert verdict(GERMANY, indicator_id, deadline)["status"] == status


def test_germany_s_probabilities_are_near_those_by_hand():
    """About 1 % for the mortality of women, about three in four for the nitrogen surplus."""
    assert verdict(GERMANY, "premature_mortality_women", 2030)["probability"] < 0.05
    assert 0.67 <= verdict(GERMANY, "nitrogen_surplus", 2032)["probability"] < 0.85
    assert verdict(GERMANY, "ghg", 2045)["probability"] < 0.01


def test_what_decides_germany_s_old_deadlines_is_their_own_year():
    leavers = verdict(GERMANY, "early_school_leavers", 2020)
    assert (leavers["latest_year"], leavers["latest_value"]) == (2020, 10.2)
    energy = verdict(GERMANY, "primary_energy", 2020)
    assert (energy["since"], energy["since_year"]) == ("reached", 2023)
    doubled = verdict(GERMANY, "climate_finance", 2020)
    assert (doubled["baseline_value"], doubled["target_value"]) == (2.34, 4.68)


@pytest.mark.parametrize(
    ("as_of", "asked", "power"),
    [("2022-06-30", -55.0, 65.0), ("2022-12-31", -55.0, 65.0), ("2023-01-01", -65.0, 80.0)],
)
def test_the_german_target_in_force_on_the_day_is_judged(as_of, asked, power):
    assert verdict(GERMANY, "ghg", 2030, as_of)["stated_value"] == asked
    assert verdict(GERMANY, "renewables_electricity", 2030, as_of)["stated_value"] == power
    later = set(verdicts(GERMANY, as_of).query("indicator_id == 'ghg'")["deadline"])
    assert later == ({2020, 2030} if asked == -55.0 else {2020, 2030, 2040, 2045})


def test_a_year_earlier_germany_looked_otherwise():
    """As of the end of 2023: primary energy 81.7, nitrogen 81.6, climate finance 6.39 in 2022.

    Nitrogen of 2019 stood at 81.6 of 70 by 2032, 0.72; a year's figure later, at 76.7, it is 0.82.
    Climate finance of 2025 is not out: at risk until that year is over, not shown from then on.
    """
    day = "2023-12-31"
    assert verdict(GERMANY, "primary_energy", 2020, day)["since"] == ""
    for seen, chance in ((day, 0.72), (None, 0.82)):
        nitrogen = verdict(GERMANY, "nitrogen_surplus", 2032, seen)
        assert nitrogen["status"] == "on_track"
        assert nitrogen["probability"] == pytest.approx(chance, abs=0.01)
    assert verdict(GERMANY, "climate_finance", 2025, day)["status"] == "met_so_far"
    assert verdict(GERMANY, "climate_finance", 2025, "2025-12-31")["status"] == "at_risk"
    assert verdict(GERMANY, "climate_finance", 2025, "2026-01-01")["status"] == "not_shown"


def test_no_value_of_a_land_or_a_target_stands_for_germany_in_2022():
    """The pay gap of 2020 was not Thuringia's 5 %, nor climate finance of 2020 its target, 4.0."""
    known = situation(GERMANY, as_of="2022-06-30").known
    gap = known[known["indicator_id"] == "gender_pay_gap"]
    assert gap["year"].max() == 2005
    finance = known[known["indicator_id"] == "climate_finance"].set_index("year")["value"]
    assert finance.index.max() == 2019 and finance[2019] == 4.34


# --- six national plans of China --------------------------------------------------------------


def national() -> pd.DataFrame:
    """Every promise with its verdict by hand and the one from its folder."""
    found = [verdicts(plan).assign(plan=plan.removeprefix("china-")) for plan in NATIONAL]
    goals = pd.concat(found).assign(no=lambda d: d["target_id"].str[1:].astype(int).astype(str))
    return SIX.merge(goals, on=["plan", "no"], suffixes=("_hand", ""), validate="1:1")


def test_each_printed_outcome_is_judged_from_its_folder_as_by_hand():
    """But surveyed unemployment 2021–2025: the communiqués print every year, and 5.6 in 2022.

    By hand the latest figures of two targets of the fourteenth plan met them so far; the plan's
    years are over, and their own figures are not out.
    """
    both = national()
    assert len(both) == 140
    told = both[both["verdict"] != ""]
    other = told[told["verdict"] != told["status"]]
    assert other[["plan", "no", "verdict", "status"]].to_numpy().tolist() == [
        ["14", "6", "met_so_far", "not_shown"],
        ["14", "8", "not_shown", "missed"],
        ["14", "18", "met_so_far", "not_shown"],
    ]


@pytest.mark.parametrize(
    ("no", "status"),
    [("1", "missed"), ("3", "achieved"), ("6", "missed"), ("13", "achieved"), ("21", "missed")],
)
def test_what_no_outline_printed_of_the_thirteenth_plan_the_communiques_tell(no, status):
    """GDP 6.5 a year: about 5.7; R&D 2.5 %: 2.40; energy −15 %: −13.3 by the chain of its years."""
    both = national().set_index(["plan", "no"])
    assert both.loc[("13", no), "status"] == status


def test_what_was_known_on_the_day_of_the_next_outline_is_what_judges_then():
    """2021-03-13: of 2020 only "over 60 %" was printed of urbanisation, enough for the 60 asked."""
    then = verdict("china-13", "urbanisation", 2020, "2021-03-13")
    assert (then["status"], then["latest_qualifier"]) == ("achieved", "more_than")
    fresh = verdict("china-14", "urbanisation", 2025, "2021-03-13")
    assert (fresh["baseline_value"], fresh["latest_year"]) == (60.6, 2020)
    assert verdict("china-14", "urbanisation", 2025, "2026-03-13")["status"] == "achieved"


def test_a_region_that_stands_alone_is_beside_none_and_shares_no_target():
    found = compare_regions(read_records("china-14"))
    assert found.verdicts.empty and "probability" in found.verdicts
    assert shared_targets(found).empty


# --- Shanxi's goals for 2026–2030 -------------------------------------------------------------


def test_shanxi_s_growth_a_year_counts_from_2025_and_its_coal_is_near_thirteen():
    spending = verdict(SHANXI, "rd_expenditure", 2030)
    assert (spending["measure"], spending["stated_value"]) == ("growth", 10.0)
    assert spending["baseline_year"] == 2025
    coal = verdict(SHANXI, "coal_output", 2026)
    assert (coal["relation"], coal["tolerance"], coal["baseline_value"]) == ("near", 0.5, 13.05)
    contracts = verdicts(SHANXI)["indicator_id"]
    assert "technology_contracts_outflow" in set(contracts)
    assert "technology_contracts" not in set(contracts)  # another series, past 600 in 2023 nearly
