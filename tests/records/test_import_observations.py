"""The import loses nothing, invents nothing, and writes what is committed."""

import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records.errors import PlanDataError
from analysis.records.schema import (
    EVENTS,
    INDICATORS,
    OBSERVATIONS,
    REGIONS,
    SOURCES,
)
from analysis.records.tables import read_table

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "shared" / "cn-innovation"
sys.path.insert(0, str(ROOT / "scripts"))

import import_observations as importer  # noqa: E402

# Figures printed before the period they describe was over: a survey of the year, and a plan.
FORWARD = {
    ("scientific_literacy", "140000", 2018),
    ("zhichuang_cities_planned", "140000", 2021),
}


@pytest.fixture(scope="module")
def material() -> importer.Material:
    return importer.read_material(ROOT)


@pytest.fixture(scope="module")
def tables(material) -> dict[str, pd.DataFrame]:
    return importer.build(material)


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    paths = sorted(p for p in (DATA / "observations").glob("*.csv") if "added" not in p.name)
    return pd.concat([read_table(p, OBSERVATIONS) for p in paths], ignore_index=True)


@pytest.fixture(scope="module")
def sources() -> pd.DataFrame:
    return read_table(DATA / "sources.csv", SOURCES)


ORDINARY = {
    "indicator_id": "hte_count",
    "indicator_zh": "高新技术企业数量",
    "region": "山西省",
    "year": "2022",
    "as_of": "2022-12-31",
    "value": "3916",
    "unit": "家",
    "source_title": "2023年全省科技工作会议",
    "publisher": "某报",
    "published": "2023-03-02",
    "url": "http://example.org/a.html",
    "quote": "",
    "quality": "press",
}


def raw_rows(**columns) -> pd.DataFrame:
    """Raw rows that differ from an ordinary one only in what the test names."""
    rows = pd.DataFrame(columns).astype(str)
    ordinary = {name: value for name, value in ORDINARY.items() if name not in columns}
    return rows.assign(**ordinary, raw_row=range(2, len(rows) + 2))


