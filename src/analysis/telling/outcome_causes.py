"""Why what was said changed: each move of a probability divided among its causes."""

from __future__ import annotations

import pandas as pd

from ..judging.attainment import READING
from ..judging.verdict_changes import CAUSES, JOINT
from ..records.plans import Plan
from .kit import wording
from .kit.folds import Shown, folded
from .kit.names import status_name, target_titles
from .kit.statuses import STATUSES
from .kit.table import Table
from .kit.text import Text
from .kit.wording import percent, pick, points

CAUSE_NAMES = {
    "revision": ("过去数据的修订", "revision of past values"),
    "new_year": ("新的数据或报道", "new figures or reports"),
    "target": ("目标或口径的变动", "change of target or definition"),
    "panel": ("同类地区的新数据", "new data of other regions"),
    "method": ("方法的变动", "change of method"),
    JOINT: ("以上几项合起来", "these together"),
}
SHOWN_SHARE = 0.0005  # of a probability: what is a tenth of a point when rounded


def split_words(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """One sentence for each target whose probability or status changed: by how much, and why."""
    titles = target_titles(plan, lang)
    moved = rows[rows["moved"]]
    told = tuple(
        _change(titles[key[0]], group, lang) for key, group in moved.groupby(READING, sort=False)
    )
    if told:
        return Text(told, "ul")
    still = (
        "没有一项目标的达标概率或判断发生变化。",
        "No target's probability or verdict has changed.",
    )
    return Text((pick(still, lang),))


def _change(name: str, group: pd.DataFrame, lang: str) -> str:
    old, new = group["value_before"].iloc[0], group["value_after"].iloc[-1]
    parts = [
        f"{pick(CAUSE_NAMES[r.cause], lang)}{points(r.share)}"
        if lang == "zh"
        else f"{pick(CAUSE_NAMES[r.cause], lang)} {points(r.share)}"
        for r in group.itertuples()
        if pd.notna(r.share) and abs(r.share) >= SHOWN_SHARE
    ]
    said, path = _chance_moved(old, new, lang), _statuses(group, lang)
    if lang == "zh":
        why = f"（百分点：{'，'.join(parts)}）" if parts else ""
        return f"{name}：{said}{why}{'；' if said else ''}判断：{path}。"
    why = f" (points: {', '.join(parts)})" if parts else ""
    return f"{name}: {said}{why}{'; ' if said else ''}verdict: {path}."


def _chance_moved(old: float, new: float, lang: str) -> str:
    """The probability on both days; empty where neither day has one."""
    if pd.isna(old) and pd.isna(new):
        return ""
    if pd.isna(old):
        return pick(
            (f"首次给出达标概率，{percent(new)}", f"a first probability, {percent(new)}"), lang
        )
    if pd.isna(new):
        gone = (
            f"达标概率不再给出（原为{percent(old)}）",
            f"no probability any more (was {percent(old)})",
        )
        return pick(gone, lang)
    both = (
        f"达标概率由{percent(old)}变为{percent(new)}",
        f"probability {percent(old)} → {percent(new)}",
    )
    return pick(both, lang)


def _ends(old: float, new: float) -> str:
    both = pd.isna(old) and pd.isna(new)
    return wording.MISSING if both else f"{percent(old)} → {percent(new)}"


def _statuses(group: pd.DataFrame, lang: str) -> str:
    """The statuses along the path, each once."""
    seen = [group["status_before"].iloc[0], *group["status_after"]]
    runs = [s for n, s in enumerate(seen) if n == 0 or s != seen[n - 1]]
    return " → ".join(_status(s, lang) for s in runs)


def _status(status: str, lang: str) -> str:
    return status_name(status, lang) if status in STATUSES.index else status or "—"


def split_table(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Shown | None:
    """The targets that moved: probability on both days, points by cause, statuses on the way.

    A cause that added nothing to any of them has no column; None where no target moved.
    """
    if not rows["moved"].any():
        return None
    first = rows[rows["moved"]].drop_duplicates(READING)
    acting = rows.loc[rows["moved"] & (rows["share"].abs() >= SHOWN_SHARE), "cause"]
    causes = [f"by_{cause}" for cause in CAUSES if cause in set(acting)]
    titles = target_titles(plan, lang)

    def show(part: pd.DataFrame) -> Table:
        mine = rows[rows["target_id"].isin(part["target_id"])]
        cells = [_split(group, titles, lang) for _, group in mine.groupby(READING, sort=False)]
        columns = ["name", "chances", *causes, "points_moved", "path"]
        return Table(
            pd.DataFrame(cells, columns=columns), lang, numeric=("chances", *causes, "points_moved")
        )

    return folded(first, plan, show, lang=lang)


def _split(group: pd.DataFrame, titles: pd.Series, lang: str) -> dict[str, str]:
    return {
        "name": titles[group["target_id"].iloc[0]],
        "chances": _ends(group["value_before"].iloc[0], group["value_after"].iloc[-1]),
        **{
            f"by_{cause}": points(share)
            for cause, share in group.set_index("cause")["share"].items()
            if cause in CAUSES
        },
        "points_moved": points(group["share"].sum(skipna=False)),
        "path": _statuses(group, lang),
    }
