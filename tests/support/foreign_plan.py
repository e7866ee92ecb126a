"""A made-up country's plan: other codes, another currency, falling indicators, English alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from analysis.records.schema import EVENTS, FIGURES, INDICATORS, OBSERVATIONS, SOURCES, TABLES

from .shanxi import ROOT
from .small_project import wide, write

NAME = "northland-2030"
META = """title = "Northland's Clean Growth Plan 2030"
short_en = "Northland's growth plan"
publisher = "Government of Northland"
issued = 2022-02-01
start = 2022
end = 2030
baseline_year = 2021
region = "XN"
uses = []
languages = ["en"]

[[groups]]
id = "economy"
name_en = "Economy"
indicators = ["research_spending"]
"""
PLACES = {"XN-A": "Arden", "XN-B": "Borland", "XN-C": "Corrie", "XN-D": "Dunmore"}
PLACES |= {"XN-E": "Esk", "XN-F": "Firth"}
PLACES |= {"XN-G": "Glen"}
REGIONS = [
    {"region": "XN", "name_en": "Northland", "level": "country"},
    *(
        {"region": code, "name_en": name, "level": "county", "parent": "XN"}
        for code, name in PLACES.items()
    ),
]
LEVELS = [
    {"level": "country", "name_en": "country", "plural_en": "countries"},
    {"level": "county", "name_en": "county", "plural_en": "counties"},
]
TILES = [
    {"region": code, "letters": code[-1], "tile_column": str(n % 3), "tile_row": str(n // 3)}
    for n, code in enumerate(PLACES)
]
UNITS = [
    {"unit": "m crowns", "name_en": "million crowns", "family": "XNC", "factor": "1"},
    {"unit": "bn crowns", "name_en": "billion crowns", "family": "XNC", "factor": "1000"},
    {"unit": "kg/ha", "decimals": "1"},
    {"unit": "index", "decimals": "1"},
]
UNITS[0] |= {"money": "true"}
UNITS[1] |= {"decimals": "1", "money": "true"}
INDICATORS_ROWS = [
    ("research_spending", "Research spending", "m crowns", "flow", "up", "0", ""),
    ("nitrogen", "Nitrogen surplus", "kg/ha", "ratio", "down", "0", ""),
    ("emissions", "Greenhouse gas emissions (1990 = 100)", "index", "ratio", "down", "0", ""),
    ("early_leavers", "Early school leavers", "%", "ratio", "down", "0", "100"),
    ("offshore_park", "First offshore wind park", "状态", "event", "none", "", ""),
]
SERIES = {  # of the country, from 2012 on; a county has a seventh, a little off
    "research_spending": (700.0, 30.0),
    "nitrogen": (95.0, -1.5),
    "emissions": (78.0, -1.4),
    "early_leavers": (12.5, -0.2),
}
FIRST, LAST = 2012, 2024
HALF_YEAR = {  # of a fiscal year that is not over: no figure of a year
    "observation_id": "research-2025-h1",
    "indicator_id": "research_spending",
    "region": "XN",
    "year": "2025",
    "start": "2025-04-01",
    "end": "2025-09-30",
    "value": "590",
    "unit": "m crowns",
    "qualifier": "exact",
    "source_id": "yearbook",
    "published": "2025-11-15",
    "published_estimated": "false",
    "recorded_at": "2025-11-20",
}
BASE = {"research_spending": 970.0, "nitrogen": 81.5, "emissions": 65.4, "early_leavers": 10.7}


def figures() -> list[dict]:
    stated = [
        {
            "figure_id": f"F{n:03}",
            "indicator_id": name,
            "role": "baseline",
            "year": "2021",
            "value": f"{value:g}",
            "comparator": "=",
            "quote": f"{name.replace('_', ' ').capitalize()} stood at {value:g} in 2021.",
        }
        for n, (name, value) in enumerate(BASE.items(), 1)
    ]
    promised = [
        ("research_spending", "1300", ">=", {"quote": "Raise research spending to at least 1300."}),
        (
            "nitrogen",
            "70",
            "=",
            {
                "measure": "mean",
                "year_from": "2026",
                "quote": "Reduce the nitrogen surplus to 70 on average over 2026 to 2030.",
            },
        ),
        ("emissions", "45", "<=", {"quote": "Cut emissions to no more than 45 by 2030."}),
        ("early_leavers", "9", "<", {"quote": "Fewer than 9 % leave school early by 2030."}),
        ("early_leavers", "10.5", "<", {"deadline": "2024", "quote": "Below 10.5 % by 2024."}),
        (
            "research_spending",
            "1.5",
            "=",
            {
                "measure": "ratio",
                "unit": "倍",
                "base_year": "2012",
                "quote": "This is 1.5 times what was spent in 2012.",
            },
        ),
        ("offshore_park", "", "", {"measure": "breakthrough", "quote": "Open an offshore park."}),
    ]
    units = {row[0]: row[2] for row in INDICATORS_ROWS}
    rows = stated + [
        {
            "figure_id": f"F{n:03}",
            "indicator_id": name,
            "role": "target",
            "value": value,
            "comparator": comparator,
            "measure": "level",
            "deadline": "2030",
            **more,
        }
        for n, (name, value, comparator, more) in enumerate(promised, len(stated) + 1)
    ]
    return [
        {"unit": units[row["indicator_id"]], "chapter": "1", "section": "1", **row} for row in rows
    ]


def observations() -> list[dict]:
    rows = []
    for name, (start, step) in SERIES.items():
        unit = next(row[2] for row in INDICATORS_ROWS if row[0] == name)
        for k, region in enumerate(("XN", *PLACES)):
            for year in range(FIRST, LAST + 1):
                t = year - FIRST
                value = start + step * t + 0.7 * step * ((t * 7 + k * 3) % 5 - 2)
                if region != "XN":
                    value = value / (7 if unit == "m crowns" else 1) * (0.8 + 0.06 * k)
                rows.append(
                    {
                        "observation_id": f"{name}-{region}-{year}",
                        "indicator_id": name,
                        "region": region,
                        "year": str(year),
                        "value": f"{value:.2f}",
                        "unit": unit,
                        "qualifier": "exact",
                        "source_id": "yearbook",
                        "published": f"{year + 1}-09-30",
                        "published_estimated": "false",
                        "recorded_at": "2025-10-01",
                    }
                )
    return rows


def foreign_plan(root: Path) -> Path:
    """Put the plan's folder into a project; returns the folder."""
    folder = root / "data" / "plans" / NAME
    folder.mkdir(parents=True)
    (folder / "plan.toml").write_text(META, encoding="utf-8")
    quotes = "\n".join(row["quote"] for row in figures())
    (folder / "plan.txt").write_text(f"1.1 {quotes}\n", encoding="utf-8")
    (folder / "exclusions.csv").write_text("pattern,reason\n", encoding="utf-8")
    columns = ("indicator_id", "name_en", "unit", "kind", "direction", "lower", "upper")
    named = [dict(zip(columns, row, strict=True)) for row in INDICATORS_ROWS]
    named[0] |= {"year_begins": "04-01"}  # a fiscal year, named by the year it begins in
    write(folder / "indicators.csv", wide(INDICATORS), *named)
    write(folder / "figures.csv", wide(FIGURES), *figures())
    for name, rows in (("regions", REGIONS), ("region_levels", LEVELS), ("region_map", TILES)):
        write(folder / f"{name}.csv", TABLES[name], *rows)
    write(folder / "units.csv", TABLES["units"], *UNITS)
    rows = (*observations(), HALF_YEAR)
    write(folder / "observations" / "yearbook.csv", wide(OBSERVATIONS), *rows)
    source = {"source_id": "yearbook", "title": "Statistical yearbook"}
    source |= {"publisher": "Northland Statistics", "published": "2025-09-30"}
    write(folder / "sources.csv", SOURCES, source | {"published_precision": "day", "grade": "A"})
    write(folder / "events.csv", EVENTS)
    return folder


def foreign_project(folder: Path) -> Path:
    """A project of this plan alone, with the notebooks."""
    foreign_plan(folder)
    shutil.copytree(ROOT / "data" / "reference", folder / "data" / "reference")
    shutil.copy(ROOT / "data" / "units.csv", folder / "data")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    return folder
