"""Histories in, predictive distributions out."""

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.projection import predict
from analysis.projection.features import describe
from analysis.projection.levels import GRID
from analysis.projection.reference import read_reference, to_table
from analysis.projection.scale import ADDITIVE, KINDS, LOG, choose
from analysis.projection.windows import LENGTH
from analysis.records.places import find_root

REFERENCE = find_root(Path(__file__).parent) / "data" / "reference"
SEEN = 1e-6  # of two results that a reader is to see as the same, how far they may lie apart
P = (0.001, 0.025, 0.1, 0.37, 0.5, 0.8, 0.95, 0.999)

finite = st.floats(-1e300, 1e300, allow_nan=False)
positive = st.floats(1e-6, 1e12)
gappy = st.lists(st.one_of(finite, st.just(np.nan)), min_size=0, max_size=30)


def aligned(*values: float) -> np.ndarray:
    """One series as the engine sees it, a year a row."""
    column = np.full((LENGTH, 1), np.nan)
    column[-len(values) :, 0] = values
    return column


def unbounded(column: np.ndarray):
    none = np.full(column.shape[1], np.inf)
    return choose(column, -none, none)


# What a user of any history may rely on


@settings(deadline=None, max_examples=300)
@given(st.lists(gappy, min_size=1, max_size=4))
def test_any_finite_history_gives_rising_numbers_without_a_warning(histories):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = predict([np.array(h, dtype=float) for h in histories], 3)
    seen = np.array([np.isfinite(h).any() if len(h) else False for h in histories])
    assert np.isfinite(made.quantiles[seen]).all()
    assert np.isnan(made.quantiles[~seen]).all()
    assert (np.diff(made.quantiles[seen], axis=-1) >= 0).all()
    assert [m == "none" for m in made.method] == list(~seen)


@settings(deadline=None)
@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=20),
    st.sampled_from([(0.0, 100.0), (0.0, None), (None, 100.0), (-5.0, 250.0)]),
)
def test_no_quantile_leaves_the_bounds(history, bounds):
    lower, upper = bounds
    made = predict([history], 6, lower=lower, upper=upper)
    q = np.stack([made.quantile(p) for p in P])
    assert (q >= (-np.inf if lower is None else lower)).all()
    assert (q <= (np.inf if upper is None else upper)).all()
    beyond = made.probability_at_least(1e9)[0]
    assert beyond == (0.0 if upper is not None else pytest.approx(beyond))


@settings(deadline=None)
@given(st.lists(positive, min_size=1, max_size=15), st.sampled_from([1e4, 1e-4, 1e8, 7.0]))
def test_the_unit_does_not_matter(history, factor):
    """万元 or 亿元: the same answer, ten thousand times as large."""
    one = predict([history], 5, lower=0).quantiles
    other = predict([np.array(history) * factor], 5, lower=0).quantiles
    np.testing.assert_allclose(other / factor, one, rtol=SEEN)


@settings(deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), min_size=2, max_size=12),
    st.lists(st.floats(-2e6, 2e6), min_size=2, max_size=8),
)
def test_probability_falls_as_the_target_rises(history, targets):
    made = predict([history], 4)
    chances = [made.probability_at_least(t)[0] for t in sorted(targets)]
    assert (np.diff(chances) <= 1e-12).all()
    below = [made.probability_at_most(t)[0] for t in sorted(targets)]
    assert (np.diff(below) >= -1e-12).all()


@settings(deadline=None)
@given(st.lists(positive, min_size=2, max_size=15), st.floats(0.002, 0.998))
def test_quantiles_and_probabilities_agree(history, p):
    made = predict([history], 3)
    value = made.quantile(p)[0, -1]
    assert made.probability_at_most(value)[0] == pytest.approx(p, abs=1e-6)
    assert made.probability_at_least(value)[0] == pytest.approx(1 - p, abs=1e-6)


def test_a_table_is_the_same_as_its_rows():
    table = np.array([[1.0, 2.0, 3.0], [5.0, 5.5, 7.0]])
    np.testing.assert_array_equal(predict(table, 2).quantiles, predict(list(table), 2).quantiles)


