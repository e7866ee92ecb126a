"""Words and tables of how good the probabilities have been (06-calibration)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ..judging.calibration import (
    ENGINE,
    SHOWN_LENGTHS,
    Calibration,
    against_peers,
    by_family,
    by_horizon,
    first_test,
    hindsight,
    lessons,
    mean_place,
    seen_until,
)
from ..judging.situations import Situation
from ..records.rounding import fixed
from .kit import wording
from .kit.names import indicator_names, indicator_units, status_name, target_titles
from .kit.places import counted
from .kit.table import Table
from .kit.text import Text
from .kit.wording import PLACES, interval, percent, pick, quantity, year

METHOD_NAMES = {
    ENGINE: ("本引擎", "our engine"),
    "Naive": ("末值不变", "last value kept"),
    "LogDrift": ("对数随机游走（带漂移）", "log random walk with drift"),
    "LogLinear": ("对数线性最小二乘", "log-linear least squares"),
}


NO_PANEL = (
    "没有从同级地区的历史学到什么：推算只用参照类，不作分地区修正。",
    "Nothing was learned from a panel of regions: projections rest on the reference class alone.",
)
NOT_TESTED = (
    "{year}年以后的数据当日尚未公布，谈不上检验。",
    "No data of a year after {year} had been published by that day: nothing can be tested yet.",
)
NOT_YET = (
    "当日尚无可回放的分地区数据。",
    "No series of the panel had been published by that day.",
)


def benchmark_words(found: Calibration, *, lang: str = "zh") -> Text:
    """How often an interval held on data sets the engine had not met."""
    rows = found.scores[found.scores["volatility"] == "all"].set_index("n_history")
    lengths = [n for n in rows.index if n in SHOWN_LENGTHS]
    low, high = rows.loc[lengths, "covered80"].agg(["min", "max"])
    count = int(rows.loc[lengths, "forecasts"].max())
    right = rows.loc[lengths, "confident"]
    if lang == "zh":
        return Text(
            (
                f"用没有参与估计的数据集检验（{count}条公开统计序列，各留最后五年作答案）：历史有"
                f"{'、'.join(map(str, lengths))}年时，五年后的真值落在80%区间内的占"
                f"{percent(low, 1)}至{percent(high, 1)}；概率说成70%至90%的判断，有"
                f"{percent(right.min(), 1)}至{percent(right.max(), 1)}应验。",
            )
        )
    return Text(
        (
            f"On data sets that were left out of the fit ({count:,} public series, their last five "
            f"years kept as the answer), with {', '.join(map(str, lengths))} years of history, the "
            f"80% interval held {percent(low, 1)} to {percent(high, 1)} of outcomes five years on; "
            f"of statements made with 70% to 90%, {percent(right.min(), 1)} to "
            f"{percent(right.max(), 1)} came true.",
        )
    )


def replay_words(found: Calibration, *, lang: str = "zh") -> Text:
    """How the engine would have done on the provinces, before and after learning from them."""
    if found.outcomes.empty:
        return Text((pick(NO_PANEL if found.families.empty else NOT_YET, lang),))
    told = by_family(found)
    before, after = told["before80"].mean(), told["after80"].mean()
    places = found.outcomes["region"].drop_duplicates()
    regions = counted(places, found.regions, found.levels, lang)
    counts = f"{len(found.outcomes):,}" if lang == "en" else str(len(found.outcomes))
    if lang == "zh":
        return Text(
            (
                f"回放{regions}、{len(told)}类指标，共{counts}次推算（提前一至五年）：只用参照类，"
                f"80%区间平均容纳了{percent(before)}的真值，因为多数指标涨得比各国统计的常态快；"
                f"用截至当年已经应验的推算学过以后，为{percent(after)}。",
            )
        )
    return Text(
        (
            f"Replaying {regions} and {len(told)} families of indicators, {counts} "
            f"forecasts one to five years ahead: by the reference class alone the 80% interval "
            f"held {percent(before)} of outcomes on average, most of them above, since most "
            f"indicators rose faster than public statistics do elsewhere; moved by what the "
            f"outcomes known by then had taught, it held {percent(after)}.",
        )
    )


WANTED = {
    "up": ("希望上升的指标", "indicators that are wanted to rise"),
    "down": ("希望下降的指标", "indicators that are wanted to fall"),
    "none": ("没有方向要求的指标", "indicators of which nothing is wanted"),
}


def lesson_words(now: Situation, *, root: Path | None = None, lang: str = "zh") -> Text:
    """What was learned from the panel, how sure that is, and what was done with it."""
    told = [_lesson(row, lang) for row in lessons(now, root=root).itertuples()]
    return Text(tuple(told) or (pick(NO_PANEL, lang),))


def _lesson(row, lang: str) -> str:
    shift, error = (fixed(v, 2) for v in (row.shift, row.error))
    sure, spread = percent(row.sure), fixed(row.spread, 2)
    names = pick(WANTED.get(row.panel, (row.panel, row.panel)), lang)
    if lang == "zh":
        return (
            f"{names}：从{row.origins}个年份回放出{row.replayed}个已经应验的推算，五年后的实际值"
            f"预计比参照类的中位数偏离{shift}个标准差（误差{error}），区间宽度为其{spread}倍；"
            f"确有持续差别的把握为{sure}。推算已照此移动。"
        )
    return (
        f"{names[0].upper()}{names[1:]}: {row.replayed:,} forecasts replayed from {row.origins} "
        f"years have come true; five years on, outcomes are expected {shift} standard deviations "
        f"from the median of the reference class (give or take {error}), spread {spread} times as "
        f"wide; that the panel differs lastingly is {sure} sure. Projections are moved by that."
    )


COVERED = ["forecasts", "shift", "before80", "after80", "above80", "below80", "before95", "after95"]


def family_table(found: Calibration, *, lang: str = "zh") -> Table:
    """`by_family` for readers."""
    chinese = found.families.drop_duplicates("family").set_index("family")["name_zh"]
    names = chinese if lang == "zh" else dict.fromkeys(chinese.index)
    return _covered(found, by_family, "family", lambda f: names[f] or f, lang)


def horizon_table(found: Calibration, *, lang: str = "zh") -> Table:
    """`by_horizon` for readers: which side of the interval the misses fell on, by years ahead."""
    return _covered(found, by_horizon, "ahead", str, lang)


def _covered(found: Calibration, table, label: str, name, lang: str) -> Table:
    columns = [label, *COVERED]
    if found.outcomes.empty:
        return Table(pd.DataFrame(columns=columns), lang)
    rows = [
        {
            label: name(row.Index),
            "forecasts": wording.number(row.forecasts, "", lang),
            "shift": f"+{fixed(row.shift, 2)}".replace("+-", "-"),
            **{c: percent(getattr(row, c)) for c in COVERED[2:]},
        }
        for row in table(found).itertuples()
    ]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=tuple(columns[1:]))


def first_test_words(now: Situation, *, root: Path | None = None, lang: str = "zh") -> Text:
    """On which side the first years fell that nothing was fitted to, with and without learning."""
    rows, seen = first_test(now, root=root), seen_until(root=root)
    if rows.empty:
        return Text((pick(NOT_TESTED, lang).format(year=seen),))
    years = sorted(rows["year"].unique())
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    told = [_sides(rows, name, lang) for name in ("alone", "taught")]
    count, kinds = len(rows), rows["indicator_id"].nunique()
    if lang == "zh":
        return Text(
            (
                f"只用{seen}年底以前公布的数推算，与此后公布的{span}年数据相比：{kinds}项指标、"
                f"{count}个数。只用参照类，{told[0]}。学过以后，{told[1]}。",
                f"这只是{len(years)}个年份：同一年的各地、各项指标一同涨落，它们合在一起也只算"
                f"{len(years)}次考验，上面的区间没有把这一点算进去。",
            )
        )
    return Text(
        (
            f"Projected from what had been published by the end of {seen}, beside the data "
            f"of {span} published since: {kinds} indicators, {count} values. By the reference "
            f"class alone, {told[0]}. Having learned, {told[1]}.",
            f"These are {len(years)} {'year' if len(years) == 1 else 'years'} and no more: regions "
            "and indicators rise and fall together in a year, so that all of them are as many "
            "trials as there are years, which the intervals above leave out of account.",
        )
    )


def _sides(rows: pd.DataFrame, name: str, lang: str) -> str:
    below, above = (rows[name] < 0.1).mean(), (rows[name] > 0.9).mean()
    mean, low, high = (fixed(v, 2) for v in mean_place(rows, name))
    if lang == "zh":
        return (
            f"{percent(below)}低于80%区间、{percent(above)}高于它（各应有10%），实际值在推算分布中的"
            f"平均位置为{mean}（应为0.50；95%区间{low}至{high}）"
        )
    return (
        f"{percent(below)} lay below the 80% interval and {percent(above)} above it (10% each is "
        f"due), and the mean place of the outcomes in what was projected is {mean} (0.50 is due; "
        f"95% interval {low} to {high})"
    )


def first_test_table(now: Situation, *, root: Path | None = None, lang: str = "zh") -> Table:
    """The same by indicator, the one with most outcomes first."""
    columns = ["name", "forecasts", "alone_place", "alone_sides", "taught_place", "taught_sides"]
    rows = first_test(now, root=root)
    names = indicator_names(now.plan, lang)
    told = [
        {
            "name": names[indicator],
            "forecasts": wording.number(len(own), "", lang),
            **{f"{n}_place": fixed(own[n].mean(), 2) for n in ("alone", "taught")},
            **{f"{n}_sides": _counted(own[n]) for n in ("alone", "taught")},
        }
        for indicator, own in rows.groupby("indicator_id", sort=False)
    ]
    frame = pd.DataFrame(told, columns=columns)
    size = rows.groupby("indicator_id", sort=False).size().to_numpy()
    frame = frame.iloc[np.argsort(-size, kind="stable")].reset_index(drop=True)
    return Table(frame, lang, numeric=tuple(columns[1:]))


def _counted(places: pd.Series) -> str:
    """How many lay below, inside and above the 80 % interval."""
    below, above = int((places < 0.1).sum()), int((places > 0.9).sum())
    return f"{below} / {len(places) - below - above} / {above}"


def score_table(found: Calibration, *, points: int, lang: str = "zh") -> Table:
    """The engine beside what else an analyst would reach for, at one history length."""
    rows = found.benchmark[found.benchmark["n_history"] == points]
    columns = ["peer", "error", "covered80", "covered95", "score80", "score95", "brier", "log"]
    table = [
        {
            "peer": pick(METHOD_NAMES[m.method], lang) if m.method in METHOD_NAMES else m.method,
            "error": _score(m.error, 2),
            "covered80": percent(m.covered80),
            "covered95": percent(m.covered95),
            "score80": _score(m.score80, 1),
            "score95": _score(m.score95, 1),
            "brier": _score(m.brier, 3),
            "log": _score(m.log, 3),
        }
        for m in rows.itertuples()
    ]
    return Table(pd.DataFrame(table, columns=columns), lang, numeric=tuple(columns[1:]))


def _score(value: float, digits: int) -> str:
    return wording.MISSING if pd.isna(value) else fixed(value, digits)


def score_words(found: Calibration, *, lang: str = "zh") -> Text:
    """Which peers come nearest."""
    parts = [
        f"历史{n.Index}年：误差是最好的同行的{percent(n.error)}，"
        f"对数得分{fixed(n.log, 3)}（同行最好{fixed(n.best_log, 3)}）"
        if lang == "zh"
        else f"{n.Index} years of history: an error {percent(n.error)} of the best peer's, a log "
        f"score of {fixed(n.log, 3)} (the best peer's {fixed(n.best_log, 3)})"
        for n in against_peers(found).itertuples()
    ]
    return Text(tuple(parts), "ul")


def hindsight_words(then: Situation, now: Situation, *, lang: str = "zh") -> Text:
    """How many of the outcomes since lay in the interval that was given."""
    told = hindsight(then, now).drop_duplicates("indicator_id")
    known = told[told["place"] != ""]
    inside = int((known["place"] == "inside").sum())
    if lang == "zh":
        return Text(
            (
                f"以{then.as_of}为准，有{len(told)}个设了目标的指标可以推算；其中{len(known)}个此后有了新数，"
                f"{inside}个落在当时的80%区间内。个数太少，不能证明什么，只能看有没有离谱。",
            )
        )
    return Text(
        (
            f"As of {then.as_of}, {len(told)} indicators with a target could be projected; "
            f"{len(known)} have been published since, {inside} of them inside the 80% interval "
            "given then. So few prove nothing; they only show whether anything was far off.",
        )
    )


def hindsight_table(then: Situation, now: Situation, *, lang: str = "zh") -> Table:
    """`hindsight` for readers."""
    titles, units = target_titles(now.plan, lang), indicator_units(now.plan)
    rows = [
        {
            "name": titles[h.target_id],
            "target": _goals(h, units[h.indicator_id], lang),
            "said": percent(h.said),
            "then": _then(h, units[h.indicator_id], lang),
            "actual": quantity(h.actual, units[h.indicator_id], lang, observed=True),
            "where": pick(PLACES[h.place], lang) if h.place else wording.MISSING,
            "chance": percent(h.chance),
            "status": status_name(h.status, lang),
        }
        for h in hindsight(then, now).itertuples()
    ]
    columns = ["name", "target", "said", "then", "actual", "where", "chance", "status"]
    numeric = ("target", "said", "then", "actual", "chance")
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=numeric)


def _goals(h, unit: str, lang: str) -> str:
    """The target; as it stood then and as it stands now where its baseline came out since."""
    then, now = (
        wording.target(wording.comparator_of(h), value, np.nan, unit, lang)
        for value in (h.target_value, h.target_now)
    )
    return wording.then_now(then, now, lang)


def _then(h, unit: str, lang: str) -> str:
    if pd.isna(h.middle):
        return wording.MISSING
    at = f"{year(h.year)}年" if lang == "zh" else f"{year(h.year)}: "
    return at + interval(h.middle, h.low80, h.high80, unit, lang)
