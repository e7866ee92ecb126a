"""A few small networks side by side: what goes in, and quantiles of every year ahead out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .levels import LEVELS

BENDS = 4  # functions of the horizon that every level is a sum of
FARTHEST = 15  # horizon beyond which there were too few series to learn from, in years
# Weights, inputs and tanh units are rounded to multiples of 1 / FINE. Sums of such products are
# exact in float64 while they stay below 2 ** 9: a BLAS may add them in any order, by any
# instruction, beside any other series, and finds the same sum.
FINE = 2.0**22
LARGEST_POWER = 30.0  # of 2: beyond, tanh is 1 to every digit
TWICE_LOG2_E, MANTISSA = 2.0 * float(np.log2(np.e)), 23
# 2 ** x for |x| <= 1/2 at Chebyshev's points, largest relative error 2e-7, highest power first
POLYNOMIAL = np.array(
    [0.00133908634, 0.00967603192, 0.0555035711, 0.240221075, 0.693147188, 1.00000008],
    dtype=np.float32,
)
BLOCK = 500  # series at a time: what a core's cache holds

Layers = tuple[tuple[np.ndarray, np.ndarray], ...]


@dataclass(frozen=True)
class Network:
    """The members of a reference in the form in which they are used.

    Units come in whole numbers of 1 / FINE, and the last of a layer's inputs is always one.

    Attributes
    ----------
    first : ndarray, shape (members, units, inputs + 1)
        From a history to the power of two that is exp of twice what goes into tanh.
    second : ndarray, shape (members, units, units of the first + 1)
    third : ndarray, shape (members, len(LEVELS) × FARTHEST, units of the second + 1)
        To the outputs of each level, one for each year ahead.
    """

    first: np.ndarray
    second: np.ndarray
    third: np.ndarray

    def at(self, years: np.ndarray) -> Network:
        """The same with the outputs of some years ahead alone, those of a level side by side."""
        members, _, units = self.third.shape
        held = np.minimum(years, FARTHEST).astype(int) - 1
        third = self.third.reshape(members, len(LEVELS), -1, units)[:, :, held]
        return replace(self, third=third.reshape(members, -1, units))


def side_by_side(members: Sequence[Layers]) -> Network:
    """Networks of (weights, bias) a layer, ready to be used."""
    firsts, seconds, thirds = zip(*members, strict=True)
    bent = bends(np.arange(1, FARTHEST + 1))
    return Network(
        first=np.stack([_turned(TWICE_LOG2_E * np.vstack([w, b])) for w, b in firsts]),
        second=np.stack([_turned(TWICE_LOG2_E * np.vstack([w, b])) for w, b in seconds]),
        third=np.stack([_turned(by_year(np.vstack([w, b]), bent)) for w, b in thirds]),
    )


def _turned(weights: np.ndarray) -> np.ndarray:
    """On the grid, an output a row, for units in whole numbers of 1 / FINE."""
    return np.rint(weights.T.astype(float) * FINE) / FINE**2


def by_year(weights: np.ndarray, bent: np.ndarray) -> np.ndarray:
    """Of weights of each bend and level, shape (units, BENDS × len(LEVELS)), those of each level
    and year, shape (units, len(LEVELS) × years); `bent` as from `bends`."""
    each = weights.reshape(len(weights), len(bent), -1)
    return np.einsum("ukl,ky->uly", each, bent).reshape(len(weights), -1)


def bends(steps: np.ndarray) -> np.ndarray:
    """What each level is a sum of, over the years ahead: shape (BENDS, …).

    Legendre's polynomials of the logarithm of the horizon, from 1 to FARTHEST years.
    """
    x = 2.0 * np.log(np.minimum(steps, FARTHEST)) / np.log(FARTHEST) - 1.0
    made = [np.ones_like(x), x]
    for n in range(1, BENDS - 1):
        made.append(((2 * n + 1) * x * made[n] - n * made[n - 1]) / (n + 1))
    return np.stack(made[:BENDS])


@dataclass(frozen=True)
class Space:
    """Room for the layers of one block, made once: what a core's cache holds stays there."""

    one: np.ndarray
    two: np.ndarray
    power: np.ndarray
    whole: np.ndarray
    bits: np.ndarray
    made: np.ndarray

    @classmethod
    def of(cls, network: Network, width: int) -> Space:
        units, most = network.second.shape[1], network.first.shape[1]
        each = (max(units, most), width)
        return cls(
            one=np.full((most + 1, width), FINE),
            two=np.full((units + 1, width), FINE),
            power=np.empty(each, np.float32),
            whole=np.empty(each, np.float32),
            bits=np.empty(each, np.int32),
            made=np.empty((2, network.third.shape[1], width)),
        )


def outputs(network: Network, inputs: np.ndarray, space: Space) -> np.ndarray:
    """The mean of the members' sorted outputs of one block, shape (len(LEVELS) × H, n)."""
    members, n = len(network.first), inputs.shape[1]
    one, two = space.one[:, :n], space.two[:, :n]
    total, made = space.made[..., :n]
    for member in range(members):
        own = made if member else total
        _tanh(network.first[member] @ inputs, space, one[:-1])
        _tanh(network.second[member] @ one, space, two[:-1])
        np.matmul(network.third[member], two, out=own)
        stack(own.reshape(len(LEVELS), -1, n))
        if member:
            total += own
    if members > 1:
        total /= members
    return total


def _tanh(exponent: np.ndarray, space: Space, out: np.ndarray) -> None:
    """tanh(u) = 1 - 2 / (1 + exp(2u)) from log2(exp(2u)), in whole numbers of 1 / FINE.

    In single precision, in half the time, and the same on every processor: of 2 ** (whole + rest)
    the whole number goes into the exponent's bits and the rest into a polynomial, in additions
    and multiplications, which IEEE 754 rounds in one way alone.
    """
    at = np.s_[: len(exponent), : exponent.shape[1]]
    power, whole, bits = space.power[at], space.whole[at], space.bits[at]
    rest = exponent.astype(np.float32)
    np.clip(rest, -LARGEST_POWER, LARGEST_POWER, out=rest)
    np.rint(rest, out=whole)
    rest -= whole
    np.multiply(rest, POLYNOMIAL[0], out=power)
    for term in POLYNOMIAL[1:-1]:
        power += term
        power *= rest
    power += POLYNOMIAL[-1]
    bits[:] = whole
    bits <<= MANTISSA
    power.view(np.int32)[:] += bits
    power += np.float32(1.0)
    np.divide(np.float32(-2.0 * FINE), power, out=power)
    power += np.float32(FINE)
    np.rint(power, out=power)
    out[:] = power


def stack(outputs: np.ndarray) -> None:
    """Sort the levels, the first axis, where they fall, so that quantiles cannot cross."""
    crossed = (outputs[1:] < outputs[:-1]).any(axis=0)
    if crossed.any():
        outputs[:, crossed] = np.sort(outputs[:, crossed].T, axis=1).T
