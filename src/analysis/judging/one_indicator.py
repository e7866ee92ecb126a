"""Everything that is held of one indicator: its verdicts, every vintage, what others did."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..records.once import once
from ..records.vintages import conflicts, in_order
from .regions import standings
from .rulers import Rulers
from .situations import Records


@dataclass(frozen=True)
class OneIndicator:
    """One indicator of a plan in one region on one day.

    Attributes
    ----------
    indicator : Series
        Its row of `schema.INDICATORS`.
    verdicts : DataFrame
        Its targets under each of their readings.
    series : DataFrame
        Observed and projected years, from `project`.
    vintages : DataFrame
        Every value held of the region, corrected ones too, with corrected_by and used (whether it
        is the one in use); by year and day of publication.
    conflicts : DataFrame
        Where sources disagree, see `vintages.conflicts`.
    others : DataFrame
        The regions beside each other in it, see `regions.standings`.
    figures : DataFrame
        The plan's own sentences about it.
    events : DataFrame
        Reports, for what is done or not.
    documents : DataFrame
        The cited documents of all these, `schema.SOURCES`.
    rulers : Rulers
        Its targets under every method.
    """

    indicator: pd.Series
    verdicts: pd.DataFrame
    series: pd.DataFrame
    vintages: pd.DataFrame
    conflicts: pd.DataFrame
    others: pd.DataFrame
    figures: pd.DataFrame
    events: pd.DataFrame
    documents: pd.DataFrame
    rulers: Rulers

    @property
    def indicator_id(self) -> str:
        return str(self.indicator["indicator_id"])

    @property
    def told(self) -> bool:
        """Whether there is more to tell than a line of a list: a target, a report, two values."""
        return bool(len(self.verdicts) or len(self.events) or len(self.vintages) > 1)


@once
def each_indicator(records: Records, found: Rulers) -> list[OneIndicator]:
    """Every indicator of a plan, in the plan's order.

    Parameters
    ----------
    records : Records
        From `read_records`.
    found : Rulers
        From `rulers.measure` over the same records: the region and day are its own.
    """
    now = found.now
    beside = list(dict.fromkeys([now.region, *records.plan.panel]))
    figures = now.plan.figures
    tables = {
        "verdicts": now.verdicts.assign(row=range(len(now.verdicts))),
        "series": now.projections,
        "vintages": _vintages(now.observations, now.known),
        "conflicts": conflicts(now.observations),
        "others": standings(records, beside, as_of=now.as_of),
        "figures": figures if "indicator_id" in figures else figures.assign(indicator_id=""),
        "events": now.events.sort_values("date", kind="stable"),
    }
    parts = {name: _Parts(table) for name, table in tables.items()}
    return [_one(row, found, parts) for _, row in now.plan.indicators.iterrows()]


class _Parts:
    """The rows of each indicator of a table; none of one that is not in it."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.none = table.iloc[:0]
        self.parts = dict(iter(table.groupby("indicator_id", sort=False, observed=True)))

    def of(self, indicator_id: str) -> pd.DataFrame:
        return self.parts.get(indicator_id, self.none)


def _one(row: pd.Series, found: Rulers, parts: dict[str, _Parts]) -> OneIndicator:
    mine = {name: table.of(row["indicator_id"]) for name, table in parts.items()}
    cited = {*mine["vintages"]["source_id"], *mine["events"]["source_id"]}
    documents, at = found.now.documents, set(mine["verdicts"]["row"])
    rulers = Rulers(
        found.now,
        found.inputs[found.inputs.index.isin(at)],
        found.matrix[found.matrix["row"].isin(at)],
    )
    mine["verdicts"] = mine["verdicts"].drop(columns="row")
    documents = documents[documents["source_id"].isin(cited)]
    return OneIndicator(row, **mine, documents=documents, rulers=rulers)


def _vintages(held: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Every value, with the one that corrects it and whether it is in use."""
    used = held["observation_id"].isin(known["observation_id"])
    return in_order(held.assign(used=used), held)
