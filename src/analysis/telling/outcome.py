"""What notebook 09 says: what was said of each target, and what came of it."""

from __future__ import annotations

import pandas as pd

from ..judging.attainment import EVENT_KINDS, READING, promises
from ..judging.outcome import Retrospective, score_rows
from ..records.rounding import fixed
from ..records.vintages import FROM, UP_TO
from .kit import wording
from .kit.folds import Shown, folded
from .kit.names import indicator_names, indicator_units, target_titles
from .kit.statuses import OUTCOME_NAMES, STATUSES
from .kit.table import Table
from .kit.text import Text
from .kit.verdict_table import since_words
from .kit.wording import (
    PLACES,
    day,
    interval,
    percent,
    pick,
    quantity,
    with_reading,
    year,
)
from .outcome_evaluation import known_value

COIN = 0.25  # the Brier score of one half, whatever comes
NAMED = 6  # indicators that a sentence still names


def outcome_words(found: Retrospective, *, lang: str = "zh") -> Text:
    """How many targets are decided, how we scored, and how the latest values lay."""
    rows = found.rows
    counts = rows["outcome"].value_counts()
    parts = [(pick(OUTCOME_NAMES[o], lang), int(counts[o])) for o in OUTCOME_NAMES if o in counts]
    placed = rows[rows["place"] != ""].drop_duplicates("indicator_id")
    inside = int((placed["place"] == "inside").sum())
    say = _summary_zh if lang == "zh" else _summary_en
    silent = len(rows) - len(_told(rows))
    names = indicator_names(found.now.plan, lang).reindex(placed["indicator_id"])
    kept = (len(promises(found.now.verdicts)), len(rows))
    scored = rows.dropna(subset="brier")
    return Text((say(kept, parts, scored, list(names), inside, silent),))


def _summary_zh(
    kept: tuple[int, int],
    parts: list,
    scored: pd.DataFrame,
    placed: list[str],
    inside: int,
    silent: int,
) -> str:
    n, whole = kept
    lead = f"{n}项承诺" if n == whole else f"{n}项承诺，连同另写的倍数等共{whole}条"
    said = f"回头看{lead}：{'，'.join(f'{name}{count}条' for name, count in parts)}。"
    score = (
        f"其中{len(scored)}条印发时给过概率，平均Brier得分{fixed(scored['brier'].mean(), 3)}"
        f"（一律说五成为{COIN}），对数得分{fixed(scored['log'].mean(), 3)}。"
        if len(scored)
        else "印发那天给过概率的目标都还没有最终结果，那天的话不能计分。"
    )
    named = f"（{'、'.join(placed)}）" if len(placed) <= NAMED else ""
    way = (
        f"印发后有新数、能与当时的推算相比的{len(placed)}个指标{named}中，"
        f"{inside}个落在当时的80%区间内。"
        if placed
        else ""
    )
    rest = f"另有{silent}条既没有说过概率，本库也没有数或报道，下面不列。" if silent else ""
    return said + score + way + rest


def _summary_en(
    kept: tuple[int, int],
    parts: list,
    scored: pd.DataFrame,
    placed: list[str],
    inside: int,
    silent: int,
) -> str:
    n, whole = kept
    lead = f"{n} promises"
    lead += "" if n == whole else f", {whole} targets with the multiples and so on also written"
    named = f" ({', '.join(placed)})" if len(placed) <= NAMED else ""
    told = [
        f"Looking back on {lead}: {', '.join(f'{c} {w}' for w, c in parts)}.",
        f"{len(scored)} of them had been given a probability at issue: mean Brier score "
        f"{fixed(scored['brier'].mean(), 3)} ({COIN} for always saying one half), log score "
        f"{fixed(scored['log'].mean(), 3)}."
        if len(scored)
        else "No target that was given a probability at issue is decided yet, so that what was "
        "said that day has no score.",
        f"Of {len(placed)} indicators with figures since that can be held beside what was "
        f"projected then{named}, {inside} lay inside the 80% interval given at issue."
        if placed
        else "",
        f"Not listed below: {silent} targets of which nothing was said and nothing is in this "
        "collection."
        if silent
        else "",
    ]
    return " ".join(part for part in told if part)


