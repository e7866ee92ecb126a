"""Make the workbooks and CSV files that analysts send, each with what must become of it.

    python tests/workbooks.py FOLDER

Every case is a file and its outcome: the rows that are understood (indicator_id, region, year,
value, qualifier), and every line that is said about it, word for word (`SAYS`, at the end). A
case without lines is taken without a word.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.styles import numbers
from openpyxl.worksheet.formula import ArrayFormula

from analysis.intake.layout import LISTS
from analysis.intake.marked import put
from analysis.intake.sheets import COLUMN, DATA, write_template
from analysis.records.places import find_root
from analysis.records.store import load_plan, read_regions

HEAD = ["指标", "年份", "数值", "单位", "来源", "发布日期"]
SOURCE, DAY = "bulletin-2025", "2026-03-01"
NEW_SOURCE = {  # what the store of the tests has besides the project's own
    "source_id": SOURCE,
    "title": "2025年测试公报",
    "publisher": "测试单位",
    "published": DAY,
    "published_precision": "day",
    "url": "",
    "grade": "B",
    "note": "",
}
FIRMS, RD, SHARE, PATENTS = "高新技术企业", "R&D经费", "R&D经费投入强度", "发明专利有效量"
SHANXI = "140000"
UNDATED = "press-2017-rd-communique"  # a source of several editions, without a day


@dataclass(frozen=True)
class Case:
    """A file to make, and the rows that must come of it."""

    name: str
    make: Callable[[Path], None]
    rows: tuple[tuple, ...] = ()

    @property
    def says(self) -> tuple[str, ...]:
        """What is said about it, line by line."""
        return SAYS.get(self.name, ())


CASES: list[Case] = []


def case(name: str, *rows: tuple) -> Callable:
    """Register the function below as the maker of one file."""

    def register(make: Callable[[Path], None]) -> Callable[[Path], None]:
        CASES.append(Case(name, make, rows))
        return make

    return register


def firms(value: float, year: int = 2024, qualifier: str = "exact") -> tuple:
    return ("high_tech_firms", SHANXI, year, value, qualifier)


def rd(value: float, year: int = 2024, qualifier: str = "exact") -> tuple:
    return ("rd_expenditure", SHANXI, year, value, qualifier)


def book(path: Path, rows: list[list], prepare: Callable | None = None) -> None:
    """A workbook of one sheet."""
    made = Workbook()
    page = made.active
    for row in rows:
        page.append(row)
    if prepare:
        prepare(made)
    made.save(path)


def one(value: object, *, unit: str = "家", name: str = FIRMS, year: object = 2024) -> list[list]:
    return [HEAD, [name, year, value, unit, SOURCE, DAY]]


def simple(file: str, value: object, *rows: tuple, **changes: object) -> None:
    """A case of one cell."""
    CASES.append(Case(file, lambda p: book(p, one(value, **changes)), rows))


# Ways to write a number

simple("plain.xlsx", 4580, firms(4580))
simple("text-number.xlsx", "4580", firms(4580))
simple("unit-in-cell.xlsx", "4580家", firms(4580))
simple("full-width.xlsx", "４５８０", firms(4580))
simple("full-width-comma.xlsx", "４，５８０", firms(4580))
simple("thousands.xlsx", "4,580", firms(4580))
simple("space-thousands.xlsx", "4 580", firms(4580))
simple("spaces.xlsx", "　4580 ", firms(4580))
simple("about.xlsx", "约4580", firms(4580, qualifier="about"))
simple("around.xlsx", "4580家左右", firms(4580, qualifier="about"))
simple("more-than.xlsx", "超过4500家", firms(4500, qualifier="at_least"))
simple("broke-through.xlsx", "突破4500", firms(4500, qualifier="at_least"))
simple("or-more.xlsx", "4500家以上", firms(4500, qualifier="at_least"))
simple("odd-hundreds.xlsx", "4500余家", firms(4500, qualifier="at_least"))
simple("provisional.xlsx", "4580(初步统计)", firms(4580, qualifier="provisional"))
simple("float-year.xlsx", 4580, firms(4580), year=2024.0)
simple("year-word.xlsx", 4580, firms(4580), year="2024年")
simple("year-end.xlsx", 4580, firms(4580), year="2024年末")
simple("year-date.xlsx", 4580, firms(4580), year=dt.datetime(2024, 12, 31))
simple("yuan-text.xlsx", "327.5亿元", rd(327.5), name=RD, unit="")
simple("ten-thousand-yuan.xlsx", "3275000万元", rd(327.5), name=RD, unit="")
simple("unit-column.xlsx", 3275000, rd(327.5), name=RD, unit="万元")
simple("yi-scale.xlsx", "327.5亿", rd(327.5), name=RD, unit="")
simple("wan-scale.xlsx", "0.458万家", firms(4580), unit="")
simple(
    "percent-text.xlsx",
    "1.25%",
    ("rd_intensity", SHANXI, 2024, 1.25, "exact"),
    name=SHARE,
    unit="",
)
simple("english.xlsx", 4580, firms(4580), name="High-tech firms")
simple("by-id.xlsx", 4580, firms(4580), name="high_tech_firms")
simple("bracketed-unit.xlsx", 327.5, rd(327.5), name="R&D经费（亿元）", unit="")

# What is not certain is asked

simple("range.xlsx", "4000-4500")
simple("note-in-cell.xlsx", "4580（含省实验室）")
simple("star.xlsx", "4580*")
simple("european.xlsx", "4.580,5")
simple("words.xlsx", "四千五百")
simple("two-units.xlsx", "4580件")
simple("other-units.xlsx", "2982000万元", name=RD, unit="亿元")
simple("ten-thousand-firms.xlsx", "0.458万家", firms(4580))
simple("no-conversion.xlsx", "327.5吨", name=RD, unit="")
simple("truth.xlsx", True)
simple("date-for-value.xlsx", dt.datetime(2024, 3, 1))
simple("excel-error.xlsx", "#REF!")
simple("unknown-indicator.xlsx", 4580, name="高新企业家数")
simple("bad-year.xlsx", 4580, year="十三五末")
simple("serial-year.xlsx", 4580, year=45657)
simple("formula.xlsx", "=4000+580")
simple("hyperlink.xlsx", '=HYPERLINK("http://example.invalid","4580")')
simple("command.xlsx", "=cmd|' /C calc'!A0")
simple("future-year.xlsx", 4580, firms(4580, 2027), year=2027)
simple("negative.xlsx", -5, firms(-5))

# What does not fit is pointed out

simple("last-year-again.xlsx", 4155, firms(4155))
simple("other-year.xlsx", 251.9, rd(251.9), name=RD, unit="亿元")
simple("ten-times.xlsx", 45800, firms(45800))
simple("wan-slip.xlsx", 3275000, rd(3275000), name=RD, unit="亿元")
simple("jump.xlsx", 90.0, rd(90.0), name=RD, unit="亿元")
simple("scale-twice.xlsx", "327.5亿", rd(327.5), name=RD, unit="亿元")
simple("scales-differ.xlsx", "327.5亿", name=RD, unit="万元")
simple("another-source.xlsx", 4155, firms(4155, 2023), year=2023)


@case("no-source.xlsx")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "", DAY]])


@case("unknown-source.xlsx")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "某某网", DAY]])


@case("source-by-title.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "2025年测试公报", DAY]])


@case("new-source.xlsx", firms(4580))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        page = made.create_sheet("新来源")
        page.append(["标题", "发布单位", "发布日期", "网址", "等级"])
        page.append(["2024年测试公报", "测试单位", "2025-03-01", "", "B"])

    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "2024年测试公报", ""]], prepare)


@case("month-date.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", SOURCE, "2026年3月"]])


@case("unclear-date.xlsx")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", SOURCE, "3/4/2026"]])


@case("future-date.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", SOURCE, "2099-01-01"]])


@case("percent-cell.xlsx", ("rd_intensity", SHANXI, 2024, 1.25, "exact"))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        made.active["C2"].number_format = numbers.FORMAT_PERCENTAGE_00

    book(path, one(0.0125, name=SHARE, unit=""), prepare)


# Ways to lay out a table


@case("other-order.xlsx", firms(4580))
def _(path: Path) -> None:
    book(
        path,
        [
            ["数据来源", "计量单位", "指标值", "年度", "指标名称", "公布日期"],
            [SOURCE, "家", 4580, 2024, FIRMS, DAY],
        ],
    )


@case("english-header.xlsx", firms(4580))
def _(path: Path) -> None:
    book(
        path,
        [
            ["Indicator", "Region", "Year", "Value", "Unit", "Source", "Published"],
            ["High-tech firms", "Shanxi", 2024, 4580, "家", SOURCE, DAY],
        ],
    )


@case("title-row.xlsx", rd(327.5))
def _(path: Path) -> None:
    book(
        path,
        [
            ["2024年科技统计"],
            ["单位：亿元"],
            ["指标", "年份", "数值", "来源", "发布日期"],
            [RD, 2024, 327.5, SOURCE, DAY],
        ],
    )


@case("merged.xlsx", firms(4580), firms(4700, 2025))
def _(path: Path) -> None:
    rows = [HEAD, [FIRMS, 2024, 4580, "家", SOURCE, DAY], [None, 2025, 4700, None, None, None]]

    def prepare(made: Workbook) -> None:
        for area in ("A2:A3", "D2:D3", "E2:E3", "F2:F3"):
            made.active.merge_cells(area)

    book(path, rows, prepare)


@case("years-across.xlsx", firms(4580), firms(4700, 2025), rd(327.5), rd(350.0, 2025))
def _(path: Path) -> None:
    book(
        path,
        [
            ["指标", "单位", "2024年", "2025年", "来源", "发布日期"],
            [FIRMS, "家", 4580, 4700, SOURCE, "2026-03-01"],
            [RD, "亿元", 327.5, 350.0, SOURCE, "2026-03-01"],
        ],
    )


@case("indicators-across.xlsx", firms(4580), rd(327.5))
def _(path: Path) -> None:
    book(
        path,
        [
            ["年份", "高新技术企业（家）", "R&D经费（亿元）", "来源", "发布日期"],
            [2024, 4580, 327.5, SOURCE, DAY],
        ],
    )


@case("regions.xlsx", ("rd_expenditure", "410000", 2024, 1350.0, "exact"))
def _(path: Path) -> None:
    book(
        path,
        [
            ["指标", "地区", "年份", "数值", "单位", "来源", "发布日期"],
            [RD, "河南", 2024, 1350, "亿元", SOURCE, DAY],
        ],
    )


@case("unknown-region.xlsx")
def _(path: Path) -> None:
    book(
        path,
        [
            ["指标", "地区", "年份", "数值", "单位", "来源", "发布日期"],
            [RD, "某省", 2024, 1350, "亿元", SOURCE, DAY],
        ],
    )


@case("notes-below.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [*one(4580), [], ["注：数据来自科技厅"], ["资料来源：年鉴"]])


@case("empty-rows.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [[], HEAD, [], one(4580)[1], [], []])


@case("hidden-sheet.xlsx", firms(4580))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        page = made.create_sheet("旧数据")
        page.append(HEAD)
        page.append([FIRMS, 2024, 1, "家", SOURCE, DAY])
        page.sheet_state = "hidden"

    book(path, one(4580), prepare)


@case("hidden-row.xlsx", firms(4580))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        made.active.row_dimensions[2].hidden = True

    book(path, one(4580), prepare)


@case("no-header.xlsx")
def _(path: Path) -> None:
    book(path, [[FIRMS, 4580], [RD, 327.5]])


@case("no-figure.xlsx")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, None, "家", SOURCE, DAY]])


@case("repeated-header.xlsx", firms(4580), rd(327.5))
def _(path: Path) -> None:
    book(path, [HEAD, one(4580)[1], HEAD, [RD, 2024, 327.5, "亿元", SOURCE, DAY]])


@case("twice.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, one(4580)[1], one(4580)[1]])


@case("clash.xlsx", firms(4580), firms(4600))
def _(path: Path) -> None:
    book(path, [HEAD, one(4580)[1], one(4600)[1]])


# More ways to write, and more that is asked

simple("footnote-mark.xlsx", "4580①")
simple("superscript.xlsx", "4580¹")
simple("reached.xlsx", "达到4580家", firms(4580))
simple("altogether.xlsx", "共4580家", firms(4580))
simple(
    "full-width-percent.xlsx",
    "１．２５％",
    ("rd_intensity", SHANXI, 2024, 1.25, "exact"),
    name=SHARE,
    unit="",
)
simple("other-digits.xlsx", "४५८०")
simple("no-figure-sign.xlsx", "—")
simple("blank-indicator.xlsx", 4580, name=None)
simple("blank-year.xlsx", 4580, year=None)
simple("month.xlsx", 4580, ("high_tech_firms", SHANXI, 2024, 4580.0, "exact"), year="2024年6月")
simple("month-date-year.xlsx", 4580, firms(4580), year=dt.datetime(2024, 6, 30))
simple("year-1899.xlsx", 4580, year=1899)
simple("long-ago.xlsx", 4580, firms(4580, 1925), year=1925)
simple("equals-sign-name.xlsx", 4580, name="@高新")
simple("plus-name.xlsx", 4580, name="+1")
simple(
    "small-slip.xlsx",
    787780,
    ("rd_personnel", SHANXI, 2020, 787780.0, "exact"),
    name="R&D人员",
    unit="人",
    year=2020,
)
simple(
    "new-definition.xlsx",
    7,
    ("national_key_labs", SHANXI, 2022, 7.0, "exact"),
    name="国家级重点实验室",
    unit="个",
    year=2022,
)
simple("contradiction.xlsx", 290, rd(290, 2022), name=RD, unit="亿元", year=2022)
simple(
    "the-2021-figure-labelled-2022.xlsx", 251.9, rd(251.9, 2022), name=RD, unit="亿元", year=2022
)
simple("other-year-rounded.xlsx", 251.90001, rd(251.90001), name=RD, unit="亿元")


def formatted(file: str, value: float, number_format: str, *rows: tuple, **changes: object) -> None:
    """A number cell under a number format of its own."""

    def make(path: Path) -> None:
        def prepare(made: Workbook) -> None:
            made.active["C2"].number_format = number_format

        book(path, one(value, **changes), prepare)

    CASES.append(Case(file, make, rows))


formatted("unit-in-format.xlsx", 327.5, '0.0"亿元"', rd(327.5), name=RD, unit="")
formatted("other-unit-in-format.xlsx", 3275000, '#,##0"万元"', rd(327.5), name=RD, unit="")
formatted("shown-in-wan.xlsx", 45800, '0!.0,"万"')
formatted("shown-in-thousands.xlsx", 4580, "#,##0.0,")
formatted("two-decimals.xlsx", 4580, "#,##0.00", firms(4580))
formatted("percent-of-firms.xlsx", 45.8, "0%")


@case("two-words.xlsx")
def _(path: Path) -> None:
    book(path, [[*HEAD, "精度"], [*one("约4580")[1], "准确"]])


@case("qualifier-column.xlsx", firms(4580, qualifier="provisional"), rd(327.5, qualifier="about"))
def _(path: Path) -> None:
    book(
        path,
        [
            [*HEAD, "精度"],
            [*one(4580)[1], "快报"],
            [*one(327.5, name=RD, unit="亿元")[1], "约 about"],
        ],
    )


@case("odd-qualifier.xlsx")
def _(path: Path) -> None:
    book(path, [[*HEAD, "精度"], [*one(4580)[1], "差不多"]])


@case("blank-region.xlsx")
def _(path: Path) -> None:
    book(path, [[*HEAD, "地区"], [*one(4580)[1], None]])


@case("source-of-another-year.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "communique-2021-rd", None]])


@case("source-of-many-editions.xlsx", rd(350.0, 2025))
def _(path: Path) -> None:
    rows = [[RD, 2025, 350.0, "亿元", UNDATED, DAY], [RD, 2024, 327.5, "亿元", UNDATED, None]]
    book(path, [HEAD, *rows])


@case("source-of-another-day.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", SOURCE, "2026-03-09"]])


@case("running-year.xlsx", firms(4580, 2026))
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2026, 4580, "家", SOURCE, DAY]])


@case("correction.xlsx", rd(251.8, 2021))
def _(path: Path) -> None:
    book(path, [HEAD, [RD, 2021, 251.8, "亿元", "communique-2021-rd", None]])


@case("known-already.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [RD, 2021, 251.9, "亿元", "communique-2021-rd", None], one(4580)[1]])


@case("known-with-another-date.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [RD, 2021, 251.9, "亿元", "communique-2021-rd", "2022-10-01"], one(4580)[1]])


@case("corrects-nothing.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [[*HEAD, "更正编号"], [*one(4580)[1], "000000000000"]])


@case("corrects-another.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [[*HEAD, "更正编号"], [*one(4580)[1], "b04f20e1d2ea"]])


@case("id-of-another.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [[*HEAD, "观测编号"], [*one(4580)[1], "b04f20e1d2ea"]])


@case("odd-bookkeeping.xlsx")
def _(path: Path) -> None:
    extra = ["参考日期", "登记日期", "发布日期为推定", "更正编号", "观测编号"]
    book(path, [[*HEAD, *extra], [*one(4580)[1], "年中", "昨天", "也许", "上一行", "=1"]])


@case("one-id-twice.xlsx", firms(4580), rd(327.5))
def _(path: Path) -> None:
    rows = [[*one(4580)[1], "abc"], [*one(327.5, name=RD, unit="亿元")[1], "abc"]]
    book(path, [[*HEAD, "观测编号"], *rows])


@case("two-years-alike.xlsx", firms(4580), firms(4580, 2025))
def _(path: Path) -> None:
    book(path, [HEAD, one(4580)[1], one(4580, year=2025)[1]])


def new_source(name: str, *cells: object, rows: tuple = ()) -> None:
    """One figure, and one line on the sheet of new sources."""

    def make(path: Path) -> None:
        def prepare(made: Workbook) -> None:
            page = made.create_sheet("新来源 New sources")
            page.append(
                ["标题 Title", "发布单位 Publisher", "发布日期 Published", "网址 URL", "等级 Grade"]
            )
            page.append(list(cells))

        book(path, [HEAD, [FIRMS, 2024, 4580, "家", cells[0] or "某公报", None]], prepare)

    CASES.append(Case(name, make, rows))


new_source(
    "source-in-full.xlsx",
    "某公报",
    "某单位",
    dt.datetime(2025, 3, 1),
    "https://example.invalid/a",
    "A",
    rows=(firms(4580),),
)
new_source("source-without-publisher.xlsx", "某公报", None, "2025-03-01", None, "B")
new_source("source-without-date.xlsx", "某公报", "某单位", None, None, "B")
new_source("source-graded-oddly.xlsx", "某公报", "某单位", "2025-03-01", None, "优")
new_source(
    "source-with-a-script.xlsx", "某公报", "某单位", "2025-03-01", "javascript:alert(1)", "B"
)
new_source("source-known.xlsx", "2025年测试公报", "测试单位", DAY, None, "B", rows=(firms(4580),))
new_source(
    "source-of-a-known-title.xlsx",
    "2025年测试公报",
    "另一单位",
    DAY,
    None,
    "B",
    rows=(firms(4580),),
)
new_source(
    "source-by-formula.xlsx",
    "某公报",
    "某单位",
    "2025-03-01",
    '=HYPERLINK("http://example.invalid")',
    "B",
)


@case("year-end-columns.xlsx", firms(4580), firms(4700, 2025))
def _(path: Path) -> None:
    book(path, [["指标", "2024年末", "2025年末(家)", "来源"], [FIRMS, 4580, 4700, SOURCE]])


@case("date-columns.xlsx", firms(4580), firms(4700, 2025))
def _(path: Path) -> None:
    book(
        path,
        [
            ["指标", dt.datetime(2024, 12, 31), dt.datetime(2025, 12, 31), "来源"],
            [FIRMS, 4580, 4700, SOURCE],
        ],
    )


@case("wide-with-growth.xlsx", firms(4580), firms(4700, 2025))
def _(path: Path) -> None:
    book(
        path,
        [
            ["序号", "指标", 2024, 2025, "2025年增长(%)", None, "来源"],
            [1, FIRMS, 4580, 4700, 2.6, "见附表", SOURCE],
        ],
    )


@case("two-row-header.xlsx", firms(4580), firms(4700, 2025), rd(327.5), rd(350.0, 2025))
def _(path: Path) -> None:
    rows = [
        ["指标", "单位", "2024年", None, "2025年", None, "来源"],
        [None, None, "数值", "增速(%)", "数值", "增速(%)", None],
        [FIRMS, "家", 4580, 10.2, 4700, 2.6, SOURCE],
        [RD, "亿元", 327.5, 9.8, 350.0, 6.9, SOURCE],
    ]

    def prepare(made: Workbook) -> None:
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"):
            made.active.merge_cells(area)

    book(path, rows, prepare)


@case("two-row-header-unmerged.xlsx", firms(4580), firms(4700, 2025))
def _(path: Path) -> None:
    book(
        path,
        [
            ["2025年统计表"],
            [None, None, "2024年", None, "2025年", None, None],
            ["指标", "单位", "绝对数", "增长", "绝对数", "增长", "来源"],
            [FIRMS, "家", 4580, 10.2, 4700, 2.6, SOURCE],
        ],
    )


@case("units-below-header.xlsx", firms(4580), rd(327.5))
def _(path: Path) -> None:
    book(
        path, [["年份", FIRMS, RD, "来源"], [None, "家", "亿元", None], [2024, 4580, 327.5, SOURCE]]
    )


@case("unclear-second-row.xlsx")
def _(path: Path) -> None:
    rows = [
        ["指标", "2024年", None, "来源"],
        [None, "上半年", "下半年", None],
        [FIRMS, 4400, 4580, SOURCE],
    ]
    book(path, rows, lambda made: made.active.merge_cells("B1:C1"))


@case("two-value-columns.xlsx")
def _(path: Path) -> None:
    book(path, [["指标", "年份", "数值", "数据", "来源"], [FIRMS, 2024, 4580, 4590, SOURCE]])


@case("sections.xlsx", firms(4580), rd(327.5))
def _(path: Path) -> None:
    rows = [
        HEAD,
        ["一、创新主体"],
        one(4580)[1],
        ["二、研发投入"],
        one(327.5, name=RD, unit="亿元")[1],
    ]
    book(path, rows, lambda made: made.active.merge_cells("A4:F4"))


@case("total-row.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [*one(4580), ["合计", 2024, 4580, "家", SOURCE, DAY]])


@case("merged-value.xlsx", firms(4580))
def _(path: Path) -> None:
    rows = [HEAD, one(4580)[1], [FIRMS, 2025, None, "家", SOURCE, DAY]]
    book(path, rows, lambda made: made.active.merge_cells("C2:C3"))


@case("hidden-column.xlsx", firms(4580), firms(4700, 2025))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        made.active.column_dimensions["B"].hidden = True

    book(path, [["指标", "2024", "2025", "来源"], [FIRMS, 4580, 4700, SOURCE]], prepare)


@case("two-sheets.xlsx", firms(4580), rd(327.5))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        for row in one(327.5, name=RD, unit="亿元"):
            made["第二张"].append(row)

    def make(made: Workbook) -> None:
        made.create_sheet("第二张")
        prepare(made)

    book(path, one(4580), make)


@case("another-table-beside.xlsx", firms(4580))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        page = made.create_sheet("通讯录")
        page.append(["姓名", "电话"])
        page.append(["某人", 1234567])

    book(path, one(4580), prepare)


# Our own template: what is typed beside the unit that we wrote


def template(
    name: str,
    typed: dict[str, object],
    *rows: tuple,
    then: Callable[[Workbook], None] | None = None,
) -> None:
    """A template of three rows (firms, R&D, its share of GDP, in rows 2 to 4), filled in."""

    def make(path: Path) -> None:
        root = find_root(Path(__file__).parent)
        asked = ["high_tech_firms", "rd_expenditure", "rd_intensity"]
        wanted = pd.DataFrame({"indicator_id": asked, "region": SHANXI, "year": 2024})
        wanted = wanted.assign(last_year=2023, last_value=1.0)
        plan = load_plan("shanxi-innovation-14", root=root)
        write_template(path, plan, wanted, read_regions(root), pd.DataFrame([NEW_SOURCE]))
        made = load_workbook(path)
        page = made[DATA]
        for indicator, value in typed.items():
            row = [FIRMS, RD, SHARE].index(indicator) + 2
            page.cell(row, COLUMN["数值"]).value = value
            page.cell(row, COLUMN["来源"]).value = SOURCE
        if then:
            then(made)
        made.save(path)

    CASES.append(Case(name, make, rows))


def share(value: float) -> tuple:
    return ("rd_intensity", SHANXI, 2024, value, "exact")


template(
    "template-own-units.xlsx",
    {FIRMS: "4580家", RD: "327.5亿", SHARE: "1.25%"},
    *(firms(4580), rd(327.5), share(1.25)),
)
template(
    "template-other-units.xlsx",
    {FIRMS: "约0.458万家", RD: "3275000万元", SHARE: 1.25},
    *(firms(4580, qualifier="about"), rd(327.5), share(1.25)),
)
template("template-scales.xlsx", {FIRMS: "0.458万", RD: "3275000万"}, firms(4580), rd(327.5))
template("template-no-conversion.xlsx", {FIRMS: "4580件", RD: "12%", SHARE: "1.25亿元"})


def typed_below(made: Workbook) -> None:
    """In an empty row at the end, where the unit, too, is the sender's."""
    given = {"指标": RD, "地区": "山西省", "年份": 2025, "数值": "3500000万元", "单位": "亿元"}
    for name, value in {**given, "来源": SOURCE}.items():
        made[DATA].cell(5, COLUMN[name]).value = value


