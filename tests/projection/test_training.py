"""How the reference class is made."""

import numpy as np
import pandas as pd
import pytest

from analysis.projection.levels import LEVELS
from analysis.projection.network import BENDS, bends
from analysis.projection.prediction import predict
from analysis.projection.reference import Reference
from analysis.projection.training import Panel, draw_examples, folds, gradient, train


def test_the_gradient_is_that_of_the_pinball_loss():
    rng = np.random.default_rng(0)
    outputs = BENDS * len(LEVELS)
    shapes = ((6, 4), (4,), (4, 3), (3,), (3, outputs), (outputs,))
    weights = [rng.normal(0, 0.3, s) for s in shapes]
    inputs, outcome = rng.normal(size=(20, 6)), rng.normal(size=(20, 3))
    importance = rng.random((20, 3))

    def loss() -> float:
        w1, b1, w2, b2, w3, b3 = weights
        told = np.tanh(np.tanh(inputs @ w1 + b1) @ w2 + b2) @ w3 + b3
        each = told.reshape(20, BENDS, len(LEVELS))
        raw = np.einsum("nkl,ky->nyl", each, bends(np.array([1, 2, 3])))
        late = outcome[..., None] - raw
        by_level = np.maximum(LEVELS * late, (LEVELS - 1) * late)
        tails = 1 / np.sqrt(np.minimum(LEVELS, 1 - LEVELS))
        return float((importance[..., None] * tails * by_level).sum() / len(outcome))

    slopes = gradient(weights, inputs, outcome, importance)
    for array, slope in zip(weights, slopes, strict=True):
        at = tuple(int(rng.integers(0, n)) for n in array.shape)
        step = 1e-6
        array[at] += step
        above = loss()
        array[at] -= 2 * step
        below = loss()
        array[at] += step
        assert slope[at] == pytest.approx((above - below) / (2 * step), rel=1e-3, abs=1e-6)


def walks(series: int = 300, years: int = 30) -> Panel:
    """Random walks in logs, eight a data set, with steps of 0.1."""
    rng = np.random.default_rng(1)
    table = 100 * np.exp(rng.normal(0, 0.1, (series, years)).cumsum(axis=1))
    return Panel(table, np.array([f"d{i // 8}" for i in range(series)]))


def test_data_sets_are_never_split_between_folds():
    panel = walks()
    fold = folds(panel.dataset, 5)
    by_set = pd.Series(fold).groupby(panel.dataset).nunique()
    assert (by_set == 1).all()
    assert set(fold) == {0, 1, 2, 3, 4}


@pytest.mark.slow
def test_a_network_fitted_to_random_walks_gives_their_distribution(monkeypatch):
    """Steps of 0.1 a year: after four years a deviation of 0.2, the 80 % interval ±0.256."""
    monkeypatch.setattr("analysis.projection.training.EPOCHS", 6)
    rng = np.random.default_rng(2)
    reference: Reference = train(draw_examples(walks(), rng), rng)
    fresh = 100 * np.exp(np.random.default_rng(9).normal(0, 0.1, (400, 20)).cumsum(axis=1))
    made = predict(fresh, 4, lower=0, reference=reference)
    half = np.log(made.quantile(0.9) / made.quantile(0.1))[:, -1] / 2
    assert np.median(half) == pytest.approx(0.256, rel=0.2)
