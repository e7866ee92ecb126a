"""How far a panel stands from the reference class, shrunk by how sure that is.

Outcomes are put as normal scores of the distributions that the reference class had given them.
At each origin and horizon a panel has their mean and their variance over its series. The mean is
what the panel has in common that lasts, which fades with the years between, and what its series
share in a year's surprises, which last no longer than the years that two forecasts share. The
year's surprises are what makes origins, not series, the witnesses: ten thousand series of one
year are one. How large either is, is weighed over a few values of each, one of them "nothing
lasts", by the likelihood of what was seen [Gelman et al. 2013, ch. 5]; prediction is that of a
Gaussian process [Rasmussen and Williams 2006, ch. 2].
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from scipy.linalg import cho_solve, cholesky

LONGEST = 5  # years ahead that are learned from; what is further takes the last of them

# Variance of what a panel has in common and lasts, one year ahead, and how far each is believed
# beforehand; and of what its series share in one year. Chosen with the other constants on data
# sets and categories that the reference class was not fitted to, see benchmarks/panels.py.
LASTING, BELIEVED = (0.0, 0.05, 0.3), (0.2, 0.4, 0.4)
SHARED, LIKELY = (0.001, 0.03, 0.15, 0.5), (0.3, 0.3, 0.25, 0.15)
YEARS = 100.0  # in which what lasts fades to 1/e
GROWS = 0.4  # what lasts grows as the horizon to this power
OWN = 0.5  # a history of k values leaves 1 + OWN / k of its panel's common part untold
LINGERS = 0.5  # correlation of a year's shared surprise with the next year's
SINGLE = 1.0  # variance of a series' score about its panel's mean, those of its kin included
UNSHARED, LOOSE = 0.2, 0.02  # of a series and of the mean, what no other horizon shares

# What replays of shorter histories tell of the next years is less sure than their likelihood says.
# A shift is heard in the share shift² / (shift² + DOUBT × error²), whole where it is many errors
# long; a spread to the power HEEDED. Without either, official data sets were made worse on average.
DOUBT, HEEDED, TINY = 0.5, 0.25, 1e-12

# Log variance within a panel's year: its mean over panels, what panels differ by at all horizons
# and by the horizon, what years differ by, and what a finite number of series adds.
INNER = float(np.log(0.87))
DIFFER, BY_HORIZON, MIDWAY = 0.1, 0.05, 0.8
BY_YEAR, SAMPLED, JITTER = 0.15, 3.0, 0.02
LIKENESS = 0.7  # variance of short histories says little of long ones: fades in log values
ENOUGH = 4  # series of a year whose variance is looked at
LEAST = 0.02  # a variance below which none is taken


@dataclass(frozen=True)
class Evidence:
    """How a panel's outcomes stood, an origin and a horizon an element.

    Attributes
    ----------
    origin, ahead : ndarray of int
        The year a forecast was made from, and years ahead, at most LONGEST.
    length : ndarray
        Mean number of values in the histories.
    mean, variance, count : ndarray
        Of the normal scores of the outcomes.
    """

    origin: np.ndarray
    ahead: np.ndarray
    length: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    count: np.ndarray

    def where(self, some: np.ndarray) -> Evidence:
        """A part of it."""
        return Evidence(*(getattr(self, f.name)[some] for f in fields(self)))


@dataclass(frozen=True)
class Belief:
    """What is expected of the normal scores of forecasts of M kinds.

    Attributes
    ----------
    shift, error, spread : ndarray, shape (M, horizon)
        Where their mean is, as far as that is heard, how sure it is (standard deviation), and their
        deviation about it as far as it is heeded, with what coming years may bring.
    sure : float
        Probability that the panel differs lastingly from the reference class at all.
    """

    shift: np.ndarray
    error: np.ndarray
    spread: np.ndarray
    sure: float


def believe(seen: Evidence, origin: np.ndarray, values: np.ndarray, horizon: int) -> Belief:
    """What a panel's past says of forecasts yet to come true.

    Parameters
    ----------
    seen : Evidence
    origin, values : ndarray, shape (M,)
        The year each kind of forecast is made from, and the number of values it is made of.
    horizon : int
    """
    steps = np.arange(1, horizon + 1)
    held = np.minimum(steps, LONGEST)
    shift, lasting, shared, sure = _location(seen, origin, values, held)
    heard = shift**2 / np.maximum(shift**2 + DOUBT * lasting, TINY)
    late = np.exp(-(steps - held) / YEARS)
    spread = np.sqrt(_inner(seen, origin, values, held) + shared + lasting) ** HEEDED
    return Belief(shift * heard * late, np.sqrt(lasting), spread, sure)


def _location(
    seen: Evidence, origin: np.ndarray, values: np.ndarray, held: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Mean and variance of what lasts, (M, horizon); mean of what a year shares; P(it lasts)."""
    size = _size(seen.length, seen.ahead)
    aim = _size(values[:, None], held[None])
    likeness = np.exp(-np.abs(seen.origin[:, None] - seen.origin) / YEARS) * np.outer(size, size)
    reach = np.exp(-np.abs(origin[:, None] - seen.origin) / YEARS) * size
    years = seen.ahead[:, None] * seen.ahead
    overlap, linger = _overlap(seen), _lingering(seen)
    own = np.diag(UNSHARED / seen.count + LOOSE)
    own += SINGLE * overlap / np.sqrt(years * np.outer(seen.count, seen.count))
    shared, lasts = np.repeat(SHARED, len(LASTING)), np.tile(LASTING, len(SHARED))
    each = shared[:, None, None] * linger + own + lasts[:, None, None] * likeness
    solved = np.linalg.solve(each, np.column_stack([seen.mean, reach.T])[None])
    fit = solved[..., 0] @ seen.mean + np.linalg.slogdet(each)[1]
    chance = np.outer(LIKELY, BELIEVED).ravel() * np.exp(0.5 * (fit.min() - fit))
    chance /= chance.sum()
    shift = lasts[:, None] * (solved[..., 0] @ reach.T)
    told = np.einsum("mk,ckm->cm", reach, solved[..., 1:])
    square = np.maximum(lasts[:, None] - lasts[:, None] ** 2 * told, 0.0) + shift**2
    mean, second = chance @ shift, chance @ square
    parts = chance.reshape(len(SHARED), len(LASTING))
    variance = np.maximum(second - mean**2, 0.0)
    return (
        mean[:, None] * aim,
        variance[:, None] * aim**2,
        float(chance @ shared),
        float(1.0 - parts[:, 0].sum()),
    )


