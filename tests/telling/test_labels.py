"""Words of a chart part where they would meet."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.telling.kit import labels


@given(
    st.lists(st.tuples(st.floats(-50, 250), st.floats(5, 20)), min_size=1, max_size=9),
)
def test_spread_words_neither_overlap_nor_leave_their_bounds_nor_change_order(wanted):
    at, sizes = (np.array(x) for x in zip(*wanted, strict=True))
    centres = labels.spread(at, sizes, 0.0, 200.0)
    order = np.argsort(at, kind="stable")
    gaps = np.diff(centres[order]) - (sizes[order][1:] + sizes[order][:-1]) / 2
    assert (gaps > -1e-6).all()
    if sizes.sum() <= 200:
        assert (centres - sizes / 2 > -1e-6).all() and (centres + sizes / 2 < 200 + 1e-6).all()


def test_words_with_room_stay_level_with_their_points():
    assert labels.spread([10, 50, 90], [10, 10, 10], 0, 100).tolist() == [10, 50, 90]


def test_words_at_one_height_are_moved_equally_far():
    """Two of height 10 at 50: 45 and 55."""
    assert labels.spread([50, 50], [10, 10], 0, 100).tolist() == [45, 55]
