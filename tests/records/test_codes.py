"""A region's code is read one way at every door; a number is a code that lost its zeros."""

import numpy as np
import pandas as pd
import pytest

from analysis.records.codes import region, regions, spelled
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
    assert region(given, KNOWN) == spelled(given) == meant


@pytest.mark.parametrize("given", [None, "", " "])
def test_nothing_names_no_region(given):
    assert region(given, KNOWN) is None


@pytest.mark.parametrize(
    "given",
    [
        *("14000", "1400000", "14000O", "shanxi", "山西", "0", "140000.0", "-14000"),
        *(-1, 1_400_000, 140000.0, False, True, float("nan"), pd.NA, ["140000"]),
    ],
)
def test_what_is_no_code_is_refused_with_what_to_write(given):
    for read in (lambda v: region(v, KNOWN, "--region"), lambda v: spelled(v, "--region")):
        with pytest.raises(PlanDataError, match=r"--region .*not a region.*\|.*行政区划代码"):
            read(given)


@pytest.mark.parametrize("given", ["999999", 999999, "110000"])
def test_a_code_of_no_region_is_refused(given):
    with pytest.raises(PlanDataError, match=r"not in data/regions.csv.*\| 未知地区代码"):
        region(given, KNOWN)
    assert spelled(given) == str(given)


def test_several_regions_keep_their_order():
    assert regions([410000, "140000", 0], KNOWN) == ["410000", "140000", "000000"]
    assert regions([], KNOWN) == []


@pytest.mark.parametrize("given", ["140000", 140000, None, [""], [None], ["140000", "999999"]])
def test_a_list_of_regions_is_a_list_and_each_of_them_is_named(given):
    with pytest.raises(PlanDataError, match=r"^regions .* \| "):
        regions(given, KNOWN)
