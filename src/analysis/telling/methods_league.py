"""Words and tables of how each ruler has done (08-methods): the league."""

from __future__ import annotations

import pandas as pd

from ..judging.league import best_rule, known_by, was_played
from ..judging.trials import OURS, RULERS
from ..records import dates
from ..records.rounding import fixed
from .kit import wording
from .kit.table import Table
from .kit.text import Text
from .kit.wording import percent, pick
from .methods_names import VERDICT_NAMES, method_name

VARIANTS = {
    "main": ("上表的规则", "the rule of the table above"),
    "apart_by_year": (
        "剩一年、两年……的判断分开换算成概率",
        "scores turned into chances apart for one, two … years left",
    ),
    "words": ("只看判断用词，不看分数", "the words alone, not the scores"),
    "other_families": (
        "换算只从其他类别的指标学来",
        "chances learned from other kinds of indicator",
    ),
    "reference_alone": (
        "本项目只用参照类，不从各地区学",
        "ours by the reference class alone, nothing learned from the regions",
    ),
    "quantile_0.25": (
        "目标定得低：此前增幅从低到高排，取25%处",
        "easy targets: 25% of past growth fell short of them",
    ),
    "quantile_0.50": ("目标取此前增幅的中间值", "targets at the middle of past growth"),
    "quantile_0.75": ("目标定得高：取75%处", "hard targets: 75% of past growth fell short of them"),
    "quantile_0.90": ("目标定得很高：取90%处", "very hard targets: 90% fell short"),
    "own_past": (
        "目标取本地区前五年的增幅",
        "targets at the region's own growth of the five years before",
    ),
    "left_1": ("只看剩一年的判断", "one year left"),
    "left_2": ("只看剩两年的判断", "two years left"),
    "left_3": ("只看剩三年的判断", "three years left"),
    "left_4": ("只看剩四年的判断", "four years left"),
    "not_yet_met": ("只看尚未达到的目标", "targets not yet met"),
}
AIM = 0.15  # how much lower than the best ruler our Brier score was to be, set before measuring
TOP = 4  # methods named with the share of their calls that came true


def league_words(
    league: dict[str, pd.DataFrame], *, as_of: dates.Day = None, lang: str = "zh"
) -> Text:
    """What was asked, who came first, by how much and how sure that is."""
    if not was_played(league):
        none = (
            "本规划没有同级地区的历史数据可供比较，所以这里没有成绩表。",
            "There is no history of a panel of regions to compare the rulers on, so there is no "
            "table of how they did.",
        )
        return Text((pick(none, lang),))
    if not known_by(league, as_of):
        return Text(
            (
                pick(
                    (
                        "各方法的成绩要等这些年份的数据公布之后才算得出；当日还不知道，这里不列。",
                        "How the rulers have done could only be worked out once those years had "
                        "been published; on this day it was not known and is not shown.",
                    ),
                    lang,
                ),
            )
        )
    scope = league["league_scope"].set_index("item")["value"]
    table = league["league"].set_index("method")
    best, ours = best_rule(league["league"]), table.loc[OURS]
    name = method_name(best["method"], lang)
    span = _range(best["better_low"], best["better_high"], lang)
    words = table[table.index.isin(RULERS)]["brier_words"].min()
    by_words = percent(1 - ours["brier"] / words)
    asked, targets = (wording.number(int(scope[c]), "", lang) for c in ("questions", "targets"))
    reached = best["better"] >= AIM
    if lang == "zh":
        return Text(
            (
                f"{scope['regions']}个地区、{scope['indicators']}个指标，{scope['first_start']}至"
                f"{scope['last_start']}年各设一次五年目标，共{targets}个；到期前每年问一次，"
                f"各方法都能回答的有{asked}问。",
                f"给出分数的方法里最好的是{name}，Brier得分{fixed(best['brier'], 3)}；"
                f"本项目的概率为{fixed(ours['brier'], 3)}，低{percent(best['better'])}"
                f"（95%区间{span}，按指标重抽样）。如果只看各方法的用词，比其中最好的低{by_words}。",
                f"事先定的目标是至少低{percent(AIM)}：{'已达到' if reached else '没有达到'}。",
                _held_words(table, lang),
            )
        )
    return Text(
        (
            f"In {scope['regions']} regions, for {scope['indicators']} indicators, five-year "
            f"targets were set from {scope['first_start']} to {scope['last_start']}, {targets} in "
            f"all; each was asked about in every year before its deadline, {asked} questions that "
            "all methods could answer.",
            f"The best of the other methods is {name}, Brier score "
            f"{fixed(best['brier'], 3)}; our probability scores {fixed(ours['brier'], 3)}, "
            f"{percent(best['better'])} lower (95% interval {span}, indicators resampled). By the "
            f"words alone, it is {by_words} lower than the best of them.",
            f"The aim set beforehand was at least {percent(AIM)} lower: "
            f"{'reached' if reached else 'not reached'}.",
            _held_words(table, lang),
        )
    )


