"""A plan read against itself and against what was published later: named rules, findings."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ..records.errors import PlanDataError
from ..records.plans import Plan
from ..records.vintages import as_of_view, published_by
from ..telling.kit.table import Table
from ..telling.kit.text import Text
from ..telling.kit.wording import pick
from . import audit_rules as rules
from .audit_rules import Known

COLUMNS = ["rule", "severity", "figure_ids", "sentence_zh", "sentence_en"]
SEVERITIES = {
    "contradiction": ("矛盾", "contradiction"),
    "ambiguity": ("歧义", "ambiguity"),
    "gap": ("缺口", "gap"),
    "ambition": ("难易", "ambition"),
    "note": ("备注", "note"),
}
QUOTES = 2  # sentences of the plan shown beside a finding


@dataclass(frozen=True)
class Rule:
    """A check with its name; `find` gives a finding for each thing that is wrong."""

    name_zh: str
    name_en: str
    find: Callable[[Plan, Known], rules.Findings]


RULES = {
    "multiple_vs_level": Rule("倍数与绝对量", "multiple against level", rules.multiple_vs_level),
    "growth_vs_levels": Rule("增幅与前后两数", "growth against levels", rules.growth_vs_levels),
    "count_vs_items": Rule("项数与所列各项", "count against items", rules.count_vs_items),
    "parts_vs_total": Rule("分项与合计", "parts against whole", rules.parts_vs_total),
    "per_head_population": Rule(
        "人均数与人口", "per-head figure against population", rules.per_head_population
    ),
    "two_comparators": Rule("同一目标的几种写法", "one target, two ways", rules.two_comparators),
    "scope_difference": Rule(
        "基期与目标的口径", "scope of baseline and target", rules.scope_difference
    ),
    "wording_difference": Rule(
        "同一任务的用词", "wording of one commitment", rules.wording_difference
    ),
    "baseline_year": Rule("基期年份", "base year", rules.baseline_year),
    "target_without_baseline": Rule(
        "有目标、没有基期", "target without baseline", rules.target_without_baseline
    ),
    "baseline_without_target": Rule(
        "有基期、没有目标", "baseline without target", rules.baseline_without_target
    ),
    "too_easy": Rule("是否过低", "set too low", rules.too_easy),
    "too_hard": Rule("是否过高", "set too high", rules.too_hard),
    "coverage_vs_share": Rule(
        "全覆盖与公布的占比", "coverage against the published share", rules.coverage_vs_share
    ),
    "nothing_published": Rule("没有公开数据", "nothing published", rules.nothing_published),
    "text_breaks_off": Rule("文本不全", "text breaks off", rules.text_breaks_off),
    "contents_out_of_order": Rule("目录次序", "order of the contents", rules.contents_out_of_order),
}


def audit(
    plan: Plan,
    observations: pd.DataFrame | None = None,
    *,
    as_of: str | pd.Timestamp | None = None,
    events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Check a plan against itself and against what has been published.

    Nothing in a rule knows a plan by name: a rule reads figures.csv, the plan's text and, where
    it needs to be told what belongs together, the lists `sums`, `counts`, `identities` and
    `commitments` of plan.toml.

    Parameters
    ----------
    plan : Plan
    observations : DataFrame, optional
        Columns of `schema.OBSERVATIONS` and grade, every region and vintage; rules that need
        published figures find nothing without it.
    as_of : date, optional
        Only what was published by then counts.
    events : DataFrame, optional
        Columns of `schema.EVENTS`; without it nothing is said of targets that are events.

    Returns
    -------
    DataFrame
        rule (a key of `RULES`), severity (of `SEVERITIES`), figure_ids (tuple; empty where the
        finding is on the text), sentence_zh, sentence_en; in the order of `RULES`.

    Raises
    ------
    PlanDataError
        Where a list of plan.toml names a figure or words that are not in the plan's table.
    """
    _check_hints(plan)
    known = _known(plan, observations, as_of, events)
    found = [(name, f) for name, rule in RULES.items() for f in rule.find(plan, known)]
    rows = [(name, f.severity, tuple(f.figure_ids), f.zh, f.en) for name, f in found]
    return pd.DataFrame(rows, columns=COLUMNS)


