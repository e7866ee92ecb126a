"""Another target, another growth, region or day, to be tried in a notebook.

Where a person runs the cell in a notebook the panel has menus and sliders. Everywhere else (a page,
a notebook that is run and exported by a program, a front end without widgets) it is what a page
has: the sliders of `what_if` where a script drives them, and a table.
"""

from __future__ import annotations

import html
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from ..judging.situations import Records, read_records
from ..judging.what_if_choices import opening_day, planned
from ..records import codes, dates
from .kit import inline, wording
from .kit.chart import source_line
from .kit.wording import pick
from .what_if_desk import WORDS, Desk, first_of

STOPS = ("。", ".")
WIDGET = "application/vnd.jupyter.widget-view+json"


def what_if_panel(
    plan: str,
    *,
    region: codes.Code = None,
    as_of: dates.Day = None,
    indicator: str | None = None,
    lang: str = "zh",
    root: Path | None = None,
) -> Panel:
    """Try another target, another growth a year, another region or another day.

    The last thing in a cell, it shows menus and sliders in JupyterLab; every number that it shows
    was judged by `judging.what_if` for that region and day.

    Parameters
    ----------
    plan, region, root
        As for `situation`.
    as_of : day, optional
        The day to begin with. When left out: everything in data/, but for a plan that is over the
        end of the last year before its end.
    indicator : str, optional
        The one to begin with; the first that can be tried when left out.
    lang : {"zh", "en"}

    Raises
    ------
    PlanDataError
        As `situation`, or another language.
    """
    records, day = read_records(plan, root=root), dates.day(as_of)
    opened = day or opening_day(records)
    place = records.region(region)
    return Panel(records, place, opened, indicator, wording.language(lang), opened != day)


@dataclass(frozen=True, eq=False)
class Panel:
    """What `what_if_panel` gives.

    Attributes
    ----------
    records : Records
    region, indicator : str
    as_of : str or None
        Where it begins.
    lang : str
    moved : bool
        Whether another day than the one asked for was taken, because the plan is over.
    """

    records: Records = field(repr=False)
    region: str
    as_of: str | None
    indicator: str | None
    lang: str
    moved: bool = False

    @cached_property
    def desk(self) -> Desk:
        """What has been worked out so far."""
        return Desk(self.records, self.lang)

    @cached_property
    def controls(self) -> object:
        """Menus and sliders, see `what_if_controls.Controls`."""
        from .what_if_controls import Controls

        return Controls(self.desk, self.region, self.as_of, self.indicator, self.context)

    @property
    def context(self) -> str:
        """That another day was taken than everything that is held, and why."""
        return pick(WORDS["past"], self.lang) if self.moved else ""

    def __repr__(self) -> str:
        return f"{self._title()}\n{self.context}".strip()

    def _repr_html_(self) -> str:
        """Without widgets: the sliders of a page and a table, or why there are none."""
        now = self.desk.situation(self.region, self.as_of)
        rows = planned(now)
        rows = rows if self._has(rows) else self.desk.choices(self.region, self.as_of)
        said = [self._title() + pick(STOPS, self.lang), self.context]
        head = f'<p class="note">{html.escape(pick(("", " "), self.lang).join(said).strip())}</p>'
        if rows.empty:
            return inline.dressed(head + why_page(pick(WORDS["nothing"], self.lang)))
        row = rows.iloc[first_of(rows, self.indicator)]
        if row["kind"] == "none":
            return inline.dressed(head + why_page(self.desk.why(now, row)))
        sliders = self.desk.sliders(now, row)
        with inline.undressed():
            below = sliders._repr_html_() + sliders.table()._repr_html_()
        source = html.escape(source_line(sliders.found.course, now.sources, self.lang))
        return inline.dressed(f'{head}{below}<p class="source">{source}</p>')

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        """The widget's view, where a person runs the cell; what has none shows the HTML."""
        if asked_by_a_person():
            with suppress(ImportError):
                return {WIDGET: self.controls.box._repr_mimebundle_()[WIDGET]}
        return {}

    def _has(self, rows: pd.DataFrame) -> bool:
        wanted = self.indicator
        return bool(len(rows)) and (wanted is None or wanted in set(rows["indicator_id"]))

    def _title(self) -> str:
        day = pick(WORDS["everything"], self.lang)
        if self.as_of:
            day = pick(WORDS["until"], self.lang).format(day=wording.day(self.as_of, self.lang))
        return pick(WORDS["of"], self.lang).format(region=self.desk.place(self.region), day=day)


def why_page(said: str) -> str:
    """Why nothing can be tried, as HTML."""
    return f'<div class="what-if-none"><p class="note">{html.escape(said)}</p></div>'


def asked_by_a_person() -> bool:
    """Whether the cell is run from a front end in which somebody can answer.

    Whatever runs a notebook as a program (nbconvert, papermill) says with each cell that nobody
    will (`allow_stdin` in Jupyter's messages): there a widget would be dead once it is exported.
    """
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    kernel = getattr(get_ipython(), "kernel", None)
    asked = kernel.get_parent("shell") if kernel is not None else {}
    return bool(asked.get("content", {}).get("allow_stdin"))
