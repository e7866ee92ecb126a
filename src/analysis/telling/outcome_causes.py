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

STILL = (
    "没有一项目标的达标概率或判断发生变化。",
    "No target's probability or verdict has changed.",
)
SHOWN_SHARE = 0.0005  # of a probability: what is a tenth of a point when rounded


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


def split_table(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Shown:
    """The targets that moved: probability on both days, points by cause, statuses on the way.

    A cause that added nothing to any of them has no column; a sentence where no target moved.
    """
    if not rows["moved"].any():
        return Text((pick(STILL, lang),))
    first = rows[rows["moved"]].drop_duplicates(READING)
    acting = rows.loc[rows["moved"] & (rows["share"].abs() >= SHOWN_SHARE), "cause"]
    causes = [f"by_{cause}" for cause in (*CAUSES, JOINT) if cause in set(acting)]
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
        },
        "points_moved": points(group["share"].sum(skipna=False)),
        "path": _statuses(group, lang),
    }
