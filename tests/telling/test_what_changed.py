"""What notebook 07 says: changed figures, moved targets, what moved them, revisions."""

import html
from dataclasses import replace

import pytest

from analysis.judging import changes
from analysis.judging.changes import Comparison, compare, recorded_figures
from analysis.records.vintages import as_of_view, revisions
from analysis.telling import what_changed
from analysis.telling.kit.wording import CHANGES
from analysis.telling.what_changed import (
    COUNTED,
    attribution_section,
    attribution_table,
    changed_section,
    changed_words,
    moves_table,
    moves_words,
)
from analysis.telling.what_changed_recorded import recorded_section, recorded_words
from analysis.telling.what_changed_revisions import revision_table, revision_words
from support.moved_targets import NEW, OLD, of_targets


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
    assert shown["kind"].tolist() == ["revised", *["another source"] * 5]
    said = str(revision_words(found, records.plan, lang="en"))
    assert "1 revised" in said and "1.2% → 1.18%" in said and "24.3" not in said


def test_every_kind_of_change_has_its_words():
    assert set(CHANGES) == set(COUNTED)


@pytest.fixture(scope="module")
def another_target() -> Comparison:
    """70 was asked for since the plan was issued, 72 from 2023 on; a figure came out, too."""
    return compare(of_targets(OLD, NEW), since="2022-12-31", as_of="2023-06-30")


@pytest.mark.parametrize(
    ("lang", "moved", "cause"),
    [
        (
            "zh",
            "up：目标由≥70个（2021-04-30设定）改为≥72个（自2023-01-01起有效），达标概率由",
            "目标：≥70个 → ≥72个",
        ),
        (
            "en",
            "up: the target moved from ≥70 (set on 2021-04-30) to ≥72 (in force from 2023-01-01), "
            "probability ",
            "the target: ≥70 → ≥72",
        ),
    ],
)
def test_a_target_that_moved_is_told_with_both_its_days(another_target, lang, moved, cause):
    told = moves_words(another_target, lang=lang).parts
    assert len(told) == 1 and told[0].startswith(moved)
    asked = moves_table(another_target, lang=lang).frame["target"].item()
    assert asked == cause.split("：")[-1].split(": ")[-1]
    why = attribution_table(another_target, lang=lang).frame
    row = why[why["cause"] == cause].iloc[0]
    assert row["published"] == "2023-01-01" and row["points_moved"].startswith("−")
    page = attribution_section(another_target, lang=lang)._repr_html_()
    assert ("换上新目标" if lang == "zh" else "put in after them") in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_target_that_moved_is_told_where_its_chance_did_not(lang):
    """9 and 10 are both long exceeded: the verdict and the whole percents stay."""
    puts = [OLD | {"value": 9}, NEW | {"value": 10}]
    found = compare(of_targets(*puts), since="2022-12-31", as_of="2023-01-01")
    told = moves_words(found, lang=lang).parts
    assert told == (
        {
            "zh": "up：目标由≥9个（2021-04-30设定）改为≥10个（自2023-01-01起有效）。",
            "en": "up: the target moved from ≥9 (set on 2021-04-30) to ≥10 (in force from "
            "2023-01-01).",
        }[lang],
    )
    assert moves_table(found, lang=lang).frame["target"].item().count("→") == 1


def test_of_targets_that_stayed_the_section_says_nothing(year):
    assert "换上新目标" not in attribution_section(year)._repr_html_()


