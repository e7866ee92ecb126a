"""A page for each indicator, and the list that is searched: what is held, and from where."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ..judging.one_indicator import OneIndicator
from ..judging.situations import Situation
from ..projection.panel import breaks
from ..records.sources import with_publisher
from .baseline import conflict_table
from .kit import wording
from .kit.cells import Badge
from .kit.fan import fan_chart
from .kit.folds import Shown
from .kit.names import target_names
from .kit.provenance import cited, place
from .kit.rows import each
from .kit.table import Table
from .kit.text import Sections, Text
from .kit.verdict_sentences import cited_sentences
from .kit.verdict_table import target_cell, verdict_table_of
from .kit.wording import day, interval, pick, year
from .methods import matrix_table
from .regions import place_table
from .what_if import what_ifs

FEWEST = 3  # years, observed or projected, from which there is a course to draw
KINDS = {
    "stock": ("年末数", "a figure at the year's end"),
    "flow": ("全年数", "a figure over the year"),
    "ratio": ("比率", "a ratio"),
    "event": ("做到没有", "done or not"),
}
DIRECTIONS = {
    "up": ("越大越好", "more is better"),
    "down": ("越小越好", "less is better"),
    "none": ("大小不分好坏", "neither more nor less is better"),
}
FACTS = {
    "unit": ("单位", "Unit"),
    "kind": ("类型", "Kind"),
    "definition": ("口径", "Definition"),
    "breaks": ("口径变动", "Changes of definition"),
    "code": ("代码", "Code"),
}
HEADS = {
    "targets": ("目标和判断", "Targets and verdicts"),
    "course": ("走势和推算", "Course and projection"),
    "what_if": ("如果", "What if"),
    "rulers": ("换一把尺子", "By other methods"),
    "held": ("收录的每一个数", "Every figure that is held"),
    "conflicts": ("来源不一致的", "Where sources disagree"),
    "reports": ("公开报道", "What was reported"),
    "others": ("各地", "Other regions"),
    "said": ("规划怎么说", "What the plan says"),
    "sources": ("来源", "Sources"),
}
LISTED = {
    "find": ("查找指标、目标、来源", "Find an indicator, a target or a source"),
    "shown": ("共{all}条，符合{n}条", "{n} of {all}"),
    "indicators": ("指标", "Indicators"),
    "targets": ("目标", "Targets"),
    "sources": ("来源", "Sources"),
}


def title_of(one: OneIndicator, *, lang: str = "zh") -> str:
    """What the indicator is called."""
    return str(one.indicator[f"name_{lang}"])


def page_of(one: OneIndicator, now: Situation, *, lang: str = "zh") -> Shown:
    """Everything that is held of an indicator, each number with where it comes from.

    Parameters
    ----------
    one : OneIndicator
        From `one_indicator.each_indicator`.
    now : Situation
        The same region and day.
    """
    parts = {
        "targets": _targets(one, now, lang),
        "course": _course(one, now, lang),
        "what_if": tuple(filter(None, [what_ifs(one.verdicts, now, lang=lang)])),
        "rulers": (matrix_table(one.rulers, lang=lang),) if one.rulers.shown else (),
        "held": (_held(one, now, lang),),
        "conflicts": (conflict_table(one.conflicts, now.plan, now.sources, lang=lang),),
        "reports": (_reports(one, now, lang),),
        "others": (_others(one, now, lang),),
        "said": (_said(one, lang),),
        "sources": (_sources(one.documents, lang),),
    }
    shown = {key: tuple(p for p in told if not _is_blank(p)) for key, told in parts.items()}
    told = [(key, pick(HEADS[key], lang), part) for key, part in shown.items() if part]
    return Sections((("what", pick(("它是什么", "What it is"), lang), (_what(one, lang),)), *told))


def _is_blank(shown: Shown) -> bool:
    return isinstance(shown, Table) and shown.frame.empty


def _what(one: OneIndicator, lang: str) -> Text:
    row = one.indicator
    kind = pick(KINDS[row["kind"]], lang)
    way = pick(DIRECTIONS[row["direction"]], lang)
    cuts = breaks(row.to_frame().T)
    facts = {
        "unit": wording.unit_name(row["unit"], lang) if row["unit"] else "",
        "kind": kind if row["kind"] == "event" else pick(("，", ", "), lang).join((kind, way)),
        # Definitions are written in the language of the documents they are taken from.
        "definition": row["definition"] if lang == "zh" and pd.notna(row["definition"]) else "",
        "breaks": "；".join(f"{c.year}年：{c.reason}" for c in each(cuts))
        if lang == "zh"
        else ", ".join(wording.year(c.year) for c in each(cuts)),
        "code": one.indicator_id,
    }
    colon = pick(("：", ": "), lang)
    lines = [f"{pick(FACTS[key], lang)}{colon}{said}" for key, said in facts.items() if said]
    return Text(tuple(lines), "ul")


def _targets(one: OneIndicator, now: Situation, lang: str) -> tuple[Shown, ...]:
    if one.verdicts.empty:
        return ()
    now = _of(one, now)
    table = verdict_table_of(one.verdicts, now, lang=lang)
    counted = one.verdicts[one.verdicts["latest_value"].notna()]
    return (table, *([cited_sentences(counted, now, lang=lang)] if len(counted) else []))


def _of(one: OneIndicator, now: Situation) -> Situation:
    """The situation with the rows of the indicator alone: all that the notes look into."""
    figures, documents = now.plan.figures, now.documents
    known = now.known[now.known["indicator_id"] == one.indicator_id]
    if "figure_id" in figures:
        said = set().union(*one.verdicts["figure_ids"])
        own = figures["indicator_id"].eq(one.indicator_id) | figures["figure_id"].isin(said)
        figures = figures[own]
    cited = {*known["source_id"], *one.verdicts["latest_source_id"]}
    return replace(
        now,
        plan=replace(now.plan, figures=figures),
        known=known,
        projections=one.series,
        documents=documents[documents["source_id"].isin(cited)],
    )


def _course(one: OneIndicator, now: Situation, lang: str) -> tuple[Shown, ...]:
    seen = one.series[one.series["value"].notna()]
    if len(seen) < FEWEST:
        return ()
    ahead = _ahead(one, seen, lang)
    if one.verdicts.empty:  # drawn with the others that have no target, in 03
        return (ahead,)
    chart = fan_chart(
        one.series,
        now.plan,
        one.indicator_id,
        verdicts=one.verdicts,
        sources=now.sources,
        lang=lang,
    )
    return (chart, ahead)


def _ahead(one: OneIndicator, seen: pd.DataFrame, lang: str) -> Table:
    """The projected years with both intervals."""
    unit = str(one.indicator["unit"])
    cells = [
        {
            "year": year(r.year),
            "ahead80": interval(r.value, r.low80, r.high80, unit, lang),
            "ahead95": _span(r.low95, r.high95, unit, lang),
        }
        for r in each(seen[seen["kind"] == "projected"])
    ]
    columns = ["year", "ahead80", "ahead95"]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=tuple(columns[1:]))


def _span(low: float, high: float, unit: str, lang: str) -> str:
    if pd.isna(low):
        return wording.MISSING
    return f"{wording.number(low, unit, lang)}–{wording.quantity(high, unit, lang)}"


def _held(one: OneIndicator, now: Situation, lang: str) -> Table:
    """Every value, one that was corrected or passed over too, with day, grade and document."""
    papers = _papers(one.documents)
    unit = str(one.indicator["unit"])
    cells = [
        {
            "year": year(r.year),
            "value": wording.marked(r.value, r.qualifier, unit, lang),
            "use": _state(r, lang),
            "published": day(r.published) + ("*" if r.published_estimated else ""),
            "grade": r.grade,
            "printed": r.quote if lang == "zh" and isinstance(r.quote, str) else "",
            "source": papers.get(r.source_id, r.source_id),
        }
        for r in each(one.vintages)
    ]
    columns = ["year", "value", "use", "published", "grade", "source"]
    columns += ["printed"] * any(c["printed"] for c in cells)
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=("value",))


def _state(r, lang: str) -> str:
    if r.used:
        return pick(("在用", "in use"), lang)
    if r.corrected_by:
        return pick(("已更正", "corrected"), lang)
    return pick(("另有说法，未用", "another value, not in use"), lang)


def _reports(one: OneIndicator, now: Situation, lang: str) -> Table:
    papers = _papers(one.documents)
    cells = [
        {
            "date": day(e.date),
            "state": wording.name_of(wording.EVENT_STATES, e.state, lang),
            "report": e.text if lang == "zh" else "",
            "published": day(e.published) + ("*" if e.published_estimated else ""),
            "grade": e.grade,
            "source": papers.get(e.source_id, e.source_id),
        }
        for e in each(one.events)
    ]
    columns = ["date", "state", "published", "grade", "source"]
    columns[2:2] = ["report"] * (lang == "zh")
    return Table(pd.DataFrame(cells, columns=columns), lang)


def _others(one: OneIndicator, now: Situation, lang: str) -> Table:
    names = now.regions.set_index("region")[f"name_{lang}"]
    rows = one.others
    return place_table(rows, now.plan, names, lang=lang) if len(rows) > 1 else Table(rows, lang)


def _said(one: OneIndicator, lang: str) -> Table:
    cells = [
        {
            "place": place(f.chapter, f.section, lang),
            "role": wording.name_of(wording.ROLES, f.role, lang),
            "quote": f.quote,
        }
        for f in each(one.figures)
    ]
    return Table(pd.DataFrame(cells, columns=["place", "role", "quote"]), lang)


@dataclass(frozen=True)
class Cited:
    """A document's name, which leads to it where its address is one of the web."""

    name: str
    url: object

    def __str__(self) -> str:
        return self.name

    def __html__(self) -> str:
        return cited(self.name, self.url)


