"""Sheets as rows of cells: where the header is, what each column says, which rows hold figures."""

import datetime as dt

import pytest

from analysis.intake.entries import DATA, INSTRUCTIONS, LISTS, prepared_row
from analysis.intake.grid import Cell, Sheet
from analysis.intake.headings import header_at, is_year, source_header
from analysis.intake.layout import find_tables
from analysis.intake.names import Names
from support.small_names import tables

NAMES = Names(*tables())
LONG = ["指标", "年份", "数值"]


def sheet(*rows: list, name: str = "表1", **more) -> Sheet:
    """A sheet of these values; rows that are wholly empty are left out, as `read_file` does."""
    cells = [
        [Cell(name, f"{'ABCDEFGH'[j]}{i}", i, j + 1, value) for j, value in enumerate(row)]
        for i, row in enumerate(rows, 1)
    ]
    return Sheet(name, cells, **more)


def found(*sheets: Sheet):
    return find_tables(sheets, NAMES)


def figures(*sheets: Sheet) -> list[tuple]:
    """Indicator, year, value, unit of the column or line above, of each figure."""
    return [
        (e.cells["indicator"].value, _year(e.cells["year"].value), e.value.value, e.default_unit)
        for e in found(*sheets).entries
    ]


def _year(value: object) -> object:
    return int(value) if str(value).isdigit() else value


def codes(*sheets: Sheet) -> list[str]:
    return [f.code for f in found(*sheets).findings]


def test_a_long_table_has_a_row_a_figure():
    assert figures(sheet(LONG, ["企业数", 2022, 3916], ["企业数", 2023, 4155])) == [
        ("企业数", 2022, 3916, ""),
        ("企业数", 2023, 4155, ""),
    ]
    assert figures(sheet(["Indicator *", "年份 Year", "数值 Value (家)"], ["企业数", 2022, 1])) == [
        ("企业数", 2022, 1, "家")
    ]


def test_a_wide_table_goes_across_years_or_indicators():
    years = sheet(["指标", 2022, "2023年"], ["企业数", 3916, None], ["研发投入", 1, 2])
    assert [f[1:3] for f in figures(years)] == [(2022, 3916), (2022, 1), ("2023年", 2)]
    assert found(years).unfilled == 1
    across = sheet(["年份", "企业数(家)", "研发投入（单位：亿元）"], [2022, 3916, 273.7])
    assert figures(across) == [
        ("firms", 2022, 3916, "家"),
        ("research", 2022, 273.7, "亿元"),
    ]
    assert figures(sheet(["指标", dt.date(2022, 12, 31)], ["企业数", 1]))[0][1].year == 2022


def test_a_second_row_of_headings_is_joined_to_the_first():
    two = sheet(["指标", 2022, 2022, 2023], [None, "数值", "增速(%)", "家"], ["企业数", 1, 2, 3])
    assert [f[1:] for f in figures(two)] == [(2022, 1, ""), (2023, 3, "家")]
    value = sheet(["指标", "年份", "数值"], [None, None, "亿元"], ["研发投入", 2022, 5])
    assert figures(value) == [("研发投入", 2022, 5, "亿元")]
    data = sheet(["指标", 2022, 2023], ["企业数", 1, 2])
    assert len(figures(data)) == 2, "a row of figures is no heading"
    longer = sheet(["指标", 2022], [None, "数值", "备注"], ["企业数", 1, "x"])
    assert found(longer).entries[0].cells["note"].value == "x"
    other = sheet(["指标", 2022, "单位"], [None, "总量", "x"], ["企业数", 1, "家"])
    assert [f[2] for f in figures(other)] == [1] and codes(other) == []


def test_figures_that_look_like_years_are_figures():
    rows = (["地区", "2023年", "2024年"], ["太原市", 1990, 2010], ["大同市", 1905, 2001])
    told = found(sheet(["企业数"], *rows))
    assert [(e.cells["region"].value, e.value.value) for e in told.entries] == [
        *(("太原市", 1990), ("太原市", 2010), ("大同市", 1905), ("大同市", 2001))
    ]