def test_no_series_give_an_empty_prediction():
    made = predict([], 3)
    assert made.quantile(0.5).shape == (0, 3)
    assert made.probability_at_least(1.0).shape == (0,)


# Each kind of history has a stated treatment


def test_one_point_has_the_reference_class_alone_and_the_lowest_grade():
    made = predict([[50.0], [50.0, 52.0, 55.0, 57.0]], 5)
    assert made.method[0] == "reference class"
    assert made.grade[0] == "D"
    width = np.log(made.quantile(0.9)[:, -1] / made.quantile(0.1)[:, -1])
    assert width[0] > width[1]


def test_two_points_shrink_growth_hard():
    """A doubling seen once is continued by far less than another doubling a year."""
    made = predict([[100.0, 200.0]], 1)
    assert 180.0 < made.median[0, 0] < 280.0
    assert made.quantile(0.1)[0, 0] < 200.0
    assert made.grade == ("D",)


def test_a_missing_last_year_moves_the_horizon():
    history = [10.0, 11.0, 12.5, 13.0]
    late = predict([[*history, np.nan]], 3).quantiles
    np.testing.assert_allclose(late, predict([history], 4).quantiles[:, 1:], rtol=SEEN)


def test_a_missing_year_inside_is_bridged_and_widens():
    full = [10.0, 11.5, 11.0, 12.5, 12.0, 13.5, 13.0]
    gap = [10.0, 11.5, 11.0, np.nan, np.nan, 13.5, 13.0]
    made = predict([full, gap], 5)
    assert abs(np.log(made.median[1, -1] / made.median[0, -1])) < 0.1
    assert made.grade == ("C", "C")


def test_a_change_over_a_gap_counts_as_one_change_of_a_random_walk():
    """Changes .1 a year and .3 over four years: (.1 + .3 / 2) / 2 = .125; two changes seen, so
    the scale is exp((2 log .125 + log .06) / 3) = .09787."""
    z = aligned(0.0, 0.1, np.nan, np.nan, np.nan, 0.4)
    told = describe(z, np.array([LOG]))
    assert told.scale[0] == pytest.approx((0.125**2 * 0.06) ** (1 / 3))
    assert told.table[1, 0] == pytest.approx(2 / 6)  # changes / (changes + 4)


def test_a_level_shift_is_one_event_and_not_a_trend():
    shifted = [100, 101, 99, 100, 102, 200, 201, 199, 200, 202]
    trending = 100 * 2 ** (np.arange(10) / 9)
    made = predict([shifted, trending], 5)
    assert np.log(made.median[0, -1] / 202) < 0.5 * np.log(made.median[1, -1] / 200)
    assert made.quantile(0.1)[0, -1] < 202 < made.quantile(0.9)[0, -1]


def test_a_share_near_its_bound_stays_below_it_and_keeps_an_interval():
    made = predict([[96.0, 97.2, 98.1, 98.6, 99.0]], 5, lower=0, upper=100)
    assert made.method == ("pooled logit",)
    low, high = made.quantile(0.1)[0, -1], made.quantile(0.9)[0, -1]
    assert 90 < low < 99.0 < high < 100
    assert made.probability_at_least(100.0)[0] < 0.05


def test_a_share_on_its_bound_may_leave_it():
    made = predict([[99.0, 100.0, 100.0, 100.0]], 5, lower=0, upper=100)
    assert made.quantile(0.05)[0, -1] < 100.0
    assert made.quantile(0.9)[0, -1] <= 100.0


def test_small_counts_with_zeros_stay_counts_of_a_size():
    made = predict([[0, 1, 0, 2, 1, 2]], 3, lower=0)
    assert made.method == ("pooled log-shifted",)
    assert made.quantile(0.025)[0, -1] >= 0.0
    assert 0.3 < made.median[0, -1] < 6
    assert made.quantile(0.9)[0, -1] > 3
    assert made.grade == ("C",)


