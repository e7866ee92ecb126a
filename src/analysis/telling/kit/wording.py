"""How numbers, units, dates and the closed lists are written in Chinese and in English."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from ...records.errors import PlanDataError, shown
from ...records.languages import LANGUAGES
from ...records.rounding import fixed, rounded
from ...records.units import SHARE, unit_of

OBSERVED_DECIMALS = 2
HANZI = re.compile("[\u3400-\u9fff]")  # a Chinese character
COMPARATOR_SIGNS = {
    ">=": "≥",
    ">": ">",
    "<=": "≤",
    "<": "<",
    "~": "≈",
    "=": "",
    "range": "",
    "": "",
}

# How a target is put in a sentence.
AIMS = {
    ">=": ("{}以上", "at least {}"),
    ">": ("超过{}", "more than {}"),
    "<=": ("{}以内", "at most {}"),
    "<": ("低于{}", "less than {}"),
    "~": ("约{}", "about {}"),
}

READINGS = {
    "level": ("绝对量", "level"),
    "ratio": ("倍数", "multiple"),
    "change": ("增减量", "change"),
    "percent_change": ("增减百分比", "percent change"),
    "growth": ("年均增速", "growth a year"),
    "sum": ("累计", "sum"),
    "mean": ("平均", "mean"),
    "gap": ("差距", "gap"),
    "trend": ("方向", "direction"),
    "event": ("事件", "event"),
    "increment": ("新增量", "increment"),
    "coverage": ("全覆盖", "full coverage"),
    "breakthrough": ("突破", "breakthrough"),
    "composition": ("构成", "composition"),
}
ROLES = {
    "baseline": ("基期", "baseline"),
    "history": ("历史", "history"),
    "target": ("目标", "target"),
    "commitment": ("中期任务", "commitment"),
    "context": ("背景", "context"),
}
EVENT_STATES = {
    "planned": ("论证规划", "planned"),
    "started": ("已启动", "started"),
    "approved": ("已获批", "approved"),
    "established": ("已设立", "established"),
    "operating": ("已运行", "operating"),
    "achieved": ("已实现", "achieved"),
    "claimed": ("宣布实现", "claimed"),
}
# What happened to a figure, see `changes.changed_observations`.
CHANGES = {
    "new": ("新公布", "new"),
    "revised": ("修订", "revised"),
    "source": ("换了来源", "another source"),
    "precision": ("仅精度不同", "precision only"),
    "withdrawn": ("撤下", "withdrawn"),
}
# Where a value fell in the intervals that were given for it.
PLACES = {
    "below95": ("低于95%区间", "below the 95% interval"),
    "below80": ("低于80%区间", "below the 80% interval"),
    "inside": ("在80%区间内", "inside the 80% interval"),
    "above80": ("高于80%区间", "above the 80% interval"),
    "above95": ("高于95%区间", "above the 95% interval"),
}
METHODS = {
    "none": ("不推算", "not projected"),
    "growth": ("近年平均增速外推", "recent growth continued"),
    "log-linear": ("对数线性趋势", "log-linear trend"),
    "linear": ("线性趋势", "linear trend"),
    "exponential smoothing": ("指数平滑（阻尼趋势）", "exponential smoothing, damped trend"),
    "exponential smoothing, not converged": (
        "指数平滑（拟合未收敛，不给区间）",
        "exponential smoothing (not converged, no interval)",
    ),
    "theta": ("theta方法", "theta method"),
    "theta, not converged": (
        "theta方法（拟合未收敛，不给区间）",
        "theta method (not converged, no interval)",
    ),
    "pooled log": ("本引擎（对数尺度）", "our engine, log scale"),
    "pooled log-shifted": ("本引擎（对数尺度，含零）", "our engine, log scale with zeros"),
    "pooled logit": ("本引擎（比率尺度）", "our engine, share scale"),
    "pooled additive": ("本引擎（原尺度）", "our engine, plain scale"),
    "reference class": ("只有参照类", "reference class alone"),
}
BASES = {
    "plan": ("规划", "plan"),
    "observed": ("公布数据", "published data"),
    "projected": (
        "推算（本库未收录基期的数）",
        "projected (no figure of the base year in this collection)",
    ),
    "none": ("无", "none"),
}
MISSING = "—"


def pick(pair: tuple[str, str], lang: str) -> str:
    """The Chinese or the English one of two."""
    return pair[LANGUAGES.index(language(lang))]


def language(lang: object) -> str:
    """A language that pages are written in.

    Raises
    ------
    PlanDataError
        Any other.
    """
    if lang not in LANGUAGES:
        raise PlanDataError(f"lang {shown(lang)}: write zh or en | 语言只有 zh 和 en")
    return str(lang)


def name_of(words: Mapping[str, tuple[str, str]], code: object, lang: str) -> str:
    """A code's name; the code itself where it has none."""
    return pick(words[code], lang) if code in words else str(code)