def test_one_year_or_one_field_twice_is_asked_about():
    assert codes(sheet(["指标", 2022, "2022年"], ["企业数", 1, 2])) == ["two-columns"]
    assert codes(sheet([*LONG, "value"], ["企业数", 2022, 1, 2])) == ["two-columns"]
    assert figures(sheet([*LONG, "value"], ["企业数", 2022, 1, 2])) == []
    noted = found(sheet([*LONG, "备注", "note"], ["企业数", 2022, 1, "a", "b"]))
    assert [f.code for f in noted.findings] == ["unread-column"] and len(noted.entries) == 1


def test_a_column_that_is_not_understood_is_named_where_it_holds_something():
    held = found(sheet([*LONG, "甲", "乙", "序号"], ["企业数", 2022, 1, "x", None, 7]))
    assert [(f.code, f.value, f.place, f.level) for f in held.findings] == [
        ("unread-column", "甲", "D1", "warning")
    ]
    assert [f.code for f in found(sheet([*LONG, "甲"], ["企业数", 2022, 1])).findings] == []


@pytest.mark.parametrize(("above", "is_found"), [(39, True), (40, False)])
def test_a_header_is_looked_for_in_the_first_rows_that_hold_something(above, is_found):
    rows = [[f"第{n}段"] for n in range(above)]
    told = found(sheet(*rows, LONG, ["企业数", 2022, 1]))
    assert len(told.entries) == is_found
    assert ("no-header" in [f.code for f in told.findings]) is not is_found


@pytest.mark.parametrize(
    ("heading", "shape"),
    [
        (LONG, "long"),
        (["年份", "数值"], "long"),
        (["指标", "数值"], "long"),
        (["地区", "数值"], "long"),
        (["指标", 2022], "across"),
        (["年份", "企业数"], "across"),
        (["地区", "企业数"], "across"),
        ([None, 2022], "across"),
        (["数值", "单位"], None),
        (["指标", "年份"], None),
        ([2022, "企业数"], None),
        (["太原市", 1990, 2010], None),
    ],
)
def test_a_header_names_rows_or_columns_or_holds_a_row_a_figure(heading, shape):
    rows = sheet(heading, ["x", 5, 6]).rows
    header = header_at(rows, 0, NAMES)
    assert (header and ("long" if header.is_long else "across")) == shape


def test_new_sources_are_a_table_of_their_own():
    rows = sheet(["标题 Title", "发布单位", "网址"], ["公报", "统计局", None], [None, None, None])
    told = found(rows, sheet(LONG, ["企业数", 2022, 1]))
    assert [s["title"].value for s in told.sources] == ["公报"]
    assert source_header(sheet(["标题"], ["x"]).rows) is None


def test_a_unit_above_the_header_counts_where_no_column_has_one():
    assert figures(sheet(["单位：亿元"], LONG, ["研发投入", 2022, 5])) == [
        ("研发投入", 2022, 5, "亿元")
    ]
    assert codes(sheet(["（计量单位: 家）"], LONG, ["企业数", 2022, 5])) == ["unit-line"]
    own = sheet(["单位：亿元"], [*LONG, "单位"], ["研发投入", 2022, 5, "万元"])
    assert figures(own) == [("研发投入", 2022, 5, "亿元")], "for rows without a unit of their own"
    wide = sheet(["单位：亿元"], ["指标", 2022, "2023(万元)"], ["研发投入", 5, 6])
    assert [f[3] for f in figures(wide)] == ["亿元", "万元"]


@pytest.mark.parametrize(
    ("row", "is_note"),
    [
        (["注：数据来自年报"], True),
        (["数据来源: 统计局"], True),
        (["一、创新主体"], True),
        (["企业数"], False),
        (["约3916家"], False),
        (["2022年"], False),
        (["企业数", "企业数"], False),
        (["注：x", "y"], False),
    ],
)
def test_a_row_of_one_text_is_a_note_unless_it_could_be_data(row, is_note):
    told = found(sheet(["指标", 2022], [*row, *[None] * (2 - len(row))], ["企业数", 1]))
    assert ("note-row" in [f.code for f in told.findings]) is is_note


