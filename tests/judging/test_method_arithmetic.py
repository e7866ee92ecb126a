"""The steps of WHO's and the Joint Research Centre's programs: what their own tests assert, and
what follows from their text on either side of each bound."""

import numpy as np
import pandas as pd
import pytest

from analysis.judging.methods import arithmetic
from analysis.judging.methods.arithmetic import (
    baseline,
    latest_rate_ahead,
    percent_change,
    rate_of_change,
    required_rate,
    straight_path,
    trim,
    value_at_rate,
)

# --- WHO: billionaiRe, tests/testthat at ecb82c4 ---------------------------------------------


def test_the_steps_of_whos_scenarios_give_what_its_tests_assert():
    assert latest_rate_ahead(
        [2017, 2018], [60, 61], until=2025, falling=True, forbid_worsening=True
    ) == pytest.approx(61)
    assert required_rate(68, 3, 7) == pytest.approx(-0.35971520047811967)
    assert 68 * (1 + required_rate(68, 3, 7)) ** 7 == pytest.approx(3)
    assert arithmetic.percent_of_baseline(68, 3) == pytest.approx(70.04)
    assert straight_path(88, 70, 7)[-1] == 70
    assert arithmetic.steady_change(88, 1, 7).tolist() == list(range(88, 96))
    assert trim(range(-10, 11)).tolist() == [0.0] * 11 + [float(i) for i in range(1, 11)]
    assert arithmetic.best_of([95, 25, 45], falling=True) == 25
    assert arithmetic.best_of([95, 25, 45], falling=False) == 95


def ahead(values: list[float], **given) -> float:
    """From 2017 and 2018 to 2025, as billionaiRe's scenarios run."""
    return latest_rate_ahead([2017, 2018], values, until=2025, **{"falling": False, **given})


def test_the_latest_rate_goes_on():
    """test_add_scenario.R: 87, 88 → 95.329345; test_aroc_scenarios.R: a falling one alike."""
    assert ahead([87, 88]) == pytest.approx(95.329345, abs=5e-7)
    assert ahead([93, 92], falling=True) == pytest.approx(92 * (92 / 93) ** 7)


def test_a_growth_above_its_cap_is_the_cap_and_one_below_it_is_itself():
    """test_aroc_scenarios.R: 10 → 29 is 190 % a year, held at 150 %: 29 · 2.5^7."""
    assert ahead([10, 29], cap=1.5) == pytest.approx(29 * 2.5**7)
    assert ahead([10, 29], cap=1.9) == pytest.approx(29 * 2.9**7)
    assert ahead([10, 29], cap=2.0) == pytest.approx(29 * 2.9**7)
    assert ahead([60, 61], cap=0.0, falling=True) == 61
    assert ahead([61, 60], cap=0.0, falling=True) == pytest.approx(60 * (60 / 61) ** 7)


def test_a_growth_below_its_floor_is_the_floor_and_one_above_it_is_itself():
    """test_aroc_scenarios.R: 200 → 181 is −9.5 % a year, held at −5 %: 181 · 0.95^7."""
    assert ahead([200, 181], floor=-0.05) == pytest.approx(181 * 0.95**7)
    assert ahead([200, 181], floor=-0.095) == pytest.approx(181 * 0.905**7)
    assert ahead([200, 181], floor=-0.1) == pytest.approx(181 * 0.905**7)
    assert ahead([80, 78], floor=0.0) == 78


@pytest.mark.parametrize("falling", [True, False])
def test_worsening_is_forbidden_beside_a_cap_or_a_floor(falling):
    worse, better = ([50, 55], [50, 45]) if falling else ([50, 45], [50, 55])
    given = {"falling": falling, "forbid_worsening": True}
    assert ahead(worse, **given) == worse[1]
    assert ahead(worse, **given, cap=0.2, floor=-0.2) == worse[1]
    assert ahead(better, **given) == pytest.approx(ahead(better, falling=falling))
    limit = {"floor": -0.02} if falling else {"cap": 0.02}
    assert ahead(better, **given, **limit) == pytest.approx(
        better[1] * (0.98 if falling else 1.02) ** 7
    )


