"""New files take the place of old ones all or none, and nobody's own file is lost on the way."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from analysis.briefing import BriefingError, exchange
from analysis.briefing.folder import BRIEFINGS, outputs, read_record, write_record
from support.killing import killed
from support.processes import posix

OLD = {
    "index.html": "old front",
    "assessment.csv": "old table",
    "zh/same.html": "same",
    "zh/changed.html": "old",
    "zh/dropped.html": "old",
    "zh/marked.html": "old",
    "zh/linked.html": "old",
    "zh/dropped-marked.html": "old",
    "en/changed.html": "old",
}
NEW = {
    "index.html": "new front",
    "assessment.csv": "new table",
    "zh/same.html": "same",
    "zh/changed.html": "new",
    "zh/added.html": "new",
    "zh/marked.html": "new",
    "zh/linked.html": "new",
    "zh/folder.html": "new",
    "fr/changed.html": "new",
}
# What somebody laid there or wrote over, and what was kept beside its place afterwards.
THEIRS = (
    *("note.txt", "own/deep/note.txt", "zh/note.html", "en/note.html"),
    *("zh/marked.html", "zh/dropped-marked.html", "zh/folder.html/note.txt", "fr"),
)
KEPT = {
    "zh/marked": "zh/marked.kept",
    "zh/dropped-marked": "zh/dropped-marked.kept",
    "zh/folder": "zh/folder.kept",
    "zh/linked": "zh/linked.kept",
    "fr": "fr.kept",
}
ELSEWHERE = "elsewhere.html"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def recorded(folder: Path, made: dict[str, str]) -> None:
    write_record(folder, BRIEFINGS, inputs={}, outputs=made, pages={}, seen={})


def old_briefings(home: Path) -> Path:
    """Briefings as a build left them and as people used them since; the folder."""
    out = home / "pages"
    write(out, OLD)
    recorded(out, outputs(out))
    write(home / ".pages.executed", {"zh-changed.ipynb": "old run"})
    write(out, {name: f"mine {name}" for name in THEIRS})
    write(home, {ELSEWHERE: "mine elsewhere"})
    (out / "zh" / "linked.html").unlink()
    (out / "zh" / "linked.html").symlink_to(home / ELSEWHERE)
    return out


def renew(out: Path) -> list[str]:
    """Put the new briefings in place; what was said of it."""
    with exchange.held(out) as hold:
        stage = hold.stage()
        write(stage.pages, NEW)
        recorded(stage.pages, outputs(stage.pages))
        write(stage.kept, {"zh-changed.ipynb": "new run"})
        kept = outputs(exchange.executed(out))
        ours = {f".pages.executed/{name}": digest for name, digest in kept.items()}
        ours |= hold.named(read_record(out).get("outputs", {}))
        exchange.exchange(hold, stage, BRIEFINGS, ours)
    return hold.said


def put_right(out: Path) -> None:
    with exchange.held(out):
        pass


def state(home: Path) -> dict[str, str]:
    """Every file there is, hidden ones too, with its text or where it leads; not the lock."""
    return {
        path.relative_to(home).as_posix(): f"-> {path.readlink().name}"
        if path.is_symlink()
        else path.read_text()
        for path in home.rglob("*")
        if path.is_symlink() or (path.is_file() and path.suffix != ".lock")
    }


@pytest.fixture
def home(tmp_path) -> Iterator[Path]:
    """In memory, where there is such a place: thousands of moves wait for no disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        dir=memory if os.access(memory, os.W_OK) else tmp_path, ignore_cleanup_errors=True
    ) as folder:
        yield old_briefings(Path(folder, "home")).parent


def again(home: Path) -> Path:
    shutil.rmtree(home)
    return old_briefings(home)


@pytest.fixture
def both(home) -> tuple[dict[str, str], dict[str, str]]:
    """What there is before and after."""
    old = state(home)
    renew(home / "pages")
    new = state(home)
    again(home)
    return old, new


