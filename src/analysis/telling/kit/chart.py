"""A figure with what a page says beside it, and a grid of such."""

from __future__ import annotations

import html
from dataclasses import dataclass

from matplotlib.figure import Figure

from . import inline
from .drawing import png_of, svg_of


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
    """

    figure: Figure
    title: str
    subtitle: str
    alt: str
    source: str = ""

    def svg(self) -> str:
        """The drawing as SVG whose text stays text, with the alternative text inside.

        Its colours are CSS variables (`drawing.chart_variables`) with those of the light page
        where a page sets none.
        """
        label = html.escape(self.alt, quote=True)
        return svg_of(self.figure).replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)

    def png(self, *, scale: float = 2.0) -> bytes:
        """The drawing with title, subtitle and source as PNG, `scale` pixels a point."""
        return png_of(self.figure, self.title, self.subtitle, self.source, scale=scale)

    def _repr_html_(self) -> str:
        source = f'<p class="source">{html.escape(self.source)}</p>' if self.source else ""
        return inline.dressed(
            f'<figure class="chart"><figcaption><strong>{html.escape(self.title)}</strong>'
            f"<span>{html.escape(self.subtitle)}</span></figcaption>{self.svg()}{source}</figure>",
            glyphs=True,
        )


@dataclass(frozen=True)
class ChartGrid:
    """Small charts that flow into as many columns as the page has room for."""

    charts: tuple[Chart, ...]

    def _repr_html_(self) -> str:
        with inline.undressed():
            shown = "".join(c._repr_html_() for c in self.charts)
        return inline.dressed(f'<div class="chart-grid">{shown}</div>', glyphs=True)
