"""Methods that compare the growth so far with the growth that the target asks for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .rows import answer, choose, growth, meets, missing, numbers

ON_TRACK, MODERATE = 0.95, 0.60  # ratio of actual to required growth
FIXED = {"substantial": 0.015, "moderate": 0.005}  # a year, where there is no target
ZERO_STANDS_FOR = 0.001  # sdg-build: a zero base or target
LIMIT_POWER = 4.44
EUSTAT_POINTS = 250.0  # of score for growth of 100 % a year: 2.5 at 1 %
EUSTAT_SIGNIFICANT, EUSTAT_NONE = 2.5, 0.25  # of score
EUROSTAT_SIGNIFICANT = 0.01
UN_ON_TRACK, UN_FAIR = 0.95, 0.10
UN_FIXED = {"substantial": 0.02, "moderate": 0.005}
UN_NEAR = 1.0  # percentage points from a target of 0 % or 100 %


def open_sdg(frame: pd.DataFrame) -> pd.DataFrame:
    """Statistics Canada's measure of progress, as built into Open SDG 2.4.

    With g = (c/b)^(1/(t−t₀)) − 1 and g_T = (T/b)^(1/(t_T−t₀)) − 1, progress_value is
    R = sign·d·g / |g_T|: from 0.95 substantial, from 0.60 moderate, from 0 limited progress,
    below deterioration. A target that is met is achieved, score 5, whatever the trend. Without a
    target progress_value is p = sign·d·g against 1.5 %, 0.5 % and 0 %, the first two times
    C = 1 − (b/L)^4.44 for b ≤ L, 1 − ((2L−b)/L)^4.44 below 2L and 1 beyond (L the natural limit,
    absolute values). Scores run from −5 at R = −60 % over 0 at 60 % to 5 at 130 %; from −5 at
    p = −2 % over −2.5, 0, 2.5 at the thresholds to 5 at 2 %.

    Hard cases, as the program has them: a zero base or target is taken as 0.001; a change of
    sign between base and latest cannot be judged; under two years cannot be judged, unless the
    target is met; base equal to target leaves R undefined, so the row is judged only when met.
    The size of R means nothing where the base already stood beyond the target. A limit counts
    only where the indicator may run into it: not a maximum of one that is to fall. (So the
    document; the program takes any, and its published results have no other.)

    Parameters
    ----------
    frame : DataFrame
        See `rows.numbers`.

    Returns
    -------
    DataFrame
        `rows.ANSWERS`; progress_value a fraction, score −5 to 5.

    References
    ----------
    open-sdg/open-sdg, docs/progress-methodology.md; open-sdg/sdg-build,
    sdg/ProgressMeasure.py at 139fede. Slopes 50/7 and 25/6 as documented; the program rounds
    them to 7.1429 and 4.1667, so scores differ in the fourth decimal.
    """
    t = _filled(frame)
    targeted = t["target_value"].notna()
    progress, reason = _ratio(t)
    factor = _limit_factor(t)
    high, middle = (pd.Series(FIXED[k] * factor, t.index) for k in ("substantial", "moderate"))
    high, middle = high.mask(targeted, ON_TRACK), middle.mask(targeted, MODERATE)
    status = choose(
        [
            (t["met"], "target_achieved"),
            (progress >= high, "substantial_progress"),
            (progress >= middle, "moderate_progress"),
            (progress >= 0, "limited_progress"),
            (progress < 0, "deterioration"),
        ],
        t.index,
    )
    score = _score(progress).where(targeted, _score_without_target(progress, factor))
    score = score.mask(t["met"], 5.0)
    return answer(frame, "open_sdg", progress=progress, score=score, status=status, reason=reason)


def eustat(frame: pd.DataFrame) -> pd.DataFrame:
    """Eustat's variant of the Open SDG measure, as its published results show it.

    With a target, R as in `open_sdg`, named significant progress from 0.95, moderate progress
    from 0.60, moderate deterioration from 0 and significant deterioration below. Without one the
    score is 250·p, divided by C where p is positive, held to ±5 (±1 % a year are ±2.5), and
    named by it: significant from ±2.5, no progress within ±0.25 (that is 0.1 % a year), moderate
    between. A target that is met scores 5 and is named significant progress: there is no word
    of its own for it. Read off its results: the band of no progress lies between published cases
    of 0.07 % and 0.14 % a year.

    References
    ----------
    EUSTAT-DES/data, indicator_calculation_components.yml at 00a0109.
    """
    t = _filled(frame)
    targeted = t["target_value"].notna()
    progress, reason = _ratio(t)
    factor = _limit_factor(t)
    scaled = (EUSTAT_POINTS * progress / np.where((progress > 0) & (factor > 0), factor, 1.0)).clip(
        -5.0, 5.0
    )
    scaled = scaled.mask((factor == 0) & (progress >= 0), 5.0)
    by_ratio = [
        (progress >= ON_TRACK, "significant_progress"),
        (progress >= MODERATE, "moderate_progress"),
        (progress >= 0, "moderate_deterioration"),
        (progress < 0, "significant_deterioration"),
    ]
    by_score = [
        (scaled >= EUSTAT_SIGNIFICANT, "significant_progress"),
        (scaled >= EUSTAT_NONE, "moderate_progress"),
        (scaled > -EUSTAT_NONE, "no_progress"),
        (scaled >= -EUSTAT_SIGNIFICANT, "moderate_deterioration"),
        (scaled < -EUSTAT_SIGNIFICANT, "significant_deterioration"),
    ]
    status = choose(
        [
            (t["met"], "significant_progress"),
            *((targeted & mask, name) for mask, name in by_ratio),
            *((~targeted & mask, name) for mask, name in by_score),
        ],
        t.index,
    )
    score = _score(progress).where(targeted, scaled).mask(t["met"], 5.0)
    return answer(
        frame, "eustat", progress=progress, score=score, status=status, reason=reason, met=t["met"]
    )


def eurostat(frame: pd.DataFrame) -> pd.DataFrame:
    """Eurostat's thresholds on the same ratio, by restatement only.

    With a target the ratio of actual to required growth: from 0.95 significant, from 0.60
    moderate, from 0 insufficient progress, below movement away. Without one, growth in the
    wanted direction: above 1 % a year significant, from 0 moderate progress, above −1 % moderate
    movement away, else movement away. Nothing stands for a zero here: growth from a base of zero
    is undefined, the row is not judged unless its target is met; a target of zero asks for a fall
    of 100 % a year. Eurostat reports a long and a short period; which of them a row is, its base
    year says.

    References
    ----------
    Thresholds through open-sdg docs/progress-methodology.md, which adopts them; Eurostat's own
    method text was not read, so its labels are not cited as read.
    """
    t = numbers(frame)
    targeted = t["target_value"].notna()
    progress, reason = _ratio(t)
    by_ratio = [
        (progress >= ON_TRACK, "significant_progress"),
        (progress >= MODERATE, "moderate_progress"),
        (progress >= 0, "insufficient_progress"),
        (progress < 0, "movement_away"),
    ]
    by_growth = [
        (progress > EUROSTAT_SIGNIFICANT, "significant_progress"),
        (progress >= 0, "moderate_progress"),
        (progress > -EUROSTAT_SIGNIFICANT, "moderate_movement_away"),
        (progress <= -EUROSTAT_SIGNIFICANT, "movement_away"),
    ]
    status = choose(
        [
            (t["met"], "target_met"),
            *((targeted & mask, name) for mask, name in by_ratio),
            *((~targeted & mask, name) for mask, name in by_growth),
        ],
        t.index,
    )
    reason = reason.mask((t["base_value"] == 0) & progress.isna(), "zero_base")
    none = pd.Series(np.nan, t.index)
    return answer(frame, "eurostat", progress=progress, score=none, status=status, reason=reason)


def un_progress_chart(frame: pd.DataFrame) -> pd.DataFrame:
    """The UN Progress Chart of 2023, as Eustat applies it.

    v = c·(1+g)^(t_T−t), progress_value (v − b) / (T − b): from 0.95 met or on track, from 0.10
    fair progress, below stagnation or regression; score 3, 2, 1. Without a target growth in the
    wanted direction from 2 % and from 0.5 % a year. Met in the latest year is met whatever the
    trend; within one point of a target of 0 or 100 per cent (natural_limit 100) is met; past the
    deadline nothing is projected; a binary indicator (column `binary`) is met at one.

    A base that already stood at or beyond the target makes the share meaningless (falling back
    would count as progress): such a row is met, or it has regressed.

    References
    ----------
    EUSTAT-DES/site, _pages/en/metodologia.md at 10f3c70, after
    unstats.un.org/sdgs/files/report/2023/Progress_Chart_Technical_Note_2023.pdf.
    """
    t = numbers(frame)
    targeted = t["target_value"].notna()
    g = growth(t["base_value"], t["current_value"], t["span"])
    ahead = t["current_value"] * (1 + g) ** t["left"].clip(lower=0)
    way = t["target_value"] - t["base_value"]
    share = (ahead - t["base_value"]) / way.where(t["d"] * way > 0)
    progress = share.where(targeted, t["sign"] * t["d"] * g)
    progress = progress.where(~targeted | (t["total"] > 0))
    met = t["met"] | _near_bound(t) | _binary(frame, t)
    lost = targeted & (t["d"] * way <= 0) & ~met & (t["span"] >= 1)
    high = pd.Series(UN_ON_TRACK, t.index).where(targeted, UN_FIXED["substantial"])
    low = pd.Series(UN_FAIR, t.index).where(targeted, UN_FIXED["moderate"])
    status = choose(
        [
            (met, "met_or_on_track"),
            (lost, "stagnation_or_regression"),
            (progress >= high, "met_or_on_track"),
            (progress >= low, "fair_progress"),
            (progress < low, "stagnation_or_regression"),
        ],
        t.index,
    )
    points = {"met_or_on_track": 3.0, "fair_progress": 2.0, "stagnation_or_regression": 1.0}
    reason = choose(
        [
            *missing(t, "direction", "current", "base", "span", "time"),
            (t["base_value"] == 0, "zero_base"),
            (t["base_value"] * t["current_value"] < 0, "sign_change"),
        ],
        t.index,
        "base_equals_target",
    )
    return answer(
        frame,
        "un_progress_chart",
        progress=progress,
        score=status.map(points).astype(float),
        status=status,
        reason=reason,
        met=met,
    )


def aggregate(scores: pd.DataFrame) -> dict[str, object]:
    """One status for an indicator of several series, as Open SDG does it.

    Parameters
    ----------
    scores : DataFrame
        score, target_achieved; optionally group, whose mean counts once. A series without a
        score is left out.

    Returns
    -------
    dict
        score (the mean), status: achieved only if every series is; else substantial from 2.5,
        moderate from 0, limited from −2.5, deterioration below; not_available without a score.

    References
    ----------
    open-sdg docs/progress-methodology.md, Aggregated progress status.
    """
    known = scores.assign(score=scores["score"].astype(float)).dropna(subset="score")
    if known.empty:
        return {"score": None, "status": "not_available"}
    means = (
        known.groupby("group", dropna=False)["score"].mean() if "group" in known else known["score"]
    )
    mean = float(means.mean())
    if known["target_achieved"].astype(bool).all():
        return {"score": mean, "status": "target_achieved"}
    names = ["deterioration", "limited_progress", "moderate_progress", "substantial_progress"]
    return {"score": mean, "status": names[int(np.searchsorted([-2.5, 0.0, 2.5], mean, "right"))]}


def goldilocks(values: pd.Series) -> pd.Series:
    """max(y, 1/y): distance from a parity of one, to be judged as a decrease (Open SDG)."""
    return values.where(values >= 1.0, 1.0 / values)


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Zeros of base and target taken as 0.001 before anything is judged."""
    t = numbers(frame)
    goal = t["target_value"].mask(t["target_value"] == 0, ZERO_STANDS_FOR)
    met = meets(t["current_value"], goal, t["d"], frame)
    base = t["base_value"].mask(t["base_value"] == 0, ZERO_STANDS_FOR)
    return t.assign(base_value=base, target_value=goal, met=met)


