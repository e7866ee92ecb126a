"""A region's code is read one way at every door; a number is a code that lost its zeros."""

import numpy as np
import pandas as pd
import pytest

from analysis.records.codes import listed, region, regions, spelled
from analysis.records.errors import PlanDataError

KNOWN = {"000000", "010000", "140000", "410000"}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("140000", "140000"),
        (" 140000 ", "140000"),
        ("１４００００", "140000"),
        (410000, "410000"),
        (np.int64(410000), "410000"),
        (10000, "010000"),
        (0, "000000"),
    ],
)
def test_a_code_may_come_as_text_or_as_a_number_without_its_zeros(given, meant):
    assert region(given, KNOWN) == listed(given, KNOWN) == meant


@pytest.mark.parametrize("given", [None, "", " "])
def test_nothing_names_no_region(given):
    assert region(given, KNOWN) is None


@pytest.mark.parametrize(
    "given",
    [
        *("山西", "140 000", "-14000", "14/00", "x" * 25),
        *(-1, 140000.0, False, True, float("nan"), pd.NA, ["140000"]),
    ],
)
def test_what_is_no_code_is_refused_with_what_to_write(given):
    for read in (lambda v: region(v, KNOWN, "--region"), lambda v: spelled(v, "--region")):
        with pytest.raises(PlanDataError, match=r"--region .*not a region.*\|.*地区代码"):
            read(given)


@pytest.mark.parametrize(
    "given", ["999999", 999999, "110000", "14000", "14000O", "shanxi", "0", "140000.0", 1_400_000]
)
def test_a_code_of_no_region_is_refused(given):
    with pytest.raises(PlanDataError, match=r"not in regions.csv of the plan.*\| 未知地区代码"):
        region(given, KNOWN)
    assert spelled(given) == str(given)


def test_several_regions_keep_their_order():
    assert regions([410000, "140000", 0], KNOWN) == ["410000", "140000", "000000"]
    assert regions([], KNOWN) == []


@pytest.mark.parametrize("given", ["140000", 140000, None, [""], [None], ["140000", "999999"]])
def test_a_list_of_regions_is_a_list_and_each_of_them_is_named(given):
    with pytest.raises(PlanDataError, match=r"^regions .* \| "):
        regions(given, KNOWN)


@pytest.mark.parametrize("code", ["DE", "DE-BY", "DE21", "156", "US-06", "GB_ENG", "06", "x" * 24])
def test_a_code_may_be_of_any_scheme(code):
    assert region(code, {code}) == code


def test_a_number_that_may_be_two_codes_is_neither():
    """6 may have been 06 or 006: who means one of them writes it as text."""
    with pytest.raises(PlanDataError, match=r"not in regions\.csv"):
        region(6, {"06", "006"})
    assert region("06", {"06", "006"}) == "06" and region(6, {"06", "6"}) == "6"
