"""What changed between two days, and which targets moved."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.judging.attribution import attribution
from analysis.judging.changes import (
    changed_observations,
    compare,
    moves,
    recorded_figures,
    target_moves,
)
from analysis.judging.situations import Records
from analysis.records.errors import PlanDataError
from support.moved_targets import NEW, OLD, of_targets


def row(found: pd.DataFrame, indicator_id: str, reading: str = "level") -> pd.Series:
    return found[(found["indicator_id"] == indicator_id) & (found["reading"] == reading)].iloc[0]


def test_the_new_figure_of_high_tech_firms_is_found_with_its_source(year):
    firms = year.changed.query("indicator_id == 'high_tech_firms'")
    assert firms[["year", "after", "kind", "source_id"]].to_numpy().tolist() == [
        [2023, 4155.0, "new", "report-2023-plan-implementation"]
    ]
    assert np.isnan(firms["before"].iloc[0])


def test_a_target_moves_from_what_was_said_to_what_is_said(year, on):
    """0.82 to 0.70, since the history that work reports of 2016–2023 printed is known: on track."""
    moved = row(moves(year), "high_tech_firms")
    for side, day in (("before", "2023-12-31"), ("after", "2024-12-31")):
        told = row(on(day).verdicts, "high_tech_firms")
        assert moved[f"probability_{side}"] == told["probability"]
        assert moved[f"status_{side}"] == told["status"]
    assert moved["moved"] and moved["probability_change"] == pytest.approx(-0.12, abs=0.01)
    assert (moved["status_before"], moved["status_after"]) == ("on_track", "on_track")


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ((0.501, "at_risk"), (0.504, "at_risk"), False),
        ((0.504, "at_risk"), (0.506, "at_risk"), True),
        ((0.501, "at_risk"), (0.501, "on_track"), True),
        ((0.501, "at_risk"), (np.nan, "at_risk"), True),
        ((np.nan, "at_risk"), (np.nan, "at_risk"), False),
    ],
)
def test_a_target_moves_by_a_whole_percent_or_to_another_status(year, before, after, moved):
    sides = {
        side: replace(at, verdicts=at.verdicts.assign(probability=said[0], status=said[1]))
        for side, at, said in (("before", year.before, before), ("after", year.after, after))
    }
    assert (moves(replace(year, **sides))["moved"] == moved).all()


def test_what_was_recorded_since_a_build_counts_whenever_it_was_published(records):
    """The 2022 count, published in 2023, is entered today: it is new to the store."""
    rows = records.every
    late = rows[
        (rows["indicator_id"] == "high_tech_firms")
        & (rows["region"] == "140000")
        & (rows["year"] == 2022)
    ]["observation_id"]
    found = compare(records, added=list(late), since="2026-11-01")
    assert found.built and found.changed[["year", "kind"]].to_numpy().tolist() == [[2022, "new"]]
    assert found.since == "2026-11-01"
    assert set(attribution(found).dropna(subset="published")["indicator_id"]) == {"high_tech_firms"}


def test_ids_that_matter_to_nothing_known_leave_the_comparison_by_day(records):
    found = compare(records, added=["no such row"])
    assert not found.built and found.since < found.until


def test_a_start_after_the_end_is_refused(records):
    with pytest.raises(PlanDataError, match="later than as_of"):
        compare(records, since="2024-01-01", as_of="2023-01-01")


def known(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator_id", "year", "value"])
    return frame.assign(
        region="140000",
        unit="家",
        source_id="s",
        published=pd.Timestamp("2024-01-01"),
        published_estimated=False,
        qualifier="exact",
    )


def test_a_figure_is_new_revised_withdrawn_or_left_out_of_the_list():
    before = known(("a", 2020, 1.0), ("a", 2021, 2.0), ("a", 2022, 3.0))
    after = known(("a", 2020, 1.0), ("a", 2021, 2.6), ("a", 2023, 4.0))
    told = changed_observations(before, after).set_index("year")
    assert told["kind"].to_dict() == {2021: "revised", 2022: "withdrawn", 2023: "new"}
    assert told.loc[2021, ["before", "after"]].tolist() == [2.0, 2.6]
    assert np.isnan(told.loc[2022, "after"]) and np.isnan(told.loc[2023, "before"])


# --- targets that took each other's place ---------------------------------------------------


def moved(told: Records, since: str, as_of: str | None) -> pd.DataFrame:
    return target_moves(compare(told, since=since, as_of=as_of))


@pytest.mark.parametrize(
    ("since", "as_of", "n"),
    [
        ("2022-12-31", "2023-01-01", 1),
        ("2022-12-30", "2022-12-31", 0),
        ("2023-01-01", "2023-06-30", 0),
        ("2022-06-30", None, 1),
    ],
)
def test_a_target_moves_on_the_first_day_of_the_one_that_takes_its_place(since, as_of, n):
    found = moved(of_targets(OLD, NEW), since, as_of)
    assert len(found) == n
    for row in found.itertuples():
        assert (row.kind, row.target_id) == ("moved", "F0")
        assert (row.stated_value_before, row.stated_value_after) == (70, 72)
        assert row.set_on == pd.Timestamp("2021-04-30"), "the day the plan was issued"
        assert row.in_force == pd.Timestamp("2023-01-01")


def test_each_move_of_a_target_that_moved_twice_is_a_row():
    second = NEW | {"valid_until": "2023-12-31"}
    third = NEW | {"value": 75, "valid_from": "2024-01-01"}
    told = of_targets(OLD, second, third)
    found = moved(told, "2022-06-30", "2024-06-30")
    assert found["stated_value_before"].to_list() == [70, 72]
    assert found["stated_value_after"].to_list() == [72, 75]
    assert found["set_on"].to_list() == [pd.Timestamp("2021-04-30"), pd.Timestamp("2023-01-01")]
    assert len(moved(told, "2023-06-30", "2024-06-30")) == 1


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({"value": 70}, []),
        ({"value": 70, "tolerance": 2}, ["moved"]),
        ({"value": 70, "comparator": ">"}, ["moved"]),
        ({"value": 70, "value_high": 74, "comparator": "range"}, ["moved"]),
    ],
)
def test_a_target_that_asks_for_the_same_has_not_moved(changed, kinds):
    found = moved(of_targets(OLD, NEW | changed), "2022-06-30", "2023-06-30")
    assert found["kind"].to_list() == kinds


def test_a_target_without_a_successor_ends_and_one_without_a_predecessor_is_new():
    gone = moved(of_targets(OLD), "2022-06-30", "2023-06-30").iloc[0]
    assert (gone["kind"], gone["stated_value_before"]) == ("ended", 70)
    assert gone["in_force"] == pd.Timestamp("2023-01-01") and pd.isna(gone["stated_value_after"])
    came = moved(of_targets(NEW), "2022-06-30", "2023-06-30").iloc[0]
    assert (came["kind"], came["stated_value_after"]) == ("new", 72)
    assert pd.isna(came["stated_value_before"])
    assert moved(of_targets({"value": 70}), "2022-06-30", "2023-06-30").empty


@pytest.mark.parametrize(
    ("begins", "kinds"),
    [("2023-01-01", ["rescheduled"]), ("2023-01-02", ["ended", "new"])],
)
def test_a_target_replaced_by_one_of_another_year_is_rescheduled(begins, kinds):
    """70 by 2025, then 75 by 2030 from the day after; a day later they are two things."""
    later = NEW | {"value": 75, "deadline": 2030, "valid_from": begins}
    found = moved(of_targets(OLD, later), "2022-06-30", "2023-06-30")
    assert found["kind"].to_list() == kinds
    if kinds == ["rescheduled"]:
        row = found.iloc[0]
        assert (row["stated_value_before"], row["stated_value_after"]) == (70, 75)
        assert (row["deadline_before"], row["deadline"]) == (2025, 2030)
        assert row["set_on"] == pd.Timestamp("2021-04-30") and row["target_id"] == "F1"


def test_a_plan_whose_targets_stayed_has_none_to_tell(year):
    assert target_moves(year).empty


# --- what is new since somebody last looked -------------------------------------------------


def recorded_after(records: Records, day: str) -> set[str]:
    own = records.of_region("140000")
    return set(own.loc[own["recorded_at"] > pd.Timestamp(day), "observation_id"])


@pytest.mark.parametrize("looked", ["2026-11-22", "2026-11-23", "2026-11-27", "2026-11-28"])
def test_every_figure_recorded_since_is_named_whenever_it_was_published(records, looked):
    """The collection was recorded on the 23rd, what became known since on the 28th."""
    found = compare(records, recorded_since=looked)
    told = recorded_figures(found)
    fresh = records.of_region("140000").set_index("observation_id")
    wanted = fresh.loc[sorted(recorded_after(records, looked))]
    keys = ["indicator_id", "year", "value", "source_id"]
    assert sorted(map(tuple, told[keys].to_numpy())) == sorted(map(tuple, wanted[keys].to_numpy()))
    assert found.recorded and found.since == looked
    assert told.empty == (looked == "2026-11-28")


def test_a_target_moved_by_an_old_figure_recorded_lately_is_told_to_have_moved(records):
    """Published in January, recorded in November: a comparison by publication omits it."""
    by_recording = moves(compare(records, recorded_since="2026-11-27"))
    by_publication = moves(compare(records, since="2026-02-02"))
    assert row(by_recording, "technology_smes")["moved"]
    assert row(by_recording, "technology_smes")["status_after"] == "missed"
    assert not row(by_publication, "technology_smes")["moved"]


def test_reports_recorded_since_count_as_figures_do(records):
    found = compare(records, recorded_since="2026-11-27")
    told = row(moves(found), "class_a_disciplines", "breakthrough")
    assert (told["status_before"], told["status_after"]) == ("not_assessable", "achieved")


def test_what_is_recorded_beside_a_better_figure_is_told_to_stand_beside_it(records):
    """A newscast said 3,178 of 2020, the plan says 3,188; a work report repeats 290 of 2012."""
    told = recorded_figures(compare(records, recorded_since="2026-11-27"))
    firms = told[told["indicator_id"] == "high_tech_firms"].set_index("source_id")
    cast = firms.loc["news-2021-xinwen-lianbo"]
    assert (cast["use"], cast["value"], cast["stands"]) == ("beside", 3178, 3188)
    again = firms.loc["work-report-shanxi-2018"].set_index("year")["use"]
    assert again.to_dict() == {2012: "same", 2017: "new"}


def test_a_figure_recorded_lately_does_not_stand_before_its_own_publication(records):
    found = compare(records, recorded_since="2026-11-27", as_of="2024-12-31")
    assert (recorded_figures(found)["published"] <= pd.Timestamp("2024-12-31")).all()
    assert 2025 not in set(recorded_figures(found)["year"])


def test_days_of_publication_name_nothing_recorded(records, year):
    assert recorded_figures(year).empty


def test_a_day_of_publication_and_one_of_recording_are_not_both_given(records):
    with pytest.raises(PlanDataError, match="give one of them"):
        compare(records, since="2024-01-01", recorded_since="2026-11-27")
    with pytest.raises(PlanDataError, match="recorded_since '26-11-27': not a date"):
        compare(records, recorded_since="26-11-27")
