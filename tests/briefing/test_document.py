"""The report as a Word file: the official layout, every number that of the assessment."""

import re
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from analysis.__main__ import main
from analysis.briefing.document import write_report
from analysis.briefing.document.layout import CHARACTERS, LINES, TEXT, chinese, numbered
from analysis.judging.situations import assessment_frame
from analysis.records.errors import PlanDataError
from support.writer import edited

DAY = "2026-11-28"


@pytest.fixture(scope="module")
def reports(year, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    return {
        lang: write_report(year, folder / f"{lang}.docx", lang=lang, day=DAY)
        for lang in ("zh", "en")
    }


@pytest.fixture(scope="module")
def chinese_report(reports):
    return docx.Document(reports["zh"])


def test_paper_and_margins_are_those_of_the_standard(chinese_report):
    """A4, 37 mm above, 28 mm left of a text of 156 by 225 mm (GB/T 9704-2012, 5.2.1)."""
    page = chinese_report.sections[0]
    mm = {
        n: getattr(page, n).mm for n in ("page_width", "page_height", "top_margin", "left_margin")
    }
    assert mm == pytest.approx(
        {"page_width": 210, "page_height": 297, "top_margin": 37, "left_margin": 28}, abs=0.1
    )
    wide = page.page_width - page.left_margin - page.right_margin
    high = page.page_height - page.top_margin - page.bottom_margin
    assert (wide / Mm(1), high / Mm(1)) == pytest.approx((156, 225), abs=0.1)


def test_a_page_holds_22_lines_of_28_characters(chinese_report):
    normal = chinese_report.styles["Normal"]
    line = normal.paragraph_format.line_spacing
    assert LINES * line <= Mm(TEXT[1]) + Pt(0.5) < (LINES + 1) * line
    closer = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    each = normal.font.size.pt + closer
    room = Mm(TEXT[0]).pt
    assert CHARACTERS * each <= room < (CHARACTERS + 1) * each
    assert normal.font.size == Pt(16)


def test_every_style_names_its_chinese_face_and_none_takes_the_themes(chinese_report):
    faces = {
        name: chinese_report.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3")
    }
    assert faces == {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Heading 3": "仿宋_GB2312",
    }
    for fonts in chinese_report.styles.element.iter(qn("w:rFonts")):
        assert not [name for name in fonts.attrib if name.endswith("Theme")]


def test_headings_are_numbered_as_the_standard_has_it(chinese_report):
    heads = [p.text for p in chinese_report.paragraphs if p.style.name == "Heading 1"]
    assert [h[:2] for h in heads[:4]] == ["一、", "二、", "三、", "四、"]
    seconds = [p.text for p in chinese_report.paragraphs if p.style.name == "Heading 2"]
    assert seconds[0].startswith("（一）") and seconds[1].startswith("（二）")
    assert numbered("x", 3, 2, "zh") == "2.x" and numbered("x", 1, 2, "en") == "2. x"
    assert [chinese(n) for n in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]


def test_pages_are_numbered_at_the_outer_edge(chinese_report):
    page = chinese_report.sections[0]
    assert chinese_report.settings.odd_and_even_pages_header_footer
    edges = [f.paragraphs[0].alignment for f in (page.footer, page.even_page_footer)]
    assert [int(e) for e in edges] == [2, 0]
    assert "PAGE" in page.footer.paragraphs[0]._element.xml


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_has_a_row_a_reading_its_heading_again_on_every_sheet_and_no_row_cut(
    reports, year, lang
):
    document = docx.Document(reports[lang])
    table = document.tables[0]
    assert len(table.rows) == len(year.after.verdicts) + 1 and len(table.columns) == 10
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    wide = [s.orientation for s in document.sections]
    assert wide == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def digits(text: str) -> float | None:
    found = re.search(r"-?[\d,]+(?:\.\d+)?", text)
    return float(found[0].replace(",", "")) if found else None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_numbers_of_the_table_are_those_of_the_assessment(reports, year, lang):
    rows = docx.Document(reports[lang]).tables[0].rows[1:]
    told = assessment_frame(year.after)
    for row, (_, v) in zip(rows, told.iterrows(), strict=True):
        cells = [cell.text for cell in row.cells]
        for at, column in ((2, "baseline_value"), (3, "target_value"), (4, "latest_value")):
            if v[column] == v[column] and v["reading"] not in ("event", "coverage", "breakthrough"):
                assert digits(cells[at]) == pytest.approx(float(v[column]), abs=0.005)
        if v["probability"] == v["probability"] and not v["settled"]:
            share = re.search(r"(\d+)%", cells[7])
            assert share and int(share[1]) == pytest.approx(100 * v["probability"], abs=0.501)


def test_every_target_has_the_plans_sentence_as_a_footnote(reports, year):
    with zipfile.ZipFile(reports["zh"]) as held:
        notes = held.read("word/footnotes.xml").decode()
        text = held.read("word/document.xml").decode()
    marks = re.findall(r'<w:footnoteReference w:id="(\d+)"', text)
    assert marks == [str(n) for n in range(1, len(year.after.verdicts) + 1)]
    for quotes in year.after.verdicts["quotes"]:
        assert all(q.replace("&", "&amp;") in notes for q in quotes)


def test_notes_and_cells_are_set_by_style(reports):
    """A note's number and the cells of a row that is added are set by nothing else."""
    for lang, size in (("zh", 9), ("en", 8)):
        document = docx.Document(reports[lang])
        with zipfile.ZipFile(reports[lang]) as held:
            notes = held.read("word/footnotes.xml").decode()
        ids = {document.styles[n].style_id: n for n in ("footnote text", "footnote reference")}
        assert {ids[i] for i in re.findall(r'<w:[pr]Style w:val="(.*?)"', notes)} == set(
            ids.values()
        )
        assert document.styles["footnote reference"].font.superscript
        assert document.styles["footnote text"].font.size == Pt(size)
        for table in document.tables:
            lines = [c.paragraphs[0] for row in table.rows for c in row.cells]
            assert {line.style.name for line in lines} == {"Table Text"}
            assert {run.font.size for line in lines for run in line.runs} == {None}
        assert document.styles["Table Text"].font.size == Pt(size)


def within_the_text(document) -> bool:
    """Whether each table is no wider than the text of its section, nor much narrower."""
    rooms = [s.page_width - s.left_margin - s.right_margin for s in document.sections]
    wide = [sum(cell.width for cell in table.rows[0].cells) for table in document.tables]
    return len(wide) == 2 and all(
        0.98 < table / room < 1.005 for table, room in zip(wide, rooms[1:], strict=True)
    )


def test_tables_are_as_wide_as_the_text_and_three_figures_are_a_page(reports):
    for path in reports.values():
        document = docx.Document(path)
        assert within_the_text(document)
        high = max(shape.height for shape in document.inline_shapes)
        assert 3 * (high + Mm(12)) < Mm(TEXT[1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_edited_in_writer_keeps_its_layout(reports, tmp_path, lang):
    before = docx.Document(reports[lang])
    words = "由没有参加编写的人改过 changed by somebody who was not there"
    path = edited(reports[lang], tmp_path / "edited.docx", words=words, added="added 新增")
    after = docx.Document(path)
    table, old = after.tables[0], before.tables[0]
    assert len(table.rows) == len(old.rows) + 2 and table.rows[2].cells[-1].text == words
    assert [c.text for c in table.rows[1].cells] == [c.text for c in old.rows[1].cells]
    for row in (table.rows[2], *table.rows[-2:]):
        for cell in row.cells:
            line = cell.paragraphs[0]
            assert line.style.name == "Table Text" and line.runs[0].font.size is None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert within_the_text(after)
    margins = ("page_width", "page_height", "left_margin", "right_margin", "top_margin")
    for one, other in zip(before.sections, after.sections, strict=True):
        for name in margins:
            assert getattr(other, name).mm == pytest.approx(getattr(one, name).mm, abs=0.2), name
        assert "PAGE" in other.footer._element.xml and one.orientation == other.orientation
    with zipfile.ZipFile(path) as held, zipfile.ZipFile(reports[lang]) as was:
        counts = [h.read("word/footnotes.xml").count(b"<w:footnoteRef") for h in (held, was)]
    assert counts[0] == counts[1] > 0
    faces = "Normal", "Title", "Table Text"
    for name in faces:
        mine, theirs = (d.styles[name].element.rPr.rFonts for d in (before, after))
        assert mine.get(qn("w:eastAsia")) == theirs.get(qn("w:eastAsia"))


def test_charts_stand_with_a_caption_a_source_and_words_for_who_cannot_see_them(reports):
    document = docx.Document(reports["zh"])
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    figures = [c for c in captions if c.startswith("图")]
    assert len(document.inline_shapes) == len(figures) > 0
    assert [c.split()[0] for c in figures] == [f"图{n}" for n in range(1, len(figures) + 1)]
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)


def test_english_pages_are_in_english_but_for_the_plans_words_and_names_of_sources(reports):
    document = docx.Document(reports["en"])
    heads = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert heads and not re.search("[一-鿿]", " ".join(heads))


def test_a_file_that_may_have_been_edited_is_not_replaced_unasked(year, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"mine")
    with pytest.raises(PlanDataError, match="already"):
        write_report(year, path, day=DAY)
    assert path.read_bytes() == b"mine"
    with pytest.raises(PlanDataError, match=r"\.docx"):
        write_report(year, tmp_path / "a.doc", day=DAY)
    write_report(year, path, day=DAY, overwrite=True)
    assert docx.Document(path).paragraphs[0].style.name == "Title"


def test_the_command_writes_it(tmp_path, capsys):
    path = tmp_path / "r.docx"
    assert main(["report", str(path), "--lang", "en", "--as-of", "2023-12-31"]) == 0
    assert "written" in capsys.readouterr().out
    assert any("As of 2023-12-31" in p.text for p in docx.Document(path).paragraphs)