@pytest.mark.parametrize(
    ("puts", "zh", "en"),
    [
        (
            [OLD],
            "up：目标≥70个（2021-04-30设定）自2023-01-01起不再有效，没有新目标取代。",
            "up: the target ≥70 (set on 2021-04-30) is not in force from 2023-01-01; none took "
            "its place.",
        ),
        (
            [OLD, NEW | {"value": 75, "deadline": 2030}],
            "up：目标由2025年≥70个（2021-04-30设定）改为2030年≥75个（自2023-01-01起有效）。",
            "up: the target moved from ≥70 by 2025 (set on 2021-04-30) to ≥75 by 2030 (in force "
            "from 2023-01-01).",
        ),
        (
            [NEW],
            "up：新设目标≥72个（自2023-01-01起有效）。",
            "up: a new target, ≥72 (in force from 2023-01-01).",
        ),
        (
            [OLD, NEW | {"value": 70, "tolerance": 1}],
            "up：目标的基期、年份或容差改了（2021-04-30设定的，自2023-01-01起换新），",
            "up: the target's base, years or tolerance changed (set on 2021-04-30, anew from "
            "2023-01-01), ",
        ),
        (
            [
                OLD,
                NEW | {"valid_until": "2023-01-31"},
                NEW | {"value": 9, "valid_from": "2023-02-01"},
            ],
            "up：目标由≥70个（2021-04-30设定）改为≥72个（自2023-01-01起有效），又改为≥9个"
            "（自2023-02-01起有效），",
            "up: the target moved from ≥70 (set on 2021-04-30) to ≥72 (in force from 2023-01-01), "
            "then to ≥9 (in force from 2023-02-01), ",
        ),
    ],
)
def test_a_target_that_came_went_or_moved_otherwise_is_told_once(puts, zh, en):
    found = compare(of_targets(*puts), since="2022-12-31", as_of="2023-02-28")
    for lang, said in (("zh", zh), ("en", en)):
        told = moves_words(found, lang=lang).parts
        assert len(told) == 1 and told[0].startswith(said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_by_the_day_of_recording_names_every_figure_recorded_since(records, lang):
    found = compare(records, recorded_since="2026-11-27")
    lead = {
        "zh": "按登记日期看，2026-11-27之后，",
        "en": "By the day of recording, after 2026-11-27, ",
    }
    assert str(changed_words(found, lang=lang)).startswith(lead[lang])
    rows = recorded_figures(found)
    beside, n = int((rows["use"] == "beside").sum()), len(rows)
    said = {
        "zh": f"新登记山西省的数{n}个，其中{beside}个因另有更好或更新的来源而未采用；"
        "新登记事件报道9条。",
        "en": f"{n} figures of Shanxi were recorded, {beside} of them kept beside one of a better "
        "or later source; 9 reports of events.",
    }
    assert str(recorded_words(found, lang=lang)) == said[lang]
    shown = recorded_section(found, lang=lang)._repr_html_()
    for row in rows.itertuples():
        name = records.plan.indicators.set_index("indicator_id").loc[row.indicator_id]
        assert html.escape(name[f"name_{lang}"]) in shown
    assert {"zh": "另有采用的数：3188家", "en": "kept beside 3,188, which is in use"}[lang] in shown


def test_a_page_by_days_of_publication_has_no_part_on_recording(year):
    assert not str(recorded_words(year)) and not recorded_section(year)._repr_html_()


@pytest.mark.parametrize(("change", "told"), [(0.05, True), (0.0499, False), (-0.05, True)])
def test_the_first_page_tells_moves_of_five_points_or_more(year, change, told, monkeypatch):
    rows = (
        changes.moves(year)
        .iloc[[0]]
        .assign(
            probability_before=0.5,
            probability_after=0.5 + change,
            probability_change=change,
            status_before="at_risk",
            status_after="at_risk",
            moved=True,
        )
    )
    monkeypatch.setattr(what_changed, "moves", lambda found: rows)
    said = str(what_changed.most_moved(year))
    assert ("50%" in said) == told and ("不到5个百分点" in said) != told


def test_another_verdict_is_told_however_little_the_odds_moved(year, monkeypatch):
    rows = (
        changes.moves(year)
        .iloc[[0]]
        .assign(
            probability_before=0.66,
            probability_after=0.67,
            probability_change=0.01,
            status_before="at_risk",
            status_after="on_track",
            moved=True,
        )
    )
    monkeypatch.setattr(what_changed, "moves", lambda found: rows)
    assert "判断由存在风险变为进展顺利" in str(what_changed.most_moved(year))
