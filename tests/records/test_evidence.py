"""What would settle each promise is held against the plan's targets and indicators."""

import pandas as pd
import pytest

from analysis.records.errors import PlanDataError
from analysis.records.evidence import read_evidence, related
from analysis.records.plans import load_plan
from analysis.records.schema import EVIDENCE
from support.small_project import small_project


def written(root, **changes) -> None:
    folder = root / "data" / "plans" / "small"
    figures = pd.read_csv(folder / "figures.csv", dtype=str, keep_default_na=False)
    goal = figures.assign(figure_id="F002", role="target", year="", deadline="2025")
    pd.concat([figures[figures["figure_id"] != "F002"], goal.tail(1)]).to_csv(
        folder / "figures.csv", index=False
    )
    row = dict.fromkeys(EVIDENCE.columns, "") | {
        "figure_id": "F002",
        "settles_zh": "到期的数",
        **changes,
    }
    path = folder / "evidence.csv"
    pd.DataFrame([row]).to_csv(path, index=False)


def test_a_plan_without_the_table_has_none(tmp_path):
    root = small_project(tmp_path)
    rows = read_evidence(load_plan("small", root=root), root=root)
    assert rows.empty and list(rows.columns) == list(EVIDENCE.columns)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"figure_id": "F999"}, "not a target of this plan"),
        ({"related": "firms;ghosts"}, "not in any indicators.csv"),
        ({"looked_at": "2026"}, "not a date"),
    ],
)
def test_a_row_about_nothing_known_is_named(tmp_path, change, told):
    root = small_project(tmp_path)
    written(root)
    assert len(read_evidence(load_plan("small", root=root), root=root)) == 1
    written(root, **change)
    with pytest.raises(PlanDataError, match=told):
        read_evidence(load_plan("small", root=root), root=root)


def test_a_related_indicator_may_be_of_another_region():
    assert related("a; b@000000 ;") == [("a", ""), ("b", "000000")]
    assert related("") == []
