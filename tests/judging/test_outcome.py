"""What became of each target: decided, open, half known or redefined."""

import numpy as np
import pandas as pd
import pytest

from analysis.judging.outcome import (
    OUTCOMES,
    Retrospective,
    look_back,
    outcomes,
    score_rows,
    scores_of,
    update_days,
)
from analysis.judging.situations import Records, situation_of
from analysis.records.plans import Plan
from analysis.records.regions import read_regions
from analysis.records.schema import OBSERVATIONS, SOURCES
from support.shanxi import FOLDERS, ROOT
from support.tables import typed

REGIONS = read_regions(ROOT, FOLDERS)
META = {
    "issued": pd.Timestamp("2021-04-30").date(),
    "baseline_year": 2020,
    "start": 2021,
    "end": 2025,
    "region": "140000",
    "title": "小规划",
    "title_en": "Small plan",
    "short_zh": "小规划",
    "short_en": "Small plan",
}
PAST = [(2012 + n, 1000 * 1.1**n, f"{2013 + n}-03-31") for n in range(9)]


def collected(*values: tuple, **target) -> Records:
    """One indicator with a target for 2025; values: year, value, day, qualifier."""
    return together({"values": values, **target})


def together(*cases: dict) -> Records:
    """An indicator for each case, with its values and its target for 2025, see `collected`."""
    ids = [f"x{n}" for n in range(len(cases))]
    figures = typed(
        {
            "figure_id": f"T{n}",
            "indicator_id": ids[n],
            "role": "target",
            "value": float(case.get("goal", 3000)),
            "comparator": case.get("comparator", ">="),
            "measure": "level",
            "unit": "家",
            "deadline": 2025,
            "quote": "达到",
            "chapter": 1,
            "section": 1,
        }
        for n, case in enumerate(cases)
    )
    indicators = pd.DataFrame(
        {
            "indicator_id": ids,
            "name_zh": "企业",
            "name_en": "Firms",
            "unit": "家",
            "kind": "stock",
            "direction": "up",
            "lower": 0.0,
            "upper": np.nan,
            "definition_breaks": [case.get("breaks", "") for case in cases],
            "in_plan": True,
        }
    )
    told = pd.DataFrame(
        [
            {
                "observation_id": f"{indicator_id}-{n}",
                "indicator_id": indicator_id,
                "region": "140000",
                "year": year,
                "value": float(value),
                "unit": "家",
                "qualifier": (more or ["exact"])[0],
                "source_id": "s",
                "published": pd.Timestamp(day),
                "published_estimated": False,
                "recorded_at": pd.Timestamp(day),
                "supersedes": "",
                "grade": "A",
            }
            for indicator_id, case in zip(ids, cases, strict=True)
            for n, (year, value, day, *more) in enumerate(case["values"])
        ]
    ).reindex(columns=[*OBSERVATIONS.columns, "grade"])
    events = pd.DataFrame(
        columns=["indicator_id", "region", "date", "published", "state", "source_id"]
    )
    documents = pd.DataFrame(columns=list(SOURCES.columns))
    return Records(
        Plan("small", META, indicators, figures),
        told.astype({"year": "Int64"}),
        events,
        REGIONS,
        ROOT,
        documents,
    )


def ends(told: Records, as_of: str | None = None) -> pd.DataFrame:
    """What has become of each target by a day, or by the last one."""
    now = situation_of(told, as_of=as_of)
    return outcomes(situation_of(told, as_of=now.issue_day), now).set_index("target_id")


# What is published in 2026 for 2025, under which target; and what that makes of the target.
DECIDED = [
    ("exact", ">=", 3000, "met"),
    ("exact", ">=", 2999, "missed"),
    ("at_least", ">=", 3000, "met"),
    ("at_least", ">", 3000, "undecided"),
    ("at_least", ">", 3001, "met"),
    ("at_least", ">=", 2900, "undecided"),
    ("at_least", "<=", 3001, "missed"),
    ("at_least", "<=", 2900, "undecided"),
    ("about", ">=", 3000, "undecided"),
    ("about", ">=", 3100, "met"),
    ("about", ">=", 2900, "missed"),
    ("provisional", ">=", 3000, "met"),
    ("exact", ">", 3000, "missed"),
    ("exact", "<=", 3000, "met"),
    ("exact", "<", 3000, "missed"),
]
REDEFINED = "2023:口径调整"


@pytest.fixture(scope="module")
def decided() -> pd.DataFrame:
    """The cases of `DECIDED` in one plan; last, a value under another definition."""
    cases = [
        {"values": [*PAST, (2025, value, "2026-03-31", qualifier)], "comparator": comparator}
        for qualifier, comparator, value, _ in DECIDED
    ]
    other = {"values": [*PAST, (2025, 9000, "2026-03-31")], "breaks": REDEFINED}
    return ends(together(*cases, other))


@pytest.fixture(scope="module")
def followed() -> Retrospective:
    """One target, for which a value of 2023 has come out since the plan."""
    return look_back(collected(*PAST, (2023, 2600, "2024-03-31")))


@pytest.mark.parametrize("case", range(len(DECIDED)), ids=[str(case) for case in DECIDED])
def test_the_deadlines_value_decides_what_it_proves_and_is_scored(decided, case):
    row, outcome = decided.loc[f"T{case}"], DECIDED[case][-1]
    assert row["outcome"] == outcome
    if outcome == "undecided":
        assert np.isnan(row["brier"]) and np.isnan(row["log"])
        return
    came = outcome == "met"
    assert row["brier"] == pytest.approx((row["said"] - came) ** 2)
    assert row["log"] == pytest.approx(-np.log(row["said"] if came else 1 - row["said"]))


