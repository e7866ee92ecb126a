"""What 00 shows of several regions: one indicator as lines, the same targets as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from ..records.plans import Plan
from .kit import wording
from .kit.cells import Badge, Lines
from .kit.chart import Chart, nothing_to_plot, source_line, subtitle_of
from .kit.drawing import (
    HEIGHT,
    MARKERS,
    SERIES,
    WIDTH,
    Word,
    finish,
    limit_values,
    scale_axes,
    sketch,
)
from .kit.fan_points import cited
from .kit.grammar import Clause, tell
from .kit.marks import runs
from .kit.names import indicator_names, indicator_units, reason_name, target_titles
from .kit.points import Points, said
from .kit.rows import each
from .kit.table import Table
from .kit.typography import chart_style
from .kit.verdict_table import baseline_cell, dated, needed, target_cell
from .kit.wording import percent

REGION_ALT = Clause(
    "{name}：{first_year:year}年{first:observed}，{last_year:year}年{last:observed}",
    "{name}: {first:observed} in {first_year:year}, {last:observed} in {last_year:year}",
)
REGION_TITLE = (
    Clause(
        "{indicator}：{since:year}年以来{leader}增长最快，年均{rate:rate}",
        "{indicator}: {leader} has grown fastest since {since:year}, {rate:rate} a year",
    ),
    Clause("{indicator}", "{indicator}"),
)


def region_chart(
    known: pd.DataFrame,
    plan: Plan,
    indicator_id: str,
    regions: Mapping[str, str],
    *,
    sources: Mapping[str, str] | None = None,
    index_year: int | None = None,
    lang: str = "zh",
) -> Chart:
    """The published years of one indicator in several regions, each line named at its end.

    Parameters
    ----------
    known : DataFrame
        From `as_of_view`, any regions; see `load_observations` with region="all".
    regions : mapping
        Name of each GB/T 2260 code to draw, six at most, in order.
    index_year : int, optional
        Draw multiples of this year's value, for regions of different size.
    """
    mine = known[(known["indicator_id"] == indicator_id) & known["region"].isin(list(regions))]
    unit = indicator_units(plan)[indicator_id]
    shown = mine.sort_values("year").assign(kind="observed")
    if index_year is not None:
        base = shown[shown["year"] == index_year].set_index("region")["value"]
        shown = shown.assign(value=shown["value"] / shown["region"].map(base))
        shown, unit = shown.dropna(subset="value"), "倍"
    if shown.empty:
        return nothing_to_plot(plan, indicator_id, lang)
    with chart_style():
        drawn = sketch((WIDTH, HEIGHT))
        limit_values(drawn, shown["value"], "stock")
        scale_axes(drawn, unit, lang, shown["year"].to_numpy(dtype=float), 130.0)
        lines = {r: rows for r, rows in shown.groupby("region", sort=False)}
        for (code, name), colour, mark in zip(regions.items(), SERIES, MARKERS, strict=False):
            if code in lines:
                x, y = (lines[code][c].to_numpy(dtype=float) for c in ("year", "value"))
                style = {"color": colour, "linewidth": 2, "marker": mark, "markersize": 4}
                for run in runs(x):
                    drawn.plot(x[run], y[run], zorder=3, **style)
                told = wording.number(y[-1], unit, lang, observed=True)
                drawn.ends.append(Word(f"{name} {told}", x[-1], y[-1], colour))
        figure = finish(drawn)
    ordered = [lines[r].assign(name=n) for r, n in regions.items() if r in lines]
    return Chart(
        figure,
        _region_title(ordered, plan, indicator_id, lang),
        subtitle_of("", unit, shown["year"], lang)
        if index_year is None
        else _indexed(index_year, lang),
        _region_alt(ordered, unit, lang),
        source_line(shown, sources, lang),
        _points(drawn.axes, ordered, unit, sources or {}, lang),
        f"regions-{indicator_id}",
    )


NUMBERS = (
    *("indicator_id", "region", "name", "year", "value", "unit", "qualifier", "source"),
    "published",
)


def _points(
    axes: Axes, lines: Sequence[pd.DataFrame], unit: str, sources: Mapping[str, str], lang: str
) -> Points:
    """Every published year of every region, line by line."""
    rows = pd.concat(lines)
    labels = [
        said(
            f"{r.name} {r.year}年" if lang == "zh" else f"{r.name} {r.year}",
            wording.published(r.value, r.qualifier, unit, lang),
            cited(r, sources, lang),
        )
        for r in each(rows)
    ]
    places = pd.DataFrame({"x": rows["year"].astype(float), "y": rows["value"], "label": labels})
    numbers = rows.assign(
        unit=wording.unit_name(unit, lang),
        source=rows["source_id"].map(sources),
        published=rows["published"].dt.strftime("%Y-%m-%d"),
    )[list(NUMBERS)]
    return Points(axes, places, numbers, along="")


def _indexed(year: int, lang: str) -> str:
    return f"以{year}年为1" if lang == "zh" else f"multiple of {year}"


def _region_alt(lines: Sequence[pd.DataFrame], unit: str, lang: str) -> str:
    told = [
        tell(
            [REGION_ALT],
            {
                "name": rows["name"].iloc[0],
                "first_year": rows["year"].iloc[0],
                "first": rows["value"].iloc[0],
                "last_year": rows["year"].iloc[-1],
                "last": rows["value"].iloc[-1],
            },
            unit=unit,
            lang=lang,
            stop=False,
        )
        for rows in lines
    ]
    return wording.pick(("；", "; "), lang).join(told) + wording.pick(("。", "."), lang)


def _region_title(lines: Sequence[pd.DataFrame], plan: Plan, indicator_id: str, lang: str) -> str:
    """Who grew fastest over the years that all of them have."""
    facts = {
        "indicator": indicator_names(plan, lang)[indicator_id],
        "leader": None,
        "since": None,
        "rate": None,
    }
    shared = set.intersection(*(set(r["year"]) for r in lines)) if lines else set()
    if len(lines) > 1 and len(shared) > 1:
        first, last = min(shared), max(shared)
        growth = {
            rows["name"].iloc[0]: _annual(rows.set_index("year")["value"], first, last)
            for rows in lines
        }
        leader = max(growth, key=growth.get)
        if growth[leader] > 0:
            facts |= {"leader": leader, "since": first, "rate": growth[leader]}
    return tell([REGION_TITLE], facts, lang=lang, stop=False)


def _annual(values: pd.Series, first: int, last: int) -> float:
    start, end = values[first], values[last]
    return (end / start) ** (1 / (last - first)) - 1 if start > 0 and end > 0 else float("-inf")


def region_table(
    rows: pd.DataFrame, plan: Plan, regions: Mapping[str, str], *, lang: str = "zh"
) -> Table:
    """The same targets in several regions, each judged from its own baseline.

    Parameters
    ----------
    rows : DataFrame
        From `region_verdicts`.
    regions : mapping
        Name of each region's code.
    """
    titles, units = target_titles(plan, lang), indicator_units(plan)
    cells = [
        {
            "region": regions.get(v.region, v.region),
            "name": Lines(
                titles[v.target_id],
                wording.unit_name(units[v.indicator_id], lang),
            ),
            "baseline": baseline_cell(v, "", lang),
            "latest": dated(v.latest_value, v.latest_year, "", lang, qualifier=v.latest_qualifier),
            "target": target_cell(v, lang),
            "growth": f"{percent(v.growth_actual, 1)} / {needed(v)}",
            "probability": percent(v.probability),
            "status": Lines(Badge(v.status, lang), reason_name(v.reason, lang)),
        }
        for v in rows.itertuples()
    ]
    columns = [
        *("region", "name", "baseline", "latest", "target", "growth", "probability", "status")
    ]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=tuple(columns[2:7]))
