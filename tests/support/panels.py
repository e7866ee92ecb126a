"""Panels of regions that grow at rates of their own."""

import numpy as np
import pandas as pd


def registry(*names: str, direction: str = "up") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": names,
            "direction": direction,
            "lower": 0.0,
            "upper": np.nan,
            "definition_breaks": "",
        }
    )


def panel(name: str = "firms", years: int = 12, regions: int = 24, seed: int = 1) -> pd.DataFrame:
    """Regions growing at their own rate, 2 to 20 % a year, with a little noise."""
    some = np.random.default_rng(seed)
    rates = np.linspace(0.02, 0.20, regions)
    steps = np.log1p(rates)[:, None] + some.normal(0, 0.03, (regions, years))
    values = 100 * np.exp(np.cumsum(steps, axis=1))
    table = [
        {
            "indicator_id": name,
            "region": f"{r + 11:02d}0000",
            "year": 2010 + t,
            "value": values[r, t],
            "published": pd.Timestamp(2011 + t, 10, 1),
        }
        for r in range(regions)
        for t in range(years)
    ]
    return pd.DataFrame(table).astype({"year": "Int64"})


FAMILIES = pd.Series({"firms": "a", "staff": "b", "funds": "c", "grants": "d"})


def several() -> tuple[pd.DataFrame, pd.DataFrame]:
    names = list(FAMILIES.index)
    table = pd.concat([panel(n, seed=i) for i, n in enumerate(names)], ignore_index=True)
    return table, registry(*names)
