"""What 11-next-plan says and draws."""

import re

import pytest

from analysis.judging.next_plan import next_plan, next_year
from analysis.judging.situations import read_records, situation_of
from analysis.telling import next_plan as told
from analysis.telling import next_plan_divided as divided
from analysis.telling.kit.chart import Chart
from support.shanxi import ROOT


@pytest.fixture(scope="module")
def found():
    return next_plan(read_records("shanxi-15", root=ROOT))


def shown(found, lang: str) -> list:
    return [
        told.set_words(found, lang=lang),
        told.goals_table(found, lang=lang),
        told.untold_words(found, lang=lang),
        told.against_words(found, lang=lang),
        told.levels_words(found, lang=lang),
        told.levels_chart(found, lang=lang),
        told.levels_table(found, lang=lang),
        divided.years_table(found, lang=lang),
        divided.regions_table(found, lang=lang),
        divided.brought_table(found, lang=lang),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_is_written_out(found, lang):
    for part in shown(found, lang):
        page = part._repr_html_()
        assert page and not re.search(r"\bnan\b|\bNone\b|<NA>", page)
        names_sources = isinstance(part, Chart)  # which are told in the language they are in
        assert lang == "zh" or names_sources or not re.search("[一-鿿]", page)


def test_odds_then_and_now_and_how_bold_stand_in_one_row(found):
    row = told.goals_table(found).frame.set_index("name").loc["R&D经费（年均增速）"]
    goal = found.goals[found.goals["target_id"] == "F002"].iloc[0]
    assert row["asks"] == "+10.0%" and row["said"] == f"{goal['said']:.0%}"
    assert re.fullmatch(r"\d+%（\d+%–\d+%，30地）", row["bold"])


def test_a_share_asks_points_a_year(found):
    row = told.goals_table(found).frame.set_index("name").loc["常住人口城镇化率"]
    assert row["asks"] == "+0.72个百分点"


def test_whole_parts_of_regions_add_up_as_printed(found):
    table = divided.regions_table(found).headed
    mine = table[table.iloc[:, 0].str.startswith("R&D")]
    goal = found.now.verdicts.set_index("target_id").loc["F002", "target_value"]
    for column in ("按现有份额", "把握相同"):
        total = sum(float(cell.removesuffix("亿元")) for cell in mine[column])
        assert total == pytest.approx(round(goal, 1), abs=1e-6)


def test_what_regions_brought_adds_up_to_the_growth_that_is_told(found):
    for _, rows in found.brought.groupby("indicator_id"):
        whole = found.now.known.merge(rows[["indicator_id"]].drop_duplicates())
        value = whole.set_index("year")["value"].astype(float)
        first, last = int(rows["first"].iloc[0]), int(rows["last"].iloc[0])
        assert rows["points"].sum() == pytest.approx(100 * (value[last] / value[first] - 1))
    assert len(found.brought)


def test_levels_are_for_the_plans_end_or_the_next_plans_where_it_is_over(found, records):
    assert found.year == 2030
    assert next_year(situation_of(records, as_of="2023-12-31")) == 2025
    assert next_year(situation_of(records, as_of="2026-11-28")) == 2030


def test_before_anything_is_published_there_are_words(records):
    early = next_plan(records, as_of="2005-01-01")
    for lang in ("zh", "en"):
        for part in shown(early, lang):
            assert part is None or part._repr_html_() is not None
