"""The verdict table: one row a target, with its trend, its way, its chance and its sources."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ...judging.predicates import EVENT_KINDS, ON_LEVEL
from ...judging.situations import Situation
from ...records.plans import Plan
from ...records.remarks import no_remarks
from . import inline, wording
from .cells import Badge, Drawing, Keyed, Lines, Named
from .folds import counted_verdicts, fold, group_name, parted
from .marks import spark_words, sparkline, way_bar
from .names import indicator_names, indicator_units, likelihood_name, reason_name
from .provenance import Note, notes, points_words
from .remarks import Remarks, remarks_beside
from .rows import each
from .statuses import STATUSES
from .wording import percent, pick, with_reading, year

HEADINGS = {
    "name": ("指标", "Indicator"),
    "trend": ("走势", "Trend"),
    "baseline": ("基期", "Baseline"),
    "latest": ("最新", "Latest"),
    "target": ("目标", "Target"),
    "way": ("路程／时间", "Way / time"),
    "projection": ("到期推算（80%区间）", "Projected at deadline (80% interval)"),
    "probability": ("达标概率", "Probability"),
    "status": ("判断", "Verdict"),
    "evidence": ("依据", "Evidence"),
}
# What is sorted by: a value of one unit cannot be ranked against one of another.
SORTED = ("name", "way", "probability", "status", "evidence")
SIFTED_FROM = 6  # rows below which filters would be in the way
SIFT_WORDS = {
    "sift": ("筛选与排序", "Filter and sort"),
    "text": ("按名称查找", "Find by name"),
    "status": ("判断", "Verdict"),
    "all": ("全部", "all"),
    "order": ("排序", "Sort by"),
    "plan": ("规划顺序", "the plan's order"),
    "up": ("升序", "ascending"),
    "down": ("降序", "descending"),
    "shown": ("显示 {n} / {all} 行", "{n} of {all} rows shown"),
}


@dataclass(frozen=True)
class VerdictTable:
    """The verdicts as rows that can be sorted and sifted, each with a note on its sources.

    Without a script it is a plain table: the controls stay hidden. Each target is a row group of
    its own, its cells and the note below them, so that sorting keeps both together.

    Attributes
    ----------
    frame : DataFrame
        One row a target; cells know how to show themselves.
    lang : {"zh", "en"}
    notes : tuple of Note
    statuses : tuple of str
    remarks : tuple of Remarks
    groups : tuple of (str, str, tuple of int)
        The parts it is folded into: name, what stands beside it, its rows. One table without any.
    """

    frame: pd.DataFrame
    lang: str
    notes: tuple[Note, ...]
    statuses: tuple[str, ...]
    remarks: tuple[Remarks, ...]
    groups: tuple[tuple[str, str, tuple[int, ...]], ...] = ()

    def _repr_html_(self) -> str:
        heads = {c: pick(HEADINGS[c], self.lang) for c in self.frame.columns}
        head = "".join(
            f'<th scope="col" role="columnheader" class="{c}"'
            f"{' data-sorts' if c in SORTED else ''}>{html.escape(h)}</th>"
            for c, h in heads.items()
        )
        rows = [
            self._row(heads, *row)
            for row in zip(
                self.frame.itertuples(index=False),
                self.notes,
                self.statuses,
                self.remarks,
                strict=True,
            )
        ]
        parts = self.groups or (("", "", tuple(range(len(rows)))),)
        tables = "".join(
            fold(
                title,
                said,
                '<table class="cards verdict-table" role="table"><thead role="rowgroup">'
                f'<tr role="row">{head}</tr></thead>{"".join(rows[i] for i in mine)}</table>',
            )
            for title, said, mine in parts
        )
        return inline.dressed(f'<div class="verdicts">{self._controls(heads)}{tables}</div>')

    @property
    def headed(self) -> pd.DataFrame:
        """The table as text under its readers' headings, without the drawings."""
        said = self.frame.drop(columns="trend", errors="ignore").map(str)
        return said.rename(columns={c: pick(HEADINGS[c], self.lang) for c in said.columns})

    def _row(
        self, heads: Mapping[str, str], cells: tuple, note: Note, status: str, said: Remarks
    ) -> str:
        written = "".join(map(self._cell, heads, heads.values(), cells))
        below = said.__html__() + note.__html__()
        if below:
            below = (
                f'<tr class="sources" role="row"><td role="cell" colspan="{len(heads)}">'
                f"{below}</td></tr>"
            )
        return (
            f'<tbody role="rowgroup" data-status="{html.escape(status)}">'
            f'<tr role="row">{written}</tr>{below}</tbody>'
        )

    def _cell(self, column: str, label: str, value: object) -> str:
        inner = value.__html__() if hasattr(value, "__html__") else html.escape(str(value))
        key = value.attribute if isinstance(value, Keyed) else ""
        tag, role = ("th", "rowheader") if column == "name" else ("td", "cell")
        scope = ' scope="row"' if column == "name" else ""
        missing = " missing" if str(value) == wording.MISSING else ""
        return (
            f'<{tag}{scope} role="{role}" class="{column}{missing}" '
            f'data-label="{html.escape(label)}"{key}>{inner}</{tag}>'
        )

    def _controls(self, heads: Mapping[str, str]) -> str:
        """Hidden until the page's script shows them, so that no control is dead."""
        w = {key: pick(words, self.lang) for key, words in SIFT_WORDS.items()}
        counts = {s: self.statuses.count(s) for s in STATUSES.index if s in self.statuses}
        statuses = "".join(
            f'<option value="{s}">{html.escape(str(Badge(s, self.lang)))} ({n})</option>'
            for s, n in counts.items()
        )
        orders = "".join(
            f'<option value="{i} {way}">{html.escape(h)} · {w[way]}</option>'
            for i, (c, h) in enumerate(heads.items())
            if c in SORTED
            for way in ("up", "down")
        )
        few = " data-few" if len(self.statuses) < SIFTED_FROM else ""
        return (
            f'<form class="sift" role="group" aria-label="{w["sift"]}" hidden{few}>'
            f'<label>{w["text"]} <input type="search" autocomplete="off"></label>'
            f'<label>{w["status"]} <select class="by-status"><option value="">{w["all"]} '
            f"({len(self.statuses)})</option>{statuses}</select></label>"
            f'<label class="order">{w["order"]} <select class="by-order"><option value="">'
            f"{w['plan']}</option>{orders}</select></label>"
            f'<output data-words="{html.escape(w["shown"])}"></output></form>'
        )


