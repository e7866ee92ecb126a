"""Words and tables of the regions beside each other (10-regions)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..judging.attainment import STATUS_CODES
from ..judging.regions import Regions, shared_targets, within_group
from ..records.plans import Plan
from ..records.rounding import fixed
from ..records.units import unit_of
from .kit import wording
from .kit.cells import Badge
from .kit.grammar import Clause, tell
from .kit.names import indicator_names, indicator_units
from .kit.places import kind, listed
from .kit.table import Table
from .kit.text import Text
from .kit.wording import percent, pick, quantity, year


def region_words(found: Regions, *, lang: str = "zh") -> Text:
    """Where the region stands: in how many indicators it ranks in the upper half, and moves."""
    mine = found.standings[found.standings["region"] == found.province]
    name = found.names(lang, short=True).get(found.province, found.province)
    kinds = kinds_of(found, lang)
    if mine.empty:
        none = (
            f"当日没有足够的{kinds}数据可供{name}比较。",
            f"Too few {kinds} had published figures by then to compare {name}.",
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
                f"在{n}个{kinds}可比的{len(mine)}个指标中，{name}有{upper}个排在前一半，"
                f"{faster}个增速排在前一半；位次最前的是{names[top['indicator_id']]}"
                f"（第{top['rank']}），最后的是{names[low['indicator_id']]}（第{low['rank']}）。",
            )
        )
    return Text(
        (
            f"Of {len(mine)} indicators that {n} {kinds} can be compared by, {name} "
            f"is in the upper half on {upper}, and by growth on {faster}. Highest: "
            f"{names[top['indicator_id']]} (rank {top['rank']}); lowest: "
            f"{names[low['indicator_id']]} (rank {low['rank']}).",
        )
    )


def kinds_of(found: Regions, lang: str) -> str:
    """What the regions of the panel are called: provinces, Länder."""
    return kind(found.plan.panel, found.records.regions, found.levels, lang)


def group_words(found: Regions, *, lang: str = "zh") -> Text:
    """Who is in the region's group."""
    mine = found.groups[found.groups["region"] == found.province]
    names = found.names(lang, short=True)
    if mine.empty:
        none = ("没有为它登记分组，只看它自己。", "It is in no group; it stands alone.")
        return Text((pick(none, lang),))
    group, members = mine[f"name_{lang}"].iloc[0], listed([names[c] for c in found.peers], lang)
    return Text(
        (pick((f"{group}：{members}。", f"{group[:1].upper()}{group[1:]}: {members}."), lang),)
    )


def rank_table(found: Regions, *, lang: str = "zh") -> Table:
    """The region's province in each indicator: value, rank, distance, growth, growth needed."""
    mine = found.standings[found.standings["region"] == found.province]
    group = within_group(found)
    grown = found.standings.groupby("indicator_id")["growth_rank"].count()
    names, units = indicator_names(found.plan, lang), indicator_units(found.plan)
    rows = [
        {
            "name": names[r.indicator_id] + at_prices(units[r.indicator_id], lang),
            "latest": _dated(r, units[r.indicator_id], lang),
            "rank": f"{r.rank}/{r.n}",
            "peer_rank": "{}/{}".format(*group.loc[r.Index, ["place", "size"]]),
            "distance": _signed(r.distance),
            "grown": _grown(r, lang),
            "growth_rank": wording.MISSING
            if pd.isna(r.growth_rank)
            else f"{int(r.growth_rank)}/{grown[r.indicator_id]}",
            "needed": _needed(r, lang),
        }
        for r in mine.itertuples()
    ]
    columns = ["name", "latest", "rank", "peer_rank", "distance", "grown", "growth_rank"]
    columns += ["needed"] * bool(found.standings["growth_needed"].notna().any())
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=tuple(columns[1:]))


RANK_NOTE = Clause(
    "“与中位相差”是与各地中位数相比的差距",
    "“From the median” is the distance to the middle region",
)
NEEDED_NOTE = Clause(
    "；“尚需年均增长”是到规划期末追上今天的中位数，每年须增长多少",
    "; “growth needed” is what would bring the region level with today's median by the end of the "
    "plan",
    lambda f: f["open"],
)
SIZE_NOTE = (
    "总量指标受地区大小影响，位次要与增速一起看。",
    "Totals depend on size: read the rank together with the growth.",
)