template("template-empty-row.xlsx", {FIRMS: 4580}, firms(4580), then=typed_below)


def unit_changed(made: Workbook) -> None:
    """Over the one that we wrote."""
    made[DATA].cell(3, COLUMN["单位"]).value = "万元"


template("template-unit-changed.xlsx", {RD: 3275000}, rd(327.5), then=unit_changed)
template("template-unit-changed-twice.xlsx", {RD: "327.5亿元"}, then=unit_changed)
template(
    "template-sheet-alone.xlsx", {RD: "3275000万元"}, then=lambda made: made.remove(made[LISTS])
)


# CSV


def csv_case(name: str, text: str, *rows: tuple, encoding: str = "utf-8") -> None:
    CASES.append(Case(name, lambda p: p.write_bytes(text.encode(encoding)), rows))


LINE = f"{','.join(HEAD)}\n{FIRMS},2024,4580,家,{SOURCE},{DAY}\n"
csv_case("utf8.csv", LINE, firms(4580))
csv_case("bom.csv", LINE, firms(4580), encoding="utf-8-sig")
csv_case("gbk.csv", LINE, firms(4580), encoding="gb18030")
csv_case("semicolons.csv", LINE.replace(",", ";"), firms(4580))
csv_case("tabs.txt", LINE.replace(",", "\t"), firms(4580))
csv_case("injection.csv", LINE.replace("4580", "=1+1"))
csv_case("utf16.csv", LINE.replace(",", "\t"), firms(4580), encoding="utf-16")
csv_case("quoted.csv", LINE.replace("4580", '"4,580"'), firms(4580))
csv_case("blank-lines.csv", LINE.replace("\n", "\n\n"), firms(4580))
csv_case("ragged.csv", LINE.replace("家,", "家,,,,"))
csv_case(
    "short-lines.csv", "指标,年份,数值,来源,备注\n" + f"{FIRMS},2024,4580,{SOURCE}\n", firms(4580)
)
csv_case("open-quote.csv", LINE + '"高新,2024')
csv_case("macro.csv", LINE + "=cmd|' /C calc'!A0,2024,1,家,x,2025-01-01\n", firms(4580))
csv_case("empty.csv", "")

