"""The rows that a published sentence proposes, and what they are as rows of the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

import pandas as pd

from ..records.units import SHARE, unit_of
from ..records.vintages import as_of_view
from . import cells, days
from .amounts import ROUNDED, around, decimals, half_of_last
from .cells import CellError, plain
from .context import Mark
from .entries import Entry, Layout
from .findings import Finding
from .grid import Cell
from .known import Given, Known, Understood
from .names import WHOLE
from .rows import understand
from .sentences import Level, Number, levels

RISES = ("增长", "增加", "上升", "up", "an increase of", "growth of", "rose by", "rising by")
OUTWARD = 6  # significant digits that the ends of a worked-out range keep


@dataclass(frozen=True)
class Proposal:
    """A row that a quote proposes.

    Attributes
    ----------
    indicator, region, period : str
        Its id; region and period as a cell would say them, "" where the quote does not.
    value : object
        As a value cell holds it: the words of a level, the number of what was worked out.
    amount, low, high : float or None
        In the indicator's unit; the ends of a range.
    qualifier : str
        Of `schema.QUALIFIERS`.
    how : tuple of str
        How it was read, in Chinese and English.
    derived : bool
        Whether it was worked out from a growth or a share.
    """

    indicator: str
    region: str
    period: str
    value: object
    amount: float
    unit: str
    qualifier: str
    how: tuple[str, str]
    low: float | None = None
    high: float | None = None
    marks: tuple[tuple[str, str], ...] = ()
    derived: bool = False


def proposals(
    quote: str, known: Known, *, given: Given
) -> tuple[dict[int, Proposal], list[Finding]]:
    """The rows that a quote proposes, numbered from one, and what of it is not read."""
    found, unread = levels(quote, known.names())
    said = [_told("unread", u.words, u.zh, u.en) for u in unread]
    offered: list[Proposal] = []
    for level in found:
        try:
            own, half = _own(level, known, given)
            if not stands(level.number, quote):
                raise CellError("原句里没有这个数", "does not stand in the quote")
        except CellError as error:
            said.append(_told("unread", level.number.words, error.zh, error.en))
            continue
        offered.append(own)
        for number, work in ((level.growth, _year_before), (level.share, _whole)):
            if number is None:
                continue
            try:
                offered.append(work(own, half, number, known, given))
            except CellError as error:
                said.append(_told("not-derived", number.words, error.zh, error.en))
    return dict(enumerate(offered, 1)), said


def stands(number: Number, quote: str) -> bool:
    """Whether the digits of a level stand in a quote."""
    return all(
        re.search(rf"(?<![\d.,]){re.escape(digits)}(?!\d|[.,]\d)", plain(quote))
        for digits in filter(None, (number.printed, number.upper))
    )


def _told(code: str, words: str, zh: str, en: str) -> Finding:
    return Finding("warning", code, zh, en, value=words.strip())


def _own(level: Level, known: Known, given: Given) -> tuple[Proposal, Decimal]:
    """A level as it stands in the quote, and half a unit of its last printed place."""
    row = known.plan.indicators.set_index("indicator_id").loc[level.indicator]
    number, unit = level.number, row["unit"]
    if row["kind"] == "event":
        raise CellError(
            "是一件事，不是数；用 analysis event add", "is an event; use analysis event add"
        )
    upper = f"{number.upper}{number.unit}"
    said = cells.quantity(f"{number.printed}{number.unit}" if number.upper else number.words)
    amount, converted = cells.convert(said, "", unit)
    half = half_of_last(number.printed, said, "", unit)
    kept = unit_of(unit)
    counted = kept.decimals == 0 and not kept.money and half == Decimal("0.5")
    here = (level.indicator, _region(level.region, known, given), level.period)
    zh, en = f"原句“{number.words.strip()}”", f"written '{number.words.strip()}'"
    if number.upper:
        high = cells.convert(cells.quantity(upper), "", unit)[0]
        if high <= amount:
            raise CellError("范围的两端颠倒或相同", "the ends of the range are not in order")
        middle = float((Decimal(repr(amount)) + Decimal(repr(high))) / 2)
        how = (f"{zh}，登记中点", f"{en}, its middle")
        made = Proposal(*here, middle, middle, unit, "between", how, amount, high, level.marks)
        return made, Decimal(0)
    qualifier = said.qualifier or "exact"
    if any(kind == "provisional" for kind, _ in level.marks) and qualifier == "exact":
        qualifier = "provisional"
    low = high = None
    if converted and half > Decimal("0.5") and qualifier in ROUNDED:
        low, high = around(amount, half)
        qualifier = "about" if qualifier == "exact" else qualifier
        zh, en = f"{zh}，写到的最末位舍入", f"{en}, rounded to its last place"
    made = Proposal(*here, number.words, amount, unit, qualifier, (zh, en), low, high, level.marks)
    return made, Decimal(0) if counted else half


def _region(words: str, known: Known, given: Given) -> str:
    """The words of a region; 全市 is the region given where that is a city, else the plan's."""
    names = known.names()
    code = names.region(given.region) if given.region and words in WHOLE else None
    if code and names.called.get(code, "").endswith(WHOLE[words]):
        return given.region
    if words not in WHOLE or names.region(words):
        return words
    raise CellError(
        f"“{words}”是哪里？请用 --region 写明", f"'{words}': of which region? give --region"
    )


