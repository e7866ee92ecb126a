"""Which figure moved a target, and what was said on every day before."""

import numpy as np
import pandas as pd
import pytest

from analysis.judging.attribution import attribution
from analysis.judging.changes import compare, moves


def row(found: pd.DataFrame, indicator_id: str, reading: str = "level") -> pd.Series:
    return found[(found["indicator_id"] == indicator_id) & (found["reading"] == reading)].iloc[0]


def test_the_causes_of_a_move_sum_to_the_move(year):
    whole = moves(year).set_index("target_id")
    why = attribution(year)
    for part in ("probability_change", "median_change"):
        told = why.dropna(subset=part).groupby("target_id")[part].sum()
        both = whole.loc[told.index, part]
        known = both.notna()
        assert np.allclose(told[known], both[known], atol=1e-6, rtol=0)
    firms = why[(why["indicator_id"] == "high_tech_firms") & (why["reading"] == "level")]
    assert firms["cause"].tolist() == ["observation", "shift"]
    assert firms["year"].iloc[0] == 2023 and firms["probability_change"].iloc[0] < -0.1


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
