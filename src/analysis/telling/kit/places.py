"""How many regions of which kind, in words: 31 provinces, 11 cities and China as a whole."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from .wording import pick


def counted(codes: Iterable[str], regions: pd.DataFrame, levels: pd.DataFrame, lang: str) -> str:
    """Regions counted by kind, the smaller the kind the later; the whole by its name, last.

    Parameters
    ----------
    codes : iterable of str
    regions, levels : DataFrame
        See `records.regions.read_regions` and `read_region_levels`.
    """
    mine = regions[regions["region"].isin(set(codes))]
    parts = mine[mine["parent"] != ""]
    order = {level: n for n, level in enumerate(levels["level"])}
    sizes = parts.groupby("level").size()
    told = [
        _many(int(sizes[level]), level, levels, lang)
        for level in sorted(sizes.index, key=lambda held: (order.get(held, len(order)), held))
    ]
    whole = mine.loc[mine["parent"] == "", f"name_{lang}"]
    told += [pick((name, f"{name} as a whole"), lang) for name in whole]
    return listed(told, lang)


def kind(codes: Iterable[str], regions: pd.DataFrame, levels: pd.DataFrame, lang: str) -> str:
    """What most of these regions are, in the plural; 地区 or regions where no table says it."""
    mine = regions.loc[regions["region"].isin(set(codes)), "level"]
    level = mine.mode().iloc[0] if len(mine) else ""
    return _named(level, levels, lang, many=True)


def listed(words: list[str], lang: str) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    comma, last = pick((("、", "和"), (", ", " and ")), lang)
    return f"{comma.join(words[:-1])}{last}{words[-1]}"


def _many(n: int, level: str, levels: pd.DataFrame, lang: str) -> str:
    named = _named(level, levels, lang, many=n != 1)
    return pick((f"{n}个{named}", f"{n} {named}"), lang)


def _named(level: str, levels: pd.DataFrame, lang: str, *, many: bool) -> str:
    rows = levels[levels["level"] == level]
    if rows.empty:
        return pick(("地区", "regions" if many else "region"), lang)
    told = rows.iloc[0]
    plural = told["plural_en"] or told["name_en"]
    return pick((told["name_zh"], plural if many else told["name_en"]), lang)
