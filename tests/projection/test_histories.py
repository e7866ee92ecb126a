"""What an index says is what is projected: years in order, gaps as gaps, no year twice."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.projection import predict
from analysis.projection.histories import EARLIEST, LATEST, read_histories

VALUES = {2011: 10.0, 2013: 13.0, 2015: 15.5, 2017: 18.0, 2020: 21.0}
FILLED = [10.0, np.nan, 13.0, np.nan, 15.5, np.nan, 18.0, np.nan, np.nan, 21.0]

years = st.lists(st.integers(1960, 2030), min_size=1, max_size=12, unique=True)


def same(one, other) -> None:
    np.testing.assert_array_equal(one.quantiles, other.quantiles)
    np.testing.assert_array_equal(one.years, other.years)


def test_years_left_out_of_an_index_are_gaps_and_the_last_one_is_known():
    """2011, 2013, 2015, 2017, 2020: ten years with five values, projected for 2021 on."""
    made = predict(pd.Series(VALUES), 5)
    same(made, predict([FILLED], 5, years=2020))
    assert made.expected_year(0.0)[0].tolist() == [2021.0] * 3


def test_a_gap_is_not_a_year():
    """What five values in five consecutive years give is another answer."""
    run = predict([list(VALUES.values())], 5, years=2020)
    assert not np.allclose(predict(pd.Series(VALUES), 5).median, run.median, rtol=1e-3)


@given(years, st.randoms(use_true_random=False))
def test_the_order_of_an_index_does_not_matter(held, random):
    series = pd.Series(np.arange(1.0, len(held) + 1), index=sorted(held))
    shuffled = series.sample(frac=1, random_state=random.randrange(2**31))
    same(predict(shuffled, 2), predict(series, 2))


@given(years)
def test_every_value_stands_in_its_year(held):
    series = pd.Series(np.arange(1.0, len(held) + 1), index=held)
    [values], end = read_histories(series)
    first = min(held)
    assert end.tolist() == [max(held)] and len(values) == max(held) - first + 1
    assert {first + i: v for i, v in enumerate(values) if not np.isnan(v)} == series.to_dict()


@pytest.mark.parametrize(
    "index",
    [
        pd.Index([str(y) for y in VALUES]),
        pd.Index([float(y) for y in VALUES]),
        pd.PeriodIndex([str(y) for y in VALUES], freq="Y"),
        pd.to_datetime([f"{y}-12-31" for y in VALUES]),
        pd.Index(list(VALUES), dtype="Int64"),
    ],
)
def test_years_may_be_written_in_any_way(index):
    same(
        predict(pd.Series(list(VALUES.values()), index=index), 3), predict([FILLED], 3, years=2020)
    )


def test_series_in_a_list_keep_their_own_years():
    other = pd.Series([5.0, 6.0, 8.0], index=[2016, 2017, 2018])
    made = predict([pd.Series(VALUES), other], 2)
    same(made, predict([FILLED, [5.0, 6.0, 8.0]], 2, years=[2020, 2018]))


def test_a_frame_may_lie_either_way():
    frame = pd.DataFrame(
        {2020: [4.0, 9.0], 2017: [2.0, 8.0], 2018: [3.0, np.nan]}, index=["Shanxi", "Hebei"]
    )
    expected = predict([[2.0, 3.0, np.nan, 4.0], [8.0, np.nan, np.nan, 9.0]], 2, years=2020)
    same(predict(frame, 2), expected)
    same(predict(frame.T, 2), expected)


def test_a_value_missing_at_the_end_leaves_the_year_of_the_index_the_last():
    made = predict(pd.Series([10.0, 11.0, 12.5, np.nan], index=range(2017, 2021)), 2)
    same(made, predict([[10.0, 11.0, 12.5, np.nan]], 2, years=2020))


def test_missing_values_of_pandas_own_are_missing():
    nullable = pd.Series([10, pd.NA, 13], index=[2011, 2012, 2013], dtype="Int64")
    same(predict(nullable, 1), predict([[10.0, np.nan, 13.0]], 1, years=2013))


def test_an_index_that_merely_counts_says_no_year():
    made = predict(pd.Series([10.0, 11.0, 12.0]), 2)
    assert made.years is None
    np.testing.assert_array_equal(made.quantiles, predict([[10.0, 11.0, 12.0]], 2).quantiles)
    assert predict(pd.Series([10.0, 11.0, 12.0]), 2, years=2020).years.tolist() == [2020]


def test_a_series_of_arrays_is_a_list_of_them():
    held = pd.Series([np.array([1.0, 2.0]), np.array([3.0, 4.0, 5.0])], index=["a", "b"])
    assert predict(held, 1).median.shape == (2, 1)


def series(index) -> pd.Series:
    return pd.Series(np.arange(1.0, len(index) + 1), index=index)


def frame(index, columns) -> pd.DataFrame:
    return pd.DataFrame(1.0, index=index, columns=columns)


@pytest.mark.parametrize(
    ("histories", "options", "words"),
    [
        (series([2018, 2019, 2019, 2020]), {}, "history 0: 2019 is there more than once"),
        (frame(["a"], [2018, 2019, 2019]), {}, "history 0: 2019 is there more than once"),
        (series(pd.to_datetime(["2020-03-31", "2020-06-30"])), {}, "2020 is there more than once"),
        (series([17, 45, 46]), {}, "history 0: its index is not of years"),
        (series([2018.5, 2019.5]), {}, "its index is not of years"),
        (series([2018, np.nan]), {}, "its index is not of years"),
        (series([EARLIEST - 1, EARLIEST]), {}, "its index is not of years"),
        (series([LATEST, LATEST + 1]), {}, "its index is not of years"),
        (series(["Shanxi", "Hebei"]), {}, "its index is not of years"),
        (series(pd.MultiIndex.from_product([["a"], [2019, 2020]])), {}, "is not of years"),
        (frame([2018, 2019], [2018, 2019]), {}, "years along both axes"),
        (frame(["a", "b"], ["c", "d"]), {}, "a frame without years"),
        ([series([2018, 2019]), [1.0, 2.0]], {}, "history 1 has no years"),
        (series([2018, 2019]), {"years": 2020}, "ends in 2019 by its index and in 2020"),
    ],
)
def test_an_index_that_cannot_be_meant_is_refused(histories, options, words):
    with pytest.raises(ValueError, match=words):
        predict(histories, 1, **options)


@pytest.mark.parametrize("ends", [(EARLIEST, EARLIEST + 1), (LATEST - 1, LATEST)])
def test_the_first_and_the_last_year_are_years(ends):
    assert predict(series(list(ends)), 1).years.tolist() == [ends[1]]


def test_years_given_beside_series_that_have_none_are_taken():
    made = predict([series([2018, 2019]), [1.0, 2.0]], 1, years=[2019, 2021])
    assert made.years.tolist() == [2019, 2021]
