"""What a build costs, against another checkout and against papermill and nbconvert.

Four things, each done by both sides in turn, so that what else the machine does falls on both:

    cold       every notebook in both languages, nothing there before
    update     the same once more after one figure of the plan's region has changed
    situation  a process that asks for the situation of the plan
    papermill  this side alone: the same pages, one papermill and one nbconvert process for each

For each it prints the processor time (user and system) of the whole tree of processes, the seconds
that passed, and the peak memory twice: of the greatest process, as the kernel knows it, and of the
whole tree, sampled (proportional set size: what forked processes share counts once). Below stand
the ratios with their targets: in processor time against the other checkout, which other work on
the machine disturbs less, and in seconds against papermill and nbconvert, which use one core.
Exits with 1 where one is missed.

    python benchmarks/briefings.py --against OTHER [--rounds 1] [--only cold update …] [--busy]

OTHER is a checkout with an environment of its own in .venv. Both sides are worked on as copies;
neither checkout is written to.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
PLAN, REGION = "shanxi-innovation-14", "140000"
BUILD = ("-m", "analysis", "briefings", "--plan", PLAN)
SITUATION = ("-c", f"from analysis import situation; situation({PLAN!r})")
SITUATIONS = 5  # times a round: one is over in seconds
LEFT_OUT = shutil.ignore_patterns(".*", "build", "__pycache__")
HERE, THERE, USUAL = "this checkout", "the other", "papermill + nbconvert"
TARGETS = {"cold": 0.4, "update": 0.4, "situation": 0.6, "papermill": 0.1}
MEMORY = 1.0  # at most the other checkout's, in a cold build
EVERY = 0.25  # seconds between two looks at the memory of a tree


@dataclass(frozen=True)
class Side:
    """A copy of a checkout, and the interpreter that runs it."""

    folder: Path
    python: str


@dataclass(frozen=True)
class Cost:
    """What something cost: seconds of processor, seconds that passed, bytes."""

    processor: float
    passed: float
    process: int
    tree: int

    def __str__(self) -> str:
        return (
            f"processor {self.processor:7.2f} s, passed {self.passed:7.2f} s, "
            f"greatest process {self.process / 2**20:4.0f} MB, tree {self.tree / 2**20:4.0f} MB"
        )


def main() -> int:
    """Measure what is asked for; 0 where every target is met."""
    given = _arguments()
    found: dict[tuple[str, str], list[Cost]] = {}
    with tempfile.TemporaryDirectory() as folder, busy(os.cpu_count() * given.busy):
        sides = {HERE: copied(ROOT, Path(folder) / "here", sys.executable)}
        if given.against:
            other = given.against / ".venv" / "bin" / "python"
            sides[THERE] = copied(given.against, Path(folder) / "there", str(other))
        for number in range(1, given.rounds + 1):
            print(f"round {number}, load {os.getloadavg()[0]:.1f}", flush=True)
            for thing, who, cost in one_round(sides, given.only):
                found.setdefault((thing, who), []).append(cost)
                print(f"  {thing:9} {who:22} {cost}", flush=True)
    return verdict(found)


def _arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--against", type=lambda p: Path(p).resolve(), metavar="OTHER")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--only", nargs="+", choices=TARGETS, default=list(TARGETS))
    options.add_argument("--busy", action="store_true", help="every core busy with something else")
    return options.parse_args()


# --- what is done ---------------------------------------------------------------------------


def one_round(sides: dict[str, Side], only: Sequence[str]) -> Iterator[tuple[str, str, Cost]]:
    """Each thing's cost as it is known; what is done once by everybody is not taken apart."""
    if "situation" in only:
        for _ in range(SITUATIONS):
            for who, side in sides.items():
                yield "situation", who, cost(side, SITUATION)
    if set(only) - {"situation"}:
        for who, side in sides.items():
            shutil.rmtree(side.folder / "build", ignore_errors=True)
            yield "cold", who, cost(side, (*BUILD, "--force"))
    if "update" in only:
        for who, side in sides.items():
            change_one_figure(side.folder)
            yield "update", who, cost(side, BUILD)
    if "papermill" in only:
        yield "papermill", USUAL, one_by_one(sides[HERE])


