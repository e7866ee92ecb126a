"""How good the probabilities have been: on public series, and on this plan's own provinces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..projection import learned, project, read_regional, scores
from ..projection.backtest import replay
from ..projection.floors import is_bound
from ..projection.learning import normal_scores
from ..projection.levels import cumulative
from ..projection.moving import COLUMNS
from ..projection.reference import read_reference
from ..projection.regional import COLUMNS as REGIONAL
from ..projection.shrinkage import LONGEST, believe
from ..records.observations import read_observations
from ..records.once import once
from ..records.places import find_root
from ..records.plans import Plan
from ..records.reference_tables import learned_table, reference_table
from ..records.regions import read_region_levels, read_regions
from ..records.vintages import as_of_view
from .attainment import READING
from .situations import Situation, last_year

TABLES = ("scores", "reliability", "statements", "benchmark")
FAMILIES = ("indicator_id", "family", "name_zh")
SHOWN_LENGTHS = (5, 8, 12)
FEWEST = 20  # forecasts a family needs to be heard at a horizon
RESAMPLES = 2000
ENGINE = "engine"
TEXTBOOK = ("ols", "ets", "theta")  # methods of `project` to draw beside the engine


@dataclass(frozen=True)
class Calibration:
    """Published scores of the engine, as in data/reference/, and the replay of the provinces.

    Attributes
    ----------
    scores, reliability, statements, benchmark, regional, families : DataFrame
        The tables of data/reference/README.md; the last two of the plan's packages, without rows
        where these have learned nothing.
    regions, levels : DataFrame
        `schema.REGIONS` and `schema.REGION_LEVELS`.
    outcomes : DataFrame
        One row per forecast that could have been made, see `projection.backtest.replay`.
    before, after : ndarray, shape (len(outcomes), P)
        Its quantiles by the reference class alone, and moved by what the panel's outcomes had
        taught by that year, see `projection.backtest.replay`.
    """

    scores: pd.DataFrame
    reliability: pd.DataFrame
    statements: pd.DataFrame
    benchmark: pd.DataFrame
    regional: pd.DataFrame
    families: pd.DataFrame
    regions: pd.DataFrame
    levels: pd.DataFrame
    outcomes: pd.DataFrame
    before: np.ndarray
    after: np.ndarray


def read_calibration(now: Situation, *, root: Path | None = None) -> Calibration:
    """Read the published scores and replay every province as known on the situation's day."""
    return _calibration(now.plan, now.as_of, find_root(root))


@once
def _calibration(plan: Plan, as_of: str | None, root: Path) -> Calibration:
    tables = {t: reference_table(t, root) for t in TABLES}
    families = learned_table("families", root, plan.folders, needed=FAMILIES)
    regional = learned_table("regional", root, plan.folders, needed=REGIONAL)
    family = families.set_index("indicator_id")["family"]
    known = as_of_view(read_observations(plan, root=root), as_of)
    known = known[known["indicator_id"].isin(family.index)]
    outcomes, before = replay(known, plan.indicators)
    outcomes = outcomes.assign(family=outcomes.get("indicator_id", pd.Series()).map(family))
    after = replay(known, plan.indicators, taught=True)[1]
    learned = {"regional": regional, "families": families}
    places = {
        "regions": read_regions(root, plan.folders),
        "levels": read_region_levels(root, plan.folders),
    }
    return Calibration(**tables, **learned, **places, outcomes=outcomes, before=before, after=after)


def by_family(found: Calibration) -> pd.DataFrame:
    """Coverage of the replay by family of indicators.

    Returns
    -------
    DataFrame
        Index family; forecasts, shift (mean normal score of the outcomes), before80, after80,
        before95, after95, above80, below80 (the share that lay on either side of the interval,
        having learned).
    """
    return _covered(found, found.outcomes["family"]).sort_values("shift", ascending=False)


def by_horizon(found: Calibration) -> pd.DataFrame:
    """The same by years ahead, over all forecasts."""
    return _covered(found, found.outcomes["horizon"])


