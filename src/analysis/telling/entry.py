"""What `check` says of how a plan was entered."""

from __future__ import annotations

from collections.abc import Sequence

from ..judging.audit.entry import WRONG, Odd

SAID = {
    "no_text": (
        "is empty: no quote and no number was held against the text; paste it in",
        "是空的，引文和数字都没有与原文核对；请贴入全文",
    ),
    "quote_not_there": (
        "does not stand in plan.txt (in the section named); copy it word for word",
        "不在 plan.txt 所指的章节里；请照原文抄录",
    ),
    "number_in_no_row": (
        "a number of the text in no row; enter it, or name it in exclusions.csv",
        "原文里的数字没有登记；请登记，或写入 exclusions.csv",
    ),
    "against_direction": (
        "asks against the indicator's direction; check comparator, relation and direction",
        "与指标的方向相反；请核对 comparator、relation 和 direction",
    ),
    "no_base": (
        "counts from a base that the plan does not state; give base_value, or a published figure",
        "所依据的基数规划没有写；请填 base_value，或录入公布的数",
    ),
    "no_number": (
        "asks for no number; give value, or put it as an event or a trend in measure",
        "没有数字；请填 value，或在 measure 里登记为 event 或 trend",
    ),
    "met_at_start": (
        "is met by its own base already; check value, comparator and direction",
        "基期数已经达到；请核对 value、comparator 和 direction",
    ),
    "no_successor": (
        "ends and nothing takes its place: it is judged up to valid_until only; leave that empty "
        "unless it was dropped",
        "有截止日而没有新目标取代，截止日之后不再判断；不是废止的请把 valid_until 留空",
    ),
}
SHOWN = 20


def entry_lines(plan: str, found: Sequence[Odd]) -> list[str]:
    """A line a finding, those of one rule together, the first `SHOWN` of each in full."""
    lines = []
    for rule, (en, zh) in SAID.items():
        mine = [odd for odd in found if odd.rule == rule]
        level = "error" if rule in WRONG else "look"
        for odd in mine[:SHOWN]:
            what = " ".join(p for p in (odd.figure_id, repr(odd.words)) if p)
            lines.append(f"{plan}: {level}: {what}: {en} | {zh}")
        if len(mine) > SHOWN:
            more = len(mine) - SHOWN
            lines.append(f"{plan}: {level}: … and {more} more like these | 另有 {more} 处")
    return lines
