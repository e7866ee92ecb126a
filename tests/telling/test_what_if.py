"""The sliders: every word and number of them is a row that the engine judged."""

import html
import json
import re

import pytest

from analysis.judging.what_if import can_be_varied, what_if
from analysis.telling.kit.wording import percent
from analysis.telling.what_if import Sliders, what_ifs


@pytest.fixture(scope="module")
def varied(on):
    now = on("2023-12-31")
    rows = now.verdicts[can_be_varied(now.verdicts)]
    firms = rows[rows["indicator_id"] == "high_tech_firms"].iloc[0]
    return now, firms, what_if(now, firms)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_step_says_its_rows_number_chance_and_verdict(varied, lang):
    _, firms, found = varied
    shown = Sliders(found, "T", "家", lang)._repr_html_()
    told = json.loads(html.unescape(re.search(r'data-told="([^"]*)"', shown)[1]))
    assert len(told["targets"]) == len(found.targets) and len(told["paces"]) == len(found.paces)
    for said, row in zip(told["targets"], found.targets.itertuples(), strict=True):
        assert percent(row.probability) in said["said"] and said["status"] == row.status
    for said, row in zip(told["paces"], found.paces.itertuples(), strict=True):
        assert percent(row.probability) in said["said"]
        assert said["meets"] == [row.first, row.last]
    at = int(re.search(r'class="target">.*?value="(\d+)"', shown)[1])
    assert found.targets["value"].iloc[at] == firms["target_value"]
    assert lang == "zh" or not re.search("[一-鿿]", shown)


def test_lines_lie_where_their_values_are(varied):
    """A higher target is a higher line; a course begins at the latest value and ends in its own."""
    _, _, found = varied
    sliders = Sliders(found, "T", "家", "zh")
    at = sliders.scale()
    heights = [t["y"] for t in sliders.targets(at)]
    assert heights == sorted(heights, reverse=True)
    first, last = (sliders.paces(at)[n]["points"].split() for n in (0, -1))
    assert first[0] == last[0]
    end = at(int(found.target["deadline"]), found.paces["value"].iloc[-1])
    assert last[-1] == f"{end[0]:.1f},{end[1]:.1f}"


def test_without_a_script_a_table_tells_a_few_of_them(varied):
    now, firms, _ = varied
    shown = what_ifs(now.verdicts[now.verdicts["target_id"] == firms["target_id"]], now)
    _, table = shown.parts
    assert "≥5000家" in table.frame["target"].tolist() and 5 <= len(table.frame) <= 8


def test_targets_that_are_over_have_no_sliders(now):
    assert what_ifs(now.verdicts, now) is None