def _held_words(table: pd.DataFrame, lang: str) -> str:
    """How many of each method's calls of on track came true: the top ones and the last."""
    ranked = table[table.index.isin([OURS, *RULERS])].sort_values("held", ascending=False)
    shown = pd.concat([ranked.head(TOP), ranked.tail(1)])
    told = [
        method_name(r.Index, lang)
        + pick(("", " "), lang)
        + _with_percents(r.held, r.held_low, r.held_high, lang)
        for r in shown.itertuples()
    ]
    first, second = ranked.iloc[0], ranked.iloc[1]
    tie = second["held_high"] >= first["held_low"]
    word = VERDICT_NAMES.loc["on_track", f"name_{lang}"]
    if lang == "zh":
        near = "；前几名的区间重叠，分不出高下" if tie else ""
        return (
            f"说“{word}”的判断中后来应验的（95%区间）：{'，'.join(told[:-1])}；"
            f"最低的是{told[-1]}{near}。"
        )
    near = "; the intervals of the first ones overlap, so they cannot be told apart" if tie else ""
    return (
        f"Of the calls of “{word}”, these shares came true (95% interval): {', '.join(told[:-1])}; "
        f"lowest: {told[-1]}{near}."
    )


def league_table(
    league: dict[str, pd.DataFrame], *, as_of: dates.Day = None, lang: str = "zh"
) -> Table | None:
    """The table of rulers for readers; None on a day that could not have known it."""
    if not known_by(league, as_of):
        return None
    columns = ["peer", "brier", "log", "brier_words", "called", "held", "caught"]
    rows = [
        {
            "peer": method_name(r.method, lang),
            "brier": with_span(r.brier, r.brier_low, r.brier_high),
            "log": with_span(r.log, r.log_low, r.log_high),
            "brier_words": fixed(r.brier_words, 3),
            "called": percent(r.called),
            "held": _with_percents(r.held, r.held_low, r.held_high, lang),
            "caught": percent(r.caught),
        }
        for r in league["league"].itertuples()
    ]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=tuple(columns[1:]))


def sensitivity_table(
    league: dict[str, pd.DataFrame], *, as_of: dates.Day = None, lang: str = "zh"
) -> Table | None:
    """The lead over the best ruler under every other rule; None on a day that could not know."""
    if not known_by(league, as_of):
        return None
    columns = ["variant", "best", "ours", "better", "came_true"]
    rows = [
        {
            "variant": pick(VARIANTS[r.variant], lang),
            "best": f"{method_name(r.rule, lang)} {fixed(r.best, 3)}",
            "ours": fixed(r.ours, 3),
            "better": _with_percents(r.better, r.better_low, r.better_high, lang),
            "came_true": percent(r.came_true),
        }
        for r in league["league_sensitivity"].itertuples()
    ]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=tuple(columns[1:]))


def with_span(value: float, low: float, high: float) -> str:
    """A score with its interval: 0.123 (0.110–0.136)."""
    return f"{fixed(value, 3)} ({fixed(low, 3)}–{fixed(high, 3)})"


def _with_percents(value: float, low: float, high: float, lang: str) -> str:
    """91% (86% to 94%); 1%（−5%至8%）."""
    if pd.isna(value):
        return wording.MISSING
    span = _range(low, high, lang)
    return f"{_share(value)}（{span}）" if lang == "zh" else f"{_share(value)} ({span})"


def _range(low: float, high: float, lang: str) -> str:
    return f"{_share(low)}{pick(('至', ' to '), lang)}{_share(high)}"


def _share(value: float) -> str:
    return percent(value).replace("-", "−")