def _papers(documents: pd.DataFrame) -> dict[str, Cited]:
    return {
        d.source_id: Cited(with_publisher(d.title, d.publisher), d.url) for d in each(documents)
    }


def _sources(documents: pd.DataFrame, lang: str) -> Table:
    """The documents that are cited, each once, the best first."""
    told = documents.drop_duplicates("source_id").sort_values(["grade", "title"])
    papers = _papers(told)
    cells = [{"source": papers[d.source_id], "grade": d.grade} for d in each(told)]
    return Table(pd.DataFrame(cells, columns=["source", "grade"]), lang)


# --- the list -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A line of the list: where it leads to ("" for nowhere), its name, and what is said of it."""

    href: str
    name: str
    said: str
    status: str = ""


@dataclass(frozen=True)
class Finder:
    """Lists of entries under their headings, which a page can search."""

    parts: tuple[tuple[str, tuple[Entry, ...]], ...]
    lang: str

    def _repr_html_(self) -> str:
        said, shown = (
            html.escape(pick(LISTED[k], self.lang), quote=True) for k in ("find", "shown")
        )
        form = (
            f'<form class="sift" role="search" hidden><label>{said} <input type="search"></label>'
            f'<output data-words="{shown}"></output></form>'
        )
        lists = "".join(
            f"<h2>{html.escape(title)}</h2><ul>{''.join(map(self._entry, entries))}</ul>"
            for title, entries in self.parts
            if entries
        )
        return f'<div class="finder">{form}{lists}</div>'

    def _entry(self, entry: Entry) -> str:
        name = html.escape(entry.name)
        if entry.href:
            name = f'<a href="{html.escape(entry.href, quote=True)}">{name}</a>'
        badge = Badge(entry.status, self.lang).__html__() if entry.status else ""
        return f"<li>{name} {badge} <small>{html.escape(entry.said)}</small></li>"


