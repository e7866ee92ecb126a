"""Paths: the coming years of a series together, and not one at a time.

The years of a prediction are distributions of their own. What ties them to each other is how the
errors of the reference class went together: a year that came out high was followed by high ones,
the more surely the further ahead and the calmer the series. `data/reference/paths.csv` has the
correlations of the errors' normal scores, a Gaussian copula for each third of volatility.

Draws keep every year's own quantiles exactly and take from the copula nothing but the order in
which they are joined. That is the Schaake shuffle [Clark et al. 2004, Journal of Hydrometeorology
5(1), from page 243] with the ranks of the copula in the place of a historical record's; in the
terms of ensemble copula coupling, ECC-Q: equidistant quantiles in the rank order of a template
[Schefzik, Thorarinsdottir and Gneiting 2013, Statistical Science 28(4), 616–640].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtri

from ..records.reference_tables import damaged, reference_rows
from .levels import GRID, MIDDLE, SCORES

CLASSES = ("calm", "middle", "volatile")
FARTHEST = 15  # years ahead that the table was made for
WALK = 0.5  # beyond, the years a < b go together by (a / b) ** WALK, as in a random walk
LOW, HIGH = (int(np.flatnonzero(np.isclose(GRID, p))[0]) for p in (0.1, 0.9))
CHUNK = 1024  # series whose draws are made at a time
# Fractional parts of the multiples of these roots fill a cube evenly: Richtmyer's sequence.
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


@dataclass(frozen=True)
class Dependence:
    """How the errors of different years went together.

    Attributes
    ----------
    edges : ndarray, shape (len(CLASSES) - 1,)
        The `volatility` from which a series is of the second, and of the third class.
    correlation : ndarray, shape (len(CLASSES), FARTHEST, FARTHEST)
        Of the normal scores of outcomes 1 to FARTHEST years ahead.
    """

    edges: np.ndarray
    correlation: np.ndarray

    def between(self, kind: int, steps: tuple[int, ...]) -> np.ndarray:
        """The correlation matrix of some years ahead, in a class.

        Beyond the table a year hangs on the last one of the table alone.
        """
        at = np.array(steps, dtype=int)
        held = np.minimum(at, FARTHEST) - 1
        fade = np.maximum(at, FARTHEST) ** WALK
        far = np.minimum(fade[:, None], fade) / np.maximum(fade[:, None], fade)
        return self.correlation[kind][np.ix_(held, held)] * far


def volatility(quantiles: np.ndarray) -> np.ndarray:
    """The 80 % interval of a year over itself and the median, from 0 to 1, without a unit.

    Parameters
    ----------
    quantiles : ndarray, shape (N, len(GRID))
    """
    width = quantiles[:, HIGH] - quantiles[:, LOW]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(width / (np.abs(quantiles[:, MIDDLE]) + width))


def classes(
    quantiles: np.ndarray, steps: np.ndarray, dependence: Dependence | None = None
) -> np.ndarray:
    """The class of each series, by the volatility of its first projected year.

    Parameters
    ----------
    quantiles : ndarray, shape (N, Y, len(GRID))
    steps : ndarray of int, shape (N, Y)
        Years after the last value; 0 for a year that is not projected.
    """
    first = np.where(steps > 0, steps, np.iinfo(steps.dtype).max).argmin(axis=1)
    nearest = quantiles[np.arange(len(quantiles)), first]
    edges = (dependence or read_dependence()).edges
    return np.searchsorted(edges, volatility(nearest), side="right")


def draw(
    quantiles: np.ndarray,
    steps: np.ndarray,
    m: int,
    *,
    kind: np.ndarray | None = None,
    dependence: Dependence | None = None,
) -> np.ndarray:
    """Equally likely paths of each series.

    The draws of a year are its own quantiles at (i + ½) / m, each once. A year that is not
    projected, known or known in part, goes with no other.

    Parameters
    ----------
    quantiles : ndarray, shape (N, Y, len(GRID))
    steps : ndarray of int, shape (N, Y)
        Years after the last value; 0 for a year that is not projected.
    m : int
    kind : ndarray of int, shape (N,), optional
        The class of each series, from `classes` when left out.
    dependence : Dependence, optional
        data/reference/paths.csv when left out.

    Returns
    -------
    ndarray, shape (N, m, Y)
        NaN in a year without quantiles.

    Raises
    ------
    ValueError
        m is below 1.
    """
    if m < 1:
        raise ValueError(f"{m} draws: at least one is needed")
    of = dependence or read_dependence()
    n, years = steps.shape
    made = np.empty((n, years, m))
    own = classes(quantiles, steps, of) if kind is None else kind
    key = np.column_stack([own, steps])
    different, group = np.unique(key, axis=0, return_inverse=True)
    for g, (of_kind, *ahead) in enumerate(different.tolist()):
        at = np.flatnonzero(group.ravel() == g)
        for year, ranks in enumerate(_joined(of, of_kind, tuple(ahead), m)):
            made[at, year] = _at_ranks(quantiles[at, year], ranks, m)
    return made.transpose(0, 2, 1)


def draw_in_chunks(
    quantiles: np.ndarray, steps: np.ndarray, m: int
) -> Iterator[tuple[slice, np.ndarray]]:
    """`draw`, some series at a time: which, and their paths."""
    for start in range(0, len(quantiles), CHUNK):
        part = slice(start, start + CHUNK)
        yield part, draw(quantiles[part], steps[part], m)


def _joined(of: Dependence, kind: int, steps: tuple[int, ...], m: int) -> list[np.ndarray]:
    """The rank of each path in each year, shape (m,) each."""
    ahead = tuple(s for s in steps if s > 0)
    ranks = iter(_ranks(of.between(kind, ahead).tobytes(), len(ahead), m))
    return [next(ranks) if step > 0 else np.arange(m) for step in steps]


def _at_ranks(quantiles: np.ndarray, ranks: np.ndarray, m: int) -> np.ndarray:
    """Of m equidistant quantiles those of some ranks, shape (n, m); linear in the normal score.

    Between two that are the same they are the same to the last digit.
    """
    at, share, weights = _between(m)
    few = len(quantiles) < len(GRID)  # the matrix is worth its making for many
    flat = (quantiles[:, 1:] == quantiles[:, :-1]).any(axis=1) | few
    made = np.empty((len(quantiles), m)) if few else quantiles @ weights[:, ranks]
    if flat.any():
        own, at, share = quantiles[flat], at[ranks], share[ranks]
        left, right = own[:, at], own[:, at + 1]
        made[flat] = np.where(left == right, left, left * (1.0 - share) + right * share)
    return made


@lru_cache(maxsize=8)
def _between(m: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of m draws the quantile below each, the share of the way to the next, and both as weights."""
    score = np.clip(ndtri((np.arange(m) + 0.5) / m), SCORES[0], SCORES[-1])
    at = np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, len(GRID) - 2)
    share = (score - SCORES[at]) / (SCORES[at + 1] - SCORES[at])
    weights = np.zeros((len(GRID), m))
    weights[at, np.arange(m)] = 1.0 - share
    weights[at + 1, np.arange(m)] = share
    return at, share, weights


