"""Clauses: which is told, and how the facts in it are written."""

import math

import pytest

from analysis.telling.kit.grammar import Clause, say, tell


def test_numbers_follow_their_units():
    """亿元 with one decimal, 家 whole, % with two, published values with their own digits."""
    facts = {"seen": 561.86, "made": 375.44, "n": 4155.4, "share": 1.1649}
    assert tell([Clause("{seen:observed}，{made:computed}", "")], facts, unit="亿元") == (
        "561.86亿元，375.4亿元。"
    )
    assert tell([Clause("{n:computed}", "")], facts, unit="家") == "4155家。"
    assert tell([Clause("{share:computed}", "")], facts, unit="%") == "1.16%。"


def test_the_first_tellable_of_several_clauses_is_told():
    either = (Clause("甲{a}", "a {a}"), Clause("乙{b}", "b {b}"))
    assert tell([either], {"a": None, "b": 2}) == "乙2。"
    assert tell([either], {"a": 1, "b": 2}, lang="en") == "a 1."
    assert tell([either], {"a": "", "b": math.nan}) == ""


def test_a_fact_that_no_one_gave_is_an_error_not_a_silence():
    with pytest.raises(KeyError):
        tell([Clause("{a}", "{a}")], {})
    with pytest.raises(ValueError, match="kind of slot"):
        say("{a:furlongs}", "", {"a": 1})
