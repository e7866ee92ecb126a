"""Rules on what is missing: figures of what is promised, parts of the text."""

from __future__ import annotations

from itertools import pairwise

from ...records.plan_text import HEADING, sections
from ...records.plans import PLAN_SOURCE, Plan
from ..attainment import EVENT_KINDS
from .findings import Finding, Findings, Known, promised


def nothing_published(plan: Plan, known: Known) -> Findings:
    """Commitments on which nothing but the plan itself has been published, in one finding."""
    elsewhere = known.vintages[known.vintages["source_id"] != PLAN_SOURCE.format(name=plan.name)]
    reported = set(elsewhere["indicator_id"])
    goals = promised(plan)
    if known.events is None:
        goals = goals[~goals["measure"].isin(EVENT_KINDS)]
    else:
        reported |= set(known.events["indicator_id"])
    silent = goals[~goals["indicator_id"].isin(reported)]
    if len(silent):
        yield Finding("gap", tuple(silent["figure_id"]), tuple(silent["indicator_id"].unique()))


def text_breaks_off(plan: Plan, known: Known) -> Findings:
    """A text that ends before its own table of contents does.

    Facts: chapter, section, title (the last that is there); next_chapter, next_section,
    next_title (the first that is not); missing (how many sections are not).
    """
    contents, body = _contents(plan.text), sections(plan.text)
    if not contents or len(body) < 2:
        return
    last = body.iloc[-1]
    places = [(c, s) for c, s, _ in contents]
    end = (int(last["chapter"]), int(last["section"]))
    if end not in places or places.index(end) == len(places) - 1:
        return
    rest = contents[places.index(end) + 1 :]
    missing = [(c, s, t) for c, s, t in rest if s]
    if not missing:
        return
    names = ("next_chapter", "next_section", "next_title")
    facts = {
        "chapter": end[0],
        "section": end[1],
        "title": last["title"],
        "missing": len(missing),
        **dict(zip(names, missing[0], strict=True)),
    }
    yield Finding("gap", (), (), facts)


def contents_out_of_order(plan: Plan, known: Known) -> Findings:
    """A section number that starts again in the table of contents without a new chapter.

    Facts: chapter, section, title (before); next_section, next_title.
    """
    for (c0, s0, before), (c1, s1, title) in pairwise(_contents(plan.text)):
        if c0 == c1 and 0 < s1 <= s0:
            facts = {"chapter": c0, "section": s0, "title": before}
            yield Finding("note", (), (), facts | {"next_section": s1, "next_title": title})


def _contents(text: str) -> list[tuple[int, int, str]]:
    """Chapter, section and title of each line of the table of contents."""
    body = sections(text)
    if len(body) < 2:
        return []
    rows, chapter = [], 0
    for match in HEADING.finditer(text, 0, int(body["start"].iloc[0])):
        at = _numeral(match[1])
        chapter = at if match[2] == "章" else chapter
        rows.append((chapter, 0 if match[2] == "章" else at, match[3]))
    return rows


def _numeral(word: str) -> int:
    digits = {d: n for n, d in enumerate("一二三四五六七八九十", start=1)}
    if word in digits:
        return digits[word]
    tens, _, units = word.partition("十")
    return digits.get(tens, 1) * 10 + digits.get(units, 0)
