"""Other names of indicators: official ones, and corrections that an analyst confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .packages import OLD
from .schema import ALIASES
from .tables import read_everywhere


def read_aliases(root: Path, folders: Sequence[str] = (OLD,)) -> dict[str, str]:
    """The indicator_id of every other name in the packages of a plan.

    Raises
    ------
    PlanDataError
        A table that breaks its contract, or a name that two of them give to different indicators.
    """
    table = read_everywhere(root, folders, ALIASES)
    return dict(zip(table["name"], table["indicator_id"], strict=True))
