"""The reference class: a small quantile network fitted to public official statistics."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from ..records.errors import PlanDataError
from ..records.places import find_reference
from .features import NAMES, Features
from .levels import LEVELS

HALF = len(LEVELS) // 2
SPREAD = 0.7  # errors grow about as horizon to this power: the network learns what is left
FARTHEST = 15.0  # horizon beyond which there were too few series to learn from, in years
CLIP = 5.0  # standard deviations beyond which an input is held
# How much of a stretch applies at each of LEVELS: all beyond 2.5 %, half at 5 %, none within 10 %.
OUTER = np.interp(np.minimum(LEVELS, 1.0 - LEVELS), [0.025, 0.05, 0.1], [1.0, 0.5, 0.0])


Layers = tuple[tuple[np.ndarray, np.ndarray], ...]


@dataclass(frozen=True)
class Reference:
    """Weights of a few networks whose outputs are averaged.

    Attributes
    ----------
    mean, deviation : ndarray, shape (inputs,)
        What the inputs are standardised with.
    members : tuple of layers
        Of each network (weights, bias) of two hidden layers of tanh units and of the output
        layer; the first takes the inputs and two functions of the horizon.
    tails : float
        Share by which the outer quantiles five years ahead are drawn out.
    """

    mean: np.ndarray
    deviation: np.ndarray
    members: tuple[Layers, ...]
    tails: float = 0.0


def quantiles(reference: Reference, described: Features, steps: np.ndarray) -> np.ndarray:
    """Change from the last value, on the projection scale, at each of LEVELS.

    Parameters
    ----------
    steps : ndarray, shape (N, H)
        Years after each history's last value.

    Returns
    -------
    ndarray, shape (N, H, len(LEVELS))
        Rising along the last axis.
    """
    inputs = standardise(reference, described.table)
    ahead = horizon_inputs(steps)
    raw = sum(_outputs(layers, inputs, ahead) for layers in reference.members)
    scaled = stack(raw / len(reference.members)).reshape(*steps.shape, -1)
    width = described.scale[:, None] * steps.astype(float) ** SPREAD
    return _stretched(scaled, steps, reference.tails) * width[..., None]


def _outputs(layers: Layers, inputs: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """One network's outputs, shape (N × H, len(LEVELS)); a history is read once for all steps."""
    (first, bias), (second, bias2), (third, bias3) = layers
    told = inputs @ first[: inputs.shape[1]] + bias
    layer = np.tanh(told[:, None, :] + ahead @ first[inputs.shape[1] :])
    layer = np.tanh(layer.reshape(-1, layer.shape[-1]) @ second + bias2)
    return layer @ third + bias3


def _stretched(scaled: np.ndarray, steps: np.ndarray, share: float) -> np.ndarray:
    """Draw the outer quantiles out, in proportion to the years ahead up to five.

    The network learns its tails from every year of the series; in the last five years of data
    sets left out they proved a little too thin, more so the further ahead.
    """
    middle = scaled[..., HALF : HALF + 1]
    factor = 1.0 + share * np.minimum(steps, 5.0)[..., None] / 5.0 * OUTER
    return middle + (scaled - middle) * factor.astype(np.float32)


def standardise(reference: Reference, table: np.ndarray) -> np.ndarray:
    return np.clip((table - reference.mean) / reference.deviation, -CLIP, CLIP)


def horizon_inputs(steps: np.ndarray) -> np.ndarray:
    held = np.minimum(steps, FARTHEST)
    return np.stack([np.log(held), held / 5.0], axis=-1).astype(np.float32)


def stack(outputs: np.ndarray) -> np.ndarray:
    """One output a level, sorted, so that quantiles cannot cross."""
    return np.sort(outputs, axis=1)


@cache
def read_reference(root: Path | None = None) -> Reference:
    """Read network.csv of data/reference/, once."""
    return read_network(find_reference(root) / "network.csv")


def read_network(path: Path) -> Reference:
    """Read the weights of the networks, see `to_table`.

    Raises
    ------
    PlanDataError
        The file is missing, or was made for other inputs than `features.NAMES`.
    """
    if not path.is_file():
        raise PlanDataError(f"{path}: missing; restore data/reference/ | 缺少参照类文件")
    rows: dict[tuple[str, int], list[np.ndarray]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = np.fromstring(row["weights"], dtype=np.float32, sep=" ")
            rows.setdefault((row["layer"], int(row["member"])), []).append(values)
    parts = {key: np.stack(values) for key, values in rows.items()}
    mean, deviation = parts["mean", 0][0], parts["deviation", 0][0]
    if len(mean) != len(NAMES):
        raise PlanDataError(
            f"{path}: made for {len(mean)} inputs, this version has {len(NAMES)}; "
            "run scripts/fit_reference.py | 参照类与程序版本不符"
        )
    members = tuple(
        tuple((parts[f"weights_{i}", m], parts[f"bias_{i}", m][0]) for i in (1, 2, 3))
        for m in range(sum(name == "bias_1" for name, _ in parts))
    )
    return Reference(mean, deviation, members, float(parts["tails", 0][0, 0]))


def to_table(reference: Reference) -> pd.DataFrame:
    """The weights as rows: layer, member (which network), row, weights (one for each unit)."""
    parts = {
        ("mean", 0): reference.mean[None],
        ("deviation", 0): reference.deviation[None],
        ("tails", 0): np.array([[reference.tails]]),
    }
    for m, layers in enumerate(reference.members):
        for i, (weights, bias) in enumerate(layers, 1):
            parts |= {(f"weights_{i}", m): weights, (f"bias_{i}", m): bias[None]}
    return pd.DataFrame(
        [
            (layer, member, row, " ".join(f"{w:.5g}" for w in weights))
            for (layer, member), matrix in parts.items()
            for row, weights in enumerate(matrix)
        ],
        columns=["layer", "member", "row", "weights"],
    )
