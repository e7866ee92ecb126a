"""Turn what China's yearly communiqués printed into the observations of cn-national.

    python scripts/import_national_communiques.py FOLDER

FOLDER holds observations_first_published.csv (a row for each print of a figure, revisions among
them) and sources.csv (the outlines of the five-year plans); see the README of
data/shared/cn-national. Written there are sources.csv, notes.csv (what the collection remarked on a
row), observations/communiques.csv and observations/chained.csv. A second run writes the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pandas as pd

from analysis.records.schema import OBSERVATIONS, SOURCES
from import_observations import parse_published
from made_tables import as_observations, read_text, write_tables

FOLDER = Path(__file__).resolve().parents[1] / "data" / "shared" / "cn-national"
RECORDED_AT = "2026-11-28"  # a constant, so that running the script again changes no byte
NATION = "000000"
DOCUMENT = ["document", "published", "address"]
# Indicators whose base year is 100, and the growth on the year before that they are chained from.
CHAINS = {
    **{f"gdp_index_{b}": "gdp_growth" for b in (2000, 2005, 2010, 2015)},
    **{f"income_urban_index_{b}": "income_urban_growth_real" for b in (2000, 2005, 2010)},
    **{f"income_rural_index_{b}": "income_rural_net_growth_real" for b in (2000, 2005, 2010)},
    "income_all_index_2015": "income_all_growth_real",
    "labour_productivity_index_2015": "labour_productivity_growth",
    **{f"energy_per_gdp_index_{b}": "energy_per_gdp_change" for b in (2005, 2010, 2015, 2020)},
}
YEARS = 5  # of a plan
CHINESE = "一二三四五六七八九十"
COMMUNIQUE_NOTE = "读自 lawtext/gov 的文本（国家统计局年度统计，fc1a2f67）；网址为国家统计局页面"


def printed(rows: pd.DataFrame) -> pd.DataFrame:
    """Every print of a figure, the first and those that revise it: columns of `OBSERVATIONS`."""
    known = rows.assign(
        region=NATION, source_id=_communique(rows["document"]), published_estimated="false"
    )
    return as_observations(known, recorded_at=RECORDED_AT)


def chained(rows: pd.DataFrame) -> pd.DataFrame:
    """The growth of each year on the last, multiplied up from a base year that is 100.

    On each day that printed a growth, the chain of all that was known by then, as far as it has no
    gap; a row where it differs from the last one. What the rounding of each growth leaves open is
    the row's `low` and `high`.
    """
    found = [
        {"indicator_id": index, "unit": f"{index[-4:]}=100", **link}
        for index, series in CHAINS.items()
        for link in _links(rows[rows["indicator_id"] == series], int(index[-4:]))
    ]
    made = pd.DataFrame(found).assign(region=NATION, published_estimated="false")
    ends = made[["low", "high"]]
    return as_observations(made, recorded_at=RECORDED_AT).join(ends)


def _links(growth: pd.DataFrame, base: int) -> Iterator[dict[str, str]]:
    """A row for every year of a plan and every day on which its chain was told anew."""
    wanted = growth[growth["year"].astype(int).between(base + 1, base + YEARS)]
    told: dict[int, str] = {}
    for (day, document), _ in wanted.groupby(["published", "document"], sort=True):
        known = growth[growth["published"] <= day].sort_values("published")
        of_year = dict(zip(known["year"].astype(int), known["value"], strict=True))
        ends = (100.0, 100.0, 100.0)
        years = takewhile(of_year.__contains__, range(base + 1, base + YEARS + 1))
        rows = {base: ends}
        for year in years:
            ends = tuple(
                e * (1.0 + g / 100.0) for e, g in zip(ends, _allowed(of_year[year]), strict=True)
            )
            rows[year] = ends
        for year, (low, value, high) in rows.items() if len(rows) > 1 else ():
            if told.get(year) != f"{value:.3f}":
                told[year] = f"{value:.3f}"
                yield {
                    "year": str(year),
                    "value": told[year],
                    "qualifier": "between" if year > base else "exact",
                    "low": f"{low:.3f}" if year > base else "",
                    "high": f"{high:.3f}" if year > base else "",
                    "source_id": _communique(pd.Series([document])).item(),
                    "published": day,
                }


def _allowed(growth: str) -> tuple[float, float, float]:
    """A printed number between what rounds to it: half a unit of its last decimal."""
    half = 0.5 * 10.0 ** -len(growth.partition(".")[2])
    return float(growth) - half, float(growth), float(growth) + half


def _communique(documents: pd.Series) -> pd.Series:
    return "communique-" + documents.str.extract(r"(\d{4})年")[0]


def sources(rows: pd.DataFrame, outlines: pd.DataFrame) -> pd.DataFrame:
    """The communiqués and the outlines: columns of `schema.SOURCES`."""
    communiques = rows.drop_duplicates(DOCUMENT).sort_values("published")
    yearly = communiques.assign(
        source_id=_communique(communiques["document"]),
        publisher="国家统计局",
        published_precision="day",
        grade="A",
        note=COMMUNIQUE_NOTE,
    )
    read = outlines.groupby("document", sort=False)["what was read from it"].agg("；".join)
    plans = outlines.drop_duplicates("document").rename(columns={"published": "printed"})
    told = plans.join(parse_published(plans["printed"])).assign(
        source_id="outline-" + plans["document"].map(_number_of),
        publisher="全国人民代表大会（中国政府网）",
        grade="B",
        note=plans["document"].map(read),
    )
    both = pd.concat([yearly, told])
    return both.rename(columns={"document": "title", "address": "url"})[list(SOURCES.columns)]


def _number_of(title: str) -> str:
    """第十五个五年规划 is the 15th."""
    word = title.partition("第十")[2][:1]
    return str(10 + CHINESE.find(word) + 1)


def main() -> None:
    """Read, build, write, and say how many rows there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    found = parser.parse_args().folder
    rows = read_text(found / "observations_first_published.csv")
    told = printed(rows)
    tables = {
        "sources.csv": (sources(rows, read_text(found / "sources.csv")), SOURCES),
        "observations/communiques.csv": (told, OBSERVATIONS),
        "observations/chained.csv": (chained(rows), OBSERVATIONS),
    }
    write_tables(tables, FOLDER)
    notes = told[["observation_id"]].assign(note=rows["note"])
    notes[notes["note"] != ""].to_csv(FOLDER / "notes.csv", index=False, lineterminator="\n")
    print(", ".join(f"{len(made)} rows of {name}" for name, (made, _) in tables.items()))


if __name__ == "__main__":
    main()
