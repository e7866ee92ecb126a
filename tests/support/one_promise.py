"""One promise about one series as the methods take it, by hand-made numbers."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from analysis.judging.methods.inputs import CARRIED, method_inputs


def verdict(**given) -> dict:
    return {
        **dict.fromkeys(CARRIED),
        **{"target_id": "T1", "indicator_id": "firms", "comparator": ">=", "target_value": 5000.0},
        **{"value_high": np.nan, "deadline": 2023, "baseline_year": 2020, "reason": ""},
        **{"baseline_value": 3188.0, "baseline_basis": "plan"},
        **{"relation": "at_least", "measure": "level", "hold": "by"},
        **given,
    }


def rows(
    known: dict[int, float], *, breaks: str = "", upper: float | None = 100.0, **given
) -> pd.DataFrame:
    """The same as the methods take it."""
    indicators = pd.DataFrame({"indicator_id": ["firms"], "direction": "up", "upper": upper})
    told = pd.DataFrame({"indicator_id": "firms", "region": "140000", "year": list(known)})
    now = SimpleNamespace(
        verdicts=pd.DataFrame([verdict(**given)]),
        plan=SimpleNamespace(indicators=indicators.assign(definition_breaks=breaks)),
        known=told.assign(value=list(known.values())),
    )
    return method_inputs(now)
