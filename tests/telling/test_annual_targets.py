"""What 13-annual-targets says."""

import re

import pandas as pd
import pytest

from analysis.judging.annual_targets import annual_targets
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
