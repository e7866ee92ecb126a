"""Why a verdict changed: cases worked by hand, and what must hold of any."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.judging.attainment import READING
from analysis.judging.standpoints import Standpoint, verdicts_from
from analysis.judging.verdict_changes import (
    CAUSES,
    JOINT,
    replay_verdicts,
    shapley,
    split,
)
from analysis.records.vintages import as_of_view
from support.shanxi import ISSUED


def rows(*values: tuple[int, float, str], indicator: str = "x") -> pd.DataFrame:
    """Observations of one indicator: year, value, day of publication; later rows win."""
    return pd.DataFrame(
        [
            {
                "observation_id": f"o{n}",
                "indicator_id": indicator,
                "region": "140000",
                "year": year,
                "value": float(value),
                "unit": "家",
                "qualifier": "exact",
                "source_id": f"s{n}",
                "published": pd.Timestamp(day),
                "recorded_at": pd.Timestamp(day),
                "supersedes": "",
                "grade": "A",
            }
            for n, (year, value, day) in enumerate(values)
        ]
    ).astype({"year": "Int64"})


def view(
    observations: pd.DataFrame,
    as_of: str | None = None,
    *,
    goal: float = 50.0,
    comparator: str = "<=",
    **more,
) -> Standpoint:
    """A target of 2030 for each indicator observed."""
    ids = observations["indicator_id"].unique()
    goals = pd.DataFrame(
        {
            "target_id": ids,
            "indicator_id": ids,
            "reading": "level",
            "comparator": comparator,
            "stated_value": goal,
            "value_high": np.nan,
            "unit": "家",
            "deadline": 2030,
            "baseline_year": 2015,
            "baseline_value": 100.0,
            "quotes": [("",)] * len(ids),
        }
    ).astype({"deadline": "Int64", "baseline_year": "Int64"})
    indicators = pd.DataFrame(
        {
            "indicator_id": ids,
            "kind": "stock",
            "unit": "家",
            "direction": "down" if comparator == "<=" else "up",
            "lower": 0.0,
            "upper": np.nan,
            "definition_breaks": "",
        }
    )
    events = pd.DataFrame(columns=["indicator_id", "region", "date", "published", "state"])
    return Standpoint(
        as_of_view(observations, as_of), events, goals, indicators, 2015, 2030, **more
    )


def by_growth(verdicts: pd.DataFrame) -> pd.Series:
    """A ruler of actual over promised yearly growth, at 0.95."""
    ratio = verdicts["growth_actual"] / verdicts["growth_promised"]
    return (ratio >= 0.95).map({True: "on_track", False: "at_risk"})


def growth_ratio(verdicts: pd.DataFrame) -> pd.Series:
    return verdicts["growth_actual"] / verdicts["growth_promised"]


def shares(frame: pd.DataFrame) -> dict[str, float]:
    return frame.set_index("cause")["share"].to_dict()


def path(frame: pd.DataFrame) -> list[str]:
    return [frame["status_before"].iloc[0], *frame["status_after"]]


def test_a_share_is_the_mean_of_what_a_cause_adds_before_and_after_the_other():
    """a adds .3 first and .6 second: .45; b adds .1 first and .4 second: .25; .2 + .7 = .9."""
    values = {
        frozenset(): [0.2],
        frozenset("a"): [0.5],
        frozenset("b"): [0.3],
        frozenset("ab"): [0.9],
    }
    found = shapley({k: np.array(v) for k, v in values.items()}, ["a", "b"])
    assert {c: v[0] for c, v in found.items()} == pytest.approx({"a": 0.45, "b": 0.25, JOINT: 0.0})


def test_an_order_through_a_state_without_a_number_does_not_count():
    """b alone has no number: only a then b is left, .3 and .4. Where a has none either, the
    change of .7 cannot be divided."""
    values = {
        frozenset(): [0.2, 0.2, np.nan],
        frozenset("a"): [0.5, np.nan, 0.5],
        frozenset("b"): [np.nan, np.nan, 0.5],
        frozenset("ab"): [0.9, 0.9, 0.9],
    }
    found = shapley({k: np.array(v) for k, v in values.items()}, ["a", "b"])
    assert found["a"] == pytest.approx([0.3, 0, 0])
    assert found["b"] == pytest.approx([0.4, 0, 0])
    assert found[JOINT] == pytest.approx([0, 0.7, np.nan], nan_ok=True)


@given(st.lists(st.floats(0, 1), min_size=32, max_size=32))
def test_shares_sum_to_the_change_whatever_the_states(values):
    causes = list(CAUSES)
    subsets = [frozenset(c for n, c in enumerate(causes) if i >> n & 1) for i in range(32)]
    told = {s: np.array([v]) for s, v in zip(subsets, values, strict=True)}
    found = shapley(told, causes)
    whole = told[frozenset(causes)][0] - told[frozenset()][0]
    assert abs(sum(v[0] for v in found.values()) - whole) <= 1e-12


def test_a_revision_alone_can_turn_a_verdict():
    """100 in 2015, 50 wanted by 2030: 4.516 % down a year. 70 in 2023 is 4.361 % a year, 0.966 of
    it; revised to 72, 4.023 % a year, 0.891: on track no more, and no new year has come."""
    told = rows((2015, 100, "2016-06-01"), (2023, 70, "2024-06-01"), (2023, 72, "2024-09-01"))
    before = view(told, "2024-06-01", judge=by_growth)
    found = split(before, view(told, judge=by_growth), measure=growth_ratio)
    asked = 1 - 0.5 ** (1 / 15)
    first, second = ((1 - (v / 100) ** (1 / 8)) / asked for v in (70, 72))
    assert (first, second) == pytest.approx((0.966, 0.891), abs=5e-4)
    assert shares(found) == pytest.approx(
        {"revision": second - first, "new_year": 0, "target": 0, "panel": 0, "method": 0}
    )
    assert path(found) == ["on_track", "at_risk", "at_risk", "at_risk", "at_risk", "at_risk"]


def test_a_new_year_a_revision_and_a_target_each_get_what_they_add():
    """The gap 50 − latest: revising 2023 from 70 to 72 does nothing once 2024 is out, and −2
    before: −1. The new year moves 70 → 66 or 72 → 66: +4 and +6, 5. The target moves by 5 in
    every order. −1 + 5 + 5 = 9, from 50 − 70 = −20 to 55 − 66 = −11."""
    told = rows(
        (2015, 100, "2016-06-01"),
        (2023, 70, "2024-06-01"),
        (2023, 72, "2025-06-01"),
        (2024, 66, "2025-06-01"),
    )

    def gap(verdicts: pd.DataFrame) -> pd.Series:
        return verdicts["target_value"] - verdicts["latest_value"]

    found = split(view(told, "2024-06-01"), view(told, goal=55.0), measure=gap)
    assert shares(found) == pytest.approx(
        {"revision": -1, "new_year": 5, "target": 5, "panel": 0, "method": 0}, abs=1e-12
    )
    assert (found["value_before"].iloc[0], found["value_after"].iloc[-1]) == (-20, -11)


@pytest.mark.parametrize(("latest", "moved"), [(74.9, False), (75.1, True)])
def test_half_a_point_of_what_is_measured_is_a_move(latest, moved):
    told = rows((2015, 100, "2016-06-01"), (2023, 70, "2024-06-01"), (2024, latest, "2025-06-01"))

    def thousandths(verdicts: pd.DataFrame) -> pd.Series:
        return verdicts["latest_value"] / 1000

    same = {"judge": lambda verdicts: pd.Series("at_risk", verdicts.index)}
    found = split(view(told, "2024-06-01", **same), view(told, **same), measure=thousandths)
    assert (found["moved"] == moved).all()


def test_another_ruler_changes_the_verdict_and_no_probability():
    told = rows(*((2015 + n, 100 * 1.02**n, f"{2016 + n}-06-01") for n in range(8)))
    first = view(told, goal=200.0, comparator=">=")
    found = split(first, replace(first, judge=lambda v: pd.Series("on_track", v.index)))
    assert shares(found) == dict.fromkeys(CAUSES, 0.0)
    assert path(found)[-2:] == ["off_track", "on_track"] and found["moved"].all()


def test_another_engine_is_a_change_of_method():
    told = rows(*((2015 + n, 100 * 1.05**n + n % 2, f"{2016 + n}-06-01") for n in range(8)))
    first = view(told, goal=190.0, comparator=">=")
    found = split(first, replace(first, engine="ols"))
    whole = found["value_after"].iloc[-1] - found["value_before"].iloc[0]
    assert shares(found)["method"] == pytest.approx(whole) and whole != 0


def test_what_the_provinces_teach_is_not_a_change_of_method(since_issue):
    """Same code, same plan: what is left when own figures are taken off is the regional shift."""
    told = since_issue.groupby("cause")["share"].apply(lambda share: share.abs().sum())
    assert told["method"] == 0 and told["target"] == 0 and told["panel"] > 0


def test_a_multiple_that_moves_with_its_baseline_is_booked_under_new_figures(
    since_issue, then, now
):
    """Twice the R&D expenditure of 2020, which came out after the plan: 2 × 211.1."""
    wanted = "indicator_id == 'rd_expenditure' and reading == 'ratio'"
    old, new = (v.query(wanted).iloc[0] for v in (then.verdicts, now.verdicts))
    assert (old["baseline_basis"], new["baseline_basis"]) == ("projected", "observed")
    assert old["target_value"] != new["target_value"]
    share = since_issue.query(wanted).set_index("cause")["share"]
    assert share["target"] == 0 and share["new_year"] != 0


def test_a_row_withdrawn_is_a_revision():
    """A correction that moves a value to another year takes the old year away."""
    told = rows((2015, 100, "2016-06-01"), (2022, 80, "2023-06-01"), (2023, 70, "2024-06-01"))
    fewer = told.assign(supersedes=["", "", "o1"])
    before, after = view(told, "2023-06-01"), view(fewer)

    def latest(verdicts: pd.DataFrame) -> pd.Series:
        return verdicts["latest_value"]

    found = shares(split(before, after, measure=latest))
    assert sum(found.values()) == pytest.approx(-10)
    assert found["revision"] != 0 and found["new_year"] != 0


def test_nothing_changes_between_a_standpoint_and_itself():
    told = rows(*((2015 + n, 100 - n, f"{2016 + n}-06-01") for n in range(6)))
    found = split(view(told), view(told))
    assert shares(found) == dict.fromkeys(CAUSES, 0.0) and not found["moved"].any()


# The vintages of a few indicators: year, value, days from 2021 to its publication.
VINTAGES = st.lists(
    st.lists(
        st.tuples(st.integers(2016, 2024), st.floats(1, 1e4), st.integers(0, 1500)),
        min_size=1,
        max_size=12,
    ),
    min_size=4,
    max_size=4,
)
START = pd.Timestamp("2021-01-01")


def after(days: int) -> str:
    return f"{START + pd.Timedelta(days=days):%F}"


def published(vintages: list[list[tuple]]) -> pd.DataFrame:
    return pd.concat(
        [
            rows(*((year, value, after(days)) for year, value, days in one), indicator=f"x{n}")
            for n, one in enumerate(vintages)
        ],
        ignore_index=True,
    )


@settings(max_examples=7)
@given(VINTAGES, st.integers(0, 1500))
def test_what_is_published_later_changes_nothing_said_earlier(vintages, cut):
    told, day = published(vintages), after(cut)
    by_then = told[told["published"] <= day]
    if by_then.empty:
        return
    known = told[told["indicator_id"].isin(by_then["indicator_id"])]
    pd.testing.assert_frame_equal(
        verdicts_from(view(known, day)), verdicts_from(view(by_then)), check_exact=True
    )


@settings(max_examples=4)
@given(VINTAGES, st.integers(0, 1500), st.floats(10, 1e4))
def test_the_shares_sum_to_the_change_for_any_vintages(vintages, cut, goal):
    told, day = published(vintages), after(cut)
    if (told["published"] > day).all():
        return
    found = split(view(told, day), view(told, goal=goal, comparator=">="))
    ends = found.groupby(READING)
    whole = ends["value_after"].agg(lambda v: v.iloc[-1]) - ends["value_before"].agg(
        lambda v: v.iloc[0]
    )
    total = ends["share"].agg(lambda share: share.sum(skipna=False))
    np.testing.assert_allclose(total, whole, rtol=0, atol=1e-12, equal_nan=True)


def test_the_plans_changes_since_issue_sum_to_the_whole_and_end_where_the_verdicts_do(
    since_issue, then, now
):
    first, last = (
        since_issue.drop_duplicates(READING, keep=k).set_index(READING) for k in ("first", "last")
    )
    whole = last["value_after"] - first["value_before"]
    total = since_issue.groupby(READING)["share"].agg(lambda share: share.sum(skipna=False))
    assert whole.notna().sum() >= 5
    assert (total - whole).abs().max() <= 1e-12
    for ends, side, at in ((first, "before", then), (last, "after", now)):
        judged = at.verdicts.set_index(READING).reindex(ends.index)
        assert ends[f"status_{side}"].tolist() == judged["status"].tolist()
        assert np.allclose(
            ends[f"value_{side}"],
            judged["probability"].astype(float),
            equal_nan=True,
            atol=1e-6,
            rtol=0,
        )


def test_a_replay_says_what_was_said_on_each_day(records, on):
    days = [ISSUED, "2022-12-31", "2023-12-31"]
    told = replay_verdicts(records, days)
    for day in days:
        said = on(day).verdicts
        mine = told[told["as_of"] == pd.Timestamp(day)].reset_index(drop=True)
        assert mine["status"].tolist() == said["status"].tolist()
        assert np.allclose(
            mine["probability"].astype(float),
            said["probability"].astype(float),
            equal_nan=True,
            atol=1e-6,
            rtol=0,
        )