def verdict_table(
    verdicts: pd.DataFrame,
    plan: Plan,
    *,
    lang: str = "zh",
    projections: pd.DataFrame | None = None,
    known: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    remarks: pd.DataFrame | None = None,
) -> VerdictTable:
    """One row per target reading: where it started, where it is, where it must be, how likely.

    Parameters
    ----------
    verdicts : DataFrame
        From `assess`.
    plan : Plan
        For names, units and the sentences behind the targets.
    projections : DataFrame, optional
        From `project`, one region; each row then shows its series.
    known : DataFrame, optional
        From `vintages.as_of_view`, for the notes on where each value comes from.
    documents : DataFrame, optional
        `schema.SOURCES`, for the same.
    remarks : DataFrame, optional
        `schema.REMARKS` that hold, shown below their targets.
    """
    names, units = indicator_names(plan, lang), indicator_units(plan)
    rows = [
        _verdict_cells(v, names[v.indicator_id], units[v.indicator_id], projections, lang)
        for v in each(verdicts)
    ]
    columns = [c for c in HEADINGS if c != "trend" or projections is not None]
    ids = verdicts.get("figure_ids", pd.Series([()] * len(verdicts)))
    return VerdictTable(
        pd.DataFrame(rows, columns=columns),
        lang,
        tuple(notes(verdicts, plan, known=known, documents=documents, lang=lang)),
        tuple(verdicts["status"]),
        tuple(remarks_beside(no_remarks() if remarks is None else remarks, ids, lang=lang)),
        _groups(verdicts, plan, lang),
    )


