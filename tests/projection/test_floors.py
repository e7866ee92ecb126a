"""A value that is only a bound or a wide range starts no trend; the projection is given it."""

import numpy as np
import pandas as pd
import pytest

from analysis.projection import project
from analysis.projection.features import TYPICAL
from analysis.projection.floors import as_points, is_bound

VALUES = [100.0, 108.0, 115.0, 124.0, 133.0]


def known(**last) -> pd.DataFrame:
    """Five exact years, and a sixth of which something is known."""
    rows = [{"year": 2018 + i, "value": v, "qualifier": "exact"} for i, v in enumerate(VALUES)]
    rows += [{"year": 2023, "value": 142.0, "qualifier": "exact", **last}] if last else []
    table = pd.DataFrame(rows).assign(indicator_id="x", region="1")
    return table.reindex(columns=[*table.columns.union(["low", "high"])])


def ahead(table: pd.DataFrame) -> pd.DataFrame:
    rows = project(table, until=2025)
    return rows[rows["kind"] == "projected"].set_index("year")


def test_a_wide_range_in_the_last_year_bounds_that_year_and_narrows_the_next():
    free = ahead(known())
    middle = free.loc[2023, "value"]
    held = ahead(known(qualifier="between", value=middle, low=middle - 5, high=middle + 5))
    assert held.loc[2023, "low95"] >= middle - 5 and held.loc[2023, "high95"] <= middle + 5
    assert (held["last_year"] == 2022).all()
    width = (held["high80"] - held["low80"]) / (free["high80"] - free["low80"])
    assert width[2023] < width[2024] < width[2025] < 1.0


def test_a_floor_in_the_last_year_moves_the_later_years_too_but_not_as_if_in_step():
    free, held = ahead(known()), ahead(known(qualifier="at_least", value=145.0))
    assert held.loc[2023, "low95"] >= 145.0
    assert (held["value"] > free["value"]).all() and (held["low80"] > free["low80"]).all()
    below = (free.loc[2023, "quantiles"] < 145.0).mean()
    in_step = np.quantile(free.loc[2025, "quantiles"], below)
    assert held.loc[2025, "low95"] < in_step


@pytest.mark.parametrize(("width", "wide"), [(0.99, False), (1.01, True)])
def test_a_range_is_a_point_up_to_a_typical_change(width, wide):
    half = 142.0 * TYPICAL * width / 2
    table = known(qualifier="between", low=142.0 - half, high=142.0 + half)
    assert is_bound(table).tolist() == [False] * 5 + [wide]
    assert len(as_points(table)) == 6 - wide


def test_what_rounding_leaves_open_is_a_point():
    made = ahead(known(qualifier="between", low=141.5, high=142.5))
    assert (made["last_year"] == 2023).all() and made.index.min() == 2024


def test_two_floors_are_both_kept():
    table = known(qualifier="at_least", value=140.0)
    later = table.iloc[[-1]].assign(year=2024, value=150.0)
    made = ahead(pd.concat([table, later], ignore_index=True))
    assert made.loc[2023, "low95"] >= 140.0 and made.loc[2024, "low95"] >= 150.0
    assert np.isfinite(made["low80"].astype(float)).all()