def _covered(found: Calibration, by: pd.Series) -> pd.DataFrame:
    before = scores.score(found.outcomes, found.before).groupby(by)
    scored = scores.score(found.outcomes, found.after)
    sides = {"above80": scored["pit"] > 0.9, "below80": scored["pit"] < 0.1}
    after = scored.assign(**sides).groupby(by)
    return pd.DataFrame(
        {
            "forecasts": before.size(),
            "shift": _scores(found.outcomes, found.before).groupby(by).mean(),
            "before80": before["covered80"].mean(),
            "after80": after["covered80"].mean(),
            "before95": before["covered95"].mean(),
            "after95": after["covered95"].mean(),
            "above80": after["above80"].mean(),
            "below80": after["below80"].mean(),
        }
    )


def lessons(now: Situation, *, root: Path | None = None) -> pd.DataFrame:
    """What the panel has taught by the situation's day, and how sure that is.

    Returns
    -------
    DataFrame
        One row per direction wanted: panel, origins, replayed, shift, error, spread, sure, as
        `Prediction.learned` has them, of a forecast five years ahead from the last year that
        the panel's outcomes reach, with the longest history it had.
    """
    taught = learned(read_regional(root, now.plan.folders, as_of=now.as_of))
    rows = []
    for name, seen in taught.panels.items():
        year = np.array([int((seen.origin + seen.ahead).max())])
        held = believe(seen, year, np.array([seen.length.max()]), LONGEST)
        rows.append(
            {
                "panel": name,
                "origins": len(np.unique(seen.origin)),
                "replayed": int(seen.count.sum()),
                "shift": held.shift[0, -1],
                "error": held.error[0, -1],
                "spread": held.spread[0, -1],
                "sure": held.sure,
            }
        )
    return pd.DataFrame(rows, columns=[c for c in COLUMNS if c != "series"])


