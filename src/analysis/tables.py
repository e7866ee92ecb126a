"""Tables and sentences for readers: the numbers of the assessment in words, in two languages."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from . import wording
from .attainment import EVENT_KINDS, LIKELY, REASONS, STATUSES, latest_events
from .schema import INDICATORS, OBSERVATIONS  # noqa: F401  (named in docstrings)
from .store import Plan
from .wording import percent, pick, quantity, year

HEADINGS = {
    "name": ("指标", "Indicator"),
    "baseline": ("基期", "Baseline"),
    "latest": ("最新", "Latest"),
    "target": ("目标", "Target"),
    "way": ("已走路程", "Way"),
    "time": ("已过时间", "Time"),
    "growth": ("年均增速 实际／尚需", "Growth a year: actual / still needed"),
    "projection": ("到期推算（80%区间）", "Projected at deadline (80% interval)"),
    "probability": ("达标概率", "Probability"),
    "status": ("判断", "Verdict"),
    "evidence": ("依据", "Evidence"),
    "quote": ("规划原文", "The plan's sentence"),
    "value": ("数值", "Value"),
    "role": ("类别", "Role"),
    "place": ("位置", "Where"),
    "year": ("年份", "Year"),
    "state": ("进展", "State"),
    "report": ("公开报道", "What was reported"),
    "date": ("日期", "Date"),
    "source": ("来源", "Source"),
    "published": ("发布", "Published"),
    "grade": ("等级", "Grade"),
    "note": ("说明", "Note"),
    "picked": ("采用", "Used"),
    "points": ("数据点", "Points"),
    "method": ("方法", "Method"),
    "check": ("核对", "Check"),
    "stated": ("规划写法", "As stated"),
    "computed": ("推算结果", "Worked out"),
}


@dataclass(frozen=True)
class Table:
    """A finished table: text in every cell, headings in the reader's language.

    On a phone each row becomes a card whose cells carry their heading (`data-label`).
    """

    frame: pd.DataFrame
    lang: str
    caption: str = ""
    numeric: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        heads = {c: pick(HEADINGS[c], self.lang) for c in self.frame.columns}
        head = "".join(
            f'<th scope="col"{self._align(c)}>{html.escape(h)}</th>' for c, h in heads.items()
        )
        body = "".join(
            f"<tr>{''.join(self._cell(c, heads[c], v) for c, v in zip(heads, row, strict=True))}</tr>"
            for row in self.frame.itertuples(index=False)
        )
        caption = f"<caption>{html.escape(self.caption)}</caption>" if self.caption else ""
        return (
            f'<table class="cards">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        )

    def _align(self, column: str) -> str:
        return ' class="num"' if column in self.numeric else ""

    def _cell(self, column: str, label: str, value: object) -> str:
        inner = value.__html__() if hasattr(value, "__html__") else html.escape(str(value))
        tag, scope = ("th", ' scope="row"') if column == "name" else ("td", "")
        return f'<{tag}{scope} data-label="{html.escape(label)}"{self._align(column)}>{inner}</{tag}>'


@dataclass(frozen=True)
class Text:
    """Generated prose that a notebook shows as a paragraph or a list."""

    parts: tuple[str, ...]
    role: str = "p"

    def __str__(self) -> str:
        return "\n".join(self.parts)

    def _repr_html_(self) -> str:
        if self.role == "ul":
            return f"<ul>{''.join(f'<li>{html.escape(p)}</li>' for p in self.parts)}</ul>"
        tag = "p" if self.role == "p" else f'p class="{self.role}"'
        return "".join(f"<{tag}>{html.escape(p)}</p>" for p in self.parts)


@dataclass(frozen=True)
class Badge:
    """A status by shape, word and colour, so that none of them alone carries it."""

    status: str
    lang: str

    def __str__(self) -> str:
        row = STATUSES.loc[self.status]
        return f"{row['mark']} {row[f'name_{self.lang}']}"

    def __html__(self) -> str:
        return f'<span class="badge {html.escape(self.status)}">{html.escape(str(self))}</span>'


def _names(plan: Plan, lang: str) -> pd.Series:
    return plan.indicators.set_index("indicator_id")[f"name_{lang}"]


# --- tables --------------------------------------------------------------------------------


def verdict_table(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Table:
    """One row per target reading: where it started, where it is, where it must be, how likely."""
    names = _names(plan, lang)
    rows = [
        {
            "name": _target_name(v, names, lang),
            "baseline": _dated(v.baseline_value, v.baseline_year, v.unit_out, lang),
            "latest": _dated(v.latest_value, v.latest_year, v.unit_out, lang),
            "target": _target_cell(v, lang),
            "way": percent(v.share_travelled),
            "time": percent(v.share_time),
            "growth": f"{percent(v.growth_actual, 1)} / {_needed(v)}",
            "projection": _interval(v, lang),
            "probability": percent(v.probability),
            "status": _Verdict(v.status, v.reason, lang),
        }
        for v in _with_unit(verdicts, plan).itertuples()
    ]
    columns = ["name", "baseline", "latest", "target", "way", "time", "growth", "projection",
               "probability", "status"]  # fmt: skip
    numeric = tuple(columns[1:9])
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=numeric)


@dataclass(frozen=True)
class _Verdict(Badge):
    reason: str = ""
    lang: str = "zh"

    def __init__(self, status: str, reason: str, lang: str) -> None:
        for name, value in (("status", status), ("reason", reason), ("lang", lang)):
            object.__setattr__(self, name, value)

    def __html__(self) -> str:
        badge = super().__html__()
        why = reason_name(self.reason, self.lang)
        return f"{badge}<small>{html.escape(why)}</small>" if why else badge


def reason_name(reason: str, lang: str) -> str:
    """Why a target cannot be assessed, in words; empty for none."""
    return str(REASONS.loc[reason, f"name_{lang}"]) if reason else ""


def _with_unit(verdicts: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    units = plan.indicators.set_index("indicator_id")["unit"]
    return verdicts.assign(unit_out=verdicts["indicator_id"].map(units))


def _target_name(v, names: pd.Series, lang: str) -> str:
    if v.reading == "level" or v.reading in EVENT_KINDS:
        return names[v.indicator_id]
    reading = wording.name_of(wording.READINGS, v.reading, lang)
    return f"{names[v.indicator_id]}（{reading}）" if lang == "zh" else (
        f"{names[v.indicator_id]} ({reading})"
    )


def _dated(value: float, at: object, unit: str, lang: str) -> str:
    if pd.isna(value):
        return wording.MISSING
    when = f"（{year(at)}）" if lang == "zh" else f" ({year(at)})"
    return f"{quantity(value, unit, lang, observed=True)}{when if pd.notna(at) else ''}"


def _target_cell(v, lang: str) -> str:
    if v.reading in EVENT_KINDS:
        return f"{wording.name_of(wording.READINGS, v.reading, lang)}, {year(v.deadline)}"
    goal = wording.target(v.comparator, v.target_value, v.value_high, v.unit_out, lang)
    if v.reading == "multiple":
        times = wording.number(v.stated_value, "倍", lang, observed=True)
        known = f" = {goal}" if goal != wording.MISSING else ""
        base = "基期" if lang == "zh" else "baseline"
        goal = f"{times} × {base}{known}"
    return f"{goal}{_when(v.deadline, lang)}"


def _when(deadline: object, lang: str) -> str:
    return f"（{year(deadline)}）" if lang == "zh" else f" ({year(deadline)})"


def _needed(v) -> str:
    return wording.MISSING if v.met else percent(v.growth_required, 1)


def _interval(v, lang: str) -> str:
    if pd.isna(v.projected):
        return wording.MISSING
    middle = quantity(v.projected, v.unit_out, lang)
    if pd.isna(v.low80):
        return middle
    low, high = (wording.number(x, v.unit_out, lang) for x in (v.low80, v.high80))
    return f"{middle}（{low}–{high}）" if lang == "zh" else f"{middle} ({low}–{high})"


def figure_table(plan: Plan, *, lang: str = "zh", roles: Sequence[str] | None = None) -> Table:
    """Every figure of the plan with the sentence it stands in."""
    names = _names(plan, lang)
    figures = plan.figures if roles is None else plan.figures[plan.figures["role"].isin(roles)]
    rows = [
        {
            "name": names[f.indicator_id],
            "role": wording.name_of(wording.ROLES, f.role, lang),
            "value": _figure_value(f, lang),
            "year": year(f.year if pd.notna(f.year) else f.deadline),
            "quote": f.quote,
            "place": _place(f.chapter, f.section, lang),
            "note": f.note if lang == "zh" else "",
        }
        for f in figures.itertuples()
    ]
    frame = pd.DataFrame(rows, columns=["name", "role", "value", "year", "quote", "place", "note"])
    return Table(frame if lang == "zh" else frame.drop(columns="note"), lang, numeric=("value", "year"))


def _figure_value(f, lang: str) -> str:
    if pd.isna(f.value):
        return wording.name_of(wording.READINGS, f.target_kind, lang)
    return wording.target(f.comparator, f.value, f.value_high, f.unit, lang)


def _place(chapter: int, section: int, lang: str) -> str:
    if lang == "zh":
        return f"第{chapter}章" + (f"第{section}节" if section else "")
    return f"ch. {chapter}" + (f", sect. {section}" if section else "")


def event_table(
    targets: pd.DataFrame, events: pd.DataFrame, plan: Plan, sources: Mapping[str, str], *,
    lang: str = "zh",
) -> Table:  # fmt: skip
    """Each breakthrough and coverage target with the furthest evidence there is."""
    names = _names(plan, lang)
    wanted = targets[targets["reading"].isin(EVENT_KINDS)]
    local = events[events["region"] == plan.region]
    last = latest_events(local).set_index("indicator_id")
    rows = []
    for t in wanted.itertuples():
        found = last.loc[t.indicator_id] if t.indicator_id in last.index else None
        rows.append(
            {
                "name": names[t.indicator_id],
                "target": f"{wording.name_of(wording.READINGS, t.reading, lang)}{_when(t.deadline, lang)}",
                "state": _no_evidence(lang) if found is None
                else wording.name_of(wording.EVENT_STATES, found["state"], lang),
                "report": wording.MISSING if found is None else found["text"],
                "date": wording.MISSING if found is None else wording.day(found["date"]),
                "source": wording.MISSING if found is None
                else sources.get(found["source_id"], found["source_id"]),
            }
        )  # fmt: skip
    return Table(
        pd.DataFrame(rows, columns=["name", "target", "state", "report", "date", "source"]), lang
    )


def _no_evidence(lang: str) -> str:
    return "未见公开证据" if lang == "zh" else "no published evidence found"


def history_table(
    known: pd.DataFrame, plan: Plan, sources: Mapping[str, str], *, lang: str = "zh"
) -> Table:
    """Every value in use with its publication date, source and grade."""
    names = _names(plan, lang)
    units = plan.indicators.set_index("indicator_id")["unit"]
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
    names = _names(plan, lang)
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


def projection_table(projections: pd.DataFrame, plan: Plan, *, until: int, lang: str = "zh") -> Table:
    """The projected value of each indicator in one year, with what it rests on."""
    names, units = _names(plan, lang), plan.indicators.set_index("indicator_id")["unit"]
    ahead = projections[
        (projections["kind"] == "projected")
        & (projections["year"] == until)
        & projections["value"].notna()
    ]
    rows = [
        {
            "name": names[p.indicator_id],
            "points": f"{int(p.n_history)}",
            "method": wording.name_of(wording.METHODS, p.method, lang),
            "projection": _interval(_as_verdict(p, units[p.indicator_id]), lang),
            "evidence": p.evidence,
        }
        for p in ahead.itertuples()
    ]
    columns = ["name", "points", "method", "projection", "evidence"]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=("points", "projection"))


def _as_verdict(p, unit: str):
    return pd.Series(
        {"projected": p.value, "low80": p.low80, "high80": p.high80, "unit_out": unit}
    )


# --- sentences -----------------------------------------------------------------------------


def headline(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """The state of the whole plan in one sentence, counted by promise, not by reading."""
    best = _per_promise(verdicts)
    counts = best["status"].value_counts().reindex(STATUSES.index).fillna(0).astype(int)
    shown = counts[counts > 0]
    last = year(verdicts["latest_year"].max())
    end = year(verdicts["deadline"].max())
    name = plan.meta[f"short_{lang}"]
    if lang == "zh":
        parts = "，".join(f"{n}项{STATUSES.loc[s, 'name_zh']}" for s, n in shown.items())
        return Text((f"{name}共有{len(best)}项可列出的目标（到{end}年），数据截至{last}年：{parts}。",))
    parts = ", ".join(f"{n} {STATUSES.loc[s, 'name_en']}" for s, n in shown.items())
    return Text((f"Of the {len(best)} targets of {name} (to {end}), on data to {last}: {parts}.",))


def _per_promise(verdicts: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator and deadline: its level reading where it has one."""
    order = verdicts["reading"].map({"level": 0, "multiple": 1}).fillna(0)
    return (
        verdicts.assign(order=order)
        .sort_values("order", kind="stable")
        .drop_duplicates(["indicator_id", "deadline"])
        .sort_index()
    )


