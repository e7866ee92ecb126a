"""What indicators and regions are called, in every spelling that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from .cells import folded, plain
from .vocabulary import pattern_of

HAN = r"[\u2e80-\u9fff]"
WHOLE = {"全省": "省", "全市": "市", "全区": "区", "全县": "县", "全州": "州"}


class Names:
    """Finds the indicator or region that a text names, or that stands somewhere in it.

    Parameters
    ----------
    indicators, regions : DataFrame
        Columns of `schema.INDICATORS` and `schema.REGIONS`.
    aliases : mapping
        Other names of indicators: {name: indicator_id}.
    own : str
        The plan's region: what 全省 means in its files.
    """

    def __init__(
        self,
        indicators: pd.DataFrame,
        regions: pd.DataFrame,
        aliases: Mapping[str, str] | None = None,
        own: str = "",
    ) -> None:
        self._indicators = _named(indicators, "indicator_id", ("name_zh", "name_en"))
        self._aliases = {folded(name): found for name, found in (aliases or {}).items()}
        self._called = dict(zip(indicators["indicator_id"], indicators["name_zh"], strict=True))
        names = [n for c in ("name_zh", "name_en") for n in indicators[c] if n]
        self._in_text = _pattern([*names, *(aliases or {})])
        columns = [c for c in regions.columns if c.startswith("name_")]
        self._regions = _named(regions, "region", columns)
        self._places = _pattern([n for c in columns for n in regions[c] if len(n) > 1])
        self.parents = dict(zip(regions["region"], regions.get("parent", ""), strict=False))
        self.called = dict(zip(regions["region"], regions["name_zh"], strict=True))
        self.own = own
        self.readings: dict[str, object] = {}  # of texts that were read before, see `wording.read`

    def indicator(self, text: str) -> str | None:
        """The indicator of this name or id."""
        key = folded(text)
        return self._indicators.get(key) or self._aliases.get(key)

    def name_of(self, indicator: str) -> str:
        """An indicator's name as tables have it."""
        return self._called.get(indicator, indicator)

    def is_alias(self, text: str) -> bool:
        """Whether a name is remembered, not the indicator's own."""
        key = folded(text)
        return key in self._aliases and key not in self._indicators

    def region(self, text: str) -> str | None:
        """The region of this name or code; 全省 is the plan's own where that is a province."""
        key = folded(text)
        if key in WHOLE:
            return self.own if self.called.get(self.own, "").endswith(WHOLE[key]) else None
        return self._regions.get(key)

    def nearest_regions(self, most: int = 5) -> list[str]:
        """The plan's own region, those around it and others, as examples of what is known."""
        around, at = [], self.own
        while at in self.called and at not in around:
            around.append(at)
            at = self.parents.get(at, "")
        return [*around, *(code for code in self.called if code not in around)][:most]

    def indicators_in(self, text: str) -> list[tuple[int, int, str]]:
        """Where indicators are named in a text: begin, end, indicator_id."""
        return [(*m.span(), self.indicator(m[0])) for m in self._in_text.finditer(text) if m[0]]

    def regions_in(self, text: str) -> list[tuple[int, int, str]]:
        """Where regions are named in a text: begin, end, code."""
        found = [(*m.span(), self.region(m[0])) for m in self._places.finditer(text) if m[0]]
        whole = [(*m.span(), self.region(m[0])) for m in re.finditer("|".join(WHOLE), text)]
        return [f for f in (*found, *whole) if f[2]]


def squeezed(text: str) -> str:
    """Text without the spaces that set Chinese characters apart: 河  南 is 河南."""
    return re.sub(rf"(?<={HAN})\s+(?={HAN})", "", plain(text))


def _named(table: pd.DataFrame, key: str, columns: tuple[str, ...] | list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in (key, *columns):
        if column in table:
            for name, code in zip(table[column], table[key], strict=True):
                if name:
                    found.setdefault(folded(name), code)
    return found


def _pattern(names: list[str]) -> re.Pattern:
    plainly = {plain(n) for n in names} - {""}
    return re.compile(pattern_of(tuple(plainly)) or r"(?!)", re.I)
