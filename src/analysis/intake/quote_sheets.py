"""The sheet of our template that takes published sentences: each proposes its rows to `add`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from .cells import plain, verbatim
from .entries import QUOTES
from .fields import field_of
from .findings import Finding
from .grid import Cell, Sheet
from .known import Given, Known, Understood
from .proposals import Proposal, proposals, proposed_rows

TAKE = "登记"  # the column with the numbers of the proposals that are meant, all where empty


def with_quotes(
    found: Understood,
    sheets: Sequence[Sheet],
    known: Known,
    given: Given,
    *,
    sources: Sequence[Mapping[str, Cell]] = (),
) -> Understood:
    """What was understood of a file, with the rows that its sheet of quotes proposes.

    Every proposal is a warning: it needs a yes, as `analysis quote` does.
    """
    said = [_quoted(row, heads, known, given, sources) for heads, row in _rows(sheets)]
    if not said:
        return found
    findings = [f for f in found.findings if f.code != "nothing"]
    findings += [f for s in said for f in s.findings]
    rows = pd.concat([found.observations, *(s.observations for s in said)], ignore_index=True)
    new = pd.concat([found.sources, *(s.sources for s in said)], ignore_index=True)
    new = new.drop_duplicates("source_id").reset_index(drop=True)
    return Understood(rows, new, [*dict.fromkeys(findings)], found.unfilled)


def _rows(sheets: Sequence[Sheet]) -> list[tuple[list[Cell], list[Cell]]]:
    """The filled rows of the sheets of quotes, each with its headings."""
    held = [sheet.rows for sheet in sheets if sheet.name == QUOTES and sheet.rows]
    return [(rows[0], row) for rows in held for row in rows[1:]]


def _quoted(
    row: list[Cell],
    heads: list[Cell],
    known: Known,
    given: Given,
    sources: Sequence[Mapping[str, Cell]],
) -> Understood:
    """The rows of one sentence."""
    told = {field_of(plain(h.value)): c for h, c in zip(heads, row, strict=False)}
    taken = next((c for h, c in zip(heads, row, strict=False) if TAKE in plain(h.value)), None)
    cell = told.get("quote", row[0])
    text = verbatim(cell.value)
    names = ("source", "region", "year", "published")
    own = {n: plain(told[n].value) for n in names if n in told and plain(told[n].value)}
    here = replace(given, **own)
    offered, unread = proposals(text, known, given=here) if text else ({}, [])
    wanted = [int(n) for n in re.findall(r"\d+", plain(taken.value))] if taken else []
    chosen = {n: p for n, p in offered.items() if not wanted or n in wanted}
    made = proposed_rows(text, chosen, known, here, place=cell, sources=sources)
    findings = [replace(f, sheet=cell.sheet, place=cell.place) for f in unread]
    findings += [_proposed(n, p, cell) for n, p in chosen.items()]
    if not chosen:
        zh, en = "没有读出可登记的数", "no figure could be read"
        findings.append(Finding("error", "no-quote", zh, en, cell.sheet, cell.place, text[:60]))
    return replace(made, findings=[*findings, *made.findings])


def _proposed(number: int, p: Proposal, cell: Cell) -> Finding:
    """What a sentence was read as: to be looked at, and accepted."""
    span = f"（{p.low:.12g}–{p.high:.12g}）" if p.low is not None else ""
    what = f"#{number} {p.indicator} {p.region} {p.period} {p.amount:.12g}{span} {p.unit}"
    return Finding(
        "warning",
        "proposed",
        f"{what}，{p.qualifier}：{p.how[0]}；请核对",
        f"{what}, {p.qualifier}: {p.how[1]}; check it",
        cell.sheet,
        cell.place,
    )
