"""What a plan's regions teach of each other, by the direction that is wanted."""

import numpy as np
import pandas as pd

from analysis.projection import learned, project, read_regional, replay
from analysis.projection.regional import COLUMNS, learn_regions
from support.outcomes import view
from support.shanxi import FOLDERS, ROOT

INDICATORS = pd.DataFrame(
    {
        "indicator_id": ["firms", "people", "waste"],
        "lower": 0.0,
        "upper": np.nan,
        "direction": ["up", "none", "down"],
        "definition_breaks": "",
    }
)


def regions(count: int = 12, years: int = 9) -> pd.DataFrame:
    """Firms grow by a tenth a year in every region, people by nothing, waste falls by a tenth."""
    rng = np.random.default_rng(0)
    rates = {"firms": 0.1, "people": 0.0, "waste": -0.1}
    made = []
    for name, rate in rates.items():
        for n in range(count):
            path = 100 * np.exp(rng.normal(rate, 0.04, years).cumsum())
            made.append(view(dict(enumerate(path, 2010)), name).assign(region=str(n)))
    return pd.concat(made, ignore_index=True)


def test_a_view_of_a_day_uses_only_what_could_be_learned_by_then():
    then, now = read_regional(ROOT, FOLDERS, as_of="2021-04-30"), read_regional(ROOT, FOLDERS)
    assert then["published"].max() <= pd.Timestamp("2021-04-30") < now["published"].max()
    assert then["published"].nunique() == now["published"].nunique() == 1
    assert (then["origin"] + then["ahead"]).max() < (now["origin"] + now["ahead"]).max()
    assert read_regional(ROOT, FOLDERS, as_of="2005-01-01").empty


def test_each_direction_is_moved_by_what_its_own_indicators_teach():
    """What rises on purpose and what falls on purpose are each moved further their own way, and
    of what nothing is wanted hardly at all: the old shift knew one side only."""
    known = regions()
    taught = learned(learn_regions(known, INDICATORS))
    assert set(taught.panels) == {"up", "none", "down"}
    own = known[known["region"] == "3"]
    plain = project(own, INDICATORS, until=2023)
    moved = project(own, INDICATORS, until=2023, learned=taught)
    ratio = (
        moved.set_index(["indicator_id", "year"])["value"]
        / plain.set_index(["indicator_id", "year"])["value"]
    ).xs(2023, level="year")
    assert ratio["firms"] > 1.02 and ratio["waste"] < 0.98
    assert abs(np.log(ratio["people"])) < 0.3 * abs(np.log(ratio["firms"]))


def test_a_series_that_is_projected_teaches_nothing_of_itself():
    known = regions()
    own = known[known["region"] == "3"]
    pd.testing.assert_frame_equal(
        project(known, INDICATORS, until=2020).query("region == '3'").reset_index(drop=True),
        project(own, INDICATORS, until=2020).reset_index(drop=True),
    )


def test_what_was_learned_is_read_back_as_it_was():
    table = learn_regions(regions(), INDICATORS)
    assert list(table) == COLUMNS
    for name, seen in learned(table).panels.items():
        rows = table[table["panel"] == name]
        np.testing.assert_array_equal(seen.mean, rows["mean"])
        np.testing.assert_array_equal(seen.origin, rows["origin"])
    assert learned(None).panels == learned(table[:0]).panels == {}


def test_a_handful_of_regions_teaches_nothing():
    few = regions(count=7)
    assert learn_regions(few[few["indicator_id"] == "firms"], INDICATORS).empty


def test_a_replay_that_learns_uses_what_had_come_true_by_the_year_and_no_more():
    known = regions()
    outcomes, alone = replay(known, INDICATORS)
    same, moved = replay(known, INDICATORS, taught=True)
    pd.testing.assert_frame_equal(outcomes, same)
    early = (outcomes["origin"] <= outcomes["origin"].min() + 1).to_numpy()
    np.testing.assert_allclose(moved[early], alone[early])  # one origin at most had come true
    assert (np.abs(moved[~early] / alone[~early] - 1) > 1e-3).any()
    bent = known.assign(value=known["value"].mask(known["year"] >= 2016, known["value"] * 5))
    told, again = replay(bent, INDICATORS, taught=True)
    before = (told["origin"] <= 2015).to_numpy()
    np.testing.assert_array_equal(again[before], moved[before])


def test_an_interval_that_learned_holds_more_of_a_panel_that_outgrew_all_others():
    known = regions()
    outcomes, alone = replay(known, INDICATORS)
    moved = replay(known, INDICATORS, taught=True)[1]
    late = (outcomes["origin"] >= 2014) & (outcomes["indicator_id"] == "firms")
    actual = outcomes["actual"].to_numpy()
    middle = alone.shape[1] // 2
    misses = [np.abs(np.log(q[late, middle] / actual[late])).mean() for q in (alone, moved)]
    assert misses[1] < 0.8 * misses[0]