def test_a_value_beyond_its_natural_bound_is_the_bound():
    """test_aroc_scenarios.R: the same two series, trimmed at 100 per cent."""
    assert ahead([10, 29], cap=1.5, lower=0, upper=100) == 100
    assert ahead([200, 181], floor=-0.05, lower=0, upper=100) == 100
    assert ahead([87, 88], lower=0, upper=95.4) == pytest.approx(95.329345, abs=5e-7)
    assert ahead([87, 88], lower=0, upper=95.3) == 95.3
    assert ahead([10, 1], lower=0.5, falling=True) == 0.5


def test_a_better_value_of_that_year_is_kept_where_it_is_asked_for():
    years, values = [2017, 2018, 2025], [87, 88, 99]
    given = {"until": 2025, "falling": False, "baseline": 2018}
    assert latest_rate_ahead(years, values, **given) == pytest.approx(95.329345, abs=5e-7)
    assert latest_rate_ahead(years, values, **given, keep_better=True) == 99
    assert latest_rate_ahead(years, values, **given, keep_better=True, upper=98) == 98
    worse = latest_rate_ahead(years, [87, 88, 90], **given, keep_better=True)
    assert worse == pytest.approx(95.329345, abs=5e-7)


@pytest.mark.parametrize(
    ("years", "values"),
    [
        ([2018], [61]),
        ([], []),
        ([2016, 2018], [60, 61]),
        ([2017, 2018], [np.nan, 61]),
        ([2017, 2018], [60, None]),
        ([2017, 2018], [0, 61]),
        ([2017, 2018], [-60, 61]),
    ],
)
def test_the_latest_rate_is_that_of_two_years_in_a_row_or_missing(years, values):
    assert np.isnan(latest_rate_ahead(years, values, until=2025, falling=False))


def test_the_latest_rate_of_an_earlier_baseline_knows_nothing_later():
    found = latest_rate_ahead([2016, 2017, 2018], [50, 60, 90], until=2019, falling=False)
    assert found == pytest.approx(135)
    early = latest_rate_ahead(
        [2016, 2017, 2018], [50, 60, 90], until=2019, falling=False, baseline=2017
    )
    assert early == pytest.approx(60 * 1.2**2)


@pytest.mark.parametrize(
    ("base", "target", "years", "rate"),
    [
        (100, 121, 2, 0.1),
        (100, 0, 7, -1.0),
        (-100, -121, 2, 0.1),
        (68, 68, 7, 0.0),
        (0, 5, 7, np.nan),
        (0, 0, 7, np.nan),
        (5, -5, 7, np.nan),
        (100, 121, 0, np.nan),
        (100, 121, -2, np.nan),
        (np.nan, 121, 2, np.nan),
    ],
)
def test_the_required_rate_is_missing_from_zero_through_zero_and_in_no_time(
    base, target, years, rate
):
    assert required_rate(base, target, years) == pytest.approx(rate, nan_ok=True)


def test_a_targeted_rate_is_limited_like_any():
    """68 → 99 in seven years asks for 5.5 % a year; with a cap of 2 % it ends at 78.1."""
    rate = required_rate(68, 99, 7)
    assert value_at_rate(68, rate, 7) == pytest.approx(99)
    assert value_at_rate(68, rate, 7, cap=0.02) == pytest.approx(68 * 1.02**7)
    assert value_at_rate(68, rate, 7, floor=0.1) == pytest.approx(68 * 1.1**7)


def test_a_percentage_changed_by_a_percentage_of_itself_stays_one():
    """test_percent_scenarios.R, test_add_scenario.R: 40 % on 88 % is 100; −180 % is 0."""
    assert arithmetic.percentage_bounds(40) == (-np.inf, 100)
    assert arithmetic.percentage_bounds(0) == (-np.inf, 100)
    assert arithmetic.percentage_bounds(-1) == (0, np.inf)

    def held(base: float, percent: float) -> float:
        lower, upper = arithmetic.percentage_bounds(percent)
        return arithmetic.percent_of_baseline(base, percent, lower=lower, upper=upper)

    assert held(88, 40) == 100
    assert held(20, -180) == 0
    assert held(90, -30) == pytest.approx(63), "of the value, not points: 63 and not 60"
    assert arithmetic.percent_of_baseline(3188, 100) == 6376, "a count has no such bound"


