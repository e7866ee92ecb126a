"""The peers' own published results, the hard cases, and what holds for every method."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.judging.attainment import STATUS_CODES
from analysis.judging.methods import (
    GRADES,
    METHODS,
    VERDICTS,
    aggregate,
    from_series,
    goldilocks,
    judge,
    judge_all,
    method_inputs,
    next_deadline,
    typical_changes,
    worst,
)
from analysis.judging.methods.rows import ANSWERS
from analysis.records.errors import PlanDataError

CASES = json.loads((Path(__file__).parent / "data" / "peer_cases.json").read_text("utf-8"))["cases"]
RANK = {"off_track": 0, "slower": 1, "on_track": 2, "achieved": 3}
SERIES = ("destatis", "trackr")
POINTWISE = [m for m in METHODS.index if m not in (*SERIES, "ours")]
CONTRACT = {
    "destatis_weather": "destatis",
    "open_sdg_statcan_2_4": "open_sdg",
    "open_sdg_eustat": "eustat",
}


def named(method: str) -> list:
    return [pytest.param(c, id=c["id"]) for c in CASES if c["method"] == method]


def row(**inputs) -> pd.DataFrame:
    usual = {
        "base_year": 2020,
        "base_value": 100.0,
        "current_year": 2023,
        "current_value": 130.0,
        "target_value": 150.0,
        "target_year": 2025,
        "direction": "increase",
        "natural_limit": None,
    }
    return pd.DataFrame([usual | inputs])


def said(method: str, **inputs) -> str:
    return judge(row(**inputs), method)["status"].item()


def verdict(method: str, **inputs) -> str:
    return judge(row(**inputs), method)["verdict"].item()


def why(method: str, **inputs) -> str:
    return judge(row(**inputs), method)["reason"].item()


def near(found: object, expected: float | None, tolerance: float) -> bool:
    if expected is None:
        return pd.isna(found)
    return abs(float(found) - expected) <= tolerance


# What the peers published


@pytest.mark.parametrize("case", named("open_sdg_statcan_2_4") + named("open_sdg_eustat"))
def test_a_published_result_of_a_peer_is_reproduced(case):
    found = judge(pd.DataFrame([case["inputs"]]), CONTRACT[case["method"]]).iloc[0]
    expected, tolerance = case["expected"], case["tolerance"]
    for column in ("progress_value", "score"):
        if column in expected:
            assert near(found[column], expected[column], tolerance[column]), column
    assert (found["status"] or "not_available") == expected["status"]


@pytest.mark.parametrize("case", named("destatis_weather"))
def test_a_published_weather_symbol_is_reproduced(case):
    found = judge(pd.DataFrame([case["inputs"]]), "destatis").iloc[0]
    assert found["status"] == case["expected"]["symbol"]


@pytest.mark.parametrize("case", named("open_sdg_statcan_2_4.aggregate"))
def test_a_published_aggregate_is_reproduced(case):
    found = aggregate(pd.DataFrame(case["inputs"]["series"]))
    assert near(found["score"], case["expected"]["score"], case["tolerance"]["score"])
    assert found["status"] == case["expected"]["status"]


@pytest.mark.parametrize("case", named("as_of_replay"))
def test_what_was_published_on_each_day_is_reproduced_and_later_days_change_nothing(case):
    vintages = case["inputs"]["vintages"]
    for known in range(1, len(vintages) + 1):
        found = judge(pd.DataFrame(vintages[:known]), "open_sdg")
        for at, expected in enumerate(case["expected"]["by_publication"][:known]):
            assert near(found["progress_value"].iloc[at], expected["progress_value"], 1e-9)
            assert found["status"].iloc[at] == expected["status"]


def test_all_cases_of_a_method_may_stand_in_one_frame():
    cases = [c for c in CASES if c["method"] == "open_sdg_statcan_2_4"]
    found = judge(pd.DataFrame([c["inputs"] for c in cases]), "open_sdg")
    assert found["status"].replace("", "not_available").tolist() == [
        c["expected"]["status"] for c in cases
    ]


FURTHER = Path(__file__).parent / "data" / "further_results.csv"


@pytest.mark.parametrize("method", ["open_sdg", "eustat"])
def test_further_results_read_in_the_peers_files_are_reproduced(method):
    """sdg-data-donnees-odd indicator_calculation_components.yml at 007ce50, EUSTAT-DES/data at
    00a0109: not among the cases handed over, the target year 2030 throughout."""
    table = pd.read_csv(FURTHER)
    table = table[table["method"] == method].assign(target_year=2030)
    found = judge(table, method)
    for at in table.index:
        for column, tolerance in (("progress_value", 1e-9), ("score", 5e-4)):
            expected = table[column][at]
            assert near(found[column][at], None if pd.isna(expected) else expected, tolerance), at
    assert found["status"].tolist() == table["status"].fillna("").tolist()


def test_eustats_aggregates_use_the_same_means():
    """2-3-1: 5 and −1.988144 give 1.505928."""
    two = pd.DataFrame({"score": [5.0, -1.988144050376488], "target_achieved": [False, False]})
    assert aggregate(two)["score"] == pytest.approx(1.505927974811756)


def test_every_case_handed_over_is_named_by_a_test():
    """The single steps are tested with `arithmetic`; nothing else may be in the file."""
    steps = {
        "aggregate.generalised",
        "aggregate.geometric",
        "aggregate.harmonic",
        "aggregate.mean_with_threshold",
        "aroc.latest",
        "aroc.target",
        "baseline_value",
        "best_of",
        "cagr",
        "distance_to_target",
        "goalposts",
        "impute_panel.constant",
        "impute_panel.linear",
        "linear_change",
        "linear_path_to_target",
        "percent_change_per_period",
        "relative_target",
        "trim",
    }
    tested = {*CONTRACT, "open_sdg_statcan_2_4.aggregate", "as_of_replay"}
    assert {c["method"] for c in CASES} == steps | tested


# One gap, many rulers


def test_the_verdict_depends_on_the_ruler():
    """High-tech firms, 3,188 (2020) → 4,155 (2023), target 5,000 by 2025. Growth so far 9.23 %,
    required 9.42 %: R = 0.980. At 9.23 % for two more years 4,958, 0.977 of the way. 53.4 % of
    the way at 60 % of the time."""
    firms = {"base_value": 3188, "current_value": 4155, "target_value": 5000}
    table = {m: judge(row(**firms), m).iloc[0] for m in METHODS.index}
    assert table["open_sdg"]["progress_value"] == pytest.approx(0.980, abs=5e-4)
    assert table["un_progress_chart"]["progress_value"] == pytest.approx(0.977, abs=5e-4)
    assert table["time_proportional"]["share_travelled"] == pytest.approx(0.534, abs=5e-4)
    assert table["time_proportional"]["completion"] == pytest.approx(0.831)
    said_by = {m: r["verdict"] for m, r in table.items()}
    assert said_by["open_sdg"] == said_by["un_progress_chart"] == "on_track"
    assert said_by["time_proportional"] == said_by["ndrc"] == "off_track"


def test_read_as_a_doubling_every_ruler_of_the_way_says_behind():
    """6,376: R = 0.621, K = 0.303 against 0.60."""
    doubling = {"base_value": 3188, "current_value": 4155, "target_value": 6376}
    found = judge_all(row(**doubling)).set_index("method")
    assert found.loc["open_sdg", "progress_value"] == pytest.approx(0.621, abs=5e-4)
    assert found.loc["time_proportional", "progress_value"] == pytest.approx(0.303, abs=5e-4)
    judged = found[found["verdict"] != "not_applicable"].drop(index="completion_rate")
    assert set(judged["verdict"]) == {"slower", "off_track"}


def test_the_completion_rate_credits_the_baseline():
    """3,188 of 5,000 is 63.8 % on the first day; a year on without any change it is on time."""
    assert (
        said(
            "completion_rate",
            base_value=3188,
            current_value=3188,
            target_value=5000,
            current_year=2021,
        )
        == "on_schedule"
    )
    assert (
        said(
            "time_proportional",
            base_value=3188,
            current_value=3188,
            target_value=5000,
            current_year=2021,
        )
        == "behind_schedule"
    )


# Hard cases


@pytest.mark.parametrize("method", [*POINTWISE, "ours"])
def test_a_target_already_met_is_met(method):
    assert verdict(method, current_value=151.0) == "achieved"
    assert verdict(method, current_value=150.0) == "achieved"
    assert verdict(method, base_value=160.0, current_value=155.0) == "achieved"


@pytest.mark.parametrize("method", [*POINTWISE, "ours"])
def test_a_strict_comparator_is_not_met_by_equality(method):
    assert verdict(method, current_value=150.0, comparator=">") != "achieved"
    assert verdict(method, current_value=150.1, comparator=">") == "achieved"


@pytest.mark.parametrize("method", POINTWISE)
def test_base_equal_to_target_is_to_be_maintained(method):
    """Growth and way are undefined; lost ground is told, none is invented."""
    assert verdict(method, base_value=150.0, current_value=150.0) == "achieved"
    found = judge(row(base_value=150.0, current_value=140.0), method).iloc[0]
    assert found["verdict"] in ("off_track", "not_applicable", "on_track")
    assert not np.isinf(found["progress_value"]) and not np.isinf(found["score"])
    if method in ("open_sdg", "eustat", "eurostat"):
        assert found["reason"] == "base_equals_target"
    elif method != "completion_rate":
        assert found["verdict"] == "off_track"


@pytest.mark.parametrize("method", POINTWISE)
def test_falling_back_from_beyond_the_target_is_not_progress(method):
    """Base 160, target 150, now 140. (c − b)/(T − b) = 2 would count as twice the way."""
    found = verdict(method, base_value=160.0, current_value=140.0)
    assert found == ("on_track" if method == "completion_rate" else "off_track")


def test_a_zero_base_is_judged_where_the_method_has_a_rule_for_it():
    """Open SDG puts 0.001 for it, the additive methods need nothing, growth has none."""
    zero = {"base_value": 0.0, "current_value": 60.0, "target_value": 100.0}
    assert said("open_sdg", **zero) == "substantial_progress"
    assert said("time_proportional", **zero) == "on_schedule"
    assert said("escap_current_status", **zero) == "reached_line"
    for method in ("eurostat", "un_progress_chart", "who_required_growth"):
        assert why(method, **zero) == "zero_base"


def test_a_zero_target_is_judged_where_the_method_has_a_rule_for_it():
    zero = {"base_value": 10.0, "current_value": 4.0, "target_value": 0.0, "direction": "decrease"}
    assert said("open_sdg", **zero) == "limited_progress"
    assert said("time_proportional", **zero) == "on_schedule"
    assert verdict("who_required_growth", **zero) == "off_track"  # a rate of −100 % a year


@pytest.mark.parametrize("method", POINTWISE)
def test_the_wrong_direction_is_off_track(method):
    found = verdict(method, current_value=90.0)
    assert found == ("on_track" if method == "completion_rate" else "off_track")


def test_a_bounded_share_near_its_bound_needs_less():
    """99.47 → 99.57 % is moderate with the natural limit of 100, limited without."""
    near_bound = {"base_value": 99.47, "current_value": 99.57, "target_value": None}
    assert said("open_sdg", **near_bound, natural_limit=100) == "moderate_progress"
    assert said("open_sdg", **near_bound) == "limited_progress"
    full = {"base_value": 99.0, "current_value": 99.2, "target_value": 100.0}
    assert said("un_progress_chart", **full, natural_limit=100) == "met_or_on_track"
    assert said("un_progress_chart", **full) == "fair_progress"


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_a_limit_counts_only_where_the_indicator_may_run_into_it(direction):
    """Open SDG, docs/progress-methodology.md: "a maximum limit is not considered for indicators
    whose desired direction of progress is negative". 0.3 % a year from 98: with the limit of 100
    C = 1 − 0.98^4.44 = 0.086 and 1.5 % becomes 0.13 %; away from it 0.3 % stays limited."""
    one = {"increase": 1.003, "decrease": 0.997}[direction]
    given = {"base_value": 98.0, "current_year": 2021, "current_value": 98.0 * one}
    found = said("open_sdg", **given, target_value=None, natural_limit=100, direction=direction)
    met = {"increase": "substantial_progress", "decrease": "limited_progress"}
    assert found == met[direction]
    assert said("open_sdg", **given, target_value=None, direction=direction) == "limited_progress"


def test_at_its_natural_limit_an_indicator_has_only_to_stay():
    """C = 0 where the base is the limit: any value from it on is on track with score 5, a fall
    is judged as usual (125 · p − 2.5)."""
    at = {"base_value": 100.0, "target_value": None, "natural_limit": 100, "current_year": 2021}
    stays = judge(row(**at, current_value=100.0), "open_sdg").iloc[0]
    assert (stays["status"], stays["score"]) == ("substantial_progress", 5.0)
    falls = judge(row(**at, current_value=99.0), "open_sdg").iloc[0]
    assert falls["status"] == "deterioration"
    assert falls["score"] == pytest.approx(125 * -0.01 - 2.5)


def test_a_minimum_limit_below_a_falling_indicator_counts_near_it():
    """C = 1 − ((2L − b)/L)^4.44 for L < b < 2L, 1 from 2L on: at L = 10 and b = 11,
    1 − 0.9^4.44 = 0.374, so that a fall of 0.6 % is above 1.5 % · C = 0.56 %."""
    fall = {"current_year": 2021, "target_value": None, "direction": "decrease"}
    near_it = {"base_value": 11.0, "current_value": 11.0 * 0.994}
    assert said("open_sdg", **fall, **near_it, natural_limit=10) == "substantial_progress"
    assert said("open_sdg", **fall, **near_it) == "moderate_progress"
    far = {"base_value": 20.0, "current_value": 20.0 * 0.994}
    assert said("open_sdg", **fall, **far, natural_limit=10) == "moderate_progress"


def test_a_change_of_sign_cannot_be_judged_by_growth():
    turned = {"base_value": -5.0, "current_value": 3.0, "target_value": 10.0}
    for method in ("open_sdg", "eustat", "eurostat", "un_progress_chart"):
        assert why(method, **turned) == "sign_change"
    assert said("time_proportional", **turned) == "behind_schedule"


def test_the_completion_rate_has_none_through_a_change_of_sign():
    """−6 of 5 and 2 of −5 are no shares; 6 of 5 is one, wherever the base stood."""
    apart = {"base_value": -10.0, "current_value": -6.0, "target_value": 5.0}
    assert why("completion_rate", **apart) == "sign_change"
    beyond = judge(row(**apart | {"current_value": 6.0}), "completion_rate").iloc[0]
    assert (beyond["status"], beyond["progress_value"]) == ("completed", pytest.approx(1.2))
    losses = {"base_value": -10.0, "current_value": -5.0, "target_value": -2.0}
    assert judge(row(**losses), "completion_rate")["progress_value"].item() == pytest.approx(0.4)


@pytest.mark.parametrize("method", POINTWISE)
@pytest.mark.parametrize(("deadline", "judged"), [(None, False), (2020, False), (2021, True)])
def test_a_way_needs_a_deadline_after_its_base_year(method, deadline, judged):
    given = {"target_year": deadline, "current_year": 2021}
    found = judge(row(**given), method).iloc[0]
    assert (found["verdict"] != "not_applicable") is judged
    assert found["reason"] == ("" if judged else "no_time")
    assert verdict(method, **given, current_value=150.0) == "achieved", "met without a way"


def test_the_speed_of_others_needs_a_deadline_too():
    frame = runner(0.10, 10_000).assign(target_year=np.nan)
    found = judge(frame, "trackr", typical=typical_changes(panel())).iloc[0]
    assert (found["status"], found["reason"]) == ("", "no_time")


def test_a_target_of_zero_asks_eurostats_ratio_for_all_of_it_each_year():
    """10 → 8.1 in two years is −10 % a year, of −100 %."""
    zero = {"base_value": 10.0, "current_year": 2022, "current_value": 8.1, "target_value": 0.0}
    found = judge(row(**zero, direction="decrease"), "eurostat").iloc[0]
    assert found["progress_value"] == pytest.approx(0.1)
    assert found["status"] == "insufficient_progress"


@pytest.mark.parametrize("method", POINTWISE)
def test_the_base_year_alone_is_not_progress(method):
    found = judge(row(current_year=2020, current_value=100.0), method).iloc[0]
    assert (found["verdict"], found["reason"]) == ("not_applicable", "one_point")


@pytest.mark.parametrize("method", POINTWISE)
def test_two_points_give_a_verdict_without_a_width(method):
    found = judge(row(), method).iloc[0]
    assert found["verdict"] != "not_applicable"
    assert "low80" not in found.index


@pytest.mark.parametrize(
    ("missing", "reason"),
    [("current_value", "no_value"), ("base_value", "no_base"), ("direction", "no_direction")],
)
def test_what_is_missing_is_said(missing, reason):
    for method in POINTWISE:
        if (method, missing) != ("completion_rate", "base_value"):
            assert why(method, **{missing: None}) == reason


def test_without_a_target_only_the_methods_with_a_fixed_rate_judge():
    found = judge_all(row(target_value=None), POINTWISE).set_index("method")
    free = ["open_sdg", "eurostat", "eustat", "un_progress_chart"]
    assert set(found.loc[free, "verdict"]) == {"on_track"}
    assert set(found.drop(index=free)["reason"]) == {"no_target"}


def test_a_reason_known_beforehand_goes_first():
    broken = row(base_value=None, reason="definition_break")
    assert judge(broken, "open_sdg")["reason"].item() == "definition_break"


def test_old_data_are_judged_as_of_their_own_year():
    """Half the way in 2022 is on schedule for 2022, however late one looks."""
    assert said("time_proportional", current_year=2022, current_value=120.0) == "on_schedule"
    assert said("time_proportional", current_year=2024, current_value=120.0) == "behind_schedule"


def test_past_the_deadline_nothing_is_projected():
    late = {"current_year": 2026, "current_value": 149.0}
    assert judge(row(**late), "un_progress_chart")["progress_value"].item() == pytest.approx(0.98)
    assert said("ndrc", **late) == "lagging"
    assert said("ours", **late, probability=0.9) == "missed"


def test_a_year_given_as_a_range_is_its_first_year():
    assert judge(row(base_year="2020-21"), "open_sdg").equals(judge(row(), "open_sdg"))


def test_a_missing_base_year_is_the_next_later_one_and_no_year_is_filled():
    told = pd.DataFrame(
        {"base_year": [2015], "years": [(2013, 2016, 2018)], "values": [(1.0, np.nan, 3.0)]}
    )
    found = from_series(told).iloc[0]
    assert (found["base_year"], found["base_value"]) == (2018, 3.0)
    assert (found["current_year"], found["current_value"]) == (2018, 3.0)


def test_parity_is_judged_by_its_distance_from_one():
    assert goldilocks(pd.Series([0.8, 1.25])).tolist() == [1.25, 1.25]
    parity = row(base_value=0.8, current_value=1.1, target_value=1.0).assign(parity=True)
    assert judge(parity, "escap_current_status")["score"].item() == pytest.approx(5.0)


def test_a_binary_indicator_is_met_or_not():
    binary = row(base_value=0.0, current_value=1.0, target_value=None).assign(binary=True)
    assert judge(binary, "un_progress_chart")["verdict"].item() == "achieved"


def test_groups_of_series_count_once():
    """Groups of means 4 and −2: 1, not the mean of the three, 2."""
    table = pd.DataFrame(
        {"score": [4.0, 4.0, -2.0], "target_achieved": False, "group": ["a", "a", "b"]}
    )
    assert aggregate(table) == {"score": 1.0, "status": "moderate_progress"}
    assert aggregate(table.assign(score=np.nan))["status"] == "not_available"


@pytest.mark.parametrize(
    ("growth", "word"),
    [
        (0.011, "significant_progress"),
        (0.005, "moderate_progress"),
        (-0.005, "moderate_movement_away"),
        (-0.02, "movement_away"),
    ],
)
def test_eurostats_fixed_rates(growth, word):
    assert said("eurostat", current_value=100 * (1 + growth) ** 3, target_value=None) == word


# Weather


def weather(values: list, **inputs) -> str:
    years = inputs.pop("years", list(range(2018, 2018 + len(values))))
    frame = row(years=None, **inputs).assign(years=[years], values=[values])
    return judge(frame, "destatis")["status"].item()


@pytest.mark.parametrize(
    ("target", "symbol"),
    [
        (51.0, "sun"),
        (52.5, "sun"),
        (np.nextafter(52.6315, 53), "sun"),
        (52.64, "sun_cloud"),
        (62.5, "sun_cloud"),
        (62.51, "cloud"),
        (1e6, "cloud"),
    ],
)
def test_a_target_missed_by_five_to_twenty_per_cent_of_the_gap_is_a_clouded_sun(target, symbol):
    """From 0 to 50 in five years, five more to go: 50 of a gap of T − 50. "At least 5 % and at
    most 20 % of the difference between the target value and the current value" (status.md): a gap
    of 52.63 is closed to 95 %, one of 62.5 to 80 %."""
    values = [0, 10, 20, 30, 40, 50]
    assert weather(values, target_value=50 + target, target_year=2028) == symbol


def test_the_clouds_do_not_hang_on_the_arithmetic_of_decimals():
    """1.1 to 5.1 in five years, five to go, ten wanted: 4 of 5, just 80 %, though in binary
    numbers (5.1 − 1.1)/5 is a hair less than 0.8."""
    assert (5.1 - 1.1) / 5 < 0.8
    assert weather([1.1, 2, 3, 4, 5, 5.1], target_value=10.1, target_year=2028) == "sun_cloud"
    assert weather([1.1, 2, 3, 4, 5, 5.1], target_value=10.11, target_year=2028) == "cloud"


def test_fewer_than_four_consecutive_years_have_no_weather():
    assert weather([1, 2, 3], target_value=10) == ""
    assert weather([1, 2, 3, 4], target_value=5) == "sun"
    assert weather([1, 2, 3, 4], years=[2018, 2020, 2021, 2022], target_value=5) == ""


def test_a_gap_ends_the_series_that_counts():
    """2014 is not joined to 2018: the mean change is 1, not (4 − 40)/5."""
    assert (
        weather(
            [40, 1, 2, 3, 4], years=[2014, 2018, 2019, 2020, 2021], target_value=8, target_year=2026
        )
        == "sun"
    )


def test_met_with_an_adverse_trend_keeps_its_warning():
    """The one place where a method has no unclouded word for a target that is met."""
    falling = {"target_value": 100.0, "target_year": 2030}
    assert weather([120, 118, 116, 114, 112, 110], **falling) == "sun_cloud"
    frame = row(**falling).assign(
        years=[list(range(2018, 2024))], values=[[120, 118, 116, 114, 112, 110]]
    )
    assert judge(frame, "destatis")["verdict"].item() == "achieved"
    assert weather([100, 102, 104, 106, 108, 110], **falling) == "sun"


def test_the_weaker_end_of_an_interval_counts():
    rising = [10, 11, 12, 13, 14, 15]
    assert weather(rising, target_value=16.0, target_high=25.0, target_year=2024) == "sun"
    assert weather(rising, target_value=25.0, target_high=16.0, target_year=2024) == "sun"
    assert (
        weather(
            rising[::-1], target_value=5.0, target_high=9.0, target_year=2024, direction="decrease"
        )
        == "sun"
    )


def test_of_several_deadlines_the_next_and_of_several_targets_the_worst():
    table = pd.DataFrame({"indicator_id": "a", "target_year": [2022, 2025, 2030]})
    assert next_deadline(table, 2023)["target_year"].tolist() == [2025]
    assert worst(["sun", "cloud", "sun_cloud", ""]) == "cloud"
    assert worst([]) == ""


@pytest.mark.parametrize(
    ("values", "symbol"),
    [
        ([1, 2, 3, 4, 5, 6], "sun"),
        ([1, 2, 3, 4, 6, 5], "sun_cloud"),
        ([6, 5, 4, 3, 2, 3], "cloud"),
        ([6, 5, 4, 3, 2, 1], "thunderstorm"),
        ([3, 3, 3, 3, 3, 3], "thunderstorm"),
    ],
)
def test_a_direction_alone_has_weather(values, symbol):
    assert weather(values, target_value=None, target_year=None) == symbol


# Speed of others


def panel(growth: float = 0.10, regions: int = 30) -> pd.DataFrame:
    """Regions from 100 to 400 in 2010, all growing alike."""
    start = np.geomspace(100, 400, regions)
    return pd.DataFrame(
        [
            {
                "indicator_id": "firms",
                "region": f"{r:06d}",
                "year": 2010 + t,
                "value": start[r] * (1 + growth) ** t,
            }
            for r in range(regions)
            for t in range(11)
        ]
    )


def runner(growth: float, target: float) -> pd.DataFrame:
    years = list(range(2015, 2021))
    values = [200 * (1 + growth) ** t for t in range(6)]
    return row(target_value=target, current_year=2020, current_value=values[-1]).assign(
        indicator_id="firms", years=[years], values=[values]
    )


def test_twice_the_typical_growth_is_twice_the_speed():
    """Others grow 10 % a year, this one 21 % = 1.1² − 1: its five years are ten of theirs."""
    typical = typical_changes(panel())
    found = judge(runner(0.21, 10_000), "trackr", typical=typical).iloc[0]
    assert found["progress_value"] == pytest.approx(2.0, abs=1e-6)
    assert found["score"] == 100.0
    same = judge(runner(0.10, 10_000), "trackr", typical=typical).iloc[0]
    assert same["progress_value"] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("growth", "factor", "word"),
    [
        (0.21, 1.21**5, "own_speed_reaches"),
        (0.02, 1.10**5, "typical_speed_reaches"),
        (0.10, 1.21**5, "beyond_typical_speed"),
    ],
)
def test_the_typical_path_is_followed_to_the_deadline(growth, factor, word):
    latest = 200 * (1 + growth) ** 5
    frame = runner(growth, latest * factor * 0.999)
    assert judge(frame, "trackr", typical=typical_changes(panel()))["status"].item() == word


def test_later_years_of_the_panel_are_not_used_before_they_are_known():
    early = typical_changes(panel(), until=2016)
    later = panel().assign(value=lambda t: t["value"].where(t["year"] <= 2016, t["value"] * 9))
    pd.testing.assert_frame_equal(typical_changes(later, until=2016), early)


def test_without_a_panel_no_speed_is_given():
    assert judge(runner(0.1, 500), "trackr")["reason"].item() == "no_panel"


# What holds for every method

MANY = 800  # rows at a time: the methods take whole frames


def draw(seed: int) -> pd.DataFrame:
    """Bases, latest values and targets on the wanted side of the base, in both directions."""
    some = np.random.default_rng(seed)
    base = np.exp(some.uniform(0, 9, MANY))
    up = some.random(MANY) < 0.5
    step = some.uniform(1.05, 3.0, MANY)
    current = base * np.exp(some.uniform(-1, 1.3, MANY))
    year = 2020 + some.integers(1, 5, MANY)
    earlier = base[:, None] * some.uniform(0.5, 2.0, (MANY, 5))
    return pd.DataFrame(
        {
            "base_year": 2020,
            "base_value": base,
            "current_year": year,
            "current_value": current,
            "target_value": np.where(up, base * step, base / step),
            "target_year": 2025,
            "direction": np.where(up, "increase", "decrease"),
            "probability": 0.5,
            "indicator_id": "firms",
            "years": [list(range(y - 5, y + 1)) for y in year],
            "values": np.column_stack([earlier, current]).tolist(),
        }
    )


DRAWN = draw(1)
TYPICAL = typical_changes(panel())


@cache
def judged(method: str) -> pd.DataFrame:
    """What a method says of the rows drawn."""
    return judge(DRAWN, method, typical=TYPICAL)


def better(frame: pd.DataFrame, by: float | np.ndarray) -> pd.DataFrame:
    up = frame["direction"] == "increase"
    values = frame["current_value"] * np.where(up, by, 1 / np.asarray(by))
    series = [[*v[:-1], c] for v, c in zip(frame["values"], values, strict=True)]
    return frame.assign(current_value=values, values=series)


def scaled(frame: pd.DataFrame, by: np.ndarray) -> pd.DataFrame:
    """Each row in a unit of its own."""
    names = ["base_value", "current_value", "target_value"]
    return frame.assign(
        **{n: frame[n] * by for n in names},
        values=[[v * b for v in s] for s, b in zip(frame["values"], by, strict=True)],
    )


def clear_of_thresholds(method: str) -> pd.DataFrame:
    """The rows drawn whose word a hair's breadth does not change, so that rounding decides none."""
    told = [
        judge(better(DRAWN, f), method, typical=TYPICAL)["status"] for f in (1 - 1e-9, 1 + 1e-9)
    ]
    return DRAWN[told[0] == told[1]]


