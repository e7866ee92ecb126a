"""Ten slides: the answer, the targets' progress, charts and tables to be edited, the sources."""

from __future__ import annotations

import pandas as pd
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from ...judging.attainment import EVENT_KINDS, STATUS_CODES, promises
from ...judging.changes import Comparison
from ...records.rounding import rounded
from ...records.units import unit_of
from ...telling import briefing, targets, what_changed
from ...telling.kit import wording
from ...telling.kit.marks import points_and_bounds
from ...telling.kit.names import indicator_units, status_name, target_titles
from ...telling.kit.progress_table import COLUMNS, progress_table
from ...telling.kit.verdict_sentences import sentence_of
from ...telling.kit.wording import HANZI, pick
from .layout import MM
from .report import DATED, SECTIONS, TITLE

WIDE, HIGH, EDGE = 338.7, 190.5, 14.0  # mm of a slide of 16 by 9, and its margin
TOP = 34.0  # mm, where what stands below a heading begins
FACES = {"zh": ("Arial", "微软雅黑"), "en": ("Arial", "Noto Sans CJK SC")}
CHARTED = 3  # slides with the course of one target each
ROWS = 9  # of a table on one slide
SHOWN = ("name", "baseline", "target", "latest", "growth", "status")  # of the progress table
SHARES = (86.0, 40.0, 44.0, 44.0, 44.0, 52.0)  # mm of their columns
INK, BAND, GOAL, GRID = "1C5D8C", "8DB4CE", "B3261E", "D9D9D9"
LINES = {
    "seen": ("已公布", "Published"),
    "middle": ("推算（中位）", "Projected (median)"),
    "low80": ("80%区间下限", "80% interval, low"),
    "high80": ("80%区间上限", "80% interval, high"),
    "goal": ("目标", "Target"),
}
HEADS = {
    "counts": ("判断", "Verdicts"),
    "odds": ("还没有结果的目标：达到的概率", "Targets without an outcome: probability"),
    "progress": ("目标进展（{n}/{all}）", "Progress of the targets ({n} of {all})"),
    "rest": ("另有{n}项，见报告附件。", "{n} more stand in the report's annex."),
}


def slides_of(found: Comparison, *, lang: str = "zh", day: str) -> Presentation:
    """A plan's situation as slides; charts and tables are the program's own and can be edited.

    Parameters
    ----------
    found : Comparison
        The situation told, and the one before it.
    day : str
        The day they are written, YYYY-MM-DD.
    """
    return _Slides(found, lang, day).made()


