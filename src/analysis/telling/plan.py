"""What 01 tells: the numbers of the plan, where they stand in it, whether they agree."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..records.plans import Plan
from ..records.schema import PROMISED
from .kit import wording
from .kit.folds import Shown, folded
from .kit.grammar import Clause, tell
from .kit.names import indicator_names
from .kit.provenance import place
from .kit.table import Table
from .kit.text import Text
from .kit.wording import pick, quantity, year

PLAN_WORDS = Clause(
    "《{title}》{part_zh}共有{n}个数量表述，其中{goals}处是目标或任务（涉及{counted}个指标），{based}处是基期数",
    "{part_en} {title} holds {n} quantitative statement{n:s}: {goals} are targets or "
    "commitments, on {counted} indicator{counted:s}, and {based} are baselines",
)


def plan_words(plan: Plan, *, lang: str = "zh") -> Text:
    """How many numbers the plan holds, and how many of them are promises."""
    promised = plan.figures["role"].isin(PROMISED)
    facts = {
        "title": plan.meta[pick(("title", "title_en"), lang)],
        **_part_held(plan),
        "n": len(plan.figures),
        "goals": int(promised.sum()),
        "counted": plan.figures.loc[promised, "indicator_id"].nunique(),
        "based": int((plan.figures["role"] == "baseline").sum()),
    }
    return Text((tell([PLAN_WORDS], facts, lang=lang),))


def _part_held(plan: Plan) -> dict[str, str]:
    """Which part of the plan's text the numbers come from, where it is not the whole."""
    end = plan.meta.get("text_ends_after", "")
    if not end:
        return {"part_zh": "全文", "part_en": "The text of"}
    return {"part_zh": f"本项目所存的部分（止于{end}）", "part_en": "The part held here of"}


def figure_table(plan: Plan, *, lang: str = "zh", roles: Sequence[str] | None = None) -> Shown:
    """Every figure of the plan with the sentence it stands in, folded where they are many."""
    figures = plan.figures if roles is None else plan.figures[plan.figures["role"].isin(roles)]
    return folded(figures, plan, lambda part: _figures(part, plan, lang), lang=lang)


def _figures(figures: pd.DataFrame, plan: Plan, lang: str) -> Table:
    names = indicator_names(plan, lang)
    rows = [
        {
            "name": names[f.indicator_id],
            "role": wording.name_of(wording.ROLES, f.role, lang),
            "value": _figure_value(f, lang),
            "year": year(f.year if pd.notna(f.year) else f.deadline),
            "quote": f.quote,
            "place": place(f.chapter, f.section, lang),
            "note": f.note if lang == "zh" else "",
        }
        for f in figures.itertuples()
    ]
    frame = pd.DataFrame(rows, columns=["name", "role", "value", "year", "quote", "place", "note"])
    return Table(
        frame if lang == "zh" else frame.drop(columns="note"), lang, numeric=("value", "year")
    )


def _figure_value(f, lang: str) -> str:
    if pd.isna(f.value):
        return wording.name_of(wording.READINGS, f.measure, lang)
    return wording.target(f.comparator, f.value, f.value_high, f.unit, lang)


CHECKS = {
    "multiple": ("目标÷基期，对照所称倍数", "target over baseline, against the multiple"),
    "double": ("目标÷基期，对照“倍增”", "target over baseline, against the multiple"),
    "multiple_level": ("基期的倍数，对照目标数", "multiple of the baseline, against the level"),
    "implied_baseline": (
        "规划未给基期，由目标反推",
        "no baseline in the plan; implied by the target",
    ),
    "growth": ("“增长N倍”按增长量读", "growth, as the sentence says"),
    "ratio": ("同一对数按比值读", "the same pair read as a ratio"),
    "sum": ("合计与分项", "whole and parts"),
    "implied": (
        "由人均数反推的人口，对照公布数",
        "population implied by the per-head figure, against the published",
    ),
}


def _called(check) -> str:
    """Of the multiples two alone is 倍增."""
    return "double" if check.check == "multiple" and check.stated == 2 else check.check


def consistency_table(checks: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Table:
    """Each check of the plan's numbers: what is stated, what comes out."""
    names = indicator_names(plan, lang)
    rows = [
        {
            "name": names[c.indicator_id],
            "check": wording.name_of(CHECKS, _called(c), lang),
            "stated": quantity(c.stated, c.unit, lang, observed=True),
            "computed": quantity(c.computed, c.unit, lang, observed=True),
            "picked": "" if pd.isna(c.agrees) else ("✓" if c.agrees else "✕"),
        }
        for c in checks.itertuples()
    ]
    frame = pd.DataFrame(rows, columns=["name", "check", "stated", "computed", "picked"])
    return Table(frame.rename(columns={"picked": "agrees"}), lang, numeric=("stated", "computed"))
