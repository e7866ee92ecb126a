"""Outcomes, distributions and series of a few numbers, for what is worked out by hand."""

import numpy as np
import pandas as pd

from analysis.projection.levels import SCORES


def outcomes(actual: list[float], **changes) -> pd.DataFrame:
    columns = {"actual": actual, "last": 100.0, "scale": 5.0, "horizon": 5, "series": 0} | changes
    return pd.DataFrame(columns)


def normal(middle: float, deviation: float, rows: int = 1) -> np.ndarray:
    """The quantiles of a normal distribution."""
    return np.tile(middle + deviation * SCORES, (rows, 1))


def view(values: dict[int, float], indicator_id: str = "firms", region: str = "140000"):
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "region": region,
            "year": pd.array(list(values), dtype="Int64"),
            "value": list(values.values()),
        }
    )
