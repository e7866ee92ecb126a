"""Small faults put into the code are noticed by the tests that stand beside it."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.scripts import script

ROOT = Path(__file__).resolve().parents[2]
SINCE = os.environ.get("MUTANTS_SINCE", "HEAD~1")  # the revision from which modules are tried

mutate = script("mutate")


def is_here() -> bool:
    """Whether faults can be made; under CI=true they must be."""
    return find_spec("cosmic_ray") is not None or os.environ.get("CI") == "true"


without_tool = pytest.mark.skipif(not is_here(), reason="cosmic-ray is not installed")


@without_tool
def test_a_fault_is_one_that_can_be_seen_at_run_time():
    """Of `<` two, of each bound two; an annotation, the mark * and a comment hold none."""
    text = "def is_cold(degrees: float | None, *, bound=3):  # < 4\n    return degrees < bound\n"
    found = [(m.line, m.after) for m in mutate.mutants(text)]
    assert sorted(found) == [
        (1, "def is_cold(degrees: float | None, *, bound= 2):  # < 4"),
        (1, "def is_cold(degrees: float | None, *, bound= 4):  # < 4"),
        (2, "return degrees <= bound"),
        (2, "return degrees >= bound"),
    ]
    drawn = mutate.mutants(text, most=2, seed=5)
    assert len(drawn) == 2 and drawn == mutate.mutants(text, most=2, seed=5)


def test_the_tests_of_a_module_are_those_named_after_it_and_its_importers():
    def names(module: str) -> list[str]:
        return [t.name for t in mutate.tests_of(ROOT / "src" / "analysis" / module)]

    assert names("records/rounding.py") == ["test_rounding.py"]
    first, *others = names("records/vintages.py")
    assert first == "test_vintages.py" and "test_revisions.py" in others


@pytest.mark.slow
@without_tool
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no revision to compare with")
def test_of_the_faults_in_changed_modules_the_tests_notice_most():
    told = subprocess.run(
        [sys.executable, ROOT / "scripts" / "mutate.py", "--since", SINCE, "--most", "25"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr
    assert re.search(r"^in all \d+ of \d+ killed|^nothing changed", told.stdout, re.M)
