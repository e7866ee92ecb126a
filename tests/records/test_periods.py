"""A figure describes its indicator's year, or another period: then it enters no yearly series."""

import pandas as pd
import pytest

from analysis.records.errors import PlanDataError
from analysis.records.observations import read_observations, read_published
from analysis.records.plans import load_plan
from analysis.records.schema import INDICATORS, OBSERVATIONS, SOURCES
from support.small_project import (
    INDICATOR,
    OBSERVATION,
    SOURCE,
    TODAY,
    small_project,
    wide,
    write,
)


@pytest.fixture
def root(tmp_path):
    return small_project(tmp_path)


def indicator(root, **said) -> None:
    path = root / "data" / "plans" / "small" / "indicators.csv"
    write(path, wide(INDICATORS), INDICATOR | said)


def published(root, *rows: dict) -> None:
    named = [
        OBSERVATION | {"observation_id": f"p{n}", "published": "2024-06-30"} | row
        for n, row in enumerate(rows)
    ]
    write(root / "data" / "observations" / "a.csv", wide(OBSERVATIONS), *named)


def yearly(root) -> dict[int, float]:
    rows = read_observations(load_plan("small", root=root), root=root, today=TODAY)
    mine = rows[~rows["source_id"].str.startswith("plan:")]
    return dict(zip(mine["year"].astype(int), mine["value"], strict=True))


def quarter(year: int, n: int, value: str, **more) -> dict:
    ends = ("03-31", "06-30", "09-30", "12-31")
    return {
        "year": str(year),
        "start": f"{year}-{3 * n - 2:02}-01",
        "end": f"{year}-{ends[n - 1]}",
        "value": value,
        **more,
    }


def test_a_year_needs_no_period_and_means_the_same_with_one(root):
    published(root, {"year": "2022", "value": "5"})
    assert yearly(root) == {2022: 5.0}
    said = {"year": "2022", "value": "5", "start": "2022-01-01", "end": "2022-12-31"}
    published(root, said)
    assert yearly(root) == {2022: 5.0}


@pytest.mark.parametrize(
    ("start", "end"),
    [("2022-01-01", "2022-09-30"), ("2022-04-01", "2023-03-31"), ("2022-01-01", "2022-12-30")],
)
def test_another_period_is_kept_and_is_no_year(root, start, end):
    published(root, {"year": "2022", "value": "5", "start": start, "end": end})
    assert yearly(root) == {}
    every = read_published(load_plan("small", root=root), root=root, today=TODAY)
    assert every.loc[every["observation_id"] == "p0", "annual"].tolist() == [False]


@pytest.mark.parametrize(("named", "year"), [("", "2022"), ("start", "2022"), ("end", "2023")])
def test_a_fiscal_year_is_a_year_of_an_indicator_that_counts_so(root, named, year):
    indicator(root, year_begins="04-01", year_named=named)
    fiscal = {"start": "2022-04-01", "end": "2023-03-31", "value": "5", "year": year}
    published(root, fiscal)
    assert yearly(root) == {int(year): 5.0}
    published(root, {"start": "2022-01-01", "end": "2022-12-31", "value": "5", "year": "2022"})
    assert yearly(root) == {}


def test_four_quarters_make_a_year_where_the_indicator_says_how(root):
    quarters = [quarter(2022, n, str(value)) for n, value in enumerate((1, 2, 3, 4), 1)]
    published(root, *quarters)
    assert yearly(root) == {}
    indicator(root, from_parts="sum")
    assert yearly(root) == {2022: 10.0}
    published(root, *quarters[:3])
    assert yearly(root) == {}


def test_a_mean_is_weighed_by_days(root):
    """(181 × 10 + 184 × 20) / 365 of the halves of 2022."""
    indicator(root, from_parts="mean")
    halves = [
        {"year": "2022", "start": "2022-01-01", "end": "2022-06-30", "value": "10"},
        {"year": "2022", "start": "2022-07-01", "end": "2022-12-31", "value": "20"},
    ]
    published(root, *halves)
    assert yearly(root)[2022] == pytest.approx((181 * 10 + 184 * 20) / 365)


def test_parts_that_overlap_or_leave_a_gap_make_no_year(root):
    indicator(root, from_parts="sum")
    nine = {"year": "2022", "start": "2022-01-01", "end": "2022-09-30", "value": "6"}
    published(root, nine, quarter(2022, 3, "3"), quarter(2022, 4, "4"))
    assert yearly(root) == {}
    published(root, quarter(2022, 1, "1"), quarter(2022, 2, "2"), quarter(2022, 4, "4"))
    assert yearly(root) == {}


def test_a_figure_of_the_year_itself_is_kept_before_one_made_of_parts(root):
    indicator(root, from_parts="sum")
    quarters = [quarter(2022, n, "2") for n in (1, 2, 3, 4)]
    published(root, *quarters, {"year": "2022", "value": "9"})
    assert yearly(root) == {2022: 9.0}


def test_a_year_made_of_parts_has_the_day_on_which_the_last_was_known(root):
    indicator(root, from_parts="sum")
    first = [quarter(2022, n, "2", published=f"2023-0{n}-15") for n in (1, 2, 3, 4)]
    later = quarter(2022, 4, "3", published="2023-09-01")
    published(root, *first, later)
    rows = read_observations(load_plan("small", root=root), root=root, today=TODAY)
    made = rows[rows["observation_id"].str.startswith("made:")].sort_values("published")
    assert made["value"].tolist() == [8.0, 9.0]
    assert made["published"].tolist() == [pd.Timestamp("2023-04-15"), pd.Timestamp("2023-09-01")]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"start": "2022-01-01"}, "column start, value .*both"),
        ({"end": "2022-06-30"}, "column start, value .*both"),
        ({"start": "2022-07-01", "end": "2022-06-30"}, "column end, .*before the first day"),
        ({"start": "2024-01-01", "end": "2024-07-01", "year": "2024"}, "column end, .*not over"),
        ({"start": "2020-01-01", "end": "2020-06-30"}, "column year, .*no year of the period"),
    ],
)
def test_a_period_that_cannot_be_meant_is_refused(root, said, rule):
    published(root, {"year": "2022", "value": "5"} | said)
    with pytest.raises(PlanDataError, match=rf"a.csv, row 2, {rule}"):
        yearly(root)


def test_a_period_that_is_over_on_the_day_of_publication_is_none_too_soon(root):
    said = {"start": "2024-01-01", "end": "2024-06-30", "year": "2024", "value": "5"}
    write(root / "data" / "sources.csv", SOURCES, SOURCE | {"published": "2024-06-30"})
    published(root, said)
    assert yearly(root) == {}
