"""Turn the releases of Germany's sustainability data into the observations of its plan folder.

    python scripts/import_german_strategy.py FOLDER

FOLDER holds what was read from the platform's open data files (see the README of
data/plans/germany-dns-2030): observations_national_all_releases.csv (each value with the release
that first printed it), observations_laender_latest.csv (the newest value of each Land and year)
and sources_rows.csv (a row a release, no header). What rejected.csv of the plan's folder names is
left out. Written are sources.csv and observations/ of that folder. A second run writes the same
bytes.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import pandas as pd

from analysis.records.errors import PlanDataError
from analysis.records.schema import OBSERVATIONS, SOURCES
from analysis.records.vintages import KEY
from made_tables import as_observations, read_text, write_tables

PLAN = "germany-dns-2030"
FOLDER = Path(__file__).resolve().parents[1] / "data" / "plans" / PLAN
RECORDED_AT = "2026-11-28"  # a constant, so that running the script again changes no byte
LATEST = "dns-data-2024-10-09"  # the last release by which the newest value of a Land was known
UNITS = {"个": "number"}  # as the collection wrote them, and as the folder does
PRINT = ["indicator_id", "year", "value", "source_id"]  # what one release says of one year
# The collection numbered the Länder by their German names; the folder has ISO 3166-2.
LAENDER = {
    **{"990100": "DE-BW", "990200": "DE-BY", "990300": "DE-BE", "990400": "DE-BB"},
    **{"990500": "DE-HB", "990600": "DE-HH", "990700": "DE-HE", "990800": "DE-MV"},
    **{"990900": "DE-NI", "991000": "DE-NW", "991100": "DE-RP", "991200": "DE-SL"},
    **{"991300": "DE-SN", "991400": "DE-ST", "991500": "DE-SH", "991600": "DE-TH"},
}


def national(rows: pd.DataFrame, rejected: pd.DataFrame) -> pd.DataFrame:
    """Germany's values, each with the release that printed it: columns of `schema.OBSERVATIONS`.

    A day that printed two values of one year (a table a year out of step, put right the same day)
    meant the later one, which supersedes the earlier.

    Parameters
    ----------
    rows, rejected : DataFrame
        The collection, and what of it is no value of Germany; a row of `rejected` that names none
        of `rows` is a fault.
    """
    known = rows.merge(rejected[PRINT].assign(out=True), on=PRINT, how="left", validate="1:1")
    if known["out"].notna().sum() != len(rejected):
        raise PlanDataError("rejected.csv: names a value that is not in the collection")
    kept = known[known["out"].isna()]
    told = kept.assign(region="DE", unit=kept["unit"].replace(UNITS), published_estimated="false")
    made = as_observations(told, recorded_at=RECORDED_AT)
    before = made.groupby([*KEY, "published"])["observation_id"].shift()
    return made.assign(supersedes=before.fillna(""))


def laender(rows: pd.DataFrame, units: pd.Series, published: str) -> pd.DataFrame:
    """The newest values of the Länder as of the last release: columns of `schema.OBSERVATIONS`.

    When a value first became known was not kept, so its day is marked as estimated.
    """
    known = rows.assign(
        region=rows["region"].map(LAENDER),
        unit=rows["indicator_id"].map(units),
        source_id=LATEST,
        published=published,
        published_estimated="true",
    )
    return as_observations(known, recorded_at=RECORDED_AT)


def main() -> None:
    """Read, build, write, and say how many rows there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    found = parser.parse_args().folder
    units = read_text(FOLDER / "indicators.csv").set_index("indicator_id")["unit"]
    overview = tomllib.loads((FOLDER / "plan.toml").read_text("utf-8"))["source_url"]
    sources = read_text(found / "sources_rows.csv", names=list(SOURCES.columns), header=None)
    sources["url"] = sources["url"].mask(sources["source_id"] == f"plan:{PLAN}", overview)
    published = sources.set_index("source_id").loc[LATEST, "published"]
    nation = read_text(found / "observations_national_all_releases.csv")
    states = read_text(found / "observations_laender_latest.csv")
    tables = {
        "sources.csv": (sources, SOURCES),
        "observations/national.csv": (
            national(nation, read_text(FOLDER / "rejected.csv")),
            OBSERVATIONS,
        ),
        "observations/laender.csv": (laender(states, units, published), OBSERVATIONS),
    }
    write_tables(tables, FOLDER)
    print(", ".join(f"{len(rows)} rows of {name}" for name, (rows, _) in tables.items()))


if __name__ == "__main__":
    main()