def _ratio(t: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Growth in the wanted direction, over the required growth where there is a target."""
    g = growth(t["base_value"], t["current_value"], t["span"])
    needed = growth(t["base_value"], t["target_value"], t["total"]).abs()
    wanted = t["sign"] * t["d"] * g
    progress = (wanted / needed.where(needed > 0)).where(t["target_value"].notna(), wanted)
    turned = (t["base_value"] * t["current_value"] < 0) | (t["base_value"] * t["target_value"] < 0)
    reason = choose(
        [*missing(t, "direction", "current", "base", "span", "time"), (turned, "sign_change")],
        t.index,
        "base_equals_target",
    )
    return progress, reason


def _limit_factor(t: pd.DataFrame) -> pd.Series:
    base, limit = t["base_value"].abs(), t["natural_limit"].abs()
    below = 1 - (base / limit) ** LIMIT_POWER
    above = 1 - ((2 * limit - base) / limit) ** LIMIT_POWER
    factor = above.where(base > limit, below).mask(base >= 2 * limit, 1.0)
    ahead = t["d"] * (t["natural_limit"] - t["base_value"]) >= 0
    return factor.where(limit.notna() & ahead, 1.0)


def _score(ratio: pd.Series) -> pd.Series:
    steep, flat = 50 / 7 * ratio - 30 / 7, 25 / 6 * ratio - 2.5
    return steep.where(ratio >= MODERATE, flat).clip(-5.0, 5.0)


def _score_without_target(progress: pd.Series, factor: pd.Series) -> pd.Series:
    scaled = progress / factor.where(factor != 0)
    knots = [0.0, FIXED["moderate"], FIXED["substantial"], 0.02]
    rising = pd.Series(np.interp(scaled.to_numpy(), knots, [-2.5, 0.0, 2.5, 5.0]), progress.index)
    rising = rising.where(scaled.notna()).mask(factor == 0, 5.0)
    falling = (125 * progress - 2.5).clip(lower=-5.0)
    return rising.where(progress >= 0, falling).where(progress.notna())


def _near_bound(t: pd.DataFrame) -> pd.Series:
    percent = t["natural_limit"] == 100
    at_bound = t["target_value"].isin([0.0, 100.0])
    return percent & at_bound & ((t["current_value"] - t["target_value"]).abs() <= UN_NEAR)


def _binary(frame: pd.DataFrame, t: pd.DataFrame) -> pd.Series:
    if "binary" not in frame:
        return pd.Series(False, index=t.index)
    return frame["binary"].fillna(False).astype(bool) & (t["current_value"] >= 1)
