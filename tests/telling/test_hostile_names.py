"""A name that would be a script, a formula or a slot is words wherever it is shown."""

from html.parser import HTMLParser

import pytest

from analysis.telling.briefing import watch_list
from analysis.telling.kit.fan import fan_chart
from analysis.telling.kit.fan_words import finding
from analysis.telling.kit.verdict_sentences import sentences
from analysis.telling.kit.verdict_table import verdict_table
from analysis.telling.targets import headline
from analysis.telling.targets_charts import progress_chart
from support.small_plan import HOSTILE, plan, situation

LANGUAGES = ("zh", "en")
SLOTS = '{name} {0} <script>alert("x")</script> " onerror=x \u202etxt javascript:x =1+1'
MARKUP = '<script>alert("x")</script>" onerror=alert(1) $x^2$ \u202etxt javascript:x =1+1'


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_name_is_words_in_a_sentence(lang):
    shown = plan(SLOTS)
    projections, verdicts = situation(shown)
    for text in (
        sentences(verdicts, shown, lang=lang),
        headline(verdicts, shown, lang=lang),
        watch_list(verdicts, shown, lang=lang),
    ):
        page = text._repr_html_()
        assert "<script" not in page and "\u202e" not in page
    assert "{name} {0} <script>" in finding(verdicts, projections, shown, "firms", lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_words_are_words_in_a_chart(lang):
    shown = plan(MARKUP)
    projections, verdicts = situation(shown)
    told = {"verdicts": verdicts, "sources": {"s": MARKUP}, "lang": lang}
    for chart in (
        fan_chart(projections, shown, "firms", **told),
        progress_chart(verdicts, shown, lang=lang),
    ):
        tags = Tags()
        tags.feed(chart._repr_html_())
        assert "script" not in tags.names and "onerror" not in tags.attributes
        assert "\u202e" not in chart.svg()
        assert chart.png()


class Tags(HTMLParser):
    """Which tags and attributes a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.names, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
