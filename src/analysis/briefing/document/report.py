"""The report: what the pages say, in the order and the layout in which it is handed in."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ...judging.attainment import EVENT_KINDS, promises
from ...judging.changes import Comparison
from ...judging.situations import Situation
from ...telling import briefing, targets, what_changed
from ...telling.kit.fan_grid import small_multiples
from ...telling.kit.folds import group_name, grouped
from ...telling.kit.names import target_titles
from ...telling.kit.picture import drawing_png
from ...telling.kit.progress_table import progress_table
from ...telling.kit.remarks import remark_list
from ...telling.kit.verdict_sentences import sentence_of
from ...telling.kit.wording import pick
from .footnotes import Footnotes
from .layout import CELL, LAYOUTS, Layout, loosened, new_section, numbered, set_up

TITLE = ("{plan}监测评估报告", "Monitoring report: {plan}")
DATED = ("（截至{day}）", "As of {day}")
SECTIONS = {
    "whole": ("总体情况", "The whole"),
    "targets": ("各项目标", "Target by target"),
    "changes": ("近期变化", "What has changed"),
    "watch": ("需要关注的事项", "What to watch"),
    "charts": ("走势和推算", "Course and projection"),
    "method": ("判断的办法", "How verdicts are reached"),
    "table": ("附件：目标进展表", "Annex: progress of the targets"),
    "sources": ("资料来源", "Sources"),
}
EVENTS = ("事件类目标", "Targets that are events")
FIGURE = ("图{n}  {title}（{subtitle}）", "Figure {n}. {title} ({subtitle})")
SAID = ("规划原文：", "The plan says: ")
QUOTES = "；"  # between sentences of a plan, which is in Chinese
FIGURE_WIDTH = 86.0  # mm: three figures with their captions are a page
WIDE = {  # shares of the annex's columns
    "zh": (36, 12, 27, 27, 27, 17, 20, 26, 18, 34),
    "en": (33, 17, 26, 26, 26, 17, 19, 26, 23, 33),
}
SOURCES = (110, 14, 32)


def report_of(found: Comparison, *, lang: str = "zh", day: str):
    """A plan's situation as a Word document; see `writing.write_report`."""
    return _Report(found, lang, day).made()


