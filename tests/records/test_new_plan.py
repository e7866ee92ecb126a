"""Another plan is a folder of data: from an empty one to a briefing, with no code changed."""

import csv
import html
import re
import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest
from openpyxl import load_workbook

from analysis.__main__ import main
from analysis.briefing import build
from analysis.records.errors import PlanDataError
from analysis.records.new_plan import new_plan
from analysis.records.plans import load_plan
from support.shanxi import ROOT, copy_data
from support.shanxi import project as few_regions

NAME = "henan-test-15"
GIVEN = {
    "title": "河南省某“十五五”规划",
    "title-en": "A plan of Henan",
    "short-zh": "河南测试规划",
    "short-en": "Henan's test plan",
    "publisher": "测试机关",
    "issued": "2026-03-01",
    "start": "2026",
    "end": "2030",
    "baseline-year": "2025",
    "region": "410000",
}
GIVEN_ALL = {key.replace("-", "_"): value for key, value in GIVEN.items()}
INDICATORS = [
    ["test_bridges", "测试桥梁", "Test bridges", "个", "stock", "up", "0", "", "只为测试", ""],
    ["test_share", "测试比例", "Test share", "%", "ratio", "up", "0", "100", "只为测试", ""],
]
FIGURES = [
    {
        "figure_id": "F001",
        "indicator_id": "test_bridges",
        "role": "baseline",
        "year": "2025",
        "value": "120",
        "comparator": "=",
        "unit": "个",
        "quote": "2025年测试桥梁120个",
    },
    {
        "figure_id": "F002",
        "indicator_id": "test_bridges",
        "role": "target",
        "value": "200",
        "comparator": ">=",
        "measure": "level",
        "unit": "个",
        "deadline": "2030",
        "quote": "到2030年测试桥梁达到200个以上",
    },
    {
        "figure_id": "F003",
        "indicator_id": "test_share",
        "role": "target",
        "value": "60",
        "comparator": ">",
        "measure": "level",
        "unit": "%",
        "deadline": "2030",
        "quote": "测试比例超过60%",
    },
]


