"""Targets of a year or a city: what was asked, what came, whether they led to the plan's own."""

import pandas as pd
import pytest

from analysis.judging.annual_targets import annual_targets


@pytest.fixture(scope="module")
def asked(records):
    return annual_targets(records)


def of(rows: pd.DataFrame, indicator: str, year: int, region: str = "140000") -> pd.Series:
    mine = rows["indicator_id"].eq(indicator) & rows["region"].eq(region)
    return rows[mine & rows["deadline"].eq(year)].iloc[0]


def test_a_growth_target_is_held_beside_the_year_before(asked):
    """20 % on 156.2 of 2020 are 187.44; 186.2 came, 19.2 % more."""
    row = of(asked, "rd_expenditure_industrial", 2021)
    assert row["target_value"] == pytest.approx(156.2 * 1.2)
    assert (row["latest_value"], row["status"]) == (186.2, "missed")
    assert row["asks"] == pytest.approx(0.20)


def test_a_target_below_what_was_there_is_seen_as_such(asked):
    row = of(asked, "high_tech_firms_certified", 2024)
    assert row["status"] == "achieved" and row["asks"] < 0
    assert row["bolder_than"] < 0.1 and row["said"] > 0.9


def test_the_years_level_on_the_plans_way_is_told(asked):
    """From 103 in 2020 to 210 in 2025: 145.8 of a straight line, 103 × (210 / 103)^0.4 = 136.96."""
    row = of(asked, "provincial_key_labs", 2022)
    assert row["straight"] == pytest.approx(145.8)
    assert row["constant_growth"] == pytest.approx(103 * (210 / 103) ** 0.4)
    assert row["on_way"] and (row["latest_value"], row["status"]) == (117.0, "missed")


def test_what_is_of_another_indicator_than_any_target_has_no_way(asked):
    assert pd.isna(of(asked, "high_tech_firms_certified", 2022)["on_way"])


def test_cities_targets_stand_with_those_of_the_province(asked):
    row = of(asked, "high_tech_firms", 2025, region="140100")
    assert row["value"] == 4500 and row["latest_value"] < 4500


def test_an_aim_without_a_year_is_told_and_judged_by_nothing(asked):
    standing = asked[asked["kind"] == "standing"]
    assert len(standing) and standing["status"].isna().all() and standing["said"].isna().all()


def test_on_an_earlier_day_only_what_was_set_by_then_is_there(records):
    early = annual_targets(records, as_of="2021-12-31")
    assert len(early) and (early["published"] <= "2021-12-31").all()
    row = of(early, "high_tech_firms_certified", 2021)
    assert row["status"] != "achieved"  # the outcome came out in 2022


def test_what_was_said_on_the_day_does_not_know_the_outcome(records, asked):
    early = annual_targets(records, as_of="2021-02-08")
    row, later = (of(rows, "high_tech_firms_certified", 2021) for rows in (early, asked))
    assert row["said"] == pytest.approx(row["probability"]) == pytest.approx(later["said"])


def test_no_pledge_of_the_region_is_left_out_or_told_twice(records, asked):
    from analysis.records.pledges import read_pledges

    pledges = read_pledges(records.plan, root=records.root)
    assert sorted(asked["pledge_id"]) == sorted(
        pledges.loc[pledges["region"].str.startswith("14"), "pledge_id"]
    )
    assert asked["pledge_id"].is_unique
