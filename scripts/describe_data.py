"""Write the data dictionary: the tables' part of data/README.md and data/datapackage.json.

Both are made from the contracts in `analysis.records.schema`; run it after changing one.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from analysis.records.columns import Column
from analysis.records.schema import TABLES, Table

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
PLACES = {
    "figures": ("data/plans/*/figures.csv",),
    "evidence": ("data/plans/*/evidence.csv",),
    "units": ("data/units.csv", "data/shared/*/units.csv", "data/plans/*/units.csv"),
    **{
        name: (f"data/shared/*/{file}.csv", f"data/plans/*/{file}.csv")
        for name, file in {
            **{n: n for n in ("indicators", "sources", "events", "regions", "region_levels")},
            **{n: n for n in ("region_groups", "region_map", "aliases", "pledges", "remarks")},
            "observations": "observations/*",
        }.items()
    },
}
FRICTIONLESS = {
    "text": "string",
    "number": "number",
    "integer": "integer",
    "date": "date",
    "flag": "boolean",
}


def dictionary(tables: dict[str, Table]) -> str:
    """Markdown: one section a table, one row a column."""
    return "\n".join(_section(t) for t in tables.values())


def _section(table: Table) -> str:
    places = ", ".join(f"`{p}`" for p in PLACES[table.name])
    rows = [
        f"| `{name}` | {c.kind} | {_needed(name, c, table)} | {c.description}{_values(c)} |"
        for name, c in table.every.items()
    ]
    head = ["| column | type | required | meaning |", "| --- | --- | --- | --- |"]
    key = ", ".join(f"`{k}`" for k in table.key)
    lead = [f"### {table.name}", "", f"{table.title} In {places}; key {key}.", ""]
    return "\n".join([*lead, *head, *rows, ""])


def _needed(name: str, column: Column, table: Table) -> str:
    if name in table.more:
        return "may be left out"
    return "yes" if column.required else ""


def _values(column: Column) -> str:
    listed = ", ".join(f"`{v}`" for v in column.values)
    return f" One of: {listed}." if listed else ""


def _header(path: Path, table: Table) -> list[str]:
    """The columns that a file has, in the contract's order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        own = next(csv.reader(line for line in file if not line.startswith("#")))
    return [c for c in table.every if c in own]


def package(tables: dict[str, Table], root: Path) -> dict:
    """Frictionless description of every table that is there."""
    resources = [
        {
            "name": path.relative_to(root / "data").with_suffix("").as_posix().replace("/", "-"),
            "path": path.relative_to(root / "data").as_posix(),
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {
                "fields": [_field(c, table.every[c]) for c in _header(path, table)],
                "primaryKey": list(table.key),
                "missingValues": [""],
            },
        }
        for table in tables.values()
        for pattern in PLACES[table.name]
        for path in sorted(root.glob(pattern))
        if not path.name.startswith("added")  # what this checkout was given since
    ]
    return {"profile": "tabular-data-package", "name": "plan-monitor", "resources": resources}


def _field(name: str, column: Column) -> dict:
    constraints = {"required": True} if column.required else {}
    if column.values:
        extra = [] if column.required else [""]
        constraints["enum"] = [*column.values, *extra]
    return {
        "name": name,
        "type": FRICTIONLESS[column.kind],
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }


def with_dictionary(readme: str, tables: dict[str, Table]) -> str:
    """The README with its tables' part made anew."""
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{dictionary(tables)}{END}{after}"


def package_text(tables: dict[str, Table], root: Path) -> str:
    return json.dumps(package(tables, root), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    readme = ROOT / "data" / "README.md"
    readme.write_text(with_dictionary(readme.read_text("utf-8"), TABLES), encoding="utf-8")
    described = ROOT / "data" / "datapackage.json"
    described.write_text(package_text(TABLES, ROOT), encoding="utf-8")


if __name__ == "__main__":
    main()
