"""Tables as offices and analysts send them, each with its rows or with what is asked.

A case is a file, the options it is added with, its rows (indicator, region, year, value,
qualifier) and every error and warning by code. A notice tells what was understood: those that a
case must not leave out are named as well.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from support.workbooks import DAY, FIRMS, HEAD, RD, SHANXI, SHARE, SOURCE, UNDATED, book

TAIYUAN, DATONG, HENAN, CHINA = "140100", "140200", "410000", "000000"
GIVEN = {"region": SHANXI}
CITED = {"source": SOURCE}


@dataclass(frozen=True)
class Sent:
    """A file to make, and what must become of it."""

    name: str
    make: Callable[[Path], None]
    rows: tuple[tuple, ...] = ()
    said: tuple[str, ...] = ()
    given: dict[str, str] = field(default_factory=dict)


SENT: list[Sent] = []


def firms(value: float, year: int = 2024, region: str = SHANXI, word: str = "exact") -> tuple:
    return ("high_tech_firms", region, year, float(value), word)


def rd(value: float, year: int = 2024, region: str = SHANXI, word: str = "exact") -> tuple:
    return ("rd_expenditure", region, year, float(value), word)


def share(value: float, word: str = "exact") -> tuple:
    return ("rd_intensity", SHANXI, 2024, float(value), word)


def sheet(
    name: str,
    table: list[list],
    *rows: tuple,
    said: tuple[str, ...] = (),
    prepare: Callable[[Workbook], None] | None = None,
    **given: str,
) -> None:
    """A case of one sheet of these rows."""
    SENT.append(Sent(f"{name}.xlsx", lambda p: book(p, table, prepare), rows, said, given))


def text(
    name: str,
    lines: str,
    *rows: tuple,
    said: tuple[str, ...] = (),
    encoding: str = "utf-8",
    **given: str,
) -> None:
    """A case of a text file."""
    SENT.append(Sent(name, lambda p: p.write_bytes(lines.encode(encoding)), rows, said, given))


def line(value: object, *, name: str = FIRMS, unit: object = "家", year: object = 2024) -> list:
    return [name, year, value, unit, SOURCE, DAY]


def at(place: str, change: Callable) -> Callable[[Workbook], None]:
    return lambda made: change(made.active[place])


# Where the region stands

sheet(
    "heading-of-cities",
    [["指标", "城市", *HEAD[1:]], [RD, "太原市", *line(118.7, unit="亿元")[1:]]],
    rd(118.7, region=TAIYUAN),
)
sheet(
    "heading-spaced-out",
    [["指标", "地  区", *HEAD[1:]], [RD, "河  南", *line(1250.3, unit="亿元")[1:]]],
    rd(1250.3, region=HENAN),
)
sheet(
    "region-in-the-title",
    [["河南省2024年科技统计主要指标"], HEAD, line(14950)],
    firms(14950, region=HENAN),
    said=("notice:taken",),
)
sheet(
    "city-in-the-title",
    [
        ["表3 太原市高新技术企业情况"],
        ["单位：家"],
        ["指标", "2024年", "来源"],
        [FIRMS, 2105, SOURCE],
    ],
    firms(2105, region=TAIYUAN),
    said=("notice:unit-line", "notice:taken"),
)
sheet("no-region-at-all", [HEAD, line(4580)], said=("error:region",))
sheet(
    "whole-province",
    [["全省科技统计"], HEAD, line(4580)],
    firms(4580),
    said=("warning:whole", "notice:taken"),
)
sheet(
    "title-and-sheet-disagree",
    [["太原市科技统计"], HEAD, line(2105)],
    firms(2105, region=TAIYUAN),
    said=("error:two-regions", "notice:taken"),
    prepare=lambda made: setattr(made.active, "title", "大同市"),
)
sheet(
    "region-in-the-sheet-name",
    [HEAD, line(2105)],
    firms(2105, region=TAIYUAN),
    said=("notice:taken",),
    prepare=lambda made: setattr(made.active, "title", "太原"),
)
text(
    "world-bank.csv",
    '"Data Source","WDI"\n\n"Country Name","Country Code","Indicator Name","Indicator Code",'
    '"2023","2024"\n"China","CHN","GDP (100 million US$)","NY.GDP","25000","26600"\n',
    said=("warning:unknown-indicator", "error:nothing"),
)
text(
    "bureau-by-nation.csv",
    '"数据库：年度数据"\n"时间：最近2年"\n"指标","2024年","2023年"\n"R&D人员全时当量(人年)",7568821,'
    '7240655\n"注：1.测试"\n"数据来源：国家统计局"\n',
    said=("error:region",),
    **CITED,
)
text(
    "bureau-by-region.csv",
    '"数据库：分省年度数据"\n"指标：高新技术企业(家)"\n"时间：最近2年"\n"地区","2024年","2023年"\n'
    '"太原市",2105,1990\n"注：1.数据来源：测试"\n',
    firms(2105, region=TAIYUAN),
    firms(1990, 2023, TAIYUAN),
    said=("notice:unit-line", "notice:taken", "notice:note-row"),
    encoding="gb18030",
    **CITED,
)

# Years that are no calendar year, months that are none

for written in ("2024/25", "2023-24", "2023/2024", "FY2024"):
    sheet(
        f"split-{written.replace('/', '_')}",
        [HEAD, line(4580, year=written)],
        said=("error:year",),
        **GIVEN,
    )
sheet(
    "split-years-across",
    [
        ["指标", "单位", "2010-11", "2011-12", "2012-13", "来源"],
        [RD, "亿元", 89.9, 113.4, 132.3, SOURCE],
    ],
    said=("error:year",),
    **GIVEN,
)
for month in ("2025-13", "2025-00", "2025-14", "2026-2-30"):
    sheet(
        f"published-{month}",
        [HEAD, [*line(4580)[:4], UNDATED, month]],
        said=("error:published",),
        **GIVEN,
    )
text(
    "fiscal-and-month.csv",
    f"指标,地区,年份,数值,来源,发布日期\n{RD},山西省,2023/24,301.5,{SOURCE},2026-03-01\n"
    f"{RD},太原市,2024,150.5,{UNDATED},2025-14\n",
    said=("error:year", "error:published"),
)
sheet(
    "half-a-year-of-a-flow",
    [HEAD, line(150.0, name=RD, unit="亿元", year="2024年上半年")],
    rd(150.0),
    said=("notice:part-of-year",),
    **GIVEN,
)
sheet(
    "months-in-the-heading",
    [["2024年"], ["指标", "单位", "1-6月", "来源"], [RD, "亿元", 150.0, SOURCE]],
    rd(150.0),
    said=("notice:part-of-year", "notice:taken"),
    **GIVEN,
)

# Words about the figure that stand outside its cell

sheet(
    "estimate-in-the-heading",
    [["指标", "单位", "2023", "2024(预计)", "来源"], [RD, "亿元", 298.3, 327.5, SOURCE]],
    rd(298.3, 2023),
    rd(327.5, word="provisional"),
    said=("notice:provisional",),
    **GIVEN,
)
sheet(
    "letters-in-the-heading",
    [["指标", "单位", "2023(r)", "2024(p)", "来源"], [RD, "亿元", 298.3, 327.5, SOURCE]],
    rd(298.3, 2023),
    rd(327.5, word="provisional"),
    said=("notice:revised", "notice:provisional"),
    **GIVEN,
)
for word in ("计划", "预测", "目标"):
    sheet(
        f"heading-of-{word}",
        [
            ["指标", "单位", "2023年(实际)", f"2024年（{word}）", "来源"],
            [RD, "亿元", 298.3, 330, SOURCE],
        ],
        rd(298.3, 2023),
        said=("warning:other-column",),
        **GIVEN,
    )
sheet(
    "estimate-in-the-number-format",
    [HEAD, line(4580)],
    firms(4580, word="provisional"),
    said=("notice:format",),
    prepare=at("C2", lambda cell: setattr(cell, "number_format", '#,##0"(预计)"')),
    **GIVEN,
)
sheet(
    "plan-in-the-number-format",
    [HEAD, line(4580)],
    said=("error:value",),
    prepare=at("C2", lambda cell: setattr(cell, "number_format", '#,##0"(计划)"')),
    **GIVEN,
)
for flag, rows, said in (
    ("E", (firms(4580, word="provisional"),), ("notice:provisional",)),
    ("A", (firms(4580),), ()),
    ("F", (), ("error:planned",)),
    ("B", (firms(4580),), ("warning:flag",)),
    ("?", (), ("error:status",)),
):
    sheet(
        f"status-{'unknown' if flag == '?' else flag}",
        [[*HEAD, "OBS_STATUS"], [*line(4580), flag]],
        *rows,
        said=said,
        **GIVEN,
    )
sheet(
    "estimate-in-a-note",
    [[*HEAD, "备注"], [*line(4580), "预计数，以年报为准"]],
    firms(4580, word="provisional"),
    said=("notice:provisional",),
    **GIVEN,
)
sheet(
    "forecast-in-a-note",
    [[*HEAD, "备注"], [*line(4580), "预测数"]],
    said=("error:planned",),
    **GIVEN,
)
sheet(
    "estimate-in-a-footnote",
    [
        ["指标", "单位", "2023", "2024", "来源"],
        [RD, "亿元", 298.3, 327.5, SOURCE],
        ["注：2024年为初步统计数。"],
    ],
    rd(298.3, 2023),
    rd(327.5, word="provisional"),
    said=("notice:provisional",),
    **GIVEN,
)
sheet(
    "scope-in-a-footnote",
    [HEAD, line(4580), ["注：不含央企在晋单位。"]],
    firms(4580),
    said=("warning:note-row",),
    **GIVEN,
)
sheet(
    "estimate-in-a-comment",
    [HEAD, line(4580)],
    firms(4580, word="provisional"),
    said=("notice:provisional",),
    prepare=at("C2", lambda cell: setattr(cell, "comment", Comment("初步数", "某人"))),
    **GIVEN,
)
sheet(
    "estimate-in-the-title",
    [["2024年科技统计快报"], HEAD, line(4580)],
    firms(4580, word="provisional"),
    said=("notice:provisional",),
    **GIVEN,
)
sheet(
    "part-in-the-title",
    [["规模以上工业企业科技统计"], HEAD, line(4580)],
    firms(4580),
    said=("warning:bearing-words",),
    **GIVEN,
)
sheet(
    "unknown-place-in-the-title",
    [["清徐县科技统计"], HEAD, line(45)],
    firms(45),
    said=("warning:unread-words", "warning:slip"),
    **GIVEN,
)
sheet(
    "plan-as-the-sheet-name",
    [HEAD, line(4580)],
    said=("error:planned",),
    prepare=lambda made: setattr(made.active, "title", "计划数"),
    **GIVEN,
)
for name, code in (
    (f"{RD}(比上年增长,%)", "indicator"),
    (f"{RD}(企业)", "indicator"),
    (f"其中：{FIRMS}", "indicator"),
    ("GDP (billion US$)", "indicator"),
    ("人均R&D经费支出", "indicator"),
    (f"{FIRMS}占比", "indicator"),
    (f"女{FIRMS}", "indicator"),
    (f"{RD}位次", "indicator"),
    (f"2024年{RD}目标", "indicator"),
):
    sheet(
        f"name-{len(SENT)}", [HEAD, line(9.3, name=name, unit="")], said=(f"error:{code}",), **GIVEN
    )
sheet(
    "unread-column-of-a-long-table",
    [[*HEAD, "口径"], [*line(4580), "不含省外"]],
    firms(4580),
    said=("warning:unread-column",),
    **GIVEN,
)

# Marks that are set on a cell


def rich(*parts: str | tuple[str, dict]) -> CellRichText:
    return CellRichText(
        [p if isinstance(p, str) else TextBlock(InlineFont(**p[1]), p[0]) for p in parts]
    )


sheet(
    "superscript",
    [HEAD, line(rich("4580", ("1", {"vertAlign": "superscript"})))],
    firms(4580),
    said=("notice:superscript",),
    **GIVEN,
)
sheet(
    "superscript-behind-a-decimal",
    [HEAD, line(rich("1.2", ("2", {"vertAlign": "superscript"})), name=SHARE, unit="%")],
    share(1.2),
    said=("notice:superscript",),
    **GIVEN,
)
sheet(
    "struck-run",
    [HEAD, line(rich(("45", {"strike": True}), "4580"))],
    firms(4580),
    said=("warning:struck",),
    **GIVEN,
)
sheet(
    "struck-cell",
    [HEAD, line(4580)],
    firms(4580),
    said=("warning:struck",),
    prepare=at("C2", lambda cell: setattr(cell, "font", Font(strike=True))),
    **GIVEN,
)
sheet(
    "filtered-row",
    [HEAD, line(4580), line(9999, year=2025)],
    firms(4580),
    firms(9999, 2025),
    said=("warning:hidden-rows",),
    prepare=lambda made: setattr(made.active.row_dimensions[3], "hidden", True),
    **GIVEN,
)
sheet(
    "hidden-column",
    [["指标", "单位", 2023, 2024, "来源"], [RD, "亿元", 298.3, 327.5, SOURCE]],
    rd(298.3, 2023),
    rd(327.5),
    said=("warning:hidden-columns",),
    prepare=lambda made: setattr(made.active.column_dimensions["D"], "hidden", True),
    **GIVEN,
)

# Numbers and dates

LINES = "指标;年份;数值;单位;来源;发布日期\n{};2024;{};{};" + f"{SOURCE};{DAY}\n"
text("decimal-comma.csv", LINES.format(SHARE, "1,125", "%"), said=("error:value",), **GIVEN)
text(
    "decimal-comma-of-money.csv",
    LINES.format(RD, "327,512", "亿元"),
    said=("error:value",),
    **GIVEN,
)
text("zero-comma.csv", LINES.format(SHARE, "0,435", "%"), said=("error:value",), **GIVEN)
sheet(
    "zero-comma-in-a-workbook",
    [HEAD, line("0,435", name=SHARE, unit="%")],
    said=("error:value",),
    **GIVEN,
)
text(
    "title-then-tabs.csv",
    "2024年统计数据\n" + LINES.format(FIRMS, "4580", "家").replace(";", "\t"),
    firms(4580),
    **GIVEN,
)
text(
    "title-with-a-comma.csv",
    "科技统计,2024\n" + LINES.format(FIRMS, "4580", "家"),
    firms(4580),
    **GIVEN,
)
sheet(
    "brackets",
    [HEAD, line("(4,580)"), line(4700, year=2025)],
    firms(4700, 2025),
    said=("error:value",),
    **GIVEN,
)
sheet(
    "growth-in-a-cell",
    [HEAD, line("增长7.5%", name=SHARE, unit="")],
    said=("error:value",),
    **GIVEN,
)
sheet(
    "kangxi-name",
    [HEAD, line(4580, name="⾼新技术企业")],
    firms(4580),
    said=("notice:letterforms",),
    **GIVEN,
)
sheet(
    "kangxi-region",
    [[*HEAD, "地区"], [*line(4580), "⼭西省"]],
    firms(4580),
    said=("notice:letterforms",),
)
text(
    "day-with-a-time.csv",
    LINES.format(FIRMS, "4580", "家").replace(DAY, "2026/3/1 0:00:00"),
    firms(4580),
    **GIVEN,
)
sheet(
    "serial-number",
    [HEAD, [*line(4580)[:5], 46082]],
    firms(4580),
    said=("warning:serial",),
    **GIVEN,
)
text(
    "big5.csv",
    f"指標,年份,數值,單位,來源,發布日期\n高新技術企業,2024,4580,家,{SOURCE},{DAY}\n",
    firms(4580),
    said=("notice:traditional",),
    encoding="big5",
    **GIVEN,
)
for encoding in ("gb18030", "utf-16", "utf-16-le", "utf-8-sig"):
    text(
        f"in-{encoding}.csv",
        LINES.format(FIRMS, "4580", "家"),
        firms(4580),
        encoding=encoding,
        **GIVEN,
    )
text(
    "old-line-ends.csv", LINES.format(FIRMS, "4580", "家").replace("\n", "\r"), firms(4580), **GIVEN
)
for shape, value, rows in (
    ("0.00_%", 1.27, (share(1.27),)),
    ("0.00%", 0.0127, (share(1.27),)),
):
    sheet(
        f"percent-{len(SENT)}",
        [HEAD, line(value, name=SHARE, unit="")],
        *rows,
        prepare=at("C2", lambda cell, shape=shape: setattr(cell, "number_format", shape)),
        **GIVEN,
    )
sheet("carriage-return", [HEAD, line(4580, name="高新_x000D_\n技术企业")], firms(4580), **GIVEN)

# Layouts

sheet(
    "region-by-year",
    [
        ["高新技术企业"],
        ["单位：家"],
        ["地区", "2023年", "2024年"],
        ["太原市", 1990, 2105],
        ["大同市", 200, 210],
    ],
    *(firms(1990, 2023, TAIYUAN), firms(2105, region=TAIYUAN)),
    *(firms(200, 2023, DATONG), firms(210, region=DATONG)),
    said=("notice:unit-line", "notice:taken"),
    **CITED,
)
sheet(
    "region-by-indicator",
    [
        ["3-5 各市科技主要指标（2024年）"],
        ["地区", "高新技术企业(家)", "R&D经费(亿元)"],
        ["太原市", 2105, 118.7],
        ["大同市", 210, 9.5],
    ],
    *(firms(2105, region=TAIYUAN), rd(118.7, region=TAIYUAN)),
    *(firms(210, region=DATONG), rd(9.5, region=DATONG)),
    said=("notice:taken",),
    **CITED,
)
sheet(
    "two-rows-of-headings",
    [
        ["地区", FIRMS, None, RD, None],
        [None, "2023年", "2024年", "2023年(亿元)", "2024年(亿元)"],
        ["太原市", 1990, 2105, 110.5, 118.7],
    ],
    *(firms(1990, 2023, TAIYUAN), firms(2105, region=TAIYUAN)),
    *(rd(110.5, 2023, TAIYUAN), rd(118.7, region=TAIYUAN)),
    prepare=lambda made: [made.active.merge_cells(a) for a in ("A1:A2", "B1:C1", "D1:E1")],
    **CITED,
)
sheet(
    "of-which-columns",
    [["2024年"], ["地区", "高新技术企业(家)", "#企业", "其中：女"], ["太原市", 2105, 5, 7]],
    firms(2105, region=TAIYUAN),
    said=("notice:taken",),
    **CITED,
)
sheet(
    "stacked-tables",
    [
        ["指标", "单位", 2021, 2023, "来源"],
        [RD, "亿元", 251.9, 298.3, SOURCE],
        ["续表"],
        ["指标", "单位", 2024, "来源"],
        [RD, "亿元", 327.5, SOURCE],
    ],
    rd(251.9, 2021),
    rd(298.3, 2023),
    rd(327.5),
    said=("notice:note-row",),
    **GIVEN,
)
sheet(
    "sections-of-regions",
    [["指标", "2023年", "2024年"], ["太原市"], [FIRMS, 1990, 2105], ["大同市"], [FIRMS, 200, 210]],
    *(firms(1990, 2023, TAIYUAN), firms(2105, region=TAIYUAN)),
    *(firms(200, 2023, DATONG), firms(210, region=DATONG)),
    **CITED,
)
sheet(
    "year-by-indicator",
    [
        ["太原市科技统计"],
        ["年份", "高新技术企业(家)", "R&D经费(亿元)"],
        [2023, 1990, 110.5],
        [2024, 2105, 118.7],
    ],
    *(firms(1990, 2023, TAIYUAN), firms(2105, region=TAIYUAN)),
    *(rd(110.5, 2023, TAIYUAN), rd(118.7, region=TAIYUAN)),
    said=("notice:taken",),
    **CITED,
)
sheet(
    "unknown-rows-of-a-yearbook",
    [["太原市"], ["指标", "单位", "2024年"], ["财政总收入", "亿元", 900.5], [FIRMS, "家", 2105]],
    firms(2105, region=TAIYUAN),
    said=("warning:unknown-indicator", "notice:taken"),
    **CITED,
)
text(
    "sdmx.csv",
    "DATAFLOW,REF_AREA,MEASURE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS\n"
    "X,000000,R&D intensity,2024,2.69,PT,E\nX,ZZZ,R&D intensity,2024,1.5,PT,A\n",
    ("rd_intensity", CHINA, 2024, 2.69, "provisional"),
    said=("warning:unknown-region", "notice:provisional"),
    **CITED,
)
text(
    "sdmx-of-unknown-places.csv",
    "DATAFLOW,REF_AREA,MEASURE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS\n"
    "X,FR,R&D intensity,2024,2.19,PT,A\nX,DE,R&D intensity,2024,3.1,PT,A\n",
    said=("warning:unknown-region", "error:nothing"),
    **CITED,
)
text(
    "eurostat.tsv",
    "freq,unit,geo\\TIME_PERIOD\t2023 \t2024 \nA,PC,山西 \t1.15 \t1.21 p\nA,PC,FR\t: \t2.19 bp\n",
    ("rd_intensity", SHANXI, 2023, 1.15, "exact"),
    share(1.21, "provisional"),
    said=("warning:unknown-region", "notice:provisional"),
    indicator=SHARE,
    **CITED,
)
text(
    "world-bank-wide.csv",
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2025-07-01",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2023","2024",\n'
    '"Aruba","ABW","Research and development expenditure (% of GDP)","GB.XPD","","0.1",\n'
    '"China","CHN","Research and development expenditure (% of GDP)","GB.XPD","2.58","2.69",\n',
    ("rd_intensity", CHINA, 2023, 2.58, "exact"),
    ("rd_intensity", CHINA, 2024, 2.69, "exact"),
    said=("warning:unknown-region", "warning:contradiction"),
    **CITED,
)
text(
    "open-sdg.csv",
    "Year,Units,Value\n2023,%,1.15\n2024,%,1.21\n",
    ("rd_intensity", SHANXI, 2023, 1.15, "exact"),
    share(1.21),
    indicator=SHARE,
    **GIVEN,
    **CITED,
)
text(
    "cube.px",
    'CHARSET="ANSI";\nTITLE="R&D intensity";\nSTUB="region";\nHEADING="year";\n'
    'VALUES("region")="Shanxi","Henan";\nVALUES("year")="2023","2024";\nUNITS="%";\n'
    'DATA=\n1.15 1.21\n2.05 "..";\n',
    ("rd_intensity", SHANXI, 2023, 1.15, "exact"),
    share(1.21),
    ("rd_intensity", HENAN, 2023, 2.05, "exact"),
    said=("notice:taken",),
    **CITED,
)
PAGE = (
    "<html><head><meta charset=utf-8></head><body><p>3-5 各市高新技术企业（2024年）</p>"
    "<table><tr><th>地区</th><th>高新技术企业(家)</th></tr>"
    "<tr><td>太原市</td><td>2105<sup>1</sup></td></tr></table></body></html>"
)
for name in ("page.html", "page-named.xls"):
    text(
        name,
        PAGE,
        firms(2105, region=TAIYUAN),
        said=("notice:superscript", "notice:taken"),
        **CITED,
    )

# Sources that a file brings, names that are remembered

text(
    "source-in-columns.csv",
    "指标,地区,年份,数值,单位,来源,发布者,发布日期,网址\n"
    f"{FIRMS},山西省,2024,4580,家,2024年某公报,某局,2025-03-01,https://example.invalid/a\n",
    firms(4580),
)
sheet(
    "no-date-of-a-source",
    [HEAD, [*line(4580)[:4], UNDATED, None]],
    said=("error:published",),
    **GIVEN,
)
sheet(
    "one-date-for-a-file",
    [HEAD, [*line(4580)[:4], UNDATED, None]],
    firms(4580),
    published="2026-03-01",
    **GIVEN,
)
sheet(
    "unknown-name",
    [HEAD, line(10400, name="高价值发明专利拥有量", unit="件")],
    said=("error:indicator",),
    **GIVEN,
)
for name in ("研究与试验发展（R&D）经费", "研发经费", "R&D经费内部支出"):
    sheet(
        f"alias-{len(SENT)}",
        [HEAD, line(327.5, name=name, unit="亿元")],
        rd(327.5),
        said=("notice:named",),
        **GIVEN,
    )
for word, kept in (("突破", "at_least"), ("preliminary", "provisional"), ("约 about", "about")):
    sheet(
        f"qualifier-{len(SENT)}",
        [[*HEAD, "精度"], [*line(4500), word]],
        firms(4500, word=kept),
        **GIVEN,
    )


def strict(path: Path) -> None:
    """As Excel saves a 'Strict Open XML Workbook', its drawing missing besides."""
    held = path.with_suffix(".tmp")
    book(held, [HEAD, line(4580)])
    names = (
        (b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml/spreadsheetml"),
        (b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument"),
    )
    copied(held, path, lambda name, part: _renamed(part, names))


def without_drawing(path: Path) -> None:
    """A sheet whose relationships name a drawing that is not in the package."""
    held = path.with_suffix(".tmp")
    book(held, [HEAD, line(4580)])
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{kind}/drawing" '
        'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    drawn = f'<drawing xmlns:r="{kind}" r:id="rId1"/></worksheet>'.encode()
    copied(
        held,
        path,
        lambda name, part: part.replace(b"</worksheet>", drawn) if "sheet1.xml" in name else part,
        {"xl/worksheets/_rels/sheet1.xml.rels": relation.encode()},
    )


def _renamed(part: bytes, names: tuple[tuple[bytes, bytes], ...]) -> bytes:
    for plain, other in names:
        part = part.replace(plain, other)
    return part


def copied(
    held: Path,
    path: Path,
    change: Callable[[str, bytes], bytes],
    more: dict[str, bytes] | None = None,
    without: tuple[str, ...] = (),
) -> None:
    """A package with some parts changed, added or left out; the one it is made of is removed."""
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(path, "w") as new:
        for name in (n for n in old.namelist() if n not in without):
            new.writestr(name, change(name, old.read(name)))
        for name, part in (more or {}).items():
            new.writestr(name, part)
    held.unlink()


def chinese_date(path: Path) -> None:
    """A day under number format 31, which Chinese Excel builds in and writes nowhere."""
    held = path.with_suffix(".tmp")

    def prepare(made: Workbook) -> None:
        made.active["F2"].number_format = "yyyy-mm-dd"

    book(held, [HEAD, [*line(4580)[:5], dt.datetime(2026, 3, 1)]], prepare)
    copied(
        held,
        path,
        lambda name, part: (
            part.replace(b'numFmtId="164"', b'numFmtId="31"')
            if name.endswith("styles.xml")
            else part
        ),
    )


for name, make in (
    ("strict.xlsx", strict),
    ("drawing-missing.xlsx", without_drawing),
    ("chinese-date.xlsx", chinese_date),
):
    SENT.append(Sent(name, make, (firms(4580),), (), GIVEN))
