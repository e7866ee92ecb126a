"""Known figures in tables of any layout with any words: read right, or asked about."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.intake.adding import read_known
from analysis.intake.grid import Sheet, from_values
from analysis.intake.known import Given
from analysis.intake.layout import find_tables
from analysis.intake.rows import understand
from support.shanxi import FEW, PLAN, TODAY, store
from support.workbooks import FIRMS, RD, SOURCE

PLACES = {"太原市": "140100", "大同市": "140200", "阳泉市": "140300"}
COUNTED = {FIRMS: ("high_tech_firms", "家"), RD: ("rd_expenditure", "亿元")}
MONEY = {"亿元": 1, "万元": 10_000, "千元": 100_000}  # in which 亿元 may be written
BEHIND = ("({})", "（{}）", "，{}", "/{}", " {}", "（单位：{}）")  # a unit behind a heading
ABOVE = ("line", "right of the title", "corner")  # where the unit of a whole table stands
YEARS = (2021, 2022, 2023, 2024)
# A word beside a figure, and whether the row may still be of the indicator's own figure.
PROVISIONAL = ("预计", "初步", "快报", "p", "e", "preliminary", "estimated")
HALVES = ("上半年", "1-6月", "一季度", "前三季度", "1—9月", "H1")
OTHER = (
    *(
        "企业",
        "女",
        "其中",
        "增速",
        "占比",
        "人均",
        "位次",
        "计划",
        "目标",
        "预测",
        "美元",
        "亿美元",
    ),
    *(
        "规模以上",
        "比上年增长",
        "可比价",
        "农村",
        "f",
        "新口径",
        "国有",
        "大中型工业企业",
        "占全国比重",
    ),
    *("of which women", "per capita", "US$", "growth", "forecast", "share", "target", "rank"),
    *("港澳台投资", "当年新认定", "同比", "排名", "指数", "日均", "试点", "含个体户", "月度平均"),
)
PLACED = (
    *("title", "heading", "stub", "sheet", "note", "status", "remark", "unit line"),
    *("group", "section", "column"),
)


@dataclass(frozen=True)
class Written:
    """A table, the figures that it holds, and the word that was put into it."""

    sheet: Sheet
    figures: dict[tuple[str, str, int], float]
    word: str
    put: bool


@dataclass(frozen=True)
class Style:
    """The money a table is in, how and where its units stand, whether its title is dated."""

    money: str
    behind: str
    above: str
    dated: bool

    def unit(self, name: str) -> str:
        return self.money if name == RD else COUNTED[name][1]

    def times(self, name: str) -> int:
        return MONEY[self.money] if name == RD else 1


styles = st.builds(
    Style, st.sampled_from([*MONEY]), st.sampled_from(BEHIND), st.sampled_from(ABOVE), st.booleans()
)


@st.composite
def tables(draw) -> Written:
    """A table of known figures in one of the layouts, with a word somewhere or none."""
    places = draw(st.lists(st.sampled_from([*PLACES]), min_size=1, max_size=3, unique=True))
    years = draw(st.lists(st.sampled_from(YEARS), min_size=1, max_size=3, unique=True))
    names = draw(st.lists(st.sampled_from([*COUNTED]), min_size=1, max_size=2, unique=True))
    layout = draw(st.sampled_from(["region-year", "region-indicator", "indicator-year", "long"]))
    word = draw(st.sampled_from(["", *PROVISIONAL, *HALVES, *OTHER]))
    place = draw(st.sampled_from(PLACED))
    bracket = draw(st.sampled_from(["（{}）", "({})", "，{}", " {}"]))
    if layout == "region-year":
        names = names[:1]
    elif layout == "region-indicator":
        years = years[:1]
    elif layout == "indicator-year":
        places = places[:1]
    value = draw(st.integers(1_000, 9_000))
    figures: dict[tuple[str, str, int], float] = {}
    for name in names:
        for where in places:
            for year in years:
                value += 37
                figures[COUNTED[name][0], PLACES[where], year] = float(value)
    table = (layout, names, places, years, figures, draw(styles))
    bare = _rows(*table, "", place)
    rows = _rows(*table, bracket.format(word), place) if word else bare
    if word and place == "note":
        rows = [*rows, [f"注：本表为{word}数。"]]
    made = from_values("表", rows)
    if word and place == "sheet":
        made = Sheet(f"科技{word}", [[_renamed(c, f"科技{word}") for c in r] for r in made.rows])
    return Written(made, figures, word, rows != bare or made.name != "表")


def _renamed(cell, name: str):
    return replace(cell, sheet=name)


def _rows(layout, names, places, years, figures, style, beside, place) -> list[list]:
    def of(name: str, where: str, year: int) -> float:
        return figures[COUNTED[name][0], PLACES[where], year] * style.times(name)

    def put(text: str, at: str) -> str:
        return f"{text}{beside}" if place == at else text

    unit = style.unit(names[0])
    day = f"{years[0]}年" if style.dated else ""
    word = beside.strip("（）(), ，")
    if layout == "long":
        more = {"status": "状态", "remark": "备注", "column": "类别"}.get(place) if beside else None
        head = ["指标", "地区", "年份", put("数值", "heading"), "单位", *filter(None, [more])]
        body = [
            [put(n, "stub"), w, y, of(n, w, y), style.unit(n), *([word] if more else [])]
            for n in names
            for w in places
            for y in years
        ]
        return [[put(f"{day}科技统计", "title")], head, *_between(body, word, place)]
    line = put(f"单位：{unit}", "unit line")
    lead = 1
    if layout == "region-year":
        title, corner = put(f"{day}{names[0]}", "title"), style.above == "corner"
        above = [[title, *([None, line] if style.above == "right of the title" else [])]]
        above += [[line]] if style.above == "line" else []
        heads = [
            f"地区（{unit}）" if corner else "地区",
            *(put(f"{y}年", "heading") for y in years),
        ]
        body = [[put(w, "stub"), *(of(names[0], w, y) for y in years)] for w in places]
    elif layout == "region-indicator":
        above = [[put(f"{years[0]}年科技统计", "title")]]
        heads = [
            "地区",
            *(put(f"{n}{style.behind.format(style.unit(n))}", "heading") for n in names),
        ]
        body = [[put(w, "stub"), *(of(n, w, years[0]) for n in names)] for w in places]
    else:
        above = [[put(f"{day}{places[0]}科技统计", "title")]]
        heads = ["指标", "单位", *(put(f"{y}年", "heading") for y in years)]
        body = [
            [put(n, "stub"), style.unit(n), *(of(n, places[0], y) for y in years)] for n in names
        ]
        lead = 2
    if word and place == "group":
        above = [*above, [*[None] * lead, *[word] * (len(heads) - lead)]]
    return [*above, heads, *_between(body, word, place)]


def _between(body: list[list], word: str, place: str) -> list[list]:
    """The rows of a table, a word alone in a row above them where it is put there."""
    return [[word], *body] if word and place == "section" else body


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return read_known(PLAN, root=store(tmp_path_factory.mktemp("store"), FEW), today=TODAY)


def look(written: Written, known) -> None:
    """No row that nobody was asked about is wrong.

    Only what is asked as the words are read counts: a value that is odd beside its history is asked
    about as well, and would hide a word that was lost.
    """
    layout = find_tables([written.sheet], known.names())
    found = understand(layout, known, given=Given(source=SOURCE))
    asked = [f for f in found.findings if f.level != "notice"]
    for row in found.observations.to_dict("records"):
        key = (row["indicator_id"], row["region"], int(row["year"]))
        assert written.figures.get(key) == float(row["value"]), (written, row)
        if not written.put or asked:
            continue
        if written.word in PROVISIONAL:
            assert row["qualifier"] == "provisional", (written, row)
        elif written.word in HALVES:
            assert row["start"] or row["reference_date"], (written, row)
        else:
            raise AssertionError((written, row))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written=tables())
def test_no_row_is_wrong_that_nobody_was_asked_about(written, known):
    look(written, known)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written=tables())
def test_no_row_of_five_thousand_files_is_wrong_that_nobody_was_asked_about(written, known):
    look(written, known)