def _groups(verdicts: pd.DataFrame, plan: Plan, lang: str) -> tuple:
    """The parts that a long table is folded into, with the rows of each."""
    return tuple(
        (group_name(g, lang), counted_verdicts(mine, lang), tuple(mine.index))
        for g, mine in parted(verdicts.reset_index(drop=True), plan)
    )


def verdict_table_of(verdicts: pd.DataFrame, now: Situation, *, lang: str = "zh") -> VerdictTable:
    """The verdict table of some targets with everything the situation knows of them."""
    return verdict_table(
        verdicts,
        now.plan,
        lang=lang,
        projections=now.projections,
        known=now.known,
        documents=now.documents,
        remarks=now.remarks,
    )


def _verdict_cells(v, name: str, unit: str, projections: pd.DataFrame | None, lang: str) -> dict:
    called = with_reading(name, v.reading, lang)
    small = " · ".join(filter(None, (wording.unit_name(unit, lang), responsible(v, lang))))
    return {
        "name": Keyed(Lines(Named(called, v.indicator_id), small), called),
        "trend": "" if projections is None else _trend(v, unit, projections, lang),
        "baseline": baseline_cell(v, unit, lang),
        "latest": dated(v.latest_value, v.latest_year, unit, lang, qualifier=v.latest_qualifier),
        "target": target_cell(v, lang),
        "way": Keyed(_way(v, lang), v.share_travelled),
        "projection": _projected(v, unit, lang),
        "probability": Keyed(
            Lines(percent(v.probability), likelihood_name(v.probability, lang)), v.probability
        ),
        "status": Keyed(
            Lines(Badge(v.status, lang), reason_name(v.reason, lang) or since_words(v, lang)),
            STATUSES.index.get_loc(v.status),
        ),
        "evidence": Keyed(_evidence(v, lang), None if pd.isna(v.evidence) else v.evidence),
    }


TREND = ("year", "kind", "value", "low80", "high80")


def _trend(v, unit: str, projections: pd.DataFrame, lang: str) -> Drawing:
    rows = projections.loc[projections["indicator_id"] == v.indicator_id, list(TREND)]
    goal = wording.target(wording.comparator_of(v), v.target_value, v.value_high, unit, lang)
    words = spark_words(rows, goal, int(v.deadline), unit, lang)
    drawn = sparkline(
        rows,
        goal=v.target_value if v.measure in ON_LEVEL else float("nan"),
        deadline=int(v.deadline),
        title=words,
        status=v.status,
    )
    return Drawing(drawn, wording.MISSING if not drawn else "")


def _way(v, lang: str) -> Drawing:
    """The bar, both shares in figures, and the growth so far against the growth still needed."""
    if pd.isna(v.share_travelled):
        return Drawing("", wording.MISSING)
    way, time = percent(v.share_travelled), percent(v.share_time)
    said = f"路程{way}，时间{time}" if lang == "zh" else f"{way} of the way, {time} of the time"
    growth, still = percent(v.growth_actual, 1), needed(v)
    pace = (
        ""
        if growth == wording.MISSING
        else (f"年均{growth}" if lang == "zh" else f"{growth} a year")
    )
    if pace and still != wording.MISSING:
        pace += f"，尚需{still}" if lang == "zh" else f", needs {still}"
    bar = way_bar(v.share_travelled, v.share_time, title=said, status=v.status)
    return Drawing(bar, f"{way} / {time}", pace)


def _evidence(v, lang: str) -> object:
    if pd.isna(v.evidence):
        return wording.MISSING
    return Lines(v.evidence, "" if pd.isna(v.n_history) else points_words(int(v.n_history), lang))


