"""What 09 says as the final evaluation: each promise, its evidence, and where errors came from."""

import re

import pandas as pd
import pytest

from analysis.judging.error_parts import PARTS, error_parts, shared_errors
from analysis.judging.evaluation import evaluate
from analysis.judging.outcome import look_back
from analysis.judging.situations import situation_of
from analysis.telling.briefing import watch_list
from analysis.telling.kit.verdict_sentences import sentences
from analysis.telling.outcome_errors import error_table, replay_table, replay_words
from analysis.telling.outcome_evaluation import evaluation_table, evaluation_words, search_table
from analysis.telling.targets import headline

DAY, EVE, NEXT = "2026-11-28", "2025-12-31", "2026-01-01"
# What is said of a course, and of an outcome that is past no longer.
COURSE = re.compile(
    "今后|尚需|须保持|按现有趋势|进展顺利|存在风险|进展滞后|待保持|重新约定|from here|must hold"
    "|trend so far|on track|at risk|off track|met so far|still needed|needs restating"
)


@pytest.fixture(scope="module")
def found(records):
    return look_back(records, as_of=DAY)


@pytest.fixture(scope="module")
def rows(records, found):
    return evaluate(records, found)


def test_the_account_adds_up_to_the_promises(rows, found):
    zh, en = (str(evaluation_words(rows, found, lang=lang)) for lang in ("zh", "en"))
    assert zh.startswith(
        "截至2026-11-28，山西省“十四五”一流创新生态规划所存部分原文里的32项承诺：达到4项（都早于期限），"
        "未达到1项，尚不能判定27项。"
    )
    counts = [int(n) for n in re.findall(r"(\d+)项(?:有规划期|只有旁证|没有找到)", zh)]
    assert sum(counts) == 27
    assert "4 were reached (all before the deadline), 1 missed" in en


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_promise_stands_in_the_table_with_what_shows_it_or_what_would(rows, found, lang):
    shown = evaluation_table(rows, found, lang=lang)
    assert len(shown.frame) == len(rows)
    told = shown._repr_html_()
    firms = rows.set_index("indicator_id").loc["high_tech_firms", "probability"]
    for words in {
        "zh": (
            "≥4500家",
            "2022年曾达到",
            "山西省统计局",
            f"已达到的可能性{firms:.0%}",
            "差约4330家，完成57%",
            "5620–5720家",
            "又写倍数，合≥6376家（可能性6%）",
            "没有找到公布的数或报道",
            "旁证：省级中试基地49个",
        ),
        "en": (
            "≥4,500",
            "met in 2022",
            "Shanxi Bureau of Statistics",
            f"{firms:.0%} chance that it was met",
        ),
    }[lang]:
        assert words in told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_looked_for_is_told_of_those_without_evidence_first(rows, found, lang):
    frame = search_table(rows, found, lang=lang).parts[0].shown.frame
    kinds = frame["kind_of_finding"].tolist()
    first = {"zh": "没有证据", "en": "no evidence"}[lang]
    n = kinds.count(first)
    assert n and set(kinds[:n]) == {first} and first not in kinds[n:]
    assert frame["looked_for"].ne("").all()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_printed_parts_are_those_that_sum(records, found, lang):
    split = error_parts(records, found.then, found.now)
    shown = error_table(split, records.plan, lang=lang)._repr_html_()
    row = split.set_index("indicator_id").loc["rd_expenditure"]
    for part in ("error", *PARTS):
        number = f"{abs(row[part]):.1f}"
        assert number in shown


def test_the_replay_names_how_far_it_looked(records):
    told = shared_errors(records)
    frame = replay_table(told, lang="en").frame
    assert frame["ahead"].tolist() == ["1", "2", "3", "4", "5"]
    assert "5 years ahead the median error is" in str(replay_words(told, lang="en"))
    none = replay_words(told.iloc[:0], lang="zh")
    assert "分不出来" in str(none)


# --- tense ----------------------------------------------------------------------------------


def told_on(records, day: str, lang: str) -> str:
    now = situation_of(records, as_of=day)
    parts = (
        headline(now.verdicts, now.plan, lang=lang),
        sentences(now.verdicts, now.plan, lang=lang),
        watch_list(now.verdicts, now.plan, lang=lang),
    )
    return "\n".join(map(str, parts))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_written_after_the_deadline_speaks_of_outcomes(records, lang):
    assert COURSE.search(told_on(records, EVE, lang))
    for day in (NEXT, DAY):
        assert not COURSE.search(told_on(records, day, lang))


def test_without_a_figure_of_its_year_the_chance_is_of_what_has_happened(records):
    said = told_on(records, NEXT, "en")
    assert "this collection has no figure for that year; from the figures before it" in said
    bound = told_on(records, DAY, "en")
    assert "High-tech firms: at least 4,500 in 2025, against a target of at least 5,000" in bound
    assert pd.notna(bound)


# --- one number for one thing ---------------------------------------------------------------


def test_todays_chance_is_the_same_wherever_the_page_tells_it(records):
    """Without a day, the last of the yearly statements is what stands today."""
    found = look_back(records)
    last = found.updates[found.updates["as_of"] == found.updates["as_of"].max()]
    both = last.merge(found.rows, on=["target_id", "indicator_id", "reading"])
    told = both[["probability_x", "probability_y"]].astype(float)
    assert told["probability_x"].notna().sum() > 5
    assert (told["probability_x"].fillna(-1) == told["probability_y"].fillna(-1)).all()


def test_a_reported_breakthrough_stands_with_its_words(records):
    found = look_back(records)
    row = evaluate(records, found).set_index("indicator_id").loc["breakthrough_national_laboratory"]
    assert row["report"] == "怀柔实验室山西研究院全面入轨运行"
    shown = evaluation_table(evaluate(records, found), found)._repr_html_()
    assert "“怀柔实验室山西研究院全面入轨运行”" in shown


def test_what_is_decided_stands_first(rows, found):
    order = evaluation_table(rows, found, lang="en").frame["outcome"].map(str)
    kinds = ["reached" in o or "chieved" in o for o in order]
    assert kinds == sorted(kinds, reverse=True) and "issed" in order[sum(kinds)]