def test_a_heading_that_is_repeated_and_an_empty_row_hold_no_figure():
    assert len(figures(sheet(LONG, ["企业数", 2022, 1], LONG, ["企业数", 2023, 2]))) == 2
    told = found(sheet(LONG, [None, None, None], ["企业数", 2022, None], ["企业数", 2023, 2]))
    assert (len(told.entries), told.unfilled) == (1, 1)


def test_a_short_row_lacks_what_its_header_promises():
    assert figures(sheet(["指标", 2022, 2023], ["企业数", 1])) == [("企业数", 2022, 1, "")]


def test_hidden_sheets_are_left_out_and_hidden_rows_read_and_both_are_said():
    rows = (LONG, ["企业数", 2022, 1])
    assert codes(sheet(*rows, hidden=True), sheet(*rows)) == ["hidden-sheet"]
    told = found(sheet(*rows, hidden_rows=(2,), hidden_columns=("B", "C")))
    assert [f.code for f in told.findings] == ["hidden-rows", "hidden-columns"]
    assert [f.level for f in told.findings] == ["warning", "warning"]
    assert ["read as well: 2;" in told.findings[0].en, "B, C;" in told.findings[1].en] == [True] * 2
    assert len(told.entries) == 1
    own = [sheet(*rows, name=n) for n in (INSTRUCTIONS, LISTS)]
    assert codes(*own) == ["nothing"]


def test_a_sheet_with_figures_and_no_header_is_asked_about_and_one_of_words_is_not():
    assert codes(sheet(["甲", 5])) == ["no-header"]
    assert codes(sheet(["约5600家"])) == ["no-header"]
    assert codes(sheet(["只有文字"], [True])) == ["nothing"]
    assert codes(sheet(["只有文字"]), sheet(LONG, ["企业数", 2022, 1])) == []
    assert codes(sheet()) == ["nothing"]


def test_a_row_that_our_template_prepared_is_known_again():
    lists = sheet(["a", "b", "c", "d", prepared_row("企业数", "山西", 2022.0, "家")], name=LISTS)
    heads = ["指标", "地区", "年份", "数值", "单位"]
    rows = (heads, ["企业数", "山西", 2022, 1, "家"], ["企业数", "山西", 2023, 1, "家"])
    assert [e.prepared for e in found(lists, sheet(*rows, name=DATA)).entries] == [True, False]
    assert [e.prepared for e in found(lists, sheet(*rows)).entries] == [False, False]
    short = sheet(["a", "b", "c", "d"], name=LISTS)
    assert [e.prepared for e in found(short, sheet(*rows, name=DATA)).entries] == [False, False]


def test_a_year_is_what_the_cells_read_as_one():
    assert is_year(2022) and is_year("2022年") and not is_year("22") and not is_year(None)


def test_a_remark_quotes_its_cell_by_its_first_60_characters():
    long, starred = "甲" * 61, "数值" + "*" * 59
    (unread,) = found(sheet([*LONG, long], ["企业数", 2022, 1, "x"])).findings
    assert unread.value == "甲" * 60
    (twice,) = found(sheet([*LONG, starred], ["企业数", 2022, 1, 2])).findings[:1]
    assert (twice.value, twice.place, twice.level) == ("数值" + "*" * 58, "D1", "error")


def test_a_note_is_quoted_from_the_cell_it_stands_in():
    (note,) = found(sheet(["指标", 2022], [None, "注：见附表"], ["企业数", 1])).findings
    assert (note.place, note.value) == ("B2", "注:见附表")


def test_a_source_s_row_may_be_shorter_than_its_header():
    (held,) = found(sheet(["标题", "发布单位", "网址"], ["公报", "统计局"])).sources
    assert set(held) == {"title", "publisher"}