def test_scores_are_worked_out_as_they_are_written():
    """0.8 and it came: 0.04 and 0.223; 0.8 and it did not: 0.64 and 1.609; 1 and it did not:
    1 and −ln 0.0001 = 9.210; not yet: nothing."""
    said, came = pd.Series([0.8, 0.8, 1.0, 0.8]), pd.Series([1, 0, 0, np.nan])
    found = scores_of(said, came)
    assert found["brier"].tolist() == pytest.approx([0.04, 0.64, 1.0, np.nan], nan_ok=True)
    assert found["log"].tolist() == pytest.approx(
        [0.2231, 1.6094, 9.2103, np.nan], abs=1e-4, nan_ok=True
    )


def test_a_target_reached_early_is_not_decided_before_its_deadline():
    told = collected(*PAST, (2023, 3500, "2024-03-31"))
    row = ends(told, as_of="2025-12-31").iloc[0]
    assert (row["outcome"], row["met_now"], row["due"]) == ("reached", True, False)
    assert np.isnan(row["brier"])


def test_a_value_under_another_definition_decides_nothing(decided):
    row = decided.loc[f"T{len(DECIDED)}"]
    assert row["outcome"] == "redefined" and np.isnan(row["brier"])
    before = ends(collected(*PAST, breaks=REDEFINED), as_of="2022-12-31").iloc[0]
    assert before["outcome"] == "open"


def test_a_deadline_that_has_passed_without_a_value_is_said_to_be_due():
    told = collected(*PAST, (2024, 2000, "2026-06-30"))
    row = ends(told, as_of="2026-06-30").iloc[0]
    assert (row["outcome"], row["due"], row["value_year"]) == ("undecided", True, 2024)


def test_the_error_is_the_value_less_what_was_projected_at_issue(followed):
    row, then = followed.rows.iloc[0], followed.then.projections
    middle = then.loc[then["year"] == 2023, "value"].item()
    assert row["expected"] == middle
    assert row["error"] == pytest.approx(2600 - middle)
    assert row["relative"] == pytest.approx(2600 / middle - 1)


def test_a_value_the_plan_knew_itself_is_no_error():
    row = ends(collected(*PAST)).iloc[0]
    assert (row["place"], row["value_year"]) == ("", 2020) and np.isnan(row["error"])


def test_updates_run_from_issue_by_years_end_to_the_last_day(followed):
    assert update_days(followed.now) == [
        "2021-04-30",
        "2021-12-31",
        "2022-12-31",
        "2023-12-31",
        "2024-03-31",
    ]
    assert followed.updates["latest_year"].tolist() == [2020, 2020, 2020, 2020, 2023]
    early = situation_of(collected(*PAST), as_of="2019-06-30")
    assert update_days(early) == ["2019-06-30"]


def test_every_statement_made_before_a_target_was_decided_is_scored():
    """On the last day the outcome was known: what is said then is no forecast."""
    found = look_back(collected(*PAST, (2023, 2600, "2024-03-31"), (2025, 3100, "2026-03-31")))
    scored = score_rows(found)
    assert len(scored) == len(update_days(found.now)) - 1
    assert scored["as_of"].max() < pd.Timestamp("2026-03-31")
    assert scored["brier"].to_numpy() == pytest.approx((scored["probability"] - 1) ** 2)


def test_another_ruler_gives_the_updates_its_own_words():
    found = look_back(collected(*PAST), judge=lambda v: pd.Series("滞后", v.index))
    assert set(found.updates["status"]) == {"滞后"}


def test_the_plans_targets_are_all_there_with_what_became_of_each(looked_back):
    """Three breakthroughs and a first innovative city; of six indicators no figure shows the end.

    Of what is decided nothing had been said at issue, so no row of it is scored.
    """
    rows = looked_back.rows
    assert len(rows) == len(looked_back.now.verdicts)
    assert set(rows["outcome"]) <= set(OUTCOMES)
    ends = rows.groupby("outcome")["target_id"].agg(set).to_dict()
    assert ends["met"] == {"F045", "F047", "F065", "F083"}
    assert ends["missed"] == {"F088"}
    assert ends["redefined"] == {"F049", "F050"}
    labs, firms = {"F051", "F052"}, {"F055", "F056"}
    assert ends["undecided"] == labs | firms | {"F053", "F059", "F063", "F078"}
    assert "reached" not in ends, "after its deadline a target is no longer met so far"
    assert rows["brier"].isna().all()
    cover = rows.set_index("target_id").loc["F077"]
    assert cover["due"] and cover["deadline"] == 2023


def test_as_of_the_day_of_the_plan_nothing_later_is_known(records):
    early = look_back(records, as_of="2021-04-30")
    assert (early.rows["published"].dropna() <= pd.Timestamp("2021-04-30")).all()
    assert (early.rows["place"] == "").all()


def test_before_anything_was_published_nothing_was_said_and_nothing_is_known():
    early = look_back(collected((2020, 5, "2021-03-31")), as_of="2015-01-01").rows.iloc[0]
    assert early[["said", "value", "brier"]].isna().all()
    assert (early["outcome"], early["due"]) == ("open", False)
