"""Each rule of the audit on a plan of a few lines, firing and not, and on the real one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.judging.audit import RULES, SEVERITIES, audit
from analysis.judging.audit.findings import Known
from analysis.judging.consistency import check_plan
from analysis.records.errors import PlanDataError
from analysis.records.places import find_root
from analysis.records.plans import Plan, load_plan
from analysis.records.schema import OBSERVATIONS
from support.tables import typed

ROOT = find_root(Path(__file__).parent)
META = {
    "issued": pd.Timestamp("2021-04-30"),
    "baseline_year": 2020,
    "start": 2021,
    "end": 2025,
    "region": "140000",
}
CONTENTS = """目录
  第一章 起点
    第一节 现状
  第二章 去处
    第一节 目标
    第二节 保障
"""
BODY = """  第一章 起点
  第一节 现状
  有12家。
  第二章 去处
  第一节 目标
  达到30家。
"""


def figure(figure_id: str, indicator: str, role: str, value=np.nan, **fields) -> dict:
    dated = {"year": 2020} if role == "baseline" else {"deadline": 2025}
    kind = {} if role == "baseline" else {"measure": "level", "comparator": ">="}
    return {
        "figure_id": figure_id,
        "indicator_id": indicator,
        "role": role,
        "value": value,
        "quote": f"{indicator}{value:g}家",
        **dated,
        **kind,
        **fields,
    }


def plan(*figures: dict, text: str = "", kinds: dict | None = None, **meta) -> Plan:
    table = typed({"comparator": "=", "unit": "家", **figure} for figure in figures)
    ids = list(dict.fromkeys([*table["indicator_id"], *(kinds or {})]))
    indicators = pd.DataFrame(
        {
            "indicator_id": ids,
            "name_zh": ids,
            "name_en": ids,
            "unit": "家",
            "direction": "up",
            "kind": [(kinds or {}).get(i, "stock") for i in ids],
            "in_plan": True,
        }
    )
    provinces = tuple(f"{n}0000" for n in range(11, 78))
    return Plan("tiny", META | meta, indicators, table, text, panel=provinces)


def observed(*rows: tuple) -> pd.DataFrame:
    """indicator, region, year, value, and the day of publication where it matters."""
    table = pd.DataFrame(
        [
            {
                "observation_id": f"o{n}",
                "indicator_id": i,
                "region": r,
                "year": y,
                "value": v,
                "published": pd.Timestamp(day[0] if day else f"{y + 1}-12-31"),
                "supersedes": "",
                "grade": "A",
                "source_id": "s",
                "recorded_at": pd.Timestamp("2026-01-01"),
                "unit": "家",
                "qualifier": "exact",
            }
            for n, (i, r, y, v, *day) in enumerate(rows)
        ]
    )
    return table.reindex(columns=[*OBSERVATIONS.columns, "grade"])


def found(rule: str, subject: Plan, observations=None, **more) -> list[tuple[str, ...]]:
    rows = audit(subject, observations, **more)
    return rows.loc[rows["rule"] == rule, "figure_ids"].tolist()


def test_a_doubling_whose_level_falls_short_is_found_and_one_that_suffices_is_not():
    """100 → 157 is 1.57 times; 200 would do."""
    double = figure("F2", "firms", "target", 2, measure="ratio", unit="倍")
    base, short = figure("F1", "firms", "baseline", 100), figure("F3", "firms", "target", 157)
    assert found("multiple_vs_level", plan(base, double, short)) == [("F2", "F3", "F1")]
    assert found("multiple_vs_level", plan(base, double, {**short, "value": 200.0})) == []
    facts = audit(plan(base, double, short)).iloc[0]["facts"]
    assert (facts["ratio"], facts["due"]) == (pytest.approx(1.57), 200)


@pytest.mark.parametrize(("stated", "fires"), [(4.43, True), (3.5, False)])
def test_a_ratio_called_growth_is_found(stated, fires):
    """720 → 3188 is 4.43 times as many, a growth of 3.43 times: 近3.5倍 is right."""
    rows = [
        figure("F1", "firms", "history", 720, year=2015, deadline=None, measure=""),
        figure("F2", "firms", "baseline", 3188),
        figure(
            "F3",
            "firms",
            "history",
            stated,
            unit="倍",
            year=2020,
            deadline=None,
            measure="",
            comparator="<",
        ),
    ]
    assert found("growth_vs_levels", plan(*rows)) == ([("F3",)] if fires else [])


@pytest.mark.parametrize(("stated", "is_ratio"), [(4.43, True), (6.0, False)])
def test_a_wrong_growth_is_known_as_the_ratio_where_it_is_that(stated, is_ratio):
    """3188 over 720 is 4.43."""
    history = {"deadline": None, "measure": ""}
    growth = figure("F3", "firms", "history", stated, unit="倍", year=2020, **history)
    rows = [
        figure("F1", "firms", "history", 720, year=2015, **history),
        figure("F2", "firms", "baseline", 3188),
        growth | {"comparator": "<"},
    ]
    facts = audit(plan(*rows)).set_index("rule").loc["growth_vs_levels", "facts"]
    assert facts["is_ratio"] is is_ratio and facts["computed"] == pytest.approx(3.43, abs=0.005)


def test_a_count_is_held_against_its_items_and_the_way_they_are_put():
    count = figure("F0", "planned", "context", 2, deadline=None, measure="", quote="甲、乙两个倍增")
    a = figure("F1", "a", "target", 2, measure="ratio", unit="倍")
    b = figure("F2", "b", "target", 2, measure="ratio", unit="倍")
    c = figure("F3", "c", "target", 100)
    hint = {"figure": "F0", "items": ["F1", "F2"], "reading": "ratio"}
    assert found("count_vs_items", plan(count, a, b, c, counts=[hint])) == []
    more = hint | {"items": ["F1", "F2", "F3"]}
    assert found("count_vs_items", plan(count, a, b, c, counts=[more])) == [
        ("F0", "F1", "F2", "F3")
    ]
    other = hint | {"items": ["F1", "F3"]}
    rows = audit(plan(count, a, b, c, counts=[other])).set_index("rule")
    assert rows.loc["count_vs_items", "indicator_ids"] == ("c",)
    listed = {"figure": "F0", "listed": ["甲", "乙"]}
    assert found("count_vs_items", plan(count, a, b, c, counts=[listed])) == []


def test_parts_that_do_not_make_the_whole_are_found():
    rows = [
        figure("F1", "x", "baseline", 5),
        figure("F2", "x", "context", 2),
        figure("F3", "x", "context", 3),
    ]
    right = [{"total": "F1", "parts": ["F2", "F3"]}]
    wrong = [{"total": "F1", "parts": ["F2", ["F3", 2]]}]
    assert found("parts_vs_total", plan(*rows, sums=right)) == []
    assert found("parts_vs_total", plan(*rows, sums=wrong)) == [("F1", "F2", "F3")]


def test_a_per_head_figure_shows_which_population_it_rests_on():
    """16,471 over 4.42 is 3,726: the old population of 3,729, not the new of 3,490."""
    rows = [figure("F1", "patents", "baseline", 16471), figure("F2", "per_head", "baseline", 4.42)]
    against = [{"indicator": "old", "year": 2019}, {"indicator": "new", "year": 2020}]
    identity = {"numerator": "F1", "per_head": "F2", "factor": 1.0, "unit": "万人"}
    people = {"old": "stock", "new": "stock"}
    both = observed(("old", "140000", 2019, 3729.0), ("new", "140000", 2020, 3490.0))
    subject = plan(*rows, kinds=people, identities=[identity | {"against": against}])
    assert found("per_head_population", subject, both) == [("F1", "F2")]
    assert found("per_head_population", subject, both[both["year"] == 2019]) == []
    assert found("per_head_population", subject) == []
    facts = audit(subject, both).set_index("rule").loc["per_head_population", "facts"]
    assert facts["corrected"] == pytest.approx(4.72, abs=0.005)
    assert (facts["fits"], facts["off"]) == ({"old": 3729.0}, {"new": 3490.0})


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [
        ("达到5000家以上", "达到5000家", True),
        ("超过5000家", "达到5000家以上", True),
        ("达到5000家", "企业达到5000家", False),
        ("约5000家", "5000家左右", True),
        ("达到5000家,新增100家以上", "达到5000家", False),
    ],
)
def test_one_target_with_two_comparators_is_found(first, second, fires):
    rows = (
        figure("F1", "x", "target", 5000, quote=first),
        figure("F2", "x", "target", 5000, quote=second),
    )
    assert found("two_comparators", plan(*rows)) == ([("F1", "F2")] if fires else [])


def test_one_target_with_two_numbers_is_a_contradiction_and_two_deadlines_are_not():
    first, second = figure("F1", "x", "target", 5000), figure("F2", "x", "target", 6000)
    rows = audit(plan(first, second)).set_index("rule")
    assert rows.loc["two_comparators", "severity"] == "contradiction"
    assert rows.loc["two_comparators", "facts"]["numbers"] == (5000, 6000)
    assert found("two_comparators", plan(first, {**second, "deadline": 2030})) == []


def test_a_target_that_counts_in_what_its_baseline_does_not_name_is_found():
    base = figure("F1", "labs", "baseline", 103, quote="103个重点实验室")
    wide = figure("F2", "labs", "target", 210, quote="重点实验室(含省实验室)达到210个")
    assert found("scope_difference", plan(base, wide)) == [("F1", "F2")]
    assert found("scope_difference", plan(base | {"quote": "(含省实验室)103个"}, wide)) == []
    assert found("scope_difference", plan(base, wide | {"quote": "重点实验室(R&D)210个"})) == []


def test_one_commitment_in_two_wordings_is_found():
    event = {"measure": "coverage", "value": np.nan}
    first = figure("F1", "a", "target", **event, quote="规模以上企业研发活动全覆盖")
    second = figure("F2", "a", "target", **event, quote="规上企业研发活动全覆盖")
    assert found("wording_difference", plan(first, second)) == []
    other = {**second, "quote": "规上企业创新活动全覆盖"}
    assert found("wording_difference", plan(first, other)) == [("F1", "F2")]
    apart = {**other, "indicator_id": "b"}
    assert found("wording_difference", plan(first, apart)) == []
    hint = [{"figures": ["F1", "F2"], "words": ["研发活动", "创新活动"]}]
    assert found("wording_difference", plan(first, apart, commitments=hint)) == [("F1", "F2")]


def test_a_baseline_of_another_year_or_of_several_is_found():
    assert found("baseline_year", plan(figure("F1", "x", "baseline", 5))) == []
    assert found("baseline_year", plan(figure("F1", "x", "baseline", 5, year=2019))) == [("F1",)]
    summed = figure("F1", "x", "baseline", 5, year_from=2016)
    assert found("baseline_year", plan(summed)) == [("F1",)]


def test_a_target_without_a_start_and_a_start_without_a_target_are_found():
    base, goal = figure("F1", "x", "baseline", 5), figure("F2", "y", "target", 10)
    assert found("target_without_baseline", plan(base, goal)) == [("F2",)]
    assert found("baseline_without_target", plan(base, goal)) == [("F1",)]
    both = plan(base, {**goal, "indicator_id": "x"})
    assert found("target_without_baseline", both) == found("baseline_without_target", both) == []
    new = plan({**goal, "measure": "increment"})
    assert found("target_without_baseline", new) == []


def test_the_baseline_that_multiple_and_level_imply_is_told():
    """倍增 to 530: from 265."""
    rows = [
        figure("F1", "x", "target", 2, measure="ratio", unit="倍"),
        figure("F2", "x", "target", 530),
    ]
    row = audit(plan(*rows)).set_index("rule").loc["target_without_baseline"]
    assert row["figure_ids"] == ("F1", "F2") and row["severity"] == "gap"
    assert (row["facts"]["implied"], row["facts"]["unit"]) == (265, "家")


@pytest.mark.parametrize(
    ("rows", "fires"),
    [
        ([(2020, 101, "2021-01-01")], True),
        ([(2022, 101)], True),
        ([(2023, 101)], False),
        ([(2022, 99)], False),
        ([(2022, 101), (2023, 90)], False),
    ],
)
def test_a_target_met_at_issue_or_in_its_first_two_years_is_found(rows, fires):
    subject = plan(figure("F1", "x", "baseline", 90), figure("F2", "x", "target", 100))
    known = observed(*(("x", "140000", *row) for row in rows))
    assert found("too_easy", subject, known) == ([("F2",)] if fires else [])


@pytest.mark.parametrize(("day", "by_issue"), [("2021-04-30", True), ("2021-05-01", False)])
def test_what_was_published_by_the_day_of_issue_could_have_been_known(day, by_issue):
    subject = plan(figure("F1", "x", "baseline", 90), figure("F2", "x", "target", 100))
    rows = audit(subject, observed(("x", "140000", 2020, 101, day))).set_index("rule")
    assert rows.loc["too_easy", "facts"]["by_issue"] is by_issue
    assert rows.loc["too_easy", "facts"]["held_to"] is None


@pytest.mark.parametrize(("spells", "fires"), [(100, True), (99, False)])
def test_a_hundred_spells_are_needed_to_call_a_target_high(spells, fires):
    """A spell is five years long: 25 provinces of 9 years give 100."""
    rows = [("x", f"{n}0000", 2010 + t, 10 * 1.2**t) for n in range(11, 36) for t in range(9)]
    panel = observed(*rows[: len(rows) - 100 + spells])
    subject = plan(figure("F1", "x", "baseline", 100), figure("F2", "x", "target", 320))
    assert found("too_hard", subject, panel) == ([("F2",)] if fires else [])


@pytest.mark.parametrize(("as_fast", "fires"), [(2, True), (3, False)])
def test_a_target_that_one_spell_in_a_hundred_reached_is_not_called_high(as_fast, fires):
    """201 spells that double, but for a few that treble; 2.5 times is asked for."""
    starts = [(f"{n}0000", year) for n in range(11, 78) for year in (2010, 2011, 2012)]
    before = [("x", code, year, 10.0) for code, year in starts]
    later = [
        ("x", code, year + 5, 30.0 if n < as_fast else 20.0)
        for n, (code, year) in enumerate(starts)
    ]
    subject = plan(figure("F1", "x", "baseline", 100), figure("F2", "x", "target", 250))
    assert found("too_hard", subject, observed(*before, *later)) == ([("F2",)] if fires else [])


@pytest.mark.parametrize(("goal", "fires"), [(200, False), (320, True)])
def test_a_target_beyond_what_any_province_has_done_is_found(goal, fires):
    """Every province grows by a fifth a year, 2.49 times in five; 3.2 times is unheard of."""
    codes = [f"{n}0000" for n in range(11, 42)]
    panel = observed(
        *(("x", code, 2010 + t, 10 * 1.2**t) for code in codes for t in range(12)),
        *(("x", "000000", 2010 + t, 10 * 9.0**t) for t in range(12)),
        *(("x", "140100", 2010 + t, 10 * 9.0**t) for t in range(12)),
    )
    subject = plan(figure("F1", "x", "baseline", 100), figure("F2", "x", "target", goal))
    assert found("too_hard", subject, panel) == ([("F2",)] if fires else [])
    alone = panel[panel["region"].isin(codes[:3])]
    assert found("too_hard", subject, alone) == []


def test_a_target_nobody_reports_on_is_found_and_an_event_only_where_reports_are_given():
    event = figure("F2", "cover", "target", measure="coverage", quote="全覆盖")
    subject = plan(figure("F1", "x", "target", 5), event)
    nobody, somebody = observed(("z", "140000", 2021, 1.0)), observed(("x", "140000", 2021, 1.0))
    reports = pd.DataFrame(
        {"indicator_id": ["cover"], "region": ["140000"], "published": [pd.Timestamp("2022-01-01")]}
    )
    assert found("nothing_published", subject, nobody) == [("F1",)]
    assert found("nothing_published", subject, somebody) == []
    assert found("nothing_published", subject, somebody, events=reports[:0]) == [("F2",)]
    assert found("nothing_published", subject, somebody, events=reports) == []


# --- what a target asks for -------------------------------------------------------------------


def falling(subject: Plan) -> Plan:
    return replace(subject, indicators=subject.indicators.assign(direction="down"))


@pytest.mark.parametrize(
    ("quote", "comparator", "words"),
    [
        ("能耗达到30家", "=", "达到"),
        ("能耗提高到30家", "=", "提高到"),
        ("能耗30家以上", ">=", None),
        ("reach 30 by 2025", "=", "reach"),
    ],
)
def test_what_is_to_fall_and_is_to_reach_a_number_is_found_once(quote, comparator, words):
    """Read by the indicator's direction, so at most 30, unless the comparator itself says more."""
    goal = figure("F1", "x", "target", 30, comparator=comparator, quote=quote)
    again = goal | {"figure_id": "F2", "quote": f"到2025年，{quote}"}
    subject = falling(plan(figure("F0", "x", "baseline", 50), goal, again))
    rows = audit(subject)
    rows = rows[rows["rule"] == "against_direction"]
    assert rows["figure_ids"].to_list() == [("F1",)]
    facts = rows["facts"].item()
    assert (facts["lower"], facts["words"], facts["asked"]) == (True, words, 30)
    assert facts["comparator"] == (">=" if words is None else "<=")
    assert found("against_direction", plan(goal)) == []


