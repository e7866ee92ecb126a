"""Long tables in parts that open when they are asked for, by the groups of the plan."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from ...judging.attainment import promises
from ...records.plans import Plan
from . import inline
from .grammar import say
from .names import status_name
from .statuses import STATUSES
from .wording import pick

LONG = 40  # rows above which a table is folded
OTHERS = {"id": "others", "name_zh": "其他目标", "name_en": "Everything else"}
GROUP = ("组", "Group")


class Shown(Protocol):
    """What can show itself as HTML."""

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True)
class Together:
    """Several things, one below the other."""

    parts: tuple[Shown, ...]

    def _repr_html_(self) -> str:
        return "".join(part._repr_html_() for part in self.parts)


@dataclass(frozen=True)
class Fold:
    """One part: its name, what stands beside it while it is closed, and what is in it."""

    title: str
    said: str
    shown: Shown

    def _repr_html_(self) -> str:
        inner = self.shown._repr_html_()
        return fold(self.title, self.said, inner) if inner else ""


@dataclass(frozen=True)
class Folds:
    """Parts below one another, each closed until it is asked for; on paper all are open."""

    parts: tuple[Fold, ...]
    lang: str

    def _repr_html_(self) -> str:
        with inline.undressed():
            inner = "".join(part._repr_html_() for part in self.parts)
        return inline.dressed(inner)

    @property
    def headed(self) -> pd.DataFrame:
        """The tables as one, the part that each row is of first."""
        return pd.concat(
            [
                table.assign(**{pick(GROUP, self.lang): part.title})[
                    [pick(GROUP, self.lang), *table.columns]
                ]
                for part in self.parts
                for table in [part.shown.headed]
            ],
            ignore_index=True,
        )


def fold(title: str, said: str, inner: str) -> str:
    """HTML that opens when asked for, under its name; as it is without a name."""
    if not title:
        return inner
    head = f"<b>{html.escape(title)}</b> <span>{html.escape(said)}</span>"
    return f'<details class="fold"><summary>{head}</summary>{inner}</details>'


def grouped(rows: pd.DataFrame, plan: Plan) -> list[tuple[dict, pd.DataFrame]]:
    """Rows by the groups of plan.toml, in their order; last those outside every group.

    Parameters
    ----------
    rows : DataFrame
        indicator_id.
    """
    groups = plan.meta.get("groups", [])
    named = {i for group in groups for i in group["indicators"]}
    parts = [(group, rows[rows["indicator_id"].isin(group["indicators"])]) for group in groups]
    parts.append((OTHERS, rows[~rows["indicator_id"].isin(named)]))
    return [(group, mine) for group, mine in parts if len(mine)]


def parted(
    rows: pd.DataFrame, plan: Plan, *, of: int | None = None
) -> list[tuple[dict, pd.DataFrame]]:
    """The groups that rows are folded into; none where they are few or of one group.

    Parameters
    ----------
    of : int, optional
        See `folded`.
    """
    parts = grouped(rows, plan) if (of or len(rows)) > LONG else []
    return parts if len(parts) > 1 else []


def group_name(group: dict, lang: str) -> str:
    """What a group of plan.toml is called."""
    return pick((group["name_zh"], group["name_en"]), lang)


def folded(
    rows: pd.DataFrame,
    plan: Plan,
    show: Callable[[pd.DataFrame], Shown],
    *,
    lang: str,
    said: Callable[[pd.DataFrame, str], str] | None = None,
    of: int | None = None,
) -> Shown:
    """What `show` makes of the rows: in one where they are few, else a fold for each group.

    Parameters
    ----------
    rows : DataFrame
        indicator_id.
    show : callable
        Shows some of the rows.
    said : callable, optional
        What stands beside a group's name, from its rows; how many they are where left out.
    of : int, optional
        How many rows there are on the page that these are of, where it is they that may be many.
    """
    parts = parted(rows, plan, of=of)
    if not parts:
        return show(rows)
    said = said or counted_rows
    return Folds(
        tuple(Fold(group_name(g, lang), said(mine, lang), show(mine)) for g, mine in parts), lang
    )


def counted_rows(rows: pd.DataFrame, lang: str) -> str:
    """How many rows there are."""
    return say("{n}行", "{n} row{n:s}", {"n": len(rows)}, lang=lang)


def counted_verdicts(rows: pd.DataFrame, lang: str) -> str:
    """How many targets have which verdict, the best first."""
    counts = promises(rows)["status"].value_counts().reindex(STATUSES.index).dropna().astype(int)
    return pick(("，", ", "), lang).join(counted(s, int(n), lang) for s, n in counts.items())


def counted(status: str, n: int, lang: str) -> str:
    """So many targets of one verdict."""
    facts = {"n": n, "status": status_name(status, lang)}
    return say("{n}项{status}", "{n} {status}", facts, lang=lang)
