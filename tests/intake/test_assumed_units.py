"""Figures whose unit nobody names: told where a known year shows the order, asked otherwise."""

import pytest

from analysis.intake.adding import examine, read_known
from analysis.intake.grid import from_values
from analysis.intake.known import Given
from support.shanxi import FEW, PLAN, TODAY, store
from support.workbooks import FIRMS, RD, SHARE, SOURCE

PATENTS = "有效发明专利"  # 件, of which tables have 万件, too


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return read_known(PLAN, root=store(tmp_path_factory.mktemp("store"), FEW), today=TODAY)


def told(known, *rows: list, unit: str = "") -> dict[str, str]:
    """What is said of units, by its level, of figures of 2024 in a table without any."""
    table = from_values("表", [["指标", "地区", "年份", "数值"], *rows])
    found = examine([table], known, given=Given(source=SOURCE, unit=unit))
    return {f.code: f.level for f in found.findings if f.code.startswith("unit-")}


@pytest.mark.parametrize("value", [4580, 32_750, 460])
def test_a_count_that_is_told_is_of_the_order_of_a_known_year(known, value):
    assert told(known, [FIRMS, "山西省", 2024, value]) == {"unit-taken": "notice"}


def test_money_near_a_known_year_is_told_and_ten_times_as_much_is_asked_about(known):
    assert told(known, [RD, "山西省", 2024, 327.5]) == {"unit-taken": "notice"}
    assert told(known, [RD, "山西省", 2024, 3000]) == {"unit-open": "warning"}
    assert told(known, [RD, "山西省", 2024, 3_275_000]) == {"unit-open": "warning"}


def test_what_no_known_year_shows_is_asked_about_where_its_unit_has_others(known):
    assert told(known, [RD, "太原市", 2024, 118.7]) == {"unit-open": "warning"}
    assert told(known, [SHARE, "太原市", 2024, 2.4]) == {"unit-open": "warning"}
    assert told(known, [FIRMS, "太原市", 2024, 2105]) == {"unit-taken": "notice"}


def test_a_fraction_of_what_is_counted_is_asked_about(known):
    assert told(known, [FIRMS, "太原市", 2024, 1.9]) == {"unit-open": "warning"}


def test_a_named_unit_is_neither_told_nor_asked_about(known):
    assert told(known, [RD, "太原市", 2024, "118.7亿元"]) == {}
    assert told(known, [RD, "太原市", 2024, 1_187_000], unit="万元") == {}