def imported(material, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return importer.build(
        importer.Material(rows, material.codes, material.regions, material.units, "2021-04-30")
    )


def values(observations: pd.DataFrame, indicator: str, region: str = "140000") -> pd.Series:
    """Every recorded value of an indicator, by year."""
    of = observations[
        (observations["indicator_id"] == indicator) & (observations["region"] == region)
    ]
    return of.groupby("year")["value"].agg(set)


# --- nothing is lost -----------------------------------------------------------------------


def test_every_raw_row_is_accounted_for_exactly_once(material, tables):
    told = tables["raw/accounting.csv"]
    assert told["raw_row"].tolist() == material.rows["raw_row"].astype(str).tolist()
    assert set(told["fate"]) <= {"kept", "merged", "rejected", "event"}
    assert ((told["record_id"] == "") == (told["fate"] == "rejected")).all()
    assert ((told["reason"] == "") == (told["fate"] == "kept")).all()


def test_every_kept_row_is_one_observation_with_the_raw_rows_number(material, tables):
    told = tables["raw/accounting.csv"].assign(raw_row=lambda d: d["raw_row"].astype(int))
    kept = told[told["fate"] == "kept"].merge(material.rows, on="raw_row")
    made = pd.concat([t for name, t in tables.items() if name.startswith("observations/")])
    both = kept.merge(made, left_on="record_id", right_on="observation_id", suffixes=("_raw", ""))
    assert len(both) == len(kept) == len(made)
    assert (both["value_raw"].astype(float) == both["value"].astype(float)).all()
    assert (both["year_raw"] == both["year"]).all()
    assert (both["quote_raw"] == both["quote"]).all()


def test_only_regions_without_a_code_are_rejected(material, tables):
    told = tables["raw/accounting.csv"]
    rows = told.loc[told["fate"] == "rejected", "raw_row"].astype(int)
    regions = material.rows.set_index("raw_row").loc[rows, "region"]
    assert sorted(regions) == ["东部地区", "中部地区"]


def test_the_committed_tables_are_what_the_script_writes(tables):
    for name, table in tables.items():
        fresh = table.to_csv(index=False, lineterminator="\n").encode()
        assert (DATA / name).read_bytes() == fresh, f"data/{name}: run the import again"
    written = {p.name for p in (DATA / "observations").glob("*.csv")}
    made = {Path(name).name for name in tables if name.startswith("observations/")}
    assert made <= written


def test_a_stated_change_implies_the_year_before(tables):
    """1.12, down 0.06: 1.18 the year before; 1.07, down 0.03: 1.10; 0.95, down 0.07: 1.02."""
    changes = pd.read_csv(DATA / "raw" / "implied_changes.csv", dtype=str)
    made = importer.imply(changes, tables["observations/documents.csv"])
    assert dict(zip(made["year"], made["value"], strict=True)) == {
        "2020": "1.18",
        "2021": "1.10",
        "2016": "1.02",
    }
    assert set(made["qualifier"]) == {"about"}
    fresh = made.to_csv(index=False, lineterminator="\n").encode()
    assert (DATA / "observations" / "implied.csv").read_bytes() == fresh
    with pytest.raises(PlanDataError, match="no observation says"):
        importer.imply(changes.assign(value="9"), tables["observations/documents.csv"])


def test_files_are_utf8_without_mark_and_with_unix_line_ends():
    for path in [*DATA.glob("*.csv"), *DATA.glob("raw/*"), *DATA.glob("observations/*.csv")]:
        text = path.read_bytes()
        text.decode("utf-8")
        assert not text.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in text, path.name


# --- the tables fit together ---------------------------------------------------------------


def test_events_and_regions_keep_their_contracts():
    events = read_table(DATA / "events.csv", EVENTS)
    regions = read_table(DATA / "regions.csv", REGIONS)
    assert events["region"].isin(regions["region"]).all()
    assert regions["parent"].isin(["", *regions["region"]]).all()
    assert regions["level"].value_counts().to_dict() == {
        "province": 31,
        "prefecture": 11,
        "country": 1,
    }


def test_every_observation_has_a_known_indicator_unit_region_and_source(observations, sources):
    indicators = pd.concat(
        read_table(path, INDICATORS)
        for path in (
            ROOT / "data" / "plans" / importer.PLAN / "indicators.csv",
            DATA / "indicators.csv",
        )
    )
    meanings = indicators[["indicator_id", "unit", "kind"]].drop_duplicates()
    assert meanings["indicator_id"].is_unique
    unit = indicators.drop_duplicates("indicator_id").set_index("indicator_id")["unit"]
    assert (observations["unit"] == observations["indicator_id"].map(unit)).all()
    regions = read_table(DATA / "regions.csv", REGIONS)["region"]
    assert observations["region"].isin(regions).all()
    assert observations["source_id"].isin(sources["source_id"]).all()


def test_every_shared_indicator_is_observed(observations):
    """By what is imported here, or by what was added since."""
    shared = read_table(DATA / "indicators.csv", INDICATORS)["indicator_id"]
    reported = read_table(DATA / "events.csv", EVENTS)["indicator_id"]
    since = [read_table(p, OBSERVATIONS) for p in (DATA / "observations").glob("added*.csv")]
    observed = pd.concat([observations, *since])["indicator_id"]
    assert shared.isin([*observed, *reported]).all()


def test_an_observation_id_is_the_hash_of_what_the_row_says(tables):
    """sha256 of high_tech_firms|140000|2022||3916|news-2023-science-conference."""
    rows = tables["observations/documents.csv"]
    row = rows[
        (rows["indicator_id"] == "high_tech_firms")
        & (rows["source_id"] == "news-2023-science-conference")
    ]
    assert row["observation_id"].tolist() == ["067d04b3112f"]


# --- golden figures, from the facts in data/raw/README.md ----------------------------------


@pytest.mark.parametrize(
    ("year", "firms"),
    [(2011, 248), (2012, 290), (2015, 720), (2020, 3188), (2022, 3916), (2023, 4155)],
)
def test_the_stock_of_high_tech_firms(observations, year, firms):
    assert values(observations, "high_tech_firms")[year] == {firms}


@pytest.mark.parametrize(
    ("indicator", "year", "known"),
    [
        ("rd_expenditure", 2020, {211.1}),
        ("rd_expenditure", 2022, {273.7}),
        ("rd_expenditure", 2023, {298.2}),
        ("rd_intensity", 2020, {1.20, 1.18}),
        ("technology_contracts", 2022, {561.86, 561.84}),
        ("industrial_firms_with_rd", 2021, {976}),
        ("rd_personnel", 2019, {78778}),
        ("rd_fte", 2019, {46853}),
        ("population_precensus", 2019, {3729.22}),
        ("population", 2019, {3497}),
    ],
)
def test_known_figures_of_shanxi(observations, indicator, year, known):
    assert values(observations, indicator)[year] == known


def test_every_national_rd_total_is_the_sum_of_the_provinces(observations):
    """Each of 31 figures is rounded to 0.1, so the sum is off by at most 31 × 0.05."""
    spent = observations[
        (observations["indicator_id"] == "rd_expenditure")
        & observations["source_id"].isin(["techme-rdintense", "techme-rdactivity"])
        & observations["region"].str.endswith("0000")
    ].assign(nation=lambda d: d["region"] == "000000")
    totals = spent.pivot_table(index="year", columns="nation", values="value", aggfunc="sum")
    counts = spent[~spent["nation"]].groupby("year").size()
    assert counts.tolist() == [31] * 14
    assert ((totals[False] - totals[True]).abs() <= 31 * 0.05).all()


def test_the_two_bases_of_population_are_two_indicators(observations, sources):
    before = sources.loc[sources["note"].str.contains("普查修订前"), "source_id"]
    people = observations[observations["indicator_id"].isin(["population", "population_precensus"])]
    is_before = people["source_id"].isin(before)
    assert ((people["indicator_id"] == "population_precensus") == is_before).all()
    assert set(people.loc[is_before, "year"]) == {2016, 2019}


def test_rounded_quotations_are_marked_and_nothing_else(observations):
    implied = set(pd.read_csv(DATA / "observations" / "implied.csv")["observation_id"])
    stated = observations[~observations["observation_id"].isin(implied)]
    rounded = stated[stated["qualifier"] != "exact"]
    assert set(zip(rounded["indicator_id"], rounded["value"], strict=True)) == {
        ("invention_patents_in_force", 29000),
        ("gdp", 17650),
    }
    assert set(rounded["qualifier"]) == {"about"}


def test_breakthroughs_are_events_in_the_order_they_were_reported():
    events = read_table(DATA / "events.csv", EVENTS).sort_values("date")
    told = events.groupby("indicator_id")["state"].agg(list).to_dict()
    assert told == {
        "breakthrough_science_facility": ["planned", "started"],
        "breakthrough_supercomputing_centre": ["approved", "operating"],
        "breakthrough_national_laboratory": ["established"],
        "coverage_industrial_rd": ["claimed"],
    }


def test_suspect_tables_are_graded_apart_from_their_series(observations, sources):
    grade = observations["source_id"].map(sources.set_index("source_id")["grade"])
    suspect = observations["source_id"].str.endswith("-suspect")
    # 161 raw rows are marked; one of them is the 东部地区 that has no code.
    assert suspect.sum() == 160
    assert set(grade[suspect]) == {"D"}
    assert "B" in set(grade[observations["source_id"] == "techme-rdlaborhour"])


# --- dates of publication ------------------------------------------------------------------


def test_nothing_is_published_before_the_end_of_what_it_describes(observations):
    year_end = pd.to_datetime(observations["year"].astype(str) + "-12-31")
    described = observations["reference_date"].fillna(year_end)
    early = observations[observations["published"] < described]
    assert set(early[["indicator_id", "region", "year"]].itertuples(index=False, name=None)) == (
        FORWARD
    )


def test_an_estimated_date_is_a_year_end_after_the_data_year(observations):
    guessed = observations[observations["published_estimated"]]
    assert (guessed["published"].dt.strftime("%m-%d") == "12-31").all()
    assert (guessed["published"].dt.year > guessed["year"]).all()


def test_the_plans_own_figures_appear_on_its_day_of_issue(observations, material):
    own = observations[observations["source_id"] == importer.PLAN_URL]
    assert len(own) == 16
    assert (own["published"] == pd.Timestamp(material.issued)).all()
    assert not own["published_estimated"].any()
    assert (own["quote"] != "").sum() == 16


@pytest.mark.parametrize(
    ("printed", "published", "precision"),
    [
        ("2022-10-17", "2022-10-17", "day"),
        ("2023-11", "2023-11-30", "month"),
        ("2024-02", "2024-02-29", "month"),
        ("2018", "2018-12-31", "year"),
        ("2016/2019", "2019-12-31", "year"),
        ("2011-2024(年鉴各版)", "", "none"),
        ("2018-2024", "", "none"),
        ("", "", "none"),
        ("2023-02-30", "", "none"),
        ("2023-13", "", "none"),
        ("去年", "", "none"),
    ],
)
def test_a_printed_date_is_read_to_its_precision(printed, published, precision):
    read = importer.parse_published(pd.Series([printed]))
    assert read.iloc[0].tolist() == [published, precision]


@given(st.dates(date(1980, 1, 1), date(2090, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
def test_a_printed_date_never_becomes_an_earlier_one_and_reads_the_same_twice(day, precision):
    printed = day.strftime(precision)
    published = importer.parse_published(pd.Series([printed]))["published"]
    assert published[0] >= day.isoformat()
    assert published[0][: len(printed)] == printed
    assert importer.parse_published(published)["published"][0] == published[0]


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_none_and_never_an_error(text):
    read = importer.parse_published(pd.Series([text]))
    assert (read["published"][0] == "") == (read["published_precision"][0] == "none")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://example.org/cs/2022/0322/25770.html", "2022-03-22"),
        ("http://example.org/tjgb/202211/t20221125_84396.html", "2022-11-25"),
        ("https://example.org/content/2021-10/20/content_10643364.htm", "2021-10-20"),
        ("http://example.org/article/kxzw20231403.html", ""),
        ("http://example.org/20230230/a.html", ""),
        ("https://example.org/a/37-33334-0.html", ""),
        ("http://example.org/id1202203221.html", ""),
    ],
)
def test_a_date_is_found_in_an_address_or_not(url, day):
    assert importer.date_in_url(pd.Series([url])).tolist() == [day]


def test_each_rule_for_a_missing_date(material):
    """Data of 2022: editions 2023-12-31, no date 2023-12-31, address its day; plan its issue."""
    rows = raw_rows(
        published=["2011-2024(年鉴各版)", "", "", "", "", "2023-03"],
        url=[
            "http://example.org/2023/0605/a.html",
            "http://example.org/a.html",
            "http://example.org/2023/0605/a.html",
            "http://example.org/2019/0605/a.html",
            importer.PLAN_URL,
            "http://example.org/2023/0605/a.html",
        ],
    )
    dated = importer.date_publication(importer.name_sources(rows), issued="2021-04-30")
    assert dated["published"].tolist() == [
        "2023-12-31",
        "2023-12-31",
        "2023-06-05",
        "2023-12-31",
        "2021-04-30",
        "2023-03-31",
    ]
    assert dated["published_estimated"].tolist() == ["true"] * 4 + ["false"] * 2


def test_a_papers_panel_appears_all_at_once_after_its_last_year():
    rows = raw_rows(
        year=["2011", "2023"],
        published="",
        quality="aggregator (secondary panel, provenance not per-cell)",
    )
    dated = importer.date_publication(importer.name_sources(rows), issued="2021-04-30")
    assert dated["published"].tolist() == ["2024-12-31"] * 2


# --- rules on small frames -----------------------------------------------------------------


def test_a_document_that_says_the_same_twice_is_merged_and_another_document_is_kept(material):
    rows = raw_rows(
        value=["3916", "3916.0", "3917", "3916"],
        source_title=["2023年全省科技工作会议"] * 3 + ["山西晒全省科技创新“成绩单”"],
    )
    tables = imported(material, rows)
    told = tables["raw/accounting.csv"]
    assert told["fate"].tolist() == ["kept", "merged", "kept", "kept"]
    assert told["record_id"][1] == told["record_id"][0]
    assert tables["observations/documents.csv"]["value"].tolist() == ["3916", "3917", "3916"]


def test_numbers_units_and_remarks_are_put_into_the_indicators_terms(material):
    rows = raw_rows(
        value=["3,916", "3916", "３９１６", "3916", "3916"],
        unit=["家", "户", "个", "家(超过3916)", "家(初步统计)"],
        year=["2018", "2019", "2020", "2021", "2022"],
        as_of=["2018", "2019-12-31", "2020-06-30", "2021", "2022"],
    )
    made = imported(material, rows)["observations/documents.csv"]
    assert made["value"].tolist() == ["3916"] * 5
    assert made["unit"].tolist() == ["家"] * 5
    assert made["qualifier"].tolist() == ["exact"] * 3 + ["at_least", "provisional"]
    assert made["reference_date"].tolist() == ["", "", "2020-06-30", "", ""]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("region", "中部地区", "region has no GB/T 2260 code"),
        ("unit", "亿元", "unit is not the indicator's"),
        ("value", "若干", "value is not a number"),
        ("published", "去年", "printed date cannot be read"),
        ("indicator_id", "unheard_of", "indicator is not in raw/indicator_codes.csv"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_its_reason(material, column, value, reason):
    rows = raw_rows(**{column: [ORDINARY[column], value]})
    # The good row comes from another document, since a document has one printed date.
    other = rows.assign(source_title=["2023年全省科技工作会议", "山西高新技术企业发展迅速"])
    told = imported(material, other)["raw/accounting.csv"]
    assert told["fate"].tolist() == ["kept", "rejected"]
    assert told["reason"].tolist() == ["", reason]


def test_a_status_goes_as_far_as_its_strongest_word(material):
    texts = ["方案论证", "启动建设", "启动并获批", "正式设立", "挂牌运行", "全覆盖", "传闻"]
    rows = raw_rows(
        value=["3916", *texts],
        indicator_id=["hte_count", *["bk_facility"] * 7],
        unit=["家", *["状态"] * 7],
    )
    tables = imported(material, rows)
    assert tables["events.csv"]["state"].tolist() == [
        "planned",
        "started",
        "approved",
        "established",
        "operating",
        "claimed",
    ]
    assert tables["raw/accounting.csv"]["fate"].tolist()[-1] == "rejected"


@pytest.mark.parametrize("column", ["source_title", "quality"])
def test_an_unnamed_document_or_an_ungraded_quality_stops_the_import(material, column):
    with pytest.raises(PlanDataError, match=f"row 2, {column} '新'"):
        imported(material, raw_rows(**{column: ["新"]}))


def test_the_day_of_entry_is_written_beside_every_row(material):
    tables = importer.build(material, recorded_at="2030-01-02")
    for name in ("events.csv", "observations/plan.csv", "observations/techme.csv"):
        assert set(tables[name]["recorded_at"]) == {"2030-01-02"}
