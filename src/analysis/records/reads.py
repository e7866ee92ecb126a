"""What a computation read of the project's data, so that it is done again only when that changed.

Files are noticed as they are opened. The observations are one table in several files that
everybody opens and few use whole, so those who use one region's say so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
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
        GB/T 2260 code or `WHOLE`, and the day or "".
    """

    base: Path
    files: set[str] = field(default_factory=set)
    regions: set[tuple[str, str]] = field(default_factory=set)

    def told(self) -> dict[str, list]:
        """Files and regions as JSON writes them; modules and what was made are no data."""
        files = sorted(f for f in self.files if f.startswith(("data/", "notebooks/")))
        return {"files": files, "regions": sorted(map(list, self.regions))}


_ACTIVE: ContextVar[Reads | None] = ContextVar("reads", default=None)


@contextmanager
def recording(base: Path) -> Iterator[Reads]:
    """Notice what is read below `base` until the block ends.

    The interpreter keeps the hook for good: for a process that ends with its task.
    """
    found = Reads(base)

    def notice(event: str, arguments: tuple) -> None:
        if event != "open" or _ACTIVE.get() is not found:
            return
        path, mode, _ = arguments
        if isinstance(path, str) and not set(mode or "r") & set("wax+"):
            with suppress(ValueError):
                found.files.add(Path(path).absolute().relative_to(base).as_posix())

    sys.addaudithook(notice)
    token = _ACTIVE.set(found)
    try:
        yield found
    finally:
        _ACTIVE.reset(token)


def used(region: str = WHOLE, as_of: str | None = None) -> None:
    """Say that observations were used: one region's as published by a day, or all."""
    active = _ACTIVE.get()
    if active is not None:
        active.regions.add((region, as_of or ""))