def test_ours_is_replaced_or_removed_and_theirs_is_left_or_kept_beside(home):
    out = home / "pages"
    said = "\n".join(renew(out))
    assert set(read_record(out)["outputs"]) == set(NEW)
    kept = {
        "zh/marked.html": "zh/marked.kept.html",
        "zh/dropped-marked.html": "zh/dropped-marked.kept.html",
        "zh/folder.html/note.txt": "zh/folder.kept.html/note.txt",
        "fr": "fr.kept",
    }
    assert state(home) == {
        **{f"pages/{name}": text for name, text in NEW.items()},
        **{f"pages/{kept.get(name, name)}": f"mine {name}" for name in THEIRS},
        "pages/zh/linked.kept.html": f"-> {ELSEWHERE}",
        ELSEWHERE: "mine elsewhere",
        ".pages.executed/zh-changed.ipynb": "new run",
        "pages/.build.json": (out / ".build.json").read_text(),
    }
    assert len(said.splitlines()) == len(KEPT)
    for name in ("zh/marked.html", "zh/dropped-marked.html", "zh/folder.html", "zh/linked.html"):
        aside = Path(name).with_suffix(".kept.html").name
        assert f"{out / name}: not as a build left it, kept as {aside} | " in said
        assert f"已另存为 {aside}" in said
    assert f"{out / 'fr'}: not as a build left it, kept as fr.kept | " in said


def test_what_is_kept_never_takes_the_place_of_what_was_kept_before(home):
    out = home / "pages"
    for number in range(3):
        write(out, {"zh/marked.html": f"mine {number}"})
        assert any("zh/marked.html: not as" in line for line in renew(out))
    names = ("marked.kept", "marked.kept-2", "marked.kept-3")
    assert [(out / "zh" / f"{n}.html").read_text() for n in names] == ["mine 0", "mine 1", "mine 2"]


