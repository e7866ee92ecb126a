"""From annual series to a predictive distribution for each coming year."""

from .backtest import replay
from .panel import PROBABILITIES, history, project
from .prediction import Prediction, predict
from .regional import learned, read_regional

__all__ = [
    "PROBABILITIES",
    "Prediction",
    "history",
    "learned",
    "predict",
    "project",
    "read_regional",
    "replay",
]
