"""Tables for readers: every cell written out, headings in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ..judging.attainment import EVENT_KINDS, latest_events
from ..records.plans import PLAN_SOURCE, Plan
from .kit import wording
from .kit.cells import Badge, Lines
from .kit.names import indicator_names, indicator_units, reason_name
from .kit.provenance import place
from .kit.table import Table
from .kit.wording import interval, percent, quantity, with_reading, year
from .scorecard import baseline_cell, dated, needed, target_cell
from .scorecard import verdict_table as verdict_table


def figure_table(plan: Plan, *, lang: str = "zh", roles: Sequence[str] | None = None) -> Table:
    """Every figure of the plan with the sentence it stands in."""
    names = indicator_names(plan, lang)
    figures = plan.figures if roles is None else plan.figures[plan.figures["role"].isin(roles)]
    rows = [
        {
            "name": names[f.indicator_id],
            "role": wording.name_of(wording.ROLES, f.role, lang),
            "value": _figure_value(f, lang),
            "year": year(f.year if pd.notna(f.year) else f.deadline),
            "quote": f.quote,
            "place": place(f.chapter, f.section, lang),
            "note": f.note if lang == "zh" else "",
        }
        for f in figures.itertuples()
    ]
    frame = pd.DataFrame(rows, columns=["name", "role", "value", "year", "quote", "place", "note"])
    return Table(
        frame if lang == "zh" else frame.drop(columns="note"), lang, numeric=("value", "year")
    )


def _figure_value(f, lang: str) -> str:
    if pd.isna(f.value):
        return wording.name_of(wording.READINGS, f.target_kind, lang)
    return wording.target(f.comparator, f.value, f.value_high, f.unit, lang)


def event_table(
    targets: pd.DataFrame,
    events: pd.DataFrame,
    plan: Plan,
    sources: Mapping[str, str],
    *,
    lang: str = "zh",
) -> Table:
    """Each breakthrough and coverage target with the furthest evidence there is."""
    names = indicator_names(plan, lang)
    wanted = targets[targets["reading"].isin(EVENT_KINDS)]
    local = events[events["region"] == plan.region]
    last = latest_events(local).set_index("indicator_id")
    rows = []
    for t in wanted.itertuples():
        found = last.loc[t.indicator_id] if t.indicator_id in last.index else None
        rows.append(
            {
                "name": names[t.indicator_id],
                "quote": "；".join(dict.fromkeys(t.quotes)),
                "target": wording.name_of(wording.READINGS, t.reading, lang)
                + _when(t.deadline, lang),
                "status": Lines(Badge(t.status, lang), reason_name(t.reason, lang)),
                "state": reason_name("no_evidence", lang)
                if found is None
                else wording.name_of(wording.EVENT_STATES, found["state"], lang),
                "report": wording.MISSING if found is None else found["text"],
                "date": wording.MISSING if found is None else wording.day(found["date"]),
                "source": wording.MISSING
                if found is None
                else sources.get(found["source_id"], found["source_id"]),
            }
        )
    return Table(
        pd.DataFrame(
            rows, columns=["name", "quote", "target", "status", "state", "report", "date", "source"]
        ),
        lang,
    )


def _when(deadline: object, lang: str) -> str:
    return f"（{year(deadline)}）" if lang == "zh" else f" ({year(deadline)})"


def history_table(
    known: pd.DataFrame, plan: Plan, sources: Mapping[str, str], *, lang: str = "zh"
) -> Table:
    """Every value in use of the indicators the plan names, with its date, source and grade."""
    known = known[known["indicator_id"].isin(plan.named)]
    names = indicator_names(plan, lang)
    units = indicator_units(plan)
    rows = [
        {
            "name": names[o.indicator_id],
            "year": year(o.year),
            "value": _qualified(o.value, o.qualifier, units[o.indicator_id], lang),
            "published": wording.day(o.published) + ("*" if o.published_estimated else ""),
            "grade": o.grade,
            "source": sources.get(o.source_id, o.source_id),
        }
        for o in known.itertuples()
    ]
    return Table(
        pd.DataFrame(rows, columns=["name", "year", "value", "published", "grade", "source"]),
        lang,
        numeric=("year", "value"),
    )


def _qualified(value: float, qualifier: str, unit: str, lang: str) -> str:
    sign = {"at_least": "≥", "about": "≈"}.get(qualifier, "")
    return f"{sign}{quantity(value, unit, lang, observed=True)}"


def conflict_table(
    rows: pd.DataFrame, plan: Plan, sources: Mapping[str, str], *, lang: str = "zh"
) -> Table:
    """Where sources disagree, which value is used."""
    names = indicator_names(plan, lang)
    cells = [
        {
            "name": names[r.indicator_id],
            "year": year(r.year),
            "value": quantity(r.value, r.unit, lang, observed=True),
            "grade": r.grade,
            "published": wording.day(r.published),
            "source": sources.get(r.source_id, r.source_id),
            "picked": "✓" if r.picked else "",
        }
        for r in rows.itertuples()
    ]
    columns = ["name", "year", "value", "grade", "published", "source", "picked"]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=("year", "value"))


def one_figure_table(
    projections: pd.DataFrame, plan: Plan, wanted: pd.DataFrame, *, lang: str = "zh"
) -> Table:
    """The indicators of `wanted` with one published figure: the figure, and no projection."""
    names, units = indicator_names(plan, lang), indicator_units(plan)
    seen = (
        projections[projections["kind"] == "observed"]
        .groupby("indicator_id")
        .filter(lambda rows: len(rows) == 1)
    )
    rows = [
        {
            "name": names[r.indicator_id],
            "year": wording.year(r.year),
            "value": quantity(r.value, units[r.indicator_id], lang, observed=True),
        }
        for r in seen[seen["indicator_id"].isin(wanted["indicator_id"])].itertuples()
    ]
    return Table(
        pd.DataFrame(rows, columns=["name", "year", "value"]), lang, numeric=("year", "value")
    )


def projection_table(
    projections: pd.DataFrame, plan: Plan, *, until: int, lang: str = "zh"
) -> Table:
    """The projected value of each indicator the plan names in one year, with what it rests on."""
    names, units = indicator_names(plan, lang), indicator_units(plan)
    ahead = projections[
        (projections["kind"] == "projected")
        & (projections["year"] == until)
        & projections["indicator_id"].isin(plan.named)
        & projections["value"].notna()
    ]
    rows = [
        {
            "name": names[p.indicator_id],
            "points": f"{int(p.n_history)}",
            "method": wording.name_of(wording.METHODS, p.method, lang),
            "projection": interval(p.value, p.low80, p.high80, units[p.indicator_id], lang),
            "evidence": p.evidence,
        }
        for p in ahead.itertuples()
    ]
    columns = ["name", "points", "method", "projection", "evidence"]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=("points", "projection"))


CHECKS = {
    "multiple": ("目标÷基期，对照“倍增”", "target over baseline, against the multiple"),
    "multiple_level": ("基期的倍数，对照目标数", "multiple of the baseline, against the level"),
    "implied_baseline": (
        "规划未给基期，由目标反推",
        "no baseline in the plan; implied by the target",
    ),
    "growth": ("“增长N倍”按增长量读", "growth, as the sentence says"),
    "ratio": ("同一对数按比值读", "the same pair read as a ratio"),
    "sum": ("合计与分项", "whole and parts"),
    "implied": (
        "由人均数反推的人口，对照公布数",
        "population implied by the per-head figure, against the published",
    ),
}


def consistency_table(checks: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Table:
    """Each check of the plan's numbers: what is stated, what comes out."""
    names = indicator_names(plan, lang)
    rows = [
        {
            "name": names[c.indicator_id],
            "check": wording.name_of(CHECKS, c.check, lang),
            "stated": quantity(c.stated, c.unit, lang, observed=True),
            "computed": quantity(c.computed, c.unit, lang, observed=True),
            "picked": "" if pd.isna(c.agrees) else ("✓" if c.agrees else "✕"),
        }
        for c in checks.itertuples()
    ]
    frame = pd.DataFrame(rows, columns=["name", "check", "stated", "computed", "picked"])
    return Table(frame.rename(columns={"picked": "agrees"}), lang, numeric=("stated", "computed"))