def test_the_straight_path_stays_at_its_target_and_keeps_what_is_better():
    """test_target_scenarios.R: 68 (2018) → 99 (2025); 79 and 80 in 2019 and 2020 are kept."""
    path = straight_path(68, 99, 7)
    assert path == pytest.approx(np.linspace(68, 99, 8))
    kept = straight_path(68, 99, 7, observed=[68, 79, 80, 81, 82, 83, 84, 85])
    assert kept[1:3].tolist() == [79, 80] and kept[3:] == pytest.approx(path[3:])
    fewer = straight_path(80, 0, 2, observed=[80, 10, np.nan], falling=True)
    assert fewer.tolist() == [80, 10, 0]
    assert straight_path(68, 99, 1, beyond=2).tolist() == [68, 99, 99, 99]
    assert straight_path(80, 120, 1, upper=100)[-1] == 100
    assert np.isnan(straight_path(np.nan, 99, 1)[0]), "a missing baseline is not zero"


def test_a_scenario_keeps_the_better_of_itself_and_what_is_observed():
    """test_trim_values.R, with and without, in both directions."""
    low, high = np.arange(0, 21), np.arange(80, 101)
    assert trim(low, observed=low + 10, falling=True).tolist() == low.tolist()
    assert trim(low + 10, observed=low, falling=True).tolist() == low.tolist()
    assert trim(high, observed=high + 10)[-1] == 100
    assert trim(high, observed=high + 10)[0] == 90
    assert trim(high + 10).tolist() == np.minimum(high + 10, 100).tolist()
    assert trim([np.nan, 5], observed=[7, np.nan]).tolist() == [7, 5]
    assert np.isnan(trim([np.nan], observed=[np.nan])[0])


def test_a_baseline_beyond_its_better_bound_is_kept_and_one_within_it_is_held():
    """scenarios_linear_change.R: "if values were already exceeding the bounds before
    calculations, they are kept"."""
    assert arithmetic.steady_change(103, 1, 2, lower=0, upper=100).tolist() == [103, 103, 103]
    assert arithmetic.steady_change(99, 1, 2, lower=0, upper=100).tolist() == [99, 100, 100]
    assert arithmetic.steady_change(100, 1, 1, lower=0, upper=100).tolist() == [100, 100]
    down = {"falling": True, "lower": 0, "upper": 100}
    assert arithmetic.steady_change(-3, -1, 1, **down).tolist() == [-3, -3]
    assert arithmetic.steady_change(1, -1, 2, **down).tolist() == [1, 0, 0]
    assert arithmetic.steady_change(103, 1, 1, **down).tolist() == [100, 100], "the worse bound"


VALUES = pd.DataFrame(
    {
        "year": range(2020, 2026),
        "value": range(10, 16),
        "type": ["reported"] * 2 + ["projected"] * 4,
    }
)


@pytest.mark.parametrize(
    ("types", "search", "found"),
    [
        ("all", "before", {2020: 10, 2022: 12, 2025: 15}),
        ("all", "after", {2020: 10, 2022: 12, 2025: 15}),
        ("reported", "before", {2020: 10, 2022: 11, 2025: 11}),
        ("reported", "after", {2020: 10, 2022: None, 2025: None}),
        ("projected", "before", {2020: None, 2022: 12, 2025: 15}),
        ("projected", "after", {2020: 12, 2022: 12, 2025: 15}),
        (["reported", "projected"], "before", {2020: 10, 2022: 12, 2025: 15}),
    ],
)
def test_a_baseline_is_the_nearest_value_of_the_types_asked_for(types, search, found):
    """test_get_baseline.R: 10 … 15 in 2020 … 2025, two reported and four projected."""
    for year, value in found.items():
        told = baseline(VALUES, year, types=types, search=search)
        assert (told and told[1]) == value
        assert told is None or told[0] == 2010 + value


