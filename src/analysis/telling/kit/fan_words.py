"""What a fan chart says: its finding, what it shows in words, how to read it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...judging.attainment import promises
from ...records.plans import Plan
from . import wording
from .grammar import Clause, tell
from .names import indicator_names, indicator_units
from .rows import each
from .text import Folded, Text
from .verdict_sentences import (
    MET,
    MISSED,
    NOT_SHOWN,
    OPEN,
    UNASSESSED,
    clauses_for,
    verdict_facts,
)
from .wording import pick

TITLE_MET = (
    Clause(
        "{name}：已达到{deadline:year}年目标（{goal}），须保持",
        "{name}: the {deadline:year} target ({goal}) is met so far and must hold",
        lambda f: f["status"] == "met_so_far",
    ),
    Clause(
        "{name}：已达到{deadline:year}年目标（{goal}）",
        "{name}: the {deadline:year} target ({goal}) is met",
    ),
)
TITLE_NOT_SHOWN = Clause(
    "{name}：是否达到{deadline:year}年目标（{goal}）尚不能判定",
    "{name}: not shown whether the {deadline:year} target ({goal}) was met",
)
TITLE_MISSED = Clause(
    "{name}：没有达到{deadline:year}年目标（{goal}）",
    "{name}: the {deadline:year} target ({goal}) was missed",
)
TITLE_UNASSESSED = Clause("{name}：{why}，无法评估", "{name}: not assessable, {why}")
TITLE_OPEN = (
    Clause(
        "{name}：{deadline:year}年达标（{goal}）概率{probability:share}",
        "{name}: {probability:share} chance of reaching {goal} by {deadline:year}",
    ),
    Clause(
        "{name}：{deadline:year}年目标{goal}", "{name}: {goal} by {deadline:year} is the target"
    ),
)
TITLE_PLAIN = (
    Clause(
        "{name}：推算{year:year}年为{value:computed}",
        "{name}: projected {value:computed} in {year:year}",
    ),
    Clause(
        "{name}：{first_year:year}年以来年均{rate:growth}",
        "{name}: {rate:rate} a year since {first_year:year}",
    ),
    Clause("{name}", "{name}"),
)


def finding(
    verdicts: pd.DataFrame, rows: pd.DataFrame, plan: Plan, indicator_id: str, *, lang: str = "zh"
) -> str:
    """What a chart of one indicator shows, as its title.

    Parameters
    ----------
    verdicts : DataFrame
        From `assess`; may be empty or without this indicator.
    rows : DataFrame
        The indicator's projections.
    """
    names, unit = indicator_names(plan, lang), indicator_units(plan)[indicator_id]
    mine = verdicts[(verdicts["indicator_id"] == indicator_id) & verdicts["target_value"].notna()]
    best = promises(mine)
    if best.empty:
        facts = {"name": names[indicator_id], **_course(rows)}
        return tell([TITLE_PLAIN], facts, unit=unit, lang=lang, stop=False)
    v = next(each(best))
    titles = {
        **{MET: TITLE_MET, MISSED: TITLE_MISSED, NOT_SHOWN: TITLE_NOT_SHOWN},
        **{UNASSESSED: TITLE_UNASSESSED, OPEN: TITLE_OPEN},
    }
    facts = {**verdict_facts(v, names, unit, lang), "name": names[indicator_id]}
    return tell([titles[clauses_for(v)]], facts, unit=unit, lang=lang, stop=False)


def _course(rows: pd.DataFrame) -> dict[str, object]:
    """The last projected value; else the growth between the first and the last published one."""
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()].sort_values("year")
    if len(ahead):
        return {
            "year": ahead["year"].iloc[-1],
            "value": ahead["value"].iloc[-1],
            "first_year": None,
            "rate": None,
        }
    seen = rows[rows["kind"] == "observed"].sort_values("year")
    years = float(seen["year"].iloc[-1] - seen["year"].iloc[0]) if len(seen) else 0.0
    grows = years > 0 and seen["value"].iloc[0] > 0 and seen["value"].iloc[-1] > 0
    rate = (seen["value"].iloc[-1] / seen["value"].iloc[0]) ** (1 / years) - 1 if grows else None
    return {
        "year": None,
        "value": None,
        "rate": rate,
        "first_year": seen["year"].iloc[0] if grows else None,
    }


BOUNDS = ("low80", "high80", "low95", "high95")
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
            for r in each(_moved(seen))
        ),
    }
    told = tell(ALT, facts, unit=unit, lang=lang, stop=False)
    for goal in each(goals):
        written = wording.aim(
            wording.comparator_of(goal), goal.target_value, goal.value_high, unit, lang
        )
        told += tell(ALT_GOAL, {**goal._asdict(), "goal": written}, lang=lang, stop=False)
    return told + wording.pick(("。", "."), lang)


def _moved(seen: pd.DataFrame) -> pd.DataFrame:
    return seen[seen["first_value"].notna()] if "first_value" in seen else seen.iloc[:0]


READ_FAN = (
    (
        "怎样读这些图",
        "实线是公布数，没有公布数的年份断开；虚线是中位推算；深色带是80%区间，浅色带是95%区间。"
        "菱形是目标，点线是从基期直走到目标的路径：推算低于点线，就是落后。空心点是约数或下限；竖虚线是口径调整，线不跨过它解读。",
    ),
    (
        "How to read these charts",
        "Solid: published, open over years without a figure. Dashed: the median projection, in "
        "bands that hold 80 % and 95 %. The diamond is the target, the dotted line the straight "
        "path to it from the baseline: a projection below it is behind. Hollow points are rounded "
        "or lower bounds; nothing is compared across a dashed vertical line, where the definition "
        "changed.",
    ),
)


def how_to_read(lang: str = "zh") -> Folded:
    """What the marks of a fan chart mean."""
    title, text = pick(READ_FAN, lang)
    return Folded(title, Text((text,)))
