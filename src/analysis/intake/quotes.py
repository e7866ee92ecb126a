"""From a published sentence to proposed rows; what is accepted is added as `add` adds a file."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from ..records.errors import PlanDataError
from ..records.journal import writing
from ..records.ledger import Addition
from ..records.places import find_root, working_in
from .adding import many, put_in, read_known
from .cells import verbatim
from .checks import check_rows
from .findings import report
from .known import Given, Understood
from .proposals import Proposal, proposals, proposed_rows

LONGEST = 1_000  # characters of a quote


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
        found = check_rows(proposed_rows(text, chosen, known, given), known)
        found = replace(found, findings=[*said, *found.findings])
        errors = any(f.level == "error" for f in found.findings)
        written = None
        if accept is not None and offered and not errors:
            told = "|".join((text, repr(given), plan, *map(str, sorted(chosen))))
            digest = hashlib.sha256(told.encode()).hexdigest()
            written = put_in(found, known, root=root, file=f"“{text[:30]}”", digest=digest)
    return Quoted(offered, found, written)


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
