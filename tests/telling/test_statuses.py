"""What verdicts and probabilities are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.judging.attainment import LIKELIHOOD_BOUNDS, LIKELY, UNLIKELY, likelihood
from analysis.telling.kit import glossary
from analysis.telling.kit.names import likelihood_name
from analysis.telling.kit.statuses import LIKELIHOODS, STATUSES


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
