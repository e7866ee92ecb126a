"""From annual series to a predictive distribution for each coming year."""

from .panel import PROBABILITIES, history, probability, project
from .prediction import Prediction, predict

__all__ = ["PROBABILITIES", "Prediction", "history", "predict", "probability", "project"]