UNITS = {"thousandths": 1e-3, "halves": 0.5, "hundreds": 100.0, "ten thousands": 1e4}
IN_UNITS = typical_changes(
    pd.concat(
        panel().assign(indicator_id=name, value=lambda t, by=by: t["value"] * by)
        for name, by in UNITS.items()
    )
)


@pytest.mark.parametrize("method", METHODS.index)
def test_units_do_not_matter(method):
    """The panel, where one is used, is in the same unit as the row."""
    frame = clear_of_thresholds(method)
    names = np.resize(list(UNITS), len(frame))
    in_units = scaled(frame, np.array([UNITS[n] for n in names])).assign(indicator_id=names)
    one = judged(method).loc[frame.index]
    other = judge(in_units, method, typical=IN_UNITS)
    told = one["status"] == other["status"]
    # A path over sixty years adds its rounding up: one row in a hundred may stand on an edge.
    assert told.mean() >= (0.99 if method == "trackr" else 1.0)
    assert (one["reason"] == other["reason"])[told].all()


def test_units_matter_only_where_a_rule_names_a_number():
    """Open SDG's 0.001 for a zero; the Progress Chart's one point from 0 or 100 per cent."""
    zero = {"base_value": 0.0, "current_value": 1.0, "target_value": 100.0}
    large = {"base_value": 0.0, "current_value": 1e3, "target_value": 1e5}
    first, second = (judge(row(**z), "open_sdg")["progress_value"].item() for z in (zero, large))
    assert first != pytest.approx(second)


