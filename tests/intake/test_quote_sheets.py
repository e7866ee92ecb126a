"""Sentences on the template's own sheet come in through `add`, as `quote` reads them."""

from pathlib import Path

import openpyxl
import pytest

from analysis.intake.adding import add_file
from analysis.intake.entries import QUOTES
from analysis.intake.known import Given
from analysis.intake.owed import missing_rows
from analysis.intake.quotes import quote_rows
from analysis.intake.sheets import write_template
from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from analysis.records.regions import read_regions
from analysis.records.sources import read_sources
from support.shanxi import FEW, PLAN, TODAY, store
from support.workbooks import SOURCE

SENTENCE = "2024年，太原市高新技术企业达到2105家，比上年增长5.8%。"
SAID = ["indicator_id", "region", "year", "value", "low", "high", "qualifier", "quote"]


@pytest.fixture
def root(tmp_path) -> Path:
    return store(tmp_path / "project", FEW)


def filled(root: Path, path: Path, *rows: tuple) -> Path:
    """The template, with these rows (quote, source, region, year, published, take) filled in."""
    plan = load_plan(PLAN, root=root)
    places = read_regions(root, plan.folders)
    known = read_observations(plan, root=root, today=TODAY)
    owed = missing_rows(plan, known, [plan.region], today=TODAY)
    write_template(path, plan, owed, places, read_sources(root, plan.folders))
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            book[QUOTES].cell(number, column).value = value
    book.save(path)
    return path


def add(path: Path, root: Path, **options):
    return add_file(path, plan=PLAN, root=root, today=TODAY, **options)


def test_a_sentence_of_the_template_proposes_what_quote_proposes(root, tmp_path):
    path = filled(root, tmp_path / "a.xlsx", (SENTENCE, SOURCE))
    asked = add(path, root)
    by_quote = quote_rows(SENTENCE, plan=PLAN, given=Given(source=SOURCE), root=root, today=TODAY)
    rows, same = (found.observations[SAID] for found in (asked.found, by_quote.found))
    assert rows.to_dict("records") == same.to_dict("records")
    assert len(rows) == 2 and asked.addition is None
    assert [f.place for f in asked.findings if f.code == "proposed"] == ["A2", "A2"]
    done = add(path, root, accept=True)
    assert done.addition.rows == 2


def test_only_the_proposals_that_are_named_are_taken_and_the_row_says_what_the_quote_does_not(
    root, tmp_path
):
    row = ("高新技术企业达到2105家，比上年增长5.8%。", SOURCE, "太原市", 2024, None, 1)
    found = add(filled(root, tmp_path / "a.xlsx", row), root).found.observations
    assert found[["region", "year", "value"]].values.tolist() == [["140100", "2024", "2105"]]


def test_a_sentence_of_which_nothing_is_read_stops_with_its_cell(root, tmp_path):
    done = add(filled(root, tmp_path / "a.xlsx", ("科技创新成效显著。", SOURCE)), root, accept=True)
    assert [(f.code, f.place) for f in done.findings if f.level == "error"] == [("no-quote", "A2")]
    assert done.addition is None
