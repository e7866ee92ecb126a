"""Monitor a public plan's targets: what was promised, where it stands, how likely it is.

The names below are the ones an analyst types. They are imported when first used, so that the
command line starts at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

# openpyxl writes sheets by lxml where that is installed, in other bytes, and with errors that are
# no OSError: the same workbook comes out of every installation.
os.environ.setdefault("OPENPYXL_LXML", "False")

_HOME = {
    "load_plan": "records.plans",
    "read_sources": "records.sources",
    "read_regions": "records.regions",
    "read_events": "records.observations",
    "read_observations": "records.observations",
    "read_pledges": "records.pledges",
    "PlanDataError": "records.errors",
    "load_observations": "records.vintages",
    "as_of_view": "records.vintages",
    "conflicts": "records.vintages",
    "revisions": "records.vintages",
    "predict": "projection",
    "project": "projection",
    "replay": "projection",
    "assess": "judging.attainment",
    "judge": "judging.methods",
    "judge_all": "judging.methods",
    "check_plan": "judging.consistency",
    "fan_chart": "telling.kit.fan",
    "small_multiples": "telling.kit.fan_grid",
    "progress_chart": "telling.targets_charts",
    "region_chart": "telling.start_here",
    "verdict_table": "telling.kit.verdict_table",
    "projection_table": "telling.projections",
    "history_table": "telling.baseline",
    "region_table": "telling.start_here",
    "own_target": "judging.questions",
    "region_verdicts": "judging.questions",
    "next_target": "judging.setting",
    "next_targets": "judging.setting",
    "breakdown": "judging.breakdown",
    "contributions": "judging.breakdown_regions",
    "bold_targets": "judging.boldness",
    "main_indicators": "judging.questions",
    "widest_indicator": "judging.questions",
    "regions_beside": "judging.regions",
    "save_table": "briefing.workbook.one_table",
    "write_workbook": "briefing.workbook",
    "use_workbench_font": "telling.kit.typography",
    "situation": "judging.situations",
    "read_records": "judging.situations",
    "compare": "judging.changes",
    "group_folds": "telling.briefing",
    "what_if_panel": "telling.what_if_panel",
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
    import_module(f"{__name__}.telling.kit.typography").offer_font()
if "IPython" in sys.modules:
    import_module(f"{__name__}.telling.cards").offer_cards(sys.modules["IPython"].get_ipython())