@pytest.mark.parametrize(
    ("change", "fires"),
    [
        ({"quote": "能耗降到30家"}, False),
        ({"quote": "能耗达到30家以下"}, False),
        ({"quote": "规模以上企业能耗30家"}, False),
        ({"quote": "企业达到99家，能耗降到30家"}, False),
        ({"quote": "达到30家", "comparator": "~"}, True),
        ({"quote": "达到30家", "relation": "near"}, False),
        ({"quote": "达到0.5倍", "measure": "ratio", "unit": "倍", "value": 0.5}, False),
        ({"quote": "达到30家", "comparator": "<"}, True),
    ],
)
def test_only_a_level_whose_own_clause_leads_the_other_way_is_against_its_direction(change, fires):
    goal = figure("F1", "x", "target", 30, comparator="=") | change
    subject = falling(plan(figure("F0", "x", "baseline", 50), goal))
    assert found("against_direction", subject) == ([("F1",)] if fires else [])


def test_a_replaced_target_is_not_told_of_any_more():
    goal = figure("F1", "x", "target", 30, comparator="=", quote="达到30家")
    gone = goal | {"valid_until": "2022-12-31"}
    new = goal | {"figure_id": "F2", "valid_from": "2023-01-01", "quote": "降到30家"}
    assert found("against_direction", falling(plan(gone, new))) == []