def test_a_series_through_zero_is_not_logged():
    made = predict([[-3.0, 1.0, -2.0, 4.0, -1.0, 2.0]], 3)
    assert made.method == ("pooled additive",)
    assert made.quantile(0.1)[0, -1] < 0 < made.quantile(0.9)[0, -1]


def test_a_constant_history_keeps_its_value_in_the_middle_and_its_doubt():
    made = predict([[7.0] * 8], 5, lower=0)
    assert made.grade == ("D",)
    assert made.median[0, -1] == pytest.approx(7.0, rel=0.1)
    assert made.quantile(0.025)[0, -1] < 7.0 < made.quantile(0.975)[0, -1]


def test_what_arithmetic_leaves_is_no_change():
    made = predict([[0.3, 0.3, 0.3], [0.3, 0.1 + 0.2, 0.3]], 3)
    np.testing.assert_allclose(made.quantiles[1], made.quantiles[0], rtol=SEEN)
    assert made.grade == ("D", "D")


def test_a_longer_history_earns_a_better_grade():
    histories = [np.linspace(100, 150, n) for n in (3, 4, 8, 12)]
    assert predict(histories, 1).grade == ("D", "C", "B", "A")


def test_the_scale_follows_bounds_and_values():
    series = np.hstack([aligned(1, 2, 3), aligned(0, 2, 4), aligned(20, 30, 40), aligned(-1, 0, 2)])
    inf = np.inf
    scale = choose(series, np.array([-inf, 0, 0, -inf]), np.array([inf, inf, 100, inf]))
    assert [KINDS[k] for k in scale.kind] == ["log", "log-shifted", "logit", "additive"]
    assert scale.shift[1] == 1.0  # half the smallest positive value
    z = scale.forward(series)
    assert z[-1, 0] == pytest.approx(np.log(3))
    assert z[-3, 1] == pytest.approx(np.log(1.0))
    assert z[-1, 2] == pytest.approx(np.log(0.4 / 0.6))
    assert z[-1, 3] == pytest.approx(2.0)  # over the mean absolute value, (1 + 0 + 2) / 3


@settings(deadline=None)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_the_scale_goes_there_and_back(values):
    series = aligned(*values)
    scale = unbounded(series)
    back = scale.backward(scale.forward(series))
    size = np.nanmax(np.abs(series)) if scale.kind[0] == ADDITIVE else np.abs(series)
    assert np.nanmax(np.abs(back - series) / np.maximum(size, 1e-200)) < 1e-9


# Years


def test_expected_year_is_the_first_whose_chance_suffices():
    made = predict([[100.0, 105.0, 110.0, 116.0, 122.0]], 10, years=2020)
    years = made.expected_year(130.0)[0]
    early, middle, late = years
    assert 2021 <= early <= middle
    assert np.isnan(late) or late >= middle
    step = int(middle) - 2021
    assert made.probability_at_least(130.0, step)[0] >= 0.5
    assert made.probability_at_least(130.0, step - 1)[0] < 0.5
    assert predict([[100.0, 105.0]], 2).expected_year(1.0).tolist() == [[1.0, 1.0, 1.0]]


def test_expected_year_of_a_falling_target():
    made = predict([[50.0, 46.0, 43.0, 39.0, 36.0]], 10, years=2020)
    assert made.expected_year(30.0, falling=True)[0, 1] > 2020
    assert np.isnan(made.expected_year(1.0, falling=True)).all()


