"""Sentences as data: clauses with typed slots, each told only where all its slots are known.

A clause carries its own leading punctuation, so a sentence is its tellable clauses one after the
other and a full stop. A slot names a fact and how it is written::

    Clause("，时间已过{share_time:share}", ", with {share_time:share} of the time gone")

    observed   a published value with its unit, with the digits of its source
    computed   a projected value with its unit, with the digits of the unit
    share      a fraction as a whole percentage
    rate       a fraction as a percentage with one decimal
    growth     the same with its verb: 增长9.7%, 下降3.0%; grow 9.7%, fall 3.0%
    number     a published number alone, with the digits of its source
    times      a computed ratio, with the digits of a multiple
    year       four digits
    s          nothing for one, "s" for more (English plural)
    (none)     text as it is
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from . import wording

STOP = {"zh": "。", "en": "."}
VERBS = {"zh": ("增长", "下降"), "en": ("grow ", "fall ")}


@dataclass(frozen=True)
class Clause:
    """One piece of a sentence in both languages.

    Attributes
    ----------
    zh, en : str
        Templates; see the module for the kinds of slots.
    when : callable, optional
        Given the facts, whether the clause is wanted; asked only where every slot is known.
    """

    zh: str
    en: str
    when: Callable[[Mapping[str, object]], bool] = lambda facts: True


Part = Clause | tuple[Clause, ...]


def tell(
    parts: Iterable[Part],
    facts: Mapping[str, object],
    *,
    unit: str = "",
    lang: str = "zh",
    stop: bool = True,
) -> str:
    """A sentence of the clauses that can be told; of a tuple of clauses the first that can.

    Parameters
    ----------
    parts : iterable of Clause or tuple of Clause
    facts : mapping
        What slots name; a missing value (None, NaN, "") makes a clause untellable.
    unit : str
        Unit of the values among the facts.
    stop : bool
        End with a full stop.
    """
    told = "".join(
        _first(part if isinstance(part, tuple) else (part,), facts, unit, lang) for part in parts
    )
    return told + STOP[lang] if stop and told else told


def say(zh: str, en: str, facts: Mapping[str, object], *, unit: str = "", lang: str = "zh") -> str:
    """One whole sentence of one clause, its own punctuation in it."""
    return tell([Clause(zh, en)], facts, unit=unit, lang=lang, stop=False)


def _first(clauses: Iterable[Clause], facts: Mapping[str, object], unit: str, lang: str) -> str:
    for clause in clauses:
        try:
            told = _Writer(unit, lang).vformat(
                wording.pick((clause.zh, clause.en), lang), (), facts
            )
        except _UnknownError:
            continue
        if clause.when(facts):
            return told
    return ""


class _UnknownError(Exception):
    """A slot whose fact is not known."""


class _Writer(string.Formatter):
    """Writes a slot the way its kind wants, in one language."""

    def __init__(self, unit: str, lang: str) -> None:
        self.unit, self.lang = unit, lang

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        value = kwargs[key]
        if value is None or (not isinstance(value, str) and pd.isna(value)) or value == "":
            raise _UnknownError(key)
        return value

    def format_field(self, value: object, kind: str) -> str:
        match kind:
            case "observed":
                return wording.quantity(value, self.unit, self.lang, observed=True)
            case "computed":
                return wording.quantity(value, self.unit, self.lang)
            case "number":
                return wording.number(value, "", self.lang, observed=True)
            case "times":
                return wording.number(value, "倍", self.lang)
            case "share":
                return wording.percent(value)
            case "rate":
                return wording.percent(value, 1)
            case "growth":
                return VERBS[self.lang][int(value < 0)] + wording.percent(abs(value), 1)
            case "year":
                return wording.year(value)
            case "s":
                return "" if value == 1 else "s"
            case "":
                return str(value)
        raise ValueError(f"unknown kind of slot {kind!r}")