def test_a_projected_value_is_no_baseline_unless_it_is_asked_for():
    assert baseline(VALUES, 2025) == (2021, 11.0)
    assert baseline(VALUES, 2019) is None
    with pytest.raises(ValueError, match="choose of"):
        baseline(VALUES, 2025, types="guessed")


def test_a_value_of_no_stated_type_counts_only_where_that_is_asked_for():
    """test_get_baseline.R, `na_rm`; a year without a value is passed over."""
    bare = VALUES.assign(type=None)
    assert baseline(bare, 2022, types="all", search="after") is None
    assert baseline(bare, 2022, types="all", search="after", untyped=True) == (2022, 12.0)
    gap = VALUES.assign(value=[10.0, np.nan, 12, 13, 14, 15])
    assert baseline(gap, 2022) == (2020, 10.0)


# --- Joint Research Centre: COINr, tests/testthat at b968203 ----------------------------------


def test_the_steps_of_coinr_give_what_its_tests_assert():
    assert arithmetic.distance_to_target([0, 5, 11], 10).tolist() == [0, 0.5, 1.1]
    assert arithmetic.distance_to_target([0, 5, 11], 10, cap=True).tolist() == [0, 0.5, 1]
    falling = {"falling": True}
    assert arithmetic.distance_to_target([-1, 1, 10], 0, **falling).tolist() == [1.1, 0.9, 0]
    capped = arithmetic.distance_to_target([-1, 1, 10], 0, cap=True, **falling)
    assert capped.tolist() == [1, 0.9, 0]
    years = [2020, 2021, 2022]
    assert arithmetic.fill_between(years, [3, np.nan, 5]).tolist() == [3, 4, 5]
    assert arithmetic.fill_between(years, [np.nan, 5, 6]).tolist() == [5, 5, 6]
    assert arithmetic.fill_between(years, [7, 8, np.nan]).tolist() == [7, 8, 8]
    assert arithmetic.fill_between(years, [3, np.nan, 5], "constant").tolist() == [3, 3, 5]
    assert arithmetic.mean([1, 2, 3], [2, 1, 1], power=-1) == pytest.approx(1.4117647058823528)
    assert arithmetic.mean([1, 2, 3]) == pytest.approx(2)
    assert arithmetic.mean([None] * 4 + [0.5], [1, 2, 3, 4, 5], fewest=0.5) is None
    assert percent_change([2010, 2011], [4, 5]) == 25.0
    assert rate_of_change([2015, 2016, 2017, 2018], [np.nan, 100, np.nan, 121]) == (
        pytest.approx(0.1)
    )


@pytest.mark.parametrize(
    ("value", "place"), [(-1, (0, 1)), (1, (0.1, 0.9)), (10, (1, 0)), (11, (1, 0))]
)
def test_a_goalpost_is_the_end_of_the_way(value, place):
    """test-normalise.R: between 0 and 10, either way round."""
    found = tuple(arithmetic.goalposts(value, 0, 10, falling=f) for f in (False, True))
    assert found == place
    assert arithmetic.goalposts(11, 0, 10, truncate=False) == pytest.approx(1.1)
    assert arithmetic.goalposts(5, 0, 10, scale=10) == 5


@pytest.mark.parametrize(
    ("values", "rate"),
    [
        ([100, None, 121], 0.1),
        ([100, 500, 121], 0.1),
        ([-100, None, -121], 0.1),
        ([0, 5, 0], 0.0),
        ([0, None, 0], 0.0),
        ([-3, None, -3], 0.0),
        ([121, None, 0], -1.0),
        ([0, None, 5], np.inf),
        ([0, None, -5], np.nan),
        ([-5, None, 3], np.nan),
        ([5, None, -3], np.nan),
        ([None, 5, None], np.nan),
        ([None, None, None], np.nan),
    ],
)
def test_the_rate_of_change_is_missing_where_there_is_none_and_never_an_error(values, rate):
    """Two years apart; trends.R, CAGR: equal ends are no growth, zero and zero too."""
    assert rate_of_change([2016, 2017, 2018], values) == pytest.approx(rate, nan_ok=True)


