"""What 08-methods says and draws of the rulers."""

import re

import pytest

from analysis.judging.league import read_league
from analysis.judging.methods import GRADES, METHODS, REASONS, VERDICTS
from analysis.judging.rulers import measure
from analysis.telling.kit.statuses import STATUSES
from analysis.telling.methods import (
    agreement_words,
    disagreement_words,
    matrix_table,
    method_table,
)
from analysis.telling.methods_charts import evolution_charts, league_chart
from analysis.telling.methods_league import league_table, league_words, sensitivity_table
from analysis.telling.methods_names import (
    DESCRIBED,
    GRADE_NAMES,
    MARKS,
    REASON_NAMES,
    VERDICT_NAMES,
)
from support.shanxi import FOLDERS, ROOT
from support.three_plans import records


def test_every_method_grade_verdict_and_reason_has_its_words():
    assert list(DESCRIBED) == METHODS.index.tolist()
    assert set(METHODS["mark"]) == set(MARKS)
    assert {m: list(names) for m, names in GRADE_NAMES.items()} == {
        m: list(grades) for m, grades in GRADES.items()
    }
    assert list(REASON_NAMES) == list(REASONS)
    words = [
        *(pair for d in DESCRIBED.values() for pair in (d.name, d.short, d.document)),
        *(pair for names in GRADE_NAMES.values() for pair in names.values()),
        *REASON_NAMES.values(),
        *VERDICT_NAMES[["name_zh", "name_en"]].itertuples(index=False, name=None),
    ]
    assert all(len(pair) == 2 and all(pair) for pair in words)


def test_a_verdict_of_the_common_scale_is_called_as_its_status_is():
    assert VERDICT_NAMES["status"].to_dict() == VERDICTS
    named = STATUSES.loc[VERDICT_NAMES["status"], "name_zh"]
    assert VERDICT_NAMES["name_zh"].tolist() == named.tolist()


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("4958家", "53%", "60%", "98%")), ("en", ("4,958", "53%", "60%", "98%"))],
)
def test_the_sentences_say_why_the_rulers_part(measured_then, lang, words):
    said = [
        p for p in disagreement_words(measured_then, lang=lang).parts if "5000" in p or "5,000" in p
    ]
    assert len(said) == 1
    assert [w for w in words if w not in said[0]] == []


def test_a_sentence_counts_the_methods_that_are_shown(measured_then):
    """Twelve stand in the table; of R&D, Destatis and trackr judge too, and Eustat is hidden.

    The high-tech enterprises' past years, known since their reports were read, make 5,000 likely at
    the pace of before; the rulers that look at the last year say otherwise.
    """
    said = next(
        p for p in disagreement_words(measured_then, lang="en").parts if p.startswith("R&D")
    )
    assert "off track by our probability and 6 other methods" in said
    assert "82% of the pace the target asked for from the start (14.9% a year)" in said
    half = next(p for p in disagreement_words(measured_then, lang="en").parts if "5,000" in p)
    assert "on track by our probability and 5 other methods" in half and "at risk by" in half


def test_why_the_rest_cannot_be_judged_adds_up(measured):
    said = agreement_words(measured, lang="en").parts[0]
    counts = [int(n) for n in re.findall(r"(\d+) (?:are|had|have|ask)", said.split("judged: ")[1])]
    assert sum(counts) == len(measured.inputs) - len(measured.shown)


RISING = {year: 50.0 + year - 2015 for year in range(2015, 2024)}


@pytest.mark.parametrize(
    ("lang", "labels", "pace"),
    [
        ("zh", ["up（方向） >50个", "kept 52个（每年）"], "朝所要的方向每年1.9%"),
        ("en", ["up (direction) >50", "kept 52 every year"], "1.9% a year in the wanted direction"),
    ],
)
def test_a_direction_and_a_yearly_limit_are_named_as_they_are_put(lang, labels, pace):
    """50 → 58 in eight years is 1.87 % a year: on track at 1.5 %, not at the Chart's 2 %."""
    trend = {"measure": "trend", "value": None, "base_year": 2015, "deadline": 2025}
    kept = {"value": 52, "hold": "every", "year_from": 2020, "deadline": 2025}
    cases = [("up", RISING, "up", trend), ("kept", RISING, "up", kept)]
    found = measure(records(cases, base=2020, start=2021, end=2030))
    assert [name for name, _ in matrix_table(found, lang=lang).rows] == labels
    told = disagreement_words(found, lang=lang).parts
    assert len(told) == 1 and pace in told[0]
    summed = agreement_words(found, lang=lang).parts[0]
    assert "判断不了" not in summed and "cannot be judged" not in summed


def test_the_matrix_has_a_cell_for_every_method_and_target(measured):
    shown = matrix_table(measured, lang="en")
    assert len(shown.rows) == len(measured.shown) == 6
    assert all(len(cells) == len(shown.heads) - 1 for _, cells in shown.rows)
    page = shown._repr_html_()
    assert page.count("<tr>") == 7 and 'data-label="NDRC†"' in page


def test_each_target_has_a_chart_of_its_verdicts(measured, measured_yearly):
    assert len(evolution_charts(measured, measured_yearly, lang="zh").charts) == 6


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_league_is_told_in_both_languages(lang):
    league = read_league(ROOT, FOLDERS)
    assert len(league_words(league, lang=lang).parts) == 4
    assert len(league_table(league, lang=lang).frame) == len(league["league"])
    assert len(sensitivity_table(league, lang=lang).frame) == len(league["league_sensitivity"])
    assert len(method_table(lang=lang).frame) == 13
    assert league_chart(league, lang=lang).alt.count(";") == 10


def test_a_day_before_the_league_could_be_known_does_not_show_it(records):
    league = read_league(ROOT, FOLDERS)
    assert league_table(league, as_of="2021-04-30") is None
    assert len(league_words(league, as_of="2021-04-30").parts) == 1
    then = measure(records, as_of="2021-04-30")
    assert agreement_words(then, lang="en").parts[0]
