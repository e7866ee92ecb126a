"""The contract of every table: its columns, and what may stand in them."""

from __future__ import annotations

from . import codes, dates
from .columns import (
    Table,
    code,
    column,
    date,
    flag,
    identifier,
    integer,
    matches,
    name_of_a_row,
    number,
    region,
    text,
    year,
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
EVENT_STATES = (
    *("planned", "started", "approved", "established", "operating", "achieved", "claimed"),
)
PLEDGE_KINDS = ("annual", "plan", "standing")
PRECISIONS = ("day", "month", "year", "none")

INDICATORS = Table(
    "indicators",
    "One row per indicator: what is counted, in what unit, and when its definition changed.",
    {
        "indicator_id": identifier("The name used in every other table."),
        "name_zh": text("Display name in Chinese.", required=False),
        "name_en": text("Display name in English.", required=False),
        "unit": text("Unit of every value of this indicator, see the units tables."),
        "kind": code("Stock at year end, flow over the year, ratio, or event.", INDICATOR_KINDS),
        "direction": code("Which way is better; none where neither is.", ("up", "down", "none")),
        "lower": number("Lowest possible value."),
        "upper": number("Highest possible value."),
        "definition": text("What is counted, in Chinese.", required=False),
        "definition_breaks": column(
            "text",
            "`YEAR:reason` parts separated by ';': first year under a new definition.",
            matches(
                rf"{dates.YEAR}:[^;]+(;{dates.YEAR}:[^;]+)*",
                "write YEAR:reason;YEAR:reason | 写成 年份:原因",
            ),
            required=False,
        ),
    },
    ("indicator_id",),
    {
        "year_begins": column(
            "text",
            "First day of the year that its figures describe, MM-DD; 01-01 where empty.",
            matches(
                r"(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", "write MM-DD | 写成 月-日，如 04-01"
            ),
            required=False,
        ),
        "year_named": code(
            "Which calendar year names such a year: that of its start (also where empty) or end.",
            ("start", "end"),
            required=False,
        ),
        "from_parts": code(
            "How a year is made of quarters, half-years or months: their sum, their mean by days, "
            "or not at all (where empty).",
            ("sum", "mean"),
            required=False,
        ),
    },
    named=True,
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
        "unit": text("Unit of `value`."),
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
        "observation_id": name_of_a_row("Hash of what the row says and where it says it."),
        "indicator_id": identifier("The indicator, see the indicators tables."),
        "region": region("Code of the region, see the regions tables."),
        "year": year("The year the value describes.", required=True),
        "reference_date": date("The day described, when it is not the year's end."),
        "value": number("The figure, in `unit`.", required=True),
        "unit": text("Must be the indicator's unit."),
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
        "start": date("First day of what is described, where that is not the indicator's year."),
        "end": date("Last day of it."),
    },
)

