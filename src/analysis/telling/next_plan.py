"""What notebook 11 says: how bold the targets are, their odds, and what the next could be."""

from __future__ import annotations

import pandas as pd

from ..judging.attainment import LIKELY, UNLIKELY, promises
from ..judging.boldness import PACES
from ..judging.next_plan import NextPlan
from ..judging.questions import projected_to
from ..judging.setting import CHANCES
from ..records.rounding import rounded
from ..records.units import SHARE
from .kit import wording
from .kit.cells import Badge
from .kit.chart import Chart
from .kit.fan import fan_chart
from .kit.folds import Shown, folded
from .kit.grammar import STOP, Clause, say, tell
from .kit.names import indicator_names, indicator_units, target_titles
from .kit.rows import each
from .kit.table import Table
from .kit.text import Text
from .kit.wording import in_year, percent, pick, quantity

DRAWN = (0.50, 0.80)  # chances whose levels are drawn
DRAWN_TITLE = Clause(
    "{name}：{year:year}年{at50}有五成把握，{at80}有八成把握",
    "{name}: an even chance of {at50} in {year:year}, 80% of {at80}",
)
SET = (
    Clause(
        "{plan}有{n}项目标，{judged}项有公布数可据以推算。",
        "{plan} has {n} target{n:s}; for {judged} something is published to project from.",
    ),
)
ODDS = (
    Clause(
        "印发那天（{day}）看：{likely}项有望达到（三分之二以上），{even}项两可，{unlikely}项难以达到"
        "（不到三分之一）",
        "On the day of issue ({day}): {likely} likely to be met (two in three or more), {even} in "
        "between, {unlikely} unlikely (less than one in three)",
    ),
    Clause(
        "；现在看：{likely_now}项、{even_now}项、{unlikely_now}项",
        "; now: {likely_now}, {even_now} and {unlikely_now}",
    ),
)
BOLDEST = Clause(
    "{n}项能与同级地区比，其中要求最高的是{name}：各地以往同样年数里实际做到的，有{share:share}"
    "（95%区间{low:share}至{high:share}）不及它",
    "Of the {n} that can be held beside comparable regions {name} asks most: {share:share} of what "
    "they did in as many years was less (95% interval {low:share} to {high:share})",
)


def set_words(found: NextPlan, *, lang: str = "zh") -> Text:
    """How many targets have odds, how they stood when set and stand now, and which is boldest."""
    best = promises(found.goals)
    told = best[best["probability"].notna()]
    facts = {"plan": found.now.plan.meta[f"short_{lang}"], "n": len(best), "judged": len(told)}
    lines = [tell(SET, facts, lang=lang, stop=False)]
    if told["said"].notna().any():
        odds = {**_counted(told["said"], ""), **_counted(told["probability"], "_now")}
        lines.append(tell(ODDS, {"day": found.now.issue_day, **odds}, lang=lang))
    bold = best.dropna(subset="bolder_than")
    if len(bold):
        first = bold.loc[bold["bolder_than"].idxmax()]
        facts = {
            "n": len(bold),
            "name": target_titles(found.now.plan, lang)[first["target_id"]],
            "share": first["bolder_than"],
            **first[["low", "high"]].to_dict(),
        }
        lines.append(tell([BOLDEST], facts, lang=lang))
    return Text(tuple(lines))


def _counted(chance: pd.Series, ending: str) -> dict[str, int]:
    likely, unlikely = chance >= LIKELY, chance < UNLIKELY
    counts = {"likely": likely, "even": chance.notna() & ~likely & ~unlikely, "unlikely": unlikely}
    return {f"{name}{ending}": int(rows.sum()) for name, rows in counts.items()}


def goals_table(found: NextPlan, *, lang: str = "zh") -> Shown:
    """Each target with something to tell: what it asks a year, its odds then and now, how bold."""
    plan = found.now.plan
    units, titles = indicator_units(plan), target_titles(plan, lang)
    rows = found.goals[_told(found.goals)]

    def show(part: pd.DataFrame) -> Table:
        cells = [
            {
                "name": titles[r.target_id],
                "target": goal(r, units[r.indicator_id], lang),
                "latest": _latest(r, units[r.indicator_id], lang),
                "asks": pace(r.pace, r.asks, lang),
                "said": percent(r.said),
                "chance": percent(r.probability),
                "bold": share_of_others(r, lang),
                "status": Badge(r.status, lang),
            }
            for r in each(part)
        ]
        return Table(
            pd.DataFrame(cells), lang, numeric=("target", "latest", "asks", "said", "chance")
        )

    return folded(rows, plan, show, lang=lang)