def _scores(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.Series:
    actual = outcomes["actual"].to_numpy(float)
    return pd.Series(normal_scores(quantiles, actual), outcomes.index)


def first_test(now: Situation, *, root: Path | None = None) -> pd.DataFrame:
    """The first years that nothing here was fitted to, beside what would have been said of them.

    Every region is projected from what had been published by the end of the last year that the
    reference class was fitted to, with what the panel had taught by then; the outcomes are the
    values of later years known on the situation's day, bounds left out.

    Returns
    -------
    DataFrame
        One row per outcome: indicator_id, region, year, last_year (that it was projected from),
        value, alone and taught (the probability that was given to at most what came, by the
        reference class alone and having learned).
    """
    return _first_test(now.plan, now.as_of, find_root(root))


@once
def _first_test(plan: Plan, as_of: str | None, root: Path) -> pd.DataFrame:
    columns = ["indicator_id", "region", "year", "last_year", "value", "alone", "taught"]
    observations, seen = read_observations(plan, root=root), seen_until(root=root)
    came = as_of_view(observations, as_of)
    came = came[(came["year"] > seen) & ~is_bound(came)]
    day = f"{seen}-12-31"
    known = as_of_view(observations, day)
    if came.empty or known.empty or (as_of is not None and as_of <= day):
        return pd.DataFrame(columns=columns)
    until = int(came["year"].max())
    panel = learned(read_regional(root, plan.folders, as_of=day))
    said = [
        project(known, plan.indicators, until=until, learned=taught).query("kind == 'projected'")
        for taught in (None, panel)
    ]
    keys = ["indicator_id", "region", "year"]
    quantiles = [t.dropna(subset="quantiles").set_index(keys)["quantiles"] for t in said]
    rows = came[[*keys, "value"]].merge(
        said[1].dropna(subset="quantiles")[[*keys, "last_year"]], on=keys
    )
    at = pd.MultiIndex.from_frame(rows[keys])
    value = rows["value"].to_numpy(float)
    chances = {
        name: cumulative(np.stack(told[at]), value) if len(rows) else value
        for name, told in zip(("alone", "taught"), quantiles, strict=True)
    }
    return rows.assign(**chances)[columns]


def seen_until(*, root: Path | None = None) -> int:
    """The last year of the public series that the reference class was fitted to."""
    return read_reference(root).until


def mean_place(rows: pd.DataFrame, name: str) -> tuple[float, float, float]:
    """The mean of a probability integral transform and its 95 % interval.

    What should be one half, if neither side is favoured. Indicators are resampled, each with all
    its outcomes, as witnesses that know of each other: the years are too few to be resampled, and
    what these share is not in the interval.
    """
    each = rows.groupby("indicator_id")[name].agg(["sum", "size"]).to_numpy(float)
    drawn = np.random.default_rng(0).integers(0, len(each), (RESAMPLES, len(each)))
    total = each[drawn].sum(axis=1)
    low, high = np.quantile(total[:, 0] / total[:, 1], [0.025, 0.975])
    return float(rows[name].mean()), float(low), float(high)


def by_years_ahead(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.Series:
    """Share of outcomes inside the 80 % interval by horizon, the mean of the families.

    A family with fewer than FEWEST forecasts at a horizon is left out there.
    """
    told = scores.score(outcomes, quantiles).groupby(["horizon", "family"])["covered80"]
    heard = told.mean()[told.size() >= FEWEST]
    return heard.groupby("horizon").mean()


def against_peers(found: Calibration) -> pd.DataFrame:
    """The engine's error and log score beside those of the best other method.

    Returns
    -------
    DataFrame
        Index n_history; error (a share of the least error of the others), log, best_log.
    """
    table = found.benchmark.dropna(subset="error")
    best = table[table["method"] != ENGINE].groupby("n_history")[["error", "log"]].min()
    ours = table[table["method"] == ENGINE].set_index("n_history").loc[best.index]
    return pd.DataFrame(
        {"error": ours["error"] / best["error"], "log": ours["log"], "best_log": best["log"]}
    )


def hindsight(then: Situation, now: Situation) -> pd.DataFrame:
    """What was projected on an earlier day beside what is known now.

    Parameters
    ----------
    then, now : Situation
        Of the same plan and region.

    Returns
    -------
    DataFrame
        One row per judged target reading that could be projected then: target_id, indicator_id,
        reading, comparator, stated_comparator, deadline, target_value (then) and target_now (a
        multiple moves with its baseline), said (probability then), said_status, chance (now),
        status (now), year (the latest that was still to come and has a value now, no bound),
        middle, low80, high80, low95, high95 (projected then for that year), actual, place
        (below95, below80, inside, above80 or above95 of the intervals given then; "" where nothing
        came out since).
    """
    said = then.verdicts[then.verdicts["probability"].notna()]
    goal = ["comparator", "stated_comparator", "target_value", "deadline"]
    rows = said[[*READING, *goal]].assign(said=said["probability"], said_status=said["status"])
    rows = rows.merge(
        now.verdicts[["target_id", "reading", "probability", "status", "target_value"]].rename(
            columns={"probability": "chance", "target_value": "target_now"}
        ),
        on=["target_id", "reading"],
        how="left",
    )
    ahead = then.projections[then.projections["kind"] == "projected"]
    seen = now.known.loc[~is_bound(now.known), ["indicator_id", "year", "value"]]
    seen = seen.rename(columns={"value": "actual"})
    both = ahead.merge(seen, on=["indicator_id", "year"]).sort_values("year")
    latest = both.drop_duplicates("indicator_id", keep="last").rename(columns={"value": "middle"})
    shown = ["indicator_id", "year", "middle", "low80", "high80", "low95", "high95", "actual"]
    joined = rows.merge(latest.reindex(columns=shown), on="indicator_id", how="left")
    return joined.assign(place=_place(joined))


def _place(rows: pd.DataFrame) -> np.ndarray:
    actual = rows["actual"]
    return np.select(
        [
            actual.isna(),
            actual < rows["low95"],
            actual < rows["low80"],
            actual > rows["high95"],
            actual > rows["high80"],
        ],
        ["", "below95", "below80", "above95", "above80"],
        "inside",
    )


@once
def other_methods(now: Situation, indicator_id: str) -> Mapping[str, pd.DataFrame]:
    """One series projected by each of the TEXTBOOK models, see `project`."""
    mine = now.known[now.known["indicator_id"] == indicator_id]
    until = last_year(now.plan)
    return {
        method: project(mine, now.plan.indicators, until=until, method=method)
        for method in TEXTBOOK
    }
