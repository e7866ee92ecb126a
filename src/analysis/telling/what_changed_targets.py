"""A target that moved, in a sentence: what it asked for, its chance, its verdict."""

from __future__ import annotations

import pandas as pd

from .kit import wording
from .kit.names import status_name
from .kit.wording import percent, pick


def move(m, steps: pd.DataFrame, titles: pd.Series, lang: str) -> str:
    """How a target's probability and verdict moved, and the target itself where it did.

    Parameters
    ----------
    m : named tuple
        A row of `changes.moves`.
    steps : DataFrame
        That target's rows of `changes.target_moves`, kind moved.
    titles : Series
        See `names.target_titles`.
    """
    name = titles[m.target_id]
    old, new = (status_name(s, lang) for s in (m.status_before, m.status_after))
    verdict = (f"判断由{old}变为{new}", f"from {old} to {new}")
    parts = [
        _target_moved(steps, lang),
        _chance_moved(m, lang),
        pick(verdict, lang) if old != new else "",
    ]
    colon, comma, stop = ("：", "，", "。") if lang == "zh" else (": ", ", ", ".")
    return f"{name}{colon}{comma.join(p for p in parts if p)}{stop}"


def _target_moved(steps: pd.DataFrame, lang: str) -> str:
    """From what to what the target itself moved, with the first day of each."""
    told = ""
    for g in steps.itertuples():
        old, new = goal(g, "before", lang), goal(g, "after", lang)
        first, since = wording.day(g.set_on), wording.day(g.in_force)
        begun = (
            f"目标由{old}（{first}设定）改为{new}（自{since}起有效）",
            f"the target moved from {old} (set on {first}) to {new} (in force from {since})",
        )
        again = (f"，又改为{new}（自{since}起有效）", f", then to {new} (in force from {since})")
        beside = (
            f"目标的基期、年份或容差改了（{first}设定的，自{since}起换新）",
            f"the target's base, years or tolerance changed (set on {first}, anew from {since})",
        )
        told += pick(again if told else beside if old == new else begun, lang)
    return told


def came_or_went(g, titles: pd.Series, lang: str) -> str:
    """A target that is new, that ended and has no successor, or has one due in another year."""
    name, since = titles[g.target_id], wording.day(g.in_force)
    if g.kind == "new":
        asked = goal(g, "after", lang)
        said = (
            f"：新设目标{asked}（自{since}起有效）。",
            f": a new target, {asked} (in force from {since}).",
        )
    elif g.kind == "rescheduled":
        old, asked, first = goal(g, "before", lang), goal(g, "after", lang), wording.day(g.set_on)
        due, then = int(g.deadline_before), int(g.deadline)
        said = (
            f"：目标由{due}年{old}（{first}设定）改为{then}年{asked}（自{since}起有效）。",
            f": the target moved from {old} by {due} (set on {first}) to {asked} by {then} (in "
            f"force from {since}).",
        )
    else:
        asked, first = goal(g, "before", lang), wording.day(g.set_on)
        said = (
            f"：目标{asked}（{first}设定）自{since}起不再有效，没有新目标取代。",
            f": the target {asked} (set on {first}) is not in force from {since}; none took its "
            "place.",
        )
    return name + pick(said, lang)


def goal(g, when: str, lang: str) -> str:
    """What a target asked for, in the plan's own number and unit; its kind where it has none."""
    comparator, value, high, unit = (
        getattr(g, f"{c}_{when}") for c in ("comparator", "stated_value", "value_high", "unit")
    )
    if pd.isna(value):
        return wording.name_of(wording.READINGS, g.reading, lang)
    return wording.target(comparator, value, high, unit, lang)


def _chance_moved(m, lang: str) -> str:
    old, new = percent(m.probability_before), percent(m.probability_after)
    if old == new:
        return ""
    if pd.isna(m.probability_before):
        return pick((f"达标概率首次可以给出，为{new}", f"a first probability, {new}"), lang)
    if pd.isna(m.probability_after):
        return pick(
            (f"达标概率不再给出（原为{old}）", f"no probability any more (was {old})"), lang
        )
    return pick((f"达标概率由{old}变为{new}", f"probability {old} → {new}"), lang)
