"""What a number format adds to the number in a cell: a percent sign, a unit, a word, a scale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Dates in the formats that Chinese and Japanese Excel build in and do not write into the file
# (ECMA-376 part 1, 18.8.30): a reader that knows no other gives their serial numbers.
EAST_ASIAN_DATES = frozenset((*range(27, 37), *range(50, 59)))
GENERAL = re.compile(r"G/通用格式|General|@", re.I)
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<held>!.)|_(?P<blank>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<other>.)",
    re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)")
CURRENCY = re.compile(r"\$([^-\]]*)")
COMPARED = {
    "<": float.__lt__,
    "<=": float.__le__,
    ">": float.__gt__,
    ">=": float.__ge__,
    "=": float.__eq__,
    "<>": float.__ne__,
}


@dataclass(frozen=True)
class Shown:
    """How one section of a number format shows a number.

    Attributes
    ----------
    percent : bool
        Whether a percent sign follows the number, which is a hundred times what is stored.
    scaled : bool
        Whether thousands, or places, are left out, so that what is seen is not what is stored.
    said : str
        The words, units and currencies that stand beside the number.
    condition : tuple or None
        The operator and number of a section that is for some values only.
    nothing : bool
        Whether nothing is shown at all, as by ;;;.
    """

    percent: bool = False
    scaled: bool = False
    said: str = ""
    condition: tuple[str, float] | None = None
    nothing: bool = False


def shown_by(number_format: str, value: float) -> Shown:
    """What a format shows beside a value: of the section that is for it.

    >>> shown_by('0.00_%', 1.12).percent, shown_by('0.00%;[red]-0.00', -1.0).percent
    (False, False)
    """
    if not number_format:
        return Shown()
    sections = _sections(number_format)
    conditional = [s for s in sections if s.condition]
    for section in conditional:
        operator, limit = section.condition
        if COMPARED[operator](float(value), limit):
            return section
    plain = [s for s in sections if not s.condition]
    if conditional:
        return plain[0] if plain else Shown()
    if value == 0 and len(plain) > 2:
        return plain[2]
    return plain[1] if value < 0 and len(plain) > 1 else plain[0]


@lru_cache(maxsize=1_000)
def _sections(number_format: str) -> tuple[Shown, ...]:
    """The sections of a format; a semicolon in quotes divides nothing."""
    found, tokens = [], []
    for token in TOKEN.finditer(GENERAL.sub("0", number_format)):
        if token["other"] == ";":
            found.append(_section(tokens))
            tokens = []
        else:
            tokens.append(token)
    return (*found, _section(tokens))


def _section(tokens: list[re.Match]) -> Shown:
    said, digits, condition, held = "", "", None, False
    for token in tokens:
        if token["quoted"] is not None or token["escaped"]:
            said += token["quoted"] or token["escaped"] or ""
        elif token["held"]:
            held = held or token["held"] == "!."
            said += "" if token["held"] == "!." else token["held"][1]
        elif token["bracket"] is not None:
            told, money = CONDITION.match(token["bracket"]), CURRENCY.match(token["bracket"])
            condition = (told[1], float(told[2])) if told else condition
            said += money[1] if money else ""
        elif token["other"]:
            digits += token["other"]
    beside = "".join(c for c in digits if c not in "0#?.,%+-eE/() ;")
    said = " ".join((said + beside).split()).strip()
    nothing = not tokens
    scaled = held or re.search(r"[0#?],+(?![0#?,])", digits) is not None
    return Shown("%" in digits, scaled, said, condition, nothing)


def is_date(number_format: str, identifier: int) -> bool:
    """Whether a format that the file does not write out shows a day."""
    return identifier in EAST_ASIAN_DATES and number_format in ("", "General")
