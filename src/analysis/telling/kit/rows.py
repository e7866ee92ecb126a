"""The rows of a wide frame, one by one, for the sentences and marks that tell of each."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd


def each(frame: pd.DataFrame) -> Iterator[tuple]:
    """Every row as a named tuple without its index, as `itertuples` gives it.

    pandas builds the tuple's class anew each time and goes through each column by itself: of a
    verdict's sixty columns that takes longer than the sentence made of it.
    """
    if frame.empty:
        return iter(())
    row = _row(tuple(frame.columns))
    return map(row._make, frame.to_numpy(dtype=object))


@lru_cache(maxsize=64)
def _row(columns: tuple[str, ...]) -> type:
    return namedtuple("Row", columns, rename=True)
