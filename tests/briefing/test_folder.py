"""A build replaces and removes what an earlier one recorded, and nothing that is somebody's own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from itertools import count
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.briefing import (
    BriefingError,
    BuildReport,
    Workshop,
    build,
    build_briefings,
    inputs,
    regions_build,
)
from analysis.briefing.folder import BRIEFINGS, PAPERS, REGIONS, outputs, read_record, write_record
from analysis.briefing.regions_build import build_regions
from support.killing import MOVES, killed
from support.processes import apart, posix
from support.small_project import small_project
from support.stand_in import FAILS, StandIn, notebook

SUPPORT = Path(__file__).parents[1]
MARKED = "a page with somebody's notes"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(build, "Workshop", StandIn)
    for module in (
        inputs,
        build,
        regions_build,
    ):  # looking the packages up would take most of the time
        monkeypatch.setattr(module, "versions", dict)
    root = small_project(tmp_path / "project")
    for name in ("01-first", "02-second"):
        notebook(root, name, f"{name} 1")
    return root


def run(root: Path, out: Path | None = None, **options) -> BuildReport:
    out = out or root / "build" / "pages"
    return build_briefings(root, out, **({"plan": "small", "progress": False} | options))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def lay(path: Path, text: str = "mine") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


# --- what is somebody's own -----------------------------------------------------------------


def test_files_laid_beside_the_pages_stay_and_are_no_reason_to_build_again(project):
    run(project)
    out = project / "build" / "pages"
    own = [lay(out / name) for name in ("note.txt", "zh/note.html", "own/deep/.hidden")]
    assert run(project).skipped
    notebook(project, "01-first", "01-first 2")
    (project / "notebooks" / "02-second.ipynb").unlink()
    report = run(project, languages=("en",))
    assert not report.skipped and report.said == ()
    assert [path.read_text() for path in own] == ["mine"] * 3
    assert {path.name for path in out.rglob("*.html")} == {
        "index.html",
        "01-first.html",
        "find-one.html",
        "note.html",
    }
    assert [path.name for path in (out / "zh").iterdir()] == ["note.html"]
    assert {path.name for path in project.joinpath("build").iterdir()} == {
        *("pages", ".pages.executed", ".pages.lock")
    }


def test_a_page_that_somebody_changed_is_kept_beside_its_successor_and_named(project):
    run(project)
    page = lay(project / "build" / "pages" / "zh" / "01-first.html", MARKED)
    report = run(project)
    assert page.read_text() == "01-first 1" and not report.executed
    assert page.with_name("01-first.kept.html").read_text() == MARKED
    assert f"{page}: not as a build left it, kept as 01-first.kept.html | " in str(report)
    assert "该文件被改动过或不是本程序生成的，已另存为 01-first.kept.html" in str(report)
    assert run(project).skipped


def test_a_changed_page_whose_notebook_or_language_is_gone_is_kept_too(project):
    run(project)
    out = project / "build" / "pages"
    for name in ("zh/01-first", "en/02-second"):
        lay(out / f"{name}.html", MARKED)
    (project / "notebooks" / "02-second.ipynb").unlink()
    report = run(project, languages=("en",))
    assert len(report.said) == 2
    assert {n for n, content in files(out).items() if content == MARKED.encode()} == {
        "zh/01-first.kept.html",
        "en/02-second.kept.html",
    }
    assert (
        not (out / "zh" / "02-second.html").exists() and not (out / "zh/assessment.xlsx").exists()
    )


def test_an_executed_notebook_that_somebody_saved_over_is_run_again_and_kept(project):
    run(project)
    kept = lay(project / "build" / ".pages.executed" / "zh-01-first.ipynb", "annotated")
    note = lay(kept.with_name("note.txt"))
    notebook(project, "02-second", "02-second 2")
    report = run(project)
    assert "zh/01-first.html" in report.executed and len(report.said) == 1
    assert kept.read_text() == "run of 01-first 1" and note.read_text() == "mine"
    assert kept.with_name("zh-01-first.kept.ipynb").read_text() == "annotated"


def test_a_pdf_goes_with_its_page_unless_it_is_somebody_s_own(project):
    run(project)
    out = project / "build" / "pages"
    for name in ("zh/01-first", "zh/02-second", "en/01-first"):
        lay(out / f"{name}.pdf", "%PDF")
    papers = {name: digest for name, digest in outputs(out).items() if name.endswith(".pdf")}
    pages = {n: d for n, d in outputs(out).items() if f"{n.removesuffix('.html')}.pdf" in papers}
    write_record(out, PAPERS, outputs=papers, pages=pages)
    lay(out / "en" / "01-first.pdf", "marked")
    lay(out / "en" / "02-second.pdf")
    notebook(project, "01-first", "01-first 2")
    report = run(project)
    left = {name for name in files(out) if name.endswith(".pdf")}
    assert left == {"zh/02-second.pdf", "en/01-first.kept.pdf", "en/02-second.pdf"}
    assert (out / "en" / "01-first.kept.pdf").read_text() == "marked" and len(report.said) == 1


def test_a_link_to_a_folder_is_followed_and_stays(project, tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real, target_is_directory=True)
    assert run(project, link).out == real.resolve()
    assert link.is_symlink() and (real / "zh" / "01-first.html").exists()
    assert run(project, link).skipped


# --- where briefings may be -----------------------------------------------------------------

FOREIGN = {
    "another tool's": {"outputs": {}, "version": 2},
    "no table": ["zh/01-first.html"],
    "another schema": {"schema": "x/1", "inputs": {}, "outputs": {}, "pages": {}, "seen": {}},
    "half of ours": {"schema": BRIEFINGS.schema, "inputs": {}, "outputs": {}},
    "no digests": {"schema": BRIEFINGS.schema, **{t: {"a": "b"} for t in BRIEFINGS.tables}},
    "leads out": {
        **{"schema": BRIEFINGS.schema, "inputs": {}, "pages": {}, "seen": {}},
        "outputs": {"../thesis.docx": "0" * 64},
    },
}


@pytest.mark.parametrize("record", [*FOREIGN.values(), None], ids=[*FOREIGN, "no JSON"])
def test_a_folder_with_a_record_that_is_not_ours_is_refused_and_untouched(project, record):
    out = project / "build" / "pages"
    lay(out / "thesis.docx", "years of work")
    lay(out / ".build.json", "{" if record is None else json.dumps(record))
    before = files(project)
    with pytest.raises(
        BriefingError, match=r"other than briefings .*\.build\.json.*该文件夹有其他内容"
    ):
        run(project)
    assert files(project) == before


def test_a_record_of_ours_names_files_within_its_folder_only():
    for name in ("", ".", "..", "/etc/passwd", "a/../../b", "..\\b", "c:\\b", "c:b", "a\0b"):
        folder = Path(tempfile.mkdtemp())
        write_record(folder, REGIONS, outputs={"index.html": "0" * 64})
        assert read_record(folder, REGIONS)
        write_record(folder, REGIONS, outputs={name: "0" * 64})
        assert not read_record(folder, REGIONS), name
        shutil.rmtree(folder)


def test_a_build_from_before_records_had_a_schema_is_known(project):
    run(project)
    record = project / "build" / "pages" / ".build.json"
    held = json.loads(record.read_text())
    assert held.pop("schema") == BRIEFINGS.schema
    record.write_text(json.dumps(held))
    assert run(project).skipped
    notebook(project, "01-first", "01-first 2")
    assert run(project).said == ()


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (".", "this project"),
        ("..", "this project"),
        ("data", "made from what is in there"),
        ("data/new", "made from what is in there"),
        ("notebooks/new/deep", "made from what is in there"),
        ("to data/new", "made from what is in there"),
        ("file", "is no folder"),
        ("file/new", "is no folder"),
        ("loop", "choose"),
        ("full", "holds something other than briefings"),
    ],
)
def test_a_place_that_is_none_for_briefings_is_refused_and_nothing_is_made(project, place, why):
    lay(project / "file")
    lay(project / "full" / "thesis.docx")
    (project / "to data").symlink_to(project / "data", target_is_directory=True)
    (project / "loop").symlink_to(project / "loop")
    before = files(project.parent)
    for act in (run, regions):
        with pytest.raises(BriefingError, match=f"{why}.* \\| .*另选"):
            act(project, project / place)
    assert files(project.parent) == before


def test_a_place_is_known_under_another_spelling_where_the_disk_ignores_case(project, monkeypatch):
    """Seen through a stand-in for such a disk: two spellings are one folder."""

    def same(one: Path, other: Path) -> bool:
        return str(one).lower() == str(other).lower()

    monkeypatch.setattr(os.path, "samefile", same)
    with pytest.raises(BriefingError, match="made from what is in there"):
        run(project, project / "DATA" / "new")
    with pytest.raises(BriefingError, match="this project"):
        run(project, project.with_name("PROJECT"))


# --- every region ---------------------------------------------------------------------------


def regions(root: Path, out: Path | None = None, **options) -> regions_build.RegionsReport:
    settings = {"plan": "small", "progress": False, "jobs": 1, "notebooks": ["01-first"]}
    out = out or root / "build" / "regions"
    return build_regions(root, out, **(settings | options))


def test_around_and_within_the_regions_nothing_of_somebody_s_own_is_lost(project, monkeypatch):
    monkeypatch.setattr(regions_build, "Workshop", StandIn)
    regions(project)
    out = project / "build" / "regions"
    own = [lay(out / name) for name in ("note.txt", "own/note.txt", "140000/note.txt")]
    assert all(report.skipped for report in regions(project).built.values())
    page = lay(out / "140000" / "zh" / "01-first.html", MARKED)
    index = lay(out / "index.html", MARKED)
    report = regions(project)
    assert [path.read_text() for path in own] == ["mine"] * 3
    for path in (page, index):
        assert path.with_suffix(".kept.html").read_text() == MARKED != path.read_text()
        assert f"{path}: not as a build left it" in str(report)
    assert regions(project).said == ()


def test_a_region_s_folder_that_is_somebody_s_own_fails_alone(project, monkeypatch):
    monkeypatch.setattr(regions_build, "Workshop", StandIn)
    own = project / "build" / "regions" / "999999" / "thesis.docx"
    regions(project)
    lay(own)
    report = regions(project, regions=["140000", "999999"])
    assert list(report.built) == ["140000"] and own.read_text() == "mine"
    assert "holds something other than briefings" in report.failed["999999"]


def test_a_folder_with_another_tool_s_record_of_regions_is_refused(project):
    out = project / "build" / "regions"
    lay(out / ".regions.json", '{"plan": 1}')
    lay(out / "index.html")
    before = files(project)
    with pytest.raises(BriefingError, match=r"holds something other than briefings"):
        regions(project)
    assert files(project) == before


# --- where nothing can be written -----------------------------------------------------------


@posix
def test_in_a_project_that_may_only_be_read_a_message_says_what_to_do(monkeypatch, capsys):
    """And with a folder elsewhere it works: a build writes nothing else."""
    monkeypatch.setattr(build, "Workshop", StandIn)
    with tempfile.TemporaryDirectory() as held:
        os.chmod(held, 0o755)
        root = small_project(Path(held, "project"))
        notebook(root, "01-first", "01-first 1")
        elsewhere = Path(held, "elsewhere")
        elsewhere.mkdir()
        run(root, elsewhere / "first")  # imports what nobody else may read
        elsewhere.chmod(0o777)
        root.chmod(0o555)

        def command(*words: str) -> tuple[int, str]:
            def act() -> tuple[int, str]:
                if os.geteuid() == 0:
                    os.seteuid(65534)  # root may write anywhere
                os.chdir(root)
                code = main(["briefings", "--plan", "small", *words])
                return code, capsys.readouterr().err

            return apart(act).said

        code, said = command()
        assert code == 1 and said.startswith(f"{root / 'build'}: cannot be written (Permission")
        assert "--out | 无法写入" in said and "Traceback" not in said
        assert command("--out", str(elsewhere / "pages")) == (0, "")
        assert (elsewhere / "pages" / "zh" / "01-first.html").exists()
        root.chmod(0o755)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_told_and_the_briefings_stay(project, monkeypatch):
    run(project)
    before = files(project)
    notebook(project, "01-first", "01-first 2")
    monkeypatch.setattr(build, "write_record", lambda *_, **__: Path("/dev/full").write_text("x"))
    with pytest.raises(BriefingError, match=r"No space left.*请检查磁盘空间") as failure:
        run(project)
    assert "previous briefings are unchanged" in str(failure.value)
    assert {n: c for n, c in files(project).items() if n in before} | {
        "notebooks/01-first.ipynb": before["notebooks/01-first.ipynb"]
    } == before


# --- killed ---------------------------------------------------------------------------------

COMMAND = ["briefings", "--plan", "small", "--lang", "zh"]
KILLED = """
import runpy, sys
from pathlib import Path
from support.killing import MOVES, kill_at
kill_at(Path(sys.argv[1]), int(sys.argv[2]), MOVES)
sys.argv[1:] = sys.argv[3:]
runpy.run_module("analysis", run_name="__main__")
"""


class Project:
    """Pages that were built once and then used, and notebooks that have changed since."""

    def __init__(self, root: Path) -> None:
        self.build, self.out, self.root = root / "build", root / "build" / "briefings", root
        for name in ("01-first", "02-second", "03-third"):
            notebook(root, name, f"'{name} 1'")
        assert main(COMMAND) == 0
        for name in ("note.txt", "zh/note.txt", "zh/01-first.pdf"):
            lay(self.out / name)
        lay(self.out / "zh" / "03-third.html", MARKED)
        self.old = files(self.out)
        shutil.copytree(self.build, root / "before")
        self.change("'01-first 2'")
        (root / "notebooks" / "02-second.ipynb").unlink()
        assert main(COMMAND) == 0
        self.new = files(self.out)
        assert self.new["zh/03-third.kept.html"] == MARKED.encode()
        assert "zh/02-second.html" in self.old and "zh/02-second.html" not in self.new

    def change(self, source: str) -> None:
        notebook(self.root, "01-first", source)

    def again(self) -> None:
        shutil.rmtree(self.build)
        shutil.copytree(self.root / "before", self.build)


@posix
def test_killed_at_any_move_of_the_command_the_next_one_is_right_whatever_it_comes_to(
    project, monkeypatch, capsys
):
    """No notebook is run; that the whole command does the same is for the slow suite."""
    monkeypatch.chdir(project)
    made = Project(project)
    seen = []
    for number in count(1):
        made.again()
        if not killed(lambda: main(COMMAND), made.build, number, MOVES):
            break
        seen.append(next_commands(made, capsys))
    assert len(seen) > 15 and set(seen) == {False, True}


def next_commands(made: Project, capsys) -> bool:
    """After a kill: one that fails finds all the old or all the new, one that does not makes it."""
    made.change(f"{FAILS} ValueError('no')")
    assert main(COMMAND) == 1
    said, found = capsys.readouterr().err, files(made.out)
    assert "previous briefings are unchanged | 原有简报未改动" in said
    assert found in (made.old, made.new)
    assert {path.name for path in made.build.iterdir()} == {
        *("briefings", ".briefings.executed", ".briefings.lock")
    }
    made.change("'01-first 2'")
    assert main(COMMAND) == 0
    assert files(made.out) == made.new
    return found == made.new


@posix
@pytest.mark.slow
def test_the_whole_command_killed_at_any_move_leaves_all_the_old_or_all_the_new(
    tmp_path, monkeypatch, capsys
):
    root = small_project(tmp_path)
    monkeypatch.chdir(root)
    path = os.pathsep.join([str(SUPPORT), str(Path(build.__file__).parents[2])])
    monkeypatch.setenv("PYTHONPATH", path)
    with Workshop() as shop:
        monkeypatch.setattr(build, "Workshop", lambda: nullcontext(shop))
        made, seen = Project(root), []
        for number in count(1):
            made.again()
            command = [sys.executable, "-c", KILLED, str(made.build), str(number), *COMMAND]
            if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != -signal.SIGKILL:
                break
            seen.append(next_commands(made, capsys))
    assert files(made.out) == made.new
    print(f"killed at {len(seen)} moves; all the new from move {seen.index(True) + 1} on")
    assert len(seen) > 15 and seen == sorted(seen)
