"""What 05 tells of its own: the targets by the plan's groups, what to watch, the documents."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..judging.attainment import EVENT_KINDS, promises
from ..judging.situations import Situation
from ..records.plans import PLAN_SOURCE, Plan
from .kit import wording
from .kit.fan_grid import small_multiples
from .kit.fan_words import how_to_read
from .kit.folds import LONG, Fold, Together, counted_verdicts, group_name, grouped
from .kit.names import target_names
from .kit.table import Table
from .kit.text import Sections, Text
from .kit.verdict_sentences import cited_sentences
from .kit.verdict_table import verdict_table_of
from .kit.wording import pick
from .targets import event_rule, event_table


def group_sections(now: Situation, *, lang: str = "zh") -> Sections:
    """One section per group of plan.toml, and one for the targets outside every group.

    Numbers come as a verdict table, sentences and small charts; events as an evidence table. Of
    many targets each group is folded under its counts, and the charts are left to 04.
    """
    many = len(now.verdicts) > LONG
    sections = []
    for g, rows in grouped(now.verdicts, now.plan):
        shown = _shown(rows, now, lang, charted=not many)
        if many:
            shown = (Fold(counted_verdicts(rows, lang), "", Together(shown)),)
        sections.append((g["id"], group_name(g, lang), shown))
    return Sections(tuple(sections))


def _shown(rows: pd.DataFrame, now: Situation, lang: str, *, charted: bool) -> tuple:
    events = rows[rows["reading"].isin(EVENT_KINDS)]
    counted = rows[~rows["reading"].isin(EVENT_KINDS)]
    parts: list = []
    if len(counted):
        parts.append(verdict_table_of(counted, now, lang=lang))
        parts.append(cited_sentences(counted, now, lang=lang))
    if len(counted) and charted:
        charts = small_multiples(now.projections, now.plan, counted, sources=now.sources, lang=lang)
        parts += [how_to_read(lang), charts] if charts.charts else []
    if len(events):
        parts.append(event_rule(lang))
        parts.append(event_table(events, now.events, now.plan, now.sources, lang=lang))
    return tuple(parts)


WATCHED = (
    ("behind", ("落后或有风险", "Behind or at risk")),
    (
        "overdue",
        ("期限已到，本库没有结果", "The deadline has come and this collection holds no result"),
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
)


def watch_list(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """What to watch: targets behind, those nobody gives figures or reports for, stale ones."""
    best = promises(verdicts)
    names = target_names(best, plan, lang)
    why, unknown = best["reason"], best["status"] == "not_assessable"
    # A report of the state carries no year of its own; the newest figure says how far we see.
    overdue = unknown & (best["deadline"] <= best["latest_year"].max())
    masks = {
        "behind": best["status"].isin(["off_track", "at_risk"]),
        "overdue": overdue,
        "silent": why.isin(["no_observation", "one_point", "before_baseline"]) & ~overdue,
        "unseen": (why == "no_evidence") & ~overdue,
        "under_way": (why == "event") & ~overdue,
        "broken": why == "definition_break",
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
