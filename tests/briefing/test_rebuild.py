"""A build runs again what depends on a change, and nothing else."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from analysis.briefing import BriefingError, Workshop, build_briefings, inputs
from analysis.briefing.build import BuildReport
from analysis.judging.situations import situation
from analysis.records.reads import recording
from analysis.records.schema import OBSERVATIONS, REGIONS, SOURCES
from support.processes import apart, posix
from support.small_project import OBSERVATION, REGION, SOURCE, small_project
from support.small_project import write as table

PLAN = "small"
META = {"zh": {"plan_name": "小规划", "vintage": "2023-03-02"}}
PARAMETERS = 'plan = ""\nregion = ""\nas_of = ""\nlang = "zh"'
CELLS = {
    "01-region": "from analysis.judging.situations import read_records\n"
    "len(read_records(plan).of_region(region or '140000', as_of or None))",
    "02-nation": "from analysis.judging.situations import read_records\n"
    "len(read_records(plan).observations)",
    "03-plan": "from analysis import load_plan\nlen(load_plan(plan).figures)",
    "04-change": "print('added', added, 'since', since)",
}


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory) -> Path:
    """A plan of one indicator in two regions, and four notebooks that use more or less of it."""
    folder = small_project(tmp_path_factory.mktemp("unbuilt"))
    shanxi, henan = REGION, REGION | {"region": "410000", "name_zh": "河南省", "name_en": "Henan"}
    table(folder / "data" / "regions.csv", REGIONS, shanxi, henan)
    table(folder / "data" / "observations" / "documents.csv", OBSERVATIONS)
    newer = SOURCE | {"source_id": "s2", "published": "2026-02-01"}
    table(folder / "data" / "sources.csv", SOURCES, SOURCE, newer)
    for name, source in CELLS.items():
        write(folder, name, source)
    return folder


@pytest.fixture(scope="module")
def built_once(unbuilt, workshop, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "project"
    shutil.copytree(unbuilt, folder)
    assert run(folder, workshop) == set(CELLS)
    return folder


@pytest.fixture
def project(unbuilt, tmp_path) -> Path:
    """The project, of which nothing was built yet."""
    return shutil.copytree(unbuilt, tmp_path / "project")


@pytest.fixture
def built(built_once, tmp_path) -> Path:
    """The project with all its pages, in a place of the test's own."""
    return shutil.copytree(built_once, tmp_path / "project")


def write(folder: Path, name: str, source: str) -> None:
    code = {"cell_type": "code", "execution_count": None, "outputs": []}
    parameters = PARAMETERS + ('\nsince = ""\nadded = []' if name == "04-change" else "")
    cells = [
        {"cell_type": "markdown", "id": "t", "metadata": {}, "source": f"# {name}"},
        {**code, "id": "p", "metadata": {"tags": ["parameters"]}, "source": parameters},
        {**code, "id": "c", "metadata": {}, "source": source},
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "notebooks" / f"{name}.ipynb").write_text(json.dumps(content))


def build(project: Path, workshop: Workshop, **options) -> BuildReport:
    settings = {"plan": PLAN, "languages": ["zh"], "meta": META, "progress": False}
    out = project / "build" / "pages"
    return build_briefings(project, out, workshop=workshop, **(settings | options))


def run(project: Path, workshop: Workshop, **options) -> set[str]:
    """Build; the notebooks that were run."""
    return {Path(page).stem for page in build(project, workshop, **options).executed}


def observe(project: Path, region: str, *, published: str = "2026-02-01", number: int = 1) -> str:
    """Append an observation as an analyst would by hand; its id."""
    path = project / "data" / "observations" / "documents.csv"
    name = f"test{number:08d}"
    changes = {"observation_id": name, "region": region, "year": "2024", "value": "4580"}
    changes |= {"source_id": "s2"}
    row = OBSERVATION | changes | {"published": published, "recorded_at": "2026-02-02"}
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(row)
    return name


def page(project: Path, name: str) -> str:
    return (project / "build" / "pages" / "zh" / f"{name}.html").read_text(encoding="utf-8")


@posix
def test_a_situation_uses_the_observations_of_its_own_region_and_day(project):
    def read() -> dict[str, list]:
        with recording(project) as found:
            situation(PLAN, as_of="2024-12-31", root=project)
        return found.told()

    told = apart(read).said
    assert told["regions"] == [["140000", "2024-12-31"]]
    assert {"data/observations/a.csv", "data/plans/small/figures.csv"} <= set(told["files"])


def test_a_new_figure_runs_what_uses_its_region_and_nothing_else(built, workshop):
    observe(built, "410000", number=1)
    assert run(built, workshop) == {"02-nation"}, "Henan's figure is no business of Shanxi's pages"
    observe(built, "140000", number=2)
    assert run(built, workshop) == {"01-region", "02-nation", "04-change"}
    assert run(built, workshop) == set()


def test_a_figure_published_later_does_not_touch_an_earlier_day(project, workshop):
    run(project, workshop, as_of="2024-12-31")
    observe(project, "140000", published="2026-02-01")
    again = run(project, workshop, as_of="2024-12-31")
    assert again == {"02-nation", "04-change"}