def _year_before(
    own: Proposal, half: Decimal, number: Number, known: Known, given: Given
) -> Proposal:
    """Last year's value, of this year's and its growth: value / (1 + growth)."""
    _refuse_loose(own)
    if own.unit == SHARE:
        raise CellError(
            "百分比的增长可以是百分数，也可以是百分点，没有推算",
            "growth of a percentage may be in percent or in points; nothing is worked out",
        )
    period = days.period(own.period or given.year) if own.period or given.year else None
    if period is None or period.day or period.start or period.split:
        raise CellError(
            "不知道是哪一个整年，没有推算上年", "of no whole year; the year before is not derived"
        )
    sign = 1 if number.verb in RISES else -1
    rate, step = sign * Decimal(number.printed), _half(number.printed)
    if rate - step <= -100:
        raise CellError("降幅太大，没有推算", "falls by all of it; nothing is worked out")
    ends = tuple(1 + (rate + side * step) / 100 for side in (1, -1))
    zh = f"{own.value}÷(1{rate:+}%)，增幅舍入±{step}个百分点"
    en = f"{own.value} / (1 {rate:+}%), the growth rounded by ±{step} points"
    if unit_of(own.unit).money:
        zh, en = f"{zh}；增幅须按现价，可比价的不可接受", f"{en}; right only at current prices"
    return _derived(own, half, 1 + rate / 100, ends, (zh, en), period=f"{period.year - 1}")


def _whole(own: Proposal, half: Decimal, number: Number, known: Known, given: Given) -> Proposal:
    """The whole's value, of a part's and its share: value / share."""
    _refuse_loose(own)
    names = known.names()
    whole, part = names.region(number.of), names.region(own.region or given.region or "")
    kinds = known.plan.indicators.set_index("indicator_id")["kind"]
    above, at = set(), part
    while (at := names.parents.get(at, "")) and at not in above:
        above.add(at)
    if whole is None or whole not in above or kinds[own.indicator] == "ratio":
        raise CellError(
            f"“{number.of}”不是已知的上级地区，或不是可以相加的数，没有推算",
            f"'{number.of}' is no known region around it, or the figures do not add up; nothing "
            "is worked out",
        )
    rate, step = Decimal(number.printed), _half(number.printed)
    if rate - step <= 0 or rate > 100:
        raise CellError("占比不在0到100之间，没有推算", "a share of 0 to 100 only; not derived")
    ends = tuple((rate + side * step) / 100 for side in (1, -1))
    zh = f"{own.value}÷{rate}%，占比舍入±{step}个百分点"
    en = f"{own.value} / {rate}%, the share rounded by ±{step} points"
    return _derived(own, half, rate / 100, ends, (zh, en), region=number.of)


