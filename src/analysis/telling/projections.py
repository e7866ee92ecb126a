"""What 03 tells: how each indicator goes on, what that rests on, and what has no target."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..records.plans import Plan
from .kit import wording
from .kit.chart import ChartGrid
from .kit.fan import fan_chart
from .kit.grammar import Clause, tell
from .kit.names import indicator_names, indicator_units
from .kit.table import Table
from .kit.text import Text
from .kit.wording import interval, pick, quantity

PROJECTION_WORDS = Clause(
    "规划的指标中{seen}个有公布数，其中{single}个只有一个数，推算只能靠参照类；其余{several}个有自己的历史可依",
    "Of the plan's indicators {seen} have published figures; {single} of them rest on one figure, "
    "for which the reference class alone speaks, {several} on a history of their own",
)
EACH_ALONE = (
    "每个指标各自推算，所以比率的推算不必等于分子、分母推算之商（如R&D投入强度与R&D经费除以地区生产总值）。",
    "Each indicator is projected by itself, so a projected ratio need not equal the quotient of "
    "its projected parts (R&D intensity and R&D expenditure over GDP, say).",
)


def projection_words(projections: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """How many of the plan's indicators have figures, and how many of these rest on one."""
    mine = projections[projections["indicator_id"].isin(plan.named)]
    counts = mine[mine["kind"] == "observed"].groupby("indicator_id")["year"].nunique()
    facts = {
        "seen": len(counts),
        "single": int((counts == 1).sum()),
        "several": int((counts > 1).sum()),
    }
    return Text((tell([PROJECTION_WORDS], facts, lang=lang), pick(EACH_ALONE, lang)))


UNTARGETED = Clause(
    "{name}：推算{year:year}年为{written}",
    "{name}: projected {written} in {year:year}",
)
NO_TARGET = (
    "本规划没有为下列指标设定目标：",
    "This plan sets no target for these:",
)


def untargeted_sentences(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """Indicators with a baseline, no target and a history: projected, and not judged."""
    rows = rows[rows["n_history"] > 1]
    names, units = indicator_names(plan, lang), indicator_units(plan)
    told = rows.assign(
        name=rows["indicator_id"].map(names),
        written=[
            interval(r.value, r.low80, r.high80, units[r.indicator_id], lang)
            for r in rows.itertuples()
        ],
    )
    said = tuple(tell([UNTARGETED], r._asdict(), lang=lang) for r in told.itertuples())
    return Text((pick(NO_TARGET, lang), *said) if said else (), "ul")


def method_note(lang: str = "zh") -> Text:
    """What the engine does and does not do."""
    zh = (
        "每个指标的历史先去掉单位，化成增速、波动、走势等二十几个特征，再取公开统计中历史相似的序列后来的"
        "分布（参照类），并按同类地区数据的回放（有此类数据的），对希望上升的指标作修正。只有一个点的，全凭参照类。"
        "依据等级：A为12个点以上，B为8个点以上，C为4个点以上，D为更少，或从未变动。"
        "80%区间是否真有八成，见《八成的把握，真有八成吗》。"
    )
    en = (
        "Each history is told without its unit, as two dozen numbers on growth, volatility and "
        "shape, and given the distribution of what followed such histories in public statistics "
        "(the reference class); for indicators that are wanted to rise it is then moved by what "
        "the replay of the plan's panel of regions shows, where there is one. One point leaves the "
        "reference class alone. Evidence: "
        "A from 12 points, B from 8, C from 4, D fewer or never moved. Whether 80% means 80%: see "
        "“Does 80 % mean 80 %?”."
    )
    return Text((pick((zh, en), lang),), "note")


def projection_table(
    projections: pd.DataFrame, plan: Plan, *, until: int, lang: str = "zh"
) -> Table:
    """The projected value of each indicator the plan names in one year, with what it rests on."""
    names, units = indicator_names(plan, lang), indicator_units(plan)
    ahead = projections[
        (projections["kind"] == "projected")
        & (projections["year"] == until)
        & projections["indicator_id"].isin(plan.named)
        & projections["value"].notna()
    ]
    rows = [
        {
            "name": names[p.indicator_id],
            "points": f"{int(p.n_history)}",
            "method": wording.name_of(wording.METHODS, p.method, lang),
            "projection": interval(p.value, p.low80, p.high80, units[p.indicator_id], lang),
            "evidence": p.evidence,
        }
        for p in ahead.itertuples()
    ]
    columns = ["name", "points", "method", "projection", "evidence"]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=("points", "projection"))


def one_figure_table(
    projections: pd.DataFrame, plan: Plan, wanted: pd.DataFrame, *, lang: str = "zh"
) -> Table:
    """The indicators of `wanted` with one published figure, and the figure."""
    names, units = indicator_names(plan, lang), indicator_units(plan)
    seen = (
        projections[projections["kind"] == "observed"]
        .groupby("indicator_id")
        .filter(lambda rows: len(rows) == 1)
    )
    rows = [
        {
            "name": names[r.indicator_id],
            "year": wording.year(r.year),
            "value": quantity(r.value, units[r.indicator_id], lang, observed=True),
        }
        for r in seen[seen["indicator_id"].isin(wanted["indicator_id"])].itertuples()
    ]
    return Table(
        pd.DataFrame(rows, columns=["name", "year", "value"]), lang, numeric=("year", "value")
    )


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
