"""What the documents say of the code and of measured figures is made from them."""

import re

import pandas as pd

from analysis.projection.reference import read_reference
from support.scripts import script
from support.shanxi import ROOT


def test_measured_figures_are_those_of_their_tables():
    quoting = script("quote_figures")
    for name in quoting.PAGES:
        page = (ROOT / name).read_text("utf-8")
        assert "<!-- figures: end -->" in page
        assert quoting.with_figures(page) == page, "run scripts/quote_figures.py"


def test_a_figure_that_was_changed_by_hand_is_put_right():
    quoting = script("quote_figures")
    page = (ROOT / "README.md").read_text("utf-8")
    block = next(b for b in quoting.BLOCK.finditer(page) if re.search(r"\d+ %", b[0]))
    wrong = re.sub(r"\d+ %", "100 %", block[0])
    changed = page.replace(block[0], wrong)
    assert changed != page and quoting.with_figures(changed) == page


# What was measured: a time, a memory, a ratio. Bounds and chances that are asked for are none.
MEASURED = re.compile(r"\b\d[\d,.]* ?(s|seconds|minutes|GB|GiB|MB)\b|\b\d+\.\d+ times\b")


def test_no_measured_figure_is_typed_into_a_document():
    quoting = script("quote_figures")
    names = ["README.md", "CHANGELOG.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
    for name in names:
        typed = quoting.BLOCK.sub("", (ROOT / name).read_text("utf-8"))
        assert [found[0] for found in MEASURED.finditer(typed)] == [], name
    assert MEASURED.search("took 210 s, 1.09 times the cost, with 868 MB")


def test_the_network_was_fitted_to_the_public_series_that_are_named():
    table = pd.read_csv(ROOT / "data" / "reference" / "public_series.csv")
    assert table["last_year"].max() == read_reference(ROOT).until
    assert table["dataset"].is_unique and (table["series"] > 0).all()


def test_the_drawing_of_the_rooms_is_of_todays_imports():
    drawn = script("describe_code")
    assert drawn.DRAWING.read_text("utf-8") == drawn.drawing(), "run scripts/describe_code.py"


def test_every_file_that_the_architecture_page_sends_to_is_there():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = [w for w in page.split("`")[1::2] if "/" in w and "name" not in w and " " not in w]
    source = ROOT / "src" / "analysis"
    assert named and [n for n in named if not (source / n).exists() | (ROOT / n).exists()] == []