def _size(values: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """How large a panel's common part is in forecasts of this kind."""
    return (1.0 + OWN / np.maximum(values, 1.0)) * ahead**GROWS


def _overlap(seen: Evidence) -> np.ndarray:
    """The years that every two forecasts share."""
    start, end = seen.origin, seen.origin + seen.ahead
    return np.maximum(np.minimum(end[:, None], end) - np.maximum(start[:, None], start), 0.0)


def _lingering(seen: Evidence) -> np.ndarray:
    """Correlation of the surprises of the years that every two forecasts look ahead to."""
    year = np.arange(seen.origin.min() + 1, (seen.origin + seen.ahead).max() + 1)
    within = (year > seen.origin[:, None]) & (year <= (seen.origin + seen.ahead)[:, None])
    covariance = within @ LINGERS ** np.abs(year[:, None] - year) @ within.T
    size = np.sqrt(np.diag(covariance))
    return covariance / np.outer(size, size)


def _inner(seen: Evidence, origin: np.ndarray, values: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Variance of the scores of one year's forecasts about their mean, shape (M, horizon)."""
    seen = seen.where(seen.count >= ENOUGH)
    if not len(seen.count):
        return np.full((len(values), len(held)), np.exp(INNER))
    log = np.log(np.maximum(seen.variance, LEAST)) - INNER
    away, aim = np.log(seen.ahead) - MIDWAY, np.log(held) - MIDWAY
    known = np.log(np.maximum(seen.length, 1.0))
    lag = np.abs(seen.origin[:, None] - seen.origin)
    alike = np.exp(-lag / YEARS - np.abs(known[:, None] - known) / LIKENESS)
    same = (DIFFER + BY_HORIZON * np.outer(away, away)) * alike
    count = np.sqrt(np.outer(seen.count, seen.count))
    share = _overlap(seen) / np.sqrt(seen.ahead[:, None] * seen.ahead)
    noise = (BY_YEAR + SAMPLED / count) * share + JITTER * np.eye(len(log))
    solved = cho_solve((cholesky(same + noise, lower=True), True), log)
    own = np.log(np.maximum(values, 1.0))[:, None]
    near = np.exp(-np.abs(origin[:, None] - seen.origin) / YEARS - np.abs(own - known) / LIKENESS)
    across = DIFFER + BY_HORIZON * aim[:, None] * away
    return np.exp(INNER + np.einsum("mk,hk,k->mh", near, across, solved))
