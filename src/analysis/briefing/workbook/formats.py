"""How a value stands in a cell: what is kept of it, its digits, its width."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import numpy as np
import pandas as pd

from ...records.rounding import fixed
from ...records.units import SHARE, unit_of
from ...telling.kit import wording

WIDEST = 46  # characters; longer text wraps
# The most that a column takes on one sheet; it is printed as wide as this, and readable.
NARROW = {
    "verdicts": {"name": 28, "reading": 13, "unit": 13, "method": 24, "reason": 24},
    "projections": {"name": 40, "unit": 20},
    "observations": {"name": 28, "unit": 12, "source": 50, "observation_quote": 80},
    "revisions": {"name": 30, "unit": 14, "kind": 14},
}
NARROWEST = 7
LETTER = 0.86  # of a digit's width, generously
PIECES = re.compile(r"[^\s\u2e80-\uffff]+ ?|\S")  # what is not parted at a line's end
LINE = 12.75  # points that a line of text takes
PERCENTS = {
    "share_travelled": "0%",
    "share_time": "0%",
    "growth_actual": "0.0%",
    "growth_required": "0.0%",
    "probability": "0%",
    "relative": "0.0%",
}
PUBLISHED = ("baseline_value", "latest_value", "target_value", "value_high", "first", "latest")
COMPUTED = ("projected", "low95", "low80", "high80", "high95", "difference")
YEARS = ("baseline_year", "latest_year", "deadline", "year", "n_history")


def kept_value(value: object) -> object:
    """What a cell can hold: numbers as numbers, days as dates, nothing for nothing."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if not np.isfinite(value) else value
    return wording.plain(value) if isinstance(value, str) else value


def number_format(column: str, value: object, unit: str, comparator: str, lang: str) -> str:
    """As many digits as the tables of the briefing show, and % where the unit is one."""
    if value is None or isinstance(value, str):
        return "General"
    if isinstance(value, dt.datetime):
        return "yyyy-mm-dd"
    if column in PERCENTS:
        return PERCENTS[column]
    if column in YEARS:
        return "0"
    if column in COMPUTED:
        places = unit_of(unit).decimals
    else:
        places = _places(float(value))
    whole = "#,##0" if lang == "en" else "0"
    tail = '"%"' if unit == SHARE else ""
    sign = wording.COMPARATOR_SIGNS.get(comparator, "") if column == "target_value" else ""
    lead = f'"{sign}"' if sign else ""
    return f"{lead}{whole}{'.' + '0' * places if places else ''}{tail}"


def _places(value: float) -> int:
    """Decimals a published value has, two at most."""
    written = wording.number(value, observed=True)
    return len(written.partition(".")[2])


def as_shown(value: object, shown: str) -> str:
    """Roughly what a cell shows, for the width of its column."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float | int) and not isinstance(value, bool):
        places = len(shown.partition(".")[2].rstrip('%"'))
        if shown.endswith("0%"):
            return f"{fixed(value, places, shift=2)}%"
        sign, unit = "≥" * shown.startswith('"'), "%" * shown.endswith('"%"')
        return f"{sign}{fixed(value, places, comma=True)}{unit}"
    return str(value)


def shown_width(text: str) -> int:
    """Columns a line of text takes: a Chinese character two."""
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s) for s in lines)


def lines_taken(text: str, width: float) -> int:
    """Lines that a cell's text takes in a column, broken at spaces or between hanzi."""
    room, lines = max(width - 2, 1), 0
    for line in text.splitlines() or [""]:
        lines, used = lines + 1, 0.0
        for piece in PIECES.findall(line):
            long = 2 if piece > "\u2e80" else LETTER * len(piece)
            if used and used + long > room:
                lines, used = lines + 1, 0.0
            used += long
            while used > room:
                lines, used = lines + 1, used - room
    return lines


def heading_width(text: str, lines: int = 2) -> float:
    """Room for a heading on some lines, and for its longest word on one."""
    words = text.split() if text.isascii() else [text[: (len(text) + 1) // 2]]
    return max(shown_width(text) / lines + 4, max(map(shown_width, words)) + 3)