# Hostile files: each is read in a process of its own, whose memory is measured

HARMLESS = len(CASES)


def compound(path: Path, stream: str, content: bytes) -> None:
    """A compound file (MS-CFB, version 3): header, one FAT sector, one of directory, a stream."""
    sector = 512
    count = -(-len(content) // sector)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack(
            "<HHHHH6xIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 0, 0xFFFFFFFE, 0, 0xFFFFFFFE
        )
        + struct.pack("<I", 0)
    )
    header += struct.pack("<I", 0) + b"\xff" * (sector - len(header) - 4)
    chain = [*range(3, 2 + count), 0xFFFFFFFE]
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *chain, *[0xFFFFFFFF] * (128 - 2 - count)]

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, *[0xFFFFFFFF] * 2, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        stream, 2, 0xFFFFFFFF, 2, len(content)
    )
    path.write_bytes(
        header
        + struct.pack("<128I", *fat)
        + directory.ljust(sector, b"\0")
        + content.ljust(count * sector, b"\0")
    )


@case("password.xlsx")
def _(path: Path) -> None:
    compound(path, "EncryptedPackage", bytes(range(256)) * 32)


@case("old-workbook.xls")
def _(path: Path) -> None:
    compound(path, "Workbook", b"\x09\x08\x10\0\0\x06\x05\0" + bytes(5000))


