"""The words of a briefing, explained: terms, statuses, the scale of probabilities, the grades."""

from __future__ import annotations

from ...judging.attainment import (
    GROWTH_AT_RISK,
    GROWTH_ON_TRACK,
    LIKELIHOOD_BOUNDS,
    LIKELY,
    UNLIKELY,
)
from ...projection.engine import POINTS
from ...records.rounding import fixed
from .statuses import LIKELIHOODS, STATUSES
from .wording import percent, pick

TERMS = (
    (
        ("基期", "Baseline"),
        (
            "规划出发的年份与数值。规划写明的用规划的数；没有写的用该年公布数；都没有的用推算值，并注明。",
            "The year and value a plan starts from: the plan's own figure; where it gives none, "
            "the published one of that year; failing both a projected one, and said so.",
        ),
    ),
    (
        ("目标与读法", "Target and reading"),
        (
            "同一句话既说“倍增”又给绝对量，就有两种读法，各判断一次：绝对量按规划的数，倍数按基期乘以倍数。"
            "≥ 为“以上”，不带符号为“达到”，≈ 为“约”，a–b 为“a至b”；判断时都以达到该数（或下限）"
            "为准。",
            "A sentence that promises both a multiple and a level can be read two ways, and each "
            "is judged: the level as written, the multiple times the baseline. ≥ is “or more”, a "
            "bare number “reaching”, ≈ “about”, a–b a range; each is judged as met from that "
            "number, or from the lower end, on.",
        ),
    ),
    (
        ("路程与时间", "Way and time"),
        (
            "路程＝（最新数－基期）÷（目标－基期）；时间＝（最新数年份－基期年份）÷（到期年份－基期年份）。"
            "横条是路程，竖线是时间：横条短于竖线，进度就落后于时间。",
            "Way: (latest − baseline) ÷ (target − baseline). Time: years from the baseline to the "
            "latest figure ÷ years from the baseline to the deadline. The bar is the way, the "
            "tick the time: a bar that ends short of its tick is behind schedule.",
        ),
    ),
    (
        ("年均增速与尚需增速", "Growth a year, and growth needed"),
        (
            "前者是基期到最新数的年均复合增速，后者是从最新数到目标每年还须达到的增速。",
            "Compound annual growth from the baseline to the latest figure, and from there to the "
            "target.",
        ),
    ),
    (
        ("推算与区间", "Projection and interval"),
        (
            "从公布数推到规划期末的中位数；80%区间是说，十次里约有八次落在其中。历史越短，区间越宽。",
            "The median path from the published figures to the last year of the plan; about eight "
            "times in ten the truth falls inside the 80% interval. The shorter the history, the "
            "wider it is.",
        ),
    ),
    (
        ("观察时点与数据更新", "As of, and data published to"),
        (
            "简报只用观察时点当天已经公布的数；后来的修订不会混进来。",
            "A page uses only what had been published by its day; later revisions do not leak into "
            "it.",
        ),
    ),
    (
        ("口径调整", "Definition change"),
        (
            "统计口径中途改变的指标，前后不能相比，不作判断。",
            "Where the definition of a figure changed on the way, before and after cannot be "
            "compared, and nothing is judged.",
        ),
    ),
    (
        ("来源等级", "Source grade"),
        (
            "A：规划、官方公报和年鉴；B：转载的官方内容；C：报刊和名录统计；D：二手汇编与存疑的数。"
            "来源不一致时先取等级高的，再取发布较晚的。",
            "A: the plan, official communiqués and yearbooks. B: official content carried by "
            "others. C: press, counts of official lists. D: secondary panels and doubtful "
            "figures. Where sources disagree the better grade is used, then the later publication.",
        ),
    ),
)


def terms(lang: str) -> list[tuple[str, str]]:
    """Terms and their definitions, the graded scales of this module included."""
    a, b, c = POINTS[2], POINTS[1], POINTS[0]
    evidence = (
        ("依据等级", "Evidence grade"),
        (
            f"推算依据的公布数有多少：A为{a}个以上，B为{b}个以上，C为{c}个以上，D更少，或从未变动。"
            "少见的尺度至多为C。",
            f"How many published values a projection rests on: A from {a}, B from {b}, C from {c}, "
            "D fewer or never moved; no better than C on an unusual scale.",
        ),
    )
    return [(pick(term, lang), pick(text, lang)) for term, text in (*TERMS, evidence)]


def scale(lang: str) -> list[tuple[str, str]]:
    """The word for each range of probabilities, most probable first."""
    bounds = list(LIKELIHOOD_BOUNDS.values())
    return [
        (name, f"{percent(low)}–{percent(top)}")
        for name, low, top in zip(
            LIKELIHOODS[f"name_{lang}"], bounds, [1.0, *bounds[:-1]], strict=True
        )
    ]


def scale_source(lang: str) -> str:
    """Where the scale comes from."""
    return pick(
        (
            "区间取自政府间气候变化专门委员会（IPCC）第四次评估报告的可能性用语，中文用词为本项目所定；"
            "下限含在内。",
            "Ranges after the likelihood terms of the IPCC's fourth assessment report; the lower "
            "bound is included.",
        ),
        lang,
    )


def statuses(lang: str) -> list[tuple[str, str, str]]:
    """Code, mark and name, and rule of each status."""
    likely, unlikely = percent(LIKELY), percent(UNLIKELY)
    on, at = fixed(GROWTH_ON_TRACK, 2), fixed(GROWTH_AT_RISK, 2)
    rules = {
        "achieved": (
            "目标所指年份的公布数已达到目标，此后的数不改变这一判断。突破以运行为准",
            "the figures of the years that the target names meet it; no later figure changes "
            "that. A breakthrough counts when it operates",
        ),
        "met_so_far": (
            "最新数已达到目标，但目标所指的年份还没有数，须保持；页上另给到期仍达标的概率",
            "the latest figure meets the target, whose own years are not in yet: it must hold, and "
            "the page gives the probability that it does",
        ),
        "on_track": (
            f"达标概率不低于{likely}；给不出概率时，实际增速不低于目标从起点算起所要求的{on}倍",
            f"probability from {likely}; without one, growth at least {on} of what was promised",
        ),
        "at_risk": (
            f"概率在{unlikely}与{likely}之间；给不出概率时，{at}至{on}倍",
            f"probability from {unlikely} to {likely}; without one, growth from {at} to {on}",
        ),
        "off_track": (
            f"概率低于{unlikely}；给不出概率时，不足{at}倍",
            f"probability below {unlikely}; without one, growth below {at}",
        ),
        "not_shown": (
            "目标所指年份已过，只有下限、约数或没有数，公布的数所容许的值不都给出同一答案；"
            "另给在此范围内的概率",
            "the years that the target names have come and have only a bound, a rounded figure or "
            "none, and not every value that these allow gives one answer; the probability given "
            "them is shown",
        ),
        "missed": (
            "目标所指年份的公布数没有达到目标",
            "the figures of the years that the target names fall short",
        ),
        "not_assessable": (
            "本库没有可比的数，或口径已变，或事件尚无运行的报道；不给概率，也不推算",
            "no comparable figure in this collection, a changed definition, or an event not "
            "reported to operate; no probability and no projection is given",
        ),
    }
    return [
        (str(code), f"{row['mark']} {row[f'name_{lang}']}", pick(rules[str(code)], lang))
        for code, row in STATUSES.iterrows()
    ]
