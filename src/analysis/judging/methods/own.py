"""This project's own verdict, in the form of the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..attainment import LIKELY, UNLIKELY
from .rows import answer, choose, missing, numbers


def ours(frame: pd.DataFrame) -> pd.DataFrame:
    """The probability of meeting the target by its deadline.

    progress_value is the probability; on track from two in three, off track below one in three,
    at risk between. A target whose latest value meets it is achieved, and the probability says
    how likely it still is to be met at the deadline. Past the deadline it is achieved or missed.

    Parameters
    ----------
    frame : DataFrame
        probability; optionally status (one of `attainment.STATUS_CODES`, which then counts),
        low80, high80, evidence, which are handed on.

    Returns
    -------
    DataFrame
        `rows.ANSWERS`, low80, high80, evidence.
    """
    t = numbers(frame)
    chance = _column(frame, "probability").astype(float)
    due = t["left"] <= 0
    status = choose(
        [
            (t["met"], "achieved"),
            (due & t["current_value"].notna() & t["target_value"].notna(), "missed"),
            (chance >= LIKELY, "on_track"),
            (chance >= UNLIKELY, "at_risk"),
            (chance < UNLIKELY, "off_track"),
        ],
        t.index,
    )
    if "status" in frame:
        told = frame["status"].where(frame["status"] != "not_assessable", "")
        status = told.where(told.notna(), status)
    reason = choose(missing(t, "current", "target"), t.index, "no_probability")
    handed = {c: _column(frame, c) for c in ("low80", "high80", "evidence")}
    return answer(
        frame, "ours", progress=chance, score=chance, status=status, reason=reason, **handed
    )


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame else pd.Series(np.nan, index=frame.index)