EVENTS = Table(
    "events",
    "One row per report on something that happens or does not: breakthroughs and coverage.",
    {
        "event_id": name_of_a_row("Hash of what the row says and where it says it."),
        "indicator_id": identifier("The event indicator."),
        "region": region("Code of the region, in the scheme of its package."),
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

PLEDGES = Table(
    "pledges",
    "One row per target that was set elsewhere than in a plan's own text: for a year, by a city.",
    {
        "pledge_id": name_of_a_row("Hash of what the row says and where it says it."),
        "indicator_id": identifier("The indicator."),
        "region": region("Code of the region that it was set for."),
        "kind": code(
            "annual: for one year, as in a work report; plan: for the end of a plan; standing: "
            "without a year.",
            PLEDGE_KINDS,
        ),
        "deadline": year("The year it is due; empty where none is named."),
        **{c: FIGURES.columns[c] for c in ("value", "value_high", "comparator", "measure")},
        "unit": text("Unit of `value`."),
        "source_id": text("The document that set it, see sources.csv."),
        "published": date("Day it became known.", required=True),
        "published_estimated": flag("true where the source prints no date."),
        "quote": text("The source's own words."),
        "recorded_at": date("Day the row was entered.", required=True),
        "note": text("What a reader must know, in Chinese.", required=False),
    },
    ("pledge_id",),
    {
        c: FIGURES.every[c]
        for c in (
            *("year_from", "relation", "tolerance", "base_year", "base_value", "hold", "against"),
            "part_of",
        )
    },
)

REMARKS = Table(
    "remarks",
    "One row per warning, cause or measure that an analyst wrote beside a target.",
    {
        "remark_id": name_of_a_row("Hash of what the row says."),
        "target_id": text("figure_id of the target."),
        "region": region("Code of the region that it was written for."),
        "date": date("Day it was written; from then on it is shown.", required=True),
        "until": date("Last day it holds; empty while it does."),
        "role": text("Who wrote it, by office: 规划处, statistics bureau."),
        "kind": code("What it says.", ("warning", "cause", "measure", "note")),
        "text_zh": text("The words in Chinese; one language is needed.", required=False),
        "text_en": text("The words, in English.", required=False),
        "recorded_at": date("Day the row was entered.", required=True),
    },
    ("remark_id",),
)

EVIDENCE = Table(
    "evidence",
    "One row per promise: which figure would settle it, who has it, and what was looked for.",
    {
        "figure_id": text("The target, by the name of its first figure."),
        **{
            f"{name}_{lang}": text(f"{said}, in {language}.", required=False)
            for name, said in {
                "settles": "Which figure or document would settle it",
                "body": "Who has it",
                "looked_for": "What was looked for, where, and what was found",
            }.items()
            for lang, language in (("zh", "Chinese"), ("en", "English"))
        },
        "related": text(
            "Indicators that bear on it without settling it, `indicator_id` or "
            "`indicator_id@region`, separated by ';'.",
            required=False,
        ),
        "looked_at": date("Day on which it was last looked for."),
    },
    ("figure_id",),
)

REGIONS = Table(
    "regions",
    "One row per region with its code.",
    {
        "region": region("Code of the region, in the scheme of its package."),
        "name_zh": text("Full name in Chinese.", required=False),
        "name_zh_short": text("Short name in Chinese.", required=False),
        "name_en": text("Name in English.", required=False),
        "level": identifier("What kind of region it is, see region_levels.csv."),
        "parent": region("Code of the region it is part of.", required=False),
    },
    ("region",),
    {"scheme": text("GB/T 2260, ISO 3166, NUTS or the package's own.", required=False)},
    named=True,
)

REGION_LEVELS = Table(
    "region_levels",
    "One row per kind of region, the whole first.",
    {
        "level": identifier("Its name in regions.csv."),
        "name_zh": text("What one or several are called in Chinese.", required=False),
        "name_en": text("What one is called in English.", required=False),
        "plural_en": text("What several are called in English.", required=False),
    },
    ("level",),
    named=True,
)

REGION_GROUPS = Table(
    "region_groups",
    "One row per group of regions that are held beside each other.",
    {
        "group": identifier("Name of the group."),
        "name_zh": text("Its name in Chinese.", required=False),
        "name_en": text("Its name in English, as in a sentence.", required=False),
        "regions": column(
            "text",
            "Codes of its members, separated by ';'.",
            matches(
                f"{codes.REGION}(;{codes.REGION})*",
                "write codes with ; between them | 应为地区代码，以分号分隔",
            ),
        ),
    },
    ("group",),
    named=True,
)

REGION_MAP = Table(
    "region_map",
    "One row per tile of the map on which every region is as large as every other.",
    {
        "region": region("Code of the region, in the scheme of its package."),
        "letters": text("Of its ISO 3166-2 code; for a tile too narrow for the name."),
        "tile_column": integer("Column of its tile, from 0 in the west.", required=True),
        "tile_row": integer("Row of its tile, from 0 in the north.", required=True),
        "name_zh": text("Its name where regions.csv does not have it.", required=False),
        "name_en": text("The same in English.", required=False),
    },
    ("region",),
)

UNITS = Table(
    "units",
    "One row per unit that figures are in.",
    {
        "unit": text("As every table has it."),
        "name_zh": text(
            "As it stands behind a number in Chinese; - for nothing, empty for `unit` itself.",
            required=False,
        ),
        "name_en": text("The same in English.", required=False),
        "family": text(
            "Units of one family differ by a factor only; empty where it stands for itself.",
            required=False,
        ),
        "factor": number("What makes a value one in the family's first unit."),
        "decimals": integer("Digits after the point of a computed value; none where empty."),
        "money": column(
            "text",
            "true where it is at the prices of its year.",
            matches("true|false", "must be true, false or empty | 只能是 true、false 或空"),
            required=False,
        ),
    },
    ("unit",),
)

ALIASES = Table(
    "aliases",
    "One row per other name of an indicator: official ones, and corrections that were confirmed.",
    {
        "name": text("As documents write it."),
        "indicator_id": identifier("The indicator that is meant."),
    },
    ("name",),
)

TABLES = {
    t.name: t
    for t in (
        *(INDICATORS, FIGURES, SOURCES, OBSERVATIONS, EVENTS, PLEDGES, REMARKS),
        EVIDENCE,
        *(REGIONS, REGION_LEVELS, REGION_GROUPS, REGION_MAP, UNITS, ALIASES),
    )
}
