"""Sentences agree with the assessment to the digit, in both languages."""

import io
import math
import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.judging.situations import assessment_frame
from analysis.telling.kit import wording
from analysis.telling.kit.verdict_sentences import sentences
from analysis.telling.kit.verdict_table import verdict_table
from support.small_plan import plan, situation

LANGUAGES = ("zh", "en")
N = r"([-\d.,]+?)"
# How each fact is found in the prose, and what it is in the assessment (share: a fraction there).
FACTS = {
    "zh": {
        ("latest_year", 1): r"(\d{4})年达(?!标)",
        ("latest_value", 1): r"\d{4}年达(?!标)([\d.]+)",
        ("baseline_year", 1): r"(?:从|比)(\d{4})年(?:推算)?基期",
        ("target_value", 1): r"目标（?(?:超过|约|低于)?([\d.]+)",
        ("share_travelled", 100): r"路程(?:走了)?(-?\d+)%",
        ("share_time", 100): r"时间已过(\d+)%",
        ("growth_required", 100): r"今后每年须(?:增长|下降)([\d.]+)%",
        ("growth_actual", 100): r"以来年均(?:增长|下降)([\d.]+)%",
        ("probability", 100): r"概率为[<>]?(\d+)%",
        ("deadline", 1): r"(\d{4})年(?:达标|仍达标|目标)",
    },
    "en": {
        ("latest_year", 1): r"^.*?: .*? in (\d{4})\b",
        ("latest_value", 1): r": ([\d,.]+)%?(?: [a-z-]+)* in \d{4}",
        ("baseline_year", 1): r"the (\d{4}) (?:projected )?baseline",
        ("target_value", 1): r"target(?: of)? \(?(?:at least|more than|at most)? ?([\d,.]*\d)",
        ("share_travelled", 100): r"(-?\d+)% of the way",
        ("share_time", 100): r"(\d+)% of the time",
        ("growth_required", 100): r"must (?:grow|fall) ([\d.]+)% a year",
        ("growth_actual", 100): r"\((-?[\d.]+)% a year since",
        ("probability", 100): r"is [<>]?(\d+)%",
        ("deadline", 1): r"(?:by |the )(\d{4})\b(?! (?:projected )?baseline)",
    },
}
# A clause without which a fact is not told, though it is known.
UNTOLD_IF_MET = (
    "share_travelled",
    "share_time",
    "growth_actual",
    "growth_required",
    "baseline_year",
)


@pytest.mark.parametrize(("status", "still"), [("met_so_far", True), ("achieved", False)])
def test_a_target_must_hold_only_where_its_years_are_to_come(status, still):
    shown = plan()
    met = situation(shown)[1].assign(
        target_value=4000.0, met=True, status=status, probability=0.9 if still else 1.0
    )
    assert ("that it still does in" in str(sentences(met, shown, lang="en"))) is still
    assert ("仍达标的概率" in str(sentences(met, shown, lang="zh"))) is still


def test_sentences_agree_with_the_assessment():
    shown = plan()
    zh = str(sentences(situation(shown)[1], shown, lang="zh"))
    en = str(sentences(situation(shown)[1], shown, lang="en"))
    assert (
        "高新技术企业2023年达4155家，从2020年基期到目标（5000家以上）的路程走了53%，时间已过60%"
        in zh
    )
    assert "4,155 in 2023, 53% of the way from the 2020 baseline to the target (at least" in en
    assert "9.7%" in zh and "9.7%" in en  # (5000/4155)^(1/2) − 1


@pytest.fixture(scope="module")
def now(measured_then):
    """The plan a year before its deadline: the targets that have a course to tell of."""
    then = measured_then.now
    # A range's two ends (of what is to be added) are no single fact of the assessment.
    ranges = then.verdicts["reading"] == "increment"
    open_yet = then.verdicts[~then.verdicts["settled"] & ~ranges]
    return replace(then, verdicts=open_yet.reset_index(drop=True))


def told(now, lang: str) -> list[tuple[pd.Series, str]]:
    """Each verdict that gets a sentence, as assessment.csv has it, with the sentence."""
    written = io.StringIO(assessment_frame(now).to_csv(index=False))
    rows = pd.read_csv(written).fillna({"reason": ""})
    out = []
    for at in range(len(rows)):
        parts = sentences(now.verdicts.iloc[[at]], now.plan, lang=lang).parts
        out.extend((rows.iloc[at], part) for part in parts)
    return out


def read(text: str) -> float:
    return float(text.replace(",", ""))


