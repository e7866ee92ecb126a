"""What notebook 07 says: changed figures, moved targets, what moved them, revisions."""

from dataclasses import replace

import pytest

from analysis.judging.changes import Comparison
from analysis.records.vintages import as_of_view, revisions
from analysis.telling.kit.wording import CHANGES
from analysis.telling.what_changed import (
    COUNTED,
    attribution_section,
    attribution_table,
    changed_section,
    changed_words,
    moves_words,
    revision_table,
    revision_words,
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_change_since_a_build_is_dated_by_the_build_and_one_between_days_by_both(year, lang):
    build = replace(year, since="2026-11-01", built=True)
    since = {
        "zh": "上一次生成简报（2026-11-01）以来",
        "en": "Since the previous build (2026-11-01)",
    }
    assert str(changed_words(build, lang=lang)).startswith(since[lang])
    undated = {"zh": "上一次生成简报以来，", "en": "Since the previous build, "}
    assert str(changed_words(replace(build, since=""), lang=lang)).startswith(undated[lang])
    days = {"zh": "2023-12-31之后、截至2024-12-31", "en": "After 2023-12-31 and by 2024-12-31"}
    assert str(changed_words(year, lang=lang)).startswith(days[lang])


def test_nothing_new_is_said_to_be_nothing(records, on):
    day = "2024-12-31"
    found = Comparison(records, on(day), on(day), day)
    assert "规划所列指标的数没有变化" in str(changed_words(found, lang="zh"))
    assert not changed_section(found)._repr_html_() and not attribution_section(found)._repr_html_()
    assert "No target" in str(moves_words(found, lang="en"))
    assert attribution_table(found, lang="en").frame.empty


def test_a_figure_outside_the_plan_is_named_apart(records, now):
    rows = records.every
    late = rows.query("indicator_id == 'fiscal_science_spending' and region == '140000'")
    late = late[late["source_id"] == "techme-publicbudget"].query("year == 2020")
    fewer = records.without(late["observation_id"]).of_region("140000")
    before = replace(now, known=as_of_view(fewer))
    said = str(changed_words(Comparison(records, before, now, "", built=True), lang="en"))
    assert "no figure of Shanxi changed on an indicator the plan names" in said
    assert "87.3 hundred million yuan → 66.09 hundred million yuan, another source" in said


def test_revisions_come_first_and_what_is_only_written_more_precisely_is_left_out(records):
    found = revisions(records.of_region("140000"))
    shown = revision_table(found, records.plan, {}, lang="en").frame
    assert shown["kind"].tolist() == ["revised", "another source", "another source"]
    said = str(revision_words(found, records.plan, lang="en"))
    assert "1 revised" in said and "1.2% → 1.18%" in said and "24.3" not in said


def test_every_kind_of_change_has_its_words():
    assert set(CHANGES) == set(COUNTED)
