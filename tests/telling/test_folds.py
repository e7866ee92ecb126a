"""Long tables in parts by the plan's groups, and targets that carry their year."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.records.plans import load_plan
from analysis.telling.kit.folds import LONG, Folds, folded, grouped
from analysis.telling.kit.names import target_titles
from analysis.telling.kit.table import Table
from support.shanxi import PLAN, ROOT

GROUPS = [
    {"id": "a", "name_zh": "甲组", "name_en": "First", "indicators": ["high_tech_firms"]},
    {"id": "b", "name_zh": "乙组", "name_en": "Second", "indicators": ["rd_expenditure"]},
]


@pytest.fixture(scope="module")
def plan():
    shanxi = load_plan(PLAN, root=ROOT)
    return replace(shanxi, meta=shanxi.meta | {"groups": GROUPS})


def rows(n: int) -> pd.DataFrame:
    ids = ["rd_expenditure", "high_tech_firms", "population"]
    return pd.DataFrame({"indicator_id": [ids[i % 3] for i in range(n)], "at": range(n)})


def show(part: pd.DataFrame) -> Table:
    return Table(pd.DataFrame({"name": part["at"].map(str)}), "en")


def test_up_to_forty_rows_stay_one_table_and_more_are_folded_by_group(plan):
    assert isinstance(folded(rows(LONG), plan, show, lang="en"), Table)
    shown = folded(rows(LONG + 1), plan, show, lang="en")
    assert isinstance(shown, Folds)
    assert [(p.title, p.said) for p in shown.parts] == [
        ("First", "14 rows"),
        ("Second", "14 rows"),
        ("Everything else", "13 rows"),
    ]


def test_folding_keeps_every_row_once_and_the_order_within_a_group(plan):
    shown = folded(rows(100), plan, show, lang="zh")
    table = shown.headed
    assert sorted(table.iloc[:, 1].astype(int)) == list(range(100))
    assert table.columns[0] == "组" and set(table["组"]) == {"甲组", "乙组", "其他目标"}
    for _, part in table.groupby("组"):
        assert part.iloc[:, 1].astype(int).is_monotonic_increasing
    assert shown._repr_html_().count('<details class="fold">') == 3


def test_without_groups_there_is_one_table_however_long(plan):
    whole = replace(plan, meta={k: v for k, v in plan.meta.items() if k != "groups"})
    assert isinstance(folded(rows(200), whole, show, lang="en"), Table)
    assert len(grouped(rows(200), whole)) == 1


def test_a_target_carries_its_year_where_the_indicator_has_another_for_another_year(plan):
    goals = plan.figures["role"].eq("target") & plan.figures["indicator_id"].eq("high_tech_firms")
    twice = plan.figures[goals].head(1)
    later = twice.assign(figure_id="F900", deadline=2030)
    both = replace(plan, figures=pd.concat([plan.figures, later], ignore_index=True))
    own, other = target_titles(plan, "en"), target_titles(both, "en")
    first = twice["figure_id"].item()
    assert "(2025)" not in own[first]
    assert "(2025)" in other[first] and "(2030)" in other["F900"]


def test_a_target_whose_year_was_put_off_has_one_year_at_a_time(plan):
    goals = plan.figures["role"].eq("target") & plan.figures["indicator_id"].eq("high_tech_firms")
    old = plan.figures[goals].head(1).assign(valid_until=pd.Timestamp("2022-12-31"))
    new = old.assign(
        figure_id="F900",
        deadline=2030,
        valid_from=pd.Timestamp("2023-01-01"),
        valid_until=pd.NaT,
    )
    alone = replace(plan, figures=pd.concat([old, new], ignore_index=True))
    assert not target_titles(alone, "en").str.contains("20").any()
