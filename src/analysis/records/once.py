"""Work that several notebooks of a build ask for, done once.

The notebooks of a build, in two languages, ask for the same readings, projections and comparisons.
Where a build keeps a `Shelf`, a function marked `once` is worked out one time for the same
arguments, and whoever asks gets a copy of his own, because results are kept as bytes. Everywhere
else a marked function is an ordinary function.

A result is kept under the function's name and its arguments' content: a frame that was changed in
place is another argument. What the function reads of data/ is no part of that; a shelf serves one
attempt at a build, and where the data change meanwhile the build begins again with an empty one.
What was read is kept with the result and counts as read by everybody who takes it.

What a notebook does to its process must reach no other. So nothing is kept that was worked out
where a notebook runs: there the shelf `ask`s a process in which none has run. And a notebook that
has changed this package in its process, a threshold or a function, works with its change: it takes
nothing from the shelf from then on.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import reduce, wraps
from importlib import import_module
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
import pandas as pd

from .reads import read_again, recording

Given, Result = ParamSpec("Given"), TypeVar("Result")

PACKAGE = __name__.partition(".")[0]
ROOMS = tuple(f"{PACKAGE}.{room}" for room in ("records", "projection", "judging"))
TABLES = (np.ndarray, pd.Index, pd.Series, pd.DataFrame)
DATA = (tuple, list, dict, set, *TABLES)  # what can be changed within
NOTED = "__slotnames__"  # what pickle notes down in a class whose objects it has met
NOT_KEPT = (pickle.PickleError, AttributeError, TypeError)  # what pickle raises of what it cannot


def once(work: Callable[Given, Result]) -> Callable[Given, Result]:
    """Mark a function that only reads, whose result depends on its arguments and data/ alone."""

    @wraps(work)
    def asked(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        if _SHELF is None or _SHELF.process != os.getpid():
            return work(*args, **kwargs)
        return _SHELF.result(work, args, kwargs)

    return asked


@contextmanager
def sharing(shelf: Shelf) -> Iterator[None]:
    """Take what is marked `once` from a shelf until the block ends."""
    global _SHELF
    before, _SHELF = _SHELF, shelf
    try:
        yield
    finally:
        _SHELF = before


@dataclass
class Shelf:
    """Results that were worked out, one file each.

    Attributes
    ----------
    folder : Path
        Where they lie; shared by every process of a build.
    base : Path
        What was read is noticed below this folder.
    ask : callable, optional
        Has what it is given, a request, worked out elsewhere, and says whether it is on the shelf
        now. Without it this process works it out, in which no notebook may have run.
    """

    folder: Path
    base: Path
    ask: Callable[[bytes], bool] | None = None
    process: int = field(default_factory=os.getpid)
    imported: list[tuple[dict, str, object, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.ask is not None:
            self.imported = _package()

    def result(self, work: Callable, args: tuple, kwargs: dict) -> object:
        """What a call gives: from the shelf, or worked out here where it cannot be kept."""
        asked = _request(work, args, kwargs)
        if asked is None or (self.ask is not None and self._is_changed()):
            return work(*args, **kwargs)
        path = self._place(asked)
        if not path.exists() and not (self.ask or self.work_out)(asked):
            return work(*args, **kwargs)
        found, earlier = pickle.loads(path.read_bytes())
        read_again(earlier)
        return found

    def work_out(self, asked: bytes) -> bool:
        """Do what a request asks for; whether the result could be kept.

        What gives a warning is not kept: the notebook that asks is to show it.
        """
        home, name, args, kwargs = pickle.loads(asked)
        work = reduce(getattr, name.split("."), import_module(home)).__wrapped__
        with recording(self.base) as found, warnings.catch_warnings(record=True) as told:
            made = work(*args, **kwargs)
        if told:
            return False
        with suppress(*NOT_KEPT):
            content = pickle.dumps((made, found), pickle.HIGHEST_PROTOCOL)
            new = self.folder / f"{os.getpid()}.new"
            new.write_bytes(content)
            new.replace(self._place(asked))
            return True
        return False

    def _place(self, asked: bytes) -> Path:
        return self.folder / hashlib.sha256(asked).hexdigest()

    def _is_changed(self) -> bool:
        """Whether the package is another than it was when the notebook began."""
        return not all(
            _mark(value) == mark if names.get(name, _GONE) is value else _equal(names, name, value)
            for names, name, value, mark in self.imported
        )


_SHELF: Shelf | None = None
_GONE = object()


def _request(work: Callable, args: tuple, kwargs: dict) -> bytes | None:
    """A call as bytes; None where an argument has none."""
    call = (work.__module__, work.__qualname__, args, kwargs)
    with suppress(*NOT_KEPT):
        return pickle.dumps(call, pickle.HIGHEST_PROTOCOL)
    return None


def _package() -> list[tuple[dict, str, object, object]]:
    """Everything that the package's computing rooms define: where, its name, itself, its mark."""
    return [
        (vars(module), name, value, _mark(value))
        for home, module in list(sys.modules.items())
        if home.startswith(ROOMS) and home != __name__
        for name, value in vars(module).items()
        if not name.startswith("__")
    ]


def _equal(names: dict, name: str, value: object) -> bool:
    """Whether a name stands for another object of the same number or text."""
    now = names.get(name, _GONE)
    return isinstance(value, str | int | float) and type(now) is type(value) and now == value


def _mark(value: object) -> object:
    """What tells whether an object was changed within; None where it can only be another."""
    if isinstance(value, DATA):
        with suppress(*NOT_KEPT):
            return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    if isinstance(value, type) and value.__module__.startswith(PACKAGE):
        return tuple((name, id(part)) for name, part in vars(value).items() if name != NOTED)
    return None
