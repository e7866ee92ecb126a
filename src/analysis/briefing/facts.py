"""What the pages of a build say of their data, and the verdicts as a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..judging.situations import Situation, assessment_frame, situation
from ..records.inert import write_csv
from ..records.plan_text import chapter_and_section
from ..telling.kit.wording import pick

TITLES = {"zh": "title", "en": "title_en"}
WORDS = {
    "over": (
        "规划期已于{end}年底结束；本库收录的最新数描述{newest}年，没有{end}年的数。"
        "以下概率说的是一个已经发生、本库尚不知道的结果。",
        "The plan's period ended on 31 December {end}. The newest figures in this collection "
        "describe {newest}; the probabilities are about a result that already exists but is not "
        "known here.",
    ),
    "over_known": (
        "规划期已于{end}年底结束。{end}年的数已经公布的目标，判断说的是结果；没有公布或只有界限的，"
        "记为尚不能判定，概率说的是一个已经发生、本库尚不知道的结果。",
        "The plan's period ended on 31 December {end}. Where a figure of {end} is out the verdict "
        "is the outcome; where none is, or only a bound, the outcome is not shown, and the "
        "probability is about a result that already exists but is not known here.",
    ),
    "over_blank": (
        "规划期已于{end}年底结束；本库没有收录这些目标的公布数。",
        "The plan's period ended on 31 December {end}. This collection holds no published figure "
        "for its targets.",
    ),
    "part": (
        "规划数字取自本库所存的部分原文：至{place}为止。",
        "The plan's figures are from the part of its text held here: to {place}.",
    ),
}


def gather(
    root: Path, target: Path, *, plan: str, region: str, as_of: str, day: str
) -> dict[str, dict]:
    """Read and assess once: write the verdicts to `target`, say what the pages' heads say.

    Parameters
    ----------
    day : str
        The day the pages are written, YYYY-MM-DD.

    Returns
    -------
    dict
        For each language: plan_name, document (its number), region (its code), region_name, as_of
        and vintage (ISO
        dates or ""), vintage_by_rule (whether that day is estimated), standing (sentences).
    """
    found = situation(plan, region=region, as_of=as_of, root=root)
    write_csv(assessment_frame(found), target)
    vintage = found.vintage
    newest = found.known[found.known["published"] == vintage]
    return {
        lang: {
            "plan_name": found.plan.meta[title],
            "document": found.plan.meta.get("document_number", ""),
            "region": found.region,
            "region_name": found.region_name(lang),
            "as_of": as_of,
            "vintage": "" if pd.isna(vintage) else f"{vintage:%Y-%m-%d}",
            "vintage_by_rule": bool(newest["published_estimated"].any()),
            "standing": standing(found, as_of or day, lang),
        }
        for lang, title in TITLES.items()
    }


def standing(found: Situation, day: str, lang: str) -> list[str]:
    """What a reader must know before any number: the period is over, part of the text is missing.

    Parameters
    ----------
    day : str
        The day the reader looks from, YYYY-MM-DD.
    """
    end, years = int(found.plan.meta["end"]), found.verdicts["latest_year"].dropna()
    newest = None if years.empty else int(years.max())
    said = []
    if int(day[:4]) > end:
        kind = "over_blank" if newest is None else "over" if newest < end else "over_known"
        words = pick(WORDS[kind], lang)
        said.append(words.format(end=end, newest=newest))
    if last := str(found.plan.meta.get("text_ends_after", "")):
        said.append(pick(WORDS["part"], lang).format(place=_place(last, lang)))
    return said


def _place(words: str, lang: str) -> str:
    """A place in a plan in the reader's language; as it is written where it is no chapter."""
    told = chapter_and_section(words)
    if told is None or lang == "zh":
        return words
    chapter, section = told
    return f"chapter {chapter}" + (f", section {section}" if section else "")
