"""Every region's briefings by one command, none lost to another's failure."""

import json
import re
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.briefing import BriefingError, Workshop, pdf
from analysis.briefing import regions_build as made
from analysis.briefing.asked import at_once
from analysis.briefing.page import without_dead_links
from analysis.briefing.regions_build import REGIONAL, build_regions
from analysis.briefing.reports import BuildReport, PrintReport, RegionsReport
from analysis.records.schema import FIGURES, OBSERVATIONS, REGIONS
from support.shanxi import PLAN, ROOT
from support.small_project import FIGURE, OBSERVATION, REGION, small_project, write

PARAMETERS = 'plan = ""\nregion = ""\nas_of = ""\nlang = "zh"'
NAMES = {
    "140000": ("山西省", "Shanxi"),
    "340000": ("安徽省", "Anhui"),
    "360000": ("江西省", "Jiangxi"),
}
THREE = list(NAMES)


def notebook(root: Path, source: str) -> None:
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {"tags": ["zh"]}, "source": "# 一篇"},
        {"cell_type": "markdown", "id": "b", "metadata": {"tags": ["en"]}, "source": "# A page"},
        {
            "cell_type": "code",
            "id": "c",
            "metadata": {"tags": ["parameters"]},
            "source": PARAMETERS,
            "execution_count": None,
            "outputs": [],
        },
        {
            "cell_type": "code",
            "id": "d",
            "metadata": {},
            "source": source,
            "execution_count": None,
            "outputs": [],
        },
    ]
    path = root / "notebooks" / "01-small.ipynb"
    path.parent.mkdir(exist_ok=True)
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def project(tmp_path) -> Path:
    """A plan of one indicator and one target, in three provinces."""
    small_project(tmp_path)
    named = ({"region": r, "name_zh": zh, "name_en": en} for r, (zh, en) in NAMES.items())
    write(tmp_path / "data" / "regions.csv", REGIONS, *(REGION | each for each in named))
    seen = ({"observation_id": f"o{r}", "region": r} for r in THREE)
    table = tmp_path / "data" / "observations" / "a.csv"
    write(table, OBSERVATIONS, *(OBSERVATION | each for each in seen))
    target = {"figure_id": "F002", "role": "target", "year": "", "value": "5000"}
    aim = {"comparator": ">=", "measure": "level", "deadline": "2025", "quote": "5000家以上"}
    figures = tmp_path / "data" / "plans" / "small" / "figures.csv"
    write(figures, FIGURES, FIGURE, FIGURE | target | aim)
    notebook(tmp_path, "print('of', region, lang)")
    return tmp_path


class Lent:
    """A workshop of several builds in a row, which none of them closes."""

    def __init__(self, shop: Workshop) -> None:
        self.run, self.process = shop.run, shop.process

    def __exit__(self, *_: object) -> None:
        return


@pytest.fixture
def lent(workshop, monkeypatch) -> None:
    """Of a test that is not about processes: imports are most of the time of a small build."""
    monkeypatch.setattr(made, "Workshop", lambda: Lent(workshop))


def build(root: Path, **options) -> RegionsReport:
    settings = {
        "plan": "small",
        "regions": THREE,
        "notebooks": ["01-small"],
        "progress": False,
        "jobs": 1,
    }
    return build_regions(root, root / "out", **(settings | options))


def test_each_region_gets_its_pages_and_the_index_leads_to_all(project, lent):
    report = build(project)
    assert list(report.built) == THREE and not report.failed
    for region in THREE:
        for lang in ("zh", "en"):
            page = project / "out" / region / lang / "01-small.html"
            assert f"of {region} {lang}" in page.read_text("utf-8")
            for path in (page, page.parents[1] / "index.html"):
                found = re.findall(r'<a[^>]* href="([^"#]+)"', path.read_text("utf-8"))
                led_to = {(path.parent / link).resolve() for link in found}
                assert all(target.exists() for target in led_to)
                assert project / "out" / "index.html" in led_to
    index = (project / "out" / "index.html").read_text("utf-8")
    links = re.findall(r'<a href="([^"]+)"', index)
    assert len(links) == 6 and all((project / "out" / link).exists() for link in links)
    assert "安徽省" in index and "Anhui" in index and "default-src 'none'" in index
    again = build(project)
    assert all(r.skipped for r in again.built.values()) and "3 unchanged" in str(again)


def test_each_region_is_published_in_a_folder_of_its_own(project, lent):
    report = build(project, regions=THREE[:1], address="https://example.org/all")
    page = (report.out / THREE[0] / "en" / "01-small.html").read_text("utf-8")
    address = f"https://example.org/all/{THREE[0]}/en/01-small.html"
    assert f'<link rel="canonical" href="{address}">' in page


