"""What 04 tells: the state of every target, how the counts add up, what was reported of events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ..judging.attainment import EVENT_KINDS, LIKELY, latest_events, promises
from ..judging.situations import Situation
from ..projection.network import FARTHEST
from ..records.plans import Plan
from .kit import inline, wording
from .kit.cells import Badge, Lines, Named
from .kit.fan_grid import small_multiples
from .kit.fan_words import how_to_read
from .kit.folds import Shown, Together, counted, counted_verdicts, folded, group_name, grouped
from .kit.grammar import STOP, Clause, say, tell
from .kit.names import indicator_names, likelihood_name, reason_name, status_name, target_names
from .kit.rows import each
from .kit.statuses import REASONS, STATUSES
from .kit.table import Table
from .kit.text import Text
from .kit.verdict_sentences import cited_sentences
from .kit.verdict_table import force_name, responsible
from .kit.wording import in_year, percent, pick

MANY = 12  # judged targets that the headline can name one by one
HEADLINE = Clause(
    "{plan}共有{n}项可列出的目标（到{end:year}年），数据截至{last:year}年：{counts}。",
    "Of the {n} target{n:s} of {plan} (to {end:year}), on data to {last:year}: {counts}.",
)
HEADLINE_WITHOUT_DATA = Clause(
    "{plan}共有{n}项可列出的目标，尚无公布数据：{counts}。",
    "Of the {n} target{n:s} of {plan}, with nothing published yet: {counts}.",
)


def headline(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh", named: bool = True) -> Text:
    """The state of the whole plan in one sentence, counted by promise, not by reading.

    Parameters
    ----------
    named : bool
        Say which targets have which verdict, too; without it only of which another reading is
        worse: where a picture names them.
    """
    best = promises(verdicts)
    counts = best["status"].value_counts().reindex(STATUSES.index).dropna().astype(int)
    told = [counted(s, n, lang) for s, n in counts.items()]
    facts = {
        "plan": plan.meta[f"short_{lang}"],
        "n": len(best),
        "end": verdicts["deadline"].max(),
        "last": verdicts["latest_year"].max(),
        "counts": pick(("，", ", "), lang).join(told),
    }
    parts = [(HEADLINE, HEADLINE_WITHOUT_DATA)]
    said = tell(parts, facts, lang=lang, stop=False)
    best = best.assign(name=target_names(best, plan, lang))
    if not named:
        judged = best[best["status"] != "not_assessable"]
        return Text(tuple(filter(None, (said, _read_otherwise(verdicts, judged, plan, lang)))))
    if (best["status"] != "not_assessable").sum() > MANY and plan.meta.get("groups"):
        return Text((said, *_by_group(best, plan, lang)))
    return Text(tuple(filter(None, (said, _named(verdicts, best, plan, lang)))))


def _by_group(best: pd.DataFrame, plan: Plan, lang: str) -> list[str]:
    """A line for each of the plan's groups: how many have which verdict; its section names them."""
    colon = pick(("：", ": "), lang)
    return [
        group_name(group, lang) + colon + counted_verdicts(rows, lang) + STOP[lang]
        for group, rows in grouped(best, plan)
    ]


ELSEWHERE = Clause(
    "；{name}按{reading}算为{status}（概率{probability:share}）",
    "; {name} read as a {reading} is {status} (probability {probability:share})",
)


def _named(verdicts: pd.DataFrame, best: pd.DataFrame, plan: Plan, lang: str) -> str:
    """Which targets have which verdict, and which of them another reading judges worse."""
    comma, colon, semi = (
        pick(("、", ", "), lang),
        pick(("：", ": "), lang),
        pick(("；", "; "), lang),
    )
    judged = best[best["status"] != "not_assessable"]
    groups = [
        status_name(s, lang)
        + colon
        + comma.join(
            _with_chance(r.name, r.probability, lang) for r in each(judged[judged["status"] == s])
        )
        for s in STATUSES.index
        if (judged["status"] == s).any()
    ]
    said = semi.join(groups) + "".join(_worse_told(verdicts, judged, plan, lang))
    return said[:1].upper() + said[1:] + STOP[lang] if said else ""


