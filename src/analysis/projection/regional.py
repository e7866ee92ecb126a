"""What the replay of the provinces adds: how far outcomes stood above the reference class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri

from ..records import dates
from ..records.reference_tables import learned_table
from .levels import MIDDLE, SCORES, cumulative
from .prediction import Prediction

COLUMNS = [
    "level",
    "longer",
    "slope",
    "lowest",
    "highest",
    "years",
    "between",
    "within",
    "spread",
    "families",
    "forecasts",
]
FEWEST_FAMILIES = 3  # below, the families' mean would be one family's
FEWEST = 20  # forecasts a family needs to be heard at a horizon
NARROWEST = 1.0  # a few years of one decade are no ground for less spread than the reference class
CERTAIN = 1e-4  # probabilities are held this far inside (0, 1) before they become normal scores


def normal_scores(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.Series:
    """Where each outcome fell in its distribution, as a normal score; 0 is the median."""
    chance = cumulative(quantiles, outcomes["actual"].to_numpy(float))
    return pd.Series(ndtri(np.clip(chance, CERTAIN, 1.0 - CERTAIN)), outcomes.index)


def learn_shift(outcomes: pd.DataFrame, quantiles: np.ndarray, families: pd.Series) -> pd.DataFrame:
    """How far outcomes stood from the median, by years ahead and by the growth projected.

    The normal score of the outcome on the logarithm of the horizon and the yearly growth of the
    median, by least squares in which every family weighs the same at every horizon: provinces
    share their years and indicators their family, so a family is one witness however many rows
    it has.

    Parameters
    ----------
    outcomes, quantiles
        From `replay`.
    families : Series
        Family of each indicator_id; indicators without one are left out.

    Returns
    -------
    DataFrame
        One row, none where nothing can be learned: level (shift one year ahead at no growth),
        longer (added per unit of log years), slope (added per unit of log growth a year), lowest
        and highest (growth outside which the slope is not continued: the 5th and 95th
        percentile), years (horizon up to which it was learned), between (deviation of the
        families' mean residuals), within (mean of their residuals' deviations), spread (of a
        family not yet met: root of the sum of both squared, at least NARROWEST), families,
        forecasts.
    """
    return _learned(_scored(outcomes, quantiles), families)


def _scored(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.DataFrame:
    """What is learned from: indicator_id, horizon, z (normal score of the outcome), growth."""
    return outcomes[["indicator_id", "horizon"]].assign(
        z=normal_scores(outcomes, quantiles),
        growth=growth(outcomes["last"], quantiles[:, MIDDLE], outcomes["horizon"]),
    )


def _learned(scored: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    told = scored.assign(family=scored["indicator_id"].map(families))
    told = told.dropna(subset=["family", "z"])
    sizes = told.groupby(["horizon", "family"])["z"].transform("size")
    told = told.assign(weight=1.0 / sizes)[sizes >= FEWEST]
    return pd.DataFrame([_plane(told)] if len(told) else [], columns=COLUMNS)


def _plane(told: pd.DataFrame) -> dict[str, float]:
    lowest, highest = np.quantile(told["growth"], [0.05, 0.95])
    held = told["growth"].clip(lowest, highest)
    design = np.column_stack([np.ones(len(told)), np.log(told["horizon"].astype(float)), held])
    root = np.sqrt(told["weight"].to_numpy())
    terms = np.linalg.lstsq(design * root[:, None], told["z"] * root, rcond=None)[0]
    rest = (told["z"] - design @ terms).groupby(told["family"])
    between, within = rest.mean().std(), rest.std().mean()
    level, longer, slope = terms
    return {
        "level": level,
        "longer": longer,
        "slope": slope,
        "lowest": lowest,
        "highest": highest,
        "years": int(told["horizon"].max()),
        "between": between,
        "within": within,
        "spread": max(NARROWEST, np.hypot(between, within)),
        "families": rest.ngroups,
        "forecasts": len(told),
    }


def growth(last: ArrayLike, median: ArrayLike, years: ArrayLike) -> np.ndarray:
    """Yearly log growth from the last value to a projected one; 0 where either is not positive."""
    start, end = np.asarray(last, dtype=float), np.asarray(median, dtype=float)
    positive = (start > 0) & (end > 0)
    ratio = np.where(positive, end, 1.0) / np.where(positive, start, 1.0)
    return np.log(ratio) / np.asarray(years, dtype=float)


def shift_for(table: pd.DataFrame, horizon: np.ndarray, growth: np.ndarray) -> np.ndarray:
    """The shift of each forecast in normal scores; beyond the years learned from, the last."""
    row = table.iloc[0]
    years = np.log(np.minimum(horizon, row["years"]))
    held = np.clip(growth, row["lowest"], row["highest"])
    return row["level"] + row["longer"] * years + row["slope"] * held


def shifted(quantiles: np.ndarray, by: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Move and stretch distributions: the new quantile at score s is the old at by + spread × s.

    Parameters
    ----------
    quantiles : ndarray, shape (N, len(GRID))
    by, spread : ndarray, shape (N,)
        In normal scores; 0 and 1 leave a distribution as it is.
    """
    score = SCORES[None, :] * spread[:, None] + by[:, None]
    at = np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, len(SCORES) - 2)
    share = np.clip((score - SCORES[at]) / (SCORES[at + 1] - SCORES[at]), 0.0, 1.0)
    left = np.take_along_axis(quantiles, at, axis=1)
    right = np.take_along_axis(quantiles, at + 1, axis=1)
    return left * (1.0 - share) + right * share


