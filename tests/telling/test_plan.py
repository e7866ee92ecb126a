"""What 01 shows of the plan's figures."""

import pytest

from analysis.judging.consistency import check_plan
from analysis.telling.plan import consistency_table, figure_table
from support.three_plans import records


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_of_figures_shows_the_plans_numbers(now, lang):
    comma = "," if lang == "en" else ""
    figures = figure_table(now.plan, lang=lang)._repr_html_()
    for number in (f"3{comma}188", f"16{comma}471", f"5{comma}000", "62.5%"):
        assert number in figures


@pytest.mark.parametrize(("multiple", "called"), [(2, "倍增"), (3, "所称倍数"), (1.5, "所称倍数")])
def test_only_twice_as_much_is_called_a_doubling(multiple, called):
    put = {"measure": "ratio", "unit": "倍", "value": multiple, "base_value": 10}
    plan = records(
        [("up", {}, "up", put), ("up", {}, "up", {"value": 25})], base=2020, start=2021, end=2025
    ).plan
    shown = consistency_table(check_plan(plan), plan).frame["check"].iloc[0]
    assert called in shown and ("倍增" in shown) == (multiple == 2)
