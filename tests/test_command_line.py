"""The command line reads what it is given strictly, and tells in a message what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import COMMANDS, main
from analysis.records.schema import TABLES
from support.small_project import REGION, small_project, write


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    root = small_project(tmp_path)
    nation = REGION | {"region": "000000", "name_zh": "全国", "level": "country", "parent": ""}
    write(root / "data" / "regions.csv", TABLES["regions"], REGION, nation)
    (root / "notebooks").mkdir()
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["check", "--plan", "/etc"], "plan '/etc': no such folder in data/plans"),
        (["check", "--plan", "../plans/small"], "plan '../plans/small': no such folder"),
        (["check", "--plan", ""], "plan '': no such folder"),
        (["history", "firms", "--plan", "/etc"], "plan '/etc': no such folder"),
        (["template", "a.xlsx", "--plan", "/etc"], "plan '/etc': no such folder"),
        (["export", "a.xlsx", "--plan", "/etc"], "plan '/etc': no such folder"),
        (["add", "a.xlsx", "--plan", "/etc"], "a.xlsx: "),
        (["briefings", "--plan", "../small"], "plan '../small': write the name of a folder"),
        (["briefings", "--plan", "small", "--as-of", "23-12-31"], "as_of '23-12-31': not a date"),
        (["briefings", "--plan", "small", "--since", "20231231"], "since '20231231': not a date"),
        (["briefings", "--recorded-since", "23-12-31"], "recorded_since '23-12-31': not a date"),
        (
            ["briefings", "--since", "2024-01-01", "--recorded-since", "2024-01-01"],
            "since, recorded_since: give one of them",
        ),
        (["briefings", "--plan", "small", "--region", "1 4"], "region '1 4': not a region's code"),
        (["briefings", "--plan", "small", "--jobs", "0"], "jobs '0': write a whole number from 1"),
        (["briefings", "--region", "all", "--plan", "/etc"], "plan '/etc': write the name"),
        (["briefings", "--region", "all", "--as-of", "23-1-1"], "as_of '23-1-1': not a date"),
        (["briefings", "--region", "all", "--jobs", "x"], "jobs 'x': write a whole number"),
        (["history", "firms", "--plan", "small", "--region", "0"], "--region '0': not in regions"),
        (
            ["history", "firms", "--plan", "small", "--region", "990000"],
            "--region '990000': not in",
        ),
        (
            ["template", "a.xlsx", "--plan", "small", "--region", "x"],
            "--region 'x': not in regions",
        ),
        (["new-plan", "next", "--start", "26"], "start '26': write a whole number from 1900"),
        (["new-plan", "next", "--end", "0"], "end '0': write a whole number from 1900"),
        (["new-plan", "next", "--issued", "2026-2-1"], "issued '2026-2-1': not a date"),
        (["new-plan", "next", "--region", "1 4"], "region '1 4': not a region's code"),
        (["new-plan", "../next"], "'../next': use lower-case letters"),
        (["new-plan", "n" * 65], f"'{'n' * 65}': use lower-case letters, digits and hyphens, at"),
        (["new-plan", "next", "--title", "\udce9"], "title '\\udce9': holds bytes that are no UTF"),
        (["history", "\udcff", "--plan", "small"], "\\udcff: not an indicator of small"),
        (["check", "--plan", "\udcff"], "plan '\\udcff': no such folder in data/plans"),
        (["add", "a" * 300, "--plan", "small"], f"{'a' * 300}: cannot be read or written (File"),
        (["add", "a.csv\0", "--plan", "small"], "a.csv\0: the file does not exist"),
        (["export", "a" * 300, "--plan", "small"], f"{'a' * 300}: cannot be written (File name"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_status_1(project, capsys, command, told):
    assert main(command) == 1
    said = capsys.readouterr()
    assert said.err.startswith(told) and " | " in said.err and not said.out
    assert not (project / "data" / "plans" / "next").exists()


def test_a_code_and_a_day_may_be_typed_with_full_width_digits(project, capsys):
    assert main(["history", "firms", "--plan", "small", "--region", " １４００００"]) == 0
    assert "3,916" in capsys.readouterr().out.replace("3916", "3,916")
    typed = ["--start", "２０２６", "--issued", "2026-01", "--region", "１４００００"]
    assert main(["new-plan", "next", *typed, "--lang", "en"]) == 0
    written = (project / "data" / "plans" / "next" / "plan.toml").read_text(encoding="utf-8")
    assert "\nstart = 2026\n" in written and "\nissued = 2026-01-31\n" in written
    assert '\nregion = "140000"\n' in written and "\n# end = \n" in written


def test_the_template_asks_for_the_regions_named(project):
    command = ["template", "a.xlsx", "--plan", "small", "--region", "000000", "--region", "140000"]
    assert main(command) == 0
    data = pd.read_excel("a.xlsx", sheet_name=1, engine="openpyxl")
    assert set(data["地区 Region"].dropna()) == {"全国", "山西省"}


@pytest.mark.parametrize("command", ["export", "template"])
def test_a_full_disk_is_told_in_one_message_and_leaves_no_half_file(project, command):
    (project / "there.xlsx").write_bytes(b"as it was")
    uncompiled = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}  # no half module is left behind
    limited = f"ulimit -f 1; exec {sys.executable} -m analysis {command} there.xlsx --overwrite"
    told = subprocess.run(
        ["bash", "-c", f"{limited} --plan small"],
        capture_output=True,
        text=True,
        check=False,
        env=uncompiled,
    )
    assert told.returncode == 1 and "Traceback" not in told.stderr
    assert told.stderr.startswith("there.xlsx: cannot be written (File too large)")
    assert (project / "there.xlsx").read_bytes() == b"as it was"
    assert not list(project.glob(".*.part"))


def test_a_full_disk_below_our_output_is_told_in_one_message(project):
    told = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m analysis history firms --plan small > /dev/full"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("output: cannot be read or written (No space left on device); ")
    assert " | " in told.stderr and len(told.stderr.splitlines()) == 1


def test_a_command_without_an_output_says_nothing_and_fails_at_nothing(project, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["history", "firms", "--plan", "small"]) == 0


def test_what_the_system_refuses_is_told_with_the_place(project, monkeypatch, capsys):
    def refused(options):
        raise PermissionError(13, "Permission denied", "data/plans")

    monkeypatch.setitem(COMMANDS, "check", refused)
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith(
        "data/plans: cannot be read or written (Permission denied); free some space, or ask"
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
@pytest.mark.parametrize("command", [["history", "firms", "--plan", "small"], ["--help"]])
def test_a_console_of_any_encoding_is_spoken_to(project, encoding, command):
    told = subprocess.run(
        [sys.executable, "-m", "analysis", *command],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C"},
        check=False,
    )
    assert told.returncode == 0 and told.stderr == b"" and told.stdout


def test_a_reader_that_leaves_early_and_an_interruption_are_no_tracebacks(project, monkeypatch):
    told = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m analysis history firms --plan small | true"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stderr == ""

    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setitem(COMMANDS, "check", interrupted)
    assert main(["check"]) == 130