@pytest.mark.parametrize(
    ("change", "seen", "fires", "published"),
    [
        ({}, [], True, None),
        ({}, [("x", "140000", 2014, 2.34)], True, 2.34),
        ({}, [("x", "140000", 2015, 2.34)], True, None),
        ({}, [("x", "110000", 2014, 2.34)], True, None),
        ({"base_value": 2.34}, [], False, None),
        ({"base_year": None}, [], False, None),
    ],
)
def test_a_base_year_of_a_targets_own_needs_a_figure(change, seen, fires, published):
    """Twice the 2014 value; the plan's own base, of 2020, is no help."""
    goal = figure("F1", "x", "target", 2, measure="ratio", unit="倍", base_year=2014) | change
    subject = plan(figure("F0", "x", "baseline", 3), goal)
    rows = audit(subject, observed(*seen) if seen else None)
    rows = rows[rows["rule"] == "base_without_figure"]
    assert rows["figure_ids"].to_list() == ([("F1",)] if fires else [])
    if fires:
        facts = rows["facts"].item()
        assert (facts["base_year"], facts["counts"]) == (2014, True)
        assert facts["published"] == published
    assert not audit(subject)["rule"].eq("target_without_baseline").any(), "told once"


def test_a_base_year_that_the_plan_has_a_figure_of_is_sound():
    then = figure("F0", "x", "history", 2.34, year=2014, deadline=None, measure="")
    goal = figure("F1", "x", "target", 2, measure="ratio", unit="倍", base_year=2014)
    assert found("base_without_figure", plan(then, goal)) == []


