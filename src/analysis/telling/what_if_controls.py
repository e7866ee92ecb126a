"""Menus and sliders in JupyterLab over what `judging.what_if` has judged; they only pick."""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager

import ipywidgets as widgets
import pandas as pd

from ..judging.situations import Situation
from ..records.errors import PlanDataError
from .kit import inline
from .kit.cells import Badge
from .kit.chart import source_line
from .kit.verdict_sentences import sentences
from .kit.wording import pick, quantity
from .what_if import WORDS as SLIDER_WORDS
from .what_if import Sliders, margin_words
from .what_if_desk import WORDS, Desk, first_of

STYLE = (
    ".analysis .what-if svg{display:block;width:100%;max-width:46rem;height:auto;overflow:visible}"
    ".analysis .what-if polyline{fill:none;stroke:var(--chart-accent);stroke-width:2;"
    "stroke-linejoin:round}"
    ".analysis .what-if .ahead{stroke-width:1.4;stroke-dasharray:2 3}"
    ".analysis .what-if .path{stroke:var(--chart-ink);stroke-dasharray:6 4}"
    ".analysis .what-if .band{fill:var(--chart-band80);fill-opacity:.6}"
    ".analysis .what-if .last{fill:var(--chart-accent)}"
    ".analysis .what-if .goal{stroke:var(--chart-target);stroke-width:2}"
    ".analysis .what-if text{fill:var(--quiet);font-size:14px}"
    ".analysis .what-if text.of-goal{fill:var(--chart-target)}"
    ".analysis .what-if text.of-path{fill:var(--chart-ink)}"
    ".analysis .what-if text.of-median{fill:var(--chart-accent)}"
    ".analysis .what-if output{display:block}"
    ".analysis .what-if p{margin:.2em 0;line-height:1.45}"
    ".analysis .what-if p.why{border-left:3px solid var(--at-risk);padding-left:.6em}"
)
ARROW = (  # of a menu, which ipywidgets draws black on dark ground as well
    'body[data-jp-theme-light="false"] .what-if-panel,.vscode-dark .what-if-panel{'
    '--jp-widgets-dropdown-arrow:url("data:image/svg+xml,'
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'%3E"
    "%3Cpath d='M5 7l4 4 4-4' fill='none' stroke='%23e6eaed' stroke-width='1.6'/%3E%3C/svg%3E\")}"
)
LABELS = {
    "region": ("地区", "Region"),
    "as_of": ("观察时点", "As of"),
    "target": ("目标", "Target"),
    "working": ("正在计算……", "Working …"),
    "goal_word": ("目标{value}", "target {value}"),
    "median_word": ("推算中位{value}", "median {value}"),
    "path_word": ("每年{pace}：{value}", "{pace} a year: {value}"),
    "note": (
        "每个数都由本项目的引擎在所选地区、所选时点算出；这里只取用。",
        "Every number is the engine's for that region and day; nothing is worked out here.",
    ),
}