def _worse_told(verdicts: pd.DataFrame, judged: pd.DataFrame, plan: Plan, lang: str) -> list[str]:
    names = indicator_names(plan, lang)
    return [
        tell(
            [ELSEWHERE],
            {
                "name": names[r.indicator_id],
                "probability": r.probability,
                "reading": wording.name_of(wording.READINGS, r.reading, lang),
                "status": status_name(r.status, lang),
            },
            lang=lang,
            stop=False,
        )
        for r in each(_worse(verdicts, judged))
    ]


def _read_otherwise(verdicts: pd.DataFrame, judged: pd.DataFrame, plan: Plan, lang: str) -> str:
    """Which targets another reading of the same sentence judges worse; empty where none."""
    told = "".join(_worse_told(verdicts, judged, plan, lang)).lstrip("；; ")
    return told + STOP[lang] if told else ""


def _with_chance(name: str, probability: float, lang: str) -> str:
    """A name with its probability, in figures and in words: 高新技术企业（52%，两可之间）."""
    word = likelihood_name(probability, lang)
    if not word:  # none is given, or it is settled
        return name
    open_, between, close = pick((("（", "，", "）"), (" (", ", ", ")")), lang)
    return f"{name}{open_}{percent(probability)}{between}{word}{close}"


def _worse(verdicts: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """The other readings of judged targets whose verdict comes later in `STATUSES`."""
    key = ["indicator_id", "deadline"]
    others = verdicts[
        ~verdicts["target_id"].isin(judged["target_id"]) & (verdicts["status"] != "not_assessable")
    ]
    both = others.merge(judged[[*key, "status"]], on=key, suffixes=("", "_counted"))
    rank = {s: at for at, s in enumerate(STATUSES.index)}
    return both[both["status"].map(rank) > both["status_counted"].map(rank)]


def one_by_one(now: Situation, *, lang: str = "zh") -> Shown:
    """A sentence with its sources and a small chart for each target, folded where they are many."""

    def show(rows: pd.DataFrame) -> Together:
        charts = small_multiples(now.projections, now.plan, rows, sources=now.sources, lang=lang)
        said = cited_sentences(rows, now, lang=lang)
        return Together((said, *((how_to_read(lang), charts) if charts.charts else ())))

    return folded(now.verdicts, now.plan, show, lang=lang, said=counted_verdicts)


TOTALS = Clause(
    "{readings}个读法分属{n}项目标：{numeric}项有数字（{numeric_readings}个读法），"
    "{events}项是事件；一句话有两种读法的，按绝对量计入",
    "The {readings} readings belong to {n} targets: {numeric} with a number "
    "({numeric_readings} readings) and {events} events; where a sentence has two readings the "
    "level counts",
)
FAR = Clause(
    "{far}项的期限离最新数据超过{years}年：推算没有检验过那么远，概率只供参考",
    "Due more than {years} years after the newest figure: {far} of the targets, farther than "
    "projections were tested, so that a probability is a rough guide",
)
UNKNOWN = Clause("。{n}项无法评估：{why}", ". Of these, {n} are not assessable: {why}")


def reconciliation(verdicts: pd.DataFrame, *, lang: str = "zh") -> Text:
    """How readings add up to targets, and why some of these cannot be assessed."""
    best = promises(verdicts)
    event = best["reading"].isin(EVENT_KINDS)
    why = best.loc[best["status"] == "not_assessable", "reason"].value_counts()
    counted = [
        say("{why}{n}项", "{why} {n}", {"why": reason_name(r, lang), "n": why[r]}, lang=lang)
        for r in REASONS.index
        if r in why.index
    ]
    facts = {
        "readings": len(verdicts),
        "n": len(best),
        "numeric": int((~event).sum()),
        "events": int(event.sum()),
        "numeric_readings": int((~verdicts["reading"].isin(EVENT_KINDS)).sum()),
    }
    unknown = {"n": int(why.sum()), "why": pick(("，", "; "), lang).join(counted)}
    ahead = best["deadline"] - best["latest_year"]
    far = {"far": int((ahead > FARTHEST).fillna(False).sum()), "years": int(FARTHEST)}
    told = tell([TOTALS], facts, lang=lang, stop=False) + tell([UNKNOWN], unknown, lang=lang)
    return Text((told, *([tell([FAR], far, lang=lang)] if far["far"] else [])), "note")


@dataclass(frozen=True)
class Tally:
    """How many promises have each status: a bar of parts, and the same in words below it."""

    counts: pd.Series
    lang: str

    def _repr_html_(self) -> str:
        total, parts, x = int(self.counts.sum()), [], 0.0
        for status, n in self.counts.items():
            width = 100 * n / total
            parts.append(
                f'<rect class="{status}" x="{x:.2f}" y="0" width="{width:.2f}" height="10"/>'
            )
            x += width
        items = "".join(
            f"<li>{Badge(str(status), self.lang).__html__()} <b>{n}</b></li>"
            for status, n in self.counts.items()
        )
        drawn = (
            '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
            f"{''.join(parts)}</svg>"
        )
        return inline.dressed(f'<div class="tally">{drawn}<ul>{items}</ul></div>')


def tally(verdicts: pd.DataFrame, *, lang: str = "zh") -> Tally:
    """Count the promises of each status that there is, in the order of `STATUSES`."""
    counts = promises(verdicts)["status"].value_counts().reindex(STATUSES.index).dropna()
    return Tally(counts.astype(int), lang)


def scale_note(lang: str = "zh") -> Text:
    """How a probability becomes a word."""
    likely = percent(LIKELY)
    if lang == "zh":
        return Text(
            (
                f"判断规则：达标概率不低于{likely}为进展顺利，低于{percent(1 - LIKELY)}为进展滞后，"
                "其间为存在风险；给不出概率时，按实际与所需年均增速之比（0.95、0.60）判断。"
                "期限已过的不再这样判断：数公布了的看结果，没有公布的为尚不能判定。",
            ),
            "note",
        )
    return Text(
        (
            f"Rule: on track from a probability of {likely}, off track below "
            f"{percent(1 - LIKELY)}, at risk between; where no probability can be given, by "
            "actual over promised annual growth (0.95 and 0.60). Once a deadline has passed none "
            "of these is said: the figure of its year decides, and without one the outcome is not "
            "shown.",
        ),
        "note",
    )


EVENT_RULE = (
    "突破以运行为准：有报道说已经运行，才算已达到；论证、启动、获批、设立都还在路上，宣布全覆盖只是宣布，"
    "都记为无法评估。规划只说“零”的突破，没有写到哪一步算数；这是本项目较严的读法。",
    "A breakthrough counts as achieved when it is reported to operate. Planned, started, approved "
    "and established are steps on the way, and a claim of full coverage is a claim: both stay not "
    "assessable. The plan itself speaks only of a breakthrough from zero and does not say which "
    "step counts; this is this project's stricter reading.",
)


def event_rule(lang: str = "zh") -> Text:
    """When an event counts as achieved."""
    return Text((pick(EVENT_RULE, lang),), "note")


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
                "name": _with_small(
                    Named(names[t.indicator_id], t.indicator_id), responsible(t, lang)
                ),
                "quote": "；".join(dict.fromkeys(t.quotes)),
                "target": _with_small(
                    wording.name_of(wording.READINGS, t.reading, lang) + in_year(t.deadline, lang),
                    force_name(t, lang),
                ),
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


def _with_small(first: object, second: str) -> object:
    """A cell with a small line below it, where there is one."""
    return Lines(first, second) if second else first
