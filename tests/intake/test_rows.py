"""From one entry to one row of the table of observations, or to what is to be put right."""

import datetime as dt

import pandas as pd
import pytest

from analysis.intake.entries import Entry, Layout
from analysis.intake.grid import Cell
from analysis.intake.known import Given, Known, observation_id
from analysis.intake.names import Names
from analysis.intake.rows import understand
from support.small_plan import plan

REGIONS = pd.DataFrame(
    {
        "region": ["140000", "110000"],
        "name_zh": ["山西省", "北京市"],
        "name_zh_short": ["山西", "北京"],
        "name_en": ["Shanxi", "Beijing"],
    }
)
SOURCES = pd.DataFrame(
    {
        "source_id": ["day", "month", "year", "none", "twin-1", "twin-2"],
        "title": ["日报", "月报", "年报", "无日期", "同名", "同 名"],
        "publisher": "统计局",
        "published": pd.to_datetime(
            ["2024-03-05", "2024-03-31", "2024-12-31", None, "2024-01-01", "2024-02-01"]
        ),
        "published_precision": ["day", "month", "year", "none", "day", "day"],
        "url": "",
        "grade": "B",
        "note": "",
    }
)
KNOWN = Known(plan(), REGIONS, SOURCES, pd.DataFrame(), dt.date(2026, 1, 2))
GIVEN = {
    "indicator": "高新技术企业",
    "region": "山西省",
    "year": 2023,
    "value": 4155,
    "source": "day",
}


def entry(*, default_unit: str = "", prepared: bool = False, **cells: object) -> Entry:
    """An entry of these cells; a `Cell` may be given in the place of a value."""
    held = {
        name: value if isinstance(value, Cell) else Cell("表", f"{name}1", 1, 1, value)
        for name, value in {**GIVEN, **cells}.items()
    }
    return Entry(held, default_unit, prepared)


def read(*, of_all: str = "", **cells: object):
    return understand(Layout([entry(**cells)]), KNOWN, given=Given(source=of_all))


def row(**cells: object) -> dict:
    found = read(**cells)
    assert len(found.observations) == 1, [f.en for f in found.findings]
    return found.observations.iloc[0].to_dict()


def refused(**cells: object) -> list[tuple[str, str]]:
    """The rule and the message of each error; no row was made."""
    found = read(**cells)
    assert found.observations.empty
    return [(f.code, f.en) for f in found.findings if f.level == "error"]


def test_a_row_is_text_with_what_follows_from_its_source():
    found = row()
    assert found["observation_id"] == observation_id(found) and len(found["observation_id"]) == 12
    told = ["indicator_id", "region", "year", "value", "unit", "qualifier", "published"]
    assert [found[c] for c in told] == [
        *("firms", "140000", "2023", "4155", "家", "exact", "2024-03-05")
    ]
    assert (found["published_estimated"], found["recorded_at"]) == ("false", "2026-01-02")
    assert (found["sheet"], found["place"]) == ("表", "value1")


def test_an_observation_s_id_is_of_what_it_says_and_of_what_it_corrects():
    said = row()
    assert observation_id({**said, "quote": "别的"}) == said["observation_id"]
    for changed in ({"value": "4156"}, {"year": "2022"}, {"supersedes": "o1"}, {"region": "1"}):
        assert observation_id({**said, **changed}) != said["observation_id"]


