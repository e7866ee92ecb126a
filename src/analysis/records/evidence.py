"""What would settle each promise of a plan, who has it, and what was looked for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from . import reads
from .errors import PlanDataError
from .places import find_root
from .plans import Plan
from .schema import EVIDENCE
from .tables import coerce, describe, problems_in, read_table


def read_evidence(plan: Plan, *, root: Path | None = None) -> pd.DataFrame:
    """evidence.csv of the plan's own folder; without rows where there is none.

    Returns
    -------
    DataFrame
        Columns of `schema.EVIDENCE`.

    Raises
    ------
    PlanDataError
        A row that breaks its contract, or is about no target of the plan or an unknown indicator.
    """
    reads.used()
    root = find_root(root)
    path = root / plan.folders[0] / "evidence.csv"
    if not path.exists():
        return coerce(pd.DataFrame(columns=list(EVIDENCE.columns), dtype=str), EVIDENCE)
    rows, file = read_table(path, EVIDENCE, root=root), path.relative_to(root).as_posix()
    known = {f for figures in plan.targets["figure_ids"] for f in figures}
    counted = set(plan.indicators["indicator_id"])
    named = rows["related"].map(lambda said: {i for i, _ in related(said)} <= counted)
    problems = [
        *problems_in(
            rows[~rows["figure_id"].isin(known)],
            file,
            "figure_id",
            "not a target of this plan | 不是本规划的目标",
        ),
        *problems_in(rows[~named], file, "related", "not in any indicators.csv; add it | 未知指标"),
    ]
    if problems:
        raise PlanDataError(describe(problems))
    return rows


def related(said: str) -> list[tuple[str, str]]:
    """The indicators of a cell of `related` with their regions, "" where none is named.

    >>> related("pilot_bases;scientific_literacy@000000")
    [('pilot_bases', ''), ('scientific_literacy', '000000')]
    """
    parts = (part.strip().partition("@") for part in said.split(";") if part.strip())
    return [(indicator, region) for indicator, _, region in parts]
