"""Sections of a briefing that follow the plan's own grouping of its targets."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from ..judging.attainment import EVENT_KINDS
from ..judging.situations import Situation
from .charts import small_multiples
from .kit.provenance import Note, notes
from .kit.text import Folded, Sections, Text
from .kit.wording import pick
from .scorecard import VerdictTable, verdict_table
from .sentences import event_rule, sentences
from .tables import event_table

OTHERS = {"id": "others", "name_zh": "其他目标", "name_en": "Everything else"}
READ_FAN = (
    (
        "怎样读这些图",
        "实线是公布数，虚线是中位推算；深色带是80%区间，浅色带是95%区间。菱形是目标，点线是从基期直走到"
        "目标的路径：推算低于点线，就是落后。空心点是约数或下限；竖虚线是口径调整，线不跨过它解读。",
    ),
    (
        "How to read these charts",
        "Solid: published. Dashed: the median projection, in bands that hold 80 % and 95 %. The "
        "diamond is the target, the dotted line the straight path to it from the baseline: a "
        "projection below it is behind. Hollow points are rounded or lower bounds; nothing is "
        "compared across a dashed vertical line, where the definition changed.",
    ),
)


@dataclass(frozen=True)
class CitedText:
    """A list of sentences, each with the note that says where its numbers come from."""

    parts: tuple[tuple[str, Note], ...]

    def __str__(self) -> str:
        return "\n".join(text for text, _ in self.parts)

    def _repr_html_(self) -> str:
        lines = (f"<li>{html.escape(text)} {note.__html__()}</li>" for text, note in self.parts)
        return f'<ul class="cited">{"".join(lines)}</ul>' if self.parts else ""


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
        tuple(
            (g["id"], pick((g["name_zh"], g["name_en"]), lang), _shown(rows, now, lang))
            for g, rows in chosen
            if len(rows)
        )
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
    )


def cited_sentences(verdicts: pd.DataFrame, now: Situation, *, lang: str = "zh") -> CitedText:
    """One sentence per target with a number and an observation, with its sources."""
    behind = notes(verdicts, now.plan, known=now.known, documents=now.documents, lang=lang)
    told = [sentences(verdicts.iloc[[at]], now.plan, lang=lang) for at in range(len(verdicts))]
    return CitedText(
        tuple((str(text), note) for text, note in zip(told, behind, strict=True) if text.parts)
    )


def how_to_read(lang: str = "zh") -> Folded:
    """What the marks of a fan chart mean."""
    title, text = pick(READ_FAN, lang)
    return Folded(title, Text((text,)))


def _shown(rows: pd.DataFrame, now: Situation, lang: str) -> tuple:
    events = rows[rows["reading"].isin(EVENT_KINDS)]
    counted = rows[~rows["reading"].isin(EVENT_KINDS)]
    parts: list = []
    if len(counted):
        parts.append(verdict_table_of(counted, now, lang=lang))
        parts.append(cited_sentences(counted, now, lang=lang))
        charts = small_multiples(now.projections, now.plan, counted, sources=now.sources, lang=lang)
        parts += [how_to_read(lang), charts] if charts.charts else []
    if len(events):
        parts.append(event_rule(lang))
        parts.append(event_table(events, now.events, now.plan, now.sources, lang=lang))
    return tuple(parts)
