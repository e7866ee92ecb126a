"""Many standpoints judged together: each says what it says alone."""

import numpy as np
import pandas as pd
import pytest

from analysis.judging.standpoints import Standpoint, verdicts_from, verdicts_of
from analysis.projection import project, read_regional
from support.shanxi import FOLDERS, ROOT


def known(region: str, **series: list[float]) -> pd.DataFrame:
    """Values of the years from 2015 on, by indicator."""
    return pd.DataFrame(
        [
            {
                **{"indicator_id": name, "region": region, "year": 2015 + n, "value": value},
                **{"unit": "家", "qualifier": "exact", "source_id": "s", "n_values": 1},
                "published": pd.Timestamp(f"{2016 + n}-03-01"),
            }
            for name, values in series.items()
            for n, value in enumerate(values)
        ]
    ).astype({"year": "Int64", "value": float})


def standpoint(rows: pd.DataFrame, against: str = "", goal: float = 50.0, **more) -> Standpoint:
    """A level of x to be reached by 2025, and the gap of y to something not more than 30."""
    goals = pd.DataFrame(
        {
            "target_id": ["t1", "t2"],
            "indicator_id": ["x", "y"],
            "reading": ["level", "gap"],
            "comparator": [">=", "<="],
            "relation": ["", "at_most"],
            "stated_value": [goal, 30.0],
            "value_high": np.nan,
            "unit": "家",
            "deadline": 2025,
            "baseline_year": 2015,
            "baseline_value": 10.0,
            "against": ["", against],
        }
    ).astype({"deadline": "Int64", "baseline_year": "Int64"})
    indicators = pd.DataFrame(
        {
            "indicator_id": ["x", "y", "z"],
            "kind": "stock",
            "direction": "up",
            "lower": 0.0,
            "upper": np.nan,
            "definition_breaks": "",
        }
    )
    events = pd.DataFrame(columns=["indicator_id", "region", "date", "published", "state"])
    base = {"baseline_year": 2015, "until": 2025, "events": events}
    return Standpoint(rows, targets=goals, indicators=indicators, **{**base, **more})


def elsewhere() -> pd.DataFrame:
    """The other region's y, as gaps to a region need it."""
    made = project(known("340000", y=[20, 22, 25, 27, 30, 33]), until=2025)
    return made.assign(of_region=made["region"], indicator_id="340000/" + made["indicator_id"])


def unlike() -> list[Standpoint]:
    """Standpoints that differ in what may differ: figures, targets, shift, ruler, last year."""
    rows = known("140000", x=[10, 12, 15, 19, 24], y=[40, 44, 50, 58, 60], z=[38, 40, 41, 44, 50])
    fewer = known("140000", x=[10, 12, 15], y=[40, 44, 50], z=[38, 40, 41])
    with_bound = rows.assign(qualifier=rows["qualifier"].where(rows["year"] < 2019, "at_least"))
    shift = read_regional(ROOT, FOLDERS)
    return [
        standpoint(rows, "z"),
        standpoint(fewer, "z", goal=30.0),
        standpoint(with_bound, "z", regional=shift),
        standpoint(rows, "340000", others=elsewhere(), regional=shift),
        standpoint(rows, "z", regional=shift, judge=lambda found: found["status"].str.upper()),
        standpoint(rows, "z", until=2030),
    ]


def test_many_standpoints_say_together_what_each_says_alone():
    views = unlike()
    for view, found in zip(views, verdicts_of(views), strict=True):
        alone = verdicts_from(view)
        assert found["target_id"].tolist() == ["t1", "t2"]
        assert found["against"].tolist() == view.targets["against"].tolist()
        pd.testing.assert_frame_equal(
            found, alone, check_dtype=False, check_exact=False, rtol=0, atol=1e-6
        )


def test_a_gap_is_to_the_standpoints_own_series_and_no_other_ones():
    """y ends at 60; 10 above z of the first, 60 above a z of nothing of the second."""
    rows = known("140000", x=[10, 12, 15], y=[40, 50, 60], z=[40, 45, 50])
    zero = rows.assign(value=rows["value"].mask(rows["indicator_id"] == "z", 0.0))
    near, far = verdicts_of([standpoint(rows, "z"), standpoint(zero, "z")])
    gap = [found.set_index("target_id").loc["t2", "projected"] for found in (near, far)]
    assert gap[0] < 30 < 60 < gap[1]


@pytest.mark.parametrize("number", [0, 1])
def test_none_and_one_are_as_many_as_were_asked(number):
    views = unlike()[:number]
    assert len(verdicts_of(views)) == number
