"""One value in the place of another: more precise, revised, or another source's."""

import pandas as pd
import pytest

from analysis.records.errors import PlanDataError
from analysis.records.vintages import (
    as_of_view,
    conflicts,
    replacement_kinds,
    revisions,
    series_of,
    vintage,
    vintages_of,
    with_first,
)
from support.small_plan import plan

KEY = {"indicator_id": "firms", "region": "140000", "year": 2020}


def kind(old: float, new: float, *, old_is: str = "exact", new_is: str = "exact", **ids) -> str:
    """What it means that `new` stands in the place of `old`; one series where no id is given."""
    both = pd.DataFrame(
        [
            {
                **KEY,
                **{"value": new, "qualifier": new_is, "source_id": ids.get("new_id", "s-2021")},
                **{"value_before": old, "qualifier_before": old_is},
                "source_id_before": ids.get("old_id", "s-2020"),
            }
        ]
    )
    return replacement_kinds(both, None).iloc[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (12.0, 12.5, "precision"),
        (12.0, 11.5, "precision"),
        (12.0, 12.51, "revised"),
        (12.0, 11.49, "revised"),
        (1.2, 1.25, "precision"),
        (1.2, 1.15, "precision"),
        (1.2, 1.26, "revised"),
        (12.51, 12.0, "revised"),
        (12.5, 12.0, "precision"),
        (0.0, 0.5, "precision"),
        (0.0, 0.6, "revised"),
    ],
)
def test_within_half_a_unit_of_the_last_decimal_a_value_is_more_precise(old, new, said):
    """12 leaves open 11.5 to 12.5, with its bounds, whichever of the two was first."""
    assert kind(old, new) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (29000.0, 29500.0, "precision"),
        (29000.0, 28500.0, "precision"),
        (29000.0, 29501.0, "revised"),
        (29010.0, 29015.0, "precision"),
        (29010.0, 29016.0, "revised"),
        (1.5, 1.55, "precision"),
        (1.5, 1.56, "revised"),
        (0.0, 0.6, "revised"),
    ],
)
def test_an_approximate_value_leaves_open_half_a_unit_of_its_last_digit(old, new, said):
    """About 29,000 is 28,500 to 29,500; about 1.5 is 1.45 to 1.55: a decimal is its own digit."""
    assert kind(old, new, old_is="about") == said
    assert kind(new, old, new_is="about") == said


@pytest.mark.parametrize(("new", "said"), [(120.0, "precision"), (500.0, "precision")])
def test_a_value_given_as_at_least_leaves_open_all_above(new, said):
    assert kind(120.0, new, old_is="at_least") == said
    assert kind(120.0, 119.0, old_is="at_least") == "revised"
    assert kind(120.0, 120.0, old_is="at_least", new_is="at_least") == "precision"


def test_a_replacement_across_series_is_another_source_s():
    assert kind(87.3, 66.09, old_id="news-2020", new_id="yearbook-2021") == "source"
    assert kind(87.3, 66.09, old_id="press-2020-rd", new_id="rd-2021") == "revised"
    assert series_of("press-2020-rd-communique") == series_of("communique-2021-rd")
    assert series_of("rd-2021") == {"rd"} and series_of("news-press-repost-2020") == set()


def test_a_value_that_is_missing_is_no_rounding_of_another():
    assert kind(float("nan"), 1.0) == "revised" and kind(1.0, float("nan")) == "revised"


def row(number: int, value: float, day: str, **other) -> dict:
    return {
        **KEY,
        **{"observation_id": f"o{number}", "value": value, "unit": "家", "source_id": "s"},
        **{"published": pd.Timestamp(day), "recorded_at": pd.Timestamp(day), "grade": "B"},
        **{"qualifier": "exact", "supersedes": ""},
        **other,
    }


def test_a_revision_tells_the_difference_and_its_share_of_the_first_value():
    told = revisions(pd.DataFrame([row(1, -4.0, "2021-01-01"), row(2, -1.0, "2022-01-01")]))
    assert told[["first", "latest", "difference", "relative"]].iloc[0].tolist() == [-4, -1, 3, 0.75]
    zero = revisions(pd.DataFrame([row(1, 0.0, "2021-01-01"), row(2, 3.0, "2022-01-01")])).iloc[0]
    assert zero["difference"] == 3.0 and pd.isna(zero["relative"])


