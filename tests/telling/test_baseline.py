"""What 02 shows of the figures behind the plan's indicators."""

import pytest

from analysis.telling.baseline import conflict_table, history_table


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_long_tables_show_the_published_numbers_and_those_that_disagree(now, lang):
    history = history_table(now.known, now.plan, now.sources, lang=lang)._repr_html_()
    assert "211.1" in history and "298.2" in history
    disputed = conflict_table(now.conflicts, now.plan, now.sources, lang=lang)._repr_html_()
    assert "561.86" in disputed and "561.84" in disputed