class _Slides:
    """Slides under way."""

    def __init__(self, found: Comparison, lang: str, day: str) -> None:
        self.found, self.now, self.lang, self.day = found, found.after, lang, day
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Mm(WIDE), Mm(HIGH)

    def made(self) -> Presentation:
        now, lang = self.now, self.lang
        self._title()
        best = promises(now.verdicts)
        self._whole(best)
        self._odds(best)
        self._progress(best)
        for _, target in _uncertain(best).iterrows():
            self._course(target)
        changed = (
            *what_changed.changed_words(self.found, lang=lang).parts,
            *what_changed.most_moved(self.found, lang=lang).parts,
        )
        self._text(pick(SECTIONS["changes"], lang), changed)
        watched = briefing.watch_list(now.verdicts, now.plan, lang=lang).parts
        self._text(pick(SECTIONS["watch"], lang), watched)
        self._sources()
        about = self.file.core_properties
        about.title, about.author = self._named(), str(now.plan.meta["publisher"] or "")
        about.language = "zh-CN" if lang == "zh" else "en"
        return self.file

    def _named(self) -> str:
        return pick(TITLE, self.lang).format(plan=self.now.plan.meta[f"short_{self.lang}"])

    def _slide(self, title: str):
        slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = Mm(EDGE), Mm(8), Mm(WIDE - 2 * EDGE), Mm(22)
        self._fill(head.text_frame, [title], 26, bold=True)
        return slide

    def _title(self) -> None:
        slide = self._slide(self._named())
        head = slide.shapes.title
        head.top, head.height = Mm(60), Mm(36)
        said = [
            pick(DATED, self.lang).format(day=self.now.as_of or self.day),
            str(self.now.plan.meta["title" if self.lang == "zh" else "title_en"]),
        ]
        box = slide.shapes.add_textbox(Mm(EDGE), Mm(100), Mm(WIDE - 2 * EDGE), Mm(40))
        self._fill(box.text_frame, said, 18)

    def _text(self, title: str, parts, *, high: float = HIGH - TOP - 10):
        slide = self._slide(title)
        box = slide.shapes.add_textbox(Mm(EDGE), Mm(TOP), Mm(WIDE - 2 * EDGE), Mm(high))
        lines = [str(part) for part in parts]
        self._fill(box.text_frame, lines, _fitting(lines, high))
        return slide

    def _fill(self, frame, lines: list[str], size: float, *, bold: bool = False) -> None:
        frame.word_wrap = True
        for n, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size * 0.4)
            run = paragraph.add_run()
            run.text = line
            run.font.size, run.font.bold = Pt(size), bold
            _set_face(run.font._element, self.lang)

    def _chart(self, slide, kind, data: CategoryChartData, *, top: float = TOP):
        box = (Mm(EDGE), Mm(top), Mm(WIDE - 2 * EDGE), Mm(HIGH - top - 8))
        chart = slide.shapes.add_chart(kind, *box, data).chart
        chart.font.size = Pt(12)
        _set_face(chart.font._element, self.lang)
        chart.has_title = False
        line = chart.value_axis.major_gridlines.format.line
        line.color.rgb, line.width = RGBColor.from_string(GRID), Pt(0.5)
        return chart

    def _whole(self, best: pd.DataFrame) -> None:
        """The answer in words, and how many promises there are of each verdict."""
        lines = targets.headline(self.now.verdicts, self.now.plan, lang=self.lang).parts
        high = 64.0
        slide = self._text(pick(SECTIONS["whole"], self.lang), lines, high=high)
        counts = best["status"].value_counts()
        codes = [code for code in STATUS_CODES if code in counts]
        data = CategoryChartData()
        data.categories = [status_name(code, self.lang) for code in codes]
        data.add_series(pick(HEADS["counts"], self.lang), [int(counts[c]) for c in codes])
        chart = self._chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, data, top=TOP + high)
        chart.has_legend, chart.value_axis.visible = False, False
        chart.value_axis.has_major_gridlines = False
        _label(chart, "0")

    def _odds(self, best: pd.DataFrame) -> None:
        """The chance of each promise that has one and no outcome, the likeliest first."""
        rows = best[best["probability"].notna() & ~best["settled"].astype(bool)]
        slide = self._slide(pick(HEADS["odds"], self.lang))
        if rows.empty:
            return
        rows = rows.sort_values("probability")  # a bar chart is read from below
        titles = target_titles(self.now.plan, self.lang)
        data = CategoryChartData(number_format="0%")
        data.categories = [str(titles[t]) for t in rows["target_id"]]
        odds = [float(rounded(p, 2)) for p in rows["probability"]]
        data.add_series(pick(HEADS["odds"], self.lang), odds)
        chart = self._chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
        chart.has_legend = False
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 1
        chart.value_axis.tick_labels.number_format = "0%"
        chart.value_axis.tick_labels.number_format_is_linked = False
        _label(chart, "0%")

    def _progress(self, best: pd.DataFrame) -> None:
        """The counted promises with their numbers as the report's annex has them."""
        counted = best[~best["reading"].isin(EVENT_KINDS)]
        known = counted[counted["latest_value"].notna()]
        told = progress_table(known, self.now, lang=self.lang)
        told = told[[pick(COLUMNS[c], self.lang) for c in SHOWN]].head(ROWS)
        title = pick(HEADS["progress"], self.lang).format(n=len(told), all=len(best))
        slide = self._slide(title)
        self._table(slide, told, SHARES)
        self._more(slide, len(best) - len(told))

    def _more(self, slide, n: int) -> None:
        """How many rows a table has no room for, and where they stand."""
        if n > 0:
            box = slide.shapes.add_textbox(Mm(EDGE), Mm(HIGH - 14), Mm(WIDE - 2 * EDGE), Mm(10))
            self._fill(box.text_frame, [pick(HEADS["rest"], self.lang).format(n=n)], 12)

    def _table(self, slide, frame: pd.DataFrame, widths: tuple[float, ...]) -> None:
        size = (Mm(EDGE), Mm(TOP), Mm(sum(widths)), Mm(12 * (len(frame) + 1)))
        table = slide.shapes.add_table(len(frame) + 1, len(frame.columns), *size).table
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Mm(wide)
        rows = [list(frame.columns), *frame.astype(str).to_numpy().tolist()]
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                self._fill(cell.text_frame, [text], 12)

    def _course(self, target: pd.Series) -> None:
        """Published years, the projection with its interval, and the target as lines."""
        unit = indicator_units(self.now.plan)[target["indicator_id"]]
        rows = course(self.now.projections, target)
        places = unit_of(unit).decimals
        data = CategoryChartData(number_format="General")
        data.categories = [wording.year(y) for y in rows["year"]]
        for name, said in LINES.items():
            values = [None if pd.isna(v) else float(rounded(v, places)) for v in rows[name]]
            data.add_series(pick(said, self.lang), values)
        title = str(target_titles(self.now.plan, self.lang)[target["target_id"]])
        name = wording.unit_name(unit, self.lang)
        head = pick((f"{title}（{name}）", f"{title} ({name})"), self.lang)
        said = sentence_of(next(target.to_frame().T.itertuples()), self.now, title, lang=self.lang)
        slide = self._text(head, [said], high=16.0)
        chart = self._chart(slide, XL_CHART_TYPE.LINE_MARKERS, data, top=TOP + 18)
        _draw(chart)
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False

    def _sources(self) -> None:
        now = self.now
        listed = briefing.source_table(
            now.known, now.verdicts, now.plan, now.sources, events=now.events, lang=self.lang
        ).headed
        slide = self._slide(pick(SECTIONS["sources"], self.lang))
        newest = pd.concat([listed.head(1), listed.iloc[1:].tail(ROWS - 1)])  # the plan comes first
        self._table(slide, newest, (220.0, 20.0, 60.0))
        self._more(slide, len(listed) - len(newest))