def test_what_stays_the_same_is_not_touched(home):
    page = home / "pages" / "zh" / "same.html"
    before = page.stat()
    renew(home / "pages")
    assert (page.stat().st_ino, page.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_given_up_leaves_before_anything_comes(tmp_path, monkeypatch):
    """On a disk that ignores case the old B.html would else be taken for the new b.html."""
    out = tmp_path / "pages"
    write(out, {"zh/B.html": "old"})
    recorded(out, outputs(out))
    moves, rename = [], os.rename
    monkeypatch.setattr(os, "rename", lambda a, b: (moves.append(Path(a).name), rename(a, b)))
    with exchange.held(out) as hold:
        stage = hold.stage()
        write(stage.pages, {"zh/a.html": "new", "zh/b.html": "new"})
        recorded(stage.pages, outputs(stage.pages))
        exchange.exchange(hold, stage, BRIEFINGS, hold.named(read_record(out)["outputs"]))
    assert [name for name in moves if name.endswith(".html")] == ["B.html", "a.html", "b.html"]


def test_a_file_of_somebody_elses_under_the_name_of_the_record_is_kept(home):
    record = home / "pages" / ".build.json"
    record.write_text('{"tool": "another"}')
    assert "已另存为 .build.kept.json" in "\n".join(renew(home / "pages"))
    assert record.with_name(".build.kept.json").read_text() == '{"tool": "another"}'
    texts = [path.read_text() for path in (home / "pages").rglob("*.kept*") if path.is_file()]
    assert texts.count("old table") == 1, "without a record of ours nothing is taken for ours"


# --- killed ---------------------------------------------------------------------------------


@posix
def test_killed_at_any_step_the_next_one_finds_all_the_old_or_all_the_new(home, both):
    seen = []
    for number in count(1):
        out = again(home)
        if not killed(lambda: renew(out), home, number):  # noqa: B023
            break
        put_right(out)
        found = state(home)
        assert found in both, f"between, when killed at step {number}"
        seen.append(found == both[1])
    assert len(seen) > 30 and seen == sorted(seen) and set(seen) == {False, True}


@posix
def test_killed_again_while_it_is_put_right_nothing_is_lost(home, both):
    """At some steps of the first, at each of the second."""
    left, tried = home.with_name("left"), 0
    for first in count(1, 23):
        out = again(home)
        if not killed(lambda: renew(out), home, first):  # noqa: B023
            break
        if not exchange.is_cut_off(out):
            continue
        home.rename(left)
        for second in count(1):
            shutil.copytree(left, home, symlinks=True)
            if not killed(lambda: put_right(out), home, second):  # noqa: B023
                break
            put_right(out)
            assert state(home) in both, f"when killed at {first}, then at {second}"
            shutil.rmtree(home)
            tried += 1
        shutil.rmtree(left)
    assert tried > 60


@posix
def test_what_somebody_does_between_the_kill_and_the_next_build_is_not_lost_either(home):
    tried = 0
    for number in count(1, 6):
        out = again(home)
        if not killed(lambda: renew(out), home, number):  # noqa: B023
            break
        if not exchange.is_cut_off(out):
            continue
        there = [path for path in out.rglob("*") if path.is_file() and path.name != ".build.json"]
        for path in there:
            path.write_text(f"{path.read_text()}, marked at {path}")
        before = {path.read_text() for path in there}
        put_right(out)
        renew(out)
        assert before <= set(state(home).values()), f"after step {number}"
        tried += 1
    assert tried > 8


# --- a file that cannot be moved ------------------------------------------------------------


def refuse(monkeypatch, when) -> None:
    """Let moves fail as they do on Windows while a program has a file open."""
    for name in ("rename", "replace"):
        move = getattr(os, name)

        def moved(source, target, move=move):
            if when(Path(source), Path(target)):
                raise PermissionError(13, "in use", str(source), None, str(target))
            move(source, target)

        monkeypatch.setattr(os, name, moved)


def test_a_file_that_is_open_elsewhere_stops_it_and_everything_is_as_it_was(
    home, both, monkeypatch
):
    out = home / "pages"
    files = [out / name for name in {*OLD, ".build.json"} if name != "zh/same.html"]
    for file in (*files, home / ".pages.executed" / "zh-changed.ipynb"):
        with monkeypatch.context() as patch:
            refuse(patch, lambda source, target: file in (source, target))  # noqa: B023
            with pytest.raises(BriefingError) as failure:
                renew(out)
        assert str(failure.value).startswith(f"{file}: cannot be replaced (in use)")
        assert "请关闭正在使用它的程序" in str(failure.value)
        assert "previous briefings are unchanged | 原有简报未改动" in str(failure.value)
        assert state(home) == both[0], file


def test_where_it_cannot_even_be_undone_the_message_says_so_and_the_next_one_does(
    home, both, monkeypatch
):
    for begun in count(1):
        out, moves = again(home), count(1)
        with monkeypatch.context() as patch:
            refuse(patch, lambda *_: next(moves) > begun)  # noqa: B023
            try:
                renew(out)
                break
            except BriefingError as error:
                said = str(error)
        if exchange.is_cut_off(out):
            assert "Nothing is lost" in said and "没有丢失任何文件" in said
            assert "unchanged" not in said and str(out.with_name(".pages.work")) in said
        put_right(out)
        assert state(home) in both, f"after {begun} moves"
    assert begun > 20


def test_a_journal_that_cannot_be_read_is_named_and_nothing_is_touched(home):
    swap = home / ".pages.work" / exchange.SWAP
    write(swap, {exchange.JOURNAL: "{", "old/pages/zh/a.html": "the only copy"})
    before = state(home)
    with pytest.raises(BriefingError, match=r"journal\.json cannot be read.*请取出所需文件"):
        renew(home / "pages")
    assert state(home) == before
