"""One cell, understood or refused: each word, unit and bound by itself."""

import datetime as dt

import pytest

from analysis.intake.cells import (
    CellError,
    Quantity,
    convert,
    folded,
    plain,
    qualifier,
    quantity,
    verbatim,
)
from analysis.intake.days import date, period


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (2022.0, "2022"),
        (2022.5, "2022.5"),
        (-3.0, "-3"),
        (999999999999999.0, "999999999999999"),
        (1e15, "1000000000000000.0"),
        (True, "True"),
        ("　２０２２\n年  底 ", "2022 年 底"),
    ],
)
def test_a_cell_is_plain_text(cell, text):
    assert plain(cell) == text


def test_a_quote_is_kept_as_written_in_one_line():
    assert verbatim(" 达到３１８８家，\r\n\t增长  5％ ") == "达到３１８８家， 增长  5％"
    assert verbatim(2022.0) == "2022" and verbatim(None) == ""


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (5, Quantity(5.0)),
        (float("nan"), Quantity(None)),
        (float("inf"), Quantity(None)),
        (float("-inf"), Quantity(None)),
        ("N/A", Quantity(None)),
        ("——", Quantity(None)),
        ("约3916家", Quantity(3916.0, "家", "about")),
        ("超过5600", Quantity(5600.0, "", "at_least")),
        ("达到或超过：120家", Quantity(120.0, "家", "at_least")),
        ("达到120家", Quantity(120.0, "家", "exact")),
        ("120家以上", Quantity(120.0, "家", "at_least")),
        ("120以上家", Quantity(120.0, "家", "at_least")),
        ("About 12", Quantity(12.0, "", "about")),
        ("12(P)", Quantity(12.0, "", "provisional")),
        ("561.86亿元", Quantity(561.86, "亿元", "")),
        ("1.2万家", Quantity(1.2, "万家", "")),
        ("1.2万", Quantity(1.2, "万", "")),
        ("12％", Quantity(12.0, "%", "")),
        ("1,234.5", Quantity(1234.5)),
        ("-12 345 678", Quantity(-12345678.0)),
    ],
)
def test_a_value_is_read_with_what_was_said_of_it(cell, found):
    assert quantity(cell) == found


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (True, "truth value"),
        (dt.date(2022, 1, 1), "took it for a date"),
        (dt.time(1, 2), "took it for a date"),
        ("#REF!", "Excel error value"),
        ("12-15", "a range"),
        ("12 至 15", "a range"),
        ("12(见附注)", "has a note"),
        ("4580①", "has a note"),
        ("家", "is not a number"),
        ("1,23", "is the comma a decimal one?"),
        ("1234,567", "is the comma a decimal one? write 1234.567 or 1234567"),
        ("12,3456", "is the comma a decimal one?"),
        ("0,435", "is the comma a decimal one? write 0.435"),
        ("(4,580)", "stands in brackets"),
        ("增长7.5%", "says '增长'"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(cell, told):
    with pytest.raises(CellError) as error:
        quantity(cell)
    assert told in error.value.en and error.value.zh
    assert str(error.value) == f"{error.value.en} | {error.value.zh}"


@pytest.mark.parametrize(
    ("value", "shape", "found"),
    [
        (0.0125, "0.00%", Quantity(1.25, "%")),
        (0.07, "0%", Quantity(7.0, "%")),
        (0.123456789012345, "0%", Quantity(12.345678901234, "%")),
        (12.5, '0.0"亿元"', Quantity(12.5, "亿元")),
        (12.5, '0.0" 亿元 ";-0.0"万元"', Quantity(12.5, "亿元")),
        (12.5, r"0.0\万", Quantity(12.5, "万")),
        (12.5, '0.0"(预计)"', Quantity(12.5, "", "provisional")),
        (1.12, "0.00_%", Quantity(1.12)),
        (1.12, '0.00_%;-0.00"%"', Quantity(1.12)),
        (-0.5, "0.00;-0.00%", Quantity(-50.0, "%")),
        (0.5, "[<1]0%;0.00", Quantity(50.0, "%")),
        (1.0, "[<1]0%;0.00", Quantity(1.0)),
        (3188.0, 'G/通用格式"家"', Quantity(3188.0, "家")),
        (12.5, '0"%"', Quantity(12.5, "%")),
        (1234.0, "#,##0.00", Quantity(1234.0)),
        (12.0, "General;0%", Quantity(12.0)),
    ],
)
def test_a_number_counts_as_its_format_shows_it(value, shape, found):
    """A share is shown times 100, held to 12 decimals; of a format the section for the value."""
    assert quantity(value, number_format=shape) == found


@pytest.mark.parametrize("shape", ["0,", "#,##0,", "0.0,,", "0!.0,", "0!.0000"])
def test_a_format_that_scales_what_is_seen_is_refused(shape):
    with pytest.raises(CellError, match="scaled down"):
        quantity(12345.0, number_format=shape)


@pytest.mark.parametrize(
    ("found", "column", "expected", "value", "said"),
    [
        (Quantity(5.0), "", "家", 5.0, ""),
        (Quantity(5.0), "个", "家", 5.0, ""),
        (Quantity(5.0), "户", "个", 5.0, ""),
        (Quantity(5.0), "位", "人", 5.0, ""),
        (Quantity(5.0, "亿元"), "", "亿元", 5.0, ""),
        (Quantity(5.0, "万元"), "", "亿元", 0.0005, "5 万元"),
        (Quantity(5.0), "千元", "亿元", 5e-5, "5 千元"),
        (Quantity(5.0), "元", "万元", 0.0005, "5 元"),
        (Quantity(5.0), "亿元", "万元", 50000.0, "5 亿元"),
        (Quantity(5.0), "亿人", "万人", 50000.0, "5 亿人"),
        (Quantity(5.0), "人", "万人", 0.0005, "5 人"),
        (Quantity(1.2, "万家"), "", "家", 12000.0, "1.2 万家"),
        (Quantity(5000.0), "家", "万家", 0.5, "5000 家"),
        (Quantity(3.0, "亿件"), "", "万件", 30000.0, "3 亿件"),
        (Quantity(2.5, "亿吨"), "", "万吨", 25000.0, "2.5 亿吨"),
        (Quantity(1.5), "万千瓦", "千瓦", 15000.0, "1.5 万千瓦"),
        (Quantity(1.2, "万"), "家", "家", 12000.0, "1.2 万家"),
        (Quantity(1.2, "万"), "万家", "家", 12000.0, "1.2 万家"),
        (Quantity(1.2, "亿"), "", "件", 120000000.0, "1.2 亿件"),
        (Quantity(561.86, "亿"), "元", "亿元", 561.86, ""),
        (Quantity(1.2, "万家"), "家", "家", 12000.0, "1.2 万家"),
        (Quantity(1 / 3, "万家"), "", "家", 3333.33333333, "0.333333333333 万家"),
    ],
)
def test_a_value_is_turned_into_the_unit_of_its_indicator(found, column, expected, value, said):
    assert convert(found, column, expected) == (value, said)


@pytest.mark.parametrize(
    ("found", "column", "expected", "told"),
    [
        (Quantity(5.0, "万元"), "亿元", "亿元", "the cell says 万元, the unit column 亿元"),
        (Quantity(5.0, "家"), "万家", "家", "the cell says 家, the unit column 万家"),
        (Quantity(5.0), "%", "家", "is in %; the indicator is in 家"),
        (Quantity(5.0), "家", "人", "is in 家; the indicator is in 人"),
        (Quantity(5.0), "万人", "家", "is in 万人; the indicator is in 家"),
        (Quantity(5.0), "家", "万人", "is in 家; the indicator is in 万人"),
    ],
)
def test_units_that_do_not_agree_are_refused(found, column, expected, told):
    with pytest.raises(CellError) as error:
        convert(found, column, expected)
    assert told in error.value.en


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (2022, (2022, None)),
        (2022.0, (2022, None)),
        ("2022.0", (2022, None)),
        ("２０２２ 年末", (2022, None)),
        ("1900", (1900, None)),
        ("2100年", (2100, None)),
        (dt.date(2022, 12, 31), (2022, None)),
        (dt.datetime(2022, 1, 1, 8), (2022, None)),
        (dt.date(2022, 6, 30), (2022, dt.date(2022, 6, 30))),
        (dt.date(2022, 1, 31), (2022, dt.date(2022, 1, 31))),
        (dt.date(2022, 12, 1), (2022, dt.date(2022, 12, 1))),
        ("2022年6月", (2022, dt.date(2022, 6, 30))),
        ("2022-12-31", (2022, None)),
        ("2022-12-30", (2022, dt.date(2022, 12, 30))),
        ("2022-01-01", (2022, dt.date(2022, 1, 1))),
        ("2022年11月底", (2022, dt.date(2022, 11, 30))),
    ],
)
def test_a_year_is_read_with_the_day_where_it_is_not_the_end(cell, found):
    read = period(cell)
    assert (read.year, read.day) == found


