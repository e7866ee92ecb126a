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
    about = {"issued": pd.Timestamp("2018-01-01"), "region": "000000", "start": 2018}
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
    ],
)
def test_what_is_odd_in_a_row_is_named_with_the_row(change, rule):
    assert (rule, "F1") in found(GAP | change, POWER)


def test_a_ratio_with_its_base_is_sound():
    based = GAP | {"measure": "ratio", "unit": "倍", "value": 0.5, "base_value": 20}
    assert ("no_base", "F1") not in found(based, POWER)


def test_a_number_of_the_text_in_no_row_is_told_until_it_is_excluded():
    assert ("number_in_no_row", "") in found(POWER)
    left_out = pd.DataFrame({"pattern": ["Reduce the gap to 10 % by 2020"], "reason": ["old"]})
    assert found(POWER, exclusions=left_out) == []


def test_without_the_text_it_is_said_that_nothing_was_compared():
    assert found(GAP, POWER, text="") == [("no_text", "")]


def test_each_finding_is_a_line_with_plan_row_words_and_cure():
    about = {"issued": pd.Timestamp("2018-01-01"), "region": "000000", "start": 2018}
    plan = Plan("small", about, REGISTRY, typed([GAP | {"quote": "elsewhere"}]), TEXT)
    lines = entry_lines("small", entry_findings(plan, NONE))
    assert lines[0].startswith("small: error: F1 'elsewhere': does not stand in plan.txt")
    assert "请照原文抄录" in lines[0]