@pytest.mark.parametrize(
    ("measure", "severity", "told"),
    [
        ("level", "note", (False, False)),
        ("ratio", "gap", (True, False)),
        ("growth", "gap", (False, True)),
        ("percent_change", "gap", (False, True)),
        ("change", "gap", (False, True)),
    ],
)
def test_what_counts_from_a_base_that_is_not_there_is_a_gap(measure, severity, told):
    unit = {"ratio": "倍", "growth": "%", "percent_change": "%"}.get(measure, "家")
    rows = audit(plan(figure("F1", "x", "target", 5, measure=measure, unit=unit)))
    row = rows.set_index("rule").loc["target_without_baseline"]
    assert row["severity"] == severity
    assert (row["facts"]["is_multiple"], row["facts"]["is_change"]) == told


@pytest.mark.parametrize(
    ("multiple", "due", "implied"), [(2, 2025, 265.0), (2, 2030, None), (0, 2025, None)]
)
def test_a_base_is_implied_by_a_multiple_due_in_the_same_year_and_never_by_none(
    multiple, due, implied
):
    rows = [
        figure("F1", "x", "target", multiple, measure="ratio", unit="倍", deadline=due),
        figure("F2", "x", "target", 530),
    ]
    row = audit(plan(*rows)).set_index("rule").loc["target_without_baseline"]
    assert row["facts"]["implied"] == implied


