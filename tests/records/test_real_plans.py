"""Plans entered from real documents: every row of their sources is accounted for."""

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from analysis.judging.audit.entry import entry_findings, read_exclusions
from analysis.records.observations import read_observations
from analysis.records.plans import load_plan
from support.real_plans import ENTERED, GERMANY, NATIONAL, SHANXI
from support.shanxi import ROOT

PLANS = ROOT / "data" / "plans"
SHARED = ROOT / "data" / "shared" / "cn-national"
SIX = ROOT / "tests" / "judging" / "data" / "six_national_plans.csv"
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.mark.parametrize("name", ENTERED)
def test_an_entered_plan_loads_and_no_number_of_its_text_is_left_over(name):
    plan = load_plan(name, root=ROOT)
    observations = read_observations(plan, root=ROOT)
    found = entry_findings(plan, read_exclusions(name, ROOT), observations)
    assert {o.rule for o in found} <= {"no_base", "no_number", "met_at_start"}
    assert len(plan.targets)


def test_what_is_still_odd_of_germany_is_the_base_that_nothing_states():
    """ "Increase to be permanently halted": obesity is measured every four years, not in 2020."""
    plan = load_plan(GERMANY, root=ROOT)
    observations = read_observations(plan, root=ROOT)
    found = entry_findings(plan, read_exclusions(GERMANY, ROOT), observations)
    assert [(o.rule, o.figure_id) for o in found] == [("no_base", "F007")]


# --- Germany --------------------------------------------------------------------------------


def test_every_value_of_germany_s_releases_is_kept_or_rejected():
    """1,712 values in 40 releases; the Länder have 4,427."""
    folder = PLANS / GERMANY
    kept = table(folder / "observations" / "national.csv")
    rejected = table(folder / "rejected.csv")
    assert (len(kept), len(rejected)) == (1461, 251)
    said = ["indicator_id", "year", "value", "source_id"]
    assert len(pd.concat([kept[said], rejected[said]]).drop_duplicates()) == 1712
    releases = table(folder / "sources.csv")["source_id"]
    assert releases.str.startswith("dns-data-").sum() == 40
    assert set(kept["source_id"]) | set(rejected["source_id"]) <= set(releases)
    states = table(folder / "observations" / "laender.csv")
    assert len(states) == 4427 and set(states["published_estimated"]) == {"true"}


def test_what_is_rejected_is_of_2022_and_says_whose_it_is():
    rejected = table(PLANS / GERMANY / "rejected.csv")
    assert set(rejected["source_id"].str[9:13]) == {"2022"}
    assert set(rejected["is_of"]) == {"DE-TH", "DE-SH", "DE-ST", "PM2.5", "target"}


def test_a_table_a_year_out_of_step_is_superseded_by_its_correction():
    """Primary energy on 2023-11-23: 94.097 stood at 2008, which is 100, and stands at 2009."""
    rows = table(PLANS / GERMANY / "observations" / "national.csv").set_index("observation_id")
    later = rows[rows["supersedes"] != ""]
    assert len(later) == 14 and set(later["indicator_id"]) == {"primary_energy"}
    of_2009 = later[later["year"] == "2009"].iloc[0]
    assert (of_2009["value"], rows.loc[of_2009["supersedes"], "value"]) == ("94.097", "98.867")


def test_germany_has_its_sixteen_laender_and_a_tile_for_each():
    regions = table(PLANS / GERMANY / "regions.csv")
    states = regions[regions["level"] == "land"]
    assert len(states) == 16 and set(states["parent"]) == {"DE"}
    tiles = table(PLANS / GERMANY / "region_map.csv")
    assert set(tiles["region"]) == set(states["region"])
    assert not tiles.duplicated(["tile_column", "tile_row"]).any()


def test_no_chinese_character_of_germany_s_folder_reaches_an_english_page():
    """Chinese stands in Chinese names and in the unit of a multiple, which has an English name."""
    folder = PLANS / GERMANY
    for path in folder.rglob("*.csv"):
        rows = table(path)
        read = [c for c in rows if not c.startswith("name_zh")]
        cells = rows[read].replace({"unit": {"倍": ""}}) if "unit" in rows else rows[read]
        assert not cells.apply(lambda c: c.str.contains(CHINESE)).to_numpy().any(), path.name
    assert not CHINESE.search((folder / "plan.txt").read_text("utf-8"))
    meta = tomllib.loads((folder / "plan.toml").read_text("utf-8"))
    told = {k: v for k, v in meta.items() if k not in ("short_zh", "groups")}
    assert not CHINESE.search(str([told, [g["name_en"] for g in meta["groups"]]]))


# --- six national plans -----------------------------------------------------------------------


def test_all_hundred_and_forty_indicators_are_promises_as_worked_out_by_hand():
    six = table(SIX)
    assert len(six) == 140
    for name in NATIONAL:
        rows = six[six["plan"] == name.removeprefix("china-")].reset_index(drop=True)
        goals = table(PLANS / name / "figures.csv").query("role == 'target'")
        assert goals["figure_id"].tolist() == [f"F{int(n):02d}" for n in rows["no"]]
        measure = goals["measure"].reset_index(drop=True).replace("increment", "sum")
        assert measure.tolist() == rows["measure"].tolist()
        asked = [float(v) if v else None for v in goals["value"]]
        assert asked == [float(v) if v else None for v in rows["asked"]]
        same = {"relation": "relation", "target_year": "deadline", "hold": "hold", "note": "note"}
        for column, ours in same.items():
            assert goals[ours].tolist() == rows[column].tolist(), (name, ours)
        force = goals["force"].replace({"binding": "约束性", "expected": "预期性"})
        assert force.tolist() == rows["force"].tolist()


