"""Whether values are accepted by a relation, whatever arithmetic did to their last digits."""

from __future__ import annotations

import numpy as np

BLUR = 1e-9  # relative; 0.1 + 0.7 is not less than 0.8


def held(
    low: np.ndarray,
    high: np.ndarray,
    floor: np.ndarray,
    ceiling: np.ndarray,
    no_floor: np.ndarray,
    no_ceiling: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Whether every value from low to high is accepted, and whether none is.

    Parameters
    ----------
    low, high, floor, ceiling : ndarray of float
    no_floor, no_ceiling : ndarray of bool
        Whether the end itself is left out.
    """
    above = np.where(no_floor, more(low, floor), ~more(floor, low))
    under = np.where(no_ceiling, more(ceiling, high), ~more(high, ceiling))
    short = np.where(no_floor, ~more(high, floor), more(floor, high))
    over = np.where(no_ceiling, ~more(ceiling, low), more(low, ceiling))
    known = ~(np.isnan(low) | np.isnan(high) | np.isnan(floor) | np.isnan(ceiling))
    return known & above & under, known & (short | over)


def more(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether a lies above b by more than the arithmetic of decimals can blur."""
    with np.errstate(invalid="ignore"):
        return a - b > BLUR * np.maximum(1.0, np.minimum(np.abs(a), np.abs(b)))
