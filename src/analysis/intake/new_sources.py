"""The sheet of new sources as rows of the table of sources."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from ..records.schema import GRADES, PRECISIONS, SOURCES
from . import days
from .cells import CellError, folded, plain, verbatim
from .entries import Layout
from .findings import Finding
from .grid import Cell
from .known import Given

BESIDE = ("publisher", "published", "url", "grade")  # columns of figures that tell of a source


def new_sources(
    layout: Layout, recorded: pd.DataFrame, findings: list[Finding], *, day: str = ""
) -> pd.DataFrame:
    """The new sources of a file as rows of `schema.SOURCES`, all text; every doubt a finding.

    Parameters
    ----------
    recorded : DataFrame
        Columns of `schema.SOURCES`: a source that is there already is not new.
    findings : list of Finding
        What there is to say is added to it.
    day : str
        Of publication, of those without one.
    """
    dated = [_dated(found, day) for found in layout.sources]
    rows = [row for found in dated if (row := _new_source(found, recorded, findings))]
    return pd.DataFrame(rows, columns=list(SOURCES.columns), dtype=str)


def sources_in_rows(
    layout: Layout, given: Given, recorded: pd.DataFrame
) -> list[Mapping[str, Cell]]:
    """Sources that the figures' own columns describe, or the options of the command, each once."""
    named = {folded(t) for column in ("source_id", "title") for t in recorded[column]}
    found: dict[str, Mapping[str, Cell]] = {}
    if given.source and given.publisher and folded(given.source) not in named:
        told = {"title": given.source, "publisher": given.publisher, "url": given.url}
        told = {**told, "published": given.published}
        found[folded(given.source)] = {
            name: Cell("", "", 0, 0, value or None) for name, value in told.items()
        }
    for entry in layout.entries:
        held = entry.cells
        title = plain(held["source"].value) if "source" in held else ""
        if not title or folded(title) in named or folded(title) in found:
            continue
        if "publisher" in held and plain(held["publisher"].value):
            beside = {name: held[name] for name in BESIDE if name in held}
            found[folded(title)] = {"title": held["source"], **beside}
    return [*found.values()]


def _dated(found: Mapping[str, Cell], day: str) -> Mapping[str, Cell]:
    """A source with the day given for those that have none."""
    held = found.get("published")
    if not day or (held is not None and held.value is not None):
        return found
    at = next(iter(found.values()))
    return {**found, "published": replace(at, value=day)}


def _new_source(
    found: Mapping[str, Cell], recorded: pd.DataFrame, findings: list[Finding]
) -> dict[str, str] | None:
    text = {name: verbatim(cell.value) for name, cell in found.items()}
    at = next(c for c in found.values() if c.value is not None)

    def say(level: str, code: str, zh: str, en: str) -> None:
        findings.append(Finding(level, code, zh, en, at.sheet, at.place, text.get("title", "")))

    try:
        _refuse_nameless(text)
        day, precision = _published_on(found)
        row = _as_row(text, day, precision)
        _refuse_misentered(row, found)
        if _is_recorded(text, day, row["source_id"], recorded):
            say("notice", "known-source", "来源已登记，沿用原编号", "a known source")
            return None
        _refuse_confusable(row, text, recorded)
    except CellError as error:
        say("error", "source", error.zh, error.en)
        return None
    return row


def _refuse_nameless(text: Mapping[str, str]) -> None:
    if not text.get("title") or not text.get("publisher"):
        raise CellError("新来源要有标题和发布单位", "a new source needs a title and a publisher")


def _as_row(text: Mapping[str, str], day: dt.date | None, precision: str) -> dict[str, str]:
    digest = hashlib.sha256(f"{text['title']}|{text['publisher']}|{day}".encode()).hexdigest()[:8]
    return {
        "source_id": text.get("source_id") or f"added-{digest}",
        "title": text["title"],
        "publisher": text["publisher"],
        "published": day.isoformat() if day else "",
        "published_precision": precision,
        "url": text.get("url", ""),
        "grade": plain(text.get("grade", "")).upper()[:1] or "D",
        "note": text.get("note", ""),
    }


def _refuse_misentered(row: Mapping[str, str], found: Mapping[str, Cell]) -> None:
    """A cell of it that cannot stand in the table of sources."""
    stated = verbatim(found["published_precision"].value) if "published_precision" in found else ""
    if row["grade"] not in GRADES:
        raise CellError("等级只能是 A、B、C、D", "the grade must be A, B, C or D")
    if any(cell.formula for cell in found.values()):
        raise CellError("含有公式，请粘贴为文字", "holds a formula; paste it as text")
    if row["url"] and not re.match(r"https?://\S+$", row["url"]):
        raise CellError(
            "网址要以 http:// 或 https:// 开头", "the address must begin with http(s)://"
        )
    if not re.fullmatch(r"[\w:.-]{1,64}", row["source_id"]):
        raise CellError(
            "来源编号只能用字母、数字和 _ : . -", "a source_id is of letters, digits and _ : . -"
        )
    if stated and stated not in PRECISIONS:
        raise CellError(
            "日期精度只能是 day、month、year、none",
            "the precision must be day, month, year or none",
        )


def _refuse_confusable(
    row: Mapping[str, str], text: Mapping[str, str], recorded: pd.DataFrame
) -> None:
    """The id or the title of another document, by which it could be taken for that one."""
    if row["source_id"] in set(recorded["source_id"]):
        raise CellError(
            "来源编号已用于另一份文件，请清空编号",
            "its source_id is taken by another document; leave the id empty",
        )
    same = recorded[recorded["title"].map(folded) == folded(row["title"])]
    if len(same) and not text.get("source_id"):
        first = same.iloc[0]
        raise CellError(
            f"已有同名来源（{first['publisher']}，编号 {first['source_id']}），"
            "但发布单位或日期不同；是同一份就写它的编号，不是就把标题写得有区别（如加上年份）",
            f"a source of that title is known ({first['publisher']}, {first['source_id']}) with "
            "another publisher or date; if it is the same, write its id in the figures' rows, if "
            "not, make the titles differ",
        )


def _published_on(found: Mapping[str, Cell]) -> tuple[dt.date | None, str]:
    """When a source was published; a source of several editions says "none" and has no day."""
    stated = plain(found["published_precision"].value) if "published_precision" in found else ""
    cell = found.get("published")
    if stated == "none" and (cell is None or cell.value is None):
        return None, "none"
    if cell is None or cell.value is None:
        raise CellError(
            "没有写发布日期；全文件同一日期可用 --published 写明",
            "has no date of publication; one for the whole file is given with --published",
        )
    try:
        day, precision = days.date(cell.value)
    except CellError as error:
        raise CellError(f"发布日期{error.zh}", f"the date of publication {error.en}") from None
    return day, stated or precision


def _is_recorded(
    text: Mapping[str, str], day: dt.date | None, named: str, sources: pd.DataFrame
) -> bool:
    """Whether a source is known: the same id or title, publisher and day."""
    days = sources["published"].dt.strftime("%Y-%m-%d").fillna("")
    return bool(
        (
            (sources["title"].map(folded) == folded(text["title"]))
            & (sources["publisher"].map(folded) == folded(text["publisher"]))
            & (days == (day.isoformat() if day else ""))
            & ((sources["source_id"] == named) | (not text.get("source_id")))
        ).any()
    )
