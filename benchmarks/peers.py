"""What other methods say of the same histories, kept so that each is asked once.

A peer is a model of statsforecast by name, a random walk with drift on logarithms (LogDrift), least
squares on logarithms (LogLinear), or `FILE.py:FUNCTION`, for a pretrained model of whoever has its
weights: a function of histories (N, n), horizon and levels (P,) that returns quantiles
(N, horizon, P). Needs `pip install -e ".[bench]"`, in a venv of its own.
"""

from __future__ import annotations

import runpy
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.projection import predict
from analysis.projection.levels import GRID, SCORES

KEPT = Path(__file__).resolve().parents[1] / "build" / "peers"
HORIZON = 5
PEERS = (
    "Naive",
    "LogDrift",
    "LogLinear",
    "AutoTheta",
    "DynamicOptimizedTheta",
    "AutoETS",
    "AutoARIMA",
)
AT_ONCE = 200  # histories that are asked about before what was said is written down


class RefusedError(Exception):
    """A peer that gives no distribution for histories of this length."""


def said(name: str, histories: np.ndarray) -> np.ndarray:
    """`forecast`, from build/peers/ as far as it is there: peers are dear, and stay as they are.

    Raises
    ------
    RefusedError
    """
    if ":" in name or name == "LogLinear":  # of a file that may change; of this project
        return forecast(name, histories)
    path = KEPT / f"{name}-{version('statsforecast')}-{histories.shape[1]}.npz"
    known = _read(path)
    keys = [row.tobytes() for row in histories]
    new = [i for i, key in enumerate(keys) if key not in known]
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        made = forecast(name, histories[some])
        known |= zip((keys[i] for i in some), made.astype(np.float32), strict=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        asked = np.stack([np.frombuffer(key) for key in known])
        np.savez(path, histories=asked, quantiles=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys]).astype(float)


def _read(path: Path) -> dict[bytes, np.ndarray]:
    if not path.is_file():
        return {}
    with np.load(path) as held:
        keys = (row.tobytes() for row in held["histories"])
        return dict(zip(keys, held["quantiles"], strict=True))


def forecast(name: str, histories: np.ndarray) -> np.ndarray:
    """Quantiles at GRID, shape (N, HORIZON, len(GRID)), by one peer.

    Raises
    ------
    RefusedError
    """
    if ":" in name:
        return _pretrained(name, histories)
    if name == "LogLinear":
        return predict(histories, HORIZON, lower=0, method="ols").quantiles
    from statsforecast import StatsForecast, models

    logs = name == "LogDrift"
    made = models.RandomWalkWithDrift(alias=name) if logs else getattr(models, name)()
    n, length = histories.shape
    frame = pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(n), length),
            "ds": np.tile(np.arange(length), n),
            "y": (np.log(histories) if logs else histories).ravel(),
        }
    )
    levels = [float(round(100 * (1 - 2 * p), 1)) for p in GRID[GRID < 0.5]]
    fitted = StatsForecast(models=[made], freq=1, n_jobs=1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            out = fitted.forecast(df=frame, h=HORIZON, level=levels)
    except NotImplementedError as why:
        raise RefusedError(f"{name} refuses {length} years: {why}") from why
    out = out.sort_values(["unique_id", "ds"])
    shown = str(made)  # what the peer calls its columns
    low = [out[f"{shown}-lo-{level}"] for level in levels]
    high = [out[f"{shown}-hi-{level}"] for level in levels[::-1]]
    grid = np.column_stack([*low, out[shown], *high])
    values = np.exp(grid) if logs else grid
    return np.sort(values, axis=1).reshape(n, HORIZON, -1)


def _pretrained(name: str, histories: np.ndarray) -> np.ndarray:
    """Quantiles at GRID by a function of a file; levels it does not give are read between them.

    A model of few levels may return NaN for the others: between two of its levels the value is
    linear in the normal score, as in `Prediction`, and beyond the outermost it stays there.
    """
    file, _, function = name.rpartition(":")
    made = np.asarray(runpy.run_path(file)[function](histories, HORIZON, GRID), dtype=float)
    wanted = (len(histories), HORIZON, len(GRID))
    if made.shape != wanted:
        raise ValueError(f"{name} gave quantiles of shape {made.shape}, {wanted} are needed")
    rows = made.reshape(-1, len(GRID))
    for row in rows:
        known = ~np.isnan(row)
        row[:] = np.interp(SCORES, SCORES[known], row[known])
    return np.sort(rows, axis=1).reshape(wanted)
