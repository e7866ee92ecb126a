"""What became known since is taken in once, by rule, with every row accounted for."""

import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.records.ledger import additions
from analysis.records.observations import read_events, read_observations
from analysis.records.plans import load_plan
from analysis.records.pledges import read_pledges
from support.shanxi import PACKAGE, PLAN, ROOT, copy_data

sys.path.insert(0, str(ROOT / "scripts"))

import import_outcomes as importer

RAW = Path(PACKAGE) / "raw"
OUTCOME = {
    "indicator": "high_tech_firms",
    "region": "山西省",
    "year": "2025",
    "value": "4500",
    "unit": "家",
    "qualifier": "at_least",
    "kind": "outcome",
    "exact_words": "高新技术企业突破4500家",
    "sentence": "高新技术企业突破4500家。",
    "source_title": "2026年山西省政府工作报告",
    "publisher": "山西省人民政府",
    "publication_date": "2026-04-17",
    "how_read": "full text",
    "where": "https://a.cn/b.shtml (text: github lawtext/gov@0 政府工作报告-省/山西省/2026.md)",
    "note": "",
}
LATER = {
    "indicator_id": "pilot_base",
    "indicator_zh": "中试基地",
    "region": "山西省",
    "year": "2025",
    "as_of": "2025-11-17",
    "value": "49",
    "unit": "个",
    "source_title": "翻番",
    "publisher": "中新网",
    "published": "2025-11-17",
    "url": "http://blog.zzhuanghui.com/m?id=3919948",
    "quote": "",
    "quality": "press",
}
SHARE = "拥有国家级重点实验室7个，占全省的88%"


@pytest.fixture(scope="module")
def accounting() -> pd.DataFrame:
    return pd.read_csv(ROOT / RAW / "accounting_2026.csv", dtype=str, keep_default_na=False)


@pytest.fixture
def root(tmp_path) -> Path:
    copy_data(tmp_path)
    for added in (tmp_path / "data").rglob("*"):
        if added.name in ("sources_added.csv", "pledges.csv", "events.csv", "sources.csv"):
            if "plans" in added.parts or added.name == "sources_added.csv":
                added.unlink()
    shutil.copytree(ROOT / "data/plans/shanxi-15", tmp_path / "data/plans/shanxi-15")
    for name in ("observations", "pledges.csv", "sources.csv"):
        gone = tmp_path / "data/plans/shanxi-15" / name
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink(missing_ok=True)
    (tmp_path / RAW).mkdir(parents=True)
    for path in (ROOT / RAW).glob("outcome*.csv"):
        shutil.copy(path, tmp_path / RAW)
    return tmp_path


def files(folder: Path, *changes: dict) -> tuple[Path, Path]:
    """Outcomes that differ from an ordinary one only in what the test names, and one later row."""
    outcomes, later = folder / "outcomes.csv", folder / "later.csv"
    pd.DataFrame([OUTCOME | c for c in changes]).to_csv(outcomes, index=False)
    pd.DataFrame([LATER]).to_csv(later, index=False)
    return outcomes, later


def test_every_row_of_the_committed_material_has_a_fate_and_stands_where_it_says(accounting):
    assert accounting.groupby("file", sort=False).size().tolist() == [208, 51, 5]
    plans = {name: load_plan(name, root=ROOT) for name in (PLAN, "shanxi-15")}
    there = {
        "observation": [read_observations(p, root=ROOT)["observation_id"] for p in plans.values()],
        "event": [read_events(plans[PLAN], root=ROOT)["event_id"]],
        "pledge": [read_pledges(p, root=ROOT)["pledge_id"] for p in plans.values()],
    }
    for fate, rows in accounting.groupby("fate"):
        if fate in there:
            assert set(rows["record_id"]) <= set(pd.concat(there[fate]))
            assert rows["record_id"].is_unique
        else:
            assert fate in ("left", "figure")
            assert rows["reason"].ne("").all() and rows["record_id"].eq("").all()


def test_figures_that_disagree_are_both_kept_and_said_to_be(accounting):
    beside = accounting[accounting["reason"].str.startswith("kept beside")]
    told = {(r.raw_id, r.year): r.reason for r in beside.itertuples()}
    assert told["high_tech_firms", "2015"] == f"kept beside 720 (plan:{PLAN})"
    assert told["high_tech_firms", "2020"] == f"kept beside 3188 (plan:{PLAN})"
    assert told["hte_new", "2024"] == "kept beside 1599 (work-report-shanxi-2025)"


