"""Settings and built pages that every test file shares."""

from pathlib import Path

import pytest
from hypothesis import settings

from analysis.briefing import build_briefings
from analysis.records.places import find_root

# Timing is noisy on shared machines, and a test must say the same thing twice.
settings.register_profile("project", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("project")

ROOT = find_root(Path(__file__).parent)


def build(out: Path, as_of: str = "") -> Path:
    build_briefings(ROOT, out, plan="shanxi-innovation-14", region="", as_of=as_of, progress=False)
    return out


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> Path:
    """Every notebook executed in both languages, on everything in data/."""
    return build(tmp_path_factory.mktemp("pages") / "briefings")


@pytest.fixture(scope="session")
def issued(tmp_path_factory) -> Path:
    """The same as of the day the plan was issued."""
    return build(tmp_path_factory.mktemp("issued") / "briefings", "2021-04-30")