@pytest.mark.parametrize("cell", ["", None, "22", "1899", "2101", 1899, "2022-13", "2022-2-30"])
def test_what_is_no_year_is_refused(cell):
    with pytest.raises(CellError):
        period(cell)
    with pytest.raises(CellError, match="1900 to 2100"):
        period(dt.date(1899, 12, 31))
    with pytest.raises(CellError, match="1900 to 2100"):
        period(dt.date(2101, 1, 1))


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2024-03-01", (dt.date(2024, 3, 1), "day")),
        ("2024年3月1日", (dt.date(2024, 3, 1), "day")),
        ("2024年3月", (dt.date(2024, 3, 31), "month")),
        ("2024.2", (dt.date(2024, 2, 29), "month")),
        ("2024", (dt.date(2024, 12, 31), "year")),
        ("2024年", (dt.date(2024, 12, 31), "year")),
        ("20240301", (dt.date(2024, 3, 1), "day")),
        (dt.datetime(2024, 3, 1, 9, 30), (dt.date(2024, 3, 1), "day")),
        (dt.date(1900, 1, 1), (dt.date(1900, 1, 1), "day")),
        (dt.date(2100, 12, 31), (dt.date(2100, 12, 31), "day")),
    ],
)
def test_a_date_is_read_with_its_precision(cell, found):
    assert date(cell) == found


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("3/4/2024", "day and month are unclear"),
        ("03.04.24", "day and month are unclear"),
        ("2024-02-30", "there is no such day"),
        ("20241301", "there is no such day"),
        ("2101-01-01", "from 1900 to 2100"),
        ("spring", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused(cell, told):
    with pytest.raises(CellError, match=told):
        date(cell)


def test_a_word_of_exactness_is_one_of_four():
    words = ["", "准确", "About", "至少", "快报"]
    assert [qualifier(w) for w in words] == ["", "exact", "about", "at_least", "provisional"]
    with pytest.raises(CellError, match="must be one of exact, about, at_least, provisional"):
        qualifier("certain")


def test_names_are_compared_without_spaces_brackets_and_case():
    assert folded("R&D 经费（亿元）·“A_b”") == "r&d经费亿元ab"


def test_a_format_whose_words_are_not_understood_is_asked_about():
    with pytest.raises(CellError, match="says '元整'"):
        quantity(12.5, number_format='0.0"元整"')


def test_a_comma_of_a_file_of_semicolons_may_be_a_decimal_one():
    assert quantity("1,125").value == 1125
    with pytest.raises(CellError, match="decimal"):
        quantity("1,125", comma=True)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2024年上半年", (1, 1), (6, 30)),
        ("2024年1-6月", (1, 1), (6, 30)),
        ("2024年1—9月", (1, 1), (9, 30)),
        ("2024年三季度", (7, 1), (9, 30)),
        ("2024年前三季度", (1, 1), (9, 30)),
        ("2024Q2", (4, 1), (6, 30)),
        ("2024-Q4", (10, 1), (12, 31)),
        ("2024年2月", (2, 1), (2, 29)),
        ("2024-M12", (12, 1), (12, 31)),
    ],
)
def test_a_part_of_a_year_is_its_days(cell, first, last):
    found = period(cell)
    assert (found.start, found.end) == (dt.date(2024, *first), dt.date(2024, *last))


@pytest.mark.parametrize("cell", ["2024年1-12月", "2024年全年", "2023 [YR2023]"])
def test_twelve_months_are_the_year(cell):
    assert period(cell).start is None and not period(cell).split


@pytest.mark.parametrize("cell", ["2023-24", "2023/24", "2023/2024", "2023—2024年", "FY2023"])
def test_a_year_over_two_calendar_years_is_known_as_one(cell):
    assert (period(cell).year, period(cell).split) == (2023, True)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2010-11", "may be a month of 2010 or the year 2010/2011"),
        ("2015-16年13月", "is not a year"),
        ("2016-20", "spans several years"),
        ("2016-2020", "spans several years"),
        ("2024年13月", "from 1 to 12"),
        ("2024年9-6月", "from 1 to 12"),
    ],
)
def test_a_period_that_may_be_two_things_is_asked_about(cell, told):
    with pytest.raises(CellError, match=told):
        period(cell)
