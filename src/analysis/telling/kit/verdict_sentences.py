"""A verdict as a sentence, with the note that says where its numbers come from."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from ...judging.situations import Situation
from ...records.plans import Plan
from . import inline, wording
from .grammar import Clause, tell
from .names import indicator_names, indicator_units, reason_name, status_name
from .provenance import Note, notes
from .rows import each
from .text import Text
from .wording import pick, with_reading

LATEST = Clause(
    "{name}{latest_year:year}年{latest}",
    "{name}: {latest} in {latest_year:year}",
)
MET = (
    Clause(
        "，已达到{deadline:year}年目标（{goal}）",
        ", which already meets the {deadline:year} target ({goal})",
    ),
    Clause(
        "，须保持到期末；到{deadline:year}年仍达标的概率为{probability:share}",
        " and must hold; the probability that it still does in {deadline:year} is "
        "{probability:share}",
        lambda f: f["status"] == "met_so_far",
    ),
    Clause(
        "；{since_year:year}年又不再达到",
        "; lost since ({since_year:year})",
        lambda f: f["since"] == "lost",
    ),
)
MISSED = (
    (
        Clause(
            "，没有做到{deadline:year}年以前每年都达到（{goal}）",
            ", which breaks the target of every year to {deadline:year} ({goal})",
            lambda f: f["hold"] == "every",
        ),
        Clause(
            "，没有达到{deadline:year}年目标（{goal}）",
            ", which misses the {deadline:year} target ({goal})",
        ),
    ),
    Clause(
        "；{since_year:year}年才达到",
        "; reached in {since_year:year}",
        lambda f: f["since"] == "reached",
    ),
)


def _has_own_year(f: dict) -> bool:
    """Whether the latest figure is of the deadline's year."""
    return f["latest_year"] >= f["deadline"]


# What every value that the source allows does not answer alike, or no figure does.
NOT_SHOWN = (
    (
        Clause(
            "，{deadline:year}年目标{goal}；公布的数不足以判定是否达到",
            ", against a target of {goal} by {deadline:year}; the published figures do not show "
            "whether it was met",
            _has_own_year,
        ),
        Clause(
            "，{deadline:year}年目标{goal}；本库没有{deadline:year}年的数",
            ", against a target of {goal} by {deadline:year}; this collection has no figure for "
            "that year",
        ),
    ),
    (
        Clause(
            "，在已公布范围内达到的概率为{probability:share}",
            "; given what they say, the probability is {probability:share}",
            _has_own_year,
        ),
        Clause(
            "，据此前的数推算，当年已达到的概率为{probability:share}",
            "; from the figures before it, the probability that it was met is {probability:share}",
        ),
    ),
    Clause(
        "，有了{deadline:year}年的确数才能判定",
        "; an exact figure for {deadline:year} would settle it",
    ),
)
UNASSESSED = (
    Clause(
        "，{deadline:year}年目标{goal}",
        ", against a target of {goal} by {deadline:year}",
    ),
    Clause("；无法评估：{why}", "; not assessable: {why}"),
)
# The share of the way, (c − b) / (T − b), is named as such: 完成率 is often c / T, which credits
# the plan with its own baseline.
OPEN = (
    (
        Clause(
            "，离{deadline:year}年目标（{goal}）比{baseline_year:year}年{base}更远（路程{share_travelled:share}）",
            ", farther from the {deadline:year} target ({goal}) than at the {baseline_year:year} "
            "{base} ({share_travelled:share} of the way)",
            lambda f: f["share_travelled"] < 0,
        ),
        Clause(
            "，从{baseline_year:year}年{base}到目标（{goal}）的路程走了{share_travelled:share}",
            ", {share_travelled:share} of the way from the {baseline_year:year} {base} to the "
            "target ({goal})",
        ),
        Clause("，{deadline:year}年目标{goal}", ", against a target of {goal} by {deadline:year}"),
    ),
    Clause("，时间已过{share_time:share}", ", with {share_time:share} of the time gone"),
    Clause(
        "；今后每年须{growth_required:growth}",
        "; from here it must {growth_required:growth} a year",
    ),
    Clause(
        "（{baseline_year:year}年以来年均{growth_actual:growth}）",
        " ({growth_actual:rate} a year since {baseline_year:year})",
    ),
    (
        Clause(
            "；按现有趋势，{deadline:year}年达标的概率为{probability:share}",
            "; on the trend so far the probability of meeting the target by {deadline:year} is "
            "{probability:share}",
        ),
        Clause(
            "；按近年增速外推，{deadline:year}年为{projected:computed}",
            "; recent growth continued gives {projected:computed} in {deadline:year}",
        ),
    ),
)
BASE_NAMES = {"projected": ("推算基期", "projected baseline")}
BASE = ("基期", "baseline")