def outcome_sentences(found: Retrospective, *, lang: str = "zh") -> Text:
    """For each target whose projection of the day of issue can be held beside what came."""
    names, units = indicator_names(found.now.plan, lang), indicator_units(found.now.plan)
    lines = tuple(
        _sentence(r, names[r.indicator_id], units[r.indicator_id], lang)
        for r in found.rows[found.rows["place"] != ""].itertuples()
    )
    none = (
        "印发那天的推算，还没有一项能与后来公布的数相比。",
        "No projection of the day of issue can be held beside a figure published since.",
    )
    return Text(lines, "ul") if lines else Text((pick(none, lang),))


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """The targets of which anything was said or is known, or that are due."""
    return rows[rows[["said", "value", "state"]].notna().any(axis=1) | rows["due"]]


def _sentence(r, indicator: str, unit: str, lang: str) -> str:
    name = with_reading(indicator, r.reading, lang)
    goal = wording.target(wording.comparator_of(r), r.target_value, r.value_high, unit, lang)
    if goal != wording.MISSING:
        end = year(r.deadline)
        name += pick((f"（{end}年目标{goal}）", f" ({goal} by {end})"), lang)
    parts = [_said(r, lang), _value(r, unit, lang), _error(r, unit, lang), _end(r, lang)]
    colon, semicolon, stop = pick((("：", "；", "。"), (": ", "; ", ".")), lang)
    return f"{name}{colon}{semicolon.join(p for p in parts if p)}{stop}"


def _said(r, lang: str) -> str:
    """What was said at issue."""
    if pd.isna(r.said):
        return pick(("印发时给不出概率", "no probability could be given at issue"), lang)
    chance = percent(r.said)
    return pick((f"印发时说达标概率{chance}", f"given a probability of {chance} at issue"), lang)


def _value(r, unit: str, lang: str) -> str:
    """The latest figure, as exact as it is."""
    on = day(r.published)
    on += "*" if r.published_estimated else ""
    at = year(r.value_year)
    if r.qualifier == "between":
        value = known_value(r, unit, lang)
        said = (f"由公布的占比等推出{at}年为{value}（{on}）", f"{value} in {at}, worked out ({on})")
    else:
        value = wording.published(r.value, r.qualifier, unit, lang)
        said = (f"{at}年公布{value}（{on}）", f"{value} in {at} (published {on})")
    return pick(said, lang)


def _error(r, unit: str, lang: str) -> str:
    """What had been projected for the year of the value, and where the value fell."""
    span, place = interval(r.expected, r.low80, r.high80, unit, lang), pick(PLACES[r.place], lang)
    lead = pick((f"印发时推算该年为{span}，", f"projected at issue for that year: {span}; "), lang)
    if wording.number(r.expected, unit) == wording.number(r.value, unit):
        return lead + pick(("实际与推算相同", "it came as projected"), lang)
    relative = pd.notna(r.relative)
    size = percent(abs(r.relative), 1) if relative else quantity(abs(r.error), unit, lang)
    bound = {**dict.fromkeys(FROM, -1), **dict.fromkeys(UP_TO, 1)}.get(r.qualifier, 0)
    if bound * r.error > 0:  # the true value may lie on either side of what was projected
        return lead + pick(("公布的只是界限，不能与推算相比", "the figure is only a bound"), lang)
    least = bound != 0
    side = ("高", "higher") if r.error > 0 else ("低", "lower")
    outcome = (
        f"实际{'至少' if least else ''}{side[0]}了{size}，{place}",
        f"the outcome was {'at least ' if least else ''}{size} {side[1]}, {place}",
    )
    return lead + pick(outcome, lang)


