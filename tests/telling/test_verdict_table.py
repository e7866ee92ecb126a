"""The verdict table: every number, sorted by value, drawn to scale."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.telling.kit.verdict_table import verdict_table
from support.small_plan import plan, situation


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_verdict_table_shows_both_readings_and_every_number(lang):
    shown = plan()
    page = verdict_table(situation(shown)[1], shown, lang=lang)._repr_html_()
    comma = "," if lang == "en" else ""
    for number in (f"3{comma}188", f"4{comma}155", f"5{comma}000", f"6{comma}376", "53%", "60%"):
        assert number in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_row_shows_its_series_with_the_target_as_a_dot_and_says_so(lang):
    shown = plan()
    projections, verdicts = situation(shown)
    page = verdict_table(verdicts, shown, lang=lang, projections=projections)._repr_html_()
    assert page.count('class="spark"') == len(verdicts)
    assert page.count('class="goal ') == len(verdicts)
    said = re.findall(r'class="spark"[^>]*><title>(.*?)</title>', page)[0]
    words = ("720", "4155", "5000") if lang == "zh" else ("720", "4,155", "5,000")
    assert all(word in said for word in words)
    assert 'class="spark"' not in verdict_table(verdicts, shown, lang=lang)._repr_html_()


def test_the_bar_is_the_share_of_the_way_and_the_tick_the_share_of_the_time():
    """(4155 − 3188) / (5000 − 3188) = 53.4 % of the way, 3 of 5 years gone."""
    shown = plan()
    page = verdict_table(situation(shown)[1], shown)._repr_html_()
    bar = re.search(r'<svg class="waybar".*?</svg>', page)[0]
    assert "路程53%，时间60%" in bar
    assert 'width="53.4"' in bar and 'class="tick" x="59.0"' in bar


def test_rows_are_sorted_by_numbers_and_not_by_what_is_written():
    shown = plan()
    _, verdicts = situation(shown)
    page = verdict_table(verdicts, shown)._repr_html_()
    keys = re.findall(r'class="probability"[^>]*data-key="([^"]*)"', page)
    assert [float(k) for k in keys] == verdicts["probability"].tolist()
    blank = verdict_table(verdicts.assign(probability=np.nan), shown)._repr_html_()
    assert re.findall(r'class="probability missing"[^>]*data-key="([^"]*)"', blank) == ["", ""]


def test_a_table_for_readers_is_also_text_under_their_headings():
    shown = plan()
    projections, verdicts = situation(shown)
    said = verdict_table(verdicts, shown, lang="en", projections=projections).headed
    assert said.columns.tolist()[:4] == ["Indicator", "Baseline", "Latest", "Target"]
    assert said["Latest"].tolist() == ["4,155 2023", "4,155 2023"]


def test_few_rows_need_no_filters():
    shown = plan()
    verdicts = situation(shown)[1]
    assert " data-few" in verdict_table(verdicts, shown)._repr_html_()
    many = pd.concat([verdicts] * 3, ignore_index=True)
    page = verdict_table(many, shown)._repr_html_()
    assert " data-few" not in page
    assert "<form" in page and " hidden>" in page, "hidden until a script shows it"


def test_a_target_is_told_with_the_comparator_the_plan_states(now):
    talents = now.verdicts[now.verdicts["indicator_id"] == "medical_talents"]
    shown = verdict_table(talents, now.plan, lang="zh").headed["目标"].item()
    assert shown.startswith("≈100")


@pytest.mark.parametrize(
    ("lang", "force", "charged"),
    [
        ("zh", ("约束性", "预期性"), "责任单位：省科技厅、省发展改革委"),
        ("en", ("binding", "expected"), "responsible: 省科技厅、省发展改革委"),
    ],
)
def test_a_target_shows_how_binding_it_is_and_who_is_to_see_to_it(lang, force, charged):
    shown = plan()
    verdicts = situation(shown)[1]
    plain = verdict_table(verdicts, shown, lang=lang)
    told = verdicts.assign(
        force=["binding", "expected"], responsible=["省科技厅、省发展改革委", ""]
    )
    table = verdict_table(told, shown, lang=lang)
    names, goals = (table.frame[c].map(str) for c in ("name", "target"))
    assert [n.endswith(charged) for n in names] == [True, False]
    assert [g.split(" · ")[-1] for g in goals] == list(force)
    page = table._repr_html_()
    assert all(page.count(word) == 1 for word in (*force, charged))
    empty = plain._repr_html_()
    assert not any(word in empty for word in (*force, charged.split("省")[0].strip()))
    assert plain.frame["name"].map(str).to_list() == [n.split(" · ")[0] for n in names]
