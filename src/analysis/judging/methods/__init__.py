"""How others judge the same gap to a target, side by side, on one common scale.

What is done with the hard cases, everywhere the same unless a method has its own rule:

=========================  =========================================================================
already met                verdict "achieved"; Destatis keeps its warning word for an adverse trend;
                           `ours` adds the probability of still being met at the deadline
base equal to target       met, or ground lost (off track); ratios of growth are undefined, and said
                           so: "base_equals_target"
base beyond the target     met, or ground lost; a share of a way backwards is never progress
zero base or target        Open SDG and Eustat put 0.001; additive methods need nothing; growth is
                           otherwise undefined: "zero_base"
wrong direction            each method's lowest grade; direction is taken from the registry
no deadline to reach       none set, or not after the base year: "no_time"; Destatis reads a target
                           without one as to be kept
bounded share              Open SDG's factor C (of a limit ahead, not behind), the Progress Chart's
                           one point from 0 or 100
strict comparator          equality is not met
range                      read from its lower end; Destatis reads the weaker end
several readings           one row each
two points only            a verdict without a width; Destatis and trackr give none
stale data                 judged as of the year of the latest value; `age` says how old it is
definition break           no baseline across it: "definition_break"
missing years              never filled
sign change                growth is undefined: "sign_change"
a direction, no number     Open SDG's, Eurostat's and the Progress Chart's fixed rates, Destatis's
                           rule; the others: "no_target"
a number kept every year   Destatis's rule; the others, and any other promise: "other_promise"
no verdict of its own      WHO's rates and paths, ESCAP's index: the comparison is named as ours
=========================  =========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from ...records.errors import PlanDataError
from .growth import aggregate, eurostat, eustat, goldilocks, open_sdg, un_progress_chart
from .inputs import from_series, method_inputs
from .own import ours
from .path import (
    completion_rate,
    escap_current_status,
    ndrc,
    time_proportional,
    who_required_growth,
    who_straight_path,
)
from .peers import trackr, typical_changes
from .rows import ANSWERS
from .scale import EXPRESSES, GRADES, METHODS, REASONS, VERDICTS
from .weather import destatis, next_deadline, worst

__all__ = [
    "GRADES",
    "METHODS",
    "REASONS",
    "VERDICTS",
    "aggregate",
    "from_series",
    "goldilocks",
    "judge",
    "judge_all",
    "method_inputs",
    "next_deadline",
    "typical_changes",
    "worst",
]

_FUNCTIONS: dict[str, Callable[..., pd.DataFrame]] = {
    "ours": ours,
    "open_sdg": open_sdg,
    "eurostat": eurostat,
    "eustat": eustat,
    "un_progress_chart": un_progress_chart,
    "destatis": destatis,
    "escap_current_status": escap_current_status,
    "who_required_growth": who_required_growth,
    "who_straight_path": who_straight_path,
    "time_proportional": time_proportional,
    "completion_rate": completion_rate,
    "ndrc": ndrc,
    "trackr": trackr,
}


def judge(frame: pd.DataFrame, method: str, *, typical: pd.DataFrame | None = None) -> pd.DataFrame:
    """Judge every row of a frame by one method.

    Parameters
    ----------
    frame : DataFrame
        base_year, base_value, current_year, current_value, target_value, target_year, direction,
        natural_limit; for the methods that read a series years and values (sequences a row); for
        `ours` probability; put, where it is known how the promise is put (see EXPRESSES). What a
        method needs and does not find, or cannot express, it gives as its reason.
    method : str
        An index of METHODS.
    typical : DataFrame, optional
        From `typical_changes`, for `trackr`.

    Returns
    -------
    DataFrame
        On the frame's index: method, progress_value, score, status (the method's own grade,
        see GRADES), verdict (see VERDICTS), reason (see REASONS, "" with a verdict), and what
        the method adds.

    Raises
    ------
    PlanDataError
        A method that does not exist, or a frame that cannot be read.

    Examples
    --------
    >>> import pandas as pd
    >>> firms = pd.DataFrame([{"base_year": 2020, "base_value": 3188, "current_year": 2023,
    ...     "current_value": 4155, "target_value": 5000, "target_year": 2025,
    ...     "direction": "increase"}])
    >>> judge(firms, "open_sdg")["verdict"].item(), judge(firms, "ndrc")["verdict"].item()
    ('on_track', 'off_track')
    """
    if method not in _FUNCTIONS:
        raise PlanDataError(
            f"method {method}: choose one of {', '.join(_FUNCTIONS)} | 没有这个方法"
        )
    seen = _as_expressed(frame, method)
    return trackr(seen, typical=typical) if method == "trackr" else _FUNCTIONS[method](seen)


def judge_all(
    frame: pd.DataFrame,
    methods: Sequence[str] | None = None,
    *,
    typical: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Judge every row by every method: the matrix, one row a cell.

    Returns
    -------
    DataFrame
        row (the frame's index), `rows.ANSWERS`; methods in the order asked for, rows in theirs.
    """
    chosen = list(METHODS.index) if methods is None else list(methods)
    parts = [judge(frame, m, typical=typical)[list(ANSWERS)] for m in chosen]
    return pd.concat([p.rename_axis("row").reset_index() for p in parts], ignore_index=True)


def _as_expressed(frame: pd.DataFrame, method: str) -> pd.DataFrame:
    """The rows as a method sees them: a promise it has no rule for has no target and no way."""
    if "put" not in frame:
        return frame
    blind = ~frame["put"].isin(EXPRESSES[method])
    why = frame["put"].map({"": "no_target", "direction": "no_target"}).fillna("other_promise")
    known = frame["reason"].fillna("") if "reason" in frame else pd.Series("", frame.index)
    return frame.assign(
        target_value=frame["target_value"].mask(blind),
        direction=frame["direction"].mask(blind),
        reason=known.mask(blind & (known == ""), why),
    )
