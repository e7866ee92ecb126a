"""Make the workbooks and CSV files that analysts send, each with what must become of it.

    python tests/workbooks.py FOLDER

Every case is a file and its outcome: the rows that are understood (indicator_id, region, year,
value, qualifier), the codes of the findings, and for a file that cannot be read at all, words of
the message.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import numbers

HEAD = ["指标", "年份", "数值", "单位", "来源", "发布日期"]
SOURCE, DAY = "communique-2021-rd", "2025-03-01"
FIRMS, RD, SHARE, PATENTS = "高新技术企业", "R&D经费", "R&D经费投入强度", "发明专利有效量"
SHANXI = "140000"


@dataclass(frozen=True)
class Case:
    """A file to make and what must become of it."""

    name: str
    make: Callable[[Path], None]
    rows: tuple[tuple, ...] = ()
    codes: frozenset[str] = frozenset()
    refused: str = ""
    extra: dict = field(default_factory=dict)


CASES: list[Case] = []


def case(name: str, *rows: tuple, codes: str = "", refused: str = "") -> Callable:
    """Register the function below as the maker of one file."""

    def register(make: Callable[[Path], None]) -> Callable[[Path], None]:
        CASES.append(Case(name, make, rows, frozenset(codes.split()), refused))
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


def simple(file: str, value: object, *rows: tuple, codes: str = "", **changes: object) -> None:
    """A case of one cell."""
    CASES.append(
        Case(file, lambda p: book(p, one(value, **changes)), rows, frozenset(codes.split()))
    )


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
simple("ten-thousand-yuan.xlsx", "3275000万元", rd(327.5), codes="converted", name=RD, unit="")
simple("unit-column.xlsx", 3275000, rd(327.5), codes="converted", name=RD, unit="万元")
simple("yi-scale.xlsx", "327.5亿", rd(327.5), name=RD, unit="")
simple("wan-scale.xlsx", "0.458万家", firms(4580), codes="converted", unit="")
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

simple("range.xlsx", "4000-4500", codes="value")
simple("note-in-cell.xlsx", "4580（含省实验室）", codes="value")
simple("star.xlsx", "4580*", codes="value")
simple("european.xlsx", "4.580,5", codes="value")
simple("words.xlsx", "四千五百", codes="value")
simple("two-units.xlsx", "4580件", codes="value")
simple("no-conversion.xlsx", "327.5吨", codes="value", name=RD, unit="")
simple("truth.xlsx", True, codes="value")
simple("date-for-value.xlsx", dt.datetime(2024, 3, 1), codes="value")
simple("excel-error.xlsx", "#REF!", codes="value")
simple("unknown-indicator.xlsx", 4580, codes="indicator", name="高新企业家数")
simple("bad-year.xlsx", 4580, codes="year", year="十三五末")
simple("serial-year.xlsx", 4580, codes="year", year=45657)
simple("formula.xlsx", "=4000+580", codes="formula")
simple("hyperlink.xlsx", '=HYPERLINK("http://example.invalid","4580")', codes="formula")
simple("command.xlsx", "=cmd|' /C calc'!A0", codes="formula")
simple("future-year.xlsx", 4580, firms(4580, 2026), codes="early", year=2026)
simple("negative.xlsx", -5, firms(-5), codes="bounds")

# What does not fit is pointed out

simple("last-year-again.xlsx", 4155, firms(4155), codes="unchanged")
simple("other-year.xlsx", 251.9, rd(251.9), codes="other-year", name=RD, unit="亿元")
simple("ten-times.xlsx", 45800, firms(45800), codes="slip")
simple("wan-slip.xlsx", 3275000, rd(3275000), codes="slip", name=RD, unit="亿元")
simple("jump.xlsx", 90.0, rd(90.0), codes="jump", name=RD, unit="亿元")
simple("scale-twice.xlsx", "327.5亿", rd(327.5), name=RD, unit="亿元")
simple("scales-differ.xlsx", "327.5亿", codes="value", name=RD, unit="万元")
simple("another-source.xlsx", 4155, firms(4155, 2023), year=2023)


@case("no-source.xlsx", codes="source")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "", DAY]])


@case("unknown-source.xlsx", codes="source")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "某某网", DAY]])


@case("source-by-title.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "2021年山西省科技经费投入统计公报", DAY]])


@case("new-source.xlsx", firms(4580))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        page = made.create_sheet("新来源")
        page.append(["标题", "发布单位", "发布日期", "网址", "等级"])
        page.append(["2024年测试公报", "测试单位", "2025-03-01", "", "B"])

    book(path, [HEAD, [FIRMS, 2024, 4580, "家", "2024年测试公报", ""]], prepare)


@case("month-date.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", SOURCE, "2025年3月"]])


@case("unclear-date.xlsx", codes="published")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, 4580, "家", SOURCE, "3/4/2025"]])


@case("future-date.xlsx", firms(4580), codes="future")
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
    book(path, [["数据来源", "计量单位", "指标值", "年度", "指标名称", "公布日期"],
                [SOURCE, "家", 4580, 2024, FIRMS, DAY]])  # fmt: skip


@case("english-header.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [["Indicator", "Region", "Year", "Value", "Unit", "Source", "Published"],
                ["High-tech firms", "Shanxi", 2024, 4580, "家", SOURCE, DAY]])  # fmt: skip


@case("title-row.xlsx", rd(327.5), codes="unit-line")
def _(path: Path) -> None:
    book(path, [["2024年科技统计"], ["单位：亿元"], ["指标", "年份", "数值", "来源", "发布日期"],
                [RD, 2024, 327.5, SOURCE, DAY]])  # fmt: skip


@case("merged.xlsx", firms(4580), firms(4700, 2025))
def _(path: Path) -> None:
    rows = [HEAD, [FIRMS, 2024, 4580, "家", SOURCE, "2026-03-01"],
            [None, 2025, 4700, None, None, None]]  # fmt: skip

    def prepare(made: Workbook) -> None:
        for area in ("A2:A3", "D2:D3", "E2:E3", "F2:F3"):
            made.active.merge_cells(area)

    book(path, rows, prepare)


@case("years-across.xlsx", firms(4580), firms(4700, 2025), rd(327.5), rd(350.0, 2025))
def _(path: Path) -> None:
    book(path, [["指标", "单位", "2024年", "2025年", "来源", "发布日期"],
                [FIRMS, "家", 4580, 4700, SOURCE, "2026-03-01"],
                [RD, "亿元", 327.5, 350.0, SOURCE, "2026-03-01"]])  # fmt: skip


@case("indicators-across.xlsx", firms(4580), rd(327.5))
def _(path: Path) -> None:
    book(path, [["年份", "高新技术企业（家）", "R&D经费（亿元）", "来源", "发布日期"],
                [2024, 4580, 327.5, SOURCE, DAY]])  # fmt: skip


@case("regions.xlsx", ("rd_expenditure", "410000", 2024, 1350.0, "exact"))
def _(path: Path) -> None:
    book(path, [["指标", "地区", "年份", "数值", "单位", "来源", "发布日期"],
                [RD, "河南", 2024, 1350, "亿元", SOURCE, DAY]])  # fmt: skip


@case("unknown-region.xlsx", codes="region")
def _(path: Path) -> None:
    book(path, [["指标", "地区", "年份", "数值", "单位", "来源", "发布日期"],
                [RD, "某省", 2024, 1350, "亿元", SOURCE, DAY]])  # fmt: skip


@case("notes-below.xlsx", firms(4580), codes="note-row")
def _(path: Path) -> None:
    book(path, [*one(4580), [], ["注：数据来自科技厅"], ["资料来源：年鉴"]])


@case("empty-rows.xlsx", firms(4580))
def _(path: Path) -> None:
    book(path, [[], HEAD, [], one(4580)[1], [], []])


@case("hidden-sheet.xlsx", firms(4580), codes="hidden-sheet")
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        page = made.create_sheet("旧数据")
        page.append(HEAD)
        page.append([FIRMS, 2024, 1, "家", SOURCE, DAY])
        page.sheet_state = "hidden"

    book(path, one(4580), prepare)


@case("hidden-row.xlsx", firms(4580), codes="hidden-rows")
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        made.active.row_dimensions[2].hidden = True

    book(path, one(4580), prepare)


@case("no-header.xlsx", codes="no-header")
def _(path: Path) -> None:
    book(path, [[FIRMS, 4580], [RD, 327.5]])


@case("no-figure.xlsx", codes="nothing")
def _(path: Path) -> None:
    book(path, [HEAD, [FIRMS, 2024, None, "家", SOURCE, DAY]])


@case("repeated-header.xlsx", firms(4580), rd(327.5))
def _(path: Path) -> None:
    book(path, [HEAD, one(4580)[1], HEAD, [RD, 2024, 327.5, "亿元", SOURCE, DAY]])


@case("twice.xlsx", firms(4580), codes="repeated")
def _(path: Path) -> None:
    book(path, [HEAD, one(4580)[1], one(4580)[1]])


@case("clash.xlsx", firms(4580), firms(4600), codes="clash")
def _(path: Path) -> None:
    book(path, [HEAD, one(4580)[1], one(4600)[1]])


# CSV


def csv_case(name: str, text: str, *rows: tuple, codes: str = "", encoding: str = "utf-8") -> None:
    CASES.append(
        Case(name, lambda p: p.write_bytes(text.encode(encoding)), rows, frozenset(codes.split()))
    )


LINE = f"{','.join(HEAD)}\n{FIRMS},2024,4580,家,{SOURCE},{DAY}\n"
csv_case("utf8.csv", LINE, firms(4580))
csv_case("bom.csv", LINE, firms(4580), encoding="utf-8-sig")
csv_case("gbk.csv", LINE, firms(4580), encoding="gb18030")
csv_case("semicolons.csv", LINE.replace(",", ";"), firms(4580))
csv_case("tabs.txt", LINE.replace(",", "\t"), firms(4580))
csv_case("injection.csv", LINE.replace("4580", "=1+1"), codes="value")
csv_case("empty.csv", "", codes="nothing")

# Hostile files


@case("password.xlsx", refused="password")
def _(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 64)


@case("renamed.xlsx", refused="not an .xlsx workbook")
def _(path: Path) -> None:
    path.write_bytes(b"<html><table><tr><td>4580</td></tr></table></html>")


@case("truncated.xlsx", refused="damaged or cut short")
def _(path: Path) -> None:
    book(path, one(4580))
    path.write_bytes(path.read_bytes()[:-400])


@case("empty.xlsx", refused="not an .xlsx workbook")
def _(path: Path) -> None:
    path.write_bytes(b"")


@case("not-a-book.xlsx", refused="damaged or not a workbook")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("hello.txt", "hello")


@case("binary.csv", refused="not a text file")
def _(path: Path) -> None:
    path.write_bytes(b"a,b\n\x00\x01\x02,3\n")


@case("zip-bomb.xlsx", refused="too much for a table of figures")
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


@case("entity-bomb.xlsx", refused="declares XML entities")
def _(path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    kind = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'.encode()
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda d: d.replace(b"<worksheet", kind + b"<worksheet", 1),
    )


@case("external-entity.xlsx", refused="declares XML entities")
def _(path: Path) -> None:
    kind = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    with_part(path, "xl/workbook.xml", lambda d: d.replace(b"<workbook", kind + b"<workbook", 1))


@case("external-link.xlsx", firms(4580))
def _(path: Path) -> None:
    link = b'<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    with_part(path, "xl/externalLinks/externalLink1.xml", lambda _: link)


@case("macros.xlsm", firms(4580))
def _(path: Path) -> None:
    with_part(path, "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0" * 100)


@case("all-rows.xlsx", codes="", refused="filled to row 1048576")
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        made.active.cell(1_048_576, 1, "x")

    book(path, one(4580), prepare)


@case("all-columns.xlsx", refused="column 16384")
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        for column in range(1, 16_385):
            made.active.cell(5, column, 1)

    book(path, one(4580), prepare)


@case("million-rows.xlsx", refused="too much for a table of figures")
def _(path: Path) -> None:
    sheet = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (i, i) for i in range(1, 1_048_577)
    )
    with_part(
        path, "xl/worksheets/sheet1.xml", lambda _: sheet + rows + b"</sheetData></worksheet>"
    )


@case("styled-rows.xlsx", firms(4580))
def _(path: Path) -> None:
    def prepare(made: Workbook) -> None:
        for row in range(3, 5_000):
            made.active.cell(row, 3).number_format = "0.00"

    book(path, one(4580), prepare)


@case("script-text.xlsx", codes="indicator")
def _(path: Path) -> None:
    book(path, one(4580, name="<script>alert(1)</script>"))


def write_all(folder: Path) -> None:
    """Make every file."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in CASES:
        each.make(folder / each.name)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