@case("old-workbook-renamed.xlsx")
def _(path: Path) -> None:
    compound(path, "Book", b"\x09\x08\x08\0\0\x05\x05\0" + bytes(5000))


@case("biff.xls")
def _(path: Path) -> None:
    path.write_bytes(b"\x09\x04\x06\0\0\0\x10\0" + bytes(100))


def package(path: Path, **parts: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)


for kind, part in {
    "calc.ods": "content.xml",
    "binary.xlsb": "xl/workbook.bin",
    "text.docx": "word/document.xml",
    "slides.pptx": "ppt/presentation.xml",
    "apple.numbers": "Index/Document.iwa",
}.items():
    CASES.append(Case(kind, lambda p, part=part: package(p, **{part: b"<a/>"})))


@case("renamed.xlsx")
def _(path: Path) -> None:
    path.write_bytes(b"<html><table><tr><td>4580</td></tr></table></html>")


@case("truncated.xlsx")
def _(path: Path) -> None:
    book(path, one(4580))
    path.write_bytes(path.read_bytes()[:-400])


@case("empty.xlsx")
def _(path: Path) -> None:
    path.write_bytes(b"")


@case("not-a-book.xlsx")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("hello.txt", "hello")


@case("binary.csv")
def _(path: Path) -> None:
    path.write_bytes(b"a,b\n\x00\x01\x02,3\n")


