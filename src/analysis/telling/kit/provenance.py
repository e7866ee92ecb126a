"""Where a number comes from: the plan's sentence, the document, the day, as a note that opens."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from ...records.plans import Plan
from ...records.sources import with_publisher
from . import wording
from .rows import each
from .wording import pick, year

WORDS = {
    "open": ("出处", "Sources"),
    "said": ("规划原文", "The plan says"),
    "baseline": ("基期", "Baseline"),
    "latest": ("最新数", "Latest"),
    "projection": ("推算", "Projection"),
    "published": ("发布", "published"),
    "grade": ("来源等级", "source grade "),
    "estimated": ("发布日期为推定", "date of publication by rule"),
    "others": ("另有不同公布数，见《起点》", "other published values: see the baseline page"),
    "points": ("个点", "points"),
    "one_point": ("个点", "point"),
    "evidence": ("依据等级", "evidence grade "),
    "implied": ("按规划口径从零起算", "counted from zero, as the plan puts it"),
    "computed": (
        "本库未收录基期的数，用推算值",
        "no figure of the base year in this collection: projected",
    ),
}
LINKED = ("http", "https")


@dataclass(frozen=True)
class Fact:
    """One line of a note.

    Attributes
    ----------
    term : str
        What the line is about.
    text : str
        In the reader's language.
    quote : str
        Words of a document, never changed.
    source, url : str
        The document's title and publisher, and its address where it can be followed.
    """

    term: str
    text: str = ""
    quote: str = ""
    source: str = ""
    url: str = ""

    def __html__(self) -> str:
        if not (self.text or self.quote or self.source):
            return ""
        parts = [html.escape(self.text)] if self.text else []
        if self.quote:
            parts.append(f'<q lang="zh-Hans">{html.escape(self.quote)}</q>')
        if self.source:
            parts.append(cited(self.source, self.url))
        return f"<dt>{html.escape(self.term)}</dt><dd>{' '.join(parts)}</dd>"


@dataclass(frozen=True)
class Note:
    """A footnote that opens in place, without a script."""

    about: str
    facts: tuple[Fact, ...]
    lang: str

    def __html__(self) -> str:
        if not self.facts:
            return ""
        colon = "：" if self.lang == "zh" else ": "
        return (
            f'<details class="note-in-place"><summary>{_word("open", self.lang)}'
            f'<span class="aside">{colon}{html.escape(self.about)}</span></summary>'
            f"<dl>{''.join(f.__html__() for f in self.facts)}</dl></details>"
        )


def notes(
    verdicts: pd.DataFrame,
    plan: Plan,
    *,
    known: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    lang: str = "zh",
) -> list[Note]:
    """For each verdict, what its target, baseline, latest value and projection rest on.

    Parameters
    ----------
    verdicts : DataFrame
        From `assess`.
    plan : Plan
    known : DataFrame, optional
        From `vintages.as_of_view`, one region: for the observations' own words and dates.
    documents : DataFrame, optional
        Columns of `schema.SOURCES`; a source is named by its id where left out.
    """
    names = plan.indicators.set_index("indicator_id")[f"name_{lang}"]
    units = plan.indicators.set_index("indicator_id")["unit"]
    figures = _figures_of(plan)
    papers = {} if documents is None else documents.set_index("source_id").to_dict("index")
    seen = {} if known is None else known.set_index(["indicator_id", "year"]).to_dict("index")
    return [
        Note(
            wording.with_reading(names[v.indicator_id], v.reading, lang),
            (
                *_said(v, figures, lang),
                *_baseline(v, units[v.indicator_id], plan, figures, seen, papers, lang),
                *_latest(v, units[v.indicator_id], seen, papers, lang),
                *_projection(v, lang),
            ),
            lang,
        )
        for v in each(verdicts)
    ]


def _figures_of(plan: Plan) -> dict[str, dict] | None:
    """The plan's figures by figure_id; None where they have none."""
    if "figure_id" not in plan.figures:
        return None
    return plan.figures.set_index("figure_id").to_dict("index")


def _said(v, figures: Mapping[str, Mapping] | None, lang: str) -> list[Fact]:
    ids = getattr(v, "figure_ids", ())
    if figures is None or not ids:
        return [Fact(_word("said", lang), quote=q) for q in dict.fromkeys(v.quotes)]
    said = [figures[i] for i in ids]
    told = {f["quote"]: place(f["chapter"], f["section"], lang) for f in said}
    return [Fact(_word("said", lang), text=where, quote=q) for q, where in told.items()]


