"""A situation at one glance, as a notebook shows it."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from ..judging.situations import Situation
from .kit import inline, wording
from .kit.verdict_table import verdict_table
from .kit.wording import pick
from .targets import headline

WORDS = {
    "region": ("地区", "Region"),
    "as_of": ("观察时点", "As of"),
    "vintage": ("数据更新至", "Data published to"),
    "now": ("本库全部数据", "all data held here"),
}


@dataclass(frozen=True)
class Card:
    """A heading, what it is of, and things below that can show themselves."""

    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple

    def _repr_html_(self) -> str:
        facts = " · ".join(f"{html.escape(k)} {html.escape(v)}" for k, v in self.facts)
        with inline.undressed():
            below = "".join(part._repr_html_() for part in self.parts)
        return inline.dressed(
            f'<p><strong>{html.escape(self.title)}</strong></p><p class="note">{facts}</p>{below}'
        )


def situation_card(now: Situation, *, lang: str = "zh") -> Card:
    """Plan, region, day and vintage, the headline, and the verdicts that have a number."""
    numbered = now.verdicts[now.verdicts["target_value"].notna()]
    facts = (
        (pick(WORDS["region"], lang), now.region_name(lang)),
        (pick(WORDS["as_of"], lang), now.as_of or pick(WORDS["now"], lang)),
        (
            pick(WORDS["vintage"], lang),
            wording.MISSING if pd.isna(now.vintage) else wording.day(now.vintage),
        ),
    )
    parts = (
        headline(now.verdicts, now.plan, lang=lang),
        verdict_table(numbered, now.plan, lang=lang),
    )
    return Card(wording.plain(now.plan.meta[pick(("title", "title_en"), lang)]), facts, parts)
