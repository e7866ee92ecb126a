"""What can be chosen to try numbers of: targets of a situation, and days to look from."""

import pandas as pd
import pytest

from analysis.judging.situations import read_records, situation_of
from analysis.judging.what_if import HINDRANCES, can_be_varied, hindrances, what_if
from analysis.judging.what_if_choices import choices, days, opening_day
from support.shanxi import ISSUED, ROOT

OPEN = {
    "measure": "level",
    "hold": "by",
    "value_high": None,
    "relation": "at_least",
    "target_value": 10.0,
    "probability": 0.5,
    "latest_value": 8.0,
    "latest_year": 2023,
    "deadline": 2025,
    "over": False,
    "settled": False,
}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"over": True, "settled": True}, "over"),
        ({"settled": True, "probability": None}, "settled"),
        ({"probability": None, "target_value": None}, "no_chance"),
        ({"latest_value": None}, "no_chance"),
        ({"target_value": None, "measure": "trend"}, "no_number"),
        ({"measure": "ratio"}, "no_level"),
        ({"hold": "every"}, "no_level"),
        ({"value_high": 12.0}, "no_level"),
        ({"relation": "near"}, "no_level"),
        ({"latest_year": 2024}, ""),
        ({"latest_year": 2025}, "no_years"),
    ],
)
def test_what_hinders_is_the_first_of_several(changed, code):
    rows = pd.DataFrame([OPEN | changed])
    assert hindrances(rows).tolist() == [code] and code in ("", *HINDRANCES)
    assert can_be_varied(rows).tolist() == [code == ""]


def test_the_plans_open_targets_stand_first_and_no_indicator_is_offered_twice(on):
    now = on("2023-12-31")
    found = choices(now)
    assert found["kind"].drop_duplicates().tolist() == ["plan", "own", "none"]
    planned = found[found["kind"] == "plan"]
    assert set(planned["target_id"]) == set(now.verdicts["target_id"][can_be_varied(now.verdicts)])
    parts = [set(rows["indicator_id"]) for _, rows in found.groupby("kind")]
    assert sum(map(len, parts)) == len(set.union(*parts))
    assert found["target_id"].is_unique
    assert set(now.verdicts["indicator_id"]) <= set(found["indicator_id"])


def test_in_another_region_a_multiple_is_tried_as_the_level_that_it_comes_to(records):
    """Taiyuan's doubling is twice its own base; what the plan does not ask starts at its latest."""
    there = situation_of(records, region="140100", as_of="2023-12-31")
    found = choices(there).set_index("indicator_id")
    asked = there.verdicts.set_index("indicator_id").loc["high_tech_firms"]
    firms = found.loc["high_tech_firms"]
    assert firms["kind"] == "own" and firms["target_value"] == asked["target_value"]
    assert firms["probability"] == pytest.approx(asked["probability"])
    people = found.loc["population"]
    assert people["kind"] == "own" and people["target_value"] == people["latest_value"]


def test_of_one_s_own_target_every_number_can_be_tried(records):
    there = situation_of(records, region="410000", as_of="2023-12-31")
    rows = choices(there)
    own = rows[rows["kind"] == "own"].iloc[0]
    found = what_if(there, own)
    mine = found.targets[found.targets["value"] == own["target_value"]]
    assert mine["probability"].tolist() == [own["probability"]]
    assert {"share_travelled", "growth_required", "status"} <= set(found.targets)


def test_once_the_plan_is_over_there_is_nothing_to_try(now):
    assert set(choices(now)["kind"]) == {"none"}


def test_growth_from_nothing_or_below_is_told_in_units():
    """Germany's raw energy: a series below zero has no growth in per cent."""
    now = situation_of(read_records("germany-dns-2030", root=ROOT))
    rows = choices(now)
    below = rows[(rows["kind"] != "none") & (rows["latest_value"] <= 0)]
    assert len(below)
    for _, row in below.iterrows():
        found = what_if(now, row)
        years = int(row["deadline"] - row["latest_year"])
        assert found.share
        ends = row["latest_value"] + found.paces["growth"] * years
        assert found.paces["value"].tolist() == pytest.approx(ends.tolist())


def test_days_are_those_of_figures_of_year_ends_and_of_the_plan_the_newest_first(records):
    found = days(records)
    assert found["day"].is_unique and found["day"].is_monotonic_decreasing
    assert found["day"].iloc[-1] == ISSUED and found["kind"].iloc[-1] == "issued"
    rows = records.of_region("140000")
    rows = rows[rows["indicator_id"].isin(records.plan.indicators["indicator_id"])]
    for told in found.itertuples():
        assert told.figures == int((rows["published"] == told.day).sum()), told
        assert told.figures or told.kind != "figures"
    assert set(found.loc[found["kind"] == "year_end", "day"]) >= {"2021-12-31", "2024-12-31"}
    assert len(days(records, "410000")) < len(found)


def test_a_plan_that_is_over_is_looked_at_from_the_year_before_its_end(records):
    assert opening_day(records) == "2024-12-31"
    assert opening_day(read_records("shanxi-15", root=ROOT)) is None
