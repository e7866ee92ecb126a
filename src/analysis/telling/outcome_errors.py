"""Where the projections of the day of issue were off, in four parts that sum."""

from __future__ import annotations

import pandas as pd

from ..judging.error_parts import FEWEST, PARTS
from ..records.plans import Plan
from .kit import wording
from .kit.folds import Shown, folded
from .kit.names import indicator_names
from .kit.table import Table
from .kit.text import Text
from .kit.wording import percent, pick, signed, year

PART_NAMES = {
    "revision": ("数据修订", "revision of data"),
    "redefinition": ("口径调整", "redefinition"),
    "common": ("各地共同的年份波动", "what the regions of the year shared"),
    "own": ("本地自身", "the place's own"),
}
METHOD = (
    "误差是实际减去印发当天的推算，分成四份，相加恰好等于误差。数据修订：用同一引擎、同样年份、但换成现在所知的"
    "数重新推算，与当时推算之差，加上结果本身发布后的修订。口径调整：推算与结果之间口径变过的，其余全部记在"
    "这里，分不开。各地共同：其他同级地区在同一天、从同一年推算到同一年的相对误差的中位数，乘以本地的推算"
    f"（不足{FEWEST}个地区的不分，并入本地自身）。本地自身：余下的。",
    "The error is the outcome less what was projected on the day of issue, in four parts that sum "
    "to it. Revision: what the same engine makes of the same years as they are known now, less "
    "what it made then, and what was revised of the outcome. Redefinition: where the definition "
    "changed between the two, all the rest, which cannot be told apart. Shared: the median "
    "relative error of the other regions of the panel, projected on the same day from the same "
    f"year to the same year, times the projection here (with fewer than {FEWEST} of them it is not "
    "told apart and stands with its own). Its own: what is left.",
)


def error_method(lang: str = "zh") -> Text:
    """How the error is divided."""
    return Text((pick(METHOD, lang),), "note")


def error_table(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Shown:
    """Each indicator of the plan that was projected at issue and came out since.

    Parameters
    ----------
    rows : DataFrame
        From `error_parts.error_parts`.
    """
    names = indicator_names(plan, lang)
    told = rows[rows["indicator_id"].isin(plan.named)]

    def show(part: pd.DataFrame) -> Table:
        cells = [
            {
                "name": names[r.indicator_id],
                "year": year(r.year),
                "expected_then": wording.quantity(r.expected, r.unit, lang),
                "came": wording.marked(r.actual, r.qualifier, r.unit, lang),
                "off": _signed(r.error, r.unit, lang),
                **{f"part_{p}": _part(r, p, lang) for p in PARTS},
            }
            for r in part.itertuples()
        ]
        columns = ["name", "year", "expected_then", "came", "off", *(f"part_{p}" for p in PARTS)]
        return Table(pd.DataFrame(cells, columns=columns), lang, numeric=tuple(columns[1:]))

    return folded(told, plan, show, lang=lang)


def _part(r, part: str, lang: str) -> str:
    if part == "common" and not r.others:
        return wording.MISSING
    return _signed(getattr(r, part), r.unit, lang)


def _signed(value: float, unit: str, lang: str) -> str:
    return signed(value, wording.number(value, unit, lang))


def replay_words(rows: pd.DataFrame, *, lang: str = "zh") -> Text:
    """What the same split makes of the panel's own past.

    Parameters
    ----------
    rows : DataFrame
        From `error_parts.shared_errors`.
    """
    if rows.empty:
        none = (
            "没有可以比较的同级地区，误差中各地共同的部分分不出来。",
            "There is no panel of regions, so that what they share is not told apart.",
        )
        return Text((pick(none, lang),))
    far = rows.iloc[-1]
    zh = (
        f"在同级地区的历史上照样分一遍：{len(rows)}个年距、{int(rows['forecasts'].sum())}次推算，"
        f"推算{int(far['horizon'])}年后的误差中位数为{percent(far['typical'])}，去掉各地共同的部分以后为"
        f"{percent(far['typical_own'])}。"
    )
    en = (
        f"The same split over the panel's past: {int(rows['forecasts'].sum()):,} forecasts at "
        f"{len(rows)} distances. {int(far['horizon'])} years ahead the median error is "
        f"{percent(far['typical'])}, and {percent(far['typical_own'])} without what the regions of "
        "a year share."
    )
    return Text((pick((zh, en), lang),))


def replay_table(rows: pd.DataFrame, *, lang: str = "zh") -> Table:
    """By years ahead: forecasts, the typical error, without the shared part, and its share."""
    cells = [
        {
            "ahead": str(int(r.horizon)),
            "forecasts_of": f"{r.forecasts:,}",
            "typical": percent(r.typical),
            "typical_own": percent(r.typical_own),
            "shared_part": percent(r.share),
        }
        for r in rows.itertuples()
    ]
    columns = ["ahead", "forecasts_of", "typical", "typical_own", "shared_part"]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=tuple(columns))
