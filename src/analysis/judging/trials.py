"""Trials of the rulers: targets that could have been set, and what each ruler said of them.

Five-year targets are placed by a fixed rule over the provinces, blind to what came after, and every
ruler is asked about each in every year before its deadline.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from ..projection.backtest import replay
from ..projection.levels import cumulative
from ..projection.panel import since_break
from ..projection.reference import Reference
from .methods import judge, typical_changes
from .methods.rows import DIRECTIONS

PLAN_YEARS = 5
QUANTILES = (0.25, 0.50, 0.75, 0.90)  # of the five-year changes seen before the start
FEWEST_REGIONS, FEWEST_CHANGES = 20, 20
OURS = "ours"
# What orders a ruler's verdicts; Eurostat and Eustat use Open SDG's ratio and stand with it.
ORDERED_BY = {
    "ours": "progress_value",
    "open_sdg": "progress_value",
    "un_progress_chart": "progress_value",
    "destatis": "progress_value",
    "escap_current_status": "score",
    "who_required_growth": "score",
    "who_straight_path": "score",
    "time_proportional": "score",
    "completion_rate": "score",
    "ndrc": "score",
    "trackr": "reach",
}
RULERS = tuple(m for m in ORDERED_BY if m != OURS)
TARGET = ["indicator_id", "region", "start", "quantile"]


def panel_rows(known: pd.DataFrame, families: pd.Series, regions: Collection[str]) -> pd.DataFrame:
    """The rows of an as-of view that the league is played on: provinces, not the country or a city.

    Parameters
    ----------
    known : DataFrame
        See `vintages.as_of_view`.
    families : Series
        Only its indicators are used.
    regions : collection of str
        The panel, see `records.regions.panel_of`.
    """
    return known[known["region"].isin(regions) & known["indicator_id"].isin(families.index)]


def place_targets(
    panel: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    quantiles: Sequence[float] = QUANTILES,
    own_past: bool = False,
) -> pd.DataFrame:
    """Five-year targets that could have been set at the start, and what came of them.

    The target is the baseline times a factor: a fixed quantile of the five-year changes of the
    same indicator in all regions that had been completed by the start. Nothing later is used.

    Parameters
    ----------
    panel : DataFrame
        indicator_id, region, year, value; one value each. Indicators with fewer than
        FEWEST_REGIONS regions are left out, as are starts before which fewer than FEWEST_CHANGES
        changes were completed.
    indicators : DataFrame
        Columns of `schema.INDICATORS`: direction, and definition breaks, across which nothing
        is used.
    own_past : bool
        A harder or softer target for each region: its own change over the five years before
        the start (quantile is then NaN).

    Returns
    -------
    DataFrame
        indicator_id, region, start, deadline, quantile, base_value, target_value, direction,
        outcome, came_true.
    """
    usable = since_break(panel, indicators).dropna(subset="value")
    usable = usable[usable["value"] > 0]
    counts = usable.groupby("indicator_id")["region"].nunique()
    usable = usable[usable["indicator_id"].isin(counts.index[counts >= FEWEST_REGIONS])]
    spans = _spans(usable)
    factors = _own_factors(spans) if own_past else _factors(spans, indicators, quantiles)
    keys = ["indicator_id", "start", *(["region"] if own_past else [])]
    placed = spans.merge(factors, on=keys)
    direction = indicators.set_index("indicator_id")["direction"].reindex(placed["indicator_id"])
    placed = placed.assign(
        deadline=placed["start"] + PLAN_YEARS,
        target_value=placed["base_value"] * placed["factor"],
        direction=direction.to_numpy(),
    )
    ahead = placed["direction"].map(DIRECTIONS) * (placed["outcome"] - placed["target_value"])
    columns = [*TARGET, "deadline", "base_value", "target_value", "direction", "outcome"]
    return placed[columns].assign(came_true=ahead >= 0).reset_index(drop=True)


def _spans(usable: pd.DataFrame) -> pd.DataFrame:
    """Every pair of values five years apart."""
    keys = ["indicator_id", "region"]
    begin = usable[[*keys, "year", "value"]].rename(columns={"value": "base_value"})
    begin = begin.assign(start=begin["year"].astype(int)).drop(columns="year")
    end = begin.rename(columns={"base_value": "outcome"})
    end = end.assign(start=end["start"] - PLAN_YEARS)
    return begin.merge(end, on=[*keys, "start"])


def _factors(
    spans: pd.DataFrame, indicators: pd.DataFrame, quantiles: Sequence[float]
) -> pd.DataFrame:
    """Quantiles of the five-year changes completed by each start."""
    falling = set(indicators.loc[indicators["direction"] == "down", "indicator_id"])
    parts = []
    for name, rows in spans.groupby("indicator_id", sort=False):
        change, ended = rows["outcome"] / rows["base_value"], rows["start"] + PLAN_YEARS
        for start in sorted(rows["start"].unique()):
            seen = change[ended <= start]
            if len(seen) >= FEWEST_CHANGES:
                at = [1 - q if name in falling else q for q in quantiles]
                made = {"quantile": list(quantiles), "factor": np.quantile(seen, at)}
                parts.append(pd.DataFrame(made).assign(indicator_id=name, start=start))
    columns = ["indicator_id", "start", "quantile", "factor"]
    return pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)


def _own_factors(spans: pd.DataFrame) -> pd.DataFrame:
    past = spans.assign(
        factor=spans["outcome"] / spans["base_value"],
        start=spans["start"] + PLAN_YEARS,
        quantile=np.nan,
    )
    return past[["indicator_id", "region", "start", "quantile", "factor"]]


def rule(
    panel: pd.DataFrame,
    targets: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    taught: bool = True,
    methods: Sequence[str] = tuple(ORDERED_BY),
    reference: Reference | None = None,
) -> pd.DataFrame:
    """What every ruler said of every target in each year before its deadline.

    Parameters
    ----------
    panel, indicators
        As for `place_targets`.
    targets : DataFrame
        From `place_targets`.
    taught : bool
        Our distributions are moved by what the panel had taught by the year of the ruling, see
        `projection.replay`; otherwise the reference class speaks alone.
    methods : sequence of str
        Those of ORDERED_BY to be asked.
    reference : Reference, optional
        See `projection.predict`.

    Returns
    -------
    DataFrame
        TARGET, year, left (years to the deadline), came_true, method, status, verdict, order
        (what the method's verdicts are ordered by; infinite once met), chance (ours only). One
        row each; a ruler that cannot judge has verdict "not_applicable". Years without a value
        are left out.

    Notes
    -----
    Indicators are judged by `joblib.Parallel`, in the backend and with the number of jobs that
    `joblib.parallel_config` asks for.
    """
    outcomes, quantiles = replay(
        panel, indicators, horizon=PLAN_YEARS, taught=taught, reference=reference
    )
    names = targets["indicator_id"].unique()
    parts = Parallel()(
        delayed(_rule_indicator)(
            panel[panel["indicator_id"] == name],
            targets[targets["indicator_id"] == name],
            outcomes[(outcomes["indicator_id"] == name).to_numpy()],
            quantiles[(outcomes["indicator_id"] == name).to_numpy()],
            methods,
        )
        for name in names
    )
    return pd.concat(parts, ignore_index=True)


def _rule_indicator(
    panel: pd.DataFrame,
    targets: pd.DataFrame,
    outcomes: pd.DataFrame,
    quantiles: np.ndarray,
    methods: Sequence[str],
) -> pd.DataFrame:
    asked = _questions(panel, targets)
    asked = asked.assign(probability=_our_chance(asked, outcomes, quantiles))
    return pd.concat([_ruling(asked, m, panel) for m in methods], ignore_index=True)


def _questions(panel: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """One row for each target and year with a value before the deadline."""
    history = {
        region: rows.set_index(rows["year"].astype(int))["value"].sort_index()
        for region, rows in panel.groupby("region", sort=False)
    }
    ahead = targets.loc[targets.index.repeat(PLAN_YEARS - 1)].reset_index(drop=True)
    year = ahead["start"] + np.tile(np.arange(1, PLAN_YEARS), len(targets))
    known = [history[r].loc[:y] for r, y in zip(ahead["region"], year, strict=True)]
    there = [bool(len(h)) and h.index[-1] == y for h, y in zip(known, year, strict=True)]
    asked = ahead.assign(
        year=year,
        left=ahead["deadline"] - year,
        base_year=ahead["start"],
        current_year=year,
        current_value=[h.iloc[-1] if len(h) else np.nan for h in known],
        target_year=ahead["deadline"],
        years=[tuple(h.index) for h in known],
        values=[tuple(h) for h in known],
    )
    return asked[there].reset_index(drop=True)


def _our_chance(asked: pd.DataFrame, outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.Series:
    keys = outcomes[["region", "origin", "horizon"]].assign(at=np.arange(len(outcomes)))
    wanted = asked[["region", "year", "left", "target_value", "direction"]]
    joined = wanted.merge(
        keys,
        left_on=["region", "year", "left"],
        right_on=["region", "origin", "horizon"],
        how="left",
    )
    found = joined["at"].notna().to_numpy()
    at = joined.loc[found, "at"].astype(int).to_numpy()
    goal = joined.loc[found, "target_value"].to_numpy(float)
    at_most = cumulative(quantiles[at], goal)
    below = cumulative(quantiles[at], goal, below=True)
    rising = (joined.loc[found, "direction"].map(DIRECTIONS) > 0).to_numpy()
    chance = pd.Series(np.nan, index=asked.index)
    chance[found] = np.where(rising, 1.0 - below, at_most)
    return chance


def _ruling(rows: pd.DataFrame, method: str, panel: pd.DataFrame) -> pd.DataFrame:
    found = _by_the_speed_of_others(rows, panel) if method == "trackr" else judge(rows, method)
    order = found[ORDERED_BY[method]].astype(float)
    if method != OURS:
        met = found["verdict"] == "achieved"
        order = order.mask(met, np.inf).mask(met & (found["status"] == "sun_cloud"), 1e12)
    return rows[[*TARGET, "year", "left", "came_true"]].assign(
        method=method,
        status=found["status"],
        verdict=found["verdict"],
        order=order,
        chance=rows["probability"] if method == OURS else np.nan,
    )


def _by_the_speed_of_others(rows: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """`trackr`, each year by the changes that regions had made by then."""
    parts = [
        judge(asked, "trackr", typical=typical_changes(panel, until=int(year)))
        for year, asked in rows.groupby("year", sort=False)
    ]
    return pd.concat(parts).loc[rows.index]


def common(rulings: pd.DataFrame) -> pd.DataFrame:
    """Only the questions that every method answered: all are scored on the same."""
    keys = [*TARGET, "year"]
    answered = rulings["order"].notna() & (rulings["verdict"] != "not_applicable")
    complete = answered.groupby([rulings[k] for k in keys], dropna=False).transform("all")
    return rulings[complete].reset_index(drop=True)
