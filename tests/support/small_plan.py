"""A plan of one indicator, in memory: its projection, its two readings of one target."""

import numpy as np
import pandas as pd

from analysis.judging.attainment import assess
from analysis.projection import project
from analysis.records.plans import Plan

HOSTILE = '<script>alert("x")</script>'


def plan(name: str = "高新技术企业") -> Plan:
    indicators = pd.DataFrame(
        {
            "indicator_id": ["firms"],
            "name_zh": [name],
            "name_en": ["High-tech firms" if name == "高新技术企业" else name],
            "unit": ["家"],
            "kind": ["stock"],
            "direction": ["up"],
            "lower": [0.0],
            "upper": [np.nan],
            "definition": [""],
            "definition_breaks": [""],
            "in_plan": [True],
        }
    )
    meta = {"short_zh": "小规划", "short_en": "the small plan", "region": "140000"}
    return Plan("small", meta, indicators, pd.DataFrame())


def situation(shown: Plan) -> tuple[pd.DataFrame, pd.DataFrame]:
    years = [2015, 2020, 2022, 2023]
    known = pd.DataFrame(
        {
            "indicator_id": "firms",
            "region": "140000",
            "year": pd.array(years, dtype="Int64"),
            "value": [720.0, 3188.0, 3916.0, 4155.0],
            "qualifier": ["exact", "exact", "about", "exact"],
            "source_id": "s",
            "published": pd.to_datetime([f"{y + 1}-01-31" for y in years]),
            "n_values": 1,
        }
    )
    targets = pd.DataFrame(
        {
            "target_id": ["F1", "F2"],
            "indicator_id": "firms",
            "reading": ["level", "ratio"],
            "comparator": ">=",
            "stated_value": [5000.0, 2.0],
            "value_high": np.nan,
            "unit": ["家", "倍"],
            "deadline": pd.array([2025, 2025], dtype="Int64"),
            "baseline_year": pd.array([2020, 2020], dtype="Int64"),
            "baseline_value": 3188.0,
            "quotes": [("q",), ("q",)],
        }
    )
    projections = project(known, shown.indicators, until=2025)
    return projections, assess(targets, projections, shown.indicators, baseline_year=2020)