def _end(r, lang: str) -> str:
    """Whether the target was met, with the score; else what is missing to tell."""
    end, late = year(r.deadline), pick(("，期限已过", ", though it is due"), lang) if r.due else ""
    match r.outcome:
        case "open":
            return _no_figure(end, lang) + late
        case "reached":
            at = year(r.value_year)
            ahead = pick((f"{at}年已达到，", f"reached in {at}; "), lang)
            return ahead + _no_figure(end, lang) + late
        case "redefined":
            changed = (
                f"口径在{end}年以前已经调整，新口径的数与目标不可比",
                f"the definition changed before {end}: new figures cannot be compared with the "
                "target",
            )
            return pick(changed, lang)
        case "undecided":
            vague = (
                "现有的数不足以判定是否达到{}",
                "the figures do not show whether it was met{}",
            )
            return pick(vague, lang).format(_given(r, lang))
    name = pick(OUTCOME_NAMES[r.outcome], lang) + _since(r, lang)
    if pd.isna(r.brier):
        return name
    score = (
        f"，Brier得分{fixed(r.brier, 3)}，对数得分{fixed(r.log, 3)}",
        f", Brier score {fixed(r.brier, 3)}, log score {fixed(r.log, 3)}",
    )
    return name + pick(score, lang)


def _since(r, lang: str) -> str:
    """What came of it after the deadline."""
    said = since_words(r, lang)
    return pick((f"（{said}）", f" ({said})"), lang) if said else ""


def _given(r, lang: str) -> str:
    """The probability within what the figures allow."""
    if pd.isna(r.probability):
        return ""
    chance = percent(r.probability)
    return pick(
        (f"，就已知的数推算，达到的可能性{chance}", f"; given them, the chance is {chance}"), lang
    )


def _no_figure(end: str, lang: str) -> str:
    return pick((f"本库未收录{end}年的数", f"no {end} figure in this collection"), lang)


def outcome_table(found: Retrospective, *, lang: str = "zh") -> Shown:
    """Each target with anything to tell: said at issue and each year since, outcome, score."""
    plan = found.now.plan
    told = _told(found.rows)
    return folded(told, plan, lambda part: _outcomes(part, found, lang), lang=lang)


def _outcomes(rows: pd.DataFrame, found: Retrospective, lang: str) -> Table:
    plan = found.now.plan
    titles, units = target_titles(plan, lang), indicator_units(plan)
    by_target = {key: rows for key, rows in found.updates.groupby(READING, sort=False)}
    cells = [
        {
            "name": titles[r.target_id],
            "target": _goal(r, units[r.indicator_id], lang),
            "said": percent(r.said),
            "updates": _updates(by_target[(r.target_id, r.indicator_id, r.reading)]),
            "latest": _actual(r, units[r.indicator_id], lang),
            "outcome": pick(OUTCOME_NAMES[r.outcome], lang),
            "score": wording.MISSING
            if pd.isna(r.brier)
            else f"{fixed(r.brier, 3)} / {fixed(r.log, 3)}",
        }
        for r in rows.itertuples()
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
        f"{r.as_of.year}: {_mark(r.status)}{percent(r.probability)}"
        for r in rows.drop_duplicates("as_of", keep="last").iloc[1:].itertuples()
        if pd.notna(r.probability)
    ]
    return " → ".join(told) or wording.MISSING


def _mark(status: str) -> str:
    """A status's mark, which stays on the line of what follows it."""
    return f"{STATUSES.loc[status, 'mark']}\N{NO-BREAK SPACE}" if status in STATUSES.index else ""


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
    value, when = known_value(r, unit, lang), year(r.value_year)
    return f"{value}（{when}）" if lang == "zh" else f"{value} ({when})"


def score_words(found: Retrospective, *, lang: str = "zh") -> Text:
    """Mean scores by the day of the statement, over the targets decided by now."""
    rows = score_rows(found)
    if rows.empty:
        none = (
            "给过概率的目标，本库都还没有最终结果；收录期末年份的数以后才能打分。",
            "No target with a probability is decided in this collection yet; scores wait for the "
            "figures of the deadline's year.",
        )
        return Text((pick(none, lang),))
    by_day = rows.groupby("as_of")[["brier", "log"]].mean().assign(n=rows.groupby("as_of").size())
    return Text(tuple(_scored(d, lang) for d in by_day.itertuples()), "ul")


def _scored(d, lang: str) -> str:
    brier, log = fixed(d.brier, 3), fixed(d.log, 3)
    if lang == "zh":
        return f"{day(d.Index)}说的{d.n}个概率：平均Brier得分{brier}，对数得分{log}。"
    many = "probability" if d.n == 1 else "probabilities"
    return f"{d.n} {many} stated as of {day(d.Index)}: mean Brier score {brier}, log score {log}."
