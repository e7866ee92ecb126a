"""Where a projection was off: four parts that sum to the error."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.judging.error_parts import (
    FEWEST,
    PARTS,
    error_parts,
    others_median,
    parts,
    shared_errors,
)
from analysis.judging.outcome import look_back
from analysis.judging.situations import read_records, situation_of

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(st.tuples(*[NUMBERS] * 4, NUMBERS | st.just(np.nan), st.booleans()), min_size=1))
def test_the_four_parts_sum_to_the_error(rows):
    table = pd.DataFrame(rows, columns=["expected", "again", "first", "actual", "shared", "broken"])
    shared = table["shared"] / 1e6
    split = parts(
        *(table[c] for c in ("expected", "again", "first", "actual")),
        shared,
        broken=table["broken"],
    )
    total = sum(split[p] for p in PARTS)
    assert total.to_numpy() == pytest.approx(
        (table["actual"] - table["expected"]).to_numpy(), abs=1e-5
    )


def one(**changes) -> dict[str, float]:
    """Projected 100; of revised data 110; 130 came out first, now 132; others were off by 10 %."""
    row = {"expected": 100.0, "again": 110.0, "first": 130.0, "actual": 132.0, "shared": 0.1}
    values = {k: pd.Series([v]) for k, v in (row | changes).items() if k != "broken"}
    split = parts(**values, broken=pd.Series([changes.get("broken", False)]))
    return {p: split[p].item() for p in PARTS}


def test_revision_is_of_the_history_and_of_the_outcome_and_the_shared_part_is_of_the_projection():
    """Revision (110 − 100) + (132 − 130); shared 110 × 0.1; its own 130 − 110 − 11."""
    told = {"revision": 12.0, "redefinition": 0.0, "common": 11.0, "own": 9.0}
    assert one() == pytest.approx(told)


def test_behind_a_change_of_definition_nothing_else_is_told_apart():
    told = {"revision": 12.0, "redefinition": 20.0, "common": 0.0, "own": 0.0}
    assert one(broken=True) == pytest.approx(told)


def test_without_other_regions_what_is_left_is_its_own():
    assert one(shared=np.nan)["common"] == 0.0
    assert one(shared=np.nan)["own"] == pytest.approx(20.0)


@given(st.lists(st.floats(-1e3, 1e3, allow_nan=False), min_size=2, max_size=12))
def test_the_median_of_the_others_leaves_each_one_out(values):
    wanted = [np.median(values[:n] + values[n + 1 :]) for n in range(len(values))]
    assert others_median(pd.Series(values)) == pytest.approx(wanted)


@pytest.fixture(scope="module")
def found(records):
    back = look_back(records, as_of="2026-11-28")
    return error_parts(records, back.then, back.now).set_index("indicator_id")


def test_the_parts_of_every_indicator_sum_to_its_error(found):
    assert found[list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(found["error"].to_numpy())
    assert (found["error"] == found["actual"] - found["expected"]).all()


def test_a_floor_shows_no_error_and_the_last_exact_figure_before_it_does(found):
    """More than 4,500 firms in 2025, at most 4,300 in 2024: 4,155 of 2023 is compared."""
    firms = found.loc["high_tech_firms"]
    assert (firms["year"], firms["actual"]) == (2023, 4155)


def test_what_thirty_provinces_saw_as_well_is_told_apart_where_they_are_known(found):
    spending = found.loc["rd_expenditure"]
    assert (spending["origin"], spending["year"], spending["others"]) == (2019, 2023, 30)
    assert spending["common"] < 0 < spending["own"]
    alone = found.loc["provincial_key_labs"]
    assert (alone["others"], alone["common"]) == (0, 0.0)


def test_the_shared_part_is_the_median_of_what_the_others_were_off_by(records, found):
    """Worked out anew for one indicator, region by region."""
    row = found.loc["rd_expenditure"]
    off = []
    for region in records.plan.panel:
        if region != "140000":
            then = situation_of(records, region=region, as_of="2021-04-30")
            said = then.projections.query("indicator_id == 'rd_expenditure' and year == 2023")
            came = records.of_region(region).query(
                "indicator_id == 'rd_expenditure' and year == 2023"
            )
            best = came.sort_values(["grade", "published"], ascending=[True, False])["value"].iloc[
                0
            ]
            off.append(best / said["value"].iloc[0] - 1)
    again = row["expected"] + row["revision"]
    assert row["common"] == pytest.approx(again * np.median(off), rel=1e-6)


def test_nothing_is_compared_on_the_day_of_issue(records):
    back = look_back(records, as_of="2021-04-30")
    assert error_parts(records, back.then, back.now).empty


def test_over_the_panels_past_the_shared_part_makes_the_typical_error_smaller(records):
    told = shared_errors(records)
    assert told["horizon"].tolist() == [1, 2, 3, 4, 5]
    assert (told["typical_own"] < told["typical"]).all() and (told["forecasts"] > 1000).all()


def test_a_plan_without_a_panel_shares_nothing():
    alone = read_records("china-14")
    assert len(alone.plan.panel) <= FEWEST and shared_errors(alone).empty