def test_an_address_that_is_none_of_the_web_is_told_once_before_any_region(project):
    with pytest.raises(BriefingError, match="https://"):
        build(project, address="example.org")
    assert not (project / "out").exists()


def test_a_link_to_a_page_that_is_not_built_is_plain_text():
    page = '<a href="05-briefing.html">this</a> and <a href="06-calibration.html">that</a>'
    kept = '<a href="05-briefing.html">this</a> and that'
    assert without_dead_links(page, {"05-briefing"}) == kept


def test_a_region_that_fails_leaves_the_others_and_its_own_old_pages_alone(project, lent):
    build(project, languages=("zh",))
    notebook(project, "assert region != '340000', 'no luck'\nprint('new', region)")
    report = build(project, languages=("zh",))
    assert list(report.built) == ["140000", "360000"] and list(report.failed) == ["340000"]
    assert "no luck" in report.failed["340000"] and "原有简报未改动" in str(report)
    told = {r: (project / "out" / r / "zh" / "01-small.html").read_text("utf-8") for r in THREE}
    assert "new 140000" in told["140000"] and "new 360000" in told["360000"]
    assert "of 340000" in told["340000"]
    index = (project / "out" / "index.html").read_text("utf-8")
    assert index.count("这次未能生成") == 1 and 'href="340000/zh/01-small.html"' in index


def test_of_regions_built_at_once_a_process_that_ends_takes_only_its_own_with_it(project):
    notebook(project, "import os\nif region == '140000':\n    os._exit(3)\nprint('of', region)")
    report = build(project, languages=("zh",), jobs=2)
    assert list(report.failed) == ["140000"] and list(report.built) == THREE[1:]


def test_bad_data_fail_every_region_and_are_told_once(project, lent):
    table = project / "data" / "observations" / "a.csv"
    table.write_text(table.read_text("utf-8").replace(",3916,", ",n/a,", 1), encoding="utf-8")
    report = build(project, languages=("zh",))
    assert list(report.failed) == THREE and not report.built
    assert str(report).count("not a number") == 1


def test_a_folder_with_other_things_in_it_is_refused(project):
    (project / "out").mkdir()
    (project / "out" / "thesis.docx").write_text("years of work")
    with pytest.raises(BriefingError, match="holds something other"):
        build(project)
    assert [p.name for p in (project / "out").iterdir()] == ["thesis.docx"]


def test_the_notebooks_that_are_built_for_every_region_exist():
    assert all((ROOT / "notebooks" / f"{name}.ipynb").exists() for name in REGIONAL)


@pytest.mark.parametrize(("failed", "code"), [({}, 0), ({"340000": "no luck"}, 1)])
def test_the_command_builds_every_region_and_fails_where_one_did(monkeypatch, capsys, failed, code):
    asked = {}

    def fake(root: Path, out: Path, **options) -> RegionsReport:
        asked.update(options, out=out)
        return RegionsReport(out, {}, failed, 1.0)

    monkeypatch.setattr(made, "build_regions", fake)
    assert main(["briefings", "--region", "all", "--lang", "en", "--jobs", "2"]) == code
    assert asked["out"] == ROOT / "build" / "regions" and asked["languages"] == ("en",)
    assert at_once(asked["jobs"]) == 2 and asked["plan"] == PLAN
    told = capsys.readouterr()
    assert ("no luck" in told.err) == bool(failed)


def test_the_command_prints_every_region_that_was_built(monkeypatch, capsys, tmp_path):
    asked = {}

    def fake(root: Path, out: Path, **options) -> RegionsReport:
        asked.update(options)
        reports = {r: BuildReport(out / r, (), 0.1) for r in THREE[1:]}
        return RegionsReport(out, reports, {THREE[0]: "no luck"}, 1.0)

    printed = []

    def printed_pages(out: Path, **_) -> PrintReport:
        printed.append(out)
        return PrintReport(("a", "b"), (f"{out.name} marked",))

    monkeypatch.setattr(made, "build_regions", fake)
    monkeypatch.setattr(pdf, "print_pages", printed_pages)
    command = ["briefings", "--region", "all", "--pdf", "--since", "2024-01-01"]
    assert main([*command, "--out", str(tmp_path)]) == 1
    assert asked["since"] == "2024-01-01"
    assert printed == [tmp_path / r for r in THREE[1:]]
    assert capsys.readouterr().out.splitlines() == [
        "4 PDFs printed | 已打印 4 个 PDF",
        *(f"{r} marked" for r in THREE[1:]),
    ]
