"""What notebook 01 says of the audit: a sentence for each finding, a table, a summary."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..judging.audit import SEVERITIES
from ..records.plans import Plan
from .kit import wording
from .kit.grammar import tell
from .kit.names import indicator_names
from .kit.table import Table
from .kit.text import Text
from .kit.wording import number, pick, quantity, year
from .plan_audit_rules import TOLD

SEVERITY_NAMES = {
    "contradiction": ("矛盾", "contradiction"),
    "ambiguity": ("歧义", "ambiguity"),
    "gap": ("缺口", "gap"),
    "ambition": ("难易", "ambition"),
    "note": ("备注", "note"),
}
QUOTES = 2  # sentences of the plan shown beside a finding
LONGEST_QUOTE = 40  # characters of the plan's sentence within a sentence of ours
NAMED = 6  # indicators named in a finding that may hold dozens; all are in its figure_ids


def audit_words(findings: pd.DataFrame, *, lang: str = "zh") -> Text:
    """How many rules were applied, how many found something, and of which kind."""
    counts = findings["severity"].value_counts().reindex(list(SEVERITIES)).dropna().astype(int)
    fired = findings["rule"].nunique()
    quiet = [pick(t.name, lang) for rule, t in TOLD.items() if rule not in set(findings["rule"])]
    parts = [(pick(SEVERITY_NAMES[s], lang), n) for s, n in counts.items()]
    if lang == "zh":
        told = "，".join(f"{name}{n}处" for name, n in parts) or "没有发现"
        rest = f"没有发现的是：{'、'.join(quiet)}。" if quiet else ""
        return Text((f"{len(TOLD)}条规则，{fired}条有发现：{told}。{rest}",))
    told = ", ".join(f"{name} {n}" for name, n in parts) or "nothing found"
    rest = f" Nothing found by: {', '.join(quiet)}." if quiet else ""
    return Text((f"{len(TOLD)} rules, {fired} of them with a finding: {told}.{rest}",))


def audit_table(findings: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Table:
    """The findings with the plan's sentences they rest on."""
    quotes = plan.figures.set_index("figure_id")["quote"]
    rows = [
        {
            "kind_of_finding": pick(SEVERITY_NAMES[f.severity], lang),
            "check": pick(TOLD[f.rule].name, lang),
            "finding": said,
            "quote": _Quotes(tuple(dict.fromkeys(quotes[i] for i in f.figure_ids)), lang),
        }
        for f, said in zip(
            findings.itertuples(), audit_sentences(findings, plan, lang=lang), strict=True
        )
    ]
    columns = ["check", "kind_of_finding", "finding", "quote"]
    return Table(pd.DataFrame(rows, columns=columns), lang)


@dataclass(frozen=True)
class _Quotes:
    """Sentences of the plan in a cell, the first few in full."""

    quotes: tuple[str, ...]
    lang: str

    def __str__(self) -> str:
        shown = [f"“{q}”" for q in self.quotes[:QUOTES]]
        more = len(self.quotes) - QUOTES
        if more > 0:
            shown.append(f"另{more}处" if self.lang == "zh" else f"and {more} more")
        return " ".join(shown)

    def __html__(self) -> str:
        return f'<span lang="zh-Hans">{html.escape(str(self))}</span>' if self.quotes else "—"


def audit_sentences(findings: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> list[str]:
    """What each finding says.

    Parameters
    ----------
    findings : DataFrame
        From `audit`.
    """
    names = indicator_names(plan, lang)
    return [_sentence(f, names, lang) for f in findings.itertuples()]


def _sentence(f, names: pd.Series, lang: str) -> str:
    told = _names([names[i] for i in f.indicator_ids], lang)
    slots = f.facts | told | _lists(f.facts, names, lang)
    return tell(TOLD[f.rule].sentence, slots, unit=f.facts.get("unit", ""), lang=lang)


def _names(told: Sequence[str], lang: str) -> dict[str, object]:
    """The indicators of a finding as slots: the first, all of them, the first few, how many."""
    first = told[0] if told else ""
    more = pick(("等", " and others"), lang) if len(told) > NAMED else ""
    return {
        "name": first,
        "name_within": _within(first),
        "names": _joined(told, lang),
        "names_in_line": _joined(told, lang, ", "),
        "first_names": _joined(told[:NAMED], lang) + more,
        "n": len(told),
    }


def _lists(facts: Mapping[str, object], names: pd.Series, lang: str) -> dict[str, str]:
    """The facts that are no single number, as a sentence holds them."""
    unit = facts.get("unit", "")
    written = {
        "quote": _cut,
        "quotes": lambda quotes: "；".join(f"“{_cut(q)}”" for q in quotes),
        "clauses": lambda clauses: _joined([f"“{c}”" for c in clauses], lang, ", "),
        "differing": "／".join,
        "numbers": lambda many: _joined(
            [quantity(v, unit, lang, observed=True) for v in many], lang
        ),
        "fits": lambda known: _published(known, names, lang),
        "off": lambda known: _published(known, names, lang),
        "said_by": lambda role: wording.name_of(wording.ROLES, role, lang),
        "dated": lambda years: "–".join(year(y) for y in years),
        "goal": lambda goal: wording.target(facts["comparator"], goal, np.nan, unit, lang),
        "asked": lambda goal: wording.aim(facts["comparator"], goal, np.nan, unit, lang),
    }
    return {name: write(facts[name]) for name, write in written.items() if name in facts}


def _published(known: Mapping[str, float], names: pd.Series, lang: str) -> str:
    """Indicators with a published number each."""
    told = [(names[i], number(value, "", lang, observed=True)) for i, value in known.items()]
    if lang == "zh":
        return "、".join(f"{name}（{written}）" for name, written in told)
    return " and ".join(f"{_within(name)} ({written})" for name, written in told)


def _joined(parts: Sequence[str], lang: str, between: str = "; ") -> str:
    """Parts in a row, each once; `between` parts them in English."""
    return pick(("、", between), lang).join(dict.fromkeys(parts))


def _within(name: str) -> str:
    """A name within a sentence; abbreviations such as R&D stay as they are."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _cut(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…"
