"""Charts, tables and sentences say what the data say, and escape what they show."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.briefing.page import css_string, with_contents, without_direction
from analysis.judging.attainment import LIKELIHOOD_BOUNDS, LIKELY, UNLIKELY, likelihood
from analysis.judging.situations import situation as stands
from analysis.telling.briefing import watch_list
from analysis.telling.kit import glossary
from analysis.telling.kit.fan import fan_chart
from analysis.telling.kit.fan_grid import small_multiples
from analysis.telling.kit.names import likelihood_name
from analysis.telling.kit.provenance import followed, notes
from analysis.telling.kit.statuses import LIKELIHOODS, STATUSES
from analysis.telling.kit.table import Table
from analysis.telling.kit.verdict_sentences import sentences
from analysis.telling.kit.verdict_table import verdict_table
from analysis.telling.targets import headline, tally
from analysis.telling.targets_charts import progress_chart
from support.small_plan import HOSTILE, plan, situation


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


# --- the verdict table ----------------------------------------------------------------------


def documents(url: str = "https://example.org/report") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source_id": ["s"],
            "title": ["年度报告"],
            "publisher": ["统计局"],
            "url": [url],
            "grade": ["B"],
        }
    )


def known() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": ["firms"],
            "year": [2023],
            "source_id": ["s"],
            "published": [pd.Timestamp("2024-01-31")],
            "published_estimated": [False],
            "quote": ["全省高新技术企业达到4155家"],
            "n_values": [1],
        }
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_row_shows_its_series_with_the_target_as_a_dot_and_says_so(lang):
    shown = plan()
    projections, verdicts = situation(shown)
    page = verdict_table(verdicts, shown, lang=lang, projections=projections)._repr_html_()
    assert page.count('class="spark"') == len(verdicts)
    assert page.count('class="goal ') == len(verdicts)
    said = re.findall(r'class="spark"[^>]*><title>(.*?)</title>', page)[0]
    words = ("720", "4155", "5000") if lang == "zh" else ("720", "4,155", "5,000")
    assert all(word in said for word in words)
    assert 'class="spark"' not in verdict_table(verdicts, shown, lang=lang)._repr_html_()


def test_the_bar_is_the_share_of_the_way_and_the_tick_the_share_of_the_time():
    """(4155 − 3188) / (5000 − 3188) = 53.4 % of the way, 3 of 5 years gone."""
    shown = plan()
    page = verdict_table(situation(shown)[1], shown)._repr_html_()
    bar = re.search(r'<svg class="waybar".*?</svg>', page)[0]
    assert "路程53%，时间60%" in bar
    assert 'width="53.4"' in bar and 'class="tick" x="59.0"' in bar


def test_rows_are_sorted_by_numbers_and_not_by_what_is_written():
    shown = plan()
    _, verdicts = situation(shown)
    page = verdict_table(verdicts, shown)._repr_html_()
    keys = re.findall(r'class="probability"[^>]*data-key="([^"]*)"', page)
    assert [float(k) for k in keys] == verdicts["probability"].tolist()
    blank = verdict_table(verdicts.assign(probability=np.nan), shown)._repr_html_()
    assert re.findall(r'class="probability missing"[^>]*data-key="([^"]*)"', blank) == ["", ""]


def test_a_table_for_readers_is_also_text_under_their_headings():
    shown = plan()
    projections, verdicts = situation(shown)
    said = verdict_table(verdicts, shown, lang="en", projections=projections).headed
    assert said.columns.tolist()[:4] == ["Indicator", "Baseline", "Latest", "Target"]
    assert said["Latest"].tolist() == ["4,155 2023", "4,155 2023"]


def test_few_rows_need_no_filters():
    shown = plan()
    verdicts = situation(shown)[1]
    assert " data-few" in verdict_table(verdicts, shown)._repr_html_()
    many = pd.concat([verdicts] * 3, ignore_index=True)
    page = verdict_table(many, shown)._repr_html_()
    assert " data-few" not in page
    assert "<form" in page and " hidden>" in page, "hidden until a script shows it"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tally_counts_what_the_headline_counts(lang):
    shown = plan()
    _, verdicts = situation(shown)
    counted = tally(verdicts, lang=lang)
    said = str(headline(verdicts, shown, lang=lang))
    for status, n in counted.counts.items():
        name = STATUSES.loc[status, f"name_{lang}"]
        assert (f"{n}项{name}" if lang == "zh" else f"{n} {name}") in said
    assert counted.counts.sum() == 1, "two readings are one promise"


# --- where a number comes from ---------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_note_gives_the_sentence_the_document_its_day_and_its_grade(lang):
    shown = plan()
    _, verdicts = situation(shown)
    told = notes(verdicts, shown, known=known(), documents=documents(), lang=lang)
    page = told[1].__html__()
    for part in (
        '<q lang="zh-Hans">q</q>',
        "全省高新技术企业达到4155家",
        "年度报告（统计局）",
        "2024-01-31",
        'href="https://example.org/report"',
    ):
        assert part in page
    assert ("来源等级B" if lang == "zh" else "source grade B") in page


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("http://", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url, linked):
    assert followed(url) is linked
    shown = plan()
    told = notes(situation(shown)[1], shown, known=known(), documents=documents(url))
    assert ("<a " in told[0].__html__()) is linked


# --- what a probability is called -------------------------------------------------------------


def test_the_scale_has_the_bounds_of_the_verdicts_and_leaves_no_gap():
    bounds = list(LIKELIHOOD_BOUNDS.values())
    assert {LIKELY, UNLIKELY} < set(bounds)
    assert bounds == sorted(bounds, reverse=True) and bounds[-1] == 0
    assert likelihood(LIKELY) == "likely" and likelihood(LIKELY - 1e-9) == "even"
    assert likelihood(float("nan")) is None
    assert (likelihood_name(1.0, "zh"), likelihood_name(0.0, "en")) == (
        "几乎肯定",
        "exceptionally unlikely",
    )
    assert [name for name, _ in glossary.scale("en")] == LIKELIHOODS["name_en"].tolist()


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_greater_probability_never_gets_a_lesser_word(p, q):
    low, high = sorted((p, q))
    order = LIKELIHOODS.index.tolist()
    assert order.index(likelihood(high)) <= order.index(likelihood(low))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_glossary_explains_every_status_with_its_mark(lang):
    told = {code: name for code, name, _ in glossary.statuses(lang)}
    assert list(told) == STATUSES.index.tolist()
    assert all(STATUSES.loc[code, "mark"] in name for code, name in told.items())
    assert len(glossary.terms(lang)) == len(dict(glossary.terms(lang))) > 6


# --- the page ---------------------------------------------------------------------------------


def test_sections_get_the_same_ids_in_every_language():
    bodies = {
        "zh": '<!-- contents --><main><h2>要盯住什么</h2><h2 id="doublings">五个</h2></main>',
        "en": '<!-- contents --><main><h2>A &amp; B</h2><h2 id="doublings">Five</h2></main>',
    }
    made = {lang: with_contents(body, lang) for lang, body in bodies.items()}
    assert re.findall(r'<h2 id="([^"]+)"', made["zh"]) == ["s1", "doublings"]
    assert made["zh"].count('href="#s1"') == 2
    assert '<a href="#s1">A &amp; B</a>' in made["en"]


@given(st.text(max_size=40))
def test_no_text_ends_a_string_or_a_sheet_of_styles(text):
    made = css_string(text)
    assert not set(made) & set("\"'<>{}\n\r\f")
    back = re.sub(r"\\([0-9a-f]{1,6}) ", lambda c: chr(int(c[1], 16)), made)
    assert back == text


def test_marks_of_direction_are_written_out():
    assert without_direction("a\u202eb\u2067c") == "a[U+202E]b[U+2067]c"
    assert without_direction("山西 R&D") == "山西 R&D"


@pytest.mark.parametrize(("lang", "part"), [("zh", "第四章第三节"), ("en", "chapter 4, section 3")])
def test_a_page_written_after_the_plan_s_last_year_says_so(lang, part):
    from analysis.briefing.facts import standing

    now = stands("shanxi-innovation-14")
    newest = int(now.verdicts["latest_year"].max())
    over, text = standing(now, "2026-01-01", lang)
    assert "2025" in over and str(newest) in over and part in text
    assert standing(now, "2025-12-31", lang) == [text]
    known = now.verdicts.assign(latest_year=2025)
    assert standing(replace(now, verdicts=known), "2026-01-01", lang) == [text]