def baseline_table(plan: Plan, known: pd.DataFrame, *, lang: str = "zh") -> Table:
    """Each exact baseline of the plan beside the latest published value."""
    names, units = indicator_names(plan, lang), indicator_units(plan)
    based = plan.figures[(plan.figures["role"] == "baseline") & plan.figures["value"].notna()]
    latest = known.sort_values("year").drop_duplicates("indicator_id", keep="last")
    latest = latest.set_index("indicator_id")
    rows = [
        {
            "name": names[f.indicator_id],
            "baseline": _span(f, lang),
            "latest": _later(latest, f, units[f.indicator_id], lang),
            "quote": f.quote,
        }
        for f in based.itertuples()
    ]
    columns = ["name", "baseline", "latest", "quote"]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=("baseline", "latest"))


def _span(f, lang: str) -> str:
    value = wording.target(f.comparator, f.value, f.value_high, f.unit, lang)
    when = year(f.year) if pd.isna(f.year_from) else f"{year(f.year_from)}–{year(f.year)}"
    return f"{value}（{when}）" if lang == "zh" else f"{value} ({when})"


def _later(latest: pd.DataFrame, f, unit: str, lang: str) -> str:
    if f.indicator_id not in latest.index or f.unit != unit:
        return wording.MISSING
    last = latest.loc[f.indicator_id]
    if pd.isna(f.year) or last["year"] <= f.year:
        return wording.MISSING
    return f"{quantity(last['value'], unit, lang, observed=True)}{_when(last['year'], lang)}"


