"""Which figures stand no longer as first published, and what replaced them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.records.vintages import revisions


def published(number: int, value: float, day: str, **other) -> dict:
    return {
        **{"observation_id": f"o{number}", "indicator_id": "rd_intensity", "region": "140000"},
        **{"year": 2020, "value": value, "unit": "%", "source_id": f"s{number}", "grade": "B"},
        **{"published": pd.Timestamp(day), "recorded_at": pd.Timestamp(day), "supersedes": ""},
        **{"qualifier": "exact"},
        **other,
    }


def test_rd_intensity_was_published_as_one_twenty_and_is_one_eighteen_by_now(records):
    """The next communiqué: 1.12, down 0.06; the relative change is −0.02 / 1.20."""
    found = revisions(records.of_region("140000")).query("indicator_id == 'rd_intensity'")
    told = found[found["kind"] == "revised"].iloc[0]
    assert (found["kind"] == "revised").sum() == 1 and told["year"] == 2020
    assert (told["first"], told["latest"]) == (1.20, 1.18)
    assert told["difference"] == pytest.approx(-0.02)
    assert told["relative"] == pytest.approx(-0.02 / 1.20)
    assert (told["first_published"], told["latest_published"]) == (
        pd.Timestamp("2021-11-11"),
        pd.Timestamp("2022-10-17"),
    )


@pytest.mark.parametrize(
    ("first", "latest", "kind"),
    [
        ({"value": 29000.0, "qualifier": "about"}, {"value": 29010.0}, "precision"),
        ({"value": 29000.0, "qualifier": "about"}, {"value": 29600.0}, "source"),
        ({"value": 120.0, "qualifier": "at_least"}, {"value": 133.0}, "precision"),
        ({"value": 38.2}, {"value": 38.2033}, None),
        ({"value": 87.3}, {"value": 66.09}, "source"),
        (
            {"value": 561.86, "source_id": "news-2022-work"},
            {"value": 561.84, "source_id": "work-2023"},
            "revised",
        ),
    ],
)
def test_a_replacement_is_a_revision_only_within_a_series(first, latest, kind):
    """About 29,000 leaves open 28,500 to 29,500; 38.2 is 38.2033 rounded and no replacement."""
    rows = [published(1, day="2021-11-11", **first), published(2, day="2022-11-11", **latest)]
    assert revisions(pd.DataFrame(rows))["kind"].tolist() == ([kind] if kind else [])


def test_each_replacement_of_the_plans_figures_is_what_it_is(records):
    """Fiscal spending: a newspaper, then the yearbook. The contracts differ by 0.004 %.

    Of 2015 a work report says 721 firms, the plan 720; of 2012 one said 1.17 % before the yearbook
    said 1.09; of 2021 eleven towns followed ten.
    """
    found = revisions(records.of_region("140000"))
    assert sorted(zip(found["indicator_id"], found["year"], found["kind"], strict=True)) == [
        ("fiscal_science_spending", 2020, "source"),
        ("high_tech_firms", 2015, "source"),
        ("invention_patents_in_force", 2023, "precision"),
        ("provincial_laboratories", 2023, "source"),
        ("rd_intensity", 2012, "source"),
        ("rd_intensity", 2020, "revised"),
        ("technology_contracts", 2022, "source"),
        ("zhichuang_cities", 2021, "source"),
    ]


def test_a_trailing_zero_that_a_table_lost_still_counts_as_a_decimal():
    table = {"source_id": "yearbook"}
    rows = [
        published(1, 1.2, "2021-12-31", **table),
        published(2, 1.12, "2022-12-31", year=2021, **table),
        published(3, 1.18, "2022-10-17"),
    ]
    assert len(revisions(pd.DataFrame([*rows, published(4, 1.1, "2021-01-01", year=2019)]))) == 1
    assert revisions(pd.DataFrame([rows[0], rows[2]])).empty, "1.2 may be 1.18 rounded"


def test_a_worse_source_that_disagrees_later_revises_nothing():
    rows = [published(1, 561.86, "2023-03-02"), published(2, 500.0, "2023-09-27", grade="C")]
    assert revisions(pd.DataFrame(rows)).empty


@settings(max_examples=6)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 400), st.integers(2018, 2021), st.integers(1, 9)),
            min_size=1,
            max_size=8,
        ),
        min_size=6,
        max_size=12,
    )
)
def test_a_revision_is_from_the_first_value_to_the_one_in_use(drawn):
    """Many regions in one call; of one day's values the first id counts."""
    start = pd.Timestamp("2022-01-01")
    told = [(f"{11 + n}0000", *each) for n, region in enumerate(drawn) for each in region]
    rows, series = [], {}
    for number, (region, days, year, value) in enumerate(told):
        day = str(start + pd.Timedelta(days=days))
        own = {"region": region, "year": year, "source_id": "s"}
        rows.append(published(number, float(value), day, **own))
        series.setdefault((region, year), []).append((days, f"o{number}", float(value)))
    found = revisions(pd.DataFrame(rows)).set_index(["region", "year"])
    expected = {}
    for key, vintages in series.items():
        first = min(vintages)[2]
        last = min(v for v in vintages if v[0] == max(vintages)[0])[2]
        if first != last:
            expected[key] = (first, last)
    assert (
        dict(zip(found.index, zip(found["first"], found["latest"], strict=True), strict=True))
        == expected
    )
