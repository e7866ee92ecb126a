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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_are_frozen_filtered_and_print_on_a4(files, lang):
    for key in ("verdicts", "projections", "observations", "revisions"):
        page = sheet(files[lang], key, lang)
        assert page.freeze_panes and page.auto_filter.ref
        assert int(page.page_setup.paperSize) == 9
        assert page.page_setup.orientation == "landscape"
        assert page.print_title_rows == "$1:$1"
        for letter in "ABC":
            assert 6 < page.column_dimensions[letter].width <= 46


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
            assert "<hyperlink" not in content
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


@pytest.mark.slow
def test_it_prints_to_pdf(files, tmp_path):
    assert converted(files["en"], "pdf", tmp_path / "office").read_bytes().startswith(b"%PDF")