def number(
    value: float, unit: str = "", lang: str = "zh", *, observed: bool = False, exact: bool = False
) -> str:
    """Write a number: 3188 in Chinese, 3,188 in English.

    Parameters
    ----------
    observed : bool
        Keep the source's digits, two decimals at most, no trailing zeros.
    exact : bool
        Keep every digit (quoted figures).
    """
    if value is None or pd.isna(value):
        return MISSING
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    comma = lang == "en"
    if exact:
        return _strip(fixed(value, 10, comma=comma))
    if observed:
        return _strip(fixed(value, OBSERVED_DECIMALS, comma=comma))
    return fixed(value, unit_of(unit).decimals, comma=comma)


def _strip(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(value: float, unit: str, lang: str = "zh", *, observed: bool = False) -> str:
    """A number with its unit: 4155家, 561.86亿元, 1.16%; 4,155, 561.86 hundred million yuan.

    Chinese statistical prose sets no space between a number and its unit.
    """
    written = number(value, unit, lang, observed=observed)
    name = pick((unit_of(unit).zh, unit_of(unit).en), lang)
    if written == MISSING or not name:
        return written
    if name in (SHARE, "‰") or (lang == "zh" and not name[0].isascii()):
        return f"{written}{name}"
    return f"{written} {name}"


def unit_name(unit: str, lang: str) -> str:
    """The unit as a chart's subtitle gives it."""
    return pick((unit_of(unit).zh or unit, unit_of(unit).en or "number"), lang)


def percent(share: float, digits: int = 0) -> str:
    """A fraction as a percentage; 100 % and 0 % are kept for what is certain.

    What has no share, as a change from nothing, is missing.
    """
    if share is None or pd.isna(share) or math.isinf(share):
        return MISSING
    whole, least = rounded(share, digits, shift=2), Decimal(1).scaleb(-digits)
    if share > 0 and whole == 0:
        return f"<{least}%"
    if share < 1 and whole == 100:
        return f">{100 - least}%"
    return f"{whole}%"


def signed(value: float, written: str) -> str:
    """A written number with its sign, plus or minus."""
    return f"+{written}" if value > 0 else written.replace("-", "−")


def points(change: float) -> str:
    """A change of a probability in points: +4.2, −0.3, 0."""
    if pd.isna(change):
        return MISSING
    found = rounded(change, 1, shift=2)
    return signed(found, str(found)) if found else "0"


def year(value: object) -> str:
    """A year as four digits."""
    return MISSING if pd.isna(value) else str(int(value))


def in_year(value: object, lang: str) -> str:
    """A year in brackets, to stand behind what it is the year of."""
    return f"（{year(value)}）" if lang == "zh" else f" ({year(value)})"


def day(value: object, lang: str = "zh") -> str:
    """A date in ISO 8601, which reads the same in both languages."""
    return MISSING if value is None or pd.isna(value) else f"{pd.Timestamp(value):%Y-%m-%d}"


def comparator_of(v) -> str:
    """The comparator that the plan states for a row; the one judged by where it is not known."""
    stated = getattr(v, "stated_comparator", None)
    return stated if isinstance(stated, str) and stated else v.comparator


def then_now(then: str, now: str, lang: str) -> str:
    """A thing as it stood and as it stands, where the two differ."""
    if then == now:
        return now
    return pick((f"当时{then}，现在{now}", f"then {then}, now {now}"), lang)


def target(comparator: str, value: float, high: float, unit: str, lang: str) -> str:
    """A target with its comparator: ≥5000家, 1–2个, ≈100名."""
    if pd.isna(value):
        return MISSING
    if pd.notna(high):
        low, high = sorted((value, high))
        first = number(low, unit, lang, observed=True)
        return f"{first}–{quantity(high, unit, lang, observed=True)}"
    sign = COMPARATOR_SIGNS.get(comparator, comparator)
    return f"{sign}{quantity(value, unit, lang, observed=True)}"


def aim(comparator: str, value: float, high: float, unit: str, lang: str) -> str:
    """The same in words: 5000家以上, 1至2个, 约100名; at least 5,000, 1 to 2, about 100."""
    if pd.isna(value):
        return ""
    first = quantity(value, unit, lang, observed=True)
    if pd.notna(high):
        low, high = sorted((value, high))
        between = f"{number(low, unit, lang, observed=True)}{pick(('至', ' to '), lang)}"
        return f"{between}{quantity(high, unit, lang, observed=True)}"
    return pick(AIMS.get(comparator, ("{}", "{}")), lang).format(first)


# How exact a published value is, in a word, as a sign before it and in a sentence.
QUALIFIERS = {
    "exact": ("准确", "exact"),
    "at_least": ("以上", "at least"),
    "more_than": ("超过", "more than"),
    "at_most": ("以下", "at most"),
    "less_than": ("不到", "less than"),
    "about": ("约", "about"),
    "between": ("在两数之间", "between"),
    "provisional": ("初步", "provisional"),
}
EXACTNESS_SIGNS = {
    **{"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"},
    **{"about": "≈", "between": "≈"},
}
EXACTNESS = {
    "at_least": ("{}以上", "at least {}"),
    "more_than": ("超过{}", "more than {}"),
    "at_most": ("{}以下", "at most {}"),
    "less_than": ("不到{}", "less than {}"),
    "about": ("约{}", "about {}"),
    "between": ("约{}", "about {}"),
    "provisional": ("{}（初步数）", "{} (provisional)"),
}


def published(value: float, qualifier: object, unit: str, lang: str) -> str:
    """A published value as exact as its source gives it: 4500家以上; at least 4,500."""
    written = quantity(value, unit, lang, observed=True)
    if written == MISSING:
        return written
    return pick(EXACTNESS.get(str(qualifier), ("{}", "{}")), lang).format(written)


def marked(value: float, qualifier: object, unit: str, lang: str) -> str:
    """The same in a table: ≥4500家."""
    return EXACTNESS_SIGNS.get(str(qualifier), "") + quantity(value, unit, lang, observed=True)


def interval(value: float, low: float, high: float, unit: str, lang: str) -> str:
    """A projected value with its interval: 375.4亿元（332.0–424.4）."""
    if pd.isna(value):
        return MISSING
    middle = quantity(value, unit, lang)
    if pd.isna(low):
        return middle
    span = f"{number(low, unit, lang)}–{number(high, unit, lang)}"
    return f"{middle}（{span}）" if lang == "zh" else f"{middle} ({span})"


# Marks that turn the direction of the text after them: a name that holds one would turn the
# sentence or table it stands in.
TURNS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: object) -> str:
    """Text without marks that turn its direction."""
    return str(text).translate(TURNS)


def with_reading(name: str, reading: str, lang: str) -> str:
    """An indicator's name, with the reading where it is not the plain level."""
    if reading in ("level", "coverage", "breakthrough", "event"):
        return name
    added = name_of(READINGS, reading, lang)
    return f"{name}（{added}）" if lang == "zh" else f"{name} ({added})"
