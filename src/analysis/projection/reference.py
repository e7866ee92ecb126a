"""The reference class: a small quantile network fitted to public official statistics."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from ..records.errors import PlanDataError
from ..records.places import find_reference
from ..records.readable import reading
from .features import NAMES, Features
from .levels import LEVELS

HALF = len(LEVELS) // 2
SPREAD = 0.7  # errors grow about as horizon to this power: the network learns what is left
FARTHEST = 15.0  # horizon beyond which there were too few series to learn from, in years
CLIP = 5.0  # standard deviations beyond which an input is held
# How much of a stretch applies at each of LEVELS: all beyond 2.5 %, half at 5 %, none within 10 %.
OUTER = np.interp(np.minimum(LEVELS, 1.0 - LEVELS), [0.025, 0.05, 0.1], [1.0, 0.5, 0.0])
# Weights, inputs and tanh units are rounded to multiples of 1 / FINE. Sums of such products are
# exact in float64 while they stay below 2 ** 9: a BLAS may add them in any order, by any
# instruction, beside any other series, and finds the same sum.
FINE = 2.0**22
LARGEST_POWER = 60.0  # of 2: beyond, tanh is 1 to every digit; a product of two is finite
LOG2_E, MANTISSA = float(np.log2(np.e)), 23
# 2 ** x for |x| <= 1/2 at Chebyshev's points, largest relative error 2e-9, highest power first
POLYNOMIAL = np.array(
    [
        *(0.000154614447, 0.00134004282, 0.00961805668, 0.0555032723),
        *(0.240226509, 0.693147207, 1.0),
    ],
    dtype=np.float32,
)
BLOCK = 256  # series at a time: what a core's cache holds

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

    @cached_property
    def network(self) -> Network:
        """The members side by side, ready to be used."""
        firsts, seconds, thirds = zip(*self.members, strict=True)
        inputs = len(self.mean)
        return Network(
            first=2.0 * np.stack([_turned(w[:inputs], b) for w, b in firsts]),
            ahead=2.0 * np.stack([w[inputs:].T.astype(float) for w, _ in firsts]),
            second=2.0 * np.stack([_turned(w, b) for w, b in seconds]),
            third=np.concatenate([_turned(w) for w, _ in thirds], axis=1),
            bias=sum(b.astype(float) for _, b in thirds),
        )


@dataclass(frozen=True)
class Network:
    """The members of a reference in the form in which they are used.

    Units come in whole numbers of 1 / FINE, and the last of a layer's inputs is always one.

    Attributes
    ----------
    first : ndarray, shape (members, units, inputs + 1)
        From a history to twice what goes into tanh.
    ahead : ndarray, shape (members, units, 2)
        The same from the horizon.
    second : ndarray, shape (members, units, units of the first + 1)
    third : ndarray, shape (len(LEVELS), members × units)
        To the sum of the members' outputs, without its bias.
    bias : ndarray, shape (len(LEVELS),)
    """

    first: np.ndarray
    ahead: np.ndarray
    second: np.ndarray
    third: np.ndarray
    bias: np.ndarray


def _turned(weights: np.ndarray, *bias: np.ndarray) -> np.ndarray:
    """On the grid, an output a row, the bias last, for units in whole numbers of 1 / FINE."""
    return np.rint(np.vstack([weights, *bias]).T * FINE) / FINE**2


def quantiles(
    reference: Reference, described: Features, steps: np.ndarray, out: np.ndarray
) -> None:
    """Write to `out` the change from the last value, on the projection scale.

    Parameters
    ----------
    steps : ndarray of int, shape (H, N)
        Years after each history's last value.
    out : ndarray, shape (len(LEVELS), H, N)
        At each of LEVELS; rising along the first axis.
    """
    year = np.arange(1, steps.max(initial=1) + 1)
    at = steps[:, :1] - 1 if (steps == steps[:, :1]).all() else steps - 1
    inputs = np.rint(standardise(reference, described.table) * FINE)
    _outputs(reference.network, inputs, horizon_inputs(year), at, out)
    out += reference.network.bias[:, None, None]
    out /= len(reference.members)
    stack(out)
    _stretch(out, at + 1, reference.tails)
    out *= described.scale * (year**SPREAD)[at]


def _outputs(
    network: Network, inputs: np.ndarray, ahead: np.ndarray, at: np.ndarray, out: np.ndarray
) -> None:
    """The sum of the members' outputs without its bias, for each step of `at` into `out`.

    A history is read once for all steps, since exp(a + b) = exp(a) exp(b).
    """
    late = _power(network.ahead[..., :1] * ahead[0] + network.ahead[..., 1:] * ahead[1])
    inputs = np.vstack([inputs, np.full(inputs.shape[1], FINE)])
    width = min(inputs.shape[1], BLOCK)
    members, units, _ = network.first.shape
    told = np.empty((members, units, width))
    one = np.full((members, units + 1, width), FINE)
    two = np.empty((members, network.second.shape[1], width))
    for start in range(0, inputs.shape[1], width):
        some = np.s_[..., start : start + width]
        own = np.broadcast_to(at, out.shape[1:])[some] if at.shape[1] > 1 else at
        n = inputs[some].shape[1]
        _read(
            network, inputs[some], late, own, told[..., :n], one[..., :n], two[..., :n], out[some]
        )


def _read(
    network: Network,
    inputs: np.ndarray,
    late: np.ndarray,
    at: np.ndarray,
    told: np.ndarray,
    one: np.ndarray,
    two: np.ndarray,
    out: np.ndarray,
) -> None:
    """`_outputs` of one block, in the space given for each layer."""
    np.matmul(network.first, inputs, out=told)
    read = _power(told)
    for step, own in enumerate(at):
        _tanh(read * late[..., own], one[:, :-1])
        np.matmul(network.second, one, out=two)
        _tanh(_power(two), two)
        out[:, step] = network.third @ two.reshape(-1, two.shape[-1])


def _power(exponent: np.ndarray) -> np.ndarray:
    """exp in single precision, in half the time; the same on every processor.

    Of 2 ** (whole + rest) the whole number goes into the exponent's bits and the rest into a
    polynomial, in additions and multiplications, which IEEE 754 rounds in one way alone.
    """
    held = np.fmin(np.fmax(exponent * LOG2_E, -LARGEST_POWER), LARGEST_POWER)  # no history, no NaN
    whole = np.rint(held)
    rest = (held - whole).astype(np.float32)
    power = rest * POLYNOMIAL[0]
    for term in POLYNOMIAL[1:-1]:
        power += term
        power *= rest
    power += POLYNOMIAL[-1]
    bits = power.view(np.int32)
    bits += whole.astype(np.int32) << MANTISSA
    return power


def _tanh(power: np.ndarray, out: np.ndarray) -> None:
    """tanh(u) = 1 - 2 / (1 + exp(2u)) from power = exp(2u), in whole numbers of 1 / FINE."""
    power += np.float32(1.0)
    np.divide(np.float32(-2.0 * FINE), power, out=power)
    power += np.float32(FINE)
    np.rint(power, out=out)


def _stretch(scaled: np.ndarray, steps: np.ndarray, share: float) -> None:
    """Draw the outer quantiles out, in place, in proportion to the years ahead up to five.

    The network learns its tails from every year of the series; in the last five years of data
    sets left out they proved a little too thin, more so the further ahead.
    """
    middle = scaled[HALF].copy()
    scaled -= middle
    scaled *= 1.0 + share * np.minimum(steps, 5.0) / 5.0 * OUTER[:, None, None]
    scaled += middle


def standardise(reference: Reference, table: np.ndarray) -> np.ndarray:
    mean, deviation = reference.mean[:, None], reference.deviation[:, None]
    return np.clip((table - mean) / deviation, -CLIP, CLIP)


def horizon_inputs(steps: np.ndarray) -> np.ndarray:
    """What the first layer takes of the horizon, shape (2, …)."""
    held = np.minimum(steps, FARTHEST)
    return np.stack([np.log(held), held / 5.0])


def stack(outputs: np.ndarray) -> None:
    """Sort the levels, the first axis, where they fall, so that quantiles cannot cross."""
    crossed = (outputs[1:] < outputs[:-1]).any(axis=0)
    outputs[:, crossed] = np.sort(outputs[:, crossed], axis=0)


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
    try:
        with reading(str(path)):
            parts = _parts(path)
        mean, deviation = parts["mean", 0][0], parts["deviation", 0][0]
    except (KeyError, TypeError, csv.Error):
        raise PlanDataError(
            f"{path}: not as scripts/fit_reference.py makes it; restore data/reference/ | "
            "参照类文件已损坏，请恢复 data/reference/"
        ) from None
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


def _parts(path: Path) -> dict[tuple[str, int], np.ndarray]:
    """The rows of each layer of each network, stacked."""
    rows: dict[tuple[str, int], list[np.ndarray]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = np.fromstring(row["weights"], dtype=np.float32, sep=" ")
            rows.setdefault((row["layer"], int(row["member"])), []).append(values)
    return {key: np.stack(values) for key, values in rows.items()}


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
