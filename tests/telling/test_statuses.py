"""What verdicts and probabilities are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.judging.attainment import (
    LIKELIHOOD_BOUNDS,
    LIKELY,
    STATUS_CODES,
    UNLIKELY,
    likelihood,
)
from analysis.telling.kit import glossary
from analysis.telling.kit.names import likelihood_name
from analysis.telling.kit.statuses import (
    INKS,
    LIKELIHOODS,
    STATUSES,
    ink_variables,
    status_rules,
)


def test_the_scale_has_the_bounds_of_the_verdicts_and_leaves_no_gap():
    bounds = list(LIKELIHOOD_BOUNDS.values())
    assert {LIKELY, UNLIKELY} < set(bounds)
    assert bounds == sorted(bounds, reverse=True) and bounds[-1] == 0
    assert likelihood(LIKELY) == "likely" and likelihood(0.6649) == "even"
    assert likelihood(float("nan")) is None
    assert (likelihood_name(0.999, "zh"), likelihood_name(0.001, "en")) == (
        "几乎肯定",
        "exceptionally unlikely",
    )
    assert (likelihood_name(1.0, "zh"), likelihood_name(0.0, "en")) == ("", "")  # settled
    assert [name for name, _ in glossary.scale("en")] == LIKELIHOODS["name_en"].tolist()


UNSETTLED = st.floats(0, 1, exclude_min=True, exclude_max=True)


@given(UNSETTLED, UNSETTLED)
def test_a_greater_probability_never_gets_a_lesser_word(p, q):
    low, high = sorted((p, q))
    order = LIKELIHOODS.index.tolist()
    assert order.index(likelihood(high)) <= order.index(likelihood(low))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_glossary_explains_every_status_with_its_mark(lang):
    told = {code: name for code, name, _ in glossary.statuses(lang)}
    assert list(told) == STATUSES.index.tolist()
    assert all(STATUSES.loc[code, "mark"] in name for code, name in told.items())
    assert len(glossary.terms(lang)) == len(dict(glossary.terms(lang))) > 6


def contrast(one: str, other: str) -> float:
    """WCAG 2.1: (L1 + 0.05) / (L2 + 0.05) of relative luminances."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        lit = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("status", STATUS_CODES)
def test_a_verdicts_ink_can_be_read_on_the_page_and_in_jupyterlab_in_both_themes(status):
    light, dark = INKS[status]
    assert min(contrast(light, ground) for ground in ("#ffffff", "#f4f6f8")) >= 4.5
    assert min(contrast(dark, ground) for ground in ("#14191d", "#111111", "#212121")) >= 4.5


def test_every_verdict_has_an_ink_for_words_and_for_drawings():
    assert list(INKS) == list(STATUS_CODES)
    for within in ("", ".analysis "):
        rules = status_rules(within)
        for status in STATUS_CODES:
            name = status.replace("_", "-")
            assert f"{within}.badge.{status} {{ color: var(--{name}); }}" in rules
            assert f".{status} {{ fill: var(--{name}); }}" in rules
            assert f"--{name}:" in ink_variables() and f"--{name}:" in ink_variables(dark=True)
