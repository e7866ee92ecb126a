"""Numbers as Chinese statistical practice and English readers want them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records.errors import PlanDataError
from analysis.records.schema import QUALIFIERS
from analysis.telling.kit import wording
from analysis.telling.kit.names import indicator_names, status_name
from support.small_plan import plan


@pytest.mark.parametrize(
    ("value", "unit", "lang", "observed", "expected"),
    [
        (3188, "家", "zh", True, "3188家"),
        (3188, "家", "en", True, "3,188"),
        (561.86, "亿元", "zh", True, "561.86亿元"),
        (375.44, "亿元", "zh", False, "375.4亿元"),
        (298.2, "亿元", "en", True, "298.2 hundred million yuan"),
        (1.16, "%", "zh", True, "1.16%"),
        (10, "%", "en", True, "10%"),
        (float("nan"), "家", "zh", True, "—"),
    ],
)
def test_a_quantity_is_written_with_its_unit(value, unit, lang, observed, expected):
    assert wording.quantity(value, unit, lang, observed=observed) == expected


@pytest.mark.parametrize(
    ("comparator", "value", "high", "expected"),
    [
        (">=", 5000, math.nan, "≥5000家"),
        (">", 10, math.nan, ">10家"),
        ("range", 1, 2, "1–2家"),
        ("~", 30, math.nan, "≈30家"),
        ("=", 15, math.nan, "15家"),
    ],
)
def test_a_target_keeps_its_comparator(comparator, value, high, expected):
    assert wording.target(comparator, value, high, "家", "zh") == expected


def test_certainty_is_never_rounded_into_being():
    assert wording.percent(0.0) == "0%"
    assert wording.percent(0.001) == "<1%"
    assert wording.percent(0.999) == ">99%"
    assert wording.percent(1.0) == "100%"
    assert wording.percent(0.534) == "53%"
    assert wording.percent(float("nan")) == "—"


@pytest.mark.parametrize(
    ("change", "written"),
    [(0.0419, "+4.2"), (-0.003, "−0.3"), (0.0004, "0"), (-0.0004, "0"), (math.nan, "—")],
)
def test_a_change_of_a_probability_is_written_in_signed_points(change, written):
    assert wording.points(change) == written


@given(st.floats(-1e12, 1e12), st.sampled_from(["zh", "en"]))
def test_an_observed_number_reads_back_to_two_decimals(value, lang):
    written = wording.number(value, "", lang, observed=True)
    assert float(written.replace(",", "")) == pytest.approx(value, abs=0.005 + 1e-15 * abs(value))


@pytest.mark.parametrize(
    ("comparator", "high", "zh", "en"),
    [
        (">=", math.nan, "10个以上", "at least 10"),
        (">", math.nan, "超过10个", "more than 10"),
        ("<=", math.nan, "10个以内", "at most 10"),
        ("<", math.nan, "低于10个", "less than 10"),
        ("~", math.nan, "约10个", "about 10"),
        ("=", math.nan, "10个", "10"),
        (">=", 12, "10至12个", "10 to 12"),
    ],
)
def test_a_target_in_prose_keeps_its_comparator_in_words(comparator, high, zh, en):
    assert wording.aim(comparator, 10, high, "个", "zh") == zh
    assert wording.aim(comparator, 10, high, "个", "en") == en


@pytest.mark.parametrize("lang", ["fr", "ZH", "", None, 0, False, ["zh"]])
def test_a_language_that_is_not_spoken_is_refused_in_words(lang):
    told = [
        lambda: wording.pick(("一", "one"), lang),
        lambda: indicator_names(plan(), lang),
        lambda: status_name("met", lang),
    ]
    for tell in told:
        with pytest.raises(PlanDataError, match=r"^lang .*: write zh or en \| 语言只有 zh 和 en$"):
            tell()


def test_every_qualifier_has_its_word_in_both_languages():
    assert tuple(wording.QUALIFIERS) == QUALIFIERS
    assert {*wording.EXACTNESS, "exact"} == set(QUALIFIERS)
