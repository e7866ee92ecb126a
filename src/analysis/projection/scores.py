"""How good a probability forecast was: small functions on rows of forecast and outcome."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .levels import GRID, MIDDLE, cumulative

# Statements that are scored: "in h years it will be at least last × (1 + g)^h".
GROWTHS = (-0.05, 0.0, 0.02, 0.05, 0.10, 0.15)
LEAST = 0.005  # probabilities are held to [LEAST, 1 - LEAST] in the log score
FARTHEST = 50.0  # scaled errors beyond this count as this: one wild series is not the mean
WIDEST = 400.0
INTERVALS = {"80": (0.1, 0.9), "95": (0.025, 0.975)}


def score(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.DataFrame:
    """Score forecasts against what happened.

    Parameters
    ----------
    outcomes : DataFrame
        One row a forecast: actual, last (the value it was made from), scale (the mean absolute
        yearly change of its history), horizon (years).
    quantiles : ndarray, shape (len(outcomes), len(GRID))

    Returns
    -------
    DataFrame
        The rows with: error (absolute, over scale); covered80, covered95;
        width80; score80, score95 (interval score over scale, at most WIDEST) [Gneiting and
        Raftery 2007, eq. 43]; brier, log (means over GROWTHS; NaN where last is not positive);
        pit (probability that was given to at most what happened).
    """
    actual, scale = outcomes["actual"].to_numpy(float), outcomes["scale"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.abs(quantiles[:, MIDDLE] - actual) / scale
        parts = {"error": error}
        for name, (low, high) in INTERVALS.items():
            parts |= _interval(_at(quantiles, low), _at(quantiles, high), actual, scale, name)
    made = chances(outcomes, quantiles)
    happened = came_true(outcomes)
    positive = outcomes["last"].to_numpy(float) > 0
    held = np.clip(made, LEAST, 1.0 - LEAST)
    right = np.where(happened, held, 1.0 - held)
    parts["brier"] = np.where(positive, ((held - happened) ** 2).mean(axis=1), np.nan)
    parts["log"] = np.where(positive, -np.log(right).mean(axis=1), np.nan)
    parts["pit"] = cumulative(quantiles, actual)
    return outcomes.assign(**parts)


def chances(outcomes: pd.DataFrame, quantiles: np.ndarray) -> np.ndarray:
    """Probability of reaching each of GROWTHS, shape (rows, len(GROWTHS))."""
    return np.column_stack([1.0 - cumulative(quantiles, t) for t in _thresholds(outcomes)])


def came_true(outcomes: pd.DataFrame) -> np.ndarray:
    """Whether each of GROWTHS was reached, shape (rows, len(GROWTHS))."""
    actual = outcomes["actual"].to_numpy(float)
    return np.column_stack([actual >= t for t in _thresholds(outcomes)])


def reliability(made: np.ndarray, happened: np.ndarray, bins: int = 10) -> pd.DataFrame:
    """Probability statements in equal bins: how many, what was said, how many came true.

    Returns
    -------
    DataFrame
        low, high (of the bin), said (mean probability), true (share), statements.
    """
    edges = np.linspace(0.0, 1.0, bins + 1)
    at = pd.cut(made.ravel(), edges, labels=False, include_lowest=True)
    table = pd.DataFrame({"bin": at, "said": made.ravel(), "true": happened.ravel().astype(float)})
    groups = table.dropna().groupby("bin")
    return pd.DataFrame(
        {
            "low": edges[:-1],
            "high": edges[1:],
            "said": groups["said"].mean().reindex(range(bins)),
            "true": groups["true"].mean().reindex(range(bins)),
            "statements": groups.size().reindex(range(bins), fill_value=0),
        }
    )


def confident(made: np.ndarray, happened: np.ndarray) -> tuple[float, int]:
    """Share that came true of statements made with 70 to 90 %, either way, and their number."""
    yes, no = (made >= 0.7) & (made <= 0.9), (made >= 0.1) & (made <= 0.3)
    count = int(yes.sum() + no.sum())
    return float(happened[yes].sum() + (~happened[no]).sum()) / max(count, 1), count


def summarise(outcomes: pd.DataFrame, quantiles: np.ndarray) -> pd.Series:
    """One method's scores: the error over all years ahead, the rest in the last of them.

    Parameters
    ----------
    outcomes, quantiles
        As for `score`, with a column series.

    Returns
    -------
    Series
        forecasts, error (mean of a series' years, at most FARTHEST), covered80, covered95,
        score80, score95, brier, log, confident (share of statements of 70 to 90 % that came
        true), statements (their number).
    """
    scored = score(outcomes, quantiles)
    by_series = scored.groupby("series", sort=False)["error"].mean()
    last = (outcomes["horizon"] == outcomes["horizon"].max()).to_numpy()
    at_end, held = outcomes[last], quantiles[last]
    share, count = confident(chances(at_end, held), came_true(at_end))
    names = ["covered80", "covered95", "score80", "score95", "brier", "log"]
    return pd.Series(
        {
            "forecasts": len(at_end),
            "error": by_series.clip(upper=FARTHEST).mean(),
            **scored.loc[last, names].mean(),
            "confident": share,
            "statements": count,
        }
    )


def _thresholds(outcomes: pd.DataFrame) -> list[np.ndarray]:
    last, years = outcomes["last"].to_numpy(float), outcomes["horizon"].to_numpy(float)
    return [last * (1.0 + g) ** years for g in GROWTHS]


def _at(quantiles: np.ndarray, p: float) -> np.ndarray:
    return quantiles[:, int(np.flatnonzero(np.isclose(GRID, p))[0])]


def _interval(
    low: np.ndarray, high: np.ndarray, actual: np.ndarray, scale: np.ndarray, name: str
) -> dict[str, np.ndarray]:
    alpha = 1.0 - float(name) / 100.0
    missed = np.maximum(low - actual, 0.0) + np.maximum(actual - high, 0.0)
    return {
        f"covered{name}": (actual >= low) & (actual <= high),
        f"width{name}": np.minimum((high - low) / scale, WIDEST),
        f"score{name}": np.minimum((high - low + 2.0 / alpha * missed) / scale, WIDEST),
    }


__all__ = ["GROWTHS", "came_true", "chances", "confident", "reliability", "score", "summarise"]