# What is refused


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: predict([[1.0, 2.0]], 2, method="magic"), "choose one of pooled, ols"),
        (lambda: predict([[1.0, 2.0]], 0), "at least one year"),
        (lambda: predict([[1.0], [2.0]], 1, lower=[0, 5], upper=[1, 4]), "series 1"),
        (lambda: predict([[1.0, np.inf]], 1), "infinite"),
        (lambda: predict([[[1.0, 2.0]]], 1), "history 0 has 2 dimensions"),
        (lambda: predict([[1.0]] * 3000 + [[[1.0]]], 1), "history 3000 has 2 dimensions"),
        (lambda: predict([[1.0, 2.0]], 1).quantile(1.0), "strictly between"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# The textbook models beside it


def test_the_trend_is_the_one_of_ordinary_least_squares():
    """Exact growth of 10 % a year: 100 × 1.1^k, continued."""
    history = 100 * 1.1 ** np.arange(6)
    made = predict([history], 2, method="ols")
    np.testing.assert_allclose(made.median[0], [100 * 1.1**6, 100 * 1.1**7])
    assert made.method == ("log-linear",)


@pytest.mark.parametrize("method", ["ols", "ets", "theta"])
def test_textbook_models_share_the_interface(method):
    rng = np.random.default_rng(5)
    history = 100 * np.exp(0.05 * np.arange(12) + rng.normal(0, 0.03, 12))
    made = predict([history, [1.0, 2.0]], 5, lower=0, method=method)
    width = made.quantile(0.9)[0] - made.quantile(0.1)[0]
    assert (np.diff(width) > 0).all()
    assert np.isnan(made.quantile(0.9)[1]).all()
    assert made.probability_at_most(made.median[0, -1])[0] == pytest.approx(0.5, abs=0.01)


def test_exponential_smoothing_is_statsmodels_own():
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    rng = np.random.default_rng(6)
    history = 100 * np.exp(0.04 * np.arange(15) + rng.normal(0, 0.05, 15))
    fit = ETSModel(pd.Series(np.log(history)), error="add", trend="add", damped_trend=True).fit(
        disp=False
    )
    frame = fit.get_prediction(15, 17).summary_frame(alpha=0.2)
    made = predict([history], 3, method="ets")
    np.testing.assert_allclose(np.log(made.median[0]), frame["mean"], rtol=1e-6)
    np.testing.assert_allclose(np.log(made.quantile(0.9)[0]), frame["pi_upper"], rtol=1e-3)


digits = st.integers(-999, 9999).map(lambda v: v / 10)
powers = st.integers(-6, 6).map(lambda k: 10.0**k)


@pytest.mark.parametrize("method", ["ols", "ets", "theta"])
@settings(deadline=None, max_examples=15)
@given(st.lists(digits, min_size=7, max_size=10), powers)
def test_a_textbook_model_gives_the_same_in_any_unit(method, history, power):
    """Zeros, negatives, constants: an optimiser that stops elsewhere gives other intervals."""
    one = predict([history], 3, method=method)
    other = predict([np.array(history) * power], 3, method=method)
    assert other.method == one.method
    size = max(np.abs(one.quantiles).max(), 1e-300)
    np.testing.assert_allclose(other.quantiles / power / size, one.quantiles / size, atol=SEEN)


@pytest.mark.parametrize("method", ["ols", "ets", "theta"])
@pytest.mark.parametrize("shift", [-7.0, -2.5, 1000.0])
def test_a_textbook_model_of_a_series_below_zero_moves_with_its_zero_point(method, shift):
    """Kelvin or Celsius, as long as both have a value that has no logarithm."""
    history = np.array([-1003.0, -1001.0, -1002.0, -1004.0, -1001.0, -1002.0, -1003.5, -1006.0])
    one = predict([history], 3, method=method).quantiles
    np.testing.assert_allclose(
        predict([history + shift], 3, method=method).quantiles - shift, one, atol=1e-5
    )


@pytest.mark.parametrize("method", ["ols", "ets", "theta"])
@pytest.mark.parametrize(
    ("value", "hidden"), [(7.0, 0.1), (12.5, 0.1), (100.0, 10.0), (-40.0, 1.0)]
)
def test_a_constant_has_the_width_that_rounding_hides(method, value, hidden):
    """To its last digit that is not zero, two at least: 7 is 7.0 ± 0.05, a deviation of
    0.1 / √12; five steps from a trend through eight points it is wider still."""
    made = predict([[value] * 8], 5, method=method)
    np.testing.assert_allclose(made.median[0], value)
    half = (made.quantile(0.8413447)[0] - made.quantile(0.1586553)[0]) / 2
    assert (half > 0.98 * hidden / np.sqrt(12)).all() and (half < 3 * hidden).all()
    assert made.grade == ("B",)


def test_nothing_but_zeros_shows_no_digit_and_has_no_width():
    for method in ("ols", "ets", "theta"):
        assert (predict([[0.0] * 8], 2, method=method).quantiles == 0.0).all()


def test_exact_growth_is_known_no_better_than_its_digits():
    made = predict([[100, 110, 121, 133.1, 146.41]], 1, method="ols")
    width = made.quantile(0.9)[0, 0] - made.quantile(0.1)[0, 0]
    assert 0.005 < width < 0.05  # digits to 0.01


def test_a_fit_that_stopped_early_has_a_median_and_no_interval_and_says_so(monkeypatch):
    """statsmodels warns; what it then gives for an interval rests on where it stopped."""
    from statsmodels.tools.sm_exceptions import ConvergenceWarning
    from statsmodels.tsa.forecasting.theta import ThetaModel

    fit = ThetaModel.fit

    def stopping(self, *args, **options):
        warnings.warn("stopped", ConvergenceWarning, stacklevel=2)
        return fit(self, *args, **options)

    history = [3.0, 4.0, 4.5, 6.0, 5.5, 7.0, 8.0, 8.5]
    whole = predict([history], 2, method="theta")
    monkeypatch.setattr(ThetaModel, "fit", stopping)
    made = predict([history], 2, method="theta")
    assert (whole.method, made.method) == (("theta",), ("theta, not converged",))
    np.testing.assert_array_equal(made.median, whole.median)
    assert np.isnan(made.quantiles).all() and made.grade == ("D",)
    assert np.isnan(made.probability_at_least(5.0)).all()


# The reference class as shipped


def test_the_network_goes_through_its_table(tmp_path):
    folder = tmp_path / "data" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "data" / "plans").mkdir()
    shipped = read_reference()
    to_table(shipped).to_csv(folder / "network.csv", index=False)
    again = read_reference(tmp_path)
    assert len(shipped.members) > 1
    for one, other in zip(shipped.members, again.members, strict=True):
        for (w, b), (v, c) in zip(one, other, strict=True):
            np.testing.assert_allclose(w, v)
            np.testing.assert_allclose(b, c)
    assert again.tails == pytest.approx(shipped.tails)