def leave_family_out(
    outcomes: pd.DataFrame, quantiles: np.ndarray, families: pd.Series
) -> np.ndarray:
    """The replay's distributions, each moved by the shift that the other families teach."""
    scored = _scored(outcomes, quantiles)
    return _moved(outcomes, quantiles, families, scored, fewest=1)


def shift_as_known(
    outcomes: pd.DataFrame, quantiles: np.ndarray, families: pd.Series
) -> np.ndarray:
    """`leave_family_out`, each year by what had come true by then only."""
    moved, scored = quantiles.copy(), _scored(outcomes, quantiles)
    for year in outcomes["origin"].unique():
        known = scored[outcomes["origin"] + outcomes["horizon"] <= year]
        mine = (outcomes["origin"] == year).to_numpy()
        moved[mine] = _moved(
            outcomes[mine], quantiles[mine], families, known, fewest=FEWEST_FAMILIES
        )
    return moved


def _moved(
    outcomes: pd.DataFrame,
    quantiles: np.ndarray,
    families: pd.Series,
    known: pd.DataFrame,
    *,
    fewest: int,
) -> np.ndarray:
    """Distributions moved, family by family, by what the known scores of the others teach.

    Where fewer than `fewest` families teach anything, nothing is moved.
    """
    family, years = outcomes["indicator_id"].map(families), outcomes["horizon"].to_numpy(float)
    rate = growth(outcomes["last"], quantiles[:, MIDDLE], outcomes["horizon"])
    by, spread = np.zeros(len(outcomes)), np.ones(len(outcomes))
    for name in family.dropna().unique():
        table = _learned(known, families[families != name])
        if len(table) and table["families"].iloc[0] >= fewest:
            own = (family == name).to_numpy()
            by[own] = shift_for(table, years[own], rate[own])
            spread[own] = table["spread"].iloc[0]
    return shifted(quantiles, by, spread)


def read_families(root: Path | None, folders: Sequence[str]) -> pd.Series:
    """The family of each indicator_id, as the plan's packages have it: learned/families.csv."""
    table = learned_table("families", root, folders, needed=["indicator_id", "family"])
    return table.set_index("indicator_id")["family"]


def read_regional(
    root: Path | None, folders: Sequence[str], *, as_of: dates.Day = None
) -> pd.DataFrame:
    """What a panel had taught by a day: learned/regional.csv of the plan's packages.

    Parameters
    ----------
    folders : sequence of str
        See `packages.folders_of`.

    Returns
    -------
    DataFrame
        As from `learn_shift`, and published (the day from which it could have been made), of
        the latest such day by `as_of` (see `dates.day`); empty before the first, and where no
        package has learned anything.
    """
    table = learned_table("regional", root, folders, needed=COLUMNS, days=["published"])
    day = dates.day(as_of)
    due = table if day is None else table[table["published"] <= pd.Timestamp(day)]
    return due[due["published"] == due["published"].max()]


def recalibrate(
    made: Prediction, last: np.ndarray, rising: np.ndarray, table: pd.DataFrame | None
) -> Prediction:
    """Move the distributions of indicators that are wanted to rise by the regional shift.

    Parameters
    ----------
    last : ndarray, shape (N,)
        The last value of each history.
    rising : ndarray of bool, shape (N,)
    table : DataFrame or None
        From `read_regional`. Without rows nothing moves.
    """
    if table is None or table.empty or not rising.any():
        return made
    n, horizon, levels = made.quantiles.shape
    steps = np.broadcast_to(np.arange(1.0, horizon + 1.0), (n, horizon))
    moves = rising[:, None] & ~np.isnan(made.median)
    by = shift_for(table, steps, growth(last[:, None], made.median, steps))
    by = np.where(moves, by, 0.0).ravel()
    spread = np.where(moves, table["spread"].iloc[0], 1.0).ravel()
    moved = shifted(made.quantiles.reshape(-1, levels), by, spread).reshape(n, horizon, levels)
    return replace(made, quantiles=moved, median=moved[:, :, MIDDLE])
