"""What a terminal shows while a file is read, and what is left when somebody stops it."""

import io
import subprocess
import sys
import textwrap
import time

import pytest

from analysis.intake import progress
from analysis.intake.adding import add_file
from analysis.intake.known import Given
from analysis.records.journal import recover
from support.ledgers import leftovers, state
from support.shanxi import TODAY
from support.small_project import small_project

LINES = "指标,年份,数值,单位,来源\n企业数,2022,3920,家,s1\n"
STOPPED = textwrap.dedent(
    """
    import os, sys
    root, left = sys.argv[1], [int(sys.argv[2])]
    def hook(event, given):
        write = os.O_WRONLY | os.O_RDWR | os.O_CREAT
        changes = event == "os.rename" or (event == "open" and given[2] & write)
        if changes and str(given[0]).startswith(root + "/data"):
            left[0] -= 1
            if not left[0]:
                raise KeyboardInterrupt
    sys.addaudithook(hook)
    from analysis.__main__ import main
    sys.exit(main(["add", sys.argv[3], "--plan", "small", "--region", "140000", "--accept"]))
    """
)


@pytest.fixture
def small(tmp_path):
    return small_project(tmp_path / "small")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("lang", "words"), [("zh", "核对"), ("en", "checking")])
def test_a_terminal_is_told_what_is_being_done_after_the_wait_and_the_line_is_wiped(
    monkeypatch, lang, words
):
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    stream = Terminal()
    with progress.shown(lang, stream=stream) as at:
        at("check")
        time.sleep(0.3)
    assert words in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_what_is_soon_done_is_not_told_and_a_file_is_never_told():
    quick, file = Terminal(), io.StringIO()
    with progress.shown("en", stream=quick) as at:
        at("check")
    with progress.shown("en", stream=file) as at:
        at("check")
    assert quick.getvalue() == file.getvalue() == ""


def test_every_stage_of_an_addition_has_words(small, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(LINES, encoding="utf-8")
    stages: list[str] = []
    told = Given(region="140000")
    add_file(
        path, plan="small", root=small, dry_run=True, given=told, today=TODAY, at=stages.append
    )
    assert stages == [*progress.STAGES]


def test_an_addition_that_is_stopped_says_one_line_and_is_there_wholly_or_not_at_all(
    small, tmp_path
):
    path = tmp_path / "a.csv"
    path.write_text(LINES, encoding="utf-8")
    before, states = state(small), []
    for number in range(1, 40, 3):
        done = subprocess.run(
            [sys.executable, "-c", STOPPED, str(small), str(number), str(path)],
            cwd=small,
            capture_output=True,
            text=True,
            check=False,
        )
        recover(small)
        states.append(state(small))
        if done.returncode == 0:
            break
        assert (done.returncode, done.stderr) == (130, "stopped | 已中止\n")
        assert leftovers(small) == []
    assert len(states) > 1
    assert states[0] == before != states[-1]
    assert all(found in (before, states[-1]) for found in states)
