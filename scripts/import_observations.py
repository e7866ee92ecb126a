"""Turn raw into the project's tables, by rule: no figure is edited by hand.

    python scripts/import_observations.py

reads raw, the indicator and region tables and the plan's day of issue, and writes
sources.csv, events.csv, observations/*.csv and raw/accounting.csv of the package (all but
what was added by command). A second run writes the same bytes.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from analysis.records.errors import PlanDataError
from analysis.records.numerals import PLAIN
from analysis.records.schema import EVENTS, OBSERVATIONS, SOURCES
from analysis.records.tables import check, describe
from made_tables import read_text, row_ids

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "data/shared/cn-innovation"  # what is made
PLAN = "shanxi-innovation-14"
PLAN_URL = f"plan:{PLAN}"

# The day of the import. A constant, so that running the script again changes no byte.
RECORDED_AT = "2026-11-23"

# What the collection says of a document → grade, and what a reader must know of it.
# A official original, B official content carried by others, C press and counts from official
# lists, D secondary panels, excerpts, tables with suspected recognition errors.
QUALITIES = {
    "official plan": ("A", "规划正文"),
    "official communique": ("A", ""),
    "official yearbook": ("A", ""),
    "official yearbook (raw table in repo)": ("A", "年鉴原表存档"),
    "official communique (reposted)": ("B", "公报转载"),
    "official communique (reposted; pre-census basis)": ("B", "公报转载；2020年普查修订前口径"),
    "official report (reposted)": ("B", "报告转载"),
    "official news": ("B", "官方新闻"),
    "aggregator (transcription of official yearbook)": ("B", "年鉴转录，按数据年份而非年鉴年份"),
    "press (quotes communique)": ("C", "报道引公报"),
    "press (official conference)": ("C", "报道引新闻发布会"),
    "press": ("C", "报道"),
    "aggregator (scrape of official site)": ("C", "由官方网站抓取"),
    "aggregator (official list)": ("C", "按官方名录清点"),
    "aggregator (transcription of official yearbook); OCR-suspect table": (
        "D",
        "年鉴转录；原表疑有文字识别错误",
    ),
    "aggregator (secondary panel, provenance not per-cell)": (
        "D",
        "论文面板，各格未注出处；人口为普查后修订数，只用于比率",
    ),
    "aggregator (pre-census basis)": ("D", "二手引用；2020年普查修订前口径"),
    "aggregator": ("D", "二手引用"),
    "paper": ("D", "论文引用"),
    "paper (excerpt cut after 2012)": ("D", "论文节选，止于2012年"),
    "official news (reposted; year inferred from text)": ("D", "转载；年份由文意推断"),
}
SUSPECT = "OCR-suspect"
PRE_CENSUS = "pre-census"
SECONDARY_PANEL = "secondary panel"

PANEL_TITLE = (
    "面板原始数据_合并版v2.xlsx(2011-2023年31省;论文“新质生产力赋能高质量发展的时空效应识别”)"
)
# A document's name in the tables. Files of the two repositories are named from their path.
SOURCE_IDS = {
    "山西省“十四五”打造一流创新生态 实施创新驱动、科教兴省、人才强省战略规划": PLAN_URL,
    "2021年山西省科技经费投入统计公报": "communique-2021-rd",
    "2017年山西省科技经费投入统计公报(山西晚报报道)": "press-2017-rd-communique",
    "2022年山西省科技经费投入统计公报(报道)": "press-2022-rd-communique",
    "2023年山西省科技经费投入统计公报(报道)": "news-2023-rd-communique",
    "山西去年科技经费投入再“加码”": "press-2020-rd-communique",
    "2021年山西省科技经费投入统计公报(报道)": "press-2021-rd-communique",
    "山西高新技术企业发展迅速": "press-2012-high-tech-firms",
    "2023年全省科技工作会议": "news-2023-science-conference",
    "山西晒全省科技创新“成绩单”": "press-2023-science-report-card",
    "“山西这十年”系列主题新闻发布会(省科技厅专场)": "conference-2022-decade",
    "“山西加快转型发展”系列打造科技成果转化高地专场新闻发布会": "conference-2023-tech-transfer",
    "2018年第10次中国公民科学素质调查(山西)": "press-2018-literacy-survey",
    "第十二次中国公民科学素质抽样调查": "press-2022-literacy-survey",
    "第十三次中国公民科学素质抽样调查": "repost-2023-literacy-survey",
    "工业经济“稳定发力”(全面建成小康社会新闻发布会)": "conference-2021-industry",
    "山西省已建成十个智创城": "news-2021-zhichuang-cities",
    "2021年双创活动周山西分会场": "press-2021-innovation-week",
    "山西省2022年国民经济和社会发展统计公报": "communique-2022-economy",
    "全省地区生产总值去年首破2.5万亿": "news-2022-gdp",
    "山西省2023年经济统计(日文)": "news-2023-gdp",
    "山西省2013年国民经济和社会发展统计公报": "communique-2013-economy",
    "山西省第七次全国人口普查公报(第一号)": "census-2020-bulletin-1",
    "山西省第七次全国人口普查公报(第二号)": "census-2020-bulletin-2",
    "2021年山西省人口变动情况抽样调查主要数据公报": "communique-2021-population",
    "2022年全国科技经费投入统计公报": "communique-2022-rd-national",
    "2019年全国科技经费投入统计公报": "communique-2019-rd-national",
    "2015年全国科技经费投入统计公报(报道)": "press-2015-rd-communique-national",
    "2009专利统计年报 国内三种专利有效量(专有表2)": "cnipa-patents-2009",
    PANEL_TITLE: "nqp-panel",
    "关于山西省2023年计划执行情况的报告(节选)": "report-2023-plan-implementation",
    "2021年山西省政府工作报告(林武)": "report-2021-government-work",
    "山西研发经费投入稳定增长": "press-2012-rd",
    "山西经济发展信心不断增强": "press-2019-economy",
    "山西有多少人口(引2019年公报,普查前口径)": "repost-2019-population",
    "2016年山西省人口变动情况抽样调查主要数据公报": "communique-2016-population",
    "2023年山西人口变动情况抽样调查数据": "press-2023-population",
    "大同市2022年国民经济和社会发展统计公报": "communique-2022-economy-datong",
    "山西:科技“组合拳”,助力奔小康": "news-2021-science-measures",
    "引力波探测装置项目启动": "press-2021-gravitational-wave",
    "中国公民科学素质调查与研究": "paper-2014-literacy",
    "山西省高新技术企业及高新技术产业发展情况分析": "paper-2018-high-tech-firms",
    "太原市创新平台体系建设(市工信局)": "repost-2020-taiyuan-platforms",
    "2018年山西企业创新规模达27%": "press-2018-firm-innovation",
}
# Observation files of their own; other named documents go to documents, the rest to techme.
FILES = {PLAN_URL: "plan", "nqp-panel": "panel"}
TECHME_FILE = r"huhuaping/techme/blob/[^/]+/(?:.*/)?(?:\d+-)?([^/]+)/(?:raw-)?([^/]+)\.\w+$"

# Words of a status, the furthest first.
STATES = {
    "全覆盖": "claimed",
    "挂牌运行": "operating",
    "正式设立": "established",
    "获批": "approved",
    "启动": "started",
    "论证": "planned",
}
STATUS_UNIT = "状态"

# Measure words that count the same thing: 5户, 5个 and 5家 are five firms.
COUNTERS = ("个", "家", "户")
QUALIFIERS = {
    r"突破|超过|以上": "at_least",
    r"初步|快报|预计|初核": "provisional",
    r".": "about",  # any other remark beside a unit is the rounded figure as printed: 件(2.9万)
}

DATE_IN_URL = r"(?<!\d)((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])"
DATE_SHAPES = {"day": r"\d{4}-\d{2}-\d{2}", "month": r"\d{4}-\d{2}", "year": r"\d{4}"}
EDITIONS = r"\d{4}-\d{4}.*"

DOCUMENT = ["source_title", "publisher", "printed", "url", "quality"]


@dataclass(frozen=True)
class Material:
    """Everything the import reads.

    Attributes
    ----------
    rows : DataFrame
        raw/observations.csv as text, and raw_row (the header is row 1).
    codes, regions, units : Mapping
        Raw indicator id → indicator id; raw region name → code; indicator id → unit.
    issued : str
        The plan's day of issue, ISO.
    """

    rows: pd.DataFrame
    codes: Mapping[str, str]
    regions: Mapping[str, str]
    units: Mapping[str, str]
    issued: str


def read_material(root: Path = ROOT) -> Material:
    """Read the raw rows and the tables they are translated with."""
    data = root / PACKAGE
    plan = root / "data" / "plans" / PLAN
    indicators = [read_text(p) for p in (plan / "indicators.csv", data / "indicators.csv")]
    with (plan / "plan.toml").open("rb") as file:
        issued = tomllib.load(file)["issued"].isoformat()
    return Material(
        rows=read_text(data / "raw" / "observations.csv").assign(
            raw_row=lambda d: range(2, len(d) + 2)
        ),
        codes=_lookup(read_text(data / "raw" / "indicator_codes.csv"), "raw_id", "indicator_id"),
        regions=region_codes(read_text(data / "regions.csv")),
        units=_lookup(pd.concat(indicators), "indicator_id", "unit"),
        issued=issued,
    )


def _lookup(table: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    return dict(zip(table[key], table[value], strict=True))


def region_codes(regions: pd.DataFrame) -> dict[str, str]:
    """Full and short Chinese names → GB/T 2260 code."""
    return _lookup(regions, "name_zh", "region") | _lookup(regions, "name_zh_short", "region")


def build(material: Material, *, recorded_at: str = RECORDED_AT) -> dict[str, pd.DataFrame]:
    """Every table the import makes, keyed by its path in the package.

    Parameters
    ----------
    material : Material
        From `read_material`.
    recorded_at : str
        ISO date written beside every row.

    Returns
    -------
    dict of DataFrame
        sources.csv, events.csv, observations/*.csv and raw/accounting.csv, all text.

    Raises
    ------
    PlanDataError
        Where a document has no name or no grade, or a table made breaks its contract.
    """
    rows = (
        material.rows.pipe(name_sources)
        .pipe(translate, codes=material.codes, regions=material.regions, units=material.units)
        .pipe(date_publication, issued=material.issued)
        .assign(recorded_at=recorded_at)
        .pipe(reject)
    )
    usable = rows[rows["reason"] == ""]
    status = usable["unit"] == STATUS_UNIT
    events = make_events(usable[status])
    observations, merged = merge_repeats(make_observations(usable[~status]))
    tables = {
        "sources.csv": make_sources(rows),
        "events.csv": events[list(EVENTS.columns)],
        **{
            f"observations/{name}.csv": part[list(OBSERVATIONS.columns)]
            for name, part in observations.groupby("file", sort=False)
        },
        "raw/accounting.csv": account(rows, observations, merged, events),
    }
    _refuse_bad_tables(tables)
    return tables


def name_sources(rows: pd.DataFrame) -> pd.DataFrame:
    """Add source_id, grade, note and file, the observation file a document's rows go to.

    A document is one title, publisher and address. The tables of a yearbook series that are
    marked as suspect are a document of their own, since a grade belongs to a document.
    """
    path = rows["url"].str.extract(TECHME_FILE)
    folder, stem = path[0].where(path[0] != "data", ""), path[1]
    techme = ("techme-" + (folder + "-" + stem).str.strip("-")).str.lower()
    suspect = rows["quality"].str.contains(SUSPECT).map({True: "-suspect", False: ""})
    # Who counted an official list is no part of its grade.
    quality = rows["quality"].str.replace(r"; count by \w+", "", regex=True)
    judged = _look_up(quality, QUALITIES)
    listed = _look_up(rows["source_title"], SOURCE_IDS)
    named = rows.assign(
        source_id=listed.fillna(techme + suspect),
        grade=judged.str[0],
        note=judged.str[1],
        file=_look_up(listed, FILES).fillna("documents").mask(listed.isna(), "techme"),
    )
    _refuse_unknown(named, "source_id", "source_title", "a document without a name in SOURCE_IDS")
    _refuse_unknown(named, "grade", "quality", "a quality without a grade in QUALITIES")
    return named


def _look_up(keys: pd.Series, words: Mapping) -> pd.Series:
    # Objects even where nothing is found: pandas would make a column of missing values numeric.
    return keys.map(words).astype(object)


def _refuse_unknown(rows: pd.DataFrame, column: str, cause: str, rule: str) -> None:
    unknown = rows.loc[rows[column].isna(), ["raw_row", cause]].head(5)
    if len(unknown):
        raise PlanDataError(
            "\n".join(
                f"raw/observations.csv row {row}, {cause} {value!r}: {rule}"
                for row, value in unknown.itertuples(index=False)
            )
        )


def translate(
    rows: pd.DataFrame,
    *,
    codes: Mapping[str, str],
    regions: Mapping[str, str],
    units: Mapping[str, str],
) -> pd.DataFrame:
    """Put indicator, region, unit, number and qualifier into the project's words.

    What has no translation becomes empty; `reject` says so. A status keeps its words in
    `text`. Population before the census revision becomes an indicator of its own, so that the
    two bases are never joined.
    """
    indicator = _look_up(rows["indicator_id"], codes)
    before_census = (indicator == "population") & rows["quality"].str.contains(PRE_CENSUS)
    indicator = indicator.mask(before_census, "population_precensus")
    stated = rows["unit"].str.extract(r"^([^(]*)(?:\((.*)\))?$").fillna("")
    expected = _look_up(indicator, units)
    same = (stated[0] == expected) | (stated[0].isin(COUNTERS) & expected.isin(COUNTERS))
    value = rows["value"].str.normalize("NFKC").str.replace(r"[,\s]", "", regex=True)
    year_end = rows["year"] + "-12-31"
    day = rows["as_of"].str.fullmatch(DATE_SHAPES["day"]) & (rows["as_of"] != year_end)
    return rows.assign(
        text=rows["value"],
        indicator_id=indicator,
        region=_look_up(rows["region"], regions),
        unit=expected.where(same),
        value=value.where(value.str.fullmatch(PLAIN), ""),
        qualifier=qualify(stated[1]),
        reference_date=rows["as_of"].where(day, ""),
    )


def qualify(remarks: pd.Series) -> pd.Series:
    """How exact a figure is, from the remark beside its unit; without one it is exact."""
    return _first_match(remarks, QUALIFIERS, otherwise="exact")


def _first_match(texts: pd.Series, patterns: Mapping[str, str], *, otherwise: str) -> pd.Series:
    words = pd.Series(otherwise, texts.index)
    for pattern, word in reversed(patterns.items()):
        words = words.mask(texts.str.contains(pattern), word)
    return words


def parse_published(printed: pd.Series) -> pd.DataFrame:
    """Read a printed date to its precision: a month is its last day, a year its 31 December.

    Of two years, 2016/2019, the later counts. A range of editions, or no date, gives none.

    Returns
    -------
    DataFrame
        published (ISO text, "" where none) and published_precision.
    """
    last = printed.str.rsplit("/", n=1).str[-1]
    precision = pd.Series("none", printed.index)
    for name, shape in DATE_SHAPES.items():
        precision = precision.mask(last.str.fullmatch(shape), name)
    end = precision.map({"day": "", "month": "-01", "year": "-12-31", "none": ""})
    day = pd.to_datetime(
        last.where(precision != "none", "") + end, format="%Y-%m-%d", errors="coerce"
    )
    day = day.mask(precision == "month", day + pd.offsets.MonthEnd(0))
    iso = day.dt.strftime("%Y-%m-%d").fillna("").astype(str)
    return pd.DataFrame(
        {"published": iso, "published_precision": precision.mask(iso == "", "none")}
    )


def date_in_url(urls: pd.Series) -> pd.Series:
    """The first whole date in an address, such as /2022/0322/ or t20221125_, else ""."""
    parts = urls.str.extract(DATE_IN_URL)
    day = pd.to_datetime(
        parts[0] + "-" + parts[1] + "-" + parts[2], errors="coerce", format="%Y-%m-%d"
    )
    return day.dt.strftime("%Y-%m-%d").fillna("").astype(str)


def date_publication(rows: pd.DataFrame, *, issued: str) -> pd.DataFrame:
    """Add published, published_precision and published_estimated to every row.

    A printed date is used as it is. Where none is printed, in this order: the plan's own
    figures appeared on its day of issue; a document whose address holds a date not before the
    year it describes appeared on that day; a paper's panel appeared at the end of the year
    after its last data year, all of it, because its early years are revised figures that
    nobody could know earlier; anything else, above all a yearbook by editions, appeared at the
    end of the year after its data year. All but the plan's are marked as estimated.
    """
    printed = parse_published(rows["published"])
    in_url = date_in_url(rows["url"])
    in_url = in_url.where(in_url.str[:4] >= rows["year"], "")
    panel = rows["quality"].str.contains(SECONDARY_PANEL)
    last_year = rows["year"].astype(int)
    last_year = last_year.mask(panel, last_year.groupby(rows["source_id"]).transform("max"))
    in_plan = rows["url"] == PLAN_URL
    editions = rows["published"].str.fullmatch(EDITIONS)
    published = (
        printed["published"]
        .mask(in_plan, issued)
        .pipe(lambda s: s.mask((s == "") & ~editions, in_url))
        .pipe(lambda s: s.mask(s == "", (last_year + 1).astype(str) + "-12-31"))
    )
    known = in_plan | (printed["published"] != "")
    return rows.assign(
        printed=rows["published"],
        published=published,
        published_precision=printed["published_precision"].mask(in_plan, "day"),
        published_estimated=known.map({True: "false", False: "true"}),
    )


def reject(rows: pd.DataFrame) -> pd.DataFrame:
    """Add reason: why a row cannot be used, or "" where it can."""
    status = rows["unit"] == STATUS_UNIT
    unread = (rows["printed"] != "") & (rows["published_precision"] == "none")
    rules = {
        "indicator is not in raw/indicator_codes.csv": rows["indicator_id"].isna(),
        "region has no GB/T 2260 code": rows["region"].isna(),
        "unit is not the indicator's": rows["unit"].isna(),
        "value is not a number": ~status & (rows["value"] == ""),
        "status in words that no rule knows": status & (_state(rows["text"]) == ""),
        "printed date cannot be read": unread & ~rows["printed"].str.fullmatch(EDITIONS),
    }
    reason = pd.Series("", rows.index)
    for words, broken in reversed(rules.items()):
        reason = reason.mask(broken, words)
    return rows.assign(reason=reason)


def _state(texts: pd.Series) -> pd.Series:
    return _first_match(texts, STATES, otherwise="")


def make_events(rows: pd.DataFrame) -> pd.DataFrame:
    """Statuses as events: columns of `schema.EVENTS` and raw_row."""
    dated = rows.assign(date=rows["as_of"], state=_state(rows["text"]))
    key = ["indicator_id", "region", "date", "state", "text", "source_id"]
    return dated.assign(event_id=row_ids(dated, key))


def make_observations(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures as observations: columns of `schema.OBSERVATIONS`, file and raw_row."""
    key = ["indicator_id", "region", "year", "reference_date", "value", "source_id"]
    return rows.assign(observation_id=row_ids(rows, key), supersedes="")


def merge_repeats(observations: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep the first of the rows in which one document says one thing twice.

    The same figure in another document is another row; so is another figure.

    Returns
    -------
    tuple of DataFrame
        The kept rows, and the repeats with the observation_id of the row that was kept.
    """
    key = ["indicator_id", "region", "year", "reference_date", "number", "source_id"]
    numbered = observations.assign(number=pd.to_numeric(observations["value"]))
    kept_as = numbered.groupby(key, sort=False)["observation_id"].transform("first")
    again = numbered.duplicated(key)
    return observations[~again], observations.assign(observation_id=kept_as)[again]


def make_sources(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per document: columns of `schema.SOURCES`.

    A document without a printed date has an empty `published` and precision none; its rows'
    own dates stand in the observations.
    """
    once = rows.drop_duplicates(["source_id", *DOCUMENT])
    twice = once[once["source_id"].duplicated(keep=False)]
    if len(twice):
        raise PlanDataError(f"one source_id for different documents: {set(twice['source_id'])}")
    return once.assign(
        # The collection's placeholder for a table number it did not have.
        title=once["source_title"].str.replace(" 1-? ", " ", regex=False),
        url=once["url"].where(once["url"] != PLAN_URL, ""),
        published=once["published"].where(once["published_precision"] != "none", ""),
    )[list(SOURCES.columns)]


def account(
    rows: pd.DataFrame, observations: pd.DataFrame, merged: pd.DataFrame, events: pd.DataFrame
) -> pd.DataFrame:
    """What became of every raw row: raw_row, fate, record_id, reason."""
    rejected = rows.loc[rows["reason"] != "", ["raw_row", "reason"]]
    fates = [
        observations[["raw_row", "observation_id"]]
        .set_axis(["raw_row", "record_id"], axis=1)
        .assign(fate="kept", reason=""),
        merged[["raw_row", "observation_id"]]
        .set_axis(["raw_row", "record_id"], axis=1)
        .assign(fate="merged", reason="the same document says the same in an earlier row"),
        events[["raw_row", "event_id"]]
        .set_axis(["raw_row", "record_id"], axis=1)
        .assign(fate="event", reason="a status, not a number"),
        rejected.assign(fate="rejected", record_id=""),
    ]
    told = pd.concat(fates).sort_values("raw_row")
    return told[["raw_row", "fate", "record_id", "reason"]].astype({"raw_row": str})


def _refuse_bad_tables(tables: Mapping[str, pd.DataFrame]) -> None:
    contracts = {"sources.csv": SOURCES, "events.csv": EVENTS}
    problems = [
        problem
        for name, table in tables.items()
        if name != "raw/accounting.csv"
        for problem in check(
            table.set_axis(range(2, len(table) + 2)), contracts.get(name, OBSERVATIONS), name
        )
    ]
    if problems:
        raise PlanDataError(describe(problems))


def imply(changes: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Last year's value as the next document implies it: this year's less the change it states.

    1.12 %, down 0.06 points, says that the year before is 1.18 % by now, whatever was published
    then. A difference of two rounded numbers is about right, and its qualifier says so.

    Parameters
    ----------
    changes : DataFrame
        raw/implied_changes.csv as text: source_id, indicator_id, region, year, value,
        change.
    made : DataFrame
        The observations that hold the stated values, for their dates of publication.
    """
    key = ["source_id", "indicator_id", "region", "year"]
    stated = changes.merge(made, on=key, how="left", suffixes=("", "_made"), validate="1:1")
    differ = stated["value"].astype(float) != stated["value_made"].astype(float)
    if differ.any():
        raise PlanDataError(
            "raw/implied_changes.csv: no observation says\n"
            f"{stated.loc[differ, [*key, 'value']].to_string(index=False)}"
        )
    now, change = stated["value"].map(Decimal), stated["change"].map(Decimal)
    rows = stated.assign(
        year=(stated["year"].astype(int) - 1).astype(str),
        value=(now - change).astype(str),
        qualifier="about",
    )
    ids = ["indicator_id", "region", "year", "reference_date", "value", "source_id"]
    return rows.assign(observation_id=row_ids(rows, ids))[list(OBSERVATIONS.columns)]


def write(tables: Mapping[str, pd.DataFrame], root: Path = ROOT) -> None:
    """Write every table of the package as UTF-8 with LF line ends."""
    for name, table in tables.items():
        path = root / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def main() -> None:
    """Read, build, write, and say how many rows went where."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--recorded-at", default=RECORDED_AT, help=f"ISO date of the import ({RECORDED_AT})"
    )
    material = read_material()
    tables = build(material, recorded_at=parser.parse_args().recorded_at)
    changes = read_text(ROOT / PACKAGE / "raw" / "implied_changes.csv")
    implied = imply(changes, tables["observations/documents.csv"])
    write({**tables, "observations/implied.csv": implied})
    fates = tables["raw/accounting.csv"]["fate"].value_counts()
    print(", ".join(f"{count} {fate}" for fate, count in fates.items()))


if __name__ == "__main__":
    main()