def test_a_view_shows_the_first_value_only_where_it_was_revised():
    rows = [
        *(row(1, 100.0, "2021-01-01"), row(2, 150.0, "2022-01-01")),
        row(3, 100.0, "2021-01-01", year=2021, source_id="u"),
        row(4, 100.4, "2022-01-01", year=2021, source_id="v"),
        *(
            row(5, 7.0, "2021-01-01", year=2022),
            row(6, 9.0, "2022-01-01", year=2022, source_id="t"),
        ),
    ]
    seen = pd.DataFrame(rows)
    shown = with_first(as_of_view(seen), seen)
    assert shown["value"].tolist() == [150.0, 100.4, 9.0]
    assert shown["first_value"].iloc[0] == 100.0 and shown["first_value"].iloc[1:].isna().all()


def test_values_that_differ_are_counted_and_one_that_is_another_rounded_is_not():
    def count(*values: float) -> int:
        rows = [row(i, v, "2021-01-01", source_id=f"s{i}") for i, v in enumerate(values)]
        return as_of_view(pd.DataFrame(rows))["n_values"].iloc[0]

    assert [count(5.0), count(5.0, 5.0), count(5.0, 6.0), count(5.0, 6.0, 7.0)] == [1, 1, 2, 3]
    assert [count(5.0, 5.4), count(5.0, 5.6), count(1.2, 1.24, 1.26)] == [1, 2, 2]


def test_a_conflict_is_told_best_first_in_the_order_of_its_key():
    rows = [
        *(row(1, 1.0, "2021-01-01", grade="C"), row(2, 2.0, "2021-01-01", grade="B")),
        *(row(3, 3.0, "2021-01-01", grade="A"), row(4, 9.0, "2021-01-01", year=2021)),
        *(row(5, 5.0, "2021-01-01", year=2019), row(6, 6.0, "2022-01-01", year=2019)),
    ]
    told = conflicts(pd.DataFrame(rows))
    assert told["value"].tolist() == [6.0, 5.0, 3.0, 2.0, 1.0]
    assert told["picked"].tolist() == [True, False, True, False, False]
    labs = [row(n, float(n), "2021-01-01", indicator_id="apps") for n in (7, 8)]
    both = conflicts(pd.DataFrame([*rows, *labs]))["indicator_id"]
    assert both.tolist() == ["apps"] * 2 + ["firms"] * 5
    early = conflicts(pd.DataFrame(rows), "2021-12-31")
    assert early["value"].tolist() == [3.0, 2.0, 1.0], "the second value of 2019 was not there yet"


def test_the_vintage_is_the_latest_day_of_publication():
    rows = pd.DataFrame([row(1, 1.0, "2022-05-01"), row(2, 2.0, "2021-01-01")])
    assert vintage(rows) == pd.Timestamp("2022-05-01") and vintage(rows.iloc[:0]) is None


@pytest.mark.parametrize(
    ("estimated", "recorded", "newest"),
    [
        (True, "2026-11-28", "2022-05-01"),
        (False, "2026-11-28", "2026-11-28"),
        (True, "2026-11-29", "2026-11-28"),
    ],
)
def test_what_is_known_from_its_recording_alone_makes_no_data_look_new(estimated, recorded, newest):
    """A page without a day, recorded on the 28th, may be years old."""
    days = pd.to_datetime(["2022-05-01", "2026-11-28"])
    rows = pd.DataFrame(
        {
            "published": days,
            "published_estimated": [False, estimated],
            "recorded_at": pd.to_datetime(["2022-05-01", recorded]),
        }
    )
    assert vintage(rows) == pd.Timestamp(newest)
    assert vintage(rows.iloc[[1]]) == pd.Timestamp("2026-11-28")


def test_the_vintages_of_an_indicator_are_in_order_and_name_their_corrections():
    rows = pd.DataFrame(
        [
            row(3, 30.0, "2022-01-01", supersedes="o1"),
            row(1, 10.0, "2021-01-01"),
            row(2, 20.0, "2020-01-01", year=2019),
            row(4, 40.0, "2021-01-01", region="110000"),
            row(5, 50.0, "2021-01-01", indicator_id="other"),
        ]
    )
    told = vintages_of(rows, plan(), "高新技术企业", region="140000")
    assert told["observation_id"].tolist() == ["o2", "o1", "o3"]
    assert told["corrected_by"].tolist() == ["", "o3", ""]
    assert len(vintages_of(rows, plan(), "firms", region="110000")) == 1
    with pytest.raises(PlanDataError, match=r"not an indicator of small; perhaps 高新技术企业"):
        vintages_of(rows, plan(), "高新企业", region="140000")
    with pytest.raises(PlanDataError, match=r"^zzz: not an indicator of small; see its .* \| "):
        vintages_of(rows, plan(), "zzz", region="140000")
