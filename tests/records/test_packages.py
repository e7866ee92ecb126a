"""A plan reads its own folder and the packages that it names, and nothing of anybody else."""

import shutil

import pytest

from analysis import situation
from analysis.__main__ import main
from analysis.records.errors import PlanDataError
from analysis.records.ledger import add
from analysis.records.observations import read_observations
from analysis.records.packages import folders_of, package_folders, region_codes
from analysis.records.plans import load_plan
from analysis.records.regions import panel_of, read_regions
from analysis.records.sources import read_sources
from support.ledgers import rows as added_rows
from support.shanxi import PACKAGE, PLAN, copy_data
from support.small_project import OBSERVATION, OBSERVATIONS, REGION, TABLES, small_project, write


@pytest.fixture
def root(tmp_path):
    """The small project with its tables in a package of their own."""
    folder = small_project(tmp_path)
    shared = folder / "data" / "shared" / "firms-panel"
    shared.mkdir(parents=True)
    for name in ("observations", "sources.csv", "regions.csv", "events.csv"):
        shutil.move(folder / "data" / name, shared / name)
    said(folder, 'uses = ["firms-panel"]')
    return folder


def said(root, line: str) -> None:
    path = root / "data" / "plans" / "small" / "plan.toml"
    lines = [x for x in path.read_text("utf-8").splitlines() if not x.startswith("uses")]
    path.write_text("\n".join([line, *lines]), "utf-8")


def test_the_plans_own_folder_comes_first(root):
    assert folders_of("small", ["firms-panel"], root) == (
        "data/plans/small",
        "data/shared/firms-panel",
    )
    assert folders_of("small", [], root) == ("data/plans/small",)
    assert folders_of("small", None, root) == ("data/plans/small", "data")
    assert set(package_folders(root)) == {"small", "firms-panel"}


def test_what_a_package_holds_is_read_where_it_is_named_and_nowhere_else(root):
    told = situation("small", root=root)
    assert told.known["value"].tolist() == [3188.0, 3916.0]
    said(root, "uses = []")
    with pytest.raises(PlanDataError, match=r"value '140000': not in regions.csv of the plan's"):
        situation("small", root=root)


@pytest.mark.parametrize("uses", ['uses = ["nobody"]', 'uses = ["small"]'])
def test_a_name_that_is_no_package_is_refused_with_those_there_are(root, uses):
    said(root, uses)
    with pytest.raises(PlanDataError, match=r"column uses, value .* there are: firms-panel"):
        load_plan("small", root=root)


@pytest.mark.parametrize("uses", ["uses = 1", 'uses = "firms-panel"', "uses = [1]"])
def test_what_is_no_list_of_names_is_refused(root, uses):
    said(root, uses)
    with pytest.raises(PlanDataError, match=r"column uses, value .*write a list of names"):
        load_plan("small", root=root)


def test_a_plan_may_use_another_plans_folder(root):
    other = root / "data" / "plans" / "next"
    shutil.copytree(root / "data" / "plans" / "small", other)
    toml = (other / "plan.toml").read_text("utf-8")
    (other / "plan.toml").write_text(
        toml.replace('["firms-panel"]', '["small", "firms-panel"]'), "utf-8"
    )
    assert load_plan("next", root=root).folders == (
        "data/plans/next",
        "data/plans/small",
        "data/shared/firms-panel",
    )


def test_a_half_filled_plan_beside_it_changes_nothing(tmp_path):
    copy_data(tmp_path)
    before = situation(PLAN, root=tmp_path).verdicts
    draft = tmp_path / "data" / "plans" / "draft"
    draft.mkdir()
    for name in ("plan.toml", "indicators.csv", "figures.csv", "units.csv", "regions.csv"):
        (draft / name).write_text("half a row,", "utf-8")
    after = situation(PLAN, root=tmp_path).verdicts
    assert after.drop(columns="quantiles", errors="ignore").equals(
        before.drop(columns="quantiles", errors="ignore")
    )


def test_two_packages_that_say_different_things_under_one_code_are_told(root):
    write(root / "data" / "plans" / "small" / "regions.csv", TABLES["regions"], REGION)
    assert load_plan("small", root=root).region == "140000"
    other = REGION | {"name_en": "Elsewhere"}
    write(root / "data" / "plans" / "small" / "regions.csv", TABLES["regions"], other)
    with pytest.raises(PlanDataError, match=r"data/shared/firms-panel/regions.csv, row 2, .*small"):
        situation("small", root=root)


def test_what_is_added_goes_where_it_is_told_and_comes_back(root):
    folders = load_plan("small", root=root).folders
    rows, sources = added_rows("one")
    done = add(
        rows,
        sources,
        root=root,
        file="a.csv",
        digest="1",
        folders=folders,
        into="data/shared/firms-panel",
    )
    shared = root / "data" / "shared" / "firms-panel"
    assert done.rows == len(rows) and (shared / "observations" / "added.csv").exists()
    assert not (root / "data" / "observations").exists()
    again = read_observations(load_plan("small", root=root), root=root)
    assert set(rows["observation_id"]) <= set(again["observation_id"])
    assert set(sources["source_id"]) <= set(read_sources(root, folders)["source_id"])


def test_the_panel_is_what_stands_beside_the_plans_region(tmp_path):
    copy_data(tmp_path)
    table = read_regions(tmp_path, (PACKAGE,))
    provinces = panel_of(table, "140000")
    assert len(provinces) == 31 and "140000" in provinces and "000000" not in provinces
    assert panel_of(table, "000000") == provinces
    cities = panel_of(table, "140100")
    assert "140100" in cities and all(c.startswith("14") for c in cities)


def test_rows_of_the_plans_own_folder_are_read_too(root):
    own = root / "data" / "plans" / "small" / "observations" / "mine.csv"
    own.parent.mkdir()
    row = OBSERVATION | {"observation_id": "own1", "year": "2023", "value": "4155"}
    write(own, OBSERVATIONS, row | {"published": "2024-03-01"})
    assert situation("small", root=root).known["value"].tolist() == [3188.0, 3916.0, 4155.0]


def test_check_names_a_faulty_plans_faults_and_looks_at_the_others(root, monkeypatch, capsys):
    draft = root / "data" / "plans" / "a-draft"
    draft.mkdir()
    (draft / "plan.toml").write_text('title = "Half a plan"\n', "utf-8")
    monkeypatch.chdir(root)
    assert main(["check"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("a-draft: data/plans/a-draft/plan.toml, column issued")
    assert "small: 1 figures" in told.out and told.out.rstrip().endswith("OK")
    assert main(["check", "--plan", "small"]) == 0
    assert "a-draft" not in "".join(capsys.readouterr())
    assert main(["check", "--plan", "a-draft"]) == 1


def test_a_column_is_found_by_its_name_below_comments(tmp_path):
    path = tmp_path / "data" / "x" / "regions.csv"
    path.parent.mkdir(parents=True)
    path.write_text("# one\n# two, with a comma\nname_en,region\nShanxi,140000\n", "utf-8")
    assert region_codes(tmp_path, ["data/x", "data/none"]) == ["140000"]
