"""What 13-annual-targets says."""

import re

import pandas as pd
import pytest

from analysis.judging.annual_targets import annual_targets
from analysis.judging.pledges_within import pledges_within
from analysis.telling import annual_targets as told


@pytest.fixture(scope="module")
def asked(records):
    return annual_targets(records)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_is_written_out(asked, records, lang):
    for part in (
        told.count_words(asked, lang=lang),
        told.asked_table(asked, records, lang=lang),
        told.way_words(asked, records, lang=lang),
    ):
        page = part._repr_html_()
        assert page and not re.search(r"\bnan\b|\bNone\b|<NA>", page)
        assert lang == "zh" or not re.search("[一-鿿]", page)


def test_the_counts_add_up(asked):
    said = str(told.count_words(asked))
    n, annual, kept, missed, rest = map(int, re.findall(r"(\d+)项", said)[:5])
    assert n == len(asked) and kept + missed + rest == annual == (asked["kind"] == "annual").sum()


def test_growth_that_came_stands_behind_the_figure(asked, records):
    table = told.asked_table(asked, records).frame
    row = table[(table["name"] == "规上工业企业R&D经费") & (table["year"] == "2021")].iloc[0]
    assert row["delivered"] == "186.2亿元（+19.2%）"


def test_without_a_pledge_there_are_words(asked, records):
    empty = asked.iloc[:0]
    assert str(told.count_words(empty)) and str(told.way_words(empty, records))
    assert isinstance(told.asked_table(empty, records).frame, pd.DataFrame)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_falls_to_each_city_stands_beside_what_it_set_itself(asked, records, lang):
    within = pledges_within(records, asked)
    shown = told.within_shown(within, asked, records, lang=lang)
    page = shown._repr_html_()
    assert page and not re.search(r"\bnan\b|\bNone\b|<NA>", page)
    assert lang == "zh" or not re.search("[一-鿿]", page)
    table = shown.parts[1].frame.drop_duplicates("region")
    parts = table["by_level"].str.extract(r"([\d,]+)")[0].dropna().str.replace(",", "").astype(int)
    assert parts.sum() == 5000  # in whole firms


def test_the_count_of_cities_that_asked_enough_is_that_of_the_table(asked, records):
    within = pledges_within(records, asked)
    text, table = told.within_shown(within, asked, records).parts
    ways, enough = map(int, re.search(r"能对照的(\d+)项中，(\d+)项", str(text)).groups())
    said = table.frame["enough"]
    assert (said == "够").sum() == enough and said.isin(["够", "不够"]).sum() == ways > 0


def test_without_a_target_to_divide_there_are_words(asked, records):
    empty = pledges_within(records, asked[asked["region"] == "140000"])
    assert str(told.within_shown(empty, asked, records))
