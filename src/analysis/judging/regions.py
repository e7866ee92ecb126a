"""The plan's indicators in every region: rank, distance, growth needed, and the same targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from ..records.errors import PlanDataError
from ..records.vintages import as_of_view
from ..telling.kit import wording
from ..telling.kit.cells import Badge
from ..telling.kit.names import indicator_names, indicator_units
from ..telling.kit.statuses import STATUSES
from ..telling.kit.table import Table
from ..telling.kit.text import Text
from ..telling.kit.wording import percent, pick, quantity, year
from .situations import Records
from .verdict_changes import Judge, Standpoint, standpoint, verdicts_from

# The four economic regions of the National Bureau of Statistics (东西中部和东北地区划分方法, 2011),
# by GB/T 2260 codes; 中部六省 is the group that the policy on the rise of central China means.
GROUPS = {
    "central": ("中部六省", "the six central provinces"),
    "east": ("东部十省", "the ten eastern provinces"),
    "west": ("西部十二省", "the twelve western provinces"),
    "northeast": ("东北三省", "the three north-eastern provinces"),
}
MEMBERS = {
    "central": ("14", "34", "36", "41", "42", "43"),
    "east": ("11", "12", "13", "31", "32", "33", "35", "37", "44", "46"),
    "west": ("15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"),
    "northeast": ("21", "22", "23"),
}
ENOUGH = 0.75  # of the regions that ever report an indicator must report the year compared
FEWEST = 5  # regions an indicator needs to be ranked
MONEY = ("亿元", "万元", "元")  # published at the prices of each year
SPAN = 5  # years of growth shown where the plan's base year is not behind the data yet


@dataclass(frozen=True)
class Regions:
    """A plan's indicators and targets beside each other in many regions.

    Attributes
    ----------
    records : Records
    region : str
        The region looked at.
    as_of : str or None
    standings : DataFrame
        See `standings`, the provinces.
    cities : DataFrame
        The same for the prefectures of the region's province.
    verdicts : DataFrame
        See `panel_verdicts`, the provinces.
    """

    records: Records
    region: str
    as_of: str | None
    standings: pd.DataFrame
    cities: pd.DataFrame
    verdicts: pd.DataFrame

    @property
    def plan(self):
        return self.records.plan

    def names(self, lang: str, *, short: bool = False) -> pd.Series:
        """Name of each region; the short one, 山西, in Chinese."""
        column = "name_zh_short" if short and lang == "zh" else f"name_{lang}"
        return self.records.regions.set_index("region")[column]

    @property
    def province(self) -> str:
        """The province that the region is, or is part of."""
        return f"{self.region[:2]}0000"

    @property
    def peers(self) -> list[str]:
        """The codes of the region's group, its province among them."""
        group = group_of(self.province)
        codes = MEMBERS[group] if group else (self.region[:2],)
        return [f"{c}0000" for c in codes]


def compare_regions(
    records: Records, *, region: str | None = None, as_of: str | None = None
) -> Regions:
    """Everything `10-regions` shows: provinces ranked and judged, and a province's cities.

    Parameters
    ----------
    records : Records
        From `situations.read_records`.
    region : str, optional
        The region looked at; the plan's own when left out.
    as_of : str, optional
        Only what was published by this day.
    """
    region = region or records.plan.region
    if region not in set(records.regions["region"]):
        raise PlanDataError(f"region {region!r}: not in data/regions.csv | 未知地区代码")
    places = records.regions
    cities = places.loc[places["parent"] == f"{region[:2]}0000", "region"].tolist()
    return Regions(
        records,
        region,
        as_of or None,
        standings(records, provinces(records), as_of=as_of),
        standings(records, cities, as_of=as_of),
        panel_verdicts(records, as_of=as_of),
    )


def provinces(records: Records) -> list[str]:
    """The province-level regions, in the order of their codes."""
    return sorted(records.regions.loc[records.regions["level"] == "province", "region"])


def group_of(region: str) -> str | None:
    """The economic region (a key of `GROUPS`) of a province or of a city's province."""
    return next((g for g, codes in MEMBERS.items() if region[:2] in codes), None)


