"""What a computation read of the project's data, so that it is done again only when that changed.

Files are noticed as they are opened. The observations are one table in several files that
everybody opens and few use whole, so those who use one region's say so. A computation within
another counts as a part of it; a result that is taken from an earlier computation brings what was
read for it along (`read_again`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

WHOLE = "*"  # every region


@dataclass
class Reads:
    """Files opened below a folder, and regions whose observations were used.

    Attributes
    ----------
    base : Path
    files : set of str
        Relative to `base`.
    regions : set of (region, as_of)
        A region's code or `WHOLE`, and the day or "".
    """

    base: Path
    files: set[str] = field(default_factory=set)
    regions: set[tuple[str, str]] = field(default_factory=set)

    def told(self) -> dict[str, list]:
        """Files and regions as JSON writes them; modules and what was made are no data."""
        files = sorted(f for f in self.files if f.startswith(("data/", "notebooks/")))
        return {"files": files, "regions": sorted(map(list, self.regions))}


_ACTIVE: ContextVar[tuple[Reads, ...]] = ContextVar("reads", default=())


@contextmanager
def recording(base: Path) -> Iterator[Reads]:
    """Notice what is read below `base` until the block ends.

    The interpreter keeps the hook that notices for good.
    """
    _listen()
    found = Reads(base)
    token = _ACTIVE.set((*_ACTIVE.get(), found))
    try:
        yield found
    finally:
        _ACTIVE.reset(token)


@cache
def _listen() -> None:
    sys.addaudithook(_notice)


def _notice(event: str, arguments: tuple) -> None:
    if event != "open":
        return
    path, mode, _ = arguments
    if isinstance(path, str) and not set(mode or "r") & set("wax+"):
        for active in _ACTIVE.get():
            with suppress(ValueError):
                active.files.add(Path(path).absolute().relative_to(active.base).as_posix())


def used(region: str = WHOLE, as_of: str | None = None) -> None:
    """Say that observations were used: one region's as published by a day, or all."""
    for active in _ACTIVE.get():
        active.regions.add((region, as_of or ""))


def read_again(earlier: Reads) -> None:
    """Say that all that an earlier computation read is read by what goes on now."""
    for active in _ACTIVE.get():
        active.files |= earlier.files
        active.regions |= earlier.regions
