"""What came of promises, what was said of them, and what each way of saying is worth."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from analysis.judging.resampling import interval
from analysis.judging.track_record import (
    BASE_RATE,
    CORRECTED,
    chances,
    correction,
    kept_by,
    known_by,
    read_promises,
    read_scores,
    reliability,
    scores,
    with_share,
)
from analysis.judging.trials import OURS
from analysis.records.reference_tables import reference_table
from support.scripts import script


def asked(plan: str, came: list[int], *, method: str = OURS, said: float = 0.5, word: str = ""):
    n = len(came)
    return pd.DataFrame(
        {
            "plan": plan,
            "target_id": [f"{plan}{i}" for i in range(n)],
            "indicator_id": [f"i{i}" for i in range(n)],
            "reading": "level",
            "day": "2001-03-15",
            "left": 4,
            "method": method,
            "verdict": word,
            "chance": said if method == OURS else np.nan,
            "came_true": [float(c) for c in came],
        }
    )


def test_the_base_rate_is_that_of_the_other_plans():
    said = chances(pd.concat([asked("a", [1, 1, 1, 0]), asked("b", [0, 0])]))
    base = said[said["method"] == BASE_RATE].groupby("plan")["chance"].first()
    assert base["a"] == 0.0 and base["b"] == 0.75


def test_a_word_is_worth_what_came_of_it_in_the_other_plans_drawn_to_the_base_rate():
    """In plan b two of two kept under "on_track", base rate 1/2 of b's four: (2 + 1) / (2 + 2)."""
    rows = [
        asked("a", [1]),
        asked("b", [1, 1, 0, 0]),
        asked("a", [1], method="open_sdg", word="on_track"),
        asked("b", [1, 1], method="open_sdg", word="on_track"),
    ]
    said = chances(pd.concat(rows))
    told = said[(said["method"] == "open_sdg") & (said["plan"] == "a")]["chance"].item()
    assert told == pytest.approx((2 + 2 * 0.5) / (2 + 2))


def test_a_word_never_said_before_is_worth_the_base_rate():
    rows = [asked("a", [1]), asked("b", [1, 1, 1, 0])]
    rows.append(asked("a", [1], method="open_sdg", word="off_track"))
    said = chances(pd.concat(rows))
    assert said[said["method"] == "open_sdg"]["chance"].item() == pytest.approx(0.75)


def test_no_verdict_is_no_answer():
    rows = [asked("a", [1]), asked("b", [1]), asked("a", [1], method="ndrc", word="not_applicable")]
    assert "ndrc" not in set(chances(pd.concat(rows))["method"])


def test_the_correction_leaves_right_odds_and_lifts_low_ones():
    fair = pd.concat([asked("a", [1, 0] * 50), asked("b", [1, 1, 1, 0] * 25, said=0.75)])
    shift, slope = correction(fair)
    assert shift == pytest.approx(0.0, abs=0.1) and slope == pytest.approx(1.0, abs=0.15)
    low = asked("a", [1, 1, 1, 1, 0] * 20, said=0.2)
    shift, slope = correction(low)
    assert expit(shift + slope * logit(0.2)) == pytest.approx(0.8, abs=0.05)
    assert correction(low.iloc[:0]) == (0.0, 1.0)


def test_a_promise_asked_about_often_teaches_no_more_than_one_asked_once():
    once = pd.concat([asked("a", [1, 0]), asked("b", [1], said=0.2)])
    often = pd.concat([once, *[asked("b", [1], said=0.2)] * 9])
    assert correction(often) == pytest.approx(correction(once), abs=1e-4)


def test_scores_are_of_the_questions_that_both_answered():
    rows = [
        asked("a", [1, 0], said=0.8),
        asked("b", [1, 0], said=0.8),
        asked("a", [1], method="ndrc", word="on_track"),
        asked("b", [1], method="ndrc", word="on_track"),
    ]
    table = scores(chances(pd.concat(rows)))
    whole = table[table["left"] == "all"].set_index("method")
    assert whole.loc["ndrc", "questions"] == 2 and whole.loc[OURS, "questions"] == 4
    assert whole.loc["ndrc", "ours_brier"] == pytest.approx(0.04)
    assert whole.loc[OURS, "brier"] == pytest.approx((0.04 + 0.64) / 2)
    assert whole.loc["ndrc", "better"] == pytest.approx(whole.loc["ndrc", "brier"] - 0.04)


