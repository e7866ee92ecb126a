"""How a plan was entered, held against its text and against itself."""

import pandas as pd
import pytest

from analysis.judging.audit.entry import entry_findings
from analysis.records.plans import Plan
from analysis.telling.entry import entry_lines
from support.tables import typed

TEXT = "Reduce the gap to 10 % by 2020. At least 80 %\nof electricity by 2030."
NONE = pd.DataFrame(columns=["pattern", "reason"], dtype=str)
REGISTRY = pd.DataFrame(
    {
        "indicator_id": ["gap", "power"],
        "unit": "%",
        "kind": "ratio",
        "direction": ["down", "up"],
        "lower": 0.0,
        "upper": 100.0,
        "definition_breaks": "",
    }
)
GAP = {
    **{"figure_id": "F1", "indicator_id": "gap", "role": "target", "value": 10, "unit": "%"},
    **{"comparator": "=", "deadline": 2020, "quote": "Reduce the gap to 10 % by 2020"},
}
POWER = {
    **{"figure_id": "F2", "indicator_id": "power", "role": "target", "value": 80, "unit": "%"},
    **{"comparator": ">=", "deadline": 2030, "quote": "At least 80 % of electricity by 2030"},
}


def found(*rows: dict, text: str = TEXT, exclusions: pd.DataFrame = NONE) -> list[tuple]:
    about = {
        "issued": pd.Timestamp("2018-01-01"),
        "region": "000000",
        "start": 2018,
        "baseline_year": 2018,
    }
    plan = Plan("small", about, REGISTRY, typed(rows), text)
    return [(o.rule, o.figure_id) for o in entry_findings(plan, exclusions)]


def test_a_sound_entry_in_a_text_without_chinese_headings_has_nothing_odd():
    assert found(GAP, POWER) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"quote": "Reduce the gap to 11 % by 2020"}, "quote_not_there"),
        ({"comparator": ">="}, "against_direction"),
        ({"measure": "ratio", "unit": "倍", "value": 0.5}, "no_base"),
        ({"measure": "growth", "value": -3}, "no_base"),
        ({"base_year": 2014}, "no_base"),
        ({"value": None}, "no_number"),
        ({"value": None, "measure": "change"}, "no_number"),
        ({"base_value": 10}, "met_at_start"),
        ({"base_value": 9.9}, "met_at_start"),
    ],
)
def test_what_is_odd_in_a_row_is_named_with_the_row(change, rule):
    assert (rule, "F1") in found(GAP | change, POWER)


@pytest.mark.parametrize(
    "change",
    [
        {"base_value": 10.1},
        {"base_value": 10, "comparator": "<"},
        {"base_value": 9, "hold": "every"},
        {"base_value": 30, "base_year": 2014},
        {"base_value": 30, "comparator": "<="},
        {"value": None, "measure": "event"},
        {"value": None, "measure": "trend", "base_value": 30},
    ],
)
def test_what_is_put_as_it_should_be_is_not_odd(change):
    """10 wanted of a falling gap: from 10.1, kept every year from 9 on, or below 10 from 10."""
    assert [rule for rule, figure in found(GAP | change, POWER) if figure == "F1"] == []


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ("the gap is to reach 10 % by 2020", True),
        ("the gap is to be reduced to 10 % by 2020", False),
        ("the gap is to be reduced to reach 10 %", False),
        ("差距达到10%", True),
        ("差距降到10%", False),
        ("差距达到10%以下", False),
        ("收入达到80万元，差距缩小到10%", False),
        ("规模以上企业差距10%", False),
        ("差距10%以上", True),
    ],
)
def test_reaching_is_against_the_direction_of_what_is_to_fall(words, odd):
    """By the words beside the number; where a word in the right direction stands there, too, the
    sentence is plain."""
    text = f"{words} At least 80 % of electricity by 2030. 80万元"
    rules = [rule for rule, figure in found(GAP | {"quote": words}, POWER, text=text)]
    assert rules.count("against_direction") == int(odd)


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ("power is to be reduced to 80 %", True),
        ("用电降到80%", True),
        ("用电控制在80%", True),
        ("用电不低于80%", False),
        ("用电达到80%", False),
        ("no less than 80 %", False),
        ("less than 80 %", True),
        ("3岁以下用电｜2030年：80%", False),
        ("用电｜2030年：80%以下", True),
        ("cut to less than four fifths", False),
    ],
)
def test_falling_is_against_the_direction_of_what_is_to_rise(words, odd):
    row = POWER | {"comparator": "=", "quote": words}
    rules = [rule for rule, _ in found(GAP, row, text=f"{TEXT} {words}")]
    assert rules.count("against_direction") == int(odd)


