"""Monitor a public plan's targets: what was promised, where it stands, how likely it is.

The names below are the ones an analyst types. They are imported when first used, so that the
command line starts at once.
"""

from __future__ import annotations

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
    "situation": "situations",
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