def test_a_second_run_adds_nothing_and_writes_the_same_bytes(root, tmp_path):
    pledge = {"kind": "annual_target", "exact_words": "达到4600家以上", "year": "2024"}
    given = files(tmp_path, {}, pledge)
    first = importer.run(*given, root)
    before = {p: p.read_bytes() for p in (root / "data").rglob("*.csv")}
    assert first["fate"].tolist()[:3] == ["observation", "pledge", "observation"]
    assert len(additions(root)) == 2  # the shared package's, the plan's own
    again = importer.run(*given, root)
    pd.testing.assert_frame_equal(again, first)
    assert {p: p.read_bytes() for p in (root / "data").rglob("*.csv")} == before


def test_a_share_of_a_rounded_percentage_gives_the_counts_that_round_to_it(root, tmp_path):
    """136 of 78.5 to 79.5 %: 171.1 to 173.2; 7 of 87.5 to 88.5 %: 7.91 to 8."""
    implied = {"kind": "implied", "qualifier": "implied", "year": "2024", "unit": "个"}
    lab = {"indicator": "national_key_labs", "value": "7.95", "note": "7/0.88: 8"}
    other = {"indicator": "provincial_key_labs", "value": "172", "note": "136/0.79 = 172"}
    importer.run(*files(tmp_path, implied | lab, implied | other), root)
    rows = read_observations(load_plan(PLAN, root=root), root=root).set_index("indicator_id")
    recent = rows[(rows["region"] == "140000") & (rows["year"] == 2024)]
    told = recent[["value", "low", "high", "qualifier"]].apply(tuple, axis=1).to_dict()
    assert told["national_key_labs"] == (8, 8, 8, "between")
    assert told["provincial_key_labs"] == (172, 172, 173, "between")


def test_a_share_of_more_than_a_number_bounds_the_whole_from_below(root, tmp_path):
    """More than 260 are 81 %: more than 260 / 0.815 = 319.02 in the province."""
    sold = {"indicator": "tech_market_outflow", "unit": "亿元"}
    city = {"region": "太原市", "value": "260", "qualifier": "more_than"}
    whole = {"value": "321", "qualifier": "implied", "kind": "implied", "note": "260/0.81 = 321"}
    importer.run(*files(tmp_path, sold | city, sold | whole), root)
    rows = read_observations(load_plan(PLAN, root=root), root=root)
    row = rows[(rows["indicator_id"] == "technology_contracts_outflow") & (rows["year"] == 2025)]
    province = row[row["region"] == "140000"].iloc[0]
    assert (province["value"], province["qualifier"]) == (319.0, "more_than")


@pytest.mark.parametrize(
    ("change", "day", "estimated"),
    [
        ({}, "2026-04-17", "false"),
        ({"publication_date": "2025-09"}, "2025-09-30", "false"),
        ({"publication_date": "", "source_title": "报告（2021年2月3日 某）"}, "2021-02-03", "true"),
        (
            {"publication_date": "", "where": "http://x.cn/art/2025/1/5/a.html"},
            "2025-01-05",
            "true",
        ),
        ({"publication_date": "", "where": "http://x.cn/202502/a.html"}, "2025-02-28", "true"),
        ({"publication_date": "", "year": "2023"}, "2024-12-31", "true"),
        ({"publication_date": "2025-01-86", "year": "2025"}, "2026-11-28", "true"),
        ({"publication_date": "", "year": "2014", "how_read": "excerpt"}, "2026-11-28", "true"),
    ],
)
def test_a_document_is_known_from_the_day_it_prints_and_never_before_it_can_have_been(
    root, tmp_path, change, day, estimated
):
    """A report without a day by the end of the next year, a page without one from its recording."""
    rows = importer.read_material(*files(tmp_path, change), root)
    found = importer.name_documents(rows, root).iloc[0]
    assert (found["published"], found["estimated"]) == (day, estimated)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"indicator": "ghosts"}, "no such code"),
        ({"indicator": "innovation_composite"}, "a composite index; no indicator of the plan"),
        ({"year": "2024?"}, "does not say its year"),
        (
            {"indicator": "technology_contracts", "region": "四川省", "unit": "亿元"},
            importer.OTHERS_TOTAL,
        ),
        ({"where": "http://unknown.example"}, "no named document"),
    ],
)
def test_what_is_left_out_says_why(root, tmp_path, change, reason):
    rows = importer.read_material(*files(tmp_path, change), root)
    found = importer.sort_out(importer.name_documents(rows, root), root).iloc[0]
    assert (found["fate"], found["reason"]) == ("left", reason)
