"""A table for readers."""

import pandas as pd

from analysis.telling.kit.table import Table


def test_a_table_without_rows_says_so_in_words():
    nothing = Table(pd.DataFrame(columns=["name", "year"]), "en")
    assert nothing._repr_html_() == '<p class="note">There is nothing to list.</p>'
    assert Table(nothing.frame, "zh", nothing=("", ""))._repr_html_() == ""
