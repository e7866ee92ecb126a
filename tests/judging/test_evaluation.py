"""The final evaluation: reached, missed or not shown, when, on what evidence."""

import pandas as pd
import pytest

from analysis.judging.evaluation import EVIDENCE_KINDS, FINDINGS, evaluate
from analysis.judging.outcome import look_back
from analysis.judging.situations import situation_of

ONE_OFF = {"F095", "F096", "F097"}  # promised without a numeral, beside the 29


@pytest.fixture(scope="module")
def on(records):
    kept = {}

    def evaluated(day: str) -> pd.DataFrame:
        if day not in kept:
            kept[day] = evaluate(records, look_back(records, as_of=day)).set_index("target_id")
        return kept[day]

    return evaluated


def test_each_promise_has_one_finding_and_one_kind_of_evidence(on):
    rows = on("2026-11-28")
    assert len(rows) == 32 and rows.index.is_unique
    assert set(rows["finding"]) <= set(FINDINGS) and set(rows["kind"]) <= set(EVIDENCE_KINDS)


def test_what_was_reached_was_reached_early_and_what_was_missed_is_said_so(on):
    """A first A-class discipline by 2022, a supercomputing centre by 2021, the Shanxi institute of
    a national laboratory by 2023, Changzhi a national innovative city by 2022; 5,670 firms."""
    rows = on("2026-11-28")
    reached = rows[rows["finding"] == "reached"]
    told = reached[["first_year", "timing"]].apply(tuple, axis=1).to_dict()
    assert told == {
        "F045": (2023, "early"),
        "F047": (2021, "early"),
        "F065": (2022, "early"),
        "F083": (2022, "early"),
    }
    assert rows.index[rows["finding"] == "missed"].tolist() == ["F088"]


def test_contracts_passed_their_target_in_2022_and_their_outcome_is_not_shown(on):
    row = on("2026-11-28").loc["F059"]
    assert (row["finding"], row["timing"], row["first_year"]) == ("not_shown", "seen_before", 2022)


def test_fewer_than_twelve_of_the_plans_29_are_without_evidence_and_each_says_what_was_sought(on):
    rows = on("2026-11-28")
    none = rows[(rows["kind"] == "none") & ~rows.index.isin(ONE_OFF)]
    assert 0 < len(none) < 12
    open_ = rows[rows["finding"] == "not_shown"]
    for column in ("settles_zh", "settles_en", "body_zh", "body_en", "looked_for_zh"):
        assert open_[column].ne("").all()


@pytest.mark.parametrize(
    ("day", "reached", "missed"),
    [
        ("2021-04-30", set(), set()),
        ("2022-02-17", {"F047"} - {"F047"}, set()),
        ("2022-02-18", {"F047"}, set()),
        ("2023-01-30", {"F047", "F083"}, set()),
        ("2023-01-31", {"F047", "F065", "F083"}, set()),
        ("2026-01-28", {"F045", "F047", "F065", "F083"}, set()),
        ("2026-01-29", {"F045", "F047", "F065", "F083"}, {"F088"}),
    ],
)
def test_nothing_is_found_before_it_was_published(on, day, reached, missed):
    rows = on(day)
    assert set(rows.index[rows["finding"] == "reached"]) == reached
    assert set(rows.index[rows["finding"] == "missed"]) == missed
    assert (rows["published"].dropna() <= pd.Timestamp(day)).all()


def test_what_a_later_search_found_is_not_told_on_an_earlier_day(on):
    assert on("2026-11-27")["looked_for_zh"].eq("").all()
    assert on("2026-11-27")["looked_at"].isna().all()
    assert on("2026-11-28")["looked_for_zh"].ne("").all()


def test_related_figures_are_of_the_plans_years_and_no_later_than_the_deadline(on):
    """20 pilot bases in 2023 bear on what was due in 2023, 49 in 2025 on what was due then."""
    rows = on("2026-11-28")
    told = {
        t: [(i, int(y), v) for i, _, y, v, *_ in rows.loc[t, "found"]] for t in ("F061", "F077")
    }
    assert told == {"F061": [("pilot_bases", 2025, 49.0)], "F077": [("pilot_bases", 2023, 20.0)]}
    assert (rows.loc["F061", "kind"], rows.loc["F068", "kind"]) == ("related", "none")


def test_a_breakthrough_rests_on_the_first_report_of_the_best_grade(on):
    row = on("2026-11-28").loc["F045"]
    assert (row["source_id"], row["grade"]) == ("work-report-shanxi-2024", "B")


@pytest.mark.parametrize(
    ("day", "statuses"),
    [
        ("2025-12-31", {"off_track", "met_so_far", "on_track", "at_risk"}),
        ("2026-01-01", {"not_shown"}),
    ],
)
def test_once_its_year_is_over_a_target_has_an_outcome_and_no_course(records, day, statuses):
    """The same figures on both days; what is not settled is not shown, with its probability."""
    rows = situation_of(records, as_of=day).verdicts
    counted = rows[rows["probability"].notna() & ~rows["settled"]]
    assert set(counted["status"]) == statuses
    assert counted["growth_required"].isna().all() == (day == "2026-01-01")


def test_the_passing_of_a_deadline_moves_no_probability(records):
    eve, day = (situation_of(records, as_of=d).verdicts for d in ("2025-12-31", "2026-01-01"))
    pd.testing.assert_series_equal(eve["probability"], day["probability"])
