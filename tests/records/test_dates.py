"""A day is read one way at every door, and what cannot be meant is refused in both languages."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records.dates import day, last_day
from analysis.records.errors import PlanDataError


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2023-12-31", "2023-12-31"),
        (" 2023-12-31\n", "2023-12-31"),
        ("２０２３－１２－３１", "2023-12-31"),
        ("2023-12", "2023-12-31"),
        ("2023-02", "2023-02-28"),
        ("2024-02", "2024-02-29"),
        ("2023", "2023-12-31"),
        (dt.date(2023, 3, 2), "2023-03-02"),
        (dt.datetime(2023, 3, 2, 23, 59), "2023-03-02"),
        (pd.Timestamp("2023-03-02 23:59", tz="Asia/Shanghai"), "2023-03-02"),
        ("1900", "1900-12-31"),
        ("2100-12-31", "2100-12-31"),
    ],
)
def test_a_day_is_iso_text_a_date_or_the_last_day_of_a_month_or_year(given, meant):
    assert day(given) == meant


@pytest.mark.parametrize("given", [None, "", "  ", "\u3000"])
def test_nothing_names_no_day(given):
    assert day(given) is None


@pytest.mark.parametrize(
    "given",
    [
        *("23-12-31", "2023-9-7", "20231231", "2023/12/31", "31.12.2023", "2023-12-31T00:00"),
        *("2023年", "2022Q4", "2023-", "+2023", "２０２３①"),
        *(20231231, 2023, 0, 0.0, False, True, float("nan"), pd.NaT, pd.NA, np.datetime64("2023")),
        *(["2023-12-31"], b"2023-12-31"),
    ],
)
def test_what_cannot_be_meant_as_a_day_is_refused_with_what_to_write(given):
    with pytest.raises(PlanDataError, match=r"since .*: not a date; write YYYY-MM-DD.*\|.*请写成"):
        day(given, "since")


@pytest.mark.parametrize("given", ["2023-02-29", "2023-13", "2023-00", "2023-04-31", "2023-01-00"])
def test_a_day_that_does_not_exist_is_refused(given):
    with pytest.raises(PlanDataError, match=r"no such day.*\| 没有这一天"):
        day(given)


@pytest.mark.parametrize("given", ["1899-12-31", "2101", "0203-12-31", dt.date(1899, 12, 31)])
def test_a_year_that_tables_cannot_hold_is_refused(given):
    with pytest.raises(PlanDataError, match=r"not from 1900 to 2100.*\| 年份"):
        day(given)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_spelling_of_a_date_is_read_as_that_date(date):
    assert day(date) == day(str(date)) == day(pd.Timestamp(date)) == str(date)
    assert day(day(date)) == day(date)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 11, 30)))
def test_the_day_after_the_last_of_a_month_is_the_first_of_the_next(date):
    after = last_day(date.year, date.month) + dt.timedelta(days=1)
    assert after.day == 1 and (after.year, after.month) > (date.year, date.month)


def test_a_long_value_is_cut_in_the_message():
    with pytest.raises(PlanDataError) as error:
        day("9" * 10_000)
    assert len(str(error.value)) < 400
