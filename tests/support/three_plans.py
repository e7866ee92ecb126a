"""Plans of a few cases each: Germany's and Shanxi's fifteenth, as their targets are put."""

import datetime as dt

import numpy as np
import pandas as pd

from analysis.judging.situations import Records
from analysis.records.plans import Plan
from analysis.records.regions import read_regions
from analysis.records.schema import OBSERVATIONS, SOURCES
from support.german_targets import (
    BALANCE,
    ENERGY,
    FINANCE,
    GHG,
    LEAVERS,
    MORTALITY,
    NITROGEN,
    SMOKING,
)
from support.shanxi import FOLDERS, ROOT
from support.tables import typed

NAMED = {"title": "规划", "title_en": "Plan", "short_zh": "规划", "short_en": "plan"}
GERMANY = [
    ("ghg", GHG, "down", {"measure": "ratio", "value": 0, "deadline": 2045, "base_year": 1990}),
    ("deaths", MORTALITY, "down", {"value": 100, "deadline": 2030}),
    ("leavers", LEAVERS, "down", {"value": 10, "deadline": 2020}),
    ("nitrogen", NITROGEN, "down", {"measure": "mean", "value": 70, "year_from": 2028}),
    ("smoking", SMOKING, "down", {"value": 7, "deadline": 2030}),
    (
        *("energy", ENERGY, "down"),
        {"measure": "percent_change", "value": -20, "deadline": 2020, "base_year": 2008},
    ),
    (
        "finance",
        FINANCE,
        "up",
        {"measure": "ratio", "value": 2, "deadline": 2020, "base_year": 2014},
    ),
    (
        "balance",
        BALANCE,
        "up",
        {"value": -3, "comparator": ">", "hold": "every", "year_from": 2022},
    ),
]
SHANXI_15 = [
    (
        "firms",
        {2020: 3188, 2022: 3916, 2023: 4155, 2025: (4500, "more_than")},
        "up",
        {"value": 5000},
    ),
    (
        "coal",
        {y: 13.0 + 0.05 * (y - 2024) for y in range(2018, 2026)},
        "none",
        {"value": 13, "comparator": "~", "deadline": 2026},
    ),
    (
        "gas",
        {y: 90.0 + 12.0 * (y - 2018) for y in range(2018, 2026)},
        "up",
        {"value": 300, "deadline": 2030},
    ),
    (
        "rd",
        {y: 170.0 * 1.12 ** (y - 2018) for y in range(2018, 2025)},
        "up",
        {"measure": "growth", "value": 10, "comparator": ">=", "deadline": 2030},
    ),
    (
        "wind",
        {2024: 700.0, 2025: 800.0},
        "up",
        {"measure": "sum", "value": 4000, "year_from": 2026, "deadline": 2030},
    ),
]


def records(cases: list[tuple], *, base: int, start: int, end: int) -> Records:
    """A plan of the cases: indicator, values by year, the way that is better, how it is put.

    A further case of an indicator has no values.
    """
    figures = typed(
        {
            **{"figure_id": f"F{n}", "indicator_id": name, "role": "target", "comparator": "="},
            **{"unit": "个", "deadline": 2032 if "year_from" in put else 2025, "quote": name},
            **{"chapter": 1, "section": 1},
            **put,
        }
        for n, (name, _, _, put) in enumerate(cases)
    )
    indicators = pd.DataFrame(
        {
            "indicator_id": [name for name, *_ in cases],
            "name_zh": [name for name, *_ in cases],
            "name_en": [name for name, *_ in cases],
            "unit": "个",
            "kind": "ratio",
            "direction": [way for _, _, way, _ in cases],
            "lower": [np.nan if name == "balance" else 0.0 for name, *_ in cases],
            "upper": np.nan,
            "definition_breaks": "",
            "in_plan": True,
        }
    ).drop_duplicates("indicator_id", ignore_index=True)
    told = typed(
        (
            {
                **{"observation_id": f"{name}-{year}", "indicator_id": name, "region": "140000"},
                **{"year": year, "unit": "个", "source_id": "s", "published_estimated": "false"},
                "value": value[0] if isinstance(value, tuple) else value,
                "qualifier": value[1] if isinstance(value, tuple) else "exact",
                "published": f"{year + 1}-03-31",
                "recorded_at": f"{year + 1}-03-31",
            }
            for name, values, _, _ in cases
            for year, value in values.items()
        ),
        OBSERVATIONS,
    ).assign(grade="A")
    about = {"issued": dt.date(start, 4, 30), "baseline_year": base, "start": start, "end": end}
    events = ["indicator_id", "region", "date", "published", "state", "source_id"]
    return Records(
        Plan("small", {**NAMED, **about, "region": "140000"}, indicators, figures),
        told,
        pd.DataFrame(columns=events).astype({"published": "datetime64[s]"}),
        read_regions(ROOT, FOLDERS),
        ROOT,
        pd.DataFrame(columns=list(SOURCES.columns)),
    )
