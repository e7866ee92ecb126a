"""How bold a number is, held beside what other regions did in as many years."""

import numpy as np
import pandas as pd
import pytest

from analysis.judging.boldness import FEWEST_REGIONS, bold_targets, boldness, changes_over
from analysis.judging.situations import read_records, situation_of
from analysis.records.vintages import as_of_view
from support.shanxi import ROOT

COUNT = pd.DataFrame(
    {"indicator_id": ["firms", "share"], "kind": ["stock", "ratio"], "direction": ["up", "up"]}
).assign(definition_breaks="")


def series(indicator: str, region: str, values: dict[int, float], **also: object) -> pd.DataFrame:
    rows = pd.DataFrame({"year": list(values), "value": list(values.values())})
    return rows.assign(indicator_id=indicator, region=region, qualifier="exact", **also)


def doubling_in(*times: float) -> pd.DataFrame:
    """Regions a, b, … whose firms in 2020 were so many times those of 2015."""
    parts = [
        series("firms", name, {2015: 100.0, 2020: 100.0 * t})
        for name, t in zip("abcdefgh", times, strict=False)
    ]
    return pd.concat(parts, ignore_index=True)


def asked(value: float, *, indicator: str = "firms", base: float = 100.0) -> pd.DataFrame:
    row = [indicator, 2020, base, 2025, value]
    return pd.DataFrame([row], columns=["indicator_id", "base_year", "base_value", "year", "value"])


def test_it_is_the_share_of_regions_that_did_less():
    """Of 1.1, 1.2, 1.3, 1.4, 1.6 times four are less than 1.5 times."""
    found = boldness(asked(150.0), doubling_in(1.1, 1.2, 1.3, 1.4, 1.6), COUNT).iloc[0]
    assert found["bolder_than"] == pytest.approx(4 / 5)
    assert found["asks"] == pytest.approx(1.5 ** (1 / 5) - 1) and found["pace"] == "growth"
    assert (found["regions"], found["runs"], found["first"], found["last"]) == (5, 1, 2015, 2020)


def test_who_did_just_as_much_counts_half():
    found = boldness(asked(150.0), doubling_in(1.1, 1.2, 1.5, 1.6, 1.7), COUNT).iloc[0]
    assert found["bolder_than"] == pytest.approx(2.5 / 5)


def test_a_single_run_of_years_has_no_interval():
    found = boldness(asked(150.0), doubling_in(1.1, 1.2, 1.3, 1.4, 1.6), COUNT).iloc[0]
    assert np.isnan(found["low"]) and np.isnan(found["high"])


@pytest.mark.parametrize(("regions", "told"), [(FEWEST_REGIONS - 1, False), (FEWEST_REGIONS, True)])
def test_below_a_few_regions_nothing_is_said(regions, told):
    found = boldness(asked(150.0), doubling_in(*[1.1] * regions), COUNT).iloc[0]
    assert found["regions"] == regions and pd.notna(found["bolder_than"]) == told


def test_the_region_that_it_is_set_for_is_not_counted():
    known = doubling_in(1.1, 1.2, 1.3, 1.4, 1.6, 9.0)
    found = boldness(asked(150.0), known, COUNT, without=["f"]).iloc[0]
    assert found["regions"] == 5 and found["bolder_than"] == pytest.approx(4 / 5)


def test_where_less_is_better_a_greater_fall_is_bolder():
    falling = COUNT.assign(direction="down")
    found = boldness(asked(50.0), doubling_in(0.9, 0.8, 0.7, 0.6, 0.4), falling).iloc[0]
    assert found["bolder_than"] == pytest.approx(4 / 5)


def test_a_share_is_held_beside_points_a_year():
    known = pd.concat(
        [series("share", r, {2015: 1.0, 2020: 1.0 + 0.1 * n}) for n, r in enumerate("abcde")]
    )
    found = boldness(asked(2.25, indicator="share", base=2.0), known, COUNT).iloc[0]
    assert found["pace"] == "points" and found["asks"] == pytest.approx(0.05)
    assert found["bolder_than"] == pytest.approx(3 / 5)


def test_every_region_weighs_the_same_however_many_years_it_has():
    """Region a has six runs, all below; the four others one each, all above."""
    long = series("firms", "a", {y: 100.0 for y in range(2010, 2021)})
    known = pd.concat([long, doubling_in(2, 2, 2, 2, 2)[lambda t: t["region"] != "a"]])
    found = boldness(asked(150.0), known, COUNT).iloc[0]
    assert found["bolder_than"] == pytest.approx(1 / 5) and found["runs"] == 6


def test_nothing_is_compared_across_a_break_or_from_a_mere_bound():
    broken = COUNT.assign(definition_breaks=["2018:new", ""])
    assert changes_over(doubling_in(2, 2), broken, 5).empty
    bound = series("firms", "a", {2015: 100.0, 2020: 200.0}).assign(qualifier=["exact", "at_least"])
    assert changes_over(bound, COUNT, 5).empty
    assert len(changes_over(bound.assign(qualifier="exact"), COUNT, 5)) == 1


def test_without_two_positive_values_there_is_no_growth():
    known = series("firms", "a", {2015: 0.0, 2020: 5.0})
    assert changes_over(known, COUNT, 5).empty


@pytest.mark.parametrize(
    ("plan", "target", "growth"),
    [("shanxi-innovation-14", "F053", 2 ** (1 / 5) - 1), ("shanxi-15", "F002", 0.10)],
)
def test_the_real_percentiles_come_out_by_hand(plan, target, growth):
    """R&D spending of the thirty other provinces: every run of five years, counted one by one."""
    records = read_records(plan, root=ROOT)
    then = situation_of(records, as_of=str(records.plan.meta["issued"]))
    found = bold_targets(records, then.verdicts, as_of=then.as_of)
    row = found[then.verdicts["target_id"] == target].iloc[0]
    view = as_of_view(records.of_regions(records.plan.panel, then.as_of))
    wide = view[view["indicator_id"] == "rd_expenditure"].pivot_table(
        index="region", columns="year", values="value"
    )
    shares = []
    for region in wide.index.drop("140000"):
        own = wide.loc[region]
        runs = [own[y + 5] / own[y] for y in own.index if y + 5 in own.index]
        runs = [r for r in runs if r == r]
        shares.append(sum(r < (1 + growth) ** 5 for r in runs) / len(runs))
    assert row["asks"] == pytest.approx(growth)
    assert row["bolder_than"] == pytest.approx(sum(shares) / len(shares))
    assert row["low"] < row["bolder_than"] < row["high"]
