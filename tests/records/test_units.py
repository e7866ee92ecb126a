"""Units are a table: what they are called, what they convert to; a plan may add its own."""

import pytest

from analysis.intake.cells import Quantity, convert, quantity
from analysis.records.errors import PlanDataError
from analysis.records.places import working_in
from analysis.records.plans import load_plan
from analysis.records.schema import UNITS
from analysis.records.units import read_units, unit_of, units_of
from analysis.telling.kit.wording import quantity as written
from analysis.telling.kit.wording import unit_name
from support.shanxi import ROOT
from support.small_project import INDICATOR, TABLES, small_project, write

OWN = {"unit": "PJ", "name_en": "petajoules", "family": "energy", "factor": "277777777.8"}


@pytest.fixture
def root(tmp_path):
    """A project with a plan in a unit of its own."""
    folder = small_project(tmp_path)
    plan = folder / "data" / "plans" / "small"
    write(plan / "units.csv", UNITS, OWN, {"unit": "kg/ha", "decimals": "1"})
    return folder


SCALES = {"千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12}


def test_a_scale_before_a_unit_of_one_family_is_what_it_converts_by():
    table = read_units(ROOT).fillna({"family": ""}).set_index("unit")
    pairs = [
        (scale + unit, unit, by)
        for unit in table.index
        for scale, by in SCALES.items()
        if scale + unit in table.index
        and table.loc[unit, "family"] == table.loc[scale + unit, "family"] != ""
    ]
    assert len(pairs) >= 20
    for scaled, unit, by in pairs:
        factors = table.loc[[scaled, unit], "factor"].astype(float)
        assert factors.iloc[0] / factors.iloc[1] == pytest.approx(by), scaled


def test_a_plan_may_be_in_units_of_its_own(root):
    plan = root / "data" / "plans" / "small"
    write(plan / "indicators.csv", TABLES["indicators"], INDICATOR | {"unit": "kg/ha"})
    figures = (plan / "figures.csv").read_text("utf-8").replace("家", "kg/ha")
    (plan / "figures.csv").write_text(figures, "utf-8")
    assert load_plan("small", root=root).indicators["unit"].tolist() == ["kg/ha"]
    with working_in(root):
        assert written(70.25, "kg/ha", "en") == "70.3 kg/ha"
        assert written(5, "PJ", "en") == "5 petajoules" and written(5, "PJ", "zh") == "5 PJ"
        assert convert(quantity("5 PJ"), "", "千瓦时")[0] == pytest.approx(5 * 277777777.8)


def test_a_unit_that_no_table_names_is_refused_with_what_to_do(root):
    write(
        root / "data" / "plans" / "small" / "indicators.csv",
        TABLES["indicators"],
        INDICATOR | {"unit": "furlong"},
    )
    with pytest.raises(PlanDataError, match=r"row 2, column unit, value 'furlong': .*units.csv"):
        load_plan("small", root=root)


def test_a_unit_described_anew_otherwise_is_refused(root):
    write(root / "data" / "plans" / "small" / "units.csv", UNITS, {"unit": "亿元", "factor": "2"})
    with pytest.raises(PlanDataError, match=r"small/units.csv, row 2, column unit, value '亿元'"):
        load_plan("small", root=root)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (3.25, "亿吨", "3.25亿吨", "3.25 hundred million t"),
        (1.5, "‰", "1.50‰", "1.50‰"),
        (12, "座", "12座", "12"),
        (70.25, "kg per ha", "70 kg per ha", "70 kg per ha"),
        (2, "状态", "2", "2"),
        (61.5, "%", "61.50%", "61.50%"),
    ],
)
def test_a_number_is_written_with_its_unit(value, unit, zh, en):
    assert (written(value, unit, "zh"), written(value, unit, "en")) == (zh, en)


def test_a_unit_that_is_not_written_is_still_named_where_a_chart_needs_one():
    assert unit_name("座", "en") == "number" and unit_name("座", "zh") == "座"


def test_every_unit_of_a_family_has_a_factor():
    table = read_units(ROOT)
    assert table.loc[table["family"] != "", "factor"].gt(0).all()
    assert table.loc[table["family"] == "", "factor"].isna().all()


@pytest.mark.parametrize(
    ("unit", "expected", "value"),
    [
        ("万元", "亿元", 0.0003),
        ("亿元", "万元", 30000.0),
        ("吨", "万吨", 0.0003),
        ("名", "人", 3.0),
    ],
)
def test_units_of_a_family_convert(unit, expected, value):
    assert convert(Quantity(3.0, unit), "", expected)[0] == value


def test_money_is_at_the_prices_of_its_year():
    assert unit_of("亿元").money and unit_of("万元/人").money and not unit_of("家").money
    assert units_of(ROOT)["亿元"].decimals == 1


def test_a_projects_own_table_is_taken_before_that_of_the_checkout(root):
    write(root / "data" / "units.csv", UNITS, {"unit": "家", "name_en": "firms", "decimals": "1"})
    assert units_of(root)["家"].en == "firms" and units_of(root)["家"].decimals == 1
    assert units_of(root)["亿元"].en == units_of(ROOT)["亿元"].en
