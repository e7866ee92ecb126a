"""Words, units and years in the places where yearbooks set them, read or asked about.

Cases as those of `sent_files`: what each must become, and every error and warning.
"""

from pathlib import Path

from openpyxl import Workbook

from support.hostile_files import SENT
from support.sent_files import (
    CITED,
    DATONG,
    GIVEN,
    HENAN,
    TAIYUAN,
    Sent,
    at,
    copied,
    firms,
    rd,
    sheet,
    text,
)
from support.workbooks import DAY, FIRMS, HEAD, RD, SHANXI, SHARE, SOURCE, book

__all__ = ["SENT"]

sheet(
    "yeartext-kuaibao",
    [HEAD, [FIRMS, "2023年(快报)", 4580, "家", SOURCE, DAY]],
    firms(4580, 2023, word="provisional"),
    said=(
        "notice:provisional",
        "warning:contradiction",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "yeartext-kuaibao-wide",
    [["指标", "单位", "2022年", "2023年（快报）"], [FIRMS, "家", 4000, 4580]],
    firms(4000, 2022),
    firms(4580, 2023, word="provisional"),
    said=(
        "notice:provisional",
        "warning:contradiction",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "chinese-year",
    [HEAD, [FIRMS, "二〇二三年", 4580, "家", SOURCE, DAY]],
    firms(4580, 2023),
    said=("warning:contradiction",),
    **CITED,
    **GIVEN,
)

sheet(
    "chinese-year-heading",
    [["指标", "单位", "二〇二二年", "二〇二三年"], [FIRMS, "家", 4000, 4580]],
    firms(4000, 2022),
    firms(4580, 2023),
    said=("warning:contradiction",),
    **CITED,
    **GIVEN,
)

sheet(
    "chinese-year-title",
    [["二〇二三年各市高新技术企业数"], ["单位：家"], ["地区", FIRMS], ["太原市", 2105]],
    firms(2105, 2023, region=TAIYUAN),
    said=("notice:unit-line",),
    **CITED,
)

sheet(
    "since-145",
    [["“十四五”以来高新技术企业"], ["指标", "单位", "2023年"], [FIRMS, "家", 4580]],
    firms(4580, 2023),
    said=(
        "warning:contradiction",
        "warning:unread-words",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "year-range-heading",
    [["指标", "单位", "2021-2023年", "2023年"], [FIRMS, "家", 9999, 4580]],
    firms(4580, 2023),
    said=(
        "error:year",
        "warning:contradiction",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "vs2020",
    [["指标", "单位", "2023年", "较2020年增长"], [FIRMS, "家", 4580, 30.1]],
    firms(4580, 2023),
    said=("warning:contradiction",),
    **CITED,
    **GIVEN,
)

sheet(
    "vs2020-row",
    [["指标", "单位", "2023年"], [FIRMS, "家", 4580], ["较2020年增长", "%", 30]],
    firms(4580, 2023),
    said=(
        "warning:contradiction",
        "warning:unknown-indicator",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "en-thousand",
    [["Indicator", "Unit", "2023"], ["High-tech enterprises", "thousand", 4.58]],
    said=("error:value",),
    **CITED,
    **GIVEN,
)

sheet(
    "en-mn",
    [["Indicator", "2023"], ["R&D expenditure (CNY mn)", 29830]],
    said=(
        "error:nothing",
        "warning:unknown-indicator",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "en-h1",
    [["Indicator", "Unit", "H1 2023"], ["R&D expenditure", "亿元", 150]],
    rd(150, 2023),
    said=("notice:part-of-year",),
    **CITED,
    **GIVEN,
)

sheet(
    "en-provp",
    [["Indicator", "Unit", "2023p", "2024e", "2025f"], ["R&D expenditure", "亿元", 298, 300, 310]],
    rd(298, 2023, word="provisional"),
    rd(300, word="provisional"),
    said=(
        "notice:provisional",
        "warning:other-column",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "en-star",
    [["Indicator", "Unit", "2023*"], ["R&D expenditure", "亿元", 298], ["* preliminary figures"]],
    rd(298, 2023, word="provisional"),
    said=(
        "notice:provisional",
        "warning:footnote",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "16-cumul",
    [["指标", "单位", "2023年1-6月累计"], [RD, "亿元", 150]],
    rd(150, 2023),
    said=("notice:part-of-year",),
    **CITED,
    **GIVEN,
)

sheet(
    "months-cols",
    [["2023年"], ["指标", "单位", "1月", "2月", "3月"], [RD, "亿元", 10, 20, 30]],
    said=("error:no-header",),
    **CITED,
    **GIVEN,
)

sheet(
    "rank-col",
    [["地区", "高新技术企业(家)", "位次"], ["太原市", 2105, 1]],
    firms(2105, 2023, region=TAIYUAN),
    **CITED,
    year="2023",
)

sheet(
    "ideographic-comma",
    [HEAD, [FIRMS, 2024, "4、580", "家", SOURCE, DAY]],
    said=("error:value",),
    **CITED,
    **GIVEN,
)

sheet(
    "euro-thousand",
    [HEAD, [FIRMS, 2024, "4.580", "家", SOURCE, DAY]],
    firms(4.58),
    said=(
        "warning:fraction",
        "warning:slip",
    ),
    **CITED,
    **GIVEN,
)

sheet(
    "unit-halfway",
    [["地区", RD], ["单位：亿元"], ["太原市", 118], ["单位：万元"], ["大同市", 95000]],
    rd(118, 2023, region=TAIYUAN),
    rd(9.5, 2023, region=DATONG),
    said=(
        "notice:converted",
        "notice:unit-line",
    ),
    **CITED,
    year="2023",
)

sheet(
    "euro-3dec-count",
    [["指标", "地区", "年份", "数值", "单位"], [FIRMS, "太原市", 2024, "4.580", "家"]],
    firms(4.58, region=TAIYUAN),
    said=("warning:fraction",),
    **CITED,
)

sheet(
    "frac-count",
    [["指标", "地区", "年份", "数值", "单位"], [FIRMS, "太原市", 2024, 4.58, "家"]],
    firms(4.58, region=TAIYUAN),
    said=("warning:fraction",),
    **CITED,
)

sheet(
    "prefix-mixed",
    [
        ["指标", "地区", "年份", "数值", "单位"],
        [FIRMS, "山西省太原市", 2024, 2105, "家"],
        [FIRMS, "山西大同", 2024, 200, "家"],
        [FIRMS, "全省", 2024, 4580, "家"],
        [FIRMS, "山西", 2023, 4155, "家"],
    ],
    firms(2105, region=TAIYUAN),
    firms(200, region=DATONG),
    firms(4580),
    firms(4155, 2023),
    said=("warning:whole",),
    **CITED,
)

sheet(
    "region-ofwhich",
    [["指标", "地区", "年份", "数值", "单位"], [FIRMS, "其中：太原市", 2024, 2105, "家"]],
    said=("error:region",),
    **CITED,
)

sheet(
    "merged-group-plan-unmerged",
    [
        ["2024年"],
        ["地区", "计划", None, "实际", None],
        [None, FIRMS, RD, FIRMS, RD],
        ["太原市", 2000, 100, 2105, 118],
    ],
    firms(2105, region=TAIYUAN),
    rd(118, region=TAIYUAN),
    said=(
        "warning:other-column",
        "warning:unit-open",
    ),
    **CITED,
)

sheet(
    "title-16-long",
    [["2024年上半年"], ["指标", "地区", "年份", "数值", "单位"], [RD, "太原市", 2024, 55, "亿元"]],
    rd(55, region=TAIYUAN),
    said=("notice:part-of-year",),
    **CITED,
)

sheet(
    "title-year-differs",
    [
        ["2023年科技统计"],
        ["指标", "地区", "年份", "数值", "单位"],
        [RD, "太原市", 2024, 55, "亿元"],
    ],
    rd(55, region=TAIYUAN),
    said=("warning:title-year",),
    **CITED,
)

sheet(
    "title-16",
    [["2024年1-6月太原市科技统计"], ["指标", "单位", "数值"], [FIRMS, "家", 2105]],
    firms(2105, region=TAIYUAN),
    said=("warning:mid-year",),
    **CITED,
)

sheet(
    "unit-thousand-title",
    [["单位：千元"], ["地区", RD], ["太原市", 11800000]],
    rd(118, region=TAIYUAN),
    said=(
        "notice:converted",
        "notice:unit-line",
    ),
    **CITED,
    year="2024",
)

sheet(
    "rmb",
    [["单位：人民币亿元"], ["地区", RD], ["太原市", 118]],
    rd(118, region=TAIYUAN),
    said=("notice:unit-line",),
    **CITED,
    year="2024",
)

sheet(
    "rmb2",
    [["指标", "地区", "年份", "数值", "单位"], [RD, "太原市", 2024, 118, "亿元人民币"]],
    rd(118, region=TAIYUAN),
    **CITED,
)

sheet(
    "yuan-inhead",
    [["地区", "R&D经费 亿元", "高新技术企业 家"], ["太原市", 118, 2105]],
    rd(118, region=TAIYUAN),
    firms(2105, region=TAIYUAN),
    **CITED,
    year="2024",
)

sheet(
    "comma-head",
    [["地区", "R&D经费，亿元", "高新技术企业，家"], ["太原市", 118, 2105]],
    rd(118, region=TAIYUAN),
    firms(2105, region=TAIYUAN),
    **CITED,
    year="2024",
)

sheet(
    "slash-head",
    [["地区", "R&D经费/亿元", "高新技术企业/家"], ["太原市", 118, 2105]],
    rd(118, region=TAIYUAN),
    firms(2105, region=TAIYUAN),
    **CITED,
    year="2024",
)

sheet(
    "wan-inhead",
    [["地区", "R&D经费/万元"], ["太原市", 1180000]],
    rd(118, region=TAIYUAN),
    said=("notice:converted",),
    **CITED,
    year="2024",
)

sheet(
    "wan-inhead2",
    [["地区", "R&D经费 万元"], ["太原市", 1180000]],
    rd(118, region=TAIYUAN),
    said=("notice:converted",),
    **CITED,
    year="2024",
)

sheet(
    "title-16-wide-2years",
    [["2024年1-6月太原市科技统计"], ["指标", "单位", "2023年", "2024年"], [RD, "亿元", 50, 55]],
    rd(50, 2023, region=TAIYUAN),
    rd(55, region=TAIYUAN),
    said=("notice:part-of-year",),
    **CITED,
)

sheet(
    "title-16-yearcol",
    [["2024年1-6月太原市科技统计"], ["年份", "R&D经费（亿元）"], [2023, 50], [2024, 55]],
    rd(50, 2023, region=TAIYUAN),
    rd(55, region=TAIYUAN),
    said=("notice:part-of-year",),
    **CITED,
)

sheet(
    "section-half",
    [
        ["太原市"],
        ["指标", "单位", "2024年"],
        ["上半年"],
        [RD, "亿元", 55],
        ["全年"],
        [RD, "亿元", 118],
    ],
    rd(55, region=TAIYUAN),
    rd(118, region=TAIYUAN),
    said=("notice:part-of-year",),
    **CITED,
)

sheet(
    "bottomnote-unit",
    [["2024年"], ["地区", RD], ["太原市", 550000], ["注：R&D经费单位为万元。"]],
    rd(550000, region=TAIYUAN),
    said=(
        "warning:note-row",
        "warning:unit-open",
    ),
    **CITED,
)

sheet(
    "bottom-star",
    [["2024"], ["地区", "高新技术企业（家）"], ["太原市*", 2105], ["大同市", 200], ["* 为快报数"]],
    firms(2105, region=TAIYUAN, word="provisional"),
    firms(200, region=DATONG),
    said=(
        "notice:provisional",
        "warning:footnote",
    ),
    **CITED,
)

sheet(
    "bottom-star-wide",
    [["地区", "2023", "2024*"], ["太原市", 1990, 2105], ["*快报数"]],
    firms(1990, 2023, region=TAIYUAN),
    firms(2105, region=TAIYUAN, word="provisional"),
    said=(
        "notice:provisional",
        "warning:footnote",
    ),
    **CITED,
    indicator=FIRMS,
    unit="家",
)

sheet(
    "unit-bottom",
    [["2024年"], ["地区", RD], ["太原市", 550000], ["单位：万元"]],
    rd(550000, region=TAIYUAN),
    said=(
        "notice:unit-line",
        "warning:note-row",
        "warning:unit-open",
    ),
    **CITED,
)

sheet(
    "unit-right-title",
    [["2024年各市R&D经费", None, "单位：万元"], ["地区", RD], ["太原市", 550000]],
    rd(55, region=TAIYUAN),
    said=(
        "notice:converted",
        "notice:unit-line",
    ),
    **CITED,
)

sheet(
    "unit-cell-corner",
    [["万元", "2024年"], ["太原市", 550000]],
    rd(55, region=TAIYUAN),
    said=(
        "notice:converted",
        "notice:unit-line",
    ),
    **CITED,
    indicator=RD,
)

sheet(
    "unit-cell-corner2",
    [["地区（万元）", "2024年"], ["太原市", 550000]],
    rd(55, region=TAIYUAN),
    said=(
        "notice:converted",
        "notice:unit-line",
    ),
    **CITED,
    indicator=RD,
)

sheet(
    "unit-region-stub2",
    [["指标", "2024年"], ["R&D经费、万元", 550000]],
    rd(55, region=TAIYUAN),
    said=("notice:converted",),
    **CITED,
    region="140100",
)

sheet(
    "hash-stub",
    [["指标", "单位", "2024年"], [FIRMS, "家", 2105], ["#高新技术企业", "家", 900]],
    firms(2105, region=TAIYUAN),
    said=("warning:unknown-indicator",),
    **CITED,
    region="140100",
)

sheet(
    "hash-space-stub",
    [["指标", "单位", "2024年"], ["科技型企业", "家", 2105], ["# 高新技术企业", "家", 900]],
    said=(
        "error:nothing",
        "warning:unknown-indicator",
    ),
    **CITED,
    region="140100",
)

sheet(
    "value-two",
    [["指标", "单位", "2024年"], [FIRMS, "家", "2105/1990"]],
    said=("error:value",),
    **CITED,
    region="140100",
)

sheet(
    "value-sub",
    [["指标", "单位", "2024年"], [FIRMS, "家", "₂105"]],
    said=("error:value",),
    **CITED,
    region="140100",
)

sheet(
    "range-title-regionyear",
    [["2021—2024年各市R&D经费"], ["单位：亿元"], ["地区", "2021年", "2024年"], ["太原市", 50, 55]],
    rd(50, 2021, region=TAIYUAN),
    rd(55, region=TAIYUAN),
    said=("notice:unit-line",),
    **CITED,
)

sheet(
    "range-title-long",
    [
        ["2021-2024年R&D经费"],
        ["指标", "地区", "年份", "数值", "单位"],
        [RD, "太原市", 2021, 50, "亿元"],
        [RD, "太原市", 2024, 55, "亿元"],
    ],
    rd(50, 2021, region=TAIYUAN),
    rd(55, region=TAIYUAN),
    **CITED,
)

sheet(
    "twoyears-title-wide",
    [["2023年、2024年R&D经费"], ["单位：亿元"], ["地区", "2023年", "2024年"], ["太原市", 50, 55]],
    rd(50, 2023, region=TAIYUAN),
    rd(55, region=TAIYUAN),
    said=("notice:unit-line",),
    **CITED,
)

sheet(
    "yearbook-title",
    [["山西统计年鉴2024"], ["地区", "R&D经费(亿元)"], ["太原市", 55]],
    said=("error:year",),
    **CITED,
)

sheet(
    "yearbook-title2",
    [
        ["《中国科技统计年鉴—2024》"],
        ["2023年各地区R&D经费"],
        ["地区", "R&D经费(亿元)"],
        ["太原市", 55],
    ],
    rd(55, 2023, region=TAIYUAN),
    said=("warning:unread-words",),
    **CITED,
)

sheet(
    "title-year-differs-wide",
    [["2023年科技统计"], ["地区", "2021年", "2022年"], ["太原市", 50, 55]],
    rd(50, 2021, region=TAIYUAN),
    rd(55, 2022, region=TAIYUAN),
    said=("warning:title-year",),
    **CITED,
    indicator=RD,
    unit="亿元",
)

sheet(
    "bulletin",
    [
        ["2024年国民经济和社会发展统计公报"],
        ["指标", "单位", "2023年", "2024年"],
        [RD, "亿元", 50, 55],
    ],
    rd(50, 2023, region=TAIYUAN),
    rd(55, region=TAIYUAN),
    said=("warning:unread-words",),
    **CITED,
    region="140100",
)

sheet(
    "second-head-other",
    [
        ["2024年"],
        ["地区", "高新技术企业(家)"],
        ["太原市", 2105],
        ["地区", "其中：规上"],
        ["大同市", 200],
    ],
    firms(2105, region=TAIYUAN),
    said=("warning:unread-table",),
    **CITED,
)

sheet(
    "second-head-growth",
    [
        ["2024年"],
        ["地区", "高新技术企业(家)"],
        ["太原市", 2105],
        ["地区", "增长（%）"],
        ["太原市", 5.2],
    ],
    firms(2105, region=TAIYUAN),
    said=("warning:unread-table",),
    **CITED,
)

sheet(
    "second-head-plan",
    [
        ["2024年"],
        ["地区", "高新技术企业(家)"],
        ["太原市", 2105],
        ["地区", "2025年计划"],
        ["太原市", 2500],
    ],
    firms(2105, region=TAIYUAN),
    said=("warning:other-column",),
    **CITED,
)

sheet(
    "section-unknown",
    [
        ["2024年各市高新技术企业"],
        ["单位：家"],
        ["地区", "数值"],
        ["太原市", 2105],
        ["开发区"],
        ["大同市", 900],
    ],
    firms(2105, region=TAIYUAN),
    firms(900, region=DATONG),
    said=(
        "notice:unit-line",
        "warning:note-row",
    ),
    **CITED,
)

sheet(
    "quarter-rows",
    [["太原市2024年"], ["时期", "R&D经费（亿元）"], ["一季度", 10], ["上半年", 22], ["全年", 118]],
    rd(10, region=TAIYUAN),
    rd(22, region=TAIYUAN),
    rd(118, region=TAIYUAN),
    said=("notice:part-of-year",),
    **CITED,
)

sheet(
    "dates-cell2",
    [
        ["指标", "地区", "年份", "数值", "单位"],
        [RD, "太原市", "2024.6", 55, "亿元"],
        [RD, "太原市", "202406", 55, "亿元"],
        [RD, "太原市", "2024-06", 55, "亿元"],
        [RD, "太原市", 2024.6, 55, "亿元"],
        [RD, "太原市", 20240630, 55, "亿元"],
        [RD, "太原市", 24, 55, "亿元"],
        [RD, "太原市", "24年", 55, "亿元"],
        [RD, "太原市", 45657, 55, "亿元"],
    ],
    rd(55, region=TAIYUAN),
    said=(
        "error:year",
        "notice:part-of-year",
    ),
    **CITED,
)

sheet(
    "side-by-side",
    [
        ["2024年各市R&D经费"],
        ["单位：亿元"],
        ["地区", RD, None, "地区", RD],
        ["太原市", 118, None, "大同市", 9.5],
    ],
    said=(
        "error:two-columns",
        "notice:unit-line",
        "warning:unread-column",
    ),
    **CITED,
)

sheet(
    "region-blank-down",
    [["地区", "年份", "高新技术企业(家)"], ["太原市", 2023, 1990], [None, 2024, 2105]],
    firms(1990, 2023, region=TAIYUAN),
    said=("error:region",),
    **CITED,
)

sheet(
    "date-head-q",
    [["指标", "单位", "2024Q2", "2024年Q3", "2024 Q4"], [RD, "亿元", 30, 40, 50]],
    rd(30, region=TAIYUAN),
    rd(50, region=TAIYUAN),
    said=("notice:part-of-year",),
    **CITED,
    region="140100",
)


def titled(name: str):
    def prepare(made: Workbook) -> None:
        made.active.title = name

    return prepare


LONG = ["指标", "地区", "年份", "数值", "单位"]
sheet(
    "half-a-year-in-the-sheet-name",
    [LONG, [RD, "太原市", 2024, 55, "亿元"]],
    rd(55, region=TAIYUAN),
    said=("notice:part-of-year",),
    prepare=titled("2024年上半年"),
    **CITED,
)
sheet(
    "months-in-the-sheet-name-below-a-year",
    [["指标", "单位", "2024年"], [RD, "亿元", 55]],
    rd(55, region=TAIYUAN),
    said=("notice:part-of-year",),
    prepare=titled("1-6月"),
    region=TAIYUAN,
    **CITED,
)
sheet(
    "another-year-in-the-sheet-name",
    [LONG, [RD, "太原市", 2024, 55, "亿元"]],
    rd(55, region=TAIYUAN),
    said=("warning:title-year",),
    prepare=titled("2023年"),
    **CITED,
)
sheet(
    "yearbook-in-the-sheet-name",
    [["地区", "R&D经费(亿元)"], ["太原市", 55]],
    said=("error:year",),
    prepare=titled("年鉴2024"),
    **CITED,
)
sheet(
    "format-that-shows-nothing",
    [["2024年"], ["地区", f"{FIRMS}（家）"], ["太原市", 2105], ["大同市", 999]],
    firms(2105, region=TAIYUAN),
    said=("error:value",),
    prepare=at("B4", lambda cell: setattr(cell, "number_format", ";;;")),
    **CITED,
)
for beside in ("（预计）", " 预计"):
    sheet(
        f"unit-line-with-a-word-{len(SENT)}",
        [[RD], [f"单位：万元{beside}"], ["地区", "2024年"], ["太原市", 1187000]],
        rd(118.7, region=TAIYUAN, word="provisional"),
        said=("notice:provisional", "notice:unit-line"),
        **CITED,
    )
for name, later, rows, asked in (
    ("agree", 4580, (firms(4580, 2023, TAIYUAN),), ()),
    ("differ", 4590, (firms(4580, 2023, TAIYUAN), firms(4590, 2023, TAIYUAN)), ("error:clash",)),
):
    sheet(
        f"year-and-its-end-{name}",
        [["指标", "单位", "2023年", "2023年末"], [FIRMS, "家", 4580, later]],
        *rows,
        said=(*asked, *(() if asked else ("notice:repeated",))),
        region=TAIYUAN,
        **CITED,
    )
sheet(
    "one-year-in-two-columns",
    [["指标", "单位", "2023年", "2023年"], [FIRMS, "家", 4580, 4580]],
    said=("error:two-columns",),
    region=TAIYUAN,
    **CITED,
)


def linked_without_drawing(path: Path) -> None:
    """A sheet with a link, and with a drawing that is not in the package."""
    held = path.with_suffix(".link")
    rows = [LONG, [FIRMS, "太原市", 2024, 2105, "家"]]
    book(held, rows, at("A2", lambda cell: setattr(cell, "hyperlink", "https://example.invalid/")))
    drawing = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    relation = f'<Relationship Id="rId9" Type="{drawing}" Target="../drawings/drawing1.xml"/>'
    drawn = (
        b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    drawn += b' r:id="rId9"/></worksheet>'

    def change(name: str, part: bytes) -> bytes:
        if name.endswith("sheet1.xml.rels"):
            return part.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
        return part.replace(b"</worksheet>", drawn) if name.endswith("sheet1.xml") else part

    copied(held, path, change)


def texts_missing(path: Path) -> None:
    """A package whose list of contents names a part of texts that is not in it."""
    held = path.with_suffix(".whole")
    book(held, [LONG, [FIRMS, "太原市", 2024, 2105, "家"]])
    named = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )

    def change(name: str, part: bytes) -> bytes:
        if name != "[Content_Types].xml" or b"sharedStrings" in part:
            return part
        return part.replace(b"</Types>", named)

    copied(held, path, change, without=("xl/sharedStrings.xml",))


for name, make in (
    ("linked-without-drawing.xlsx", linked_without_drawing),
    ("texts-missing.xlsx", texts_missing),
):
    SENT.append(Sent(name, make, (firms(2105, region=TAIYUAN),), (), CITED))
CUBE = (
    '{};\nTITLE="Investigación, % del PIB";\nSTUB="region";\nHEADING="year";\nVALUES("region")='
    '"{}","España, Cataluña, León";\nVALUES("year")="2023","2024";\nUNITS="%";\nDATA=\n'
    "1.15 1.21\n2.05 2.1;\n"
)
for name, head, place, encoding in (
    ("codepage.px", 'CHARSET="ANSI";\nCODEPAGE="iso-8859-15"', "Shanxi", "iso-8859-15"),
    ("no-codepage.px", 'CHARSET="ANSI"', "Shanxi", "cp1252"),
):
    text(
        name,
        CUBE.format(head, place),
        ("rd_intensity", SHANXI, 2023, 1.15, "exact"),
        ("rd_intensity", SHANXI, 2024, 1.21, "exact"),
        said=("warning:unknown-region", "warning:unread-words"),
        encoding=encoding,
        indicator=SHARE,
        **CITED,
    )
text(
    "chinese.px",
    'CHARSET="ANSI";\nTITLE="研发强度";\nSTUB="地区";\nHEADING="年份";\nVALUES("地区")="山西","河南";\n'
    'VALUES("年份")="2023","2024";\nUNITS="%";\nDATA=\n1.15 1.21\n2.05 2.1;\n',
    *(("rd_intensity", SHANXI, 2023, 1.15, "exact"), ("rd_intensity", SHANXI, 2024, 1.21, "exact")),
    *(("rd_intensity", HENAN, 2023, 2.05, "exact"), ("rd_intensity", HENAN, 2024, 2.1, "exact")),
    encoding="gb18030",
    **CITED,
)
sheet(
    "unit-line-with-money-beside-it",
    [[FIRMS], ["单位：家（美元）"], ["地区", "2024年"], ["太原市", 2105]],
    firms(2105, region=TAIYUAN),
    said=("notice:unit-line", "warning:bearing-words"),
    **CITED,
)
sheet(
    "star-before-a-region",
    [["2024年"], ["地区", "高新技术企业(家)"], ["*太原市", 2105]],
    firms(2105, region=TAIYUAN),
    said=("warning:footnote",),
    **CITED,
)
sheet(
    "mean-of-a-plan-beside-a-year",
    [["指标", "单位", "“十四五”年均", "2024年"], [RD, "亿元", 100, 118]],
    rd(118, region=TAIYUAN),
    said=("notice:unread-column",),
    region=TAIYUAN,
    **CITED,
)