def _told(goals: pd.DataFrame) -> pd.Series:
    """Targets with a number of which something is published or that others can be held beside."""
    known = goals[["latest_value", "probability", "bolder_than"]].notna().any(axis=1)
    return goals["target_value"].notna() & known


def untold_words(found: NextPlan, *, lang: str = "zh") -> Text:
    """Which targets are left out of the table."""
    rows = promises(found.goals[~_told(found.goals)])
    if rows.empty:
        return Text(())
    names = target_titles(found.now.plan, lang)[rows["target_id"]]
    told = pick(("、", ", "), lang).join(dict.fromkeys(names))
    zh = f"另有{len(rows)}项没有数字，或没有公布数可据，不列：{told}"
    one = "target has" if len(rows) == 1 else "targets have"
    en = f"Not listed: {len(rows)} {one} no number, or nothing published to go by: {told}"
    return Text((pick((zh, en), lang) + STOP[lang],), "note")


def goal(r, unit: str, lang: str) -> str:
    goal = wording.target(wording.comparator_of(r), r.target_value, r.value_high, unit, lang)
    return goal + in_year(r.deadline, lang)


def _latest(r, unit: str, lang: str) -> str:
    if pd.isna(r.latest_value):
        return wording.MISSING
    return wording.marked(r.latest_value, r.latest_qualifier, unit, lang) + in_year(
        r.latest_year, lang
    )


def pace(measure: object, a_year: float, lang: str) -> str:
    """A change a year: +4.2%, +0.72 points."""
    if pd.isna(a_year):
        return wording.MISSING
    if measure == PACES[0]:
        points = wording.signed(a_year, wording.number(a_year, "%", lang, observed=True))
        return pick((f"{points}个百分点", f"{points} points"), lang)
    return wording.signed(a_year, percent(a_year, 1))


def share_of_others(r, lang: str) -> str:
    """How much of what other regions did was less, with its interval and how many they are."""
    if pd.isna(r.bolder_than):
        return wording.MISSING
    span = f"{percent(r.low)}–{percent(r.high)}" if pd.notna(r.low) else ""
    counted = say("{n}地", "{n} regions", {"n": int(r.regions)}, lang=lang)
    inside = pick(("，", ", "), lang).join(filter(None, (span, counted)))
    return percent(r.bolder_than) + pick((f"（{inside}）", f" ({inside})"), lang)


def levels_words(found: NextPlan, *, lang: str = "zh") -> Text:
    """What the levels are for."""
    facts = {"year": found.year, "n": found.levels["indicator_id"].nunique()}
    none = ("没有可以推算的指标。", "Nothing can be projected.")
    if not facts["n"]:
        return Text((pick(none, lang),))
    zh = (
        "{year:year}年定在多高，各有五成、三分之二、八成、九成的把握，共{n}个指标。把握越大，定得越低；"
        "这里只看历史，不知道将有什么新的举措。"
    )
    en = (
        "The level of {year:year} that has one chance in two, two in three, 80% and 90% of being "
        "met, for {n} indicator{n:s}. The surer, the lower; only the past speaks here, it knows "
        "nothing of measures to come."
    )
    return Text((say(zh, en, facts, lang=lang),))


def levels_table(found: NextPlan, *, lang: str = "zh") -> Shown:
    """For each indicator, the levels with a chance and what they ask a year from the latest."""
    plan = found.now.plan
    names, units = indicator_names(plan, lang), indicator_units(plan)

    def show(part: pd.DataFrame) -> Table:
        cells = []
        for indicator, rows in part.groupby("indicator_id", sort=False):
            unit = units[indicator]
            first = next(iter(each(rows)))
            levels = {_column(r.chance): _level(r, unit, lang) for r in each(rows)}
            cells.append(
                {"name": names[indicator], "latest": _latest(first, unit, lang), **levels}
                | {"evidence": first.evidence}
            )
        columns = ["latest", *map(_column, CHANCES)]
        return Table(pd.DataFrame(cells), lang, numeric=tuple(columns))

    wanted = [i for i in plan.indicators["indicator_id"] if i in set(found.levels["indicator_id"])]
    order = found.levels["indicator_id"].map({i: n for n, i in enumerate(wanted)})
    rows = found.levels.assign(order=order).sort_values(["order", "chance"], kind="stable")
    wide = rows["indicator_id"].nunique()
    return folded(rows, plan, show, lang=lang, of=wide, said=_counted_indicators)


def _counted_indicators(rows: pd.DataFrame, lang: str) -> str:
    facts = {"n": rows["indicator_id"].nunique()}
    return say("{n}个指标", "{n} indicator{n:s}", facts, lang=lang)