@pytest.mark.parametrize("method", METHODS.index)
def test_a_better_latest_value_never_gives_a_worse_verdict(method):
    by = np.random.default_rng(2).uniform(1.0, 2.0, MANY)
    before = judged(method)["verdict"].map(RANK)
    after = judge(better(DRAWN, by), method, typical=TYPICAL)["verdict"].map(RANK)
    both = before.notna() & after.notna()
    assert both.any() and (after >= before)[both].all()


@pytest.mark.parametrize("method", [m for m in METHODS.index if m not in ("trackr", "ours")])
def test_direction_is_taken_both_ways(method):
    """Every value with the other sign and the other direction is the same story."""
    turned = {"increase": "decrease", "decrease": "increase"}
    mirror = scaled(DRAWN, np.full(MANY, -1.0)).assign(direction=DRAWN["direction"].map(turned))
    one, other = judged(method), judge(mirror, method)
    assert (one[["status", "verdict"]] == other[["status", "verdict"]]).all().all()


def test_the_speed_of_others_takes_direction_both_ways():
    """The reciprocal of a falling indicator is a rising one."""
    frame = DRAWN
    turned = {"increase": "decrease", "decrease": "increase"}
    names = ["base_value", "current_value", "target_value"]
    mirror = frame.assign(
        **{n: 1 / frame[n] for n in names},
        values=[[1 / v for v in s] for s in frame["values"]],
        direction=frame["direction"].map(turned),
    )
    others = typical_changes(panel().assign(value=lambda t: 1 / t["value"]))
    one = judged("trackr")["status"]
    assert (one == judge(mirror, "trackr", typical=others)["status"]).mean() >= 0.99


