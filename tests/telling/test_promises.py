"""What 12-promises says and draws."""

import re

import pytest

from analysis.judging.track_record import read_promises, read_scores
from analysis.telling import promises as told
from analysis.telling.promises_charts import odds_chart


@pytest.fixture(scope="module")
def promises():
    return read_promises()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_is_written_out(promises, lang):
    scores = read_scores()
    parts = [
        told.count_words(promises, lang=lang),
        told.kept_table(promises, lang=lang),
        told.reliability_table(promises, lang=lang),
        told.score_words(scores, promises=promises, lang=lang),
        told.score_table(scores, promises=promises, lang=lang),
        told.score_table(scores, promises=promises, left="issue", lang=lang),
        told.promise_folds(promises, lang=lang),
        told.noted_words(lang),
        odds_chart(promises, lang=lang),
    ]
    for part in parts:
        page = part._repr_html_()
        assert page and not re.search(r"\bnan\b|\bNone\b|<NA>", page)
        assert lang == "zh" or not re.search("[一-鿿]", page)


def test_the_counts_in_words_are_those_of_the_table(promises):
    decided = promises[promises["outcome"].isin(["met", "missed"])]
    kept = int(decided["outcome"].eq("met").sum())
    said = str(told.count_words(promises))
    assert f"{len(promises)}项主要目标，{len(decided)}项已有结果：达到{kept}项" in said
    table = told.kept_table(promises).frame
    by_plan = table[table["kind_of_finding"] == "按规划"]
    assert by_plan["decided"].astype(int).sum() == len(decided)
    assert by_plan["kept"].astype(int).sum() == kept


def test_on_an_earlier_day_no_score_is_shown(promises):
    early = read_promises(as_of="2012-01-01")
    assert told.score_table(read_scores(), promises=early, as_of="2012-01-01") is None
    assert "还有目标没有结果" in str(
        told.score_words(read_scores(), promises=early, as_of="2012-01-01")
    )


def test_before_any_plan_ended_there_are_words_and_nothing_to_draw():
    early = read_promises(as_of="2000-01-01")
    assert str(told.count_words(early)) and odds_chart(early) is None
    assert told.promise_folds(early)._repr_html_()
    assert told.reliability_table(early) is None
    assert told.kept_table(early)._repr_html_()


def test_the_chart_counts_the_long_shots_that_were_kept(promises):
    decided = promises[promises["outcome"].isin(["met", "missed"])]
    low = decided[decided["said"] < 1 / 3]
    kept = int(low["outcome"].eq("met").sum())
    assert odds_chart(promises).title == f"说不到三分之一的{len(low)}项，后来达到了{kept}项"