def test_promises_without_a_number_are_told_apart_by_how_they_are_put():
    rows = [
        figure("F1", "centre", "target", measure="event", quote="建设中心"),
        figure("F2", "cover", "target", measure="coverage", quote="全覆盖"),
        figure("F3", "share", "target", measure="trend", quote="逐步提高"),
        figure("F4", "lost", "target", quote="大幅提高"),
        figure("F5", "firms", "target", 30),
        figure("F6", "part", "target", measure="composition", quote="其中"),
    ]
    told = audit(plan(*rows))
    told = told[told["rule"] == "without_numeral"]
    assert told["figure_ids"].to_list() == [("F1", "F2"), ("F3",), ("F4",)]
    assert told["severity"].to_list() == ["note", "note", "gap"]
    assert [f["put"] for f in told["facts"]] == ["event", "direction", "open"]
    assert found("without_numeral", plan(rows[4])) == []


def test_a_target_is_met_when_it_was_set_by_what_had_been_published_on_that_day():
    """Set on 1 January 2023: 101 of 2021 came out in 2022, after the plan was issued."""
    base = figure("F1", "x", "baseline", 90)
    known = observed(("x", "140000", 2021, 101.0, "2022-03-31"))
    goal = figure("F2", "x", "target", 100)
    for own, by in ((None, (False, False)), ("2023-01-01", (False, True))):
        rows = audit(plan(base, goal | {"valid_from": own}), known).set_index("rule")
        facts = rows.loc["too_easy", "facts"]
        assert (facts["by_issue"], facts["by_then"]) == by
    late = observed(("x", "140000", 2024, 101.0, "2025-03-31"))
    assert found("too_easy", plan(base, goal), late) == []
    assert found("too_easy", plan(base, goal | {"valid_from": "2023-01-01"}), late) == [("F2",)]


