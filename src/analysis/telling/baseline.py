"""What 02 tells: where the plan starts from, the figures up to then, where sources disagree."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..records.plans import Plan
from ..records.rounding import fixed
from .kit import wording
from .kit.chart import ChartGrid
from .kit.fan_grid import fan_grid
from .kit.grammar import Clause, tell
from .kit.names import indicator_names, indicator_units
from .kit.table import Table
from .kit.text import Text
from .kit.wording import in_year, pick, quantity, year


def baseline_words(
    verdicts: pd.DataFrame, projections: pd.DataFrame, plan: Plan, *, lang: str = "zh"
) -> Text:
    """How fast each targeted indicator with a past grew to the base year."""
    names = indicator_names(plan, lang)
    seen = projections[projections["kind"] == "observed"].sort_values("year")
    lines = []
    for v in verdicts.drop_duplicates("indicator_id").itertuples():
        before = seen[(seen["indicator_id"] == v.indicator_id) & (seen["year"] < v.baseline_year)]
        if before.empty or pd.isna(v.baseline_value) or v.baseline_basis == "projected":
            continue
        first = before[before["year"] <= v.baseline_year - 5].tail(1)
        first = before.iloc[0] if first.empty else first.iloc[0]
        lines.append(_pace(v, first, names, plan, lang))
    if lines:
        return Text(tuple(lines), "ul")
    nothing = ("没有基期以前的公布数。", "Nothing before the base year has been published.")
    return Text((pick(nothing, lang),))


PACE = Clause(
    "{name}：{first_year:year}年{first:observed}，{baseline_year:year}年{baseline_value:observed}，"
    "是前者的{ratio}倍，年均{rate:growth}",
    "{name}: {first:observed} in {first_year:year}, {baseline_value:observed} in "
    "{baseline_year:year}, {ratio} times that, {rate:rate} a year",
    lambda f: f["baseline_value"] != f["first"],
)
UNCHANGED = Clause(
    "{name}：{first_year:year}年和{baseline_year:year}年都是{first:observed}，持平",
    "{name}: {first:observed} in {first_year:year} and in {baseline_year:year}, unchanged",
)


def _pace(v, first: pd.Series, names: pd.Series, plan: Plan, lang: str) -> str:
    ratio = v.baseline_value / first["value"]
    facts = {
        **v._asdict(),
        "name": names[v.indicator_id],
        "first": first["value"],
        "first_year": first["year"],
        "ratio": fixed(ratio, 2),
        "rate": ratio ** (1 / (int(v.baseline_year) - int(first["year"]))) - 1,
    }
    return tell([(PACE, UNCHANGED)], facts, unit=indicator_units(plan)[v.indicator_id], lang=lang)


def baseline_table(plan: Plan, known: pd.DataFrame, *, lang: str = "zh") -> Table:
    """Each exact baseline of the plan beside the latest published value."""
    names, units = indicator_names(plan, lang), indicator_units(plan)
    based = plan.figures[(plan.figures["role"] == "baseline") & plan.figures["value"].notna()]
    latest = known.sort_values("year").drop_duplicates("indicator_id", keep="last")
    latest = latest.set_index("indicator_id")
    rows = [
        {
            "name": names[f.indicator_id],
            "baseline": _span(f, lang),
            "latest": _later(latest, f, units[f.indicator_id], lang),
            "quote": f.quote,
        }
        for f in based.itertuples()
    ]
    columns = ["name", "baseline", "latest", "quote"]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=("baseline", "latest"))


def _span(f, lang: str) -> str:
    value = wording.target(f.comparator, f.value, f.value_high, f.unit, lang)
    when = year(f.year) if pd.isna(f.year_from) else f"{year(f.year_from)}–{year(f.year)}"
    return f"{value}（{when}）" if lang == "zh" else f"{value} ({when})"


def _later(latest: pd.DataFrame, f, unit: str, lang: str) -> str:
    if f.indicator_id not in latest.index or f.unit != unit:
        return wording.MISSING
    last = latest.loc[f.indicator_id]
    if pd.isna(f.year) or last["year"] <= f.year:
        return wording.MISSING
    return f"{quantity(last['value'], unit, lang, observed=True)}{in_year(last['year'], lang)}"


def conflict_table(
    rows: pd.DataFrame, plan: Plan, sources: Mapping[str, str], *, lang: str = "zh"
) -> Table:
    """Where sources disagree, which value is used."""
    names = indicator_names(plan, lang)
    cells = [
        {
            "name": names[r.indicator_id],
            "year": year(r.year),
            "value": quantity(r.value, r.unit, lang, observed=True),
            "grade": r.grade,
            "published": wording.day(r.published),
            "source": sources.get(r.source_id, r.source_id),
            "picked": "✓" if r.picked else "",
        }
        for r in rows.itertuples()
    ]
    columns = ["name", "year", "value", "grade", "published", "source", "picked"]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=("year", "value"))


def history_table(
    known: pd.DataFrame, plan: Plan, sources: Mapping[str, str], *, lang: str = "zh"
) -> Table:
    """Every value in use of the indicators the plan names, with its date, source and grade."""
    known = known[known["indicator_id"].isin(plan.named)]
    names = indicator_names(plan, lang)
    units = indicator_units(plan)
    rows = [
        {
            "name": names[o.indicator_id],
            "year": year(o.year),
            "value": wording.marked(o.value, o.qualifier, units[o.indicator_id], lang),
            "published": wording.day(o.published) + ("*" if o.published_estimated else ""),
            "grade": o.grade,
            "source": sources.get(o.source_id, o.source_id),
        }
        for o in known.itertuples()
    ]
    return Table(
        pd.DataFrame(rows, columns=["name", "year", "value", "published", "grade", "source"]),
        lang,
        numeric=("year", "value"),
    )


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
    return fan_grid(seen, plan, shown, None, sources, lang)
