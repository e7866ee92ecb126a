"""The report as slides: ten of them, every table and chart the program's own, numbers checked."""

import re

import pptx
import pytest
from pptx.oxml.ns import qn

from analysis.__main__ import main
from analysis.briefing.document import write_report
from analysis.briefing.document.slides import FACES, LINES, course
from analysis.judging.attainment import promises
from analysis.records.errors import PlanDataError
from analysis.telling.kit.names import target_titles
from analysis.telling.kit.progress_table import progress_table

DAY = "2026-11-28"


@pytest.fixture(scope="module")
def decks(year, tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    return {
        lang: pptx.Presentation(write_report(year, folder / f"{lang}.pptx", lang=lang, day=DAY))
        for lang in ("zh", "en")
    }


def words(deck) -> list[str]:
    """The text of every slide, tables too."""
    told = []
    for slide in deck.slides:
        parts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        tables = [s.table for s in slide.shapes if s.has_table]
        parts += [c.text for t in tables for row in t.rows for c in row.cells]
        told.append("\n".join(parts))
    return told


def charts(deck) -> list:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_are_ten_and_each_has_something_below_its_heading(decks, lang):
    deck = decks[lang]
    assert len(deck.slides) == 10
    assert all(len(slide.shapes) > 1 for slide in deck.slides)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left and shape.left + shape.width <= deck.slide_width
            assert 0 <= shape.top and shape.top + shape.height <= deck.slide_height


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_is_that_of_the_report(decks, year, lang):
    told = progress_table(year.after.verdicts, year.after, lang=lang)
    rows = {tuple(r) for r in told.iloc[:, [0, 2, 3, 4, 5, 7]].astype(str).to_numpy()}
    tables = [s.table for slide in decks[lang].slides for s in slide.shapes if s.has_table]
    shown = [tuple(c.text for c in row.cells) for row in list(tables[0].rows)[1:]]
    assert shown and set(shown) <= rows


def test_the_bars_are_the_counts_and_the_odds_of_the_promises(decks, year):
    best = promises(year.after.verdicts)
    counts, odds = charts(decks["zh"])[:2]
    assert sum(counts.plots[0].series[0].values) == len(best)
    open_ = best[best["probability"].notna() & ~best["settled"].astype(bool)]
    drawn = list(odds.plots[0].series[0].values)
    assert drawn == sorted(drawn)
    assert drawn == pytest.approx(sorted(open_["probability"]), abs=0.0051)


def test_a_course_holds_the_values_of_the_situation(decks, year):
    now = year.after
    lines = charts(decks["zh"])[2]
    named = {s.name: list(s.values) for s in lines.plots[0].series}
    assert list(named) == [zh for zh, _ in LINES.values()]
    titles = [w.split("\n")[0] for w in words(decks["zh"])]
    mine = next(t for t in titles if "（家）" in t or "（个）" in t or "亿元" in t)
    target_id = next(i for i, t in target_titles(now.plan, "zh").items() if mine.startswith(t))
    target = now.verdicts[now.verdicts["target_id"] == target_id].iloc[0]
    table = course(now.projections, target)
    for name, (zh, _) in LINES.items():
        drawn = [v for v in named[zh] if v is not None]
        assert drawn == pytest.approx(table[name].dropna().tolist(), abs=0.501), name  # whole units
    assert named[LINES["goal"][0]][-1] == target["target_value"]


def test_a_figure_that_only_bounds_its_year_is_no_point_of_the_line(now):
    firms = now.verdicts.query("target_id == 'F056'").iloc[0]
    table = course(now.projections, firms).set_index("year")
    assert table.loc[2023, "seen"] == 4155 and table["seen"].loc[2024:].isna().all()
    assert table.loc[2025, "low80"] >= 4500 - 0.5  # at least 4,500 are known


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_run_and_chart_names_its_chinese_face(decks, lang):
    for slide in decks[lang].slides:
        for run in slide._element.iter(qn("a:r")):
            faces = [run.rPr.find(qn(tag)).get("typeface") for tag in ("a:latin", "a:ea")]
            assert tuple(faces) == FACES[lang]


def test_english_slides_are_in_english_but_for_the_names_of_sources(decks):
    told = words(decks["en"])
    assert not any(re.search("[一-鿿]", said) for said in told[:-1])


def test_another_ending_is_refused_and_the_command_writes_them(year, tmp_path, capsys):
    with pytest.raises(PlanDataError, match=r"\.docx or \.pptx"):
        write_report(year, tmp_path / "a.odp", lang="zh", day=DAY)
    file = tmp_path / "slides.pptx"
    assert main(["report", str(file), "--lang", "en", "--as-of", "2024-12-31"]) == 0
    assert "written" in capsys.readouterr().out and len(pptx.Presentation(file).slides) == 10
