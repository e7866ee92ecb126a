"""Every figure that was recorded since somebody last looked, whenever it was published."""

from __future__ import annotations

import pandas as pd

from ..judging.changes import Comparison, recorded_figures
from .kit import wording
from .kit.folds import Shown, folded
from .kit.names import indicator_names
from .kit.table import Table
from .kit.text import Sections, Text
from .kit.wording import CHANGES, pick, quantity, year

# What a figure did to what is known, see `changes.recorded_figures`.
USES = {
    **CHANGES,
    "same": ("与已有的数相同", "the same as before"),
    "beside": ("另有采用的数：{}", "kept beside {}, which is in use"),
}
SECTION = (
    (
        "新登记的数",
        "这段时间登记入库的每一个数，不论何时公布。“另有采用的数”指同一年有别的文件的数等级更高或更新，"
        "本数留存备查，不进入推算和判断。",
    ),
    (
        "Figures that were recorded",
        "Every figure that was entered since, whenever it was published. One that is kept beside "
        "another is of a document of a lesser grade or an earlier day: it is held, and neither "
        "projected nor judged by.",
    ),
)


def recorded_words(found: Comparison, *, lang: str = "zh") -> Text:
    """How many figures were recorded, how many are in use, and how many reports of events."""
    rows = recorded_figures(found)
    held = found.before.events["event_id"]
    reports = int((~found.after.events["event_id"].isin(held)).sum()) if found.built else 0
    if rows.empty and not reports:
        return Text(())
    beside, place = int((rows["use"] == "beside").sum()), found.after.region_name(lang)
    if lang == "zh":
        told = f"新登记{place}的数{len(rows)}个"
        told += f"，其中{beside}个因另有更好或更新的来源而未采用" if beside else ""
        told += f"；新登记事件报道{reports}条" if reports else ""
        return Text((told + "。",))
    told = f"{_many(len(rows), 'figure')} of {place} {_were(len(rows))} recorded"
    if beside:
        told += f", {beside} of them kept beside one of a better or later source"
    if reports:
        told += f"; {_many(reports, 'report')} of events"
    return Text((told + ".",))


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def recorded_section(found: Comparison, *, lang: str = "zh") -> Sections:
    """Every recorded figure under a heading of its own; nothing where none was."""
    rows = recorded_figures(found)
    if rows.empty:
        return Sections(())
    title, intro = pick(SECTION, lang)
    table = folded(rows, found.after.plan, lambda part: _recorded(part, found, lang), lang=lang)
    return Sections((("recorded-figures", title, (Text((intro,)), table)),))


def _recorded(rows: pd.DataFrame, found: Comparison, lang: str) -> Shown:
    sources, names = found.after.sources, indicator_names(found.after.plan, lang)
    cells = [
        {
            "name": names[r.indicator_id],
            "year": year(r.year),
            "value": wording.marked(r.value, r.qualifier, r.unit, lang),
            "kind": _use(r, lang),
            "published": wording.day(r.published) + ("*" if r.published_estimated else ""),
            "recorded": wording.day(r.recorded_at),
            "source": sources.get(r.source_id, r.source_id),
        }
        for r in rows.itertuples()
    ]
    columns = ["name", "year", "value", "kind", "published", "recorded", "source"]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=("year", "value"))


def _use(r, lang: str) -> str:
    stands = quantity(r.stands, r.unit, lang, observed=True)
    return pick(USES[r.use], lang).format(stands)
