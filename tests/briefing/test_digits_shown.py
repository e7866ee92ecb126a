"""A page and the workbook beside it show the same digits of one value, seen in LibreOffice."""

import csv
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from analysis.briefing.workbook.formats import COMPUTED, PERCENTS, PUBLISHED, number_format
from analysis.records.rounding import rounded
from analysis.telling.kit import wording
from support.tools import needs

TIES = [2.675, 1.005, 0.285, 1.115, 2.5, 0.125, 251.85, 62.5, 0.5, 1.5, 0.05, 0.15, 99.995, 999.5]
UNITS = ("亿元", "家", "%", "件/万人", "倍")
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true"  # UTF-8, cells as shown


def _examples() -> tuple[list[float], list[float]]:
    """Values and shares: those of which formats are known to differ, and many others."""
    values, shares = (
        [*TIES, *(-v for v in TIES), 0.0, 3188.0],
        [v / 1000 for v in range(0, 1300, 5)],
    )
    decimals = st.decimals(-(10**6), 10**6, places=3) | st.decimals(-100, 100, places=4)

    @settings(max_examples=400)
    @given(decimals.map(float) | st.floats(-1e6, 1e6))
    def more_values(value):
        values.append(value)

    @settings(max_examples=200)
    @given(st.decimals(-1, 3, places=4).map(float) | st.floats(-1, 3))
    def more_shares(share):
        shares.append(share)

    more_values()
    more_shares()
    return values, shares


def _cells() -> list[tuple[float, str, str]]:
    """A value, its number format in the workbook, and what the page prints."""
    values, shares = _examples()
    told = []
    for n, value in enumerate(values):
        unit, lang = UNITS[n % len(UNITS)], ("zh", "en")[n % 2]
        tail = "%" * (unit == "%")
        for column in (COMPUTED[0], PUBLISHED[0]):
            observed = column in PUBLISHED
            shown = number_format(column, value, unit, "", lang)
            told.append((value, shown, wording.number(value, unit, lang, observed=observed) + tail))
    for share in shares:
        for column, shown in PERCENTS.items():
            places = len(shown.partition(".")[2].rstrip("%"))
            page = wording.percent(share, places)
            # LibreOffice multiplies in binary before it rounds, Excel does not: 0.285 is its 28 %.
            alike = rounded(share, places, shift=2) == rounded(100 * share, places)
            if alike and page[0] not in "<>":
                told.append((share, number_format(column, share, "", "", "zh"), page))
    return told


def test_a_cell_shows_the_digits_that_the_page_prints(tmp_path):
    office, told = needs("soffice"), _cells()
    book = Workbook()
    for row, (value, shown, _) in enumerate(told, 1):
        book.active.cell(row, 1, value).number_format = shown
    book.save(tmp_path / "digits.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", FILTER, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "digits.xlsx")], check=True, capture_output=True)
    with (tmp_path / "digits.csv").open(encoding="utf-8", newline="") as file:
        seen = [row[0] for row in csv.reader(file)]
    assert len(seen) == len(told) > 1500
    other = [(v, f, s, page) for (v, f, page), s in zip(told, seen, strict=True) if s != page]
    assert other == []


@pytest.mark.parametrize(("value", "page"), [(2.675, "2.68"), (1.005, "1.01"), (0.125, "0.13")])
def test_python_s_own_format_would_have_shown_other_digits(value, page):
    assert wording.number(value, observed=True) == page != f"{value:.2f}"
