"""The contract of every table: its columns, and what may stand in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from . import codes, dates, numerals

UNITS = (
    *(
        "亿元",
        "万元",
        "元",
        "元/人",
        "家",
        "个",
        "件",
        "项",
        "人",
        "人年",
        "万人",
        "人次",
        "名",
        "位",
        "户",
    ),
    *("%", "件/万人", "万元/人年", "千瓦", "倍", "届", "次", "年", "状态"),
)
PROMISED = ("target", "commitment")
ROLES = ("baseline", "history", *PROMISED, "context")
COMPARATORS = ("=", ">=", ">", "<=", "<", "~", "range")
# What a promise measures; an increment is counted from zero, a coverage and a breakthrough are
# events, a composition is a part of a whole and no promise.
OF_YEARS = ("sum", "mean")
MEASURED = (
    *("level", "change", "ratio", "percent_change", "growth", *OF_YEARS, "gap", "trend", "event"),
)
MEASURES = (*MEASURED, "increment", "coverage", "breakthrough", "composition")
RELATIONS = ("at_least", "more_than", "at_most", "less_than", "within", "near")
HOLDS = ("by", "ever", "every")
FORCES = ("binding", "expected")
INDICATOR_KINDS = ("stock", "flow", "ratio", "event")
QUALIFIERS = (
    *("exact", "at_least", "more_than", "at_most", "less_than", "about", "between"),
    "provisional",
)
GRADES = ("A", "B", "C", "D")
EVENT_STATES = ("planned", "started", "approved", "established", "operating", "claimed")
PRECISIONS = ("day", "month", "year", "none")
LEVELS = ("country", "province", "prefecture")

IDENTIFIER = r"[a-z][a-z0-9_]*"


@dataclass(frozen=True)
class Rule:
    """What the text of a cell must pass, and what is said where it does not."""

    holds: Callable[[str], bool]
    said: str


@dataclass(frozen=True)
class Column:
    """A column's contract.

    Attributes
    ----------
    kind : {"text", "number", "integer", "date", "flag"}
        What `coerce` makes of it.
    description : str
    required : bool
        Whether every row fills it in.
    rules : tuple of Rule
        The first that a cell breaks is reported. An empty cell breaks none but the first of a
        required column.
    values : tuple of str
        The closed list that the cells are from; empty where any text may stand.
    """

    kind: str
    description: str
    required: bool
    rules: tuple[Rule, ...]
    values: tuple[str, ...] = ()

    def broken_by(self, cell: str) -> str | None:
        """What is said of a cell that breaks a rule: of the first it breaks."""
        return next((rule.said for rule in self.rules if not rule.holds(cell)), None)


FILLED = Rule(lambda cell: cell != "", "must not be empty; fill it in | 不能为空,请填写")


def _column(
    kind: str,
    description: str,
    *rules: Rule,
    required: bool = True,
    values: Sequence[str] = (),
) -> Column:
    every = (FILLED, *rules) if required else rules
    return Column(kind, description, required, every, tuple(values))


def _matches(pattern: str, rule: str) -> Rule:
    whole = re.compile(pattern).fullmatch
    return Rule(lambda cell: cell == "" or whole(cell) is not None, rule)


def _is_real_date(cell: str) -> bool:
    # One way to write a day, so that days compare as text: the calendar would take 20220907 too.
    if not re.fullmatch(dates.DAY, cell):
        return cell == ""
    try:
        dt.date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def text(description: str, *, required: bool = True) -> Column:
    return _column("text", description, required=required)


def identifier(description: str) -> Column:
    rule = "must be lower-case letters, digits and _ | 只能用小写字母、数字和下划线"
    return _column("text", description, _matches(IDENTIFIER, rule))


def number(description: str, *, required: bool = False) -> Column:
    rule = "not a number; write digits only, no unit or comma | 不是数字,只写数字,不带单位和千分位"
    return _column("number", description, _matches(numerals.PLAIN, rule), required=required)


def year(description: str, *, required: bool = False) -> Column:
    rule = "not a year from 1900 to 2100; write four digits | 不是年份,请写四位数字"
    return _column("integer", description, _matches(dates.YEAR, rule), required=required)


def integer(description: str, *, required: bool = False) -> Column:
    rule = "not a whole number | 不是整数"
    return _column("integer", description, _matches(numerals.WHOLE, rule), required=required)


def date(description: str, *, required: bool = False) -> Column:
    rule = "not a date; write YYYY-MM-DD | 不是日期,请写成 YYYY-MM-DD"
    return _column("date", description, Rule(_is_real_date, rule), required=required)


def flag(description: str) -> Column:
    return _column(
        "flag", description, _matches(r"true|false", "must be true or false | 只能是 true 或 false")
    )


def code(description: str, values: Sequence[str], *, required: bool = True) -> Column:
    rule = f"must be one of {', '.join(values)} | 只能取以上之一"
    known = Rule(lambda cell: cell == "" or cell in values, rule)
    return _column("text", description, known, required=required, values=values)


def region(description: str) -> Column:
    rule = "must be a six-digit GB/T 2260 code kept as text | 应为六位行政区划代码"
    return _column("text", description, _matches(codes.REGION, rule))


@dataclass(frozen=True)
class Table:
    """A table's columns, its key and one sentence on what a row is.

    Attributes
    ----------
    columns, more : dict
        Columns that every file has, and those that it may do without.
    former : dict
        What a column was called before, and its values: {old name: (name, {old value: value})}.
    """

    name: str
    title: str
    columns: dict[str, Column]
    key: tuple[str, ...]
    more: dict[str, Column] = field(default_factory=dict)
    former: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    @property
    def every(self) -> dict[str, Column]:
        """All columns that a file may have."""
        return self.columns | self.more


INDICATORS = Table(
    "indicators",
    "One row per indicator: what is counted, in what unit, and when its definition changed.",
    {
        "indicator_id": identifier("The name used in every other table."),
        "name_zh": text("Display name in Chinese."),
        "name_en": text("Display name in English."),
        "unit": code("Unit of every value of this indicator.", UNITS),
        "kind": code("Stock at year end, flow over the year, ratio, or event.", INDICATOR_KINDS),
        "direction": code("Which way is better; none where neither is.", ("up", "down", "none")),
        "lower": number("Lowest possible value."),
        "upper": number("Highest possible value."),
        "definition": text("What is counted, in Chinese.", required=False),
        "definition_breaks": _column(
            "text",
            "`YEAR:reason` parts separated by ';': first year under a new definition.",
            _matches(
                rf"{dates.YEAR}:[^;]+(;{dates.YEAR}:[^;]+)*",
                "write YEAR:reason;YEAR:reason | 写成 年份:原因",
            ),
            required=False,
        ),
    },
    ("indicator_id",),
)

FIGURES = Table(
    "figures",
    "One row per quantitative statement of the plan, with its sentence word for word.",
    {
        "figure_id": text("Name of the row within the plan, in the plan's order."),
        "indicator_id": identifier("The indicator, see indicators.csv."),
        "role": code("What the figure is in the plan.", ROLES),
        "year": year("The year described; empty for targets."),
        "year_from": year("First year of a sum over several years."),
        "value": number(
            "The figure, in `unit`; a multiple of the base for a ratio, % for a percent change or "
            "a growth a year."
        ),
        "value_high": number("Upper end of a range."),
        "comparator": code(
            "以上 and 倍增 >=, 达到 with nothing added =, 超过 >, 约/左右 ~, 近 <, 1-2 range.",
            COMPARATORS,
            required=False,
        ),
        "measure": code(
            "What a target measures; level where empty. A percent change and a growth a year are "
            "against the base, a sum and a mean over the years, a gap is to `against`, a trend "
            "is above or below the base, an increment is counted from zero.",
            MEASURES,
            required=False,
        ),
        "unit": code("Unit of `value`.", UNITS),
        "deadline": year("The year a target is due."),
        "chapter": integer("Chapter of the plan; 0 is the preface.", required=True),
        "section": integer(
            "Section of the chapter; 0 is the text before section 1.", required=True
        ),
        "quote": text("The plan's own words."),
        "note": text("What a reader must know about the figure, in Chinese.", required=False),
    },
    ("figure_id",),
    {
        "relation": code(
            "What a target asks of the measure; where empty it follows from `comparator` and the "
            "indicator's direction.",
            RELATIONS,
            required=False,
        ),
        "tolerance": number(
            "How far off still counts, in the unit of `value`; where empty half a unit of its "
            "last printed place for ~ and near."
        ),
        "base_year": year("The year a target is counted from, where not the plan's."),
        "base_value": number("The value of that year, in the indicator's unit."),
        "hold": code(
            "by: the deadline's value decides (also where empty); ever: one year up to it is "
            "enough; every: each year from `year_from` counts.",
            HOLDS,
            required=False,
        ),
        "against": text(
            "The region or indicator that a gap is measured to: value less theirs.",
            required=False,
        ),
        "force": code("约束性 binding or 预期性 expected.", FORCES, required=False),
        "valid_from": date("First day on which the target is in force."),
        "valid_until": date("Last day, where another took its place."),
        "part_of": text("figure_id of the target that this is a milestone of.", required=False),
        "responsible": text("Who is to see to it, in the plan's words.", required=False),
    },
    {"target_kind": ("measure", {"multiple": "ratio"})},
)

SOURCES = Table(
    "sources",
    "One row per cited document.",
    {
        "source_id": text("Name used in the observations."),
        "title": text("Title of the document."),
        "publisher": text("Who published it, and who reposted it."),
        "published": date("Day of publication; empty where a row covers several editions."),
        "published_precision": code("How precisely the date is printed.", PRECISIONS),
        "url": text("Where it was read.", required=False),
        "grade": code("A official original … D secondary; see data/README.md.", GRADES),
        "note": text("Anything a reader must know.", required=False),
    },
    ("source_id",),
)

OBSERVATIONS = Table(
    "observations",
    "One row per figure, per source, per publication date; corrected by a later row.",
    {
        "observation_id": text("Hash of what the row says and where it says it."),
        "indicator_id": identifier("The indicator, see the indicators tables."),
        "region": region("GB/T 2260 code; 000000 is the nation."),
        "year": year("The year the value describes.", required=True),
        "reference_date": date("The day described, when it is not the year's end."),
        "value": number("The figure, in `unit`.", required=True),
        "unit": code("Must be the indicator's unit.", UNITS),
        "qualifier": code("How exact the source is.", QUALIFIERS),
        "source_id": text("The document, see sources.csv."),
        "published": date("Day the figure became known.", required=True),
        "published_estimated": flag("true where the source prints no date and a rule gives one."),
        "quote": text("The source's own words, where kept.", required=False),
        "recorded_at": date("Day the row was entered.", required=True),
        "supersedes": text("observation_id that this row corrects.", required=False),
    },
    ("observation_id",),
    {
        "low": number("Lowest value that the source allows, where it is not exact."),
        "high": number("Highest value that the source allows."),
    },
)

EVENTS = Table(
    "events",
    "One row per report on something that happens or does not: breakthroughs and coverage.",
    {
        "event_id": text("Hash of what the row says and where it says it."),
        "indicator_id": identifier("The event indicator."),
        "region": region("GB/T 2260 code."),
        "date": date("Day described.", required=True),
        "state": code("How far it has come.", EVENT_STATES),
        "text": text("The source's words."),
        "source_id": text("The document, see sources.csv."),
        "published": date("Day it became known.", required=True),
        "published_estimated": flag("true where the source prints no date."),
        "recorded_at": date("Day the row was entered.", required=True),
    },
    ("event_id",),
)

REGIONS = Table(
    "regions",
    "One row per region with its GB/T 2260 code.",
    {
        "region": region("GB/T 2260 code."),
        "name_zh": text("Full name in Chinese."),
        "name_zh_short": text("Short name in Chinese."),
        "name_en": text("Name in English."),
        "level": code("Country, province or prefecture.", LEVELS),
        "parent": _column(
            "text",
            "Code of the region it is part of.",
            _matches(codes.REGION, "must be a six-digit code | 应为六位代码"),
            required=False,
        ),
    },
    ("region",),
)

REGION_GROUPS = Table(
    "region_groups",
    "One row per group of regions that are held beside each other.",
    {
        "group": identifier("Name of the group."),
        "name_zh": text("Its name in Chinese."),
        "name_en": text("Its name in English, as in a sentence."),
        "regions": _column(
            "text",
            "Codes of its members, separated by ';'.",
            _matches(
                f"{codes.REGION}(;{codes.REGION})*",
                "write six-digit codes with ; between them | 应为六位代码，以分号分隔",
            ),
        ),
    },
    ("group",),
)

REGION_MAP = Table(
    "region_map",
    "One row per tile of the map on which every region is as large as every other.",
    {
        "region": region("GB/T 2260 code."),
        "letters": text("Of its ISO 3166-2 code; for a tile too narrow for the English name."),
        "tile_column": integer("Column of its tile, from 0 in the west.", required=True),
        "tile_row": integer("Row of its tile, from 0 in the north.", required=True),
        "name_zh": text("Its name where regions.csv does not have it.", required=False),
        "name_en": text("The same in English.", required=False),
    },
    ("region",),
)

TABLES = {
    t.name: t
    for t in (
        *(INDICATORS, FIGURES, SOURCES, OBSERVATIONS, EVENTS),
        *(REGIONS, REGION_GROUPS, REGION_MAP),
    )
}
