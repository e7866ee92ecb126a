"""What a plain number is, the same at every door."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake import cells
from analysis.records.errors import PlanDataError
from analysis.records.numerals import PLAIN, number, whole, year


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("5000", 5000.0),
        (" -0.5 ", -0.5),
        (".5", 0.5),
        ("５０００", 5000.0),
        ("−3", -3.0),
        ("1e3", 1000.0),
        ("9" * 40 + "e99", float("9" * 40 + "e99")),
        (5000, 5000.0),
        (np.float32(0.5), 0.5),
        (0, 0.0),
    ],
)
def test_a_number_is_a_number_or_plain_text(given, meant):
    assert number(given) == meant


@pytest.mark.parametrize(
    "given",
    [
        *("", " ", "5,000", "5000家", "5.", "1e999", "inf", "nan", "1_000", "0x10", "5 000", "約5"),
        *("٥", "1e400", "9" * 41, "4580①"),
        *(None, True, False, float("nan"), float("inf"), np.True_, pd.NA, 1j, [5000]),
    ],
)
def test_what_is_no_plain_number_is_refused(given):
    with pytest.raises(PlanDataError, match=r"goal .*: not a number.*\| 不是数字"):
        number(given, "goal")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_read_as_itself(value):
    assert number(value) == value


@given(st.from_regex(re.compile(PLAIN), fullmatch=True))
def test_a_cell_of_a_workbook_and_a_table_agree_on_what_a_plain_number_is(text):
    assert math.isfinite(number(text))
    assert cells.quantity(text) == cells.Quantity(number(text))


def test_a_year_is_whole_and_within_a_table_s_bounds():
    assert [year(v) for v in (2030, "2030", " ２０３０", 2030.0, np.int64(2030), 1900, 2100)] == [
        *[2030] * 5,
        1900,
        2100,
    ]
    assert year(None) is year("") is year(" ") is None


@pytest.mark.parametrize(
    "typed", [0, 1899, 2101, 30, "30", 2030.5, "2030.0", "2030年", True, float("nan"), "2e3", [1]]
)
def test_what_is_no_year_is_refused(typed):
    with pytest.raises(PlanDataError, match=r"deadline .*from 1900 to 2100.*\| 请写"):
        year(typed, "deadline")


def test_a_whole_number_holds_its_bounds():
    assert whole("4", "jobs", least=1, most=4) == whole(4, "jobs", least=4, most=9) == 4
    for typed in (0, 5, -1, "-1", False, True):
        with pytest.raises(PlanDataError, match=r"jobs .*from 1 to 4"):
            whole(typed, "jobs", least=1, most=4)