def test_what_is_to_be_kept_in_every_year_is_not_set_too_low_by_being_kept():
    base, known = figure("F1", "x", "baseline", 101), observed(("x", "140000", 2020, 101.0))
    goal = figure("F2", "x", "target", 100)
    assert found("too_easy", plan(base, goal), known) == [("F2",)]
    assert found("too_easy", plan(base, goal | {"hold": "every"}), known) == []


# --- nothing is worked out that cannot be -----------------------------------------------------


@pytest.mark.parametrize("change", [{"value": 0.0}, {"unit": "个"}, {"year": None}])
def test_no_growth_is_worked_out_of_what_is_no_earlier_level(change):
    """A start of zero, of another unit or of no year gives no "nan" or "inf" times."""
    history = {"deadline": None, "measure": ""}
    first = figure("F1", "x", "history", 720, year=2015, **history) | change
    said = figure("F3", "x", "history", 3.5, unit="倍", year=2020, **history)
    subject = plan(first, figure("F2", "x", "baseline", 3188), said)
    assert found("growth_vs_levels", subject) == []
    assert not check_plan(subject)["check"].isin(["growth", "ratio"]).any()


def test_a_multiple_counts_from_its_own_base_and_meets_the_level_of_its_own_year():
    """Twice the 2.34 of 2014 is 4.68, whatever stood there in 2020; 9 is due later."""
    rows = [
        figure("F0", "x", "baseline", 3.0),
        figure("F1", "x", "target", 2, measure="ratio", unit="倍", base_year=2014, base_value=2.34),
        figure("F2", "x", "target", 9, deadline=2030),
        figure("F3", "x", "target", 4.68),
    ]
    assert found("multiple_vs_level", plan(*rows)) == []
    short = audit(plan(*rows[:3], rows[3] | {"value": 4.0}))
    row = short.set_index("rule").loc["multiple_vs_level"]
    assert row["figure_ids"] == ("F1", "F3")
    facts = row["facts"]
    assert (facts["level"], facts["baseline"], facts["due"]) == (4.0, 2.34, 4.68)


