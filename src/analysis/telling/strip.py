"""The picture at the head of 05: every promise in the lane of its verdict, by its odds."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from ..judging.attainment import promises
from ..records.plans import Plan
from .kit import inline
from .kit.cells import Badge
from .kit.names import target_names
from .kit.rows import each
from .kit.statuses import STATUSES
from .kit.wording import percent, pick

SPELLED_OUT = 8  # promises of a lane without odds that are named at once; more when asked for
# What is decided or not assessable has no odds; the rest stand by theirs.
BY_ODDS = ("met_so_far", "on_track", "at_risk", "off_track", "not_shown")
NAMED = ("点开看名称", "show their names")
HOW = (
    "每格一项目标；横条长短是达标概率。",
    "One box a target; the bar in it is the probability of its being met.",
)


@dataclass(frozen=True)
class Strip:
    """Lanes of promises, one a verdict: a picture that is text, on any screen and on paper.

    Attributes
    ----------
    rows : DataFrame
        name, status, probability; in the order shown.
    """

    rows: pd.DataFrame
    lang: str

    def __str__(self) -> str:
        lanes = [
            f"{Badge(str(status), self.lang)} {len(mine)}: {', '.join(mine['name'])}"
            for status, mine in self.rows.groupby("status", sort=False)
        ]
        return "\n".join(lanes)

    def _repr_html_(self) -> str:
        lanes = "".join(
            self._lane(str(status), mine)
            for status, mine in self.rows.groupby("status", sort=False)
        )
        if not lanes:
            return ""
        how = f'<p class="note">{html.escape(pick(HOW, self.lang))}</p>'
        odds = self.rows["probability"].notna().any()
        return inline.dressed(f'<div class="strip">{lanes}</div>{how if odds else ""}')

    def _lane(self, status: str, mine: pd.DataFrame) -> str:
        head = f"{Badge(status, self.lang).__html__()} <b>{len(mine)}</b>"
        chips = "".join(_chip(r) for r in each(mine))
        held = f"<ul>{chips}</ul>"
        if len(mine) > SPELLED_OUT and status not in BY_ODDS:
            held = f"<details><summary>{pick(NAMED, self.lang)}</summary>{held}</details>"
        return f'<div class="lane {status}"><p>{head}</p>{held}</div>'


def _chip(r) -> str:
    name = html.escape(r.name)
    if pd.isna(r.probability):
        return f"<li>{name}</li>"
    told = percent(r.probability)
    return f'<li style="--odds:{told.strip("<>")}">{name} <b>{html.escape(told)}</b></li>'


def promise_strip(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Strip:
    """Every promise once: by verdict, within a verdict the likeliest first.

    Parameters
    ----------
    verdicts : DataFrame
        From `assess`.
    """
    best = promises(verdicts)
    odds = best["probability"].where(best["status"].isin(BY_ODDS)).astype(float)
    told = pd.DataFrame(
        {"name": target_names(best, plan, lang), "status": best["status"], "probability": odds}
    )
    lane = told["status"].map({s: n for n, s in enumerate(STATUSES.index)})
    order = told.assign(lane=lane, low=-odds).sort_values(["lane", "low"], kind="stable")
    return Strip(order[["name", "status", "probability"]].reset_index(drop=True), lang)
