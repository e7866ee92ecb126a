"""From a published sentence to proposed rows; what is accepted is added as `add` adds a file."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from pathlib import Path

from ..records.errors import PlanDataError
from ..records.journal import writing
from ..records.ledger import Addition
from ..records.places import find_root, working_in
from ..records.units import SHARE, unit_of
from ..records.vintages import as_of_view
from . import cells, days
from .adding import many, put_in, read_known
from .amounts import ROUNDED, around, decimals, half_of_last
from .cells import CellError, plain, verbatim
from .checks import check_rows
from .context import Mark
from .entries import Entry, Layout
from .findings import Finding, report
from .grid import Cell
from .known import Given, Known, Understood
from .names import WHOLE
from .rows import understand
from .sentences import Level, Number, levels

LONGEST = 1_000  # characters of a quote
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


@dataclass(frozen=True)
class Quoted:
    """What became of a quote: its proposals by their number, remarks, and what was added."""

    proposals: dict[int, Proposal]
    found: Understood
    addition: Addition | None

    @property
    def errors(self) -> bool:
        """Whether something stops it."""
        return any(f.level == "error" for f in self.found.findings)


def quote_rows(
    quote: str,
    *,
    plan: str,
    given: Given,
    accept: Collection[int] | None = None,
    root: Path | None = None,
    today: dt.date | None = None,
) -> Quoted:
    """Propose the rows that a sentence tells, and add them where they are accepted.

    Parameters
    ----------
    quote : str
        The sentence as published; it is kept with each row.
    given : Given
        Its source, and what the sentence does not say.
    accept : collection of int, optional
        The numbers of the proposals to add, all where empty; None adds nothing.

    Raises
    ------
    PlanDataError
        A quote that is empty or too long, a number that is no proposal's, or a store that cannot
        be written.
    """
    text = verbatim(quote)
    if not 0 < len(text) <= LONGEST:
        raise PlanDataError(
            f"quote: write one to {LONGEST} characters, as published | 请写原句，最多{LONGEST}字"
        )
    root = find_root(root)
    with working_in(root), contextlib.nullcontext() if accept is None else writing(root):
        known = read_known(plan, root=root, today=today)
        offered, said = proposals(text, known, given=given)
        chosen = {n: p for n, p in offered.items() if not accept or n in accept}
        if unknown := set(accept or ()) - set(offered):
            raise PlanDataError(
                f"--accept {min(unknown)}: no proposal has that number | 没有此编号"
            )
        found = _understood(text, chosen, known, given)
        found = replace(found, findings=[*said, *found.findings])
        errors = any(f.level == "error" for f in found.findings)
        written = None
        if accept is not None and offered and not errors:
            told = "|".join((text, repr(given), plan, *map(str, sorted(chosen))))
            digest = hashlib.sha256(told.encode()).hexdigest()
            written = put_in(found, known, root=root, file=f"“{text[:30]}”", digest=digest)
    return Quoted(offered, found, written)


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


def _understood(quote: str, chosen: dict[int, Proposal], known: Known, given: Given) -> Understood:
    """Proposals through the checks of `add`, with their ranges."""
    entries = []
    for n, p in chosen.items():
        told = {"indicator": p.indicator, "region": p.region, "year": p.period, "value": p.value}
        told |= {"quote": quote, "unit": p.unit if p.derived or p.qualifier == "between" else ""}
        held = {name: Cell("", f"#{n}", n, 0, value) for name, value in told.items() if value}
        marks = tuple(Mark(kind, word, held["value"]) for kind, word in p.marks)
        entries.append(Entry(held, marks=marks))
    found = understand(Layout(entries), known, given=given)
    by_place = {f"#{n}": p for n, p in chosen.items()}
    ranged = [by_place[place] for place in found.observations["place"]]
    rows = found.observations.assign(
        qualifier=[
            p.qualifier if p.low is not None else said
            for p, said in zip(ranged, found.observations["qualifier"], strict=True)
        ],
        low=["" if p.low is None else f"{p.low:.12g}" for p in ranged],
        high=["" if p.high is None else f"{p.high:.12g}" for p in ranged],
    )
    return check_rows(_without_known(replace(found, observations=rows), by_place, known), known)


def _without_known(found: Understood, by_place: dict[str, Proposal], known: Known) -> Understood:
    """What was worked out and is known already, within its range, stands behind what was said."""
    keys = ["indicator_id", "region", "year"]
    view = as_of_view(known.observations).astype({"year": str}).set_index(keys)["value"]
    kept, said = [], []
    for row in found.observations.itertuples():
        p, held = by_place[row.place], view.get((row.indicator_id, row.region, row.year))
        kept.append(not (p.derived and held is not None and p.low <= held <= p.high))
        if not kept[-1]:
            said.append(
                Finding(
                    "notice",
                    "known-better",
                    f"推算的范围与已登记的 {held:.12g} 相符，不再登记",
                    f"the range holds what is recorded, {held:.12g}; not added",
                    place=row.place,
                )
            )
    return replace(found, observations=found.observations[kept], findings=[*found.findings, *said])


def said(done: Quoted, lang: str) -> str:
    """What an analyst reads: the proposals as a table, the remarks, what was done."""
    zh = lang == "zh"
    heads = ("编号", "指标", "地区", "年份", "数值", "单位", "限定", "读法")
    if not zh:
        heads = ("no.", "indicator", "region", "year", "value", "unit", "qualifier", "how read")
    lines = [" | ".join(heads)] if done.proposals else []
    for n, p in done.proposals.items():
        value = f"{p.amount:.12g}"
        if p.low is not None:
            value += f" ({p.low:.12g}–{p.high:.12g})"
        cells_ = (f"#{n}", p.indicator, p.region or "--region", p.period or "--year", value)
        lines.append(" | ".join((*cells_, p.unit, p.qualifier, p.how[0 if zh else 1])))
    lines += [report(done.found.findings, lang)] if done.found.findings else []
    count = len(done.found.observations)
    if done.addition is not None and done.addition.rows:
        rows = done.addition.rows
        lines.append(
            f"已添加{rows}个数（可用 undo 撤销）。" if zh else f"Added {many(rows, 'figure')}."
        )
    elif done.addition is not None:
        lines.append("没有新的数，数据未变。" if zh else "Nothing new; the data are as they were.")
    elif not done.proposals:
        lines.append("没有读出可登记的数。" if zh else "No figure could be read.")
    elif done.errors:
        lines.append("有错误，什么都没有添加。" if zh else "Errors; nothing was added.")
    else:
        lines.append(
            f"可添加{count}个数，什么都没有写入；核对无误后加 --accept（或 --accept 编号 …）重来。"
            if zh
            else f"{many(count, 'figure')} could be added, nothing is written; if all is right, "
            "repeat with --accept (or --accept NUMBER …)."
        )
    return "\n".join(lines)
