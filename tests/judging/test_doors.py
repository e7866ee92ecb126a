"""Every function an analyst calls reads days, regions and numbers alike."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.judging.audit import audit
from analysis.judging.changes import compare, previous_day
from analysis.judging.league import known_by, read_league
from analysis.judging.outcome import look_back
from analysis.judging.questions import own_target, region_verdicts
from analysis.judging.regions import compare_regions, panel_verdicts, standings
from analysis.judging.rulers import measure, year_by_year
from analysis.judging.situations import Records, Situation, read_records, situation_of
from analysis.judging.standpoints import standpoint
from analysis.judging.verdict_changes import replay_verdicts
from analysis.projection import read_regional
from analysis.records.errors import PlanDataError
from analysis.records.schema import FIGURES, OBSERVATIONS, TABLES
from analysis.records.vintages import as_of_view, conflicts, load_observations, published_by
from support.shanxi import FOLDERS, ROOT
from support.small_project import FIGURE, OBSERVATION, REGION, small_project, write

VALUES = [(2015 + n, round(1000 * 1.15**n), f"{2016 + n}-03-31") for n in range(8)]
VALUES = [*VALUES, (2023, 3916, "2024-01-15")]
TARGET = FIGURE | {"figure_id": "F2", "role": "target", "year": "", "value": "5000"}
TARGET |= {"comparator": ">=", "measure": "level", "deadline": "2025"}
ON_A_DAY = {
    "situation_of": lambda told, day: situation_of(told, as_of=day).known,
    "compare": lambda told, day: compare(told, as_of=day).after.known,
    "compare since": lambda told, day: compare(told, since=day).before.known,
    "look_back": lambda told, day: look_back(told, as_of=day).now.known,
    "measure": lambda told, day: measure(told, as_of=day).now.known,
    "year_by_year": lambda told, day: year_by_year(told, as_of=day),
    "compare_regions": lambda told, day: compare_regions(told, as_of=day).verdicts,
    "panel_verdicts": lambda told, day: panel_verdicts(told, ["140000"], as_of=day),
    "standings": lambda told, day: standings(told, ["140000"], as_of=day),
    "region_verdicts": lambda told, day: region_verdicts(told, ["140000"], as_of=day),
    "standpoint": lambda told, day: standpoint(told, as_of=day).known,
    "replay_verdicts": lambda told, day: replay_verdicts(told, [day]),
    "of_region": lambda told, day: told.of_region("140000", day),
    "audit": lambda told, day: audit(told.plan, told.every, as_of=day),
    "previous_day": lambda told, day: pd.DataFrame([previous_day(told.every, day)]),
    "as_of_view": lambda told, day: as_of_view(told.every, day),
    "conflicts": lambda told, day: conflicts(told.every, day),
    "published_by": lambda told, day: published_by(told.every, day),
    "read_regional": lambda told, day: read_regional(told.root, told.plan.folders, as_of=day),
    "known_by": lambda told, day: pd.DataFrame([known_by(read_league(ROOT, FOLDERS), day)]),
}
IN_A_REGION = {
    "situation_of": lambda told, code: situation_of(told, region=code).region,
    "compare": lambda told, code: compare(told, region=code).after.region,
    "look_back": lambda told, code: look_back(told, region=code).now.region,
    "measure": lambda told, code: measure(told, region=code).now.region,
    "compare_regions": lambda told, code: compare_regions(told, region=code).region,
}
OF_REGIONS = {
    "of_regions": lambda told, codes: told.of_regions(codes),
    "panel_verdicts": lambda told, codes: panel_verdicts(told, codes),
    "standings": lambda told, codes: standings(told, codes),
    "region_verdicts": lambda told, codes: region_verdicts(told, codes),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Records:
    """A small plan with nine years of one indicator, the last published on 15 January 2024."""
    root = small_project(tmp_path_factory.mktemp("small"))
    rows = [
        OBSERVATION
        | {"observation_id": f"o{n}", "year": str(year), "value": str(value), "published": day}
        | {"recorded_at": day}
        for n, (year, value, day) in enumerate(VALUES)
    ]
    nation = REGION | {"region": "000000", "name_zh": "全国", "level": "country", "parent": ""}
    write(root / "data" / "observations" / "a.csv", OBSERVATIONS, *rows)
    write(root / "data" / "plans" / "small" / "figures.csv", FIGURES, FIGURE, TARGET)
    write(root / "data" / "regions.csv", TABLES["regions"], REGION, nation)
    return read_records("small", root=root)


@pytest.fixture(scope="module")
def now(told) -> Situation:
    return situation_of(told)


# The others read through these: that they refuse what these refuse shows it.
BY_THEMSELVES = (
    *("situation_of", "standpoint", "of_region", "previous_day", "as_of_view"),
    *("conflicts", "published_by", "read_regional", "known_by"),
)


@pytest.mark.parametrize("door", BY_THEMSELVES)
def test_a_month_and_a_date_are_the_day_they_mean(told, door):
    meant = ON_A_DAY[door](told, "2023-03-31")
    for spelled in ("2023-03", dt.date(2023, 3, 31), pd.Timestamp("2023-03-31 12:00")):
        pd.testing.assert_frame_equal(ON_A_DAY[door](told, spelled), meant)


def test_a_year_is_its_last_day_and_no_later(told):
    known = situation_of(told, as_of="2023").known
    assert situation_of(told, as_of="2023").as_of == "2023-12-31"
    assert known["year"].max() == 2022
    assert situation_of(told, as_of="2024-01-14").known["year"].max() == 2022
    assert situation_of(told, as_of="2024-01-15").known["year"].max() == 2023


@pytest.mark.parametrize("door", ON_A_DAY)
@pytest.mark.parametrize("given", ["23-12-31", 20231231, 0, False, float("nan"), pd.NaT])
def test_what_is_no_day_is_refused_at_every_door(told, door, given):
    with pytest.raises(PlanDataError, match=r"not a date.*\|"):
        ON_A_DAY[door](told, given)


def test_a_region_s_number_is_its_code(told):
    assert told.region(140000) == told.region("") == told.region() == "140000"
    assert situation_of(told, region=0).region == compare_regions(told, region=0).region == "000000"


@pytest.mark.parametrize("door", IN_A_REGION)
@pytest.mark.parametrize("given", [14, "14", "999999", False, float("nan")])
def test_what_is_no_region_is_refused_at_every_door(told, door, given):
    with pytest.raises(PlanDataError, match=r"region .*\|.*代码"):
        IN_A_REGION[door](told, given)


@pytest.mark.parametrize("door", OF_REGIONS)
def test_several_regions_are_read_alike(told, door):
    meant = OF_REGIONS[door](told, ["140000", "000000"])
    pd.testing.assert_frame_equal(OF_REGIONS[door](told, [140000, 0]), meant)
    for given in ("140000", ["999999"], [None], [False]):
        with pytest.raises(PlanDataError, match=r"regions .*\|.*代码"):
            OF_REGIONS[door](told, given)


def test_the_observations_of_a_plan_are_of_a_known_region(told):
    def read(**asked) -> pd.DataFrame:
        return load_observations(told.plan, root=told.root, **asked)

    assert read(region="all")["year"].max() == read(region=140000)["year"].max() == 2023
    assert read(as_of="2023")["year"].max() == 2022 and read(region=0).empty
    for given in ("990000", "ALL", False):
        with pytest.raises(PlanDataError, match=r"region .*\|.*代码"):
            read(region=given)


def test_a_target_of_one_s_own_may_be_typed_as_text_or_numbers(now):
    meant = own_target(now, "firms", [3000.0, 4000.0], deadline=2030)
    for given in (["3000", " ４０００"], np.array([3000, 4000]), pd.Series([3e3, 4e3])):
        found = own_target(now, "firms", given, deadline="２０３０")
        pd.testing.assert_frame_equal(found, meant)


@pytest.mark.parametrize("given", ["3,000", "1e999", None, True, float("nan"), [3000, "many"]])
def test_a_target_that_is_no_number_is_refused(now, given):
    with pytest.raises(PlanDataError, match=r"value .*: not a number.*\| 不是数字"):
        own_target(now, "firms", given)


@pytest.mark.parametrize("given", [0, "30", 2030.5, True, 2101])
def test_a_deadline_that_is_no_year_is_refused(now, given):
    with pytest.raises(PlanDataError, match=r"deadline .*from 1900 to 2100"):
        own_target(now, "firms", 3000, deadline=given)


@pytest.mark.parametrize("given", ["=>", "≥", "=", 0])
def test_a_comparator_that_there_is_not_is_refused(now, given):
    with pytest.raises(PlanDataError, match=r"comparator .*>=, >, <=, <"):
        own_target(now, "firms", 3000, comparator=given)


def test_observation_ids_are_a_list_of_texts(told):
    meant = compare(told, added=["o8"])
    assert meant.built and len(meant.before.known) == len(meant.after.known) - 1
    assert not compare(told, added=None).built
    for given in ("o8", 9, [9], True, {"o8": 1}.items()):
        with pytest.raises(PlanDataError, match=r"added .*\| 请给出观测编号的列表"):
            compare(told, added=given)
