"""The page of each indicator, and the list that is searched."""

import re

import pandas as pd
import pytest

from analysis.judging.one_indicator import each_indicator
from analysis.judging.rulers import measure
from analysis.telling.indicators import finder, page_of, title_of


@pytest.fixture(scope="module")
def found(records):
    return measure(records)


@pytest.fixture(scope="module")
def every(records, found):
    return {one.indicator_id: one for one in each_indicator(records, found)}


def text_of(shown) -> str:
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", shown._repr_html_(), flags=re.DOTALL)


def test_every_value_held_is_told_with_its_document_and_whether_it_is_in_use(every, found):
    one = every["high_tech_firms"]
    held = found.now.observations.query("indicator_id == 'high_tech_firms'")
    assert sorted(one.vintages["observation_id"]) == sorted(held["observation_id"])
    known = found.now.known.query("indicator_id == 'high_tech_firms'")
    assert sorted(one.vintages.loc[one.vintages["used"], "observation_id"]) == sorted(
        known["observation_id"]
    )
    told = text_of(page_of(one, found.now))
    for words in ("3178家", "3188家", "另有说法，未用", "新闻联播", "年末有效的高新技术企业数"):
        assert words in told


def test_a_corrected_value_is_told_as_such(every, found):
    one = every["high_tech_firms"]
    rows = one.vintages.assign(used=False, corrected_by="x")
    told = text_of(page_of(type(one)(**{**vars(one), "vintages": rows}), found.now, lang="en"))
    assert "corrected" in told and "in use" not in told.lower().replace("in use?", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_written_out(every, found, lang):
    for one in every.values():
        if not one.told:
            continue
        page = page_of(one, found.now, lang=lang)._repr_html_()
        assert not re.search(r"\bnan\b|\bNone\b|<NA>|\bNaT\b", page), one.indicator_id
        heads = re.findall(r'<h2 id="([\w-]+)"', page)
        assert heads[0] == "what" and len(heads) == len(set(heads)) > 1


def test_the_page_says_its_targets_as_the_table_of_all_does(every, found):
    now, one = found.now, every["rd_expenditure"]
    told = text_of(page_of(one, now))
    odds = now.verdicts.set_index("indicator_id").loc["rd_expenditure", "probability"]
    assert f"{odds:.0%}" in told and "统计局" in told


def test_others_are_told_in_the_year_that_enough_of_them_report(every, found):
    one = every["rd_expenditure"]
    assert one.others["region"].nunique() > 20 and set(one.others["year"]) == {2023}
    assert "广东" in text_of(page_of(one, found.now))


def test_a_chart_is_drawn_of_what_has_a_course_only(every, found):
    assert "<svg" in page_of(every["high_tech_firms"], found.now)._repr_html_()
    once = every["class_a_disciplines"]
    assert 'id="course"' not in page_of(once, found.now)._repr_html_()


def test_what_has_one_figure_in_the_plan_has_a_line_and_no_page(every, found):
    one = every["motor_power"]
    assert not one.told
    page = finder(list(every.values()), found.now)._repr_html_()
    assert 'href="motor_power.html"' not in page and title_of(one) in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_holds_every_indicator_target_and_source_once(every, found, lang):
    told = finder(list(every.values()), found.now, lang=lang)
    indicators, targets, sources = (entries for _, entries in told.parts)
    assert len(indicators) == len(every) == len(found.now.plan.indicators)
    assert len(targets) == len(found.now.verdicts)
    assert len(sources) == found.now.documents["source_id"].nunique()
    pages = {f"{name}.html" for name, one in every.items() if one.told}
    assert {e.href.partition("#")[0] for e in (*indicators, *targets)} - {""} <= pages
    assert pd.Series([e.href for e in sources]).str.fullmatch(r"|https?://\S+").all()
