"""Settings, and what several test files look at: made once in a run, however many processes."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from analysis.briefing import Workshop, build_briefings
from analysis.briefing.postponed import grammar_postponed
from analysis.judging.attribution import fever
from analysis.judging.audit import audit
from analysis.judging.calibration import Calibration, read_calibration
from analysis.judging.changes import Comparison, compare
from analysis.judging.outcome import Retrospective, look_back
from analysis.judging.regions import Regions, compare_regions
from analysis.judging.rulers import Rulers, measure, year_by_year
from analysis.judging.situations import Records, Situation, read_records, situation_of
from analysis.judging.standpoints import standpoint
from analysis.judging.verdict_changes import split
from analysis.records.tables import PLAIN_TEXT
from support.shanxi import ISSUED, PLAN, ROOT
from support.sharing import made_once, worked_out_once

with grammar_postponed():  # for whichever test asks for nbformat first
    import nbformat  # noqa: F401

# Timing is noisy on shared machines, and a test must say the same thing twice.
settings.register_profile("project", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("project")

# As where no pyarrow is installed, which is here for the sake of one test, and as in every build:
# through pyarrow the text of small tables costs a fifth of the tests' processor time.
pd.set_option(*PLAIN_TEXT)


@pytest.fixture(scope="session")
def shared(tmp_path_factory, request) -> Path:
    """A folder of this run, the same in each of its processes."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if hasattr(request.config, "workerinput") else own
    (folder / "shared").mkdir(exist_ok=True)
    return folder / "shared"


@pytest.fixture(scope="session")
def records(shared) -> Records:
    """Every table of the project, read for its plan."""
    return worked_out_once(shared, "records", lambda: read_records(PLAN, root=ROOT))


@pytest.fixture(scope="session")
def now(shared, records) -> Situation:
    """The plan in its own region, on everything in data/."""
    return worked_out_once(shared, "now", lambda: situation_of(records))


@pytest.fixture(scope="session")
def then(shared, records) -> Situation:
    """The same as of the day the plan was issued."""
    return worked_out_once(shared, "then", lambda: situation_of(records, as_of=ISSUED))


@pytest.fixture(scope="session")
def on(shared, records) -> Callable[[str], Situation]:
    """The same as of any day."""

    def situation_on(day: str) -> Situation:
        return worked_out_once(shared, f"on {day}", lambda: situation_of(records, as_of=day))

    return cache(situation_on)


@pytest.fixture(scope="session")
def year(shared, records) -> Comparison:
    """2023 against 2024: the high-tech firms of 2023 (4155) came out on 2024-01-31."""
    days = {"since": "2023-12-31", "as_of": "2024-12-31"}
    return worked_out_once(shared, "year", lambda: compare(records, **days))


@pytest.fixture(scope="session")
def fever_lines(shared, year) -> pd.DataFrame:
    """Every target on each day that moved any, to the end of `year`."""
    return worked_out_once(shared, "fever lines", lambda: fever(year))


@pytest.fixture(scope="session")
def looked_back(shared, records) -> Retrospective:
    """What has become of the plan's targets by now."""
    return worked_out_once(shared, "looked back", lambda: look_back(records))


@pytest.fixture(scope="session")
def since_issue(shared, records) -> pd.DataFrame:
    """Why each of its verdicts changed from the day of issue to now."""
    ends = (standpoint(records, as_of=day) for day in (ISSUED, None))
    return worked_out_once(shared, "since issue", lambda: split(*ends))


@pytest.fixture(scope="session")
def findings(shared, records) -> pd.DataFrame:
    """What does not hold together in the plan, on everything in data/."""
    told = {"observations": records.observations, "events": records.events}
    return worked_out_once(shared, "findings", lambda: audit(records.plan, **told))


@pytest.fixture(scope="session")
def calibrated(shared, now) -> Calibration:
    """How good the probabilities have been, on everything in data/."""
    return worked_out_once(shared, "calibrated", lambda: read_calibration(now, root=ROOT))


@pytest.fixture(scope="session")
def measured(shared, records) -> Rulers:
    """The plan's targets under every ruler, on everything in data/."""
    return worked_out_once(shared, "measured", lambda: measure(records))


@pytest.fixture(scope="session")
def measured_then(shared, records) -> Rulers:
    """The same at the end of 2024, a year before the deadline, on data to 2023."""
    day = "2024-12-31"
    return worked_out_once(shared, "measured then", lambda: measure(records, as_of=day))


@pytest.fixture(scope="session")
def measured_yearly(shared, records) -> pd.DataFrame:
    """The same at the end of each year since the base year."""
    return worked_out_once(shared, "measured yearly", lambda: year_by_year(records))


@pytest.fixture(scope="session")
def compared(shared, records) -> Regions:
    """The plan's indicators and targets in every region, on everything in data/."""
    return worked_out_once(shared, "compared", lambda: compare_regions(records))


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """For every build that is not about processes: imports are most of the time of a small one."""
    with Workshop() as shop:
        yield shop


@pytest.fixture(scope="session")
def pages(shared, request) -> Path:
    """Every notebook executed in both languages, on everything in data/."""

    def build(out: Path) -> None:
        shop = request.getfixturevalue("workshop")
        build_briefings(ROOT, out, plan=PLAN, progress=False, workshop=shop)

    return made_once(shared, "pages", build)
