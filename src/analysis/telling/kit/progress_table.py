"""The table that is handed in: each target's progress in ten columns, as text to be edited."""

from __future__ import annotations

import pandas as pd

from ...judging.predicates import EVENT_KINDS
from ...judging.situations import Situation
from . import wording
from .cells import Badge
from .names import indicator_units, reason_name, target_titles
from .rows import each
from .verdict_table import FORCE_NAMES, needed, since_words
from .wording import in_year, percent, pick, year

COLUMNS = {
    "name": ("指标", "Indicator"),
    "force": ("属性", "Standing"),
    "baseline": ("基期", "Baseline"),
    "target": ("目标", "Target"),
    "latest": ("最新", "Latest"),
    "growth": ("年均（尚需）", "A year (needed)"),
    "way": ("时序（路程／时间）", "Way / time"),
    "status": ("评价（概率）", "Verdict (probability)"),
    "responsible": ("责任单位", "Responsible"),
    "why": ("原因和措施", "Cause and measure"),
}


def progress_table(verdicts: pd.DataFrame, now: Situation, *, lang: str = "zh") -> pd.DataFrame:
    """Every target reading with its numbers as they are printed.

    Parameters
    ----------
    verdicts : DataFrame
        From `assess`.

    Returns
    -------
    DataFrame
        `COLUMNS` under their readers' headings, text in every cell.
    """
    units, titles = indicator_units(now.plan), target_titles(now.plan, lang)
    said: dict[str, list[str]] = {}
    for r in each(now.remarks):
        said.setdefault(r.target_id, []).append(r.text_zh if lang == "zh" else r.text_en)
    rows = [_row(v, titles[v.target_id], units[v.indicator_id], said, lang) for v in each(verdicts)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.rename(columns={c: pick(pair, lang) for c, pair in COLUMNS.items()})


def _row(v, title: str, unit: str, said: dict[str, list[str]], lang: str) -> dict[str, str]:
    event = v.reading in EVENT_KINDS
    odds = percent(v.probability)
    told = [] if odds == wording.MISSING or v.settled else [odds]
    growth, still = percent(v.growth_actual, 1), needed(v)
    remarks = [text for i in v.figure_ids for text in said.get(i, ()) if text]
    why = [reason_name(v.reason, lang) or since_words(v, lang), *remarks]
    way = [percent(v.share_travelled), percent(v.share_time)]
    return {
        "name": title,
        "force": pick(FORCE_NAMES[v.force], lang) if v.force in FORCE_NAMES else wording.MISSING,
        "baseline": _dated(v.baseline_value, "exact", v.baseline_year, unit, lang),
        "target": year(v.deadline) if event else _target(v, unit, lang),
        "latest": _dated(v.latest_value, v.latest_qualifier, v.latest_year, unit, lang),
        "growth": growth if still == wording.MISSING else f"{growth}{_bracketed(still, lang)}",
        "way": wording.MISSING if way[0] == wording.MISSING else " / ".join(way),
        "status": str(Badge(v.status, lang)) + "".join(_bracketed(p, lang) for p in told),
        "responsible": v.responsible or wording.MISSING,
        "why": pick(("；", "; "), lang).join(filter(None, why)) or wording.MISSING,
    }


def _target(v, unit: str, lang: str) -> str:
    goal = wording.target(wording.comparator_of(v), v.target_value, v.value_high, unit, lang)
    return goal + in_year(v.deadline, lang)


def _dated(value: float, qualifier: object, at: object, unit: str, lang: str) -> str:
    if pd.isna(value):
        return wording.MISSING
    written = wording.marked(value, qualifier, unit, lang)
    return written + (in_year(at, lang) if pd.notna(at) else "")


def _bracketed(text: str, lang: str) -> str:
    return pick((f"（{text}）", f" ({text})"), lang)
