"""What rows are understood against, what an analyst adds to it, and what comes of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from ..records.plans import Plan
from .findings import Finding
from .names import Names

WHERE = ["indicator_id", "region"]
SAME = [*WHERE, "year"]
KEY = (*SAME, "reference_date", "value", "source_id")


@dataclass(frozen=True)
class Given:
    """What an analyst says of every figure of a file that does not say it itself.

    Attributes
    ----------
    source : str
        Its source_id or title; of a new one `publisher`, `published` and `url` are given too.
    region, year, indicator, unit : str
        As a cell would say it.
    """

    source: str = ""
    region: str = ""
    year: str = ""
    indicator: str = ""
    unit: str = ""
    published: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True)
class Known:
    """What rows are understood against.

    Attributes
    ----------
    plan : Plan
        Its indicators may be observed.
    regions, sources : DataFrame
        Columns of `schema.REGIONS` and `schema.SOURCES`.
    observations : DataFrame
        Every figure of a year that is recorded, see `observations.read_observations`.
    today : date
    aliases : mapping
        Other names of indicators: {name: indicator_id}.
    parts : DataFrame
        Recorded figures of parts of years, with start and end.
    """

    plan: Plan
    regions: pd.DataFrame
    sources: pd.DataFrame
    observations: pd.DataFrame
    today: dt.date
    aliases: Mapping[str, str] = field(default_factory=dict)
    parts: pd.DataFrame = field(default_factory=pd.DataFrame)

    def names(self) -> Names:
        """What indicators and regions are called."""
        return Names(self.plan.indicators, self.regions, self.aliases, self.plan.region)


@dataclass(frozen=True)
class Understood:
    """Rows that could be added, as text, with the entry each came from.

    Attributes
    ----------
    observations : DataFrame
        Columns of `schema.OBSERVATIONS` (all text) and sheet, place (of the value cell) and
        unit_from ("indicator" where nothing in the file names its unit).
    sources : DataFrame
        Columns of `schema.SOURCES` (all text).
    findings : list of Finding
    unfilled : int
        Rows of the file without a value.
    """

    observations: pd.DataFrame
    sources: pd.DataFrame
    findings: list[Finding]
    unfilled: int = 0


def observation_id(row: Mapping[str, str]) -> str:
    """The hash of what a row says, where it says it and, for a correction, of what."""
    said = [row[k] for k in KEY] + [row["supersedes"]] * bool(row["supersedes"])
    if row.get("start"):
        said += [row["start"], row["end"]]
    return hashlib.sha256("|".join(said).encode()).hexdigest()[:12]
