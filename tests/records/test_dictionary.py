"""The data dictionary says what the contracts say."""

import importlib.util
from pathlib import Path

from analysis.records.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "describe_data.py"


def script():
    spec = importlib.util.spec_from_file_location("describe_data", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readme_and_the_package_are_as_the_contracts_make_them():
    readme = (ROOT / "data" / "README.md").read_text("utf-8")
    package = (ROOT / "data" / "datapackage.json").read_text("utf-8")
    assert script().with_dictionary(readme, TABLES) == readme
    assert script().package_text(TABLES, ROOT) == package


def test_every_column_of_every_table_is_described():
    written = script().dictionary(TABLES)
    for table in TABLES.values():
        for name, column in table.columns.items():
            assert f"| `{name}` |" in written
            assert len(column.description) > 8
