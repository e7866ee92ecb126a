"""What was known when, and which source was believed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.records.errors import PlanDataError
from analysis.records.vintages import allowed, as_of_view, conflicts

COLUMNS = {"region": "140000", "unit": "亿元", "qualifier": "exact", "supersedes": ""}


def observation(number: int, value: float, published: str, grade: str = "B", **more) -> dict:
    return {
        "observation_id": f"o{number}",
        "indicator_id": "rd",
        "year": 2022,
        "value": value,
        "grade": grade,
        "source_id": f"s{number}",
        "published": pd.Timestamp(published),
        "recorded_at": pd.Timestamp("2026-01-01"),
        **COLUMNS,
        **more,
    }


def frame(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def test_the_better_grade_wins_then_the_later_publication():
    rows = frame(
        observation(1, 561.86, "2023-03-02", "B"),
        observation(2, 561.84, "2023-09-27", "B"),
        observation(3, 500.0, "2024-01-31", "C"),
    )
    picked = as_of_view(rows).iloc[0]
    assert (picked["value"], picked["n_sources"], picked["n_values"]) == (561.84, 3, 3)


def test_of_two_rows_of_one_day_the_one_entered_last_counts():
    rows = frame(
        observation(1, 1.0, "2023-03-02", recorded_at=pd.Timestamp("2026-01-02")),
        observation(2, 2.0, "2023-03-02", recorded_at=pd.Timestamp("2026-01-01")),
    )
    assert as_of_view(rows)["value"].tolist() == [1.0]
    assert as_of_view(rows.iloc[::-1])["value"].tolist() == [1.0]


def test_a_rounded_value_does_not_contradict_the_one_it_was_rounded_from():
    rows = frame(observation(1, 12.0, "2022-10-17", "A"), observation(2, 12.0411, "2022-12-31"))
    assert as_of_view(rows)["n_values"].tolist() == [1]
    assert conflicts(rows).empty


def test_nothing_published_later_is_known_earlier():
    rows = frame(observation(1, 1.0, "2023-03-02"), observation(2, 2.0, "2023-09-27", "A"))
    assert as_of_view(rows, "2023-09-26")["value"].tolist() == [1.0]
    assert as_of_view(rows, "2023-03-01").empty


def test_a_superseded_row_stays_on_record_until_the_correction_is_published():
    rows = frame(
        observation(1, 251.9, "2023-03-02", "A"),
        observation(2, 273.7, "2023-11-30", "B", supersedes="o1"),
    )
    assert as_of_view(rows)["value"].tolist() == [273.7]
    assert as_of_view(rows, "2023-10-01")["value"].tolist() == [251.9]


def test_a_conflict_lists_every_value_and_marks_the_one_used():
    rows = frame(observation(1, 561.86, "2023-03-02"), observation(2, 561.84, "2023-09-27"))
    found = conflicts(rows)
    assert found[["value", "picked"]].to_numpy().tolist() == [[561.84, True], [561.86, False]]


def test_a_date_that_is_none_is_refused_in_words():
    with pytest.raises(PlanDataError, match="not a date"):
        as_of_view(frame(observation(1, 1.0, "2023-03-02")), "last spring")


@settings(max_examples=12)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.integers(0, 2000), st.sampled_from("ABCD"), st.floats(0, 1e6), st.integers(0, 3)
            ),
            min_size=1,
            max_size=12,
        ),
        min_size=6,
        max_size=12,
    ),
    st.integers(0, 2000),
)
def test_later_rows_change_nothing_earlier(drawn, cut):
    """Many regions in one call."""
    start = pd.Timestamp("2020-01-01")
    told = [(f"{11 + n}0000", *each) for n, region in enumerate(drawn) for each in region]
    rows = frame(
        *(
            observation(i, v, start + pd.Timedelta(days=d), g, year=2015 + y, region=r)
            for i, (r, d, g, v, y) in enumerate(told)
        )
    )
    day = start + pd.Timedelta(days=cut)
    early = rows[rows["published"] <= day]
    pd.testing.assert_frame_equal(as_of_view(rows, day), as_of_view(early))


@pytest.mark.parametrize(
    ("value", "qualifier", "low", "high"),
    [
        (4500.0, "exact", 4500.0, 4500.0),
        (4500.0, "provisional", 4500.0, 4500.0),
        (4500.0, "at_least", 4500.0, float("inf")),
        (4500.0, "at_most", float("-inf"), 4500.0),
        (33200.0, "about", 33150.0, 33250.0),  # 3.32万
        (1.18, "about", 1.175, 1.185),
        (5000.0, "about", 4500.0, 5500.0),
        (0.0, "about", -0.5, 0.5),
    ],
)
def test_a_source_allows_what_it_says_of_its_figure(value, qualifier, low, high):
    ends = allowed(pd.DataFrame({"value": [value], "qualifier": [qualifier]})).iloc[0]
    assert ends.to_list() == pytest.approx([low, high])


def test_more_than_leaves_the_figure_itself_out_by_a_hair():
    rows = pd.DataFrame({"value": [4500.0, 0.5], "qualifier": ["more_than", "less_than"]})
    ends = allowed(rows)
    assert ends["low"][0] == pytest.approx(4500.0045, abs=1e-9)
    assert ends["high"][1] == pytest.approx(0.499999, abs=1e-12), "of a small figure no less"
    assert (ends["high"][0], ends["low"][1]) == (float("inf"), float("-inf"))


def test_ends_that_a_row_states_count():
    rows = pd.DataFrame(
        {"value": [5.0, 5.0], "qualifier": ["between", "exact"], "low": [4.0, None]}
    ).assign(high=[6.5, None])
    assert allowed(rows).to_numpy().tolist() == [[4.0, 6.5], [5.0, 5.0]]
