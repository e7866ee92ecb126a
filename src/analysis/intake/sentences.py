"""A published sentence taken apart: its numbers, and the words that each stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import days
from .cells import PREFIXES, SCALES, CellError, plain, units
from .names import HAN, WHOLE, Names
from .vocabulary import KINDS
from .wording import PART_ALONE, PERIODS, read

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
AFTER = r"以上|左右|上下|以下|以内|余|多|\+"
LAST_YEAR = r"(?:比|较)(?:上年|去年|上一年)(?:末|底|同期)?|同比"
GROWTH = re.compile(
    rf"(?:{LAST_YEAR})?(?P<verb>增长|增加|上升|下降|减少|降低)了?(?P<n>\d+(?:\.\d+)?)%(?!{AFTER})"
    r"|\b(?P<said>up|an increase of|growth of|rose by|rising by|down|a decrease of) "
    r"(?P<m>\d+(?:\.\d+)?) ?(?:%|per ?cent)(?: (?:from|on|over) (?:the previous year|a year earlier"
    r"|the year before|last year)| year[- ]on[- ]year)?(?![\w ]*\d)",
    re.I,
)
SHARE = re.compile(
    r"占(?:到|据|了)?(?P<of>[^,;。、\d%]{1,12}?)的?(?:比重|总数|总量|比例|总额)?"
    rf"(?:的|为|达到|达|是)?(?P<n>\d+(?:\.\d+)?)%(?!{AFTER})"
)
RISEN = r"(?=增加|增至|增到|增长|发展|提高|提升|上升|跃升| to\b)"
COMPARED = re.compile(r"(?:比|较|与|自|从|由|since|from|than|compared (?:with|to))\s*$", re.I)
ENDS = re.compile(r"[;。!?]|\.(?=\s|$)")
BREAKS = re.compile(r"[,、;。!?]|\.(?=\s|$)")
TOLD = re.compile(r"将|要达到|争取|确保|有望|\bwill\b", re.I)  # what is still to come
# Verbs by which a level is told, and words that make it no other figure.
VERBS = re.compile(
    r"达到|已达|达|拥有|共有|已有|现有|有|增至|增加到|增加至|增长到|发展到|提高到|提升至|提升到|上升到|"
    r"跃升到|总共|共计|共|总规模|规模|实现|截至|目前|全年|全社会|其中|为|是|已|至|到|由|从|"
    r"\b(?:the|number|of|in|by|end|reached|had|has|have|there|were|was|is|are|stood|at|a|its|"
    r"total|totalled|with|and|rose|grew|increased|to|from|amounted|year)\b",
    re.I,
)
# Verbs of what was new in the year, which go for the whole list that they begin.
NEW = re.compile(
    r"(?<![创高特])新(?!技术|型|材料|能源)|净增|培育|认定|入库|获批|引进|入选|建成|建设|布局|增加(?![到至])"
)
OWN_VERB = re.compile(r"[达至有超总为到]|突破")
SUMMED = re.compile(r"总数|总量|数量|总额")  # of what the words before were about
TAKEN, FOUND = "|", "~"  # a name or a period; a number that was understood
ASIDE = re.compile(r"[\s,、(和]*(?:达到|达|增至|至|为)?")  # between a level and what is said of it


@dataclass(frozen=True)
class Number:
    """A number in a sentence, with what stands around it.

    Attributes
    ----------
    kind : str
        "level", "range", "growth" or "share".
    begin, end : int
        Where it stands in the text.
    words : str
        As it stands there, with its word of exactness and its unit.
    printed : str
        Its digits: of a range, the lower.
    upper, unit, of, verb : str
        The upper digits of a range; the unit; what a share is of; the verb of a growth.
    """

    kind: str
    begin: int
    end: int
    words: str
    printed: str
    upper: str = ""
    unit: str = ""
    of: str = ""
    verb: str = ""


@dataclass(frozen=True)
class Unread:
    """A number that is not read, and why in both languages."""

    words: str
    zh: str
    en: str


@dataclass(frozen=True)
class Level:
    """A level that is told of an indicator.

    Attributes
    ----------
    indicator, region, period : str
        Its id; the words that say the region and the period, "" where none do.
    marks : tuple of (str, str)
        Kind and word of what bears on it (see `vocabulary.WORDS`).
    growth, share : Number or None
        Said of this level beside it.
    """

    number: Number
    indicator: str
    region: str
    period: str
    marks: tuple[tuple[str, str], ...] = ()
    growth: Number | None = None
    share: Number | None = None


@dataclass
class Sentence:
    """A quote with its names, periods and numbers found and taken out of `left`."""

    text: str
    names: Names
    left: str = ""
    indicators: list[tuple[int, int, str]] = field(default_factory=list)
    regions: list[tuple[int, int, str]] = field(default_factory=list)
    periods: list[tuple[int, int, str]] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def take(self, begin: int, end: int, mark: str) -> None:
        """Take words out of what is left, everything else at its place."""
        self.left = self.left[:begin] + mark * (end - begin) + self.left[end:]

    def refuse(self, words: str, zh: str, en: str) -> None:
        """Remember a number that is not read."""
        self.unread.append(Unread(words, zh, en))


def levels(quote: str, names: Names) -> tuple[list[Level], list[Unread]]:
    """The levels that a quote tells, and every number of it that is not read."""
    told = _taken_apart(plain(quote), names)
    found = [
        level
        for number in told.numbers
        if number.kind in ("level", "range") and (level := _level(told, number)) is not None
    ]
    found = _with_derived(told, found)
    for digits in re.finditer(rf"[^\s{TAKEN}{FOUND},;。、]{{0,6}}\d[\d.,%]*\w{{0,4}}", told.left):
        told.refuse(digits[0], "没有读懂这个数", "this number is not understood")
    return found, told.unread


def _taken_apart(text: str, names: Names) -> Sentence:
    told = Sentence(text, names, re.sub(r"\[\d+\]", lambda m: TAKEN * len(m[0]), text))
    told.indicators = names.indicators_in(told.left)
    for begin, end, _ in told.indicators:
        told.take(begin, end, TAKEN)
    told.periods = [*_periods(told.left)]
    for begin, end, _ in told.periods:
        told.take(begin, end, TAKEN)
    _find_beside(told)
    named = names.regions_in(told.left)
    whole = [(*m.span(), "") for m in re.finditer("|".join(WHOLE), told.left)]
    whole = [w for w in whole if w[:2] not in {n[:2] for n in named}]
    spoken = [(b, e) for b, e, code in (*named, *whole) if not _is_aside(told, e, code)]
    told.regions = sorted((b, e, text[b:e]) for b, e in spoken)
    for begin, end, _ in told.regions:
        told.take(begin, end, TAKEN)
    _find_levels(told)
    return told


def _is_aside(told: Sentence, end: int, code: str) -> bool:
    """Whether 全国 is part of a name or of a rank: 全国重点实验室, 全国50强, 居全国前列."""
    outermost = code and not told.names.parents.get(code)
    after = told.left[end:]
    return bool(outermost and re.match(rf"{HAN}|\d", after) and not VERBS.match(after))


def _periods(text: str) -> Iterator[tuple[int, int, str]]:
    """Where periods are named: begin, end, words, "" of one that only something is compared to.

    A month or a part of a year without its year is one as well: the level is not the year's.
    """
    for found in PERIODS.finditer(text):
        begin, words = found.start(), re.sub(r"(?<=年)\s*\d+$", "", found[0].rstrip())
        if not re.search(r"年|[a-z]|^\d{4}-\d\d?-\d\d?$", words, re.I) and not (
            re.fullmatch(r"\d{4}", words)
            and re.search(r"\b(?:in|of|for|by|end|year)\s*$", text[:begin], re.I)
        ):
            continue
        yield begin, begin + len(words), "" if COMPARED.search(text[:begin]) else words
        text = text[:begin] + TAKEN * len(words) + text[begin + len(words) :]
    for found in re.finditer(rf"{PART_ALONE.pattern}|\d\d?月(?:份|末|底)?|年初|年中", text):
        yield *found.span(), found[0]


def _find_beside(told: Sentence) -> None:
    """Growth and shares, which are said of a level."""

    def words(found: re.Match, group: str | int = 0) -> str:
        return told.text[slice(*found.span(group))]

    for m in GROWTH.finditer(told.left):
        digits, verb = m["n"] or m["m"], (m["verb"] or m["said"]).casefold()
        told.numbers.append(Number("growth", *m.span(), words(m), digits, verb=verb))
    for m in SHARE.finditer(told.left):
        told.numbers.append(Number("share", *m.span(), words(m), m["n"], of=words(m, "of")))
    for number in told.numbers:
        told.take(number.begin, number.end, FOUND)


def _find_levels(told: Sentence) -> None:
    before = [w for kind, words in PREFIXES.items() if kind != "exact" for w in words]
    before = "|".join(re.escape(w) for w in sorted(before, key=len, reverse=True))
    unit = "|".join(re.escape(u) + "(?![a-z])" * u.isascii() for u in (*units(), *SCALES))
    unit = rf"(?P<unit>{unit})" + "?" * (re.search(HAN, told.text) is None)
    former = re.compile(rf"(?:由|从|from )[^,;。、\d]{{0,10}}{NUMBER}\s*(?:{unit})?{RISEN}", re.I)
    for m in former.finditer(told.left):
        told.take(*m.span(), FOUND)
        told.refuse(
            told.text[slice(*m.span())],
            "是此前的数，没有写明是哪一年，没有读取",
            "is the figure before, of a year that is not said; not read",
        )
    begin = r"(?<![\d.,+-])"
    spans = re.compile(
        rf"{begin}(?P<a>{NUMBER})\s*(?P<u>\w{{1,3}}?)?\s*(?:[-–—~]{{1,2}}|至)\s*(?P<b>{NUMBER})\s*"
        rf"{unit}(?!{AFTER})",
        re.I,
    )
    for m in [*spans.finditer(told.left)]:
        if m["u"] in (None, "", m["unit"]) and not re.search(
            rf"(?:{before})\s*$", told.left[: m.start()]
        ):
            found = Number("range", *m.span(), m[0], m["a"], upper=m["b"], unit=m["unit"] or "")
            told.numbers.append(found)
            told.take(found.begin, found.end, FOUND)
    alone = re.compile(
        rf"(?:(?:{before})\s*)?{begin}(?P<n>{NUMBER})\s*(?:余|多)?\s*{unit}(?:{AFTER})?(?![\d.]*\d)",
        re.I,
    )
    for m in [*alone.finditer(told.left)]:
        words = m[0].rstrip()
        end = m.start() + len(words)
        told.numbers.append(Number("level", m.start(), end, words, m["n"], unit=m["unit"] or ""))
        told.take(m.start(), end, FOUND)


def _span(text: str, at: int, ends: re.Pattern) -> tuple[int, int]:
    """The part of a text between two marks around a place."""
    cuts = [m.start() for m in ends.finditer(text)]
    return max((c + 1 for c in cuts if c < at), default=0), min(
        (c for c in cuts if c >= at), default=len(text)
    )


def _level(told: Sentence, number: Number) -> Level | None:
    """What a number is the level of; None where that is not certain, which is told."""
    begin, end = _span(told.left, number.begin, BREAKS)
    segment = _span(told.left, number.begin, ENDS)
    clause = told.left[begin:end]
    why = _several(told, number, begin, end, told.left[segment[0] : number.begin])
    own = _within(told.indicators, begin, end)
    words = VERBS.sub(TAKEN, clause)
    if not why and not own:
        own = _inherited(told, number, begin, words)
    if not why and len(set(own)) != 1:
        why = _no_indicator(told.text[begin:end], own)
    said = read(words.replace(FOUND, TAKEN).replace(TAKEN, ";"), told.names)
    others = [*said.said("measure", "part", "money"), *filter(None, [said.rest])]
    if not why and others:
        w = "、".join(others)
        why = f"“{w}”没有读懂，或使它成为另一个数", f"'{w}' is not understood or makes it another"
    spoken = told.left[segment[0] : segment[1]]
    planned = KINDS["planned"].search(spoken) or TOLD.search(spoken)
    if not why and planned:
        why = (
            f"“{planned[0]}”：计划、目标、预测数不是实际数",
            f"'{planned[0]}': what is planned is no figure of what was",
        )
    if not why:
        region, period = _place(told, begin, end), _period(told, begin, end)
        why = region[1] or period[1]
    if why:
        told.refuse(number.words, *why)
        return None
    early = KINDS["provisional"].finditer(told.left[segment[0] : end])
    marks = [("provisional", m[0]) for m in early]
    marks += [("revised", word) for word in said.said("revised")]
    return Level(number, own[0], region[0], period[0], tuple(dict.fromkeys(marks)))


Why = tuple[str, str] | None
SEVERAL = "说到几个地区，不知道是哪一个的", "names several regions; whose is it?"


def _several(told: Sentence, number: Number, begin: int, end: int, before: str) -> Why:
    """Why a number is not the only reading of its clause."""
    beside = [n for n in told.numbers if n is not number and begin <= n.begin < end]
    if any(n.kind in ("level", "range") for n in beside):
        return "同一分句里有几个数，不知道哪个是它的", "there are several numbers in its clause"
    listed = begin and told.left[begin - 1] == "、"
    if listed and FOUND not in told.left[slice(*_span(told.left, begin - 2, BREAKS))]:
        return (
            "前面并列着几个名称，不知道是谁的数",
            "several names are listed before it; whose is it?",
        )
    heads = re.split(r"[,、]", before)[:-1]
    if not OWN_VERB.search(told.text[begin : number.end]) and NEW.search("".join(heads)):
        return "可能是前面所说的当年新增数", "may be new in the year, as the list before it says"
    if re.search("分别|respectively", before):
        return "“分别”：几个数对几个名称，请分开写", "several numbers for several names: say each"
    return None


def _within(found: list[tuple[int, int, str]], begin: int, end: int) -> list[str]:
    return list(dict.fromkeys(what for at, _, what in found if begin <= at < end and what))


def _inherited(told: Sentence, number: Number, begin: int, words: str) -> list[str]:
    """The indicator of the clause before, of which this one tells the total or, after a growth,
    the level."""
    if not begin:
        return []
    first, last = _span(told.left, begin - 2, BREAKS)
    named = [i for i in told.indicators if first <= i[0] < last]
    grown = any(n.kind == "growth" and first <= n.begin < last for n in told.numbers)
    follows = len(named) == 1 and re.match(
        rf"数?(?:{LAST_YEAR}|同比)?(?:{FOUND}|$)", told.left[named[0][1] : last]
    )
    if follows and told.left[last] in ",、" and (grown or SUMMED.search(words)):
        return [named[0][2]]
    return []


def _no_indicator(clause: str, own: list[str]) -> tuple[str, str]:
    if own:
        listed = "、".join(own)
        return f"说到几个指标（{listed}）", f"names several indicators ({listed})"
    return (
        f"“{clause.strip()}”里没有已知指标的名称；是已有指标的别名就运行 analysis indicator alias",
        f"no known indicator is named in '{clause.strip()}'; another name of one is remembered by "
        "analysis indicator alias",
    )


def _near(told: Sentence, found: list[tuple[int, int, str]], begin: int, end: int) -> list[str]:
    """What is named in a clause, else before it in its sentence, else before that."""
    first = _span(told.left, begin, ENDS)[0]
    return _within(found, begin, end) or _within(found, first, begin) or _within(found, 0, first)


def _place(told: Sentence, begin: int, end: int) -> tuple[str, Why]:
    """The words that say a level's region; 全省 is the one of its kind that the quote names."""
    near = _inner(_near(told, told.regions, begin, end), told.names)
    if len(near) > 1:
        return "", SEVERAL
    if not near or near[0] not in WHOLE:
        return (near[0] if near else ""), None
    every = [w for _, _, w in told.regions if w not in WHOLE]
    alike = {told.names.region(w): w for w in every}
    alike = [w for c, w in alike.items() if told.names.called.get(c, "").endswith(WHOLE[near[0]])]
    if len(alike) > 1:
        return "", SEVERAL
    return (alike[0] if alike else near[0]), None