@pytest.mark.parametrize(
    ("cells", "column", "text"),
    [
        ({"region": "北京"}, "region", "110000"),
        ({"region": "BEIJING"}, "region", "110000"),
        ({"region": "１１００００"}, "region", "110000"),
        ({"year": "2023-06-30"}, "reference_date", "2023-06-30"),
        ({"year": "2023年6月", "reference_date": "2023-05-31"}, "reference_date", "2023-05-31"),
        ({"value": "约4155家"}, "qualifier", "about"),
        ({"qualifier": "初步"}, "qualifier", "provisional"),
        ({"value": "约4155家", "qualifier": "about"}, "qualifier", "about"),
        ({"value": "0.4155万家"}, "value", "4155"),
        ({"value": 0.1 + 0.2}, "value", "0.3"),
        ({"source": "日报"}, "source_id", "day"),
        ({"source": "twin-2"}, "source_id", "twin-2"),
        ({"published": "2024-03-04"}, "published", "2024-03-04"),
        ({"source": "none", "published": "2024年"}, "published", "2024-12-31"),
        ({"source": "none", "published": "2024年"}, "published_estimated", "true"),
        ({"source": "none", "published": "2024-06"}, "published_estimated", "true"),
        ({"source": "none", "published": "2024-06-01"}, "published_estimated", "false"),
        ({"source": "month"}, "published_estimated", "true"),
        ({"source": "year"}, "published_estimated", "true"),
        ({"source": "month", "published_estimated": "FALSE"}, "published_estimated", "false"),
        ({"source": "day", "published_estimated": "true"}, "published_estimated", "true"),
        ({"quote": " 达到\n4155家 "}, "quote", "达到 4155家"),
        ({"recorded_at": "2025-05-06"}, "recorded_at", "2025-05-06"),
        ({"supersedes": "o-1"}, "supersedes", "o-1"),
        ({"observation_id": "mine"}, "observation_id", "mine"),
        ({"indicator": "high-tech FIRMS"}, "indicator_id", "firms"),
        ({"indicator": "高新技术企业（家）"}, "indicator_id", "firms"),
        ({"value": "不足4155家"}, "qualifier", "less_than"),
        ({"qualifier": "突破"}, "qualifier", "at_least"),
        ({"qualifier": "preliminary"}, "qualifier", "provisional"),
    ],
)
def test_each_cell_is_read_into_its_column(cells, column, text):
    assert row(**cells)[column] == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2024-03", "2024-03-05"),
        ("2024", "2024-03-05"),
        ("2024-04", "2024-04-30"),
        ("2023", "2023-12-31"),
        ("2024-03-06", "2024-03-06"),
    ],
)
def test_a_month_or_year_that_holds_the_sources_day_is_that_day(typed, kept):
    assert row(published=typed)["published"] == kept


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        ({"indicator": None}, "indicator", "no indicator is given"),
        ({"indicator": "高新企业"}, "indicator", "perhaps 高新技术企业"),
        ({"indicator": "xyz"}, "indicator", "is not a known indicator"),
        ({"indicator": "高新技术企业（新口径）"}, "indicator", "'新口径' makes it another figure"),
        ({"indicator": "其中:女高新技术企业"}, "indicator", "'其中、女' makes it another"),
        ({"year": "2023/24"}, "year", "is a year over two calendar years"),
        ({"status": "F"}, "planned", "what is planned or forecast"),
        ({"status": "xx"}, "status", "is not understood"),
        ({"note": "预测数"}, "planned", "what is planned or forecast"),
        ({"observation_id": "1.23E+11"}, "observation_id", "a spreadsheet made a number of"),
        ({"region": None}, "region", "no region is given"),
        ({"region": "火星"}, "region", "is not a known region"),
        ({"year": "二〇二三"}, "year", "is not a year"),
        ({"source": None}, "source", "has no source"),
        ({"source": "别的"}, "source", "is not in sources.csv"),
        ({"source": "同名"}, "source", "is the title of several sources"),
        ({"source": "none"}, "published", "has no date of publication"),
        ({"published": "春天"}, "published", "is not a date"),
        ({"qualifier": "也许"}, "qualifier", "must be one of"),
        ({"value": "约4155", "qualifier": "以上"}, "qualifier", "says another exactness"),
        ({"value": "4155户口"}, "value", "is not a number"),
        ({"value": "4155亿元"}, "value", "is in 亿元; the indicator is in 家"),
        ({"value": float("nan")}, "value", "holds no number"),
        ({"value": Cell("表", "A1", 1, 1, 5, merged=True)}, "merged", "is in a merged cell"),
        ({"value": Cell("表", "A1", 1, 1, "=1+1", formula=True)}, "formula", "is a formula"),
        ({"source": Cell("表", "A1", 1, 1, "=B1", formula=True)}, "formula", "is a formula"),
        ({"published_estimated": "maybe"}, "published_estimated", "must be true or false"),
        ({"supersedes": "a b"}, "supersedes", "is not an id"),
        ({"observation_id": "x" * 65}, "observation_id", "is not an id"),
        ({"reference_date": "x"}, "reference_date", "is not a date"),
    ],
)
def test_what_cannot_be_read_is_an_error_at_its_cell(cells, code, said):
    (told,) = refused(**cells)
    assert told[0] == code and said in told[1]


def test_an_id_may_have_64_characters_and_a_formula_may_stand_in_a_note():
    assert row(observation_id="x" * 64)["observation_id"] == "x" * 64
    assert row(note=Cell("表", "A1", 1, 1, "=1", formula=True))["value"] == "4155"


def test_every_error_of_an_entry_is_said_at_once():
    assert [code for code, _ in refused(region="火星", year="x", source=None)] == [
        *("region", "year", "source")
    ]


