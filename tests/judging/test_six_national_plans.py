"""Six national plans of China as their outlines print them, and what the next outline says.

`data/six_national_plans.csv` holds the main indicators of the 10th to the 15th plan: base, target
and growth as printed (typed from the outlines' tables), the predicate that each is (measure,
relation, asked), the outcome of the measure that was asked (got) and the verdict worked out by
hand. A target at constant prices is held against growth, never against a level at current ones;
`[ ]` is the change or sum of five years; a reduction is a percent change below nothing.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.judging.attainment import assess
from analysis.records.schema import MEASURED, RELATIONS

TABLE = pd.read_csv(
    Path(__file__).parent / "data" / "six_national_plans.csv", dtype=str, keep_default_na=False
)
BASES = {"growth": 100.0, "percent_change": 100.0, "change": 0.0}
DOWN = ("at_most", "less_than")


def numbers(column: str) -> pd.Series:
    return pd.to_numeric(TABLE[column].where(TABLE[column] != ""))


def ids() -> pd.Series:
    return "p" + TABLE["plan"] + "_" + TABLE["no"]


def wanted() -> pd.DataFrame:
    """The predicates as targets; what is printed of a change stands on a base of 0 or 100."""
    due = numbers("target_year").astype("Int64")
    return pd.DataFrame(
        {
            "target_id": ids(),
            "indicator_id": ids(),
            "reading": TABLE["measure"],
            "comparator": "",
            "relation": TABLE["relation"],
            "stated_value": numbers("asked"),
            "value_high": np.nan,
            "tolerance": numbers("tolerance"),
            "unit": "",
            "deadline": due,
            "hold": TABLE["hold"].where(TABLE["hold"] != "", "by"),
            "year_from": (due - 4).where(TABLE["hold"] == "every", due),
            "against": TABLE["against"],
            "baseline_year": due - 5,
            "baseline_value": TABLE["measure"]
            .map(BASES)
            .fillna(pd.to_numeric(TABLE["base_value"], errors="coerce")),
            "quotes": [("",)] * len(TABLE),
        }
    )


def came() -> pd.DataFrame:
    """The printed outcomes, as values of the year they are of."""
    got = numbers("got")
    grown = 100.0 * (1.0 + got / 100.0) ** 5
    changed = 100.0 + got
    value = got.mask(TABLE["measure"] == "growth", grown)
    value = value.mask(TABLE["measure"] == "percent_change", changed)
    rows = pd.DataFrame(
        {
            "indicator_id": ids(),
            "region": "000000",
            "year": numbers("got_year").astype("Int64"),
            "value": value,
            "qualifier": TABLE["got_exactness"],
            "source_id": "outline",
            "published": pd.Timestamp("2026-03-13"),
            "n_values": 1,
            "kind": "observed",
        }
    )
    return rows[rows["value"].notna()]


def indicators() -> pd.DataFrame:
    changed = np.where(
        TABLE["redefined"] != "", (numbers("target_year") - 2).fillna(0).astype(int).astype(str), ""
    )
    return pd.DataFrame(
        {
            "indicator_id": ids(),
            "direction": np.where(TABLE["relation"].isin(DOWN), "down", "up"),
            "lower": np.nan,
            "upper": np.nan,
            "definition_breaks": [f"{y}:redefined" if y else "" for y in changed],
        }
    )


@pytest.fixture(scope="module")
def verdicts() -> pd.Series:
    found = assess(wanted(), came(), indicators(), baseline_year=2000)
    return found.set_index("target_id")["status"]


JUDGED = TABLE[TABLE["verdict"] != ""]


@pytest.mark.parametrize("row", JUDGED.index, ids=ids()[JUDGED.index])
def test_a_printed_outcome_is_judged_as_by_hand(row, verdicts):
    assert verdicts[ids()[row]] == TABLE["verdict"][row]


def test_every_indicator_is_entered_and_eighty_have_an_outcome():
    assert len(TABLE) == 140 and len(JUDGED) == 80
    assert set(TABLE["measure"]) <= set(MEASURED)
    assert set(TABLE["relation"]) <= {*RELATIONS, ""}


def test_what_is_put_in_words_has_no_verdict_and_no_outcome_is_none(verdicts):
    words = TABLE["relation"] == ""
    assert set(verdicts[ids()[words].to_numpy()]) == {"not_assessable"}
    waiting = (JUDGED.index.size, TABLE["verdict"].eq("").sum())
    assert waiting == (80, 60)
    silent = verdicts[ids()[TABLE["verdict"] == ""].to_numpy()]
    assert set(silent) == {"not_assessable"}


def test_a_revision_turns_a_verdict():
    """R&D over GDP by 2005: 1.55 before the economic census, 1.3 after it; 1.5 was asked."""
    goal = wanted()[ids() == "p10_7"]
    first, later = (
        assess(goal, came()[came()["indicator_id"] == "p10_7"].assign(value=v), baseline_year=2000)
        for v in (1.55, 1.3)
    )
    assert [first["status"].item(), later["status"].item()] == ["achieved", "missed"]


def test_a_limit_of_every_year_is_broken_by_one():
    """Surveyed unemployment below 5.5: 5.1, 5.6, 5.2, 5.1 and 5.2 came (yearly communiqués)."""
    goal = wanted()[ids() == "p14_8"]
    one = came()[came()["indicator_id"] == "p14_8"]
    every = pd.concat(
        [
            one.assign(year=y, value=v)
            for y, v in zip(range(2021, 2026), (5.1, 5.6, 5.2, 5.1, 5.2), strict=True)
        ]
    ).astype({"year": "Int64"})
    assert assess(goal, every, baseline_year=2020)["status"].item() == "missed"
    calm = every.assign(value=every["value"].clip(upper=5.4))
    assert assess(goal, calm, baseline_year=2020)["status"].item() == "achieved"
