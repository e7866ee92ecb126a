"""What a reader sees: one finding per chart, history solid, projection dashed, doubt shaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter

from ..projection.panel import breaks
from ..records.plans import Plan
from .kit import wording
from .kit.chart import Chart, ChartGrid
from .kit.drawing import (
    ACCENT,
    BAND80,
    BAND95,
    GRID,
    GRID_MARGINS,
    GROUND,
    HEIGHT,
    INK,
    LINE,
    MARKERS,
    POINTS,
    QUIET,
    SERIES,
    SMALL,
    TARGET,
    WIDTH,
    Sketch,
    Word,
    finish,
    scale_axes,
    sketch,
)
from .kit.grammar import Clause, tell
from .kit.names import indicator_names, indicator_units
from .kit.statuses import STATUSES
from .kit.typography import chart_style
from .sentences import finding

BESIDE = ((0, (1, 1)), (0, (5, 1)), (0, (3, 1, 1, 1)))  # line styles of other methods
BOUNDS = ("low80", "high80", "low95", "high95")
SOFT = ("provisional", "about", "at_least")  # qualifiers drawn hollow

WORDS = {
    "median": ("中位", "median"),
    "baseline": ("基期", "baseline"),
    "beyond": ("（未画全）", " (cut off)"),
    "break": ("口径调整", "definition changed"),
    "first": ("原报", "first given as"),
    "revised": ("有修订", "revised"),
    "source": ("来源", "Source"),
    "later": ("后来", "later"),
    "way": ("已走路程", "share of the way"),
    "time": ("已过时间", "share of the time"),
}


def _word(key: str, lang: str) -> str:
    return wording.pick(WORDS[key], lang)


def fan_chart(
    projections: pd.DataFrame,
    plan: Plan,
    indicator_id: str,
    *,
    verdicts: pd.DataFrame | None = None,
    sources: Mapping[str, str] | None = None,
    later: pd.DataFrame | None = None,
    beside: Mapping[str, pd.DataFrame] | None = None,
    lang: str = "zh",
    title: str | None = None,
    size: tuple[float, float] = (WIDTH, HEIGHT),
    years: tuple[int, int] | None = None,
) -> Chart:
    """History, projection with its 80 % and 95 % intervals, and targets of one indicator.

    Parameters
    ----------
    projections : DataFrame
        From `project`, one region; where it has a column first_value (see `situation`), values
        that were revised are marked.
    plan : Plan
        For names, units, the base year and definition breaks.
    indicator_id : str
    verdicts : DataFrame, optional
        From `assess`; its targets for this indicator are drawn.
    sources : mapping, optional
        Publisher of each source_id, for the line below the chart.
    later : DataFrame, optional
        What is known now; the years after the projection's last observation are drawn over it.
    beside : mapping, optional
        Projections by other methods, whose central paths are drawn and named.
    title : str, optional
        The finding, made from the data when left out.
    size : pair of float
        Inches; words are 12 points whatever the size, see `drawing.WIDTH`.
    years : pair of int, optional
        First and last year of the axis, where several charts share one; that of the data when
        left out.
    """
    rows = projections[projections["indicator_id"] == indicator_id].sort_values("year")
    indicator = plan.indicators.set_index("indicator_id").loc[indicator_id]
    goals = _goals(verdicts, indicator_id)
    unit, name = indicator["unit"], indicator_names(plan, lang)[indicator_id]
    after, cuts = _since(later, rows, indicator_id), _break_years(plan, indicator_id)
    span = _span(rows, goals, after, years)
    if _span(rows, goals, after, None).size == 0:
        return _nothing(plan, indicator_id, lang)
    cuts = [at for at in cuts if span.min() < at < span.max()]
    with chart_style():
        drawn = sketch(size)
        drawn.margins = GRID_MARGINS if years else (0.0, 0.0)
        _limits(drawn, rows, goals, after, indicator["kind"])
        scale_axes(drawn, unit, lang, span, _reach(goals))
        _draw_bands(drawn, rows, lang)
        _draw_goals(drawn, goals, cuts, unit, lang)
        _draw_history(drawn, rows, cuts, unit, lang)
        _draw_base(drawn, rows, goals, plan, lang)
        _draw_later(drawn, after, lang)
        _draw_beside(drawn, beside or {}, indicator_id)
        _draw_breaks(drawn, cuts, lang)
        _draw_revised(drawn, rows, lang)
        figure = finish(drawn)
    no_verdicts = pd.DataFrame(columns=["indicator_id", "target_value", "reading", "deadline"])
    found = finding(
        no_verdicts if verdicts is None else verdicts, rows, plan, indicator_id, lang=lang
    )
    return Chart(
        figure,
        title or found,
        _subtitle(name if title else "", unit, span, lang),
        fan_words(rows, goals, name, unit, lang, breaks=cuts),
        source_line(rows, sources, lang),
    )


GOAL_COLUMNS = [
    *("target_value", "value_high", "comparator", "reading", "stated_value"),
    *("deadline", "baseline_year", "baseline_value", "probability"),
]


def _goals(verdicts: pd.DataFrame | None, indicator_id: str) -> pd.DataFrame:
    if verdicts is None:
        return pd.DataFrame(columns=GOAL_COLUMNS)
    mine = verdicts[(verdicts["indicator_id"] == indicator_id) & verdicts["target_value"].notna()]
    goals = mine.drop_duplicates(["target_value", "deadline"])
    return goals[GOAL_COLUMNS].assign(
        stated_comparator=goals.get("stated_comparator", goals["comparator"])
    )


def _span(
    rows: pd.DataFrame, goals: pd.DataFrame, later: pd.DataFrame, years: tuple[int, int] | None
) -> np.ndarray:
    own = pd.concat([rows["year"], goals["deadline"], later["year"]]).dropna().astype(float)
    shared = [] if years is None else years
    return np.r_[own.to_numpy(), np.asarray(shared, dtype=float)]


def _reach(goals: pd.DataFrame) -> float:
    """Points to leave beside the data for words, roughly; `finish` measures."""
    return 130.0 if len(goals) else 110.0


def _limits(
    drawn: Sketch, rows: pd.DataFrame, goals: pd.DataFrame, later: pd.DataFrame, kind: str
) -> None:
    """Zero is shown for stocks and flows; a runaway band does not flatten the history."""
    central = pd.concat([rows["value"], goals["target_value"], later["value"]])
    central = central.astype(float).dropna()
    if central.empty:
        return
    top80 = rows["high80"].max() if "high80" in rows else np.nan
    low80 = rows["low80"].min() if "low80" in rows else np.nan
    top, low = central.max(), central.min()
    reach = max(top, low + 3 * (top - low), 1.6 * top)
    ceiling = top if pd.isna(top80) else max(top, min(top80, reach))
    if kind in ("stock", "flow") and low >= 0:
        floor = 0.0
    else:
        floor = low if pd.isna(low80) else min(low, max(low80, low - (ceiling - low)))
        floor -= 0.06 * (ceiling - floor)
    drawn.axes.set_ylim(floor, ceiling + 0.08 * (ceiling - floor) if ceiling > floor else floor + 1)


def _draw_bands(drawn: Sketch, rows: pd.DataFrame, lang: str) -> None:
    """The intervals, from the last published value on, named where they end, on one side.

    The name of a band that leaves the paper says so.
    """
    seen = rows[rows["kind"] == "observed"]
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()]
    if seen.empty or ahead.empty or ahead["low80"].isna().any():
        return
    last = seen.iloc[-1]
    x = np.r_[float(last["year"]), ahead["year"].astype(float)]
    floor, ceiling = drawn.axes.get_ylim()
    ends = {}
    for share, colour in (("95", BAND95), ("80", BAND80)):
        low = np.r_[last["value"], ahead[f"low{share}"]].astype(float)
        high = np.r_[last["value"], ahead[f"high{share}"]].astype(float)
        drawn.axes.fill_between(
            x, low, np.minimum(high, 1e3 * ceiling), color=colour, linewidth=0, zorder=1
        )
        ends[share] = low[-1], high[-1]
    inside = [all(floor <= end[side] <= ceiling for end in ends.values()) for side in (0, 1)]
    for share, (low_end, high_end) in ends.items():
        sides = (high_end, low_end) if inside[1] or not inside[0] else (low_end,)
        edge = next((v for v in sides if floor <= v <= ceiling), None)
        beyond = _word("beyond", lang) if high_end > ceiling or low_end < floor else ""
        if edge is not None:
            drawn.ends.append(Word(f"{share}%{beyond}", x[-1], edge, QUIET))


def _draw_history(
    drawn: Sketch, rows: pd.DataFrame, cuts: Sequence[float], unit: str, lang: str
) -> None:
    """Published years: thick between neighbours, thin over gaps, parted at definition breaks."""
    seen = rows[rows["kind"] == "observed"]
    if seen.empty:
        return
    x, y = seen["year"].to_numpy(dtype=float), seen["value"].to_numpy(dtype=float)
    part = np.searchsorted(np.asarray(cuts, dtype=float), x)
    for piece in np.unique(part):
        here = part == piece
        drawn.plot(x[here], y[here], color=ACCENT, linewidth=1, zorder=3)
    beside = (np.diff(x) == 1) & (np.diff(part) == 0)
    gaps = np.where(beside[:, None], np.column_stack([y[:-1], y[1:]]), np.nan)
    if beside.any():
        pairs = np.column_stack([x[:-1], x[1:], x[1:]]).ravel()
        values = np.column_stack([gaps, np.full(len(gaps), np.nan)]).ravel()
        drawn.axes.plot(pairs, values, color=ACCENT, linewidth=2, zorder=3)
    soft = seen["qualifier"].isin(SOFT).to_numpy()
    drawn.mark(x[~soft], y[~soft], s=16, color=ACCENT, zorder=4)
    drawn.mark(x[soft], y[soft], s=22, facecolor=GROUND, edgecolor=ACCENT, linewidth=1.3, zorder=4)
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()]
    if len(ahead):
        end = float(ahead["year"].iloc[-1]), float(ahead["value"].iloc[-1])
        drawn.plot(
            np.r_[x[-1], ahead["year"].astype(float)],
            np.r_[y[-1], ahead["value"].astype(float)],
            color=ACCENT,
            linewidth=1.6,
            linestyle=(0, (4, 2)),
            zorder=3,
        )
        told = wording.number(end[1], unit, lang)
        drawn.ends.append(Word(f"{_word('median', lang)} {told}", *end, ACCENT))
    written = wording.number(y[-1], "", lang, observed=True)
    drawn.notes.append(Word(written, x[-1], y[-1], ACCENT))


def _draw_goals(
    drawn: Sketch, goals: pd.DataFrame, cuts: Sequence[float], unit: str, lang: str
) -> None:
    """Each target as a diamond with its comparator, and the straight way to it.

    No way is drawn across a change of definition: its two ends do not count the same thing.
    """
    for goal in goals.itertuples():
        end, value = float(goal.deadline), float(goal.target_value)
        drawn.mark([end], [value], marker="D", s=34, color=TARGET, zorder=5)
        drawn.ends.append(Word(_goal_word(goal, unit, lang), end, value, TARGET))
        if pd.isna(goal.baseline_value) or pd.isna(goal.baseline_year):
            continue
        if not any(float(goal.baseline_year) < at < end for at in cuts):
            drawn.axes.plot(
                [float(goal.baseline_year), end],
                [goal.baseline_value, value],
                color=TARGET,
                linewidth=1,
                linestyle=(0, (3, 3)),
                zorder=2,
            )


def _goal_word(goal, unit: str, lang: str) -> str:
    """≥5000; ≥6376 (2×) where the plan asks for a multiple."""
    written = wording.target(
        wording.comparator_of(goal), goal.target_value, goal.value_high, "", lang
    )
    if unit == "%":
        written += "%"
    if goal.reading != "multiple":
        return written
    times = wording.number(goal.stated_value, "倍", lang, observed=True)
    return f"{written}（{times}倍）" if lang == "zh" else f"{written} ({times}×)"


def _draw_base(
    drawn: Sketch, rows: pd.DataFrame, goals: pd.DataFrame, plan: Plan, lang: str
) -> None:
    """The base year: a hairline down to it, and the value the plan starts from."""
    known = goals.dropna(subset=["baseline_value", "baseline_year"])
    seen = rows[(rows["kind"] == "observed") & (rows["year"] == plan.meta.get("baseline_year"))]
    if len(known):
        at, value = float(known["baseline_year"].iloc[0]), float(known["baseline_value"].iloc[0])
    elif len(seen):
        at, value = float(seen["year"].iloc[0]), float(seen["value"].iloc[0])
    else:
        return
    floor = drawn.axes.get_ylim()[0]
    drawn.plot([at, at], [floor, value], color=QUIET, linewidth=0.8, zorder=1)
    if seen.empty:
        drawn.mark([at], [value], s=18, facecolor=GROUND, edgecolor=TARGET, zorder=4)
    told = _word("baseline", lang)
    last = rows.loc[rows["kind"] == "observed", "year"].max()
    if pd.isna(last) or at != float(last):
        told = f"{told} {wording.number(value, '', lang, observed=True)}"
    drawn.notes.append(Word(told, at, value, QUIET))


def _since(later: pd.DataFrame | None, rows: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """Observations of the years after the last one that the projection knew."""
    if later is None:
        return rows.iloc[:0]
    known = rows.loc[rows["kind"] == "observed", "year"].max()
    mine = later[(later["indicator_id"] == indicator_id) & (later["year"] > known)]
    return mine.sort_values("year")


def _draw_later(drawn: Sketch, later: pd.DataFrame, lang: str) -> None:
    if later.empty:
        return
    x, y = later["year"].to_numpy(dtype=float), later["value"].to_numpy(dtype=float)
    drawn.plot(x, y, color=INK, linewidth=1.2, marker="s", markersize=4, zorder=5)
    written = wording.number(y[-1], "", lang, observed=True)
    drawn.notes.insert(0, Word(f"{_word('later', lang)} {written}", x[-1], y[-1], INK))


def _draw_beside(drawn: Sketch, beside: Mapping[str, pd.DataFrame], indicator_id: str) -> None:
    """The median path of each other method, named at its end."""
    for (name, frame), style in zip(beside.items(), BESIDE, strict=False):
        mine = frame[(frame["indicator_id"] == indicator_id) & (frame["kind"] == "projected")]
        mine = mine.dropna(subset="value").sort_values("year")
        if len(mine):
            x, y = mine["year"].to_numpy(dtype=float), mine["value"].to_numpy(dtype=float)
            drawn.plot(x, y, color=INK, linewidth=1, linestyle=style, zorder=4)
            drawn.ends.append(Word(name, x[-1], y[-1], INK))


def _break_years(plan: Plan, indicator_id: str) -> list[float]:
    """Halfway between the last year under the old definition and the first under the new."""
    table = breaks(plan.indicators)
    return sorted(table.loc[table["indicator_id"] == indicator_id, "year"].astype(float) - 0.5)


def _draw_breaks(drawn: Sketch, cuts: Sequence[float], lang: str) -> None:
    floor, ceiling = drawn.axes.get_ylim()
    for at in cuts:
        drawn.plot([at, at], [floor, ceiling], color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        drawn.notes.append(Word(_word("break", lang), at, floor + 0.9 * (ceiling - floor), QUIET))


def _draw_revised(drawn: Sketch, rows: pd.DataFrame, lang: str) -> None:
    """A ring round each value that was first published as another, which a cross stands for."""
    if "first_value" not in rows:
        return
    moved = rows[(rows["kind"] == "observed") & rows["first_value"].notna()]
    floor, ceiling = drawn.axes.get_ylim()
    for r in moved.itertuples():
        at, value, first = float(r.year), float(r.value), float(r.first_value)
        drawn.mark([at], [value], s=60, facecolor="none", edgecolor=INK, linewidth=0.9, zorder=5)
        told = _word("revised", lang)
        if abs(first - value) > 0.03 * (ceiling - floor):
            drawn.plot([at, at], [value, first], color=INK, linewidth=0.8, zorder=4)
            drawn.mark([at], [first], s=26, marker="x", color=INK, linewidth=1.1, zorder=5)
            written = wording.number(first, "", lang, observed=True)
            told, value = f"{_word('first', lang)} {written}", first
        drawn.notes.append(Word(told, at, value, INK, must=False))


def _subtitle(name: str, unit: str, years: Sequence[float], lang: str) -> str:
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
    return f"{_word('source', lang)}{colon}{comma.join(names[:2])}{more}"


ALT = (
    (
        Clause(
            "{name}：{first_year:year}年{first:observed}，{last_year:year}年{last:observed}",
            "{name}: {first:observed} in {first_year:year}, {last:observed} in {last_year:year}",
            lambda f: f["first_year"] != f["last_year"],
        ),
        Clause(
            "{name}：{last_year:year}年{last:observed}",
            "{name}: {last:observed} in {last_year:year}",
        ),
        Clause("{name}：没有可画的数据", "{name}: nothing to plot"),
    ),
    Clause(
        "；{broken}年口径调整，线在此断开",
        "; the definition changed in {broken}, where the line breaks",
    ),
    Clause("；{revised}", "; {revised}"),
    Clause(
        "；推算{end:year}年中位{median:computed}",
        "; projected median {median:computed} in {end:year}",
    ),
    Clause(
        "，80%区间{low80:computed}至{high80:computed}",
        ", 80% interval {low80:computed} to {high80:computed}",
    ),
    Clause(
        "，95%区间{low95:computed}至{high95:computed}",
        ", 95% interval {low95:computed} to {high95:computed}",
    ),
)
ALT_REVISED = Clause(
    "{year:year}年先报{first_value:observed}，后为{value:observed}",
    "{year:year} first given as {first_value:observed}, now {value:observed}",
)
ALT_GOAL = (
    Clause("；{deadline:year}年目标{goal}", "; target by {deadline:year}: {goal}"),
    Clause("，达标概率{probability:share}", ", probability {probability:share}"),
)


def fan_words(
    rows: pd.DataFrame,
    goals: pd.DataFrame,
    name: str,
    unit: str,
    lang: str,
    *,
    breaks: Sequence[float] = (),
) -> str:
    """What a fan chart shows, for those who cannot see it."""
    seen = rows[rows["kind"] == "observed"]
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()]
    comma = wording.pick(("，", ", "), lang)
    facts: dict[str, object] = dict.fromkeys(
        [*("first_year", "first", "last_year", "last", "end", "median"), *BOUNDS]
    )
    if len(seen):
        first, last = seen.iloc[0], seen.iloc[-1]
        facts |= {"first_year": first["year"], "first": first["value"]}
        facts |= {"last_year": last["year"], "last": last["value"]}
    if len(ahead):
        end = ahead.iloc[-1]
        facts |= {"end": end["year"], "median": end["value"]}
        facts |= {b: end[b] for b in BOUNDS}
    facts |= {
        "name": name,
        "broken": comma.join(wording.year(b + 0.5) for b in breaks),
        "revised": comma.join(
            tell([ALT_REVISED], r._asdict(), unit=unit, lang=lang, stop=False)
            for r in _moved(seen).itertuples()
        ),
    }
    told = tell(ALT, facts, unit=unit, lang=lang, stop=False)
    for goal in goals.itertuples():
        written = wording.aim(
            wording.comparator_of(goal), goal.target_value, goal.value_high, unit, lang
        )
        told += tell(ALT_GOAL, {**goal._asdict(), "goal": written}, lang=lang, stop=False)
    return told + wording.pick(("。", "."), lang)


def _moved(seen: pd.DataFrame) -> pd.DataFrame:
    return seen[seen["first_value"].notna()] if "first_value" in seen else seen.iloc[:0]


def small_multiples(
    projections: pd.DataFrame,
    plan: Plan,
    verdicts: pd.DataFrame,
    *,
    lang: str = "zh",
    sources: Mapping[str, str] | None = None,
    indicator_ids: Iterable[str] | None = None,
) -> ChartGrid:
    """One small fan chart per indicator with a target and an observation, on the same years."""
    seen = set(projections.loc[projections["kind"] == "observed", "indicator_id"])
    ids = list(indicator_ids or dict.fromkeys(verdicts["indicator_id"]))
    return _grid(projections, plan, [i for i in ids if i in seen], verdicts, sources, lang)


def _grid(
    projections: pd.DataFrame,
    plan: Plan,
    ids: Sequence[str],
    verdicts: pd.DataFrame | None,
    sources: Mapping[str, str] | None,
    lang: str,
) -> ChartGrid:
    """Small fan charts whose years stand below one another."""
    at = projections.loc[projections["indicator_id"].isin(ids), "year"]
    if verdicts is not None and "deadline" in verdicts:
        at = pd.concat([at, verdicts.loc[verdicts["indicator_id"].isin(ids), "deadline"]])
    years = None if at.dropna().empty else (int(at.min()), int(at.max()))
    return ChartGrid(
        tuple(
            fan_chart(
                projections,
                plan,
                i,
                verdicts=verdicts,
                sources=sources,
                lang=lang,
                size=SMALL,
                years=years,
            )
            for i in ids
        )
    )


PROGRESS_ALT = Clause(
    "{name}：已走路程{share_travelled:share}，已过时间{share_time:share}",
    "{name}: {share_travelled:share} of the way, {share_time:share} of the time",
)
PROGRESS_TITLE = (
    Clause(
        "{targets}项目标（{n}个读法）量得出走了多远，都走得比时间慢",
        "{targets} target{targets:s} ({n} reading{n:s}) can be placed between baseline and target; "
        "all are behind the clock",
        lambda f: f["n"] and f["behind"] == f["n"],
    ),
    Clause(
        "{targets}项目标（{n}个读法）量得出走了多远，{behind}个读法走得比时间慢",
        "{targets} target{targets:s} ({n} reading{n:s}) can be placed between baseline and target; "
        "{behind} of the readings behind the clock",
    ),
)


def progress_chart(
    verdicts: pd.DataFrame,
    plan: Plan,
    *,
    sources: Mapping[str, str] | None = None,
    lang: str = "zh",
) -> Chart:
    """Share of the way travelled (bar) against share of the time gone (tick), target by target."""
    rows = verdicts[verdicts["share_travelled"].notna()]
    names = indicator_names(plan, lang)
    labels = [
        wording.with_reading(names[i], r, lang)
        for i, r in zip(rows["indicator_id"], rows["reading"], strict=True)
    ]
    with chart_style():
        drawn = sketch((WIDTH, (3.1 * LINE * max(len(rows), 1) + 34) / 72))
        _draw_progress(drawn, rows, labels)
    alt = [
        tell([PROGRESS_ALT], {**r._asdict(), "name": label}, lang=lang, stop=False)
        for r, label in zip(rows.itertuples(), labels, strict=True)
    ]
    placed = rows.drop_duplicates(["indicator_id", "deadline"])
    facts = {
        "n": len(rows),
        "targets": len(placed),
        "behind": int((rows["share_travelled"] < rows["share_time"]).sum()),
    }
    title = tell([PROGRESS_TITLE], facts, lang=lang, stop=False)
    gone = wording.pick(("、", ", "), lang).join(
        wording.percent(s) for s in sorted(rows["share_time"].dropna().unique())
    )
    subtitle = (
        f"横条：从基期到目标已走的路程；竖线：同期已过的时间（数据年份为准）{gone}"
        if lang == "zh"
        else f"Bar: way from baseline to target; tick: time gone at the year of the data, {gone}"
    )
    joined = wording.pick(("；", "; "), lang).join(alt)
    stop = wording.pick(("。", "."), lang)
    source = ""
    if sources and len(rows):
        cited = rows.assign(
            kind="observed", year=rows["latest_year"], source_id=rows["latest_source_id"]
        )
        source = source_line(cited, sources, lang)
    return Chart(drawn.figure, title, subtitle, f"{title}{stop}{joined}{stop}", source)


def _draw_progress(drawn: Sketch, rows: pd.DataFrame, labels: Sequence[str]) -> None:
    """Each target's name above its bar, so that a name may be as long as the chart is wide."""
    axes = drawn.axes
    at = -np.arange(len(rows), dtype=float)
    colours = STATUSES["colour"].reindex(rows["status"]).to_numpy()
    shares = rows["share_travelled"].clip(-0.1, 1.25).to_numpy(dtype=float)
    times = rows["share_time"].to_numpy(dtype=float)
    low = min(0.0, shares.min() - 0.02) if len(rows) else 0.0
    height = 72 * drawn.figure.get_figheight()
    axes.set_position((0.012, 24 / height, 0.976, 1 - 30 / height))
    axes.set_xlim(low, 1.32)
    axes.set_ylim(-max(len(rows), 1) + 0.45, 0.75)
    axes.barh(at, shares, height=0.34, color=colours)
    axes.vlines(times, at - 0.27, at + 0.27, color=INK, linewidth=2.4)
    marks = STATUSES["mark"].reindex(rows["status"])
    told = zip(at, shares, times, rows["share_travelled"], labels, marks, colours, strict=True)
    for y, shown, tick, true, label, mark, colour in told:
        beyond = tick if shown < tick < shown + 0.16 else max(shown, 0.0)
        axes.annotate(
            wording.percent(true),
            (beyond, y),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=POINTS,
            parse_math=False,
        )
        axes.annotate(
            mark, (low, y + 0.44), va="center", color=colour, fontsize=POINTS, parse_math=False
        )
        axes.annotate(
            label,
            (low, y + 0.44),
            xytext=(1.3 * POINTS, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=POINTS,
            parse_math=False,
        )
    axes.set_yticks([])
    axes.axvline(1, color=QUIET, linewidth=0.9, zorder=0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{100 * v:.0f}%"))
    axes.set_xticks([0, 0.5, 1])
    axes.get_xticklabels()[0].set_ha("left" if low == 0 else "center")
    axes.spines["bottom"].set_visible(False)
    axes.grid(visible=False)
    axes.grid(axis="x", color=GRID, linewidth=0.8)


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
    empty = pd.DataFrame(columns=GOAL_COLUMNS)
    if shown.empty:
        return _nothing(plan, indicator_id, lang)
    with chart_style():
        drawn = sketch((WIDTH, HEIGHT))
        _limits(drawn, shown, empty, shown.iloc[:0], "stock")
        scale_axes(drawn, unit, lang, _span(shown, empty, shown.iloc[:0], None), 130.0)
        lines = {r: rows for r, rows in shown.groupby("region", sort=False)}
        for (code, name), colour, mark in zip(regions.items(), SERIES, MARKERS, strict=False):
            if code in lines:
                x, y = (lines[code][c].to_numpy(dtype=float) for c in ("year", "value"))
                drawn.plot(x, y, color=colour, linewidth=2, marker=mark, markersize=4, zorder=3)
                told = wording.number(y[-1], unit, lang, observed=True)
                drawn.ends.append(Word(f"{name} {told}", x[-1], y[-1], colour))
        figure = finish(drawn)
    ordered = [lines[r].assign(name=n) for r, n in regions.items() if r in lines]
    return Chart(
        figure,
        _region_title(ordered, plan, indicator_id, lang),
        _subtitle("", unit, shown["year"], lang)
        if index_year is None
        else _indexed(index_year, lang),
        _region_alt(ordered, unit, lang),
        source_line(shown, sources, lang),
    )


def _indexed(year: int, lang: str) -> str:
    return f"以{year}年为1" if lang == "zh" else f"multiple of {year}"


def _nothing(plan: Plan, indicator_id: str, lang: str) -> Chart:
    """A chart that says there is nothing to draw."""
    name = indicator_names(plan, lang)[indicator_id]
    told = wording.pick(("没有可画的数据", "nothing to plot"), lang)
    with chart_style():
        drawn = sketch((WIDTH, 4 * LINE / 72))
        drawn.axes.set_axis_off()
        drawn.figure.text(0.02, 0.5, told, color=QUIET, fontsize=POINTS, va="center")
    said = f"{name}：{told}。" if lang == "zh" else f"{name}: {told}."
    return Chart(drawn.figure, name, told, said)


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


def history_charts(
    projections: pd.DataFrame,
    plan: Plan,
    *,
    sources: Mapping[str, str] | None = None,
    lang: str = "zh",
) -> ChartGrid:
    """Each indicator the plan names with two or more published years up to the base year."""
    to_base = projections["year"] <= plan.meta["baseline_year"]
    seen = projections[(projections["kind"] == "observed") & to_base]
    counts = seen.groupby("indicator_id")["year"].nunique()
    shown = [i for i in plan.named if counts.get(i, 0) >= 2]
    return _grid(seen, plan, shown, None, sources, lang)


def projection_charts(
    projections: pd.DataFrame,
    plan: Plan,
    wanted: pd.DataFrame,
    *,
    sources: Mapping[str, str] | None = None,
    lang: str = "zh",
) -> ChartGrid:
    """A fan chart for each indicator of `wanted` that has a projection.

    `wanted` is a frame of verdicts, whose targets are drawn, or any frame with indicator_id.
    """
    ahead = projections[(projections["kind"] == "projected") & projections["value"].notna()]
    ids = [i for i in dict.fromkeys(wanted["indicator_id"]) if i in set(ahead["indicator_id"])]
    verdicts = wanted if "target_value" in wanted else None
    return ChartGrid(
        tuple(
            fan_chart(projections, plan, i, verdicts=verdicts, sources=sources, lang=lang)
            for i in ids
        )
    )
