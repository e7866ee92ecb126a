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
from .kit.grammar import Clause, Part, tell
from .kit.names import indicator_names
from .kit.table import Table
from .kit.text import Text
from .kit.wording import number, pick, quantity, year

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


@dataclass(frozen=True)
class Told:
    """How a rule is named, and what it says when it has found something."""

    name: tuple[str, str]
    sentence: Sequence[Part]


TOLD = {
    "multiple_vs_level": Told(
        ("倍数与绝对量", "multiple against level"),
        [
            Clause(
                "{name}称要到基期的{multiple:number}倍，写的{level:observed}只是基期"
                "{baseline:observed}的{ratio:times}倍；{multiple:number}倍应为{due:observed}",
                "{name}: called {multiple:number} times the baseline, the {level:observed} given "
                "is {ratio:times} times {baseline:observed}; {multiple:number} times would be "
                "{due:observed}",
            )
        ],
    ),
    "growth_vs_levels": Told(
        ("增幅与前后两数", "growth against levels"),
        [
            Clause(
                "{name}称增长{stated:number}倍，前后两数算得增长{computed:times}倍",
                "{name}: growth of {stated:number} times is stated, the two figures give "
                "{computed:times}",
            ),
            Clause(
                "；所称实为前后之比",
                "; what is stated is the ratio",
                lambda facts: facts["is_ratio"],
            ),
        ],
    ),
    "count_vs_items": Told(
        ("项数与所列各项", "count against items"),
        [
            Clause(
                "“{quote}”：称{stated:number}项，列出{listed}项",
                "“{quote}”: {stated:number} are announced, {listed} listed",
            ),
            Clause("，其中{names}没有写成同样的说法", "; not put the same way: {names_in_line}"),
        ],
    ),
    "parts_vs_total": Told(
        ("分项与合计", "parts against whole"),
        [
            Clause(
                "{name}：合计写{stated:observed}，分项之和为{computed:observed}",
                "{name}: the whole is given as {stated:observed}, the parts make "
                "{computed:observed}",
            )
        ],
    ),
    "per_head_population": Told(
        ("人均数与人口", "per-head figure against population"),
        [
            Clause(
                "人均数对应的人口是{people:observed}，",
                "The per-head figure implies {people:observed}, which ",
            ),
            Clause("与{fits}相符，", "fits {fits} and "),
            Clause(
                "与{off}不符；按后者，{name}应为{corrected:number}，不是{stated:number}",
                "does not fit {off}; on the latter, {name_within} would be {corrected:number}, "
                "not {stated:number}",
            ),
        ],
    ),
    "two_comparators": Told(
        ("同一目标的几种写法", "one target, two ways"),
        [
            (
                Clause(
                    "{name}的同一目标有几个数：{numbers}",
                    "{name}: the same target with several numbers: {numbers}",
                ),
                Clause(
                    "{name}的同一目标有几种写法：{clauses}",
                    "{name}: the same target is put in several ways: {clauses}",
                ),
            )
        ],
    ),
    "scope_difference": Told(
        ("基期与目标的口径", "scope of baseline and target"),
        [
            Clause(
                "{name}：只有{said_by}句写明“{words}”，基期与目标口径可能不同"
                "（基期{baseline:observed}）",
                "{name}: only the {said_by}'s sentence says “{words}” (what is counted in or "
                "out); the baseline of {baseline:observed} may count other things than the target",
            )
        ],
    ),
    "wording_difference": Told(
        ("同一任务的用词", "wording of one commitment"),
        [
            Clause("同一项任务说法不同", "One commitment in different words"),
            Clause("（{differing}）", " ({differing})"),
            Clause("：{quotes}", ": {quotes}"),
        ],
    ),
    "baseline_year": Told(
        ("基期年份", "base year"),
        [
            Clause(
                "{names}的基期数是{dated}年的，不是{base_year:year}年（“{quote}”）",
                "{names}: the baseline is of {dated}, not of {base_year:year}",
            )
        ],
    ),
    "target_without_baseline": Told(
        ("有目标、没有基期", "target without baseline"),
        [
            (
                Clause(
                    "{name}按倍数定目标，基数规划没有写",
                    "{name}: the plan gives no baseline for the multiple",
                    lambda facts: facts["is_multiple"],
                ),
                Clause("{name}有目标，基期规划没有写", "{name}: the plan gives no baseline"),
            ),
            Clause(
                "；公布的{base_year:year}年数为{published:observed}",
                "; published for {base_year:year}: {published:observed}",
            ),
            Clause(
                "；由目标与倍数反推约为{implied:observed}",
                "; target and multiple imply about {implied:observed}",
            ),
        ],
    ),
    "baseline_without_target": Told(
        ("有基期、没有目标", "baseline without target"),
        [
            Clause(
                "{n}个指标有基期、没有目标：{first_names}",
                "{n} indicators with a baseline and no target: {first_names}",
            )
        ],
    ),
    "too_easy": Told(
        ("是否过低", "set too low"),
        [
            Clause(
                "{name}：{deadline:year}年目标{goal}，{year:year}年已达{value:observed}",
                "{name}: the {deadline:year} target of {goal} was met in {year:year} "
                "({value:observed}",
            ),
            Clause(
                "（规划印发前已公布）",
                ", published before the plan was issued",
                lambda facts: facts["by_issue"],
            ),
            Clause("，定得可能偏低", "); it may have been set low"),
            Clause("", ", and it has held to {held_to:year}"),
        ],
    ),
    "too_hard": Told(
        ("是否过高", "set too high"),
        [
            Clause(
                "{name}：{years}年要到基期的{ratio:times}倍；各省",
                "{name}: asks for {ratio:times} times the baseline in {years} years; of "
                "{spells:number} provincial spells as long",
            ),
            (
                Clause("这一指标", "", lambda facts: facts["own"]),
                Clause("同类指标", " of indicators of its kind"),
            ),
            Clause(
                "的{spells:number}段{years}年历史中只有{share:rate}做到，定得可能偏高",
                ", {share:rate} did as much. It may have been set high",
            ),
        ],
    ),
    "coverage_vs_share": Told(
        ("全覆盖与公布的占比", "coverage against the published share"),
        [
            Clause(
                "“{quote}”；而公布的{name}{year:year}年为{value:observed}，离全覆盖还远",
                "Full coverage is promised (“{quote}”); the published {name_within} was "
                "{value:observed} in {year:year}",
            )
        ],
    ),
    "nothing_published": Told(
        ("没有公开数据", "nothing published"),
        [
            Clause(
                "{n}项目标在本项目所存的数据和报道中没有数：{names}",
                "{n} commitments with no figure in this collection: {names}",
            )
        ],
    ),
    "text_breaks_off": Told(
        ("文本不全", "text breaks off"),
        [
            Clause(
                "所据文本止于第{chapter}章第{section}节“{title}”；目录中此后的{missing}节"
                "（从第{next_chapter}章第{next_section}节“{next_title}”起）没有正文，"
                "其中的数字不在本表",
                "The text at hand ends after chapter {chapter}, section {section} (“{title}”); "
                "the {missing} sections that its contents list after that, from chapter "
                "{next_chapter}, section {next_section} (“{next_title}”) on, are missing, and so "
                "are their numbers",
            )
        ],
    ),
    "contents_out_of_order": Told(
        ("目录次序", "order of the contents"),
        [
            Clause(
                "目录在第{chapter}章第{section}节“{title}”之后又从第{next_section}节"
                "“{next_title}”数起，缺一个章标题",
                "After chapter {chapter}, section {section} (“{title}”) the contents go back to "
                "section {next_section} (“{next_title}”): a chapter's heading is missing",
            )
        ],
    ),
}


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