def finder(every: Sequence[OneIndicator], now: Situation, *, lang: str = "zh") -> Finder:
    """Every indicator, target and source that is held, to be searched.

    Indicators that have a page (`OneIndicator.told`) and their targets lead to it, sources to the
    web where their address is one.
    """
    parts = (
        ("indicators", [_indicator_entry(one, lang) for one in every]),
        ("targets", _target_entries(now, lang)),
        ("sources", _source_entries(now, lang)),
    )
    return Finder(tuple((pick(LISTED[key], lang), tuple(told)) for key, told in parts), lang)


def _indicator_entry(one: OneIndicator, lang: str) -> Entry:
    used = one.vintages[one.vintages["used"]]
    said = ""
    if len(used):
        last = used.iloc[-1]
        value = wording.marked(last["value"], last["qualifier"], str(one.indicator["unit"]), lang)
        said = value + wording.in_year(last["year"], lang)
    elif len(one.figures) and pd.notna(one.figures["value"].iloc[0]):
        f = one.figures.iloc[0]
        said = wording.target(f["comparator"], f["value"], f["value_high"], f["unit"], lang)
    href = f"{one.indicator_id}.html" if one.told else ""
    other = str(one.indicator[f"name_{'en' if lang == 'zh' else 'zh'}"])
    words = " · ".join(filter(None, (said, other if lang == "zh" else "", one.indicator_id)))
    return Entry(href, title_of(one, lang=lang), words)


def _target_entries(now: Situation, lang: str) -> list[Entry]:
    verdicts = now.verdicts.reset_index(drop=True)
    names = target_names(verdicts, now.plan, lang)
    units = now.plan.indicators.set_index("indicator_id")["unit"]
    made = []
    for v, called in zip(each(verdicts), names, strict=True):
        unit = wording.unit_name(units[v.indicator_id], lang) if units[v.indicator_id] else ""
        asked = str(target_cell(v, lang))
        said = " · ".join(filter(None, (asked, unit, *dict.fromkeys(v.quotes))))
        name = wording.with_reading(called, v.reading, lang)
        made.append(Entry(f"{v.indicator_id}.html#targets", name, said, v.status))
    return made


def _source_entries(now: Situation, lang: str) -> list[Entry]:
    told = now.documents.drop_duplicates("source_id").sort_values(["title", "source_id"])
    made = []
    for d in each(told):
        href = d.url if isinstance(d.url, str) and d.url.startswith(("http://", "https://")) else ""
        grade = pick((f"{d.grade}级", f"grade {d.grade}"), lang) if d.grade else ""
        said = " · ".join(filter(None, (str(d.publisher or ""), grade)))
        made.append(Entry(href, str(d.title), said))
    return made