@pytest.mark.parametrize(("level", "fires"), [(15.0, False), (14.0, False), (16.0, True)])
def test_half_as_much_of_what_is_to_fall_is_kept_by_less(level, fires):
    half = figure("F2", "x", "target", 0.5, measure="ratio", unit="倍", comparator="=")
    goal = figure("F3", "x", "target", level, comparator="=", quote=f"降到{level:g}家")
    subject = falling(plan(figure("F1", "x", "baseline", 30), half, goal))
    assert bool(found("multiple_vs_level", subject)) is fires


def test_a_base_of_zero_is_no_base_of_a_multiple():
    double = figure("F2", "x", "target", 2, measure="ratio", unit="倍")
    checks = check_plan(
        plan(figure("F1", "x", "baseline", 0), double, figure("F3", "x", "target", 5))
    )
    assert checks.empty


# --- the text and the lists -------------------------------------------------------------------


def test_a_text_that_ends_before_its_contents_is_found():
    whole = BODY + "  第二节 保障\n  有办法。\n"
    goal = figure("F1", "x", "target", 30)
    assert found("text_breaks_off", plan(goal, text=CONTENTS + BODY)) == [()]
    assert found("text_breaks_off", plan(goal, text=CONTENTS + whole)) == []
    assert found("text_breaks_off", plan(goal)) == []


def test_a_contents_that_counts_from_one_again_is_found():
    goal = figure("F1", "x", "target", 30)
    again = CONTENTS + "    第一节 附则\n"
    assert found("contents_out_of_order", plan(goal, text=again + BODY)) == [()]
    assert found("contents_out_of_order", plan(goal, text=CONTENTS + BODY)) == []


