"""How often each ruler was right: five-year targets placed by a fixed rule over the provinces."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy import stats
from scipy.optimize import isotonic_regression

from ..projection.backtest import replay
from ..projection.panel import since_break
from ..projection.prediction import cumulative
from ..projection.regional import leave_family_out, shift_as_known
from ..records.regions import NATION
from .methods import judge, typical_changes
from .methods.rows import DIRECTIONS

PLAN_YEARS = 5
QUANTILES = (0.25, 0.50, 0.75, 0.90)  # of the five-year changes seen before the start
FEWEST_REGIONS, FEWEST_CHANGES = 20, 20
CERTAIN = 0.005  # probabilities are held this far inside (0, 1) before the log score
DRAWS, SEED, LEVEL = 2000, 20210430, 0.95
OURS, BASE_RATE = "ours", "base_rate"
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
CALLED = ("achieved", "on_track")


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
    families: pd.Series,
    *,
    real_time: bool = False,
) -> pd.DataFrame:
    """What every ruler said of every target in each year before its deadline.

    Parameters
    ----------
    panel, indicators
        As for `place_targets`.
    targets : DataFrame
        From `place_targets`.
    families : Series
        Family of each indicator_id. The shift that moves our distributions is learned from the
        other families.
    real_time : bool
        Learn the shift from what had come true by the year of the ruling only.

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
    outcomes, quantiles = replay(panel, indicators, horizon=PLAN_YEARS)
    move = shift_as_known if real_time else leave_family_out
    moved = move(outcomes, quantiles, families)
    names = targets["indicator_id"].unique()
    parts = Parallel()(
        delayed(_rule_indicator)(
            panel[panel["indicator_id"] == name],
            targets[targets["indicator_id"] == name],
            outcomes[(outcomes["indicator_id"] == name).to_numpy()],
            moved[(outcomes["indicator_id"] == name).to_numpy()],
        )
        for name in names
    )
    return pd.concat(parts, ignore_index=True)


def _rule_indicator(
    panel: pd.DataFrame, targets: pd.DataFrame, outcomes: pd.DataFrame, quantiles: np.ndarray
) -> pd.DataFrame:
    asked = _questions(panel, targets)
    asked = asked.assign(probability=_our_chance(asked, outcomes, quantiles))
    parts = []
    for year, rows in asked.groupby("year", sort=False):
        typical = typical_changes(panel, until=int(year))
        parts += [_ruling(rows, method, typical) for method in ORDERED_BY]
    return pd.concat(parts, ignore_index=True)


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


def _ruling(rows: pd.DataFrame, method: str, typical: pd.DataFrame) -> pd.DataFrame:
    found = judge(rows, method, typical=typical)
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


def common(rulings: pd.DataFrame) -> pd.DataFrame:
    """Only the questions that every method answered: all are scored on the same."""
    keys = [*TARGET, "year"]
    answered = rulings["order"].notna() & (rulings["verdict"] != "not_applicable")
    complete = answered.groupby([rulings[k] for k in keys], dropna=False).transform("all")
    return rulings[complete].reset_index(drop=True)


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
    told = pd.Series(np.nan, index=rows.index)
    fit: Callable = _isotonic if by == "order" else _shares
    x = stats.rankdata(rows["order"]) if by == "order" else rows["status"].to_numpy()
    y = rows["came_true"].to_numpy(float)
    names = rows["witness"].to_numpy()
    for name in pd.unique(names):
        own = names == name
        told[own] = fit(x[~own], y[~own], x[own])
    return told


def _isotonic(x: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
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
        best ruler and ours under other rules for targets, mappings and shifts. league_scope:
        item and value, what was asked and what was left out.
    """
    targets = place_targets(panel, indicators)
    rulings = rule(panel, targets, indicators, families)
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
        "shift_as_known": map_to_chances(
            common(rule(panel, targets, indicators, families, real_time=True))
        ),
        **{f"quantile_{q:.2f}": chances[chances["quantile"] == q] for q in QUANTILES},
        "own_past": map_to_chances(common(rule(panel, past, indicators, families))),
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


def provinces(known: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """The rows of an as-of view that the league is played on: provinces, not the country or a city.

    Parameters
    ----------
    known : DataFrame
        See `vintages.as_of_view`; region a GB/T 2260 code.
    families : Series
        Only its indicators are used.
    """
    whole = known["region"].str.endswith("0000") & (known["region"] != NATION)
    return known[whole & known["indicator_id"].isin(families.index)]


def best_rule(table: pd.DataFrame) -> pd.Series:
    """The row of the best deterministic ruler."""
    rules = table[table["method"].isin(RULERS)]
    return rules.loc[rules["brier"].idxmin()]