def _refuse_loose(own: Proposal) -> None:
    if own.qualifier != "exact" and not (own.qualifier == "about" and own.low is not None):
        raise CellError(
            "所依据的数是界限、约数、范围或初步数，没有推算",
            "what it is said of is a bound, about, a range or provisional; nothing is worked out",
        )


def _derived(
    own: Proposal, half: Decimal, by: Decimal, ends: tuple, how: tuple[str, str], **where: str
) -> Proposal:
    """A level divided by a rate, with what the rounding of both allows, its ends outward."""
    level = Decimal(repr(own.amount))
    low = (level - half) / ends[0]
    high = (level + half) / ends[1]
    amount = float(_kept(level / by, ROUND_HALF_UP))
    low, high = float(_kept(low, ROUND_FLOOR)), float(_kept(high, ROUND_CEILING))
    made = replace(own, value=amount, amount=amount, low=low, high=high, qualifier="between")
    return replace(made, how=how, derived=True, **where)


def _kept(value: Decimal, rounding: str) -> Decimal:
    return Context(prec=OUTWARD, rounding=rounding).plus(value)


def _half(printed: str) -> Decimal:
    """Half a unit of the last printed place."""
    return Decimal(1).scaleb(-decimals(printed)) / 2


def proposed_rows(
    quote: str,
    chosen: Mapping[int, Proposal],
    known: Known,
    given: Given,
    *,
    place: Cell | None = None,
    sources: Sequence[Mapping[str, Cell]] = (),
) -> Understood:
    """Proposals as `add` understands rows, with their ranges; not checked yet.

    Parameters
    ----------
    place : Cell, optional
        Where the quote stands; a proposal's number is its place otherwise.
    sources : sequence of mapping
        New sources that its file brings.
    """
    made = [_row(quote, n, p, known, given, place, sources) for n, p in chosen.items()]
    if not made:
        return understand(Layout(sources=[*sources]), known, given=given)
    rows = pd.concat([m.observations for m in made], ignore_index=True)
    new = pd.concat([m.sources for m in made], ignore_index=True).drop_duplicates("source_id")
    told = dict.fromkeys(f for m in made for f in m.findings)
    return Understood(rows, new.reset_index(drop=True), [*told])


def _row(
    quote: str,
    number: int,
    p: Proposal,
    known: Known,
    given: Given,
    place: Cell | None,
    sources: Sequence[Mapping[str, Cell]],
) -> Understood:
    """One proposal as a row; none where something of it is not understood or better known."""
    told = {"indicator": p.indicator, "region": p.region, "year": p.period, "value": p.value}
    told |= {"quote": quote, "unit": p.unit if p.derived or p.qualifier == "between" else ""}
    sheet, where = (place.sheet, place.place) if place is not None else ("", f"#{number}")
    held = {name: Cell(sheet, where, number, 0, value) for name, value in told.items() if value}
    marks = tuple(Mark(kind, word, held["value"]) for kind, word in p.marks)
    layout = Layout([Entry(held, marks=marks)], sources=[*sources])
    found = understand(layout, known, given=given)
    rows = found.observations
    if rows.empty:
        return found
    if p.low is not None:
        rows = rows.assign(qualifier=p.qualifier, low=f"{p.low:.12g}", high=f"{p.high:.12g}")
    return _unless_known(replace(found, observations=rows), p, known)


def _unless_known(found: Understood, p: Proposal, known: Known) -> Understood:
    """What was worked out and is known already, within its range, stands behind what was said."""
    row = found.observations.iloc[0]
    keys = ["indicator_id", "region", "year"]
    view = as_of_view(known.observations).astype({"year": str}).set_index(keys)["value"]
    value = view.get(tuple(row[keys]))
    if not (p.derived and value is not None and p.low <= value <= p.high):
        return found
    said = Finding(
        "notice",
        "known-better",
        f"推算的范围与已登记的 {value:.12g} 相符，不再登记",
        f"the range holds what is recorded, {value:.12g}; not added",
        row["sheet"],
        row["place"],
    )
    none = found.observations.iloc[:0]
    return replace(found, observations=none, findings=[*found.findings, said])