def _projected(v, unit: str, lang: str) -> object:
    if pd.isna(v.projected):
        return wording.MISSING
    middle = wording.number(v.projected, unit, lang)
    if pd.isna(v.low80):
        return middle
    span = f"{wording.number(v.low80, unit, lang)}–{wording.number(v.high80, unit, lang)}"
    return Lines(middle, f"（{span}）" if lang == "zh" else f"({span})")


def since_words(v, lang: str) -> str:
    """What came of a target after its deadline; empty where nothing did."""
    said = {
        "reached": ("{}年才达到", "reached in {}"),
        "lost": ("{}年又不再达到", "lost since ({})"),
    }
    return pick(said[v.since], lang).format(year(v.since_year)) if v.since else ""


def dated(value: float, at: object, unit: str, lang: str, *, qualifier: object = "") -> object:
    """A published value without its unit, as exact as it is, its year below it."""
    if pd.isna(value):
        return wording.MISSING
    sign = wording.EXACTNESS_SIGNS.get(str(qualifier), "")
    written = sign + wording.number(value, unit, lang, observed=True)
    return Lines(written, year(at)) if pd.notna(at) else written


def baseline_cell(v, unit: str, lang: str) -> object:
    """The baseline, its year below it; a projected one with ≈ and the word."""
    if pd.isna(v.baseline_value) or v.baseline_basis != "projected":
        return dated(v.baseline_value, v.baseline_year, unit, lang)
    word = pick(("推算", "projected"), lang)
    return Lines(
        f"≈{wording.number(v.baseline_value, unit, lang)}", f"{year(v.baseline_year)} · {word}"
    )


def target_cell(v, lang: str) -> Lines:
    """A target as it is promised, its deadline below it."""
    if v.reading in EVENT_KINDS:
        due = " · ".join(filter(None, (year(v.deadline), force_name(v, lang))))
        return Lines(wording.name_of(wording.READINGS, v.reading, lang), due)
    goal = wording.target(wording.comparator_of(v), v.target_value, v.value_high, "", lang)
    due = year(v.deadline) if v.hold != "every" else pick(EVERY, lang).format(year(v.deadline))
    due = " · ".join(filter(None, (due, force_name(v, lang))))
    rule = _rule(v, lang)
    if not rule:
        return Lines(goal, due)
    if goal == wording.MISSING:
        return Lines(rule, due)
    return Lines(goal, f"= {rule} · {due}")


def force_name(v, lang: str) -> str:
    """How binding the plan calls a target; empty where it does not say."""
    return wording.name_of(FORCE_NAMES, v.force, lang) if v.force else ""


def responsible(v, lang: str) -> str:
    """Who is to see to a target, in the plan's words; empty where it does not say."""
    return pick(RESPONSIBLE, lang).format(v.responsible) if v.responsible else ""


FORCE_NAMES = {"binding": ("约束性", "binding"), "expected": ("预期性", "expected")}
RESPONSIBLE = ("责任单位：{}", "responsible: {}")
EVERY = ("每年，至{}", "every year to {}")
# How a number of the measure is a level, a sum or a distance.
RULES = {
    "ratio": ("{n} × 基期", "{n} × baseline"),
    "change": ("基期{signed}", "baseline {signed}"),
    "percent_change": ("较{base}年{signed}%", "{signed}% on {base}"),
    "growth": ("年均{signed}%", "{signed}% a year"),
    "sum": ("{first}年起累计", "sum from {first}"),
    "mean": ("{first}年起平均", "mean from {first}"),
    "gap": ("与对照之差", "gap to the other"),
    "trend": ("比基期", "against the baseline"),
}


def _rule(v, lang: str) -> str:
    if v.reading not in RULES:
        return ""
    n = wording.number(v.stated_value, "倍", lang, observed=True)
    return pick(RULES[v.reading], lang).format(
        n=n,
        signed=wording.signed(v.stated_value, n),
        base=year(v.baseline_year),
        first=year(v.year_from),
    )


def needed(v) -> str:
    """Growth a year still needed; none where the target is met."""
    return wording.MISSING if v.met else percent(v.growth_required, 1)
