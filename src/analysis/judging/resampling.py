"""How sure a mean is whose cells go together in two ways: by region and year, by plan and kind."""

from __future__ import annotations

import numpy as np

RESAMPLES, SEED, LEVEL = 2000, 20210430, 0.95


def interval(
    top: np.ndarray, bottom: np.ndarray, *, less: tuple[np.ndarray, np.ndarray] | None = None
) -> tuple[float, float]:
    """The 95 % interval of a ratio of sums over the cells of a table, its rows and columns drawn.

    Parameters
    ----------
    top, bottom : ndarray, shape (R, C)
        What is added up above and below the line; 0 where a cell holds nothing.
    less : pair of ndarray, optional
        Another such ratio, from the same cells, that is taken off.

    Returns
    -------
    tuple of float
        NaN where fewer than two rows, or no two columns, hold anything.

    Notes
    -----
    Rows and columns are each resampled as wholes and the cells weighed by both counts: the
    pigeonhole bootstrap of A. B. Owen, The pigeonhole bootstrap, Annals of Applied Statistics 1
    (2007) 386–411, which errs on the wide side.
    """
    rows, columns = top.shape
    if min(rows, columns) < 2:
        return np.nan, np.nan
    random = np.random.default_rng(SEED)
    times = [
        random.multinomial(n, np.full(n, 1 / n), RESAMPLES).astype(float) for n in (rows, columns)
    ]
    drawn = _ratio(times, top, bottom)
    if less is not None:
        drawn = drawn - _ratio(times, *less)
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(drawn, [tail, 1 - tail])
    return float(low), float(high)


def _ratio(times: list[np.ndarray], top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    above, below = (((times[0] @ cells) * times[1]).sum(axis=1) for cells in (top, bottom))
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)
