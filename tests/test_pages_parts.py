"""Charts, tables and sentences say what the data say, and escape what they show."""

import numpy as np
import pandas as pd
import pytest

from analysis.attainment import assess
from analysis.charts import fan_chart, progress_chart, small_multiples
from analysis.projection import project
from analysis.sentences import headline, sentences, watch_list
from analysis.store import Plan
from analysis.tables import Table, verdict_table

HOSTILE = '<script>alert("x")</script>'


def plan(name: str = "高新技术企业") -> Plan:
    indicators = pd.DataFrame(
        {
            "indicator_id": ["firms"],
            "name_zh": [name],
            "name_en": ["High-tech firms" if name == "高新技术企业" else name],
            "unit": ["家"],
            "kind": ["stock"],
            "direction": ["up"],
            "lower": [0.0],
            "upper": [np.nan],
            "definition": [""],
            "definition_breaks": [""],
            "in_plan": [True],
        }
    )
    meta = {"short_zh": "小规划", "short_en": "the small plan", "region": "140000"}
    return Plan("small", meta, indicators, pd.DataFrame())


def situation(shown: Plan) -> tuple[pd.DataFrame, pd.DataFrame]:
    years = [2015, 2020, 2022, 2023]
    known = pd.DataFrame(
        {
            "indicator_id": "firms",
            "region": "140000",
            "year": pd.array(years, dtype="Int64"),
            "value": [720.0, 3188.0, 3916.0, 4155.0],
            "qualifier": ["exact", "exact", "about", "exact"],
            "source_id": "s",
            "published": pd.to_datetime([f"{y + 1}-01-31" for y in years]),
            "n_values": 1,
        }
    )
    targets = pd.DataFrame(
        {
            "target_id": ["F1", "F2"],
            "indicator_id": "firms",
            "reading": ["level", "multiple"],
            "comparator": ">=",
            "stated_value": [5000.0, 2.0],
            "value_high": np.nan,
            "unit": ["家", "倍"],
            "deadline": pd.array([2025, 2025], dtype="Int64"),
            "baseline_year": pd.array([2020, 2020], dtype="Int64"),
            "baseline_value": 3188.0,
            "quotes": [("q",), ("q",)],
        }
    )
    projections = project(known, shown.indicators, until=2025)
    return projections, assess(targets, projections, shown.indicators, baseline_year=2020)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_verdict_table_shows_both_readings_and_every_number(lang):
    shown = plan()
    page = verdict_table(situation(shown)[1], shown, lang=lang)._repr_html_()
    comma = "," if lang == "en" else ""
    for number in (f"3{comma}188", f"4{comma}155", f"5{comma}000", f"6{comma}376", "53%", "60%"):
        assert number in page


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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_headline_counts_promises_not_readings(lang):
    shown = plan()
    text = str(headline(situation(shown)[1], shown, lang=lang))
    assert ("共有1项" in text) if lang == "zh" else ("Of the 1 target of" in text)
    assert str(watch_list(situation(shown)[1], shown, lang=lang)) is not None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_chart_has_an_alternative_text_made_from_its_data(lang):
    shown = plan()
    projections, verdicts = situation(shown)
    chart = fan_chart(projections, shown, "firms", verdicts=verdicts, lang=lang)
    value = "4155" if lang == "zh" else "4,155"
    assert value in chart.alt and value in chart.svg()
    assert 'role="img"' in chart.svg()
    assert len(small_multiples(projections, shown, verdicts, lang=lang).charts) == 1
    assert "53%" in progress_chart(verdicts, shown, lang=lang).alt


def test_a_hostile_name_is_shown_as_text_everywhere():
    shown = plan(HOSTILE)
    projections, verdicts = situation(shown)
    parts = [
        verdict_table(verdicts, shown, lang="zh"),
        sentences(verdicts, shown, lang="zh"),
        fan_chart(projections, shown, "firms", verdicts=verdicts, sources={"s": HOSTILE}),
        progress_chart(verdicts, shown, lang="en"),
    ]
    for part in parts:
        assert "<script" not in part._repr_html_()


def test_a_table_without_rows_says_so_in_words():
    nothing = Table(pd.DataFrame(columns=["name", "year"]), "en")
    assert nothing._repr_html_() == '<p class="note">There is nothing to list.</p>'
    assert Table(nothing.frame, "zh", nothing=("", ""))._repr_html_() == ""
