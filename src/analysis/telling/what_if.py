"""Sliders for a target and for growth from here: what is said of each was judged beforehand.

The page's script only picks among the rows; it works nothing out.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..judging.situations import Situation
from ..judging.what_if import WhatIf, can_be_varied, what_if
from ..records.units import SHARE
from .kit import inline, wording
from .kit.cells import Badge
from .kit.folds import Shown, Together
from .kit.labels import spread
from .kit.marks import points_and_bounds, points_of
from .kit.names import indicator_units, likelihood_name, status_name, target_titles
from .kit.statuses import STATUSES
from .kit.table import Table
from .kit.wording import percent, pick, quantity
from .regions import pace

SIZE = (480, 200)  # the drawing's own units: CSS pixels on a wide page
SHOWN = 7  # targets of the table
ROOM = (8, 12, 8, 22)  # left, top, right, bottom
MARGIN = 230  # beside the drawing, where words stand at its right
LINE = 18  # from one of these words to the next
WORDS = {
    "target": ("目标改为", "If the target were"),
    "pace": ("从现在起每年", "If it grew a year by"),
    "chance": ("可能性{p}（{word}）", "{p} ({word})"),
    "leads": ("{year}年到{value}，{met}目标。", "{value} by {year}, which {met} the target."),
    "met": ("达到", "meets"),
    "unmet": ("达不到", "misses"),
    "as_good": ("按推算，做到这样或更好的可能性{p}。", "Projected chance of that or better: {p}."),
    "note": (
        "拖动滑块看结论怎样变。每个数都由本项目的引擎事先算好，页面只取用，不联网。",
        "Move a slider and see the verdict change. Every number was worked out by the engine "
        "beforehand; the page only picks.",
    ),
    "drawing": (
        "{title}：已公布的数、推算的中位和80%区间、目标线和所选增速的走势",
        "{title}: published figures, the median and 80% interval of the projection, the target and "
        "the course of that growth",
    ),
}


def what_ifs(verdicts: pd.DataFrame, now: Situation, *, lang: str = "zh") -> Shown | None:
    """Sliders for each of these targets that can be varied; None where none can.

    Parameters
    ----------
    verdicts : DataFrame
        Rows of `now.verdicts`.
    """
    rows = verdicts if verdicts.empty else verdicts[can_be_varied(verdicts)]
    if rows.empty:
        return None
    titles, units = target_titles(now.plan, lang), indicator_units(now.plan)
    made = [
        Sliders(what_if(now, v), str(titles[v["target_id"]]), units[v["indicator_id"]], lang)
        for _, v in rows.iterrows()
    ]
    return Together(tuple(s for one in made for s in (one, one.table())))


@dataclass(frozen=True)
class Sliders:
    """Two sliders over one target, with a drawing; without a page's script there is nothing of it.

    A notebook has no such script, and JupyterLab strips `hidden` from one that is not trusted.
    """

    found: WhatIf
    title: str
    unit: str
    lang: str

    def _repr_html_(self) -> str:
        if inline.in_kernel():
            return ""
        at = self.scale()
        told = json.dumps(
            {"targets": self.targets(at), "paces": self.paces(at)}, ensure_ascii=False
        )
        own, still = self.first
        note = html.escape(pick(WORDS["note"], self.lang))
        return (
            f'<div class="what-if" hidden data-told="{html.escape(told, quote=True)}">'
            f"<h3>{html.escape(self.title)}</h3>{self.drawing(at)}"
            f"{self._slider('target', own, len(self.found.targets))}"
            f"{self._slider('pace', still, len(self.found.paces))}"
            f'<p class="note">{note}</p></div>'
        )

    @property
    def first(self) -> tuple[int, int]:
        """Where the sliders stand first: at the target as it is, and at no growth or the least."""
        goal = float(self.found.target["target_value"])
        own = np.flatnonzero(self.found.targets["value"] == goal)[0]
        return int(own), int(np.argmin(np.abs(self.found.paces["growth"])))

    def table(self) -> Table:
        """A few of the targets with their chances, for paper and where no script runs."""
        found = self.found.targets
        goal = np.flatnonzero(found["value"] == float(self.found.target["target_value"]))
        spread = np.linspace(0, len(found) - 1, SHOWN).round().astype(int)
        few = found.iloc[np.unique(np.r_[spread, goal])]
        sign = wording.comparator_of(self.found.target)
        cells = [
            {
                "target": wording.target(sign, r.value, np.nan, self.unit, self.lang),
                "probability": percent(r.probability),
                "status": Badge(r.status, self.lang),
            }
            for r in few.itertuples()
        ]
        return Table(
            pd.DataFrame(cells), self.lang, caption=self.title, numeric=("target", "probability")
        )

    def targets(self, at: Callable) -> list[dict[str, object]]:
        """Each target that can be chosen: its words, status, and the height of its line."""
        sign = wording.comparator_of(self.found.target)
        return [
            {
                "value": wording.target(sign, r.value, np.nan, self.unit, self.lang),
                "said": pick(WORDS["chance"], self.lang).format(
                    p=percent(r.probability), word=likelihood_name(r.probability, self.lang)
                ),
                "status": r.status,
                "badge": f"{STATUSES.loc[r.status, 'mark']} {status_name(r.status, self.lang)}",
                "y": round(at(0, r.value)[1], 1),
            }
            for r in self.found.targets.itertuples()
        ]

    def paces(self, at: Callable) -> list[dict[str, object]]:
        """Each growth that can be chosen: its words, where it leads, and its course as points."""
        return [
            {
                "value": self._pace(r.growth),
                "leads": [self._leads(r.value, met) for met in ("unmet", "met")],
                "said": pick(WORDS["as_good"], self.lang).format(p=percent(r.probability)),
                "meets": [int(r.first), int(r.last)],
                "points": points_of(self._course(r.growth, at)),
            }
            for r in self.found.paces.itertuples()
        ]

    def _leads(self, value: float, met: str) -> str:
        return pick(WORDS["leads"], self.lang).format(
            year=int(self.found.target["deadline"]),
            value=quantity(value, self.unit, self.lang),
            met=pick(WORDS[met], self.lang),
        )

    def _pace(self, growth: float) -> str:
        """+3.5%; of a share +0.5 points; of a ratio that is none, in its unit."""
        if not self.found.share:
            return wording.signed(growth, percent(abs(growth), 1))
        if self.unit == SHARE:
            return wording.signed(growth, pace(abs(growth) / 100, self.unit, self.lang))
        return wording.signed(growth, quantity(abs(growth), self.unit, self.lang))

    def _slider(self, kind: str, at: int, n: int) -> str:
        word = html.escape(pick(WORDS[kind], self.lang))
        return (
            f'<p class="{kind}"><label>{word} <b></b> <input type="range" min="0" '
            f'max="{n - 1}" value="{at}" step="1"></label> <output></output></p>'
        )

    def _course(self, growth: float, at: Callable) -> list[tuple[float, float]]:
        """The latest value and where a growth leads, year by year."""
        target = self.found.target
        first, start = int(target["latest_year"]), float(target["latest_value"])
        ahead = np.arange(int(target["deadline"]) - first + 1)
        if self.found.share:
            values = start + growth * ahead
        else:
            values = start * (1.0 + growth) ** ahead
        return [at(first + n, v) for n, v in zip(ahead, values, strict=True)]

    def scale(self) -> Callable[[float, float], tuple[float, float]]:
        """Years and values to the drawing's units: everything that any slider reaches is in it."""
        rows, target = self.found.course, self.found.target
        held = rows[["value", "low80", "high80"]].to_numpy(float, na_value=np.nan)
        reach = np.r_[held.ravel(), self.found.targets["value"], self.found.paces["value"]]
        low, high = float(np.nanmin(reach)), float(np.nanmax(reach))
        first, last = float(rows["year"].min()), float(target["deadline"])
        (width, height), (left, top, right, bottom) = SIZE, ROOM

        def at(year: float, value: float) -> tuple[float, float]:
            x = left + (year - first) / max(last - first, 1.0) * (width - left - right)
            y = height - bottom - (value - low) / ((high - low) or 1.0) * (height - top - bottom)
            return float(np.clip(x, left, width - right)), float(y)

        return at

    def drawing(
        self, at: Callable, *, goal: float | None = None, path: str = "", words: str = ""
    ) -> str:
        """What is known and projected, as inline SVG; a page's script sets what the sliders move.

        Parameters
        ----------
        at : callable
            From `scale`.
        goal : float, optional
            Height of the target's line, from `targets`.
        path : str
            The course of a growth, from `paces`.
        words : str
            Text elements for the margin at the right, which is as wide as `MARGIN`.
        """
        rows, target = self.found.course.sort_values("year"), self.found.target
        seen, _ = points_and_bounds(rows)
        ahead = rows[(rows["kind"] == "projected") & rows["low80"].notna()]
        last = at(float(target["latest_year"]), float(target["latest_value"]))
        upper, middle, lower = (
            [at(y, v) for y, v in zip(ahead["year"], ahead[column], strict=True)]
            for column in ("high80", "value", "low80")
        )
        past = [at(y, v) for y, v in zip(seen["year"], seen["value"], strict=True)]
        title = pick(WORDS["drawing"], self.lang).format(title=self.title)
        (width, height), (left, _, right, _) = SIZE, ROOM
        ends = int(rows["year"].min()), int(target["deadline"])
        level = "" if goal is None else f' y1="{goal}" y2="{goal}"'
        return (
            f'<svg role="img" viewBox="0 0 {width + (MARGIN if words else 0)} {height}">'
            f"<title>{html.escape(title)}</title>"
            f'<polygon class="band" points="{points_of([last, *upper, *reversed(lower)])}"/>'
            f'<polyline class="seen" points="{points_of(past)}"/>'
            f'<polyline class="ahead" points="{points_of([last, *middle])}"/>'
            f'<line class="goal" x1="{left}" x2="{width - right}"{level}/>'
            f'<polyline class="path" points="{path}"/>'
            f'<circle class="last" cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="3.5"/>'
            f'<text x="{left}" y="{height - 3}">{ends[0]}</text>'
            f'<text x="{width - right}" y="{height - 3}" text-anchor="end">{ends[1]}</text>'
            f"{words}</svg>"
        )


def margin_words(told: Mapping[str, str], heights: Sequence[float]) -> str:
    """Words for the margin of `Sliders.drawing`, each level with its line where it can be.

    Parameters
    ----------
    told : mapping
        Each word by what it is of, which the style colours: goal, path, median.
    heights : sequence of float
        Of their lines.
    """
    placed = spread(heights, [LINE] * len(told), ROOM[1] - LINE / 2, SIZE[1])
    return "".join(
        f'<text class="of-{kind}" x="{SIZE[0]}" y="{y + 5:.1f}">{html.escape(said)}</text>'
        for (kind, said), y in zip(told.items(), placed, strict=True)
    )
