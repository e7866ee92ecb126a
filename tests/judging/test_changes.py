"""What changed between two days, and which targets moved."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.judging.attribution import attribution
from analysis.judging.changes import changed_observations, compare, moves
from analysis.records.errors import PlanDataError


def row(found: pd.DataFrame, indicator_id: str, reading: str = "level") -> pd.Series:
    return found[(found["indicator_id"] == indicator_id) & (found["reading"] == reading)].iloc[0]


def test_the_new_figure_of_high_tech_firms_is_found_with_its_source(year):
    firms = year.changed.query("indicator_id == 'high_tech_firms'")
    assert firms[["year", "after", "kind", "source_id"]].to_numpy().tolist() == [
        [2023, 4155.0, "new", "report-2023-plan-implementation"]
    ]
    assert np.isnan(firms["before"].iloc[0])


def test_a_target_moves_from_what_was_said_to_what_is_said(year, on):
    moved = row(moves(year), "high_tech_firms")
    for side, day in (("before", "2023-12-31"), ("after", "2024-12-31")):
        told = row(on(day).verdicts, "high_tech_firms")
        assert moved[f"probability_{side}"] == told["probability"]
        assert moved[f"status_{side}"] == told["status"]
    assert moved["moved"] and (moved["status_before"], moved["status_after"]) == (
        "on_track",
        "at_risk",
    )


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
