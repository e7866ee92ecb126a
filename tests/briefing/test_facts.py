"""What stands above every page."""

from dataclasses import replace

import pytest

from analysis.judging.situations import situation as stands


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
