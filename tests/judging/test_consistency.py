"""The plan's numbers held against each other."""

import pytest

from analysis.judging.consistency import check_plan


def test_the_plans_own_sums_hold_and_its_doubling_does_not(now):
    checks = check_plan(now.plan, now.known)
    sums = checks[checks["check"] == "sum"]
    assert sums[["stated", "computed"]].to_numpy().tolist() == [[5, 5], [10, 10], [15, 15]]
    firms = checks[checks["indicator_id"] == "high_tech_firms"].set_index("check")["computed"]
    assert firms["multiple"] == pytest.approx(5000 / 3188)
    assert firms["multiple_level"] == 6376
    assert firms["growth"] == pytest.approx(3188 / 720 - 1)
    assert firms["ratio"] == pytest.approx(4.4278, abs=1e-4)
    contracts = checks[checks["indicator_id"] == "technology_contracts"].iloc[0]
    assert (contracts["check"], contracts["computed"]) == ("implied_baseline", 265)


def test_the_patents_per_head_rest_on_the_population_before_the_census(now):
    checks = check_plan(now.plan, now.known)
    implied = checks[checks["check"] == "implied"].set_index("indicator_id")
    assert implied["computed"].iloc[0] == pytest.approx(3726.47, abs=0.01)
    assert implied["agrees"].to_dict() == {
        "population_precensus": True,
        "population_census": False,
        "population": False,
    }
