"""The probabilities at which a distribution is held."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

# What the reference network is fitted at …
LEVELS = np.array(
    [0.005, 0.01, 0.025, 0.05, *np.arange(0.1, 0.91, 0.1).round(1), 0.95, 0.975, 0.99, 0.995]
)
# … and with a far tail on each side, on the straight line through the outermost fitted ones.
TAIL = 0.0005
GRID = np.array([TAIL, *LEVELS, 1.0 - TAIL])
SCORES = ndtri(GRID)
MIDDLE = int(np.flatnonzero(GRID == 0.5)[0])
