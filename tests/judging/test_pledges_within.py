"""A plan's target divided among the regions within, beside what each set itself."""

import pandas as pd
import pytest

from analysis.judging.annual_targets import annual_targets
from analysis.judging.breakdown_regions import REST
from analysis.judging.pledges_within import pledges_within


@pytest.fixture(scope="module")
def asked(records):
    return annual_targets(records)


@pytest.fixture(scope="module")
def within(records, asked):
    return pledges_within(records, asked)


def test_the_shares_of_every_scheme_add_up_to_the_target(within):
    shares = within[within["base"].notna()].drop_duplicates("region")
    assert REST in set(shares["region"])
    assert shares["base"].sum() == pytest.approx(3188)
    for scheme in ("by_level", "equal_odds"):
        assert shares[scheme].sum() == pytest.approx(5000)


def test_a_citys_share_by_level_and_its_way_by_hand(within):
    """Datong: 74 of 3,188 of 2020, 5000 × 74 / 3188 = 116 by 2025, a fifth of the way in 2021."""
    row = within[within["region"] == "140200"].iloc[0]
    share = 5000 * 74 / 3188
    assert row["by_level"] == pytest.approx(share)
    assert row["straight"] == pytest.approx(74 + (share - 74) / 5)
    assert row["constant_growth"] == pytest.approx(74 * (share / 74) ** 0.2)
    assert row["target_value"] == 100 and bool(row["on_way"])


def test_nothing_published_after_the_plan_is_in_the_shares(records, asked, within):
    """Luliang and Linfen had no figure then; Taiyuan's of 2024 is not what it is divided by."""
    early = pledges_within(records, asked[asked["published"] <= "2021-12-31"])
    same = ["region", "base_year", "base", "by_level", "equal_odds"]
    both = [t[t["base"].notna()].drop_duplicates("region")[same] for t in (early, within)]
    pd.testing.assert_frame_equal(*(t.reset_index(drop=True) for t in both))
    assert (both[1]["base_year"] == 2020).all()


def test_a_region_without_a_figure_keeps_its_own_target_and_has_no_way(within):
    row = within[within["region"] == "141100"].iloc[0]
    assert row["target_value"] == 75 and pd.isna(row["by_level"]) and pd.isna(row["on_way"])


def test_no_pledge_is_left_out_or_told_twice(asked, within):
    mine = asked[asked["region"].ne("140000") & asked["indicator_id"].eq("high_tech_firms")]
    assert sorted(within["pledge_id"].dropna()) == sorted(mine["pledge_id"])


def test_without_pledges_of_regions_within_there_is_no_row(records, asked):
    assert pledges_within(records, asked[asked["region"] == "140000"]).empty
