"""A map of regions as tiles: one a province, shaded by a number that stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..judging.regions import Regions
from .kit import wording
from .kit.chart import Chart
from .kit.drawing import EDGE, INK, QUIET, TARGET, WIDTH, framed
from .kit.points import Points, said
from .kit.typography import chart_style
from .kit.wording import percent, pick

STEPS = ("#e3eef6", "#b5d2e6", "#7fb0d2", "#2f6f9f", "#174e75")  # low to high, one hue
DARK = 3  # from this step on, white reads better than ink
# What stands in a tile keeps the tile's own light, whatever the page's: no role of the palette.
ON_LIGHT, ON_DARK = "#1d252c", "#fffffd"
TILE = 0.94  # of a cell
REACH = 19.0  # points from a tile's middle to its edge


def tile_map(
    values: pd.Series,
    found: Regions,
    *,
    title: str,
    subtitle: str,
    name: str,
    facts: Mapping[str, object],
    written: Callable[[float], str] = percent,
    bounds: Sequence[float] = (),
    source: str = "",
    lang: str = "zh",
) -> Chart:
    """One tile a province in five shades, with its name and value.

    Values that are written alike are shaded alike: what is cut is the number in the tile.

    Parameters
    ----------
    values : Series
        A number for each region's GB/T 2260 code; provinces without one are drawn empty.
    found : Regions
        For names; the region's province gets a frame.
    name : str
        What the map is called in addresses and files.
    facts : mapping
        What is the same of every number, as columns of the file: indicator_id, year …
    written : callable
        How a value is written in its tile: six characters at most.
    bounds : sequence of four floats, optional
        Where one shade ends and the next begins; fifths of the ranking when left out.
    """
    known = values.dropna()
    step = _steps(known, written, bounds)
    with chart_style():
        figure = Figure(figsize=(WIDTH, WIDTH + 0.35), dpi=72)
        axes = framed(figure, EDGE, EDGE)
        own = found.province
        for tile in found.tiles.itertuples():
            label = tile.letters if lang == "en" else tile.name_zh
            told = written(known[tile.region]) if tile.region in known else wording.MISSING
            at, is_own = (tile.tile_column, tile.tile_row), tile.region == own
            _tile(axes, at, label, told, step.get(tile.region), is_own)
        across, down = found.tiles[["tile_column", "tile_row"]].max() + 1
        _key(axes, (across, down), known, step, written, bounds, lang)
        axes.set_xlim(-0.05, across + 0.05)
        axes.set_ylim(down + 0.75, -0.05)
        axes.set_aspect("equal")
        axes.set_axis_off()
    points = _points(axes, known, found, written, facts, lang)
    words = _map_words(known, found, title, written, lang)
    return Chart(figure, title, subtitle, words, source, points, name)


def _points(
    axes: Axes,
    known: pd.Series,
    found: Regions,
    written: Callable[[float], str],
    facts: Mapping[str, object],
    lang: str,
) -> Points:
    """Every tile that has a number, row by row, with its region's name."""
    names = found.names(lang)
    tiles = found.tiles[found.tiles["region"].isin(known.index)]
    tiles = tiles.sort_values(["tile_row", "tile_column"])
    values = tiles["region"].map(known)
    places = pd.DataFrame(
        {
            "x": tiles["tile_column"] + TILE / 2,
            "y": tiles["tile_row"] + TILE / 2,
            "label": [
                said(names[region], written(value))
                for region, value in zip(tiles["region"], values, strict=True)
            ],
        }
    )
    numbers = pd.DataFrame(
        {"region": tiles["region"], "name": tiles["region"].map(names), "value": values, **facts}
    )
    return Points(axes, places, numbers, along="", reach=REACH)


def _steps(
    known: pd.Series, written: Callable[[float], str], bounds: Sequence[float] = ()
) -> dict[str, int]:
    """The step of each region, from the value as it is written."""
    if known.empty:
        return {}
    shown = known.map(lambda v: float(re.sub(r"[^\d.-]", "", written(v).replace("−", "-"))))
    if len(bounds):
        cuts = 100 * np.asarray(bounds, dtype=float)
        return pd.Series(np.searchsorted(cuts, shown, side="right"), shown.index).to_dict()
    share = shown.rank(method="average", pct=True)
    return np.clip(np.ceil(share * len(STEPS)) - 1, 0, len(STEPS) - 1).astype(int).to_dict()


def _tile(
    axes: Axes, at: tuple[int, int], name: str, value: str, step: int | None, is_own: bool
) -> None:
    x, y = at
    empty = step is None
    axes.add_patch(
        Rectangle(
            (x, y),
            TILE,
            TILE,
            facecolor="none" if empty else STEPS[step],
            edgecolor=TARGET if is_own else (QUIET if empty else "none"),
            linewidth=2.4 if is_own else 0.8,
            linestyle=(0, (2, 2)) if empty else "solid",
            zorder=3 if is_own else 2,
        )
    )
    colour = QUIET if empty else (ON_DARK if step >= DARK else ON_LIGHT)
    for text, height in ((name, 0.33), (value, 0.68)):
        axes.text(
            x + TILE / 2,
            y + height * TILE / 0.94,
            text,
            ha="center",
            va="center",
            color=colour,
            fontsize=12 if len(text) < (3 if text >= "一" else 6) else 10.5,
            zorder=4,
        )


def _key(
    axes: Axes,
    size: tuple[int, int],
    known: pd.Series,
    step: Mapping[str, int],
    written,
    bounds: Sequence[float],
    lang: str,
) -> None:
    """The five steps with the least value on each, below the map."""
    if known.empty:
        return
    across, down = size
    for n, rows in known.groupby(known.index.map(step)):
        left = across / len(STEPS) * n
        axes.add_patch(Rectangle((left, down + 0.3), 0.3, 0.3, facecolor=STEPS[n], zorder=2))
        if len(bounds) and n == 0:
            text = pick((f"不到{written(bounds[0])}", f"<{written(bounds[0])}"), lang)
        else:
            least = written(rows.min() if not len(bounds) else bounds[n - 1])
            text = pick((f"{least}起", f"≥{least}"), lang)
        axes.text(left + 0.36, down + 0.46, text, ha="left", va="center", color=INK, fontsize=11)


def _map_words(known: pd.Series, found: Regions, title: str, written, lang: str) -> str:
    names = found.names(lang, short=True)
    ordered = known.sort_values(ascending=False)
    told = [f"{names[c]} {written(v)}" for c, v in ordered.items()]
    missing = found.tiles[~found.tiles["has_data"]].sort_values("region")[f"name_{lang}"]
    if lang == "zh":
        rest = f"{'、'.join(missing)}无数据。" if len(missing) else ""
        return f"{title}。{'，'.join(told)}。{rest}"
    rest = f" No data: {', '.join(missing)}." if len(missing) else ""
    return f"{title}. {', '.join(told)}.{rest}"
