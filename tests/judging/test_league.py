"""Chances fitted on others, scores worked out by hand, and the tables that are shipped."""

import pandas as pd
import pytest

from analysis import as_of_view
from analysis.judging.league import (
    BASE_RATE,
    best_rule,
    known_by,
    league_tables,
    map_to_chances,
    read_league,
    score,
)
from analysis.judging.trials import OURS, panel_rows, place_targets
from analysis.projection.regional import read_families
from analysis.records.regions import panel_of
from support.shanxi import FOLDERS, ROOT


def statements(chance: list[float], true: list[bool], name: str = "a", **more) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": name,
            "region": "110000",
            "start": 2015,
            "quantile": 0.5,
            "year": 2016,
            "left": 4,
            "came_true": true,
            "method": "ndrc",
            "status": "x",
            "verdict": "on_track",
            "order": chance,
            "chance": chance,
        }
        | more
    )


def test_a_chance_is_fitted_on_the_other_indicators_only():
    """Of a's own scores nothing is learned: b says that 1 comes true in half of the cases and 2
    always; a, where the reverse happened, gets just that."""
    a = statements([1, 2], [True, False], "a")
    b = statements([1, 1, 2], [False, True, True], "b")
    both = pd.concat([a, b]).assign(method="ndrc")
    ours = both.assign(method=OURS, chance=0.5)
    found = map_to_chances(pd.concat([both, ours], ignore_index=True))
    mine = found[(found["method"] == "ndrc") & (found["indicator_id"] == "a")]
    assert mine["chance"].tolist() == [0.5, 1.0]
    base = found[(found["method"] == BASE_RATE) & (found["indicator_id"] == "a")]
    assert base["chance"].tolist() == pytest.approx([2 / 3] * 2)


def test_a_score_that_goes_the_wrong_way_is_pooled():
    """Others: 1 true, 2 false. A rising fit can only say one half to both."""
    others = statements([1, 2], [True, False], "b")
    mine = statements([1, 2], [True, True], "a")
    both = pd.concat([mine, others])
    found = map_to_chances(
        pd.concat([both, both.assign(method=OURS, chance=0.5)], ignore_index=True)
    )
    told = found[(found["method"] == "ndrc") & (found["indicator_id"] == "a")]
    assert told["chance"].tolist() == [0.5, 0.5]


def test_scores_are_means_over_indicators():
    """a: 0.8 true, 0.04; b: 0.5 of four, 0.25: mean 0.145, though b has four times the rows.
    Log: −ln 0.8 = 0.2231 and ln 2 = 0.6931, mean 0.4581. Of a's call all, of b's half true."""
    a = statements([0.8], [True], "a")
    b = statements([0.5] * 4, [True, True, False, False], "b")
    rows = pd.concat([a, b], ignore_index=True)
    table = score(pd.concat([rows, rows.assign(method=OURS)])).set_index("method")
    assert table.loc["ndrc", "brier"] == pytest.approx(0.145)
    assert table.loc["ndrc", "log"] == pytest.approx(0.45815, abs=1e-4)
    assert table.loc["ndrc", "held"] == pytest.approx(0.75)
    assert table.loc["ndrc", "better"] == pytest.approx(0.0)
    assert table.loc["ndrc", "brier_low"] == pytest.approx(0.04)
    assert table.loc["ndrc", "brier_high"] == pytest.approx(0.25)


def test_the_best_rule_is_a_ruler_and_not_ours():
    rows = pd.concat([statements([0.9], [True], method=m) for m in (OURS, BASE_RATE, "ndrc")])
    assert best_rule(score(rows))["method"] == "ndrc"


# The tables that are shipped


@pytest.fixture(scope="module")
def real(records) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    families = read_families(ROOT, FOLDERS)
    table = panel_rows(
        as_of_view(records.observations), families, panel_of(records.regions, records.plan.region)
    )
    return table, records.plan.indicators, families


def test_what_was_asked_is_what_the_shipped_scope_says(real):
    table, indicators, _ = real
    scope = read_league(ROOT, FOLDERS)["league_scope"].set_index("item")["value"]
    placed = place_targets(table, indicators)
    assert len(placed) == int(scope["targets"])
    assert placed["indicator_id"].nunique() == int(scope["indicators"])
    assert placed["came_true"].mean() == pytest.approx(float(scope["came_true"]), abs=5e-5)


@pytest.mark.slow
def test_the_shipped_league_is_made_again(real):
    made, shipped = league_tables(*real), read_league(ROOT, FOLDERS)
    for name in ("league", "league_years", "league_sensitivity"):
        pd.testing.assert_frame_equal(
            made[name].reset_index(drop=True), shipped[name], rtol=2e-3, check_dtype=False
        )
    missed = pd.read_csv(ROOT / "data/shared/cn-innovation/learned/league_miss.csv")
    pd.testing.assert_frame_equal(made["league_miss"], missed, atol=1e-4, check_dtype=False)


def test_the_lead_is_told_with_its_uncertainty():
    """Measured, not aimed at: the interval excludes no lead at all, and does not exclude 15 %."""
    main = read_league(ROOT, FOLDERS)["league_sensitivity"].set_index("variant").loc["main"]
    assert main["better"] == pytest.approx(1 - main["ours"] / main["best"], abs=2e-3)
    assert 0 < main["better_low"] < main["better"] < main["better_high"]


def test_the_league_is_known_once_its_years_are_published():
    league = read_league(ROOT, FOLDERS)
    last = str(league["league_scope"].set_index("item")["value"]["published"])
    assert not known_by(league, "2021-04-30") and known_by(league, last)
    before = pd.Timestamp(last) - pd.Timedelta(days=1)
    assert not known_by(league, str(before.date()))