class _Report:
    """One document under way."""

    def __init__(self, found: Comparison, lang: str, day: str) -> None:
        self.found, self.now, self.lang, self.day = found, found.after, lang, day
        self.layout: Layout = LAYOUTS[lang]
        self.document = Document()
        set_up(self.document, self.layout)
        self.notes = Footnotes(self.document)
        self.counts = [0, 0, 0]

    def made(self):
        now, lang = self.now, self.lang
        self._title()
        self._section("whole", self._whole)
        self._section("targets", self._targets)
        self._section("changes", self._changes)
        self._section("watch", self._watch)
        self._section("charts", self._charts)
        self._section("method", lambda: self._texts(targets.scale_note(lang).parts))
        new_section(self.document, self.layout, wide=True)
        self._heading(pick(SECTIONS["table"], lang), 1, plain=True)
        self._table(progress_table(now.verdicts, now, lang=lang), WIDE[lang])
        new_section(self.document, self.layout, wide=False)
        self._heading(pick(SECTIONS["sources"], lang), 1, plain=True)
        listed = briefing.source_table(
            now.known, now.verdicts, now.plan, now.sources, events=now.events, lang=lang
        )
        self._table(listed.headed, SOURCES)
        self.notes.write()
        about = self.document.core_properties
        about.title, about.author = self._named(), str(now.plan.meta["publisher"] or "")
        about.language = "zh-CN" if lang == "zh" else "en"
        return self.document

    def _named(self) -> str:
        return pick(TITLE, self.lang).format(plan=self.now.plan.meta[f"short_{self.lang}"])

    def _title(self) -> None:
        self.document.add_paragraph(self._named(), style="Title")
        said = pick(DATED, self.lang).format(day=self.now.as_of or self.day)
        line = self.document.add_paragraph(said)
        line.alignment, line.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)

    def _section(self, name: str, fill: Callable[[], None]) -> None:
        self._heading(pick(SECTIONS[name], self.lang), 1)
        fill()

    def _heading(self, text: str, level: int, *, plain: bool = False) -> None:
        if not plain:
            self.counts[level - 1] += 1
            self.counts[level:] = [0] * (3 - level)
            text = numbered(text, level, self.counts[level - 1], self.lang)
        self.document.add_heading(text, level)

    def _texts(self, parts) -> None:
        for part in parts:
            self.document.add_paragraph(str(part))

    def _whole(self) -> None:
        now = self.now
        self._texts(targets.headline(now.verdicts, now.plan, lang=self.lang).parts)
        self._texts(targets.reconciliation(now.verdicts, lang=self.lang).parts)

    def _targets(self) -> None:
        now = self.now
        for group, rows in grouped(now.verdicts, now.plan):
            self._heading(group_name(group, self.lang), 2)
            for text, quotes in told_targets(rows, now, self.lang):
                line = self.document.add_paragraph(text)
                if quotes:
                    self.notes.add(line, pick(SAID, self.lang) + QUOTES.join(quotes))

    def _changes(self) -> None:
        self._texts(what_changed.changed_words(self.found, lang=self.lang).parts)
        self._texts(what_changed.most_moved(self.found, lang=self.lang).parts)

    def _watch(self) -> None:
        now = self.now
        self._texts(briefing.watch_list(now.verdicts, now.plan, lang=self.lang).parts)
        self._texts(remark_list(now, lang=self.lang).parts)

    def _charts(self) -> None:
        now = self.now
        counted = promises(now.verdicts)
        counted = counted[~counted["reading"].isin(EVENT_KINDS)]
        charts = small_multiples(
            now.projections, now.plan, counted, sources=now.sources, lang=self.lang
        ).charts
        for n, chart in enumerate(charts, 1):
            picture = self.document.add_paragraph()
            picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
            loosened(picture)
            picture.paragraph_format.keep_with_next = True
            run = picture.add_run()
            shape = run.add_picture(io.BytesIO(drawing_png(chart.figure)), width=Mm(FIGURE_WIDTH))
            shape._inline.docPr.set("descr", chart.alt)
            told = {"n": n, "title": chart.title, "subtitle": chart.subtitle}
            caption = pick(FIGURE, self.lang).format(**told)
            lines = [text for text in (caption, chart.source) if text]
            for at, text in enumerate(lines, 1):
                line = self.document.add_paragraph(text, style="Caption")
                loosened(line)
                line.paragraph_format.keep_with_next = at < len(lines)
                line.paragraph_format.keep_together = True
            line.paragraph_format.space_after = Pt(6)

    def _table(self, frame: pd.DataFrame, widths: tuple[float, ...]) -> None:
        """A table that can be edited: its heading again on every sheet, no row cut in two.

        It is as wide as the text, whatever its paper.
        """
        section = self.document.sections[-1]
        room = section.page_width - section.left_margin - section.right_margin
        widths = tuple(room / Mm(1) * share / sum(widths) for share in widths)
        table = self.document.add_table(rows=1, cols=len(frame.columns))
        table.style, table.autofit = "Table Grid", False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Mm(wide)
        rows = [list(frame.columns), *frame.astype(str).to_numpy().tolist()]
        for at, cells in enumerate(rows):
            row = table.rows[0] if at == 0 else table.add_row()
            _whole_row(row, heading=at == 0)
            for cell, text, wide in zip(row.cells, cells, widths, strict=True):
                cell.width = Mm(wide)
                line = cell.paragraphs[0]
                line.style = CELL
                line.add_run(text).font.bold = at == 0 or None


def told_targets(rows: pd.DataFrame, now: Situation, lang: str) -> list[tuple[str, list[str]]]:
    """Each target in a sentence, with the plan's own sentences on it."""
    titles = target_titles(now.plan, lang)
    return [
        (sentence_of(v, now, titles[v.target_id], lang=lang), list(dict.fromkeys(v.quotes)))
        for v in rows.itertuples()
    ]


def _whole_row(row, *, heading: bool) -> None:
    about = row._tr.get_or_add_trPr()
    names = ("w:cantSplit", "w:tblHeader") if heading else ("w:cantSplit",)
    for name in names:
        about.append(OxmlElement(name))
    for element in about:
        element.set(qn("w:val"), "true")
