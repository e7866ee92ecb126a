"""What 06-calibration says and draws."""

from dataclasses import replace

import pytest

from analysis.judging.calibration import first_test, other_methods
from analysis.records.rounding import fixed
from analysis.telling import calibration_charts
from analysis.telling.calibration import (
    family_table,
    first_test_table,
    first_test_words,
    hindsight_table,
    replay_words,
    score_words,
)
from analysis.telling.calibration_charts import hindsight_charts, method_chart, replay_chart
from analysis.telling.kit import wording
from analysis.telling.kit.wording import percent


def test_what_was_said_on_the_day_of_the_plan_is_beside_what_happened(now, then):
    told = hindsight_table(then, now, lang="en")
    assert "4,155" in told._repr_html_()
    assert set(told.frame["where"]) <= {english for _, english in wording.PLACES.values()} | {"—"}


def test_on_the_day_of_the_plan_there_is_no_hindsight_to_draw(then):
    assert hindsight_charts(then, then).charts == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_says_in_words_what_it_shows(calibration_drawn, lang):
    for name in ("statement_chart", "coverage_chart", "replay_chart", "method_chart"):
        chart = calibration_drawn[name, lang]
        assert chart.alt and chart.title and chart.source


def test_where_no_province_is_published_the_replay_says_so(calibrated):
    early = replace(calibrated, outcomes=calibrated.outcomes.iloc[:0])
    assert replay_chart(early) is None and family_table(early).frame.empty
    assert "No series of the panel" in str(replay_words(early, lang="en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_true_test_is_told_by_side_and_indicator_with_its_few_years(now, lang):
    rows = first_test(now)
    years = sorted(rows["year"].unique())
    words = str(first_test_words(now, lang=lang))
    assert f"{years[0]}–{years[-1]}" in words
    said = {"zh": f"这只是{len(years)}个年份", "en": f"These are {len(years)} years and no more"}
    assert said[lang] in words
    for name in ("alone", "taught"):
        assert percent((rows[name] < 0.1).mean()) in words
        assert fixed(rows[name].mean(), 2) in words
    table = first_test_table(now, lang=lang).frame
    assert table["forecasts"].astype(int).sum() == len(rows)
    sides = table["taught_sides"].str.split(" / ", expand=True).astype(int)
    assert sides[0].sum() == (rows["taught"] < 0.1).sum()
    assert sides[2].sum() == (rows["taught"] > 0.9).sum()


@pytest.mark.parametrize(("lang", "said"), [("zh", "谈不上检验"), ("en", "nothing can be tested")])
def test_where_no_later_year_is_published_the_first_test_says_so(then, lang, said):
    assert said in str(first_test_words(then, lang=lang))
    assert first_test_table(then, lang=lang).frame.empty


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "历史8年：误差是最好的同行的"), ("en", "8 years of history: an error ")],
)
def test_each_length_of_history_has_a_sentence_on_the_best_of_the_peers(calibrated, lang, said):
    parts = score_words(calibrated, lang=lang).parts
    assert len(parts) == calibrated.benchmark["n_history"].nunique()
    assert [p for p in parts if p.startswith(said)]


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "Theta（未收敛）"), ("en", "Theta (not converged)")]
)
def test_a_fit_that_stopped_early_is_named_so_in_the_chart(
    now, calibration_drawn, monkeypatch, lang, words
):
    def stopped(found, indicator_id):
        made = other_methods(found, indicator_id)
        path = made["theta"]
        told = path["method"].where(path["method"].isna(), "theta, not converged")
        return dict(made) | {"theta": path.assign(method=told)}

    assert words not in calibration_drawn["method_chart", lang]._repr_html_()
    monkeypatch.setattr(calibration_charts, "other_methods", stopped)
    drawn = method_chart(now, lang=lang)._repr_html_()
    assert words in drawn