def append(path: Path, rows: list[dict] | list[list]) -> None:
    """Fill in a table below its header, as an analyst would."""
    header = next(x for x in path.read_text("utf-8").splitlines() if not x.startswith("#"))
    columns = next(csv.reader([header]))
    with path.open("a", encoding="utf-8", newline="") as file:
        for row in rows:
            cells = (
                row
                if isinstance(row, list)
                else [row.get(c, "1" if c in ("chapter", "section") else "") for c in columns]
            )
            csv.writer(file, lineterminator="\n").writerow(cells)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A project of few regions with the second plan made by command and filled in."""
    folder = few_regions(tmp_path_factory.mktemp("project"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        given = [part for key, value in GIVEN.items() for part in (f"--{key}", value)]
        assert main(["new-plan", NAME, *given, "--lang", "en"]) == 0
        plan = folder / "data" / "plans" / NAME
        append(plan / "indicators.csv", INDICATORS)
        append(plan / "figures.csv", FIGURES)
        (plan / "plan.txt").write_text("。".join(f["quote"] for f in FIGURES), encoding="utf-8")
        assert main(["check", "--plan", NAME]) == 0
    return folder


def test_the_new_folder_explains_every_column_and_loads_when_filled_in(project):
    text = (project / "data" / "plans" / NAME / "figures.csv").read_text("utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert all(any(f"# {c}: " in line for line in comments) for c in FIGURES[1])
    plan = load_plan(NAME, root=project)
    assert plan.region == "410000" and len(plan.targets) == 2
    assert plan.indicators["in_plan"].sum() == 2


def test_the_second_plan_reaches_a_briefing_with_no_code_changed(
    project, workshop, monkeypatch, capsys
):
    monkeypatch.chdir(project)
    monkeypatch.setattr(build, "Workshop", lambda: nullcontext(workshop))
    book = project / "2025.xlsx"
    assert main(["template", str(book), "--plan", NAME]) == 0
    filled = load_workbook(book)
    page = filled.worksheets[1]
    columns = {cell.value.split()[0]: cell.column for cell in page[1]}
    base = [page.cell(2, columns[head]).value for head in ("指标", "年份", "用途")]
    assert base == ["测试比例", 2025, "基期 base"]  # that of the bridges stands in the plan
    for row, (name, year, value) in enumerate(
        [
            ("测试桥梁", 2023, 104),
            ("测试桥梁", 2024, 112),
            ("测试比例", 2024, 48.5),
        ],
        3,
    ):
        filled_in = {
            "指标": name,
            "地区": "河南省",
            "年份": year,
            "数值": value,
            "来源": "测试公报",
            "发布日期": "2026-04-01",
        }
        for head, cell in filled_in.items():
            page.cell(row, columns[head], cell)
    for head, cell in (("数值", 50.1), ("来源", "测试公报"), ("发布日期", "2026-04-01")):
        page.cell(2, columns[head], cell)
    sources = filled.worksheets[3]
    for column, cell in enumerate(("测试公报", "测试机关", "2026-04-01", "", "A"), 1):
        sources.cell(2, column, cell)
    filled.save(book)
    assert main(["add", str(book), "--plan", NAME, "--accept", "--lang", "en"]) == 0
    assert "Added 4 figures and 1 source" in capsys.readouterr().out
    out = project / "build" / NAME
    assert main(["briefings", "--plan", NAME, "--out", str(out), "--lang", "zh"]) == 0
    built = sorted(p.stem for p in (out / "zh").glob("*.html"))
    assert built == sorted(p.stem for p in (project / "notebooks").glob("*.ipynb"))
    raw = (out / "zh" / "05-briefing.html").read_text("utf-8")
    shown = html.unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", raw, flags=re.DOTALL))
    for words in ("河南测试规划", "测试桥梁", "≥200", ">60", "2030", "测试公报"):
        assert words in shown
    assert "山西" not in shown


def test_an_unfinished_plan_is_told_what_it_lacks(tmp_path):
    copy_data(tmp_path)
    new_plan("another-15", root=tmp_path)
    with pytest.raises(PlanDataError) as missing:
        load_plan("another-15", root=tmp_path)
    assert "data/plans/another-15/plan.toml" in str(missing.value)
    assert all(key in str(missing.value) for key in ("title", "issued", "region", "end"))
    assert len(load_plan("shanxi-innovation-14", root=tmp_path).targets) > 20


@pytest.mark.parametrize("name", ["shanxi-innovation-14", "Bad Name", "../above", ""])
def test_a_name_that_is_taken_or_no_folder_name_is_refused(name, tmp_path):
    (tmp_path / "data" / "plans" / "shanxi-innovation-14").mkdir(parents=True)
    with pytest.raises(PlanDataError, match=r"already|lower-case"):
        new_plan(name, root=tmp_path)
    assert [p.name for p in (tmp_path / "data" / "plans").iterdir()] == ["shanxi-innovation-14"]


def test_a_row_below_comments_is_named_by_its_line(tmp_path):
    """Three comments and the header: the first row is line 5 of the file."""
    plan = tmp_path / "data" / "plans" / "small-15"
    plan.parent.mkdir(parents=True)
    new_plan("small-15", root=tmp_path, given=GIVEN_ALL)
    text = (plan / "indicators.csv").read_text("utf-8").splitlines()
    (plan / "indicators.csv").write_text(
        "\n".join([*text[:3], text[-1], "Bad Id,a,b,个,stock,up,,,,"]), encoding="utf-8"
    )
    with pytest.raises(PlanDataError, match="row 5, column indicator_id, value 'Bad Id'"):
        load_plan("small-15", root=tmp_path)


GERMANY = ROOT / "data" / "plans" / "germany-dns-2030"
TABLES = ("figures", "indicators", "sources", "regions", "region_levels", "region_map", "units")


def test_a_plan_of_another_country_goes_from_an_empty_folder_to_check(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "data" / "plans").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "units.csv", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    given = {
        **{"title": "Nachhaltigkeitsstrategie", "publisher": "Die Bundesregierung"},
        **{"title-en": "Sustainability strategy", "short-en": "the strategy"},
        **{"issued": "2021-03-10", "start": "2021", "end": "2030", "baseline-year": "2020"},
        "region": "DE",
    }
    options = [part for key, value in given.items() for part in (f"--{key}", value)]
    assert main(["new-plan", "dns", *options, "--languages", "en", "--uses"]) == 0
    plan = tmp_path / "data" / "plans" / "dns"
    for table in (*TABLES, "exclusions"):
        shutil.copy(GERMANY / f"{table}.csv", plan)
    shutil.copy(GERMANY / "plan.txt", plan)
    shutil.copytree(GERMANY / "observations", plan / "observations")
    capsys.readouterr()
    assert main(["check", "--plan", "dns"]) == 0
    assert "dns: 57 figures, 51 targets, 5894 observations, 0 events: OK" in capsys.readouterr().out