@case("zip-bomb.xlsx")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * (300 * 2**20))


def with_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """A workbook with one of its parts changed, or added."""
    source = io.BytesIO()
    made = Workbook()
    for row in one(4580):
        made.active.append(row)
    made.save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item.filename)
            new.writestr(item.filename, change(data) if item.filename == name else data)
        if name not in old.namelist():
            new.writestr(name, change(b""))


@case("entity-bomb.xlsx")
def _(path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    kind = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'.encode()
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda d: d.replace(b"<worksheet", kind + b"<worksheet", 1),
    )


@case("external-entity.xlsx")
def _(path: Path) -> None:
    kind = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    with_part(path, "xl/workbook.xml", lambda d: d.replace(b"<workbook", kind + b"<workbook", 1))


@case("strict.xlsx")
def _(path: Path) -> None:
    """As Excel saves a 'Strict Open XML Workbook': other names for the same."""
    names = (
        (b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml/spreadsheetml"),
        (b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument"),
    )
    held = io.BytesIO()
    book(held, one(4580))
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for plain, strict in names:
                content = content.replace(plain, strict)
            new.writestr(name, content)


@case("external-link.xlsx", firms(4580))
def _(path: Path) -> None:
    link = b'<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    with_part(path, "xl/externalLinks/externalLink1.xml", lambda _: link)


@case("macros.xlsm", firms(4580))
def _(path: Path) -> None:
    with_part(path, "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0" * 100)


@case("all-rows.xlsx")
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        made.active.cell(1_048_576, 1, "x")

    book(path, one(4580), prepare)


@case("all-columns.xlsx")
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        for column in range(1, 16_385):
            made.active.cell(5, column, 1)

    book(path, one(4580), prepare)


SHEET = (
    b'<?xml version="1.0"?><worksheet '
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)


@case("million-rows.xlsx")
def _(path: Path) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (i, i) for i in range(1, 1_048_577)
    )
    with_part(
        path, "xl/worksheets/sheet1.xml", lambda _: SHEET + rows + b"</sheetData></worksheet>"
    )


@case("300-megabytes.xlsx")
def _(path: Path) -> None:
    block = b"".join(b'<c r="A%d"><v>%d</v></c>' % (i, i) for i in range(1_000))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            written = 0
            while written < 300 * 2**20:
                written += sheet.write(block)


@case("all-cells-filled.xlsx")
def _(path: Path) -> None:
    rows = b"".join(
        b'<row r="%d">' % r + b"<c><v>1</v></c>" * 390 + b"</row>" for r in range(1, 1_200)
    )
    with_part(
        path, "xl/worksheets/sheet1.xml", lambda _: SHEET + rows + b"</sheetData></worksheet>"
    )


@case("as-many-cells-as-are-read.xlsx")
def _(path: Path) -> None:
    rows = b"".join(
        b'<row r="%d">' % r + b"<c><v>1</v></c>" * 375 + b"</row>" for r in range(1, 400)
    )
    with_part(
        path, "xl/worksheets/sheet1.xml", lambda _: SHEET + rows + b"</sheetData></worksheet>"
    )


@case("everything-merged.xlsx")
def _(path: Path) -> None:
    area = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with_part(path, "xl/worksheets/sheet1.xml", lambda d: d.replace(b"</sheetData>", area))


@case("everything-linked.xlsx")
def _(path: Path) -> None:
    area = b'</sheetData><hyperlinks><hyperlink ref="A:XFD" location="x"/></hyperlinks>'
    with_part(path, "xl/worksheets/sheet1.xml", lambda d: d.replace(b"</sheetData>", area))


@case("very-deep.xlsx", firms(4580))
def _(path: Path) -> None:
    deep = b"<a>" * 400_000 + b"</a>" * 400_000
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda d: d.replace(b"</sheetData>", b"</sheetData>" + deep),
    )


@case("many-parts.xlsx")
def _(path: Path) -> None:
    package(path, **{f"xl/worksheets/sheet{n}.xml": b"<a/>" for n in range(2_500)})


@case("late-doctype.xlsx")
def _(path: Path) -> None:
    kind = b"<!--" + b" " * 100_000 + b'--><!DOCTYPE x [<!ENTITY l "ha">]>'
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda d: d.replace(b"<worksheet", kind + b"<worksheet", 1),
    )


@case("utf16-doctype.xlsx")
def _(path: Path) -> None:
    kind = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY l "ha">]><worksheet/>'
    with_part(path, "xl/worksheets/sheet1.xml", lambda _: kind.encode("utf-16"))


@case("doctype-in-a-picture-of-a-part.xlsx")
def _(path: Path) -> None:
    kind = b'<!DOCTYPE x [<!ENTITY l "ha">]><a/>'
    with_part(path, "xl/theme/theme1.dat", lambda _: kind)


@case("broken-xml.xlsx")
def _(path: Path) -> None:
    with_part(path, "xl/worksheets/sheet1.xml", lambda d: d[:-40])


@case("wrong-checksum.xlsx")
def _(path: Path) -> None:
    book(path, one(4580))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as made:
        start = made.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[start + 80] ^= 0xFF
    path.write_bytes(bytes(data))


