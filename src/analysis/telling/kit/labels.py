"""Where the words of a chart go so that none lies on another, on a line or outside the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

# Offsets (in box sizes, then in gaps) at which a label may stand from its point, best first.
AROUND = (
    *((-1.0, 0.0, -0.3, 1.0), (-0.5, 0.0, 0.0, 1.0), (0.0, 0.0, 0.3, 1.0)),
    *((0.0, -1.0, 0.3, -1.0), (-0.5, -1.0, 0.0, -1.0), (-1.0, -1.0, -0.3, -1.0)),
    *((-1.0, -0.5, -1.4, 0.0), (0.0, -0.5, 1.4, 0.0)),
    *((-1.0, 0.9, -0.3, 1.0), (0.0, -1.9, 0.3, -1.0), (-0.5, 0.9, 0.0, 1.0), (0.0, 0.9, 0.3, 1.0)),
)
GAP = 5.0  # points between a mark and its label
ON_TEXT, ON_LINE, OUTSIDE, LATER = 400.0, 1.0, 80.0, 0.4  # what a bad place costs
GRAZE = 15.0  # what the least overlap with another label costs


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> np.ndarray:
    """Move label centres along one axis as little as possible until none overlaps another.

    The sum of squared moves is least among all arrangements that keep the order: an isotonic
    regression of the centres less the room of those before them (pool adjacent violators; Barlow
    et al., Statistical Inference under Order Restrictions, 1972, section 1.2), cut off at the
    bounds, which keeps it optimal.

    Parameters
    ----------
    wanted : sequence of float
        Where each centre would best be.
    sizes : sequence of float
        Room each label takes along the axis.
    low, high : float
        Bounds of the labels; where they do not fit, they start at `low` and overflow.

    Returns
    -------
    ndarray
        Centres, in the order given.
    """
    wanted, sizes = np.asarray(wanted, dtype=float), np.asarray(sizes, dtype=float)
    if not len(wanted):
        return wanted
    order = np.argsort(wanted, kind="stable")
    before = np.cumsum(sizes[order]) - sizes[order] / 2
    fitted = isotonic(wanted[order] - before)
    fitted = np.maximum(np.minimum(fitted, high - sizes.sum()), low)
    centres = np.empty_like(wanted)
    centres[order] = fitted + before
    return centres


def isotonic(values: np.ndarray) -> np.ndarray:
    """The non-decreasing sequence nearest to `values` (least squares)."""
    means: list[float] = []
    counts: list[int] = []
    for value in values:
        means.append(float(value))
        counts.append(1)
        while len(means) > 1 and means[-2] > means[-1]:
            n, m = counts.pop(), means.pop()
            means[-1] = (means[-1] * counts[-1] + m * n) / (counts[-1] + n)
            counts[-1] += n
    return np.repeat(means, counts)


@dataclass(frozen=True)
class Box:
    """A rectangle by its corners, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Box) -> float:
        """The area both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(across, 0.0) * max(up, 0.0)

    def holds(self, points: np.ndarray) -> int:
        """How many of the points (n × 2) lie inside."""
        x, y = points[:, 0], points[:, 1]
        inside = (self.left < x) & (x < self.right) & (self.bottom < y) & (y < self.top)
        return int(inside.sum())

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


def place(
    at: tuple[float, float],
    size: tuple[float, float],
    *,
    frame: Box,
    taken: Sequence[Box],
    ink: np.ndarray,
) -> tuple[Box, float]:
    """The best place around a point for a label of a size.

    Parameters
    ----------
    at, size : pair of float
        The point, and the label's width and height, in points.
    frame : Box
        What a label should stay inside.
    taken : sequence of Box
        Labels that stand already.
    ink : ndarray, n × 2
        Points along drawn lines and marks.

    Returns
    -------
    Box, float
        The place and the area of other labels it would cover.
    """
    (x, y), (width, height) = at, size
    best, least, covered = None, np.inf, 0.0
    for rank, (across, up, right, above) in enumerate(AROUND):
        left, bottom = x + across * width + right * GAP, y + up * height + above * GAP
        box = Box(left, bottom, left + width, bottom + height)
        on_text = sum(box.overlap(other) for other in taken)
        outside = (box.area - box.overlap(frame)) / box.area
        cost = (
            ON_TEXT * on_text / box.area
            + GRAZE * (on_text > 0)
            + ON_LINE * box.holds(ink)
            + OUTSIDE * outside
            + LATER * rank
        )
        if cost < least:
            best, least, covered = box, cost, on_text
    return best, covered


def along(x: np.ndarray, y: np.ndarray, step: float = 2.0) -> np.ndarray:
    """Points every `step` along a polyline (n × 2)."""
    points = np.column_stack([x, y])
    if len(points) < 2:
        return points
    pieces = [
        np.linspace(a, b, max(2, int(np.hypot(*(b - a)) / step))) for a, b in pairwise(points)
    ]
    return np.vstack(pieces)
