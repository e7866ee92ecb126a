"""Read a table and hold it against its contract.

Tables are read as text and checked as text, so that a message can quote the very characters that
stand in the file. Only a table that passes is turned into typed columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pandas as pd

from .errors import PlanDataError
from .packages import files
from .readable import reading
from .schema import Table

# Where pyarrow is installed pandas keeps text in it, which pays for millions of rows. For a few
# hundred the way there and back costs more than the work.
PLAIN_TEXT = ("mode.string_storage", "python")


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


def problems_in(rows: pd.DataFrame, file: str, column: str, rule: str) -> list[Problem]:
    """One problem for each of `rows`, which are indexed as `read_table` does."""
    return [
        Problem(file, rule, int(row), column, value)
        for row, value in zip(rows.index, rows[column], strict=True)
    ]


def problems_of(
    rows: pd.DataFrame, file: str, checks: Iterable[tuple[str, pd.Series, str]]
) -> list[Problem]:
    """The problems of several checks: the column at fault, which rows break it, and the rule."""
    return [
        problem
        for column, bad, rule in checks
        for problem in problems_in(rows[bad.fillna(False).astype(bool)], file, column, rule)
    ]


def describe(problems: Sequence[object], limit: int = 20) -> str:
    """Put problems into one message, the first `limit` of them in full."""
    lines = [str(p) for p in problems[:limit]]
    if len(problems) > limit:
        lines.append(f"… and {len(problems) - limit} more | 另有 {len(problems) - limit} 处")
    return "\n".join(lines)


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
        dates datetime64, flags bool, everything else str; one that the file does without is
        empty. The index is the row of the file as a spreadsheet numbers it (the header is row 1).

    Raises
    ------
    PlanDataError
        With every problem found: file, row, column, value, rule.
    """
    name = path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.name
    with pd.option_context(*PLAIN_TEXT):
        raw = _as_called_now(_read_text(path, name), table)
        problems = check(raw, table, name)
        if problems:
            raise PlanDataError(describe(problems))
        return coerce(raw, table)


def _read_text(path: Path, name: str) -> pd.DataFrame:
    try:
        with reading(name, save_as="CSV UTF-8"):
            above = _comments(path)
            raw = pd.read_csv(
                path,
                dtype=str,
                keep_default_na=False,
                encoding="utf-8-sig",
                skip_blank_lines=False,
                skiprows=above,
            )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise PlanDataError(
            f"{name}: not a readable CSV file ({error}) | CSV 文件无法读取"
        ) from None
    raw.index = pd.RangeIndex(above + 2, above + len(raw) + 2, name="row")
    return raw


