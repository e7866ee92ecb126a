"""The sheet for whoever owes figures says what, since when, in which form, and what came late."""

import datetime as dt

import openpyxl
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.intake.entries import DATA, REQUESTS
from analysis.intake.lateness import expected
from analysis.intake.owed import missing_rows
from analysis.intake.sheets import write_template
from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from analysis.records.regions import read_regions
from analysis.records.sources import read_sources
from support.shanxi import PLAN, ROOT

TODAY = dt.date(2026, 11, 28)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("owed") / "owed.xlsx"
    plan = load_plan(PLAN, root=ROOT)
    known = read_observations(plan, root=ROOT)
    rows = missing_rows(plan, known, [plan.region], today=TODAY)
    places, sources = read_regions(ROOT, plan.folders), read_sources(ROOT, plan.folders)
    write_template(path, plan, rows, places, sources, observations=known, today=TODAY)
    return openpyxl.load_workbook(path), expected(rows, known, today=TODAY)


def test_every_row_of_the_template_stands_there_with_its_own_row(book):
    made, rows = book
    page, data = made[REQUESTS], made[DATA]
    for at, row in enumerate(rows.itertuples(), 2):
        assert page.cell(at, 1).value == at
        for mine, theirs in ((2, 1), (3, 2), (4, 3), (7, 7)):
            assert page.cell(at, mine).value == data.cell(at, theirs).value
        assert page.cell(at, 5).value == pd.Timestamp(row.expected).to_pydatetime()
        assert (page.cell(at, 6).value or 0) == row.overdue


def test_what_came_late_stands_below_the_newest_first(book):
    made, rows = book
    page = made[REQUESTS]
    title = page.cell(len(rows) + 3, 1).value
    assert title.startswith("近年来得晚的数")
    years = [page.cell(r, 4).value for r in range(len(rows) + 5, page.max_row + 1)]
    assert years == sorted(years, reverse=True)


def test_the_sheet_is_no_data_to_what_reads_the_file_back(tmp_path, capsys):
    path = tmp_path / "t.xlsx"
    assert main(["template", str(path), "--plan", "shanxi-15"]) == 0
    assert REQUESTS in openpyxl.load_workbook(path).sheetnames
    main(["add", str(path), "--plan", "shanxi-15", "--dry-run", "--lang", "en"])
    said = capsys.readouterr()
    assert REQUESTS not in said.out + said.err
