"""How often each ruler was right: chances made of what they said, their scores, the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..records import dates
from ..records.reference_tables import learned_table
from .misses import misses
from .trials import (
    FEWEST_REGIONS,
    OURS,
    QUANTILES,
    RULERS,
    TARGET,
    common,
    place_targets,
    rule,
)

CERTAIN = 0.005  # probabilities are held this far inside (0, 1) before the log score
DRAWS, SEED, LEVEL = 2000, 20210430, 0.95
BASE_RATE = "base_rate"
CALLED = ("achieved", "on_track")
# What each table must have.
COLUMNS = {
    "league": ("method", "brier", "log", "held", "better"),
    "league_years": ("method", "left", "brier"),
    "league_sensitivity": ("variant", "best", "ours", "better"),
    "league_scope": ("item", "value"),
}
TABLES = tuple(COLUMNS)


def read_league(root: Path | None, folders: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Read the league's tables, see `league_tables`, as a plan's packages have them in learned/.

    Each without rows where it was not played on the plan's own panel.
    """
    return {name: learned_table(name, root, folders, needed=COLUMNS[name]) for name in TABLES}


def was_played(league: dict[str, pd.DataFrame]) -> bool:
    """Whether the league was played on this panel at all."""
    return len(league["league_scope"]) > 0


def known_by(league: dict[str, pd.DataFrame], as_of: dates.Day) -> bool:
    """Whether the league was played, on data published by a day, see `dates.day`."""
    if not was_played(league):
        return False
    scope = league["league_scope"].set_index("item")["value"]
    day = dates.day(as_of)
    return day is None or str(scope["published"]) <= day


def map_to_chances(
    rulings: pd.DataFrame, *, by: str = "order", apart: str = "", witness: pd.Series | None = None
) -> pd.DataFrame:
    """Turn what each ruler said into a probability, by what came of it for other indicators.

    Parameters
    ----------
    rulings : DataFrame
        From `common`.
    by : {"order", "status"}
        "order": isotonic regression of what came true on the score, as far as the method has
        one. "status": the share that came true of each word.
    apart : str
        "left" to fit each number of remaining years apart.
    witness : Series, optional
        Family of each indicator_id, to leave out the whole family and not the indicator alone.

    Returns
    -------
    DataFrame
        The rulings with chance, ours as stated; and rows of method BASE_RATE, which says the
        share that came true of the other indicators' targets.
    """
    first = rulings[rulings["method"] == OURS]
    whole = pd.concat([rulings, first.assign(method=BASE_RATE, status="", order=0.0)])
    names = whole["indicator_id"]
    whole = whole.assign(witness=names if witness is None else names.map(witness))
    groups = ["method", *([apart] if apart else [])]
    parts = []
    for key, rows in whole.groupby(groups, sort=False):
        mapped = rows["chance"] if key[0] == OURS else _outside(rows, by)
        parts.append(rows.assign(chance=mapped))
    return pd.concat(parts, ignore_index=True).drop(columns="witness")


def _outside(rows: pd.DataFrame, by: str) -> pd.Series:
    """The mapping of each indicator, fitted on the others."""
    from scipy.stats import rankdata  # a third of a second that only the league's making needs

    told = pd.Series(np.nan, index=rows.index)
    fit: Callable = _isotonic if by == "order" else _shares
    x = rankdata(rows["order"]) if by == "order" else rows["status"].to_numpy()
    y = rows["came_true"].to_numpy(float)
    names = rows["witness"].to_numpy()
    for name in pd.unique(names):
        own = names == name
        told[own] = fit(x[~own], y[~own], x[own])
    return told


