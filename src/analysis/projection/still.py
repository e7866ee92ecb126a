"""What a history that never moved says: what followed such histories in public statistics.

Constants, and zeros above all, have no yearly change of their own to measure the next ones by, and
the series that the network was fitted to leave them out. `data/reference/still.csv` says what
followed them, by how long they had stood still.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from ..records.reference_tables import damaged, reference_rows
from .levels import LEVELS
from .scale import ADDITIVE, LOGIT, Scale

# What stands still: nothing, or a value.
ZERO, VALUE = 0, 1
KINDS = ("zero", "value")
LENGTHS = (1, 2, 3, 5, 8, 12)  # equal values from which on a row of the table holds
AHEAD = (1, 2, 3, 5, 10, 15)  # years ahead it was made for


@dataclass(frozen=True)
class Still:
    """The changes that followed, as quantiles.

    Attributes
    ----------
    quantiles : ndarray, shape (len(KINDS), len(LENGTHS), len(AHEAD), len(LEVELS))
        Of a value log(then / now); of nothing log(1 + 2 then / least), where least is the
        smallest amount of its variable: half of it is what nothing counts as on a log scale.
    """

    quantiles: np.ndarray

    def change(self, kind: np.ndarray, length: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """The quantiles of histories so long, so many years ahead.

        Parameters
        ----------
        kind, length : ndarray of int, shape (N,)
            ZERO or VALUE; how many equal values there were.
        steps : ndarray of int, shape (H, N)

        Returns
        -------
        ndarray, shape (len(LEVELS), H, N)
            Rising along the first axis; between the years of the table on a straight line.
        """
        row = np.searchsorted(LENGTHS, length, side="right") - 1
        held = np.clip(steps, AHEAD[0], AHEAD[-1])
        left = np.clip(np.searchsorted(AHEAD, held, side="right") - 1, 0, len(AHEAD) - 2)
        years = np.array(AHEAD)
        share = (held - years[left]) / (years[left + 1] - years[left])
        before = self.quantiles[kind, row, left]
        after = self.quantiles[kind, row, left + 1]
        return np.moveaxis(before + (after - before) * share[..., None], -1, 0)


def stand_still(
    still: Still,
    scale: Scale,
    value: np.ndarray,
    known: np.ndarray,
    steps: np.ndarray,
    out: np.ndarray,
    at: np.ndarray,
) -> None:
    """Write to `out` the change from the last value of those histories that stand at nothing,
    or at a value twice or more.

    On a bound of a share nothing is left of the way to it, and the way back begins at `ON_BOUND`
    as an amount does at half the least. A value below zero goes the way of its mirror image.

    Parameters
    ----------
    scale : Scale
        Of N series, none of which ever moved.
    value : ndarray, shape (N,)
        What each stands at.
    known : ndarray of int, shape (N,)
        How many times it was seen.
    steps : ndarray of int, shape (H, N)
        Years after the last.
    out : ndarray, shape (len(LEVELS), H, …)
        One value seen once, other than nothing, is left as it was.
    at : ndarray of int, shape (N,)
        Where in `out` each series is.
    """
    low, high = value <= scale.origin, value >= scale.upper
    share, plain = scale.kind == LOGIT, scale.kind == ADDITIVE
    nothing = np.where(plain, value == 0.0, low) | (share & high)
    downward = np.where(plain, (value < 0) | high, share & high)
    told = nothing | (known > 1)
    change = still.change(np.where(nothing, ZERO, VALUE)[told], known[told], steps[:, told])
    plain, nothing, downward = plain[told], nothing[told], downward[told]
    change[..., plain] = np.expm1(change[..., plain]) * np.where(nothing, 0.5, 1.0)[plain]
    change[..., downward] = -change[::-1][..., downward]
    out[..., at[told]] = change


@cache
def read_still(root: Path | None = None) -> Still:
    """Read still.csv of data/reference/, once.

    Raises
    ------
    PlanDataError
        The file is missing, or is not as scripts/fit_still.py makes it.
    """
    rows = reference_rows("still", root)
    try:
        held = {(r["kind"], int(r["length"]), int(r["ahead"])): r["change"].split() for r in rows}
        quantiles = np.array(
            [[[held[k, n, a] for a in AHEAD] for n in LENGTHS] for k in KINDS], dtype=float
        )
    except (KeyError, ValueError, AttributeError):
        quantiles = np.empty(0)
    if quantiles.shape != (len(KINDS), len(LENGTHS), len(AHEAD), len(LEVELS)):
        raise damaged("still", "fit_still.py", root)
    return Still(quantiles)


def to_table(still: Still) -> pd.DataFrame:
    """The quantiles as rows: kind, length, ahead, change (one for each of LEVELS)."""
    return pd.DataFrame(
        [
            (kind, length, ahead, " ".join(f"{q:.6g}" for q in still.quantiles[k, n, a]))
            for k, kind in enumerate(KINDS)
            for n, length in enumerate(LENGTHS)
            for a, ahead in enumerate(AHEAD)
        ],
        columns=["kind", "length", "ahead", "change"],
    )