def sentences(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """One sentence per target with a number and an observation."""
    names = _names(plan, lang)
    told = _with_unit(verdicts, plan)
    told = told[told["target_value"].notna() & told["latest_value"].notna()]
    say = _sentence_zh if lang == "zh" else _sentence_en
    return Text(tuple(say(v, names) for v in told.itertuples()), "ul")


def _sentence_zh(v, names: pd.Series) -> str:
    goal = wording.target(v.comparator, v.target_value, v.value_high, v.unit_out, "zh")
    parts = [
        f"{_target_name(v, names, 'zh')}{year(v.latest_year)}年达"
        f"{quantity(v.latest_value, v.unit_out, 'zh', observed=True)}"
    ]
    if v.met:
        parts.append(f"已达到{year(v.deadline)}年目标{goal}")
        return "，".join(parts) + "。"
    if pd.notna(v.share_travelled):
        parts.append(f"从基期到目标（{goal}）的路程走了{percent(v.share_travelled)}")
    if pd.notna(v.share_time):
        parts.append(f"时间已过{percent(v.share_time)}")
    if pd.notna(v.growth_required):
        parts.append(f"此后每年须增长{percent(v.growth_required, 1)}")
    if pd.notna(v.growth_actual):
        parts[-1] += f"（基期以来年均{percent(v.growth_actual, 1)}）"
    if pd.notna(v.probability):
        parts.append(f"按现有趋势，{year(v.deadline)}年达标的概率为{percent(v.probability)}")
    elif pd.notna(v.projected):
        parts.append(f"按近年增速外推，{year(v.deadline)}年为{quantity(v.projected, v.unit_out, 'zh')}")
    return "，".join(parts) + "。"


def _sentence_en(v, names: pd.Series) -> str:
    goal = wording.target(v.comparator, v.target_value, v.value_high, v.unit_out, "en")
    lead = (
        f"{_target_name(v, names, 'en')}: "
        f"{quantity(v.latest_value, v.unit_out, 'en', observed=True)} in {year(v.latest_year)}"
    )
    if v.met:
        return f"{lead}, which already meets the {year(v.deadline)} target of {goal}."
    parts = []
    if pd.notna(v.share_travelled):
        parts.append(f"{percent(v.share_travelled)} of the way from the baseline to {goal}")
    if pd.notna(v.share_time):
        parts.append(f"with {percent(v.share_time)} of the time gone")
    text = ", ".join([lead, " ".join(parts)] if parts else [lead])
    if pd.notna(v.growth_required):
        text += f"; it must now grow {percent(v.growth_required, 1)} a year"
        if pd.notna(v.growth_actual):
            text += f" ({percent(v.growth_actual, 1)} so far)"
    if pd.notna(v.probability):
        text += (
            f"; on the trend so far the probability of meeting the target by {year(v.deadline)} "
            f"is {percent(v.probability)}"
        )
    elif pd.notna(v.projected):
        text += (
            f"; recent growth continued gives {quantity(v.projected, v.unit_out, 'en')} "
            f"in {year(v.deadline)}"
        )
    return text + "."


def watch_list(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """What to watch: targets behind, targets nobody publishes figures for, stale figures."""
    names = _names(plan, lang)
    best = _per_promise(verdicts)
    sep = "、" if lang == "zh" else ", "

    def listed(mask: pd.Series) -> str:
        return sep.join(dict.fromkeys(names[i] for i in best.loc[mask, "indicator_id"]))

    behind = best["status"].isin(["off_track", "at_risk"])
    silent = best["reason"].isin(["no_observation", "one_point", "before_baseline"])
    broken = best["reason"] == "definition_break"
    lines = [
        (behind, ("落后或有风险", "Behind or at risk")),
        (silent, ("缺少公开数据，建议请主管部门提供", "No usable published data; ask the bureau in charge")),
        (broken, ("口径已变，需重新约定目标", "Definition changed; the target needs restating")),
    ]
    colon = "：" if lang == "zh" else ": "
    return Text(
        tuple(f"{pick(words, lang)}{colon}{listed(mask)}" for mask, words in lines if mask.any()),
        "ul",
    )


def untargeted_sentences(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """Indicators with a baseline and no target: projected, and said so."""
    names, units = _names(plan, lang), plan.indicators.set_index("indicator_id")["unit"]
    out = []
    for r in rows.itertuples():
        unit = units[r.indicator_id]
        value = _interval(_as_verdict(r, unit), lang)
        if lang == "zh":
            out.append(f"{names[r.indicator_id]}：推算{year(r.year)}年为{value}；本规划没有为它设定目标。")
        else:
            out.append(
                f"{names[r.indicator_id]}: projected {value} in {year(r.year)}; "
                "this plan sets no target for it."
            )
    return Text(tuple(out), "ul")


def scale_note(lang: str = "zh") -> Text:
    """How a probability becomes a word."""
    likely = percent(LIKELY)
    if lang == "zh":
        return Text(
            (
                f"判断规则：达标概率不低于{likely}为进展顺利，低于{percent(1 - LIKELY)}为进展滞后，"
                "其间为存在风险；给不出概率时，按实际与所需年均增速之比（0.95、0.60）判断。",
            ),
            "note",
        )
    return Text(
        (
            f"Rule: on track from a probability of {likely}, off track below {percent(1 - LIKELY)}, "
            "at risk between; where no probability can be given, by actual over promised annual "
            "growth (0.95 and 0.60).",
        ),
        "note",
    )