def as_written(value: float, times: int, text: str) -> bool:
    """Whether a number in the prose is the value rounded half to even at its last digit."""
    digits = len(text.partition(".")[2])
    return read(text) == pytest.approx(abs(value) * times, abs=0.5 * 10**-digits + 1e-9)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_the_prose_is_that_of_the_assessment(now, lang):
    pairs = told(now, lang)
    assert len(pairs) >= 10
    seen = set()
    for row, sentence in pairs:
        for (fact, times), pattern in FACTS[lang].items():
            for found in re.findall(pattern, sentence):
                assert as_written(row[fact], times, found.lstrip("-")), (sentence, fact, found)
                seen.add(fact)
    assert seen == {fact for fact, _ in FACTS[lang]}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_known_fact_of_an_open_target_is_told(now, lang):
    for row, sentence in told(now, lang):
        if row["reason"]:
            continue
        for (fact, _), pattern in FACTS[lang].items():
            expected = pd.notna(row[fact]) and not (row["met"] and fact in UNTOLD_IF_MET)
            if fact == "baseline_year":  # named with the way from it, and with growth since
                expected &= bool(row[["share_travelled", "growth_actual"]].notna().any())
            assert bool(re.search(pattern, sentence)) == expected, (sentence, fact)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_number_of_the_prose_is_without_a_fact(now, lang):
    """Taking out everything the patterns account for leaves no digit."""
    names = [*now.plan.indicators["name_zh"], *now.plan.indicators["name_en"]]
    for _, sentence in told(now, lang):
        left = sentence
        for name in sorted(names, key=len, reverse=True):
            left = left.replace(name, "")
        spans = [
            m.span(1) for pattern in FACTS[lang].values() for m in re.finditer(pattern, sentence)
        ]
        spans += [m.span(1) for m in re.finditer(r"(\d{4})年以来|since (\d{4})", sentence) if m[1]]
        spans += [m.span(2) for m in re.finditer(r"(x)|since (\d{4})", sentence)]
        digits = {m.group() for m in re.finditer(r"\d+", left)}
        accounted = {d for start, end in spans for d in re.findall(r"\d+", sentence[start:end])}
        assert digits <= accounted, (sentence, digits - accounted)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_prose_and_table_write_the_same_digits(now, lang):
    for at in range(len(now.verdicts)):
        one = now.verdicts.iloc[[at]]
        prose = str(sentences(one, now.plan, lang=lang))
        if not prose:
            continue
        cells = verdict_table(one, now.plan, lang=lang)._repr_html_()
        v = one.iloc[0]
        unit = now.plan.indicators.set_index("indicator_id").loc[v["indicator_id"], "unit"]
        for value in (v["latest_value"], v["target_value"]):
            written = wording.number(value, unit, lang, observed=True)
            assert written in prose and written in cells
        if pd.notna(v["probability"]) and not v["reason"]:
            assert wording.percent(v["probability"]) in prose
            assert wording.percent(v["probability"]) in cells


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_share_of_the_way_is_named_as_one(now, lang):
    """4155 of 5000 is 83 %; (4155 − 3188) / (5000 − 3188) is 53 %: the second is said."""
    firms = now.verdicts[now.verdicts["target_value"] == 5000]
    prose = str(sentences(firms, now.plan, lang=lang))
    named = {
        "zh": "从2020年基期到目标（5000家以上）的路程走了53%",
        "en": "53% of the way from the 2020 baseline to the target",
    }
    assert named[lang] in prose and "83%" not in prose and "完成" not in prose


def changed(**values: object) -> str:
    shown = plan()
    verdict = situation(shown)[1].head(1).assign(**values)
    return "\n".join(str(sentences(verdict, shown, lang=lang)) for lang in LANGUAGES)


def test_a_target_that_is_met_is_said_to_be_met_and_how_likely_it_stays():
    prose = changed(met=True, probability=0.9312, status="met_so_far")
    assert "已达到2025年目标（5000家以上），须保持到期末；到2025年仍达标的概率为93%。" in prose
    assert "already meets the 2025 target" in prose and "still does in 2025 is 93%" in prose
    assert "今后每年须" not in prose


def test_what_came_after_the_deadline_is_told_after_the_verdict():
    late = changed(status="missed", probability=0.0, since="reached", since_year=2027)
    assert "没有达到2025年目标（5000家以上）；2027年才达到。" in late and "reached in 2027" in late
    lost = changed(status="achieved", met=True, probability=1.0, since="lost", since_year=2026)
    assert "已达到2025年目标（5000家以上）；2026年又不再达到。" in lost
    assert "lost since (2026)" in lost and "概率" not in lost


def test_what_the_figures_do_not_show_is_neither_met_nor_missed():
    bound = {"status": "not_shown", "probability": 0.3012, "latest_qualifier": "more_than"}
    prose = changed(**bound, latest_year=2025)
    assert "2025年超过4155家，2025年目标5000家以上；公布的数不足以判定是否达到" in prose
    assert "在已公布范围内达到的概率为30%，有了2025年的确数才能判定。" in prose
    assert "more than 4,155 in 2025" in prose and "the probability is 30%" in prose
    before = changed(**bound)
    assert "本库没有2025年的数，据此前的数推算，当年已达到的概率为30%" in before
    assert "this collection has no figure for that year" in before


def test_a_limit_of_every_year_is_broken_not_missed_when_due():
    prose = changed(status="missed", hold="every", probability=0.0)
    assert "没有做到2025年以前每年都达到（5000家以上）" in prose
    assert "breaks the target of every year to 2025" in prose


def test_a_target_that_is_missed_is_said_to_be_missed():
    prose = changed(status="missed", latest_year=2025, probability=0.0)
    assert "没有达到2025年目标" in prose and "misses the 2025 target" in prose
    assert "概率" not in prose and "trend" not in prose


def test_going_back_is_said_in_words():
    prose = changed(share_travelled=-0.25, growth_required=-0.031)
    assert "比2020年基期更远（路程-25%）" in prose and "须下降3.1%" in prose
    assert "farther from" in prose and "must fall 3.1% a year" in prose


def test_a_clause_without_its_fact_is_left_out():
    prose = changed(share_travelled=math.nan, growth_actual=math.nan, probability=math.nan)
    assert "路程" not in prose and "以来" not in prose and "nan" not in prose
    assert "2025年目标5000家以上" in prose and "5,000 by 2025" in prose


def test_an_unassessed_target_gives_its_reason():
    prose = changed(reason="definition_break", status="not_assessable")
    assert "无法评估：统计口径中途调整。" in prose and "not assessable: the definition" in prose