def test_each_printed_cell_of_the_six_tables_stands_in_a_figure():
    """Base, target and growth of each row: the numbers that are not the promise beside it."""
    for row in table(SIX).itertuples():
        figures = table(PLANS / f"china-{row.plan}" / "figures.csv")
        mine = figures[figures["figure_id"].str.startswith(f"F{int(row.no):02d}")]
        held = {abs(float(v)) for v in mine["value"] if v}
        printed = (row.base_value, row.target_value, row.growth_or_cumulative)
        numbers = {float(n) for cell in printed for n in re.findall(r"\d+(?:\.\d+)?", cell)}
        assert numbers <= held, (row.plan, row.no)
        assert all(cell in quote for quote in mine["quote"] for cell in printed)


def test_each_printed_outcome_is_an_observation_of_the_next_outline():
    """The quote has the cell as printed; what has no number to judge by is there all the same."""
    outlines = table(SHARED / "observations" / "outlines.csv")
    six = table(SIX)
    with_outcome = six[(six["outcome_value"] != "") | (six["outcome_growth"] != "")]
    for row in with_outcome.itertuples():
        mine = outlines[outlines["source_id"] == f"outline-{int(row.plan) + 1}"]
        named = mine[mine["quote"].str.startswith(row.indicator)]
        cells = [c for c in (row.outcome_value, row.outcome_growth) if c]
        assert any(all(c in quote for c in cells) for quote in named["quote"]), (row.plan, row.no)
    assert len(with_outcome) >= 80


def test_the_communiques_are_there_whole_with_their_revisions_and_quotes():
    rows = table(SHARED / "observations" / "communiques.csv")
    notes = table(SHARED / "notes.csv")
    assert (len(rows), rows["indicator_id"].nunique(), rows["source_id"].nunique()) == (995, 60, 26)
    assert (rows["quote"] != "").all()
    assert set(notes["observation_id"]) <= set(rows["observation_id"]) and len(notes) == 339
    revised = notes[notes["note"].str.startswith("revision")]
    assert len(revised) == 195
    share = rows[(rows["indicator_id"] == "urbanisation") & (rows["year"] == "2019")]
    assert share["value"].tolist() == ["60.60", "62.71"]


def test_the_outline_of_the_fifteenth_plan_is_there_in_full():
    text = (PLANS / "china-15" / "plan.txt").read_text("utf-8")
    parts = re.findall(r"^(?:## |\*\*)第(\w+)篇　", text, re.MULTILINE)
    assert text.startswith("---\nsource: https://www.gov.cn/") and len(parts) == 18
    assert "接受社会各界监督。" in text[-200:] and len(text) > 60000


# --- Shanxi's goals for 2026–2030 ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator_id", "measure", "value", "high", "deadline"),
    [
        ("national_labs_new", "increment", "2", "4", "2030"),
        ("rd_expenditure", "growth", "10", "", "2030"),
        ("technology_contracts_outflow", "level", "600", "", "2030"),
        ("renewable_capacity_new", "increment", "1", "", "2030"),
        ("unconventional_gas", "level", "300", "", "2030"),
        ("coal_output", "level", "13", "", "2026"),
        ("smart_mines_new", "increment", "60", "", "2026"),
        ("wind_solar_connected", "increment", "2000", "", "2026"),
        ("unconventional_gas", "level", "200", "", "2026"),
        ("provincial_key_labs_new", "level", "20", "", "2026"),
        ("technology_innovation_centres_new", "level", "20", "", "2026"),
        ("engineering_centres_new", "level", "20", "", "2026"),
        ("doctor_stations_new", "level", "70", "", "2026"),
        ("major_projects", "level", "10", "", "2026"),
        ("pilot_platforms", "level", "10", "", "2026"),
        ("high_tech_firms_certified", "level", "1400", "", "2026"),
    ],
)
def test_the_sixteen_readings_of_shanxi_s_report_are_entered(
    indicator_id, measure, value, high, deadline
):
    rows = table(PLANS / SHANXI / "figures.csv").query("role == 'target'")
    columns = ["indicator_id", "measure", "value", "value_high", "deadline"]
    assert [indicator_id, measure, value, high, deadline] in rows[columns].to_numpy().tolist()


def test_shanxi_s_counts_of_2025_are_bases_and_its_five_year_sum_is_history():
    rows = table(PLANS / SHANXI / "figures.csv")
    based = rows[rows["role"] == "baseline"].set_index("indicator_id")["value"]
    wanted = {
        **{"high_tech_firms": "4500", "coal_output": "13.05", "clean_capacity": "9048"},
        **{"clean_capacity_share": "55.1", "smart_mines": "400"},
    }
    assert based[list(wanted)].to_dict() == wanted
    summed = rows[rows["role"] == "history"].iloc[0]
    assert summed[["value", "year_from", "year"]].tolist() == ["750", "2021", "2025"]
    report = (PLANS / SHANXI / "plan.txt").read_text("utf-8")
    assert all(quote in report for quote in rows["quote"])
