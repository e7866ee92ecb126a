"""Tables of a contract from a few cells; what is not given is empty."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.records.schema import FIGURES, Table
from analysis.records.tables import coerce


def typed(rows: Iterable[Mapping[str, object]], table: Table = FIGURES) -> pd.DataFrame:
    """The rows with every column of the table, typed as `read_table` does."""
    given = pd.DataFrame(list(rows)).reindex(columns=list(table.every)).astype(object)
    return coerce(given.map(lambda v: "" if v is None or pd.isna(v) else str(v)), table)
