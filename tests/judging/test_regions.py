"""The same indicators and targets in every region."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config

from analysis.judging.regions import (
    MEMBERS,
    Regions,
    city_tables,
    compare_regions,
    group_of,
    panel_verdicts,
    peer_table,
    provinces,
    rank_table,
    region_words,
    shared_targets,
    standings,
    target_table,
    target_words,
)
from analysis.judging.situations import Records, read_records, situation_of
from analysis.records.errors import PlanDataError
from analysis.records.places import find_root
from analysis.telling import region_charts as drawn

ROOT = find_root(Path(__file__).parent)
OWN = "140000"


@pytest.fixture(scope="module")
def records() -> Records:
    return read_records("shanxi-innovation-14", root=ROOT)


@pytest.fixture(scope="module")
def found(records) -> Regions:
    return compare_regions(records)


def with_values(records: Records, indicator: str, values: dict) -> Records:
    """The records with nothing but these values of one indicator: (region, year) → value."""
    one = records.observations.iloc[:1]
    rows = [
        one.assign(
            observation_id=f"o{n}",
            indicator_id=indicator,
            region=region,
            year=year,
            value=float(value),
            supersedes="",
            grade="A",
            published=pd.Timestamp(f"{year + 1}-06-30"),
        )
        for n, ((region, year), value) in enumerate(values.items())
    ]
    table = pd.concat(rows, ignore_index=True).astype({"year": "Int64"})
    return replace(records, every=table)


CODES = ["110000", "120000", "130000", "140000", "150000"]


def test_ranks_distances_and_growth_are_worked_out_by_hand(records):
    """400 300 200 100 100: ranks 1 2 3 4 4, median 200. From 50 in 2020 to 100 in 2022 is
    41.4 % a year; from 2022 to 200 in 2025 is 2^(1/3) − 1 = 26.0 % a year."""
    values = dict(zip([(c, 2022) for c in CODES], [400, 300, 200, 100, 100], strict=True))
    told = with_values(records, "rd_expenditure", values | {(OWN, 2020): 50})
    rows = standings(told, CODES).set_index("region")
    assert rows["rank"].reindex(CODES).tolist() == [1, 2, 3, 4, 4]
    mine = rows.loc[OWN]
    assert (mine["median"], mine["distance"], mine["best"]) == (200, -0.5, 400)
    assert mine["growth"] == pytest.approx(2**0.5 - 1)
    assert mine["growth_needed"] == pytest.approx(2 ** (1 / 3) - 1)
    assert rows["growth_needed"].reindex(CODES[:3]).isna().all()


def test_where_less_is_better_the_smallest_is_first(records):
    plan = records.plan
    falling = plan.indicators["direction"].where(
        plan.indicators["indicator_id"] != "rd_expenditure", "down"
    )
    plan = type(plan)(
        plan.name, plan.meta, plan.indicators.assign(direction=falling), plan.figures, plan.text
    )
    values = dict(zip([(c, 2022) for c in CODES], [400, 300, 200, 100, 50], strict=True))
    told = with_values(records, "rd_expenditure", values)
    told = replace(told, plan=plan)
    rows = standings(told, CODES).set_index("region")
    assert rows["rank"].reindex(CODES).tolist() == [5, 4, 3, 2, 1]
    assert (rows["best"] == 50).all()
    assert rows.loc["110000", "growth_needed"] == pytest.approx(0.5 ** (1 / 3) - 1)
    assert np.isnan(rows.loc["140000", "growth_needed"])


def test_a_year_that_few_have_published_is_not_compared_and_few_regions_are_not_ranked(records):
    values = {(c, 2021): 100 for c in CODES} | {(OWN, 2022): 150}
    rows = standings(with_values(records, "rd_expenditure", values), CODES)
    assert (rows["year"] == 2021).all() and len(rows) == 5
    assert standings(with_values(records, "rd_expenditure", values), CODES[:4]).empty


def test_every_province_has_one_group_and_one_tile(records):
    codes = provinces(records)
    assert len(codes) == 31
    assert sorted(c for members in MEMBERS.values() for c in members) == sorted(
        c[:2] for c in codes
    )
    assert group_of("140100") == "central" and group_of("000000") is None
    assert set(drawn.TILES) == set(codes) | set(drawn.WITHOUT_DATA)
    assert len(set(drawn.TILES.values())) == len(drawn.TILES)
    assert len(set(drawn.SHORT.values())) == len(drawn.SHORT)


def test_shanxi_is_compared_with_the_six_central_provinces(found):
    assert found.peers == ["140000", "340000", "360000", "410000", "420000", "430000"]
    assert len(peer_table(found, "rd_expenditure").frame) == 6


def test_all_provinces_and_shanxis_cities_are_ranked(found):
    rd = found.standings[found.standings["indicator_id"] == "rd_expenditure"]
    assert len(rd) == 31 and rd["rank"].is_monotonic_increasing
    cities = found.cities[found.cities["indicator_id"] == "rd_expenditure"]
    assert len(cities) == 11 and cities["region"].iloc[0] == "140100"


def test_a_panel_says_of_each_region_what_its_own_situation_says(records):
    told = panel_verdicts(records, ["340000", OWN])
    for region in ("340000", OWN):
        mine = told[told["region"] == region].reset_index(drop=True)
        alone = situation_of(records, region=region).verdicts
        assert mine["target_id"].tolist() == alone["target_id"].tolist()
        assert mine["status"].tolist() == alone["status"].tolist()
        assert np.allclose(
            mine["probability"].astype(float),
            alone["probability"].astype(float),
            equal_nan=True,
            atol=1e-12,
        )


def test_the_same_call_runs_on_a_dask_cluster_of_two_workers(records):
    from dask.distributed import Client, LocalCluster

    some = ["340000", "360000", "410000", OWN]
    alone = panel_verdicts(records, some)
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        assert len(client.scheduler_info(n_workers=-1)["workers"]) == 2
        with parallel_config(backend="dask"):
            spread = panel_verdicts(records, some)
        ran = client.run(lambda dask_worker: len(dask_worker.state.log))
    assert len(ran) == 2 and all(ran.values())
    pd.testing.assert_frame_equal(spread, alone)


def test_a_target_that_applies_everywhere_is_ranked_by_probability(found):
    rows = shared_targets(found)
    assert rows["target_id"].unique().tolist() == ["F053"] and len(rows) == 31
    ordered = rows.sort_values("rank")["probability"]
    assert ordered.is_monotonic_decreasing


def test_a_city_is_looked_at_through_its_province(records):
    city = compare_regions(records, region="140100")
    assert city.province == OWN and len(city.cities)
    with pytest.raises(PlanDataError, match="not in data/regions"):
        compare_regions(records, region="999999")


def test_nothing_published_after_the_day_is_compared(records):
    early = compare_regions(records, as_of="2021-04-30")
    assert early.standings["year"].max() == 2019
    before = compare_regions(records, as_of="2005-01-01")
    for lang in ("zh", "en"):
        assert str(region_words(before, lang=lang)) and str(target_words(before, lang=lang))
        assert drawn.growth_maps(before, lang=lang).charts == ()
        assert drawn.peer_charts(before, lang=lang).charts == ()
        assert city_tables(before, lang=lang)._repr_html_()
        assert target_table(before, lang=lang).frame.empty


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_and_sentences_are_written_out(found, lang):
    for table in (
        rank_table(found, lang=lang),
        target_table(found, lang=lang),
        *city_tables(found, lang=lang).tables,
    ):
        assert len(table.frame) and not re.search(r"\bnan\b", table._repr_html_())
    assert {"zh": "31个省级地区", "en": "31 provinces"}[lang] in str(region_words(found, lang=lang))
    assert {"zh": "山西为", "en": "Shanxi stands at"}[lang] in str(target_words(found, lang=lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_map_says_in_words_what_every_tile_shows(found, lang):
    chart = drawn.growth_maps(found, lang=lang).charts[0]
    names = found.names(lang, short=True)
    shown = chart.svg()
    for code in provinces(found.records):
        assert names[code] in chart.alt
        assert f">{names[code] if lang == 'zh' else drawn.SHORT[code]}<" in shown
    for code, both in drawn.WITHOUT_DATA.items():
        assert both[lang == "en"] in chart.alt
        assert f">{drawn.SHORT[code] if lang == 'en' else both[0]}<" in shown


def test_labels_at_the_ends_of_lines_keep_a_gap_and_their_order():
    placed = drawn._apart(np.array([143.0, 143.0, 141.0, 100.0]), 5.0)
    assert (-np.diff(placed) >= 5.0 - 1e-9).all()
    assert placed[-1] == 100.0
