"""The plan's text by chapter and section, and the numbers in it that no row accounts for."""

from __future__ import annotations

import re

import pandas as pd

DIGITS = "一二三四五六七八九十"
HEADING = re.compile(rf"^[ \t]*第([{DIGITS}]+)(章|节)\s+(.+?)\s*$", re.MULTILINE)
# With commas between thousands or without: 16471; 6,500.
ARABIC = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?")
# Chinese numerals that count something: followed by a measure word or 大/全 as in 三大, 两个; 万元
# is a unit.
MEASURES = "个项批所家件次名支种类届台年倍成元"
CHINESE = re.compile(
    rf"(?<!\d)(?=[百千万亿]*[{DIGITS}两零])[{DIGITS}百千万亿两零]+(?=[大]?[{MEASURES}]|大)"
)
# The fields of a row that may stand in its quote.
NUMBERS = (
    *("value", "value_high", "base_value"),
    *("year", "year_from", "deadline", "base_year"),
)
VALUES = dict(zip(DIGITS, range(1, 11), strict=True)) | {"两": 2, "零": 0}


def sections(text: str) -> pd.DataFrame:
    """Split a plan's body, after its table of contents, into chapters and sections.

    Returns
    -------
    DataFrame
        chapter, section (0 before the first of each), title, start, end (offsets in `text`),
        without headings in the span. The table of contents is every heading before the last
        time that chapter one begins.
    """
    found = list(HEADING.finditer(text))
    firsts = [i for i, m in enumerate(found) if m[2] == "章" and _numeral(m[1]) == 1]
    body = found[firsts[-1] :] if firsts else []
    contents_end = found[firsts[-1] - 1].end() if firsts and firsts[-1] > 0 else 0
    rows = [{"chapter": 0, "section": 0, "title": "", "start": contents_end}]
    chapter = 0
    for match in body:
        at = _numeral(match[1])
        chapter = at if match[2] == "章" else chapter
        place = {"chapter": chapter, "section": 0 if match[2] == "章" else at}
        rows.append({**place, "title": match[3], "start": match.end(), "heading": match.start()})
    frame = pd.DataFrame(rows)
    ends = [*frame["heading"].iloc[1:].astype(int), len(text)] if len(frame) > 1 else [len(text)]
    return frame.assign(end=ends).drop(columns="heading", errors="ignore")


def chapter_and_section(words: str) -> tuple[int, int] | None:
    """The numbers in 第四章第三节, section 0 where none is named; None for other words.

    >>> chapter_and_section("第四章第三节")
    (4, 3)
    """
    found = re.fullmatch(rf"第([{DIGITS}]+)章(?:第([{DIGITS}]+)节)?", words.strip())
    return found and (_numeral(found[1]), _numeral(found[2] or "零"))


def _numeral(word: str) -> int:
    if word in VALUES:
        return VALUES[word]
    tens, _, units = word.partition("十")
    return VALUES.get(tens, 1) * 10 + VALUES.get(units, 0)


def misplaced_quotes(text: str, figures: pd.DataFrame) -> pd.DataFrame:
    """The figures whose quote does not stand, word for word, in the section they name.

    In a text without 第N章 and 第N节 as headings it may stand anywhere, and a line break in it is a
    space.
    """
    if len(sections(text)) == 1:
        whole = " ".join(text.split())
        there = [" ".join(q.split()) in whole for q in figures["quote"]]
        return figures[~pd.Series(there, index=figures.index, dtype=bool)]
    spans = sections(text).set_index(["chapter", "section"])
    held = [
        (c, s) in spans.index and q in text[spans.loc[(c, s), "start"] : spans.loc[(c, s), "end"]]
        for c, s, q in zip(figures["chapter"], figures["section"], figures["quote"], strict=True)
    ]
    return figures[~pd.Series(held, index=figures.index, dtype=bool)]


def uncovered_numbers(text: str, figures: pd.DataFrame, exclusions: pd.DataFrame) -> pd.DataFrame:
    """Numbers of the body that are neither in a row nor excluded for a reason.

    A number is in a row when the row's quote spans it and it is the size of its value, upper value
    or base value (a reduction by 20 is −20), or its year, first year, deadline or base year. An
    exclusion is a pattern that spans it.

    Returns
    -------
    DataFrame
        chapter, section, number, context, at (offset).
    """
    parts = sections(text)
    covered = _covered(text, figures, int(parts["start"].iloc[0]))
    excluded = [m.span() for p in exclusions["pattern"] for m in re.finditer(p, text)]
    rows = [
        {
            "chapter": part.chapter,
            "section": part.section,
            "number": match[0],
            "context": text[max(match.start() - 12, 0) : match.end() + 12].replace("\n", " "),
            "at": match.start(),
        }
        for part in parts.itertuples()
        for pattern in (ARABIC, CHINESE)
        for match in pattern.finditer(text, int(part.start), int(part.end))
        if (match.start(), _value(match[0])) not in covered
        and not any(a <= match.start() and match.end() <= b for a, b in excluded)
    ]
    return pd.DataFrame(rows, columns=["chapter", "section", "number", "context", "at"])


def _value(word: str) -> float | None:
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return float(VALUES[word]) if word in VALUES else None


def _covered(text: str, figures: pd.DataFrame, start: int) -> set[tuple[int, float | None]]:
    """Offsets of numbers that a row's quote spans and one of its fields equals."""
    fields = [f for f in NUMBERS if f in figures]
    found = set()
    for row in figures.itertuples():
        numbers = {abs(float(getattr(row, f))) for f in fields if pd.notna(getattr(row, f))}
        if row.measure in ("breakthrough", "coverage"):
            numbers.add(0.0)
        words = r"\s+".join(map(re.escape, row.quote.split()))
        for quoted in re.finditer(words, text):
            if quoted.start() < start:
                continue
            for pattern in (ARABIC, CHINESE):
                found |= {
                    (m.start(), _value(m[0]))
                    for m in pattern.finditer(text, *quoted.span())
                    if _value(m[0]) in numbers
                }
    return found
