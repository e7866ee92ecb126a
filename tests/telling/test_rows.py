"""Rows one by one: as pandas gives them, without its index."""

import numpy as np
import pandas as pd

from analysis.telling.kit.rows import each


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": pd.array(["a", "b"], dtype="str"),
            "year": pd.array([2020, pd.NA], dtype="Int64"),
            "value": [1.5, np.nan],
            "day": pd.to_datetime(["2024-01-31", None]).astype("datetime64[s]"),
            "met": [True, False],
            "quotes": [("x", "y"), ()],
        },
        index=[7, 3],
    )


def test_rows_are_what_itertuples_gives():
    """Values and their types: a year stays whole, a day a Timestamp, what is missing missing."""
    for row, usual in zip(each(frame()), frame().itertuples(index=False), strict=True):
        assert row._fields == usual._fields
        for mine, theirs in zip(row, usual, strict=True):
            assert isinstance(mine, int) or type(mine) is type(theirs)
            assert str(mine) == str(theirs)


def test_no_rows_are_none():
    assert list(each(frame().iloc[:0])) == [] == list(each(pd.DataFrame()))


def test_columns_of_any_name_can_be_told_apart():
    (row,) = each(pd.DataFrame({"name": ["a"], "low 80": [1]}))
    assert (row.name, row[1]) == ("a", 1)
