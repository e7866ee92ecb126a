"""A series has one projection, whoever else is in the panel and whatever processor it runs on."""

import json
import math
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.projection import predict
from analysis.projection.engine import CHUNK
from analysis.projection.network import BLOCK, FINE
from analysis.projection.reference import read_reference

SEEN = 1e-6  # of two results that a reader is to see as the same, how far they may lie apart

values = st.one_of(
    st.floats(1.0, 1e6).map(lambda v: round(v, 2)), st.integers(-50, 50).map(float), st.just(np.nan)
)
panels = st.lists(st.lists(values, min_size=1, max_size=14), min_size=1, max_size=8)


def quantiles(panel: list, **bounds) -> np.ndarray:
    """Each a panel of its own: what panels teach is in test_learning."""
    histories = [np.array(h, dtype=float) for h in panel]
    return predict(histories, 6, panel=range(len(panel)), **bounds).quantiles


def agree(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(found, expected, rtol=SEEN)


def walks(count: int) -> list[np.ndarray]:
    """Series of 1 to 30 years, a tenth of them missing, some across zero."""
    rng = np.random.default_rng(3)
    made = [np.exp(rng.normal(0.03, 0.1, rng.integers(1, 31)).cumsum()) for _ in range(count)]
    moved = [walk - walk.mean() if i % 7 == 0 else walk for i, walk in enumerate(made)]
    return [np.where(rng.random(len(walk)) < 0.1, np.nan, walk) for walk in moved]


# Whoever else is in the panel


@settings(deadline=None)
@given(panels)
def test_a_series_alone_and_in_a_panel_get_the_same_answer(panel):
    together = quantiles(panel)
    agree(together, np.concatenate([quantiles([history]) for history in panel]))


@settings(deadline=None)
@given(panels, st.randoms(use_true_random=False))
def test_the_order_of_a_panel_does_not_matter(panel, random):
    order = random.sample(range(len(panel)), len(panel))
    agree(quantiles([panel[i] for i in order]), quantiles(panel)[order])


@settings(deadline=None)
@given(panels, st.integers(1, 4))
def test_a_series_given_again_has_the_same_answer_again(panel, times):
    once = quantiles(panel, lower=-50)
    agree(quantiles(panel * times, lower=-50), np.tile(once, (times, 1, 1)))


@pytest.fixture(scope="module")
def long_panel() -> tuple[list[np.ndarray], np.ndarray]:
    panel = walks(CHUNK + BLOCK + 5)
    return panel, quantiles(panel)


@pytest.mark.parametrize("size", [1, 2, 17, BLOCK, BLOCK + 1, CHUNK - 1, CHUNK + 1])
def test_a_panel_in_parts_is_the_panel(long_panel, size):
    """The last part, which may be short, and the one before it."""
    panel, whole = long_panel
    last = (len(panel) - 1) // size * size
    for start in (max(last - size, 0), last):
        agree(quantiles(panel[start : start + size]), whole[start : start + size])


def test_a_longer_neighbour_or_one_with_a_gap_changes_nothing():
    short, long, gap = [3.0, 4.0], list(range(1, 60)), [1.0, 2.0, np.nan, 2.0, np.nan]
    agree(quantiles([short, long, gap])[:1], quantiles([short]))


# Whatever processor it runs on

TOLD = """
import json, sys
from analysis.projection import predict
histories = json.load(sys.stdin)
alone = range(len(histories))
print(json.dumps(predict(histories, 10, lower=None, panel=alone).quantiles.tolist()))
"""


@pytest.mark.parametrize("kernel", ["Prescott", "Sandybridge"])
def test_another_matrix_kernel_gives_the_same_quantiles(kernel):
    """numpy's OpenBLAS has kernels for older processors too: without fused multiply-add
    (Sandybridge), without AVX (Prescott). Another BLAS takes no notice and shows nothing."""
    panel = [walk.tolist() for walk in walks(200)]
    ran = subprocess.run(
        [sys.executable, "-c", TOLD],
        input=json.dumps(panel),
        env=os.environ | {"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
    )
    if ran.returncode == -signal.SIGILL:
        pytest.skip(f"this processor cannot run the {kernel} kernel")
    assert ran.returncode == 0, ran.stderr
    here = predict(panel, 10, panel=range(len(panel))).quantiles
    agree(np.array(json.loads(ran.stdout), dtype=float), here)


def test_the_sums_of_the_network_are_exact():
    """No partial sum needs more than the 53 bits of a float, so no order of adding rounds it."""
    network = read_reference().network
    inputs = 5.0  # standard deviations to which they are held
    for weights, largest in ((network.first, inputs), (network.second, 1), (network.third, 1)):
        assert (np.abs(weights).sum(axis=-1) * FINE * largest).max() < 2.0**9
        assert (weights * FINE**2 == np.rint(weights * FINE**2)).all()
    rng = np.random.default_rng(0)
    for third in network.third:
        units = np.rint(rng.uniform(-FINE, FINE, third.shape[1]))
        exact = [math.fsum(row * units) for row in third]
        assert (third @ units).tolist() == exact
        assert (third[:, ::-1] @ units[::-1]).tolist() == exact
