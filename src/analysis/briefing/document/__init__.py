"""The report that is handed in: a Word file in the official layout."""

from .writing import write_report

__all__ = ["write_report"]
