"""Notebooks share work and nothing else."""

import json
import re
from pathlib import Path

import pytest

from analysis.briefing import build_briefings
from support.small_project import small_project

PARAMETERS = 'plan = ""\nregion = ""\nas_of = ""\nlang = "zh"'
SAID = 'print("«", *now.projections["value"], "»")'
CELLS = {
    "01-meddler": """
import numpy as np
np.tanh = np.zeros_like
from analysis import situation
now = situation(plan, region=region, as_of="2025-06-30")
""",
    "02-spoiler": """
from analysis import situation
now = situation(plan, region=region, as_of=as_of)
now.known.loc[:, "value"] = -1.0
now.plan.meta["end"] = 1999
now.projections.drop(now.projections.index, inplace=True)
now = situation(plan, region=region, as_of=as_of)
"""
    + SAID,
    "03-witness": """
from analysis import situation
now = situation(plan, region=region, as_of="2025-06-30")
"""
    + SAID,
    "04-changed": """
from analysis import situation
from analysis.judging import situations
situations.last_year = lambda plan: 2023
now = situation(plan, region=region, as_of=as_of)
"""
    + SAID,
    "05-counts": """
from pathlib import Path
from analysis import situation
from analysis.judging.situations import read_records
work = sorted(Path("../build").rglob("scratch/results/*"))
now = situation(plan, region=region, as_of="2024-06-30")
made = sorted(Path("../build").rglob("scratch/results/*"))
print("made", len(made) - len(work))
""",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory, workshop) -> dict[str, str]:
    folder = small_project(tmp_path_factory.mktemp("project"))
    for name, source in CELLS.items():
        _write(folder / "notebooks" / f"{name}.ipynb", source)
    out = folder / "build" / "pages"
    build_briefings(folder, out, plan="small", jobs=1, progress=False, workshop=workshop)
    return {
        f"{lang}/{name}": (out / lang / f"{name}.html").read_text(encoding="utf-8")
        for lang in ("zh", "en")
        for name in CELLS
    }


def _write(path: Path, source: str) -> None:
    code = {"cell_type": "code", "execution_count": None, "outputs": []}
    cells = [
        {"cell_type": "markdown", "id": "t", "metadata": {}, "source": f"# {path.stem}"},
        {**code, "id": "p", "metadata": {"tags": ["parameters"]}, "source": PARAMETERS},
        {**code, "id": "c", "metadata": {}, "source": source.strip()},
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def said(page: str) -> list[float]:
    """The values that `SAID` prints."""
    return [float(v) for v in re.search("«(.*?)»", page)[1].split()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_notebook_does_to_numpy_is_in_nobody_else_s_numbers(pages, lang):
    """The first asks, with tanh() broken, for what the third then asks for: on a day after the
    newest figure, so that it is what the second is told without a day."""
    assert said(pages[f"{lang}/03-witness"]) == said(pages[f"{lang}/02-spoiler"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_spoils_a_result_and_asks_again_gets_it_whole(pages, lang):
    values = said(pages[f"{lang}/02-spoiler"])
    assert values[:2] == [3188.0, 3916.0]
    assert len(values) == 5 and values == sorted(values)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_changes_the_package_sees_the_change(pages, lang):
    assert len(said(pages[f"{lang}/04-changed"])) == len(said(pages[f"{lang}/03-witness"])) - 2


def test_the_second_language_finds_the_work_of_the_first_done(pages):
    counts = [int(re.search(r"made (\d+)", pages[f"{lang}/05-counts"])[1]) for lang in ("zh", "en")]
    assert counts[0] > 0
    assert counts[1] == 0
