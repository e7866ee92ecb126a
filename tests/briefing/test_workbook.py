"""The workbook: right numbers, no formula from data, native charts, opened by LibreOffice."""

import dataclasses
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from analysis.briefing.workbook import write_workbook
from analysis.briefing.workbook.words import SHEETS
from analysis.judging.questions import main_indicators
from analysis.judging.situations import assessment_frame
from analysis.records.vintages import revisions
from analysis.telling.kit import wording
from analysis.telling.kit.statuses import STATUSES
from support.tools import needs

LANGUAGES = ("zh", "en")
HOSTILE = "=1+1"
ATTACKS = (
    '=HYPERLINK("javascript:alert(1)")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    '<script>alert("x")</script>',
    '" onerror=x',
    "\u202egnp.exe",
    "\x07bell",
)


@pytest.fixture(scope="module")
def files(now, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("books")
    return {lang: write_workbook(now, folder / f"{lang}.xlsx", lang=lang) for lang in LANGUAGES}


@cache
def opened(path: Path):
    return load_workbook(path)


def sheet(path: Path, key: str, lang: str):
    return opened(path)[SHEETS[key][LANGUAGES.index(lang)]]


def column(page, heading: str) -> list:
    """The cells below a heading."""
    heads = [c.value for c in page[1]]
    return [row[heads.index(heading)] for row in page.iter_rows(min_row=2)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_verdict_is_a_row_with_the_numbers_of_assessment_csv(files, now, lang):
    page = sheet(files[lang], "verdicts", lang)
    rows = assessment_frame(now)
    headings = {
        "target_value": ("目标", "Target"),
        "latest_value": ("最新", "Latest"),
        "probability": ("达标概率", "Probability"),
        "share_travelled": ("已走路程", "Share of the way"),
        "projected": ("到期推算", "Projected at deadline"),
        "target_id": ("目标编码", "Target id"),
    }
    for name, pair in headings.items():
        shown = [c.value for c in column(page, wording.pick(pair, lang))]
        for held, expected in zip(shown, rows[name], strict=True):
            assert held == (None if pd.isna(expected) else pytest.approx(expected))


def test_cells_show_the_digits_of_the_briefing(files, now):
    page = sheet(files["zh"], "verdicts", "zh")
    firms = [i for i, c in enumerate(column(page, "指标")) if c.value == "高新技术企业"]
    formats = {column(page, "目标")[i].number_format for i in firms}
    assert formats == {'"≥"0'}
    money = [i for i, c in enumerate(column(page, "指标")) if c.value == "R&D经费"]
    assert {column(page, "到期推算")[i].number_format for i in money} == {"0.0"}
    assert {c.number_format for c in column(page, "达标概率") if c.value is not None} == {"0%"}
    literacy = [i for i, c in enumerate(column(page, "指标")) if "科学素质" in str(c.value)]
    assert {column(page, "最新")[i].number_format for i in literacy} == {'0.00"%"'}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_observations_carry_their_sources_and_say_which_are_used(files, now, lang):
    page = sheet(files[lang], "observations", lang)
    assert page.max_row == 1 + len(now.observations)
    used = [c.value for c in column(page, wording.pick(("采用", "Used"), lang))]
    assert used.count("✓") == len(now.known)
    named = [c.value for c in column(page, wording.pick(("来源", "Source"), lang))]
    assert set(named) == {wording.plain(now.sources[s]) for s in now.observations["source_id"]}


def test_revisions_and_projections_are_all_there(files, now):
    assert sheet(files["zh"], "revisions", "zh").max_row == 1 + len(revisions(now.observations))
    assert sheet(files["en"], "projections", "en").max_row == 1 + len(now.projections)


TABLES = ("verdicts", "projections", "observations", "revisions")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_are_frozen_filtered_and_print_on_a4(files, lang):
    for key in TABLES:
        page = sheet(files[lang], key, lang)
        assert page.freeze_panes and page.auto_filter.ref
        assert int(page.page_setup.paperSize) == 9
        assert page.print_title_rows == "$1:$1"
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        for letter in "ABC":
            assert 6 < page.column_dimensions[letter].width <= 46


def printed_scale(page) -> float:
    """How small a sheet is printed, in a font whose digit is 7 pixels of 96 an inch."""
    last = page[page.print_area.split(":")[1].replace("$", "")]
    letters = [get_column_letter(at) for at in range(1, last.column + 1)]
    wide = sum(page.column_dimensions[letter].width * 7 + 5 for letter in letters)
    across = page.page_setup.orientation == "landscape"
    margins = page.page_margins.left + page.page_margins.right
    return ((297 if across else 210) / 25.4 - margins) * 96 / wide


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_is_one_page_wide_and_can_be_read_on_paper(files, lang):
    """Six tenths of 10 points; a wide table lies across, what has room stands upright."""
    for page in opened(files[lang]):
        assert page.print_area, page.title
        assert printed_scale(page) >= 0.6, page.title
    across = {key: sheet(files[lang], key, lang).page_setup.orientation for key in TABLES}
    assert across["verdicts"] == "landscape" and across["projections"] == "portrait"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_rows_are_printed_and_chart_data_are_parted_between_tables(files, now, lang):
    for key in (*TABLES, "notes", "data", "index"):
        page = sheet(files[lang], key, lang)
        assert page.print_area.endswith(f"${page.max_row}"), key
    data = sheet(files[lang], "data", lang)
    assert data.row_breaks.brk
    for parted in data.row_breaks.brk:
        assert data.cell(parted.id, 1).value is None and data.cell(parted.id + 1, 1).font.b


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_sheet_leads_to_every_other_and_each_leads_back(files, lang):
    book = opened(files[lang])
    first = book.worksheets[0]
    assert first.title == SHEETS["index"][LANGUAGES.index(lang)] and book.active is first
    links = {c.value: c.hyperlink.location for c in first["A"] if c.hyperlink}
    assert links == {page.title: f"'{page.title}'!A1" for page in book.worksheets[1:]}
    assert all(first.cell(c.row, 2).value for c in first["A"] if c.hyperlink)
    for page in book.worksheets[1:]:
        assert page["A1"].hyperlink.location == f"'{first.title}'!A1" and page["A1"].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_footers_stand_inside_their_margin_and_keep_their_size(files, lang):
    for page in opened(files[lang]):
        margins = page.page_margins
        for edge, margin in ((margins.header, margins.top), (margins.footer, margins.bottom)):
            assert edge >= 0.25 and margin - edge >= 0.3  # printers reach 0.25; a line is 0.15
        assert page.HeaderFooter.scaleWithDoc is False
        assert page.oddFooter.left.text and page.oddFooter.right.text == "&P / &N"


def test_rows_have_room_for_their_lines():
    """A column of 12 holds 10: ten thousand people is three lines of it, five hanzi are one."""
    from analysis.briefing.workbook.formats import lines_taken

    assert lines_taken("ten thousand people", 12) == 3
    assert [lines_taken("山" * n, 12) for n in (5, 6, 11)] == [1, 2, 3]
    assert [lines_taken("a" * n, 12) for n in (11, 12)] == [1, 2]
    assert lines_taken("一\n二", 12) == 2 and lines_taken("", 12) == 1


def test_columns_are_wide_enough_for_chinese():
    """Ten hanzi take twenty columns."""
    from analysis.briefing.workbook.formats import shown_width

    assert shown_width("国家级重点实验室数量") == 20 and shown_width("R&D") == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_status_has_a_conditional_format(files, lang):
    page = sheet(files[lang], "verdicts", lang)
    rules = [r for area in page.conditional_formatting for r in area.rules]
    wanted = {f'"{s["mark"]} {s[f"name_{lang}"]}"' for _, s in STATUSES.iterrows()}
    assert {r.formula[0] for r in rules if r.type == "cellIs"} == wanted
    cells = {c.value for c in column(page, wording.pick(("判断", "Verdict"), lang))}
    assert {f'"{c}"' for c in cells} <= wanted


def test_each_main_indicator_has_a_native_chart_and_a_picture_with_words(files, now):
    with zipfile.ZipFile(files["zh"]) as book:
        names = book.namelist()
        drawings = "".join(
            book.read(n).decode() for n in names if n.startswith("xl/drawings/drawing")
        )
    count = len(main_indicators(now))
    assert count >= 5
    assert len([n for n in names if n.startswith("xl/charts/chart")]) == count
    assert len([n for n in names if n.startswith("xl/media/")]) == count
    assert len(re.findall(r'cNvPr [^>]*descr="[^"]*\d[^"]*"', drawings)) == 2 * count


def test_the_same_situation_gives_the_same_bytes(now, tmp_path):
    """Of two indicators: every sheet, and more than one chart of each kind."""
    few = main_indicators(now)[:2]

    def of_these(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["indicator_id"].isin(few)].reset_index(drop=True)

    names = ("observations", "known", "projections", "verdicts")
    told = dataclasses.replace(now, **{n: of_these(getattr(now, n)) for n in names})
    assert main_indicators(told) == few
    first, again = (
        write_workbook(told, tmp_path / f"{name}.xlsx", lang="en") for name in ("first", "again")
    )
    assert again.read_bytes() == first.read_bytes()


def attacked(now):
    """The situation with attacks for names, titles and quotes."""
    indicators = now.plan.indicators.assign(
        name_zh=[ATTACKS[i % len(ATTACKS)] for i in range(len(now.plan.indicators))],
        name_en=HOSTILE,
    )
    return dataclasses.replace(
        now,
        plan=dataclasses.replace(
            now.plan,
            indicators=indicators,
            meta={**now.plan.meta, "short_zh": "=R&D", "title": ATTACKS[0]},
        ),
        sources={s: ATTACKS[i % len(ATTACKS)] for i, s in enumerate(now.sources)},
        observations=now.observations.assign(quote=ATTACKS[2]),
        verdicts=now.verdicts.assign(quotes=[(ATTACKS[3],)] * len(now.verdicts)),
    )


@pytest.fixture(scope="module")
def hostile(now, tmp_path_factory) -> Path:
    return write_workbook(attacked(now), tmp_path_factory.mktemp("hostile") / "a.xlsx", lang="zh")


def test_no_cell_is_a_formula_whatever_the_data_say(hostile):
    with zipfile.ZipFile(hostile) as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        for name in sheets:
            content = book.read(name).decode()
            assert "<f>" not in content and "<f " not in content
            # The links are ours, from sheet to sheet, and none leads out of the file.
            assert all(" location=" in link for link in re.findall("<hyperlink [^>]*>", content))
        assert not [n for n in book.namelist() if b"relationships/hyperlink" in book.read(n)]
    names = {c.value for c in column(sheet(hostile, "verdicts", "zh"), "指标")}
    assert any(str(n).startswith("=HYPERLINK") for n in names)


def converted(path: Path, kind: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [
            needs("soffice"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(path),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    # That no Java runtime was found says nothing of the file.
    said = [s for s in done.stderr.splitlines() if s.strip() and "java" not in s.lower()]
    assert done.returncode == 0 and said == []
    return folder / f"{path.stem}.{kind}"


@pytest.mark.parametrize("attack", [False, True])
def test_libreoffice_opens_it_without_a_word_and_keeps_its_charts(
    files, hostile, now, tmp_path, attack
):
    path = hostile if attack else files["zh"]
    saved = converted(path, "xlsx", tmp_path / "office")
    with zipfile.ZipFile(saved) as book:
        charts = [n for n in book.namelist() if re.match(r"xl/charts/chart\d+\.xml", n)]
        pictures = [n for n in book.namelist() if n.startswith("xl/media/")]
        formulas = [
            n
            for n in book.namelist()
            if n.startswith("xl/worksheets/sheet") and re.search(rb"<f[ >]", book.read(n))
        ]
    assert len(charts) == len(pictures) == len(main_indicators(now))
    assert formulas == []
    page = sheet(saved, "verdicts", "zh")
    probabilities = [c.value for c in column(page, "达标概率")]
    expected = [None if np.isnan(p) else p for p in now.verdicts["probability"]]
    assert probabilities == [None if e is None else pytest.approx(e) for e in expected]


WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')


def words(paper: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """The words of each sheet with the box of each, in points."""
    done = subprocess.run(
        [needs("pdftotext"), "-bbox", str(paper), "-"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return [
        [(*map(float, found[:4]), found[4]) for found in WORD.findall(page)]
        for page in done.stdout.split("<page ")[1:]
    ]


def overprinted(page: list) -> list[tuple[str, str]]:
    """Words between the margins of which one covers more than a third of the other's height."""
    met = []
    low = max(foot for *_, foot, _ in page) - 20  # the footer's line, which a page always has
    ordered = sorted((w for w in page if w[3] < low), key=lambda w: w[1])
    for at, (left, top, right, foot, word) in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other[1] > foot:
                break
            beside = min(right, other[2]) - max(left, other[0])
            below = min(foot, other[3]) - max(top, other[1])
            if beside > 1 and below > 0.35 * min(foot - top, other[3] - other[1]):
                met.append((word, other[4]))
    return met


@pytest.fixture(scope="module")
def on_paper(files, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("paper")
    return {lang: converted(files[lang], "pdf", folder / lang) for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_paper_nothing_is_overprinted_tiny_or_cut(on_paper, files, now, lang):
    """LibreOffice's sheets: 35 rows on one, type from six points, header and number on each."""
    sheets = words(on_paper[lang])
    titles = SHEETS.values()
    assert len(sheets) <= 10 + (len(now.observations) + len(now.projections)) / 35
    for number, sheet_words in enumerate(sheets, 1):
        assert overprinted(sheet_words) == [], number
        assert min(foot - top for _, top, _, foot, _ in sheet_words) > 6, number
        text = " ".join(word for *_, word in sheet_words)
        assert f"{number} / {len(sheets)}" in text and wording.day(now.vintage) in text
        assert any(pair[LANGUAGES.index(lang)] in text for pair in titles)


def test_overprinted_words_are_seen(files, tmp_path):
    """The test above can fail: with rows too low, lines of a cell run into the next."""
    book = load_workbook(files["zh"])
    for page in book:
        for row in page.row_dimensions.values():
            row.height = 9
    book.save(tmp_path / "low.xlsx")
    sheets = words(converted(tmp_path / "low.xlsx", "pdf", tmp_path / "office"))
    assert any(overprinted(found) for found in sheets)