def _as_called_now(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Columns and values that were called otherwise, as they are called now."""
    for old, (new, values) in table.former.items():
        if old in raw.columns and new not in raw.columns:
            raw = raw.assign(**{old: raw[old].replace(values)}).rename(columns={old: new})
    return raw


def _comments(path: Path) -> int:
    """How many lines above the header begin with #."""
    with path.open(encoding="utf-8-sig") as file:
        return sum(1 for _ in takewhile(lambda line: line.lstrip('"').startswith("#"), file))


def check(raw: pd.DataFrame, table: Table, name: str) -> list[Problem]:
    """List everything in `raw` (all text) that breaks the table's contract."""
    missing = [c for c in table.columns if c not in raw.columns and not table.is_name(c)]
    unknown = [c for c in raw.columns if c not in table.every and not table.is_name(c)]
    problems = [
        Problem(name, "the column is missing; add it, it may be empty | 缺少此列", column=c)
        for c in missing
    ] + [
        Problem(name, f"not a column of {table.name}; remove or rename it | 多余的列", column=c)
        for c in unknown
    ]
    if problems:
        return problems
    problems = _broken(raw, table, name) + _nameless(raw, table, name)
    repeated = raw.duplicated(list(table.key), keep="first")
    if repeated.any():
        key = " + ".join(table.key)
        rule = f"the same {key} stands in an earlier row | 键重复"
        cells = raw.loc[repeated, list(table.key)]
        problems += [
            Problem(name, rule, row, key, " + ".join(v))
            for row, v in zip(cells.index, cells.to_numpy(), strict=True)
        ]
    return problems


def _broken(raw: pd.DataFrame, table: Table, name: str) -> list[Problem]:
    """The cells that break a rule, each with the first it breaks: by row, then column's name."""
    found: list[Problem] = []
    for column, held in table.every.items():
        if column not in raw:
            continue
        cells = raw[column].tolist()
        # Each text once: a long table repeats its units, regions and sources.
        said = {cell: rule for cell in set(cells) if (rule := held.broken_by(cell)) is not None}
        if said:
            found += [
                Problem(name, said[cell], int(row), column, cell)
                for row, cell in zip(raw.index, cells, strict=True)
                if cell in said
            ]
    return sorted(found, key=lambda problem: (problem.row, problem.column))


def _nameless(raw: pd.DataFrame, table: Table, name: str) -> list[Problem]:
    if not table.named:
        return []
    names = [c for c in raw.columns if table.is_name(c)]
    if not names:
        rule = "no column of names; add name_zh or name_en | 缺少名称列，请加 name_zh 或 name_en"
        return [Problem(name, rule)]
    empty = (raw[names] == "").all(axis=1)
    rule = "has no name; give it one in a language at least | 没有名称，至少填一种语言"
    return [Problem(name, rule, int(row), names[0], "") for row in raw.index[empty]]


def _with_names(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Every language that pages are in has a name: its own, else English, Chinese, any other."""
    given = [c for c in raw.columns if table.is_name(c)]
    order = sorted(given, key=lambda c: (c.endswith("_short"), c != "name_en", c != "name_zh", c))
    filled = raw.copy()
    for column in (c for c in table.columns if table.is_name(c)):
        whole = column.removesuffix("_short")
        held = pd.Series("", index=raw.index, dtype=object)
        for other in (column, whole, *order):
            if other in raw:
                held = held.where(held != "", raw[other])
        filled[column] = held
    return filled


def coerce(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn a checked all-text frame into typed columns; names are filled in, see `Table`."""
    if table.named:
        raw = _with_names(raw, table)
    convert = {
        "number": lambda s: pd.to_numeric(s.where(s != "")).astype("float64"),
        "integer": lambda s: pd.to_numeric(s.where(s != "")).astype("Int64"),
        "date": lambda s: pd.to_datetime(s.where(s != ""), format="%Y-%m-%d").astype(
            "datetime64[s]"
        ),
        "flag": lambda s: s == "true",
    }
    every = table.every
    raw = raw.assign(**dict.fromkeys((c for c in table.more if c not in raw), ""))
    typed = {
        name: convert[column.kind](raw[name])
        for name, column in every.items()
        if column.kind in convert
    }
    return raw[list(every)].assign(**typed)


def read_everywhere(
    root: Path, folders: Sequence[str], table: Table, *, same: Sequence[str] | None = None
) -> pd.DataFrame:
    """One table out of several folders, each key once: as the first says it.

    Parameters
    ----------
    folders : sequence of str
        Relative to the project, see `packages.folders_of`.
    table : Table
    same : sequence of str, optional
        The columns in which all that say a key must agree; every column when left out.

    Returns
    -------
    DataFrame
        The table's columns, and file: where the row stands. The index is the row of that file.
        Without rows where no folder has such a table.

    Raises
    ------
    PlanDataError
        As `read_table` does, and where two folders say different things under one key.
    """
    read = [
        read_table(path, table, root=root).assign(file=path.relative_to(root).as_posix())
        for path in files(root, folders, f"{table.name}.csv")
    ]
    if not read:
        return coerce(pd.DataFrame(columns=list(table.columns), dtype=str), table).assign(file="")
    if len(read) == 1:
        return read[0]
    everything = pd.concat(read)
    refuse_clashes(everything, table, same)
    return everything.drop_duplicates(list(table.key))


def refuse_clashes(rows: pd.DataFrame, table: Table, same: Sequence[str] | None = None) -> None:
    """Refuse rows of several files, named in `file`, that say different things under one key.

    Raises
    ------
    PlanDataError
        Naming each row that differs from the first of its key in `same`, or in any column.
    """
    key = list(table.key)
    agree = list(same or [c for c in table.every if c not in key])
    said = rows[agree].astype(object).where(rows[agree].notna(), "").astype(str)
    told = rows[[*key, "file"]].assign(said=said.agg("\x1f".join, axis=1))
    both = told.merge(told.drop_duplicates(key), on=key, how="left", suffixes=("", "_first"))
    named = " and ".join(same) if same else "row"
    problems = [
        Problem(
            r.file,
            f"has another {named} in {r.file_first}; one name is one thing | "
            "与该文件中的同名条目不一致",
            int(row),
            " + ".join(key),
            " + ".join(str(getattr(r, c)) for c in key),
        )
        for row, r in zip(rows.index, both.itertuples(), strict=True)
        if r.said != r.said_first
    ]
    if problems:
        raise PlanDataError(describe(problems))
