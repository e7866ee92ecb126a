"""One rule for every digit that is printed: half away from zero, on the decimal digits."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records.rounding import EXACTLY, fixed, rounded, significant


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.285, 2, "0.29"),
        (1.115, 2, "1.12"),
        (2.5, 0, "3"),
        (0.125, 2, "0.13"),
        (251.85, 1, "251.9"),
        (251.84, 1, "251.8"),
        (62.5, 0, "63"),
        (62.49, 0, "62"),
        (-2.5, 0, "-3"),
        (-0.04, 1, "0.0"),
        (-0.05, 1, "-0.1"),
        (0.5, 0, "1"),
        (3188, 2, "3188.00"),
        (np.int64(7), 1, "7.0"),
        (np.float64(0.5), 0, "1"),
        (1e22, 1, "10000000000000000000000.0"),
        (5e-324, 3, "0.000"),
        (math.inf, 1, "inf"),
        (math.nan, 1, "nan"),
    ],
)
def test_a_tie_goes_away_from_zero_by_the_digits_that_are_written(value, places, shown):
    assert fixed(value, places) == shown


def test_a_share_is_a_percentage_by_its_own_digits_not_by_the_product():
    assert 100 * 0.285 < 28.5
    assert fixed(0.285, shift=2) == "29"
    assert fixed(0.625, shift=2) == "63" and fixed(0.62499, shift=2) == "62"
    assert fixed(0.0725, 1, shift=2) == "7.3"


def test_thousands_are_parted_after_rounding():
    assert fixed(999.5, comma=True) == "1,000"
    assert fixed(-1234567.855, 2, comma=True) == "-1,234,567.86"


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (375.45, 4, "375.5"),
        (375.4, 4, "375.4"),
        (12345.0, 4, "12350"),
        (99999.5, 4, "100000"),
        (0.00012345, 4, "0.0001235"),
        (0.0, 4, "0"),
        (-2.5, 1, "-3"),
        (math.inf, 4, "inf"),
    ],
)
def test_significant_digits_follow_the_same_rule(value, digits, shown):
    assert significant(value, digits) == shown


def test_without_a_number_of_places_a_whole_number_is_printed():
    assert rounded(251.5) == Decimal(252) and str(rounded(251.5)) == "252"
    assert fixed(251.5) == "252" and fixed(0.0) == "0"


def test_zero_has_no_digit_before_or_after_the_point():
    assert significant(0.0, 1) == "0" and significant(0, 12) == "0"


@given(st.integers(-(10**9), 10**9), st.integers(0, 5), st.integers(0, 5))
def test_rounding_is_that_of_the_integers_behind_the_digits(digits, decimals, places):
    """A number of 9 digits: add half a unit of the last place kept and cut, without its sign."""
    value = float(Decimal(digits).scaleb(-decimals))
    unit = 10 ** max(decimals - places, 0)
    cut = (2 * abs(digits) + unit) // (2 * unit) if unit > 1 else abs(digits)
    expected = Decimal(cut).scaleb(-min(places, decimals)).copy_sign(digits or 1)
    assert rounded(value, places) == expected


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 12))
def test_what_is_printed_is_within_half_a_unit_and_has_the_places_asked_for(value, places):
    found, written = rounded(value, places), fixed(value, places)
    assert abs(EXACTLY.subtract(found, Decimal(repr(value)))) <= Decimal(5).scaleb(-places - 1)
    assert Decimal(written) == found and len(written.partition(".")[2]) == places
