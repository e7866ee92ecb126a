"""The imports of the German releases and the Chinese communiqués, on small tables by hand."""

import sys

import pandas as pd
import pytest

from analysis.records.errors import PlanDataError
from analysis.records.schema import OBSERVATIONS
from support.shanxi import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import import_german_strategy as german
import import_national_communiques as national

DAY = "2023-11-23"
NOTHING = pd.DataFrame(columns=german.PRINT, dtype=str)


def printed(*rows: tuple[str, str], day: str = DAY) -> pd.DataFrame:
    """Primary energy by year and value, as a release prints it."""
    return pd.DataFrame(
        [("primary_energy", y, v, "2008=100", f"dns-data-{day}", day) for y, v in rows],
        columns=["indicator_id", "year", "value", "unit", "source_id", "published"],
    )


def test_of_two_values_of_one_year_and_day_the_later_supersedes_the_earlier():
    rows = printed(("2008", "94.097"), ("2008", "100.0"), ("2009", "94.097"))
    made = german.national(rows, NOTHING)
    assert list(made.columns) == list(OBSERVATIONS.columns)
    assert made["supersedes"].tolist() == ["", made["observation_id"].iloc[0], ""]


def test_the_same_year_in_another_release_is_a_vintage_and_supersedes_nothing():
    rows = pd.concat(
        [printed(("2009", "94.1"), day="2023-01-12"), printed(("2009", "94.097"))]
    ).reset_index(drop=True)
    assert set(german.national(rows, NOTHING)["supersedes"]) == {""}


def test_what_is_rejected_is_left_out_and_must_be_there():
    rows = printed(("2008", "5.0"), ("2009", "94.097"))
    rejected = rows[german.PRINT].iloc[:1]
    assert german.national(rows, rejected)["year"].tolist() == ["2009"]
    with pytest.raises(PlanDataError, match="rejected"):
        german.national(rows, rejected.assign(value="6.0"))


def growth(*rows: tuple[int, str, int]) -> pd.DataFrame:
    """GDP growth: year, value, and the year of the communiqué that prints it."""
    return pd.DataFrame(
        [
            (
                "gdp_growth",
                str(y),
                v,
                f"中华人民共和国{c}年国民经济和社会发展统计公报",
                f"{c + 1}-02-28",
            )
            for y, v, c in rows
        ],
        columns=["indicator_id", "year", "value", "document", "published"],
    )


def chain(*rows: tuple[int, str, int]) -> list[list[str]]:
    made = national.chained(growth(*rows))
    mine = made[made["indicator_id"] == "gdp_index_2005"]
    return mine[["year", "value", "low", "high", "source_id"]].to_numpy().tolist()


def test_growth_is_multiplied_up_from_a_base_of_a_hundred():
    """10.0 and 20.0 %: 110, then 132; 10.0 is 9.95 to 10.05, so 132 is 131.885 to 132.115."""
    assert chain((2006, "10.0", 2006), (2007, "20.0", 2007)) == [
        ["2005", "100.000", "", "", "communique-2006"],
        ["2006", "110.000", "109.950", "110.050", "communique-2006"],
        ["2007", "132.000", "131.885", "132.115", "communique-2007"],
    ]


def test_a_revised_growth_moves_every_year_after_it_on_the_day_it_is_printed():
    told = chain((2006, "10.0", 2006), (2007, "20.0", 2007), (2006, "11.0", 2008))
    assert [row[:2] + row[4:] for row in told[3:]] == [
        ["2006", "111.000", "communique-2008"],
        ["2007", "133.200", "communique-2008"],
    ]


def test_a_chain_ends_where_a_year_is_missing():
    told = chain((2006, "10.0", 2006), (2008, "10.0", 2008))
    assert [row[0] for row in told] == ["2005", "2006"]
    assert chain((2001, "8.0", 2001), (2007, "10.0", 2007)) == []


def test_an_outline_is_named_by_its_number():
    rows = growth((2006, "10", 2006)).assign(address="a")
    outlines = pd.DataFrame(
        {
            "document": ["第十一个五年规划纲要", "第十五个五年规划纲要", "第十五个五年规划纲要"],
            "published": ["2006-03-14", "2026-03", "2026-03"],
            "address": "b",
            "what was read from it": ["x", "y", "z"],
        }
    )
    made = national.sources(rows, outlines).set_index("source_id")
    assert made.index.tolist() == ["communique-2006", "outline-11", "outline-15"]
    assert made.loc["outline-15", ["published", "published_precision", "note"]].tolist() == [
        *("2026-03-31", "month", "y；z")
    ]
