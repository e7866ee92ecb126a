"""The indicator or region that a cell names: wholly, or not at all."""

from __future__ import annotations

import difflib
import re

import pandas as pd

from .cells import CellError
from .names import WHOLE, Names, squeezed
from .wording import Reading, read

ALIAS = 'python -m analysis indicator alias "{}" {}'
SAFE = re.compile(r"[\w()&（）·、.,，/% -]{1,60}")  # what may stand in a command to be copied
ADD = 'python -m analysis indicator add ID --name-zh "{}" --unit UNIT --kind KIND'
Said = tuple[str, str] | None  # in Chinese and in English


def indicator_of(text: str, names: Names, indicators: pd.DataFrame) -> tuple[str, Said]:
    """The indicator of a name, and what is to be told of how it was understood.

    A name that holds an indicator's and more (其中, 企业, 增长, 美元) is another figure's.

    Raises
    ------
    CellError
        No indicator, or words beside it that make it another figure.
    """
    if not text:
        raise CellError(
            "没有写指标；与上一行相同也请写上",
            "no indicator is given; repeat that of the row above",
        )
    if found := names.indicator(text):
        if names.is_alias(text):
            called = indicators.set_index("indicator_id").loc[found]
            return found, (f"即{called['name_zh']}", f"is {called['name_en'] or found}")
        return found, None
    said = read(text, names)
    if len(said.indicators) == 1 and said.is_whole and not said.said("planned"):
        found = said.indicators[0]
        beside = said.said("plain", "provisional", "revised")
        if beside:
            return found, (f"读作指标 {found}", f"is read as {found}")
        return found, None
    if len(said.indicators) == 1:
        words = [*said.said("measure", "part", "money", "planned"), *filter(None, [said.rest])]
        told = "、".join(words)
        alias = _command(ALIAS, text, said.indicators[0])
        raise CellError(
            f"“{told}”使它成为另一个数，不是{said.indicators[0]}；"
            f"确是同一个指标就运行 {alias}；"
            f"是新指标就运行 {_command(ADD, text)}",
            f"'{told}' makes it another figure than {said.indicators[0]}; if it is the same, run "
            f"{alias}; a new one is added by {_command(ADD, text)}",
        )
    raise _unknown(text, said, indicators)


def _command(how: str, text: str, *more: str) -> str:
    """A command with a name in it, where that name cannot be anything but a name."""
    return how.format(text if SAFE.fullmatch(text) else "NAME", *more)


def _unknown(text: str, said: Reading, indicators: pd.DataFrame) -> CellError:
    near = difflib.get_close_matches(text, [*indicators["name_zh"], *indicators["name_en"]], 2, 0.5)
    hint_zh = f"；是不是：{'、'.join(near)}" if near else ""
    hint_en = f"; perhaps {', '.join(near)}" if near else ""
    how = _command(ADD, text)
    return CellError(
        f"不认识的指标{hint_zh}；是新指标就运行 {how}；是否建成之类的事用 analysis event add",
        f"is not a known indicator{hint_en}; a new one is added by {how}, and what happens or "
        "does not by analysis event add",
    )


def region_of(text: str, names: Names) -> tuple[str, Said]:
    """The region of a name or code, and what is to be told where it goes by the plan.

    Raises
    ------
    CellError
    """
    if not text:
        raise CellError(
            "没有写地区；写全称或六位代码", "no region is given; write its name or code"
        )
    plain = squeezed(text)
    found = names.region(plain)
    if found is None:
        said = read(plain, names)
        beside = [word for kind, word in said.words if kind != "footnote"]
        if said.regions and not (said.rest or beside or said.periods or said.units):
            inner = {names.parents.get(code) for code in said.regions}
            left = [code for code in said.regions if code not in inner]
            found = left[0] if len(left) == 1 else None
    if found is None:
        raise CellError(
            "不认识的地区；写全称或六位代码", "is not a known region; write its name or code"
        )
    if plain in WHOLE:
        called = names.called.get(found, found)
        return found, (f"按规划的地区理解为{called}，请核对", f"is taken as {called}; check it")
    return found, None
