"""The lines of each target's probability over the days that moved it."""

import numpy as np
import pytest

from analysis.telling.kit.labels import along
from analysis.telling.what_changed_charts import fever_charts
from support.drawings import texts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fever_chart_says_in_words_where_it_begins_and_ends(year, fever_lines, lang):
    charts = fever_charts(year, lang=lang).charts
    last = year.after.verdicts.query("status != 'not_assessable'")["target_id"]
    told = fever_lines.dropna(subset="probability").query("status != 'not_assessable'")
    assert len(charts) == told.loc[told["target_id"].isin(last), "target_id"].nunique()
    assert all(c.source and c.title[-1] == "%" for c in charts)
    assert all("%" in c.subtitle and "2021-" in charts[0].alt for c in charts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_strikes_through_a_word_or_runs_back(year, lang):
    for chart in fever_charts(year, lang=lang).charts:
        words = texts(chart)
        axes = chart.figure.axes[0]
        line = next(one for one in axes.lines if len(one.get_xdata()) > 2 or one.get_zorder() == 3)
        days = np.asarray(axes.convert_xunits(line.get_xdata()), dtype=float)
        assert (np.diff(days) >= 0).all(), chart.title
        ink = along(*line.get_transform().transform(line.get_path().vertices).T)
        for word in words:
            box = word.get_window_extent()
            inside = (box.x0 < ink[:, 0]) & (ink[:, 0] < box.x1)
            struck = inside & (box.y0 + 2 < ink[:, 1]) & (ink[:, 1] < box.y1 - 2)
            assert not struck.any(), (chart.title, word.get_text())
