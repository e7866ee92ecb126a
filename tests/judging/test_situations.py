"""The first plan, on its real data, end to end."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.judging.situations import ASSESSMENT_COLUMNS, assessment_frame, situation

PLAN = "shanxi-innovation-14"
ISSUED = "2021-04-30"


@pytest.fixture(scope="module")
def now():
    return situation(PLAN, as_of="2026-11-23")


@pytest.fixture(scope="module")
def then():
    return situation(PLAN, as_of=ISSUED)


def verdict(found, indicator_id: str, reading: str = "level") -> pd.Series:
    rows = found.verdicts
    return rows[(rows["indicator_id"] == indicator_id) & (rows["reading"] == reading)].iloc[0]


def test_high_tech_firms_are_judged_under_both_readings(now):
    level, multiple = (verdict(now, "high_tech_firms", r) for r in ("level", "ratio"))
    assert (level["baseline_value"], level["target_value"]) == (3188, 5000)
    assert multiple["target_value"] == 6376
    assert level["figure_ids"] == ("F056", "F089")
    before = verdict(situation(PLAN, as_of="2024-12-31"), "high_tech_firms")
    assert (before["latest_year"], before["latest_value"]) == (2023, 4155)


def test_more_than_4500_high_tech_firms_do_not_show_that_5000_were_missed(now):
    """The work report of 2026 prints a floor (突破4500家); on the eve of it none was known."""
    level = verdict(now, "high_tech_firms")
    assert (level["latest_year"], level["latest_value"], level["latest_qualifier"]) == (
        2025,
        4500,
        "at_least",
    )
    assert (level["status"], level["settled"]) == ("not_shown", False)
    eve = verdict(situation(PLAN, as_of="2026-02-01"), "high_tech_firms")
    assert (eve["latest_year"], eve["latest_value"], eve["latest_qualifier"]) == (
        2024,
        4300,
        "at_most",
    )


def test_technology_smes_are_known_to_the_rounding_of_a_share_and_fall_short(now):
    """Taiyuan's 3,175 are 56 % of the province: 3,175 / 0.565 to 3,175 / 0.555, no 10,000."""
    found = verdict(now, "technology_smes")
    row = now.known.set_index(["indicator_id", "year"]).loc[("technology_smes", 2025)]
    assert (row["low"], row["high"]) == (5620, 5720)
    assert found["status"] == "missed"
    assert verdict(situation(PLAN, as_of="2026-01-28"), "technology_smes")["latest_year"] == 2022


def test_rd_doubles_from_the_published_base_year_because_the_plan_gives_none(now):
    found = verdict(now, "rd_expenditure", "ratio")
    assert (found["baseline_basis"], found["baseline_value"]) == ("observed", 211.1)
    assert (found["latest_year"], found["latest_value"]) == (2023, 298.2)
    assert found["target_value"] == pytest.approx(422.2)


def test_the_contract_target_was_passed_in_2022_and_no_figure_of_2025_shows_it_held(now):
    eve = verdict(situation(PLAN, as_of="2025-12-31"), "technology_contracts")
    assert (eve["status"], eve["target_value"]) == ("met_so_far", 530)
    assert verdict(now, "technology_contracts")["status"] == "not_shown"
    year_2022 = situation(PLAN, as_of="2023-06-30")
    assert verdict(year_2022, "technology_contracts")["latest_value"] == 561.86


def test_the_last_day_is_the_day_asked_for_else_that_of_the_newest_figure_else_of_the_plan(now):
    assert now.last_day == "2026-11-23"
    assert replace(now, as_of=None).last_day == f"{now.known['published'].max():%Y-%m-%d}"
    assert replace(now, as_of=None, known=now.known[:0]).last_day == ISSUED


def test_patents_in_force_are_projected_and_have_no_target(now):
    assert "invention_patents_in_force" not in set(now.verdicts["indicator_id"])
    ahead = now.untargeted.set_index("indicator_id").loc["invention_patents_in_force"]
    assert ahead["year"] == 2025 and ahead["value"] > 29010
    base = now.known[
        (now.known["indicator_id"] == "invention_patents_in_force") & (now.known["year"] == 2020)
    ]
    assert base["value"].tolist() == [16471]


def test_national_key_laboratories_are_not_fitted_across_their_reorganisation(now):
    rows = now.projections[now.projections["indicator_id"] == "national_key_labs"]
    assert set(rows["kind"]) == {"observed"}
    assert verdict(now, "national_key_labs")["reason"] == "definition_break"


def test_events_are_shown_and_never_fitted(now):
    events = now.verdicts[now.verdicts["reading"].isin(["coverage", "breakthrough"])]
    assert events["projected"].isna().all()
    states = events.drop_duplicates("indicator_id").set_index("indicator_id")["event_state"]
    assert states["breakthrough_supercomputing_centre"] == "operating"
    assert states["breakthrough_science_facility"] == "started"


def test_nothing_published_after_the_day_of_the_plan_leaks_into_its_view(then):
    day = pd.Timestamp(ISSUED)
    for frame in (then.observations, then.known, then.events):
        assert (frame["published"] <= day).all()
    assert verdict(then, "high_tech_firms")["latest_value"] == 3188
    assert verdict(then, "rd_expenditure", "ratio")["baseline_basis"] == "projected"
    assert then.vintage <= day


@pytest.mark.parametrize("cut", ["2021-04-30", "2022-06-30", "2023-06-30", "2024-03-31"])
def test_a_view_is_the_same_whatever_is_published_later(cut, now):
    """Project and assess from a store cut at the day, and from the whole store as of the day."""
    early = situation(PLAN, as_of=cut)
    rows = now.observations[now.observations["published"] <= pd.Timestamp(cut)]
    pd.testing.assert_frame_equal(
        early.observations.reset_index(drop=True), rows.reset_index(drop=True)
    )


def test_the_assessment_file_has_its_columns_and_a_sentence_for_every_row(now):
    frame = assessment_frame(now)
    assert list(frame.columns) == ASSESSMENT_COLUMNS
    assert frame["quote"].str.len().gt(3).all()
    assert frame["status"].ne("").all()


def test_another_region_is_one_argument():
    guangdong = situation(PLAN, region="440000")
    assert set(guangdong.known["region"]) == {"440000"}
    assert guangdong.region_name("en") == "Guangdong"


def test_another_region_is_judged_on_its_own_baseline_and_never_on_shanxis_size():
    guangdong = situation(PLAN, region="440000")
    assert set(guangdong.verdicts["reading"]) == {"ratio", "level"}
    assert set(guangdong.verdicts.query("reading == 'level'")["unit"]) == {"%"}
    found = verdict(guangdong, "rd_expenditure", "ratio")
    assert found["target_value"] == pytest.approx(2 * found["baseline_value"])
    assert found["baseline_value"] > 3000  # Guangdong's R&D of 2020, in 亿元


def test_what_cannot_be_assessed_has_no_probability(now):
    unknown = now.verdicts["status"] == "not_assessable"
    assert unknown.any() and now.verdicts.loc[unknown, "probability"].isna().all()