def test_a_changed_plan_or_notebook_runs_what_reads_it(built, workshop):
    write(built, "03-plan", "'another text'")
    assert run(built, workshop) == {"03-plan"}
    figures = built / "data" / "plans" / PLAN / "figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("达到3188家", "3188家"), "utf-8")
    assert run(built, workshop) == {"01-region", "02-nation"}


def test_of_many_pages_each_table_is_parsed_once_and_again_only_when_it_changed(
    project, monkeypatch
):
    reader, files = csv.DictReader, []

    def parse(file, *given):
        files.append(file)
        return reader(file, *given)

    monkeypatch.setattr(inputs.csv, "DictReader", parse)
    tables = [*(project / "data" / "observations").glob("*.csv"), project / "data" / "events.csv"]
    count = len({path.read_bytes() for path in (*tables, project / "data" / "sources.csv")})
    reads = [{"files": [], "regions": [[r, ""]]} for r in ("140000", "410000", "110000")]
    parsed: inputs.Parsed = {}
    first = [inputs.digest_of_reads(project, each, parsed) for each in reads]
    assert len(files) == count
    monkeypatch.undo()
    observe(project, "140000")
    monkeypatch.setattr(inputs.csv, "DictReader", parse)
    second = [inputs.digest_of_reads(project, each, parsed) for each in reads]
    assert len(files) == count + 1
    assert [a == b for a, b in zip(first, second, strict=True)] == [False, True, True]
    assert second == [inputs.digest_of_reads(project, each) for each in reads]


def test_what_no_notebook_reads_runs_no_notebook(built, workshop):
    (built / "data" / "README.md").write_text("other words", encoding="utf-8")
    before = page(built, "01-region")
    assert run(built, workshop) == set()
    assert page(built, "01-region") == before


def test_a_touched_file_is_no_change(built, workshop):
    for path in (built / "data").rglob("*.csv"):
        path.touch()
    assert build(built, workshop).skipped


def test_a_page_that_was_not_run_again_is_what_running_it_would_give(project, workshop):
    only = {"notebooks": ["01-region", "02-nation"]}
    run(project, workshop, **only)
    observe(project, "410000")
    run(project, workshop, **only)
    kept = page(project, "01-region")
    run(project, workshop, **only, force=True)
    assert page(project, "01-region") == kept


def test_data_that_change_while_the_pages_are_made_are_on_all_of_them_or_none(built, workshop):
    """A notebook that runs after the others plays the analyst who adds a figure meanwhile."""
    counted = {name: shown(built, name) for name in ("01-region", "02-nation")}
    name = observe(built, "140000")
    path = built / "data" / "observations" / "documents.csv"
    held, once = path.read_bytes(), built / "once.csv"
    once.write_bytes(held)
    path.write_bytes(held[: held.index(name.encode())])
    write(
        built,
        "05-add",
        "import shutil, pathlib\nonce = pathlib.Path('../once.csv')\n"
        "once.exists() and shutil.move(once, '../data/observations/documents.csv')",
    )
    assert run(built, workshop, jobs=1) >= {"01-region", "02-nation"}
    assert {name: shown(built, name) for name in counted} == {n: c + 1 for n, c in counted.items()}
    assert run(built, workshop) == set()
    write(
        built,
        "05-add",
        "import pathlib, time\npathlib.Path('../data/README.md').write_text(str(time.time_ns()))",
    )
    with pytest.raises(BriefingError, match=r"changed each time.*一再变动"):
        run(built, workshop)


def shown(project: Path, name: str) -> int:
    """The number that a notebook came to."""
    kept = json.loads((project / "build" / ".pages.executed" / f"zh-{name}.ipynb").read_text())
    return int("".join(kept["cells"][-1]["outputs"][0]["data"]["text/plain"]))


def test_lost_or_damaged_leftovers_are_made_again(built, workshop):
    kept = built / "build" / ".pages.executed"
    (kept / "zh-01-region.ipynb").write_text("{}")
    observe(built, "410000")
    assert run(built, workshop) == {"01-region", "02-nation"}
    shutil.rmtree(kept)
    observe(built, "410000", number=3)
    assert run(built, workshop) == set(CELLS)


def test_what_was_recorded_since_the_build_before_is_told_to_the_notebooks(built, workshop):
    only = {"notebooks": ["04-change"]}
    assert "added [] since" in page(built, "04-change")
    name = observe(built, "140000", published="2025-02-01")
    run(built, workshop, **only)
    told = page(built, "04-change").replace("&#39;", "'")
    assert f"added ['{name}'] since 20" in told
    (built / "data" / "README.md").write_text("other words", encoding="utf-8")
    run(built, workshop, **only)
    assert page(built, "04-change").replace("&#39;", "'") == told, "still the last change"
    run(built, workshop, **only, since="2023-12-31")
    assert "added [] since 2023-12-31" in page(built, "04-change")
