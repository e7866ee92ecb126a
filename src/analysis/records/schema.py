"""The contract of every table: its columns, and what may stand in them.

Tables are read as text and checked as text, so that a message can quote the very characters that
stand in the file. Only a table that passes is turned into typed columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from .errors import PlanDataError

UNITS = (
    *("亿元", "万元", "元", "家", "个", "件", "项", "人", "人年", "万人", "人次", "名", "位", "户"),
    *("%", "件/万人", "万元/人年", "千瓦", "倍", "届", "次", "年", "状态"),
)
ROLES = ("baseline", "history", "target", "commitment", "context")
COMPARATORS = ("=", ">=", ">", "<=", "<", "~", "range")
TARGET_KINDS = ("level", "multiple", "increment", "coverage", "breakthrough", "composition")
INDICATOR_KINDS = ("stock", "flow", "ratio", "event")
QUALIFIERS = ("exact", "at_least", "about", "provisional")
GRADES = ("A", "B", "C", "D")
EVENT_STATES = ("planned", "started", "approved", "established", "operating", "claimed")
PRECISIONS = ("day", "month", "year", "none")
LEVELS = ("country", "province", "prefecture")

NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
IDENTIFIER = r"[a-z][a-z0-9_]*"


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one cell (or one whole column) of one file."""

    file: str
    rule: str
    row: int | None = None
    column: str | None = None
    value: object = None

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f"column {self.column}")
        if self.value is not None:
            where.append(f"value {str(self.value)!r}")
        return f"{', '.join(where)}: {self.rule}"


def _column(kind: str, description: str, *checks: pa.Check, required: bool = True) -> pa.Column:
    filled = pa.Check(lambda s: s != "", error="must not be empty; fill it in | 不能为空,请填写")
    rules = [filled, *checks] if required else list(checks)
    return pa.Column(
        str, rules, description=description, metadata={"kind": kind, "required": required}
    )


def _matches(pattern: str, rule: str) -> pa.Check:
    return pa.Check(lambda s: (s == "") | s.str.fullmatch(pattern).astype(bool), error=rule)


def _is_real_date(s: pd.Series) -> pd.Series:
    parsed = pd.to_datetime(s.where(s != ""), format="%Y-%m-%d", errors="coerce")
    return (s == "") | parsed.notna()


def text(description: str, *, required: bool = True) -> pa.Column:
    return _column("text", description, required=required)


def identifier(description: str) -> pa.Column:
    rule = "must be lower-case letters, digits and _ | 只能用小写字母、数字和下划线"
    return _column("text", description, _matches(IDENTIFIER, rule))


def number(description: str, *, required: bool = False) -> pa.Column:
    rule = "not a number; write digits only, no unit or comma | 不是数字,只写数字,不带单位和千分位"
    return _column("number", description, _matches(NUMBER, rule), required=required)


def year(description: str, *, required: bool = False) -> pa.Column:
    rule = "not a year from 1900 to 2100; write four digits | 不是年份,请写四位数字"
    return _column("integer", description, _matches(r"(19|20)\d\d|2100", rule), required=required)


def integer(description: str, *, required: bool = False) -> pa.Column:
    rule = "not a whole number | 不是整数"
    return _column("integer", description, _matches(r"\d+", rule), required=required)


def date(description: str, *, required: bool = False) -> pa.Column:
    rule = "not a date; write YYYY-MM-DD | 不是日期,请写成 YYYY-MM-DD"
    real = pa.Check(_is_real_date, error=rule)
    return _column("date", description, real, required=required)


def flag(description: str) -> pa.Column:
    return _column(
        "flag", description, _matches(r"true|false", "must be true or false | 只能是 true 或 false")
    )


def code(description: str, values: Sequence[str], *, required: bool = True) -> pa.Column:
    rule = f"must be one of {', '.join(values)} | 只能取以上之一"
    known = pa.Check(lambda s: (s == "") | s.isin(values), error=rule)
    column = _column("text", description, known, required=required)
    column.metadata["values"] = list(values)
    return column


def region(description: str) -> pa.Column:
    rule = "must be a six-digit GB/T 2260 code kept as text | 应为六位行政区划代码"
    return _column("text", description, _matches(r"\d{6}", rule))


@dataclass(frozen=True)
class Table:
    """A table's columns, its key and one sentence on what a row is."""

    name: str
    title: str
    columns: dict[str, pa.Column]
    key: tuple[str, ...]

    @property
    def schema(self) -> pa.DataFrameSchema:
        return pa.DataFrameSchema(self.columns, strict=True, name=self.name)


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
                r"\d{4}:[^;]+(;\d{4}:[^;]+)*", "write YEAR:reason;YEAR:reason | 写成 年份:原因"
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
        "value": number("The figure, in `unit`; a multiple of the baseline for multiples."),
        "value_high": number("Upper end of a range."),
        "comparator": code(
            "以上 and 倍增 >=, 达到 with nothing added =, 超过 >, 约/左右 ~, 近 <, 1-2 range.",
            COMPARATORS,
            required=False,
        ),
        "target_kind": code("How a target is put.", TARGET_KINDS, required=False),
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
            _matches(r"\d{6}", "must be a six-digit code | 应为六位代码"),
            required=False,
        ),
    },
    ("region",),
)

