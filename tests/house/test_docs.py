"""What the documents say of the code and of measured figures is made from them."""

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
    assert quoting.with_figures(page.replace("0.114", "0.115")) == page


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
