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


def listed(words: list[str], lang: str) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    comma, last = pick((("、", "和"), (", ", " and ")), lang)
    return f"{comma.join(words[:-1])}{last}{words[-1]}"


def _many(n: int, level: str, levels: pd.DataFrame, lang: str) -> str:
    named = levels.set_index("level")
    if level not in named.index:
        return pick((f"{n}个地区", f"{n} region" + ("" if n == 1 else "s")), lang)
    kind = named.loc[level]
    if lang == "zh":
        return f"{n}个{kind['name_zh']}"
    return f"{n} {kind['name_en'] if n == 1 else kind['plural_en'] or kind['name_en']}"
