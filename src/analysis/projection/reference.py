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
from .features import NAMES, TYPICAL, Features
from .levels import LEVELS
from .network import BLOCK, FINE, Layers, Network, Space, outputs, side_by_side

HALF = len(LEVELS) // 2
SPREAD = 0.7  # errors grow about as horizon to this power: the network learns what is left
CLIP = 5.0  # standard deviations beyond which an input is held
# How much of a stretch applies at each of LEVELS: all beyond 2.5 %, half at 5 %, none within 10 %.
OUTER = np.interp(np.minimum(LEVELS, 1.0 - LEVELS), [0.025, 0.05, 0.1], [1.0, 0.5, 0.0])
ENDS = (slice(0, np.argmin(OUTER)), slice(len(OUTER) - np.argmin(OUTER), None))


@dataclass(frozen=True)
class Reference:
    """Weights of a few networks whose sorted outputs are averaged.

    Attributes
    ----------
    mean, deviation : ndarray, shape (inputs,)
        What the inputs are standardised with.
    members : tuple of layers
        Of each network (weights, bias) of two hidden layers of tanh units and of the output
        layer, which has an output for each of `bends` and LEVELS.
    tails : float
        Share by which the outer quantiles five years ahead are drawn out.
    calm : float
        Share by which the distributions of the calmest series are drawn in.
    until : int
        Last year of the series that it was fitted to.
    """

    mean: np.ndarray
    deviation: np.ndarray
    members: tuple[Layers, ...]
    tails: float = 0.0
    calm: float = 0.0
    until: int = 0

    @cached_property
    def network(self) -> Network:
        """The members side by side, ready to be used."""
        return side_by_side(self.members)


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
    inputs = standardise(reference, described)
    if (steps == steps[:, :1]).all():
        _ahead(reference, inputs, described.scale, steps[:, 0], out)
        return
    for first in np.unique(steps[0]):
        own = np.flatnonzero(steps[0] == first)
        made = np.empty((*out.shape[:2], len(own)))
        _ahead(reference, inputs[:, own], described.scale[own], steps[:, own[0]], made)
        out[..., own] = made


def _ahead(
    reference: Reference, inputs: np.ndarray, scale: np.ndarray, years: np.ndarray, out: np.ndarray
) -> None:
    """`quantiles` of histories that all look the same years ahead, shape (H,)."""
    network = reference.network.at(years)
    drawn = 1.0 + reference.tails * np.minimum(years, 5.0) / 5.0 * OUTER[:, None]
    growth = scale * years[:, None] ** SPREAD
    width = growth * (1.0 - reference.calm * calmness(scale))
    space = Space.of(network, min(inputs.shape[1], BLOCK))
    for start in range(0, inputs.shape[1], BLOCK):
        some = np.s_[..., start : start + BLOCK]
        made = outputs(network, inputs[some], space).reshape(len(LEVELS), len(years), -1)
        _stretch(made, drawn[..., None])
        middle = made[HALF].copy()
        made -= middle
        made *= width[some]
        np.add(made, middle * growth[some], out=out[some])


def calmness(scale: np.ndarray) -> np.ndarray:
    """How calm series are, by a typical yearly change: 0 from half of TYPICAL on, 1 to a quarter.

    The network learns from every year of the series; in the last five years of data sets left
    out its distributions of the calmest ones proved a little too wide.
    """
    return np.clip(np.log2(TYPICAL / scale) - 1.0, 0.0, 1.0)


def _stretch(scaled: np.ndarray, drawn: np.ndarray) -> None:
    """Draw the outer quantiles out, in place, in proportion to the years ahead up to five.

    The network learns its tails from every year of the series; in the last five years of data
    sets left out they proved a little too thin, more so the further ahead.
    """
    middle = scaled[HALF]
    for end in ENDS:
        outer = scaled[end]
        outer -= middle
        outer *= drawn[end]
        outer += middle


def standardise(reference: Reference, described: Features) -> np.ndarray:
    """What goes into the networks, in whole numbers of 1 / FINE, the last of it always one.

    In deviations from the mean, none beyond CLIP; the mean where there is no history.
    """
    inputs = np.full((len(reference.mean) + 1, len(described.scale)), FINE)
    own = inputs[:-1]
    np.subtract(described.table, reference.mean[:, None], out=own)
    own *= (FINE / reference.deviation)[:, None]
    np.clip(own, -CLIP * FINE, CLIP * FINE, out=own)
    np.rint(own, out=own)
    own[:, np.isnan(described.last)] = 0.0
    return inputs


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
    tails, calm, until = (float(parts[name, 0][0, 0]) for name in ("tails", "calm", "until"))
    return Reference(mean, deviation, members, tails, calm, int(until))


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
        ("calm", 0): np.array([[reference.calm]]),
        ("until", 0): np.array([[reference.until]]),
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
