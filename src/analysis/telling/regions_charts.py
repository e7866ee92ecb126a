"""Maps and lines of regions (10-regions): one tile a province, one line a group's member."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from ..judging.attainment import LIKELIHOOD_BOUNDS, LIKELY, UNLIKELY
from ..judging.regions import Regions, indexed, shared_targets
from ..records.plans import PLAN_SOURCE, in_force
from ..records.rounding import fixed
from ..records.vintages import as_of_view
from .kit import wording
from .kit.chart import Chart, ChartGrid
from .kit.drawing import ACCENT, HEIGHT, INK, LIGHT, TARGET, WIDTH, Sketch, Word, finish, sketch
from .kit.fan_points import cited
from .kit.marks import runs
from .kit.names import indicator_names, indicator_units
from .kit.points import Points, said
from .kit.rows import each
from .kit.typography import chart_style
from .kit.wording import pick, with_reading, year
from .regions import at_prices, kinds_of, likelier, pace
from .regions_tiles import tile_map

CHANCES = (
    LIKELIHOOD_BOUNDS["unlikely"],
    UNLIKELY,
    LIKELY,
    LIKELIHOOD_BOUNDS["very_likely"],
)
NUMBERS = (
    *("indicator_id", "region", "name", "year", "value", "unit", "qualifier"),
    *("index_value", "base_year", "source", "published"),
)
PEER_GREYS = tuple(colour for role, colour in LIGHT.items() if role.startswith("behind"))


def target_maps(found: Regions, *, lang: str = "zh") -> ChartGrid:
    """A map for each target that applies everywhere: how likely each province is to meet it.

    None where the regions have no places on a map (data/region_map.csv).
    """
    if found.tiles.empty:
        return ChartGrid(())
    names, charts = indicator_names(found.plan, lang), []
    kinds = kinds_of(found, lang)
    for _, rows in shared_targets(found).groupby("target_id", sort=False):
        first = rows.iloc[0]
        name = with_reading(names[first["indicator_id"]], first["reading"], lang)
        likely = likelier(rows)
        end = year(first["deadline"])
        title = (
            f"同样的目标，{len(rows)}个{kinds}中{likely}个更可能达到",
            f"Given the same target, {likely} of {len(rows)} {kinds} are likelier to meet it "
            "than not",
        )
        what = (
            f"{name}，各地{end}年达标概率；深浅以10%、33%、67%、90%为界",
            f"{name}: probability of meeting it by {end}; shades change at 10, 33, 67 and 90%",
        )
        charts.append(
            tile_map(
                rows.set_index("region")["probability"],
                found,
                title=pick(title, lang),
                bounds=CHANCES,
                subtitle=pick(what, lang),
                name=f"chances-{first['target_id']}-{first['reading']}",
                facts={
                    "measure": "probability",
                    **{c: first[c] for c in ("target_id", "indicator_id", "reading", "deadline")},
                },
                source=_cited(rows["latest_source_id"], found, lang),
                lang=lang,
            )
        )
    return ChartGrid(tuple(charts))


def growth_maps(found: Regions, *, lang: str = "zh") -> ChartGrid:
    """A map for each indicator of the plan that provinces report: growth a year.

    None where the regions have no places on a map (data/region_map.csv).
    """
    if found.tiles.empty:
        return ChartGrid(())
    return ChartGrid(
        tuple(
            _growth_map(indicator, rows, found, lang)
            for indicator, rows in _in_plan(found).groupby("indicator_id", sort=False)
        )
    )


def _in_plan(found: Regions) -> pd.DataFrame:
    return found.standings[found.standings["indicator_id"].isin(found.plan.named)]


def _growth_map(indicator: str, rows: pd.DataFrame, found: Regions, lang: str) -> Chart:
    name = indicator_names(found.plan, lang)[indicator]
    mine = rows[rows["region"] == found.province]
    place = found.names(lang, short=True).get(found.province, "")
    rank, n = (
        (mine["growth_rank"].max(), int(rows["growth_rank"].count())) if len(mine) else (np.nan, 0)
    )
    unit = indicator_units(found.plan)[indicator]
    kinds = kinds_of(found, lang)
    when = f"{year(rows['start_year'].iloc[0])}–{year(rows['year'].iloc[0])}"
    if pd.isna(rank):
        title = name
    elif lang == "zh":
        title = f"{name}：{place}增速在{n}个{kinds}中列第{int(rank)}"
    else:
        title = f"{name}: by growth {place} is {int(rank)} of {n}"
    points, prices = unit == "%", at_prices(unit, lang)
    what = (
        f"{name}年均{'变动（百分点）' if points else '增长'}{prices}，{when}年；按位次分五档",
        f"{name}, {'percentage points' if points else 'growth'} a year{prices}, {when}; five "
        f"steps of equally many {kinds}",
    )
    return tile_map(
        rows.set_index("region")["growth"],
        found,
        title=title,
        subtitle=pick(what, lang),
        name=f"growth-{indicator}",
        facts={
            "measure": "change a year" if points else "growth a year",
            "indicator_id": indicator,
            "year_from": rows["start_year"].iloc[0],
            "year": rows["year"].iloc[0],
        },
        written=lambda v: pace(v, unit, lang, short=True),
        lang=lang,
        source=_cited(rows["source_id"], found, lang),
    )


def _cited(source_ids: pd.Series, found: Regions, lang: str) -> str:
    sources = found.records.sources
    names = {sources.get(s, s) for s in source_ids.dropna()}
    own = sources.get(PLAN_SOURCE.format(name=found.plan.name))
    listed = sorted(names - {own})[:2]
    colon, comma = ("来源：", "；") if lang == "zh" else ("Source: ", "; ")
    return f"{colon}{comma.join(listed)}" if listed else ""


def peer_charts(found: Regions, *, lang: str = "zh") -> ChartGrid:
    """A chart for each indicator of the plan that the group reports: base year = 100."""
    known = as_of_view(found.records.observations, found.as_of)
    return ChartGrid(
        tuple(
            chart
            for indicator in _in_plan(found)["indicator_id"].unique()
            if (chart := index_chart(known, found, indicator, lang=lang)) is not None
        )
    )


def index_chart(
    known: pd.DataFrame, found: Regions, indicator: str, *, lang: str = "zh"
) -> Chart | None:
    """One indicator in the provinces of the region's group, each against its own base year.

    Parameters
    ----------
    known : DataFrame
        Every region, see `vintages.as_of_view`.

    Returns
    -------
    Chart or None
        None where fewer than two of them have published the start and a later year.
    """
    rows = found.standings[found.standings["indicator_id"] == indicator]
    start = int(rows["start_year"].iloc[0])
    lines = indexed(found, known, indicator, start)
    if lines.shape[1] < 2 or len(lines) < 2:
        return None
    names = found.names(lang, short=True)
    name, group = indicator_names(found.plan, lang)[indicator], _group_name(found, lang)
    last = lines.ffill().iloc[-1].sort_values(ascending=False)
    goals = _multiples(found, indicator, start)
    with chart_style():
        drawn = sketch((WIDTH, HEIGHT + 0.3))
        _draw_lines(drawn, lines, last, names, found.province, 100 * goals["stated_value"])
        _draw_multiples(drawn, goals, lines.index[0], lang)
        figure = finish(drawn)
    place = int(last.index.get_loc(found.province)) + 1 if found.province in last else None
    told = ", ".join(f"{names[c]} {fixed(v)}" for c, v in last.items())
    prices = at_prices(indicator_units(found.plan)[indicator], lang)
    what = (f"{name}{prices}，{start}年＝100", f"{name}{prices}, {start} = 100")
    if place is None:
        title = name
    elif lang == "zh":
        title = f"{name}：{names[found.province]}的增幅在{group}中列第{place}"
    else:
        title = f"{name}: {names[found.province]} is {place} of {len(last)} in its group by growth"
    alt = (f"{title}。{lines.index[-1]}年：{told}。", f"{title}. In {lines.index[-1]}: {told}.")
    points = _points(drawn.axes, lines[last.index], known, found, indicator, lang)
    source = _cited(rows["source_id"], found, lang)
    return Chart(
        *(figure, title, pick(what, lang), pick(alt, lang), source, points),
        f"index-{indicator}",
    )


def _points(
    axes: Axes,
    lines: pd.DataFrame,
    known: pd.DataFrame,
    found: Regions,
    indicator: str,
    lang: str,
) -> Points:
    """Every year of every line: its index, and the published value behind it."""
    names, unit = found.names(lang, short=True), indicator_units(found.plan)[indicator]
    sources, start = found.records.sources, lines.index[0]
    behind = known[(known["indicator_id"] == indicator) & known["region"].isin(lines.columns)]
    index = lines.melt(ignore_index=False, var_name="region", value_name="index_value")
    told = index.dropna().reset_index().merge(behind, on=["year", "region"], how="left")
    labels = [
        said(
            f"{names[r.region]} {_in_year(r.year, lang)}",
            f"{fixed(r.index_value)} {pick((f'（{start}年＝100）', f'({start} = 100)'), lang)}",
            wording.published(r.value, r.qualifier, unit, lang),
            cited(r, sources, lang),
        )
        for r in each(told)
    ]
    places = pd.DataFrame(
        {"x": told["year"].astype(float), "y": told["index_value"], "label": labels}
    )
    numbers = told.assign(
        name=told["region"].map(names),
        base_year=start,
        unit=wording.unit_name(unit, lang),
        source=told["source_id"].map(sources),
        published=told["published"].dt.strftime("%Y-%m-%d"),
    )[list(NUMBERS)]
    return Points(axes, places, numbers, along="")


def _in_year(at: object, lang: str) -> str:
    return f"{year(at)}年" if lang == "zh" else year(at)


def _group_name(found: Regions, lang: str) -> str:
    names = found.groups.loc[found.groups["region"] == found.province, f"name_{lang}"]
    return names.iloc[0] if len(names) else ""


def _multiples(found: Regions, indicator: str, start: int) -> pd.DataFrame:
    """Targets put as multiples of the year the lines start from."""
    goals = found.plan.targets
    goals = goals[in_force(goals, None)]
    mine = goals[(goals["indicator_id"] == indicator) & (goals["reading"] == "ratio")]
    return mine if start == found.plan.meta["baseline_year"] else mine.iloc[:0]


def _draw_lines(
    drawn: Sketch,
    lines: pd.DataFrame,
    last: pd.Series,
    names: pd.Series,
    own: str,
    levels: pd.Series,
) -> None:
    """Every region's line from the start, its name and last index in a column at the right."""
    axes, years = drawn.axes, lines.index.to_numpy(dtype=float)
    low, high = lines.min().min(), max([lines.max().max(), *levels])
    axes.set_ylim(low - 0.06 * (high - low), high + 0.08 * (high - low))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: fixed(v)))
    axes.set_xticks(years)
    axes.set_xlim(years[0], years[-1] + 0.02 * max(years[-1] - years[0], 1))
    for n, region in enumerate(last.index):
        mine = region == own
        colour = ACCENT if mine else PEER_GREYS[n % len(PEER_GREYS)]
        style = {"color": colour, "linewidth": 2.4 if mine else 1.1, "zorder": 4 if mine else 3}
        line = lines[region].dropna()
        for run in runs(line.index.to_numpy(dtype=float)):
            marked = {"marker": "o", "markersize": 3} if len(run) == 1 else {}
            drawn.plot(line.index[run], line.iloc[run], **style, **marked)
        told = f"{names[region]} {fixed(last[region])}"
        drawn.ends.append(Word(told, years[-1], last[region], ACCENT if mine else INK))


def _draw_multiples(drawn: Sketch, goals: pd.DataFrame, start: float, lang: str) -> None:
    """A level line for each target that is a multiple of the start."""
    for g in goals.drop_duplicates("stated_value").itertuples():
        level = 100 * g.stated_value
        drawn.axes.axhline(level, color=TARGET, linewidth=0.9, linestyle=(0, (1, 2)))
        word = (
            f"{year(g.deadline)}年目标 {fixed(level)}"
            if lang == "zh"
            else f"{year(g.deadline)} target {fixed(level)}"
        )
        drawn.notes.append(Word(word, float(start), level, TARGET))