def test_through_a_change_of_sign_there_is_no_growth_in_a_single_year_either():
    assert np.isnan(rate_of_change([2017, 2018], [-5, 3]))
    assert rate_of_change([2017, 2018], [-5, -3]) == pytest.approx(-0.4)


def test_the_rate_of_change_takes_the_years_in_order_and_none_without():
    assert rate_of_change([2018, 2016], [121, 100]) == pytest.approx(0.1)
    for step in (rate_of_change, percent_change):
        assert np.isnan(step([], []))
        with pytest.raises(ValueError, match="without its year"):
            step([2016, None], [100, 121])


@pytest.mark.parametrize(
    ("years", "values", "per", "change"),
    [
        ([2010, 2012], [4, 5], 1, 12.5),
        ([2010, 2011], [4, 5], 10, 250.0),
        ([2010, 2011, 2012], [4, 5, 6], 1, 25.0),
        # the line of least squares of 4, 5, 9 is 3.5 + 2.5 t: 2.5 of 3.5
        ([2010, 2011, 2012], [4, 5, 9], 1, 2.5 / 3.5 * 100),
        ([2012, 2010, 2011], [9, 4, 5], 1, 2.5 / 3.5 * 100),
        # of 1, 2, 3 in 2010, 2011, 2014: means 2 and 2011 2/3, slope (5/3 + 7/3) / (26/3) = 6/13,
        # and 2 − 6/13 · 5/3 = 16/13 in 2010
        ([2010, 2011, 2014], [1, 2, 3], 1, 6 / 16 * 100),
        ([2010, 2011, 2012], [4, None, 5], 1, 12.5),
        ([2010, 2011, 2012], [7, 7, 7], 1, 0.0),
        ([2010, 2011], [0, 0], 1, 0.0),
        ([2010, 2011], [0, 5], 1, np.inf),
        ([2010, 2011], [-4, 4], 1, -200.0),
        ([2010], [4], 1, np.nan),
        ([2010, 2011], [4, None], 1, np.nan),
    ],
)
def test_the_change_a_period_is_of_the_ends_or_with_more_values_of_their_line(
    years, values, per, change
):
    assert percent_change(years, values, per=per) == pytest.approx(change, nan_ok=True)


def test_the_latest_value_is_carried_forward_and_never_back():
    """test-impute_panel.R: "latest" is the program's own way unless another is asked for."""
    years = [2020, 2021, 2022, 2023]
    found = arithmetic.fill_between(years, [np.nan, 5, np.nan, 7], "latest")
    assert np.isnan(found[0]) and found[1:].tolist() == [5, 5, 7]
    backwards = arithmetic.fill_between(years[::-1], [7, np.nan, 5, np.nan], "latest")
    assert backwards[:3].tolist() == [7, 5, 5] and np.isnan(backwards[3])


@pytest.mark.parametrize("how", ["linear", "constant", "latest"])
def test_where_nothing_is_known_nothing_is_filled(how):
    assert np.isnan(arithmetic.fill_between([2020, 2021], [np.nan, np.nan], how)).all()


@pytest.mark.parametrize(
    ("values", "power", "expected"),
    [
        ([1, 2, 3], 0, 6 ** (1 / 3)),
        ([1, 2, 3], -1, 18 / 11),
        ([0, 3, 6], 2, 15**0.5),
        ([-3, 3], 2, 3.0),
        ([-3, 1], 1, -1.0),
        ([2, None, 8], 0, 4.0),
    ],
)
def test_only_a_geometric_and_a_harmonic_mean_need_values_above_zero(values, power, expected):
    assert arithmetic.mean(values, power=power) == pytest.approx(expected)
    for bad in (0.0, -1.0):
        for strict in (0, -1):
            with pytest.raises(ValueError, match="above zero"):
                arithmetic.mean([1, 2, bad], power=strict)


def test_a_mean_needs_just_the_share_of_values_that_is_asked_for():
    assert arithmetic.mean([1, None], fewest=0.5) == 1
    assert arithmetic.mean([1, None, None], fewest=0.5) is None
    assert arithmetic.mean([None, None]) is None