def _isotonic(x: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    from scipy.optimize import isotonic_regression

    knots, where = np.unique(x, return_inverse=True)
    weight = np.bincount(where)
    held = isotonic_regression(np.bincount(where, y) / weight, weights=weight).x
    return np.interp(at, knots, held)


def _shares(x: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    shares = pd.Series(y).groupby(x).mean()
    return pd.Series(at).map(shares).fillna(y.mean()).to_numpy()


def score(chances: pd.DataFrame) -> pd.DataFrame:
    """The table of rulers: scores of the chances, what became of the calls, with uncertainty.

    Every indicator weighs the same: scores are means over indicators of the mean over its rows.
    Intervals are percentiles over DRAWS resamples of indicators with replacement, since a
    region's years and an indicator's regions move together.

    Parameters
    ----------
    chances : DataFrame
        From `map_to_chances`.

    Returns
    -------
    DataFrame
        One row a method, best first: method, brier, brier_low, brier_high, log, log_low,
        log_high, better (how far our Brier score lies below this one's, a share of it),
        better_low, better_high, called (share of questions called met or on track), held (share
        of those that came true), held_low, held_high, caught (share of what came true that had
        been called), rows, indicators.
    """
    per = _by_indicator(chances)
    draws = np.random.default_rng(SEED).integers(
        0, len(per.index.levels[1]), (DRAWS, len(per.index.levels[1]))
    )
    ours = per.loc[OURS]
    rows = [
        {"method": m} | _row(per.loc[m].reindex(ours.index), ours, draws)
        for m in per.index.levels[0]
    ]
    table = pd.DataFrame(rows).sort_values("brier", kind="stable")
    return table.assign(
        rows=chances.groupby("method").size().reindex(table["method"]).to_numpy(),
        indicators=len(ours),
    ).reset_index(drop=True)


def _by_indicator(chances: pd.DataFrame) -> pd.DataFrame:
    true = chances["came_true"].to_numpy(float)
    held = np.clip(chances["chance"].to_numpy(float), CERTAIN, 1 - CERTAIN)
    called = chances["verdict"].isin(CALLED) & (chances["method"] != BASE_RATE)
    return (
        chances[["method", "indicator_id"]]
        .assign(
            brier=(chances["chance"] - true) ** 2,
            log=-np.where(true > 0, np.log(held), np.log(1 - held)),
            called=called.astype(float),
            right=(called & (true > 0)).astype(float),
            true=true,
        )
        .groupby(["method", "indicator_id"])
        .mean()
    )


def _row(mine: pd.DataFrame, ours: pd.DataFrame, draws: np.ndarray) -> dict[str, float]:
    def spread(values: np.ndarray) -> tuple[float, float]:
        if np.isnan(values).all():
            return np.nan, np.nan
        tail = (1 - LEVEL) / 2
        return tuple(np.nanquantile(values, [tail, 1 - tail]))

    drawn = {c: mine[c].to_numpy()[draws].mean(axis=1) for c in mine}
    our_brier = ours["brier"].to_numpy()[draws].mean(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        held = mine["right"].sum() / mine["called"].sum()
        held_drawn = drawn["right"] / drawn["called"]
    out = {
        "brier": mine["brier"].mean(),
        "log": mine["log"].mean(),
        "held": held,
        "better": 1 - ours["brier"].mean() / mine["brier"].mean(),
    }
    intervals = {
        "brier": drawn["brier"],
        "log": drawn["log"],
        "held": held_drawn,
        "better": 1 - our_brier / drawn["brier"],
    }
    for name, values in intervals.items():
        out[f"{name}_low"], out[f"{name}_high"] = spread(values)
    out["called"] = mine["called"].mean() if mine["called"].sum() else np.nan
    out["caught"] = mine["right"].sum() / mine["true"].sum() if mine["called"].sum() else np.nan
    return out


def league_tables(
    panel: pd.DataFrame, indicators: pd.DataFrame, families: pd.Series
) -> dict[str, pd.DataFrame]:
    """Everything that data/reference/ holds of the league.

    Parameters
    ----------
    panel : DataFrame
        As for `place_targets`, with published.
    families : Series
        Family of each indicator_id, see `projection.regional.read_families`.

    Returns
    -------
    dict
        league: `score` of the chances by isotonic regression, and brier_words, the score of
        the words alone. league_years: the same by years remaining. league_sensitivity: the
        best ruler and ours under other rules for targets and mappings, and ours untaught.
        league_scope: item and value, what was asked and what was left out. league_miss: what
        our score and the best ruler's are made of, see `misses`.
    """
    targets = place_targets(panel, indicators)
    rulings = rule(panel, targets, indicators)
    asked = common(rulings)
    chances = map_to_chances(asked)
    words = map_to_chances(asked, by="status")
    main = score(chances).merge(
        score(words)[["method", "brier"]].rename(columns={"brier": "brier_words"}), on="method"
    )
    years = [score(rows).assign(left=left) for left, rows in chances.groupby("left")]
    past = place_targets(panel, indicators, own_past=True)
    variants = {
        "main": chances,
        "apart_by_year": map_to_chances(asked, apart="left"),
        "words": words,
        "other_families": map_to_chances(asked, witness=families),
        "reference_alone": map_to_chances(common(rule(panel, targets, indicators, taught=False))),
        **{f"quantile_{q:.2f}": chances[chances["quantile"] == q] for q in QUANTILES},
        "own_past": map_to_chances(common(rule(panel, past, indicators))),
        **{f"left_{left}": rows for left, rows in chances.groupby("left")},
        "not_yet_met": chances[_still_open(chances)],
    }
    return {
        "league": main,
        "league_years": pd.concat(years),
        "league_sensitivity": pd.DataFrame(
            [{"variant": name} | _against_best(rows) for name, rows in variants.items()]
        ),
        "league_scope": _scope(panel, indicators, targets, rulings, asked),
        "league_miss": misses(chances, best_rule(main)["method"]),
    }


def _still_open(chances: pd.DataFrame) -> pd.Series:
    """Questions whose target had not been met in the year they were asked."""
    ruled = chances[chances["method"] == "time_proportional"].set_index([*TARGET, "year"])
    met = ruled["verdict"] == "achieved"
    keys = pd.MultiIndex.from_frame(chances[[*TARGET, "year"]])
    return ~pd.Series(met.reindex(keys).to_numpy(bool), index=chances.index)


def _against_best(chances: pd.DataFrame) -> dict[str, object]:
    table = score(chances)
    best, ours = best_rule(table), table.set_index("method").loc[OURS]
    return {
        "rule": best["method"],
        "best": best["brier"],
        "ours": ours["brier"],
        "better": best["better"],
        "better_low": best["better_low"],
        "better_high": best["better_high"],
        "rows": int(ours["rows"]),
        "came_true": chances.loc[chances["method"] == OURS, "came_true"].mean(),
    }


def _scope(
    panel: pd.DataFrame,
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    rulings: pd.DataFrame,
    asked: pd.DataFrame,
) -> pd.DataFrame:
    regions = panel.groupby("indicator_id")["region"].nunique()
    narrow = regions.index[regions < FEWEST_REGIONS]
    used = targets["indicator_id"].unique()
    young = set(regions.index) - set(narrow) - set(used)
    ours = rulings[rulings["method"] == OURS]
    items = {
        "targets": len(targets),
        "questions": int((asked["method"] == OURS).sum()),
        "not_answered_by_all": int(len(ours) - (asked["method"] == OURS).sum()),
        "indicators": len(used),
        "regions": targets["region"].nunique(),
        "first_start": targets["start"].min(),
        "last_start": targets["start"].max(),
        "came_true": round(float(targets["came_true"].mean()), 4),
        "too_few_regions": " ".join(sorted(narrow)),
        "no_change_completed": " ".join(sorted(young)),
        "published": f"{panel['published'].max():%Y-%m-%d}",
    }
    return pd.DataFrame({"item": list(items), "value": list(items.values())})


def best_rule(table: pd.DataFrame) -> pd.Series:
    """The row of the best deterministic ruler."""
    rules = table[table["method"].isin(RULERS)]
    return rules.loc[rules["brier"].idxmin()]