def is_met(frame: pd.DataFrame) -> pd.Series:
    up = frame["direction"] == "increase"
    reached = frame["current_value"] >= frame["target_value"]
    return reached.where(up, frame["current_value"] <= frame["target_value"])


@pytest.mark.parametrize("method", METHODS.index)
def test_met_is_met_in_every_method(method):
    assert ((judged(method)["verdict"] == "achieved") == is_met(DRAWN)).all()


def test_the_matrix_holds_what_each_method_says():
    pd.testing.assert_frame_equal(
        judge_all(DRAWN, ["ndrc", "trackr"], typical=TYPICAL),
        pd.concat([judged(m)[list(ANSWERS)] for m in ("ndrc", "trackr")])
        .rename_axis("row")
        .reset_index(),
    )


def test_the_only_clouded_word_for_a_met_target_is_the_weathers_for_an_adverse_trend():
    frame = DRAWN
    table = pd.concat([judged(m).rename_axis("row").reset_index() for m in METHODS.index])
    table = table.reset_index(drop=True)
    met = table[table["verdict"] == "achieved"]
    natural = [GRADES[m][s] for m, s in zip(met["method"], met["status"], strict=True)]
    clouded = met[~pd.Series(natural, met.index).isin(["achieved", "on_track"])]
    assert set(zip(clouded["method"], clouded["status"], strict=True)) <= {
        ("destatis", "sun_cloud")
    }
    rising = frame["values"].map(lambda v: v[-1] >= v[0])
    adverse = rising != (frame["direction"] == "increase")
    assert set(clouded["row"]) == set(frame.index[is_met(frame) & adverse])