def course(projections: pd.DataFrame, target: pd.Series) -> pd.DataFrame:
    """The lines of a target's chart.

    Returns
    -------
    DataFrame
        A row a year from the first published to the deadline: year, seen, middle, low80, high80
        (the three from the last published year on, where they meet it), goal (in the deadline's
        year). A figure that only bounds its year is left out.
    """
    mine = projections[projections["indicator_id"] == target["indicator_id"]]
    mine = mine[mine["value"].notna() & (mine["year"] <= target["deadline"])]
    points, _ = points_and_bounds(mine)  # a mere bound is no point of a line
    seen = points.set_index("year")["value"].astype(float)
    ahead = mine[mine["kind"] == "projected"].set_index("year")
    years = range(int(mine["year"].min()), int(target["deadline"]) + 1)
    table = pd.DataFrame(index=pd.Index(years, name="year"))
    table["seen"] = seen.reindex(table.index)
    for name, column in (("middle", "value"), ("low80", "low80"), ("high80", "high80")):
        table[name] = ahead[column].astype(float).reindex(table.index)
        if len(ahead):
            last = seen.index[seen.index < ahead.index.min()].max()
            table.loc[last, name] = seen.get(last)
    table["goal"] = float("nan")
    table.loc[int(target["deadline"]), "goal"] = float(target["target_value"])
    return table.reset_index()


def _uncertain(best: pd.DataFrame) -> pd.DataFrame:
    """The open promises of a level whose chance is nearest to one half."""
    level = best["measure"].eq("level") & best["target_value"].notna()
    rows = best[best["probability"].notna() & ~best["settled"].astype(bool) & level]
    near = (rows["probability"].astype(float) - 0.5).abs()
    return rows.loc[near.sort_values(kind="stable").index[:CHARTED]]


def _fitting(lines: list[str], high: float) -> float:
    """Points that let so much text stand in a box so high (mm) and as wide as a slide."""
    for size in (20.0, 18.0, 16.0, 14.0, 12.0):
        across = (WIDE - 2 * EDGE) * MM / size  # a Chinese character is as wide as it is high
        rows = sum(-(-_ems(line) // across) for line in lines)
        if rows * size * 1.3 + len(lines) * size * 0.4 <= high * MM:
            return size
    return 11.0


def _ems(text: str) -> float:
    """How wide a line is, in the height of its letters."""
    return sum(1.0 if HANZI.match(c) or c in "，。；：、（）“”" else 0.55 for c in text)


def _draw(chart) -> None:
    """Published in full, projected dashed, the interval thin, the target a mark alone."""
    ways = {"seen": (INK, 2.5, None), "middle": (INK, 2.0, MSO_LINE.DASH)}
    ways |= {name: (BAND, 1.25, None) for name in ("low80", "high80")}
    for series, name in zip(chart.plots[0].series, LINES, strict=True):
        series.smooth = False
        ink, width, dash = ways.get(name, (GOAL, 1.0, None))
        colour = RGBColor.from_string(ink)
        series.format.line.color.rgb, series.format.line.width = colour, Pt(width)
        if dash:
            series.format.line.dash_style = dash
        marker = series.marker
        goal = name == "goal"
        shapes = {"seen": XL_MARKER_STYLE.CIRCLE, "goal": XL_MARKER_STYLE.DIAMOND}
        marker.style, marker.size = shapes.get(name, XL_MARKER_STYLE.NONE), 12 if goal else 6
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = colour


def _label(chart, form: str) -> None:
    plot = chart.plots[0]
    plot.has_data_labels, plot.gap_width = True, 60
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = form, False


def _set_face(properties, lang: str) -> None:
    """The Latin and the Chinese face of a run or a chart."""
    for tag, name in zip(("a:latin", "a:ea"), FACES[lang], strict=True):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        made = properties.makeelement(qn(tag), {"typeface": name})
        properties.append(made)
