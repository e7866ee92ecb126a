"""The rooms of the code and the way data take through them, held against the imports."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from support.scripts import script
from support.shanxi import ROOT

SOURCE = ROOT / "src" / "analysis"
WAY = ("records", "projection", "judging", "telling", "briefing")
MAY_USE = {room: set(WAY[: at + 1]) for at, room in enumerate(WAY)}
MAY_USE["intake"] = {"records", "projection", "intake"}
LONGEST = 420  # lines of a module

code = script("describe_code")


def against_the_way(imports: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The imports of modules in a room from a room that it may not use.

    What stands above the rooms (the package itself, the command line) may use them all, and is
    used by none.
    """
    return [
        (importing, imported)
        for importing, imported in imports
        if (room := code.room_of(importing)) in MAY_USE
        and code.room_of(imported) not in MAY_USE[room]
    ]


def circle(imports: Iterable[tuple[str, str]]) -> list[str]:
    """Modules that import each other in a circle, the first one again at the end."""
    wanted = defaultdict(set)
    for importing, imported in imports:
        wanted[importing].add(imported)
    try:
        TopologicalSorter(wanted).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def written(folder: Path, **modules: str) -> list[tuple[str, str]]:
    """The imports of a small package: `records__plans` is records/plans.py."""
    for name, text in modules.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return code.imports(folder)


@pytest.fixture(scope="module")
def found() -> list[tuple[str, str]]:
    """The imports of the package."""
    return code.imports(SOURCE)


def test_data_go_one_way_through_the_rooms(found):
    assert {code.room_of(importing) for importing, _ in found} >= set(MAY_USE)
    assert against_the_way(found) == []


def test_an_import_against_the_way_is_noticed_within_a_function_too(tmp_path):
    found = written(
        tmp_path,
        records__plans="from . import regions\n",
        records__regions="def f():\n    from ..judging.attainment import assess\n",
        judging__attainment="from ..records.plans import Plan\n",
        intake__rows="from ..records import plans\nfrom ..judging import attainment\n",
        __main__="from .judging import attainment\n",
    )
    assert against_the_way(found) == [
        ("intake.rows", "judging.attainment"),
        ("records.regions", "judging.attainment"),
    ]


def test_no_modules_import_each_other_in_a_circle(found):
    assert circle(found) == []


def test_a_circle_is_noticed_however_long_it_is(tmp_path):
    found = written(
        tmp_path, a="from .b import x\n", b="def f():\n    from . import c\n", c="from . import a\n"
    )
    assert sorted(circle(found)[1:]) == ["a", "b", "c"]


def modules() -> list[tuple[str, str]]:
    """Where each module of the package is, and its text."""
    return [
        (path.relative_to(SOURCE).as_posix(), path.read_text("utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    ]


def test_a_module_names_the_others_of_the_package_by_where_they_stand_to_it():
    """`import analysis…` within the package would go past the tests above."""
    absolute = [
        (name, node.lineno)
        for name, text in modules()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for wanted in [getattr(node, "module", None), *(alias.name for alias in node.names)]
        if not getattr(node, "level", 0) and (wanted or "").partition(".")[0] == "analysis"
    ]
    assert absolute == []


def test_a_module_is_no_longer_than_can_be_read_in_one_go():
    lines = {name: len(text.splitlines()) for name, text in modules()}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_no_line_is_kept_from_the_formatter():
    kept = re.compile(r"#\s*(fmt|yapf):\s*\w+", re.IGNORECASE)
    assert [name for name, text in modules() if kept.search(text)] == []
