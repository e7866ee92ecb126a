"""Targets placed blind to the future, and every ruler asked about each before its deadline."""

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config

from analysis import as_of_view
from analysis.judging.methods import judge
from analysis.judging.trials import OURS, RULERS, common, panel_rows, place_targets, rule
from analysis.projection.regional import read_families
from analysis.records.regions import panel_of
from support.panels import panel, registry, several
from support.shanxi import FOLDERS, ROOT


def test_a_target_is_the_baseline_times_a_quantile_of_the_changes_completed_by_then():
    """From 2010 on, the first changes end in 2015: its median is that of 2015 over 2010."""
    table = panel()
    placed = place_targets(table, registry("firms"), quantiles=[0.5])
    wide = table.pivot_table(index="region", columns="year", values="value")
    assert sorted(placed["start"].unique()) == [2015, 2016]
    factor = np.quantile(wide[2015] / wide[2010], 0.5)
    first = placed[(placed["start"] == 2015)].set_index("region")
    np.testing.assert_allclose(first["target_value"], wide[2015] * factor)
    np.testing.assert_allclose(first["outcome"], wide[2020])
    assert (first["came_true"] == (wide[2020] >= wide[2015] * factor)).all()


def test_what_comes_after_the_start_does_not_move_a_target():
    table = panel()
    later = table.assign(value=table["value"].where(table["year"] <= 2015, table["value"] * 5))
    before, after = (
        place_targets(t, registry("firms")).query("start == 2015") for t in (table, later)
    )
    np.testing.assert_array_equal(before["target_value"], after["target_value"])
    assert (before["came_true"] != after["came_true"]).any()


def test_what_is_wanted_to_fall_gets_the_mirror_quantile():
    placed = place_targets(panel(), registry("firms", direction="down"), quantiles=[0.75])
    table = panel().pivot_table(index="region", columns="year", values="value")
    factor = np.quantile(table[2015] / table[2010], 0.25)
    first = placed[placed["start"] == 2015].set_index("region")
    np.testing.assert_allclose(first["target_value"], table[2015] * factor)
    assert (first["came_true"] == (first["outcome"] <= first["target_value"])).all()


def test_an_indicator_of_few_regions_or_few_years_is_left_out():
    assert place_targets(panel(regions=5), registry("firms")).empty
    assert place_targets(panel(years=9), registry("firms")).empty


def test_a_region_may_be_asked_to_repeat_its_own_past():
    placed = place_targets(panel(), registry("firms"), own_past=True)
    wide = panel().pivot_table(index="region", columns="year", values="value")
    first = placed[placed["start"] == 2015].set_index("region")
    np.testing.assert_allclose(first["target_value"], wide[2015] ** 2 / wide[2010])


@pytest.fixture(scope="module")
def ruled() -> pd.DataFrame:
    table, names = several()
    targets = place_targets(table, names, quantiles=[0.5, 0.75])
    return rule(table, targets, names)


def test_every_ruler_is_asked_in_each_year_before_the_deadline(ruled):
    one = ruled[(ruled["region"] == "110000") & (ruled["indicator_id"] == "firms")]
    one = one[(one["start"] == 2015) & (one["quantile"] == 0.5)]
    assert set(one["left"]) == {1, 2, 3, 4}
    assert set(one["method"]) == {OURS, *RULERS}
    assert (one["year"] + one["left"] == 2020).all()


def test_a_ruling_uses_nothing_after_its_year():
    table, names = several()
    targets = place_targets(table, names, quantiles=[0.5])
    bent = table.assign(value=table["value"].where(table["year"] <= 2017, table["value"] * 3))
    keep = ["indicator_id", "region", "start", "year", "method", "verdict", "order"]
    first = rule(table, targets, names)[keep].query("year <= 2017")
    later = rule(bent, targets, names)[keep].query("year <= 2017")
    pd.testing.assert_frame_equal(first, later)


def test_a_target_met_stands_above_every_score_of_a_ruler(ruled):
    rulers = ruled[ruled["method"] != OURS]
    for _, rows in rulers.groupby("method"):
        met = rows["verdict"] == "achieved"
        assert rows.loc[met, "order"].min() > rows.loc[~met, "order"].max()


def test_with_a_target_the_european_rulers_call_as_open_sdg_does():
    """Why they have no rows of their own in the league."""
    table, names = several()
    asked = place_targets(table, names).assign(
        base_year=lambda t: t["start"],
        current_year=lambda t: t["start"] + 5,
        current_value=lambda t: t["outcome"],
        target_year=lambda t: t["deadline"] + 2,
    )
    calls = [
        judge(asked, m)["verdict"].isin(["achieved", "on_track"])
        for m in ("open_sdg", "eurostat", "eustat")
    ]
    assert calls[0].equals(calls[1]) and calls[0].equals(calls[2])


def test_indicators_are_judged_in_the_backend_that_joblib_is_told(ruled):
    table, names = several()
    targets = place_targets(table, names, quantiles=[0.5, 0.75])
    with parallel_config(backend="threading", n_jobs=2):
        pd.testing.assert_frame_equal(rule(table, targets, names), ruled)


def test_all_are_scored_on_the_same_questions(ruled):
    shared = common(ruled)
    assert len(set(shared.groupby("method").size())) == 1
    assert set(shared["method"]) == {OURS, *RULERS}
    assert (shared["verdict"] != "not_applicable").all()


def test_the_league_is_played_on_the_provinces_alone(records):
    families = read_families(ROOT, FOLDERS)
    table = panel_rows(
        as_of_view(records.observations), families, panel_of(records.regions, records.plan.region)
    )
    assert table["region"].nunique() == 31
    assert "000000" not in set(table["region"])
    assert set(table["indicator_id"]) <= set(families.index)
