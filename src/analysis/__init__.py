"""Monitor a public plan's targets: what was promised, where it stands, how likely it is.

The names below are the ones an analyst types. They are imported when first used, so that the
command line starts at once.
"""

from __future__ import annotations

import sys
from importlib import import_module

_HOME = {
    "load_plan": "store",
    "read_sources": "store",
    "read_regions": "store",
    "read_events": "store",
    "read_observations": "store",
    "PlanDataError": "errors",
    "load_observations": "vintages",
    "as_of_view": "vintages",
    "conflicts": "vintages",
    "revisions": "vintages",
    "predict": "projection",
    "project": "projection",
    "replay": "projection",
    "assess": "attainment",
    "judge": "methods",
    "judge_all": "methods",
    "check_plan": "consistency",
    "fan_chart": "charts",
    "small_multiples": "charts",
    "progress_chart": "charts",
    "region_chart": "charts",
    "verdict_table": "tables",
    "projection_table": "tables",
    "history_table": "tables",
    "region_table": "tables",
    "own_target": "questions",
    "region_verdicts": "questions",
    "main_indicators": "questions",
    "widest_indicator": "questions",
    "save_table": "workbook",
    "write_workbook": "workbook",
    "use_workbench_font": "typography",
    "situation": "situations",
    "read_records": "situations",
    "compare": "changes",
    "group_sections": "sections",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


# In a notebook, or where matplotlib is in use already, one's own charts get Chinese as well. The
# command line must not wait for matplotlib.
if {"ipykernel", "matplotlib.pyplot"} & set(sys.modules):
    import_module(f"{__name__}.typography").offer_font()
