"""A figure with what a page says beside it, and a grid of such."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from ...records.plans import Plan
from . import inline, wording
from .drawing import LINE, POINTS, QUIET, WIDTH, sketch, svg_of
from .names import indicator_names
from .picture import png_of
from .points import Points
from .typography import chart_style


@dataclass(frozen=True)
class Chart:
    """A figure with what a page needs to say beside it.

    Attributes
    ----------
    figure : matplotlib Figure
    title : str
        The finding.
    subtitle : str
        What is plotted, in which unit.
    alt : str
        What the chart shows, in words made from its data.
    source : str
        Where the numbers come from.
    points : Points, optional
        What it answers when it is pointed at, and the numbers to take along.
    name : str
        What it is called in addresses and files, the same in every language: ASCII.
    """

    figure: Figure
    title: str
    subtitle: str
    alt: str
    source: str = ""
    points: Points | None = None
    name: str = ""

    def svg(self) -> str:
        """The drawing as SVG whose text stays text, with the alternative text inside.

        Its colours are CSS variables (`drawing.chart_variables`) with those of the light page
        where a page sets none.
        """
        head, rest = svg_of(self.figure).split(">", 1)
        return f"{head}{self._as_image()}>{rest}"

    def _as_image(self) -> str:
        return f' role="img" aria-label="{html.escape(self.alt)}"'

    def png(self, *, scale: float = 2.0) -> bytes:
        """The drawing with title, subtitle and source as PNG, `scale` pixels a point."""
        return png_of(self.figure, self.title, self.subtitle, self.source, scale=scale)

    def _repr_html_(self) -> str:
        source = f'<p class="source">{html.escape(self.source)}</p>' if self.source else ""
        name = re.sub(r"[^\w-]", "-", self.name, flags=re.ASCII)
        own = f' id="fig-{name}"' if name else ""
        take = f'<p class="take">{self.points.link(name)}</p>' if self.points else ""
        return inline.dressed(
            f'<figure class="chart"{own}><figcaption><strong>{html.escape(self.title)}</strong>'
            f"<span>{html.escape(self.subtitle)}</span></figcaption>{self._answering()}{source}"
            f"{take}</figure>",
            glyphs=True,
        )

    def _answering(self) -> str:
        """The drawing with its places over it.

        Nothing inside an image can be reached, so that the places stand beside it.
        """
        if self.points is None:
            return self.svg()
        head, rest = svg_of(self.figure).split(">", 1)
        drawn = rest.removesuffix("</svg>")
        return f"{head}><g{self._as_image()}>{drawn}</g>{self.points.svg()}</svg>"


@dataclass(frozen=True)
class ChartGrid:
    """Small charts that flow into as many columns as the page has room for."""

    charts: tuple[Chart, ...]

    def _repr_html_(self) -> str:
        with inline.undressed():
            shown = "".join(c._repr_html_() for c in self.charts)
        return inline.dressed(f'<div class="chart-grid">{shown}</div>', glyphs=True)


def subtitle_of(name: str, unit: str, years: Sequence[float], lang: str) -> str:
    """What is plotted, its unit, and the years of the axis."""
    first, last = wording.year(min(years)), wording.year(max(years))
    span = first if first == last else f"{first}–{last}"
    unit = wording.unit_name(unit, lang)
    return ("，" if lang == "zh" else ", ").join(part for part in (name, unit, span) if part)


def source_line(rows: pd.DataFrame, sources: Mapping[str, str] | None, lang: str) -> str:
    """The newest two documents behind published rows, and whether there are more."""
    if not sources or rows.empty:
        return ""
    cited = rows.loc[rows["kind"] == "observed"].sort_values("year", ascending=False)["source_id"]
    names = list(dict.fromkeys(wording.plain(sources.get(s, s)) for s in cited.dropna()))
    more = "" if len(names) <= 2 else (" 等" if lang == "zh" else " and others")
    colon, comma = ("：", "；") if lang == "zh" else (": ", "; ")
    return f"{wording.pick(('来源', 'Source'), lang)}{colon}{comma.join(names[:2])}{more}"


def nothing_to_plot(plan: Plan, indicator_id: str, lang: str) -> Chart:
    """A chart that says there is nothing to draw."""
    name = indicator_names(plan, lang)[indicator_id]
    told = wording.pick(("没有可画的数据", "nothing to plot"), lang)
    with chart_style():
        drawn = sketch((WIDTH, 4 * LINE / 72))
        drawn.axes.set_axis_off()
        drawn.figure.text(0.02, 0.5, told, color=QUIET, fontsize=POINTS, va="center")
    said = f"{name}：{told}。" if lang == "zh" else f"{name}: {told}."
    return Chart(drawn.figure, name, told, said)