def sentences(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """One sentence per target with a number and an observation.

    Every number in it is written as in the verdict table: published values with the digits of
    their source, projected ones with those of their unit, shares whole, growth with one decimal.
    """
    names, units = indicator_names(plan, lang), indicator_units(plan)
    told = verdicts[_is_told(verdicts)]
    return Text(tuple(_sentence(v, names, units, lang) for v in each(told)), "ul")


def _is_told(verdicts: pd.DataFrame) -> pd.Series:
    return verdicts["target_value"].notna() & verdicts["latest_value"].notna()


def _sentence(v, names: pd.Series, units: pd.Series, lang: str) -> str:
    unit = units[v.indicator_id]
    return tell(
        (LATEST, *clauses_for(v)), verdict_facts(v, names, unit, lang), unit=unit, lang=lang
    )


def clauses_for(v) -> tuple:
    """The clauses a verdict calls for."""
    if v.status in ("achieved", "met_so_far"):
        return MET
    if v.status == "missed":
        return MISSED
    if v.status == "not_shown":
        return NOT_SHOWN
    return UNASSESSED if v.reason else OPEN


def verdict_facts(v, names: pd.Series, unit: str, lang: str) -> dict[str, object]:
    """What the clauses on a verdict may name: its columns, and these in words.

    Returns
    -------
    dict
        The row's columns with name (reading added), goal (5000家以上), latest (as exact as it is),
        why and base.
    """
    return {
        **v._asdict(),
        "name": with_reading(names[v.indicator_id], v.reading, lang),
        "goal": wording.aim(wording.comparator_of(v), v.target_value, v.value_high, unit, lang),
        "latest": _latest(v, unit, lang),
        "why": reason_name(v.reason, lang),
        "base": pick(BASE_NAMES.get(v.baseline_basis, BASE), lang),
    }


# Before these a Chinese sentence has no 达: 2025年超过4500家.
WITHOUT_VERB = ("more_than", "less_than", "at_most", "about", "between")


def _latest(v, unit: str, lang: str) -> str:
    """The latest value as exact as it is, with its verb in Chinese."""
    qualifier = getattr(v, "latest_qualifier", "")
    written = wording.published(v.latest_value, qualifier, unit, lang)
    return written if lang == "en" or qualifier in WITHOUT_VERB else f"达{written}"


@dataclass(frozen=True)
class CitedText:
    """A list of sentences, each with the note that says where its numbers come from."""

    parts: tuple[tuple[str, Note], ...]

    def __str__(self) -> str:
        return "\n".join(text for text, _ in self.parts)

    def _repr_html_(self) -> str:
        lines = (f"<li>{html.escape(text)} {note.__html__()}</li>" for text, note in self.parts)
        return inline.dressed(f'<ul class="cited">{"".join(lines)}</ul>') if self.parts else ""


def cited_sentences(verdicts: pd.DataFrame, now: Situation, *, lang: str = "zh") -> CitedText:
    """One sentence per target with a number and an observation, with its sources."""
    behind = notes(verdicts, now.plan, known=now.known, documents=now.documents, lang=lang)
    told = sentences(verdicts, now.plan, lang=lang).parts
    cited = [note for note, there in zip(behind, _is_told(verdicts), strict=True) if there]
    return CitedText(tuple(zip(map(str, told), cited, strict=True)))


NAMED = Clause("{name}：{status}", "{name}: {status}")
WHY = Clause("（{why}）", " ({why})")
ASKED = Clause("；{deadline:year}年目标{goal}", "; target {goal} by {deadline:year}")
REPORTED = Clause("；{date}的报道：{report}", "; reported on {date}: {report}")


def sentence_of(v, now: Situation, title: str, *, lang: str = "zh") -> str:
    """Any target in one sentence: its course where it has one, else its verdict and why.

    Parameters
    ----------
    v : named tuple
        A row of `now.verdicts`.
    title : str
        What the target is called, see `names.target_titles`.
    """
    names, units = indicator_names(now.plan, lang), indicator_units(now.plan)
    if pd.notna(v.target_value) and pd.notna(v.latest_value):
        return _sentence(v, names, units, lang)
    reports = now.events[now.events["indicator_id"] == v.indicator_id].sort_values("date")
    last = reports.iloc[-1] if len(reports) else None
    facts = {
        "name": title,
        "status": status_name(v.status, lang),
        "why": reason_name(v.reason, lang),
        "deadline": v.deadline,
        "goal": wording.aim(
            wording.comparator_of(v), v.target_value, v.value_high, units[v.indicator_id], lang
        ),
        "date": None if last is None else wording.day(last["date"]),
        "report": None if last is None else last["text"],
    }
    return tell((NAMED, WHY, ASKED, REPORTED), facts, lang=lang)
