"""Make the workbooks and CSV files that analysts send, each with what must become of it.

    python -m support.workbook_cases FOLDER  (in tests/)

Every case is a file and its outcome: the rows that are understood (indicator_id, region, year,
value, qualifier), and every line that is said about it, word for word (`workbook_messages`). A
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

from analysis.intake.entries import DATA, LISTS
from analysis.intake.sheets import COLUMN, write_template
from analysis.records.inert import put
from analysis.records.plans import load_plan
from analysis.records.regions import read_regions
from support.shanxi import FOLDERS, PLAN, ROOT
from support.workbook_messages import SAYS
from support.workbooks import (
    DAY,
    FIRMS,
    HEAD,
    NEW_SOURCE,
    RD,
    SHANXI,
    SHARE,
    SOURCE,
    UNDATED,
    book,
    one,
)


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
simple("wan-scale.xlsx", "0.458万家", firms(4580, qualifier="about"), unit="")
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
simple("ten-thousand-firms.xlsx", "0.458万家", firms(4580, qualifier="about"))
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


@case("unclear-second-row.xlsx", firms(4400), firms(4580))
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
        asked = ["high_tech_firms", "rd_expenditure", "rd_intensity"]
        wanted = pd.DataFrame({"indicator_id": asked, "region": SHANXI, "year": 2024})
        wanted = wanted.assign(reason="between", responsible="", last_year=2023, last_value=1.0)
        plan = load_plan(PLAN, root=ROOT)
        write_template(path, plan, wanted, read_regions(ROOT, FOLDERS), pd.DataFrame([NEW_SOURCE]))
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
template(
    "template-scales.xlsx",
    {FIRMS: "0.458万", RD: "3275000万"},
    *(firms(4580, qualifier="about"), rd(327.5)),
)
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


@case("strict.xlsx", firms(4580))
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


def write_all(folder: Path) -> None:
    """Make every file."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in CASES:
        each.make(folder / each.name)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