def _inner(words: list[str], names: Names) -> list[str]:
    """One name for each region, those left out that another lies in: of 山西省太原市 the second."""
    codes = {names.region(w): w for w in reversed(words)}
    outer = {names.parents.get(code) for code in codes if code}
    inner = [word for code, word in codes.items() if code not in outer]
    placed = [w for w in inner if w not in WHOLE]
    same = len(placed) == 1 and [w for w in inner if w in WHOLE]
    ending = names.called.get(names.region(placed[0]), "") if placed else ""
    return placed if same and all(ending.endswith(WHOLE[w]) for w in same) else inner


def _period(told: Sentence, begin: int, end: int) -> tuple[str, Why]:
    """The words that say a level's period: in its clause or before it."""
    near = _near(told, told.periods, begin, end)
    if len({_year(words) for words in near}) > 1:
        return "", (
            "说到几个年份或时期，不知道是哪一个的",
            "names several periods; of which is it?",
        )
    return (near[0] if near else ""), None


def _year(words: str) -> object:
    try:
        return days.period(words)
    except CellError:
        return words


def _with_derived(told: Sentence, found: list[Level]) -> list[Level]:
    """Levels with the growth and the share that stand beside them; others are told."""
    for number in (n for n in told.numbers if n.kind in ("growth", "share")):
        at = next((n for n, level in enumerate(found) if _beside(told, level.number, number)), None)
        if at is None or getattr(found[at], number.kind) is not None:
            told.refuse(
                number.words,
                "旁边没有读到它所说的数，没有推算",
                "no level that it is said of stands beside it; nothing is worked out",
            )
        else:
            found[at] = replace(found[at], **{number.kind: number})
    return found


def _beside(told: Sentence, level: Number, number: Number) -> bool:
    """Whether nothing but marks, and what is said of the same level, stands between two."""
    ahead, behind = sorted((level, number), key=lambda n: n.begin)
    between = told.left[ahead.end : behind.begin]
    others: Iterator[Number] = (n for n in told.numbers if ahead.end <= n.begin < behind.begin)
    if any(n.kind in ("level", "range") for n in others) or ENDS.search(between):
        return False
    plainly = between.replace(FOUND, "")
    if number is ahead:
        return number.kind == "growth" and ASIDE.fullmatch(plainly) is not None
    own = rf"(?: ?[{TAKEN}]+)?(?: (?:in|of|by)(?: the end of)? [{TAKEN}]+)*[\s,、(]*"
    return re.fullmatch(own, plainly, re.I) is not None
