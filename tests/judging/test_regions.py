"""The same indicators and targets in every region."""

import warnings
from dataclasses import replace
from multiprocessing import current_process

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config

from analysis.judging import regions
from analysis.judging.regions import (
    compare_regions,
    indexed,
    member_of,
    panel,
    panel_verdicts,
    shared_targets,
    standings,
    within_group,
)
from analysis.judging.situations import Records, situation_of
from analysis.records.errors import PlanDataError
from analysis.records.tables import PLAIN_TEXT
from analysis.records.vintages import as_of_view
from support.shanxi import ISSUED

OWN = "140000"


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
RUNNING = "2025-12-31"  # the last day on which the plan runs


def test_ranks_distances_and_growth_are_worked_out_by_hand(records):
    """400 300 200 100 100: ranks 1 2 3 4 4, median 200. From 50 in 2020 to 100 in 2022 is
    41.4 % a year; from 2022 to 200 in 2025 is 2^(1/3) − 1 = 26.0 % a year."""
    values = dict(zip([(c, 2022) for c in CODES], [400, 300, 200, 100, 100], strict=True))
    told = with_values(records, "rd_expenditure", values | {(OWN, 2020): 50})
    rows = standings(told, CODES, as_of=RUNNING).set_index("region")
    assert rows["rank"].reindex(CODES).tolist() == [1, 2, 3, 4, 4]
    mine = rows.loc[OWN]
    assert (mine["median"], mine["distance"], mine["best"]) == (200, -0.5, 400)
    assert mine["growth"] == pytest.approx(2**0.5 - 1)
    assert mine["growth_needed"] == pytest.approx(2 ** (1 / 3) - 1)
    assert rows["growth_needed"].reindex(CODES[:3]).isna().all()
    assert standings(told, CODES, as_of="2026-01-01")["growth_needed"].isna().all()


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
    rows = standings(told, CODES, as_of=RUNNING).set_index("region")
    assert rows["rank"].reindex(CODES).tolist() == [5, 4, 3, 2, 1]
    assert (rows["best"] == 50).all()
    assert rows.loc["110000", "growth_needed"] == pytest.approx(0.5 ** (1 / 3) - 1)
    assert np.isnan(rows.loc["140000", "growth_needed"])


def test_a_year_that_few_have_published_is_not_compared_and_few_regions_are_not_ranked(records):
    values = {(c, 2021): 100 for c in CODES} | {(OWN, 2022): 150}
    rows = standings(with_values(records, "rd_expenditure", values), CODES)
    assert (rows["year"] == 2021).all() and len(rows) == 5
    assert standings(with_values(records, "rd_expenditure", values), CODES[:4]).empty


def test_shanxi_is_compared_with_the_six_central_panel(compared):
    assert compared.peers == ["140000", "340000", "360000", "410000", "420000", "430000"]
    group = within_group(compared)
    rd = group[group["indicator_id"] == "rd_expenditure"]
    assert len(rd) == 6 and (rd["size"] == 6).all()
    assert sorted(rd["place"]) == [1, 2, 3, 4, 5, 6]
    assert rd.sort_values("rank")["place"].is_monotonic_increasing


def test_a_region_of_no_group_stands_alone(compared):
    assert replace(compared, region="000000").peers == ["000000"]


def test_lines_of_a_group_start_at_one_hundred(compared):
    """Shanxi 50 → 100 is 200; Anhui has no value of the start, Beijing is of another group."""
    values = {(OWN, 2020): 50, (OWN, 2022): 100, ("340000", 2022): 9, ("110000", 2020): 1}
    told = with_values(compared.records, "rd_expenditure", values)
    lines = indexed(compared, as_of_view(told.observations), "rd_expenditure", 2020)
    assert lines.to_dict() == {OWN: {2020: 100.0, 2022: 200.0}}
    assert indexed(compared, as_of_view(told.observations), "rd_expenditure", 2021).empty


def test_all_provinces_and_shanxis_cities_are_ranked(compared):
    rd = compared.standings[compared.standings["indicator_id"] == "rd_expenditure"]
    assert len(rd) == 31 and rd["rank"].is_monotonic_increasing
    cities = compared.cities[compared.cities["indicator_id"] == "rd_expenditure"]
    assert len(cities) == 11 and cities["region"].iloc[0] == "140100"


def test_a_prefecture_is_its_provinces_and_a_province_its_own(records):
    assert member_of(records, "140100") == member_of(records, OWN) == OWN
    assert member_of(records, "000000") == "000000"


def test_a_panel_says_of_each_region_what_its_own_situation_says(compared, records, now):
    told = compared.verdicts
    assert told["region"].drop_duplicates().tolist() == panel(records)
    for view in (now, situation_of(records, region="340000")):
        mine = told[told["region"] == view.region].reset_index(drop=True)
        alone = view.verdicts
        assert mine["target_id"].tolist() == alone["target_id"].tolist()
        assert mine["status"].tolist() == alone["status"].tolist()
        assert np.allclose(
            mine["probability"].astype(float),
            alone["probability"].astype(float),
            equal_nan=True,
            atol=1e-6,
            rtol=0,
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
        client.run(pd.set_option, *PLAIN_TEXT)  # as here, see conftest
        with parallel_config(backend="dask"):
            spread = panel_verdicts(records, some)
        ran = client.run(lambda dask_worker: len(dask_worker.state.log))
    assert len(ran) == 2 and all(ran.values())
    pd.testing.assert_frame_equal(spread, alone)


def test_without_a_backend_all_regions_are_judged_at_once(records, monkeypatch):
    """In one frame, whatever cores there are, and in a worker of a pool without a warning."""
    asked = []

    def verdicts_of(views: list, **_: bool) -> list[pd.DataFrame]:
        asked.append(len(views))
        return [pd.DataFrame({"target_id": ["t"]}) for _ in views]

    monkeypatch.setattr(regions, "verdicts_of", verdicts_of)
    monkeypatch.setitem(current_process()._config, "daemon", True)
    some = ["340000", OWN, "360000"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = panel_verdicts(records, some)
    assert asked == [3] and told["region"].tolist() == some


def test_a_panel_of_a_day_says_what_was_known_on_it(records, then):
    told = panel_verdicts(records, [OWN], as_of=ISSUED)
    assert told["status"].tolist() == then.verdicts["status"].tolist()
    assert told["latest_year"].max() <= 2020


def test_a_target_that_applies_everywhere_is_ranked_by_probability(compared):
    rows = shared_targets(compared)
    assert rows["target_id"].unique().tolist() == ["F053"] and len(rows) == 31
    ordered = rows.sort_values("rank")["probability"]
    assert ordered.is_monotonic_decreasing


@pytest.fixture
def few(monkeypatch):
    """Only two provinces are judged; the days they were to be judged on."""
    days = []

    def judged(records, *, as_of=None):
        days.append(as_of)
        return panel_verdicts(records, [OWN, "340000"], as_of=as_of)

    monkeypatch.setattr(regions, "panel_verdicts", judged)
    return days


def test_a_city_is_looked_at_through_its_province(records, few):
    city = compare_regions(records, region="140100")
    assert city.province == OWN and len(city.cities)
    with pytest.raises(PlanDataError, match="not in regions"):
        compare_regions(records, region="999999")


def test_nothing_published_after_the_day_is_compared(records, few):
    early = compare_regions(records, as_of=ISSUED)
    assert early.standings["year"].max() == 2019
    assert early.cities["year"].max() <= 2020
    assert few == [ISSUED]