@pytest.mark.parametrize(("value", "quote"), [(-3, "less than 3 %"), (3, "less than 3 %")])
def test_a_number_with_another_sign_in_the_sentence_leads_nowhere(value, quote):
    """A deficit below 3 % is a balance above −3 %."""
    row = POWER | {"comparator": ">", "value": value, "quote": quote}
    rules = [rule for rule, _ in found(GAP, row, text=f"{TEXT} {quote}")]
    assert ("against_direction" in rules) is (value > 0)


def test_an_increment_is_not_met_by_the_nothing_it_counts_from():
    new = GAP | {"measure": "increment", "comparator": "<"}
    assert ("met_at_start", "F1") not in found(new, POWER)
    assert ("met_at_start", "F1") in found(GAP | {"comparator": "<", "base_value": 0}, POWER)


@pytest.mark.parametrize(
    ("begins", "odd"), [(None, True), ("2019-12-31", True), ("2020-01-01", False)]
)
def test_a_target_that_ends_needs_one_that_takes_its_place(begins, odd):
    """Without one it is not judged where no day is named, and nobody may have meant that."""
    ends = GAP | {"valid_until": "2019-12-31"}
    rows = [ends, POWER]
    if begins:
        rows.append(GAP | {"figure_id": "F3", "value": 8, "valid_from": begins})
        rows[2] |= {"quote": "Reduce the gap to 10 % by 2020"}
    told = [(rule, figure) for rule, figure in found(*rows) if rule == "no_successor"]
    assert told == ([("no_successor", "F1")] if odd else [])


def test_a_ratio_with_its_base_is_sound():
    based = GAP | {"measure": "ratio", "unit": "倍", "value": 0.5, "base_value": 20}
    assert ("no_base", "F1") not in found(based, POWER)


@pytest.mark.parametrize(
    ("published", "missing"),
    [(("gap", "000000", 2018), False), (("gap", "000000", 2017), True), (("gap", "1", 2018), True)],
)
def test_a_base_that_is_published_for_the_plan_s_region_and_year_is_no_gap(published, missing):
    ratio = GAP | {"measure": "ratio", "unit": "倍", "value": 0.5, "base_year": 2018}
    about = {"issued": pd.Timestamp("2018-01-01"), "region": "000000", "start": 2018}
    plan = Plan("small", about | {"baseline_year": 2017}, REGISTRY, typed([ratio, POWER]), TEXT)
    known = pd.DataFrame([published], columns=["indicator_id", "region", "year"])
    told = [o.rule for o in entry_findings(plan, NONE, known)]
    assert ("no_base" in told) is missing


def test_a_number_of_the_text_in_no_row_is_told_until_it_is_excluded():
    assert ("number_in_no_row", "") in found(POWER)
    left_out = pd.DataFrame({"pattern": ["Reduce the gap to 10 % by 2020"], "reason": ["old"]})
    assert found(POWER, exclusions=left_out) == []


def test_without_the_text_it_is_said_that_nothing_was_compared():
    assert found(GAP, POWER, text="") == [("no_text", "")]


def test_each_finding_is_a_line_with_plan_row_words_and_cure():
    about = {
        "issued": pd.Timestamp("2018-01-01"),
        "region": "000000",
        "start": 2018,
        "baseline_year": 2018,
    }
    plan = Plan("small", about, REGISTRY, typed([GAP | {"quote": "elsewhere"}]), TEXT)
    lines = entry_lines("small", entry_findings(plan, NONE))
    assert lines[0].startswith("small: error: F1 'elsewhere': does not stand in plan.txt")
    assert "请照原文抄录" in lines[0]
