"""Methods that compare the way travelled with the time gone, or the latest value with a path."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .rows import answer, choose, growth, missing, numbers, share_of_time, share_of_way

AS_EXPECTED = (0.90, 1.10)  # this project's reading of 基本符合预期, in shares of the straight path


def escap_current_status(frame: pd.DataFrame) -> pd.DataFrame:
    """ESCAP's Current Status Index, read against the line of the year.

    progress_value and score are 10·d·(c − b) / |T − b|; for a parity indicator (column `parity`)
    10 − 10·|T − c| / |T − b|. The index carries no verdict of its own; on the charts of the
    regional commissions a bar that reaches the line of the current year has made the expected
    progress. That line stands at 10·(t − t₀)/(t_T − t₀). Nothing is said of the future: the
    Anticipated Progress Index and its labels are left out, their cut-offs were not readable.

    References
    ----------
    spalmas/SDG-MENARO, benchmarking/benchmarking_functions.R at e04dcaa, after
    data.unescap.org/dataviz/methodology/technical-notes.html; the line:
    iprt.uneca.org/eca-progress/ProgressAssessment.html.
    """
    t = numbers(frame)
    way = (t["target_value"] - t["base_value"]).abs()
    index = 10 * t["d"] * (t["current_value"] - t["base_value"]) / way.where(way > 0)
    if "parity" in frame:
        away = (t["target_value"] - t["current_value"]).abs()
        parity = frame["parity"].fillna(False).astype(bool)
        index = index.mask(parity, 10 - 10 * away / way.where(way > 0))
        t = t.assign(met=t["met"].where(~parity, away == 0))
    met = t["met"]
    behind = _lost(t) & ~_flag(frame, "parity")
    status = choose(
        [
            (met, "reached_line"),
            (behind | (index < 0), "regressed"),
            ((index >= 10 * share_of_time(t)) & (t["span"] >= 1), "reached_line"),
            ((index >= 0) & (t["span"] >= 1) & (t["total"] > 0), "short_of_line"),
        ],
        t.index,
    )
    return answer(
        frame,
        "escap_current_status",
        progress=index,
        score=index,
        status=status,
        reason=_why(t),
        met=met,
    )


def who_required_growth(frame: pd.DataFrame) -> pd.DataFrame:
    """Average annual rate of change so far against the rate that the target needs.

    progress_value is the rate required from the baseline, (T/b)^(1/(t_T−t₀)) − 1; score the rate
    so far, (c/b)^(1/(t−t₀)) − 1, less it, in the wanted direction. WHO uses the rate for
    scenarios and gives no verdict; that a rate at or above the required one is fast enough is
    this project's reading. Growth from zero and across signs is undefined.

    References
    ----------
    gpw13/billionaiRe, R/scenarios_aroc.R at 1cc6063.
    """
    t = numbers(frame)
    needed = growth(t["base_value"], t["target_value"], t["total"])
    ahead = t["sign"] * t["d"] * (growth(t["base_value"], t["current_value"], t["span"]) - needed)
    status = choose(
        [
            (t["met"], "fast_enough"),
            (_lost(t), "too_slow"),
            (ahead >= 0, "fast_enough"),
            (ahead < 0, "too_slow"),
        ],
        t.index,
    )
    undefined = (t["base_value"] == 0, "zero_base")
    return answer(
        frame,
        "who_required_growth",
        progress=needed,
        score=ahead,
        status=status,
        reason=_why(t, undefined, otherwise="sign_change"),
        met=t["met"],
    )


def who_straight_path(frame: pd.DataFrame) -> pd.DataFrame:
    """The latest value against the straight line from the baseline to the target.

    progress_value is the line's value in the latest year, b + (T − b)·(t − t₀)/(t_T − t₀); score
    how far the latest value lies beyond it, as a share of the way T − b. WHO draws the path and
    gives no verdict; on or above it is this project's reading. The baseline is the last reported
    value, never a projected one.

    References
    ----------
    gpw13/billionaiRe, tests/testthat/test_target_scenarios.R at ecb82c4.
    """
    t = numbers(frame)
    way = t["target_value"] - t["base_value"]
    line = t["base_value"] + way * share_of_time(t)
    ahead = (t["current_value"] - line) / way.where(t["d"] * way > 0)
    status = choose(
        [
            (t["met"], "above_path"),
            (_lost(t), "below_path"),
            ((ahead >= 0) & (t["span"] >= 1), "above_path"),
            ((ahead < 0) & (t["span"] >= 1), "below_path"),
        ],
        t.index,
    )
    return answer(
        frame,
        "who_straight_path",
        progress=line,
        score=ahead,
        status=status,
        reason=_why(t),
        met=t["met"],
    )


def time_proportional(frame: pd.DataFrame) -> pd.DataFrame:
    """时序进度: the share of the way against the share of the time.

    progress_value is K = (c − b)/(T − b), the share of the way from baseline to target; score is
    目标达成度 K/τ with τ = (t − t₀)/(t_T − t₀), capped at one from the deadline on. Met 完成,
    K ≥ τ 达到时序, else 滞后. τ is taken in the year of the latest value, not today's: an old
    value is judged as of its own year. Of use from zero and across signs, since it is additive.

    Returns
    -------
    DataFrame
        `rows.ANSWERS`, share_travelled (K), share_time (τ), attainment (K/τ), completion (c/T,
        the 完成率 that credits the baseline).

    References
    ----------
    Practice of plan monitoring in China; no document of its own.
    """
    t = numbers(frame)
    way, time = share_of_way(t), share_of_time(t)
    degree = way / time.where(time > 0)
    status = choose(
        [
            (t["met"], "completed"),
            (_lost(t), "behind_schedule"),
            (degree >= 1, "on_schedule"),
            (degree < 1, "behind_schedule"),
        ],
        t.index,
    )
    return answer(
        frame,
        "time_proportional",
        progress=way,
        score=degree,
        status=status,
        reason=_why(t),
        share_travelled=way,
        share_time=time,
        attainment=degree,
        completion=_completion(t),
    )


def completion_rate(frame: pd.DataFrame) -> pd.DataFrame:
    """完成率: the latest value over the target, against the share of the time.

    progress_value is c/T (T/c where less is better), score the same less τ. It credits the
    baseline: 3,188 of 5,000 is 63.8 % "completed" on the day the plan is issued. Shown because it
    is used, and to show what it does.

    References
    ----------
    Practice of plan monitoring in China; no document of its own.
    """
    t = numbers(frame)
    rate = _completion(t)
    ahead = rate - share_of_time(t)
    judged = t["span"] >= 1
    status = choose(
        [
            (t["met"], "completed"),
            (judged & (ahead >= 0), "on_schedule"),
            (judged & (ahead < 0), "behind_schedule"),
        ],
        t.index,
    )
    turned = (t["current_value"] * t["target_value"] < 0, "sign_change")
    why = _why(t, turned)
    return answer(frame, "completion_rate", progress=rate, score=ahead, status=status, reason=why)


def ndrc(frame: pd.DataFrame) -> pd.DataFrame:
    """The four words of the national mid-term report, by a rule stated here.

    With K and τ as in `time_proportional`: met before the deadline 提前实现 (at it 完成); K/τ
    from 1.10 快于预期, from 0.90 基本符合预期, below 滞后. The report of December 2023 sorted the
    20 main indicators of the 14th Five-Year Plan into these words without publishing a rule; a
    tenth on either side of 时间过半、任务过半 is this project's reading of 基本.

    References
    ----------
    Words: Xinhua, 2023-12-26, on the mid-term report to the Standing Committee of the National
    People's Congress (4 reached early, 5 faster, 7 broadly as expected, 4 lagging).
    """
    t = numbers(frame)
    way, time = share_of_way(t), share_of_time(t)
    degree = way / time.where(time > 0)
    low, high = AS_EXPECTED
    status = choose(
        [
            (t["met"] & (t["left"] > 0), "ahead_of_deadline"),
            (t["met"], "completed"),
            (_lost(t) | (t["left"] <= 0) & degree.notna(), "lagging"),
            (degree >= high, "faster_than_expected"),
            (degree >= low, "broadly_as_expected"),
            (degree < low, "lagging"),
        ],
        t.index,
    )
    return answer(frame, "ndrc", progress=way, score=degree, status=status, reason=_why(t))


def _lost(t: pd.DataFrame) -> pd.Series:
    """Beyond the target at the start and short of it now."""
    past = t["d"] * (t["base_value"] - t["target_value"]) >= 0
    return past & ~t["met"] & t["current_value"].notna() & (t["span"] >= 1)


def _why(
    t: pd.DataFrame, *more: tuple[pd.Series, str], otherwise: str = "base_equals_target"
) -> pd.Series:
    return choose(
        [*missing(t, "direction", "current", "target", "base", "span", "time"), *more],
        t.index,
        otherwise,
    )


def _completion(t: pd.DataFrame) -> pd.Series:
    """c/T, or T/c where a smaller size is better; not defined through zero or a change of sign."""
    more = t["d"] * np.sign(t["target_value"]).replace(0.0, 1.0) > 0
    up = t["current_value"] / t["target_value"].where(t["target_value"] != 0)
    down = t["target_value"] / t["current_value"].where(t["current_value"] != 0)
    turned = t["current_value"] * t["target_value"] < 0
    return up.where(more, down).where(t["d"].notna() & ~turned)


def _flag(frame: pd.DataFrame, column: str) -> pd.Series:
    if column not in frame:
        return pd.Series(np.zeros(len(frame), dtype=bool), index=frame.index)
    return frame[column].fillna(False).astype(bool)