def place(chapter: int, section: int, lang: str) -> str:
    """The chapter and section of the plan that a figure stands in."""
    if lang == "zh":
        return f"第{chapter}章" + (f"第{section}节" if section else "")
    return f"ch. {chapter}" + (f", sect. {section}" if section else "")


def _baseline(
    v, unit: str, plan: Plan, figures: Mapping | None, seen: Mapping, papers: Mapping, lang
) -> list[Fact]:
    if pd.isna(v.baseline_value):
        return []
    term, value = _word("baseline", lang), _value(v.baseline_value, v.baseline_year, unit, lang)
    if v.reading == "increment":
        return [Fact(term, f"{value} · {_word('implied', lang)}")]
    if v.baseline_basis == "projected":
        return [Fact(term, f"{value} · {_word('computed', lang)}")]
    if v.baseline_basis == "plan":
        return [
            Fact(
                term,
                value,
                _plan_quote(v, figures),
                plan.meta.get("title", ""),
                plan.meta.get("source_url", ""),
            )
        ]
    return [_observed(term, value, v.indicator_id, v.baseline_year, seen, papers, lang)]


def _plan_quote(v, figures: Mapping[str, Mapping] | None) -> str:
    """The sentence that gives the baseline."""
    wanted = v.indicator_id, "baseline", v.baseline_value
    quotes = (
        f["quote"]
        for f in (figures or {}).values()
        if (f["indicator_id"], f["role"], f["value"]) == wanted
    )
    return next(quotes, "")


def _latest(v, unit: str, seen: Mapping, papers: Mapping, lang: str) -> list[Fact]:
    if pd.isna(v.latest_value):
        return []
    told = v.baseline_basis in ("plan", "observed") and pd.notna(v.baseline_year)
    if told and v.latest_year == v.baseline_year and v.reading != "increment":
        return []
    value = _value(v.latest_value, v.latest_year, unit, lang, v.latest_qualifier)
    fact = _observed(
        _word("latest", lang),
        value,
        v.indicator_id,
        v.latest_year,
        seen,
        papers,
        lang,
        v.latest_source_id,
        v.latest_published,
    )
    return [fact]


def _observed(
    term: str,
    value: str,
    indicator_id: str,
    at: object,
    seen: Mapping,
    papers: Mapping,
    lang: str,
    source_id: str = "",
    published: object = None,
) -> Fact:
    row = seen.get((indicator_id, int(at)), {})
    source_id = row.get("source_id", source_id)
    paper = papers.get(source_id, {})
    published = row.get("published", published)
    said = [value]
    if published is not None and pd.notna(published):
        day = wording.day(published)
        said.append(
            f"{day}{_word('published', lang)}"
            if lang == "zh"
            else f"{_word('published', lang)} {day}"
        )
    if row.get("published_estimated"):
        said.append(_word("estimated", lang))
    if paper.get("grade"):
        said.append(f"{_word('grade', lang)}{paper['grade']}")
    if row.get("n_values", 1) > 1:
        said.append(_word("others", lang))
    title = paper.get("title", source_id)
    named = with_publisher(title, paper.get("publisher", ""))
    return Fact(term, " · ".join(said), row.get("quote", ""), named, paper.get("url", ""))


def _projection(v, lang: str) -> list[Fact]:
    if pd.isna(v.projected):
        return []
    points = "" if pd.isna(v.n_history) else points_words(int(v.n_history), lang)
    grade = f"{_word('evidence', lang)}{v.evidence}" if pd.notna(v.evidence) else ""
    said = (wording.name_of(wording.METHODS, v.method, lang), points, grade)
    return [Fact(_word("projection", lang), " · ".join(s for s in said if s))]


def points_words(n: int, lang: str) -> str:
    """How many published values a projection rests on: 6个点, 6 points."""
    return (
        f"{n}{_word('points', lang)}"
        if lang == "zh"
        else (f"{n} {_word('one_point' if n == 1 else 'points', lang)}")
    )


def _value(value: float, at: object, unit: str, lang: str, qualifier: object = "") -> str:
    written = wording.published(value, qualifier, unit, lang)
    if pd.isna(at):
        return written
    return f"{year(at)}年{written}" if lang == "zh" else f"{written} in {year(at)}"


def cited(name: str, url: str) -> str:
    """The document's name, as a link only where its address is one of the web."""
    named = f'<cite lang="zh-Hans">{html.escape(name)}</cite>'
    if not isinstance(url, str) or not followed(url):
        return named
    return f'<a href="{html.escape(url, quote=True)}" rel="external noreferrer">{named}</a>'


def followed(url: str) -> bool:
    """Whether an address may be made a link: http or https with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in LINKED and bool(parts.netloc)


def _word(key: str, lang: str) -> str:
    return pick(WORDS[key], lang)
