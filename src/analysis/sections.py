"""Sections of a briefing that follow the plan's own grouping of its targets."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from .attainment import EVENT_KINDS
from .charts import small_multiples
from .sentences import sentences
from .situations import Situation
from .tables import event_table, verdict_table
from .wording import pick

OTHERS = {"id": "others", "name_zh": "其他目标", "name_en": "Everything else"}


@dataclass(frozen=True)
class Sections:
    """Headed sections, each a list of things that can show themselves as HTML."""

    parts: tuple[tuple[str, str, tuple], ...]

    def _repr_html_(self) -> str:
        return "".join(
            f'<section><h2 id="{html.escape(anchor)}">{html.escape(title)}</h2>'
            f"{''.join(p._repr_html_() for p in shown)}</section>"
            for anchor, title, shown in self.parts
        )


def group_sections(now: Situation, *, lang: str = "zh") -> Sections:
    """One section per group of plan.toml, and one for the targets outside every group.

    Numbers come as a verdict table, sentences and small charts; events as an evidence table.
    """
    groups = now.plan.meta.get("groups", [])
    grouped = {i for g in groups for i in g["indicators"]}
    rest = now.verdicts[~now.verdicts["indicator_id"].isin(grouped)]
    chosen = [(g, now.verdicts[now.verdicts["indicator_id"].isin(g["indicators"])]) for g in groups]
    if len(rest):
        chosen.append((OTHERS, rest))
    return Sections(
        tuple((g["id"], pick((g["name_zh"], g["name_en"]), lang), _shown(rows, now, lang))
              for g, rows in chosen if len(rows))
    )  # fmt: skip


def _shown(rows: pd.DataFrame, now: Situation, lang: str) -> tuple:
    events = rows[rows["reading"].isin(EVENT_KINDS)]
    counted = rows[~rows["reading"].isin(EVENT_KINDS)]
    parts: list = []
    if len(counted):
        parts.append(verdict_table(counted, now.plan, lang=lang))
        parts.append(sentences(counted, now.plan, lang=lang))
        parts.append(
            small_multiples(now.projections, now.plan, counted, sources=now.sources, lang=lang)
        )
    if len(events):
        parts.append(event_table(events, now.events, now.plan, now.sources, lang=lang))
    return tuple(parts)