@pytest.mark.parametrize("method", METHODS.index)
def test_rows_do_not_see_each_other(method):
    several = pd.concat([row(), row(current_value=90.0), row(base_value=0.0)], ignore_index=True)
    apart = [judge(several.iloc[[i]], method) for i in range(3)]
    together = judge(several, method)
    pd.testing.assert_frame_equal(together, pd.concat(apart), check_dtype=False)


# The tables and the doors


def test_every_grade_has_its_place_on_the_common_scale():
    assert {v for grades in GRADES.values() for v in grades.values()} <= set(VERDICTS)
    assert set(VERDICTS.values()) <= set(STATUS_CODES)
    assert list(GRADES) == METHODS.index.tolist()
    assert set(METHODS["bounds"]) == {"own", "published"}


def test_the_unread_labels_are_not_there():
    """ESCAP's Anticipated Progress Index is not judged: its cut-offs were not readable."""
    assert not METHODS.index.str.contains("anticipated").any()
    assert (
        METHODS.loc[["ndrc", "who_required_growth", "who_straight_path"], "bounds"] == "own"
    ).all()
    assert (METHODS.loc[["un_progress_chart", "escap_current_status"], "mark"] == "restated").all()
    assert METHODS.loc["eurostat", "mark"] == "restated"


def test_an_unknown_method_and_a_wrong_direction_are_told():
    with pytest.raises(PlanDataError, match="choose one of"):
        judge(row(), "astrology")
    with pytest.raises(PlanDataError, match="increase or decrease"):
        judge(row(direction="sideways"), "open_sdg")
    with pytest.raises(PlanDataError, match="numbers are needed"):
        judge(row(current_value="many"), "open_sdg")


