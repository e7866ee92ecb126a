"""Targets placed blind to the future, chances fitted on others, scores worked out by hand."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config

from analysis import as_of_view, load_plan, read_observations
from analysis.judging.league import (
    BASE_RATE,
    OURS,
    RULERS,
    best_rule,
    common,
    league_tables,
    map_to_chances,
    place_targets,
    provinces,
    rule,
    score,
    shift_as_known,
)
from analysis.judging.methods import judge
from analysis.judging.rulers import (
    agreement_words,
    disagreement_words,
    known_by,
    league_table,
    league_words,
    matrix_table,
    measure,
    method_table,
    read_league,
    sensitivity_table,
    year_by_year,
)
from analysis.judging.situations import read_records
from analysis.projection import replay
from analysis.projection.regional import read_families
from analysis.records.places import find_root
from analysis.telling.methods_charts import evolution_charts, league_chart

ROOT = find_root(Path(__file__).parent)
PLAN = "shanxi-innovation-14"


def registry(*names: str, direction: str = "up") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": names,
            "direction": direction,
            "lower": 0.0,
            "upper": np.nan,
            "definition_breaks": "",
        }
    )


def panel(name: str = "firms", years: int = 12, regions: int = 24, seed: int = 1) -> pd.DataFrame:
    """Regions growing at their own rate, 2 to 20 % a year, with a little noise."""
    some = np.random.default_rng(seed)
    rates = np.linspace(0.02, 0.20, regions)
    steps = np.log1p(rates)[:, None] + some.normal(0, 0.03, (regions, years))
    values = 100 * np.exp(np.cumsum(steps, axis=1))
    table = [
        {
            "indicator_id": name,
            "region": f"{r + 11:02d}0000",
            "year": 2010 + t,
            "value": values[r, t],
            "published": pd.Timestamp(2011 + t, 10, 1),
        }
        for r in range(regions)
        for t in range(years)
    ]
    return pd.DataFrame(table).astype({"year": "Int64"})


FAMILIES = pd.Series({"firms": "a", "staff": "b", "funds": "c", "grants": "d"})


def several() -> tuple[pd.DataFrame, pd.DataFrame]:
    names = list(FAMILIES.index)
    table = pd.concat([panel(n, seed=i) for i, n in enumerate(names)], ignore_index=True)
    return table, registry(*names)


# Placing


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


# Ruling


@pytest.fixture(scope="module")
def ruled() -> pd.DataFrame:
    table, names = several()
    targets = place_targets(table, names, quantiles=[0.5, 0.75])
    return rule(table, targets, names, FAMILIES)


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
    first = rule(table, targets, names, FAMILIES, real_time=True)[keep].query("year <= 2017")
    later = rule(bent, targets, names, FAMILIES, real_time=True)[keep].query("year <= 2017")
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


def test_the_shift_of_a_year_is_learned_from_what_had_come_true():
    table, names = several()
    outcomes, quantiles = replay(table, names)
    moved = shift_as_known(outcomes, quantiles, FAMILIES)
    first = (outcomes["origin"] == outcomes["origin"].min()).to_numpy()
    np.testing.assert_array_equal(moved[first], quantiles[first])  # nothing had come true yet
    assert (moved[~first] != quantiles[~first]).any()


def test_indicators_are_judged_in_the_backend_that_joblib_is_told(ruled):
    table, names = several()
    targets = place_targets(table, names, quantiles=[0.5, 0.75])
    with parallel_config(backend="threading", n_jobs=2):
        pd.testing.assert_frame_equal(rule(table, targets, names, FAMILIES), ruled)


# Chances and scores


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


def test_all_are_scored_on_the_same_questions(ruled):
    shared = common(ruled)
    assert len(set(shared.groupby("method").size())) == 1
    assert set(shared["method"]) == {OURS, *RULERS}
    assert (shared["verdict"] != "not_applicable").all()


# The tables that are shipped


@pytest.fixture(scope="module")
def real() -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    plan = load_plan(PLAN, root=ROOT)
    families = read_families(ROOT)
    table = provinces(as_of_view(read_observations(plan, root=ROOT)), families)
    return table, plan.indicators, families


def test_the_panel_is_provinces_alone(real):
    table, _, families = real
    assert table["region"].nunique() == 31
    assert "000000" not in set(table["region"])
    assert set(table["indicator_id"]) <= set(families.index)


def test_what_was_asked_is_what_the_shipped_scope_says(real):
    table, indicators, _ = real
    scope = read_league(ROOT)["league_scope"].set_index("item")["value"]
    placed = place_targets(table, indicators)
    assert len(placed) == int(scope["targets"])
    assert placed["indicator_id"].nunique() == int(scope["indicators"])
    assert placed["came_true"].mean() == pytest.approx(float(scope["came_true"]), abs=5e-5)


@pytest.mark.slow
def test_the_shipped_league_is_made_again(real):
    made, shipped = league_tables(*real), read_league(ROOT)
    for name in ("league", "league_years", "league_sensitivity"):
        pd.testing.assert_frame_equal(
            made[name].reset_index(drop=True), shipped[name], rtol=2e-3, check_dtype=False
        )


def test_the_lead_is_told_with_its_uncertainty():
    """Measured, not aimed at: the interval excludes no lead at all, and does not exclude 15 %."""
    main = read_league(ROOT)["league_sensitivity"].set_index("variant").loc["main"]
    assert main["better"] == pytest.approx(1 - main["ours"] / main["best"], abs=2e-3)
    assert 0 < main["better_low"] < main["better"] < main["better_high"]


# What a reader sees


@pytest.fixture(scope="module")
def records():
    return read_records(PLAN, root=ROOT)


@pytest.fixture(scope="module")
def found(records):
    return measure(records)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("4958家", "53%", "60%", "98%")), ("en", ("4,958", "53%", "60%", "98%"))],
)
def test_the_sentences_say_why_the_rulers_part(found, lang, words):
    said = [p for p in disagreement_words(found, lang=lang).parts if "5000" in p or "5,000" in p]
    assert len(said) == 1
    assert [w for w in words if w not in said[0]] == []


def test_a_sentence_counts_the_methods_that_are_shown(found):
    """Twelve stand in the table; of R&D, Destatis and trackr judge too, and Eustat is hidden."""
    said = next(p for p in disagreement_words(found, lang="en").parts if p.startswith("R&D"))
    assert "off track by our probability and 6 other methods" in said
    assert "82% of the pace the target asked for from the start (14.9% a year)" in said
    half = next(p for p in disagreement_words(found, lang="en").parts if "5,000" in p)
    assert "at risk by Our probability" in half and "NDRC mid-term†" in half


def test_why_the_rest_cannot_be_judged_adds_up(found):
    said = agreement_words(found, lang="en").parts[0]
    counts = [int(n) for n in re.findall(r"(\d+) (?:are|had|have)", said.split("judged: ")[1])]
    assert sum(counts) == len(found.inputs) - len(found.shown)


def test_the_matrix_has_a_cell_for_every_method_and_target(found):
    shown = matrix_table(found, lang="en")
    assert len(shown.rows) == len(found.shown) == 6
    assert all(len(cells) == len(shown.heads) - 1 for _, cells in shown.rows)
    page = shown._repr_html_()
    assert page.count("<tr>") == 7 and 'data-label="NDRC†"' in page


def test_each_year_uses_what_had_been_published(records, found):
    years = year_by_year(records)
    assert years["day"].is_monotonic_increasing
    last = years[years["day"] == years["day"].max()]
    assert last["verdict"].tolist() == found.matrix["verdict"].tolist()
    assert len(evolution_charts(found, years, lang="zh").charts) == 6


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_league_is_told_in_both_languages(lang):
    league = read_league(ROOT)
    assert len(league_words(league, lang=lang).parts) == 4
    assert len(league_table(league, lang=lang).frame) == len(league["league"])
    assert len(sensitivity_table(league, lang=lang).frame) == len(league["league_sensitivity"])
    assert len(method_table(lang=lang).frame) == 13
    assert league_chart(league, lang=lang).alt.count(";") == 10


def test_a_day_before_the_league_could_be_known_does_not_show_it(records):
    league = read_league(ROOT)
    assert not known_by(league, "2021-04-30") and known_by(league, "2025-01-01")
    assert league_table(league, as_of="2021-04-30") is None
    assert len(league_words(league, as_of="2021-04-30").parts) == 1
    then = measure(records, as_of="2021-04-30")
    assert agreement_words(then, lang="en").parts[0]
