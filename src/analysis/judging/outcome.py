"""What became of each target: what was said at issue, each year after, what came out, the score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..projection.panel import breaks
from ..telling.calibration import PLACES
from ..telling.kit import wording
from ..telling.kit.names import indicator_names, indicator_units
from ..telling.kit.statuses import STATUSES
from ..telling.kit.table import Table
from ..telling.kit.text import Text
from ..telling.kit.wording import day, interval, percent, pick, quantity, with_reading, year
from .attainment import EVENT_ACHIEVED, EVENT_KINDS, REACHED, latest_events
from .calibration import hindsight
from .situations import Records, Situation, situation_of
from .verdict_changes import READING, Judge, replay_verdicts

OUTCOMES = {
    "met": ("已实现", "met"),
    "reached": ("最新数已达到，期末未定", "reached so far, not final"),
    "missed": ("未实现", "missed"),
    "open": ("本库尚无结果", "no outcome in this collection"),
    "undecided": ("现有的数不足以判定", "the figures do not decide it"),
    "redefined": ("口径已变，不可比", "redefined, not comparable"),
}
OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
# A probability of 0 or 1 that proves wrong would cost an infinite logarithm.
SUREST = 1e-4
COIN = 0.25  # the Brier score of one half, whatever comes


@dataclass(frozen=True)
class Retrospective:
    """A plan's targets in hindsight.

    Attributes
    ----------
    then, now : Situation
        On the day the plan was issued, and on the day looked back from.
    rows : DataFrame
        See `outcomes`.
    updates : DataFrame
        See `yearly_updates`.
    """

    then: Situation
    now: Situation
    rows: pd.DataFrame
    updates: pd.DataFrame


def look_back(
    records: Records,
    *,
    region: str | None = None,
    as_of: str | None = None,
    judge: Judge | None = None,
) -> Retrospective:
    """What was said of each target, and what has become of it by a day.

    Parameters
    ----------
    records : Records
        From `situations.read_records`.
    region, as_of : str, optional
        The plan's own region, and everything published, when left out.
    judge : callable, optional
        Another ruler for the yearly updates, see `verdict_changes.Standpoint`.
    """
    now = situation_of(records, region=region, as_of=as_of)
    then = situation_of(records, region=region, as_of=now.issue_day)
    updates = yearly_updates(records, now, judge=judge)
    return Retrospective(then, now, outcomes(then, now), updates)


def update_days(now: Situation) -> list[str]:
    """The day of the plan, the end of each year since, and the last day, in order."""
    last = now.as_of or (now.issue_day if now.vintage is None else day(now.vintage))
    first = now.issue_day
    ends = (f"{y}-12-31" for y in range(int(first[:4]), int(last[:4]) + 1))
    return sorted({first, *(d for d in ends if first < d <= last), max(first, last)})


def yearly_updates(records: Records, now: Situation, *, judge: Judge | None = None) -> pd.DataFrame:
    """What would have been said of each target on the days of `update_days`.

    Returns
    -------
    DataFrame
        as_of, READING, probability, status, projected, low80, high80 (for the deadline),
        latest_year; by day, then as in the plan.
    """
    told = replay_verdicts(records, update_days(now), region=now.region, judge=judge)
    shown = ["probability", "status", "projected", "low80", "high80", "latest_year"]
    return told[["as_of", *READING, *shown]]


def outcomes(then: Situation, now: Situation) -> pd.DataFrame:
    """Each target reading with what was said on an earlier day and what is known of its end.

    The value of the deadline's year decides. "At least N" decides only where N alone settles the
    question, "about N" unless N is the target itself; a value under another definition than the
    baseline's decides nothing. Before the deadline nothing is decided, however far things are: a
    stock can fall again. A target that the latest value meets is "reached" until then.

    Parameters
    ----------
    then, now : Situation
        Of the same plan and region.

    Returns
    -------
    DataFrame
        READING, comparator, stated_comparator, target_value, value_high, deadline; said_target (its level as it
        stood then: a multiple moves with its baseline), said (probability then),
        said_status, said_value, said_low80, said_high80 (projected then for the deadline);
        outcome (a key of `OUTCOMES`), due (the deadline's year is over on the later day); value,
        value_year, qualifier, published, published_estimated, source_id (of the deadline, else
        the latest; for an event the date of its report); state (of an event); expected, low80,
        high80 (projected then for value_year), error (value − expected), relative, place (a key
        of `PLACES`, "" where nothing could be compared); met_now; brier and log (of `said`
        against the outcome; NaN while it is open).
    """
    goals = now.verdicts.pipe(_add_said, then).pipe(_add_value, now).pipe(_add_reports, now)
    at = int(update_days(now)[-1][:4])
    ends = _outcomes(goals, now.plan.indicators, at)
    ahead = (ends == "open") & (goals["status"] == "achieved")
    decided = goals.assign(outcome=np.where(ahead, "reached", ends))
    told = (
        decided.assign(due=decided["deadline"].astype("float64") < at)
        .pipe(_add_error, then, now)
        .pipe(_add_scores)
    )
    goal = ["comparator", "stated_comparator", "target_value", "value_high", "deadline"]
    said = ["said_target", "said", "said_status", "said_value", "said_low80", "said_high80"]
    value = ["value", "value_year", "qualifier", "published", "published_estimated", "source_id"]
    error = ["expected", "low80", "high80", "error", "relative", "place"]
    return told[
        [
            *READING,
            *goal,
            *said,
            "outcome",
            "due",
            *value,
            "state",
            *error,
            "met_now",
            "brier",
            "log",
        ]
    ].reset_index(drop=True)


def _add_said(goals: pd.DataFrame, then: Situation) -> pd.DataFrame:
    shown = {
        "probability": "said",
        "status": "said_status",
        "projected": "said_value",
        "target_value": "said_target",
        "low80": "said_low80",
        "high80": "said_high80",
    }
    earlier = then.verdicts[[*READING, *shown]].rename(columns=shown)
    kept = goals.drop(columns=["low80", "high80"]).rename(columns={"met": "met_now"})
    return kept.merge(earlier, on=READING, how="left")


def _add_value(goals: pd.DataFrame, now: Situation) -> pd.DataFrame:
    """The value of the deadline's year where there is one, else the latest before it."""
    shown = ["year", "value", "qualifier", "published", "published_estimated", "source_id"]
    seen = goals[[*READING, "deadline"]].merge(now.known[["indicator_id", *shown]])
    by_then = seen[seen["year"] <= seen["deadline"]].sort_values("year")
    last = by_then.drop_duplicates(READING, keep="last").rename(columns={"year": "value_year"})
    return goals.merge(last.drop(columns="deadline"), on=READING, how="left")


def _add_reports(goals: pd.DataFrame, now: Situation) -> pd.DataFrame:
    """An event's furthest state, with the day of the report in the place of a publication."""
    last = latest_events(now.events).set_index("indicator_id") if len(now.events) else None
    event = goals["reading"].isin(EVENT_KINDS)
    if last is None:
        return goals.assign(state=None)
    told = {
        c: goals["indicator_id"].map(last[s])
        for c, s in {"published": "date", "source_id": "source_id"}.items()
    }
    state = goals["indicator_id"].map(last["state"]).where(event)
    return goals.assign(
        state=state.astype(object).where(state.notna(), None),
        **{c: goals[c].where(~event, v) for c, v in told.items()},
    )


def _outcomes(goals: pd.DataFrame, indicators: pd.DataFrame, at: int) -> np.ndarray:
    event = goals["reading"].isin(EVENT_KINDS)
    at_end = (goals["value_year"] == goals["deadline"]).fillna(False).astype(bool)
    met, missed = _settled(goals)
    return np.select(
        [
            event & goals["state"].eq(EVENT_ACHIEVED),
            event,
            _redefined(goals, indicators, at),
            ~at_end | goals["target_value"].isna(),
            met,
            missed,
        ],
        ["met", "open", "redefined", "open", "met", "missed"],
        "undecided",
    )


def _settled(goals: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Whether a value, as exact as it is, proves the target met, and whether it proves it missed."""
    at_least, about = goals["qualifier"] == "at_least", goals["qualifier"] == "about"
    rising = goals["comparator"].isin([">=", ">"])
    holds = _holds(goals, goals["comparator"])
    fails = _holds(goals, goals["comparator"].map(OPPOSITE))
    vague = about & (goals["value"] == goals["target_value"])
    met = holds & ~(at_least & ~rising) & ~vague
    missed = fails & ~(at_least & rising) & ~vague
    return met.to_numpy(), missed.to_numpy()


def _holds(goals: pd.DataFrame, comparator: pd.Series) -> pd.Series:
    results = [
        bool(REACHED[c](v, g)) if pd.notna(v) and pd.notna(g) else False
        for v, g, c in zip(goals["value"], goals["target_value"], comparator, strict=True)
    ]
    return pd.Series(results, index=goals.index, dtype=bool)


def _redefined(goals: pd.DataFrame, indicators: pd.DataFrame, at: int) -> pd.Series:
    """Whether the definition changed after the baseline, by the deadline and by the year `at`."""
    table = breaks(indicators).merge(
        goals[["indicator_id", "target_id", "baseline_year", "deadline"]], on="indicator_id"
    )
    inside = (table["year"] > table["baseline_year"]) & (table["year"] <= table["deadline"])
    gone = inside.fillna(False) & (table["year"] <= at)
    return goals["target_id"].isin(table.loc[gone, "target_id"])


def _add_error(goals: pd.DataFrame, then: Situation, now: Situation) -> pd.DataFrame:
    """What had been projected for the year of the value, from the earlier day on."""
    shown = {"middle": "expected", "low80": "low80", "high80": "high80", "place": "place"}
    told = hindsight(then, now)[["target_id", "reading", "year", *shown]].rename(columns=shown)
    both = goals.merge(
        told.drop_duplicates(["target_id", "reading"]), on=["target_id", "reading"], how="left"
    )
    same = (both["year"] == both["value_year"]).fillna(False).astype(bool)
    for column in ("expected", "low80", "high80"):
        both[column] = both[column].astype("float64").where(same)
    error = both["value"].astype("float64") - both["expected"]
    return both.assign(
        place=both["place"].where(same, "").fillna(""),
        error=error,
        relative=error / both["expected"].where(both["expected"] != 0).abs(),
    )


def _add_scores(goals: pd.DataFrame) -> pd.DataFrame:
    """Brier (p − o)² and logarithmic −ln p(o), of what was said on the earlier day."""
    came = goals["outcome"].map({"met": 1.0, "missed": 0.0}).astype("float64")
    return goals.assign(**scores_of(goals["said"].astype("float64"), came))


def scores_of(said: pd.Series, came: pd.Series) -> dict[str, pd.Series]:
    """Scores of probabilities against outcomes of 1 or 0; NaN where either is missing.

    Returns
    -------
    dict
        brier: (p − o)²; log: −ln of the probability given to what came, held inside
        [SUREST, 1 − SUREST].
    """
    held = said.clip(SUREST, 1 - SUREST)
    given = held.where(came == 1.0, 1.0 - held)
    return {"brier": (said - came) ** 2, "log": -np.log(given.where(came.notna()))}


# --- for readers ------------------------------------------------------------------------------


def outcome_words(found: Retrospective, *, lang: str = "zh") -> Text:
    """How many targets are decided, how we scored, and how the latest values lay."""
    rows = found.rows
    counts = rows["outcome"].value_counts()
    parts = [(pick(OUTCOMES[o], lang), int(counts[o])) for o in OUTCOMES if o in counts]
    placed = rows[rows["place"] != ""].drop_duplicates("indicator_id")
    inside = int((placed["place"] == "inside").sum())
    say = _summary_zh if lang == "zh" else _summary_en
    silent = len(rows) - len(_told(rows))
    return Text((say(len(rows), parts, rows.dropna(subset="brier"), len(placed), inside, silent),))


def _summary_zh(
    n: int, parts: list, scored: pd.DataFrame, placed: int, inside: int, silent: int
) -> str:
    said = f"回头看{n}个目标读法：{'，'.join(f'{name}{count}个' for name, count in parts)}。"
    score = (
        f"其中{len(scored)}个印发时给过概率，平均Brier得分{scored['brier'].mean():.3f}"
        f"（一律说五成为{COIN}），对数得分{scored['log'].mean():.3f}。"
        if len(scored)
        else "给过概率的目标，本库都还没有最终结果，因此没有得分。"
    )
    way = f"此后有新数的{placed}个指标中，{inside}个落在印发时的80%区间内。" if placed else ""
    rest = f"另有{silent}个既没有说过概率，本库也没有数或报道，下面不列。" if silent else ""
    return said + score + way + rest


def _summary_en(
    n: int, parts: list, scored: pd.DataFrame, placed: int, inside: int, silent: int
) -> str:
    told = [
        f"Looking back on {n} target readings: {', '.join(f'{c} {w}' for w, c in parts)}.",
        f"{len(scored)} of them had been given a probability at issue: mean Brier score "
        f"{scored['brier'].mean():.3f} ({COIN} for always saying one half), log score "
        f"{scored['log'].mean():.3f}."
        if len(scored)
        else "This collection holds the final outcome of no target that was given a probability, so there is "
        "no score.",
        f"Of {placed} indicators with figures since, {inside} lay inside the 80% interval given at issue."
        if placed
        else "",
        f"Not listed below: {silent} readings of which nothing was said and nothing is in this collection."
        if silent
        else "",
    ]
    return " ".join(part for part in told if part)


def outcome_sentences(found: Retrospective, *, lang: str = "zh") -> Text:
    """For each target of which anything was said or is known: then, since, the error, the end."""
    names, units = indicator_names(found.now.plan, lang), indicator_units(found.now.plan)
    told = _told(found.rows)
    say = _sentence_zh if lang == "zh" else _sentence_en
    lines = tuple(say(r, names, units[r.indicator_id], found) for r in told.itertuples())
    none = (
        "此前没有说过什么，本库也没有数。",
        "Nothing was said before, and this collection holds nothing.",
    )
    return Text(lines, "ul") if lines else Text((pick(none, lang),))


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """The targets of which anything was said or is known, or that are due."""
    return rows[rows[["said", "value", "state"]].notna().any(axis=1) | rows["due"]]


def _sentence_zh(r, names: pd.Series, unit: str, found: Retrospective) -> str:
    goal = wording.target(wording.comparator_of(r), r.target_value, r.value_high, unit, "zh")
    aim = f"（{year(r.deadline)}年目标{goal}）" if goal != wording.MISSING else ""
    parts = [
        _said(r, "zh"),
        _value_zh(r, unit),
        _error_zh(r, unit),
        _end_zh(r),
    ]
    name = with_reading(names[r.indicator_id], r.reading, "zh")
    return f"{name}{aim}：{'；'.join(p for p in parts if p)}。"


def _said(r, lang: str) -> str:
    """What was said at issue; nothing is said of the chance of an event."""
    if r.reading in EVENT_KINDS:
        return ""
    if pd.isna(r.said):
        return pick(("印发时给不出概率", "no probability could be given at issue"), lang)
    chance = percent(r.said)
    return pick((f"印发时说达标概率{chance}", f"given a probability of {chance} at issue"), lang)


def _value_zh(r, unit: str) -> str:
    if pd.notna(r.state):
        state = wording.name_of(wording.EVENT_STATES, r.state, "zh")
        return f"最近的报道是“{state}”（{day(r.published)}）"
    if pd.isna(r.value):
        return "本库没有相关报道" if r.reading in EVENT_KINDS else "本库没有数"
    known = {"at_least": "至少", "about": "约", "provisional": "初步数"}.get(r.qualifier, "")
    return (
        f"{year(r.value_year)}年公布{known}{quantity(r.value, unit, 'zh', observed=True)}"
        f"（{day(r.published)}{'*' if r.published_estimated else ''}）"
    )


def _error_zh(r, unit: str) -> str:
    if not r.place:
        return ""
    span = interval(r.expected, r.low80, r.high80, unit, "zh")
    size = (
        percent(abs(r.relative), 1) if pd.notna(r.relative) else quantity(abs(r.error), unit, "zh")
    )
    side = f"{'高' if r.error > 0 else '低'}了{size}"
    if _as_projected(r, unit):
        return f"印发时推算该年为{span}，实际与推算相同"
    least = "至少" if r.qualifier == "at_least" and r.error > 0 else ""
    return f"印发时推算该年为{span}，实际{least}{side}，{pick(PLACES[r.place], 'zh')}"


def _as_projected(r, unit: str) -> bool:
    """Whether a reader sees the same number for the projection and for what came."""
    return wording.number(r.expected, unit) == wording.number(r.value, unit)


def _end_zh(r) -> str:
    end = year(r.deadline)
    match r.outcome:
        case "open" if pd.notna(r.state):
            return "还不能算实现" + ("，期限已过" if r.due else "")
        case "open" | "reached":
            late = "，期限已过" if r.due else ""
            ahead = f"{year(r.value_year)}年已达到，" if r.outcome == "reached" else ""
            return f"{ahead}本库未收录{end}年的数{late}"
        case "redefined":
            return f"口径在{end}年以前已经调整，新口径的数与目标不可比"
        case "undecided":
            return "现有的数不足以判定是否实现"
    score = f"，Brier得分{r.brier:.3f}，对数得分{r.log:.3f}" if pd.notna(r.brier) else ""
    return f"{pick(OUTCOMES[r.outcome], 'zh')}{score}"


def _sentence_en(r, names: pd.Series, unit: str, found: Retrospective) -> str:
    goal = wording.target(wording.comparator_of(r), r.target_value, r.value_high, unit, "en")
    aim = f" ({goal} by {year(r.deadline)})" if goal != wording.MISSING else ""
    parts = [
        _said(r, "en"),
        _value_en(r, unit),
        _error_en(r, unit),
        _end_en(r),
    ]
    name = with_reading(names[r.indicator_id], r.reading, "en")
    return f"{name}{aim}: {'; '.join(p for p in parts if p)}."


def _value_en(r, unit: str) -> str:
    if pd.notna(r.state):
        state = wording.name_of(wording.EVENT_STATES, r.state, "en")
        return f"the latest report says “{state}” ({day(r.published)})"
    if pd.isna(r.value):
        return f"no {'report' if r.reading in EVENT_KINDS else 'figure'} in this collection"
    known = {"at_least": "at least ", "about": "about ", "provisional": "provisionally "}
    return (
        f"{known.get(r.qualifier, '')}{quantity(r.value, unit, 'en', observed=True)} in "
        f"{year(r.value_year)} (published {day(r.published)}{'*' if r.published_estimated else ''})"
    )


def _error_en(r, unit: str) -> str:
    if not r.place:
        return ""
    span = interval(r.expected, r.low80, r.high80, unit, "en")
    size = (
        percent(abs(r.relative), 1) if pd.notna(r.relative) else quantity(abs(r.error), unit, "en")
    )
    side = f"{size} {'higher' if r.error > 0 else 'lower'}"
    if _as_projected(r, unit):
        return f"projected at issue for that year: {span}; it came as projected"
    least = "at least " if r.qualifier == "at_least" and r.error > 0 else ""
    return (
        f"projected at issue for that year: {span}; the outcome was {least}{side}, "
        f"{pick(PLACES[r.place], 'en')}"
    )


def _end_en(r) -> str:
    end = year(r.deadline)
    match r.outcome:
        case "open" if pd.notna(r.state):
            return "not yet to be counted as met" + (", though it is due" if r.due else "")
        case "open" | "reached":
            late = ", though it is due" if r.due else ""
            ahead = f"reached in {year(r.value_year)}; " if r.outcome == "reached" else ""
            return f"{ahead}no {end} figure in this collection{late}"
        case "redefined":
            return f"the definition changed before {end}: new figures cannot be compared with the target"
        case "undecided":
            return "the figures do not decide whether it was met"
    score = f", Brier score {r.brier:.3f}, log score {r.log:.3f}" if pd.notna(r.brier) else ""
    return f"{pick(OUTCOMES[r.outcome], 'en')}{score}"


def outcome_table(found: Retrospective, *, lang: str = "zh") -> Table:
    """Each target with anything to tell: said at issue, each year since, what came out, the score."""
    plan = found.now.plan
    names, units = indicator_names(plan, lang), indicator_units(plan)
    by_target = {key: rows for key, rows in found.updates.groupby(READING, sort=False)}
    cells = [
        {
            "name": with_reading(names[r.indicator_id], r.reading, lang),
            "target": _goal(r, units[r.indicator_id], lang),
            "said": percent(r.said),
            "updates": _updates(by_target[(r.target_id, r.indicator_id, r.reading)]),
            "latest": _actual(r, units[r.indicator_id], lang),
            "outcome": pick(OUTCOMES[r.outcome], lang),
            "score": wording.MISSING if pd.isna(r.brier) else f"{r.brier:.3f} / {r.log:.3f}",
        }
        for r in _told(found.rows).itertuples()
    ]
    columns = ["name", "target", "said", "updates", "latest", "outcome", "score"]
    if found.rows["brier"].isna().all():
        columns.remove("score")  # nothing is scored yet: the summary says so
    numeric = ("target", "said", "latest", "score")
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=numeric)


def _goal(r, unit: str, lang: str) -> str:
    if r.reading in EVENT_KINDS:
        goal = wording.name_of(wording.READINGS, r.reading, lang)
    else:
        goal, then = (
            wording.target(wording.comparator_of(r), value, r.value_high, unit, lang)
            for value in (r.target_value, r.said_target)
        )
        if pd.notna(r.said):
            goal = wording.then_now(then, goal, lang)
    return f"{goal}（{year(r.deadline)}）" if lang == "zh" else f"{goal} ({year(r.deadline)})"


def _updates(rows: pd.DataFrame) -> str:
    """The probability at the end of each year, each run of the same once, with its mark."""
    told = [
        f"{r.as_of.year}: {STATUSES.loc[r.status, 'mark'] if r.status in STATUSES.index else ''} "
        f"{percent(r.probability)}"
        for r in rows.drop_duplicates("as_of", keep="last").iloc[1:].itertuples()
        if pd.notna(r.probability)
    ]
    return " → ".join(told) or wording.MISSING


def mark_note(lang: str = "zh") -> Text:
    """What the marks before the probabilities stand for."""
    marks = [f"{s['mark']} {s[f'name_{lang}']}" for _, s in STATUSES.iterrows()]
    return Text(
        (("，" if lang == "zh" else ", ").join(marks) + ("。" if lang == "zh" else "."),), "note"
    )


def _actual(r, unit: str, lang: str) -> str:
    if pd.notna(r.state):
        state = wording.name_of(wording.EVENT_STATES, r.state, lang)
        return f"{state}，{day(r.published)}" if lang == "zh" else f"{state}, {day(r.published)}"
    if pd.isna(r.value):
        return wording.MISSING
    sign = {"at_least": "≥", "about": "≈"}.get(r.qualifier, "")
    value = f"{sign}{quantity(r.value, unit, lang, observed=True)}"
    when = year(r.value_year)
    return f"{value}（{when}）" if lang == "zh" else f"{value} ({when})"


def score_rows(found: Retrospective) -> pd.DataFrame:
    """Every probability given to a target that is decided by now, with its scores.

    Returns
    -------
    DataFrame
        as_of, READING, probability, status, outcome, brier, log.
    """
    ends = found.rows.loc[found.rows["outcome"].isin(["met", "missed"]), [*READING, "outcome"]]
    told = found.updates.dropna(subset="probability").merge(ends, on=READING)
    came = told["outcome"].map({"met": 1.0, "missed": 0.0}).astype("float64")
    scored = told.assign(**scores_of(told["probability"].astype("float64"), came))
    return scored[["as_of", *READING, "probability", "status", "outcome", "brier", "log"]]


def score_words(found: Retrospective, *, lang: str = "zh") -> Text:
    """Mean scores by the day of the statement, over the targets decided by now."""
    rows = score_rows(found)
    if rows.empty:
        none = (
            "给过概率的目标，本库都还没有最终结果；收录期末年份的数以后才能打分。",
            "No target with a probability is decided in this collection yet; scores wait for the figures "
            "of the deadline's year.",
        )
        return Text((pick(none, lang),))
    by_day = rows.groupby("as_of")[["brier", "log"]].mean().assign(n=rows.groupby("as_of").size())
    return Text(tuple(_scored(d, lang) for d in by_day.itertuples()), "ul")


def _scored(d, lang: str) -> str:
    if lang == "zh":
        return f"{day(d.Index)}说的{d.n}个概率：平均Brier得分{d.brier:.3f}，对数得分{d.log:.3f}。"
    many = "probability" if d.n == 1 else "probabilities"
    return (
        f"{d.n} {many} stated as of {day(d.Index)}: mean Brier score {d.brier:.3f}, log score "
        f"{d.log:.3f}."
    )