TABLES = {t.name: t for t in (INDICATORS, FIGURES, SOURCES, OBSERVATIONS, EVENTS, REGIONS)}


def read_table(path: Path, table: Table, *, root: Path | None = None) -> pd.DataFrame:
    """Read one CSV file and check it against its contract.

    Parameters
    ----------
    path : Path
        A UTF-8 CSV file with a header; lines above it that begin with # are comments.
    table : Table
        Its contract.
    root : Path, optional
        File names in messages are given relative to this folder.

    Returns
    -------
    DataFrame
        The table's columns, typed: numbers float64 (NaN where empty), years Int64,
        dates datetime64, flags bool, everything else str. The index is the row of the
        file as a spreadsheet numbers it (the header is row 1).

    Raises
    ------
    PlanDataError
        With every problem found: file, row, column, value, rule.
    """
    name = path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.name
    raw = _read_text(path, name)
    problems = check(raw, table, name)
    if problems:
        raise PlanDataError(describe(problems))
    return coerce(raw, table)


def _read_text(path: Path, name: str) -> pd.DataFrame:
    try:
        above = _comments(path)
        raw = pd.read_csv(
            path,
            dtype=str,
            keep_default_na=False,
            encoding="utf-8-sig",
            skip_blank_lines=False,
            skiprows=above,
        )
    except FileNotFoundError:
        raise PlanDataError(f"{name}: the file does not exist | 文件不存在") from None
    except UnicodeDecodeError as error:
        rule = f"not UTF-8 (byte {error.start}); save as 'CSV UTF-8' | 请另存为 CSV UTF-8"
        raise PlanDataError(f"{name}: {rule}") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise PlanDataError(
            f"{name}: not a readable CSV file ({error}) | CSV 文件无法读取"
        ) from None
    raw.index = pd.RangeIndex(above + 2, above + len(raw) + 2, name="row")
    return raw


def _comments(path: Path) -> int:
    """How many lines above the header begin with #."""
    with path.open(encoding="utf-8-sig") as file:
        return sum(1 for _ in takewhile(lambda line: line.lstrip('"').startswith("#"), file))


def check(raw: pd.DataFrame, table: Table, name: str) -> list[Problem]:
    """List everything in `raw` (all text) that breaks the table's contract."""
    missing = [c for c in table.columns if c not in raw.columns]
    unknown = [c for c in raw.columns if c not in table.columns]
    problems = [
        Problem(name, "the column is missing; add it, it may be empty | 缺少此列", column=c)
        for c in missing
    ] + [
        Problem(name, f"not a column of {table.name}; remove or rename it | 多余的列", column=c)
        for c in unknown
    ]
    if problems:
        return problems
    try:
        table.schema.validate(raw, lazy=True)
    except pa.errors.SchemaErrors as errors:
        problems += _problems(errors.failure_cases, name)
    repeated = raw[raw.duplicated(list(table.key), keep="first")]
    key = " + ".join(table.key)
    problems += [
        Problem(name, f"the same {key} stands in an earlier row | 键重复", row, key, " + ".join(v))
        for row, v in zip(repeated.index, repeated[list(table.key)].to_numpy(), strict=True)
    ]
    return problems


def _problems(cases: pd.DataFrame, name: str) -> list[Problem]:
    first = cases.dropna(subset=["index"]).drop_duplicates(["index", "column"])
    ordered = first.sort_values(["index", "column"])
    return [
        Problem(name, str(case.check), int(case.index), str(case.column), case.failure_case)
        for case in ordered[["index", "column", "check", "failure_case"]].itertuples(index=False)
    ]


def describe(problems: Sequence[Problem], limit: int = 20) -> str:
    """Put problems into one message, the first `limit` of them in full."""
    lines = [str(p) for p in problems[:limit]]
    if len(problems) > limit:
        lines.append(f"… and {len(problems) - limit} more | 另有 {len(problems) - limit} 处")
    return "\n".join(lines)


def coerce(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn a checked all-text frame into typed columns."""
    convert = {
        "text": lambda s: s,
        "number": lambda s: pd.to_numeric(s.where(s != "")).astype("float64"),
        "integer": lambda s: pd.to_numeric(s.where(s != "")).astype("Int64"),
        "date": lambda s: pd.to_datetime(s.where(s != ""), format="%Y-%m-%d").astype(
            "datetime64[s]"
        ),
        "flag": lambda s: s == "true",
    }
    return raw.assign(
        **{name: convert[c.metadata["kind"]](raw[name]) for name, c in table.columns.items()}
    )[list(table.columns)]
