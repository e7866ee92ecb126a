"""What notebook 09 says: then, since, the error, the end, the score, and why verdicts changed."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.judging.attainment import READING
from analysis.judging.outcome import OUTCOMES, Retrospective, score_rows
from analysis.judging.verdict_changes import CAUSES, JOINT
from analysis.telling.kit.table import HEADINGS
from analysis.telling.outcome import (
    OUTCOME_NAMES,
    mark_note,
    outcome_sentences,
    outcome_table,
    outcome_words,
    score_words,
)
from analysis.telling.outcome_causes import split_table

FIRMS = {
    "comparator": ">=",
    "stated_comparator": ">=",
    "target_value": 5000.0,
    "value_high": np.nan,
    "deadline": 2025,
    "said": 0.81,
    "state": None,
    "value": 4155.0,
    "value_year": 2023,
    "qualifier": "exact",
    "published": pd.Timestamp("2024-01-31"),
    "published_estimated": False,
    "place": "inside",
    "expected": 4155.2,
    "least": np.nan,
    "most": np.nan,
    "due": False,
    "outcome": "open",
    "brier": np.nan,
    "log": np.nan,
}


def firms(found: Retrospective, **known) -> Retrospective:
    """The count of high-tech firms alone, with what is known of it written here."""
    rows = found.rows.query("indicator_id == 'high_tech_firms' and reading == 'level'")
    return replace(found, rows=rows.assign(**FIRMS | known))


def said(found: Retrospective, lang: str, **known) -> str:
    return str(outcome_sentences(firms(found, **known), lang=lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_reader_is_told_in_both_languages(looked_back, lang):
    table = outcome_table(looked_back, lang=lang).frame
    assert len(table) == len(looked_back.rows), "all are due by now"
    assert "nan" not in table.to_csv()
    words = str(outcome_words(looked_back, lang=lang))
    assert all(OUTCOME_NAMES[o][lang == "en"] in words for o in ("met", "open", "redefined"))
    told = str(outcome_sentences(looked_back, lang=lang))
    off = looked_back.rows.set_index("target_id").loc["F053", "relative"]  # R&D of 2023
    assert off > 0 and {"zh": f"实际高了{off:.1%}", "en": f"{off:.1%} higher"}[lang] in told
    assert "nan" not in told + str(score_words(looked_back, lang=lang)) + str(mark_note(lang))
    assert str(outcome_sentences(replace(looked_back, rows=looked_back.rows[:0]), lang=lang))


@pytest.mark.parametrize(
    ("known", "zh", "en"),
    [
        ({}, "本库未收录2025年的数。", "no 2025 figure in this collection."),
        (
            {"due": True},
            "本库未收录2025年的数，期限已过。",
            "no 2025 figure in this collection, though it is due.",
        ),
        (
            {"outcome": "reached"},
            "2023年已达到，本库未收录2025年的数。",
            "reached in 2023; no 2025 figure in this collection.",
        ),
        (
            {"outcome": "redefined"},
            "口径在2025年以前已经调整，新口径的数与目标不可比。",
            "the definition changed before 2025: new figures cannot be compared with the target.",
        ),
        (
            {"outcome": "undecided"},
            "现有的数不足以判定是否达到，就已知的数推算，达到的可能性60%。",
            "the figures do not show whether it was met; given them, the chance is 60%.",
        ),
        (
            {"outcome": "met", "brier": 0.0361, "log": 0.2107},
            "已达到，Brier得分0.036，对数得分0.211。",
            "achieved, Brier score 0.036, log score 0.211.",
        ),
        ({"outcome": "missed"}, "未达到。", "missed."),
        (
            {"outcome": "missed", "since": "reached", "since_year": 2026},
            "未达到（2026年才达到）。",
            "missed (reached in 2026).",
        ),
    ],
)
def test_a_sentence_ends_with_what_became_of_the_target(looked_back, known, zh, en):
    assert said(looked_back, "zh", **known).endswith(f"；{zh}")
    assert said(looked_back, "en", **known).endswith(f"; {en}")


@pytest.mark.parametrize(
    ("known", "zh", "en"),
    [
        ({}, "2023年公布4155家（2024-01-31）", "4,155 in 2023 (published 2024-01-31)"),
        (
            {"qualifier": "at_least", "published_estimated": True},
            "2023年公布4155家以上（2024-01-31*）",
            "at least 4,155 in 2023 (published 2024-01-31*)",
        ),
        (
            {"qualifier": "between", "least": 4100.0, "most": 4200.0},
            "由公布的占比等推出2023年为4100–4200家（2024-01-31）",
            "4,100–4,200 in 2023, worked out (2024-01-31)",
        ),
    ],
)
def test_the_latest_figure_or_report_is_told_as_exactly_as_it_is(looked_back, known, zh, en):
    assert zh in said(looked_back, "zh", **known)
    assert en in said(looked_back, "en", **known)


@pytest.mark.parametrize(
    ("known", "zh", "en"),
    [
        ({}, "实际低了10.0%，在80%区间内", "10.0% lower, inside the 80% interval"),
        (
            {"error": 100.0, "qualifier": "at_least"},
            "实际至少高了10.0%",
            "the outcome was at least 10.0% higher",
        ),
        ({"relative": np.nan}, "实际低了100家", "the outcome was 100 lower"),
        ({"expected": 4155.2}, "实际与推算相同", "it came as projected"),
    ],
)
def test_the_error_is_told_with_its_side_and_its_place(looked_back, known, zh, en):
    error = {"place": "inside", "expected": 4617.0, "low80": 4000.0, "high80": 5200.0}
    error |= {"error": -100.0, "relative": -0.1} | known
    assert zh in said(looked_back, "zh", **error)
    assert en in said(looked_back, "en", **error)


def test_every_day_with_a_statement_on_a_decided_target_has_its_mean_score(looked_back):
    """A day on which the outcome was already known is no forecast, and has no score."""
    found = firms(looked_back, outcome="met")
    days = score_rows(found)["as_of"].nunique()
    known = found.updates.assign(settled=found.updates["as_of"] > "2023-01-01")
    assert 0 < score_rows(replace(found, updates=known))["as_of"].nunique() < days
    assert days > 2 and str(score_words(found, lang="en")).count("mean Brier") == days
    assert str(score_words(found, lang="zh")).count("平均Brier得分") == days


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_reader_is_told_how_much_and_why(records, since_issue, lang):
    shown = split_table(since_issue, records.plan, lang=lang)
    assert {"zh": "新数据", "en": "New figures"}[lang] in shown._repr_html_()
    table = shown.frame
    moved = since_issue.loc[since_issue["moved"], READING]
    assert len(table) == moved.drop_duplicates().shape[0]
    assert "nan" not in table.to_csv()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_no_target_moved_there_is_a_sentence_and_no_table(records, since_issue, lang):
    still = since_issue.assign(moved=False)
    told = {"zh": "没有一项目标", "en": "No target's probability or verdict has changed."}
    assert str(split_table(still, records.plan, lang=lang)).startswith(told[lang])


def test_every_outcome_and_every_cause_has_its_name():
    assert tuple(OUTCOME_NAMES) == OUTCOMES
    assert {f"by_{cause}" for cause in (*CAUSES, JOINT)} <= set(HEADINGS)
