"""Put small faults into modules, one at a time, and see whether their tests notice.

    python scripts/mutate.py --since REVISION [--most N] [--seed N]
    python scripts/mutate.py MODULE.py … [--tests FILE …]

Modules of `judging`, `records` and the readers of `intake` that changed since a revision, or those
named. Faults are made by cosmic-ray's operators (a boundary or a comparison turned, a number one
more or less, + for -, `and` for `or`, a `not` more, a loop not entered); of those that would only
raise a TypeError, such as + for <<, none. Of each module `--most` are drawn by lot.

No file of the project is touched: the fault stands in a copy, of links, in a temporary folder. Each
fault gets a process of its own, forked where the libraries are loaded already, that runs the tests
that are named after the module or import it, in the module's room, until the first fails. A fault
counts as killed where one does, or where they need three times the processor time that they need
without it.

Prints every fault that survived, with its line, and the shares killed. Ends with 1 where fewer than
`LEAST` were.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LEAST = 0.85
ROOMS = ("judging", "records")
READERS = ("cells", "files", "headings", "layout", "marked", "rows", "sheets")  # of intake
LOADED = ".loaded"  # the modules that the tests needed, one a line
# Our own, what the tests bring, and what changes what ours do when it is there.
FRESH = ("analysis", "support", "conftest", "test", "matplotlib", "ipykernel", "IPython", "__")
PAIRS = {
    "Comparison": (
        *("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Lt_GtE", "LtE_Gt", "Gt_LtE", "GtE_Lt"),
        *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
    ),
    "Binary": (
        *("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "Pow_Mul"),
        *("BitOr_BitAnd", "BitAnd_BitOr"),
    ),
    "Unary": ("USub_UAdd", "Delete_Not", "Delete_Invert", "Delete_USub"),
}
OPERATORS = (
    *(f"core/Replace{kind}Operator_{pair}" for kind, pairs in PAIRS.items() for pair in pairs),
    *("core/AddNot", "core/NumberReplacer", "core/ZeroIterationForLoop"),
    *("core/ReplaceAndWithOr", "core/ReplaceOrWithAnd"),
    *("core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue"),
    *("core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak"),
)


class Mutant(NamedTuple):
    """A module's text with one fault in it."""

    operator: str
    line: int
    before: str
    after: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.before}  →  {self.after}"


def mutants(text: str, *, most: int | None = None, seed: int = 0) -> list[Mutant]:
    """Every fault that the operators put into a module's text, or `most` of them drawn by lot.

    Annotations are not evaluated, so a fault in one is none; nor is / for the * that keeps
    parameters apart.
    """
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    nodes = list(ast_nodes(get_ast(text)))
    operators = {name: get_operator(name)() for name in OPERATORS}
    places = [
        (name, number)
        for name, operator in operators.items()
        for number in range(sum(len(list(operator.mutation_positions(node))) for node in nodes))
    ]
    if most is not None:
        random.Random(seed).shuffle(places)
    seen, found = {_meant(text)}, []
    for name, number in places:
        if len(found) == most:
            break
        changed = mutate_code(text, operators[name], number)
        meant = None if changed is None else _meant(changed)
        if meant is not None and meant not in seen:
            seen.add(meant)
            found.append(_mutant(name, text, changed))
    return sorted(found, key=lambda m: (m.line, m.operator, m.after))


def _meant(text: str) -> str | None:
    """A module's code without annotations and the marks between parameters, if it is Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        for part in {"annotation", "returns"} & set(node._fields):
            setattr(node, part, None)
        if isinstance(node, ast.arguments):
            node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
            node.defaults = [*node.defaults, *filter(None, node.kw_defaults)]
            node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
    return ast.dump(tree)


def _mutant(operator: str, text: str, changed: str) -> Mutant:
    pairs = zip(text.splitlines(), changed.splitlines(), strict=False)
    line, (before, after) = next((n, p) for n, p in enumerate(pairs, 1) if p[0] != p[1])
    return Mutant(operator, line, before.strip(), after.strip(), changed)


def changed_modules(since: str, root: Path = ROOT) -> list[Path]:
    """Modules within reach that differ from a revision."""
    listed = subprocess.run(
        ["git", "diff", "--name-only", "--diff-filter=d", since, "--", "src/analysis"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [root / name for name in listed.stdout.split() if _is_within_reach(root / name, root)]


def _is_within_reach(path: Path, root: Path) -> bool:
    room, *_ = path.relative_to(root / "src" / "analysis").parts
    return path.suffix == ".py" and (room in ROOMS or (room == "intake" and path.stem in READERS))


def tests_of(module: Path, root: Path = ROOT) -> list[Path]:
    """Test files of the module's room: those named after it or its package, then its importers."""
    inner = module.relative_to(root / "src").with_suffix("")
    parts = [p for p in inner.parts if p != "__init__"]
    names = {".".join(parts), ".".join(parts[:-1])} - {".".join(parts[:2])}
    files = sorted((root / "tests" / parts[1]).glob("test_*.py"))
    named = [f for f in files if f.stem in {f"test_{part}" for part in parts[2:]}]
    importers = [f for f in files if f not in named and names & _imported(f, root)]
    return named + importers


