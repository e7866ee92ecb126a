"""What 05 tells of its own: the targets by the plan's groups, what to watch, the documents."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..judging.attainment import EVENT_KINDS, promises
from ..judging.situations import Situation
from ..records.plans import PLAN_SOURCE, Plan
from .kit import wording
from .kit.folds import Fold, Folds, Shown, Together, counted_verdicts, group_name, grouped
from .kit.grammar import say
from .kit.names import target_names
from .kit.table import Table
from .kit.text import Text
from .kit.verdict_table import verdict_table_of
from .kit.wording import pick
from .projections import untargeted_sentences
from .targets import event_rule, event_table


def group_folds(now: Situation, *, lang: str = "zh") -> Shown:
    """The targets by the groups of plan.toml, each folded under its counts.

    Numbers come as a verdict table, events as an evidence table; their sentences and charts stand
    in 04.
    """
    parts = [
        Fold(group_name(g, lang), counted_verdicts(rows, lang), Together(_shown(rows, now, lang)))
        for g, rows in grouped(now.verdicts, now.plan)
    ]
    return Folds(tuple(parts), lang)


def _shown(rows: pd.DataFrame, now: Situation, lang: str) -> tuple:
    events = rows[rows["reading"].isin(EVENT_KINDS)]
    counted = rows[~rows["reading"].isin(EVENT_KINDS)]
    parts: list = []
    if len(counted):
        parts.append(verdict_table_of(counted, now, lang=lang))
    if len(events):
        parts.append(event_rule(lang))
        parts.append(event_table(events, now.events, now.plan, now.sources, lang=lang))
    return tuple(parts)


WATCHED = (
    ("behind", ("落后或有风险", "Behind or at risk")),
    (
        "undecided",
        (
            "期限已到，公布的数还不足以判定",
            "The deadline has come, and the published figures do not show the outcome",
        ),
    ),
    (
        "overdue",
        (
            "期限已到，本库没有结果，建议请主管部门提供",
            "The deadline has come and this collection holds no result; ask the body in charge",
        ),
    ),
    (
        "silent",
        (
            "本库没有可用的数，建议请主管部门提供",
            "No usable figure in this collection; ask the bureau in charge",
        ),
    ),
    ("unseen", ("事件类目标，尚未见报道", "Events of which no report was found")),
    ("under_way", ("事件类目标，已有进展，还不算达到", "Events under way, not yet achieved")),
    ("broken", ("口径已变，需重新约定目标", "Definition changed; the target needs restating")),
    (
        "broken_over",
        (
            "期限已到，口径中途改变，公布的数与目标不可比",
            "The deadline has come, and the definition changed on the way: not comparable",
        ),
    ),
)


def watch_list(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """What to watch: targets behind, those nobody gives figures or reports for, stale ones."""
    best = promises(verdicts)
    names = _with_body(target_names(best, plan, lang), best, lang)
    why, unknown = best["reason"], best["status"] == "not_assessable"
    # A report of the state carries no year of its own; the newest figure says how far we see.
    come = best["over"] | (best["deadline"] <= best["latest_year"].max()).fillna(False)
    broken = why == "definition_break"
    overdue = unknown & come & ~broken
    masks = {
        "behind": best["status"].isin(["off_track", "at_risk"]),
        "undecided": best["status"] == "not_shown",
        "overdue": overdue,
        "silent": why.isin(["no_observation", "one_point", "before_baseline"]) & ~overdue,
        "unseen": (why == "no_evidence") & ~overdue,
        "under_way": (why == "event") & ~overdue,
        "broken": broken & ~come,
        "broken_over": broken & come,
    }
    colon, between = pick((("：", "、"), (": ", "; ")), lang)
    return Text(
        tuple(
            f"{pick(words, lang)}{colon}" + between.join(dict.fromkeys(names[masks[key]]))
            for key, words in WATCHED
            if masks[key].any()
        ),
        "ul",
    )


def _with_body(names: pd.Series, best: pd.DataFrame, lang: str) -> pd.Series:
    """Names with who is to see to each, where the plan says."""
    body = best["responsible"].fillna("") if "responsible" in best else pd.Series("", names.index)
    told = names + body.map(lambda b: pick((f"（{b}）", f" ({b})"), lang))
    return told.where(body != "", names)


def source_fold(now: Situation, *, lang: str = "zh") -> Folds:
    """`source_table` of a situation, closed until it is asked for."""
    table = source_table(
        now.known, now.verdicts, now.plan, now.sources, events=now.events, lang=lang
    )
    said = say("{n}份文件", "{n} document{n:s}", {"n": len(table.frame)}, lang=lang)
    return Folds((Fold(pick(DOCUMENTS, lang), said, table),), lang)


DOCUMENTS = ("全部来源", "Every source")


def untargeted_fold(now: Situation, *, lang: str = "zh") -> Folds:
    """What the plan counts and sets no target for, closed until it is asked for."""
    told = untargeted_sentences(now.untargeted, now.plan, lang=lang)
    n = now.untargeted["indicator_id"].nunique()
    said = say("{n}个指标", "{n} indicator{n:s}", {"n": n}, lang=lang)
    return Folds((Fold(pick(WITHOUT_TARGET, lang), said, told),), lang)


WITHOUT_TARGET = ("规划列出、没有设目标的指标", "Counted, with no target in this plan")


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