def test_jeffreys_interval_of_three_in_four_and_its_ends():
    """Beta(3.5, 1.5): 2.5 % and 97.5 % quantiles 0.284 and 0.975 (R: qbeta)."""
    from scipy.stats import beta

    table = with_share(pd.DataFrame({"decided": [4, 2, 2], "kept": [3, 2, 0]}))
    assert table["share"].tolist() == [0.75, 1.0, 0.0]
    assert table.loc[0, "low"] == pytest.approx(beta.ppf(0.025, 3.5, 1.5))
    assert table.loc[1, "high"] == 1.0 and table.loc[2, "low"] == 0.0
    assert table.loc[1, "low"] > 0.3 and table.loc[2, "high"] < 0.7


def test_what_is_open_is_neither_kept_nor_broken():
    rows = pd.DataFrame({"plan": "p", "outcome": ["met", "missed", "open", "redefined"]})
    found = kept_by(rows, "plan").iloc[0]
    assert (found["decided"], found["kept"]) == (2, 1)


def test_odds_on_the_line_belong_to_the_higher_bin():
    rows = pd.DataFrame({"said": [1 / 3, 0.333, 1.0], "outcome": ["met", "missed", "met"]})
    found = reliability(rows).set_index("from")
    assert found["decided"].tolist() == [1, 1, 1]
    assert found.loc[1 / 3, "kept"] == 1 and found.loc[0.0, "kept"] == 0


def test_the_interval_of_a_ratio_needs_two_rows_and_two_columns():
    one = np.ones((1, 4))
    assert np.isnan(interval(one, one)).all()
    low, high = interval(np.array([[1.0, 0.0], [0.0, 1.0]]), np.ones((2, 2)))
    assert 0.0 <= low < 0.5 < high <= 1.0


# --- the tables as they were made ---------------------------------------------------------


def test_every_promise_of_the_five_plans_has_a_row():
    table = read_promises()
    assert len(table) == 119 and table["plan"].nunique() == 5
    assert table.groupby("plan")["target_id"].nunique().sum() == 119


def test_known_outcomes_are_as_the_next_outlines_print_them():
    """R&D of 2005, 2010, 2015 and 2020 missed; urbanisation of 2010, 2015 and 2020 kept."""
    table = read_promises().set_index(["plan", "indicator_id"])["outcome"]
    for plan in ("china-10", "china-11", "china-12", "china-13"):
        assert table[plan, "rd_share_gdp"] == "missed"
    for plan in ("china-11", "china-12", "china-13"):
        assert table[plan, "urbanisation"] == "met"


def test_on_an_earlier_day_later_outcomes_are_open():
    table = read_promises(as_of="2012-01-01")
    assert set(table["plan"]) == {"china-10", "china-11", "china-12"}
    late = table[table["plan"] == "china-12"]
    assert late["outcome"].eq("open").all() and late["value"].isna().all()
    assert late["said"].notna().any()
    assert (table["published"].dropna() <= "2012-01-01").all()


def test_scores_are_known_once_every_outcome_is():
    last = read_promises()[lambda t: t["outcome"].isin(["met", "missed"])]["published"].max()
    before = str((pd.Timestamp(last) - pd.Timedelta(days=1)).date())
    assert known_by(None, read_promises()) and known_by(last, read_promises(as_of=last))
    assert not known_by(before, read_promises(as_of=before))


def test_the_made_scores_hold_ours_the_base_rate_and_the_correction_on_both():
    table = read_scores()
    for left in ("all", "issue"):
        assert {OURS, BASE_RATE, CORRECTED} <= set(table.loc[table["left"] == left, "method"])


@pytest.mark.slow
def test_the_tables_are_as_the_script_makes_them(tmp_path):
    made = script("judge_promises")
    made.write(made.tables(list(made.PLANS)), tmp_path)
    for name in ("promises", "promise_scores"):
        again = pd.read_csv(tmp_path / f"{name}.csv")
        pd.testing.assert_frame_equal(reference_table(name), again, rtol=1e-4)
