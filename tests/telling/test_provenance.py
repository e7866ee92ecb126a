"""Where a number comes from: the note that opens."""

import pandas as pd
import pytest

from analysis.telling.kit.provenance import followed, notes
from support.small_plan import plan, situation


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