@pytest.mark.parametrize(
    "hint",
    [
        {"counts": [{"figure": "F9", "items": []}]},
        {"counts": [{"figure": "F1", "listed": ["无"]}]},
        {"sums": [{"total": "F1", "parts": [["F9", 2]]}]},
        {"commitments": [{"figures": ["F9"]}]},
    ],
)
def test_a_list_of_plan_toml_that_names_what_is_not_there_is_refused_in_words(hint):
    with pytest.raises(PlanDataError, match=r"plan\.toml.*(F9|无).*figures\.csv"):
        audit(plan(figure("F1", "x", "target", 30), **hint))


# --- the real plan ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "figure_ids"),
    [
        ("multiple_vs_level", {("F055", "F056", "F086", "F089", "F022")}),
        ("growth_vs_levels", set()),
        ("count_vs_items", {("F048", "F049", "F051", "F053", "F055", "F057", "F058")}),
        ("parts_vs_total", set()),
        ("per_head_population", {("F018", "F019")}),
        ("two_comparators", {("F056", "F089")}),
        ("scope_difference", {("F003", "F051", "F052")}),
        ("wording_difference", {("F062", "F085"), ("F061", "F077")}),
        ("against_direction", set()),
        ("baseline_year", {("F009", "F010"), ("F014",)}),
        ("base_without_figure", set()),
        ("too_easy", {("F059",), ("F083",)}),  # F083: its first city of 1 to 2 came in 2022
        ("too_hard", set()),
        ("text_breaks_off", {()}),
        ("contents_out_of_order", {()}),
    ],
)
def test_the_plans_findings_rest_on_these_figures(findings, rule, figure_ids):
    assert set(findings.loc[findings["rule"] == rule, "figure_ids"]) == figure_ids


def test_the_plan_doubles_three_things_without_saying_from_where(findings):
    rows = findings[findings["rule"] == "target_without_baseline"]
    unbased = rows[rows["severity"] == "gap"]["figure_ids"]
    assert unbased.tolist() == [("F053",), ("F058", "F059"), ("F087", "F088")]


def test_the_plans_text_stops_after_chapter_four_section_three(findings):
    facts = findings[findings["rule"] == "text_breaks_off"].iloc[0]["facts"]
    assert (facts["chapter"], facts["section"]) == (4, 3)


def test_a_target_of_twice_the_panels_record_is_found_in_the_real_panel(records):
    """R&D spending ten times the baseline in five years has no precedent among the provinces."""
    figures = records.plan.figures
    tenfold = figures["value"].where(figures["figure_id"] != "F053", 10.0)
    harder = replace(records.plan, figures=figures.assign(value=tenfold))
    rows = audit(harder, records.observations)
    assert ("F053",) in rows.loc[rows["rule"] == "too_hard", "figure_ids"].tolist()


def test_nothing_published_after_the_day_is_used(records):
    rows = audit(records.plan, records.observations, as_of="2021-04-30")
    assert not rows["rule"].isin(["too_easy", "per_head_population"]).any()


def test_every_finding_is_of_a_rule_a_severity_and_indicators_that_are_known(records, findings):
    assert set(findings["rule"]) <= set(RULES) and set(findings["severity"]) <= set(SEVERITIES)
    known = set(records.plan.indicators["indicator_id"])
    assert all(set(ids) <= known for ids in findings["indicator_ids"])


@pytest.mark.parametrize(("share", "found"), [(31.3, 1), (100.0, 0)])
def test_a_coverage_that_a_published_share_denies_is_found(share, found):
    """The plan says that coverage is kept; a share below the whole contradicts it."""
    plan = load_plan("shanxi-innovation-14", root=ROOT)
    related = "innovation_active_share_industrial"
    plan.meta["commitments"] = [{"figures": ["F062"], "related": related}]
    one = {
        "indicator_id": related,
        "region": "140000",
        "year": 2018,
        "value": share,
        "source_id": "s",
    }
    rows = pd.DataFrame([one])
    told = list(RULES["coverage_vs_share"](plan, Known(check_plan(plan), rows, rows, rows)))
    assert len(told) == found
    assert all(f.severity == "contradiction" for f in told)
    assert all((f.facts["value"], f.facts["year"]) == (31.3, 2018) for f in told)