def test_an_empty_frame_gives_an_empty_matrix():
    assert judge_all(row().iloc[:0]).empty


# The plan


def test_the_plans_targets_become_rows_that_every_method_takes(now):
    """The newest count of the firms, at least 4500, is that of 2025."""
    frame = method_inputs(now)
    assert len(frame) == len(now.verdicts)
    firms = frame[frame["indicator_id"] == "high_tech_firms"].set_index("reading")
    assert firms.loc["level", "target_value"] == 5000
    assert firms.loc["ratio", "target_value"] == 6376  # two readings are two rows
    assert set(firms["current_year"]) == {2025}
    labs = frame[frame["indicator_id"] == "national_key_labs"]
    assert set(labs["reason"]) == {"definition_break"} and labs["base_value"].isna().all()
    literacy = frame[frame["indicator_id"] == "scientific_literacy"].iloc[0]
    assert literacy["comparator"] == ">" and np.isnan(literacy["base_value"])  # only projected
    ranged = frame[frame["target_high"].notna()]
    assert len(ranged) and (ranged["target_high"] > ranged["target_value"]).all()
    added = frame[frame["reason"] == "other_promise"]
    assert len(added) and added[["target_value", "target_high"]].isna().all(axis=None)


def test_our_column_of_the_matrix_is_the_plans_own_verdict(now):
    frame = method_inputs(now)
    found = judge(frame, "ours")
    told = now.verdicts["status"].replace("not_assessable", "").reset_index(drop=True)
    assert found["status"].tolist() == told.tolist()