def rank_note(found: Regions, *, lang: str = "zh") -> Text:
    """What the columns of `rank_table` are; of growth needed only while the plan runs."""
    facts = {"open": bool(found.standings["growth_needed"].notna().any())}
    said = tell([RANK_NOTE, NEEDED_NOTE], facts, lang=lang)
    return Text((said + pick(("", " "), lang) + pick(SIZE_NOTE, lang),))


def peer_table(found: Regions, indicator_id: str, *, lang: str = "zh") -> Table:
    """One indicator in the provinces of the region's group, best first."""
    rows = found.standings[found.standings["indicator_id"] == indicator_id]
    mine = rows[rows["region"].isin(found.peers)]
    return place_table(mine, found.plan, found.names(lang), lang=lang)


def city_tables(found: Regions, *, lang: str = "zh") -> CityTables:
    """The region's prefectures in each indicator that enough of them report."""
    names = indicator_names(found.plan, lang)
    return CityTables(
        tuple(
            place_table(
                rows,
                found.plan,
                found.names(lang),
                lang=lang,
                caption=names[indicator] + _of_year(rows, found, lang),
            )
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
            "没有足够的下辖地区公布过可比的数。",
            "Too few of the regions within it have published figures to compare.",
        )
        return Text((pick(none, self.lang),))._repr_html_()


def place_table(
    rows: pd.DataFrame, plan: Plan, names: pd.Series, *, lang: str = "zh", caption: str = ""
) -> Table:
    """Regions in one indicator, best first: value, rank, distance, growth.

    Parameters
    ----------
    rows : DataFrame
        Of one indicator, see `judging.regions.standings`.
    names : Series
        What each region is called.
    """
    units = indicator_units(plan)
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
            "status": Badge(r.status, lang) if r.status in STATUS_CODES else str(r.status),
        }
        for r in rows.itertuples()
    ]
    columns = ["region", "target", "latest", "way", "needed", "probability", "rank", "status"]
    if rows["over"].all():  # nothing is needed any more
        columns.remove("needed")
    numeric = tuple(c for c in columns if c not in ("region", "status"))
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=numeric)


def target_words(found: Regions, *, lang: str = "zh") -> Text:
    """How each target that applies everywhere looks elsewhere, and where the region stands."""
    told = shared_targets(found)
    if told.empty:
        kinds = kinds_of(found, lang)
        none = (
            f"没有一项目标可以在多数{kinds}判断。",
            f"No target can be judged in most {kinds}.",
        )
        return Text((pick(none, lang),))
    names, places = indicator_names(found.plan, lang), found.names(lang, short=True)
    return Text(
        tuple(
            _told_target(rows, names, places, found, lang)
            for _, rows in told.groupby("target_id", sort=False)
        ),
        "ul",
    )


def likelier(rows: pd.DataFrame) -> int:
    """How many are likelier to meet their target than not."""
    return int((rows["probability"] >= 0.5).sum())


def _told_target(
    rows: pd.DataFrame, names: pd.Series, places: pd.Series, found: Regions, lang: str
) -> str:
    first = rows.iloc[0]
    goal = wording.with_reading(names[first["indicator_id"]], first["reading"], lang)
    likely = likelier(rows)
    mine = rows[rows["region"] == found.province]
    own = mine.iloc[0] if len(mine) else None
    end, count = (
        year(first["deadline"]),
        f"{len(rows)}{pick(('个', ' '), lang)}{kinds_of(found, lang)}",
    )
    if lang == "zh":
        met = "已经达标" if first["over"] else "达标"
        text = f"{goal}：同样的目标放到{count}，{end}年{met}概率过半的有{likely}个"
        if own is not None:
            text += f"；{places[found.province]}为{percent(own['probability'])}，列第{own['rank']}"
        return text + "。"
    meet = "to have met it" if first["over"] else "to meet it"
    text = f"{goal}: of {count} given the same target for {end}, {likely} are more likely than not "
    text += meet
    if own is not None:
        text += (
            f"; {places[found.province]} stands at {percent(own['probability'])}, "
            f"rank {own['rank']}"
        )
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
    written = fixed(growth, 2, shift=2).replace("-", "−")
    return written if short else written + pick(("个百分点", " points"), lang)


def at_prices(unit: str, lang: str) -> str:
    """A remark that growth of an amount of money holds the rise of prices; empty for others."""
    return pick(("（当年价）", " (current prices)"), lang) if unit_of(unit).money else ""


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