@cache
def _imported(file: Path, root: Path) -> set[str]:
    """The modules that a test file imports, or whose public names it takes from the package."""
    homes = _homes(root)
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            if node.module == "analysis":
                found |= {homes[a.name] for a in node.names if a.name in homes}
    return found


@cache
def _homes(root: Path) -> dict[str, str]:
    """The module of each public name, as the package's own table says."""
    package = root / "src" / "analysis" / "__init__.py"
    for node in ast.parse(package.read_text(encoding="utf-8")).body:
        named = node.target if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [0])[0]
        if getattr(named, "id", "") == "_HOME":
            return {k: f"analysis.{v}" for k, v in ast.literal_eval(node.value).items()}
    return {}


def copy_of_links(root: Path, folder: Path) -> None:
    """A folder of links to the project's files, so that one can be put in another's place."""
    for path in root.iterdir():
        if path.name not in {"src", ".git"}:
            (folder / path.name).symlink_to(path)
    for path in (root / "src").rglob("*"):
        copy = folder / path.relative_to(root)
        if path.is_file() and "__pycache__" not in path.parts:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path)


def run_tests(tests: Sequence[Path], folder: Path, limit: float | None = None) -> tuple[int, float]:
    """The code that pytest ends with, or -1 past the limit, and the processor time."""
    child = os.fork()
    if child == 0:
        _run_tests_here(tests, folder, limit)
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return max(code, -1), used.ru_utime + used.ru_stime


def _run_tests_here(tests: Sequence[Path], folder: Path, limit: float | None) -> None:
    import resource  # not on Windows, where nothing can be forked either

    import pytest

    code = 1
    try:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        sys.path.insert(0, str(folder / "src"))
        os.environ["PYTHONPATH"] = str(folder / "src")
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        options = ["-x", "-q", "-p", "no:cacheprovider", "--basetemp", str(folder / ".basetemp")]
        code = pytest.main([*options, "-m", "not slow", *map(str, tests)])
        if limit is None:
            (folder / LOADED).write_text("\n".join(sys.modules), encoding="utf-8")
    finally:
        os._exit(int(code))


def survivors(
    module: Path,
    tests: Sequence[Path],
    *,
    root: Path = ROOT,
    most: int | None = None,
    seed: int = 0,
) -> tuple[list[Mutant], int]:
    """The faults that the tests do not notice, and how many were tried.

    Raises
    ------
    RuntimeError
        The tests fail without any fault.
    """
    text = module.read_text(encoding="utf-8")
    drawn = mutants(text, most=most, seed=seed)
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        copy_of_links(root, folder)
        code, cost = run_tests(tests, folder)
        if code != 0:
            raise RuntimeError(f"{module}: its tests end with {code} as it is")
        _load_libraries((folder / LOADED).read_text(encoding="utf-8").split("\n"))
        left = [m for m in drawn if _survives(m, module, tests, root, folder, 3 * cost + 5)]
    return left, len(drawn)


def _load_libraries(names: Sequence[str]) -> None:
    """Import here, once, what each process would import again."""
    for name in names:
        if not name.startswith(FRESH):
            with suppress(Exception):  # some can only be imported by what they are a part of
                import_module(name)


def _survives(
    mutant: Mutant, module: Path, tests: Sequence[Path], root: Path, folder: Path, limit: float
) -> bool:
    place = folder / module.relative_to(root)
    place.unlink()
    place.write_text(mutant.text, encoding="utf-8")
    for left in place.parent.glob(f"__pycache__/{place.stem}.*"):  # two faults may be of one size
        left.unlink()
    return run_tests(tests, folder, limit)[0] == 0


def asked(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """What is to be done."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", type=Path, metavar="MODULE.py")
    parser.add_argument("--since", metavar="REVISION", help="modules that changed since")
    parser.add_argument("--tests", nargs="+", type=Path, metavar="FILE", help="instead of its own")
    parser.add_argument("--most", type=int, metavar="N", help="faults a module, drawn by lot")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Try every module in turn and print what was found."""
    options = asked(argv)
    modules = [path.resolve() for path in options.modules]
    modules += changed_modules(options.since) if options.since else []
    killed = total = 0
    for module in modules:
        name = module.relative_to(ROOT).as_posix()
        tests = [path.resolve() for path in options.tests or ()] or tests_of(module)
        if not tests:
            print(f"{name}: no test is named after it or imports it", flush=True)
            continue
        begun = time.perf_counter()
        left, tried = survivors(module, tests, most=options.most, seed=options.seed)
        killed, total = killed + tried - len(left), total + tried
        for mutant in left:
            print(f"  {name} {mutant}")
        took = time.perf_counter() - begun
        print(f"{name}: {tried - len(left)} of {tried} killed, {took:.0f} s", flush=True)
    if not modules:
        print("nothing changed within reach")
    if total:
        print(f"in all {killed} of {total} killed, {killed / total:.0%}")
    return int(total > 0 and killed < LEAST * total)


if __name__ == "__main__":
    sys.exit(main())
