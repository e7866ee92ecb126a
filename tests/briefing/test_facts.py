"""What stands above every page."""

from dataclasses import replace

import pytest

from analysis.judging.situations import situation as stands


@pytest.mark.parametrize(("lang", "part"), [("zh", "第四章第三节"), ("en", "chapter 4, section 3")])
def test_a_page_written_after_the_plan_s_last_year_says_so(lang, part):
    from analysis.briefing.facts import standing

    now = stands("shanxi-innovation-14")
    older = replace(now, verdicts=now.verdicts.assign(latest_year=2023))
    over, text = standing(older, "2026-01-01", lang)
    assert "2025" in over and "2023" in over and part in text
    assert standing(older, "2025-12-31", lang) == [text]
    known = replace(now, verdicts=now.verdicts.assign(latest_year=2025))
    ended, same = standing(known, "2026-01-01", lang)
    assert same == text and "2025" in ended and "2023" not in ended
    assert standing(known, "2025-12-31", lang) == [text]
