"""What verdicts, outcomes, reasons and likelihoods are called, and how a verdict is marked.

The codes, their order and their bounds are `judging.attainment`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...judging.attainment import LIKELIHOOD_BOUNDS, REASON_CODES, STATUS_CODES
from ...judging.outcome import OUTCOMES


def _named(
    words: dict[str, tuple[str, ...]], codes: Sequence[str], index: str, columns: Sequence[str]
) -> pd.DataFrame:
    """One row a code, in the order of the codes; a code without words is a KeyError."""
    table = pd.DataFrame.from_dict(words, orient="index", columns=list(columns))
    return table.loc[list(codes)].rename_axis(index)


STATUSES = _named(
    {
        "achieved": ("已达到", "achieved", "●", "#00614f"),
        "met_so_far": ("已达到待保持", "met so far", "◐", "#3d7a1f"),
        "on_track": ("进展顺利", "on track", "▲", "#2475ab"),
        "at_risk": ("存在风险", "at risk", "◆", "#a86400"),
        "off_track": ("进展滞后", "off track", "▼", "#b3361e"),
        "not_shown": ("尚不能判定", "not shown", "◇", "#5a4a8c"),
        "missed": ("未达到", "missed", "✕", "#7a1f3d"),
        "not_assessable": ("无法评估", "not assessable", "○", "#5c6570"),
    },
    STATUS_CODES,
    "status",
    ("name_zh", "name_en", "mark", "colour"),
)
# The verdicts as ink for words, on light and on dark ground: each at 4.5 or more against both its
# grounds, where the colours of drawings need less.
INKS = {
    "achieved": ("#00614f", "#5fd0b4"),
    "met_so_far": ("#33681a", "#a3d977"),
    "on_track": ("#1f6696", "#86c1ec"),
    "at_risk": ("#8a5200", "#f0b460"),
    "off_track": ("#a8301a", "#ff9a85"),
    "not_shown": ("#54448a", "#c0b1f2"),
    "missed": ("#7a1f3d", "#f096b4"),
    "not_assessable": ("#55606a", "#a3afb9"),
}


def ink_variables(dark: bool = False) -> str:
    """The inks as CSS custom properties: --on-track and its like."""
    return " ".join(f"--{s.replace('_', '-')}: {pair[dark]};" for s, pair in INKS.items())


def status_rules(within: str = "") -> str:
    """CSS by which words and drawings take their verdict's ink, inside an element."""
    drawn = ":is(.waybar .gone,.spark .goal,.tally rect)"
    return "\n".join(
        f"{within}.badge.{s} {{ color: var(--{s.replace('_', '-')}); }}\n"
        f"{within}{drawn}.{s} {{ fill: var(--{s.replace('_', '-')}); }}"
        for s in INKS
    )


REASONS = _named(
    {
        "no_observation": ("本库未收录可比的数", "no comparable figure in this collection"),
        "before_baseline": (
            "本库没有基期以后的数",
            "no figure since the baseline in this collection",
        ),
        "one_point": ("本库只收录一个数", "one figure only in this collection"),
        "event": ("未见运行的报道", "not reported to operate"),
        "no_evidence": ("本库未收录证据", "no evidence in this collection"),
        "definition_break": ("统计口径中途调整", "the definition changed on the way"),
        "no_baseline": ("没有可比的基期数", "no comparable baseline"),
        "no_number": ("规划没有给出数值", "the plan gives no number"),
    },
    REASON_CODES,
    "reason",
    ("name_zh", "name_en"),
)
# The words of the IPCC's scale in English; the Chinese ones are this project's.
LIKELIHOODS = _named(
    {
        "almost_certain": ("几乎肯定", "virtually certain"),
        "very_likely": ("很可能", "very likely"),
        "likely": ("可能", "likely"),
        "even": ("两可之间", "about as likely as not"),
        "unlikely": ("不大可能", "unlikely"),
        "very_unlikely": ("很不可能", "very unlikely"),
        "almost_impossible": ("几乎不可能", "exceptionally unlikely"),
    },
    tuple(LIKELIHOOD_BOUNDS),
    "likelihood",
    ("name_zh", "name_en"),
)
# An outcome that is a verdict has the verdict's name.
SETTLED_AS = {
    "met": "achieved",
    "reached": "met_so_far",
    "missed": "missed",
    "undecided": "not_shown",
}
OTHER_NAMES = {
    "open": ("本库尚无结果", "no outcome in this collection"),
    "redefined": ("口径已变，不可比", "redefined, not comparable"),
}
OUTCOME_NAMES = {
    o: tuple(STATUSES.loc[SETTLED_AS[o], ["name_zh", "name_en"]])
    if o in SETTLED_AS
    else OTHER_NAMES[o]
    for o in OUTCOMES
}
