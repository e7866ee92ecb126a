"""The lines of each target's probability over the days that moved it."""

import pytest

from analysis.telling.what_changed_charts import fever_charts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fever_chart_says_in_words_where_it_begins_and_ends(year, fever_lines, lang):
    charts = fever_charts(year, lang=lang).charts
    last = year.after.verdicts.query("status != 'not_assessable'")["target_id"]
    told = fever_lines.dropna(subset="probability").query("status != 'not_assessable'")
    assert len(charts) == told.loc[told["target_id"].isin(last), "target_id"].nunique()
    assert all(c.source and c.title[-1] == "%" for c in charts)
    assert all("%" in c.subtitle and "2021-" in charts[0].alt for c in charts)
