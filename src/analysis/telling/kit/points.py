"""What a chart answers when it is pointed at: places on the drawing, words, numbers to take along.

Each place is a circle without ink whose <title> says the words: a browser shows it as a tooltip
and reads it out without a script. A briefing's script makes one tab stop of them, with a bubble.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ...records.inert import csv_text
from . import wording
from .drawing import coordinate

REACH = 8.0  # radius of a place, points
# What would end or change a data: URL in an attribute; the rest stays readable, and short.
ESCAPED = str.maketrans({"%": "%25", "#": "%23", "\n": "%0A", "\r": "%0D", "\t": "%09", '"': "%22"})
SPREADSHEETS_MARK = "%EF%BB%BF"  # UTF-8's byte order mark, without which Excel reads another code


@dataclass(frozen=True)
class Points:
    """The places of a chart that answer, and the numbers that it shows.

    Attributes
    ----------
    axes : Axes
        Of which x and y are data coordinates.
    places : DataFrame
        x, y and label: what is said there, in the language of the chart, line by line.
    numbers : DataFrame
        The rows of the file that a reader may take along.
    along : str
        "x" where whoever points above or below a place means it (years), "y" where left or right
        of it (rows), "" where only near it.
    reach : float
        Radius of a place, points.
    """

    axes: Axes
    places: pd.DataFrame
    numbers: pd.DataFrame
    along: str = "x"
    reach: float = REACH

    def positions(self) -> np.ndarray:
        """Where the places are in the SVG (n × 2), once the figure has been drawn.

        What lies beyond the axes answers at their edge.
        """
        figure = self.axes.figure
        x = np.asarray(self.axes.convert_xunits(self.places["x"].to_numpy()), dtype=float)
        y = self.places["y"].to_numpy(dtype=float)
        frame = self.axes.get_window_extent()
        at = np.clip(self.axes.transData.transform(np.column_stack([x, y])), frame.min, frame.max)
        at = at * 72 / figure.dpi
        return np.column_stack([at[:, 0], 72 * figure.get_figheight() - at[:, 1]])

    def svg(self) -> str:
        """The places as circles to put over the drawing, in the order of the frame."""
        reach = coordinate(self.reach)
        circles = (
            f'<circle cx="{coordinate(x, 1)}" cy="{coordinate(y, 1)}" r="{reach}">'
            f"<title>{html.escape(label, quote=False)}</title></circle>"
            for (x, y), label in zip(self.positions(), self.places["label"], strict=True)
        )
        along = f' data-along="{self.along}"' if self.along else ""
        return (
            f'<g class="points" role="group"{along} fill="none" pointer-events="all">'
            f"{''.join(circles)}</g>"
        )

    def link(self, name: str) -> str:
        """A link that saves the numbers as a CSV file, without a script or a request.

        A column that nothing fills is left out: a page may hold forty such files.
        """
        filled = self.numbers.dropna(axis="columns", how="all")
        told = csv_text(filled).translate(ESCAPED)
        address = html.escape(f"data:text/csv;charset=utf-8,{SPREADSHEETS_MARK}{told}")
        return f'<a download="{html.escape(name)}.csv" href="{address}">CSV</a>'


def said(*lines: str) -> str:
    """The words of a place: a line each, those without words left out."""
    return "\n".join(wording.plain(line) for line in lines if line)


def by_x(told: Iterable[tuple[float, float, str]]) -> pd.DataFrame:
    """Places from (x, y, label), in order of x."""
    return pd.DataFrame(sorted(told, key=lambda place: place[0]), columns=["x", "y", "label"])
