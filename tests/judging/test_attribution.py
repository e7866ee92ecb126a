"""Which figure moved a target, and what was said on every day before."""

import numpy as np
import pandas as pd
import pytest

from analysis.judging.attribution import attribution, fever, in_few_rows
from analysis.judging.changes import compare, moves
from analysis.judging.situations import situation_of
from support.moved_targets import NEW, OLD, of_targets


def row(found: pd.DataFrame, indicator_id: str, reading: str = "level") -> pd.Series:
    return found[(found["indicator_id"] == indicator_id) & (found["reading"] == reading)].iloc[0]


def test_the_causes_of_a_move_sum_to_the_move(year):
    """The firms of 2023 alone: 0.820 to 0.720, ten points of the twelve."""
    whole = moves(year).set_index("target_id")
    why = attribution(year)
    for part in ("probability_change", "median_change"):
        told = why.dropna(subset=part).groupby("target_id")[part].sum()
        both = whole.loc[told.index, part]
        known = both.notna()
        assert np.allclose(told[known], both[known], atol=1e-6, rtol=0)
    firms = why[(why["indicator_id"] == "high_tech_firms") & (why["reading"] == "level")]
    assert firms["cause"].tolist() == ["observation", "shift"]
    assert firms["year"].iloc[0] == 2023
    assert firms["probability_change"].iloc[0] == pytest.approx(-0.099, abs=0.001)


def test_each_state_on_the_way_is_what_would_have_been_said_with_those_figures(records):
    """One new figure for the firms: the state after it is the situation of that day with the
    earlier day's regional shift, so only the last row, the shift, separates it from today's."""
    found = compare(records, since="2024-01-30", as_of="2024-01-31")
    firms = row(attribution(found), "high_tech_firms")
    assert firms["probability_after"] == pytest.approx(
        row(found.after.verdicts, "high_tech_firms")["probability"], abs=1e-6
    )


def test_the_fever_line_says_what_would_have_been_said_on_each_day(fever_lines, on):
    assert fever_lines["as_of"].min() == pd.Timestamp("2021-04-30")
    for day, told in list(fever_lines.groupby("as_of"))[::4]:
        then = on(f"{day:%Y-%m-%d}").verdicts
        both = told.merge(then, on=["target_id", "reading"], suffixes=("", "_then"))
        assert len(both) == len(told) == len(then)
        known = both["probability_then"].notna()
        assert (both["probability"].notna() == known).all()
        assert np.allclose(
            both.loc[known, "probability"],
            both.loc[known, "probability_then"].astype(float),
            atol=1e-6,
            rtol=0,
        )


def test_a_target_that_moved_is_a_cause_of_its_own_and_none_of_the_provinces():
    """Nothing was published between the two days: the whole move is the target's."""
    told = of_targets(OLD, NEW)
    found = compare(told, since="2022-12-31", as_of="2023-01-01")
    why = attribution(found).set_index("cause")
    assert why.index.to_list() == ["target", "shift"]
    whole = moves(found).iloc[0]
    assert why.loc["target", "probability_change"] == pytest.approx(whole["probability_change"])
    assert why.loc["target", "probability_change"] < -0.1
    assert why.loc["shift", "probability_change"] == pytest.approx(0, abs=1e-9)


def test_a_target_is_put_in_after_the_figures_and_before_the_provinces():
    """Each state on the way is what would have been said: with the new figure against the old
    target, then against the new one."""
    found = compare(of_targets(OLD, NEW), since="2022-12-31", as_of="2023-06-30")
    why = attribution(found)
    assert why["cause"].to_list() == ["observation", "target", "shift"]
    assert why["probability_change"].sum() == pytest.approx(
        moves(found)["probability_change"].item()
    )
    stayed = OLD | {"valid_until": None}
    as_before = attribution(compare(of_targets(stayed), since="2022-12-31", as_of="2023-06-30"))
    figure = as_before.set_index("cause").loc["observation", "probability_after"]
    assert why.set_index("cause").loc["observation", "probability_after"] == pytest.approx(figure)


def test_a_target_that_stayed_is_no_cause_beside_one_that_moved():
    both = of_targets(OLD, NEW, {"value": 66, "comparator": ">="})
    why = attribution(compare(both, since="2022-12-31", as_of="2023-01-01"))
    causes = why.groupby("target_id")["cause"].agg(list).to_dict()
    assert causes == {"F0": ["target", "shift"], "F2": ["shift"]}


def test_the_fever_line_has_the_day_on_which_the_target_moved():
    told = of_targets(OLD, NEW)
    line = fever(compare(told, since="2022-06-30", as_of="2023-06-30")).set_index("as_of")
    assert pd.Timestamp("2023-01-01") in line.index
    for day in ("2022-03-31", "2023-01-01", "2023-03-31"):
        then = situation_of(told, as_of=day).verdicts["probability"].item()
        assert line.loc[day, "probability"] == pytest.approx(then, abs=1e-6)


def small_moves(*points: float, statuses: tuple[str, ...] = ()) -> pd.DataFrame:
    """Rows of one target's attribution that move its probability by so many points each."""
    rows, chance = [], 0.5
    for n, moved in enumerate(points):
        status = statuses[n] if statuses else "at_risk"
        rows.append(
            {
                **{"cause": "observation", "year": 2010 + n, "before": 1.0, "after": 2.0},
                **{"probability_before": chance, "probability_after": chance + moved / 100},
                **{
                    "probability_change": moved / 100,
                    "median_change": 1.0,
                    "median_before": 5.0 + n,
                },
                **{"median_after": 6.0 + n, "status_before": "at_risk", "status_after": status},
            }
        )
        chance += moved / 100
    return pd.DataFrame(rows)


def test_four_figures_that_did_little_are_one_row_whose_changes_are_their_sum():
    told = in_few_rows(small_moves(0.2, -0.1, 0.3, 0.4, 5.0))
    assert told["count"].tolist() == [4, 1]
    assert told["probability_change"].tolist() == pytest.approx([0.008, 0.05])
    assert told["probability_before"].tolist() == pytest.approx([0.5, 0.508])
    assert told["median_change"].tolist() == [4.0, 1.0]
    assert (told["first_year"].iloc[0], told["year"].iloc[0]) == (2010, 2013)


@pytest.mark.parametrize(
    ("points", "rows"),
    [((0.1, 0.1, 0.1), 3), ((0.1, 0.1, 0.1, 1.0), 4), ((0.1, 0.1, 0.1, 0.99), 1)],
)
def test_three_are_told_apart_and_so_is_one_that_moved_a_point(points, rows):
    assert len(in_few_rows(small_moves(*points))) == rows


def test_a_figure_that_turned_the_verdict_has_its_own_row():
    statuses = ("at_risk", "at_risk", "at_risk", "off_track", "at_risk")
    told = in_few_rows(small_moves(0.1, 0.1, 0.1, 0.1, 0.1, statuses=statuses))
    assert told["count"].tolist() == [1, 1, 1, 1, 1]
