"""What 01 shows of the plan's figures."""

import pytest

from analysis.telling.plan import figure_table


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_of_figures_shows_the_plans_numbers(now, lang):
    comma = "," if lang == "en" else ""
    figures = figure_table(now.plan, lang=lang)._repr_html_()
    for number in (f"3{comma}188", f"16{comma}471", f"5{comma}000", "62.5%"):
        assert number in figures