class Controls:
    """Menus for region, day and target, sliders for the target and for growth, and what they say.

    Attributes
    ----------
    region, as_of, target : Dropdown
        Values are the region's code, the day (None for everything that is held) and the target_id.
    goal, pace : SelectionSlider
        Values are rows of `WhatIf.targets` and `WhatIf.paces`.
    drawing, said_of_goal, said_of_pace, about, status : HTML
    box : VBox
        All of it.
    """

    def __init__(
        self, desk: Desk, region: str, day: str | None, indicator: str | None, context: str
    ) -> None:
        self.desk, self.lang, self.context, self._quiet = desk, desk.lang, context, False
        self._row: pd.Series | None = None
        self._sliders: Sliders | None = None
        self._goals: list[dict] = []
        self._paces: list[dict] = []
        self._now: Situation | None = None
        self.region = self._menu("region", desk.regions(), region)
        self.as_of = self._menu("as_of", desk.days(region, day), day)
        self.target = self._menu("target", [("", "")], "")
        self.goal, self.pace = self._slider("target"), self._slider("pace")
        shown = [widgets.HTML() for _ in range(5)]
        self.drawing, self.said_of_goal, self.said_of_pace, self.about, self.status = shown
        self.box = widgets.VBox(
            [
                widgets.HTML(inline.dressed(f"<style>{STYLE}{ARROW}</style>")),
                *(self.region, self.as_of, self.target, self.status, self.drawing),
                *(self.goal, self.said_of_goal, self.pace, self.said_of_pace, self.about),
            ],
            layout=widgets.Layout(max_width="48rem"),
        )
        self.box.add_class("what-if-panel")
        self._look(indicator)
        for menu in (self.region, self.as_of):
            menu.observe(self._moved, "value")
        self.target.observe(self._chosen, "value")
        for slider in (self.goal, self.pace):
            slider.observe(self._tell, "value")

    # --- what somebody does ---------------------------------------------------------------------

    def _moved(self, change: dict) -> None:
        """Another region or day: the situation there, and the same indicator where it has one."""
        if self._quiet:
            return
        with self._working():
            if change["owner"] is self.region:
                day = self.as_of.value
                self._refill(self.as_of, self.desk.days(self.region.value, day), day)
            self.context = ""
            self._look(None if self._row is None else str(self._row["indicator_id"]))

    def _chosen(self, _: dict) -> None:
        if self._quiet:
            return
        with self._working():
            self._take()

    # --- what follows ---------------------------------------------------------------------------

    def _look(self, indicator: str | None) -> None:
        self._now = self.desk.situation(self.region.value, self.as_of.value)
        rows = self._rows()
        named = list(zip(self.desk.titles(rows), rows["target_id"], strict=True))
        at = first_of(rows, indicator)
        self._refill(self.target, named or [("—", "")], named[at][1] if named else "")
        self._take()

    def _rows(self) -> pd.DataFrame:
        return self.desk.choices(self.region.value, self.as_of.value)

    def _take(self) -> None:
        """The sliders of the chosen target; where nothing can be tried of it they are gone."""
        rows = self._rows()
        mine = rows[rows["target_id"] == self.target.value]
        self._row = mine.iloc[0] if len(mine) else None
        can = self._row is not None and self._row["kind"] != "none"
        self._sliders = self.desk.sliders(self._now, self._row) if can else None
        if self._sliders is not None:
            at, first = self._sliders.scale(), self._sliders.first
            self._goals, self._paces = self._sliders.targets(at), self._sliders.paces(at)
            for slider, steps, own in (
                (self.goal, self._goals, first[0]),
                (self.pace, self._paces, first[1]),
            ):
                self._refill(slider, [(s["value"], n) for n, s in enumerate(steps)], own)
        for part in (self.drawing, self.goal, self.said_of_goal, self.pace, self.said_of_pace):
            part.layout.display = None if can else "none"
        self._tell()

    def _tell(self, _: dict | None = None) -> None:
        """What is said of the two numbers that the sliders stand at."""
        if self._quiet:
            return
        if self._sliders is None:
            why = pick(WORDS["nothing"], self.lang)
            if self._row is not None:
                why = self.desk.why(self._now, self._row)
            self.about.value = self._dressed(f'<p class="why" role="status">{html.escape(why)}</p>')
            return
        sliders, at = self._sliders, self._sliders.scale()
        goal, pace = self._goals[self.goal.value], self._paces[self.pace.value]
        met = pace["meets"][0] <= self.goal.value < pace["meets"][1]
        badge = Badge(goal["status"], self.lang).__html__()
        self.drawing.value = self._dressed(
            sliders.drawing(at, goal=goal["y"], path=pace["points"], words=self._words(goal, pace))
        )
        said = f"{html.escape(goal['said'])} {badge}"
        self.said_of_goal.value = self._dressed(f'<output role="status">{said}</output>')
        said = html.escape(f"{pace['leads'][met]} {pace['said']}")
        self.said_of_pace.value = self._dressed(f"<output>{said}</output>")
        self.about.value = self._dressed(self._about())

    def _about(self) -> str:
        """The verdict in a sentence, the plan's own, and where the figures were published."""
        chosen = self._sliders.found.targets.iloc[[self.goal.value]]
        told = html.escape(str(sentences(chosen, self._now.plan, lang=self.lang)))
        quotes = self._row["quotes"] if self._row["kind"] == "plan" else ()
        small = [
            *(pick(WORDS["quote"], self.lang).format(quote=q) for q in quotes if q),
            source_line(self._sliders.found.course, self._now.sources, self.lang),
            f"{pick(LABELS['note'], self.lang)} {self.context}".strip(),
        ]
        lines = "".join(f'<p class="source">{html.escape(s)}</p>' for s in small if s)
        return f"<p>{told}</p>{lines}"

    def _words(self, goal: dict, pace: dict) -> str:
        """The three numbers of the deadline's year, each level with its line where it can be."""
        found, lang, unit = self._sliders.found, self.lang, self._sliders.unit
        due = found.course[found.course["year"] == found.target["deadline"]].iloc[-1]
        led = quantity(found.paces["value"].iloc[self.pace.value], unit, lang)
        told = {
            "goal": {"value": goal["value"]},
            "median": {"value": quantity(due["value"], unit, lang)},
            "path": {"pace": pace["value"], "value": led},
        }
        heights = (
            goal["y"],
            self._sliders.scale()(0, due["value"])[1],
            float(pace["points"].rpartition(",")[2]),
        )
        said = {kind: pick(LABELS[f"{kind}_word"], lang).format(**f) for kind, f in told.items()}
        return margin_words(said, heights)

    # --- parts ----------------------------------------------------------------------------------

    def _menu(self, name: str, options: list, value: object) -> widgets.Dropdown:
        return widgets.Dropdown(
            options=options,
            value=value,
            description=pick(LABELS[name], self.lang),
            style={"description_width": "6em"},
            layout=widgets.Layout(width="auto"),
        )

    def _slider(self, kind: str) -> widgets.SelectionSlider:
        return widgets.SelectionSlider(
            options=[("", 0)],
            description=pick(SLIDER_WORDS[kind], self.lang),
            style={"description_width": "11em"},
            layout=widgets.Layout(width="auto"),
        )

    def _refill(self, part: widgets.DOMWidget, options: list, value: object) -> None:
        """New options with one of them chosen, as one change and without anybody told."""
        before, self._quiet = self._quiet, True
        try:
            with part.hold_sync():
                part.options = options
                part.value = value
        finally:
            self._quiet = before

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Says so while the block works; what the records object to is told in its place."""
        word = html.escape(pick(LABELS["working"], self.lang))
        self.status.value = self._dressed(f'<p class="note" role="status">{word}</p>')
        said = ""
        try:
            yield
        except PlanDataError as error:
            said = self._dressed(f'<p class="why" role="alert">{html.escape(str(error))}</p>')
        finally:
            self.status.value = said

    def _dressed(self, page: str) -> str:
        return f'<div class="analysis"><div class="what-if">{page}</div></div>'