def _column(chance: float) -> str:
    """The column of a chance: at80."""
    return f"at{rounded(chance, shift=2)}"


def _level(r, unit: str, lang: str) -> str:
    level = quantity(r.stated_value, unit, lang)
    years = float(r.deadline) - float(r.latest_year) if pd.notna(r.latest_year) else 0.0
    if r.met or years <= 0 or pd.isna(r.latest_value):
        return level
    points = unit == SHARE
    a_year = (r.stated_value - r.latest_value) / years if points else r.growth_required
    told = pace(PACES[0] if points else PACES[1], a_year, lang)
    if told == wording.MISSING:
        return level
    return level + pick((f"（每年{told}）", f" ({told} a year)"), lang)


def levels_chart(found: NextPlan, indicator_id: str = "", *, lang: str = "zh") -> Chart | None:
    """One indicator's fan with the levels of `DRAWN`: the longest history where none is named."""
    named = indicator_id or _longest(found)
    if not named:
        return None
    mine = found.levels[
        (found.levels["indicator_id"] == named) & found.levels["chance"].isin(DRAWN)
    ]
    ahead = projected_to(found.now, [named], found.year)
    plan = found.now.plan
    unit = indicator_units(plan)[named]
    facts = {
        "name": indicator_names(plan, lang)[named],
        "year": found.year,
        **{_column(r.chance): quantity(r.stated_value, unit, lang) for r in each(mine)},
    }
    title = tell([DRAWN_TITLE], facts, lang=lang, stop=False)
    sources = found.now.sources
    return fan_chart(ahead, plan, named, verdicts=mine, sources=sources, lang=lang, title=title)


def _longest(found: NextPlan) -> str:
    """The indicator with a target, else any, that has the longest history."""
    history = found.levels.drop_duplicates("indicator_id").set_index("indicator_id")["n_history"]
    wanted = history[history.index.isin(found.now.verdicts["indicator_id"])]
    told = wanted if len(wanted) else history
    return str(told.idxmax()) if len(told) else ""


AGAINST = {
    "lower": Clause(
        "{name}：{year:year}年定为{value:observed}，而上一规划要求{old_year:year}年达到{old:observed}："
        "或是退了，或不是同一口径，请核对",
        "{name}: {value:observed} for {year:year}, where the last plan asked for {old:observed} by "
        "{old_year:year}: a retreat, or another series under the same name; check which",
    ),
    "moved": Clause(
        "{name}：{value:observed}，与上一规划{old_year:year}年的目标相同，推到了{year:year}年",
        "{name}: {value:observed}, the last plan's target for {old_year:year}, now due in "
        "{year:year}",
    ),
    "reached": Clause(
        "{name}：{year:year}年定为{value:observed}，公布那天已有的最新数（{latest_year:year}年"
        "{latest:observed}）已经达到",
        "{name}: {value:observed} for {year:year}, met on the day it was set by the latest figure "
        "({latest:observed} in {latest_year:year})",
    ),
}


def against_words(found: NextPlan, *, lang: str = "zh") -> Text:
    """Where the targets contradict those of the plan that this one follows."""
    if found.old is None:
        none = (
            "plan.toml没有写明接续哪个规划（follows），没有可以对照的。",
            "plan.toml names no plan that this one follows, so there is none to compare with.",
        )
        return Text((pick(none, lang),))
    names, units = indicator_names(found.now.plan, lang), indicator_units(found.now.plan)
    lines = [
        tell(
            [AGAINST[r.finding]],
            {
                "name": names[r.indicator_id],
                "value": r.value,
                "year": r.deadline,
                "old": r.old_value,
                "old_year": r.old_deadline,
                "latest": r.latest_value,
                "latest_year": r.latest_year,
            },
            unit=units[r.indicator_id],
            lang=lang,
        )
        for r in each(found.against)
    ]
    if len(found.left):
        lines.append(_left(found, lang))
    none = ("与上一规划没有矛盾。", "Nothing contradicts the last plan.")
    return Text(tuple(lines), "ul") if lines else Text((pick(none, lang),))


def _left(found: NextPlan, lang: str) -> str:
    old = promises(found.left)
    names = target_titles(found.old.plan, lang)[old["target_id"]]
    told = pick(("、", ", "), lang).join(dict.fromkeys(names))
    zh = (
        f"上一规划没有达到、或至今说不清是否达到的目标中，{len(old)}项在本规划里没有同一指标的目标："
        f"{told}"
    )
    en = (
        f"Of the last plan's targets that were not met, or not shown to be, {len(old)} have no "
        f"target of the same indicator in this one: {told}"
    )
    return pick((zh, en), lang) + STOP[lang]