@case("huge.xlsx")
def _(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(25 * 2**20)


@case("external-formula.xlsx")
def _(path: Path) -> None:
    book(path, one("=[other.xlsx]Sheet1!A1"))


@case("formula-in-source.xlsx")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", '=WEBSERVICE("http://example.invalid")', DAY]])


@case("array-formula.xlsx")
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        made.active["C2"] = ArrayFormula("C2:C2", "=SUM(A1:A9)")

    book(path, one(4580), prepare)


@case("formula-elsewhere.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [[*HEAD, "备注"], [*one(4580)[1], "=1+1"]])


@case("text-formula.xlsx")
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        put(made.active, 2, 1, "=cmd|' /C calc'!A0")

    book(path, one(4580), prepare)


@case("styled-rows.xlsx", firms(4580))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        for row in range(3, 5_000):
            made.active.cell(row, 3).number_format = "0.00"

    book(path, one(4580), prepare)


@case("script-text.xlsx")
def _(path: Path) -> None:
    book(path, one(4580, name="<script>alert(1)</script>"))


SAYS: dict[str, tuple[str, ...]] = {
    "ten-thousand-yuan.xlsx": ("[notice] Sheet C2 '3275000万元': 3275000 万元 = 327.5 亿元",),
    "unit-column.xlsx": ("[notice] Sheet C2 '3275000': 3275000 万元 = 327.5 亿元",),
    "wan-scale.xlsx": ("[notice] Sheet C2 '0.458万家': 0.458 万家 = 4580 家",),
    "range.xlsx": (
        "[error] Sheet C2 '4000-4500': is a range, not one number; write one number, and the range in the note column",
    ),
    "note-in-cell.xlsx": (
        "[error] Sheet C2 '4580(含省实验室)': has a note; move it to the note column",
    ),
    "star.xlsx": ("[error] Sheet C2 '4580*': has a note; move it to the note column",),
    "european.xlsx": ("[error] Sheet C2 '4.580,5': is not a number; write the number alone",),
    "words.xlsx": ("[error] Sheet C2 '四千五百': is not a number; write the number alone",),
    "two-units.xlsx": (
        "[error] Sheet C2 '4580件': the cell says 件, the unit column 家; make them agree",
    ),
    "other-units.xlsx": (
        "[error] Sheet C2 '2982000万元': the cell says 万元, the unit column 亿元; make them agree",
    ),
    "ten-thousand-firms.xlsx": ("[notice] Sheet C2 '0.458万家': 0.458 万家 = 4580 家",),
    "no-conversion.xlsx": ("[error] Sheet C2 '327.5吨': is not a number; write the number alone",),
    "truth.xlsx": ("[error] Sheet C2 'True': is a truth value, not a number",),
    "date-for-value.xlsx": (
        "[error] Sheet C2 '2024-03-01 00:00:00': Excel took it for a date; retype it as a number",
    ),
    "excel-error.xlsx": ("[error] Sheet C2 '#REF!': is an Excel error value",),
    "unknown-indicator.xlsx": (
        "[error] Sheet A2 '高新企业家数': is not a known indicator; perhaps 高新技术企业, 当年认定高新技术企业",
    ),
    "bad-year.xlsx": ("[error] Sheet B2 '十三五末': is not a year; write four digits",),
    "serial-year.xlsx": ("[error] Sheet B2 '45657': is not a year; write four digits",),
    "formula.xlsx": ("[error] Sheet C2 '=4000+580': is a formula; paste it as a value",),
    "hyperlink.xlsx": (
        '[error] Sheet C2 \'=HYPERLINK("http://example.invalid","4580")\': is a formula; paste it as a value',
    ),
    "command.xlsx": ("[error] Sheet C2 \"=cmd|' /C calc'!A0\": is a formula; paste it as a value",),
    "future-year.xlsx": (
        "[error] Sheet C2 '4580': its source was published on 2026-03-01 and cannot speak of 2027; check the source and the year",
        "[error] Sheet C2 '4580': describes a year after that of its publication; check both",
    ),
    "negative.xlsx": (
        "[error] Sheet C2 '-5': is outside what the indicator can be (0 … ∞)",
        "[warning] Sheet C2 '-5': is outside the 99.9% interval of its history (…); check the value and its unit",
    ),
    "last-year-again.xlsx": (
        "[warning] Sheet C2 '4155': is the same as the year before; check whether the year is right",
    ),
    "other-year.xlsx": ("[warning] Sheet C2 '251.9': is the value of 2021; check the year",),
    "ten-times.xlsx": (
        "[warning] Sheet C2 '45800': is some 10 times off what was expected (…); is the unit right?",
    ),
    "wan-slip.xlsx": (
        "[warning] Sheet C2 '3275000': is some 10000 times off what was expected (…); is the unit right?",
    ),
    "jump.xlsx": (
        "[warning] Sheet C2 '90': is outside the 99.9% interval of its history (…); check the value and its unit",
    ),
    "scales-differ.xlsx": (
        "[error] Sheet C2 '327.5亿': the cell says 亿, the unit column 万元; make them agree",
    ),
    "no-source.xlsx": ("[error] Sheet E2: has no source; every figure needs one",),
    "unknown-source.xlsx": (
        "[error] Sheet E2 '某某网': is not in data/sources.csv; enter its title, publisher and date on the sheet of new sources",
    ),
    "unclear-date.xlsx": (
        "[error] Sheet F2 '3/4/2026': day and month are unclear; write 2024-03-01",
    ),
    "future-date.xlsx": (
        "[warning] Sheet C2 '4580': its source is recorded as published on 2026-03-01; check the date",
        "[error] Sheet C2 '4580': is dated after today, 2026-11-24; check the date of publication",
    ),
    "title-row.xlsx": ("[notice] Sheet: the line above the header gives the unit: 亿元",),
    "unknown-region.xlsx": (
        "[error] Sheet B2 '某省': is not a known region; write its name or code",
    ),
    "notes-below.xlsx": (
        "[notice] Sheet A4 '注:数据来自科技厅': a note or a section title, not read",
        "[notice] Sheet A5 '资料来源:年鉴': a note or a section title, not read",
    ),
    "hidden-sheet.xlsx": ("[notice] 旧数据: a hidden sheet, not read",),
    "hidden-row.xlsx": ("[notice] Sheet: hidden rows were read as well: 1",),
    "no-header.xlsx": (
        "[error] Sheet: no header row found; it needs columns indicator, year and value, or indicator and years; delete the sheet if it is not meant",
    ),
    "no-figure.xlsx": ("[error] there is no figure to add",),
    "twice.xlsx": ("[notice] Sheet C3 '4580': stands twice in the file; taken once",),
    "clash.xlsx": (
        "[error] Sheet C2 '4580': the file gives two values for one year from one source; keep one",
        "[error] Sheet C3 '4600': the file gives two values for one year from one source; keep one",
    ),
    "footnote-mark.xlsx": ("[error] Sheet C2 '4580①': has a note; move it to the note column",),
    "superscript.xlsx": ("[error] Sheet C2 '4580¹': has a note; move it to the note column",),
    "other-digits.xlsx": ("[error] Sheet C2 '४५८०': is not a number; write the number alone",),
    "no-figure-sign.xlsx": ("[notice] Sheet C2 '—': says that there is no figure; left out",),
    "blank-indicator.xlsx": (
        "[error] Sheet A2: no indicator is given; repeat that of the row above",
    ),
    "blank-year.xlsx": ("[error] Sheet B2: no year is given",),
    "month.xlsx": (
        "[warning] Sheet C2 '4580': is taken as the state on 2024-06-30, not at the year's end; if that is not meant, write the year as four digits",
    ),
    "month-date-year.xlsx": (
        "[warning] Sheet C2 '4580': is taken as the state on 2024-06-30, not at the year's end; if that is not meant, write the year as four digits",
    ),
    "year-1899.xlsx": ("[error] Sheet B2 '1899': is not a year; write four digits",),
    "long-ago.xlsx": (
        "[warning] Sheet C2 '4580': was published more than 10 years after the year described; check both",
    ),
    "equals-sign-name.xlsx": ("[error] Sheet A2 '@高新': is not a known indicator",),
    "plus-name.xlsx": ("[error] Sheet A2 '+1': is not a known indicator",),
    "small-slip.xlsx": (
        "[warning] Sheet C2 '787780': is some 10 times off what was expected (…); is the unit right?",
    ),
    "new-definition.xlsx": (
        "[warning] Sheet C2 '7': the definition changed in 2022 (国家重点实验室重组为全国重点实验室); is this a value under the new one?",
    ),
    "contradiction.xlsx": (
        "[warning] Sheet C2 '290': a source of no lesser grade, techme-rdintense, says 273.7; check it, both are kept if you accept",
    ),
    "the-2021-figure-labelled-2022.xlsx": (
        "[warning] Sheet C2 '251.9': a source of no lesser grade, techme-rdintense, says 273.7; check it, both are kept if you accept",
        "[warning] Sheet C2 '251.9': is the same as the year before; check whether the year is right",
    ),
    "other-year-rounded.xlsx": (
        "[warning] Sheet C2 '251.90001': is the value of 2021; check the year",
    ),
    "other-unit-in-format.xlsx": ("[notice] Sheet C2 '3275000': 3275000 万元 = 327.5 亿元",),
    "shown-in-wan.xlsx": (
        "[error] Sheet C2 '45800': the number format shows it scaled down, so what is seen is not what is stored; set the format to General",
    ),
    "shown-in-thousands.xlsx": (
        "[error] Sheet C2 '4580': the number format shows it scaled down, so what is seen is not what is stored; set the format to General",
    ),
    "percent-of-firms.xlsx": (
        "[error] Sheet C2 '45.8': the cell says %, the unit column 家; make them agree",
    ),
    "two-words.xlsx": (
        "[error] Sheet C2 '约4580': says another exactness than its column; make them agree",
    ),
    "odd-qualifier.xlsx": (
        "[error] Sheet G2 '差不多': must be one of exact, about, at_least, provisional",
    ),
    "blank-region.xlsx": ("[error] Sheet G2: no region is given; write its name or code",),
    "source-of-another-year.xlsx": (
        "[error] Sheet C2 '4580': its source was published on 2022-10-17 and cannot speak of 2024; check the source and the year",
        "[error] Sheet C2 '4580': describes a year after that of its publication; check both",
    ),
    "source-of-many-editions.xlsx": (
        "[error] Sheet C3 '327.5': has no date of publication, and neither has its source; give one in this row",
    ),
    "source-of-another-day.xlsx": (
        "[warning] Sheet C2 '4580': its source is recorded as published on 2026-03-01; check the date",
    ),
    "running-year.xlsx": (
        "[warning] Sheet C2 '4580': was published before its year had ended; is it the year before's?",
    ),
    "correction.xlsx": (
        "[warning] Sheet C2 '251.8': the same source is recorded with 251.9 for this year; accepted, it is entered as a correction, and the old value stays in the history",
    ),
    "known-already.xlsx": ("[notice] Sheet C2 '251.9': is recorded already",),
    "known-with-another-date.xlsx": (
        "[notice] Sheet C2 '251.9': is recorded already, as published on 2022-10-17; that date stays",
    ),
    "corrects-nothing.xlsx": ("[error] Sheet C2 '4580': corrects a row that is not there",),
    "corrects-another.xlsx": (
        "[error] Sheet C2 '4580': corrects a row of another indicator, region or year",
    ),
    "id-of-another.xlsx": (
        "[error] Sheet C2 '4580': has the observation_id of another figure; leave that cell empty",
    ),
    "odd-bookkeeping.xlsx": (
        "[error] Sheet G2 '年中': is not a date; write 2024-03-01",
        "[error] Sheet H2 '昨天': is not a date; write 2024-03-01",
        "[error] Sheet I2 '也许': must be true or false",
        "[error] Sheet J2 '上一行': is not an id; leave that cell empty",
        "[error] Sheet K2 '=1': is a formula; paste it as a value",
    ),
    "one-id-twice.xlsx": (
        "[error] 'abc': observation_id: the same observation_id stands in an earlier row",
    ),
    "two-years-alike.xlsx": (
        "[warning] Sheet C3 '4580': is the same as the year before; check whether the year is right",
    ),
    "source-without-publisher.xlsx": (
        "[error] 新来源 New sources A2 '某公报': a new source needs a title and a publisher",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "source-without-date.xlsx": (
        "[error] 新来源 New sources A2 '某公报': the date of publication is not a date; write 2024-03-01",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "source-graded-oddly.xlsx": (
        "[error] 新来源 New sources A2 '某公报': the grade must be A, B, C or D",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "source-with-a-script.xlsx": (
        "[error] 新来源 New sources A2 '某公报': the address must begin with http(s)://",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "source-known.xlsx": ("[notice] 新来源 New sources A2 '2025年测试公报': a known source",),
    "source-of-a-known-title.xlsx": (
        "[error] 新来源 New sources A2 '2025年测试公报': a source of that title is known (测试单位, bulletin-2025) with another publisher or date; if it is the same, write its id in the figures' rows, if not, make the titles differ",
    ),
    "source-by-formula.xlsx": (
        "[error] 新来源 New sources A2 '某公报': holds a formula; paste it as text",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "wide-with-growth.xlsx": (
        "[notice] Sheet E1 '2025年增长(%)': a column with a heading that is not understood, not read",
        "[notice] Sheet F1: a column with a heading that is not understood, not read",
    ),
    "two-row-header.xlsx": (
        "[notice] Sheet D2 '2024年 增速': a column with a heading that is not understood, not read",
        "[notice] Sheet F2 '2025年 增速': a column with a heading that is not understood, not read",
    ),
    "two-row-header-unmerged.xlsx": (
        "[notice] Sheet D3 '增长': a column with a heading that is not understood, not read",
        "[notice] Sheet F3 '增长': a column with a heading that is not understood, not read",
    ),
    "unclear-second-row.xlsx": (
        "[error] Sheet C1 '2024年': another column means the same; keep one",
    ),
    "two-value-columns.xlsx": ("[error] Sheet D1 '数据': another column means the same; keep one",),
    "sections.xlsx": (
        "[notice] Sheet A2 '一、创新主体': a note or a section title, not read",
        "[notice] Sheet A4 '二、研发投入': a note or a section title, not read",
    ),
    "total-row.xlsx": ("[error] Sheet A3 '合计': is not a known indicator",),
    "merged-value.xlsx": (
        "[error] Sheet C3 '4580': is in a merged cell, so its row is unclear; unmerge it and fill in each row",
    ),
    "hidden-column.xlsx": ("[notice] Sheet: hidden columns were read as well: 1",),
    "another-table-beside.xlsx": (
        "[error] 通讯录: no header row found; it needs columns indicator, year and value, or indicator and years; delete the sheet if it is not meant",
    ),
    "template-other-units.xlsx": (
        "[notice] 数据 Data F2 '约0.458万家': 0.458 万家 = 4580 家",
        "[notice] 数据 Data F3 '3275000万元': 3275000 万元 = 327.5 亿元",
    ),
    "template-scales.xlsx": (
        "[notice] 数据 Data F2 '0.458万': 0.458 万家 = 4580 家",
        "[notice] 数据 Data F3 '3275000万': 3275000 万元 = 327.5 亿元",
    ),
    "template-no-conversion.xlsx": (
        "[error] 数据 Data F2 '4580件': is in 件; the indicator is in 家",
        "[error] 数据 Data F3 '12%': is in %; the indicator is in 亿元",
        "[error] 数据 Data F4 '1.25亿元': is in 亿元; the indicator is in %",
    ),
    "template-empty-row.xlsx": (
        "[error] 数据 Data F5 '3500000万元': the cell says 万元, the unit column 亿元; make them agree",
    ),
    "template-unit-changed.xlsx": ("[notice] 数据 Data F3 '3275000': 3275000 万元 = 327.5 亿元",),
    "template-unit-changed-twice.xlsx": (
        "[error] 数据 Data F3 '327.5亿元': the cell says 亿元, the unit column 万元; make them agree",
    ),
    "template-sheet-alone.xlsx": (
        "[error] 数据 Data F3 '3275000万元': the cell says 万元, the unit column 亿元; make them agree",
    ),
    "injection.csv": ("[error] injection.csv C2 '=1+1': is not a number; write the number alone",),
    "ragged.csv": ("[error] ragged.csv E2: has no source; every figure needs one",),
    "open-quote.csv": ("open-quote.csv: not a readable CSV file (unexpected end of data)",),
    "macro.csv": (
        "[error] macro.csv A3 \"=cmd|' /C calc'!A0\": is not a known indicator",
        "[error] macro.csv E3 'x': is not in data/sources.csv; enter its title, publisher and date on the sheet of new sources",
    ),
    "empty.csv": ("[error] there is no figure to add",),
    "password.xlsx": (
        "password.xlsx: protected by a password; open it, remove the password and save it again",
    ),
    "old-workbook.xls": ("old-workbook.xls: an old .xls workbook; save it as .xlsx",),
    "old-workbook-renamed.xlsx": (
        "old-workbook-renamed.xlsx: an old .xls workbook; save it as .xlsx",
    ),
    "biff.xls": (
        "biff.xls: not an .xlsx workbook (it begins with b'\\t\\x04\\x06\\x00'); save it as .xlsx",
    ),
    "calc.ods": ("calc.ods: an OpenDocument file (.ods); save it as .xlsx",),
    "binary.xlsb": ("binary.xlsb: a binary workbook (.xlsb); save it as .xlsx",),
    "text.docx": ("text.docx: a Word document; save it as .xlsx",),
    "slides.pptx": ("slides.pptx: a presentation; save it as .xlsx",),
    "apple.numbers": ("apple.numbers: a Numbers or Pages file; save it as .xlsx",),
    "renamed.xlsx": (
        "renamed.xlsx: not an .xlsx workbook (it begins with b'<htm'); save it as .xlsx",
    ),
    "truncated.xlsx": ("truncated.xlsx: damaged or cut short; ask for it again",),
    "empty.xlsx": ("empty.xlsx: the file is empty",),
    "not-a-book.xlsx": (
        "not-a-book.xlsx: damaged or not a workbook; open it in Excel and save it again",
    ),
    "binary.csv": ("binary.csv: not a text file",),
    "zip-bomb.xlsx": (
        "zip-bomb.xlsx: unpacks to 300 MB in 1 parts, too much for a table of figures; keep only the rows to add",
    ),
    "entity-bomb.xlsx": (
        "entity-bomb.xlsx: part xl/worksheets/sheet1.xml declares XML entities, which no workbook needs; not opened",
    ),
    "strict.xlsx": (
        "strict.xlsx: no sheet can be read, as in a 'Strict Open XML Workbook'; save it as an ordinary 'Excel Workbook (.xlsx)'",
    ),
    "external-entity.xlsx": (
        "external-entity.xlsx: part xl/workbook.xml declares XML entities, which no workbook needs; not opened",
    ),
    "all-rows.xlsx": (
        "all-rows.xlsx, sheet Sheet: filled to row 1048576 and column 6; at most 20000 rows and 400 columns are read; keep only the rows to add",
    ),
    "all-columns.xlsx": (
        "all-columns.xlsx, sheet Sheet: filled to row 5 and column 16384; at most 20000 rows and 400 columns are read; keep only the rows to add",
    ),
    "million-rows.xlsx": (
        "million-rows.xlsx: unpacks to 49 MB in 9 parts, too much for a table of figures; keep only the rows to add",
    ),
    "300-megabytes.xlsx": (
        "300-megabytes.xlsx: unpacks to 300 MB in 1 parts, too much for a table of figures; keep only the rows to add",
    ),
    "all-cells-filled.xlsx": (
        "all-cells-filled.xlsx: more than 150000 cells, filled or formatted; copy the rows to add into a new workbook",
    ),
    "as-many-cells-as-are-read.xlsx": (
        "[error] Sheet: no header row found; it needs columns indicator, year and value, or indicator and years; delete the sheet if it is not meant",
    ),
    "everything-merged.xlsx": (
        "everything-merged.xlsx: merged areas or links (A1:XFD1048576) cover more than 200000 cells; copy the rows to add into a new workbook",
    ),
    "everything-linked.xlsx": (
        "everything-linked.xlsx: merged areas or links (A:XFD) cover more than 200000 cells; copy the rows to add into a new workbook",
    ),
    "many-parts.xlsx": (
        "many-parts.xlsx: unpacks to 0 MB in 2500 parts, too much for a table of figures; keep only the rows to add",
    ),
    "late-doctype.xlsx": (
        "late-doctype.xlsx: part xl/worksheets/sheet1.xml declares XML entities, which no workbook needs; not opened",
    ),
    "utf16-doctype.xlsx": (
        "utf16-doctype.xlsx: part xl/worksheets/sheet1.xml declares XML entities, which no workbook needs; not opened",
    ),
    "doctype-in-a-picture-of-a-part.xlsx": (
        "doctype-in-a-picture-of-a-part.xlsx: part xl/theme/theme1.dat declares XML entities, which no workbook needs; not opened",
    ),
    "broken-xml.xlsx": (
        "broken-xml.xlsx: damaged or not a workbook; open it in Excel and save it again",
    ),
    "wrong-checksum.xlsx": ("wrong-checksum.xlsx: damaged or cut short; ask for it again",),
    "huge.xlsx": ("huge.xlsx: 25 MB, more than 20 MB; keep only the rows to add",),
    "external-formula.xlsx": (
        "[error] Sheet C2 '=[other.xlsx]Sheet1!A1': is a formula; paste it as a value",
    ),
    "formula-in-source.xlsx": (
        "[error] Sheet E2 '=WEBSERVICE(\"http://example.invalid\")': is a formula; paste it as a value",
    ),
    "array-formula.xlsx": ("[error] Sheet C2 '=SUM(A1:A9)': is a formula; paste it as a value",),
    "text-formula.xlsx": ("[error] Sheet A2 \"=cmd|' /C calc'!A0\": is not a known indicator",),
    "script-text.xlsx": ("[error] Sheet A2 '<script>alert(1)</script>': is not a known indicator",),
}


def write_all(folder: Path) -> None:
    """Make every file."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in CASES:
        each.make(folder / each.name)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