@pytest.mark.parametrize("nothing", ["—", "无", "N/A", " "])
def test_a_cell_that_says_there_is_none_is_passed_over_and_said(nothing):
    found = read(value=nothing)
    assert found.observations.empty and [f.code for f in found.findings] == ["no-figure"]


def test_a_source_may_be_given_for_all_rows_without_one():
    assert read(of_all="month").observations["source_id"].tolist() == ["day"]
    rest = {name: value for name, value in GIVEN.items() if name != "source"}
    held = Entry({n: Cell("表", "A1", 1, 1, v) for n, v in rest.items()})
    found = understand(Layout([held]), KNOWN, given=Given(source="month"))
    assert found.observations["source_id"].tolist() == ["month"]


def test_the_senders_unit_counts_and_ours_only_where_none_was_written():
    assert row(value="0.4155万家", unit="家", prepared=True)["value"] == "4155"
    assert refused(value="0.4155万家", unit="个")[0][0] == "value"
    assert row(value=4155, unit="个")["value"] == "4155"
    assert row(value=0.4155, default_unit="万家")["value"] == "4155"
    assert row(value=4155, unit="家", default_unit="万家")["value"] == "4155"
    found = read(value=0.4155, unit="万家")
    assert [(f.level, f.code, f.en) for f in found.findings] == [
        ("notice", "converted", "0.4155 万家 = 4155 家")
    ]


def test_a_unit_in_the_cell_is_held_against_the_senders_own_column_not_against_ours():
    """个 and 家 both count firms, but a sender who wrote both is asked which was meant."""
    assert "make them agree" in refused(value="5个", unit="家")[0][1]
    assert row(value="5个", unit="家", prepared=True)["value"] == "5"


def test_a_name_that_is_nearly_right_is_asked_about_in_both_languages():
    near, far = (read(indicator=name).findings[0] for name in ("高新企业", "xyz"))
    assert near.zh.startswith("不认识的指标；是不是：高新技术企业；")
    assert far.zh.startswith("不认识的指标；是新指标就运行")
    assert 'indicator add ID --name-zh "xyz"' in far.en


def test_a_new_source_of_the_file_may_be_cited_by_its_title():
    new = {"title": "新公报", "publisher": "科技厅", "published": "2024-05-06", "grade": "a"}
    cells = {name: Cell("来源", "A2", 2, 1, value) for name, value in new.items()}
    layout = Layout([entry(source="新公报")], [cells])
    found = understand(layout, KNOWN)
    assert found.sources["grade"].tolist() == ["A"] and found.findings == []
    assert found.observations["source_id"].tolist() == found.sources["source_id"].tolist()
    assert found.observations["published"].tolist() == ["2024-05-06"]
    unused = understand(Layout([entry()], [cells]), KNOWN)
    assert unused.sources.empty and len(unused.observations) == 1
    faulty = {"title": Cell("来源", "A2", 2, 1, "新公报")}
    told = understand(Layout([entry(source="新公报")], [faulty]), KNOWN).findings
    assert ["source", "source"] == [f.code for f in told] and "not rightly yet" in told[-1].en


def test_an_indicator_goes_by_its_id_or_either_name():
    find = Names(plan().indicators, REGIONS).indicator
    assert [find(t) for t in ("firms", "高新技术企业", "High-tech firms", "x")] == [
        *("firms", "firms", "firms", None)
    ]


def test_a_name_of_another_period_than_its_year_stops_the_row_and_one_of_the_same_does_not():
    for name in ("高新技术企业（1-6月）", "2022年高新技术企业", "高新技术企业上半年"):
        found = read(indicator=name)
        assert found.observations.empty, name
        assert [f.code for f in found.findings if f.level == "error"] == ["two-periods"], name
    found = read(indicator="2023年高新技术企业")
    assert found.observations["year"].tolist() == ["2023"]
    assert not [f for f in found.findings if f.level == "error"]


def test_a_figure_in_a_larger_unit_is_known_to_its_last_written_place():
    fine, coarse = row(value="0.4155万家"), row(value="0.416万家")
    assert (fine["qualifier"], fine["low"], fine["high"]) == ("exact", "", "")
    assert (coarse["qualifier"], coarse["low"], coarse["high"]) == ("about", "4155", "4165")
    provisional = row(value="1.9万家(初步)")
    assert (provisional["qualifier"], provisional["low"]) == ("provisional", "18500")
    assert row(value="超过1.9万家")["low"] == ""