def test_an_earlier_day_knows_nothing_later(then):
    assert method_inputs(then)["current_year"].max() <= 2020


# --- each boundary has a case on either side --------------------------------------------------


@pytest.mark.parametrize(("percent", "met"), [(99.0, True), (98.99, False)])
def test_the_un_chart_calls_met_what_is_within_one_point_of_all(percent, met):
    answered = said(
        "un_progress_chart",
        base_value=98.9,
        current_value=percent,
        target_value=100.0,
        natural_limit=100.0,
    )
    met_word = said("un_progress_chart", current_value=100.0, target_value=100.0)
    assert (answered == met_word) is met


@pytest.mark.parametrize(
    ("growth", "status"),
    [
        (0.0101, "significant_progress"),
        (0.0099, "moderate_progress"),
        (0.0, "moderate_progress"),
        (-0.0099, "moderate_movement_away"),
        (-0.0101, "movement_away"),
    ],
)
def test_eurostat_without_a_target_asks_for_more_than_one_percent_a_year(growth, status):
    now = 100.0 * (1 + growth) ** 3
    assert said("eurostat", current_value=now, target_value=None) == status


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (125.0, "moderate_progress"),
        (np.nextafter(125.0, 126.0), "significant_progress"),
        (75.0, "movement_away"),
        (np.nextafter(75.0, 76.0), "moderate_movement_away"),
        (100.0, "moderate_progress"),
        (np.nextafter(100.0, 99.0), "moderate_movement_away"),
    ],
)
def test_a_growth_of_just_eurostats_bound_is_not_above_it(value, status, monkeypatch):
    """One per cent is no binary number, so no growth is ever just that; a quarter is one: from
    100 to 125 in a year."""
    monkeypatch.setattr("analysis.judging.methods.growth.EUROSTAT_SIGNIFICANT", 0.25)
    assert said("eurostat", current_year=2021, current_value=value, target_value=None) == status


@pytest.mark.parametrize(
    ("chance", "status"),
    [
        (2 / 3, "on_track"),
        (np.nextafter(2 / 3, 0), "at_risk"),
        (1 / 3, "at_risk"),
        (np.nextafter(1 / 3, 0), "off_track"),
    ],
)
def test_our_verdict_turns_at_two_and_at_one_chance_in_three(chance, status):
    assert said("ours", probability=chance) == status