# --- standings --------------------------------------------------------------------------------


def standings(
    records: Records, regions: Sequence[str], *, as_of: str | None = None
) -> pd.DataFrame:
    """Rank, distance and growth of each indicator that enough of these regions report.

    All regions are compared in one year: the latest that three in four of those that ever report
    the indicator have reached.

    Parameters
    ----------
    records : Records
    regions : sequence of str
        GB/T 2260 codes.
    as_of : str, optional

    Returns
    -------
    DataFrame
        By indicator (the plan's own first) and rank: indicator_id, region, year, value, unit,
        source_id, rank (1 is best in the indicator's direction; equal values share the better),
        n (regions ranked), median, distance (value over the median, less one), best, start_year
        (the plan's base year; five years back where that is not over), growth (a year since; of a share, percentage points a year as a fraction),
        growth_rank, growth_needed (a year from `year` to the plan's end to come level with the
        median of today; NaN where it is level already).
    """
    plan = records.plan
    table = plan.indicators.set_index("indicator_id")
    known = as_of_view(records.of_regions(regions, as_of))
    ranked = known[known["indicator_id"].map(table["direction"]).isin(["up", "down"])]
    year_of = _common_year(ranked)
    reached = ranked["indicator_id"].map(year_of).astype("Int64")
    now = ranked[(ranked["year"] == reached).fillna(False)]
    base = plan.meta["baseline_year"]
    told = (
        now.assign(
            start_year=now["year"]
            .where(now["year"] <= base, base)
            .where(now["year"] > base, now["year"] - SPAN)
        )
        .pipe(_add_start, ranked)
        .pipe(_add_ranks, table["direction"], plan.meta["end"])
    )
    order = {i: n for n, i in enumerate(table.index)}
    return (
        told.assign(order=told["indicator_id"].map(order))
        .sort_values(["order", "rank", "region"], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _common_year(rows: pd.DataFrame) -> pd.Series:
    """The latest year that enough regions have reached, of indicators with enough regions."""
    counts = rows.groupby(["indicator_id", "year"])["region"].nunique().reset_index(name="n")
    ever = rows.groupby("indicator_id")["region"].nunique()
    needed = (counts["indicator_id"].map(ever).astype("float64") * ENOUGH).clip(lower=FEWEST)
    reached = counts[counts["n"] >= needed]
    return reached.groupby("indicator_id")["year"].max()


def _add_start(now: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    start = every[["indicator_id", "region", "year", "value"]].rename(
        columns={"year": "start_year", "value": "start"}
    )
    both = now.merge(start, on=["indicator_id", "region", "start_year"], how="left")
    years = (both["year"] - both["start_year"]).astype("float64")
    grown = (both["value"] > 0) & (both["start"] > 0)
    ratio = (both["value"] / both["start"]).where(grown)
    points = (both["value"] - both["start"]) / years / 100
    return both.assign(growth=points.where(both["unit"] == "%", ratio ** (1 / years) - 1))


def _add_ranks(rows: pd.DataFrame, direction: pd.Series, end: int) -> pd.DataFrame:
    falling = (rows["indicator_id"].map(direction) == "down").to_numpy()
    sign = np.where(falling, 1.0, -1.0)
    group = rows["indicator_id"]
    good = pd.Series(sign * rows["value"], rows.index)
    median = rows.groupby(group)["value"].transform("median")
    grown = pd.Series(sign * rows["growth"], rows.index)
    left = end - rows["year"].astype("float64")
    usable = (rows["value"] > 0) & (median > 0) & (left > 0) & (good > sign * median)
    needed = (median / rows["value"]).where(usable) ** (1 / left.where(left > 0)) - 1
    needed = needed.where(
        rows["unit"] != "%", ((median - rows["value"]) / left / 100).where(usable)
    )
    return rows.assign(
        rank=good.groupby(group).rank(method="min").astype(int),
        n=rows.groupby(group)["region"].transform("size"),
        median=median,
        distance=rows["value"] / median.where(median != 0) - 1,
        best=(sign * good.groupby(group).transform("min")),
        growth_rank=grown.groupby(group).rank(method="min"),
        growth_needed=needed,
    )[
        [
            *("indicator_id", "region", "year", "value", "unit", "source_id", "rank", "n"),
            *("median", "distance", "best", "start_year", "growth", "growth_rank"),
            "growth_needed",
        ]
    ]


# --- the same targets everywhere --------------------------------------------------------------


def panel_verdicts(
    records: Records,
    regions: Sequence[str] | None = None,
    *,
    as_of: str | None = None,
    judge: Judge | None = None,
) -> pd.DataFrame:
    """Judge the plan's targets in many regions, as far as they apply (see `targets_for`).

    Regions are judged side by side by whatever backend joblib has been told to use; without one,
    one after another. On a Dask cluster whose workers have this project installed::

        from dask.distributed import Client
        from joblib import parallel_config

        client = Client("scheduler:8786")
        with parallel_config(backend="dask"):
            panel_verdicts(records)

    What is sent to a worker is the region's own data; the engine's reference class is read there,
    from the checkout that the worker imports.

    Parameters
    ----------
    records : Records
    regions : sequence of str, optional
        GB/T 2260 codes; every province when left out.
    as_of : str, optional
    judge : callable, optional
        Another ruler, see `verdict_changes.Standpoint`; it must be importable by the workers.

    Returns
    -------
    DataFrame
        See `attainment.assess`, with region; in the order of `regions`, whatever the backend.
    """
    wanted = provinces(records) if regions is None else list(regions)
    views = [standpoint(records, region=r, as_of=as_of or None, judge=judge) for r in wanted]
    told = Parallel()(delayed(_judged)(v, r) for v, r in zip(views, wanted, strict=True))
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame()


def _judged(view: Standpoint, region: str) -> pd.DataFrame:
    return verdicts_from(view).assign(region=region)


def shared_targets(found: Regions) -> pd.DataFrame:
    """The verdicts on targets that most provinces can be judged on, with rank by probability.

    Returns
    -------
    DataFrame
        Rows of `Regions.verdicts` with a probability, of target readings that at least three in
        four provinces have one for, with rank (1 the most likely) and n.
    """
    judged = found.verdicts[found.verdicts["probability"].notna()]
    size = judged.groupby("target_id")["region"].transform("size")
    told = judged[size >= ENOUGH * found.verdicts["region"].nunique()]
    by_target = told.groupby("target_id")["probability"]
    return told.assign(
        rank=by_target.rank(method="min", ascending=False).astype(int),
        n=by_target.transform("size"),
    ).reset_index(drop=True)


# --- for readers ------------------------------------------------------------------------------


def region_words(found: Regions, *, lang: str = "zh") -> Text:
    """Where the region stands: in how many indicators it ranks in the upper half, and moves."""
    mine = found.standings[found.standings["region"] == found.province]
    name = found.names(lang, short=True).get(found.province, found.province)
    if mine.empty:
        none = (
            f"当日没有足够的省级数据可供{name}比较。",
            f"Too few provinces had published figures by then to compare {name}.",
        )
        return Text((pick(none, lang),))
    upper = int((mine["rank"] <= mine["n"] / 2).sum())
    faster = int((mine["growth_rank"] <= mine["n"] / 2).sum())
    names = indicator_names(found.plan, lang)
    top, low = mine.loc[mine["rank"].idxmin()], mine.loc[mine["rank"].idxmax()]
    n = int(mine["n"].max())
    if lang == "zh":
        return Text(
            (
                f"在{n}个省级地区可比的{len(mine)}个指标中，{name}有{upper}个排在前一半，"
                f"{faster}个增速排在前一半；位次最前的是{names[top['indicator_id']]}"
                f"（第{top['rank']}），最后的是{names[low['indicator_id']]}（第{low['rank']}）。",
            )
        )
    return Text(
        (
            f"Of {len(mine)} indicators that {n} provinces can be compared by, {name} is in the "
            f"upper half on {upper}, and by growth on {faster}. Highest: "
            f"{names[top['indicator_id']]} (rank {top['rank']}); lowest: "
            f"{names[low['indicator_id']]} (rank {low['rank']}).",
        )
    )


def rank_table(found: Regions, *, lang: str = "zh") -> Table:
    """The region's province in each indicator: value, rank, distance, growth, growth needed."""
    mine = found.standings[found.standings["region"] == found.province]
    group = found.standings[found.standings["region"].isin(found.peers)]
    place = group.groupby("indicator_id")["rank"].rank(method="min").astype("Int64")
    size = group.groupby("indicator_id")["region"].transform("size")
    grown = found.standings.groupby("indicator_id")["growth_rank"].count()
    names, units = indicator_names(found.plan, lang), indicator_units(found.plan)
    rows = [
        {
            "name": names[r.indicator_id] + at_prices(units[r.indicator_id], lang),
            "latest": _dated(r, units[r.indicator_id], lang),
            "rank": f"{r.rank}/{r.n}",
            "peer_rank": f"{place[r.Index]}/{size[r.Index]}",
            "distance": _signed(r.distance),
            "grown": _grown(r, lang),
            "growth_rank": wording.MISSING
            if pd.isna(r.growth_rank)
            else f"{int(r.growth_rank)}/{grown[r.indicator_id]}",
            "needed": _needed(r, lang),
        }
        for r in mine.itertuples()
    ]
    columns = ["name", "latest", "rank", "peer_rank", "distance", "grown", "growth_rank", "needed"]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=tuple(columns[1:]))


def peer_table(found: Regions, indicator_id: str, *, lang: str = "zh") -> Table:
    """One indicator in the provinces of the region's group, best first."""
    rows = found.standings[found.standings["indicator_id"] == indicator_id]
    return _places(rows[rows["region"].isin(found.peers)], found, lang)


def city_tables(found: Regions, *, lang: str = "zh") -> CityTables:
    """The region's prefectures in each indicator that enough of them report."""
    names = indicator_names(found.plan, lang)
    return CityTables(
        tuple(
            _places(rows, found, lang, caption=names[indicator] + _of_year(rows, found, lang))
            for indicator, rows in found.cities.groupby("indicator_id", sort=False)
        ),
        lang,
    )


@dataclass(frozen=True)
class CityTables:
    """Tables one below another, or a sentence where there is none."""

    tables: tuple[Table, ...]
    lang: str

    def _repr_html_(self) -> str:
        if self.tables:
            return "".join(t._repr_html_() for t in self.tables)
        none = (
            "各市没有足够的公布数可供比较。",
            "Too few cities have published figures to compare.",
        )
        return Text((pick(none, self.lang),))._repr_html_()


def _places(rows: pd.DataFrame, found: Regions, lang: str, caption: str = "") -> Table:
    units, names = indicator_units(found.plan), found.names(lang)
    cells = [
        {
            "region": names[r.region],
            "latest": _dated(r, units[r.indicator_id], lang),
            "rank": f"{r.rank}/{r.n}",
            "distance": _signed(r.distance),
            "grown": _grown(r, lang),
            "needed": _needed(r, lang),
        }
        for r in rows.itertuples()
    ]
    columns = ["region", "latest", "rank", "distance", "grown", "needed"]
    told = pd.DataFrame(cells, columns=columns)
    columns = [c for c in columns if not told[c].eq(wording.MISSING).all()]
    return Table(told[columns], lang, caption=caption, numeric=tuple(columns[1:]))


def _of_year(rows: pd.DataFrame, found: Regions, lang: str) -> str:
    """The year of a table's figures and the document they come from, as the end of its title."""
    cited = rows["source_id"].dropna().unique()[:1]
    titles = [found.records.sources.get(s, s) for s in cited]
    when = year(rows["year"].iloc[0])
    if lang == "zh":
        return f"（{'，来源：'.join([f'{when}年', *titles])}）"
    return f" ({'; source: '.join([when, *titles])})"


def target_table(found: Regions, *, lang: str = "zh") -> Table:
    """The targets that apply everywhere, in every province: way, growth needed, probability."""
    rows = shared_targets(found).sort_values(["target_id", "rank"], kind="stable")
    names, places = indicator_names(found.plan, lang), found.names(lang)
    units = indicator_units(found.plan)
    cells = [
        {
            "region": places[r.region],
            "target": f"{names[r.indicator_id]} "
            + wording.target(
                wording.comparator_of(r), r.target_value, r.value_high, units[r.indicator_id], lang
            ),
            "latest": _dated_value(r.latest_value, r.latest_year, units[r.indicator_id], lang),
            "way": percent(r.share_travelled),
            "needed": wording.MISSING if r.met else percent(r.growth_required, 1),
            "probability": percent(r.probability),
            "rank": f"{r.rank}/{r.n}",
            "status": Badge(r.status, lang) if r.status in STATUSES.index else str(r.status),
        }
        for r in rows.itertuples()
    ]
    columns = ["region", "target", "latest", "way", "needed", "probability", "rank", "status"]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=tuple(columns[1:7]))


def target_words(found: Regions, *, lang: str = "zh") -> Text:
    """How each target that applies everywhere looks elsewhere, and where the region stands."""
    told = shared_targets(found)
    if told.empty:
        none = ("没有一项目标可以在多数省份判断。", "No target can be judged in most provinces.")
        return Text((pick(none, lang),))
    names, places = indicator_names(found.plan, lang), found.names(lang, short=True)
    return Text(
        tuple(
            _told_target(rows, names, places, found, lang)
            for _, rows in told.groupby("target_id", sort=False)
        ),
        "ul",
    )


def _told_target(
    rows: pd.DataFrame, names: pd.Series, places: pd.Series, found: Regions, lang: str
) -> str:
    first = rows.iloc[0]
    goal = wording.with_reading(names[first["indicator_id"]], first["reading"], lang)
    likely = int((rows["probability"] >= 0.5).sum())
    mine = rows[rows["region"] == found.province]
    own = mine.iloc[0] if len(mine) else None
    end = year(first["deadline"])
    if lang == "zh":
        text = f"{goal}：同样的目标放到{len(rows)}个省，{end}年达标概率过半的有{likely}个"
        if own is not None:
            text += f"；{places[found.province]}为{percent(own['probability'])}，列第{own['rank']}"
        return text + "。"
    text = (
        f"{goal}: of {len(rows)} provinces given the same target for {end}, {likely} are more "
        "likely than not to meet it"
    )
    if own is not None:
        text += f"; {places[found.province]} stands at {percent(own['probability'])}, rank {own['rank']}"
    return text + "."


def _dated(r, unit: str, lang: str) -> str:
    return _dated_value(r.value, r.year, unit, lang)


def _dated_value(value: float, when: object, unit: str, lang: str) -> str:
    written = quantity(value, unit, lang, observed=True)
    return f"{written}（{year(when)}）" if lang == "zh" else f"{written} ({year(when)})"


def _grown(r, lang: str) -> str:
    if pd.isna(r.growth):
        return wording.MISSING
    since = (
        f"（{year(r.start_year)}年起）" if lang == "zh" else f" (from\u00a0{year(r.start_year)})"
    )
    return pace(r.growth, r.unit, lang) + since


def pace(growth: float, unit: str, lang: str, *, short: bool = False) -> str:
    """Growth a year as a percentage; of a share, in percentage points."""
    if unit != "%":
        return percent(growth, 1).replace("-", "−")
    written = f"{100 * growth:.2f}".replace("-", "−")
    written = written.lstrip("−") if float(written.lstrip("−")) == 0 else written
    return written if short else written + pick(("个百分点", " points"), lang)


def at_prices(unit: str, lang: str) -> str:
    """A remark that growth of an amount of money holds the rise of prices; empty for others."""
    return pick(("（当年价）", " (current prices)"), lang) if unit in MONEY else ""


def _signed(share: float) -> str:
    if pd.isna(share):
        return wording.MISSING
    written = percent(abs(share))
    return written if written == "0%" else f"{'+' if share > 0 else '−'}{written}"


def _needed(r, lang: str) -> str:
    if pd.notna(r.growth_needed):
        return pace(r.growth_needed, r.unit, lang)
    level = r.distance >= 0 if pd.notna(r.distance) else False
    return ("已达到" if lang == "zh" else "level") if level else wording.MISSING
