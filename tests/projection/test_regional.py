"""What the provinces teach of each other, and a distribution moved by it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.projection import project, read_regional
from analysis.projection.levels import MIDDLE
from analysis.projection.regional import learn_shift, leave_family_out, shifted
from support.outcomes import normal, outcomes, view
from support.shanxi import FOLDERS, ROOT


def taught(shift: float, family: str, rows: int = 200) -> tuple[pd.DataFrame, np.ndarray]:
    """Outcomes that stand `shift` deviations above a distribution without growth."""
    rng = np.random.default_rng(len(family))
    noise = rng.permutation(np.linspace(-1, 1, rows)) * 0.5
    told = outcomes((100 + 10 * (shift + noise)).tolist(), horizon=1, indicator_id=family)
    return told, normal(100.0, 10.0, rows)


def test_the_shift_is_the_mean_of_families_however_many_rows_each_has():
    """Families at 1.0 (200 rows) and 0.2 (20): 0.6; they lie 0.8 / √2 = 0.566 apart."""
    parts = [taught(1.0, "a"), taught(0.2, "bb", 20)]
    told = pd.concat([p[0] for p in parts], ignore_index=True)
    quantiles = np.concatenate([p[1] for p in parts]) + np.random.default_rng(0).normal(
        0, 1e-6, (220, 1)
    )
    table = learn_shift(told, quantiles, pd.Series({"a": "A", "bb": "B"}))
    row = table.iloc[0]
    assert row["level"] + row["slope"] * 0 == pytest.approx(0.6, abs=0.1)
    assert row["between"] == pytest.approx(0.566, abs=0.05)
    assert (row["families"], row["forecasts"]) == (2, 220)


def test_a_family_is_tested_with_what_the_others_teach():
    parts = [taught(1.0, "a"), taught(1.0, "bb"), taught(-3.0, "ccc")]
    told = pd.concat([p[0] for p in parts], ignore_index=True)
    quantiles = np.concatenate([p[1] for p in parts])
    quantiles = quantiles + np.random.default_rng(0).normal(0, 1e-6, (600, 1))
    families = pd.Series({"a": "A", "bb": "B", "ccc": "C"})
    moved = leave_family_out(told, quantiles, families)
    assert moved[0, MIDDLE] < 100  # a learns from bb and ccc: (1 − 3) / 2
    assert moved[-1, MIDDLE] == pytest.approx(110, abs=1.5)  # ccc learns from a and bb


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(0.5, 1.5))
def test_moved_quantiles_still_rise_and_stay_where_the_old_ones_were(by, spread):
    old = normal(100.0, 10.0)
    new = shifted(old, np.array([by]), np.array([spread]))
    assert (np.diff(new) >= 0).all()
    assert old.min() <= new.min() and new.max() <= old.max()
    assert new[0, MIDDLE] == pytest.approx(100 + 10 * by, abs=0.5)


def test_not_moving_changes_nothing():
    old = normal(100.0, 10.0)
    np.testing.assert_allclose(shifted(old, np.zeros(1), np.ones(1)), old)


def test_a_view_of_a_day_uses_only_what_could_be_learned_by_then():
    then, now = read_regional(ROOT, FOLDERS, as_of="2021-04-30"), read_regional(ROOT, FOLDERS)
    assert then["published"].max() <= pd.Timestamp("2021-04-30") < now["published"].max()
    assert then["published"].nunique() == now["published"].nunique() == 1
    assert read_regional(ROOT, FOLDERS, as_of="2005-01-01").empty


def test_only_indicators_wanted_to_rise_are_moved():
    indicators = pd.DataFrame(
        {
            "indicator_id": ["firms", "people"],
            "lower": 0.0,
            "upper": np.nan,
            "direction": ["up", "none"],
            "definition_breaks": "",
        }
    )
    values = {2016: 10.0, 2017: 10.5, 2018: 10.4, 2019: 11.0, 2020: 11.2}
    known = pd.concat([view(values), view(values, "people")])
    plain = project(known, indicators, until=2025)
    moved = project(known, indicators, until=2025, regional=read_regional(ROOT, FOLDERS))
    last = [f[f["year"] == 2025].set_index("indicator_id")["value"] for f in (plain, moved)]
    assert last[1]["firms"] > last[0]["firms"]
    assert last[1]["people"] == last[0]["people"]