@pytest.fixture(scope="module")
def shipped_scores() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "scores.csv")


def test_on_data_sets_it_has_not_met_an_interval_holds_what_it_says(shipped_scores):
    """Every history length together; what a third of volatility may differ by is wider."""
    whole = shipped_scores[shipped_scores["volatility"] == "all"]
    assert whole["covered80"].between(0.78, 0.82).all()
    assert whole["covered95"].between(0.935, 0.96).all()
    assert shipped_scores["covered80"].between(0.765, 0.84).all()


def test_reliability_rises_along_the_diagonal():
    table = pd.read_csv(REFERENCE / "reliability.csv")
    assert (table["level"].drop_duplicates().to_numpy() == GRID.round(6)).all()
    assert (table["below"] - table["level"]).abs().max() < 0.05


def test_a_normal_score_is_where_the_grid_says():
    assert stats.norm.cdf(stats.norm.ppf(GRID)) == pytest.approx(GRID)


def test_a_value_that_all_quantiles_share_is_surely_reached_and_surely_not_passed():
    made = replace(predict([[100.0, 110.0, 120.0]], 1), quantiles=np.full((1, 1, len(GRID)), 130.0))
    assert made.probability_at_least(130.0).item() == 1.0
    assert made.probability_at_most(130.0).item() == 1.0
    assert made.probability_at_least(130.1).item() == 0.0
    assert made.probability_at_most(129.9).item() == 0.0


def test_what_was_always_positive_stays_so_and_a_lower_bound_is_kept():
    free, bounded = np.array([-np.inf]), np.array([5.0])
    above = np.array([np.inf])
    far_down = np.array([[-600.0]])
    history = np.array([[10.0], [8.0], [9.0]])
    assert choose(history, free, above).lower.item() == 0.0
    assert choose(history, free, above).backward(far_down).item() >= 0.0
    assert choose(history, bounded, above).lower.item() == 5.0
    assert choose(-history, free, above).lower.item() == -np.inf
