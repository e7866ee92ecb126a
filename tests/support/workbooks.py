"""Workbooks as analysts send them: the columns, one figure, one sheet."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

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
FIRMS, RD, SHARE = "高新技术企业", "R&D经费", "R&D经费投入强度"
SHANXI = "140000"
UNDATED = "press-2017-rd-communique"  # a source of several editions, without a day


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
