"""A figure is owed from the day on which it usually comes out."""

import datetime as dt

import pandas as pd
import pytest

from analysis.intake.lateness import LATE, WITHOUT, came_late, expected, first_publications


def published(*days: str, indicator: str = "firms", estimated: bool = False) -> pd.DataFrame:
    """Of the years before the days' own, one figure each."""
    days_ = pd.to_datetime(list(days))
    return pd.DataFrame(
        {
            "indicator_id": indicator,
            "region": "140000",
            "year": [d.year - 1 for d in days_],
            "published": days_,
            "published_estimated": estimated,
        }
    )


def owed(year: int, indicator: str = "firms") -> pd.DataFrame:
    return pd.DataFrame({"indicator_id": [indicator], "region": "140000", "year": [year]})


def test_the_usual_day_is_the_median_of_first_publications():
    """31 January, 2 March, 10 March: 31, 61 and 69 days after the year; 2 March in a plain year."""
    seen = published("2021-01-31", "2022-03-02", "2023-03-10")
    row = expected(owed(2024), seen, today=dt.date(2025, 3, 12)).iloc[0]
    assert f"{row['expected']:%F}" == "2025-03-02" and row["overdue"] == 10


@pytest.mark.parametrize(
    ("day", "overdue"), [("2025-03-01", 0), ("2025-03-02", 0), ("2025-03-03", 1)]
)
def test_nothing_is_owed_before_its_day_is_over(day, overdue):
    seen = published("2021-01-31", "2022-03-02", "2023-03-10")
    row = expected(owed(2024), seen, today=dt.date.fromisoformat(day)).iloc[0]
    assert row["overdue"] == overdue


def test_an_indicator_never_published_is_expected_as_the_others_are():
    seen = published("2021-03-02", "2022-03-02")
    row = expected(owed(2024, "other"), seen, today=dt.date(2026, 1, 1)).iloc[0]
    assert row["usual"] == 61
    nothing = expected(owed(2024), seen.iloc[:0], today=dt.date(2026, 1, 1)).iloc[0]
    assert nothing["usual"] == WITHOUT


def test_days_by_rule_and_later_vintages_teach_no_usual_day():
    seen = pd.concat([published("2021-03-02"), published("2021-12-31", estimated=True)])
    again = pd.concat([seen, published("2021-09-30")])
    assert first_publications(again)["lag"].tolist() == [61]


@pytest.mark.parametrize(("late", "told"), [(LATE - 1, 0), (LATE, 1)])
def test_what_came_so_many_days_after_the_usual_one_came_late(late, told):
    last = pd.Timestamp("2023-12-31") + pd.Timedelta(days=61 + late)
    seen = published("2021-03-02", "2022-03-02", "2023-03-02", f"{last:%F}")
    found = came_late(seen)
    assert len(found) == told and found["late"].tolist() == [late] * told
