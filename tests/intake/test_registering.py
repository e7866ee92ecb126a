"""One command adds an indicator, another name of one, or an event; nothing is added twice."""

import datetime as dt

import pytest

from analysis.__main__ import main
from analysis.intake.registering import (
    add_alias,
    add_event,
    add_indicator,
    add_pledge,
    add_source,
)
from analysis.records.aliases import read_aliases
from analysis.records.errors import PlanDataError
from analysis.records.observations import read_events
from analysis.records.plans import load_plan
from analysis.records.pledges import read_pledges
from support.small_project import small_project

NEW = {"indicator_id": "patents", "name_zh": "高价值发明专利", "unit": "件", "kind": "stock"}
EVENT = {"indicator_id": "centre", "date": "2023-02", "state": "established", "text": "挂牌"}
TODAY = dt.date(2026, 1, 1)


@pytest.fixture
def root(tmp_path):
    return small_project(tmp_path)


def test_a_new_indicator_is_known_at_once(root):
    path = add_indicator("small", NEW, root=root)
    held = load_plan("small", root=root).indicators.set_index("indicator_id").loc["patents"]
    assert (held["name_zh"], held["unit"], held["direction"]) == ("高价值发明专利", "件", "none")
    assert path.name == "indicators.csv"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"indicator_id": "firms"}, "is an indicator of the plan already"),
        ({"name_zh": "企业 数"}, "is an indicator of the plan already"),
        ({"kind": "much"}, "must be one of"),
        ({"indicator_id": "Patents"}, "must be lower-case"),
    ],
)
def test_an_indicator_that_cannot_be_is_refused_and_nothing_written(root, change, told):
    path = root / "data" / "plans" / "small" / "indicators.csv"
    before = path.read_bytes()
    with pytest.raises(PlanDataError, match=told):
        add_indicator("small", NEW | change, root=root)
    assert path.read_bytes() == before


def test_another_name_is_remembered_and_means_one_thing(root):
    add_alias("small", "高企数", "firms", root=root)
    assert read_aliases(root, ["data/plans/small"]) == {"高企数": "firms"}
    for name, told in (("高企 数", "is firms already"), ("企业数", "is firms already")):
        with pytest.raises(PlanDataError, match=told):
            add_alias("small", name, "firms", root=root)
    with pytest.raises(PlanDataError, match="not in the plan's"):
        add_alias("small", "别的", "ghosts", root=root)


def test_an_event_is_dated_by_its_source_and_goes_to_the_plans_own_table(root):
    add_indicator("small", NEW | {"indicator_id": "centre", "kind": "event"}, root=root)
    add_event("small", EVENT | {"source_id": "s1"}, root=root, today=TODAY)
    plan = load_plan("small", root=root)
    (held,) = read_events(plan, root=root, today=TODAY).to_dict("records")
    assert (f"{held['date']:%F}", held["region"]) == ("2023-02-28", "140000")
    with pytest.raises(PlanDataError, match="is there already"):
        add_event("small", EVENT | {"source_id": "s1"}, root=root, today=TODAY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"indicator_id": "firms"}, "no event of the plan; there are: centre"),
        ({"source_id": "hearsay"}, "not in sources.csv"),
        ({"date": "2027-01-01"}, "is after today"),
        ({"region": "990000"}, "not in regions.csv"),
        ({"state": "perhaps"}, "must be one of"),
    ],
)
def test_an_event_that_cannot_be_is_refused(root, change, told):
    add_indicator("small", NEW | {"indicator_id": "centre", "kind": "event"}, root=root)
    with pytest.raises(PlanDataError, match=told):
        add_event("small", EVENT | {"source_id": "s1"} | change, root=root, today=TODAY)


def test_the_commands_that_messages_name_are_there(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    words = ["--name-zh", "高价值发明专利", "--unit", "件", "--kind", "stock", "--plan", "small"]
    assert main(["indicator", "add", "patents", *words]) == 0
    assert main(["indicator", "alias", "高价值专利", "patents", "--plan", "small"]) == 0
    assert main(["indicator", "alias", "高价值专利", "patents", "--plan", "small"]) == 1
    out = capsys.readouterr()
    assert "indicators.csv: one row added" in out.out and "is patents already" in out.err


REPORT = {"source_id": "report-2024", "title": "2024年政府工作报告", "publisher": "某省人民政府"}
PLEDGE = {
    "indicator_id": "firms",
    "kind": "annual",
    "deadline": "2024",
    "value": "1200",
    "comparator": ">=",
    "quote": "新认定1200家以上",
    "source_id": "report-2024",
}


def test_a_document_is_registered_once_for_what_cites_it(root):
    add_source("small", REPORT | {"published": "2024-02"}, root=root)
    add_pledge("small", PLEDGE, root=root, today=TODAY)
    held = read_pledges(load_plan("small", root=root), root=root, today=TODAY).iloc[0]
    assert (f"{held['published']:%F}", held["grade"], held["value"]) == ("2024-02-29", "D", 1200)
    with pytest.raises(PlanDataError, match="is a document already"):
        add_source("small", REPORT, root=root)


def test_the_day_of_a_pledge_is_its_own_where_its_source_has_none(root):
    add_source("small", REPORT, root=root)
    with pytest.raises(PlanDataError, match="the source has no day"):
        add_pledge("small", PLEDGE, root=root, today=TODAY)
    add_pledge("small", PLEDGE | {"published": "2024-02-28"}, root=root, today=TODAY)
    held = read_pledges(load_plan("small", root=root), root=root, today=TODAY).iloc[0]
    assert (f"{held['published']:%F}", bool(held["published_estimated"])) == ("2024-02-28", False)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"indicator_id": "ghosts"}, "not in the plan's"),
        ({"source_id": "none"}, "not in sources.csv"),
        ({"kind": "some"}, "must be one of"),
        ({"published": "2026-01-02"}, "is after today"),
    ],
)
def test_a_pledge_that_cannot_be_is_refused_and_nothing_written(root, change, told):
    add_source("small", REPORT | {"published": "2024-02-28"}, root=root)
    with pytest.raises(PlanDataError, match=told):
        add_pledge("small", PLEDGE | change, root=root, today=TODAY)
    assert not (root / "data" / "plans" / "small" / "pledges.csv").exists()