def source_table(
    known: pd.DataFrame,
    verdicts: pd.DataFrame,
    plan: Plan,
    sources: Mapping[str, str],
    *,
    events: pd.DataFrame | None = None,
    lang: str = "zh",
) -> Table:
    """The documents behind the targets' series and events, each once, by its newest figure.

    Parameters
    ----------
    events : DataFrame, optional
        `schema.EVENTS` with grade; every report's document is listed.
    """
    columns = ["source_id", "grade", "published", "published_estimated"]
    own = PLAN_SOURCE.format(name=plan.name)
    cited = known[known["indicator_id"].isin(verdicts["indicator_id"])]
    parts = [cited[columns], *([] if events is None else [events[columns]])]
    used = pd.concat([part for part in parts if len(part)] or [cited[columns]])
    used = used.sort_values("published").drop_duplicates("source_id", keep="last")
    rows = [
        {
            "source": sources.get(s.source_id, s.source_id),
            "grade": s.grade,
            "published": wording.day(s.published) + ("*" if s.published_estimated else ""),
        }
        for s in used[used["source_id"] != own].itertuples()
    ]
    title = sources.get(own, plan.meta["title"])
    first = {"source": title, "grade": "A", "published": wording.day(plan.issued)}
    frame = pd.DataFrame([first, *rows]).drop_duplicates("source", keep="last")
    return Table(frame, lang)


def region_table(
    rows: pd.DataFrame, plan: Plan, regions: Mapping[str, str], *, lang: str = "zh"
) -> Table:
    """The same targets in several regions, each judged from its own baseline.

    Parameters
    ----------
    rows : DataFrame
        From `region_verdicts`.
    regions : mapping
        Name of each region's code.
    """
    names, units = indicator_names(plan, lang), indicator_units(plan)
    cells = [
        {
            "region": regions.get(v.region, v.region),
            "name": Lines(
                with_reading(names[v.indicator_id], v.reading, lang),
                wording.unit_name(units[v.indicator_id], lang),
            ),
            "baseline": baseline_cell(v, "", lang),
            "latest": dated(v.latest_value, v.latest_year, "", lang),
            "target": target_cell(v, lang),
            "growth": f"{percent(v.growth_actual, 1)} / {needed(v)}",
            "probability": percent(v.probability),
            "status": Lines(Badge(v.status, lang), reason_name(v.reason, lang)),
        }
        for v in rows.itertuples()
    ]
    columns = [
        *("region", "name", "baseline", "latest", "target", "growth", "probability", "status")
    ]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=tuple(columns[2:7]))
