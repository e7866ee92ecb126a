"""What the words of a heading, a title, a unit or a note say about the figures they stand over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .cells import CellError, own_money, plain, unit_behind, units
from .days import BANK, DATED, FISCAL, IN_PART, MONTHLY, PARTS, SPLIT, in_digits, period
from .names import Names, squeezed
from .vocabulary import EVERY_WORD, FLAGS, KIND_OF

TAKEN = "\0"
UNIT_LINE = re.compile(
    r"(?:计量)?单位\s*[:：]\s*([^\s,，;；()（）]+)|unit\s*:\s*([^\s,;()]+)", re.I
)
NUMBERED = re.compile(
    r"^(?:附?表|table)\s*\d+(?:\s*[-–—.]\s*\d+)*[、.:]?|^\d{1,2}[-–—]\d{1,3}(?:[-–.]\d+)*\s"
    r"|^\d{1,2}[、.]\s*(?=\D)|^[一二三四五六七八九十]+、|^\([一二三四五六七八九十\d]+\)",
    re.I,
)
PLAIN_NAME = re.compile(
    r"(?:sheet|工作表|表|table|数据|data)\s*\d*|第[一二三四五六七八九十\d]+[张页]", re.I
)  # of a sheet
DATES = "|".join(p.pattern for p in (IN_PART, MONTHLY, FISCAL, SPLIT, DATED))
PERIODS = re.compile(
    rf"(?:{DATES.replace('(?P<part>', '(?:')})(?!\d|[-/.]\d)"
    r"|(?<!\d)(?:19|20)\d\d(?:\.0)?(?!\d)\s*(?:年末数|年末|年底|年终|年度|年全年|全年|年|末|底)?",
    re.I,
)
FOOTNOTES = re.compile(r"[①-⑳†‡]|^\*+|\*+$")  # marks that refer to a note
REFERRED = re.compile(r"[①-⑳†‡]|\*+")  # and those that a note begins with
PART_ALONE = re.compile(rf"(?:{PARTS})", re.I)
NOTHING = re.compile(
    r"[\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f·、。，：；（）《》【】“”‘’\"'—–…～#*]+"
)


@dataclass(frozen=True)
class Reading:
    """What a text says.

    Attributes
    ----------
    text : str
        As it stands, made plain.
    indicators, regions, periods, units : tuple of str
        Indicator ids, codes of regions, words of periods and units that it names.
    words : tuple of (str, str)
        Kind (see `vocabulary.WORDS`; "footnote") and word of whatever else bears on a figure.
    rest : str
        What is left and not understood.
    """

    text: str
    indicators: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    rest: str = ""

    def said(self, *kinds: str) -> tuple[str, ...]:
        """Its words of these kinds."""
        return tuple(word for kind, word in self.words if kind in kinds)

    @property
    def is_whole(self) -> bool:
        """Whether nothing in it is left over that could make it another figure."""
        return not self.rest and not self.said("measure", "part", "money")


def read(text: object, names: Names) -> Reading:
    """Take a text apart: indicator, region, period, unit, words that bear on a figure, the rest.

    >>> read("太原市2024年高新技术企业（家，预计）", names)  # doctest: +SKIP
    Reading(indicators=("high_tech_firms",), regions=("140100",), periods=("2024年",), …)
    """
    name, unit = unit_behind(plain(text))
    whole = f"{squeezed(name)}({unit})" if unit else squeezed(name)
    held = names.readings.get(whole)
    if held is None:
        held = names.readings[whole] = _read(whole, names)
    return held


def _read(whole: str, names: Names) -> Reading:
    left, found_units = _units(BANK.sub(r"\1", in_digits(whole)))
    left = NUMBERED.sub(lambda m: TAKEN * len(m[0]), left, count=1)
    notes = FOOTNOTES.findall(left)
    left = FOOTNOTES.sub(TAKEN, left)
    named = names.indicators_in(left)
    left = _without(left, named)
    spoken = [(*m.span(), m[0].strip()) for m in PERIODS.finditer(left) if _is_period(m[0].strip())]
    left = _without(left, spoken)
    halves = [(*m.span(), m[0]) for m in PART_ALONE.finditer(left)]
    left = _without(left, halves)
    places = names.regions_in(left)
    left = _without(left, places)
    words, left = _words(left)
    words += [("footnote", mark) for mark in notes]
    if whole.startswith("#"):
        words.append(("part", "#"))  # as yearbooks write 其中
    return Reading(
        whole,
        tuple(dict.fromkeys(n[2] for n in named)),
        tuple(dict.fromkeys(p[2] for p in places)),
        tuple(dict.fromkeys((*(s[2] for s in spoken), *(h[2] for h in halves)))),
        tuple(dict.fromkeys(found_units)),
        tuple(dict.fromkeys(words)),
        NOTHING.sub(" ", left).strip(),
    )


def _units(text: str) -> tuple[str, list[str]]:
    """A text without the units named in brackets or after 单位, and those."""
    found: list[str] = []

    def take(match: re.Match) -> str:
        inner = next(g for g in match.groups() if g)
        parts = [
            own_money(p.strip()) for p in re.split(r"[,，、;；]", re.sub(r"^单位[:：]?", "", inner))
        ]
        known = [p for p in parts if p in units()]
        if not known:
            return match[0]
        found.extend(known)
        others = [p for p in parts if p not in known]
        return TAKEN + ",".join(others) + TAKEN

    def take_line(match: re.Match) -> str:
        inner = next(g for g in match.groups() if g)
        begun = next((u for u in units() if inner.startswith(u)), "")  # 单位：万元预计
        if not begun or re.search(r"[、;/]", inner) or own_money(inner) in units():
            return take(match)
        found.append(begun)
        return TAKEN + inner[len(begun) :] + TAKEN

    left = UNIT_LINE.sub(take_line, text)
    if found:  # 单位：家（美元）: what stands in brackets beside a line of units is no more of them
        return left, found
    return re.sub(r"[(\[]([^()\[\]]{1,24})[)\]]", take, left), found


def _is_period(text: str) -> bool:
    try:
        period(text)
    except CellError as error:
        return "月" in error.zh or "跨" in error.zh
    return True


def _without(text: str, spans: list[tuple[int, int, str]]) -> str:
    for begin, end, _ in spans:
        text = text[:begin] + TAKEN * (end - begin) + text[end:]
    return text


def _words(text: str) -> tuple[list[tuple[str, str]], str]:
    """The words of a text that bear on a figure, and what is left beside them."""
    found: list[tuple[str, str]] = []

    def take(match: re.Match) -> str:
        kind = KIND_OF.get(match[0].casefold())
        if kind:
            found.append((kind, match[0]))
        return TAKEN * len(match[0])

    left = EVERY_WORD.sub(take, text)
    letter = re.search(r"(?:^|[\x00\s(,])([a-z])[\s)\x00]*$", left, re.I)
    if letter and letter[1].casefold() in FLAGS and TAKEN in left:
        found.append((FLAGS[letter[1].casefold()], letter[1]))
        left = left[: letter.start(1)] + TAKEN + left[letter.end(1) :]
    return found, left
