"""What changed, which targets moved, and what moved them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.judging.changes import (
    attribution,
    attribution_section,
    attribution_table,
    changed_observations,
    changed_section,
    changed_words,
    compare,
    fever,
    moves,
    moves_words,
    revision_table,
    revision_words,
)
from analysis.judging.situations import read_records, situation_of
from analysis.records.errors import PlanDataError
from analysis.records.vintages import KEY, revisions
from analysis.telling.fever_charts import fever_charts

PLAN = "shanxi-innovation-14"


@pytest.fixture(scope="module")
def records():
    return read_records(PLAN)


@pytest.fixture(scope="module")
def year(records):
    """2023 against 2024: the high-tech firms of 2023 (4155) came out on 2024-01-31."""
    return compare(records, since="2023-12-31", as_of="2024-12-31")


def row(found: pd.DataFrame, indicator_id: str, reading: str = "level") -> pd.Series:
    return found[(found["indicator_id"] == indicator_id) & (found["reading"] == reading)].iloc[0]


def test_the_new_figure_of_high_tech_firms_is_found_with_its_source(year):
    firms = year.changed.query("indicator_id == 'high_tech_firms'")
    assert firms[["year", "after", "kind", "source_id"]].to_numpy().tolist() == [
        [2023, 4155.0, "new", "report-2023-plan-implementation"]
    ]
    assert np.isnan(firms["before"].iloc[0])


def test_a_target_moves_from_what_was_said_to_what_is_said(year, records):
    moved = row(moves(year), "high_tech_firms")
    for side, day in (("before", "2023-12-31"), ("after", "2024-12-31")):
        told = row(situation_of(records, as_of=day).verdicts, "high_tech_firms")
        assert moved[f"probability_{side}"] == told["probability"]
        assert moved[f"status_{side}"] == told["status"]
    assert moved["moved"] and (moved["status_before"], moved["status_after"]) == (
        "on_track",
        "at_risk",
    )


def test_the_causes_of_a_move_sum_to_the_move(year):
    whole = moves(year).set_index("target_id")
    why = attribution(year)
    for part in ("probability_change", "median_change"):
        told = why.dropna(subset=part).groupby("target_id")[part].sum()
        both = whole.loc[told.index, part]
        known = both.notna()
        assert np.allclose(told[known], both[known], atol=1e-12, rtol=0)
    firms = why[(why["indicator_id"] == "high_tech_firms") & (why["reading"] == "level")]
    assert firms["cause"].tolist() == ["observation", "shift"]
    assert firms["year"].iloc[0] == 2023 and firms["probability_change"].iloc[0] < -0.1


def test_each_state_on_the_way_is_what_would_have_been_said_with_those_figures(records):
    """One new figure for the firms: the state after it is the situation of that day with the
    earlier day's regional shift, so only the last row, the shift, separates it from today's."""
    found = compare(records, since="2024-01-30", as_of="2024-01-31")
    firms = row(attribution(found), "high_tech_firms")
    assert firms["probability_after"] == pytest.approx(
        row(found.after.verdicts, "high_tech_firms")["probability"], abs=1e-12
    )


def test_the_fever_line_says_what_would_have_been_said_on_each_day(year, records):
    lines = fever(year)
    assert lines["as_of"].min() == pd.Timestamp("2021-04-30")
    for day, told in list(lines.groupby("as_of"))[::4]:
        then = situation_of(records, as_of=f"{day:%Y-%m-%d}").verdicts
        both = told.merge(then, on=["target_id", "reading"], suffixes=("", "_then"))
        assert len(both) == len(told) == len(then)
        known = both["probability_then"].notna()
        assert (both["probability"].notna() == known).all()
        assert np.allclose(
            both.loc[known, "probability"],
            both.loc[known, "probability_then"].astype(float),
            atol=1e-12,
        )


def test_what_was_recorded_since_a_build_counts_whenever_it_was_published(records):
    """The 2022 count, published in 2023, is entered today: it is new to the store."""
    rows = records.every
    late = rows[
        (rows["indicator_id"] == "high_tech_firms")
        & (rows["region"] == "140000")
        & (rows["year"] == 2022)
    ]["observation_id"]
    found = compare(records, added=list(late), since="2026-11-01")
    assert found.built and found.changed[["year", "kind"]].to_numpy().tolist() == [[2022, "new"]]
    assert "2026-11-01" in str(changed_words(found, lang="en"))
    assert set(attribution(found).dropna(subset="published")["indicator_id"]) == {"high_tech_firms"}


def test_ids_that_matter_to_nothing_known_leave_the_comparison_by_day(records):
    found = compare(records, added=["no such row"])
    assert not found.built and found.since < found.until


def test_a_start_after_the_end_is_refused(records):
    with pytest.raises(PlanDataError, match="later than as_of"):
        compare(records, since="2024-01-01", as_of="2023-01-01")


def test_nothing_new_is_said_to_be_nothing(records):
    found = compare(records, since="2024-12-31", as_of="2024-12-31")
    assert "规划所列指标的数没有变化" in str(changed_words(found, lang="zh"))
    assert not changed_section(found)._repr_html_() and not attribution_section(found)._repr_html_()
    assert "No target" in str(moves_words(found, lang="en"))
    assert attribution_table(found, lang="en").frame.empty


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fever_chart_says_in_words_where_it_begins_and_ends(year, lang):
    charts = fever_charts(year, lang=lang).charts
    last = year.after.verdicts.query("status != 'not_assessable'")["target_id"]
    told = fever(year).dropna(subset="probability").query("status != 'not_assessable'")
    assert len(charts) == told.loc[told["target_id"].isin(last), "target_id"].nunique()
    assert all(c.source and c.title[-1] == "%" for c in charts)
    assert all("%" in c.subtitle and "2021-" in charts[0].alt for c in charts)


def known(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator_id", "year", "value"])
    return frame.assign(
        region="140000",
        unit="家",
        source_id="s",
        published=pd.Timestamp("2024-01-01"),
        published_estimated=False,
        qualifier="exact",
    )


def test_a_figure_is_new_revised_withdrawn_or_left_out_of_the_list():
    before = known(("a", 2020, 1.0), ("a", 2021, 2.0), ("a", 2022, 3.0))
    after = known(("a", 2020, 1.0), ("a", 2021, 2.6), ("a", 2023, 4.0))
    told = changed_observations(before, after).set_index("year")
    assert told["kind"].to_dict() == {2021: "revised", 2022: "withdrawn", 2023: "new"}
    assert told.loc[2021, ["before", "after"]].tolist() == [2.0, 2.6]
    assert np.isnan(told.loc[2022, "after"]) and np.isnan(told.loc[2023, "before"])


def published(number: int, value: float, day: str, **other) -> dict:
    return {
        **{"observation_id": f"o{number}", "indicator_id": "rd_intensity", "region": "140000"},
        **{"year": 2020, "value": value, "unit": "%", "source_id": f"s{number}", "grade": "B"},
        **{"published": pd.Timestamp(day), "recorded_at": pd.Timestamp(day), "supersedes": ""},
        **{"qualifier": "exact"},
        **other,
    }


def test_rd_intensity_was_published_as_one_twenty_and_is_one_eighteen_by_now(records):
    """The next communiqué: 1.12, down 0.06; the relative change is −0.02 / 1.20."""
    found = revisions(records.of_region("140000")).query("indicator_id == 'rd_intensity'")
    told = found.iloc[0]
    assert len(found) == 1 and told["year"] == 2020
    assert (told["first"], told["latest"]) == (1.20, 1.18)
    assert told["difference"] == pytest.approx(-0.02)
    assert told["relative"] == pytest.approx(-0.02 / 1.20)
    assert (told["first_published"], told["latest_published"]) == (
        pd.Timestamp("2021-11-11"),
        pd.Timestamp("2022-10-17"),
    )


@pytest.mark.parametrize(
    ("first", "latest", "kind"),
    [
        ({"value": 29000.0, "qualifier": "about"}, {"value": 29010.0}, "precision"),
        ({"value": 29000.0, "qualifier": "about"}, {"value": 29600.0}, "source"),
        ({"value": 120.0, "qualifier": "at_least"}, {"value": 133.0}, "precision"),
        ({"value": 38.2}, {"value": 38.2033}, None),
        ({"value": 87.3}, {"value": 66.09}, "source"),
        (
            {"value": 561.86, "source_id": "news-2022-work"},
            {"value": 561.84, "source_id": "work-2023"},
            "revised",
        ),
    ],
)
def test_a_replacement_is_a_revision_only_within_a_series(first, latest, kind):
    """About 29,000 leaves open 28,500 to 29,500; 38.2 is 38.2033 rounded and no replacement."""
    rows = [published(1, day="2021-11-11", **first), published(2, day="2022-11-11", **latest)]
    assert revisions(pd.DataFrame(rows))["kind"].tolist() == ([kind] if kind else [])


def test_each_replacement_of_the_plans_figures_is_what_it_is(records):
    """Fiscal spending: a newspaper, then the yearbook. The contracts differ by 0.004 %."""
    found = revisions(records.of_region("140000"))
    assert found.set_index("indicator_id")["kind"].to_dict() == {
        "fiscal_science_spending": "source",
        "invention_patents_in_force": "precision",
        "provincial_laboratories": "source",
        "rd_intensity": "revised",
        "technology_contracts": "source",
    }
    shown = revision_table(found, records.plan, {}, lang="en").frame
    assert shown["kind"].tolist() == ["revised", "another source", "another source"]
    said = str(revision_words(found, records.plan, lang="en"))
    assert "1 revised" in said and "1.2% → 1.18%" in said and "24.3" not in said


def test_a_figure_outside_the_plan_is_named_apart(records):
    rows = records.every
    late = rows.query("indicator_id == 'fiscal_science_spending' and region == '140000'")
    late = late[late["source_id"] == "techme-publicbudget"].query("year == 2020")
    said = str(changed_words(compare(records, added=list(late["observation_id"])), lang="en"))
    assert "no figure of Shanxi changed on an indicator the plan names" in said
    assert "87.3 hundred million yuan → 66.09 hundred million yuan, another source" in said


def test_a_trailing_zero_that_a_table_lost_still_counts_as_a_decimal():
    table = {"source_id": "yearbook"}
    rows = [
        published(1, 1.2, "2021-12-31", **table),
        published(2, 1.12, "2022-12-31", year=2021, **table),
        published(3, 1.18, "2022-10-17"),
    ]
    assert len(revisions(pd.DataFrame([*rows, published(4, 1.1, "2021-01-01", year=2019)]))) == 1
    assert revisions(pd.DataFrame([rows[0], rows[2]])).empty, "1.2 may be 1.18 rounded"


def test_a_worse_source_that_disagrees_later_revises_nothing():
    rows = [published(1, 561.86, "2023-03-02"), published(2, 500.0, "2023-09-27", grade="C")]
    assert revisions(pd.DataFrame(rows)).empty


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(2018, 2021), st.integers(1, 9)),
        min_size=1,
        max_size=8,
    )
)
def test_a_revision_is_from_the_first_value_to_the_one_in_use(drawn):
    start = pd.Timestamp("2022-01-01")
    rows = pd.DataFrame(
        [
            published(i, float(v), str(start + pd.Timedelta(days=d)), year=y, source_id="s")
            for i, (d, y, v) in enumerate(drawn)
        ]
    )
    found = revisions(rows).set_index(KEY)
    for key, group in rows.sort_values(["published", "observation_id"]).groupby(KEY):
        early = group[group["published"] == group["published"].min()]
        first = early.sort_values("observation_id")["value"].iloc[0]
        latest = group[group["published"] == group["published"].max()]
        last = latest.sort_values("observation_id")["value"].iloc[0]
        assert (key in found.index) == (first != last)
        if first != last:
            assert found.loc[key, ["first", "latest"]].tolist() == [first, last]
