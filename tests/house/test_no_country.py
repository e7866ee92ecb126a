"""No fact of a country or a plan is a constant of the code: they are rows of tables."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.shanxi import ROOT

SOURCE = ROOT / "src" / "analysis"
# Codes of GB/T 2260, names of places and their kinds, money, the years of a plan.
OF_A_COUNTRY = re.compile(
    r"(?<!\d)(?:[1-6]\d0{4}|0{6})(?!\d)|山西|太原|中部|[一-龥]省(?!略)|省份|省级|亿元|万元|人民币"
    r"|Shanxi|Taiyuan|provinc|yuan|renminbi",
    re.IGNORECASE,
)
YEARS = range(2005, 2031)
# Where such words are examples for a reader, or words that sent files use.
EXAMPLES = {
    "__main__.py": "the plan that commands mean where none is named",
    "records/codes.py": "what a code looks like",
    "records/new_plan.py": "sentences of real plans that show how a column is filled in",
    "intake/sheets.py": "how a value may be typed",
    "intake/fields.py": "what a column of regions is called",
    "intake/names.py": "what a file calls the whole of its own region",
    "intake/vocabulary.py": "what titles of tables are made of",
}


def told_in(text: str) -> Iterator[str]:
    """The constants of a module that are a country's or a plan's, docstrings apart."""
    tree = ast.parse(text)
    told = (ast.Module, ast.FunctionDef, ast.ClassDef)
    first = (n.body[0] for n in ast.walk(tree) if isinstance(n, told) and n.body)
    docs = {id(n.value) for n in first if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docs:
            continue
        value = node.value
        if isinstance(value, str) and OF_A_COUNTRY.search(value):
            yield value
        if type(value) is int and value in YEARS:
            yield str(value)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: p.stem)
def test_a_module_knows_no_country(path: Path):
    name = path.relative_to(SOURCE).as_posix()
    found = list(told_in(path.read_text("utf-8")))
    assert not found or name in EXAMPLES, (name, found)


def test_an_example_that_is_gone_is_no_longer_excused():
    kept = {n for n in EXAMPLES if list(told_in((SOURCE / n).read_text("utf-8")))}
    assert kept == set(EXAMPLES)


@pytest.mark.parametrize("constant", ['"140000"', '"亿元"', "2025", 'f"{n} provinces"', '"各省"'])
def test_such_a_constant_would_be_found(constant):
    assert list(told_in(f"n = 1\nx = {constant}\n"))


@pytest.mark.parametrize("constant", ['"1400000"', '"省略"', "2048", '"region"'])
def test_other_constants_are_left_alone(constant):
    assert not list(told_in(f"x = {constant}\n"))