@lru_cache(maxsize=64)
def _ranks(correlation: bytes, years: int, m: int) -> np.ndarray:
    """The rank that each path has in each year, shape (years, m)."""
    wanted = np.frombuffer(correlation).reshape(years, years)
    score = normal_points(m, years)
    if m // 2 > years > 1:
        score = np.linalg.solve(np.linalg.cholesky(score.T @ score / m), score.T).T
    joined = score @ np.linalg.cholesky(wanted).T
    # To fewer digits than processors disagree in, so that all of them rank alike.
    return np.argsort(np.argsort(joined.round(9), axis=0, kind="stable"), axis=0).T


def normal_points(m: int, dimensions: int) -> np.ndarray:
    """m points that are spread as independent normal ones, and the same every time.

    With each its mirror image, so that a series turned around has the same paths turned around.
    """
    half = ndtri(even_points(m // 2, dimensions))
    return np.concatenate([half, np.zeros((m % 2, dimensions)), -half])


def even_points(m: int, dimensions: int) -> np.ndarray:
    """m points spread evenly in a cube, and the same every time."""
    roots = np.sqrt(np.array(_primes(dimensions), dtype=float))
    return (np.outer(np.arange(1, m + 1), roots) + 0.5 / max(m, 1)) % 1.0


def _primes(count: int) -> tuple[int, ...]:
    found = list(PRIMES[:count])
    while len(found) < count:
        found.append(next(n for n in range(found[-1] + 1, 2**31) if all(n % p for p in found)))
    return tuple(found)


@cache
def read_dependence(root: Path | None = None) -> Dependence:
    """Read paths.csv of data/reference/, once.

    Raises
    ------
    PlanDataError
        The file is missing, or is not as scripts/fit_paths.py makes it.
    """
    rows = reference_rows("paths", root)
    try:
        held = np.full((len(CLASSES), FARTHEST, FARTHEST), np.nan)
        for row in rows:
            kind, a, b = CLASSES.index(row["class"]), int(row["year"]) - 1, int(row["later"]) - 1
            held[kind, a, b] = held[kind, b, a] = float(row["correlation"])
        edges = {row["class"]: float(row["from"]) for row in rows}
        made = Dependence(np.array([edges[c] for c in CLASSES[1:]]), held)
        np.linalg.cholesky(held)
    except (KeyError, ValueError, IndexError, TypeError, np.linalg.LinAlgError):
        raise damaged("paths", "fit_paths.py", root) from None
    return made


def to_table(dependence: Dependence) -> pd.DataFrame:
    """The copula as rows: class, from (its least volatility), year, later, correlation."""
    edges = [0.0, *dependence.edges]
    return pd.DataFrame(
        [
            (name, float(f"{edges[k]:.4g}"), a + 1, b + 1, dependence.correlation[k, a, b].round(4))
            for k, name in enumerate(CLASSES)
            for a in range(FARTHEST)
            for b in range(a, FARTHEST)
        ],
        columns=["class", "from", "year", "later", "correlation"],
    )