def _check_hints(plan: Plan) -> None:
    """Each figure that plan.toml lists exists, each word it lists stands in the quote."""
    meta, quotes = plan.meta, plan.figures.set_index("figure_id")["quote"]
    counts, sums = meta.get("counts", []), meta.get("sums", [])
    named = [
        *(f for c in counts for f in (c["figure"], *c.get("items", []))),
        *(
            f
            for s in sums
            for f in (s["total"], *(p if isinstance(p, str) else p[0] for p in s["parts"]))
        ),
        *(i[k] for i in meta.get("identities", []) for k in ("numerator", "per_head")),
        *(f for c in meta.get("commitments", []) for f in c["figures"]),
    ]
    wrong = [f for f in named if f not in quotes.index]
    wrong += [
        w
        for c in counts
        if c["figure"] in quotes.index
        for w in c.get("listed", [])
        if w not in quotes[c["figure"]]
    ]
    if wrong:
        raise PlanDataError(
            f"data/plans/{plan.name}/plan.toml: {', '.join(dict.fromkeys(wrong))}: not in "
            "figures.csv; name a figure_id, or words of the quote | 不在 figures.csv 中，请核对"
        )


def _known(
    plan: Plan,
    observations: pd.DataFrame | None,
    as_of: str | pd.Timestamp | None,
    events: pd.DataFrame | None,
) -> Known:
    if observations is None:
        blank = pd.DataFrame(
            columns=["indicator_id", "region", "year", "value", "source_id", "published"]
        )
        return Known(blank.astype({"value": "float64", "region": "str"}), blank, blank, events)
    panel = as_of_view(observations, as_of)
    mine = observations["region"] == plan.region
    local = None
    if events is not None:
        local = published_by(events[events["region"] == plan.region], as_of)
    return Known(
        panel[panel["region"] == plan.region],
        panel,
        published_by(observations[mine], as_of),
        local,
    )


def audit_table(findings: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Table:
    """The findings with the plan's sentences they rest on."""
    quotes = plan.figures.set_index("figure_id")["quote"]
    rows = [
        {
            "kind_of_finding": pick(SEVERITIES[f.severity], lang),
            "check": pick((RULES[f.rule].name_zh, RULES[f.rule].name_en), lang),
            "finding": getattr(f, f"sentence_{lang}"),
            "quote": _Quotes(tuple(dict.fromkeys(quotes[i] for i in f.figure_ids)), lang),
        }
        for f in findings.itertuples()
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


def audit_words(findings: pd.DataFrame, *, lang: str = "zh") -> Text:
    """How many rules were applied, how many found something, and of which kind."""
    counts = findings["severity"].value_counts().reindex(SEVERITIES).dropna().astype(int)
    fired = findings["rule"].nunique()
    quiet = [r for name, r in RULES.items() if name not in set(findings["rule"])]
    names = [pick((r.name_zh, r.name_en), lang) for r in quiet]
    parts = [(pick(SEVERITIES[s], lang), n) for s, n in counts.items()]
    if lang == "zh":
        told = "，".join(f"{name}{n}处" for name, n in parts) or "没有发现"
        rest = f"没有发现的是：{'、'.join(names)}。" if names else ""
        return Text((f"{len(RULES)}条规则，{fired}条有发现：{told}。{rest}",))
    told = ", ".join(f"{name} {n}" for name, n in parts) or "nothing found"
    rest = f" Nothing found by: {', '.join(names)}." if names else ""
    return Text((f"{len(RULES)} rules, {fired} of them with a finding: {told}.{rest}",))
