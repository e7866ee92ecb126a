"""A plan of another country is a folder: nothing of China on its pages, no line of code for it."""

import html
import re
from contextlib import nullcontext

import pytest

from analysis import situation
from analysis.__main__ import main
from analysis.briefing import build
from analysis.judging.calibration import read_calibration
from analysis.judging.league import read_league, was_played
from analysis.judging.regions import compare_regions, regions_beside
from analysis.judging.situations import read_records
from analysis.projection.regional import read_regional
from analysis.telling.calibration import replay_words
from analysis.telling.methods_league import league_words
from support.foreign_plan import NAME, PLACES, foreign_plan, foreign_project
from support.shanxi import PLAN, copy_data

WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return foreign_project(tmp_path_factory.mktemp("foreign"))


@pytest.fixture(scope="module")
def records(project):
    return read_records(NAME, root=project)


def test_its_folder_passes_check(project, monkeypatch, capsys):
    monkeypatch.chdir(project)
    assert main(["check"]) == 0
    assert "11 figures, 7 targets, 420 observations" in capsys.readouterr().out


def test_its_promises_are_judged(project):
    """The mean of 2026–2030 is of years to come; 9.82 % in 2024 is below 10.5 % when due."""
    told = situation(NAME, root=project).verdicts.set_index("target_id")
    assert told.loc["F009", "status"] == "achieved" and told.loc["F009", "settled"]
    assert told.loc["F006", "status"] in ("on_track", "at_risk", "off_track")
    assert told.loc["F010", "target_value"] == pytest.approx(1.5 * 658.0)
    assert told.loc["F011", "reason"] == "no_evidence"


def test_what_was_learned_in_another_panel_is_not_used(records, project):
    folders = records.plan.folders
    assert read_regional(project, folders).empty
    assert not was_played(read_league(project, folders))
    found = read_calibration(situation(NAME, root=project), root=project)
    assert found.outcomes.empty and found.regional.empty
    assert "Nothing was learned from a panel" in str(replay_words(found, lang="en"))
    assert "no table" in str(league_words(read_league(project, folders), lang="en"))


def test_its_own_regions_are_the_panel(records):
    assert list(records.plan.panel) == list(PLACES)
    assert regions_beside(records, "XN-B")[0] == "XN-B"
    assert set(regions_beside(records, "XN-B")) == set(PLACES)
    assert set(compare_regions(records).standings["region"]) == set(PLACES)


def test_its_pages_are_in_its_language_without_a_word_of_china(project, workshop, monkeypatch):
    monkeypatch.chdir(project)
    monkeypatch.setattr(build, "Workshop", lambda: nullcontext(workshop))
    out = project / "build" / NAME
    assert main(["briefings", "--plan", NAME, "--out", str(out)]) == 0
    assert [p.name for p in out.iterdir() if p.is_dir() and p.name in ("zh", "en")] == ["en"]
    pages = sorted((out / "en").glob("*.html"))
    assert len(pages) == len(list((project / "notebooks").glob("*.ipynb")))
    for page in pages:
        raw = page.read_text("utf-8")
        bare = re.sub(r"<(style|script)[^>]*>.*?</\1>", " ", raw, flags=re.DOTALL)
        shown = html.unescape(re.sub(r"<[^>]+>", "\n", bare))
        said = [shown, *map(html.unescape, re.findall(r'(?:aria-label|title|alt)="([^"]*)"', bare))]
        for text in said:
            assert not WIDE.search(text), (page.name, WIDE.search(text))
        assert not re.search(r"provinc|Shanxi|yuan", shown, re.IGNORECASE), page.name


def test_the_first_plan_is_what_it_was_with_this_one_beside_it(tmp_path, records):
    copy_data(tmp_path)
    alone = situation(PLAN, root=tmp_path)
    foreign_plan(tmp_path)
    both = situation(PLAN, root=tmp_path)
    columns = [c for c in alone.verdicts if alone.verdicts[c].dtype != object]
    assert alone.verdicts[columns].equals(both.verdicts[columns])
    assert alone.sources == both.sources