def copied(checkout: Path, folder: Path, python: str) -> Side:
    """A copy to work on, its modules compiled as an installed package's are."""
    shutil.copytree(checkout, folder, ignore=LEFT_OUT)
    subprocess.run([python, "-m", "compileall", "-q", folder / "src"], check=True)
    return Side(folder, python)


def change_one_figure(folder: Path) -> None:
    """Raise the newest figure of the plan's region by a hundredth; of several, the first."""
    rows = [
        (row["year"], row["observation_id"], row["value"], path)
        for path in sorted((folder / "data").glob("**/observations/*.csv"))
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
        if row["region"] == REGION and row["value"]
    ]
    _, name, value, path = max(rows, key=lambda row: row[0])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{name},"))
    lines[at] = lines[at].replace(f",{value},", f",{float(value) * 1.01:.6g},", 1)
    path.write_text("".join(lines), encoding="utf-8")


def one_by_one(side: Side) -> Cost:
    """The usual way: run, then convert, each in a process of its own."""
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        for lang in ("zh", "en"):
            for notebook in sorted((side.folder / "notebooks").glob("[0-9]*.ipynb")):
                run = f"{folder}/{notebook.stem}-{lang}.ipynb"
                given = ("-p", "lang", lang, "-p", "plan", PLAN)
                where = ("-k", "python3", "--cwd", str(notebook.parent), "--no-progress-bar")
                costs.append(cost(side, ("-m", "papermill", str(notebook), run, *given, *where)))
                kind = ("--to", "html", "--no-input", "--output-dir", folder)
                costs.append(cost(side, ("-m", "nbconvert", *kind, run)))
    processor, passed, process, tree = zip(*map(astuple, costs), strict=True)
    return Cost(sum(processor), sum(passed), max(process), max(tree))


# --- what it cost ---------------------------------------------------------------------------


def cost(side: Side, arguments: Sequence[str]) -> Cost:
    """Run a command of a side to its end.

    The kernel adds a process that was waited for to the one that waited; all that a build starts
    are.
    """
    command = [side.python, *arguments]
    env = {**os.environ, "PYTHONPATH": str(side.folder / "src")}
    with tempfile.TemporaryFile("w+") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=side.folder, env=env, stdout=said, stderr=said)
        with _watched(process.pid) as seen:
            _, status, used = os.wait4(process.pid, 0)
        passed = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}\n{said.read()}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, passed, used.ru_maxrss * unit, max(seen))


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    """The memory of a process and its descendants, again and again, until the block ends."""
    seen, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(EVERY):
            seen.append(_held(pid))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def _held(pid: int) -> int:
    total = 0
    with suppress(psutil.Error):
        for each in [process := psutil.Process(pid), *process.children(recursive=True)]:
            with suppress(psutil.Error):  # it has ended since it was listed
                memory = each.memory_full_info()
                total += getattr(memory, "pss", memory.uss)
    return total


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """So many processes beside that do nothing, as fast as they can."""
    started = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


# --- against the targets --------------------------------------------------------------------


def verdict(found: dict[tuple[str, str], list[Cost]]) -> int:
    """Print the ratios of the middle costs; 1 where one is above its target."""

    def middle(thing: str, who: str, what: str) -> float:
        return statistics.median(getattr(c, what) for c in found[thing, who])

    asked = [(thing, thing, THERE, "processor", most) for thing, most in TARGETS.items()]
    asked += [("cold", "cold", THERE, what, MEMORY) for what in ("process", "tree")]
    asked += [("cold", "papermill", USUAL, "passed", TARGETS["papermill"])]
    missed = 0
    for mine, other, who, what, most in asked:
        if (other, who) in found:
            ratio = middle(mine, HERE, what) / middle(other, who, what)
            missed += ratio > most
            print(f"{mine} against {who}, {what}: {ratio:.3f} (target: at most {most})")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
